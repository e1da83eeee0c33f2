"""What the terminal sends: a paste is text to its end, and the mouse is where it was whatever came."""

import time

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.events import Key, MouseDown, Paste

from backtui.tui.keyboard import LOOKS_BROKEN, LOOKS_OF_ALT, LOOKS_SILENT, MOST_PASTED, Keyboard
from backtui.tui.paint.backlog import ANSWER


def pasted(keyboard: Keyboard, *parts: bytes) -> list[str]:
    """What these bytes paste; keys by their names."""
    found = [each for part in parts for each in keyboard.read(part)]
    return [
        each.text if isinstance(each, Paste) else each.key for each in found if isinstance(each, Paste | Key)
    ]


def test_what_is_pasted_is_no_key_whatever_it_holds() -> None:
    said = b"\x1b[200~q\x1bq\x1b[A\x1b[31mred\x1b[0mq\0\xff\x1b[201~q"
    assert pasted(Keyboard(), said) == ["q\x1bq\x1b[A\x1b[31mred\x1b[0mq", "q"]
    each = [bytes([byte]) for byte in said]
    assert pasted(Keyboard(), *each) == pasted(Keyboard(), said)


def test_of_a_paste_no_more_is_taken_than_any_field_could() -> None:
    text, more = pasted(Keyboard(), b"\x1b[200~" + b"x" * 300_000 + b"\x1b[201~a")
    assert (len(text), more) == (MOST_PASTED, "a")


def test_a_paste_whose_end_was_lost_is_over_after_a_silence() -> None:
    keyboard = Keyboard()
    assert not pasted(keyboard, b"\x1b[200~lost")
    for _ in range(LOOKS_SILENT):
        assert keyboard.waits
        assert not list(keyboard.look())
    assert [each.text for each in keyboard.look() if isinstance(each, Paste)] == ["lost"]
    assert not keyboard.waits
    assert pasted(keyboard, b"q") == ["q"]


def test_ctrl_c_ends_a_paste_whose_end_was_lost() -> None:
    keyboard = Keyboard()
    assert pasted(keyboard, b"\x1b[200~lost", b"\x03") == ["lost", "ctrl+c"]
    assert pasted(keyboard, b"\x1b[200~a\x03b\x1b[201~") == ["a\x03b"]


def test_an_answer_in_the_midst_of_a_paste_is_none_of_it() -> None:
    answers: list[int] = []
    keyboard = Keyboard(lambda: True, lambda: answers.append(1))
    assert pasted(keyboard, b"\x1b[200~a", ANSWER.encode(), b"b\x1b[201~") == ["ab"]
    assert answers == [1]


ANSWERS = {  # to what another program has asked, which is gone by now
    "device attributes": b"\x1b[?62;22;52c",
    "more of them": b"\x1b[>41;354;0c",
    "name": b"\x1bP>|xterm(388)\x1b\\",
    "unit": b"\x1bP!|00000000\x1b\\",
    "ground": b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "ground, with a bell": b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    "clipboard": b"\x1b]52;c;" + b"cXVpdA" * 2_000 + b"\x07",
    "title": b"\x1b]lquit\x1b\\",
    "setting": b"\x1bP1$r0m\x1b\\",
    "picture": b"\x1b_Gi=31;OK\x1b\\",
    "keys": b"\x1b[?0u",
    "size": b"\x1b[8;24;80t",
    "place": b"\x1b[?24;80R",
    "mode": b"\x1b[4;1$y",
    "well": b"\x1b[3n",
    "what nobody knows": b"\x1b[" + b"1;" * 300 + b"q",
}


@pytest.mark.parametrize("said", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_to_somebody_else_presses_no_key(said: bytes) -> None:
    """`[` lowers a dose, and q leaves."""
    assert pasted(Keyboard(), said + b"q") == ["q"]
    keyboard = Keyboard()
    for byte in said:
        assert not pasted(keyboard, bytes([byte]))
        assert not [each for each in keyboard.look() if isinstance(each, Key)]
    assert pasted(keyboard, b"q") == ["q"]


@pytest.mark.parametrize("begun", [b"\x1b]11;rgb:", b"\x1bP1", b"\x1b[?62;2"])
def test_an_answer_that_broke_off_is_over_after_a_silence_or_with_the_next(begun: bytes) -> None:
    keyboard = Keyboard()
    assert not pasted(keyboard, begun)
    for _ in range(LOOKS_BROKEN + 1):
        assert keyboard.waits
        assert not list(keyboard.look())
    assert not keyboard.waits
    assert pasted(keyboard, b"q") == ["q"]
    assert pasted(keyboard, begun, b"\x1b[A", b"q") == ["up", "q"]


@pytest.mark.parametrize("key", list("]PX^_[Oaq\\"))
def test_a_key_with_alt_is_the_same_as_ever(key: str) -> None:
    keyboard, stock = Keyboard(), XTermParser()
    said = f"\x1b{key}"
    found = pasted(keyboard, said.encode())
    meant = [each for each in stock.feed(said) if isinstance(each, Key)]
    for _ in range(LOOKS_OF_ALT + 2):
        found += [each.key for each in keyboard.look() if isinstance(each, Key)]
        time.sleep(0.11)
    found += [each.key for each in keyboard.look() if isinstance(each, Key)]
    meant += [each for each in stock.tick() if isinstance(each, Key)]
    assert found == [each.key for each in meant]
    assert not keyboard.waits


@pytest.mark.parametrize(
    "said",
    [
        *sorted({*ANSI_SEQUENCES_KEYS} - {"\x1b", "\x1b\x1b"}),
        "\x1b[97;5u",
        "\x1b[1;2A",
        "\x1b[<64;5;5M",
        "\x1b[I",
    ],
)
def test_what_textual_knows_stays_what_it_is(said: str) -> None:
    keyboard, stock = Keyboard(), XTermParser()
    told = [(type(each), getattr(each, "key", "")) for each in keyboard.read(said.encode() + b"q")]
    meant = [(type(each), getattr(each, "key", "")) for each in stock.feed(f"{said}q")]
    assert told == meant


@pytest.mark.parametrize("between", [b"", ANSWER.encode(), b"\x1b[200~a\x1b[201~", b"\x1b[1114112u"])
def test_a_mouse_told_in_pixels_stays_where_it_is(between: bytes) -> None:
    """A terminal that tells its size by itself, as kitty and foot, tells the mouse in pixels from then on."""
    keyboard = Keyboard(lambda: True)
    assert list(keyboard.read(b"\x1b[48;24;80;480;800t"))
    list(keyboard.read(between))
    (click,) = keyboard.read(b"\x1b[<0;101;201M")
    assert isinstance(click, MouseDown)
    assert (click.x, click.y) == (10, 10)

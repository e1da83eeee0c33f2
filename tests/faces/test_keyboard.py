"""What the terminal sends: a paste is text to its end, and the mouse is where it was whatever came."""

import pytest
from textual.events import Key, MouseDown, Paste

from backtui.tui.driver import LOOKS_SILENT, MOST_PASTED, Keyboard
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


@pytest.mark.parametrize("between", [b"", ANSWER.encode(), b"\x1b[200~a\x1b[201~", b"\x1b[1114112u"])
def test_a_mouse_told_in_pixels_stays_where_it_is(between: bytes) -> None:
    """A terminal that tells its size by itself, as kitty and foot, tells the mouse in pixels from then on."""
    keyboard = Keyboard(lambda: True)
    assert list(keyboard.read(b"\x1b[48;24;80;480;800t"))
    list(keyboard.read(between))
    (click,) = keyboard.read(b"\x1b[<0;101;201M")
    assert isinstance(click, MouseDown)
    assert (click.x, click.y) == (10, 10)

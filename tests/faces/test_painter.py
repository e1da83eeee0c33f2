"""The painter sends less, and the terminal shows the same."""

import os
import select
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from glass import Glass
from hypothesis import given
from hypothesis import strategies as st
from often import often
from painted import DOUBTFUL, WORDS, Both, Chance
from props import HandClock, Shop, shop
from rich.cells import cell_len, get_character_cell_size
from rich.color import ColorSystem
from rich.style import Style
from stage import Stage
from test_screen_goldens import SIZES
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import DataTable, Digits, Input, ProgressBar

from backtui.tui.keyboard import Keyboard
from backtui.tui.paint.backlog import ANSWER, ASK, ENOUGH_BYTES, LOST_S, MOST_LOST, SLACK_S, Backlog
from backtui.tui.paint.cells import cells, is_doubtful
from backtui.tui.paint.tints import Tints, change, tint_of
from backtui.tui.paint.writer import MOST_WAITING, Writer

ROOMS = st.tuples(st.integers(1, 40), st.integers(1, 8))
Tour = Callable[[Shop, tuple[int, int]], AsyncIterator[tuple[str, Stage]]]


@given(st.integers(), ROOMS, st.booleans(), st.lists(st.booleans(), min_size=1, max_size=8))
@often(400)
def test_whatever_is_shown_looks_the_same(
    seed: int, size: tuple[int, int], erases: bool, wholes: list[bool]
) -> None:
    both, chance = Both(size, erases=erases), Chance(seed, size)
    both.show(chance.whole())
    for whole in wholes:
        both.show(chance.whole() if whole or size[0] < 4 else chance.part())
        assert both.agree
        assert both.send() == ""


@pytest.mark.thorough
@pytest.mark.parametrize("erases", [True, False])
def test_ten_thousand_pictures_look_the_same_in_fewer_bytes(erases: bool) -> None:
    both, chance = Both((60, 6), erases=erases), Chance(erases, (60, 6))
    for number in range(5000):  # of each kind of terminal
        both.show(chance.whole() if number % 2 else chance.part())
        assert both.agree, number
    assert both.our_bytes < 0.9 * both.stock_bytes


@pytest.mark.parametrize(
    ("tour", "size"),
    [pytest.param(*getattr(each, "values", each), marks=pytest.mark.thorough) for each in SIZES],
)
async def test_every_screen_looks_the_same_in_fewer_bytes(tour: Tour, size: tuple[int, int]) -> None:
    both = Both(size)
    async for name, stage in tour(shop(HandClock()), size):
        await stage.settle()
        screen = stage.app.screen
        picture = screen._compositor.render_update(full=True, screen_stack=stage.app._background_screens)
        both.show(picture)  # type: ignore[arg-type]
        assert both.agree, name
    assert both.our_bytes < 0.8 * both.stock_bytes


class Widgets(App[None]):
    """Some of Textual's own widgets, whose pictures are taken on their way to the terminal."""

    def __init__(self, both: Both) -> None:
        super().__init__()
        self.both, self.shown = both, 0

    def compose(self) -> ComposeResult:
        yield Digits("12:00", id="digits")
        yield ProgressBar(100, id="bar")
        yield Input("漢字", id="line")
        yield DataTable(id="table")

    def on_mount(self) -> None:
        self.query_one(DataTable).add_columns("one", "two")
        self.query_one(DataTable).add_rows([(str(each), "é" * (each % 7)) for each in range(60)])
        self.query_one(DataTable).focus()

    def _display(self, screen: Any, renderable: Any) -> None:
        if renderable is not None and not self._batch_count:
            self.both.show(renderable)
            self.shown += 1
            assert self.both.agree

    def shows_all(self) -> bool:
        """Whether what was sent piece by piece is the whole picture, as it is with no change on its way."""
        whole = Both(self.size)
        whole.show(self.screen._compositor.render_full_update())
        return bool(whole.ours.picture == self.both.ours.picture)


async def test_widgets_that_change_a_part_of_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Compositor, "render_update", stock_render_update())
    both = Both((60, 16))
    app = Widgets(both)
    async with app.run_test(size=(60, 16)) as pilot:
        for seconds in range(12):
            app.query_one(Digits).update(f"12:{seconds:02}")
            app.query_one(ProgressBar).advance(3)
            await pilot.press("down", "pagedown" if seconds % 3 else "up")
            assert await before_long(app.shows_all, pilot)
        app.query_one(Input).focus()
        await pilot.press("x", "字", "backspace", "left", "ü")
        assert await before_long(app.shows_all, pilot)
    assert app.shown > 20
    assert both.our_bytes < 0.5 * both.stock_bytes


async def before_long(true: Callable[[], bool], pilot: Any, tries: int = 200) -> bool:
    """Whether it comes true, looked at after each turn of the program."""
    for _ in range(tries):
        await pilot.pause(0.01)
        if true():
            return True
    return False


def stock_render_update() -> Any:
    """Textual's own, which the stage replaces."""
    import stage

    return stage._render_update


# Terminals differ


def joins(char: str) -> int:
    """A terminal for which each picture is as wide as it is drawn, whatever stands before it."""
    return get_character_cell_size(char)


def narrow(char: str) -> int:
    """A terminal that knows no pictures: they are one column wide."""
    return min(get_character_cell_size(char), 1) if ord(char) > 0xFFFF else get_character_cell_size(char)


def wide(char: str) -> int:
    """A terminal that draws every picture in two columns, also a part of one."""
    return 2 if ord(char) > 0xFFFF else get_character_cell_size(char)


@given(st.integers(), st.sampled_from([joins, narrow, wide]), st.lists(st.booleans(), max_size=6))
@often(400)
def test_what_a_terminal_draws_wider_or_narrower_displaces_nothing(
    seed: int, width: Callable[[str], int], wholes: list[bool]
) -> None:
    both = Both((30, 4), wide=width)
    chance = Chance(seed, (30, 4), (*WORDS, *DOUBTFUL))
    for whole in [True, *wholes]:
        both.show(chance.whole() if whole else chance.part())
        for y, row in enumerate(both.painter._wanted):
            shown = both.ours.rows[y]
            for x, cell in enumerate(row.characters):
                beside = row.characters[x + 1 : x + 2]
                if cell and not is_doubtful(cell) and not (beside and is_doubtful(beside[0])):
                    assert shown[x] == cell, (x, y)


@given(st.text(st.sampled_from("aé漢ｱ한\u0301\u200d\ufe0f🙂👩🔬❤☺\x1b\x07\n\x9b"), max_size=12))
def test_text_is_as_many_cells_as_textual_counts(text: str) -> None:
    found = cells(text)
    clean = text.translate(dict.fromkeys([*range(32), *range(127, 160)]))
    assert not set("".join(found)) - set(clean)
    if "\u200d" not in text and "\ufe0f" not in text:
        assert len(found) == cell_len(clean)


# What the terminal shows is not always known


def test_what_somebody_else_wrote_is_painted_over() -> None:
    both, chance = Both((40, 6)), Chance(1, (40, 6))
    both.show(chance.whole())
    for terminal in (both.ours, both.stock):
        terminal.feed("\x1b[3;3H\x1b[31;44mBroadcast message\r\n\r\n\x1b[0m")
    both.send()
    assert "Broadcast" in both.ours.text  # not known, so it stays
    both.painter.forget()
    both.stock.feed(chance.whole().render_segments(both.console))
    both.show(chance.whole())
    assert both.agree


def test_another_size_is_another_picture() -> None:
    both = Both((40, 6))
    both.show(Chance(1, (40, 6)).whole())
    both.stock, both.ours = (Glass(50, 8) for _ in "12")
    both.ours.feed("\x1b[2;2Hwhat the terminal made of it")
    both.show(Chance(2, (50, 8)).whole())
    assert both.agree
    both.ours.feed("\x1b[2;2Hwhat the terminal made of it")
    both.show(Chance(2, (50, 8)).part())
    assert not both.agree  # the same size: nobody said that it is another terminal


@given(st.integers(), st.integers())
@often(300)
def test_the_shortest_change_of_pens_is_right(one: int, other: int) -> None:
    before, after = (
        tint_of(Chance(seed, (1, 1)).style() or Style(), ColorSystem.TRUECOLOR) for seed in (one, other)
    )
    direct, afresh = Glass(3, 1), Glass(3, 1)
    direct.feed(change(tint_of(Style(), ColorSystem.TRUECOLOR), before) + "a" + change(before, after) + "b")
    afresh.feed("a" + change(tint_of(Style(), ColorSystem.TRUECOLOR), after) + "b")
    assert direct.looks[0][1] == afresh.looks[0][1]
    assert change(before, before) == ""


def test_few_colours_are_few_codes() -> None:
    tint = tint_of(Style.parse("#e8a25c on #1b1815"), ColorSystem.STANDARD)
    assert (len(tint.fore), len(tint.ground)) == (2, 2)
    tints = Tints(ColorSystem.EIGHT_BIT)
    assert tints[tints.number(Style.parse("#e8a25c"))].fore.startswith("38;5;")


# The writer


class Line:
    """A line to a terminal of which somebody reads when asked to."""

    def __init__(self, now: Callable[[], float] = lambda: 0.0) -> None:
        self.out, self._in = os.pipe()
        self.writer = Writer(self, now)  # type: ignore[arg-type]
        self.writer.start()
        self.pictures = 0

    def fileno(self) -> int:
        return self._in

    def picture(self) -> str:
        self.pictures += 1
        return f"<{self.pictures}>"

    def fill(self) -> int:
        """Send more than there is room for on the way."""
        self.writer.write("x" * 200_000)
        while not self.writer._is_writing or select.select([], [self._in], [], 0)[1]:
            time.sleep(0.001)
        return 200_000


def read(line: Line, count: int) -> str:
    data = b""
    while len(data) < count:
        data += os.read(line.out, min(65536, count - len(data)))
    return data.decode()


def test_what_is_written_comes_in_order_with_pictures_between() -> None:
    line = Line()
    for text in "ab":
        line.writer.write(text)
    line.writer.show(line.picture)
    line.writer.write("\a")
    line.writer.stop()
    assert read(line, 10).replace(ASK, "") == "ab<1>\a"


def test_a_slow_terminal_is_sent_the_newest_picture_and_no_other() -> None:
    line = Line()
    waiting = line.fill()
    for _ in range(MOST_WAITING // 2):
        line.writer.show(line.picture)
    line.writer.write("\a")
    assert read(line, waiting + len(ASK)) == "x" * waiting + ASK
    assert read(line, 4) == "<1>\a"
    line.writer.stop()
    assert line.pictures == 1


def test_an_app_whose_terminal_does_not_read_stands_still_until_it_does() -> None:
    line = Line()
    waiting = line.fill()
    asked = threading.Event()

    def ask() -> None:
        for _ in range(2 * MOST_WAITING):
            line.writer.show(line.picture)
        asked.set()

    threading.Thread(target=ask, daemon=True).start()
    assert not asked.wait(0.1)
    read(line, waiting)
    assert asked.wait(5)
    line.writer.stop()


def test_a_terminal_that_is_gone_is_written_to_no_more() -> None:
    line = Line()
    os.close(line.out)
    for _ in range(3 * MOST_WAITING):
        line.writer.show(line.picture)
    line.writer.stop()


def test_pictures_wait_for_a_terminal_that_is_behind_and_bells_do_not() -> None:
    seconds = [0.0]
    backlog = Backlog(lambda: seconds[0])
    assert backlog.question(0) == ""
    assert backlog.question(10) == ASK  # at first, to learn how far away it is
    assert backlog.wait_s() == 0.0  # nobody knows whether it answers
    seconds[0] = 0.2
    backlog.answered()
    assert backlog.question(ENOUGH_BYTES - 1) == ""
    assert backlog.question(1) == ASK
    assert backlog.question(9 * ENOUGH_BYTES) == ""  # one question at a time
    assert backlog.wait_s() == 0.0
    seconds[0] += 1.5 * 0.2 + SLACK_S + 0.01
    assert 0 < backlog.wait_s() < LOST_S
    backlog.answered()
    assert backlog.wait_s() == 0.0


def test_a_terminal_that_does_not_answer_is_not_waited_for() -> None:
    seconds = [0.0]
    backlog = Backlog(lambda: seconds[0])
    for _ in range(MOST_LOST):
        assert backlog.question(ENOUGH_BYTES) == ASK
        seconds[0] += LOST_S + 1
        assert backlog.wait_s() == 0.0
    assert backlog.question(ENOUGH_BYTES) == ""
    backlog.answered()  # late, but it does
    assert backlog.question(ENOUGH_BYTES) == ASK


def test_the_newest_picture_goes_when_the_answer_has_come() -> None:
    seconds = [0.0]
    line = Line(lambda: seconds[0])
    line.writer.write("a")
    assert read(line, 1 + len(ASK)) == "a" + ASK
    line.writer.answered()
    line.writer.write("b" * ENOUGH_BYTES)
    assert read(line, ENOUGH_BYTES + len(ASK)).endswith(ASK)
    seconds[0] = 5.0
    for _ in range(3):
        line.writer.show(line.picture)
    line.writer.write("\a")
    assert read(line, 1) == "\a"  # a bell does not wait
    assert line.pictures == 0
    line.writer.answered()
    assert read(line, 3) == "<1>"
    line.writer.stop()


def test_an_answer_that_is_due_does_not_come_to_the_shell() -> None:
    seconds = [0.0]
    backlog = Backlog(lambda: seconds[0])
    assert backlog.question(1) == ASK
    assert backlog.end_s() == 0.0  # it may not answer at all
    backlog = Backlog(lambda: seconds[0])
    assert backlog.question(1) == ASK
    seconds[0] = 0.3
    backlog.answered()
    assert backlog.question(ENOUGH_BYTES) == ASK
    assert SLACK_S <= backlog.end_s() < 1
    backlog.answered()
    assert backlog.end_s() == 0.0
    assert backlog.question(ENOUGH_BYTES) == ""


@pytest.mark.parametrize("parts", [[ANSWER], ["\x1b", "[0n"], ["\x1b[", "0n"], ["\x1b[0", "n"]])
def test_an_answer_is_no_key(parts: list[str]) -> None:
    answers: list[int] = []
    keyboard = Keyboard(lambda: True, lambda: answers.append(1))
    keys = [key for part in ("a", *parts, "b") for key in keyboard.read(part.encode())]
    assert [key.key for key in keys if isinstance(key, Key)] == ["a", "b"]
    assert answers == [1]


def test_an_answer_that_is_late_in_its_midst_is_no_key() -> None:
    keyboard = Keyboard(lambda: True)
    assert not list(keyboard.read(b"\x1b["))
    time.sleep(0.15)
    assert not list(keyboard.look())
    assert not list(keyboard.read(b"0n"))

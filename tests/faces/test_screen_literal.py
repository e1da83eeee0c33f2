"""Whatever a text holds is shown as it is: no markup, nothing that steers the terminal, no crash."""

from collections.abc import AsyncIterator, Callable, Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from own_room import keep
from own_samples import hip
from props import HandClock, prefer, shop
from stage import NARROW, WIDE, on_stage, screen_text
from textual.app import App
from textual.screen import Screen

from backtui.tui.dialogs import Choice, Number, ReaderPage
from backtui.tui.widgets.line import Bar
from backtui.tui.widgets.rows import Row, Rows

MARKUP = ("[Left] [/] [x", "[@click=app.bell()]go[/]", "[red]$text[/red]", "\\[b]", "${name} {0} %s")
# ESC, CSI, OSC, BEL, newline, tab, NUL, DEL, C1, a bidi override, a lone surrogate.
STEERING = (
    "a\x1b[2Jb",
    "a\x9b2Jb",
    "a\x1b]2;t\x07b",
    "a\nb",
    "a\tb",
    "a\0b",
    "a\x7fb",
    "a\u202eb",
    "a\ud800b",
)
WIDE_LETTERS = ("\u754c" * 30, "e\u0301" * 20, "\U0001f9d8\u200d\u2640\ufe0f", "")


def rows(text: str) -> Rows:
    """A list whose rows say the text at both ends."""
    shown = Rows()
    shown.show([Row([(text, "text")], [(text, "dim")], text, text), Row([(text, "head")])])
    return shown


SHOWN: dict[str, Callable[[str], Any]] = {
    "bar": lambda text: Bar([(text, "text")], [(text, "accent")]),
    "rows": rows,
    "choice": lambda text: Choice(text, (text,), [("a", text), ("b", text)]),
    "number": lambda text: Number(text, text, 3, (0, 10), text),
    "reader": lambda text: ReaderPage(text, [[(text, "text")], [], [(text, "head")]]),
}


async def screens(kind: str, texts: Iterable[str], size: tuple[int, int] = WIDE) -> AsyncIterator[str]:
    """What stands on the screen for each text."""
    app: Any = App()
    app.telling = SimpleNamespace(show=lambda: None)
    async with app.run_test(size=size) as pilot:
        for text in texts:
            shown = SHOWN[kind](text)
            is_screen = isinstance(shown, Screen)
            await (app.push_screen(shown) if is_screen else app.screen.mount(shown))
            for _ in range(3):
                await pilot.pause(0)
            assert app._exception is None, ascii(text)
            yield screen_text(app)
            await (app.pop_screen() if is_screen else shown.remove())


@pytest.mark.parametrize("kind", SHOWN)
async def test_markup_is_shown_literally(kind: str) -> None:
    shown = [screen async for screen in screens(kind, MARKUP)]
    assert all(text in screen for text, screen in zip(MARKUP, shown, strict=True))


@pytest.mark.parametrize("kind", SHOWN)
async def test_nothing_that_steers_a_terminal_reaches_it(kind: str) -> None:
    shown = [screen async for screen in screens(kind, STEERING)]
    assert all(line.isprintable() for screen in shown for line in screen.split("\n"))
    assert all("a" in screen for screen in shown)


@pytest.mark.parametrize("kind", SHOWN)
async def test_wide_and_joined_letters_stay_in_their_lines(kind: str) -> None:
    async for screen in screens(kind, WIDE_LETTERS, NARROW):
        assert len(screen.split("\n")) == NARROW[1]


@pytest.mark.thorough
async def test_a_told_sentence_is_no_markup() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        for text in (*MARKUP, *STEERING):
            stage.app._say(text)
            await stage.settle()
            assert text in (*STEERING, *stage.said())
            assert all(said.isprintable() for said in stage.said())


async def test_a_filter_is_no_markup() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        await stage.press("2", "slash")
        text = await stage.type("[/] [x")
        assert "“[/] [x”" in text


@pytest.mark.thorough
@pytest.mark.parametrize("name", [*MARKUP[:-1], "\u754c" * 20, "\U0001f9d8" * 10])
async def test_what_is_of_ones_own_is_no_markup(name: str) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    text = name[:40]
    keep(wiring, hip(name=text, hold=[text], works_on=[text]) | {"sides": "one", "set_up": [text]}
         | {"movement_in": text, "movement_out": text})  # fmt: skip
    keep(wiring, {"id": "mine", "name": text, "items": [{"exercise": "hip-circle"}]})
    async with on_stage(wiring, routine="mine") as stage:
        seen = [await stage.press("2", "G")]
        seen += [await stage.press(*keys) for keys in (("enter",), ("escape", "c"), ("escape", "D"))]
        seen += [await stage.press(*keys) for keys in (("escape", "r"), ("G",), ("e",), ("a",))]
        seen += [await stage.press(*keys) for keys in (("escape", "escape", "escape", "1"), ("enter",))]
        stage.to_phase("hold")
        seen += [await stage.settle(), await stage.to_end(), await stage.press("enter", "3")]
        assert stage.app._exception is None
    assert all(line.isprintable() for screen in seen for line in screen.split("\n"))
    assert sum(text[:12] in screen for screen in seen) > 6

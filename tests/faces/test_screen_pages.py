"""What every page has: its keys told, one that closes it, a question only where something would be lost."""

import pkgutil
from collections.abc import AsyncIterator, Callable, Iterator
from importlib import import_module

import pytest
from props import HandClock, Shop, prefer, shop
from screen_tours import train
from stage import Stage, on_stage
from test_screen_goldens import ALL
from textual.screen import Screen

import backtui.tui
from backtui.tui.base import Asking, Place
from backtui.tui.dialogs import Choice, KeysPage, Writing
from backtui.tui.filtered import FilteredPlace
from backtui.tui.frame.listing import NOT_SAVED
from backtui.tui.frame.opened import Dialog, FullPage
from backtui.tui.frame.page import Framed
from backtui.tui.session.running import RunningSession
from backtui.tui.session.sit_down import SitDown
from backtui.tui.session.summary import SummaryPage
from backtui.tui.settings.changing import Changing
from backtui.tui.settings.key_bindings import PressKey
from backtui.tui.widgets.prose import ReasonLine

Tour = Callable[[Shop, tuple[int, int]], AsyncIterator[tuple[str, Stage]]]
NO_SCREENS = {Asking, Changing, Place, FilteredPlace}  # what screens are made of
ANY_KEY = {SitDown, PressKey}  # any key is an answer there, help too


def screens(kind: type) -> Iterator[type]:
    """All kinds of screen of the program, so that a new one is not forgotten."""
    for module in pkgutil.walk_packages(backtui.tui.__path__, "backtui.tui."):
        import_module(module.name)
    for each in kind.__subclasses__():
        if each.__module__.startswith("backtui."):
            yield each
        yield from screens_below(each)


def screens_below(kind: type) -> Iterator[type]:
    """The same, once all is imported."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("backtui."):
            yield each
        yield from screens_below(each)


SCREENS = sorted({*screens(Screen)} - NO_SCREENS, key=lambda each: each.__qualname__)


@pytest.mark.parametrize("kind", SCREENS)
def test_each_screen_tells_its_keys_and_how_it_is_closed(kind: type[Screen[object]]) -> None:
    if kind in ANY_KEY:
        return
    assert issubclass(kind, Framed)
    bound = {binding.key: binding.action for binding in kind._merge_bindings().key_to_bindings["f1"]}
    assert set(bound.values()) == {"app.keys"}
    foot = (*kind.KEYS, *kind.FOOT)
    assert [key.name for key in foot if key.action == "app.keys" and key.shown] in (["?"], ["F1"])
    if issubclass(kind, FullPage | Dialog) and kind is not SummaryPage:
        assert [(key.name, key.label) for key in foot if key.action == "close" and key.shown] == [
            ("esc", "close")
        ]


def test_there_are_screens() -> None:
    assert len(SCREENS) > 30
    assert RunningSession in SCREENS


@pytest.mark.thorough
@pytest.mark.parametrize("tour", ALL)
async def test_the_key_of_keys_opens_them_everywhere_and_closes_them(tour: Tour) -> None:
    async for name, stage in tour(shop(HandClock()), (80, 24)):
        before = stage.app.screen
        if type(before) in ANY_KEY or isinstance(before, KeysPage) or _typing(stage):
            continue
        text = await stage.press("f1")
        assert isinstance(stage.app.screen, KeysPage), name
        assert "Keys" in text
        await stage.press("f1")
        assert stage.app.screen is before, name


def _typing(stage: Stage) -> bool:
    """A filter takes all keys that a place has."""
    return isinstance(stage.app.screen, Place) and type(stage.app.focused).__name__ == "Input"


# A form by the keys that open it from a place, and those that change something in it.
FORMS = {
    "a new exercise": ("2 n", "down down right"),
    "a copied exercise": ("2 c", "down down right"),
    "poses": ("2 c G enter", "right"),
    "a new routine": ("2 r n", "a enter"),
    "a copied routine": ("2 r c", "d"),
    "a session by hand": ("3 n", "down left"),
}
# What is written at once, and what is too little to ask about.
NEVER = {"targets": ("4 down enter", "right"), "a number": ("m", "right"), "cautions": ("2 t", "space")}


@pytest.fixture
def wiring() -> Shop:
    made = shop(HandClock())
    prefer(made, notice_seen=True)
    train(made)
    return made


async def _open(stage: Stage, keys: str) -> Screen[object]:
    """Open a form; what it was opened from."""
    *way, last = keys.split()
    await stage.press(*way)
    behind = stage.app.screen
    await stage.press(last)
    assert stage.app.screen is not behind
    return behind


@pytest.mark.parametrize(
    ("form", "leave"),
    [
        pytest.param(form, key, marks=[] if (form, key) in ONCE else pytest.mark.thorough)
        for ONCE in [{("a new routine", "escape"), ("poses", "q")}]
        for form in (*FORMS, *NEVER)
        for key in ("escape", "q", "ctrl+c")
    ],
)
@pytest.mark.thorough
async def test_a_form_asks_when_something_would_be_lost_and_only_then(
    form: str, leave: str, wiring: Shop
) -> None:
    opening, touching = {**FORMS, **NEVER}[form]
    async with on_stage(wiring, routine=None) as stage:
        behind = await _open(stage, opening)
        here = stage.app.screen
        await stage.press(leave)
        assert stage.app.screen is behind, "untouched"
        await stage.press(opening.split()[-1])
        here = stage.app.screen
        await stage.press(*touching.split())
        assert stage.app.screen is here
        await stage.press(*"3" if form not in NEVER else ())  # a place's key goes nowhere
        assert stage.app.screen is here
        text = await stage.press(leave)
        if form in NEVER:
            assert stage.app.screen is behind
            return
        assert NOT_SAVED in text
        await stage.press("escape")
        assert stage.app.screen is here
        await stage.press(leave, "down", "enter")
        assert stage.app.screen is behind


@pytest.mark.thorough
async def test_a_line_that_was_written_is_left_at_the_second_time(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        answers: list[object] = []
        stage.app.push_screen(Writing("A note", 80), answers.append)
        await stage.settle()
        await stage.press("escape")
        assert answers == [None]  # nothing was written
        stage.app.push_screen(Writing("A note", 80), answers.append)
        await stage.settle()
        await stage.type("stiff")
        assert "esc once more leaves it" in await stage.press("escape")
        await stage.type("er")
        await stage.press("escape")
        assert answers == [None]  # another text is another question
        await stage.press("enter")
        assert answers == [None, "stiffer"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5 0 0", "500 is too much. It may be from 3 to 90 min."),
        ("5 0 0 enter", "500 is too much. It may be from 3 to 90 min."),
        ("1 enter", "1 is too little. It may be from 3 to 90 min."),
        ("backspace backspace enter", "There is no number yet. It may be from 3 to 90 min."),
        ("x", "Only digits. It may be from 3 to 90 min."),
        (".", "Only digits. It may be from 3 to 90 min."),
    ],
)
async def test_a_number_that_cannot_be_is_told_in_its_dialog_with_the_bounds(
    typed: str, said: str, wiring: Shop
) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await stage.press("m")
        dialog = stage.app.screen
        text = await stage.press(*typed.split())
        assert stage.app.screen is dialog
        assert said in " ".join(text.split())


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("e", "That needs an exercise under the cursor."),
        ("w", "That needs an exercise under the cursor."),
        ("2 D", "Pelvic tilt came with backtui; x switches it off."),
        ("2 r D", "This one came with backtui; c makes a copy of your own."),
        ("2 r n J", "There is nothing in it yet; a adds an exercise."),
        ("3 v v d", "That needs a session under the cursor."),
        ("4 right", "Enter opens this one."),
    ],
)
@pytest.mark.thorough
async def test_a_dimmed_key_says_what_it_needs(keys: str, said: str, wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await stage.press(*keys.split())
        assert said in await stage.settle()
        assert not isinstance(stage.app.screen, Choice)


@pytest.mark.thorough
async def test_a_line_is_copied_with_its_reason_and_a_page_as_a_whole(
    wiring: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    async with on_stage(wiring, routine=None) as stage:
        monkeypatch.setattr(stage.app, "copy_to_clipboard", copied.append)
        text = await stage.press("2", "ctrl+y")
        assert "Copied" in text
        assert copied[-1].startswith("Pelvic tilt  lying  2 s × ")
        assert "\nPelvic tilt: abdomen, back, hips." in copied[-1]
        await stage.press("enter", "ctrl+y")
        assert "Set-up" in copied[-1]
        assert "Movement" in copied[-1]
        assert stage.app.screen.query_one(ReasonLine)._answer

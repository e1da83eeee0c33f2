"""Every theme that can be chosen is there and can be read; a fault inside the screen is one sentence."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import asdict, replace
from props import HandClock, aim, prefer, shop, train
from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from stage import Stage, on_stage
from textual.app import App, ComposeResult
from textual.color import Color as Ink
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES, Theme

from backtui.coach.answers import DoseChange
from backtui.config.settings import Config
from backtui.config.themes import OwnTheme, ThemeColours
from backtui.content.load import load
from backtui.domain.exercise import Dose, Kind, Position, Sides
from backtui.domain.plan import CourseDose, PlannedItem
from backtui.domain.progression.prescription import Decision, DecisionKind, Override, Prescription
from backtui.domain.session.steps import Item
from backtui.tui import look
from backtui.tui.described import _change as change_line
from backtui.tui.history.calendar import SIGNS
from backtui.tui.look import Terminal, plain
from backtui.tui.settings.settings import exercise_lines
from backtui.tui.today.agenda import AEROBIC, BACK, BOTH, REST
from backtui.tui.today.agenda import _row as planned_row
from backtui.tui.widgets.lettering import Lettering
from backtui.tui.widgets.line import Bar, contrast, readable
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import sign

BROKEN = """
import sys
from backtui.tui.base import Place
from backtui.tui.today.today import TodayPlace as Today
async def read(self):
    secret = "a note about a back"
    raise ValueError("broken on purpose")
Today.read, Today.reload = read, Place.reload
from backtui.cli.main import main
sys.exit(main([]))
"""


def terminal(config: Config) -> Terminal:
    """A terminal with those settings, of an app that does not run."""
    return Terminal(App(), config, lambda key, value: None, ())


OFFERED = [name for name in look.NAMES if name != look.AUTO]
# Of the terminal's own colours only the terminal knows what they are.
KNOWN = [name for name in OFFERED if not name.startswith("ansi-")]
HARDEST = ["atom-one-dark", "atom-one-light", "solarized-dark", look.LIGHT.name]
ROLES = ("text", "dim", "strong", "accent", "up", "down", "head", "warn", "key")


@pytest.mark.parametrize("name", OFFERED)
def test_every_theme_that_can_be_chosen_is_there(name: str) -> None:
    assert terminal(Config(theme=name)).theme(name) == name


def test_sixteen_colours_take_the_terminal_s_own() -> None:
    assert terminal(Config(color="16")).theme("auto") == look.SIXTEEN
    assert terminal(Config()).theme("auto") == look.DEFAULT
    assert terminal(Config()).theme("no-such-theme") == look.DEFAULT


def test_all_themes_of_textual_are_offered_once() -> None:
    assert {*BUILTIN_THEMES} < {*look.NAMES}
    assert len({*look.NAMES}) == len(look.NAMES)


def test_a_theme_that_is_not_there_is_said_in_a_sentence() -> None:
    said = terminal(Config(theme="no-such-theme")).greeting()
    assert (
        said
        == "config.toml: there is no theme 'no-such-theme'; backtui-dark is used. Settings, Theme has all."
    )
    assert terminal(Config(theme="nord")).greeting() == ""


YELLOW = ThemeColours(primary="#fff200", foreground="#f0e68c", background="#fffff0", dark=False)


def test_a_theme_of_one_s_own_is_offered_and_one_with_a_name_that_is_taken_is_told() -> None:
    mine = tuple(OwnTheme(name, YELLOW) for name in ("butter", "nord"))
    shown = terminal(Config(theme="butter", themes=mine))
    assert shown.theme("butter") == "butter"
    assert look.offered()[-1] == "butter"
    assert shown.greeting() == "themes/nord.toml: backtui has a theme nord already; give yours another name."
    assert terminal(Config(theme="butter")).theme("butter") == look.DEFAULT
    assert look.offered() == look.NAMES


async def test_a_theme_of_one_s_own_can_be_read_however_pale_it_is() -> None:
    app = Grounds()
    app.register_theme(Theme("butter", **asdict(YELLOW)))
    async with app.run_test(size=(40, 12)):
        pale = {place: measured(style) for place, style in app.inks("butter")}
    assert not {place: value for place, value in pale.items() if value < 4.5}


async def test_the_page_of_themes_lists_one_s_own(home: Path) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, config=Config(themes=(OwnTheme("butter", YELLOW),))) as stage:
        await stage.press("ctrl+p")
        assert "Theme butter" in await stage.type("theme butter")
        await stage.press("enter")
        assert stage.app.theme == "butter"


class Grounds(App[None]):
    """Text in every role on every ground that text stands on: the page's, a dialog's, the cursor's."""

    CSS_PATH = Path(look.__file__).with_name("app.tcss")

    def compose(self) -> ComposeResult:
        """A list on the page, one in a dialog, a line on the ground of a field."""
        yield Rows(id="page")
        yield Rows(id="dialog")
        yield Bar(id="field")
        yield Lettering()

    def inks(self, name: str) -> Iterator[tuple[str, Style]]:
        """The style of each role on each ground in a theme."""
        self.theme = name
        self.query_one("#dialog").styles.background = self.theme_variables["surface"]
        self.query_one("#field").styles.background = self.theme_variables["panel"]
        for role, rows in product(ROLES, self.query(Rows)):
            yield f"{role} on the {rows.id}", rows.ink(role)
            yield f"{role} on the cursor of the {rows.id}", rows._style(role, True)
        for role in ROLES:
            yield f"{role} on a field", self.query_one("#field", Bar).ink(role)
        for tone in Lettering.COMPONENT_CLASSES:
            yield tone, self.query_one(Lettering)._ink(tone.removeprefix("tone--"))


def measured(style: Style) -> float:
    """The contrast of a text's colour with the ground it stands on."""
    assert style.color
    assert style.bgcolor
    assert style.color.triplet
    assert style.bgcolor.triplet
    return contrast(style.color.triplet, style.bgcolor.triplet)


@pytest.mark.parametrize(
    "names", [HARDEST, pytest.param([*{*KNOWN} - {*HARDEST}], marks=pytest.mark.thorough)]
)
async def test_every_role_can_be_read_on_every_ground_in_every_theme(names: list[str]) -> None:
    app = Grounds()
    for theme in look.OWN:
        app.register_theme(theme)
    async with app.run_test(size=(40, 12)):
        found = {(name, where): measured(ink) for name in names for where, ink in app.inks(name)}
    assert not {key: number for key, number in found.items() if number < 4.5}
    assert len(found) == len(names) * (5 * len(ROLES) + len(Lettering.COMPONENT_CLASSES))


async def test_a_role_is_a_colour_of_the_theme_and_asks_no_style_sheet() -> None:
    app = Grounds()
    for theme in look.OWN:
        app.register_theme(theme)
    async with app.run_test(size=(40, 12)):
        dict(app.inks(look.DEFAULT))
        bar = app.query_one("#field", Bar)
        accent, ground = (Ink.parse(app.theme_variables[name]) for name in ("text-accent", "panel"))
        assert bar.ink("effort5") == Style.from_color(accent.rich_color, ground.rich_color)
        assert bar.ink("accent") == bar.ink("effort5") + Style(bold=True)
        assert bar._written("effort1").color == (ground + accent.with_alpha(0.35)).rich_color
        contrast = ground.get_contrast_text(0.6)  # "auto 60%"
        assert bar._written("dim").color == (ground + contrast).rich_color
        assert not bar._component_styles


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("#808080", "#ffffff", 6.0),
        ("#004578", "#1e1e1e", 4.5),
        ("#777777", "#767676", 4.5),
        ("#ffffff", "#757575", 6.0),
    ],
)
def test_a_colour_gives_way_as_far_as_its_ground_asks(ink: str, ground: str, least: float) -> None:
    style = Style.parse(f"bold {ink} on {ground}")
    found = readable(style, least)
    best = max(measured(Style.parse(f"{end} on {ground}")) for end in ("#ffffff", "#000000"))
    assert measured(found) >= min(least, best) >= 4.5
    assert (found.bold, found.bgcolor) == (True, style.bgcolor)
    assert readable(found, measured(found)) == found


def test_the_terminal_s_own_colours_stay_as_they_are() -> None:
    for said in ("blue on default", "default on #000000", "bright_black", "#010101"):
        assert readable(Style.parse(said)) == Style.parse(said)
    assert Color.parse("blue").triplet is None


def painted(stage: Stage) -> Iterator[tuple[str, Style]]:
    """Each word that stands on the uppermost screen, with its style."""
    screen = stage.app.screen
    update = screen._compositor.render_update(full=True)
    [region, *_] = [each.region for each in screen.query(".dialog")] or [screen.region]
    for strips in update.strips[region.y : region.bottom]:  # type: ignore[union-attr]
        for part in Strip([one for strip in strips for one in strip]).crop(region.x, region.right):
            if any(letter.isalnum() for letter in part.text) and part.style:
                yield part.text.strip(), part.style


@pytest.mark.thorough
@pytest.mark.parametrize("name", [*HARDEST, look.DARK.name])
async def test_all_that_is_painted_can_be_read(name: str) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    aim(wiring, "pelvic-lift", hold_s=3, locked=True, by="provider")
    faint: dict[tuple[str, ...], float] = {}
    async with on_stage(wiring, config=Config(theme=name)) as stage:
        for keys in (
            *(["1"], ["m"], ["escape", "2", "slash"], ["k", "n"], ["escape", "ctrl+p"], ["escape", "3"]),
            *(["v"], ["v"], ["4"], ["end", "up", "enter"], ["escape", "1", "s"], ["q"]),
        ):
            await stage.press(*keys)
            if keys == ["k", "n"]:
                stage.app.notify("A word in passing.", severity="warning")
                await stage.settle()
            faint |= {
                (*keys, text): measured(style) for text, style in painted(stage) if measured(style) < 4.5
            }
    assert not faint


# Never by colour alone

FOUR, FIVE = Dose(4, 4), Dose(5, 4)
LIFT = "pelvic-lift"
DECIDED = {
    "more": Decision(FIVE, DecisionKind.UP, "up", "", FOUR),
    "less": Decision(FIVE, DecisionKind.DOWN, "hard", "", Dose(6, 4)),
    "as it was": Decision(FIVE, DecisionKind.SAME, "same", "", FIVE),
    "the person's own": Decision(FIVE, DecisionKind.SAME, "override", "", FIVE),
    "locked": Decision(FIVE, DecisionKind.LOCKED, "locked", "", FIVE),
    "resting": Decision(FIVE, DecisionKind.RESTING, "resting", "", FIVE),
}


def today_rows(cells: int) -> dict[str, Row]:
    """A row of today's plan for each thing that a decision can be; what rests is not in a plan."""
    content = load()
    return {
        meaning: planned_row(
            PlannedItem(
                Item(0, 0, Kind.STRENGTH, LIFT, Position.LYING, Sides.ONE, 1, decision.dose), decision, 1
            ),
            content,
            cells,
        )
        for meaning, decision in DECIDED.items()
        if meaning != "resting"
    }


def settings_rows() -> dict[str, Row]:
    """A row of the settings for each; the list of doses does not say what moves."""
    exercise = load().exercises[LIFT]
    dosed = {name: DECIDED[name] for name in ("as it was", "locked", "resting")}
    prescription = Prescription(FOUR, FIVE, FIVE)
    own = replace(prescription, override=Override(datetime(2026, 3, 1, tzinfo=UTC), FIVE))
    doses = {name: CourseDose(LIFT, prescription, each) for name, each in dosed.items()}
    doses["the person's own"] = CourseDose(LIFT, own, DECIDED["as it was"])
    lines = {name: exercise_lines({LIFT: exercise}, {LIFT: each})[1] for name, each in doses.items()}
    return {name: line.row(76) for name, line in lines.items()}


def signed_rows() -> dict[str, Row]:
    """The sign that stands after a session for each."""
    told = {name: sign(each) for name, each in DECIDED.items() if name not in ("the person's own", "locked")}
    return {name: Row([span]) for name, span in told.items()}


def year_rows() -> dict[str, Row]:
    """A day of the year for each thing that it can be, and a week of Today's."""
    return {each.value: Row([span]) for each, span in SIGNS.items()}


def week_rows() -> dict[str, Row]:
    """A day of the week on Today."""
    days = {"back": BACK, "aerobic": AEROBIC, "both": BOTH, "rest": REST}
    return {name: Row([span]) for name, span in days.items()}


def change_rows() -> dict[str, Row]:
    """A change in how an exercise came to its dose."""
    moved = {"more": (FOUR, FIVE), "less": (Dose(6, 4), FIVE), "first": (None, FIVE)}
    day = date(2026, 3, 1)
    return {name: Row(change_line(DoseChange(day, *doses, name, ""))) for name, doses in moved.items()}


@pytest.mark.parametrize(
    "rows",
    [
        partial(today_rows, 80),
        partial(today_rows, 60),
        settings_rows,
        signed_rows,
        year_rows,
        week_rows,
        change_rows,
    ],
    ids=["today", "today, narrow", "settings", "after a session", "the year", "the week", "why"],
)
def test_no_two_meanings_are_told_apart_by_colour_alone(rows: Callable[[], dict[str, Row]]) -> None:
    found = rows()
    assert len(found) > 2
    texts = {name: "".join(text for text, _ in (*row.left, *row.right)) for name, row in found.items()}
    for ink in (str, plain):
        assert not [(one, two) for one, two in combinations(found, 2) if ink(texts[one]) == ink(texts[two])]


def test_a_fault_in_the_screen_is_one_sentence_and_its_details_are_kept_apart(
    tmp_path: Path, home: Path, on_terminal: Callable[[list[str]], Any]
) -> None:
    script = tmp_path / "broken.py"
    script.write_text(BROKEN)
    terminal = on_terminal([sys.executable, str(script)])
    assert terminal.end(30) == 1
    text = terminal.seen.decode(errors="replace")
    assert "backtui has a fault (ValueError)" in text
    assert "a note about a back" not in text
    assert "Traceback" not in text
    [details] = home.rglob("fault.txt")
    assert details.stat().st_mode & 0o777 == 0o600


def test_ascii_keeps_the_width_and_leaves_nothing_else() -> None:
    for text in ("▌ Start · 12 min → 2 s × 3 ▲", "▰▱▱ week", "“Left” – …", "█▅▂", "naïve 你", "🔎 e\u0301"):
        drawn = plain(text)
        assert drawn.isascii()
        assert len(drawn) == cell_len(text)
    assert plain("2 s × 2 → 2 s × 3 ▲") == "2 s x 2 > 2 s x 3 ^"

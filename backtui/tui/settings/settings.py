"""All that can be set."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

import msgspec
from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from backtui.coach.client import CoachClient, Question
from backtui.coach.coach import Coach
from backtui.coach.sessions import Diary
from backtui.config.settings import SETTINGS as TERMINAL
from backtui.config.settings import Config, Setting, setting
from backtui.domain.exercise import Exercise
from backtui.domain.plan import CourseDose
from backtui.domain.preferences import GROUPS, Preference, Preferences, preference, value_of
from backtui.domain.progression.prescription import DecisionKind
from backtui.domain.words.numbers import many, upper_first, value_words
from backtui.tui.base import NARROWEST, Answer, OpenErrand, answer_or_tell, tell
from backtui.tui.filtered import FilteredPlace
from backtui.tui.frame.page import bindings
from backtui.tui.heard import choices_of
from backtui.tui.keys import CLEARING, PLACES, SETTINGS, Key
from backtui.tui.look import Terminal
from backtui.tui.settings.changing import Changing
from backtui.tui.widgets.line import Bar, Line, Span, fit, longest
from backtui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from backtui.tui.settings.effects import Foreseen

EXERCISES = "Doses and targets"
CHANGED, FITTED = "•", "preference:minutes"
OPENS = "Enter opens this one."
SCHEDULED = "Which routine is due on which days; pauses; the next two weeks."
COUNTS = ("• changed · what you set counts from the next session on", "• changed · for your next session")
NAME_CELLS, FEWEST = 26, 20  # of the names, and where there is little room


def name_cells(cells: int) -> int:
    """The column of the names in a list so wide."""
    return NAME_CELLS if cells >= NARROWEST else FEWEST


class SettingLine(msgspec.Struct, frozen=True):
    """One thing that can be set or opened: `about` says what it does, `first` what held at first.

    `key` is what kind of thing it is and which, with a colon between; without one it is the name of an
    errand that enter opens.
    """

    key: str
    name: str
    value: str = ""
    about: str = ""
    first: str = ""
    changed: bool = False
    note: str = ""
    second: str = ""
    role: str = "text"

    @property
    def words(self) -> tuple[str, ...]:
        """Where the filter looks."""
        return (self.name, self.value, self.about, self.note)

    @property
    def why(self) -> str:
        """The sentence under the list."""
        return f"{self.about} Default: {self.first}." if self.changed and self.first else self.about

    def row(self, cells: int) -> Row:
        """As a list so wide shows it; a dot marks what is not as it was at first.

        The name is in its column, so that its value stands beside it; without one it may be as long as it is.
        """
        mark = f"{CHANGED if self.changed else ' '} "
        name = fit(self.name, name_cells(cells)) if self.value else self.name
        value: list[Span] = [(f" {self.value}".rstrip() if cells < NARROWEST else f" {self.value}", "strong")]
        if cells >= NARROWEST:
            value += [(self.second, "dim"), (f"  {self.note}" if self.note else "", "warn")]
        return Row([(mark, "accent"), (name, self.role), *value], (), self.key, self.why)


EVERY = SettingLine(
    "all_targets",
    "All exercises",
    about="Hold, repetitions, target, pace, lock and rest of all exercises at once.",
)
ABOUT = SettingLine("about", "Safety notes and about", about="What backtui is, and is not.")


def exercise_lines(exercises: Mapping[str, Exercise], doses: Mapping[str, CourseDose]) -> list[SettingLine]:
    """The doses and targets of the day: a door to all at once, and a line for each exercise."""
    return [EVERY, *(_exercise(exercises[key], doses[key]) for key in exercises if key in doses)]


def _exercise(exercise: Exercise, dose: CourseDose) -> SettingLine:
    decision, prescription = dose.decision, dose.prescription
    note = {DecisionKind.RESTING: "resting", DecisionKind.LOCKED: "locked"}.get(decision.kind, "")
    own = (prescription.override, prescription.target_at, prescription.locked, prescription.rested)
    return SettingLine(
        f"exercise:{exercise.id}",
        exercise.name,
        f"{decision.dose!s:<9}",
        f"{exercise.name}: {decision.why}",
        changed=any(each is not None for each in own),
        note=note,
        second=f" {prescription.target!s:<8}",
    )


def programme_lines(preferences: Preferences) -> list[SettingLine]:
    """Doors to what one's programme is made of: the routine, and what the body has to mind."""
    first = Preferences()
    routine, cautions = preferences.routine, value_words(preferences.cautions)
    lines = len(preferences.schedule.lines)
    scheduled = many(lines, "line") if lines else "none"
    minded = "What to be careful with, such as osteoporosis; exercises that do not suit it are left out."
    return [
        SettingLine(
            *("routines", "Routine", routine, "The routine that a session follows; make your own."),
            first=first.routine,
            changed=routine != first.routine,
        ),
        SettingLine("weeks", "Schedule", scheduled, SCHEDULED, "none", lines > 0),
        SettingLine("cautions", "Cautions", cautions, minded, "none", changed=bool(preferences.cautions)),
    ]


def preference_groups(preferences: Preferences) -> list[tuple[str, list[SettingLine]]]:
    """All that is set about sessions, in the groups of its table."""
    return [(name, [_preference(row, preferences) for row in rows]) for name, rows in GROUPS]


def _preference(row: Preference, preferences: Preferences) -> SettingLine:
    value, first = value_of(preferences, row.key), value_of(Preferences(), row.key)
    about = f"{row.effect} {upper_first(row.allowed)}."
    return SettingLine(
        f"preference:{row.key}",
        row.name,
        value_words(value, row.unit),
        about,
        value_words(first, row.unit),
        changed=value != first,
    )


def terminal_lines(config: Config, own_keys: int) -> list[SettingLine]:
    """All that is set about this terminal; so many actions have keys that were chosen."""
    keys = f"{own_keys} changed" if own_keys else "default"
    about = "Which key does what; also for a foot pedal or a presenter."
    return [
        *(_terminal(row, getattr(config, row.key)) for row in TERMINAL),
        SettingLine("keymap", "Keys", keys, about, changed=own_keys > 0),
        SettingLine("cues", "Try the cues", about="Bells, flash, title: what reaches you here?"),
    ]


def _terminal(row: Setting, value: str | bool) -> SettingLine:
    since = "" if row.since == "now" else f"; applies {row.since}"
    about = f"{row.effect} {upper_first(_allowed(row))}{since}."
    changed = value != row.default
    return SettingLine(
        f"terminal:{row.key}", row.name, value_words(value), about, value_words(row.default), changed=changed
    )


def _allowed(row: Setting) -> str:
    """What may be set, as the screen says it; the file says it in TOML."""
    if row.kind == "name":
        return "one of those that enter shows"
    if row.kind == "switch":
        return "on or off"
    choices = choices_of(row)
    return f"{', '.join(choices[:-1])} or {choices[-1]}" if choices else row.allowed


def problem_lines(problems: Sequence[str]) -> list[SettingLine]:
    """What of config.toml could not be used, the line first."""
    return [
        SettingLine(f"problem:{number}", _from_the_line(problem), about=problem, changed=True, role="warn")
        for number, problem in enumerate(problems)
    ]


def _from_the_line(problem: str) -> str:
    """A problem without the folders of its file, which fill a line."""
    file, line, rest = problem.partition(", line ")
    return f"{PurePath(file).name}{line}{rest}"


class Settings(FilteredPlace, Changing[None]):
    """Everything that can be set, with its effect and its bound in a sentence."""

    DEFAULT_CLASSES = "paned"
    NAME: ClassVar[str] = "settings"
    KEYS: ClassVar[tuple[Key, ...]] = SETTINGS
    BINDINGS: ClassVar[list[BindingType]] = bindings(SETTINGS, PLACES, CLEARING)
    PLACEHOLDER: ClassVar[str] = "a setting, its value or what it does"

    def __init__(self, desk: CoachClient, terminal: Terminal) -> None:
        super().__init__(desk)
        self.terminal = terminal
        self.preferences = Preferences()
        self._turn = asyncio.Lock()
        self._only_changed = False
        self.doses: Mapping[str, CourseDose] = {}
        self._foreseen: Foreseen | None = None

    def beside(self) -> ComposeResult:
        """What the row changes, made where there is room."""
        from backtui.tui.settings.effect_pane import EffectPane

        yield EffectPane(self.desk.content.exercises, self.terminal.config)

    def look_beside(self) -> None:
        """Say what the row changes; a newer look takes the place of one under way."""
        row = self.rows.row
        if row is not None and row.key is not None:
            self.run_worker(self._look(row.key, row), exclusive=True, group="beside")

    async def _look(self, key: str, row: Row) -> None:
        from backtui.tui.settings.effect_pane import EffectPane
        from backtui.tui.settings.effects import (
            LOOKS,
            Known,
            course_of_the_day,
            dose_lines,
            effect,
            needs_coach,
        )

        pane, (what, _, name) = self.query_one(EffectPane), key.partition(":")
        if what == "exercise":
            series = await self._wait_for(lambda coach, _: course_of_the_day(coach, name))
            pane.tell(dose_lines(series, self.desk.content) if series else (), series, None)
            return
        if needs_coach(key):
            await self._foresee(key)
        config = self.terminal.config
        known = Known(self.desk.content, self.preferences, config, self.doses, self._foreseen)
        head: Line = [(row.left[1][0].strip(), row.left[1][1]), (f"  {row.left[2][0].strip()}", "accent")]
        lines = effect(key, known) or [[(row.why, "text")]]
        pane.tell([head, [], *lines], None, config if name in LOOKS else None)

    async def _foresee(self, key: str) -> None:
        """Ask for what a row is made of, once for all that is set, each plan by itself."""
        from backtui.tui.settings.effects import fit_of, foresee, to_fit

        known = self._foreseen
        if known is None:
            known = await self._wait_for(lambda coach, _: foresee(coach))
        if key == FITTED and not known.fits:
            found = [
                await self._wait_for(lambda coach, _, minutes=each: fit_of(coach, minutes))  # type: ignore[misc]
                for each in to_fit(self.preferences)
            ]
            known = replace(known, fits=tuple(filter(None, found)))
        self._foreseen = known

    async def _wait_for(self, question: Question[Answer]) -> Answer:
        """The answer, for which no key has to wait."""
        return await answer_or_tell(self.desk.ask(question), lambda said: tell(self.app, said))

    async def read(self) -> None:
        """Ask for all that is set."""
        self._foreseen = None

        def question(coach: Coach, _: Diary) -> tuple[Preferences, Mapping[str, CourseDose]]:
            return coach.preferences(), coach.of_the_day()

        self.preferences, self.doses = await self.ask(question)
        self.paint()

    def paint(self) -> None:
        """Show the settings in their groups, once they are known."""
        if not self.doses:
            return
        rows: list[Row] = []
        for name, items in self._groups():
            shown = [item for item in items if self._is_shown(item)]
            if shown:
                head: Line = [(f"{name.upper():<{name_cells(self.list_cells) + 4}}", "head")]
                knobs: Line = [(self._knobs, "dim")] if name == EXERCISES else ()
                rows += [Row()] if rows else []
                rows += [Row([*head, *knobs]), *(item.row(self.list_cells) for item in shown)]
        self.query_one("#head", Bar).say([(f" {self._headline(len(rows))}", "dim")])
        self.rows.show(rows)
        if not rows:
            self.explain(())

    @property
    def _knobs(self) -> str:
        """What stands beside the names of exercises."""
        return " dose      target" if self.list_cells >= NARROWEST else " dose"

    def _headline(self, rows: int) -> str:
        what = "Changed settings" if self._only_changed else "All settings"
        if self.filter:
            what += f" with “{self.filter}”"
        elif not self._only_changed:
            what = longest(COUNTS, self.list_cells - 2)
        return f"{what}." if rows else f"{what}: nothing; esc shows all again."

    def _is_shown(self, item: SettingLine) -> bool:
        return (item.changed or not self._only_changed) and self.matches(*item.words)

    def _groups(self) -> list[tuple[str, list[SettingLine]]]:
        return [
            ("Could not be used", problem_lines(self.terminal.problems)),
            (EXERCISES, exercise_lines(self.desk.content.exercises, self.doses)),
            ("Programme", programme_lines(self.preferences)),
            *preference_groups(self.preferences),
            ("This terminal", terminal_lines(self.terminal.config, len(self.terminal.keymap))),
            ("Help", [ABOUT]),
        ]

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """The effect, in a sentence."""
        self.explain([(event.row.why, "text")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter changes it."""
        del event
        self.action_change()

    @property
    def _chosen(self) -> tuple[str, str]:
        what, _, key = (self.rows.row.key if self.rows.row and self.rows.row.key else "").partition(":")
        return what, key

    @property
    def _row(self) -> Preference | Setting | None:
        """What the table says of the setting under the cursor; None where it is something else."""
        what, key = self._chosen if self.is_mounted else ("", "")
        if what == "terminal":
            return setting(key)
        return preference(key) if what == "preference" else None

    def needs(self, key: Key) -> str:
        """Less and more need something to count or to choose from, default one that is changed."""
        row = self._row
        if key.id == "settings.default" and (row is None or self.now(row) == self.first(row)):
            return "It is at its default already." if row else OPENS
        if key.id in ("settings.less", "settings.more"):
            return OPENS if row is None or (isinstance(row, Setting) and row.typed) else ""
        return ""

    @work
    async def action_change(self) -> None:
        """Ask for a number or a text, open a page, or take the next choice."""
        what, key = self._chosen
        row = self._row
        if what == "exercise":
            self.post_message(OpenErrand("targets", key))
        elif what and not key:  # a door: what lies behind it has the same name
            self.post_message(OpenErrand(what))
        elif isinstance(row, Setting) and row.kind == "name":
            self.post_message(OpenErrand("themes"))
        elif row:
            await self.change(row)

    @work
    async def action_step(self, by: int) -> None:
        """The next number or choice, or the one before; quick presses each count."""
        async with self._turn:
            row = self._row
            if row and not (isinstance(row, Setting) and row.typed):
                await self.step(row, by)

    @work
    async def action_default(self) -> None:
        """What holds when nothing is set."""
        row = self._row
        if row is not None:
            await self.keep(row, self.first(row))

    def action_changed(self) -> None:
        """Only what you changed, or all."""
        self._only_changed = not self._only_changed
        self.paint()

    def action_clear(self) -> None:
        """Show all again."""
        self._only_changed = False
        super().action_clear()
        self.paint()

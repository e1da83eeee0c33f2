"""The place of what can be set: doses and targets, sessions, phases, this terminal."""

import asyncio
from dataclasses import asdict
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from backtui.coach.coach import Coach, WrongUseError
from backtui.coach.desk import Desk
from backtui.coach.diary import Diary
from backtui.config import SETTINGS as TERMINAL
from backtui.config import Config, Setting
from backtui.domain.course import Change, Course, Decision
from backtui.domain.preferences import PREFERENCES, TIMING_PREFERENCES, Preference, Preferences, preference
from backtui.tui.keys import PLACES, SETTINGS, Key
from backtui.tui.screens.base import Place, Wanted, bindings
from backtui.tui.screens.dialogs import Number
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.widgets.spans import Line

NAMES = {
    "theme": "Theme",
    "sound": "Sound",
    "flash": "Flash",
    "motion": "Motion",
    "color": "Colours",
    "ascii": "ASCII only",
    "title": "Window title",
    "notify": "Notification",
    "cue_command": "Cue command",
}


class Settings(Place):
    """Everything that can be set, with its effect in a sentence."""

    NAME: ClassVar[str] = "settings"
    KEYS: ClassVar[tuple[Key, ...]] = SETTINGS
    BINDINGS: ClassVar[list[BindingType]] = bindings(SETTINGS, PLACES)

    def __init__(self, desk: Desk, config: Config, themes: tuple[str, ...]) -> None:
        super().__init__(desk)
        self.config = config
        self.themes = themes
        self.preferences = Preferences()
        self._turn = asyncio.Lock()
        self.decisions: dict[str, Decision] = {}
        self.courses: dict[str, Course] = {}

    async def read(self) -> None:
        """Ask for all that is set."""

        def question(coach: Coach, _: Diary) -> tuple[Preferences, dict[str, Decision], dict[str, Course]]:
            return coach.preferences(), dict(coach.decisions()), dict(coach.courses())

        self.preferences, self.decisions, self.courses = await self.ask(question)
        self.paint()

    def paint(self) -> None:
        """Show the settings in their groups."""
        self.query_one("#head", Bar).say([(" What is set holds from the next session on.", "dim")])
        rows = [Row([("DOSES AND TARGETS", "head")], [("dose      target  ", "dim")])]
        every = "Hold, repetitions, target, ceiling, pace, lock and rest of all exercises at once."
        rows.append(Row([("All exercises", "text")], (), "all:", every))
        rows += [self._exercise(key) for key in self.desk.content.exercises if key in self.decisions]
        rows += [Row(), Row([("SESSIONS", "head")]), *map(self._preference, PREFERENCES)]
        rows += [Row(), Row([("PHASES", "head")]), *map(self._preference, TIMING_PREFERENCES)]
        rows += [Row(), Row([("THIS TERMINAL", "head")]), *map(self._terminal, TERMINAL)]
        rows.append(
            Row([("Try the cues", "text")], (), "cues", "Bells, flash, title: what reaches you here?")
        )
        rows += [
            Row(),
            Row([("Safety notes and about", "text")], (), "about", "What backtui is, and is not."),
        ]
        self.rows.show(rows)

    def _exercise(self, key: str) -> Row:
        exercise, decision, course = self.desk.content.exercises[key], self.decisions[key], self.courses[key]
        state = {Change.RESTING: "resting", Change.LOCKED: "locked"}.get(decision.kind, "")
        left: Line = [(f"{exercise.name:<26}", "text"), (state, "warn")]
        right: Line = [(f"{decision.dose!s:<9}", "strong"), (f" {course.target!s:<8}", "dim")]
        return Row(left, right, f"exercise:{key}", f"{exercise.name}: {decision.why}")

    def _value(self, row: Preference) -> object:
        values = {**asdict(self.preferences), **asdict(self.preferences.timing)}
        return values[row.key]

    def _preference(self, row: Preference) -> Row:
        right: Line = [(_shown(self._value(row), row.unit), "strong")]
        return Row([(row.name, "text")], right, f"preference:{row.key}", f"{row.effect} {_cap(row.allowed)}.")

    def _terminal(self, row: Setting) -> Row:
        right: Line = [(_shown(getattr(self.config, row.key)), "strong")]
        return Row([(NAMES[row.key], "text")], right, f"terminal:{row.key}", row.effect)

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

    @work
    async def action_change(self) -> None:
        """Ask for a number, or take the next choice."""
        what, key = self._chosen
        row = preference(key) if what == "preference" else None
        if what == "exercise":
            self.post_message(Wanted("aim", key))
        elif what == "all":
            self.post_message(Wanted("aim_all"))
        elif what in ("about", "cues"):
            self.post_message(Wanted(what))
        elif row and row.bounds:
            value = int(str(self._value(row)))
            number = await self.app.push_screen_wait(
                Number(row.name, row.effect, value, row.bounds, row.unit)
            )
            if number is not None:
                await self._prefer(row, number)
        else:
            await self._step(1)

    @work
    async def action_step(self, by: int) -> None:
        """The next number or choice, or the one before; quick presses each count."""
        async with self._turn:
            await self._step(by)

    async def _step(self, by: int) -> None:
        what, key = self._chosen
        row = preference(key) if what == "preference" else None
        if row:
            value = _next(self._value(row), by, row.bounds, row.choices)
            if value != self._value(row):
                await self._prefer(row, value)
        elif what == "terminal" and key != "cue_command":
            setting = next(each for each in TERMINAL if each.key == key)
            choices = self.themes if key == "theme" else setting.choices
            self.post_message(self.Terminal(key, _next(getattr(self.config, key), by, None, choices)))

    async def _prefer(self, row: Preference, value: object) -> None:
        try:
            await self.ask(lambda _, diary: diary.prefer(row.key, value))
        except WrongUseError as error:
            self.explain([(str(error), "warn")])
            return
        await self.read()

    class Terminal(Wanted):
        """A setting of this terminal is to be saved and to take effect."""

        def __init__(self, key: str, value: object) -> None:
            super().__init__("terminal")
            self.key = key
            self.value = value


def _next(value: object, by: int, bounds: tuple[int, int] | None, choices: tuple[str, ...]) -> object:
    """The value beside this one: numbers stop at their bounds, choices go round."""
    if bounds:
        return min(bounds[1], max(bounds[0], int(str(value)) + by))
    if choices:
        place = choices.index(str(value)) if value in choices else -1
        return choices[(place + by) % len(choices)]
    return not value


def _shown(value: object, unit: str = "") -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value}{unit}" if value != "" else "none"


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]

"""The schedule, how often at most, the pauses, and what the coming days are for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar

import msgspec
from msgspec.structs import replace
from textual import work
from textual.binding import BindingType

from backtui.coach.client import CoachClient, Question
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.schedule import times_of, weekdays_of
from backtui.coach.sessions import Diary
from backtui.domain.pause import Pause, Reason
from backtui.domain.schedule import A_WEEK_BOUNDS, EVERY_BOUNDS, Limit, Schedule, Scheduled
from backtui.domain.week import ComingDay, Due
from backtui.domain.words.numbers import long_day
from backtui.domain.words.weeks import day_words, limit_words, line_words, pause_words
from backtui.domain.written.day_words import day_meant
from backtui.tui.base import read_in
from backtui.tui.dialogs import Choice, Number, Writing
from backtui.tui.frame.listing import Listing, Pick
from backtui.tui.frame.page import bindings
from backtui.tui.keys import WEEKS, Key
from backtui.tui.widgets.rows import Row, Rows

TITLE = "Schedule and pauses"
DAYS = 14
NOTHING = "Nothing; the week's rule says what is due."
NO_PAUSE = "None; in a pause nothing is due."
WHEN = [("back", "On the back days of the week"), ("on", "On weekdays"), ("every", "Every so many days")]
WEEKDAYS = "Like mon, wed, fri; or weekdays, weekend, daily."
TIMES = "Like 07:30, 19:00; up to six a day."
EXERCISE, ENOUGH = "an exercise", "no other"  # answers that no id is
A_DAY = "Like 2026-12-20."
REASONS = [(each.value, each.words) for each in Reason]


class ComingWeeksRead(msgspec.Struct, frozen=True):
    """What the page shows: what was set, and the days that follow from it."""

    schedule: Schedule
    pauses: Sequence[Pause]
    days: Sequence[ComingDay]
    names: Mapping[str, str]
    today: date

    def rows(self) -> list[Row]:
        """All rows; what can be changed has a key of its sort and place."""
        rows = [Row([("SCHEDULE", "head")])]
        rows += [
            Row(
                [(f"  {line_words(each, self.names)}", "text")],
                (),
                f"line:{place}",
                line_words(each, self.names),
            )
            for place, each in enumerate(self.schedule.lines)
        ]
        rows += [Row([(f"  {NOTHING}", "dim")])] if not self.schedule.lines else []
        if self.schedule.limits:
            rows += [Row(), Row([("HOW OFTEN AT MOST", "head")])]
        for place, limit in enumerate(self.schedule.limits):
            said = limit_words(limit, self.names)
            rows.append(Row([(f"  {said}", "text")], (), f"limit:{place}", f"{said}."))
        rows += [Row(), Row([("PAUSES", "head")])]
        rows += [
            Row([(f"  {pause_words(each)}", "text")], (), f"pause:{place}", f"{pause_words(each)}.")
            for place, each in enumerate(self.pauses)
        ]
        rows += [Row([(f"  {NO_PAUSE}", "dim")])] if not self.pauses else []
        rows += [Row(), Row([(f"THE NEXT {len(self.days)} DAYS", "head")])]
        return [*rows, *map(self._day, self.days)]

    def _day(self, each: ComingDay) -> Row:
        role = "accent" if each.due is Due.BACK else "dim" if each.pause else "text"
        said = day_words(each, self.names)
        when = f"  {each.day:%a} {each.day.day:>2} {each.day:%b}  "
        return Row([(when, "dim"), (said, role)], (), f"day:{each.day}", f"{long_day(each.day)}: {said}.")


def read_weeks(coach: Coach, _: Diary) -> ComingWeeksRead:
    """What the page asks."""
    content, schedule = coach.content, coach.preferences().schedule
    limited = [each.id for each in schedule.limits if each.what == "exercise"]
    names = {key: each.name for key, each in content.routines.items()}
    names |= {each: content.name_of(each) for each in limited}
    return ComingWeeksRead(schedule, coach.reading.pauses, coach.coming(DAYS), names, coach.day())


class WeeksPage(Listing[str]):
    """Enter changes what is under the cursor."""

    KEYS: ClassVar[tuple[Key, ...]] = WEEKS
    BINDINGS: ClassVar[list[BindingType]] = bindings(WEEKS)

    def __init__(self, desk: CoachClient) -> None:
        super().__init__(desk, TITLE)
        self.shown: ComingWeeksRead | None = None

    def on_mount(self) -> None:
        """Ask for all of it."""
        super().on_mount()
        read_in(self, self.read)

    async def read(self) -> None:
        """Ask, and show the answer."""
        self.shown = await self.ask(read_weeks)
        self.rows.show(self.shown.rows())

    def needs(self, key: Key) -> str:
        """Only what was set can be changed or removed."""
        a_day = key.id in ("weeks.change", "weeks.remove") and self.key.startswith("day:")
        return "A day follows from what is set above; change that." if a_day else ""

    async def _do(self, choice: Question[object]) -> None:
        """Make a choice, or say in a sentence why it cannot be; then show what follows."""
        try:
            await self.ask(choice)
        except WrongUseError as error:
            self.refuse(str(error))
        await self.read()

    async def _choose(self, title: str, options: Sequence[tuple[str, str]]) -> str | None:
        return await self.app.push_screen_wait(Choice(title, (), options))

    # What is under the cursor

    @property
    def _chosen(self) -> Scheduled | Limit | Pause | None:
        what, _, place = self.key.partition(":")
        if self.shown is None or what not in ("line", "limit", "pause"):
            return None
        listed: Mapping[str, Sequence[Scheduled | Limit | Pause]] = {
            "line": self.shown.schedule.lines,
            "limit": self.shown.schedule.limits,
            "pause": self.shown.pauses,
        }
        return listed[what][int(place)]

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Change it."""
        event.stop()
        self.action_change()

    @work
    async def action_change(self) -> None:
        """Ask what of it is to be another."""
        match self._chosen:
            case Scheduled() as line:
                await self._change_line(line)
            case Limit() as limit:
                await self._ask_often(limit.id)
            case Pause() as pause:
                await self._change_pause(pause)

    @work
    async def action_remove(self) -> None:
        """Take it out; undo brings it back."""
        match self._chosen:
            case Scheduled() as line:
                await self._do(lambda _, diary: diary.weeks.exchange(line, None))
            case Limit(id=name):
                await self._do(lambda _, diary: diary.weeks.limit(name))
            case Pause() as pause:
                await self._do(lambda _, diary: diary.weeks.take_away(pause))

    @work
    async def action_undo(self) -> None:
        """Take the newest choice back."""
        self.app.notify(await self.ask(lambda _, diary: diary.edits.undo()))
        await self.read()

    @work
    async def action_redo(self) -> None:
        """Do again what was undone."""
        self.app.notify(await self.ask(lambda _, diary: diary.edits.redo()))
        await self.read()

    # The schedule

    @work
    async def action_new(self) -> None:
        """A routine, or several in turn, and when."""
        routines = await self._ask_routines()
        line = await self._ask_when(Scheduled(routines)) if routines else None
        if line is not None:
            line = await self._ask_times(line)
            await self._do(lambda _, diary: diary.weeks.exchange(None, line))

    async def _change_line(self, line: Scheduled) -> None:
        names = self.shown.names if self.shown else {}
        options = [("routines", "Other routines"), ("when", "Other days"), ("at", "Other times of the day")]
        chosen = await self._choose(line_words(line, names), options)
        new: Scheduled | None = None
        if chosen == "routines":
            routines = await self._ask_routines()
            new = replace(line, routines=routines) if routines else None
        elif chosen == "when":
            new = await self._ask_when(line)
        elif chosen == "at":
            new = await self._ask_times(line)
        if new is not None:
            await self._do(lambda _, diary: diary.weeks.exchange(line, new))

    async def _ask_routines(self) -> tuple[str, ...]:
        """One routine, or several in turn; none where it is left."""
        known = [(key, each.name) for key, each in self.desk.content.routines.items()]
        first = await self._choose("Which routine?", known)
        found = [first] if first else []
        while found:
            names = ", ".join(self.desk.content.routines[each].name for each in found)
            another = await self._choose(f"In turn with {names}?", [(ENOUGH, "No other"), *known])
            if another in (None, ENOUGH):
                break
            found.append(another)
        return tuple(found)

    async def _ask_when(self, line: Scheduled) -> Scheduled | None:
        """The same line with other days; None where it is left."""
        chosen = await self._choose("When?", WHEN)
        if chosen == "on":
            days = await self._write("Weekdays", ", ".join(line.on), WEEKDAYS, weekdays_of)
            return replace(line, on=weekdays_of(days), every=None) if days else None
        if chosen == "every":
            effect = "Counted from the last time you did it."
            number = Number("Every so many days", effect, line.every or 2, EVERY_BOUNDS)
            every = await self.app.push_screen_wait(number)
            return replace(line, on=(), every=every) if every else None
        return replace(line, on=(), every=None) if chosen else None

    async def _ask_times(self, line: Scheduled) -> Scheduled:
        """The same line with other times, or with none."""
        options = [("no", "At no fixed time"), ("yes", "At times of the day")]
        chosen = await self._choose("Times of the day?", options)
        if chosen == "yes":
            times = await self._write("Times of the day", ", ".join(line.at), TIMES, times_of)
            return replace(line, at=times_of(times)) if times else line
        return replace(line, at=()) if chosen else line

    async def _write(self, title: str, now: str, meaning: str, read: Callable[[str], object]) -> str | None:
        """A line of text that `read` can read; None where it is left."""

        def refuse(text: str) -> str:
            try:
                return "" if read(text) else meaning
            except WrongUseError as error:
                return str(error)

        return await self.app.push_screen_wait(Writing(title, 80, now, refuse, meaning))

    # How often at most

    @work
    async def action_often(self) -> None:
        """Of a routine of the schedule, or of any exercise."""
        routines = self.shown.schedule.routines if self.shown else ()
        known = self.desk.content.routines
        options = [
            (EXERCISE, "An exercise"),
            *((each, known[each].name) for each in routines if each in known),
        ]
        chosen = await self._choose("How often at most is it done?", options)
        if chosen == EXERCISE:
            chosen = await self.app.push_screen_wait(Pick(self.desk, "How often at most"))
        if chosen:
            await self._ask_often(chosen)

    async def _ask_often(self, name: str) -> None:
        options = [
            ("week", "Times a week"),
            ("every", "Every so many days"),
            ("free", "Whenever it is due"),
        ]
        chosen = await self._choose("At most", options)
        a_week = every = None
        if chosen == "week":
            effect = "Once you have done it this often in a week, it is left out."
            a_week = await self.app.push_screen_wait(Number("Times a week", effect, 2, A_WEEK_BOUNDS))
        elif chosen == "every":
            effect = "Until that many days have passed, it is left out."
            every = await self.app.push_screen_wait(Number("Every so many days", effect, 2, EVERY_BOUNDS))
        if a_week or every or chosen == "free":
            await self._do(lambda _, diary: diary.weeks.limit(name, a_week, every))

    # Pauses

    @work
    async def action_pause(self) -> None:
        """A reason, the first day, and the last one or none."""
        today = self.shown.today if self.shown else date.min
        why = await self._choose("A pause: nothing is due", REASONS)
        first = await self._ask_day("First day", today) if why else None
        if why is None or first is None:
            return
        options = [("open", "Until I end it"), ("day", "To a day")]
        chosen = await self._choose("How long?", options)
        last = await self._ask_day("Last day", first) if chosen == "day" else None
        if chosen == "open" or last is not None:
            await self._do(lambda _, diary: diary.weeks.pause(str(why), first, last))

    async def _change_pause(self, pause: Pause) -> None:
        runs = self.shown is not None and pause.covers(self.shown.today)
        options = [("end", "End it: today counts again")] * runs
        options += [("first", "Another first day"), ("last", "Another last day")]
        options += [("open", "Until I end it")] * (pause.last is not None)
        options += [("why", "Another reason")]
        chosen = await self._choose(pause_words(pause), options)
        new = await self._changed(pause, chosen)
        if chosen == "end":
            await self._do(lambda _, diary: diary.weeks.end())
        elif new is not None:
            await self._do(lambda _, diary: diary.weeks.change_pause(pause, new))

    async def _changed(self, pause: Pause, chosen: str | None) -> Pause | None:
        """The pause as it was chosen to be; None where nothing was."""
        if chosen == "first":
            first = await self._ask_day("First day", pause.first)
            return replace(pause, first=first) if first else None
        if chosen == "last":
            last = await self._ask_day("Last day", pause.last or pause.first)
            return replace(pause, last=last) if last else None
        if chosen == "why":
            why = await self._choose("A pause: nothing is due", REASONS)
            return replace(pause, why=Reason(why)) if why else None
        return replace(pause, last=None) if chosen == "open" else None

    async def _ask_day(self, title: str, now: date) -> date | None:
        today = self.desk.clock.now().date()
        text = await self._write(title, now.isoformat(), A_DAY, lambda said: _day(said, today))
        return _day(text, today) if text else None


def _day(text: str, today: date) -> date:
    """A day as it was written. Raises WrongUseError."""
    if (found := day_meant(text, today, ahead=True)) is None:
        raise WrongUseError(f"{text[:20]!a} is not a day; write it like 2026-03-01.")
    return found

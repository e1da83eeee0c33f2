"""Tables from elsewhere taken in: what is new of them, as sessions by hand and activities."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.intake_events import (
    EIGHT,
    Appearing,
    Sitting,
    beginning,
    ending,
    moment_of,
    named,
    note_of,
    of_exercise,
    pains_of,
)
from backtui.coach.manual import EARLIEST, NEVER
from backtui.coach.sessions import ACTIVITIES, MINUTES_BOUNDS, SHORT_FOR, WORD_LIMIT
from backtui.coach.write import as_change
from backtui.domain.events import ActivityDone, Event, ExercisePlanned, PainAnswered
from backtui.domain.exercise import Exercise
from backtui.domain.record import SessionRecord, training_day
from backtui.exchange.csv_formats import TableRow
from backtui.exchange.csv_import import TableRead, Trouble
from backtui.exchange.csv_values import NotUnderstood
from backtui.store.queries import events
from backtui.store.queries.progress import pains

LEAVE_OUT = "-"
AEROBIC = {
    **{word: word for word in (*ACTIVITIES, "running", "rowing", "hiking", "jogging", "elliptical")},
    **SHORT_FOR,
    "run": "running",
    "stationary bike": "cycling",
    "running (treadmill)": "running",
    "treadmill": "walking",
    "hike": "hiking",
}


class TakenIn(msgspec.Struct):
    """What a table brings that is new, ready to be written, and what of it is not.

    `known` counts sessions and activities that are here already, `deleted` those that were taken back here;
    `unknown` and `left_out` count the rows of each name that is no exercise, or is not wanted.
    """

    format: str
    events: list[Event] = msgspec.field(default_factory=list)
    texts: dict[bytes, str] = msgspec.field(default_factory=dict)
    days: list[date] = msgspec.field(default_factory=list)
    sessions: int = 0
    added_to: int = 0
    known: int = 0
    deleted: int = 0
    unknown: Counter[str] = msgspec.field(default_factory=Counter)
    left_out: Counter[str] = msgspec.field(default_factory=Counter)
    troubles: list[Trouble] = msgspec.field(default_factory=list)

    @property
    def pains(self) -> int:
        """How many answers about pain are beside sessions."""
        return sum(isinstance(each.what, PainAnswered) and each.session is None for each in self.events)

    def count(self, kind: type) -> int:
        """How many of its events are of a kind."""
        return sum(isinstance(each.what, kind) for each in self.events)


class Names:
    """What the names in a table are here: an exercise, something aerobic (a word), left out, or not known."""

    def __init__(self, coach: Coach, wishes: Mapping[str, str]) -> None:
        exercises = coach.content.exercises.values()
        self._known: dict[str, Exercise] = {
            spelled: e for e in exercises for spelled in (_key(e.id), _key(e.name))
        }
        self._wishes = {_key(name): self._wished(coach, target.strip()) for name, target in wishes.items()}

    def _wished(self, coach: Coach, target: str) -> Exercise | str:
        if target in ("", LEAVE_OUT):
            return LEAVE_OUT
        if found := self._known.get(_key(target)):
            return found
        return AEROBIC.get(_key(target)) or coach.exercise(target)

    def of(self, row: TableRow) -> Exercise | str | None:
        """An exercise, a word for something aerobic, LEAVE_OUT, or None where it is not known."""
        key = _key(row.name)
        if key in self._wishes:
            return self._wishes[key]
        if row.aerobic:
            return AEROBIC.get(key, key[:WORD_LIMIT].strip())
        if key in self._known:
            return self._known[key]
        if key in AEROBIC or (row.far and row.seconds):
            return AEROBIC.get(key, key[:WORD_LIMIT].strip())
        return None

    def check(self, rows: Iterable[TableRow], wishes: Mapping[str, str]) -> None:
        """Raises WrongUseError for a name that was to be mapped and is not in the table."""
        there = {_key(row.name) for row in rows if row.told is None}
        for name in wishes:
            if _key(name) not in there:
                raise WrongUseError(f"{name[:40]!a} is not a name in this table, so it cannot be mapped.")


def _key(name: str) -> str:
    """A name without what may be written in one way or another."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def unknown_names(coach: Coach, table: TableRead, wishes: Mapping[str, str]) -> Sequence[str]:
    """The names that nobody knows here, as spelled, in order. Raises WrongUseError for a wrong wish."""
    names = Names(coach, wishes)
    names.check(table.rows, wishes)
    named = (row for row in table.rows if row.told is None)
    return list(dict.fromkeys(row.name for row in named if names.of(row) is None))


def taken_in(coach: Coach, table: TableRead, wishes: Mapping[str, str], *, again: bool = False) -> TakenIn:
    """What of a table is new, as one change; `again`: what was taken back here is new too.

    Raises WrongUseError for a wrong wish.
    """
    return _Intaking(coach, table, wishes, again).whole()


class _Intaking:
    """A table on its way into the log."""

    def __init__(self, coach: Coach, table: TableRead, wishes: Mapping[str, str], again: bool) -> None:
        self._coach = coach
        self._table = table
        self._again = again
        self._names = Names(coach, wishes)
        self._names.check(table.rows, wishes)
        self._now = coach.now.astimezone()
        self._starts_h = coach.preferences().day_starts_h
        self.found = TakenIn(table.format, troubles=list(table.troubles))
        self._sittings: dict[tuple[str, ...], Sitting] = {}
        self._activities: dict[bytes, Event] = {}
        self._pains: dict[bytes, Event] = {}

    def whole(self) -> TakenIn:
        """What is new, oldest first, as one change."""
        for row in self._table.rows:
            try:
                self._take(row)
            except NotUnderstood as error:
                self._trouble(row.line, str(error))
        for sitting in sorted(self._sittings.values(), key=lambda each: (each.start, each.id)):
            self._add_session(sitting)
        self._add_activities()
        self._add_pains()
        found = self.found
        found.troubles.sort(key=lambda each: each.line)
        if found.events:
            # Pain alone counts by when it was told; all else says its true time itself.
            told = [each for each in found.events if each.id in self._pains]
            now = [replace(each, wall=self._coach.now) for each in found.events if each not in told]
            found.events = as_change([*told, *now])
        return found

    def _trouble(self, line: int, why: str) -> None:
        self.found.troubles.append(Trouble(line, why))

    def _take(self, row: TableRow) -> None:
        if row.told is not None:
            self._pain(row, row.told)
            return
        target = self._names.of(row)
        if target is None or target == LEAVE_OUT:
            (self.found.unknown if target is None else self.found.left_out)[row.name] += 1
        if isinstance(target, str) and target != LEAVE_OUT:
            self._activity(row, target)
            return
        sitting = self._sitting(row)
        each = sitting.add(row)
        if isinstance(target, Exercise):
            each.exercise = target
            each.check(row)

    def _start(self, row: TableRow) -> datetime:
        """When a row began. Raises NotUnderstood for what is still to come, or never was."""
        if row.day < EARLIEST:
            raise NotUnderstood(f"it is from before the year {EARLIEST.year}")
        start = moment_of(row.day, row.at)
        if start is None:
            raise NotUnderstood(f"there was no {row.at or EIGHT:%H:%M} on that day: the clocks went forward")
        if row.at is None and row.day == self._now.date():
            start = min(start, self._now.replace(microsecond=0))
        if start > self._now:
            raise NotUnderstood("it is still to come")
        return start

    def _sitting(self, row: TableRow) -> Sitting:
        """The session that a row is of."""
        key = (self._table.format, row.day.isoformat(), str(row.at), row.key)
        if key not in self._sittings:
            start = self._start(row)
            day = row.belongs or (training_day(start, self._starts_h) if row.at else row.day)
            self._sittings[key] = Sitting(_own_id(row) or named(_ms(row), *key), start, day)
        return self._sittings[key]

    def _add_session(self, sitting: Sitting) -> None:
        """What is new of a session: all of it, or exercises that were left out before."""
        if not any(each.exercise for each in sitting.done):
            return
        there = self._here(sitting)
        if there is None:
            self.found.deleted += 1
            return
        start = beginning(sitting)
        if (there and start.id not in {each.id for each in there}) or (
            not there and self._same_start(sitting)
        ):
            self.found.known += 1
            return
        planned = {each.what.item for each in there if isinstance(each.what, ExercisePlanned)}
        done = self._exercises(sitting, planned)
        if not done:
            self.found.known += bool(there)
            return
        self.found.days.append(sitting.day)
        if there:
            self.found.added_to += 1
            self.found.events += done
            return
        self.found.sessions += 1
        self.found.events += [start, *done, ending(sitting, done, self._now), *pains_of(sitting)]
        if note := note_of(sitting):
            self.found.events.append(note[0])
            self.found.texts[note[0].id] = note[1]

    def _here(self, sitting: Sitting) -> Sequence[Event] | None:
        """What is here of a session, or nothing; None where it was taken back and is to stay so.

        A session that is taken in again has another id, which is the same on each machine too.
        """
        times, first = 0, sitting.id
        while there := events.of_session(self._coach.reading.log, sitting.id):
            if self._coach.session(sitting.id) is not None:
                return there
            times += 1
            sitting.id = named(int.from_bytes(first[:6], "big"), first.hex(), "again", times)
        return None if times and not self._again else []

    def _same_start(self, sitting: Sitting) -> bool:
        """A session that began at that very time is the same one, however it came here."""
        border = SessionRecord(NEVER, sitting.start, sitting.day, "", "plain")
        return any(other.started_at == sitting.start for other in self._coach.sessions(1, border))

    def _exercises(self, sitting: Sitting, planned: set[int]) -> list[Event]:
        found: list[Event] = []
        block, kind = -1, None
        for each in sitting.done:
            if each.exercise is None or not each.rows or each.item in planned:
                continue
            if each.exercise.kind is not kind:
                block, kind = block + 1, each.exercise.kind
            found += self._exercise(sitting, each, block)
        return found

    def _exercise(self, sitting: Sitting, each: Appearing, block: int) -> list[Event]:
        try:
            return of_exercise(sitting, each, block, self._table.format)
        except NotUnderstood as error:
            self._trouble(each.rows[0].line, str(error))
            return []

    # Aerobic

    def _activity(self, row: TableRow, what: str) -> None:
        start = self._start(row)
        minutes = row.minutes if row.aerobic else round((row.seconds or 0) * max(1, row.count) / 60)
        low, high = MINUTES_BOUNDS
        if not minutes or not low <= minutes <= high:
            raise NotUnderstood(f"its minutes must be from {low} to {high}")
        day = row.belongs or (training_day(start, self._starts_h) if row.at else row.day)
        said = (self._table.format, row.day, row.at, _key(row.name), minutes)
        nth = 0
        while (name := named(_ms(row), "activity", *said, nth)) in self._activities:
            nth += 1
        at = start.isoformat() if row.at else UNSET
        self._activities[name] = Event(name, start, ActivityDone(what, minutes, day, at=at))

    def _add_activities(self) -> None:
        reading = self._coach.reading
        here = Counter((each.day, each.what, each.minutes) for each in reading.activities(EARLIEST))
        known = {each.id for each in events.named(reading.log, self._activities)}
        for name in sorted(self._activities, key=lambda name: name not in known):
            event = self._activities[name]
            assert isinstance(event.what, ActivityDone)
            same = (event.what.day, event.what.what, event.what.minutes)
            if here[same] > 0:
                here[same] -= 1
                self.found.known += 1
            elif name in known and not self._again:
                self.found.deleted += 1
            else:
                self.found.events.append(replace(event, id=self._unused(name)))
                self.found.days.append(event.what.day)

    # Pain beside sessions

    def _pain(self, row: TableRow, score: int) -> None:
        start = self._start(row)
        name = named(_ms(row), "pain", self._table.format, row.day, row.at, score)
        self._pains[name] = Event(name, start, PainAnswered("other", score))

    def _add_pains(self) -> None:
        log = self._coach.reading.log
        here = {(each.at.replace(microsecond=0), each.score) for each in pains(log) if each.session is None}
        known = {each.id for each in events.named(log, self._pains)}
        for name, event in self._pains.copy().items():
            assert isinstance(event.what, PainAnswered)
            if (event.wall, event.what.score) in here:
                self.found.known += 1
            elif name in known and not self._again:
                self.found.deleted += 1
            else:
                again = self._unused(name)
                self._pains[again] = event
                self.found.events.append(replace(event, id=again))
                self.found.days.append(event.wall.date())

    def _unused(self, first: bytes) -> bytes:
        """The id of what is beside sessions and is taken in for the first time, or again."""
        times, name = 0, first
        while events.named(self._coach.reading.log, [name]):
            times += 1
            name = named(int.from_bytes(first[:6], "big"), first.hex(), "again", times)
        return name


def _ms(row: TableRow) -> int:
    """Milliseconds since 1970 of a row's clock, the same in every zone."""
    return int(datetime.combine(row.day, row.at or EIGHT, UTC).timestamp() * 1000)


def _own_id(row: TableRow) -> bytes | None:
    """The id of a session that backtui itself exported."""
    try:
        found = bytes.fromhex(row.key)
    except ValueError:
        return None
    return found if len(found) == len(NEVER) and row.whole_set is False else None

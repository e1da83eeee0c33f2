"""SessionRecord, the fold that makes it, what else is told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from backtui.domain.event_json import LogRow
from backtui.domain.event_keys import What
from backtui.domain.events import (
    DizzyFelt,
    Eased,
    Event,
    ExerciseEnd,
    ExerciseEnded,
    ExercisePlanned,
    ItemEvent,
    MovedBack,
    PainAnswered,
    PainFelt,
    Rated,
    Rating,
    RepEnded,
    SessionConfirmed,
    SessionEnded,
    SessionStarted,
)
from backtui.domain.exercise import (
    AS_SETTINGS,
    DAY_COURSE,
    Dose,
    HoldPart,
    Kind,
    Side,
    Sides,
    Tempo,
    asked_seconds,
    course_name,
    sides_of,
)


class State(StrEnum):
    """Where a session stands."""

    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"


class RepRecord(msgspec.Struct, frozen=True):
    """One repetition: seconds really held, one number a hold."""

    side: Side
    rep: int
    holds_s: tuple[float, ...]

    @property
    def hold_s(self) -> float:
        """The shortest hold of the repetition in seconds, which is the one that counts."""
        return self.holds_s[0] if len(self.holds_s) == 1 else min(self.holds_s, default=0.0)

    def reaches(self, asked_s: Sequence[float]) -> bool:
        """Each hold lasted as long as it was asked for; of several that ask alike the shortest counts."""
        if len(asked_s) == 1 or len(set(asked_s)) < 2:
            return self.hold_s >= (asked_s[0] if asked_s else 0) - 1e-6
        held = [*self.holds_s, *(0.0,) * (len(asked_s) - len(self.holds_s))]
        return all(seconds >= asked - 1e-6 for seconds, asked in zip(held, asked_s, strict=False))


class EntryRecord(msgspec.Struct, frozen=True):
    """One exercise in one session.

    `how` is None while it has not ended; `begun`: a hold was begun; `eased_s` seconds were taken off.
    `course` is where its dose lives, `side` the one side that it is for (Side.NONE: all that it has), `asked`
    the dose that its routine asks for and `aim` what it grows to there; the rest is as the exercise was.
    """

    item: int
    block: int
    block_kind: Kind
    exercise: str
    prescribed: Dose
    sides: Sides
    holds: int = 1
    change: str = "same"
    rule: str = ""
    why: str = ""
    from_dose: Dose | None = None
    reps: tuple[RepRecord, ...] = ()
    rating: Rating | None = None
    pain: bool = False
    eased: bool = False
    eased_s: int = 0
    how: ExerciseEnd | None = None
    begun: bool = False
    course: str = DAY_COURSE
    side: Side = Side.NONE
    asked: Dose | None = None
    aim: Dose | None = None
    tempo: Tempo = AS_SETTINGS
    parts: tuple[HoldPart, ...] = ()
    rest_before_s: int = 0

    @property
    def done_on(self) -> tuple[Side, ...]:
        """The sides that it is for, in order."""
        return sides_of(self.sides, self.side)

    @property
    def planned_reps(self) -> int:
        """The repetitions that it was planned with, on all its sides."""
        return self.prescribed.total * len(self.done_on)

    @property
    def asked_s(self) -> tuple[int, ...]:
        """The seconds that each hold of a repetition was to be held."""
        return asked_seconds(self.prescribed, self.holds, self.parts)

    def held(self, side: Side) -> int:
        """Planned repetitions on that side that were held at least the prescribed seconds.

        A repetition done again counts once, one beyond the plan not at all.
        """
        most, asked = self.prescribed.total, self.asked_s
        return len({r.rep for r in self.reps if r.side is side and r.rep <= most and r.reaches(asked)})

    @property
    def complete(self) -> bool:
        """Every planned repetition on every side was held at least the prescribed seconds."""
        return all(self.held(side) >= self.prescribed.total for side in self.done_on)

    @property
    def performed(self) -> bool:
        """At least one hold was begun."""
        return self.begun or bool(self.reps)


class SessionRecord(msgspec.Struct, frozen=True):
    """One session. `day` is the day it belongs to; `alive`: there was a sign of life, or it was confirmed.

    `by_hand`: it was entered afterwards, away from the screen.
    """

    id: bytes
    started_at: datetime
    day: date
    routine: str
    face: str
    minutes: int | None = None
    timing: tuple[tuple[str, float], ...] = ()
    ended_at: datetime | None = None
    last_at: datetime | None = None
    state: State = State.OPEN
    alive: bool = False
    dizzy: bool = False
    pain_before: int | None = None
    pain_after: int | None = None
    morning: str | None = None
    by_hand: bool = False
    entries: tuple[EntryRecord, ...] = ()

    @property
    def flare(self) -> bool:
        """Whether the pain was worse after it."""
        return is_flare(self.pain_before, self.pain_after, self.morning)

    @property
    def performed(self) -> bool:
        """Anything at all was begun in it."""
        return any(entry.performed for entry in self.entries)


def is_flare(before: int | None, after: int | None, morning: str | None) -> bool:
    """Rule `flare`: pain afterwards 6 or more and no relief, 2 or more above before, or a worse morning."""
    rise = None if after is None or before is None else after - before
    strong = after is not None and after >= 6 and (rise is None or rise >= 0)
    return strong or (rise is not None and rise >= 2) or morning == "worse"


def training_day(moment: datetime, day_starts_h: int = 4) -> date:
    """The day that a moment belongs to: a day begins at `day_starts_h` (0-12) in the morning, local time."""
    return (moment - timedelta(hours=day_starts_h)).date()


SIDES = tuple(Side)
GIVEN_BY_ROUTINE = "routine"  # the rule of a dose that a routine gave, before such doses had courses


Told = Event | LogRow  # what happened, as a value or as the log has it


def fold(events: Iterable[Told]) -> SessionRecord | None:
    """The record of one session from its events in order (voided ones left out); None without its start.

    A start that was corrected is logged again later; the newest holds for all that came before it too. A
    machine whose clock is behind may have corrected an exercise before it was planned, as it seems.
    """
    listed = [(event.what, event) for event in events]
    starts = [each for each in listed if isinstance(each[0], SessionStarted)]
    if not starts:
        return None
    folding = _Folding(*starts[-1], listed)
    folding.take(listed)
    return folding.whole()


class _Folding:
    """A record on its way through its session's events."""

    def __init__(self, started: What, start: Told, events: Sequence[tuple[What, Told]]) -> None:
        assert isinstance(started, SessionStarted)
        self.record = _started(started, start)
        self.latest = start  # the event that says when anything was last done
        planned: dict[int, ExercisePlanned] = {}
        for what, _ in events:
            if isinstance(what, ExercisePlanned):
                planned.setdefault(what.item, what)
        self.entries = {item: _planned(what) for item, what in planned.items()}
        # Apart, for a session is mostly these.
        self.reps: dict[int, list[RepRecord]] = {item: [] for item in planned}
        self.begun: set[int] = set()  # what came to its planning

    def take(self, events: Iterable[tuple[What, Told]]) -> None:
        """The events in order; of the starts one is taken already."""
        for what, event in events:
            if isinstance(what, RepEnded):
                if what.item in self.reps:
                    self.reps[what.item].append(RepRecord(what.side, what.rep, what.holds_s))
            elif isinstance(what, SessionStarted):
                continue
            elif isinstance(what, ItemEvent):
                self._take_of_item(what)
            else:
                self.record = _apply(self.record, what, event)
            if self.record.ended_at is None or isinstance(what, SessionEnded):
                self.latest = event

    def whole(self) -> SessionRecord:
        """The record with its exercises in order."""
        entries = [_whole(self.entries[item], self.reps[item]) for item in sorted(self.entries)]
        return replace(
            self.record,
            last_at=max(self.latest.true_time, self.record.started_at),
            entries=tuple(_with_courses(self.record.routine, entries)),
        )

    def _take_of_item(self, what: ItemEvent) -> None:
        if isinstance(what, DizzyFelt):
            self.record = replace(self.record, dizzy=True)
        elif isinstance(what, ExercisePlanned):
            if what.item in self.begun:
                self.entries[what.item], self.reps[what.item] = _planned(what), []
            self.begun.add(what.item)
        elif what.item in self.entries:
            self.entries[what.item] = _entry(self.entries[what.item], what)


def _with_courses(routine: str, entries: Iterable[EntryRecord]) -> Iterator[EntryRecord]:
    """The entries with the courses of doses that a routine gave before events named them."""
    seen: Counter[str] = Counter()
    for entry in entries:
        if entry.rule != GIVEN_BY_ROUTINE or entry.asked is not None:
            yield entry
            continue
        seen[entry.exercise] += 1
        yield replace(
            entry, course=course_name(routine, entry.exercise, seen[entry.exercise]), asked=entry.prescribed
        )


def turn(side: Side, rep: int) -> tuple[int, int]:
    """The place of a repetition among those of its exercise: one side after the other."""
    return SIDES.index(side), rep


def _whole(entry: EntryRecord, reps: list[RepRecord]) -> EntryRecord:
    """The entry with its repetitions in turn, for one that was corrected is logged after the others."""
    in_turn = sorted(reps, key=lambda each: turn(each.side, each.rep))
    return replace(entry, reps=tuple(in_turn), begun=entry.begun or bool(reps))


def _started(what: SessionStarted, event: Told) -> SessionRecord:
    return SessionRecord(
        id=event.session or event.id,
        started_at=event.true_time,
        day=what.day,
        routine=what.routine,
        face=what.face,
        minutes=what.minutes,
        timing=tuple(sorted(what.timing.items())),
        last_at=event.true_time,
        by_hand=bool(what.by_hand),
    )


def _apply(record: SessionRecord, what: What, event: Told) -> SessionRecord:
    """The record after an event that is about the whole session."""
    match what:
        case SessionEnded(how, alive):
            state = State.DONE if how == "done" else State.STOPPED
            ended = max(event.true_time, record.started_at)  # the clock may have been set back
            return replace(record, state=state, ended_at=ended, alive=record.alive or alive)
        case SessionConfirmed():
            return replace(record, alive=True)
        case PainAnswered("before", score):
            return replace(record, pain_before=score)
        case PainAnswered("after", score):
            return replace(record, pain_after=score)
        case PainAnswered("morning", _, answer):
            return replace(record, morning=answer or None)
        case _:
            return record


def _planned(what: ExercisePlanned) -> EntryRecord:
    return EntryRecord(
        item=what.item,
        block=what.block,
        block_kind=what.block_kind,
        exercise=what.exercise,
        prescribed=what.dose,
        sides=what.sides,
        holds=what.holds,
        change=what.change,
        rule=what.rule,
        why=what.why,
        from_dose=what.before,
        course=what.course or DAY_COURSE,
        side=what.side or Side.NONE,
        asked=what.asked or None,
        aim=what.aim or None,
        tempo=what.tempo or AS_SETTINGS,
        parts=what.parts or (),
        rest_before_s=what.rest_before_s or 0,
    )


def _entry(entry: EntryRecord, what: ItemEvent) -> EntryRecord:
    match what:
        case Eased():
            return replace(entry, eased=True, eased_s=entry.eased_s + 1)
        case PainFelt():
            return replace(entry, pain=True, begun=True)
        case Rated(_, rating):
            return replace(entry, rating=rating)
        case MovedBack():
            return replace(entry, how=None)
        case ExerciseEnded(_, how, begun):
            return replace(entry, how=how, begun=entry.begun or begun)
        case _:
            return entry


class DecisionRow(msgspec.Struct, frozen=True):
    """A line of the ledger: the dose that an exercise had in a session, and why."""

    session: bytes
    started_at: datetime
    day: date
    exercise: str
    dose: Dose
    from_dose: Dose | None
    change: str
    rule: str
    why: str
    begun: bool
    course: str = DAY_COURSE
    side: Side = Side.NONE


class Pain(msgspec.Struct, frozen=True):
    """An answer about pain: `asked` before, after or the next morning."""

    at: datetime
    session: bytes | None
    asked: str
    score: int | None
    answer: str | None


class Activity(msgspec.Struct, frozen=True):
    """Something aerobic that was done on a day."""

    at: datetime
    day: date
    what: str
    minutes: int


class Note(msgspec.Struct, frozen=True):
    """A note about a session, or one exercise of it; its text is None once it was erased."""

    event: bytes
    at: datetime
    text: str | None
    item: int | None = None

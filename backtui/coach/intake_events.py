"""The rows of one session in a table from elsewhere as its events, with ids made of what the rows say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from msgspec import UNSET

from backtui.coach.write import NOTE_LIMIT, noted
from backtui.domain.event_keys import MOST_ITEMS, What
from backtui.domain.events import (
    Eased,
    Event,
    ExerciseEnded,
    ExercisePlanned,
    PainAnswered,
    PainFelt,
    Rated,
    RepEnded,
    SessionEnded,
    SessionStarted,
)
from backtui.domain.exercise import (
    DAY_COURSE,
    HOLD_BOUNDS_S,
    REPETITION_BOUNDS,
    SET_BOUNDS,
    Dose,
    Exercise,
    Side,
    sides_of,
)
from backtui.exchange.csv_formats import TableRow
from backtui.exchange.csv_values import NotUnderstood
from backtui.machine.clock import local
from backtui.machine.sha256 import sha256
from backtui.store.append import content_id

IMPORTED = "imported"  # the rule of such doses, and the routine of such sessions
EIGHT = time(8)  # when a session of a day is taken to have begun, where nothing is said
BETWEEN_S = 5  # seconds between repetitions, where a table does not say how long a session was


class Appearing(msgspec.Struct):
    """An exercise's rows in a session, the number of its item, and what it is here (None: left out)."""

    item: int
    name: str
    rows: list[TableRow] = msgspec.field(default_factory=list)
    exercise: Exercise | None = None

    def goes_on(self, row: TableRow) -> bool:
        """Whether a row belongs to it, rather than to the same exercise done once more."""
        if row.rep is None or not self.rows:
            return True
        last = _place(self.rows[-1])
        return _place(row) >= last or all(_place(each) != _place(row) for each in self.rows)

    def check(self, row: TableRow) -> None:
        """Raises NotUnderstood where the newest row alone is beyond all bounds, and leaves it out."""
        try:
            if not row.count:
                raise NotUnderstood("nothing was done in it: no repetition and no seconds")
            _bounded(max(row.count, row.rep or 1), REPETITION_BOUNDS, "repetitions")
            _bounded(int(row.seconds or 0), HOLD_BOUNDS_S, "seconds")
        except NotUnderstood:
            self.rows.remove(row)
            raise


def _place(row: TableRow) -> tuple[int, int, int]:
    """Where in its exercise a repetition stands."""
    return list(Side).index(row.side or Side.NONE), row.set or 0, row.rep or 0


class Sitting(msgspec.Struct):
    """One session of a table: its id, when it began, its training day, and what was done."""

    id: bytes
    start: datetime
    day: date
    done: list[Appearing] = msgspec.field(default_factory=list)

    @property
    def rows(self) -> Iterator[TableRow]:
        """All its rows."""
        return (row for each in self.done for row in each.rows)

    def said(self, name: str) -> Any:
        """What the first row that says it has of the whole session; None where no row does."""
        found = (getattr(row.of_session, name) for row in self.rows)
        return next((each for each in found if each not in (None, "")), None)

    def add(self, row: TableRow) -> Appearing:
        """Take in the next row. Raises NotUnderstood where there are too many exercises."""
        of_name = [each for each in self.done if each.name == row.name]
        if of_name and len(of_name[-1].rows) >= MOST_ITEMS:
            raise NotUnderstood(f"its exercise has more than {MOST_ITEMS} rows in one session")
        if of_name and of_name[-1].goes_on(row):
            of_name[-1].rows.append(row)
            return of_name[-1]
        if len(self.done) >= MOST_ITEMS:
            raise NotUnderstood(f"its session has more than {MOST_ITEMS} exercises")
        self.done.append(Appearing(len(self.done), row.name, [row]))
        return self.done[-1]

    def name(self, *said: object) -> bytes:
        """The id of what is said in this session."""
        return named(int.from_bytes(self.id[:6], "big"), self.id.hex(), *said)


def named(wall_ms: int, *said: object) -> bytes:
    """An id that is the same wherever the same is said."""
    return content_id(wall_ms, sha256("\0".join(map(str, said)).encode()).digest())


class DoneThere(msgspec.Struct, frozen=True):
    """What was done of an exercise: its natural dose, and each repetition by side and number."""

    dose: Dose
    reps: tuple[RepEnded, ...]

    @property
    def seconds(self) -> float:
        """How long it took, about."""
        return sum(sum(each.holds_s) + BETWEEN_S for each in self.reps)


def performed(each: Appearing, exercise: Exercise) -> DoneThere:
    """The dose and the repetitions of an exercise. Raises NotUnderstood where they are beyond all bounds."""
    told = list(_told(each.rows, exercise))
    sets, asked = _sets(told), each.rows[0].asked
    before = dict(zip(sets, _sums(sets.values()), strict=True))
    if asked and len(asked[1]) > 1:
        before = {number: sum(asked[1][: number - 1]) for number in sets}
    dose = _dose(each.rows, exercise, list(sets.values()), [one.seconds for one in told])
    reps = [
        RepEnded(
            each.item, one.side, _number(one, before[one.set], told), _holds(exercise, dose, one.seconds)
        )
        for one in told
    ]
    return DoneThere(dose, tuple(sorted(reps, key=lambda rep: (list(Side).index(rep.side), rep.rep))))


class Told(msgspec.Struct, frozen=True):
    """A repetition: its side, its set, its number as it is said in that set, and how long it was held."""

    side: Side
    set: int
    rep: int
    seconds: float | None


def _told(rows: Sequence[TableRow], exercise: Exercise) -> Iterator[Told]:
    """Each repetition; a side that is not said is both."""
    sides = sides_of(exercise.sides)
    counts: dict[tuple[Side, int], int] = {}
    for place, row in enumerate(rows):
        of_set = row.set or (place + 1 if row.whole_set else 1)
        for side in (row.side,) if row.side in sides and row.side else sides:
            for _ in range(row.count):
                counts[side, of_set] = counts.get((side, of_set), 0) + 1
                yield Told(side, of_set, row.rep or counts[side, of_set], row.seconds)


def _sets(told: Sequence[Told]) -> Mapping[int, int]:
    """The repetitions of each set by its number, whether they are counted in each set or through all."""
    found: dict[int, int] = {}
    before = 0
    for number in sorted({one.set for one in told}):
        reps = [one.rep for one in told if one.set == number]
        found[number] = max(reps) - (before if min(reps) > before else 0)
        before += found[number]
    return found


def _sums(counts: Iterable[int]) -> Iterator[int]:
    before = 0
    for each in counts:
        yield before
        before += each


def _number(one: Told, before: int, told: Sequence[Told]) -> int:
    """The number of a repetition through all sets."""
    through = before and all(each.rep > before for each in told if each.set == one.set)
    return one.rep if through else before + one.rep


def _dose(
    rows: Sequence[TableRow], exercise: Exercise, sets: list[int], held: Sequence[float | None]
) -> Dose:
    """What was prescribed where the table says so, else what was done."""
    said = [seconds for seconds in held if seconds is not None]
    asked = rows[0].asked
    hold = asked[0] if asked else int(min(said) + 1e-6) if said else exercise.start.hold_s
    if asked and (len(sets) == 1 or len(asked[1]) > 1):
        sets = list(asked[1])
    _bounded(hold, HOLD_BOUNDS_S, "seconds")
    _bounded(len(sets), SET_BOUNDS, "sets")
    for reps in sets:
        _bounded(reps, REPETITION_BOUNDS, "repetitions")
    return Dose(hold, sets[0], tuple(sets[1:]), rows[0].rest_s)


def _bounded(value: int, bounds: tuple[int, int], what: str) -> None:
    if not bounds[0] <= value <= bounds[1]:
        raise NotUnderstood(f"{what} must be from {bounds[0]} to {bounds[1]}, not {value}")


def _holds(exercise: Exercise, dose: Dose, seconds: float | None) -> tuple[float, ...]:
    """The seconds of each hold that does not move."""
    held = float(dose.hold_s if seconds is None else seconds)
    if exercise.parts:
        return tuple(
            held if part.seconds is None else float(part.seconds)
            for part in exercise.parts
            if not part.moving
        )
    return (held,) * exercise.holds if dose.hold_s else ()


# Events


def of_exercise(sitting: Sitting, each: Appearing, block: int, origin: str) -> list[Event]:
    """An exercise as it was done. Raises NotUnderstood."""
    exercise = each.exercise
    assert exercise is not None
    done = performed(each, exercise)
    planned = ExercisePlanned(
        item=each.item,
        block=block,
        block_kind=exercise.kind,
        exercise=exercise.id,
        hold_s=done.dose.hold_s,
        reps=done.dose.reps,
        holds=exercise.holds,
        sides=exercise.sides,
        change="same",
        rule=IMPORTED,
        why=next((row.why for row in each.rows if row.why), f"Taken in from a table of {origin}."),
        before=None,
        more=done.dose.more or UNSET,
        rest_s=done.dose.rest_s or UNSET,
        course=UNSET if each.rows[0].course in ("", DAY_COURSE) else each.rows[0].course,
        parts=exercise.parts or UNSET,
    )
    told: list[What] = [planned, *done.reps]
    told += [Eased(each.item)] if any(row.eased for row in each.rows) else []
    told += [PainFelt(each.item)] if any(row.pain for row in each.rows) else []
    told.append(ExerciseEnded(each.item, "done", True))
    told += [Rated(each.item, rating) for row in each.rows[-1:] if (rating := row.rating)]
    return [
        Event(sitting.name(each.item, place, what.kind), sitting.start, what, sitting.id)
        for place, what in enumerate(told)
    ]


def beginning(sitting: Sitting) -> Event:
    """The start of a session."""
    what = SessionStarted(
        sitting.said("routine") or IMPORTED,
        None,
        "plain",
        sitting.day,
        {},
        at=sitting.start.isoformat(),
        by_hand=True,
    )
    return Event(sitting.name("start"), sitting.start, what, sitting.id)


def ending(sitting: Sitting, done: Iterable[Event], now: datetime) -> Event:
    """Its end: as the table says, else after what was done took; not later than now."""
    minutes = next((row.minutes for row in sitting.rows if row.minutes), None)
    seconds = sum(sum(each.what.holds_s) + BETWEEN_S for each in done if isinstance(each.what, RepEnded))
    length = timedelta(minutes=minutes) if minutes else timedelta(seconds=max(60, round(seconds)))
    ended = sitting.said("ended")
    said = moment_of(*ended) if ended else None
    end = max(sitting.start, min(said or sitting.start + length, sitting.start + timedelta(days=1), now))
    return Event(
        sitting.name("end"), sitting.start, SessionEnded("done", True, at=end.isoformat()), sitting.id
    )


def pains_of(sitting: Sitting) -> Iterator[Event]:
    """The answers about pain that stand beside its rows."""
    told = (
        PainAnswered("before", sitting.said("before")),
        PainAnswered("after", sitting.said("after")),
        PainAnswered("morning", None, sitting.said("morning")),
    )
    for each in told:
        if each.score is not None or each.answer:
            yield Event(sitting.name("pain", each.when), sitting.start, each, sitting.id)


def moment_of(day: date, at: time | None) -> datetime | None:
    """The moment that a table says, eight in the morning without a time; None where there was none here."""
    called = at or EIGHT
    return datetime.combine(day, called) if called.tzinfo else local(day, called)


def note_of(sitting: Sitting) -> tuple[Event, str] | None:
    """What is noted beside its rows, each text once."""
    text = " · ".join(dict.fromkeys(row.note for row in sitting.rows if row.note))[:NOTE_LIMIT].strip()
    if not text:
        return None
    note, cleaned = noted(sitting.id, text)
    return Event(sitting.name("note"), sitting.start, note, sitting.id), cleaned

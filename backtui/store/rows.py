"""The rows of the tables that are made from events."""

import json
from collections.abc import Iterable, Iterator, Sequence

from msgspec import UnsetType, to_builtins

from backtui.domain.event_json import LogRow, as_json
from backtui.domain.event_keys import or_none
from backtui.domain.events import (
    ActivityDone,
    GrowthDeclined,
    PainAnswered,
    SettingSet,
    TargetSet,
)
from backtui.domain.exercise import AS_SETTINGS, Dose, Side
from backtui.domain.moments import numbers
from backtui.domain.own_events import ExerciseSaved, OwnEvent, RoutineSaved
from backtui.domain.pause import PauseSet
from backtui.domain.record import EntryRecord, SessionRecord
from backtui.store.schema import (
    Row,
)

SIDE = {side: number for number, side in enumerate((Side.NONE, Side.LEFT, Side.RIGHT))}


def session_row(key: int, record: SessionRecord) -> Row:
    """The row of table session."""
    ended = numbers(record.ended_at) if record.ended_at else (None, None)
    last = numbers(record.last_at or record.started_at)
    return (
        *(key, record.id, *numbers(record.started_at), record.day.isoformat(), record.routine, record.face),
        *(record.minutes, as_json(dict(record.timing)), *ended, *last, record.state.value),
        *(int(record.alive), int(record.dizzy), record.pain_before, record.pain_after, record.morning),
        *(int(record.flare), int(record.performed), int(record.by_hand)),
    )


def entry_row(key: int, started_us: int, entry: EntryRecord) -> Row:
    """The row of table entry."""
    return (
        *(key, entry.item, entry.exercise, started_us, entry.block, entry.block_kind.value),
        *(entry.prescribed.hold_s, entry.prescribed.reps, entry.holds, entry.sides.value),
        *(entry.rating.value if entry.rating else None, int(entry.pain), int(entry.eased), entry.how),
        *(int(entry.begun), int(entry.complete), len(entry.reps), more_text(entry.prescribed)),
        *(entry.prescribed.rest_s, entry.course, entry.side.value, json_or_none(entry.asked)),
        *(json_or_none(entry.aim), json_or_none(entry.tempo if entry.tempo != AS_SETTINGS else None)),
        *(json_or_none(entry.parts or None), entry.rest_before_s, entry.planned_reps),
    )


def decision_row(key: int, entry: EntryRecord) -> Row:
    """The row of table decision, the ledger."""
    dose, before = entry.prescribed, entry.from_dose
    was = (before.hold_s, before.reps) if before else (None, None)
    was_further = (more_text(before), before.rest_s) if before else (None, 0)
    return (
        *(key, entry.item, entry.exercise, dose.hold_s, dose.reps, *was, entry.change, entry.rule, entry.why),
        *(more_text(dose), dose.rest_s, *was_further),
    )


def rep_rows(key: int, entry: EntryRecord) -> Iterator[Row]:
    """The rows of table rep."""
    for n, rep in enumerate(entry.reps, 1):
        yield (key, entry.item, n, SIDE[rep.side], rep.rep, held(rep.holds_s))


def held(holds_s: Sequence[float]) -> float | str:
    """Seconds really held as table rep keeps them: the number of one hold, else a list in JSON."""
    if len(holds_s) != 1:
        return f"[{','.join(map(repr, holds_s))}]"
    (only,) = holds_s
    return int(only) if only == int(only) else only


def holds_of(kept: float | str) -> tuple[float, ...]:
    """The same back again."""
    return tuple(json.loads(kept)) if isinstance(kept, str) else (float(kept),)


def decline_row(row: LogRow, session: int | None) -> Row:
    """The row of table decline."""
    what = row.what
    assert isinstance(what, GrowthDeclined)
    return (row.seq, session, what.exercise)


def pain_row(row: LogRow, session: int | None) -> Row:
    """The row of table pain."""
    what = row.what
    assert isinstance(what, PainAnswered)
    return (row.seq, session, what.when, what.score, or_none(what.answer))


def target_rows(rows: list[LogRow]) -> Iterator[Row]:
    """The rows of table target: every one that was set, unfolded."""
    for row in rows:
        what = row.what
        assert isinstance(what, TargetSet)
        dose, target, ceiling = map(both_knobs, (what.dose, what.target, what.ceiling))
        locked, resting, disabled = map(flag, (what.locked, what.resting, what.disabled))
        further = map(or_none, (what.needed, what.ladder, what.priority))
        yield (
            *(row.seq, what.exercise, what.by, *dose, *target, locked, resting),
            *(*ceiling, *further, disabled, what.side or None, *sets_and_rest(what.dose)),
            *(*sets_and_rest(what.target), *sets_and_rest(what.ceiling), json_or_none(what.step or None)),
        )


def json_or_none(value: object) -> str | None:
    """A value as the log would say it, None where there is none."""
    return None if value is None else as_json(to_builtins(value))


def more_text(dose: Dose) -> str | None:
    """The repetitions of the sets after the first, None where there is one set."""
    return json_or_none(dose.more or None)


def sets_and_rest(dose: Dose | UnsetType | None) -> tuple[str | None, int | None]:
    """The later sets and the rest of a dose, None where there is none."""
    return (more_text(dose), dose.rest_s) if dose else (None, None)


def both_knobs(dose: Dose | UnsetType | None) -> tuple[int | None, int | None]:
    """Hold and repetitions of a dose, None where there is none."""
    return (dose.hold_s, dose.reps) if dose else (None, None)


def flag(value: bool | UnsetType | None) -> int | None:
    """A yes or no as 1 or 0, None where nothing is said."""
    return int(value) if isinstance(value, bool) else None


def setting_rows(rows: list[LogRow]) -> Iterable[Row]:
    """The rows of table setting: the newest value of each key."""
    newest: dict[str, Row] = {}
    for row in rows:
        what = row.what
        assert isinstance(what, SettingSet)
        newest[what.key] = (what.key, as_json(what.value), row.seq)
    return newest.values()


def activity_rows(rows: list[LogRow]) -> Iterator[Row]:
    """The rows of table activity."""
    for row in rows:
        what = row.what
        assert isinstance(what, ActivityDone)
        yield (row.seq, what.day.isoformat(), what.what, what.minutes)


def pause_rows(rows: list[LogRow]) -> Iterator[Row]:
    """The rows of table pause."""
    for row in rows:
        what = row.what
        assert isinstance(what, PauseSet)
        yield (row.seq, what.why.value, what.first.isoformat(), what.last.isoformat() if what.last else None)


def own_rows(rows: list[LogRow]) -> Iterable[Row]:
    """The rows of table own: exercises and routines that were saved and not removed since."""
    standing: dict[tuple[str, str], Row] = {}
    for row in rows:
        what = row.what
        assert isinstance(what, OwnEvent)
        key = (what.sort, what.id)
        standing.pop(key, None)
        if isinstance(what, ExerciseSaved | RoutineSaved):
            standing[key] = (*key, as_json(what.definition), row.seq)
    return standing.values()

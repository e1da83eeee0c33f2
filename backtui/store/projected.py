"""How each projected row is made: a session's from its record, the others from their events."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backtui.domain.history import EntryRecord, SessionRecord
from backtui.store.rows import LogRow, as_json, numbers
from backtui.store.tables import Row


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
        *(int(entry.begun), int(entry.complete), len(entry.reps)),
    )


def decision_row(key: int, entry: EntryRecord) -> Row:
    """The row of table decision, the ledger."""
    before = entry.from_dose
    dose = (entry.prescribed.hold_s, entry.prescribed.reps)
    was = (before.hold_s, before.reps) if before else (None, None)
    return (key, entry.item, entry.exercise, *dose, *was, entry.change, entry.rule, entry.why)


def rep_rows(key: int, entry: EntryRecord) -> Iterator[Row]:
    """The rows of table rep."""
    for n, rep in enumerate(entry.reps, 1):
        yield (key, entry.item, n, rep.side.value, rep.rep, as_json(rep.holds_s))


def decline_row(row: LogRow, session: int | None) -> Row:
    """The row of table decline."""
    return (row.seq, session, row.event.body["exercise"])


def pain_row(row: LogRow, session: int | None) -> Row:
    """The row of table pain."""
    body = row.event.body
    return (row.seq, session, body["when"], body["score"], body.get("answer"))


def target_rows(rows: list[LogRow]) -> Iterator[Row]:
    """The rows of table target: every one that was set, unfolded."""
    for row in rows:
        body = row.event.body
        dose, target, ceiling = (both_knobs(body, key) for key in ("dose", "target", "ceiling"))
        locked, resting, disabled = (flag(body, key) for key in ("locked", "resting", "disabled"))
        further = (body.get("needed"), body.get("ladder"), body.get("priority"))
        yield (
            *(row.seq, body["exercise"], body["by"], *dose, *target, locked, resting),
            *(*ceiling, *further, disabled),
        )


def both_knobs(body: Mapping[str, Any], key: str) -> tuple[int | None, int | None]:
    """Hold and repetitions of a dose in a body, None where it has none."""
    dose = body.get(key) or {}
    return dose.get("hold_s"), dose.get("reps")


def flag(body: Mapping[str, Any], key: str) -> int | None:
    """A yes or no of a body as 1 or 0, None where nothing is said."""
    return None if body.get(key) is None else int(body[key])


def setting_rows(rows: list[LogRow]) -> Iterable[Row]:
    """The rows of table setting: the newest value of each key."""
    newest = {row.event.body["key"]: row for row in rows}
    return ((key, as_json(row.event.body["value"]), row.seq) for key, row in newest.items())


def activity_rows(rows: list[LogRow]) -> Iterator[Row]:
    """The rows of table activity."""
    for row in rows:
        body = row.event.body
        yield (row.seq, body["day"], body["what"], body["minutes"])


def own_rows(rows: list[LogRow]) -> Iterable[Row]:
    """The rows of table own: exercises and routines that were saved and not removed since."""
    standing: dict[tuple[str, str], Row] = {}
    for row in rows:
        what, _, deed = row.event.kind.partition("-")
        key = (what, row.event.body["id"])
        standing.pop(key, None)
        if deed == "saved":
            standing[key] = (*key, as_json(row.event.body.get("definition")), row.seq)
    return standing.values()

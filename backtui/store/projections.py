"""From events to the tables that are asked."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from backtui.domain.event_json import LogRow
from backtui.domain.events import (
    OWN_KINDS,
    DizzyFelt,
    Event,
    ExercisePlanned,
    GrowthDeclined,
    ItemEvent,
    NoteWritten,
    PainAnswered,
    SessionConfirmed,
    SessionEnded,
    SessionStarted,
    Void,
)
from backtui.domain.moments import DAY_S, SECOND_US, numbers
from backtui.domain.record import GIVEN_BY_ROUTINE, fold
from backtui.domain.undo import named_by_standing
from backtui.store.codec import DAY_STARTS_S, SELECT_EVENTS, STANDING, in_order, log_row
from backtui.store.packing import KIND
from backtui.store.rows import (
    activity_rows,
    decision_row,
    decline_row,
    entry_row,
    own_rows,
    pain_row,
    pause_rows,
    rep_rows,
    session_row,
    setting_rows,
    target_rows,
)
from backtui.store.schema import (
    ACTIVITY,
    BY_SESSION,
    DECISION,
    DECLINE,
    ENTRY,
    LOG_SESSION,
    NEWEST,
    OWN,
    PAIN,
    PAUSE,
    PROJECTED,
    REP,
    SESSION,
    SETTING,
    TARGET,
    TIP,
    VOIDED,
    Row,
    Table,
    difference,
    settle,
)

if TYPE_CHECKING:
    from sqlite_utils import Database


Replacing = Callable[[str], Iterable[Event]]


def taken_back(voids: Sequence[LogRow], replacing: Replacing) -> set[bytes]:
    """The ids of events that are taken back, from all void events in order.

    Two logs may both have taken the same event back and put something in its place; once they are one, what
    the newer choice put there holds, and the older falls. `replacing` gives the events of a choice.
    """
    events = [row.event for row in voids]
    taken = named_by_standing(events)
    by: dict[str, str | None] = {}
    beaten: set[tuple[str, str]] = set()  # an older choice, and what it too took back
    for event in reversed(events):
        what = event.what
        if event.id in taken or not isinstance(what, Void):
            continue
        change = what.change or None
        for name in what.events:
            if by.setdefault(name, change) != change and change:
                beaten.add((change, name))
    for change, name in beaten:
        chosen = [each for each in replacing(change) if not isinstance(each.what, Void)]
        taken.update(each.id for each in chosen if _stands_for(each, name, replacing))
    return taken


def _stands_for(event: Event, name: str, replacing: Replacing) -> bool:
    """Whether an event was put in the place of the one with that id; of two corrected notes both stay."""
    old = next(iter(replacing(name)), None)
    return old is not None and not isinstance(old.what, NoteWritten) and _slot(event) == _slot(old)


def _slot(event: Event) -> tuple[object, ...]:
    told = (getattr(event.what, key, None) for key in ("item", "side", "rep", "when"))
    return (event.kind, event.session, *told)


def choice(conn: sqlite3.Connection, first: str) -> Iterator[Event]:
    """The event of that id (hex), and those behind it that belong to the same choice of the person."""
    found = conn.execute("select seq from event where id = ?", (bytes.fromhex(first),)).fetchone()
    for row in map(log_row, conn.execute(f"{SELECT_EVENTS} where e.seq >= ? order by e.seq", found or (-1,))):
        event = row.event
        if found is None or (row.seq != found[0] and event.change != first):
            return
        yield event


BATCH = 40  # sessions projected at once
PERFORMED = SESSION.columns.index("performed")
OF_THE_WHOLE = ", ".join(
    str(KIND[each.kind])
    for each in (SessionStarted, SessionEnded, SessionConfirmed, DizzyFelt, PainAnswered, GrowthDeclined)
)


def wanted(key: int, rows: list[LogRow]) -> dict[Table, list[Row]]:
    """All rows of one session from its standing events; none without its start."""
    record = fold(rows)
    if record is None:
        return {table: [] for table in BY_SESSION}
    started_us, _ = numbers(record.started_at)
    return {
        SESSION: [session_row(key, record)],
        ENTRY: [entry_row(key, started_us, entry) for entry in record.entries],
        DECISION: [decision_row(key, entry) for entry in record.entries],
        REP: [row for entry in record.entries for row in rep_rows(key, entry)],
        DECLINE: [decline_row(row, key) for row in rows if row.kind == GrowthDeclined.kind],
        PAIN: [pain_row(row, key) for row in rows if row.kind == PainAnswered.kind],
    }


def rows_of(
    db: "Database", table: Table, keys: Sequence[int], items: Sequence[int] | None = None
) -> list[Row]:
    """The rows that a table has of sessions, of some of their items where they are named."""
    query = f"{table.select} where {'key' if table is SESSION else 'session'} in ({marks(keys)})"
    if items is not None:
        query += f" and item in ({marks(items)})"
    return db.conn.execute(query, (*keys, *(items or ()))).fetchall()


def marks(values: Sequence[object]) -> str:
    """A question mark for each value of a query."""
    return ", ".join("?" * len(values))


def told(conn: sqlite3.Connection, key: int) -> dict[Table, list[Row]]:
    """What one session's rows should be, as its standing events say."""
    found = conn.execute(f"{SELECT_EVENTS} where e.session = ? and {STANDING} order by e.seq", (key,))
    return wanted(key, in_order(map(log_row, found)))


def project_session(db: "Database", key: int) -> None:
    """Bring one session's rows to what its events say; `key` is its key in log_session."""
    project_sessions(db, [key])


def project_sessions(
    db: "Database", keys: Sequence[int], done: Callable[[int], object] = lambda _: None
) -> None:
    """The same for many, a batch at a time; `done` is told how many sessions each batch was."""
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        found = db.conn.execute(
            f"{SELECT_EVENTS} where e.session in ({marks(batch)}) and {STANDING} order by e.seq", batch
        )
        events: dict[bytes | None, list[LogRow]] = {}
        for row in map(log_row, found):
            events.setdefault(row.session, []).append(row)
        named = db.conn.execute(f"{LOG_SESSION.select} where key in ({marks(batch)})", batch).fetchall()
        right: dict[Table, list[Row]] = {table: [] for table in BY_SESSION}
        for key, session in named:
            for table, rows in wanted(key, in_order(events.get(session, ()))).items():
                right[table] += rows
        settle(db, [difference(table, rows_of(db, table, batch), right[table]) for table in BY_SESSION])
        done(len(batch))


def project_further(db: "Database", key: int, new: Sequence[LogRow]) -> None:
    """The same where `new` only adds to the end: folds no more than the entries that it speaks of.

    A session of an hour has 150 events, and folding them all at each repetition costs 5 ms.
    """
    items = sorted({what.item for row in new if isinstance(what := row.what, ItemEvent)})
    found = db.conn.execute(
        f"{SELECT_EVENTS} where e.session = ? and {STANDING} and (e.kind in ({OF_THE_WHOLE})"
        f" or e.seq >= ? or json_extract(body_text(e.body), '$.item') in ({marks(items)})"
        f" or (e.kind = {KIND[ExercisePlanned.kind]} and json_extract(body_text(e.body), '$.rule') = ?))"
        " order by e.seq",
        (key, new[0].seq, *items, GIVEN_BY_ROUTINE),
    )
    right = wanted(key, list(map(log_row, found)))
    for table in (ENTRY, DECISION, REP):  # what else its routine gave only names the courses
        right[table] = [row for row in right[table] if row[1] in items]
    have = {table: rows_of(db, table, [key]) for table in (SESSION, DECLINE, PAIN)}
    have |= {table: rows_of(db, table, [key], items) for table in (ENTRY, DECISION, REP)}
    began = max((row[PERFORMED] for row in have[SESSION]), default=0)
    right[SESSION] = [
        (*row[:PERFORMED], max(row[PERFORMED], began), *row[PERFORMED + 1 :]) for row in right[SESSION]
    ]
    settle(db, [difference(table, have[table], right[table]) for table in BY_SESSION])


def only_adds(db: "Database", key: int) -> bool:
    """Whether all events of a session are of one device, so that the newest is the last."""
    devices = "select count(distinct device) from event where session = ?"
    return bool(db.conn.execute(devices, (key,)).fetchone()[0] == 1)


class Loose(msgspec.Struct, frozen=True):
    """A table made of events of no session: their kinds, its rows' condition, and how they are made."""

    table: Table
    kinds: tuple[str, ...]
    condition: str
    rows: Callable[[list[LogRow]], Iterable[Row]]


LOOSE = (
    Loose(TARGET, ("target-set",), "true", target_rows),
    Loose(SETTING, ("setting-set",), "true", setting_rows),
    Loose(ACTIVITY, ("activity-done",), "true", activity_rows),
    Loose(PAUSE, ("pause-set",), "true", pause_rows),
    Loose(OWN, OWN_KINDS, "true", own_rows),
    Loose(
        DECLINE,
        ("growth-declined",),
        "session is null",
        lambda rows: (decline_row(row, None) for row in rows),
    ),
    Loose(PAIN, ("pain-answered",), "session is null", lambda rows: (pain_row(row, None) for row in rows)),
)


def loose_events(conn: sqlite3.Connection, kinds: tuple[str, ...], condition: str) -> list[LogRow]:
    """Events of these kinds that belong to no session, in order."""
    found = conn.execute(
        f"{SELECT_EVENTS} where e.session is null and e.kind in ({marks(kinds)}) and {condition}"
        " order by e.seq",
        [KIND[kind] for kind in kinds],
    )
    return in_order(map(log_row, found))


def project_loose(db: "Database", kinds: set[str]) -> None:
    """Bring the tables made of these kinds to what their events say."""
    for loose in LOOSE:
        if kinds.intersection(loose.kinds):
            have = db.conn.execute(f"{loose.table.select} where {loose.condition}")
            right = loose.rows(loose_events(db.conn, loose.kinds, STANDING))
            settle(db, [difference(loose.table, have, right)])


def fallen(conn: sqlite3.Connection) -> set[bytes]:
    """The ids of all events that are taken back, as the void events say."""
    return taken_back(loose_events(conn, ("void",), "true"), lambda first: choice(conn, first))


def project_voids(db: "Database") -> set[bytes]:
    """Bring table voided to what the void events say; returns the ids of events that fell or stand again."""
    taken = fallen(db.conn)
    have = db.conn.execute(VOIDED.select).fetchall()
    settle(db, [difference(VOIDED, have, ((name,) for name in taken))])
    return taken.symmetric_difference(name for (name,) in have)


ON_DAY = f"(wall_us / {SECOND_US} + offset_s - {DAY_STARTS_S}) / {DAY_S}"
COUNTED = (  # the tables that one query over all events makes
    (TIP, "select device, max(counter), digest from event group by device"),
    (NEWEST, f"select device, {ON_DAY} as day, max(wall_us) from event group by device, day"),  # noqa: S608
)


def rebuild(db: "Database") -> None:
    """Empty every projection and make it again from the log, inside the open transaction."""
    for table in reversed(PROJECTED):
        db.table(table.name).delete_where()
    project_voids(db)
    for table, query in COUNTED:
        settle(db, [difference(table, (), db.conn.execute(query))])
    project_sessions(db, [key for (key,) in db.conn.execute("select key from log_session order by key")])
    project_loose(db, {kind for loose in LOOSE for kind in loose.kinds})

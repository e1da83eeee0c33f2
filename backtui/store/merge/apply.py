"""Taken in, in one transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from backtui.domain.event_json import LogRow
from backtui.store.append import add_text, erase, landed
from backtui.store.codec import day_number, in_order
from backtui.store.merge.compare import Intake
from backtui.store.packing import KIND, packed
from backtui.store.projections import BATCH, LOOSE, project_loose, project_sessions, project_voids, wanted
from backtui.store.schema import (
    BY_SESSION,
    DEVICE,
    EVENT,
    LOG_SESSION,
    NEWEST,
    VOIDED,
    Row,
    Table,
    insert,
    put,
)

if TYPE_CHECKING:
    from sqlite_utils import Database


AT_ONCE = 2000  # events written between two reports
Told = Callable[[int], object]  # is told how many events or sessions were done


def absorb(db: "Database", intake: Intake, told: Told) -> None:
    """Write an intake that was made of this very state, inside the open transaction.

    `told` hears of each new event twice: when it is written, and when its session is projected.
    """
    (had,) = db.conn.execute("select coalesce(max(key), 0) from log_session").fetchone()
    devices = keys_for(db, DEVICE, [row[2] for row in intake.rows])
    sessions = keys_for(db, LOG_SESSION, [row[4] for row in intake.rows if row[4] is not None])
    (seq,) = db.conn.execute("select coalesce(max(seq), 0) from event").fetchone()
    newest: dict[tuple[int, int], int] = {}
    fresh = defaultdict[int, list[LogRow]](list)  # all events of the sessions that nothing was known of
    for start in range(0, len(intake.rows), AT_ONCE):
        rows: list[Row] = []
        batch = intake.rows[start : start + AT_ONCE]
        for _, name, device, counter, session, wall_us, offset_s, mono_ms, kind, body, made in batch:
            seq += 1
            of = None if session is None else sessions[session]
            if of is not None and of > had:
                logged = LogRow(
                    seq, name, device, counter, session, wall_us, offset_s, mono_ms, kind, body, made
                )  # fmt: skip
                fresh[of].append(logged)
            key = devices[device]
            day = (key, day_number(wall_us, offset_s))
            if newest.get(day, wall_us) <= wall_us:
                newest[day] = wall_us
            times = (wall_us, offset_s, mono_ms)
            rows.append((seq, name, key, counter, of, *times, KIND[kind], packed(body), made))
        insert(db, EVENT, rows)
        told(len(rows))
    _note_newest(db, newest)
    for name, text in intake.texts.items():
        add_text(db, name, text)
    _project(db, intake, sessions, fresh, told)


def keys_for(db: "Database", table: Table, names: list[bytes]) -> dict[bytes, int]:
    """The integers that stand for devices or sessions, given out to the new ones in the order given."""
    key, column = table.columns
    had = dict(db.conn.execute(f"select {column}, {key} from {table.name}"))  # noqa: S608 names are constants
    last = max(had.values(), default=0)
    new = [name for name in dict.fromkeys(names) if name not in had]
    rows = [(last + n, name) for n, name in enumerate(new, 1)]
    insert(db, table, rows)
    return had | {name: number for number, name in rows}


def _note_newest(db: "Database", newest: dict[tuple[int, int], int]) -> None:
    had = {(device, day): wall_us for device, day, wall_us in db.conn.execute(NEWEST.select)}
    later = {key: wall_us for key, wall_us in newest.items() if key not in had or wall_us > had[key]}
    put(db, NEWEST, [(*key, wall_us) for key, wall_us in later.items()])


def _project(
    db: "Database", intake: Intake, sessions: dict[bytes, int], fresh: dict[int, list[LogRow]], told: Told
) -> None:
    """Bring to date what the new events touch, also through what they take back or has been taken back."""
    erase(db, [row.event for row in intake.new("void")])
    found = (landed(db, event_id) for event_id in project_voids(db))
    fallen = [event for event in found if event is not None]
    _project_fresh(db, fresh, told)
    touched = {row[4] for row in intake.rows} | {event.session for event in fallen}
    keys = sorted({sessions[session] for session in touched if session is not None}.difference(fresh))
    left = len(intake.rows) - sum(map(len, fresh.values()))
    project_sessions(db, keys, lambda done: told(round(done * left / len(keys))))
    kinds = {row[8] for row in intake.rows if row[4] is None}
    kinds |= {event.kind for event in fallen if event.session is None}
    project_loose(db, kinds & {kind for loose in LOOSE for kind in loose.kinds})


def _project_fresh(db: "Database", fresh: dict[int, list[LogRow]], told: Told) -> None:
    """The same for sessions that are wholly new: their rows are at hand, and no projection is there yet."""
    taken = {name for (name,) in db.conn.execute(VOIDED.select)}
    keys = sorted(fresh)
    for start in range(0, len(keys), BATCH):
        right: dict[Table, list[Row]] = {table: [] for table in BY_SESSION}
        for key in keys[start : start + BATCH]:
            standing = [row for row in fresh[key] if row.id not in taken]
            for table, rows in wanted(key, in_order(standing)).items():
                right[table] += rows
            told(len(fresh[key]))
        for table in BY_SESSION:
            insert(db, table, right[table])

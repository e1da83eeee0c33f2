"""The log looked over."""

import os
import sqlite3
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from backtui.domain.moments import SECOND_US
from backtui.domain.words.numbers import many, noun
from backtui.store import backup
from backtui.store.chain import breaks, strange_notes
from backtui.store.codec import STANDING
from backtui.store.connection import (
    HEADER_BYTES,
    MAGIC,
    OLDEST_SQLITE,
    connect,
    first_bytes,
    foreign_wal,
    torn,
)
from backtui.store.errors import SQLITE_ERRORS, StoreBusy, spoken
from backtui.store.foreign import differing, stranger
from backtui.store.migrations import APPLICATION_ID, MAJOR, MIGRATIONS, migrate
from backtui.store.projections import COUNTED, LOOSE, fallen, loose_events, told
from backtui.store.schema import BY_SESSION, SESSION, VOIDED, Row, Table, difference

MOST_NAMED = 10
WAIT_S = 5.0
REPAIR = "`backtui doctor --repair` rebuilds them"
SALVAGE = "`backtui restore --salvage` makes a new log of all the others"
MORE_THAN_ASKED = """
    select count(*) from (
        select 1 from rep join entry on entry.session = rep.session and entry.item = rep.item
        group by rep.session, rep.item, rep.side
        having count(*) > entry.reps + coalesce((select sum(value) from json_each(entry.more)), 0)
    )"""
WENT_BACK = """
    select count(*), coalesce(max(fell_us), 0), coalesce(min(seq), 0) from (
        select seq, lag(wall_us) over (partition by device order by counter) - wall_us as fell_us from event
    ) where fell_us > ?"""
LEAST_FALL_US = 60 * SECOND_US  # less is a clock that was set right, as machines do all the time
OTHERS = 0o077  # the permissions of everybody else


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at: its name, whether it is sound (None: it cannot be said), and words."""

    name: str
    sound: bool | None
    said: str


def error_name(error: Exception) -> str:
    """What went wrong, without the text of a row, which some of SQLite's own sentences quote."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(getattr(error, "sqlite_errorname", None) or "a value cannot be read")


def sqlite_finding() -> Finding:
    """Whether this Python's SQLite can do what the log needs."""
    with closing(sqlite3.connect(":memory:")) as conn:
        options = {name for (name,) in conn.execute("pragma compile_options")}
        try:
            conn.execute("select type from json_tree('{}')").fetchone()
            json = True
        except sqlite3.Error:
            json = False
    threads = next((name.lower() for name in sorted(options) if name.startswith("THREADSAFE")), "")
    with_json = "with JSON" if json else "without JSON"
    told = f"SQLite {sqlite3.sqlite_version}, {threads or 'threads unknown'}, {with_json}"
    sound = sqlite3.sqlite_version_info >= OLDEST_SQLITE and json and threads != "threadsafe=0"
    return Finding("sqlite", sound, told)


def private(path: Path, what: str, shown: str) -> Finding:
    """Whether nobody else may read a file or folder that is there."""
    mode = stat.S_IMODE(path.stat().st_mode)
    right = 0o700 if path.is_dir() else 0o600
    if mode & OTHERS:
        return Finding(
            "permissions", False, f"{what} is {mode:04o}; make it private: chmod {right:o} {shown}"
        )
    return Finding("permissions", True, f"{what} is {mode:04o}")


def identity(path: Path) -> Finding:
    """Whether the file's first bytes are those of a log that this version can read."""
    try:
        head = first_bytes(path)
    except OSError as error:
        return Finding("identity", False, f"it cannot be read: {error_name(error)}")
    if head is None:
        return Finding("identity", False, "it is not a file")
    if wrong := _no_log(head) or _unusable(path, head):
        return Finding("identity", False, wrong)
    version = int.from_bytes(head[60:64], "big")
    more = ", which the next start brings along" if version < MIGRATIONS[-1].version else ""
    return Finding("identity", True, f"a backtui log of schema {_shown(version)}{more}")


def _no_log(head: bytes) -> str:
    """Why a file with that header is no log of backtui; "" for one that is."""
    if not head:
        return "it is empty (zero bytes)"
    if not head.startswith(MAGIC) or len(head) < HEADER_BYTES:
        return "it is not a database"
    ours = int.from_bytes(head[68:72], "big") == APPLICATION_ID
    return "" if ours else "it is another program's database"


def _unusable(path: Path, head: bytes) -> str:
    """Why a log with that header cannot be used as it lies there; "" where it can."""
    version = int.from_bytes(head[60:64], "big")
    if version // 1000 > MAJOR:
        return f"schema {_shown(version)} is from a newer backtui; update this one"
    if head[18] != 1:
        return f"schema {_shown(version)}, in the journal mode WAL, which is not safe here"
    wal = foreign_wal(path, head)
    return f"{wal.name} beside it belongs to another database; move it away" if wal else ""


def _shown(version: int) -> str:
    return f"{version // 1000}.{version % 1000}"


def taken_in(path: Path) -> sqlite3.Connection | Finding:
    """A copy of the log in memory, so that nobody waits for the looking; or why there is none."""
    journal = path.with_name(path.name + "-journal")
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with closing(connect(path, "ro", WAIT_S)) as conn:
            backup.hold_still(conn)
            conn.backup(copy)
    except SQLITE_ERRORS as error:
        copy.close()
        if isinstance(spoken(error, path, lambda: ""), StoreBusy):
            return Finding("reading", None, "another program writes; try again")
        if journal.exists() and journal.stat().st_size:
            said = "a write was cut off; start backtui once, which takes it back, and look again"
            return Finding("reading", False, said)
        return Finding("reading", False, f"it cannot be read: {error_name(error)}")
    return copy


def backups(folder: Path, stem: str) -> Finding:
    """How many copies there are, which is the newest sound one, and which cannot be read; by their places."""
    try:
        found = backup.copies(folder, stem)
    except OSError as error:
        return Finding("backups", False, f"the folder cannot be read: {error_name(error)}")
    if not found:
        return Finding("backups", None, "there are none yet; each session that ends makes one")
    sound = next((place for place, path in enumerate(found, 1) if backup.verify(path).sound), None)
    broken = [place for place, path in enumerate(found, 1) if place != sound and not readable(path)]
    told = many(len(found), "copy", "copies")
    newest = "none of them is sound" if sound is None else f"the newest sound one is number {sound}"
    newest = "the newest is sound" if sound == 1 else newest
    if broken:
        places = ", ".join(map(str, broken[:MOST_NAMED]))
        return Finding(
            "backups", False, f"{told}; {newest}; counted from the newest, these cannot be used: {places}"
        )
    return Finding("backups", sound == 1, f"{told}; {newest}")


def readable(path: Path) -> bool:
    """Whether a copy can be read at all; the chain of the newest alone is looked at, for it takes seconds."""
    try:
        with closing(connect(path, "ro", WAIT_S)) as conn:
            (application_id,) = conn.execute("pragma application_id").fetchone()
            (said,) = conn.execute("pragma quick_check(1)").fetchone()
            return bool(application_id == APPLICATION_ID and said == "ok")
    except (*SQLITE_ERRORS, OSError):
        return False


def size_of(path: Path) -> str:
    """A file's size for people."""
    size = os.stat(path).st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def drift(conn: sqlite3.Connection) -> dict[str, int]:
    """How many rows of each table are wrong, missing or too many; a table that is right is left out.

    `conn` is a copy of the log: what is taken back is put right in it first, for all else follows from it.
    """
    found: Counter[str] = Counter()

    def compare(table: Table, have: Iterable[Row], want: Iterable[Row]) -> None:
        change = difference(table, have, want)
        found[table.name] += len(change.gone) + len(change.changed) + len(change.new)

    taken = fallen(conn)
    compare(VOIDED, conn.execute(VOIDED.select), ((name,) for name in taken))
    conn.execute(f"delete from {VOIDED.name}")  # noqa: S608 a constant
    conn.executemany(f"insert into {VOIDED.name} values (?)", [(name,) for name in taken])  # noqa: S608
    for table, query in COUNTED:
        compare(table, conn.execute(table.select), conn.execute(query))
    for (key,) in conn.execute("select key from log_session").fetchall():
        right = told(conn, key)
        for table in BY_SESSION:
            compare(table, of_session(conn, table, key), right[table])
    for loose in LOOSE:
        have = conn.execute(f"{loose.table.select} where {loose.condition}")
        compare(loose.table, have, loose.rows(loose_events(conn, loose.kinds, STANDING)))
    return {name: wrong for name, wrong in found.items() if wrong}


def of_session(conn: sqlite3.Connection, table: Table, key: int) -> list[Row]:
    """The rows that a table has of one session."""
    name = "key" if table is SESSION else "session"
    return conn.execute(f"{table.select} where {name} = ?", (key,)).fetchall()


def findings(conn: sqlite3.Connection) -> Iterator[Finding]:
    """What is found in a copy of the log, which is brought to this version's schema on the way."""
    looks: list[tuple[str, Callable[[sqlite3.Connection], Finding]]] = [
        ("integrity", integrity),
        ("schema", schema),
        ("references", references),
        ("chain", chain),
        ("notes", notes),
        ("projections", projections),
        ("repetitions", repetitions),
        ("clock", clock),
    ]
    for name, look in looks:
        try:
            yield look(conn)
        except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError) as error:
            yield Finding(name, False, f"it cannot be looked at: {error_name(error)}")


def blamed(path: Path, rescue: Callable[[], str]) -> str:
    """What is wrong with a log that a fault came from, and what to do; "" where the log is sound."""
    copy = taken_in(path)
    if isinstance(copy, Finding):
        return "" if copy.sound is None else f"The log at {path} is damaged ({copy.said}); {rescue()}."
    with closing(copy):
        pages = torn(copy)
        wrong = {each.name: each.said for each in findings(copy) if each.sound is False}
    if "projections" in wrong and not pages and wrong.keys() <= {"projections", "integrity"}:
        return f"The log at {path} is damaged: {wrong['projections']}."
    said = pages or next(iter(wrong.values()), "")
    return f"The log at {path} is damaged ({said}); {rescue()}." if said else ""


def integrity(conn: sqlite3.Connection) -> Finding:
    """SQLite's own look at every page."""
    conn.execute("pragma cell_size_check=ON")
    wrong = [row[0] for row in conn.execute("pragma integrity_check") if row[0] != "ok"]
    if wrong:
        first, remedy = torn(conn), ""
        if first:
            remedy = "; `backtui restore --salvage` makes a new log of what can be read"
        return Finding("integrity", False, f"faults: {len(wrong)}; the first: {first or wrong[0]}{remedy}")
    return Finding("integrity", True, "every page is sound")


def schema(conn: sqlite3.Connection) -> Finding:
    """Whether all tables, triggers and views are as they were made; others may be there beside them."""
    (version,) = conn.execute("pragma user_version").fetchone()
    if version > MIGRATIONS[-1].version:
        return Finding("schema", None, "from a newer backtui; not compared")
    if strange := stranger(conn):
        return Finding("schema", False, strange)
    if missing := differing(conn):
        return Finding("schema", False, f"missing or changed: {', '.join(missing[:MOST_NAMED])}")
    return Finding("schema", True, "all tables, triggers and views are there")


def references(conn: sqlite3.Connection) -> Finding:
    """Whether every row has the rows that it refers to."""
    broken = [row[0] for row in conn.execute("pragma foreign_key_check")]
    if broken:
        return Finding("references", False, f"rows without their parent in {', '.join(sorted(set(broken)))}")
    return Finding("references", True, "every row has its parent")


def chain(conn: sqlite3.Connection) -> Finding:
    """Whether every event is as it was written and none is missing."""
    (events,) = conn.execute("select count(*) from event").fetchone()
    broken = [each.said for each in breaks(conn)]
    if broken:
        more = f", and {len(broken) - MOST_NAMED} more" if len(broken) > MOST_NAMED else ""
        return Finding("chain", False, f"{'; '.join(broken[:MOST_NAMED])}{more}; {SALVAGE}")
    return Finding("chain", True, f"{events:,} {noun(events, 'event')}, each as it was written")


def notes(conn: sqlite3.Connection) -> Finding:
    """Whether the texts beside the chain are those that were written."""
    (texts,) = conn.execute("select count(*) from note").fetchone()
    strange = strange_notes(conn)
    if strange:
        named = ", ".join(map(str, strange[:MOST_NAMED]))
        return Finding("notes", False, f"not as written: the notes of the events {named}")
    return Finding("notes", True, f"{texts:,} {noun(texts, 'text')}, each as it was written")


def projections(conn: sqlite3.Connection) -> Finding:
    """Whether the tables that are made from the log are what a rebuild would make."""
    (version,) = conn.execute("pragma user_version").fetchone()
    if version > MIGRATIONS[-1].version:
        return Finding("projections", None, "from a newer backtui; not compared")
    migrate(conn, lambda: None)
    wrong = drift(conn)
    if wrong:
        named = ", ".join(f"{table} ({rows})" for table, rows in wrong.items())
        return Finding("projections", False, f"rows that differ from the log: {named}; {REPAIR}")
    return Finding("projections", True, "every table is what the log says")


def repetitions(conn: sqlite3.Connection) -> Finding:
    """Whether no exercise has more repetitions on a side than its sets ask for; a person may have done so."""
    (found,) = conn.execute(MORE_THAN_ASKED).fetchone()
    if found:
        said = f"{many(found, 'exercise has', 'exercises have')} more than its sets ask for; see history"
        return Finding("repetitions", None, said)
    return Finding("repetitions", True, "no exercise has more than its sets ask for")


def clock(conn: sqlite3.Connection) -> Finding:
    """Whether each machine's clock went on; where it went back, the days around that may be wrong."""
    found, fell_us, seq = conn.execute(WENT_BACK, (LEAST_FALL_US,)).fetchone()
    if found:
        hours, minutes = fell_us // (3600 * SECOND_US), fell_us // LEAST_FALL_US
        by = (
            many(hours // 24, "day")
            if hours >= 48
            else many(hours, "hour")
            if hours
            else many(minutes, "minute")
        )
        said = f"it goes back {many(found, 'time')}, by {by} at most, first at event {seq}"
        why = "a clock was set back, or older entries were imported"
        mends = "`backtui edit ID --date DATE` mends the day of a session"
        return Finding("clock", None, f"{said}: {why}; {mends}")
    return Finding("clock", True, "it never goes back")

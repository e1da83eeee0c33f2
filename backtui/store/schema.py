"""The tables by name."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from sqlite_utils import Database


Row = tuple[Any, ...]
MANY = 30  # rows of one table at once
TOGETHER = 50  # of those in one statement


class Table(msgspec.Struct, frozen=True):
    """A table's name and columns; its first `key` columns are the primary key."""

    name: str
    columns: tuple[str, ...]
    key: int = 1

    @property
    def select(self) -> str:
        """The query for all columns in order, to which a condition may be added."""
        return f"select {', '.join(self.columns)} from {self.name}"  # noqa: S608 names are constants


# fmt: off
DEVICE = Table("device", ("key", "uuid"))
LOG_SESSION = Table("log_session", ("key", "id"))
EVENT = Table("event", (
    "seq", "id", "device", "counter", "session", "wall_us", "offset_s", "mono_ms", "kind", "body", "digest",
))
NOTE = Table("note", ("event", "text"))
LEASE = Table("lease", ("one", "session", "token", "host", "pid", "born", "since_us", "since_offset_s"))
TIP = Table("tip", ("device", "counter", "digest"))
VOIDED = Table("voided", ("id",))
NEWEST = Table("newest", ("device", "day", "wall_us"), key=2)
SESSION = Table("session", (
    "key", "id", "started_us", "started_offset_s", "day", "routine", "face", "minutes", "timing",
    "ended_us", "ended_offset_s", "last_us", "last_offset_s", "state", "alive", "dizzy",
    "pain_before", "pain_after", "morning", "flare", "performed", "by_hand",
))
ENTRY = Table("entry", (
    "session", "item", "exercise", "started_us", "block", "block_kind", "hold_s", "reps", "holds", "sides",
    "rating", "pain", "eased", "how", "begun", "complete", "done", "more", "rest_s", "course", "side",
    "asked", "aim", "tempo", "parts", "rest_before_s", "planned",
), key=2)
DECISION = Table("decision", (
    "session", "item", "exercise", "hold_s", "reps", "from_hold_s", "from_reps", "change", "rule", "why",
    "more", "rest_s", "from_more", "from_rest_s",
), key=2)
REP = Table("rep", ("session", "item", "n", "side", "rep", "holds_s"), key=3)
TARGET = Table("target", (
    "event", "exercise", "by", "hold_s", "reps", "target_hold_s", "target_reps", "locked", "resting",
    "ceiling_hold_s", "ceiling_reps", "needed", "ladder", "priority", "disabled", "side", "more", "rest_s",
    "target_more", "target_rest_s", "ceiling_more", "ceiling_rest_s", "step",
))
DECLINE = Table("decline", ("event", "session", "exercise"))
PAIN = Table("pain", ("event", "session", "asked", "score", "answer"))
SETTING = Table("setting", ("key", "value", "event"))
ACTIVITY = Table("activity", ("event", "day", "what", "minutes"))
PAUSE = Table("pause", ("event", "why", "first", "last"))
OWN = Table("own", ("what", "id", "definition", "event"), key=2)
# fmt: on

BY_SESSION = (SESSION, ENTRY, DECISION, REP, DECLINE, PAIN)  # parents first
PROJECTED = (TIP, VOIDED, NEWEST, *BY_SESSION, TARGET, SETTING, ACTIVITY, PAUSE, OWN)


def insert(db: "Database", table: Table, rows: Sequence[Row]) -> None:
    """Add rows given in the table's column order."""
    if len(rows) > MANY:
        # sqlite-utils looks at every value, which takes seconds where a log of years comes in.
        _insert_many(db, table, rows)
    elif rows:
        db.table(table.name).insert_all([table.columns, *rows])


def _insert_many(db: "Database", table: Table, rows: Sequence[Row]) -> None:
    """The same with many rows in a statement, which takes half as long as one by one."""
    names, place = ", ".join(table.columns), f"({', '.join('?' * len(table.columns))})"
    beginning = f"insert into {table.name} ({names}) values "  # noqa: S608 names are constants
    whole = len(rows) - len(rows) % TOGETHER
    together = beginning + ", ".join([place] * TOGETHER)
    for start in range(0, whole, TOGETHER):
        db.conn.execute(together, list(chain.from_iterable(rows[start : start + TOGETHER])))
    db.conn.executemany(beginning + place, rows[whole:])


def put(db: "Database", table: Table, rows: Sequence[Row]) -> None:
    """Add rows, or change those whose key is there."""
    # sqlite-utils first tries, in the log itself, whether SQLite can do this, and takes a full disk for a no.
    keys, rest = table.columns[: table.key], table.columns[table.key :]
    names, places = ", ".join(table.columns), ", ".join("?" * len(table.columns))
    change = f"update set {', '.join(f'{each} = excluded.{each}' for each in rest)}" if rest else "nothing"
    db.conn.executemany(
        f"insert into {table.name} ({names}) values ({places})"  # noqa: S608 names are constants
        f" on conflict ({', '.join(keys)}) do {change}",
        rows,
    )


def drop(db: "Database", table: Table, keys: Iterable[Row]) -> None:
    """Remove the rows with these keys."""
    where = " and ".join(f"{column} = ?" for column in table.columns[: table.key])
    for key in keys:
        db.table(table.name).delete_where(where, key)


class RowChange(msgspec.Struct, frozen=True):
    """What brings a table's rows to what they should be, with nothing touched that is right already."""

    table: Table
    gone: tuple[Row, ...]
    changed: tuple[Row, ...]
    new: tuple[Row, ...]


def difference(table: Table, have: Iterable[Row], want: Iterable[Row]) -> RowChange:
    """The change from the rows that a table has to those it should have."""
    old = {row[: table.key]: row for row in have}
    right = {row[: table.key]: row for row in want}
    return RowChange(
        table,
        gone=tuple(key for key in old if key not in right),
        changed=tuple(row for key, row in right.items() if key in old and old[key] != row),
        new=tuple(row for key, row in right.items() if key not in old),
    )


def settle(db: "Database", changes: Sequence[RowChange]) -> None:
    """Carry out changes of tables given parents first."""
    for change in changes:
        insert(db, change.table, change.new)
        put(db, change.table, change.changed)
    for change in reversed(changes):
        drop(db, change.table, change.gone)

"""Where two logs said different things about the same since they parted, and which of both holds."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backtui.domain.log import Event
from backtui.store.intake import Intake
from backtui.store.rows import SELECT_EVENTS, LogRow, in_order, log_row
from backtui.store.voids import choice, taken_back

FIELDS = (
    "dose", "target", "ceiling", "locked", "resting", "disabled", "allowed", "needed", "ladder", "priority",
)  # fmt: skip
LOOSE = (
    "setting-set", "target-set", "exercise-saved", "exercise-removed", "routine-saved", "routine-removed",
)  # fmt: skip
Slot = tuple[str, str, str]  # what it is, whose (an exercise, a setting, an item's number), and which of it


@dataclass(frozen=True, slots=True)
class Difference:
    """What here and there said about a thing, each with its time; `here_holds` says which one stands.

    `session` is the start of the session that it is about.
    """

    slot: Slot
    here: Any
    there: Any
    here_at: datetime
    there_at: datetime
    here_holds: bool
    session: datetime | None = None


def differences(conn: sqlite3.Connection, intake: Intake) -> list[Difference]:
    """All of them, of an intake that was not absorbed yet."""
    fallen = taken_back(in_order(intake.voids), lambda first: choice(conn, first))
    fallen |= {name for (name,) in conn.execute("select id from voided")}
    groups: dict[bytes | None, list[LogRow]] = {}
    known = {name for (name,) in conn.execute("select id from log_session")}
    for row in intake.rows:
        if row[4] in known or (row[4] is None and row[8] in LOOSE):
            groups.setdefault(row[4], []).append(log_row(row))
    found = []
    for session, rows in groups.items():
        found += _of_group(_ours(conn, session), rows, intake.ids, fallen)
    return found + list(_deleted(conn, intake, groups))


def _ours(conn: sqlite3.Connection, session: bytes | None) -> list[LogRow]:
    """What this log has about the same session, or about what belongs to none."""
    if session is not None:
        return list(map(log_row, conn.execute(f"{SELECT_EVENTS} where s.id = ? order by e.seq", (session,))))
    marks = ", ".join("?" * len(LOOSE))
    loose = f"{SELECT_EVENTS} where e.session is null and e.kind in ({marks}) order by e.seq"
    return list(map(log_row, conn.execute(loose, LOOSE)))


def _of_group(
    ours: list[LogRow], new: list[LogRow], theirs: set[bytes], fallen: set[bytes]
) -> list[Difference]:
    here: dict[Slot, tuple[int, Event, Any]] = {}
    there: dict[Slot, tuple[int, Event, Any]] = {}
    names = {row.event.id for row in new}
    began = next((row.event.wall for row in ours if row.event.kind == "session-started"), None)
    planned = {
        str(row.event.body["item"]): row.event.body["exercise"]
        for row in ours
        if row.event.kind == "exercise-planned"
    }
    for n, row in enumerate(in_order([*ours, *new])):
        event = row.event
        if event.id in fallen or (event.id in theirs and event.id not in names):
            continue
        side = there if event.id in names else here
        side.update({slot: (n, event, value) for slot, value in said(event)})
    both = [(slot, here[slot], there[slot]) for slot in here if slot in there]
    return [
        Difference(
            (slot[0], planned.get(slot[1], slot[1]), slot[2]),
            *(mine[2], other[2], mine[1].wall, other[1].wall),
            here_holds=mine[0] > other[0],
            session=began,
        )
        for slot, mine, other in both
        if mine[2] != other[2]
    ]


def said(event: Event) -> Iterator[tuple[Slot, Any]]:
    """What an event says about which thing, where a later one about the same thing replaces it."""
    body = event.body
    match event.kind:
        case "rated":
            yield ("rating", str(body["item"]), ""), body["rating"]
        case "pain-answered" if event.session is not None:
            yield ("pain", body["when"], ""), body["answer"] if body.get("answer") else body["score"]
        case "session-started":
            yield ("start", "", ""), body.get("at") or event.wall.isoformat()
        case "session-ended":
            yield ("end", "", ""), body["how"]
        case "setting-set":
            yield ("setting", body["key"], ""), body["value"]
        case "target-set":
            for key in FIELDS:
                if key in body:
                    yield ("target", body["exercise"], key), body[key]
        case "exercise-saved" | "exercise-removed" | "routine-saved" | "routine-removed":
            yield ("own", event.kind.partition("-")[0], body["id"]), body.get("definition")


def _deleted(
    conn: sqlite3.Connection, intake: Intake, groups: dict[bytes | None, list[LogRow]]
) -> Iterator[Difference]:
    """Sessions that one log took back while the other wrote on about them; they stay taken back."""
    slot = ("deleted", "", "")
    corrected = {row.event.session for row in intake.new("session-started")}
    for void, start in _voided_starts(conn, list(intake.new("void"))):
        if start.session in corrected:
            continue
        mine = [row.event.wall for row in _ours(conn, start.session) if row.event.id not in intake.ids]
        if mine:
            yield Difference(slot, None, None, max(mine), void.wall, False, start.wall)
    loose = conn.execute(f"{SELECT_EVENTS} where e.kind = 'void' and e.session is null order by e.seq")
    ours = [row for row in map(log_row, loose) if row.event.id not in intake.ids]
    for void, start in _voided_starts(conn, ours):
        if conn.execute("select 1 from session where id = ?", (start.session,)).fetchone():
            continue
        other = [row.event.wall for row in groups.get(start.session, ())]
        if other:
            yield Difference(slot, None, None, void.wall, max(other), True, start.wall)


def _voided_starts(conn: sqlite3.Connection, voids: list[LogRow]) -> Iterator[tuple[Event, Event]]:
    """Each start of a session that is taken back, with the void that does it."""
    for row in voids:
        for name in row.event.body["events"]:
            found = conn.execute(f"{SELECT_EVENTS} where e.id = ?", (bytes.fromhex(name),)).fetchone()
            start = log_row(found).event if found else None
            if start is not None and start.kind == "session-started":
                yield row.event, start

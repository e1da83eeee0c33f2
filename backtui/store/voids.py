"""What is taken back: by void events, and by the newer of two corrections of the same thing."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

from backtui.domain.changes import named_by_standing
from backtui.domain.log import Event
from backtui.store.rows import SELECT_EVENTS, LogRow, log_row

KEPT_BESIDE = "note-written"  # of two corrected notes both stay
Replacing = Callable[[str], Iterable[Event]]


def taken_back(voids: Sequence[LogRow], replacing: Replacing) -> set[bytes]:
    """The ids of events that are taken back, from all void events in order.

    Two logs may both have taken the same event back and put something in its place; once they are one, what
    the newer choice put there holds, and the older falls. `replacing` gives the events of a choice.
    """
    taken = named_by_standing(row.event for row in voids)
    by: dict[str, str | None] = {}
    beaten: set[tuple[str, str]] = set()  # an older choice, and what it too took back
    for row in reversed(voids):
        if row.event.id in taken:
            continue
        change = row.event.body.get("change")
        for name in row.event.body["events"]:
            if by.setdefault(name, change) != change and change:
                beaten.add((change, name))
    for change, name in beaten:
        events = list(replacing(change))
        taken.update(each.id for each in events if each.kind != "void" and _stands_for(each, name, replacing))
    return taken


def _stands_for(event: Event, name: str, replacing: Replacing) -> bool:
    """Whether an event was put in the place of the one with that id."""
    old = next(iter(replacing(name)), None)
    return old is not None and old.kind != KEPT_BESIDE and _slot(event) == _slot(old)


def _slot(event: Event) -> tuple[object, ...]:
    told = (event.body.get(key) for key in ("item", "side", "rep", "when"))
    return (event.kind, event.session, *told)


def choice(conn: sqlite3.Connection, first: str) -> Iterator[Event]:
    """The event of that id (hex), and those behind it that belong to the same choice of the person."""
    found = conn.execute("select seq from event where id = ?", (bytes.fromhex(first),)).fetchone()
    for row in map(log_row, conn.execute(f"{SELECT_EVENTS} where e.seq >= ? order by e.seq", found or (-1,))):
        if found is None or (row.seq != found[0] and row.event.body.get("change") != first):
            return
        yield row.event

"""Writes a ten-year log, like any other but quickly: python tests/bench/ten_years.py FILE [SESSIONS]."""

import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from backtui.domain.log import Event
from backtui.store.append import Pen
from backtui.store.ids import RANDOM_BYTES, new_id
from backtui.store.project import project_loose, wanted
from backtui.store.rows import LogRow
from backtui.store.store import Store
from backtui.store.tables import BY_SESSION, EVENT, NEWEST, Row, Table

DEVICE = b"ten-years-device"
START = datetime(2016, 3, 1, 7, tzinfo=timezone(timedelta(hours=1)))
SESSIONS = 1600
EVERY = timedelta(days=3652) / SESSIONS
EXERCISES = {
    "hamstring-stretch": ("stretch", "each"), "pretzel": ("stretch", "each"),
    "single-leg-pull": ("stretch", "each"), "double-knee-to-chest": ("stretch", "one"),
    "cat-camel": ("stretch", "one"), "side-stretch": ("stretch", "each"), "back-arch": ("stretch", "one"),
    "pelvic-tilt": ("strength", "one"), "pelvic-lift": ("strength", "one"),
    "partial-sit-up": ("strength", "one"), "arm-reach": ("strength", "each"),
    "leg-reach": ("strength", "each"), "wall-slide": ("strength", "one"),
}  # fmt: skip
LADDER = [(2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (4, 5), (5, 5)]


class Decade:
    """Invents sessions: the ladder climbs in the first year, stays at the target, dips after holidays."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.wall = START

    def id(self) -> bytes:
        """A fresh id at the present moment."""
        return new_id(int(self.wall.timestamp() * 1000), self.chance.randbytes(RANDOM_BYTES))

    def session(self, number: int) -> Iterator[Event]:
        """The events of the session of that number, in order."""
        began = self.wall = START + number * EVERY
        session = self.id()

        def event(kind: str, seconds: float, **body: Any) -> Event:
            self.wall += timedelta(seconds=seconds)
            mono_ms = (self.wall - began) // timedelta(milliseconds=1)
            return Event(self.id(), kind, self.wall, body, session, mono_ms)

        timing = {"get_ready_s": 10.0, "move_s": 2.0, "rest_s": 3.0}
        day = began.date().isoformat()
        yield event("session-started", 0, routine="full", minutes=None, face="screen", day=day, timing=timing)
        rung = 6 if number > 200 else min(number // 2, 6)
        hold_s, reps = LADDER[max(0, rung - (number % 97 == 0))]
        for item, (exercise, (kind, sides)) in enumerate(EXERCISES.items()):
            yield event(
                "exercise-planned", 0, item=item, block=int(kind == "strength"), block_kind=kind,
                sides=sides, exercise=exercise, hold_s=hold_s, reps=reps, holds=1 + (exercise == "cat-camel"),
                change="same", rule="at-target", why=f"{hold_s} s × {reps} is your target.",
                **{"from": {"hold_s": hold_s, "reps": reps}},
            )  # fmt: skip
        for item, (exercise, (_, sides)) in enumerate(EXERCISES.items()):
            for side in ("left", "right") if sides == "each" else ("none",):
                for rep in range(1, reps + 1):
                    holds_s = [float(hold_s)] * (1 + (exercise == "cat-camel"))
                    yield event("rep-ended", hold_s + 4, item=item, side=side, rep=rep, holds_s=holds_s)
            yield event("exercise-ended", 0, item=item, how="done", begun=True)
        for item in range(len(EXERCISES)):
            rating = self.chance.choices(("easy", "comfortable", "hard"), (1, 12, 1))[0]
            yield event("rated", 1, item=item, rating=rating)
        yield event("session-ended", 1, how="done", alive=True)


def put(conn: sqlite3.Connection, table: Table, rows: list[Row]) -> None:
    """Add rows by plain SQL."""
    marks = ", ".join("?" * len(table.columns))
    conn.executemany(f"insert into {table.name} ({', '.join(table.columns)}) values ({marks})", rows)


def write(path: Path, sessions: int = SESSIONS, seed: int = 1) -> int:
    """Write a log of so many sessions, and return how many repetitions it has."""
    with Store(path, device=DEVICE, now=START, create=True) as store:
        decade = Decade(seed)
        store.conn.execute("pragma synchronous=OFF")
        with store.writing() as db:
            reps = sum(write_session(db, list(decade.session(number))) for number in range(sessions))
            project_loose(db, {"target-set", "setting-set"})
    return reps


def write_session(db: Database, events: list[Event]) -> int:
    """Write one session and its projections, and return its repetitions."""
    pen = Pen.of(db, DEVICE)
    rows, logged = zip(*(pen.row(event) for event in events), strict=True)
    put(db.conn, EVENT, list(rows))
    put(db.conn, NEWEST, [(pen.key, day, wall_us) for day, wall_us in pen.newest.items()])
    return project_rows(db, rows[0][4], list(logged))


def project_rows(db: Database, key: int, logged: list[LogRow]) -> int:
    """Write the projections of a session of which nothing is there yet."""
    right = wanted(key, logged)
    for table in BY_SESSION:
        put(db.conn, table, right[table])
    return sum(table.name == "rep" for table in BY_SESSION for _ in right[table])


if __name__ == "__main__":
    began = time.perf_counter()  # a bench measures real time
    target = Path(sys.argv[1])
    wrote = write(target, int(sys.argv[2]) if len(sys.argv) > 2 else SESSIONS)
    size_mb = target.stat().st_size / 1e6
    print(f"{target}: {wrote} repetitions, {size_mb:.1f} MB, {time.perf_counter() - began:.1f} s")

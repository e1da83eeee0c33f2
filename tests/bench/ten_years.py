"""Writes a ten-year log, like any other but quickly: python tests/bench/ten_years.py FILE [SESSIONS]."""

import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from made_events import keys, made
from sqlite_utils import Database

from backtui.domain.event_json import LogRow
from backtui.domain.events import Event
from backtui.store.append import Pen
from backtui.store.codec import RANDOM_BYTES, new_id
from backtui.store.projections import project_loose, wanted
from backtui.store.schema import BY_SESSION, EVENT, Row, Table
from backtui.store.store import Store

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
AEROBIC = ("walking", "cycling", "swimming", "other")
Step = tuple[tuple[int, int], tuple[int, int] | None, str]


class Decade:
    """Invents sessions: the ladder climbs in the first year, stays at the target, dips after holidays.

    Now and then a repetition is missed, an exercise hurts, a session is stopped early; there is pain before
    and after some, aerobic activities on other days, and what the person and the provider have set.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.wall = START
        self.doses: dict[str, tuple[int, int]] = {}

    def step(self, number: int, place: int, exercise: str) -> Step:
        """The dose of an exercise in a session, the one before where it differs, and the reason."""
        rung = 6 if number > 200 else min(number // 2, 6)
        dose = LADDER[max(0, rung - ((number + 7 * place) % 97 == 0))]
        before = self.doses.get(exercise)
        self.doses[exercise] = dose
        if before in (None, dose):
            return dose, before, f"{dose[0]} s × {dose[1]} is your target."
        what = "all held, comfortable two sessions in a row" if dose > (before or dose) else "a break"
        return dose, before, f"{dose[0]} s × {dose[1]}: {what}."

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
            return made(self.id(), kind, self.wall, body, session, mono_ms)

        timing = {"get_ready_s": 10.0, "move_s": 2.0, "rest_s": 3.0}
        day = began.date().isoformat()
        yield event("session-started", 0, routine="full", minutes=None, face="screen", day=day, timing=timing)
        if number % 3 == 0:
            yield event("pain-answered", 0, when="before", score=self.chance.randint(0, 4))
        doses = {}
        for item, (exercise, (kind, sides)) in enumerate(EXERCISES.items()):
            (hold_s, reps), before, why = self.step(number, item, exercise)
            doses[exercise] = (hold_s, reps)
            yield event(
                "exercise-planned", 0, item=item, block=int(kind == "strength"), block_kind=kind,
                sides=sides, exercise=exercise, hold_s=hold_s, reps=reps, holds=1 + (exercise == "cat-camel"),
                change="same", rule="at-target", why=why,
                **{"from": {"hold_s": before[0], "reps": before[1]} if before else None},
            )  # fmt: skip
        last = 5 if number % 61 == 60 else len(EXERCISES)
        for item, (exercise, (_, sides)) in enumerate(list(EXERCISES.items())[:last]):
            hold_s, reps = doses[exercise]
            for side in ("left", "right") if sides == "each" else ("none",):
                for rep in range(1, reps + 1 - (number % 29 == item)):
                    short = self.chance.random() < 0.02
                    holds_s = [hold_s - 1.0 * short] * (1 + (exercise == "cat-camel"))
                    yield event("rep-ended", hold_s + 4, item=item, side=side, rep=rep, holds_s=holds_s)
            if (number + item) % 211 == 0:
                yield event("pain", 0, item=item)
            yield event("exercise-ended", 0, item=item, how="done", begun=True)
        for item in range(last):
            rating = self.chance.choices(("easy", "comfortable", "hard"), (1, 12, 1))[0]
            yield event("rated", 1, item=item, rating=rating)
        yield event("session-ended", 1, how="done" if last == len(EXERCISES) else "stopped", alive=True)
        if number % 3 == 0:
            yield event("pain-answered", 5, when="after", score=self.chance.randint(0, 4 + number % 4))

    def beside(self, number: int) -> Iterator[Event]:
        """What was logged between this session and the next, outside of both."""
        self.wall += timedelta(hours=28)

        def loose(kind: str, **body: Any) -> Event:
            return made(self.id(), kind, self.wall, body)

        if number % 2:
            what, minutes = self.chance.choice(AEROBIC), self.chance.randrange(10, 70, 5)
            day = self.wall.date().isoformat()
            yield loose("activity-done", what=what, minutes=minutes, day=day)
        if number % 40 == 3:
            yield loose("pain-answered", when="other", score=self.chance.randint(1, 6))
        if number % 90 == 45:
            exercise = self.chance.choice(list(EXERCISES))
            target = {"hold_s": 5, "reps": 5}
            yield loose(
                "target-set", exercise=exercise, by="provider" if number % 180 == 45 else "me", target=target
            )


def put(conn: sqlite3.Connection, table: Table, rows: list[Row]) -> None:
    """Add rows by plain SQL."""
    marks = ", ".join("?" * len(table.columns))
    conn.executemany(f"insert into {table.name} ({', '.join(table.columns)}) values ({marks})", rows)


def write(path: Path, sessions: int = SESSIONS, seed: int = 1) -> int:
    """Write a log of so many sessions, and return how many repetitions it has."""
    with Store(path, device=DEVICE, now=START, create=True) as store:
        decade = Decade(seed)
        store.conn.execute("pragma synchronous=OFF")
        reps, kept = 0, list[list[Event]]()
        with store.writing() as db:
            seen = {"key": "notice_seen", "value": True}
            write_loose(db, [made(decade.id(), "setting-set", decade.wall, seen)])
            for number in range(sessions):
                events = list(decade.session(number))
                reps += write_session(db, events)
                write_loose(db, list(decade.beside(number)))
                kept += [events] if number % 80 == 40 else []
            project_loose(db, {"target-set", "setting-set", "activity-done", "pain-answered"})
        for number, events in enumerate(kept):
            store.append(second_thoughts(decade, events, whole=number % 4 == 0))
    return reps


def second_thoughts(decade: Decade, events: list[Event], *, whole: bool) -> list[Event]:
    """A session deleted, or its last rating corrected."""
    rated = next(event for event in reversed(events) if event.kind == "rated")
    wrong = events[0] if whole else rated
    void = made(decade.id(), "void", decade.wall, {"events": [wrong.id.hex()]})
    again = made(decade.id(), "rated", decade.wall, {**keys(rated), "rating": "hard"}, rated.session)
    return [void] if whole else [void, again]


def write_loose(db: Database, events: list[Event]) -> None:
    """Write events of no session; they are projected at the end."""
    pen = Pen.of(db, DEVICE)
    put(db.conn, EVENT, [pen.row(event)[0] for event in events])
    put_newest(db.conn, pen)


def put_newest(conn: sqlite3.Connection, pen: Pen) -> None:
    """Remember the newest time of each day."""
    conn.executemany(
        "insert or replace into newest (device, day, wall_us) values (?, ?, ?)",
        [(pen.key, day, wall_us) for day, wall_us in pen.newest.items()],
    )


def write_session(db: Database, events: list[Event]) -> int:
    """Write one session and its projections, and return its repetitions."""
    pen = Pen.of(db, DEVICE)
    rows, logged = zip(*(pen.row(event) for event in events), strict=True)
    put(db.conn, EVENT, list(rows))
    put_newest(db.conn, pen)
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

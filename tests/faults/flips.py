"""A bit that flips, anywhere in a log, or more that a disk does: doctor names it, or it changes nothing.

A page is gone, is another one's, or as it was some writes ago; a sector is noise; the end is missing.

    PYTHONPATH=tests:tests/faults:tests/faces:tests/store python tests/faults/flips.py --tries 1000 --seed 1

prints what was found and one line. `--stock` does not look at the chain, and fails.
"""

import argparse
import faulthandler
import json
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cli_room import MONDAY, Answer, backtui
from found import Found
from odd_imports import happened
from odd_room import home, wrong_answer
from store_diary import DEVICE, Diary

from backtui.machine import paths
from backtui.store.backup import verify
from backtui.store.chain import SELECT_CHAIN
from backtui.store.store import Store

PAGE, SECTOR = 4096, 512
NOW = MONDAY + timedelta(days=9)
LONGEST_S = 20.0  # that one command may take, also on a busy machine
HANGS_S = 120.0
SAID = ("plan --json", "history --json", "export")  # what may not change unless doctor names it
READS = (*SAID, "today", "why pelvic-tilt")
ONE = SELECT_CHAIN.replace("e.seq > ?", "e.seq = ?")
Row = tuple[Any, ...]


def log_bytes(path: Path) -> tuple[bytes, bytes]:
    """A log with an event of each kind, notes, and days of sessions on several devices, made at `path`.

    First as it was a day before.
    """
    events, texts = happened()
    with Store(path, device=DEVICE, now=MONDAY, create=True) as store:
        store.append(events, texts=texts)
        for day in range(1, 8):
            store.device = DEVICE[:-1] + b"abc"[day % 3 :][:1]
            old = path.read_bytes()
            store.append(Diary(MONDAY + timedelta(days=day)).whole("pelvic-tilt", "pretzel"))
    return old, path.read_bytes()


def rows(path: Path, numbers: Iterator[int] | range) -> dict[int, Row]:
    """The events that SQLite can read, one by one, each with its digest last."""
    found: dict[int, Row] = {}
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
            conn.execute("pragma writable_schema=ON")  # of a broken schema the rest is read
            with suppress(sqlite3.DatabaseError, ValueError):
                conn.execute("select 1 from sqlite_schema").fetchone()
            for number in numbers:
                try:
                    found |= {row[0]: row[1:] for row in conn.execute(ONE, (number,))}
                except (sqlite3.DatabaseError, ValueError):
                    continue
    except (sqlite3.DatabaseError, ValueError):  # SQLite's own sentence may be no text
        pass
    return found


class Flips:
    """One log in one home, which is damaged at each try and then as it was again."""

    def __init__(self) -> None:
        self.path = paths.database_path(None, {})
        self.path.parent.mkdir(mode=0o700, parents=True)
        self.old, self.whole = log_bytes(self.path)
        assert backtui("backup", at=NOW).code == 0
        self.numbers = range(1, 1 + len(rows(self.path, range(1, 10_000))))
        self.rows = rows(self.path, self.numbers)
        ends: dict[bytes, int] = {}
        self.before = {}  # the number of the same device's event before it
        for number, (_, device, *_) in self.rows.items():
            self.before[number] = ends.get(device, 0)
            ends[device] = number
        self.names = {row[0]: row for row in self.rows.values()}
        self.said = {line: self.run(line) for line in SAID}
        self.named = self.found_wrong()
        assert not any(wrong_answer(answer, (0,)) for answer in self.said.values())

    def run(self, line: str) -> Answer:
        """A command's answer."""
        return backtui(*line.split(), at=NOW)

    def found_wrong(self) -> dict[str, str]:
        """What doctor names; the invented doses of this log do not follow from each other."""
        answer = self.run("doctor --json")
        if not answer.out:
            return {"doctor": answer.err}
        checks = json.loads(answer.out)["checks"]
        return {each["check"]: each["said"] for each in checks if each["state"] == "wrong"}

    def put(self, data: bytes) -> None:
        """Only this log is there, and its backup."""
        for each in self.path.parent.glob(f"{self.path.stem}*"):
            if each.is_file():
                each.unlink()
        self.path.touch(mode=0o600)
        self.path.write_bytes(data)

    def faults(self, data: bytes) -> Iterator[tuple[str, str]]:
        """What is wrong with what the program makes of a damaged log: a column of Found, and words."""
        self.put(data)
        for line in ("doctor", "doctor --json", *READS):
            yield from self.crashed(line, self.run(line))
            if self.path.read_bytes() != data:
                yield "lost", f"{line} wrote into it"
        sound = self.found_wrong() == self.named
        if sound:
            for line, before in self.said.items():
                if self.run(line) != before:
                    yield "said_wrongly", f"doctor finds nothing, and {line} says something else"
        yield from self.written(data, sound=sound)
        yield from self.salvaged(data)

    def crashed(self, line: str, answer: Answer) -> Iterator[tuple[str, str]]:
        """A traceback, a fault, a sentence that steers."""
        if wrong := wrong_answer(answer, (0, 1)):
            yield "crashes", f"{line}: {wrong}"

    def written(self, data: bytes, *, sound: bool) -> Iterator[tuple[str, str]]:
        """Nothing is written where events are not as they were; where only other things are, none is lost."""
        self.put(data)
        intact = self.vouched()
        answer = self.run("log pain 3")
        yield from self.crashed("log pain", answer)
        if answer.code == 0:
            if not sound and len(intact) < len(self.rows):
                yield "lost", "log pain wrote into a log with events that are not as they were"
            left = {row[0] for row in rows(self.path, self.numbers).values()}
            if lost := intact - left:
                yield "lost", f"log pain lost {len(lost)} events"
        elif self.path.read_bytes() != data:
            yield "lost", "log pain failed, and wrote into it"

    def vouched(self) -> set[bytes]:
        """The ids of the events that are as they were, behind one whose digest is."""
        now = rows(self.path, self.numbers)
        as_were = {number for number, row in self.rows.items() if now.get(number) == row}
        digests = {0} | {number for number, row in now.items() if row[-1] == self.rows[number][-1]}
        return {self.rows[number][0] for number in as_were if self.before[number] in digests}

    def salvaged(self, data: bytes) -> Iterator[tuple[str, str]]:
        """All that the chain vouches for comes back, and nothing else."""
        self.put(data)
        intact = self.vouched()
        answer = self.run("restore --salvage --yes")
        yield from self.crashed("salvage", answer)
        if answer.code:
            if intact:
                yield "lost", f"salvage gives nothing of {len(intact)} events: {answer.err.strip()}"
            if self.path.read_bytes() != data:
                yield "lost", "salvage failed, and wrote into it"
            return
        back = {row[0]: row for row in rows(self.path, self.numbers).values()}
        if lost := intact - back.keys():
            yield "lost", f"salvage lost {len(lost)} of {len(intact)} events"
        if any(row[6:-1] != self.names[name][6:-1] for name, row in back.items() if name in self.names):
            yield "said_wrongly", "salvage took an event that is not as it was"
        if not verify(self.path).sound:
            yield "said_wrongly", "what salvage made is not sound"


def damaged(old: bytes, whole: bytes, rng: random.Random) -> tuple[str, bytes]:
    """What was damaged in words, and the log with that; `old` is the same log some writes ago."""
    data = bytearray(whole)
    pages = len(data) // PAGE
    kind = rng.random()
    if kind < 0.6:
        return flipped(data, rng, anywhere=kind < 0.25)
    page, other = rng.randrange(pages), rng.randrange(pages)
    here, there = (slice(each * PAGE, (each + 1) * PAGE) for each in (page, other))
    if kind < 0.7:
        data[here] = bytes(PAGE)
        return f"page {page + 1} gone", bytes(data)
    if kind < 0.8:
        data[here] = old[here] or bytes(PAGE)
        return f"page {page + 1} of before", bytes(data)
    if kind < 0.85:
        data[here], data[there] = data[there], data[here]
        return f"pages {page + 1} and {other + 1} changed places", bytes(data)
    if kind < 0.95:
        at = rng.randrange(len(data) // SECTOR) * SECTOR
        data[at : at + SECTOR] = rng.choice((bytes(SECTOR), b"\xff" * SECTOR, rng.randbytes(SECTOR)))
        return f"sector at {at} overwritten", bytes(data)
    at = rng.choice((page * PAGE, rng.randrange(len(data))))
    return f"cut at {at}", bytes(data[:at])


def flipped(data: bytearray, rng: random.Random, *, anywhere: bool) -> tuple[str, bytes]:
    """One bit, also of what is empty where it may be `anywhere`."""
    at = rng.randrange(len(data))
    while not (anywhere or data[at]):
        at = rng.randrange(len(data))
    bit = rng.randrange(8)
    data[at] ^= 1 << bit
    return f"bit {bit} of byte {at} (page {at // PAGE + 1})", bytes(data)


@contextmanager
def unseen_chain() -> Iterator[None]:
    """Nobody looks at the chain."""
    with ExitStack() as stack:
        for name in ("chain", "doctor", "restore"):
            stack.enter_context(patch(f"backtui.store.{name}.breaks", lambda *_: iter(())))
        yield


def flips(tries: int, seed: int, *, stock: bool = False) -> Found:
    """So many damaged logs."""
    rng = random.Random(seed)
    found = Found("bits that flip" + (", stock" if stock else ""))
    with ExitStack() as stack:
        stack.enter_context(home())
        log = Flips()
        if stock:
            stack.enter_context(unseen_chain())
        while found.tries < tries:
            found.tries += 1
            place, data = damaged(log.old, log.whole, rng)
            faulthandler.dump_traceback_later(HANGS_S, exit=True)
            began = time.monotonic()
            for column, words in log.faults(data):
                setattr(found, column, getattr(found, column) + 1)
                found.notes.append(f"{place}: {words}")
            faulthandler.cancel_dump_traceback_later()
            if time.monotonic() - began > LONGEST_S:
                found.crashes += 1
                found.notes.append(f"{place}: took {time.monotonic() - began:.0f} s")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stock", action="store_true")
    raise SystemExit(flips(**vars(parser.parse_args())).told())

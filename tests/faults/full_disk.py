"""A disk that is full or fails, at every change of a file that a command makes.

    python tests/faults/full_disk.py [--only session] [--every 5]

Runs each command again and again; its first change of a file is refused, then its second, and so on until it
comes to its end without: with ENOSPC and EIO, once and from there on. After each the log must be whole, what
was acknowledged in it, nothing twice, nothing half beside it, and what was said true. `--stock` takes the
command's error for its success, which must be found out.
"""

import argparse
import errno
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from disk import Fault, Told, prepared, run
from found import Found
from homes import Homes, backups_of, log_of
from screen_keys import looked_at

from backtui.store.packing import kind_name

COUNTED = re.compile(r"^Repetition \d+ of \d+(?:, (?:left|right) side)?, counted\.$", re.MULTILINE)
KINDS = (Fault(0, errno.ENOSPC), Fault(0, errno.ENOSPC, True), Fault(0, errno.EIO), Fault(0, errno.EIO, True))
TWICE = "select count(*) from (select 1 from rep group by session, item, side, rep having count(*) > 1)"
EVENTS = "select kind, count(*) from event group by kind"
WAITED = ("paused", "resumed")
CONFIG = ".config/backtui/config.toml"
UNFINISHED = re.compile(r"\..+\.new(-journal|-wal|-shm)?")


@dataclass(frozen=True)
class Case:
    """A command that writes; `{given}` in its words is the folder of what it reads."""

    words: str
    home: str = "lived"
    rate: float = 1
    stepwise: bool = False  # it may stop between two of its acknowledged steps
    made: str = ""  # a file below the home that it makes
    screen: Callable[[int], None] | None = None
    act: Callable[[], int] | None = None  # in the place of a command


def set_config() -> int:
    """The change of a setting of this terminal, as the full screen makes it."""
    from backtui.cli.errors import guarded
    from backtui.config.file import save

    def saved() -> int:
        save(Path.home() / CONFIG, "color", "mono")
        print("Saved.", flush=True)
        return 0

    return guarded(saved)


CASES = {
    "session": Case("session --plain --routine short", rate=600, stepwise=True),
    "log": Case("log pain 3"),
    "first": Case("log pain 3", home="empty"),
    "set": Case("set arm-reach --hold 3 --note slowly"),
    "backup": Case("backup"),
    "copy": Case("backup --force {home}/copy.db", made="copy.db"),
    "restore": Case("restore newest --yes"),
    "salvage": Case("restore --salvage --yes"),
    "repair": Case("doctor --repair", home="differs"),
    "import": Case("import {given}/other.json"),
    "own": Case("import {given}/further.toml"),
    "merge": Case("merge {given}/other.db --yes"),
    "export": Case("export -o {home}/log.json", made="log.json"),
    "page": Case("export --format html -o {home}/log.html", made="log.html"),
    "setting": Case("", made=CONFIG, act=set_config),
    "migration": Case("log pain 3", home="old"),
    "screen": Case("", screen=looked_at, stepwise=True),
    "first-screen": Case("", home="empty", screen=looked_at, stepwise=True),
    "migrating-screen": Case("", home="old", screen=looked_at, stepwise=True),
}


@dataclass(frozen=True)
class State:
    """What is in a home: how many events of a kind, and the file that a command makes."""

    events: Counter[str]
    file: bytes
    reps: int
    copies: int

    @classmethod
    def of(cls, home: Path, case: Case) -> "State":
        made = home / case.made
        file = made.read_bytes() if case.made and made.is_file() else b""
        if case.made.endswith(".db") and file:
            file = repr(counts(made)).encode()
        log = log_of(home)
        events = counts(log) if log.is_file() else Counter()
        for (
            each
        ) in WAITED:  # a process without a turn takes the machine for asleep, on a clock that is so quick
            del events[each]
        return cls(
            events,
            re.sub(rb"[0-9a-f-]{32,}", b"", file),
            events["rep-ended"],
            len(list(backups_of(home).glob("*.db"))),
        )


def counts(log: Path) -> Counter[str]:
    """How many events of each kind a log has."""
    with closing(sqlite3.connect(f"file:{log}?mode=ro", uri=True)) as conn:
        return Counter({kind_name(kind): count for kind, count in conn.execute(EVENTS)})


def unfinished(home: Path) -> list[str]:
    """The files that nobody finished."""
    return [path.name for path in home.rglob("*") if UNFINISHED.fullmatch(path.name)]


class Series:
    """All faults of one command."""

    def __init__(self, name: str, homes: Homes, found: Found, *, stock: bool = False) -> None:
        self.name = name
        self.case = CASES[name]
        self.homes = homes
        self.found = found
        self.stock = stock
        self.before = State.of(homes.fresh(self.case.home), self.case)
        self.whole = self._run(Fault())
        assert self.whole.code == 0, self.whole
        self.after = State.of(homes.home, self.case)

    def _run(self, fault: Fault) -> Told:
        home = self.homes.home
        words = self.case.words.format(home=home, given=self.homes.given).split()
        case = self.case
        return run(home, *words, fault=fault, rate=case.rate, screen=case.screen, act=case.act)

    def all(self, kinds: tuple[Fault, ...], every: int) -> None:
        """Each kind of fault at each change, or at every few of them."""
        for begin, kind in enumerate(kinds):
            for nth in range(1 + begin % every, self.whole.changes + 1, every):
                self.homes.fresh(self.case.home)
                self.one(Fault(nth, kind.what, kind.lasting))

    def one(self, fault: Fault) -> None:
        """One fault at one place."""
        told = self._run(fault)
        if self.stock:
            told.code = 0
        self.found.tries += 1
        place = f"{self.name} {errno.errorcode[fault.what]} at {fault.nth} of {self.whole.changes}"
        place += " and after" if fault.lasting else ""
        notes: list[str] = []
        if told.code is None:
            self.found.left_alive += 1
            notes.append("it had to be ended")
        if "Traceback" in told.text or "has a fault" in told.text or told.code not in (0, 1, None):
            self.found.crashes += 1
            notes.append(f"it ended with {told.code}")
        self._afterwards(told, notes)
        if notes:
            self.found.notes.append(f"{place}: {'; '.join(notes)} [{told.text[-200:]}]")
            print(self.found.notes[-1], flush=True)

    def _afterwards(self, told: Told, notes: list[str]) -> None:
        home = self.homes.home
        if self.found.tries % 4 == 0:
            start = run(home, "today")
            if start.code != 0:
                self.found.crashes += 1
                notes.append(f"the next start says {start.text[-300:]}")
        if self.case.home == "differs" and told.code:
            self._run(Fault())  # what could not be mended is mended now
        looked = run(home, "doctor")
        if looked.code != 0 and "cut off" in looked.out:  # the next start is what mends that
            run(home, "today")
            looked = run(home, "doctor")
        if looked.code != 0:
            self.found.crashes += 1
            notes.append(f"doctor: {looked.wrong}")
        state = State.of(home, self.case)
        self._data(told, state, notes)
        if unfinished(home):
            self._run(Fault())
        if left := unfinished(home):
            self.found.crashes += 1
            notes.append(f"left behind: {left}")

    def _data(self, told: Told, state: State, notes: list[str]) -> None:
        """What was acknowledged is there, once; what was said is so."""
        acknowledged = len(COUNTED.findall(told.out))
        if (
            state.reps - self.before.reps < acknowledged
            or (self.before.events & self.after.events) - state.events
        ):
            self.found.lost += 1
            notes.append(f"{acknowledged} were counted, {state.reps - self.before.reps} are there")
        log = log_of(self.homes.home)
        if log.is_file():
            with closing(sqlite3.connect(f"file:{log}?mode=ro", uri=True)) as conn:
                twice = conn.execute(TWICE).fetchone()[0]
            if twice or state.events - (self.before.events | self.after.events):
                self.found.doubled += 1
                notes.append(f"twice: {twice}, {state.events - self.after.events}")
        done = (
            state.events == self.after.events
            and state.file == self.after.file
            and state.copies >= self.after.copies
        )
        begun = state.events == self.before.events and state.file == self.before.file
        if told.code == 0 and not done and not self.case.screen:
            self.found.said_wrongly += 1
            notes.append(f"it ended well, but {self.after.events - state.events} is missing")
        elif told.code == 1 and not told.err and not self.case.screen and "." not in told.out:
            self.found.said_wrongly += 1
            notes.append("it said nothing")
        elif told.code == 1 and self.case.made and f"{log} " in told.err:
            self.found.said_wrongly += 1
            notes.append("it names the log, which was only read")
        elif told.code == 1 and not (done or begun or self.case.stepwise):
            self.found.lost += 1
            notes.append(f"half of it: {state.events - self.before.events}")
        last = self.whole.out.strip().splitlines()[-1:] or [""]
        if (
            told.code != 0
            and begun
            and not done
            and not self.case.stepwise
            and last[0] in told.out.splitlines()
        ):
            self.found.said_wrongly += 1
            notes.append("it was called done")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--only", action="append", choices=CASES)
    parser.add_argument("--every", type=int, default=1, help="only at every so manieth change")
    parser.add_argument("--stock", action="store_true", help="without the exit code of an error; must fail")
    asked = parser.parse_args()
    prepared()
    total = Found("a disk that is full or fails")
    with tempfile.TemporaryDirectory(prefix="full-disk-") as room:
        homes = Homes(Path(room))
        for name in asked.only or CASES:
            before = total.tries
            Series(name, homes, total, stock=asked.stock).all(KINDS, asked.every)
            print(f"{name}: {total.tries - before} tries", flush=True)
    return Found(**{**vars(total), "notes": []}).told()


if __name__ == "__main__":
    raise SystemExit(main())

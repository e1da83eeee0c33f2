"""The power goes at every change of a file that a command makes; what a disk may have kept is looked at.

    python tests/faults/power_loss.py [--only session] [--states 4]

Each command runs once with its changes recorded. After each change there are several states that a power loss
may leave: what was not synced is there, is not, or is in part, by sectors; names are kept by a sync of their
folder, and with `--kind` also by one of the file. In each the log must open, whole, with all that had been
acknowledged, once.
`--stock` runs SQLite's usual settings (journal_mode=DELETE, synchronous=FULL), which lose the last commit.
"""

import argparse
import os
import random
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from disk import prepared, run
from found import Found
from full_disk import CASES, COUNTED, TWICE, State
from homes import Homes, backups_of, log_of

HEAD = struct.Struct("=cQqII")
SECTOR = 512
TRIED = ("session", "log", "first", "backup", "restore", "import", "merge", "migration", "export", "setting")


@dataclass(frozen=True)
class Change:
    """One change as disk.c wrote it down."""

    kind: str
    file: int
    offset: int
    one: bytes
    other: bytes


def recorded(path: Path) -> list[Change]:
    """All changes of a command, in their order."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        kind, file, offset, size, more = HEAD.unpack_from(data, at)
        at += HEAD.size
        found.append(
            Change(kind.decode(), file, offset, data[at : at + size], data[at + size : at + size + more])
        )
        at += size + more
    return found


@dataclass
class File:
    """A file: what of it is on the disk, and the changes since its last sync."""

    kept: bytes = b""
    since: list[Change] = field(default_factory=list)


def changed(data: bytes, change: Change) -> bytes:
    """A file's bytes after a write or a truncation."""
    size = change.offset
    if change.kind == "t":
        return data[:size].ljust(size, b"\0")
    return data[:size].ljust(size, b"\0") + change.one + data[size + len(change.one) :]


class Disk:
    """What is surely on the disk, and what may be."""

    def __init__(self, home: Path, *, kind: bool) -> None:
        self.kind = kind
        self.files: dict[int, File] = {}
        self.names: dict[str, int] = {}
        self.since: list[Change] = []  # changes of names that no folder's sync has kept yet
        self.by_inode: dict[int, int] = {}
        self.folders = {str(home), *(str(path) for path in home.rglob("*") if path.is_dir())}
        for path in home.rglob("*"):
            if path.is_file():
                self._new(path.stat().st_ino, path.read_bytes())
                self.names[str(path)] = self.by_inode[path.stat().st_ino]

    def _new(self, inode: int, data: bytes = b"") -> int:
        self.by_inode[inode] = len(self.files)
        self.files[len(self.files)] = File(data)
        return self.by_inode[inode]

    def take(self, change: Change) -> None:
        """One more change."""
        match change.kind:
            case "c":
                self.since.append(Change("c", self._new(change.file), 0, change.one, b""))
            case "m" | "u":
                self.since.append(change)
            case "r" | "l":
                self.since.append(change)
            case "w" | "t":
                self.files[self.by_inode[change.file]].since.append(change)
            case "s":
                file = self.files[self.by_inode[change.file]]
                file.kept, file.since = self._latest(file), []
                if self.kind:
                    self._keep(os.path.dirname(change.one.decode()))
            case "S":
                self._keep(change.one.decode())

    @staticmethod
    def _latest(file: File) -> bytes:
        data = file.kept
        for each in file.since:
            data = changed(data, each)
        return data

    def _keep(self, folder: str) -> None:
        """The names in a folder are on the disk."""
        mine = [each for each in self.since if self._folder(each) == folder]
        for each in mine:
            self._name(self.names, self.folders, each)
        self.since = [each for each in self.since if self._folder(each) != folder]

    @staticmethod
    def _folder(change: Change) -> str:
        return os.path.dirname((change.other or change.one).decode())

    @staticmethod
    def _name(names: dict[str, int], folders: set[str], change: Change) -> None:
        one, other = change.one.decode(), change.other.decode()
        if change.kind == "c":
            names[one] = change.file
        elif change.kind == "m":
            folders.add(one)
        elif change.kind == "u":
            names.pop(one, None)
        elif one in names:
            names[other] = names.pop(one) if change.kind == "r" else names[one]

    def states(self, chance: random.Random, count: int) -> Iterator[tuple[dict[str, bytes], set[str]]]:
        """Some of the states that the disk may be in now: files by their names, and the folders."""
        for number in range(count):
            names, folders = dict(self.names), set(self.folders)
            last = {0: 0, 1: len(self.since), 2: len(self.since)}.get(number)
            for each in self.since[: chance.randint(0, len(self.since)) if last is None else last]:
                self._name(names, folders, each)
            data = {file: self._data(self.files[file], number, chance) for file in set(names.values())}
            yield {name: data[file] for name, file in names.items()}, folders

    def _data(self, file: File, number: int, chance: random.Random) -> bytes:
        """A file's bytes: only what is kept (0, 2), all (1), or torn."""
        if number in (0, 2) or not file.since:
            return file.kept
        if number == 1:
            return self._latest(file)
        data = file.kept
        for each in file.since:
            if each.kind == "t":
                data = changed(data, each) if chance.random() < 0.5 else data
                continue
            for at in range(0, len(each.one), SECTOR):
                if chance.random() < 0.5:
                    data = changed(data, Change("w", 0, each.offset + at, each.one[at : at + SECTOR], b""))
        return data


def laid(home: Path, files: dict[str, bytes], folders: set[str]) -> None:
    """Put a state where the home was; what lies in a folder that is gone is gone."""
    shutil.rmtree(home)
    for folder in sorted(folders):
        if os.path.dirname(folder) in folders or folder == str(home):
            os.makedirs(folder, mode=0o700, exist_ok=True)
    for name, data in files.items():
        if os.path.isdir(os.path.dirname(name)):
            Path(name).write_bytes(data)


def stock() -> None:
    """The settings that SQLite has by itself."""
    from backtui.store import connection

    others = connection.PRAGMAS[2:]
    connection.PRAGMAS = ("journal_mode=DELETE", "synchronous=FULL", *others)


class Replay:
    """One command, and every state after each of its changes."""

    def __init__(self, name: str, homes: Homes, found: Found, *, kind: bool, usual: bool) -> None:
        self.name = name
        self.case = CASES[name]
        self.homes, self.found = homes, found
        home = homes.fresh(self.case.home)
        self.before = State.of(home, self.case)
        self.disk = Disk(home, kind=kind)
        record = homes.room / f"{name}.changes"
        words = self.case.words.format(home=home, given=homes.given).split()
        told = run(
            *(home, *words),
            record=record,
            rate=self.case.rate,
            before=stock if usual else lambda: None,
            act=self.case.act,
        )
        assert told.code == 0, told
        self.last = (told.out.strip().splitlines() or ["(nothing is said)"])[-1]
        self.after = State.of(home, self.case)
        self.changes = recorded(record)

    def all(self, count: int, seed: int) -> None:
        """Look at so many states after each change."""
        os.umask(0o077)
        chance, said, seen = random.Random(seed), "", 0
        for change in self.changes:
            if change.kind == "!":
                said += change.one.decode()
            else:
                self.disk.take(change)
                seen += 1
            for number, (files, folders) in enumerate(self.disk.states(chance, count)):
                laid(self.homes.home, files, folders)
                self._look(said, f"{self.name}, state {number} after change {seen} ({change.kind})")

    def _look(self, said: str, place: str) -> None:
        self.found.tries += 1
        notes: list[str] = []
        home = self.homes.home
        log = log_of(home)
        if log.exists():
            self._open(log, notes)
        if self.found.tries % 100 == 0 and (looked := run(home, "doctor")).code:
            self.found.crashes += 1
            notes.append(looked.text)
        if not notes:
            self._data(State.of(home, self.case), said, notes)
        if notes:
            self.found.notes.append(f"{place}: {'; '.join(notes)}")
            print(self.found.notes[-1], flush=True)

    def _open(self, log: Path, notes: list[str]) -> None:
        """Open it as the next start does."""
        from datetime import UTC, datetime

        from backtui.store.backup import verify
        from backtui.store.errors import StoreError
        from backtui.store.opening import Site, opened

        site = Site(log, backups_of(log.parents[3]), None, datetime(2026, 3, 2, 7, tzinfo=UTC), 1)
        versions = {verify(path).version for path in backups_of(log.parents[3]).glob("backtui-*.db")}
        migrated = self.name == "migration" and int.from_bytes(log.read_bytes()[60:64], "big") > 1000
        if migrated and 1000 not in versions and not log.with_name("backtui.db-journal").stat().st_size:
            self.found.lost += 1
            notes.append("brought along without a backup")
        try:
            with closing(opened(site, may_create=False)) as conn:
                if conn.execute(TWICE).fetchone()[0]:
                    self.found.doubled += 1
                    notes.append("twice")
            if problems := verify(log).problems:
                self.found.lost += 1
                notes.append(f"not sound: {problems[0]}")
        except (StoreError, sqlite3.Error) as error:
            self.found.lost += 1
            notes.append(str(error))

    def _data(self, state: State, said: str, notes: list[str]) -> None:
        acknowledged = len(COUNTED.findall(said))
        done = state.events == self.after.events and state.file == self.after.file
        begun = state.events == self.before.events and state.file == self.before.file
        copied = state.copies >= self.after.copies
        if (
            self.before.events & self.after.events
        ) - state.events or state.reps - self.before.reps < acknowledged:
            self.found.lost += 1
            notes.append(f"{acknowledged} were counted, {state.reps - self.before.reps} are there")
        elif self.last in said.splitlines() and not (done and (copied or self.case.stepwise)):
            self.found.lost += 1
            notes.append(f"{self.last!r} was said, and {self.after.events - state.events} is missing")
        elif not (done or begun or self.case.stepwise):
            self.found.lost += 1
            notes.append(f"half of it: {state.events - self.before.events}")
        unsound = [
            copy.name for copy in backups_of(self.homes.home).glob("backtui-*.db") if not copy.stat().st_size
        ]
        if unsound:
            self.found.lost += 1
            notes.append(f"backups that are none: {unsound}")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--only", action="append", choices=TRIED)
    parser.add_argument("--states", type=int, default=4, help="so many after each change")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--kind", action="store_true", help="the sync of a file also keeps its name, as ext4 does"
    )
    parser.add_argument("--stock", action="store_true", help="with the usual settings; must fail")
    asked = parser.parse_args()
    prepared()
    total = Found("the power goes")
    with tempfile.TemporaryDirectory(prefix="power-") as room:
        homes = Homes(Path(room))
        for name in asked.only or TRIED:
            before = total.tries
            Replay(name, homes, total, kind=asked.kind, usual=asked.stock).all(asked.states, asked.seed)
            print(f"{name}: {total.tries - before} states", flush=True)
    total.notes.clear()
    return total.told()


if __name__ == "__main__":
    raise SystemExit(main())

"""Five machines with clocks that are set as they like, and folders that are carried at random.

    PYTHONPATH=tests:tests/store .venv/bin/python tests/store/machines.py --steps 10000 --seed 1

prints a line: what was done, and what was lost or differs at the end.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from store_diary import MORNING
from test_store_merge import Hand, content, exported, happened

from backtui.store.backup import verify
from backtui.store.queries import events as event_queries
from backtui.store.store import Store
from backtui.store.sync.memory import alone
from backtui.store.sync.round import Round, SyncSite

MACHINES = 5
OLD_KEPT = 12  # earlier versions that a carrier may bring once more
APART = 0.5  # of the ways between two machines are closed at a time
TOLD_EVERY = 500  # steps
NEW_WAYS = 0.01  # of the steps open and close others
JUMPS = (-4000, -400, -30, -1, 0, 0, 1, 30, 900)  # days by which a clock is set
BESIDE = (
    "{stem}.sync-conflict-20261129-101112-ABCDEFG{end}",
    "{stem} (conflicted copy 2026-11-29 101112){end}",
    "{stem} (laptop's conflicted copy 2026-11-29){end}",
    "{stem}{end}~",
    "{stem}{end}.orig",
    "copy of {stem}{end}",
)
UNDER_WAY = (
    ".syncthing.{name}.tmp",
    "~syncthing~{name}.tmp",
    "{name}.part",
    ".{name}.Xa3bQ9",
    "{name}.!sync",
)


class Machine:
    """A log, what it remembers, its clock, and the folder as it sees it."""

    def __init__(self, room: Path, number: int, device: bytes, seed: int) -> None:
        self.room = room / f"m{number}"
        self.folder = self.room / "folder"
        self.folder.mkdir(parents=True)
        self.log = self.room / "data" / "backtui.db"
        self.number, self.device = number, device
        self.chance = random.Random(seed * 100 + number)
        self.clock = MORNING
        self.logged: set[bytes] = set()  # acknowledged here
        self.deeds = 0
        self.given = 0

    def site(self) -> SyncSite:
        memory = self.room / "state" / "sync.json"
        return SyncSite(self.folder, self.log, self.device, f"m{self.number}", memory, self.clock)

    def open(self) -> Store:
        return Store(self.log, device=self.device, now=self.clock, create=True)

    def do(self) -> None:
        """Something is logged here, by a clock that may be wrong."""
        if self.chance.random() < 0.1:
            self.clock = MORNING + timedelta(days=self.chance.choice(JUMPS))
        self.clock += timedelta(hours=self.chance.randrange(1, 30))
        self.deeds += 1
        with self.open() as store:
            hand = Hand(store, self.chance.randrange(1 << 30))
            hand.wall = self.clock
            add = hand.add

            def noting(*events, texts=None):
                add(*events, texts=texts)
                self.logged |= {event.id for event in events}

            hand.add = noting  # type: ignore[method-assign]
            hand.do()

    def round(self) -> Round:
        """What a start or an end does, on whatever the folder has now."""
        self.clock += timedelta(minutes=self.chance.randrange(600))
        site = self.site()
        with alone(site.memory), self.open() as store:
            made = Round(store, site, lambda: None)
            made.take()
            self.given += made.give() is not None
            made.remember()
        return made

    def join(self) -> None:
        """The question at the first meeting, answered with yes."""
        site = self.site()
        with self.open() as store:
            made = Round(store, site, lambda: None, anew=True)
            made.take()
            made.join([each for each in made.met.values() if each.state == "stranger"])
            made.join_empty()
            made.give()
            made.remember()

    @property
    def own(self) -> Path | None:
        return next(iter(sorted(self.folder.glob(f"backtui-*-{self.device.hex()[:12]}.db"))), None)


class World:
    """The machines, and what carries files between them."""

    def __init__(self, room: Path, seed: int, machines: int = MACHINES, same: int = 1) -> None:
        """`same`: so many of them are copies of one, with its device."""
        self.chance = random.Random(seed)
        self.machines = [
            Machine(room, number, (b"same" if number < same else b"%04d" % number) * 4, seed)
            for number in range(machines)
        ]
        self.closed: set[tuple[int, int]] = set()
        self.old: list[tuple[str, bytes]] = []
        self.did: Counter[str] = Counter()
        self.seen: dict[int, set[bytes]] = {}

    def begin(self) -> None:
        """Each has something of its own; they meet, and each is asked once."""
        for machine in self.machines:
            machine.do()
            machine.round()
        for machine in self.machines:
            for other in self.machines:
                self.carry(machine, other)
        for machine in self.machines:
            machine.join()

    def step(self) -> None:
        if self.chance.random() < NEW_WAYS:
            ways = [(a.number, b.number) for a in self.machines for b in self.machines]
            self.closed = {way for way in ways if self.chance.random() < APART}
        one, other = self.chance.sample(self.machines, 2)
        deeds: Sequence[tuple[float, str, Callable[[], object]]] = (
            (8, "log", one.do),
            (32, "sync", one.round),
            (40, "carry", lambda: self.carry(one, other)),
            (5, "half", lambda: self.half(one, other)),
            (5, "older", lambda: self.older(one)),
            (6, "conflict", lambda: self.conflict(one, other)),
            (3, "under way", lambda: self.under_way(one, other)),
            (1, "lost", lambda: self.lose(one)),
        )
        _, name, deed = self.chance.choices(deeds, [weight for weight, *_ in deeds])[0]
        self.did[name] += 1
        deed()

    def some_file(self, machine: Machine) -> Path | None:
        files = sorted(path for path in machine.folder.iterdir() if path.is_file())
        return self.chance.choice(files) if files else None

    def carry(self, one: Machine, other: Machine) -> None:
        """What is there comes whole, its own file always; maybe with its source's time."""
        if (one.number, other.number) in self.closed:
            return
        for path in sorted(one.folder.glob("backtui-*.db")):
            target = other.folder / path.name
            if path == one.own or not target.exists() or self.chance.random() < 0.3:
                self.bring(path.read_bytes(), target, path)

    def bring(self, data: bytes, target: Path, source: Path | None = None) -> None:
        if target.exists() and target.read_bytes() == data:
            return
        if len(self.old) < OLD_KEPT or self.chance.random() < 0.05:
            self.old.insert(self.chance.randrange(OLD_KEPT), (target.name, data))
            del self.old[OLD_KEPT:]
        fresh = target.with_name(f".carrier-{target.name}")
        fresh.write_bytes(data)
        if source is not None and self.chance.random() < 0.7:
            shutil.copystat(source, fresh)
        fresh.replace(target)

    def half(self, one: Machine, other: Machine) -> None:
        """A file is there in part: cut, or as large as it will be with zeros or odd bytes in its end."""
        path = self.some_file(one)
        if path is None:
            return
        data = path.read_bytes()
        cut = self.chance.randrange(len(data) + 1)
        rest = self.chance.choice(
            [b"", bytes(len(data) - cut), self.chance.randbytes(min(64, len(data) - cut))]
        )
        if path == other.own or self.chance.random() < 0.5:
            target = other.folder / path.name
        else:
            target = other.folder / f"backtui-half-{self.chance.randrange(3):012x}.db"
        target.write_bytes(data[:cut] + rest)

    def older(self, one: Machine) -> None:
        if self.old:
            name, data = self.chance.choice(self.old)
            (one.folder / name).write_bytes(data)

    def conflict(self, one: Machine, other: Machine) -> None:
        path = self.some_file(one)
        if path is not None:
            name = self.chance.choice(BESIDE).format(stem=path.stem[:60], end=path.suffix)
            shutil.copy2(path, other.folder / name)

    def under_way(self, one: Machine, other: Machine) -> None:
        path = self.some_file(one)
        if path is not None:
            data = path.read_bytes()
            name = self.chance.choice(UNDER_WAY).format(name=path.name[:60])
            (other.folder / name).write_bytes(data[: self.chance.randrange(len(data) + 1)])

    def lose(self, one: Machine) -> None:
        """Somebody tidies up: a file goes, or the memory does."""
        path = self.chance.choice([self.some_file(one), one.site().memory])
        if path is not None:
            with suppress(FileNotFoundError):
                path.unlink()

    def heal(self) -> int:
        """All ways are open; how many rounds of all it takes until nobody has anything to say."""
        self.closed = set()
        for turn in range(1, 10):
            given = [machine.given for machine in self.machines]
            for machine in self.machines:
                machine.round()
                for other in self.machines:
                    if other is not machine and machine.own is not None:
                        self.bring(machine.own.read_bytes(), other.folder / machine.own.name, machine.own)
            if given == [machine.given for machine in self.machines]:
                return turn
        raise AssertionError("they do not come to rest")

    def faults(self) -> list[str]:
        """What is not as it has to be, once all is healed."""
        found: list[str] = []
        logged = set().union(*(machine.logged for machine in self.machines))
        documents, orders, contents = [], [], []
        for machine in self.machines:
            problems = verify(machine.log).problems
            found += [f"machine {machine.number}: {each}" for each in problems[:3]]
            with machine.open() as store:
                lacks = logged - {event.id for event in event_queries.every(store)}
                found += [f"machine {machine.number} lacks {len(lacks)} of {len(logged)}"] if lacks else []
                documents.append(exported(store))
                orders.append(happened(store))
                contents.append(content(store))
            left = [each.name for each in machine.folder.glob(".*.new*")]
            found += [f"machine {machine.number} left {left}"] if left else []
        if len({machine.device for machine in self.machines}) == len(self.machines):
            found += ["their exports differ"] if len(set(documents)) > 1 else []
        found += ["their orders differ"] if any(each != orders[0] for each in orders) else []
        found += ["what they say differs"] if any(each != contents[0] for each in contents) else []
        return found + self.restless()

    def restless(self) -> list[str]:
        """Files that a round touches though all is told."""

        def state() -> dict[Path, tuple[bytes, int]]:
            files = [path for each in self.machines for path in each.folder.iterdir() if path.is_file()]
            return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

        before = state()
        for machine in self.machines:
            machine.round()
        after = state()
        changed = [str(path) for path in before | after if before.get(path) != after.get(path)]
        return [f"touched without need: {changed}"] if changed else []


def lived(room: Path, seed: int, steps: int, machines: int = MACHINES, same: int = 1) -> World:
    """Machines after so many steps, not healed yet."""
    world = World(room, seed, machines, same)
    world.begin()
    for number in range(1, steps + 1):
        world.step()
        if number % TOLD_EVERY == 0:
            print(f"{number} steps", file=sys.stderr, flush=True)
    return world


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--same", type=int, default=1, help="so many machines are copies of one")
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="machines-") as room:
        world = lived(Path(room), asked.seed, asked.steps, same=asked.same)
        turns = world.heal()
        faults = world.faults()
        events = len(set().union(*(machine.logged for machine in world.machines)))
    did = ", ".join(f"{number} {name}" for name, number in sorted(world.did.items()))
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{asked.steps} steps (seed {asked.seed}): {did}; {events} events, {turns} turns to heal;"
          f" faults {len(faults)}; {time.monotonic() - began:.0f} s")  # fmt: skip
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

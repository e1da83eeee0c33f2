"""One round: what the folder has is taken in, then this machine's own copy is written where it differs."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from backtui.domain.event_keys import is_content_id
from backtui.machine.files import aside_of
from backtui.store import lease
from backtui.store.backup import copy
from backtui.store.errors import StoreError, StoreUnwritable
from backtui.store.foreign import holds, newest
from backtui.store.merge.compare import Intake, tips_of
from backtui.store.merge.other_log import Other
from backtui.store.queries.events import count, newest_event, texts
from backtui.store.store import Store
from backtui.store.sync.folder import (
    ID_LETTERS,
    Carried,
    carried,
    looked_at,
    own_file,
    put,
    sweep_stale,
    unreachable,
)
from backtui.store.sync.memory import SeenFile, State, SyncMemory, remember, remembered
from backtui.store.sync.met import Met, Stoppable, Stopped, brought, knows_all, opened, told

TRIES = 3  # to write over a file that somebody else writes too


class SessionRuns(StoreError):  # noqa: N818 a name says what is the case
    """A session runs, which nothing may change."""


class SyncSite(msgspec.Struct, frozen=True):
    """A folder, the log that goes through it, and what this machine is called and remembers.

    `device` (16 bytes) is this machine's name in its log, `machine` what people call it.
    """

    folder: Path
    log: Path
    device: bytes
    machine: str
    memory: Path | None
    now: datetime


class Round:
    """One round of a log and its folder; `backup` is made before anything is taken in. Raises StoreError.

    `stop` is asked on the way whether something else comes first. `anew` reads also what was read before.
    """

    def __init__(
        self,
        store: Store,
        site: SyncSite,
        backup: Callable[[], object],
        stop: Callable[[], bool] = lambda: False,
        *,
        anew: bool = False,
    ) -> None:
        self.site = site
        self.met: dict[str, Met] = {}
        self._store = store
        self._backup = backup
        self._stop = stop
        self._memory = self._recalled()
        self._known = {} if anew else self._memory.files
        self._fresh: dict[str, SeenFile] = {}  # what was seen in this round
        self._same = "" if anew else self._memory.written  # the state of the log that our own file has
        self._backed_up = False
        self._mine = site.folder  # our own file, once the folder was looked at

    def _recalled(self) -> SyncMemory:
        """What is remembered, but for what another log or another folder has made of it."""
        found = remembered(self.site.memory)
        mark = (found.mark[0], bytes.fromhex(found.mark[1])) if found.mark else None
        here = mark is not None and holds(self._store.conn, mark)
        if found.folder == str(self.site.folder) and here:
            return found
        return SyncMemory(joined=found.joined, declined=found.declined)

    # Looking and taking in

    def look(self) -> None:
        """Read what is in the folder, and take nothing in."""
        for file in self._files():
            self.met[file.name] = self._meet(file, take=False)

    def take(self) -> None:
        """Take in what is ours; another's logs stay where they are."""
        self._refuse_running()
        for file in self._files():
            self.met[file.name] = self._meet(file, take=True)
        while again := [each for each in self.strangers if self._is_near(each)]:
            # One that was taken in meanwhile has made them ours.
            for each in again:
                self.met[each.file.name] = self._meet(each.file, take=True)

    def _files(self) -> list[Carried]:
        found = carried(self.site.folder, self.site.log)
        self._mine = own_file(self.site.folder, found, self.site.device, self.site.machine)
        return found

    @property
    def strangers(self) -> list[Met]:
        """The logs that have nothing in common with ours, and were not declined."""
        found = [each for each in self.met.values() if each.state == "stranger"]
        return [each for each in found if not set(each.devices) & set(self._memory.declined)]

    def join(self, strangers: Iterable[Met]) -> None:
        """Take these in now, and from now on."""
        listed = list(strangers)
        names = [name for each in listed for name in (*each.devices, each.file.id) if name]
        self._memory = msgspec.structs.replace(
            self._memory,
            joined=tuple(sorted({*self._memory.joined, *names})),
            declined=tuple(sorted({*self._memory.declined}.difference(names))),
        )
        for each in listed:
            self.met[each.file.name] = self._meet(each.file, take=True)

    def join_empty(self) -> None:
        """What is logged one day on a machine whose log is empty now is ours too."""
        ids = {each.file.id for each in self.met.values() if each.state == "known" and not each.devices}
        joined = tuple(sorted({*self._memory.joined, *ids}.difference({""})))
        self._memory = msgspec.structs.replace(self._memory, joined=joined)

    def decline(self, strangers: Iterable[Met]) -> None:
        """Leave these alone, and do not speak of them again."""
        names = {name for each in strangers for name in each.devices}
        declined = tuple(sorted({*self._memory.declined, *names}))
        self._memory = msgspec.structs.replace(self._memory, declined=declined)

    @property
    def mine(self) -> str:
        """The name of our own file."""
        return self._mine.name

    def _is_near(self, met: Met) -> bool:
        """Whether a log that was read before is ours by now, or joined."""
        ours = {device.hex() for device in self._devices()}
        joined = set(self._memory.joined)
        return any({each, each[:ID_LETTERS]} & joined or each in ours for each in met.devices)

    def _devices(self) -> set[bytes]:
        return {self.site.device, *tips_of(self._store.conn)}

    def _meet(self, file: Carried, *, take: bool) -> Met:
        """Read one file, and take in what is new where it is ours."""
        if self._stop():
            raise Stopped("Something else came first.")
        return self._recognised(file) or self._read(file, take=take)

    def _recognised(self, file: Carried) -> Met | None:
        """A file that was read before and is as it was, where nothing has made it ours since."""
        seen = SyncMemory(files=self._known).believed(file.name, file.print, self.site.now)
        if seen is not None and seen.state in ("known", "stranger"):
            met = Met(file, seen.state, seen.devices)
            if seen.state == "known" or not self._is_near(met):
                self._fresh[file.name] = seen
                return met
        return None

    def _read(self, file: Carried, *, take: bool) -> Met:
        own = file.path == self._mine
        self._same = "" if own else self._same
        with ExitStack() as stack:
            try:
                other = stack.enter_context(opened(file, self.site.log))
                met = self._first(file, other)
                if not own and knows_all(self._store, other):  # our own is looked at whole: it may be damaged
                    return self._noted(met)
                intake = self._store.compare(Stoppable(other, self._stop))
            except Stopped:
                raise
            except StoreError as error:
                if self._store.damage is not None:
                    raise
                return told(file, error)
            if own and self._is_alike(other, intake):
                self._same = newest_event(self._store)
            met = msgspec.structs.replace(met, state="new", brings=brought(self._store, intake))
            return self._noted(self._judged(met, other, intake, take=take))

    def _first(self, file: Carried, other: Other) -> Met:
        devices = tuple(sorted(device.hex() for device in other.tips()))
        here, there = {name for (name,) in self._store.ask("select id from session")}, other.sessions()
        return Met(file, "known", devices, sessions=len(there), lacks=len(here - there))

    def _is_alike(self, other: Other, intake: Intake) -> bool:
        """Whether a log has all that ours has, and nothing more."""
        events = intake.nothing and len(intake.ids) == count(self._store)
        return events and other.texts().keys() == texts(self._store).keys()

    def _judged(self, met: Met, other: Other, intake: Intake, *, take: bool) -> Met:
        if intake.nothing:
            return msgspec.structs.replace(met, state="known")
        if not (self._is_near(met) or self._shares(intake)):
            return msgspec.structs.replace(met, state="stranger")
        if not take:
            return met
        if not self._backed_up and count(self._store):
            self._backup()
            self._backed_up = True
        self._store.absorb(Stoppable(other, self._stop), intake, lambda _: None, self._refuse_running)
        return msgspec.structs.replace(met, state="taken")

    def _shares(self, intake: Intake) -> bool:
        """Whether a log has an event of ours. One of a table says nothing: anybody may import the same."""
        if not intake.known:
            return False
        ours = self._store.ask("select id from event")
        return any(name in intake.ids and not is_content_id(name) for (name,) in ours)

    def _noted(self, met: Met) -> Met:
        state: State = "stranger" if met.state == "stranger" else "known"
        if met.state != "new":
            self._fresh[met.file.name] = SeenFile(met.file.print, self.site.now, state, met.devices)
        return met

    def _refuse_running(self) -> None:
        holder = lease.holder(self._store.conn)
        if holder is not None:
            raise SessionRuns(f"A session runs here now ({holder}); what the folder has waits until it ends.")

    # Giving

    def give(self) -> Path | None:
        """Write our own file where it has not what the log has; None where it has, or may not be written.

        A folder in which there are only other people's logs gets nothing of ours.
        What somebody else has put there meanwhile, under the same name, is taken in first.
        """
        sweep_stale(self.site.folder, self.site.now)
        path = self._mine
        if path.name not in self.met and any(each.state == "stranger" for each in self.met.values()):
            return None
        for _ in range(TRIES):
            met = self.met.get(path.name)
            if met is not None and met.state in ("newer", "stranger"):
                return None
            if met is not None and self.is_given:
                return None
            found = looked_at(path)
            if found is None or (met is not None and found.print == met.file.print):
                self._write(path)
                return path
            self.met[path.name] = self._meet(found, take=True)
        return None

    @property
    def is_given(self) -> bool:
        """Whether our own file has all that the log has."""
        return self._same == newest_event(self._store)

    @contextmanager
    def _aside(self) -> Iterator[Path]:
        """A file beside the log for the copy that goes into the folder."""
        log = self.site.log
        with ExitStack() as stack:
            try:
                fresh = stack.enter_context(aside_of(log.with_name(f"{log.name}.sync")))
            except OSError as error:
                raise StoreUnwritable(
                    f"No copy for the sync folder can be made in {log.parent} ({error.strerror}); make"
                    " room there."
                ) from error
            yield fresh

    def _write(self, path: Path) -> None:
        written = newest_event(self._store)
        with self._aside() as fresh:
            copy(self.site.log, fresh)
            try:
                put(fresh, path)
            except OSError as error:
                raise unreachable(self.site.folder, error) from error
        self._same = written
        found = looked_at(path)
        if found is not None:
            self._fresh[path.name] = SeenFile(found.print, self.site.now, "known")

    def remember(self) -> None:
        """Keep what was seen, so that it need not be read again."""
        mark = newest(self._store.conn)
        kept = msgspec.structs.replace(
            self._memory,
            folder=str(self.site.folder),
            mark=(mark[0], mark[1].hex()) if mark else None,
            written=self._same,
            files=self._fresh,
        )
        remember(self.site.memory, kept)

"""Machines kept alike beside everything else: a round at the start, after each session and at the end."""

import os
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backtui.cli.context import READER, Wiring
from backtui.cli.errors import complain, fault_kept
from backtui.domain.words.numbers import many
from backtui.machine import paths

if TYPE_CHECKING:
    from backtui.store.sync.folder import Carried
    from backtui.store.sync.round import Round, SyncSite

ANSWER_S, LONGEST_S = 10.0, 60.0  # that leaving waits for a round that is to stop, and for the last one
APART = 4  # letters of the id of a machine whose name another one has too


class Said(msgspec.Struct, frozen=True):
    """What a round brought, in sentences, and what it could not do."""

    came: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def site_of(wiring: Wiring, folder: str) -> "SyncSite":
    """A folder and the log that goes through it."""
    from backtui.store.sync.folder import machine_name
    from backtui.store.sync.round import SyncSite

    return SyncSite(
        Path(os.path.expanduser(folder)).absolute(),
        wiring.database,
        wiring.device(),
        machine_name(os.uname().nodename),
        paths.sync_memory(wiring.database),
        wiring.clock.now(),
    )


def synced(wiring: Wiring, folder: str, stop: Callable[[], bool]) -> Said:
    """One round that asks nobody anything; what cannot be done now is done another time."""
    from backtui.store.errors import SessionTaken, StoreBusy, StoreError, StoreMissing
    from backtui.store.sync.memory import SyncRuns, alone
    from backtui.store.sync.met import Stopped
    from backtui.store.sync.round import Round, SessionRuns

    site = site_of(wiring, folder)
    try:
        with alone(site.memory), wiring.open_store(READER, create=False) as store, store.speaking():
            made = Round(store, site, wiring.back_up, stop)
            try:
                made.take()
                made.give()
            finally:
                made.remember()
    except (SyncRuns, SessionRuns, Stopped, SessionTaken, StoreBusy, StoreMissing):
        return Said()
    except StoreError as error:
        return Said(troubles=(str(error),))
    except Exception as error:
        return Said(troubles=(fault_kept(error),))
    return said(made)


def said(made: "Round") -> Said:
    """What a round brought, and what it left and why."""
    troubles = [each.said for each in made.met.values() if each.said]
    if made.strangers:
        labels = labelled(made)
        names = ", ".join(labels[each.file.name] for each in made.strangers)
        troubles.append(
            f"The sync folder has a log that shares nothing with yours ({names}); `backtui sync` shows it and"
            " asks whether it is yours too."
        )
    return Said(tuple(came_in(made)), tuple(troubles))


def labelled(made: "Round") -> dict[str, str]:
    """What each file is called in a sentence: its machine, told apart where two have one name."""
    from backtui.store.sync.folder import short_id

    files = [each.file for each in made.met.values()]
    machines = {short_id(made.site.device): made.site.machine}
    machines |= {each.id: each.machine for each in files if each.id}
    many_of = Counter(machines.values())

    def label(file: "Carried") -> str:
        if not file.id:
            return file.name
        return f"{file.machine} ({file.id[:APART]})" if many_of[file.machine] > 1 else file.machine

    return {each.name: label(each) for each in files}


def came_in(made: "Round") -> list[str]:
    """What was taken in, by the machines that logged it."""
    from backtui.store.sync.folder import short_id

    listed = list(made.met.values())
    labels = labelled(made)
    machines = {each.file.id: labels[each.file.name] for each in listed if each.file.id}
    sessions: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for each in listed:
        if each.state != "taken":
            continue
        for device, number in each.brings.sessions.items():
            sessions[machines.get(short_id(device), labels[each.file.name])] += number
        if not each.brings.sessions:
            others[labels[each.file.name]] += each.brings.entries
    told = [f"{many(number, 'session')} from {name}" for name, number in sessions.items()]
    told += [f"{many(number, 'change')} from {name}" for name, number in others.items() if number]
    if not told:
        return []
    *first, last = told
    return [f"{', '.join(first)}{' and ' if first else ''}{last} came in."]


class Syncing:
    """The rounds of one program; `came` and `troubles` get what is to be said of them, each once.

    While a session is held nothing is taken in, and a round that is under way stops.
    """

    def __init__(self, wiring: Wiring, came: list[str], troubles: list[str]) -> None:
        self._came = came
        self._troubles = troubles
        self._wiring = wiring
        self._held = threading.Event()
        self._one = threading.Lock()
        self._told: set[str] = set()

    def begin(self) -> None:
        """A round beside everything else; nobody waits for it, and it ends with the program."""
        if self._wiring.config_file.exists():  # what it says is read in the thread
            threading.Thread(target=self.round, name="sync", daemon=True).start()

    def hold(self) -> None:
        """A session begins."""
        self._held.set()

    def let_go(self) -> None:
        """It is over."""
        self._held.clear()

    def round(self) -> None:
        """A round now, once one that is under way has ended; what it has to say is said once."""
        folder = self._folder()
        if not folder:
            return
        with self._one:
            found = synced(self._wiring, folder, self._held.is_set)
        self._came += found.came
        self._troubles += (each for each in found.troubles if each not in self._told)
        self._told.update(found.troubles)

    def end(self) -> None:
        """The last round; a folder that does not answer keeps nobody here for good."""
        folder = self._folder()
        if not folder:
            return
        self.hold()  # what is under way stops, for it would be done once more
        free = self._one.acquire(timeout=ANSWER_S)
        if free:
            self._one.release()
            self.let_go()
            last = threading.Thread(target=self.round, name="sync", daemon=True)
            last.start()
            last.join(LONGEST_S)
            free = not last.is_alive()
        if not free:
            self._troubles.append(f"The sync folder {folder} does not answer; it is tried again next time.")

    def tell(self) -> None:
        """Say what came, and on stderr what went wrong."""
        from backtui.cli.output import say

        if self._came:
            say(self._wiring, *self._came)
        for each in self._troubles:
            complain(each)
        self._came.clear()
        self._troubles.clear()

    def _folder(self) -> str:
        config = self._wiring.of_own_log()
        return config.sync_folder if config else ""

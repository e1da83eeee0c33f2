"""What this machine remembers of a folder: which files it has read, and whose logs are joined.

It only saves reading: where it is lost or wrong, all is read again, and a week later in any case.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from backtui.machine.files import make_folder, write_private
from backtui.store.errors import StoreError
from backtui.store.sync.folder import Print

State = Literal["known", "stranger", "newer", "unread"]
MOST_BYTES = 1_000_000
BELIEVED = timedelta(days=7)


class SyncRuns(StoreError):  # noqa: N818 a name says what is the case
    """Another backtui brings this log and the folder together now."""


class SeenFile(msgspec.Struct, frozen=True):
    """How a file was when it was read, when that was, what it was, and the devices of its log (hex)."""

    print: Print
    at: datetime
    state: State
    devices: tuple[str, ...] = ()


class SyncMemory(msgspec.Struct, frozen=True):
    """What was seen in a folder by name; devices whose logs are joined, and those that were declined (hex).

    `mark` is the newest event of the log that had taken in all of that: a log without it is another one.
    `written` names the state of the log that this machine's own file has.
    """

    folder: str = ""
    mark: tuple[int, str] | None = None
    written: str = ""
    files: dict[str, SeenFile] = {}
    joined: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()

    def believed(self, name: str, now_print: Print, now: datetime) -> SeenFile | None:
        """What is known of a file that is as it was, if that is not too long ago."""
        seen = self.files.get(name)
        if seen is None or seen.print != now_print or not timedelta(0) <= now - seen.at < BELIEVED:
            return None
        return seen


def remembered(file: Path | None) -> SyncMemory:
    """What a file says; nothing where there is none, or it cannot be read."""
    with suppress(OSError, msgspec.MsgspecError):
        if file is not None and file.stat().st_size <= MOST_BYTES:
            return msgspec.json.decode(file.read_bytes(), type=SyncMemory)
    return SyncMemory()


def remember(file: Path | None, memory: SyncMemory) -> None:
    """Keep it, for this person alone (0600); what cannot be kept is read again another time."""
    if file is not None and remembered(file) != memory:
        with suppress(OSError):
            write_private(file, msgspec.json.encode(memory))


@contextmanager
def alone(memory: Path | None) -> Iterator[None]:
    """While this lasts no other process brings this log and a folder together. Raises SyncRuns."""
    descriptor = _lock(memory)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _lock(memory: Path | None) -> int | None:
    """A lock that goes with the process; None where none can be had, as in a read-only home."""
    if memory is None:
        return None
    try:
        make_folder(memory.parent)
        descriptor = os.open(memory.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise SyncRuns("Another backtui brings this log and the folder together now; try again.") from error
    except OSError:  # a file system without locks
        os.close(descriptor)
        return None
    return descriptor

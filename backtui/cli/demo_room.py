"""The demo's folder: private, gone at the end, and recognised as left behind where that could not be."""

import fcntl
import os
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

PREFIX = "backtui-demo-"
MARKER = "in-use"
YOUNG_S = 3600.0
LEAVING = (signal.SIGHUP, signal.SIGTERM)


@contextmanager
def room() -> Iterator[Path]:
    """A folder (0700) that is deleted at the end, on a signal too; those of killed demos go first."""
    sweep(Path(tempfile.gettempdir()))
    heard = [one for one in LEAVING if signal.getsignal(one) is not signal.SIG_IGN]
    before = {one: signal.signal(one, _leave) for one in heard}
    folder: Path | None = None
    held: int | None = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        held = _hold(folder)
        yield folder
    finally:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)
        if folder is not None:
            clear(folder)
        if held is not None:
            os.close(held)
        for one, handler in before.items():
            signal.signal(one, handler)


def _leave(ending: int, _frame: FrameType | None) -> None:
    """End the program as the signal does, but let the folder be deleted on the way."""
    raise SystemExit(128 + ending)


def _hold(folder: Path) -> int:
    """The marker of a living demo: locked as long as one of its processes lives, seen only once locked."""
    aside = folder / f".{MARKER}"
    held = os.open(aside, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    aside.rename(folder / MARKER)
    return held


def clear(folder: Path) -> None:
    """Delete the folder, as far as that can be done."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(where: Path) -> None:
    """Delete the folders of demos that were killed: nobody holds their marker."""
    with suppress(OSError):
        for folder in where.glob(f"{PREFIX}*"):
            with suppress(OSError):
                if _left_behind(folder):
                    clear(folder)


def _left_behind(folder: Path) -> bool:
    """Whether it is this person's own folder, and no process holds its marker; or OSError."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return False
    try:
        held = os.open(folder / MARKER, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return time.clock_gettime(time.CLOCK_REALTIME) - found.st_mtime > YOUNG_S
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(held)
    return True

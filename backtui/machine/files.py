"""Whole or not at all: private, atomic files."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EINVAL, ENOTDIR
from pathlib import Path

SIDES = ("-journal", "-wal", "-shm")  # what SQLite puts beside a database
UNFINISHED = rf"\.(?P<name>.+)\.(?P<pid>\d{{1,9}})-[0-9a-f]+\.new(?:{'|'.join(SIDES)})?"


class NotAFileError(OSError):
    """A pipe, a device or a folder has the name of a file that is to be read or written."""

    def __init__(self, path: Path) -> None:
        super().__init__(EINVAL, "it is not a file", str(path))


class TargetError(ValueError):
    """A file that may not be written; the text is the rest of a sentence that begins with its name."""


def target(file: str, log: Path, taken: str = "") -> Path:
    """The file to write, when that harms nothing, above all not the log. Raises TargetError.

    `taken` is what is said where it is there already; without it that is replaced.
    """
    if not file:
        raise TargetError(" needs a name")
    path = Path(os.path.expanduser(file)).absolute()
    real, own = os.path.realpath(path), os.path.realpath(log)
    if real in (own, *(own + side for side in SIDES)):
        raise TargetError(" is the log itself; name another file")
    if not path.parent.is_dir():
        raise TargetError(f": there is no folder {path.parent}")
    if path.exists() and not path.is_file():
        raise TargetError(" is not a file")
    if taken and (path.exists() or path.is_symlink()):
        raise TargetError(taken)
    return path


def bytes_of(path: Path, most: int, flags: int = 0) -> bytes:
    """The first `most` bytes of a file; nobody waits for a pipe or reads a device. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotAFileError(path)
    with open(descriptor, "rb") as file:
        return file.read(most)


def own(found: os.stat_result) -> bool:
    """Whether a file or folder is this person's, and nobody else may write there."""
    return found.st_uid == os.getuid() and not found.st_mode & 0o022


def make_folder(folder: Path) -> None:
    """Create a folder, and each missing one above it, for this person alone (0700); they last. Or OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(ENOTDIR, "it is not a folder", str(folder)) from error
    sync_folder(folder.parent)


@contextmanager
def aside_of(path: Path) -> Iterator[Path]:
    """A new empty file (0600) beside `path`, gone at the end unless it was renamed.

    Where none can be made the OSError names `path`, which is what a person knows.
    """
    sweep(path.parent, path.name.__eq__)
    fresh = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.new")
    try:
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    try:
        yield fresh
    finally:
        with suppress(OSError):  # what a failing disk keeps of it is swept another time
            remove(fresh)


def write_private(path: Path, data: bytes) -> None:
    """Put `data` at `path` with mode 0600, whole or not at all; OSError leaves what was there untouched.

    A symbolic link is followed, so that a file kept elsewhere (dotfiles) stays where it is; one to a device
    (/dev/null) is refused, for whoever may do all would put a file in the device's place.
    """
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        raise NotAFileError(real)
    make_folder(real.parent)
    with aside_of(real) as fresh:
        fresh.write_bytes(data)
        sync_file(fresh)
        os.replace(fresh, real)
    sync_folder(real.parent)


def remove(path: Path) -> None:
    """Delete a file, and what SQLite left beside it."""
    path.unlink(missing_ok=True)
    remove_sides(path)


def remove_sides(path: Path) -> None:
    """Delete what SQLite left beside a database: a new one of that name would take it for its own."""
    for side in SIDES:
        path.with_name(path.name + side).unlink(missing_ok=True)


def sweep(folder: Path, ours: Callable[[str], object]) -> None:
    """Delete the unfinished files in a folder whose processes were killed, for names that are `ours`."""
    for name in os.listdir(folder):
        unfinished = re.fullmatch(UNFINISHED, name) if name.startswith(".") else None
        if unfinished is None or not ours(unfinished["name"]):
            continue
        try:
            os.kill(int(unfinished["pid"]), 0)
        except ProcessLookupError:
            with suppress(OSError):
                folder.joinpath(name).unlink()
        except PermissionError:
            continue  # it runs, as somebody else


def sync_file(path: Path) -> None:
    """Make a file's bytes last through a power loss."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder last through a power loss, where the file system can."""
    with suppress(OSError):
        sync_file(folder)

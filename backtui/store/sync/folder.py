"""The folder that another program carries: which files in it may be logs, and this machine's own."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from errno import EINVAL, EIO
from pathlib import Path
from shutil import copyfileobj

import msgspec

from backtui.machine.files import SIDES, UNFINISHED, aside_of, sync_file, sync_folder
from backtui.machine.sha256 import sha256
from backtui.store.connection import HEADER_BYTES, MAGIC
from backtui.store.errors import StoreError, StoreUnwritable
from backtui.store.migrations import APPLICATION_ID, MAJOR

OURS, ENDING, ID_LETTERS, NAME_LETTERS = "backtui-", ".db", 12, 30
NAME = re.compile(rf"{OURS}(?P<machine>.+?)-(?P<id>[0-9a-f]{{{ID_LETTERS}}})(?P<rest>.*)", re.DOTALL)
# What is under way: of Syncthing, Nextcloud, Dropbox, rsync, browsers; and what SQLite leaves beside a log.
HIDDEN = (".", "~")
UNDER_WAY = (".tmp", ".part", ".partial", ".crdownload", ".!sync", ".swp", *SIDES)
LARGEST = 1 << 29  # bytes; the log of ten years has less than a tenth of it
STALE = timedelta(days=1)
PIECE = 1 << 20


class UnsettledFile(StoreError):  # noqa: N818 a name says what is the case
    """A file that is still being written."""


class Print(msgspec.Struct, frozen=True, array_like=True):
    """What tells that a file is as it was: size, time (ns), number, and a header that each change changes."""

    size: int
    changed_ns: int
    inode: int
    head: str


class Carried(msgspec.Struct, frozen=True):
    """A file of the folder that may be a log. `machine` and `id` are what its name says, "" where nothing."""

    path: Path
    print: Print
    machine: str
    id: str
    rest: str

    @property
    def name(self) -> str:
        """The file's name, as text."""
        return os.fsencode(self.path.name).decode("utf-8", "replace")

    @property
    def is_copy(self) -> bool:
        """Whether it is no machine's own file: a conflict copy, or one that a person put there."""
        return not self.id or self.rest != ENDING

    @property
    def is_newer(self) -> bool:
        """Whether a newer backtui wrote it, which this one cannot read."""
        head = bytes.fromhex(self.print.head)
        return is_log(head) and int.from_bytes(head[60:64], "big") // 1000 > MAJOR


def is_log(head: bytes) -> bool:
    """Whether a file with that header is a log of backtui."""
    whole = len(head) == HEADER_BYTES and head.startswith(MAGIC)
    return whole and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def short_id(device: bytes) -> str:
    """What stands for a device in the name of its file."""
    return device.hex()[:ID_LETTERS]


def machine_name(host: str) -> str:
    """What a machine is called in the name of its file: the first part of its host's name."""
    plain = re.sub(r"[^a-z0-9]+", "-", host.partition(".")[0].lower()).strip("-")
    return plain[:NAME_LETTERS].rstrip("-") or "machine"


def carried(folder: Path, log: Path) -> list[Carried]:
    """What may be a log in a folder, by name. Raises StoreUnwritable where the folder cannot be used."""
    refuse_folder(folder, log)
    try:
        names = sorted(name for name in os.listdir(folder) if _may_be(name))
    except OSError as error:
        raise unreachable(folder, error) from error
    return [found for name in names if (found := looked_at(folder / name)) is not None]


def refuse_folder(folder: Path, log: Path) -> None:
    """Raise StoreUnwritable for a folder that is not there, or is the log's own."""
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "is not there"
        raise StoreUnwritable(
            f"The sync folder {folder} {what}; make or mount it, or name another:"
            " `backtui sync FOLDER --keep`."
        )
    if os.path.realpath(folder) == os.path.realpath(log.parent):
        raise StoreUnwritable(f"The sync folder {folder} is where the log itself is; name another one.")


def unreachable(folder: Path, error: OSError) -> StoreUnwritable:
    """The sentence for a folder that cannot be read or written."""
    return StoreUnwritable(
        f"The sync folder {folder} cannot be read or written ({error.strerror}); check it, its disk and its"
        " permissions."
    )


def _may_be(name: str) -> bool:
    if name.startswith(HIDDEN) or name.lower().endswith(UNDER_WAY):
        return False
    return name.startswith(OURS) or name.endswith(ENDING)


def looked_at(path: Path) -> Carried | None:
    """A file as it is now; None for what is none, for a link, and for one that is nothing of backtui's."""
    try:
        kind = path.lstat()
        if not stat.S_ISREG(kind.st_mode):
            return None
        head = _head(path)
    except OSError:
        return None
    parts = NAME.fullmatch(path.name)
    if parts is None and not is_log(head):
        return None
    of = Print(kind.st_size, kind.st_mtime_ns, kind.st_ino, head.hex())
    if parts is None:
        return Carried(path, of, path.stem, "", "")
    return Carried(path, of, parts["machine"], parts["id"], parts["rest"])


def _head(path: Path) -> bytes:
    """The header; nothing of a file that cannot be read."""
    with suppress(OSError), open(_descriptor(path), "rb") as file:
        return file.read(HEADER_BYTES)
    return b""


def _descriptor(path: Path) -> int:
    """A file open for reading: no link is followed, and a pipe makes nobody wait. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(EINVAL, "it is not a file")


def bring(path: Path, fresh: Path) -> None:
    """Copy a file's bytes into a private one, to be opened there. Raises OSError of that one, StoreError."""
    with fresh.open("wb") as target:
        for piece in _pieces(path):
            target.write(piece)


def _pieces(path: Path) -> Iterator[bytes]:
    """A file's bytes, as it was all the time. Raises StoreError."""
    try:
        with open(_descriptor(path), "rb") as source:
            before = os.fstat(source.fileno())
            if before.st_size > LARGEST:
                raise StoreUnwritable(f"{path} has more than {LARGEST >> 20} MB, so nothing of it was taken.")
            while piece := source.read(PIECE):
                yield piece
            after = os.fstat(source.fileno())
    except OSError as error:
        raise StoreUnwritable(f"{path} cannot be read ({error.strerror}); check it.") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnsettledFile(f"{path.name} is being written")


def own_file(folder: Path, files: list[Carried], device: bytes, machine: str) -> Path:
    """Where this machine's copy of its log is, under the name that it once had, or is to be."""
    mine = short_id(device)
    had = (each.path for each in files if each.id == mine and not each.is_copy)
    return next(had, folder / f"{OURS}{machine}-{mine}{ENDING}")


def put(copy: Path, target: Path) -> None:
    """Put a finished copy in the folder under its name, whole or not at all. Raises OSError."""
    with aside_of(target) as fresh:
        with copy.open("rb") as source, fresh.open("wb") as written:
            copyfileobj(source, written, PIECE)
        sync_file(fresh)
        if _sum(fresh) != _sum(copy):
            raise OSError(EIO, "what was written there is read otherwise")
        sync_folder(target.parent)
        fresh.replace(target)
        sync_folder(target.parent)


def _sum(path: Path) -> bytes:
    made = sha256(b"")
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            made.update(piece)
    return made.digest()


def sweep_stale(folder: Path, now: datetime) -> None:
    """Delete what a machine left unfinished in the folder a day ago or more; its own it sweeps at once."""
    for path in _unfinished(folder):
        with suppress(OSError):
            if path.lstat().st_mtime < (now - STALE).timestamp():
                path.unlink()


def _unfinished(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        for name in os.listdir(folder):
            found = re.fullmatch(UNFINISHED, name)
            if found is not None and NAME.fullmatch(found["name"]):
                yield folder / name

"""Open, make, or refuse where one was lost."""

import contextlib
import json
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec

from backtui.machine.files import bytes_of, make_folder, sweep
from backtui.store.connection import (
    HEADER_BYTES,
    connect,
    create,
    inspect,
    open_existing,
    speaking,
    tune,
)
from backtui.store.errors import SQLITE_ERRORS, StoreLost, StoreMissing, StoreUnwritable
from backtui.store.foreign import refuse_stranger
from backtui.store.migrations import migrate, pending

MOST_BYTES = 1_000_000  # of the list of logs: thousands of them


def had(known: Path, path: Path) -> bool:
    """Whether the file `known` lists the log at `path`."""
    try:
        lines = bytes_of(known, MOST_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return False
    return json.dumps(str(path.absolute())) in lines


def remember(known: Path, path: Path) -> None:
    """List the log at `path` in the file `known`, a line each.

    A mark that cannot be written only weakens a later warning, so it stops nobody from training.
    """
    if had(known, path):
        return
    with contextlib.suppress(OSError):
        make_folder(known.parent)
        descriptor = os.open(known, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o600)
        try:
            os.write(descriptor, json.dumps(str(path.absolute())).encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


IN_MEMORY = Path(":memory:")
FREE_AT_MOST = 4  # one page of so many


class Site(msgspec.Struct, frozen=True):
    """Where a log is, where its backups and its machine's list of logs are, and how it is opened."""

    path: Path
    backups: Path
    known: Path | None
    now: datetime
    wait_s: float

    def is_ours(self, name: str) -> bool:
        """Whether a file beside the log is the log, or one that was replaced."""
        return name == self.path.name or name.startswith(f"{self.path.stem}-replaced-")

    def rescue(self) -> str:
        """What to do when the file cannot be used."""
        return rescued(self.path, self.backups)


def opened(site: Site, may_create: bool) -> sqlite3.Connection:
    """A connection to the log, at this version's schema. Raises StoreError."""
    if site.path == IN_MEMORY:
        return in_memory()
    if not there(site.path):
        refuse_lost(site)
        if not may_create:
            raise StoreMissing(f"There is no log at {site.path} yet; the first session makes one.")
        create(site.path)
    with contextlib.suppress(OSError):
        sweep(site.path.parent, site.is_ours)
    conn = open_existing(site.path, site.wait_s, site.rescue)
    try:
        with speaking(site.path, site.rescue):
            if pending(conn):
                bring_along(conn, site)
    except BaseException:
        conn.close()
        raise
    if site.known is not None:
        remember(site.known, site.path)
    return conn


def copied(site: Site) -> sqlite3.Connection:
    """What a log says that cannot be opened as it lies, in memory and at this version's schema.

    It may have an older schema or the journal mode WAL, and its disk may take nothing. Raises StoreError.
    """
    inspect(site.path, site.rescue)
    head = bytes_of(site.path, HEADER_BYTES)
    wal = site.path.with_name(f"{site.path.name}-wal")
    # Without what SQLite would have to make beside it; what stands there already must not be passed over.
    alone = head[18] != 1 and not (wal.exists() and wal.stat().st_size)
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with speaking(site.path, site.rescue):
            with closing(connect(site.path, "ro&immutable=1" if alone else "ro", site.wait_s)) as source:
                refuse_stranger(source, site.path, site.rescue)
                source.backup(copy)
            tune(copy)
            migrate(copy, before=lambda: None)
    except BaseException:
        copy.close()
        raise
    return copy


def rescued(path: Path, backups: Path) -> str:
    """What to do when the log at `path` cannot be used; looking for backups is learned only then."""
    from backtui.store.backup import rescue

    return rescue(path, backups)


def bring_along(conn: sqlite3.Connection, site: Site) -> None:
    """Bring an old log to this version's schema, after a verified backup."""
    from backtui.store.backup import backup_file  # loaded before the lock is taken: others wait for that

    if migrate(conn, before=lambda: backup_file(site.path, site.backups, site.now)):
        give_back(conn)


def give_back(conn: sqlite3.Connection) -> None:
    """Let go of the room that is free in a file, where that is much; while others hold it, it stays."""
    with contextlib.suppress(*SQLITE_ERRORS):
        (free,), (pages,) = (
            conn.execute(f"pragma {each}").fetchone() for each in ("freelist_count", "page_count")
        )
        if free * FREE_AT_MOST > pages:
            conn.execute("vacuum")


def refuse_unreadable(site: Site) -> None:
    """Raise unless there is a log that this version could open; nothing is opened, made or changed."""
    if not there(site.path):
        refuse_lost(site)
        raise StoreMissing(f"There is no log at {site.path} yet; the first session makes one.")
    inspect(site.path, site.rescue)


def there(path: Path) -> bool:
    """Whether something has that name; StoreUnwritable when nobody here may know."""
    try:
        return path.exists()
    except OSError as error:
        raise StoreUnwritable(
            f"The log at {path} cannot be looked for ({error.strerror}); check its folders."
        ) from error


def in_memory() -> sqlite3.Connection:
    """A log that ends with the program."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    tune(conn)
    migrate(conn, before=lambda: None)
    return conn


def refuse_lost(site: Site) -> None:
    """Raise where there has been a log that is not there now."""
    if site.path.is_symlink():
        raise StoreLost(
            f"The log at {site.path} is a link to {site.path.readlink()}, which is not there, so nothing was"
            f" made in its place; bring that file back or remove the link; {site.rescue()}."
        )
    if was_there(site.path, site.backups, site.known):
        raise StoreLost(f"The log at {site.path} is gone, so nothing was made in its place; {site.rescue()}.")


def was_there(path: Path, backups: Path, known: Path | None) -> bool:
    """Whether there has been a log in that place: this machine knows it, or its backups lie beside it."""
    from backtui.store.backup import copies

    with contextlib.suppress(OSError):
        if copies(backups, path.stem):
            return True
    return known is not None and had(known, path)

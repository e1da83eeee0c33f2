"""Puts a verified copy in the log's place, all or nothing; what was there is kept beside it."""

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from backtui.machine.files import SIDES, aside_of, make_folder, remove_sides, sync_file, sync_folder
from backtui.store.backup import STAMP, WAIT_S, Findings, hold_still, pour, verify
from backtui.store.chain import breaks
from backtui.store.connection import connect, first_bytes, refuse_newer, speaking, tune
from backtui.store.errors import SQLITE_ERRORS, StoreBusy, StoreDamaged, StoreError, StoreUnwritable, spoken
from backtui.store.lease import Holder, holder
from backtui.store.migrations import pending
from backtui.store.projections import rebuild
from backtui.store.schema import LEASE
from backtui.store.store import Store


def sound_copy(copy: Path) -> Findings:
    """What is in a copy that may take the log's place. Raises StoreError, which says why it may not."""
    try:
        if first_bytes(copy) is None:
            raise StoreError(f"The copy {copy} is not a file; name another one.")
    except OSError as error:
        raise StoreError(f"The copy {copy} cannot be read ({error.strerror}); name another one.") from error
    found = verify(copy, foreign=True)
    if not found.sound:
        raise StoreDamaged(f"The copy {copy} is not sound ({found.problems[0]}), so nothing was touched.")
    refuse_newer(copy, found.version)
    return found


def here(path: Path) -> Findings:
    """What is in the log's place now; the problem says in a few words what is wrong there."""
    try:
        size = path.stat().st_size
    except OSError as error:
        gone = isinstance(error, FileNotFoundError)
        return Findings(problems=("it is gone" if gone else f"it cannot be read: {error.strerror}",))
    return verify(path) if size else Findings(problems=("it is empty",))


def lacking(copy: Path, path: Path) -> int:
    """How many events of the log at `path` are not in the copy; as many as can be read."""
    found: list[set[bytes]] = []
    for each in (path, copy):
        with suppress(*SQLITE_ERRORS), closing(connect(each, "ro", WAIT_S)) as conn:
            found.append({name for (name,) in conn.execute("select id from event")})
    return len(found[0] - found[1]) if len(found) == 2 else 0


def running(path: Path) -> Holder | None:
    """Who runs a session in the log at `path`; nobody where that cannot be read."""
    with suppress(*SQLITE_ERRORS, OSError), closing(connect(path, "ro", WAIT_S)) as conn:
        return holder(conn)
    return None


def restore(copy: Path, path: Path, now: datetime, renew: Callable[[], object]) -> Path | None:
    """Put a sound copy in the place of the log and return where what was there is kept (None: nothing was).

    `renew` gives this machine a new name before the copy has its place; when it fails nothing is changed.
    Whoever runs a session in the log that is replaced is told so at the next write. Raises StoreError.
    """
    if same_file(copy, path):
        raise StoreError(f"{copy} is the log itself; name a copy of it.")
    sound_copy(copy)
    return put_in_place(path, now, lambda fresh: fill(copy, fresh), renew)


def put_in_place(
    path: Path, now: datetime, make: Callable[[Path], None], renew: Callable[[], object]
) -> Path | None:
    """Let `make` fill an empty file beside the log, and give it the log's place. Raises StoreError."""
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        raise StoreError(f"{path} is not a file, so nothing was touched; name another place with --db.")
    try:
        make_folder(real.parent)
        forget_unfinished(real)
        with aside_of(real) as fresh:
            with speaking(path, lambda: "nothing was touched"):
                make(fresh)
            sync_file(fresh)
            renew()
            dismiss(real)
            with still(real):
                return swap(fresh, real, now)
    except OSError as error:
        raise StoreUnwritable(
            f"The log at {path} cannot be replaced ({error.strerror}), so it stays; check the folder."
        ) from error


def fill(copy: Path, fresh: Path) -> None:
    """Copy into an empty file beside the log what the copy has, but for who ran a session then."""
    with (
        speaking(copy, lambda: "nothing was touched"),
        closing(connect(copy, "ro", WAIT_S)) as source,
        closing(connect(fresh, "rw", WAIT_S)) as target,
    ):
        hold_still(source)
        pour(source, target, fresh.parent)
    with closing(connect(fresh, "rw", WAIT_S)) as conn:
        tune(conn)
        conn.execute(f"delete from {LEASE.name}")  # noqa: S608 a constant
        if not pending(conn):
            _made_again(conn)
    remove_sides(fresh)
    found = verify(fresh)
    if not found.sound:
        raise StoreError(
            f"What was copied from {copy} is not sound ({found.problems[0]}), so nothing was touched."
        )


def repair(store: Store, now: datetime) -> Path:
    """Make what follows from the events anew in the log itself; returns where a copy of before is kept.

    Raises StoreError, and then nothing has changed.
    """
    kept = kept_name(store.path, now)
    try:
        with store.writing() as db, aside_of(kept) as fresh:
            if broken := next(breaks(store.conn), None):
                raise StoreDamaged(
                    f"The log at {store.path} has events that changed ({broken.said}), so nothing was"
                    " touched; `backtui restore --salvage` makes a new log of all the others."
                )
            with (
                closing(connect(store.path, "ro", WAIT_S)) as source,
                closing(connect(fresh, "rw", 0)) as copy,
            ):
                pour(source, copy, kept.parent)
            sync_file(fresh)
            rebuild(db)
            fresh.rename(kept)
            sync_folder(kept.parent)
    except OSError as error:
        raise StoreUnwritable(
            f"No copy of the log can be kept at {kept} ({error.strerror}), so nothing was touched."
        ) from error
    return kept


def _made_again(conn: sqlite3.Connection) -> None:
    """Make what follows from the events anew, for a copy may say something else."""
    from sqlite_utils import Database

    conn.execute("begin immediate")
    rebuild(Database(conn, execute_plugins=False))
    conn.execute("commit")


@contextmanager
def still(real: Path) -> Iterator[None]:
    """Nobody reads or writes the log meanwhile, so that no journal of the old one meets the new one.

    One that is too damaged to be locked has nobody who writes to it. Raises StoreBusy.
    """
    if not real.is_file() or not real.stat().st_size:
        yield
        return
    with ExitStack() as stack:
        try:
            conn = stack.enter_context(closing(connect(real, "rw", WAIT_S)))
            conn.execute("begin exclusive")
        except SQLITE_ERRORS as error:
            sentence = spoken(error, real, lambda: "")
            if isinstance(sentence, StoreBusy):
                raise sentence from error
        yield


def dismiss(real: Path) -> None:
    """End the hold of whoever runs a session: their next write is told that it was ended here."""
    if running(real) is None:
        return
    with speaking(real, lambda: "nothing was touched"), closing(connect(real, "rw", WAIT_S)) as conn:
        tune(conn)
        conn.execute(f"delete from {LEASE.name}")  # noqa: S608 a constant


def swap(fresh: Path, real: Path, now: datetime) -> Path | None:
    """Name a finished file as the log, where at every moment either the old or the new one has that name."""
    if not real.exists() or not real.stat().st_size:
        keep_sides(real, kept_name(real, now))
        fresh.rename(real)
        sync_folder(real.parent)
        return None
    kept = kept_name(real, now)
    keep(real, kept)
    keep_sides(real, kept)
    try:
        fresh.rename(real)
    except OSError:
        keep_sides(kept, real)
        if real.exists():
            kept.unlink()
        else:
            kept.rename(real)
        raise
    sync_folder(real.parent)
    return kept


def kept_name(real: Path, now: datetime) -> Path:
    """A free name beside the log, with the moment in it."""
    stamp = f"{now.astimezone(UTC):{STAMP}}"
    names = (f"{real.stem}-replaced-{stamp}{more}{real.suffix}" for more in ("", *map(str, range(1, 100))))
    return next(path for path in map(real.with_name, names) if not path.exists())


def keep(real: Path, kept: Path) -> None:
    """Give the log that is replaced its other name."""
    try:
        os.link(real, kept)
    except OSError:  # a file system without hard links
        real.rename(kept)


def keep_sides(path: Path, kept: Path) -> None:
    """What SQLite left beside a log goes with it: it may hold the half of a write."""
    for side in SIDES:
        beside = path.with_name(path.name + side)
        with suppress(FileNotFoundError):
            if beside.stat().st_size and side != "-shm":
                beside.rename(kept.with_name(kept.name + side))
    remove_sides(path)


def forget_unfinished(real: Path) -> None:
    """Take away the second name of the log that a restore left which was killed before its last step."""
    pattern = re.compile(rf"{re.escape(real.stem)}-replaced-[0-9-]+{re.escape(real.suffix)}")
    for name in os.listdir(real.parent):
        if pattern.fullmatch(name) and same_file(real.with_name(name), real):
            real.with_name(name).unlink()


def same_file(one: Path, other: Path) -> bool:
    """Whether both names are of one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False

"""Who runs a session: only the running session is exclusive, and it can be taken over."""

import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backtui.domain.moments import moment, numbers
from backtui.store.errors import SessionTaken
from backtui.store.schema import LEASE, insert

if TYPE_CHECKING:
    from sqlite_utils import Database

STARTED_AFTER_NAME = 19  # the process's start, counted behind its name in /proc/PID/stat (proc(5): field 22)
ENDED = ("Z", "X")  # the states, right behind the name, of a process that only waits to be asked for its code


class Owner(msgspec.Struct, frozen=True):
    """A process: its machine, its number, and its birth (boot and start), since numbers are used again."""

    host: str
    pid: int
    born: str


class Holder(msgspec.Struct, frozen=True):
    """Who runs which session, and since when."""

    session: bytes
    owner: Owner
    since: datetime

    def __str__(self) -> str:
        return f"process {self.owner.pid} on {self.owner.host}, since {self.since:%H:%M}"


def born(pid: int) -> str:
    """The boot and the start time of a process, empty where the system does not say or it has ended."""
    try:
        boot = _plain("/proc/sys/kernel/random/boot_id")
        stat = _plain(f"/proc/{pid}/stat")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    # One that has ended keeps its number until its parent asks; in a container nobody may ever ask.
    return "" if fields[0] in ENDED else f"{boot} {fields[STARTED_AFTER_NAME]}"


def _plain(file: str) -> str:
    """What a file of the system says; a process may be named with bytes that are no text."""
    return Path(file).read_bytes().decode("ascii", "replace").strip()


def this_process() -> Owner:
    """The process that asks."""
    return Owner(os.uname().nodename, os.getpid(), born(os.getpid()))


def alive(owner: Owner) -> bool:
    """Whether that process runs still; one on another machine is taken to run, for nobody here can know."""
    if owner.host != os.uname().nodename:
        return True
    try:
        os.kill(owner.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it runs, as somebody else
    return born(owner.pid) == owner.born


def row(conn: sqlite3.Connection) -> tuple[bytes, Holder] | None:
    """The token and the holder as the table has them, alive or not."""
    found = conn.execute(LEASE.select).fetchone()
    if not found:
        return None
    _, session, token, host, pid, birth, since_us, since_offset_s = found
    return token, Holder(session, Owner(host, pid, birth), moment(since_us, since_offset_s))


def holder(conn: sqlite3.Connection) -> Holder | None:
    """Who runs a session now; None when nobody does, or the process is gone."""
    found = row(conn)
    return found[1] if found and alive(found[1].owner) else None


def take_over(db: "Database", holder: Holder, token: bytes) -> None:
    """Make `holder` the one who runs the session, whoever did before; `token` (16 bytes) proves it later."""
    db.table(LEASE.name).delete_where()
    owner = holder.owner
    insert(
        db,
        LEASE,
        [(1, holder.session, token, owner.host, owner.pid, owner.born, *numbers(holder.since))],
    )


def take(db: "Database", holder_now: Holder, token: bytes) -> None:
    """The same, unless another living process holds it: then SessionTaken."""
    other = holder(db.conn)
    if other is not None and other.owner != holder_now.owner:
        raise taken(other)
    take_over(db, holder_now, token)


def require(conn: sqlite3.Connection, token: bytes) -> None:
    """Raise SessionTaken unless `token` is the one that was given last."""
    found = row(conn)
    if found is None or found[0] != token:
        raise taken(found[1] if found else None)


def release(db: "Database", token: bytes) -> None:
    """Let go of the session; nothing happens when somebody else has it."""
    db.table(LEASE.name).delete_where("token = ?", [token])


def taken(other: Holder | None) -> SessionTaken:
    """The sentence that says where the session runs now."""
    where = f"runs in another backtui ({other})" if other else "was ended by another backtui"
    return SessionTaken(f"This session {where}.")

"""What a log could not take before its program had to leave: a private file until the next start."""

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from backtui.domain.event_json import LogRow, as_json, event_problem, what_of
from backtui.domain.events import Event, RepEnded, SessionStarted
from backtui.domain.moments import numbers
from backtui.domain.words.numbers import many, noun
from backtui.machine.files import bytes_of, make_folder, own, write_private
from backtui.machine.paths import unsaved_name
from backtui.machine.sha256 import sha256
from backtui.store.chain import FIRST
from backtui.store.errors import StoreError

if TYPE_CHECKING:
    from backtui.store.store import Store

SCHEMA, PROGRAM = 1, "backtui"
MOST_BYTES = 16_000_000


class UnfitFile(StoreError):  # noqa: N818 a name says what is the case
    """A file of unsaved events that is left where it is; its text is one sentence."""


class Waiting(msgspec.Struct, frozen=True):
    """The events of a file; `origin` is the first event that its log had, None where it had none."""

    path: Path
    log: str
    origin: bytes | None
    events: tuple[Event, ...]

    @property
    def reps(self) -> int:
        """How many repetitions are in it."""
        return sum(isinstance(event.what, RepEnded) for event in self.events)

    @property
    def told(self) -> str:
        """What is in it, and since when."""
        what = many(self.reps, "repetition") if self.reps else many(len(self.events), "entry", "entries")
        return f"{what} from {self.events[0].wall:%A %H:%M}"

    @property
    def are(self) -> str:
        """The verb for it."""
        return noun(self.reps or len(self.events), "is", "are")


class _Entry(msgspec.Struct):
    id: str
    wall: str
    session: str | None
    mono_ms: int | None
    kind: str
    body: dict[str, Any]


class _Document(msgspec.Struct):
    schema: int
    program: str
    log: str
    origin: str | None
    events: list[_Entry]


def keep(folders: Iterable[Path], log: Path, origin: bytes | None, events: Sequence[Event]) -> Path | None:
    """Write the events to a new private file in the first folder that takes it; None where none does."""
    entries = [
        {
            "id": event.id.hex(),
            "wall": event.wall.isoformat(timespec="microseconds"),
            "session": event.session.hex() if event.session else None,
            "mono_ms": event.mono_ms,
            "kind": event.kind,
            "body": msgspec.to_builtins(event.what),
        }
        for event in events
    ]
    said = {
        "schema": SCHEMA,
        "program": PROGRAM,
        "log": str(log),
        "origin": origin.hex() if origin else None,
        "events": entries,
    }
    data = json.dumps({**said, "digest": _digest(said)}, indent=1).encode()
    name = unsaved_name(log)
    for folder in folders:
        with suppress(OSError):
            make_folder(folder)
            if own(folder.stat()):
                write_private(folder / name, data)
                return folder / name
    return None


def read(path: Path) -> Waiting:
    """What is in a file. Raises UnfitFile where it is not as it was written, FileNotFoundError."""
    try:
        data = _bytes(path)
        said = json.loads(data)
        given = said.pop("digest")
        found = msgspec.convert(said, _Document)
        if given != _digest(said) or (found.schema, found.program) != (SCHEMA, PROGRAM) or not found.events:
            raise ValueError(path)
        origin = bytes.fromhex(found.origin) if found.origin else None
        return Waiting(path, found.log, origin, tuple(map(_event, found.events)))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnfitFile(f"Unsaved repetitions cannot be read ({error.strerror}) from {path}.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, msgspec.MsgspecError) as error:
        raise UnfitFile(
            f"What was unsaved is not as it was written, so it was not added; it is left in {path}."
        ) from error


def take_in(store: "Store", path: Path) -> Waiting:
    """Add what waits in a file to its log, by id and in one transaction, and then remove the file.

    Raises UnfitFile for another log's file, and StoreError where the log cannot take it now.
    """
    found = read(path)
    if not _belongs(store, found):
        raise UnfitFile(
            f"Unsaved repetitions that do not go with the log as it is now ({store.path}) are left in {path}."
        )
    store.append(found.events)
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return found


def take_in_all(store: "Store", files: Sequence[Path]) -> list[str]:
    """Take in what can be, a sentence for each; nothing where the log cannot be written now."""
    told = []
    for path in files:
        try:
            found = take_in(store, path)
        except FileNotFoundError:  # another start was quicker
            continue
        except UnfitFile as error:
            told.append(str(error))
        except StoreError:
            break
        else:
            told.append(f"{found.told} that could not be saved then {found.are} in the log now.")
    return told


def _belongs(store: "Store", found: Waiting) -> bool:
    """Whether the log is the one that was there, or one that this one began with, and knows the sessions."""
    if found.log != str(store.path):
        return False
    if found.origin and not store.ask("select 1 from event where id = ?", (found.origin,)):
        return False
    begun = {event.session for event in found.events if isinstance(event.what, SessionStarted)}
    others = {event.session for event in found.events if event.session} - begun
    return all(store.ask("select 1 from log_session where id = ?", (session,)) for session in others)


def _digest(said: dict[str, Any]) -> str:
    return sha256(FIRST + as_json(said).encode()).hexdigest()


def _bytes(path: Path) -> bytes:
    data = bytes_of(path, MOST_BYTES + 1, os.O_NOFOLLOW)
    if len(data) > MOST_BYTES or not own(path.lstat()):
        raise ValueError(path)
    return data


def _event(entry: _Entry) -> Event:
    """An entry as an event. Raises ValueError for one that a log could not hold."""
    name, session = bytes.fromhex(entry.id), bytes.fromhex(entry.session) if entry.session else None
    wall, body = datetime.fromisoformat(entry.wall), as_json(entry.body)
    row = LogRow(1, name, bytes(16), 1, session, *numbers(wall), entry.mono_ms, entry.kind, body, FIRST)
    if len(name) != 16 or len(session or name) != 16:
        raise ValueError(entry.id)
    if problem := event_problem(row, entry.body):
        raise ValueError(problem)
    return Event(name, wall, what_of(entry.kind, body), session, entry.mono_ms)

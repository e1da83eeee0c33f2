"""Choices in the log as undo and redo stacks; undo in a running session is of session/machine.py."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from backtui.domain.events import Event, Paused, Resumed, SettingSet, Void

# What a program writes for itself, or what only goes with a session.
BOOKKEEPING = (Paused, Resumed)
SEEN = "notice_seen"


class Change(msgspec.Struct, frozen=True):
    """The events of one choice in order; empty for one that is older than what was read."""

    events: tuple[Event, ...] = ()


class UndoneChange(msgspec.Struct, frozen=True):
    """A change that was undone, and the ids of the voids that undid it."""

    by: tuple[bytes, ...]
    change: Change


class Stacks(msgspec.Struct):
    """What can be undone and what can be done again; the newest of each is the last."""

    undo: list[Change] = msgspec.field(default_factory=list)
    redo: list[UndoneChange] = msgspec.field(default_factory=list)


def names_of(event: Event) -> tuple[bytes, ...]:
    """The ids of the events that an event takes back; none where it is no void."""
    return event.what.names if isinstance(event.what, Void) else ()


def standing_voids(voids: Iterable[Event]) -> list[Event]:
    """The voids that no standing one names, in the order given, whatever order that is.

    Voids that name each other in a circle, which no program writes, do not stand.
    """
    listed = list(voids)
    names = {void.id: names_of(void) for void in listed}
    named = Counter(name for there in names.values() for name in there if name in names)
    settled = [name for name in names if not named[name]]
    standing: set[bytes] = set()
    fallen: set[bytes] = set()
    while settled:
        void = settled.pop()
        stands = void not in fallen
        if stands:
            standing.add(void)
        for name in names[void]:
            if name in names:
                if stands:
                    fallen.add(name)
                named[name] -= 1
                if not named[name]:
                    settled.append(name)
    return [void for void in listed if void.id in standing]


def named_by_standing(voids: Iterable[Event]) -> set[bytes]:
    """The ids that standing voids name."""
    return {name for void in standing_voids(voids) for name in names_of(void)}


def erased_by(events: Iterable[Event]) -> set[bytes]:
    """The ids of the notes whose texts these events erase for good."""
    return {
        name for each in events if isinstance(each.what, Void) and each.what.erase for name in each.what.names
    }


def stacks(events: Sequence[Event]) -> Stacks:
    """The stacks after these events in order, which may begin in the middle of the log."""
    found = Stacks()
    groups: dict[str, list[Event]] = {}
    of_event: dict[bytes, str] = {}
    undo: list[str] = []
    redo: list[tuple[str, list[bytes]]] = []
    for event in events:
        void = event.what if isinstance(event.what, Void) else None
        if void and void.undo:
            _undone(event.id, of_event.get(next(iter(void.names), b""), ""), undo, redo)
        elif void and void.redo:
            _redone(set(void.names), undo, redo)
        elif void and void.erase:
            redo.clear()
        elif _is_choice(event):
            key = event.change
            if key == event.id.hex():
                groups[key] = []
                undo.append(key)
                redo.clear()
            if key in groups:
                groups[key].append(event)
                of_event[event.id] = key
    erased = erased_by(events)
    made = {key: Change(tuple(group)) for key, group in groups.items()} | {"": Change()}
    found.undo = [made[key] for key in undo if not _is_dead(made[key], erased)]
    found.redo = [UndoneChange(tuple(by), made[key]) for key, by in redo if not _is_dead(made[key], erased)]
    return found


def _undone(void: bytes, key: str, undo: list[str], redo: list[tuple[str, list[bytes]]]) -> None:
    """A change goes from the first stack to the second; two machines may both have undone it."""
    again = [by for name, by in redo if name == key and key]
    if again:
        again[0].append(void)
        return
    if key in undo:
        undo.remove(key)
    redo.append((key, [void]))


def _redone(names: set[bytes], undo: list[str], redo: list[tuple[str, list[bytes]]]) -> None:
    """And back from the second to the first."""
    for each in redo:
        if names.intersection(each[1]):
            redo.remove(each)
            undo.append(each[0])
            return
    if not redo:
        undo.append("")


def _is_choice(event: Event) -> bool:
    """Whether the person chose it, so that they may want it back."""
    what = event.what
    if event.mono_ms is not None or isinstance(what, BOOKKEEPING):
        return False
    if isinstance(what, SettingSet) and what.key == SEEN:
        return False
    return not isinstance(what, Void) or bool(what.change)


def _is_dead(change: Change, erased: set[bytes]) -> bool:
    """All that it is about are notes whose texts were erased for good."""
    about = {each.id for each in change.events if not isinstance(each.what, Void)}
    about |= {name for each in change.events for name in names_of(each)}
    return bool(change.events) and about <= erased

"""Undo and redo over the whole log, across restarts: each adds a void, and says what it was about."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from backtui.coach.coach import Coach
from backtui.coach.journal import Append, voids
from backtui.domain.change_words import Known, words
from backtui.domain.changes import Change, Stacks, stacks
from backtui.domain.folding import true_time
from backtui.domain.log import Event

AT_FIRST = 1000  # events read to find what can be undone; more only where these do not tell
NOTHING = "There is nothing to undo."
NOTHING_AGAIN = "There is nothing to do again."


class Rewind:
    """What the last choice was and taking it back."""

    def __init__(self, coach: Coach, append: Append) -> None:
        self.coach = coach
        self._append = append

    def undo(self) -> str:
        """Take the newest change back; a sentence that names it, or that there is none."""
        change = self._newest_done()
        if change is None:
            return NOTHING
        said = self.named(change)
        self._append(voids(_names(change), self.coach.now(), undo=True))
        return f"Undone: {said}."

    def redo(self) -> str:
        """Take the newest undo back; a sentence that names the change, or that there is none."""
        found = self._stacks(lambda found: found.redo[-1].change if found.redo else None).redo
        if not found:
            return NOTHING_AGAIN
        said = self.named(found[-1].change)
        self._append(voids(found[-1].by, self.coach.now(), redo=True))
        return f"Done again: {said}."

    def coming(self, *, redo: bool = False) -> str:
        """What undo or redo would say, with nothing written."""
        if redo:
            found = self._stacks(lambda found: found.redo[-1].change if found.redo else None).redo
            return f"Would do again: {self.named(found[-1].change)}." if found else NOTHING_AGAIN
        change = self._newest_done()
        return f"Would undo: {self.named(change)}." if change else NOTHING

    def named(self, change: Change) -> str:
        """A change in words."""
        return words(change, self._known())

    def _newest_done(self) -> Change | None:
        found = self._stacks(lambda found: found.undo[-1] if found.undo else None).undo
        return found[-1] if found else None

    def _stacks(self, top: Callable[[Stacks], Change | None]) -> Stacks:
        """The stacks, read as far back as it takes to know the top of one."""
        most = AT_FIRST
        while True:
            events = self.coach.log.changes(most)
            found = stacks(events)
            newest = top(found)
            if len(events) < most or (newest and newest.events):
                found.undo = [change for change in found.undo if change.events]
                found.redo = [undone for undone in found.redo if undone.change.events]
                return found
            most *= 8

    def _known(self) -> Known:
        coach = self.coach
        events = cache(coach.log.all_of)

        def named(name: bytes) -> Event | None:
            return next(iter(coach.log.named([name])), None)

        def start(session: bytes) -> datetime | None:
            record = coach.session(session)
            starts = [each for each in events(session) if each.kind == "session-started"]
            return record.started_at if record else true_time(starts[-1]) if starts else None

        def exercise(session: bytes, item: int) -> str | None:
            planned = (each.body for each in events(session) if each.kind == "exercise-planned")
            return next((body["exercise"] for body in planned if body["item"] == item), None)

        def name(key: str) -> str:
            known = coach.content.exercises.get(key)
            return known.name if known else key

        return Known(cache(named), cache(start), exercise, name, coach.day().year)


def _names(change: Change) -> list[bytes]:
    """The events that undoing a change takes back: all, or the start, which has its session with it."""
    kinds = {each.kind for each in change.events}
    whole = {"session-started", "exercise-planned"} <= kinds
    return [each.id for each in change.events if not whole or each.kind in ("session-started", "void")]

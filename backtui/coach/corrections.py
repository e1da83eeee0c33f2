"""Edit, delete, erase, undo, redo."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time
from functools import cache

from msgspec import UNSET
from msgspec.structs import replace

from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.manual import Entered, entered, free, moment_of, plan_of
from backtui.coach.open_log import OpenLog
from backtui.coach.write import as_change, event, noted, voids
from backtui.domain.correction import CorrectionError, Draft
from backtui.domain.events import (
    PAIN_BOUNDS,
    ActivityDone,
    Event,
    ExercisePlanned,
    NoteWritten,
    SessionStarted,
)
from backtui.domain.plan import Plan
from backtui.domain.present import short_id
from backtui.domain.record import SessionRecord, State, training_day
from backtui.domain.undo import Change, Stacks, stacks
from backtui.domain.words.changes import ChangeWords, describe_change
from backtui.domain.written.day_words import day_meant
from backtui.store.queries import events, progress, sessions

LEAST_DIGITS = 4  # of an id that is not a session's
AT_FIRST = 1000  # events read to find what can be undone; more only where these do not tell
NOTHING = "There is nothing to undo."
NOTHING_AGAIN = "There is nothing to redo."


class Rewind:
    """What the last choice was and taking it back."""

    def __init__(self, log: OpenLog) -> None:
        self._log = log

    def undo(self) -> str:
        """Take the newest change back; a sentence that names it, or that there is none."""
        change = self._newest_done()
        if change is None:
            return NOTHING
        said = self.named(change)
        self._log.append(voids(_names(change), self._log.now(), undo=True))
        return f"Undone: {said}."

    def redo(self) -> str:
        """Take the newest undo back; a sentence that names the change, or that there is none."""
        found = self._stacks(lambda found: found.redo[-1].change if found.redo else None).redo
        if not found:
            return NOTHING_AGAIN
        said = self.named(found[-1].change)
        self._log.append(voids(found[-1].by, self._log.now(), redo=True))
        return f"Redone: {said}."

    def coming(self, *, redo: bool = False) -> str:
        """What undo or redo would say, with nothing written."""
        if redo:
            found = self._stacks(lambda found: found.redo[-1].change if found.redo else None).redo
            return f"Would redo: {self.named(found[-1].change)}." if found else NOTHING_AGAIN
        change = self._newest_done()
        return f"Would undo: {self.named(change)}." if change else NOTHING

    def named(self, change: Change) -> str:
        """A change in words."""
        with self._log.question() as coach:
            return describe_change(change, _known(coach))

    def _newest_done(self) -> Change | None:
        found = self._stacks(lambda found: found.undo[-1] if found.undo else None).undo
        return found[-1] if found else None

    def _stacks(self, top: Callable[[Stacks], Change | None]) -> Stacks:
        """The stacks, read as far back as it takes to know the top of one."""
        most = AT_FIRST
        while True:
            changes = self._log.ask(lambda coach: events.changes(coach.reading.log, most))  # noqa: B023 asked now
            found = stacks(changes)
            newest = top(found)
            if len(changes) < most or (newest and newest.events):
                found.undo = [change for change in found.undo if change.events]
                found.redo = [undone for undone in found.redo if undone.change.events]
                return found
            most *= 8


def _known(coach: Coach) -> ChangeWords:
    """What the words of a change ask of the log."""
    log = coach.reading.log
    of_session = cache(lambda session: events.of_session(log, session))

    def named(name: bytes) -> Event | None:
        return next(iter(events.named(log, [name])), None)

    def start(session: bytes) -> datetime | None:
        record = coach.session(session)
        starts = [each for each in of_session(session) if isinstance(each.what, SessionStarted)]
        return record.started_at if record else starts[-1].true_time if starts else None

    def exercise(session: bytes, item: int) -> str | None:
        planned = (each.what for each in of_session(session) if isinstance(each.what, ExercisePlanned))
        return next((each.exercise for each in planned if each.item == item), None)

    return ChangeWords(cache(named), cache(start), exercise, coach.content.name_of, coach.day().year)


def _names(change: Change) -> list[bytes]:
    """The events that undoing a change takes back; of a whole session its start, which has it with it."""
    starts = {each.session for each in change.events if isinstance(each.what, SessionStarted)}
    planned = {each.session for each in change.events if isinstance(each.what, ExercisePlanned)}
    whole = starts & planned
    return [
        each.id
        for each in change.events
        if each.session not in whole or isinstance(each.what, SessionStarted)
    ]


Correction = Callable[[Draft], object]


class Edits:
    """Each choice is one change of the log and can be undone; it is written whole or not at all."""

    def __init__(self, log: OpenLog) -> None:
        self._log = log
        self.rewind = Rewind(log)

    # Corrections

    def correct(self, session: bytes, *corrections: Correction) -> Change:
        """Correct a session, all in one change; the change is empty where it was so already.

        Raises WrongUseError for a session that is not there or still open, or a correction that cannot be.
        """
        draft = self._draft(session)
        try:
            for correction in corrections:
                correction(draft)
        except CorrectionError as error:
            raise WrongUseError(str(error)) from error
        return self._write(draft)

    def moved(self, session: bytes, day: date | None, at: time | None) -> Correction:
        """The correction that moves a session to another day or time (None: as before). WrongUseError."""
        record = self._closed(session)
        was = record.started_at.astimezone()
        start = moment_of(day or was.date(), at or was.time())
        end = start + ((record.ended_at or record.started_at) - record.started_at)
        with self._log.question() as coach:
            free(coach, start, end, session)
            belongs = training_day(start, coach.preferences().day_starts_h)
        return lambda draft: draft.move(start, belongs)

    def writing(
        self, session: bytes, text: str, instead: bytes | None = None, item: int | None = None
    ) -> Correction:
        """The correction that writes a note, in the place of another one or beside what there is.

        `item` is the exercise that it is about. Raises WrongUseError for a note that is empty or too long.
        """
        note, cleaned = noted(session, text, UNSET if item is None else item)

        def write(draft: Draft) -> None:
            if instead:
                draft.take([each for each in draft.standing_of(NoteWritten) if each.id == instead])
            draft.texts[draft.say(note).id] = cleaned

        return write

    @staticmethod
    def unwriting(note: bytes) -> Correction:
        """The correction that deletes a note, which can be undone."""
        return lambda draft: draft.take([e for e in draft.standing_of(NoteWritten) if e.id == note])

    def erase(self, session: bytes, note: bytes | None = None, items: Collection[int] | None = None) -> int:
        """Erase a note for good, or all of a session, with all that was replaced or deleted before there.

        With `items` only notes on those exercises. Nothing brings them back. Returns how many stood there.
        """
        with self._log.question() as coach:
            notes = {each.event for each in coach.reading.notes(session)}
            ever = events.of_session(coach.reading.log, session)
        written = {
            each.id
            for each in ever
            if isinstance(each.what, NoteWritten) and (items is None or each.what.item in items)
        }
        standing = {each for each in notes & written if note in (None, each)}
        kept = notes - standing
        names = sorted(written - kept)
        if names:
            self._log.append(voids(names, self._log.now(), erase=True))
        return len(standing)

    def delete(self, session: bytes) -> str:
        """Delete a whole session, which can be undone; what was deleted in words. Raises WrongUseError."""
        draft = self._draft(session)
        draft.take(draft.standing_of(SessionStarted))
        return self.named(self._write(draft))

    # Away from the screen

    def planned(self, wish: Entered) -> Plan:
        """What a session that was done away from the screen would have been. Raises WrongUseError."""
        return self._log.ask(lambda coach: plan_of(coach, wish))

    def enter(self, wish: Entered) -> bytes:
        """Enter a session that was done away from the screen; its id. Raises WrongUseError."""
        for score in (wish.pain_before, wish.pain_after):
            if score is not None and not PAIN_BOUNDS[0] <= score <= PAIN_BOUNDS[1]:
                raise WrongUseError(
                    f"Pain is a number from {PAIN_BOUNDS[0]} to {PAIN_BOUNDS[1]}, not {score}."
                )
        made = self._log.ask(lambda coach: entered(coach, wish))
        session = made[0].id
        texts: dict[bytes, str] = {}
        if wish.note:
            note, cleaned = noted(session, wish.note)
            made.append(event(note, self._log.now(), session))
            texts[made[-1].id] = cleaned
        self._log.append(as_change(made), texts=texts)
        return session

    # Undo and redo

    def undo(self) -> str:
        """Take the newest change back; the sentence that names it, or says that there is none."""
        return self.rewind.undo()

    def redo(self) -> str:
        """Take the newest undo back; the sentence that names the change, or says that there is none."""
        return self.rewind.redo()

    # Finding

    def find(self, name: str) -> SessionRecord:
        """The session that a person names: "last", a day, a day and a time, or how its id begins.

        Raises WrongUseError for none and for several, and says which there are.
        """
        wanted = name.strip().casefold()
        found = self._log.ask(lambda coach: _sessions_named(coach, wanted))
        if not found:
            raise WrongUseError(f"There is no session {wanted[:40]!a}; `backtui history` lists them.")
        if len(found) > 1:
            said = ", ".join(f"{each.started_at:%Y-%m-%dT%H:%M} ({short_id(each.id)})" for each in found[:4])
            raise WrongUseError(f"{wanted[:40]!a} may be one of several sessions; name one: {said}.")
        return found[0]

    def beside(self, name: str) -> Event | None:
        """What was logged beside all sessions and is named by how its id begins; None where nothing is.

        Raises WrongUseError where that is the beginning of another id too.
        """
        wanted = name.strip().casefold()
        if not (len(wanted) >= LEAST_DIGITS and all(digit in "0123456789abcdef" for digit in wanted)):
            return None
        with self._log.question() as coach:
            log = coach.reading.log
            found = [each for each in progress.beside_sessions(log) if each.id.hex().startswith(wanted)]
            several = len(found) + len(sessions.by_prefix(log, wanted, 1)) > 1
        if found and several:
            raise WrongUseError(f"{wanted[:40]!a} may be one of several entries; give more of its id.")
        return found[0] if found else None

    def move_beside(self, found: Event, day: date) -> str:
        """Give an activity another day; what was changed in words. Raises WrongUseError."""
        if not isinstance(found.what, ActivityDone):
            raise WrongUseError("Pain told beside sessions has no other day; --delete takes it back.")
        if day > self._log.ask(Coach.day):
            raise WrongUseError(f"{day.isoformat()} is still to come; give today or an earlier day.")
        moved = event(replace(found.what, day=day), self._log.now())
        return self._instead(found, [moved])

    def delete_beside(self, found: Event) -> str:
        """Take it back, which can be undone; what was deleted in words."""
        return self._instead(found, [])

    def _instead(self, found: Event, new: list[Event]) -> str:
        now = self._log.now()
        change = Change(tuple(as_change([*voids([found.id], now), *new])))
        self._log.append(change.events)
        return self.named(change)

    # Writing

    def _closed(self, session: bytes) -> SessionRecord:
        record = self._log.ask(lambda coach: coach.session(session))
        if record is None:
            raise WrongUseError("That session is not in the log.")
        if record.state is State.OPEN:
            raise WrongUseError(
                "That session is still open; `backtui session` goes on with it, finishes or discards it."
            )
        return record

    def _draft(self, session: bytes) -> Draft:
        self._closed(session)
        now, standing = (
            self._log.now(),
            self._log.ask(lambda coach: coach.events_of(session)),
        )
        return Draft(standing, lambda what: event(what, now, session))

    def named(self, change: Change) -> str:
        """What a change was, in words."""
        return self.rewind.named(change)

    def _write(self, draft: Draft) -> Change:
        made = [*voids(draft.gone, self._log.now()), *draft.new]
        change = Change(tuple(as_change(made) if made else ()))
        if change.events:
            self._log.append(change.events, texts=draft.texts)
        return change


def _sessions_named(coach: Coach, wanted: str) -> list[SessionRecord]:
    """The sessions that a person may mean."""
    log = coach.reading.log
    if wanted == "last":
        return sessions.newest(log, len(coach.reading.dated_after) + 1)[-1:]  # the newest up to today
    if day := day_meant(wanted, coach.day()):
        return sessions.on_day(log, day)
    try:
        moment = datetime.fromisoformat(wanted)
    except ValueError:
        digits = wanted and all(digit in "0123456789abcdef" for digit in wanted)
        return sessions.by_prefix(log, wanted, 5) if digits else []
    on = training_day(moment, coach.preferences().day_starts_h)
    return [each for each in sessions.on_day(log, on) if f"{each.started_at:%Y-%m-%dt%H:%M}" == wanted]

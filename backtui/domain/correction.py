"""What can be corrected of a session."""

from collections.abc import Callable, Container, Sequence
from datetime import date, datetime
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from backtui.domain.event_keys import What
from backtui.domain.events import (
    PAIN_BOUNDS,
    Asked,
    DizzyFelt,
    Eased,
    Event,
    ExerciseEnd,
    ExerciseEnded,
    ItemEvent,
    PainAnswered,
    PainFelt,
    Rated,
    Rating,
    RepEnded,
    SessionEnded,
    SessionStarted,
)
from backtui.domain.exercise import REPETITION_BOUNDS, Side, Sides
from backtui.domain.record import EntryRecord, SessionRecord, fold, turn

Make = Callable[[What], Event]
OfItem = TypeVar("OfItem", bound=ItemEvent)
HELD_BOUNDS_S = (0, 600)
Turn = tuple[Side, int]  # a repetition: its side, and its number through all sets


class CorrectionError(ValueError):
    """A correction that cannot be, told in one sentence."""


class Draft(msgspec.Struct):
    """One session, corrected step by step, each step judged by what the ones before it left.

    Each correction raises CorrectionError where it cannot be so. `standing` are its events that were not
    taken back, in order; `make` makes an event of it. In the end `gone` has the ids to take back, `new` the
    events to log and `texts` the texts of notes among them.
    """

    standing: list[Event]
    make: Make
    gone: list[bytes] = msgspec.field(default_factory=list)
    new: list[Event] = msgspec.field(default_factory=list)
    texts: dict[bytes, str] = msgspec.field(default_factory=dict)

    @property
    def record(self) -> SessionRecord:
        """The session as it is now. Raises CorrectionError where nothing is left of it."""
        record = fold(self.standing)
        if record is None:
            raise CorrectionError("That session is not in the log.")
        return record

    def entry(self, item: int) -> EntryRecord:
        """One exercise of it. Raises CorrectionError."""
        for entry in self.record.entries:
            if entry.item == item:
                return entry
        raise CorrectionError("That exercise is not in the session.")

    def standing_of(self, kind: type[What]) -> list[Event]:
        """The events of a kind."""
        return [event for event in self.standing if isinstance(event.what, kind)]

    def of_item(self, kind: type[OfItem], item: int) -> list[tuple[Event, OfItem]]:
        """The events of a kind about an exercise, and what they say."""
        found = ((event, event.what) for event in self.standing)
        return [(event, what) for event, what in found if isinstance(what, kind) and what.item == item]

    def take_of(self, kind: type[ItemEvent], item: int) -> None:
        """Take the events of a kind about an exercise back."""
        self.take([event for event, _ in self.of_item(kind, item)])

    def take(self, events: Sequence[Event]) -> None:
        """Take events back."""
        for event in events:
            self.standing.remove(event)
            if event in self.new:
                self.new.remove(event)
                self.texts.pop(event.id, None)
            else:
                self.gone.append(event.id)

    def say(self, what: What) -> Event:
        """Log an event."""
        event = self.make(what)
        self.standing.append(event)
        self.new.append(event)
        return event

    # Repetitions

    def hold(self, item: int, place: int, holds_s: Sequence[float]) -> None:
        """Correct the seconds held of the repetition at a place, from 0; a number for each hold."""
        entry, (event, rep) = self.entry(item), self._rep(item, place)
        if list(rep.holds_s) == list(holds_s):
            return
        _check_held(holds_s, len(rep.holds_s))
        self.take([event])
        self._say_rep(entry, rep.side, rep.rep, holds_s)
        self._settle(item)

    def add(
        self,
        item: int,
        side: Side | None = None,
        holds_s: Sequence[float] | None = None,
        rep: int | None = None,
    ) -> None:
        """Add the first repetition that is missing, of that side and number where they are named.

        One more than planned where none is missing. Held as prescribed unless seconds are given.
        """
        entry = self.entry(item)
        sides = entry.done_on
        if side is not None and side not in sides:
            raise CorrectionError("That exercise has no such side.")
        missing = [each for each in missing_of(entry) if side in (None, each[0]) and rep in (None, each[1])]
        wanted = missing[0] if missing else beyond(entry, side or sides[-1])
        if holds_s:
            _check_held(holds_s, len(entry.asked_s))
        self._say_rep(entry, *wanted, holds_s or entry.asked_s)
        self._settle(item)

    def keep(self, item: int, reps: int, of_set: int | None = None) -> None:
        """So many repetitions were held on each side: what is wanting is added, what is more removed.

        `of_set`, from 1, is the one set that it is about; None for all of them.
        """
        first, last = _bounds_of(self.entry(item), of_set)
        most = last - first + 1
        if not 0 <= reps <= most:
            raise CorrectionError(f"Repetitions held are a number from 0 to {most}, not {reps}.")
        kept = range(first, first + reps)
        told = self.of_item(RepEnded, item)
        self.take([event for event, rep in told if first <= rep.rep <= last and rep.rep not in kept])
        entry = self.entry(item)
        there = {(each.side, each.rep) for each in entry.reps}
        wanted = sorted(((side, rep) for side in entry.done_on for rep in kept), key=done_in_turn(entry))
        self._say_held(entry, [each for each in wanted if each not in there], range(first, last + 1))

    def complete(self, item: int) -> None:
        """Add all that are missing, and hold those that were short as long as prescribed."""
        entry = self.entry(item)
        self._say_held(entry, missing_of(entry))

    def _say_held(
        self, entry: EntryRecord, wanted: Sequence[Turn], among: Container[int] | None = None
    ) -> None:
        """Add repetitions held as prescribed, and hold as long those that were short, of `among` alone."""
        enough = entry.asked_s
        for side, rep in wanted:
            self._say_rep(entry, side, rep, enough)
        for place, done in enumerate(self.entry(entry.item).reps):
            is_asked = done.rep <= entry.prescribed.total and (among is None or done.rep in among)
            if is_asked and not done.reaches(enough):
                longer = zip(done.holds_s, enough, strict=False)
                self.hold(entry.item, place, [max(held, asked) for held, asked in longer])
        self._settle(entry.item)

    def hold_all(self, item: int, seconds: float) -> None:
        """Every repetition that is there was held for so many seconds."""
        reps = self.entry(item).reps
        if reps and not any(each.holds_s for each in reps):
            raise CorrectionError("Its repetitions move without a hold, so there are no seconds to correct.")
        for place, each in enumerate(reps):
            self.hold(item, place, (float(seconds),) * len(each.holds_s))

    def remove(self, item: int, place: int) -> None:
        """Take a repetition away; without the last of them the exercise was not done."""
        self.take([self._rep(item, place)[0]])
        self._settle(item)

    def _rep(self, item: int, place: int) -> tuple[Event, RepEnded]:
        events = sorted(self.of_item(RepEnded, item), key=lambda each: turn(each[1].side, each[1].rep))
        if not 0 <= place < len(events):
            raise CorrectionError("There is no such repetition.")
        return events[place]

    def _say_rep(self, entry: EntryRecord, side: Side, rep: int, holds_s: Sequence[float]) -> None:
        held = tuple(round(float(seconds), 3) for seconds in holds_s)
        self.say(RepEnded(entry.item, side, rep, held))

    def _settle(self, item: int) -> None:
        """Say how the exercise ended, where its repetitions or its pain now tell otherwise."""
        entry = self.entry(item)
        how, begun = ended_as(entry), entry.pain or bool(entry.reps)
        if (entry.how, entry.begun) != (how, begun):
            self.take_of(ExerciseEnded, item)
            self.say(ExerciseEnded(item, how, begun))

    # How it went

    def rate(self, exercise: str, rating: Rating | None) -> None:
        """Rate an exercise in all its appearances, or leave it unrated."""
        done = [each for each in self.record.entries if each.exercise == exercise and each.performed]
        if not done:
            raise CorrectionError("You did not do it in that session, so there is nothing to rate.")
        for entry in done:
            if entry.rating is not rating:
                self.take_of(Rated, entry.item)
                if rating:
                    self.say(Rated(entry.item, rating))

    def hurt(self, item: int, pain: bool) -> None:
        """Say that there was pain in an exercise, or that there was none."""
        if self.entry(item).pain is pain:
            return
        self.take_of(PainFelt, item)
        if pain:
            self.say(PainFelt(item))
        self._settle(item)

    def ease(self, item: int, eased: bool) -> None:
        """Say that an exercise was eased off, or that it was not."""
        if self.entry(item).eased is eased:
            return
        self.take_of(Eased, item)
        if eased:
            self.say(Eased(item))

    def dizzy(self, dizzy: bool) -> None:
        """Say that there was dizziness in the session, or that there was none."""
        if self.record.dizzy is dizzy:
            return
        self.take(self.standing_of(DizzyFelt))
        if dizzy:
            last = max((each.item for each in self.record.entries if each.performed), default=0)
            self.say(DizzyFelt(last))

    def pain(self, when: Asked, score: int | None) -> None:
        """Correct pain before or after the session, from 0 to 10; None for not said."""
        least, most = PAIN_BOUNDS
        if score is not None and not least <= score <= most:
            raise CorrectionError(f"Pain is a number from {least} to {most}, not {score}.")
        record = self.record
        if score != (record.pain_before if when == "before" else record.pain_after):
            self.take([e for e in self.standing if isinstance(e.what, PainAnswered) and e.what.when == when])
            if score is not None:
                self.say(PainAnswered(when, score))

    def move(self, at: datetime, day: date) -> None:
        """Correct when it began; it keeps its length. `day` is the training day of that moment."""
        record = self.record
        starts, ends = self.standing_of(SessionStarted), self.standing_of(SessionEnded)
        if at == record.started_at:
            return
        self.take(starts)
        self.say(replace(starts[-1].what, at=at.isoformat(), day=day))
        if ends and record.ended_at:
            end = at + (record.ended_at - record.started_at)
            self.take(ends)
            self.say(replace(ends[-1].what, at=end.isoformat()))


def _check_held(holds_s: Sequence[float], holds: int) -> None:
    """Raises CorrectionError for seconds that such a repetition cannot have been held."""
    least, most = HELD_BOUNDS_S
    if len(holds_s) != holds:
        raise CorrectionError(f"A repetition of it has {holds} holds, not {len(holds_s)}.")
    if not all(least <= seconds <= most for seconds in holds_s):
        raise CorrectionError(f"A hold lasts from {least} to {most} seconds.")


def _bounds_of(entry: EntryRecord, of_set: int | None) -> tuple[int, int]:
    """The first and the last repetition that a set of an entry can have, or all of its sets."""
    sets, most = entry.prescribed.sets, REPETITION_BOUNDS[1]
    if of_set is None:
        return 1, sum(sets[:-1]) + most
    if not 1 <= of_set <= len(sets):
        has = "one set" if len(sets) == 1 else f"{len(sets)} sets"
        raise CorrectionError(f"That exercise had {has}, so there is no set {of_set}.")
    before = sum(sets[: of_set - 1])
    return before + 1, before + (most if of_set == len(sets) else sets[of_set - 1])


def done_in_turn(entry: EntryRecord) -> Callable[[Turn], tuple[int, ...]]:
    """What sorts the sides and numbers of repetitions as they are done: set by set."""
    order, by_turns = list(Side), entry.sides is Sides.ALTERNATING

    def place(which: Turn) -> tuple[int, ...]:
        side, rep = order.index(which[0]), which[1]
        return (entry.prescribed.set_of(rep)[0], *((rep, side) if by_turns else (side, rep)))

    return place


def missing_of(entry: EntryRecord) -> list[Turn]:
    """The planned repetitions that are not there, in turn."""
    there = {(each.side, each.rep) for each in entry.reps}
    planned = [(side, rep) for side in entry.done_on for rep in range(1, entry.prescribed.total + 1)]
    return sorted((each for each in planned if each not in there), key=done_in_turn(entry))


def beyond(entry: EntryRecord, side: Side) -> Turn:
    """The repetition after the last one of a side. Raises CorrectionError for more than there can be."""
    rep = 1 + max((each.rep for each in entry.reps if each.side is side), default=0)
    most = _bounds_of(entry, None)[1]
    if rep > most:
        raise CorrectionError(f"An exercise has {most} repetitions at most.")
    return side, rep


def ended_as(entry: EntryRecord) -> ExerciseEnd:
    """How an exercise ended that has these repetitions now.

    One without any was not done; one that was not reached, or that pain ended by mistake, is cut short.
    """
    if entry.complete:
        return "done"
    if entry.pain:
        return "pain"
    if not entry.reps or entry.how == "left-out":
        return "skipped"
    return "cut" if entry.how in (None, "pain") else entry.how

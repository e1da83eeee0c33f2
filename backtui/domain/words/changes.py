"""What a change was, in words."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from backtui.domain.event_keys import What, is_content_id, or_none
from backtui.domain.events import (
    ActivityDone,
    DizzyFelt,
    Eased,
    Event,
    ExerciseEnded,
    ExercisePlanned,
    GrowthDeclined,
    NoteWritten,
    PainAnswered,
    PainFelt,
    Rated,
    RepEnded,
    SessionConfirmed,
    SessionEnded,
    SessionStarted,
    SettingSet,
    TargetSet,
    Void,
)
from backtui.domain.exercise import Side
from backtui.domain.own_events import ExerciseSaved, OwnEvent, RoutineSaved
from backtui.domain.pause import PauseSet
from backtui.domain.preferences import preference
from backtui.domain.undo import Change, names_of
from backtui.domain.words.numbers import brief_day, join_and, long_day, many, value_words
from backtui.domain.words.targets import describe_target
from backtui.domain.words.weeks import stored_schedule_words

MOST_PARTS = 3
SILENT = (SessionStarted, ExerciseEnded, SessionEnded, ExercisePlanned, Void)  # where more is said


def describe_change(change: Change, words: "ChangeWords") -> str:
    """The change in a few words."""
    new = [event for event in change.events if not isinstance(event.what, Void)]
    names = [name for event in change.events for name in names_of(event)]
    gone = [event for name in names if (event := words.event(name))]
    start = next((event for event in new if isinstance(event.what, SessionStarted)), None)
    old = next((event for event in gone if isinstance(event.what, SessionStarted)), None)
    if any(is_content_id(event.id) for event in new):
        return _import(new)
    if start and any(isinstance(event.what, ExercisePlanned) for event in new):
        return f"session of {words.moment(start.true_time)}, entered by hand"
    if old and not start:
        return f"session of {words.moment(old.true_time)} deleted"
    if start and old:
        moved = f"session of {words.moment(old.true_time)} moved to {words.moment(start.true_time)}"
        new, gone = (
            [each for each in events if not isinstance(each.what, SessionEnded)] for events in (new, gone)
        )
        parts = [moved, *words.parts(new, gone)]
    else:
        parts = words.parts(new, gone)
    more = [f"and {len(parts) - MOST_PARTS} more"] if len(parts) > MOST_PARTS else []
    return "; ".join([*parts[:MOST_PARTS], *more]) or "a change"


def _import(new: Sequence[Event]) -> str:
    """What a table brought."""
    sessions = len({event.session for event in new if event.session})
    activities = sum(isinstance(event.what, ActivityDone) for event in new)
    counts = ((sessions, ("session",)), (activities, ("activity", "activities")))
    return f"import of {join_and(many(count, *nouns) for count, nouns in counts if count)}"


class ChangeWords(msgspec.Struct, frozen=True):
    """A part of a sentence for each thing that a change is about.

    They look up an event, a session's start, the exercise of an item and a name; days of `year` are said
    without it.
    """

    event: Callable[[bytes], Event | None]
    start: Callable[[bytes], datetime | None]
    exercise: Callable[[bytes, int], str | None]
    name: Callable[[str], str]
    year: int

    def parts(self, new: Sequence[Event], gone: Sequence[Event]) -> list[str]:
        """A part for each subject: what holds now, or that it was taken away."""
        groups: dict[tuple[Any, ...], list[Event]] = {}
        before: dict[tuple[Any, ...], list[Event]] = {}
        for events, found in ((new, groups), (gone, before)):
            for event in events:
                if not isinstance(event.what, SILENT):
                    found.setdefault(_subject(event), []).append(event)
        parts = [self._part(group, taken=False) for group in groups.values()]
        parts += [self._part(group, taken=True) for subject, group in before.items() if subject not in groups]
        if not parts:
            parts = [self._ended(event) for event in (*new, *gone) if isinstance(event.what, SessionEnded)]
        return list(dict.fromkeys(parts))

    def moment(self, at: datetime) -> str:
        """A day and a time."""
        return f"{self.day(at)}, {at:%H:%M}"

    def day(self, at: date) -> str:
        """A day as Sun 22 Nov, with the year where it is another than this one."""
        return f"{at:%a} {brief_day(at)}" if at.year == self.year else long_day(at)

    def _part(self, group: Sequence[Event], *, taken: bool) -> str:
        event = group[-1]
        no, removed = ("no ", ": removed") if taken else ("", "")
        match event.what:
            case RepEnded():
                return self._reps(group, removed)
            case Rated(item, rating):
                return f"rating of {self._where(event, item)}: {'none' if taken else rating or 'none'}"
            case PainFelt(item):
                return f"{no}pain in {self._where(event, item)}"
            case Eased(item):
                return f"{no}ease-off in {self._where(event, item)}"
            case DizzyFelt():
                return f"{no}dizziness in {self._session(event)}"
            case PainAnswered() as what:
                return self._pain(event, what, removed)
            case SessionConfirmed():
                return f"confirmation of {self._session(event)}"
            case what:
                return f"{self._thing(event, what)}{removed}"

    def _thing(self, event: Event, what: What) -> str:
        """What has a name of its own."""
        match what:
            case GrowthDeclined(exercise):
                return f"“not yet” to {self.name(exercise)}"
            case TargetSet(exercise):
                return f"{self.name(exercise)}: {describe_target(what) or 'as it was'}"
            case SettingSet(key, value):
                row = preference(key)
                said = stored_schedule_words(value) if key == "schedule" else value_words(value)
                return f"setting “{row.name if row else key}”: {said}"
            case NoteWritten():
                return self._note(event, what)
            case ActivityDone(done, minutes, day):
                return f"{many(minutes, 'minute')} of {done}, {self.day(day)}"
            case PauseSet(why, first, last):
                until = f" to {self.day(last)}" if last else ""
                return f"pause ({why.value}) from {self.day(first)}{until}"
            case OwnEvent():
                named = what.definition if isinstance(what, ExerciseSaved | RoutineSaved) else None
                name = named.get("name") if isinstance(named, dict) else None
                return f"{what.sort} “{name or what.id}” {what.deed}"
            case _:
                return what.kind

    def _note(self, event: Event, what: NoteWritten) -> str:
        if event.session is None:
            return "note"
        item = or_none(what.item)
        return f"note on {self._session(event) if item is None else self._where(event, item)}"

    def _reps(self, group: Sequence[Event], removed: str) -> str:
        what = group[0].what
        assert isinstance(what, RepEnded)
        where = self._where(group[0], what.item)
        if len(group) > 1:
            return f"{len(group)} repetitions of {where}{removed}"
        side = "" if what.side is Side.NONE else f" {what.side}"
        held = removed or f": {'+'.join(f'{seconds:g}' for seconds in what.holds_s)} s"
        return f"repetition {what.rep}{side} of {where}{held}"

    def _pain(self, event: Event, what: PainAnswered, removed: str) -> str:
        said = what.answer or ("not given" if what.score is None else str(what.score))
        if event.session is None:
            return f"pain {said}, noted on {self.moment(event.wall)}{removed}"
        asked = "answer the morning after" if what.when == "morning" else f"pain {what.when}"
        return f"{asked} {self._session(event)}: {'not given' if removed else said}"

    def _ended(self, event: Event) -> str:
        return f"end of {self._session(event)}"

    def _where(self, event: Event, item: int) -> str:
        """The exercise and the day of its session."""
        session = event.session or b""
        exercise = self.exercise(session, item)
        name = self.name(exercise) if exercise else "an exercise"
        at = self.start(session)
        return f"{name}, {self.day(at)}" if at else name

    def _session(self, event: Event) -> str:
        at = self.start(event.session or b"")
        return f"the session of {self.moment(at)}" if at else "a session"


def _subject(event: Event) -> tuple[object, ...]:
    """What an event is about, so that what replaces it is found."""
    names = ("item", "when", "exercise", "key", "id")
    return (event.kind, event.session, *(getattr(event.what, name, None) for name in names))

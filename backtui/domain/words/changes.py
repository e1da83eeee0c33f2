"""What a change was, in words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from backtui.domain.events import Event
from backtui.domain.preferences import preference
from backtui.domain.progression.prescription import adjustment_of
from backtui.domain.record import true_time
from backtui.domain.undo import Change
from backtui.domain.words.numbers import brief_day, long_day, value_words
from backtui.domain.words.targets import describe_target

MOST_PARTS = 3
ENDINGS = ("exercise-ended", "session-ended", "exercise-planned", "void")


class Known(msgspec.Struct, frozen=True):
    """What the words look up: an event, a session's start, the exercise of an item, a name; this year."""

    event: Callable[[bytes], Event | None]
    start: Callable[[bytes], datetime | None]
    exercise: Callable[[bytes, int], str | None]
    name: Callable[[str], str]
    year: int


def describe_change(change: Change, known: Known) -> str:
    """The change in a few words."""
    new = [event for event in change.events if event.kind != "void"]
    names = [name for event in change.events if event.kind == "void" for name in event.body["events"]]
    gone = [event for name in names if (event := known.event(bytes.fromhex(name)))]
    said = Said(known)
    start = next((event for event in new if event.kind == "session-started"), None)
    old = next((event for event in gone if event.kind == "session-started"), None)
    if start and any(event.kind == "exercise-planned" for event in new):
        return f"session of {said.moment(true_time(start))}, entered by hand"
    if old and not start:
        return f"deletion of the session of {said.moment(true_time(old))}"
    if start and old:
        moved = f"start of the session of {said.moment(true_time(old))}: {said.moment(true_time(start))}"
        new, gone = ([each for each in events if each.kind != "session-ended"] for events in (new, gone))
        parts = [moved, *said.parts(new, gone)]
    else:
        parts = said.parts(new, gone)
    more = [f"and {len(parts) - MOST_PARTS} more"] if len(parts) > MOST_PARTS else []
    return "; ".join([*parts[:MOST_PARTS], *more]) or "a change"


class Said:
    """One sentence part for each thing that a change is about."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def parts(self, new: Sequence[Event], gone: Sequence[Event]) -> list[str]:
        """A part for each subject: what holds now, or that it was taken away."""
        groups: dict[tuple[Any, ...], list[Event]] = {}
        before: dict[tuple[Any, ...], list[Event]] = {}
        for events, found in ((new, groups), (gone, before)):
            for event in events:
                if event.kind not in (*ENDINGS, "session-started"):
                    found.setdefault(_subject(event), []).append(event)
        parts = [self._part(group, taken=False) for group in groups.values()]
        parts += [self._part(group, taken=True) for subject, group in before.items() if subject not in groups]
        if not parts:
            parts = [self._ended(event) for event in (*new, *gone) if event.kind == "session-ended"]
        return list(dict.fromkeys(parts))

    def moment(self, at: datetime) -> str:
        """A day and a time."""
        return f"{self.day(at)}, {at:%H:%M}"

    def day(self, at: datetime) -> str:
        """A day as Sun 22 Nov, with the year where it is another than this one."""
        return f"{at:%a} {brief_day(at)}" if at.year == self.known.year else long_day(at)

    def _part(self, group: Sequence[Event], *, taken: bool) -> str:
        event = group[-1]
        kind, body = event.kind, event.body
        match kind:
            case "rep-ended":
                return self._reps(group, taken)
            case "rated":
                return f"rating of {self._where(event)}: {'none' if taken else body['rating'] or 'none'}"
            case "pain" | "eased":
                what = "pain" if kind == "pain" else "ease-off"
                return f"{'no ' if taken else ''}{what} in {self._where(event)}"
            case "dizzy":
                return f"{'no ' if taken else ''}dizziness in {self._session(event)}"
            case "pain-answered":
                return self._pain(event, taken)
            case "session-confirmed":
                return f"confirmation of {self._session(event)}"
            case _:
                return f"{'removal of ' if taken else ''}{self._thing(event)}"

    def _thing(self, event: Event) -> str:
        """What has a name of its own."""
        kind, body = event.kind, event.body
        match kind:
            case "growth-declined":
                return f"“not yet” to {self.known.name(body['exercise'])}"
            case "target-set":
                target = describe_target(adjustment_of(event)) or "as it was"
                return f"{self.known.name(body['exercise'])}: {target}"
            case "setting-set":
                row = preference(body["key"])
                return f"setting “{row.name if row else body['key']}”: {value_words(body['value'])}"
            case "note-written":
                about = f" on {self._session(event)}" if event.session else ""
                return f"note{about}"
            case "activity-done":
                at = datetime.fromisoformat(body["day"])
                return f"{body['minutes']} minutes of {body['what']}, {self.day(at)}"
            case _:
                what, _, deed = kind.partition("-")
                name = (body.get("definition") or {}).get("name") or body.get("id", "")
                return f"{what} “{name}” {deed}"

    def _reps(self, group: Sequence[Event], taken: bool) -> str:
        where = self._where(group[0])
        if len(group) > 1:
            return f"{'removal of ' if taken else ''}{len(group)} repetitions of {where}"
        body = group[0].body
        side = "" if body["side"] == "none" else f" {body['side']}"
        held = "+".join(f"{seconds:g}" for seconds in body["holds_s"])
        if taken:
            return f"removal of repetition {body['rep']}{side} of {where}"
        return f"repetition {body['rep']}{side} of {where}: {held} s"

    def _pain(self, event: Event, taken: bool) -> str:
        when, score = event.body["when"], event.body["score"]
        said = event.body.get("answer") or ("not said" if score is None else str(score))
        if event.session is None:
            return f"{'removal of ' if taken else ''}pain, {self.moment(event.wall)}: {said}"
        asked = "answer the morning after" if when == "morning" else f"pain {when}"
        return f"{asked} {self._session(event)}: {'not said' if taken else said}"

    def _ended(self, event: Event) -> str:
        return f"end of {self._session(event)}"

    def _where(self, event: Event) -> str:
        """The exercise and the day of its session."""
        session = event.session or b""
        exercise = self.known.exercise(session, event.body["item"])
        name = self.known.name(exercise) if exercise else "an exercise"
        at = self.known.start(session)
        return f"{name}, {self.day(at)}" if at else name

    def _session(self, event: Event) -> str:
        at = self.known.start(event.session or b"")
        return f"the session of {self.moment(at)}" if at else "a session"


def _subject(event: Event) -> tuple[Any, ...]:
    """What an event is about, so that what replaces it is found."""
    body = event.body
    names = ("item", "when", "exercise", "key", "id")
    return (event.kind, event.session, *(body.get(name) for name in names))

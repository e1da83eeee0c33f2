"""A session while it is corrected: which of its events are taken back, and what is logged in their stead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from backtui.domain.folding import fold
from backtui.domain.history import EntryRecord, SessionRecord
from backtui.domain.log import Event

Make = Callable[[str, dict[str, Any]], Event]


class CorrectionError(ValueError):
    """A correction that cannot be, told in one sentence."""


@dataclass(slots=True)
class Sheet:
    """One session, changed step by step, each step judged by what the ones before it left.

    `standing` are its events that were not taken back, in order; `make` makes an event of it. In the end
    `gone` has the ids to take back, `new` the events to log and `texts` the texts of notes among them.
    """

    standing: list[Event]
    make: Make
    gone: list[bytes] = field(default_factory=list)
    new: list[Event] = field(default_factory=list)
    texts: dict[bytes, str] = field(default_factory=dict)

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

    def standing_of(self, kind: str, **body: object) -> list[Event]:
        """The events of a kind whose bodies say so."""
        return [
            event
            for event in self.standing
            if event.kind == kind and all(event.body.get(key) == value for key, value in body.items())
        ]

    def take(self, events: Sequence[Event]) -> None:
        """Take events back."""
        for event in events:
            self.standing.remove(event)
            if event in self.new:
                self.new.remove(event)
                self.texts.pop(event.id, None)
            else:
                self.gone.append(event.id)

    def say(self, kind: str, **body: Any) -> Event:
        """Log an event."""
        event = self.make(kind, body)
        self.standing.append(event)
        self.new.append(event)
        return event

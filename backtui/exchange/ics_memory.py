"""Which events calendars have from files of this machine, so that those that fall away are cancelled."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from backtui.exchange.ics_export import GivenOut, Reminder
from backtui.machine.files import bytes_of, write_private

MOST_BYTES = 1_000_000  # 26 weeks of three a day take a tenth of it


class CalendarMemory(msgspec.Struct, frozen=True):
    """What was given out and is not past, and the number of the newest edition."""

    sequence: int = 0
    given: tuple[GivenOut, ...] = ()

    def fallen(
        self, reminders: Sequence[Reminder], log: bytes, now: datetime, end: datetime
    ) -> list[GivenOut]:
        """What falls away in a new edition, which says all that is due before `end`; times are local."""
        stand = {each.uid(log) for each in reminders}
        return [
            each
            for each in self.given
            if each.uid not in stand and now < each.rings_last and each.starts < end
        ]

    def after(self, reminders: Iterable[Reminder], log: bytes, now: datetime, least: int) -> "CalendarMemory":
        """The same once these were given out too, as an edition of a number that is `least` or more.

        Another number than before is needed only where anything changed.
        """
        stand = {
            uid: GivenOut(uid, each.starts, each.minutes, each.words, each.rings_last)
            for each in reminders
            for uid in [each.uid(log)]
        }
        kept = {each.uid: each for each in self.given if now < each.rings_last}
        given = tuple({**kept, **stand}.values())
        return CalendarMemory(max(least, self.sequence + (given != self.given)), given)


def remembered(file: Path | None) -> CalendarMemory:
    """What a file says; nothing where there is none, or it cannot be read."""
    try:
        if file is not None:
            return msgspec.json.decode(bytes_of(file, MOST_BYTES), type=CalendarMemory)
    except (OSError, msgspec.MsgspecError):
        pass
    return CalendarMemory()


def remember(file: Path | None, memory: CalendarMemory) -> None:
    """Keep it, for this person alone (0600). Raises OSError."""
    if file is not None:
        write_private(file, msgspec.json.encode(memory))

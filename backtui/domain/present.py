"""Today: which day it is, when it ends, and what is dated after it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from backtui.domain.record import training_day
from backtui.domain.words.numbers import many

SHORT_ID = 8  # digits of a session's id that a person types; more where sessions were entered quickly


class Present(msgspec.Struct, frozen=True):
    """The moment at which a question is asked, its day, and the moment at which that day ends.

    What is dated from there on counts for nothing until its day has come. The moment decides and not the
    date: whoever flew west over the date line was up tomorrow, but not after now.
    """

    now: datetime
    day: date
    ends: datetime


def present(now: datetime, day_starts_h: int) -> Present:
    """The day of a moment, in its time zone; it ends at `day_starts_h` in the morning."""
    day = training_day(now, day_starts_h)
    return Present(now, day, datetime.combine(day + timedelta(days=1), time(day_starts_h), now.tzinfo))


def short_id(session: bytes) -> str:
    """The beginning of a session's id, as people type it."""
    return session.hex()[:SHORT_ID]


def after_today(sessions: Sequence[bytes]) -> tuple[str, ...]:
    """What is said of sessions dated after today: how many, and the command that mends the newest."""
    if not sessions:
        return ()
    there = "A session is" if len(sessions) == 1 else f"{many(len(sessions), 'session')} are"
    which = "it" if len(sessions) == 1 else "the newest"
    return (
        f"{there} dated after today and not counted yet. Is the clock of this machine right?",
        f"`backtui edit {short_id(sessions[0])} --date DATE` gives {which} its true day.",
    )

"""Today: which day it is, when it ends, and what is dated after it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from backtui.domain.record import training_day
from backtui.domain.words.numbers import join_and, many

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


class DatedAfter(msgspec.Struct, frozen=True):
    """The ids of what is dated after today, each sort newest first; pain is what was told beside sessions."""

    sessions: Sequence[bytes] = ()
    activities: Sequence[bytes] = ()
    pains: Sequence[bytes] = ()

    @property
    def beside(self) -> Sequence[bytes]:
        """What belongs to no session."""
        return (*self.activities, *self.pains)


NOTHING_AFTER = DatedAfter()


def after_today(found: DatedAfter) -> tuple[str, ...]:
    """What is said of what is dated after today: how much it is, and the commands that mend the newest."""
    sorts = [each for each in _sorts(found) if each.ids]
    if not sorts:
        return ()
    all_ = [name for each in sorts for name in each.ids]
    there = [each.first if len(each.ids) == 1 else many(len(each.ids), *each.nouns) for each in sorts]
    named = join_and([there[0], *(each[:1].lower() + each[1:] for each in there[1:])])
    return (
        f"{named} {'is' if len(all_) == 1 else 'are'} dated after today and not counted yet."
        " Is the clock of this machine right?",
        *(
            f"`backtui edit {told_apart(each.ids[0], all_)} {_mends(each, alone=len(sorts) == 1)}."
            for each in sorts
        ),
    )


class _Sort(msgspec.Struct, frozen=True):
    """What is dated after today of one sort, newest first; how it is named, and what mends it."""

    ids: Sequence[bytes]
    first: str
    nouns: tuple[str, str]
    option: str = "--date DATE"
    does: str = "gives {} its true day"


def _sorts(found: DatedAfter) -> tuple[_Sort, ...]:
    return (
        _Sort(found.sessions, "A session", ("session", "sessions")),
        _Sort(found.activities, "An aerobic activity", ("aerobic activity", "aerobic activities")),
        _Sort(
            found.pains,
            "An answer about pain",
            ("answer about pain", "answers about pain"),
            "--delete",
            "takes {} back",
        ),
    )


def _mends(each: _Sort, *, alone: bool) -> str:
    """What is done with the newest of a sort, after its id; alone it needs no name."""
    newest = "the newest" if len(each.ids) > 1 else "it" if alone else "the"
    which = newest if alone else f"{newest} {each.nouns[0]}"
    return f"{each.option}` {each.does.format(which)}"


def told_apart(name: bytes, all_: Sequence[bytes]) -> str:
    """The beginning of an id by which it is told apart from others."""
    digits = SHORT_ID
    while any(other != name and other.hex()[:digits] == name.hex()[:digits] for other in all_):
        digits += 1
    return name.hex()[:digits]

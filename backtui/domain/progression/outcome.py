"""What an entry says about its dose."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from backtui.domain.events import Rating
from backtui.domain.exercise import DAY_COURSE, Dose, Side
from backtui.domain.progression.prescription import WORTH, Doubt, Entry, Outcome
from backtui.domain.record import EntryRecord, SessionRecord

# The least favourable outcome of two appearances in one session is the one that stands.
WORST_FIRST = (Outcome.PAIN, Outcome.MISS, Outcome.HARD, Outcome.CUT, Outcome.SUCCESS, Outcome.EASY)


class Appearance(msgspec.Struct, frozen=True):
    """One planned exercise in one session, with what judging needs of both.

    `alive`: there was a sign of life in the session, or it was confirmed.
    """

    session: bytes
    started_at: datetime
    day: date
    item: int
    exercise: str
    prescribed: Dose
    rating: Rating | None
    pain: bool
    eased: bool
    how: str | None
    performed: bool
    complete: bool
    alive: bool
    dizzy: bool
    flare: bool
    course: str = DAY_COURSE
    side: Side = Side.NONE
    asked: Dose | None = None


def appearances(record: SessionRecord) -> list[Appearance]:
    """The entries of a session, ready to be judged."""
    return [
        Appearance(
            session=record.id,
            started_at=record.started_at,
            day=record.day,
            item=entry.item,
            exercise=entry.exercise,
            prescribed=entry.prescribed,
            rating=entry.rating,
            pain=entry.pain,
            eased=entry.eased,
            how=entry.how,
            performed=entry.performed,
            complete=entry.complete,
            alive=record.alive,
            dizzy=record.dizzy,
            flare=record.flare,
            course=entry.course,
            side=entry.side,
            asked=entry.asked,
        )
        for entry in record.entries
    ]


def outcome(entry: Appearance | EntryRecord) -> Outcome | None:
    """What one appearance says; None where no hold was begun, which counts for nothing."""
    if entry.pain:
        return Outcome.PAIN
    if not entry.performed:
        return None
    if entry.eased or not entry.complete:
        return Outcome.MISS if entry.how in ("done", "skipped") else Outcome.CUT
    if entry.rating is Rating.HARD:
        return Outcome.HARD
    return Outcome.EASY if entry.rating is Rating.EASY else Outcome.SUCCESS


def entries_by_exercise(
    seen: Iterable[Appearance], *, unrated_counts: bool = True
) -> Mapping[str, Sequence[Entry]]:
    """The performed entries of each exercise; all appearances of a course in one session are one entry.

    With `unrated_counts` off, an entry without a rating adds no success.
    """
    groups: dict[tuple[str, bytes, str, Side], list[Appearance]] = {}
    first_of_day: dict[tuple[str, date], tuple[datetime, bytes]] = {}
    for each in seen:
        groups.setdefault((each.exercise, each.session, each.course, each.side), []).append(each)
        if each.performed:
            that, mine = (each.exercise, each.day), (each.started_at, each.session)
            first_of_day[that] = min(first_of_day.get(that, mine), mine)
    entries: dict[str, list[Entry]] = {}
    for (exercise, session, *_), group in groups.items():
        first = first_of_day.get((exercise, group[0].day), (None, session))[1]
        entry = _entry(group, first=first == session, unrated_counts=unrated_counts)
        if entry:
            entries.setdefault(exercise, []).append(entry)
    return entries


def _entry(group: Sequence[Appearance], *, first: bool, unrated_counts: bool) -> Entry | None:
    """All appearances of one course in one session as one entry; None when none was performed."""
    outcomes = [outcome(each) for each in group]
    said = [each for each in outcomes if each is not None]
    if not said:
        return None
    worst = min(said, key=WORST_FIRST.index)
    if len(said) < len(group) and worst in WORTH:
        worst = Outcome.CUT
    one = group[0]
    doubt = _doubt(group, first=first, unrated_counts=unrated_counts)
    return Entry(one.started_at, one.day, one.prescribed, worst, doubt, one.course, one.side, one.asked)


def _doubt(group: Sequence[Appearance], *, first: bool, unrated_counts: bool) -> Doubt | None:
    """Why the entry of these appearances adds no success; what is about safety is said first."""
    one, rated = group[0], all(each.rating for each in group)
    if one.dizzy:
        return Doubt.DIZZY
    if one.flare:
        return Doubt.FLARE
    if not rated and not one.alive:
        return Doubt.UNCONFIRMED
    if not rated and not unrated_counts:
        return Doubt.UNRATED
    return None if first else Doubt.AGAIN

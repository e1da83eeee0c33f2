"""What an entry says about its dose."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from backtui.domain.events import Rating
from backtui.domain.exercise import DAY_COURSE, Dose, Side
from backtui.domain.progression.prescription import Entry, Outcome
from backtui.domain.record import EntryRecord, SessionRecord

# The least favourable outcome of two appearances in one session is the one that stands.
WORST_FIRST = (Outcome.PAIN, Outcome.MISS, Outcome.HARD, Outcome.CUT, Outcome.SUCCESS, Outcome.EASY)


class Appearance(msgspec.Struct, frozen=True):
    """One planned exercise in one session, with what judging needs of both.

    `alive`: there was a sign of life in the session, or it was confirmed. `hurt`: dizziness or a flare in it.
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
    hurt: bool
    course: str = DAY_COURSE
    side: Side = Side.NONE
    asked: Dose | None = None


def appearances(record: SessionRecord) -> list[Appearance]:
    """The entries of a session, ready to be judged."""
    hurt = record.dizzy or record.flare
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
            hurt=hurt,
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
    """The performed entries of each exercise; two appearances in one session are one entry.

    With `unrated_counts` off, an entry without a rating adds no success.
    """
    groups: dict[tuple[bytes, str], list[Appearance]] = {}
    first_of_day: dict[date, tuple[datetime, bytes]] = {}
    for each in seen:
        groups.setdefault((each.session, each.exercise), []).append(each)
        if each.performed:
            mine = (each.started_at, each.session)
            first_of_day[each.day] = min(first_of_day.get(each.day, mine), mine)
    entries: dict[str, list[Entry]] = {}
    for (session, exercise), group in groups.items():
        first_session = first_of_day.get(group[0].day, (None, session))[1]
        entry = _entry(group, first=first_session == session, unrated_counts=unrated_counts)
        if entry:
            entries.setdefault(exercise, []).append(entry)
    return entries


def _entry(group: Sequence[Appearance], *, first: bool, unrated_counts: bool) -> Entry | None:
    """All appearances of one exercise in one session as one entry; None when none was performed."""
    outcomes = [outcome(each) for each in group]
    said = [each for each in outcomes if each is not None]
    if not said:
        return None
    worst = min(said, key=WORST_FIRST.index)
    if len(said) < len(group) and worst in (Outcome.SUCCESS, Outcome.EASY):
        worst = Outcome.CUT
    one = group[0]
    rated = unrated_counts or all(each.rating for each in group)
    sign_of_life = one.alive or all(each.rating for each in group)
    counts = first and rated and sign_of_life and not one.hurt
    return Entry(one.started_at, one.day, one.prescribed, worst, counts, one.course, one.side, one.asked)

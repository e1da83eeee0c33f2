"""The week as the log has it: what is due, what was done, and whether the morning after is to be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backtui.domain.history import SessionRecord, State, training_day
from backtui.domain.sitting import Hurt, back_days, hurts
from backtui.domain.week import Due, Today, coming, monday_of, today
from backtui.store.answers import Activity

if TYPE_CHECKING:
    from backtui.coach.coach import Coach

WEEKS_THAT_MATTER = 1  # before this one: enough for yesterday and for six days in a row
USUAL_MINUTES = 30  # of something aerobic, where none was logged before
WEEKS_REMEMBERED = 26  # how far back a last back day, or the minutes of an activity, are looked for
PAIN_MATTERS_FOR = timedelta(days=3)  # of what was told beside the sessions; the rules look at two days


@dataclass(frozen=True, slots=True)
class Usual:
    """Something aerobic that can be logged again: its word and the minutes that it took last."""

    what: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Behind:
    """The days behind: each session's day, days with something aerobic, days that hurt."""

    back: Sequence[date]
    aerobic: Sequence[date]
    hurts: Mapping[date, Hurt]


class Week:
    """Answers about these days, from the coach's log."""

    def __init__(self, coach: "Coach") -> None:
        self.coach = coach

    def today(self) -> Today:
        """What is due today, and the week so far."""
        behind, often = self._behind(), self.coach.preferences()
        return today(
            self.coach.day(),
            behind.back,
            often.goal,
            per_day=often.per_day,
            goal_by=often.frequency_by,
            aerobic_days=behind.aerobic,
            hurts=behind.hurts,
        )

    def coming(self, weeks: int) -> tuple[tuple[date, Due], ...]:
        """What the days from today on would be for, so many weeks of them, without the days of rest."""
        behind, often = self._behind(), self.coach.preferences()
        return coming(
            self.coach.day(),
            behind.back,
            often.goal,
            days=7 * weeks,
            per_day=often.per_day,
            aerobic_days=behind.aerobic,
            hurts=behind.hurts,
        )

    def _behind(self) -> Behind:
        """What the rules of the week ask of the days behind."""
        log, starts_h = self.coach.log, self.coach.preferences().day_starts_h
        since = monday_of(self.coach.day()) - timedelta(weeks=WEEKS_THAT_MATTER)
        sittings = log.sittings(since)
        back = back_days(sittings) or self._last_before(since)
        told = log.pain_told(self.coach.now() - PAIN_MATTERS_FOR)
        pain = [(training_day(at, starts_h), score) for at, score in told]
        aerobic = [each.day for each in log.activities(since)]
        return Behind(back, aerobic, hurts(sittings, pain))

    def _last_before(self, since: date) -> list[date]:
        """The newest back day before that day, where one is near the newest exercise of all; else none."""
        last = self.coach.log.last_back_day()
        if last is None:
            return []
        earlier = self.coach.log.sittings(min(since, last) - timedelta(weeks=WEEKS_REMEMBERED))
        return back_days(earlier)[-1:]

    def done_today(self) -> Sequence[Activity]:
        """What aerobic was done today."""
        day = self.coach.day()
        return [each for each in self.coach.log.activities(day) if each.day == day]

    def usual(self) -> Sequence[Usual]:
        """What aerobic was done of late, the newest first, each with its newest minutes."""
        since = self.coach.day() - timedelta(weeks=WEEKS_REMEMBERED)
        newest: dict[str, int] = {}
        for each in sorted(self.coach.log.activities(since), key=lambda each: each.at, reverse=True):
            newest.setdefault(each.what, each.minutes)
        return [Usual(what, minutes) for what, minutes in newest.items()]

    def aerobic_minutes(self) -> int:
        """How long something aerobic took last, or usually takes."""
        return next((each.minutes for each in self.usual()), USUAL_MINUTES)

    def morning_after(self) -> SessionRecord | None:
        """Yesterday's newest session, answered or not; None once today's has begun.

        The question belongs to the day after a session, all of it, for a back tells in the evening too.
        """
        day = self.coach.day()
        yesterday = day - timedelta(days=1)
        sittings = self.coach.log.sittings(yesterday)
        under_way = any(each.state is State.OPEN for each in sittings)
        newest = next((each for each in reversed(sittings) if each.begun), None)
        if under_way or newest is None or newest.day != yesterday:
            return None
        return self.coach.session(newest.session)

    def asks(self) -> SessionRecord | None:
        """The session whose morning after is not answered yet."""
        record = self.morning_after()
        return record if record and record.morning is None else None

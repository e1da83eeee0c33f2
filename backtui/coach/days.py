"""What is logged about a day: something aerobic, pain, and how the back is the morning after a session."""

from datetime import date

from backtui.coach.coach import Coach, WrongUseError
from backtui.coach.journal import Append, event
from backtui.domain.history import SessionRecord
from backtui.domain.log import PAIN_BOUNDS
from backtui.domain.week import monday_of
from backtui.guard import TextError, clean

ACTIVITIES = ("walking", "cycling", "swimming", "other")
SHORT_FOR = {"walk": "walking", "bike": "cycling", "cycle": "cycling", "swim": "swimming"}
MINUTES_BOUNDS = (1, 600)
WORD_LIMIT = 30  # characters of a word of one's own for what was done
MORNINGS = ("better", "same", "worse")
# What a person says of when it hurt, and how the log calls it: now belongs to no session.
PAIN_WHEN = {"now": "other", "before": "before", "after": "after"}
HOLDS = "nothing in it raises a dose"


class Days:
    """Every such choice as an event; each answers with a sentence of what was logged."""

    def __init__(self, coach: Coach, append: Append) -> None:
        self.coach = coach
        self._append = append

    def activity(self, kind: str, minutes: int, day: date | None = None) -> str:
        """Log something aerobic (of ACTIVITIES or a short own word) of 1-600 minutes, today or earlier.

        Raises WrongUseError for no word, one that is too long, minutes out of bounds, or a day to come.
        """
        what, when = _activity(kind), self._past(day)
        low, high = MINUTES_BOUNDS
        if not low <= minutes <= high:
            raise WrongUseError(f"Minutes must be from {low} to {high}, not {minutes}.")
        body = {"what": what, "minutes": minutes, "day": when.isoformat()}
        self._append([event("activity-done", self.coach.now(), body)])
        monday = monday_of(when)
        done = {each.day for each in self.coach.log.activities(monday) if monday_of(each.day) == monday}
        days = f"{len(done)} aerobic day{'' if len(done) == 1 else 's'}"
        week = "this week" if monday == monday_of(self.coach.day()) else "in that week"
        said = f"{what[:1].upper()}{what[1:]}, {minutes} min, {self._said(when)}"
        return f"{said}: {days} {week}."

    def pain(self, score: int, when: str = "now", day: date | None = None) -> str:
        """Log pain from 0 to 10: now, or before or after the newest session of a day.

        Raises WrongUseError out of bounds, for a day to come or one without a session, and for another day's
        now.
        """
        low, high = PAIN_BOUNDS
        if not low <= score <= high:
            raise WrongUseError(f"Pain is a number from {low} to {high}, not {score}.")
        on = self._past(day)
        if when == "now":
            if on != self.coach.day():
                raise WrongUseError("Pain now is of today; for another day say before or after its session.")
            self._pain(None, "other", score)
            return f"Pain {score} of {high}, now."
        record = self._session_of(on)
        self._pain(record, PAIN_WHEN[when], score)
        after = self.coach.session(record.id)
        flares = f": {HOLDS}" if after and after.flare else ""
        return f"Pain {score} of {high}, {when} the session of {self._said(on)}{flares}."

    def morning(self, answer: str) -> str:
        """Log better, same or worse for yesterday's session. Raises WrongUseError where there was none."""
        if answer not in MORNINGS:
            raise WrongUseError(f"The morning after is better, same or worse, not {answer[:40]!a}.")
        record = self.coach.week.morning_after()
        if record is None:
            raise WrongUseError(
                "There is no session of yesterday to ask about, or today's has begun; log pain from 0 to 10."
            )
        body = {"when": "morning", "score": None, "answer": answer}
        self._append([event("pain-answered", self.coach.now(), body, record.id)])
        holds = f": {HOLDS}; rest today, or walk a little" if answer == "worse" else ""
        return f"{answer.capitalize()} the morning after {record.day:%A}'s session{holds}."

    def _pain(self, record: SessionRecord | None, when: str, score: int) -> None:
        session = record.id if record else None
        body = {"when": when, "score": score}
        self._append([event("pain-answered", self.coach.now(), body, session)])

    def _past(self, day: date | None) -> date:
        """That day, or today. Raises WrongUseError for one to come."""
        today = self.coach.day()
        if day is not None and day > today:
            raise WrongUseError(f"{day.isoformat()} is still to come; give today or a day before it.")
        return day or today

    def _session_of(self, day: date) -> SessionRecord:
        of_the_day = [each.session for each in self.coach.log.sittings(day) if each.day == day]
        found = self.coach.session(of_the_day[-1]) if of_the_day else None
        if found is None:
            today = day == self.coach.day()
            other = (
                "without --when it is pain now" if today else "`backtui history` has the days of all sessions"
            )
            raise WrongUseError(f"There was no session {self._on(day)}; {other}.")
        return found

    def _said(self, day: date) -> str:
        """A day as one says it."""
        match (self.coach.day() - day).days:
            case 0:
                return "today"
            case 1:
                return "yesterday"
            case _:
                return f"{day:%a} {day.day} {day:%b %Y}"

    def _on(self, day: date) -> str:
        said = self._said(day)
        return f"on {said}" if said[-1].isdigit() else said


def _activity(kind: str) -> str:
    """What was done, as it is kept. Raises WrongUseError."""
    try:
        word = clean(kind, WORD_LIMIT).strip().casefold()
    except TextError as error:
        raise WrongUseError(f"The word for what was done has {WORD_LIMIT} characters at most.") from error
    if not word:
        raise WrongUseError(f"Say what was done: {', '.join(ACTIVITIES)} or a word of your own.")
    return SHORT_FOR.get(word, word)

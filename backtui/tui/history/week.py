"""What a week came to, in lines."""

from collections.abc import Iterable, Sequence

from backtui.coach.history import DayPast, WeekPast
from backtui.domain.statistics import CalendarWeek
from backtui.domain.words.numbers import many, plain_day
from backtui.tui.history.calendar import REACHED
from backtui.tui.history.totals import duration
from backtui.tui.widgets.line import Span
from backtui.tui.widgets.rows import Row
from backtui.tui.words import ROLES, pain_words

LABEL = 14  # cells for the names of the numbers


def week_rows(week: CalendarWeek, goal: int, days: Sequence[DayPast], found: WeekPast) -> list[Row]:
    """Its numbers, and the doses that changed."""
    done: list[Span] = [(f"{week.days} of {goal}", "text")]
    done = [REACHED, (" ", "text"), *done] if week.reached else done
    rows = [Row([(f"Week of {plain_day(week.begins)}", "head")], done)]
    facts = [(name, said) for name, said in _facts(days, found) if said]
    rows += [Row([(f"  {name:<{LABEL}}", "dim"), (said, "text")]) for name, said in facts]
    rows.append(Row())
    if found.changes:
        rows.append(Row([("What changed", "head")]))
    for each in found.changes:
        sign = "▲" if each.after > each.before else "▼"
        doses = f"{each.before} → {each.after}"
        rows.append(Row([(f"  {sign} ", ROLES[sign]), (f"{each.title}  ", "text"), (doses, "strong")]))
    if not found.changes:
        rows.append(Row([("No dose changed.", "dim")]))
    return rows


def _facts(days: Sequence[DayPast], found: WeekPast) -> Iterable[tuple[str, str]]:
    """The numbers that are told, in words."""
    sessions = [each for day in days for each in day.session_summaries]
    activities = [each for day in days for each in day.activities]
    took = sum((each.ended_at - each.started_at).total_seconds() for each in sessions)
    yield "Sessions", f"{len(sessions)}, {duration(took)}" if sessions else "none"
    yield "Repetitions", f"{found.reps}, {duration(found.held_s)} held" if found.reps else ""
    minutes = sum(each.minutes for each in activities) * 60.0
    yield "Aerobic", f"{many(len(activities), 'time')}, {duration(minutes)}" if activities else ""
    told = [said.removeprefix("pain ") for each in sessions for said in pain_words(each)]
    yield "Pain", ", ".join(told)

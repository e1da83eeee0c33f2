"""Light rows and sums over years."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from backtui.domain.history_filter import Sought
from backtui.domain.moments import DAY_S, SECOND_US, moment
from backtui.domain.record import State
from backtui.domain.sitting import LEAST_SHARE
from backtui.domain.statistics import (
    Aerobic,
    Deviation,
    DosePoint,
    MonthPart,
    PainPoint,
    SessionSummary,
    Sums,
    WeekCount,
)
from backtui.domain.weekday import MONDAY, WeekStart
from backtui.store.codec import day as to_day
from backtui.store.queries.progress import SIDES, dose
from backtui.store.reader import LogReader

# As domain/sitting.py says whether a session used up its day; of one that is done no exercise is looked at.
COUNTS = """(s.performed = 1 and (s.state = 'done' or s.dizzy = 1 or s.flare = 1 or (
  select max(c.pain) or {whole} * sum(min(c.done, c.planned)) >= {share} * sum(c.planned)
  from entry c where c.session = s.key)))"""
COUNTS = COUNTS.format(share=LEAST_SHARE[0], whole=LEAST_SHARE[1])
HEADLINES = """
select s.key, s.id, s.day, s.started_us, s.started_offset_s, coalesce(s.ended_us, s.last_us),
  coalesce(s.ended_offset_s, s.last_offset_s), s.state, s.alive, s.dizzy, s.flare, s.by_hand, s.performed,
  {counts}, s.pain_before, s.pain_after, s.morning
from session s where {{}} order by s.day desc, s.started_us desc, s.id desc
"""
ENTRIES = """
select session, exercise, how, begun, complete, pain, eased, done, planned
from entry where session in ({}) order by session, item
"""
# The first day of a day's week: six days back, then on to the next such weekday unless that is one.
WEEKS = """
select date(s.day, '-6 days', ?) as begins,
  count(distinct case when {counts} then s.day end), count(*)
from session s where {{}} group by begins order by begins desc
"""
HELD = "iif(typeof(r.holds_s) = 'text', (select {}(value) from json_each(r.holds_s)), r.holds_s)"
SERIES = """
select s.day, s.id, e.hold_s, e.reps, e.more, e.rest_s, d.rule, d.why, e.done * 1.0 / {sides}, (
  select avg({shortest}) from rep r where r.session = e.session and r.item = e.item and r.holds_s <> '[]'),
  e.course, e.side, e.pain
from entry e join decision d on d.session = e.session and d.item = e.item join session s on s.key = e.session
where e.exercise = ? and e.begun = 1 and {{}} order by e.started_us, s.id, e.item
"""
ANSWERS = """
select s.day, s.started_us, s.started_offset_s, s.id, s.pain_before, s.pain_after, s.morning, null
from session s where coalesce(s.pain_before, s.pain_after, s.morning) is not null and {}
"""
# A cross join keeps the order: from the few answers to their events.
LOOSE_ANSWERS = """
select date((e.wall_us / {second} + e.offset_s - ?) / {day_s} * {day_s}, 'unixepoch') as day, e.wall_us,
  e.offset_s, null, case p.asked when 'before' then p.score end, case p.asked when 'after' then p.score end,
  p.answer, case when p.asked in ('other', 'morning') then p.score end
from pain p cross join event e on e.seq = p.event
where (p.session is null or p.asked = 'other') and day >= ? and day <= ?
"""
MONTHS = """
select substr(s.day, 1, 7) as month, null, count(*),
  sum((coalesce(s.ended_us, s.last_us) - s.started_us) * 1.0 / {second}), 0, 0, 0, 0, 0
from session s where s.performed = 1 and {{}} group by month
"""
WORK = """
select month, exercise, count(distinct session), 0, sum(done), sum(held_s), 0, 0, max(longest_s) from (
  select substr(s.day, 1, 7) as month, e.exercise, e.session, e.item, e.done, sum({all}) as held_s,
    max({longest}) as longest_s
  from entry e join session s on s.key = e.session
  left join rep r on r.session = e.session and r.item = e.item
  where e.begun = 1 and {{}} group by e.session, e.item)
group by month, exercise
"""
AEROBIC = """
select substr(day, 1, 7) as month, null, 0, 0, 0, 0, count(*), sum(minutes), 0
from activity where day >= ? and day <= ? group by month
"""
HEADLINES, WEEKS = HEADLINES.format(counts=COUNTS), WEEKS.format(counts=COUNTS)
SIDES_DONE = "case when e.sides = 'one' or e.side <> 'none' then 1 else 2 end"
SERIES = SERIES.format(shortest=HELD.format("min"), sides=SIDES_DONE)
WORK = WORK.format(all=HELD.format("sum"), longest=HELD.format("max"))
MONTHS, LOOSE_ANSWERS = MONTHS.format(second=SECOND_US), LOOSE_ANSWERS.format(second=SECOND_US, day_s=DAY_S)
AT_ONCE = 500  # sessions whose exercises are read by one query


def listed(values: Iterable[object]) -> str:
    """A question mark for each value, for "in (…)"."""
    return ", ".join("?" for _ in values)


def sessions_of(sought: Sought) -> tuple[str, list[Any]]:
    """The condition on session `s` for what is sought, and its parameters."""
    first, last = days_of(sought)
    if sought.exercises is None:
        return "s.day >= ? and s.day <= ?", [first, last]
    names = sorted(sought.exercises)
    has = "select 1 from entry f where f.session = s.key and f.begun = 1 and f.exercise in"
    return f"s.day >= ? and s.day <= ? and exists ({has} ({listed(names)}))", [first, last, *names]


def days_of(sought: Sought) -> tuple[str, str]:
    """The first and the last day that is sought, as the log writes them."""
    return (sought.since or date.min).isoformat(), (sought.until or date.max).isoformat()


def month_part(row: Sequence[Any]) -> MonthPart:
    """A row of MONTHS, WORK or AEROBIC as a value."""
    month, exercise, sessions, seconds, reps, held_s, aerobic, minutes, longest_s = row
    held = float(held_s or 0), aerobic, minutes, float(longest_s or 0)
    return MonthPart(month, exercise, Sums(sessions, float(seconds), reps, *held))


def dose_point(row: Sequence[Any]) -> DosePoint:
    """A row of SERIES as a value."""
    day, session, hold_s, planned, more, rest_s, rule, why, reps, held_s, course, side, pain = row
    prescribed = dose(hold_s, planned, more, rest_s)
    return DosePoint(
        to_day(day), session, prescribed, rule, why, float(reps), held_s, course, SIDES[side], pain == 1
    )


def pain_point(row: Sequence[Any]) -> PainPoint:
    """A row of ANSWERS or LOOSE_ANSWERS as a value."""
    return PainPoint(to_day(row[0]), moment(row[1], row[2]), *row[3:])


def first_day(log: LogReader) -> date | None:
    """The day of the first session or activity of all."""
    found = log.ask("select min(day) from (select min(day) as day from session union all"
                     " select min(day) from activity)")  # fmt: skip
    return to_day(found[0][0]) if found and found[0][0] else None


def session_summaries(log: LogReader, sought: Sought) -> list[SessionSummary]:
    """The sessions of some days, newest day first."""
    condition, parameters = sessions_of(sought)
    with log.snapshot(), log.reading():
        rows = log.ask(HEADLINES.format(condition), parameters)
        counted: dict[int, tuple[int, int, tuple[Deviation, ...]]] = {}
        for at in range(0, len(rows), AT_ONCE):
            counted.update(_counted(log, [row[0] for row in rows[at : at + AT_ONCE]], sought))
        return [_headline(row, *counted.get(row[0], (0, 0, ()))) for row in rows]


def _counted(
    log: LogReader, keys: Sequence[int], sought: Sought
) -> Iterator[tuple[int, tuple[int, int, tuple[Deviation, ...]]]]:
    """How many exercises each session had begun, and had planned, and those that stand out."""
    found = log.ask(ENTRIES.format(listed(keys)), keys)
    for key, rows in groupby(found, key=itemgetter(0)):
        entries = [row for row in rows if sought.exercises is None or row[1] in sought.exercises]
        # begun, complete, no pain, not eased: as planned
        odd = tuple(_odd(row) for row in entries if row[3:7] != (1, 1, 0, 0))
        begun, planned = ({row[1] for row in entries if row[3] or whole} for whole in (False, True))
        yield key, (len(begun), len(planned), odd)


def week_counts(log: LogReader, sought: Sought, starts: WeekStart = MONDAY) -> list[WeekCount]:
    """Back days and sessions of each week that has any, newest first."""
    condition, parameters = sessions_of(sought)
    weekday = f"weekday {(starts.weekday + 1) % 7}"  # SQLite counts from Sunday
    return log.each(
        lambda row: WeekCount(to_day(row[0]), row[1], row[2]),
        WEEKS.format(condition),
        (weekday, *parameters),
    )


def aerobic(log: LogReader, sought: Sought) -> list[Aerobic]:
    """The activities of some days, by day."""
    return log.each(
        lambda row: Aerobic(to_day(row[0]), row[1], row[2]),
        "select day, what, minutes from activity where day >= ? and day <= ? order by day, event",
        days_of(sought),
    )


def dose_points(log: LogReader, exercise: str, sought: Sought) -> list[DosePoint]:
    """Every time that an exercise was begun, oldest first."""
    time, parameters = sessions_of(Sought(since=sought.since, until=sought.until))
    return log.each(dose_point, SERIES.format(time), (exercise, *parameters))


def pain_points(log: LogReader, sought: Sought, day_starts_h: int) -> list[PainPoint]:
    """Every session with an answer about pain, and the answers beside all sessions, oldest first.

    A day begins at `day_starts_h`, for an answer that belongs to no session.
    """
    condition, parameters = sessions_of(sought)
    with log.snapshot(), log.reading():
        found = log.each(pain_point, ANSWERS.format(condition), parameters)
        if sought.exercises is None:
            found += log.each(pain_point, LOOSE_ANSWERS, (day_starts_h * 3600, *days_of(sought)))
    return sorted(found, key=lambda point: (point.at, point.session or b""))


def month_parts(log: LogReader, sought: Sought) -> list[MonthPart]:
    """Sessions and work on each exercise by month; aerobic activities where all exercises are sought.

    Kept until something is logged, here or elsewhere, for it reads every repetition.
    """
    return log.until_written(sought, lambda: _month_parts(log, sought))


def _month_parts(log: LogReader, sought: Sought) -> list[MonthPart]:
    condition, parameters = sessions_of(sought)
    parts = log.each(month_part, MONTHS.format(condition), parameters)
    if sought.exercises is None:
        return [
            *parts,
            *log.each(month_part, WORK.format(condition), parameters),
            *log.each(month_part, AEROBIC, days_of(sought)),
        ]
    names = sorted(sought.exercises)
    only = f"{condition} and e.exercise in ({listed(names)})"
    return [*parts, *log.each(month_part, WORK.format(only), (*parameters, *names))]


def _odd(row: Sequence[Any]) -> Deviation:
    _, exercise, how, begun, complete, pain, eased, done, planned = row
    return Deviation(exercise, how, bool(begun), bool(complete), bool(pain), bool(eased), done, planned)


def _headline(row: Sequence[Any], done: int, planned: int, odd: tuple[Deviation, ...]) -> SessionSummary:
    """A row of HEADLINES, with what was counted of its exercises, as a value."""
    _, name, day, us, offset_s, end_us, end_offset_s, state, *flags = row
    alive, dizzy, flare, by_hand, performed, counts, before, after, morning = flags
    return SessionSummary(
        id=name,
        day=to_day(day),
        started_at=moment(us, offset_s),
        ended_at=moment(end_us, end_offset_s),
        state=State(state),
        alive=bool(alive),
        dizzy=bool(dizzy),
        flare=bool(flare),
        by_hand=bool(by_hand),
        performed=bool(performed),
        counts=bool(counts),
        pain_before=before,
        pain_after=after,
        morning=morning,
        done=done,
        planned=planned,
        odd=odd,
    )

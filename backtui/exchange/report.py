"""The page for a provider."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape

import msgspec

from backtui.domain.exercise import Dose, Routine
from backtui.domain.notation import in_full
from backtui.domain.record import Activity, SessionRecord
from backtui.domain.text import visible
from backtui.domain.weekday import MONDAY, WeekStart, week_of
from backtui.domain.words.courses import parts
from backtui.domain.words.numbers import or_dash, plain_day
from backtui.exchange.report_courses import PLAIN, CourseKey, by_exercise, pair, steps, where_done
from backtui.exchange.svg import STYLE, ChartFrame, bars, chart, dots, level, line, signs


class CurrentDose(msgspec.Struct, frozen=True):
    """A course of an exercise today: its dose and the reason, and the target and ceiling that hold.

    `where` says which course it is, where there are several.
    """

    dose: Dose
    why: str
    target: Dose
    ceiling: Dose
    where: str = ""


class TargetLine(msgspec.Struct, frozen=True):
    """What was set for an exercise on a day, by whom, in words."""

    day: date
    exercise: str
    by: str
    words: str


class Remark(msgspec.Struct, frozen=True):
    """A note, the day of the session that it is about, and its exercise where it is about one."""

    day: date
    text: str
    exercise: str = ""


class Report(msgspec.Struct, frozen=True):
    """All that the page tells; `sessions` oldest first, those in which something was begun.

    `back_days`: the days that sessions used up, as the week counts them.
    """

    first: date
    today: date
    goal: int
    sessions: tuple[SessionRecord, ...]
    back_days: Sequence[date]
    activities: tuple[Activity, ...]
    exercises: Mapping[str, Sequence[CurrentDose]]
    names: Mapping[str, str]  # of exercises by their ids, of those removed since too
    wishes: Sequence[TargetLine]
    notes: Sequence[Remark] | None  # None where they were not asked for
    told: Sequence[tuple[date, int]] = ()  # pain from 0 to 10 that was told beside all sessions
    starts: WeekStart = MONDAY
    routines: Mapping[str, Routine] = msgspec.field(default_factory=dict)
    programme: Sequence[str] = ()  # the schedule and the pauses, a sentence each


class Month(msgspec.Struct, frozen=True):
    """What was done in a month."""

    first: date
    sessions: int
    done: int
    planned: int
    repetitions: int
    aerobic_min: int
    flares: int


def weeks(report: Report) -> list[tuple[date, int]]:
    """How many back days each week had, by its first day, the empty ones too."""
    count: dict[date, int] = {}
    for number in range(week_of(report.first, report.starts).toordinal(), report.today.toordinal() + 1, 7):
        count[date.fromordinal(number)] = 0
    for day in set(report.back_days):
        begins = week_of(day, report.starts)
        count[begins] = count.get(begins, 0) + 1
    return sorted(count.items())


def months(report: Report) -> list[Month]:
    """The months in which something was done, newest first."""
    found: dict[date, list[SessionRecord]] = {}
    aerobic: dict[date, int] = {}
    for each in report.sessions:
        found.setdefault(each.day.replace(day=1), []).append(each)
    for activity in report.activities:
        month = activity.day.replace(day=1)
        aerobic[month] = aerobic.get(month, 0) + activity.minutes
    return [
        _month(month, found.get(month, []), aerobic.get(month, 0))
        for month in sorted({*found, *aerobic})[::-1]
    ]


def _month(first: date, sessions: Sequence[SessionRecord], aerobic_min: int) -> Month:
    entries = [entry for each in sessions for entry in each.entries]
    return Month(
        first=first,
        sessions=len(sessions),
        done=sum(entry.complete for entry in entries),
        planned=len(entries),
        repetitions=sum(len(entry.reps) for entry in entries),
        aerobic_min=aerobic_min,
        flares=sum(each.flare for each in sessions),
    )


PAIN = range(0, 11, 2)
BY = {"me": "patient", "provider": "provider"}
HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
"""
ABOUT = "Written by backtui from the patient’s own log. It says what was done and diagnoses nothing."
LEGEND = "Line: prescribed. Dots: done; for seconds, the middle repetition of each session."
PAIN_LEGEND = (
    "Round, dashed: before the session. Square, solid: after it. ×: noted at another time. On top, the next"
    " morning: ▲ better, – the same, ▼ worse."
)
BACK_DAYS = (
    "Back days in each week. A session stopped before a third of its repetitions does not count, unless"
    " pain or dizziness stopped it."
)
FLARES = "Pain of 6 or more after the session, 2 or more above before, or worse the next morning."
MONTH_HEADS = ("Month", "Sessions", "Exercises as prescribed", "Repetitions", "Aerobic, min", "Flares")


def page(report: Report) -> Iterator[str]:
    """The whole page in pieces."""
    title = f"Back exercises, {plain_day(report.first)} to {plain_day(report.today)}"
    yield f"{HEAD}<title>{_safe(title)}</title><style>{STYLE}</style></head><body>\n<h1>{_safe(title)}</h1>\n"
    yield f"<p class=small>{_safe(ABOUT)}</p>\n"
    if report.sessions:
        for part in (_summary, _adherence, _pain, _exercises):
            yield from part(report)
    else:
        yield "<p>There were no sessions in this time.</p>\n"
    for part in (_programme, _wishes, _steps, _notes):
        yield from part(report)
    yield "</body></html>\n"


def _summary(report: Report) -> Iterator[str]:
    counted = weeks(report)
    reached = sum(days >= report.goal for _, days in counted)
    entries = [entry for each in report.sessions for entry in each.entries]
    complete = sum(entry.complete for entry in entries)
    minutes = sum(each.minutes for each in report.activities)
    mean = sum(days for _, days in counted) / len(counted)
    share = complete * 100 // max(1, len(entries))
    facts = (
        ("Sessions", len(report.sessions)),
        ("Back days a week, on average", f"{mean:.1f} of {report.goal}"),
        ("Weeks that reached the goal", f"{reached} of {len(counted)}"),
        ("Exercises done as prescribed", f"{complete} of {len(entries)} ({share} %)"),
        ("Aerobic activity", f"{minutes} min"),
        ("Exercises ended by pain", sum(entry.pain for entry in entries)),
        ("Flares (see Pain)", sum(each.flare for each in report.sessions)),
        ("Sessions ended by dizziness", sum(each.dizzy for each in report.sessions)),
    )
    yield "<h2>In short</h2>\n<dl>"
    yield from (f"<div><dt>{_safe(name)}</dt><dd>{_safe(value)}</dd></div>" for name, value in facts)
    yield "</dl>\n"


def _programme(report: Report) -> Iterator[str]:
    if report.programme:
        yield "<h2>Schedule and pauses</h2>\n<ul>"
        yield from (f"<li>{_safe(each)}</li>" for each in report.programme)
        yield "</ul>\n"


def _adherence(report: Report) -> Iterator[str]:
    counted = weeks(report)
    most = max(report.goal, *(days for _, days in counted))
    frame = ChartFrame(counted[0][0], max(report.today, counted[-1][0]), most + 0.5, height=120)
    told = "; ".join(f"week of {begins.isoformat()}: {days}" for begins, days in counted[-26:])
    shapes = [bars(frame, counted, 7, "bar"), level(frame, report.goal, "goal")]
    yield "<h2>Sessions and adherence</h2>\n<figure>"
    yield chart(frame, "Back days, week by week", told, shapes, "", range(0, most + 1))
    yield f"<figcaption>{BACK_DAYS} Dashed: the goal of {report.goal}.</figcaption>"
    yield "</figure>\n"
    rows = (
        (
            *(f"{each.first:%b %Y}", each.sessions, f"{each.done} of {each.planned}"),
            *(each.repetitions, each.aerobic_min, each.flares),
        )
        for each in months(report)
    )
    yield from _table(MONTH_HEADS, rows)


def _pain(report: Report) -> Iterator[str]:
    yield "<h2>Pain</h2>\n"
    before = [(each.day, float(each.pain_before)) for each in report.sessions if each.pain_before is not None]
    after = [(each.day, float(each.pain_after)) for each in report.sessions if each.pain_after is not None]
    mornings = {
        answer: [each.day for each in report.sessions if each.morning == answer]
        for answer in ("better", "same", "worse")
    }
    told_beside = [(day, float(score)) for day, score in report.told]
    if not before and not after and not told_beside and not any(mornings.values()):
        yield "<p>No pain was noted in this time.</p>\n"
        return
    frame = ChartFrame(report.first, report.today, 11.5)
    shapes = [
        line(frame, before, "before"), dots(frame, before, "before-dot"),
        line(frame, after, "after"), dots(frame, after, "after-dot"),
        signs(frame, mornings["better"], "▲", 11), signs(frame, mornings["same"], "–", 11),
        signs(frame, mornings["worse"], "▼", 11),
    ]  # fmt: skip
    shapes += [signs(frame, [day], "×", score - 0.3) for day, score in told_beside]
    told = "; ".join(
        f"{each.day.isoformat()}: {or_dash(each.pain_before)} before, {or_dash(each.pain_after)} after"
        for each in report.sessions[-40:]
        if each.pain_before is not None or each.pain_after is not None
    )
    yield "<figure>"
    yield chart(frame, "Pain before and after sessions, 0 to 10", told, shapes, "", PAIN)
    yield f"<figcaption>{PAIN_LEGEND}</figcaption></figure>\n"
    flares = [each for each in report.sessions if each.flare][::-1]
    if flares:
        rows = (
            (plain_day(each.day), or_dash(each.pain_before), or_dash(each.pain_after), each.morning or "–")
            for each in flares
        )
        yield f"<h3>Flares</h3>\n<p class=small>{FLARES}</p>\n"
        yield from _table(("Session", "Before", "After", "Next morning"), rows)


def _exercises(report: Report) -> Iterator[str]:
    yield "<h2>Exercise by exercise: prescribed and done</h2>\n"
    yield f"<p class=small>{LEGEND}</p>\n"
    for exercise, courses in by_exercise(report.sessions).items():
        yield f"<section><h3>{_safe(report.names.get(exercise, exercise))}</h3>\n"
        for standing in report.exercises.get(exercise, ()):
            yield f"<p>{_standing(standing)}</p>\n"
        for course, done in courses.items():
            where = ", ".join(parts(exercise, *course, report.routines, several=set(courses) != {PLAIN}))
            yield from pair((report.first, report.today), done, where)
        yield "</section>\n"


def _standing(each: CurrentDose) -> str:
    where = f" {_safe(each.where)}," if each.where else ""
    told = (
        f"<b>Now {_safe(each.dose)}</b>,{where} target {_safe(each.target)}, at most {_safe(each.ceiling)}."
    )
    return f"{told} {_safe(each.why)}"


def _wishes(report: Report) -> Iterator[str]:
    if not report.wishes:
        return
    yield "<h2>Set by the patient or the provider</h2>\n"
    yield from _table(
        ("Day", "Exercise", "By", "What"),
        (
            (
                *(plain_day(each.day), report.names.get(each.exercise, each.exercise)),
                *(BY.get(each.by, each.by), each.words),
            )
            for each in report.wishes
        ),
    )


def _steps(report: Report) -> Iterator[str]:
    changes = steps(report.sessions)
    if not changes:
        return
    yield "<h2>Changes of dose</h2>\n"
    rows = (
        (
            plain_day(each.day),
            _title(report, each.exercise, each.course),
            each.before,
            each.after,
            each.why,
        )
        for each in changes
    )
    yield from _table(("Day", "Exercise", "From", "To", "Why"), rows)


def _title(report: Report, exercise: str, course: CourseKey) -> str:
    """The exercise by its name, and its course where that is not simply the day's."""
    where = where_done(exercise, course, report.routines)
    return ", ".join(filter(None, (report.names.get(exercise, exercise), where)))


def _notes(report: Report) -> Iterator[str]:
    if report.notes is None:
        return
    yield "<h2>Notes</h2>\n"
    if not report.notes:
        yield "<p>There are no notes.</p>\n"
        return
    named = any(each.exercise for each in report.notes)
    heads = ("Session", "Exercise", "Note") if named else ("Session", "Note")
    rows = (
        (plain_day(e.day), *((report.names.get(e.exercise, e.exercise),) if named else ()), e.text)
        for e in report.notes
    )
    yield from _table(heads, rows)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    named = "".join(f"<th scope=col>{_safe(head)}</th>" for head in heads)
    yield f"<table><thead><tr>{named}</tr></thead><tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{_safe(value)}</td>' for value in row)}</tr>\n"
    yield "</tbody></table>\n"


def _safe(value: object) -> str:
    shown = in_full(value).replace(" ", "\u00a0") if isinstance(value, Dose) else str(value)
    return escape(visible(shown))

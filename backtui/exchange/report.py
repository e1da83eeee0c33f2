"""The page for a provider."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from backtui.domain.record import SessionRecord
from backtui.domain.text import cut
from backtui.domain.weekday import week_of
from backtui.domain.words.courses import parts
from backtui.domain.words.numbers import or_dash, plain_day
from backtui.exchange.report_courses import PLAIN, CourseKey, by_exercise, pair, steps, where_done
from backtui.exchange.report_facts import CurrentDose, Report
from backtui.exchange.report_html import safe, table
from backtui.exchange.report_matters import matters
from backtui.exchange.report_stairs import LEGEND as STAIRS
from backtui.exchange.report_stairs import staircase
from backtui.exchange.svg import STYLE, ChartFrame, bars, chart, dots, level, line, signs


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


Row = TypeVar("Row")
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
    "Back days in each week. A session stopped before a third counts only where pain or dizziness stopped it."
)
FLARE = "A flare: pain of 6 or more after it, 2 or more above before, or worse the next morning."
# On two sides: how many of each, and of how many letters.
MOST_CELLS, MOST_WITH_NOTES, MOST_WISHES, MOST_SENTENCES, MOST_NOTES = 18, 15, 5, 5, 5
MOST_OF_A_NAME, MOST_OF_A_NOTE = 28, 120
MONTH_HEADS = ("Month", "Sessions", "Exercises as prescribed", "Repetitions", "Aerobic, min", "Flares")


def page(report: Report) -> Iterator[str]:
    """The whole page in pieces: what matters first on two sides, then all of it where that was asked for."""
    if not report.full:
        report = replace(report, names={key: cut(name, MOST_OF_A_NAME) for key, name in report.names.items()})
    title = f"Back exercises, {plain_day(report.first)} to {plain_day(report.today)}"
    yield f"{HEAD}<title>{safe(title)}</title><style>{STYLE}</style></head><body>\n<h1>{safe(title)}</h1>\n"
    yield f"<p class=small>{safe(ABOUT)}</p>\n"
    if report.sessions:
        for part in (_summary, _matters, _asked, _adherence, _pain, _stairs):
            yield from part(report)
    else:
        yield "<p>There were no sessions in this time.</p>\n"
        yield from _asked(report)
    yield from _notes(report)
    if report.full and report.sessions:
        for part in (_months, _flares, _exercises, _steps):
            yield from part(report)
    yield "</body></html>\n"


def _shown(report: Report, rows: Sequence[Row], most: int) -> tuple[Sequence[Row], str]:
    """The first rows, all where all was asked for, and what is said of those that are left out."""
    if report.full or len(rows) <= most:
        return rows, ""
    return rows[:most], f"<p class=small>{len(rows) - most} more stand in the full report.</p>\n"


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
        ("Exercises as prescribed", f"{complete} of {len(entries)} ({share} %)"),
        ("Aerobic activity", f"{minutes} min"),
        ("Exercises ended by pain", sum(entry.pain for entry in entries)),
        ("Flares (see Pain)", sum(each.flare for each in report.sessions)),
        ("Sessions ended by dizziness", sum(each.dizzy for each in report.sessions)),
    )
    yield "<h2>In short</h2>\n<dl>"
    yield from (f"<div><dt>{safe(name)}</dt><dd>{safe(value)}</dd></div>" for name, value in facts)
    yield "</dl>\n"


def _matters(report: Report) -> Iterator[str]:
    states = {key: each.state for key, courses in report.exercises.items() for each in courses if each.state}
    told = matters(report.sessions, report.today, report.names, states)
    yield "<h2>What matters first</h2>\n<ul class=matters>"
    yield from (f"<li>{safe(each)}</li>" for each in told)
    yield "</ul>\n"


def _asked(report: Report) -> Iterator[str]:
    """What was set and what is scheduled, side by side where there are both."""
    parts = [part for part in ("".join(_wishes(report)), "".join(_programme(report))) if part]
    yield (
        f"<div class=beside><div>{'</div><div>'.join(parts)}</div></div>\n"
        if len(parts) > 1
        else "".join(parts)
    )


def _programme(report: Report) -> Iterator[str]:
    if report.programme:
        rows, more = _shown(report, report.programme, MOST_SENTENCES)
        yield "<h2>Schedule and pauses</h2>\n<ul class=matters>"
        yield from (f"<li>{safe(each)}</li>" for each in rows)
        yield f"</ul>\n{more}"


def _adherence(report: Report) -> Iterator[str]:
    counted = weeks(report)
    most = max(report.goal, *(days for _, days in counted))
    frame = ChartFrame(counted[0][0], max(report.today, counted[-1][0]), most + 0.5, height=96)
    told = "; ".join(f"week of {begins.isoformat()}: {days}" for begins, days in counted[-26:])
    shapes = [bars(frame, counted, 7, "bar"), level(frame, report.goal, "goal")]
    yield "<h2>Sessions and adherence</h2>\n<figure>"
    yield chart(frame, "Back days, week by week", told, shapes, "", range(0, most + 1))
    yield f"<figcaption>{BACK_DAYS} Dashed: the goal of {report.goal}.</figcaption>"
    yield "</figure>\n"


def _months(report: Report) -> Iterator[str]:
    yield "<h2 class=full>Month by month</h2>\n"
    rows = (
        (
            *(f"{each.first:%b %Y}", each.sessions, f"{each.done} of {each.planned}"),
            *(each.repetitions, each.aerobic_min, each.flares),
        )
        for each in months(report)
    )
    yield from table(MONTH_HEADS, rows)


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
    frame = ChartFrame(report.first, report.today, 11.5, height=128)
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
    yield f"<figcaption>{PAIN_LEGEND} {FLARE}</figcaption></figure>\n"


def _flares(report: Report) -> Iterator[str]:
    flares = [each for each in report.sessions if each.flare][::-1]
    if flares:
        rows = (
            (plain_day(each.day), or_dash(each.pain_before), or_dash(each.pain_after), each.morning or "–")
            for each in flares
        )
        yield "<h2>Flares</h2>\n"
        yield from table(("Session", "Before", "After", "Next morning"), rows)


def _stairs(report: Report) -> Iterator[str]:
    """A small staircase for each course; where there are too many, for those done last."""
    found = [
        (exercise, course, done)
        for exercise, courses in by_exercise(report.sessions).items()
        for course, done in courses.items()
    ]
    newest = sorted(found, key=lambda each: each[2][-1][0], reverse=True)
    cells, more = _shown(report, newest, MOST_WITH_NOTES if report.notes else MOST_CELLS)
    yield f"<h2>How each exercise grew</h2>\n<p class=small>{safe(STAIRS)}</p>\n<div class=cells>\n"
    for exercise, course, done in (each for each in found if each in cells):
        title = safe(_title(report, exercise, course))
        yield f"<div class=cell><h3>{title}</h3><p>{_now(report, exercise, course)}</p>"
        yield f"{staircase((report.first, report.today), done)}</div>\n"
    yield f"</div>\n{more}"


def _now(report: Report, exercise: str, course: CourseKey) -> str:
    """Where a course stands, in a few words."""
    for each in report.exercises.get(exercise, ()):
        if each.course == course:
            state = f", {each.state}" if each.state else ""
            return f"<b>{safe(each.dose)}</b>{state} · target {safe(each.target)}"
    return "not in the programme now"


def _exercises(report: Report) -> Iterator[str]:
    yield "<h2>Exercise by exercise: prescribed and done</h2>\n"
    yield f"<p class=small>{LEGEND}</p>\n"
    for exercise, courses in by_exercise(report.sessions).items():
        yield f"<section><h3>{safe(report.names.get(exercise, exercise))}</h3>\n"
        for standing in report.exercises.get(exercise, ()):
            yield f"<p>{_standing(standing)}</p>\n"
        for course, done in courses.items():
            where = ", ".join(parts(exercise, *course, report.routines, several=set(courses) != {PLAIN}))
            yield from pair((report.first, report.today), done, where)
        yield "</section>\n"


def _standing(each: CurrentDose) -> str:
    where = f" {safe(each.where)}," if each.where else ""
    told = f"<b>Now {safe(each.dose)}</b>,{where} target {safe(each.target)}, at most {safe(each.ceiling)}."
    return f"{told} {safe(each.why)}"


def _wishes(report: Report) -> Iterator[str]:
    if not report.wishes:
        return
    rows, more = _shown(report, report.wishes, MOST_WISHES)
    yield "<h2>Set by the patient or the provider</h2>\n"
    yield from table(
        ("Day", "Exercise", "By", "What"),
        (
            (
                *(plain_day(each.day), report.names.get(each.exercise, each.exercise)),
                *(BY.get(each.by, each.by), each.words),
            )
            for each in rows
        ),
    )
    yield more


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
    yield from table(("Day", "Exercise", "From", "To", "Why"), rows)


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
    shown, more = _shown(report, report.notes, MOST_NOTES)
    named = any(each.exercise for each in shown)
    heads = ("Session", "Exercise", "Note") if named else ("Session", "Note")
    rows = (
        (
            plain_day(e.day),
            *((report.names.get(e.exercise, e.exercise),) if named else ()),
            e.text if report.full else cut(e.text, MOST_OF_A_NOTE),
        )
        for e in shown
    )
    yield from table(heads, rows)
    yield more

"""What is given out of the log: tables, reminders, the page for a provider, all of it as JSON."""

import os
from collections.abc import Callable
from datetime import date, datetime, time

from backtui import __version__
from backtui.coach.calendar import CalendarWish, given_out
from backtui.coach.coach import Coach
from backtui.coach.history import names
from backtui.coach.week import standing_schedule
from backtui.domain.progression.prescription import Adjustment, DecisionKind
from backtui.domain.record import SessionRecord
from backtui.domain.sitting import back_days
from backtui.domain.words.targets import describe_target
from backtui.domain.words.weeks import limit_words, line_words, pause_words
from backtui.exchange.csv_export import Spelling, Spreadsheet, table
from backtui.exchange.json_export import document
from backtui.exchange.report import page
from backtui.exchange.report_facts import CurrentDose, Remark, Report, TargetLine
from backtui.machine.decimal_mark import decimal_mark
from backtui.machine.paths import calendar_memory
from backtui.store.errors import StoreDamaged
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events
from backtui.store.queries.progress import activities, pains
from backtui.store.queries.sessions import every
from backtui.store.reader import LogReader
from backtui.store.store import Store

STATES = {DecisionKind.RESTING: "resting", DecisionKind.LOCKED: "locked"}
TABLES = ("sessions", "repetitions", "aerobic", "pain")


def texts(coach: Coach, form: str, tell: Callable[[str], object]) -> dict[str, str]:
    """The whole of a form as it is given out when nothing more is said; csv is four files by their names.

    `tell` hears a sentence where anything is amiss.
    """
    if wrong := unsound(coach):
        tell(wrong)
    match form:
        case "csv":
            tables, opened = spreadsheet(coach, None), as_opened_here()
            return {f"{name}.csv": "".join(table(name, tables, opened)) for name in TABLES}
        case "html":
            return {"": "".join(page(report(coach, None, notes=False)))}
        case "ics":
            return {"": given_out(coach, _usual_calendar(coach.reading.log), tell)}
        case _:
            log = coach.reading.log
            return {"": "".join(document(events.happened(log), events.texts(log), __version__))}


def _usual_calendar(log: LogReader) -> CalendarWish:
    """The calendar as it is given out of an open log when nothing more is said."""
    assert isinstance(log, Store)
    return CalendarWish(log.device, None if log.path == IN_MEMORY else calendar_memory(log.path))


def unsound(coach: Coach) -> str:
    """The sentence that says where what is given out is not what was written; "" where it is."""
    try:
        coach.reading.log.refuse_broken()
    except StoreDamaged as error:
        return f"{error} What was exported has the change in it."
    return ""


def as_opened_here() -> Spelling:
    """How a table is written for the spreadsheets of this machine."""
    return Spelling(for_spreadsheet=True, decimal=decimal_mark(os.environ))


def spreadsheet(coach: Coach, since: date | None) -> Spreadsheet:
    """What the tables are made of."""
    log, content = coach.reading.log, coach.content
    names = {each: content.name_of(each) for each in (*content.exercises, *content.former)}
    records = tuple(every(log, since))[::-1]
    answers = tuple(each for each in pains(log) if since is None or each.at.date() >= since)
    return Spreadsheet(records, tuple(activities(log, since or date.min)), answers, names)


def report(coach: Coach, since: date | None, notes: bool, *, full: bool = False) -> Report:
    """What the page for a provider is made of."""

    ahead, today = coach.reading.dated_after, coach.day()
    sessions = tuple(each for each in _every(coach, since) if each.performed and each.id not in ahead)
    first = min(since or today, today) if since or not sessions else sessions[0].day
    last = max([today, *(each.day for each in sessions)])
    return Report(
        first=first,
        today=last,
        goal=coach.preferences().goal,
        sessions=sessions,
        back_days=back_days(coach.reading.day_uses(first)),
        activities=tuple(coach.reading.activities(first)),
        exercises=_standing(coach),
        names=names(coach),
        wishes=[_wish(mark) for mark in coach.reading.adjustments if mark.at.date() >= first][::-1],
        notes=_remarks(coach, sessions) if notes else None,
        starts=coach.preferences().week_starts,
        routines=coach.content.routines,
        programme=_programme(coach, first),
        full=full,
        told=[(at.date(), score) for at, score in coach.reading.pain_told(_midnight(coach, first))],
    )


def _programme(coach: Coach, first: date) -> list[str]:
    """The schedule, and the pauses since a day, those to come too, a sentence each."""

    schedule, content = standing_schedule(coach.reading, coach.content.routines), coach.content
    names = {key: each.name for key, each in content.routines.items()}
    limited = {each.id: content.name_of(each.id) for each in schedule.limits if each.what == "exercise"}
    pauses = [each for each in coach.reading.pauses if each.last is None or each.last >= first]
    return [
        *(line_words(each, names) for each in schedule.lines),
        *(limit_words(each, names | limited) for each in schedule.limits),
        *map(pause_words, pauses),
    ]


def _midnight(coach: Coach, day: date) -> datetime:
    return datetime.combine(day, time(), coach.now.tzinfo)


def _every(coach: Coach, since: date | None) -> list[SessionRecord]:
    """Sessions oldest first."""
    found: list[SessionRecord] = []
    while page := coach.sessions(200, found[-1] if found else None, since):
        found += page
    return found[::-1]


def _standing(coach: Coach) -> dict[str, list[CurrentDose]]:
    """The doses of each exercise, in all its courses; what comes next is first."""

    courses = coach.courses
    return {
        key: [
            CurrentDose(
                dose=each.decision.dose,
                why=each.decision.why,
                target=each.prescription.target,
                ceiling=each.prescription.ceiling,
                where=courses.where(each.course),
                course=(each.course.name, each.course.side),
                state=STATES.get(each.decision.kind, ""),
            )
            for each in courses.every(key)
        ]
        for key in coach.content.exercises
    }


def _wish(mark: Adjustment) -> TargetLine:

    return TargetLine(
        mark.at.date(), mark.what.exercise, mark.what.by, describe_target(mark.what, "the provider")
    )


def _remarks(coach: Coach, sessions: tuple[SessionRecord, ...]) -> list[Remark]:

    return [
        Remark(each.day, note.text, "" if note.item is None else about.get(note.item, ""))
        for each in sessions[::-1]
        for about in [{entry.item: entry.exercise for entry in each.entries}]
        for note in coach.reading.notes(each.id)
        if note.text is not None
    ]

"""`export --format html`: the report for a provider, gathered from the log."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring
    from backtui.coach.coach import Coach
    from backtui.domain.history import SessionRecord
    from backtui.domain.marks import Mark
    from backtui.portable.report import Remark, Report, Standing, Wish

YES_NO = {
    "locked": ("locked", "unlocked"),
    "resting": ("rests", "rests no more"),
    "disabled": ("left out", "back in the programme"),
}


def html(wiring: "Wiring", since: date | None, notes: bool) -> Iterator[str]:
    """The page in pieces. Raises StoreError."""
    from backtui.portable.html_out import page

    with wiring.reading() as coach:
        report = _report(coach, since, notes)
    yield from page(report)


def _report(coach: "Coach", since: date | None, notes: bool) -> "Report":
    from backtui.portable.report import Report

    sessions = tuple(each for each in _every(coach, since) if each.performed)
    today = coach.day()
    first = min(since or today, today) if since or not sessions else sessions[0].day
    last = max([today, *(each.day for each in sessions)])
    return Report(
        first=first,
        today=last,
        goal=coach.preferences().goal,
        sessions=sessions,
        activities=tuple(coach.log.activities(first)),
        exercises=_standing(coach),
        wishes=[_wish(coach, mark) for mark in coach.log.marks() if mark.at.date() >= first][::-1],
        notes=_remarks(coach, sessions) if notes else None,
        told=[(at.date(), score) for at, score in coach.log.pain_told(_midnight(coach, first))],
    )


def _midnight(coach: "Coach", day: date) -> datetime:
    return datetime.combine(day, time(), coach.now().tzinfo)


def _every(coach: "Coach", since: date | None) -> "list[SessionRecord]":
    """Sessions oldest first."""
    found: list[SessionRecord] = []
    while page := coach.sessions(200, found[-1] if found else None, since):
        found += page
    return found[::-1]


def _standing(coach: "Coach") -> "dict[str, Standing]":
    from backtui.portable.report import Standing

    decisions, courses = coach.decisions(), coach.courses()
    return {
        each: Standing(
            name=coach.content.exercises[each].name,
            dose=decision.dose,
            why=decision.why,
            target=courses[each].target,
            ceiling=courses[each].ceiling,
        )
        for each, decision in decisions.items()
    }


def _wish(coach: "Coach", mark: "Mark") -> "Wish":
    from backtui.portable.report import Wish

    told = [
        f"{name} {value}"
        for name, value in (
            ("dose", mark.dose), ("target", mark.target), ("at most", mark.ceiling),
            ("successes a step", mark.needed), ("grows", mark.ladder), ("priority", mark.priority),
        )
        if value is not None
    ]  # fmt: skip
    for key, (yes, no) in YES_NO.items():
        if getattr(mark, key) is not None:
            told.append(yes if getattr(mark, key) else no)
    exercise = coach.content.exercises.get(mark.exercise)
    name = exercise.name if exercise else mark.exercise
    return Wish(mark.at.date(), name, mark.by, ", ".join(told))


def _remarks(coach: "Coach", sessions: "tuple[SessionRecord, ...]") -> "list[Remark]":
    from backtui.portable.report import Remark

    return [Remark(each.day, text) for each in sessions[::-1] for text in coach.log.notes(each.id)]

"""What was done of an exercise, course by course, and its two charts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from statistics import median

import msgspec

from backtui.domain.exercise import DAY_COURSE, Dose, Routine, Side
from backtui.domain.record import EntryRecord, SessionRecord
from backtui.domain.words.courses import parts
from backtui.domain.words.numbers import noun
from backtui.exchange.svg import ChartFrame, chart, dots, heading, stairs

CourseKey = tuple[str, Side]
PLAIN: CourseKey = (DAY_COURSE, Side.NONE)
Done = Sequence[tuple[date, EntryRecord]]


class ReportStep(msgspec.Struct, frozen=True):
    """A change of a dose, with its reason."""

    day: date
    exercise: str
    before: Dose
    after: Dose
    why: str
    course: CourseKey = PLAIN


def steps(sessions: Iterable[SessionRecord]) -> list[ReportStep]:
    """Every change of a dose, newest first."""
    found = [
        ReportStep(each.day, entry.exercise, entry.from_dose, entry.prescribed, entry.why, course_of(entry))
        for each in sessions
        for entry in each.entries
        if entry.begun and entry.from_dose is not None and entry.from_dose != entry.prescribed
    ]
    return found[::-1]


def course_of(entry: EntryRecord) -> CourseKey:
    """The course of an entry, and the one side that it is for."""
    return entry.course, entry.side


def by_exercise(
    sessions: Iterable[SessionRecord],
) -> dict[str, dict[CourseKey, list[tuple[date, EntryRecord]]]]:
    """What was done of each exercise in each course, oldest first; all in the order of their first time."""
    found: dict[str, dict[CourseKey, list[tuple[date, EntryRecord]]]] = {}
    for each in sessions:
        for entry in each.entries:
            if entry.begun:
                courses = found.setdefault(entry.exercise, {})
                courses.setdefault(course_of(entry), []).append((each.day, entry))
    return found


def held_s(entry: EntryRecord) -> float | None:
    """The seconds that the middle repetition of an entry was held; None where none was."""
    held = [rep.hold_s for rep in entry.reps if rep.holds_s]
    return round(median(held), 1) if held else None


def repeated(entry: EntryRecord) -> float:
    """How many repetitions a side had, in all sets."""
    return len(entry.reps) / len(entry.done_on)


def where_done(exercise: str, course: CourseKey, routines: Mapping[str, Routine]) -> str:
    """A course in words: "left, in Evening"; nothing where it is simply the day's."""
    return "" if course == PLAIN else ", ".join(parts(exercise, *course, routines, several=True))


def pair(bounds: tuple[date, date], done: Done, where: str) -> Iterator[str]:
    """The charts of one course; a movement has none of seconds."""
    yield "<figure class=pair>"
    if any(entry.prescribed.hold_s for _, entry in done):
        yield _panel(bounds, done, "seconds")
    yield _panel(bounds, done, "repetitions")
    if where:
        yield f"<figcaption>{escape(where[0].upper() + where[1:])}</figcaption>"
    yield "</figure>"


def _panel(bounds: tuple[date, date], done: Done, what: str) -> str:
    """One number of an exercise over time: prescribed as a line, done as dots."""
    seconds = what == "seconds"
    wanted = [(day, float(e.prescribed.hold_s if seconds else e.prescribed.total)) for day, e in done]
    real = [(day, value) for day, e in done if (value := held_s(e) if seconds else repeated(e)) is not None]
    most = max([value for _, value in (*wanted, *real)], default=1.0)
    top = max(2, int(most) + 1)
    frame = ChartFrame(*bounds, top, width=330, height=120)
    (first, _), (last, entry) = done[0], done[-1]
    were = noun(repeated(entry), "repetition a side was", "repetitions a side were")
    told = (
        f"{what}: {wanted[0][1]:g} prescribed on {first.isoformat()}, {wanted[-1][1]:g} on"
        f" {last.isoformat()}, when {repeated(entry):g} {were} done"
    )
    name = "Seconds held" if seconds else "Repetitions a side"
    shapes = [heading(frame, name), stairs(frame, wanted, "wanted"), dots(frame, real, "real")]
    axis = range(0, top + 1, max(1, -(-top // 5)))
    return chart(frame, f"{name}, prescribed and done", told, shapes, "", axis)

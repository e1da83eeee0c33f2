"""The course of one exercise as two staircases over one time: seconds of a hold above, repetitions below."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from backtui.coach.history import Series
from backtui.domain.chart import Axis, Curve, Level, Look, column_of, lay_level
from backtui.domain.exercise import Dose
from backtui.domain.figure.model import BLANK, Role
from backtui.domain.progression.past import LAYOFF_DAYS
from backtui.domain.progression.prescription import DecisionKind
from backtui.tui.widgets.chart import (
    LEAST_ROWS,
    MOST_ROWS,
    Time,
    at_the_left,
    chart,
    coloured,
    columns_in,
    signs,
    time_line,
)
from backtui.tui.widgets.line import Bar, Line, Span
from backtui.tui.words import ROLES

DAY = timedelta(days=1)
LEAST_AHEAD, LEAST_SHARE = timedelta(days=28), 8  # of a forecast that much is shown, of the past's length
EACH = 3  # rows that each of the two charts has at least
AIRY = 14  # from so many rows on there is a blank between the two charts
CEILING_FROM = 5  # rows of a chart that has one more for a ceiling out of its axis
LEGEND_FROM, EVENTS_FROM = 12, 10  # rows from which on the legend, and breaks and pain, are among them
TARGET, CEILING = "─ ", "· "
BREAK: Span = ("~", "dim")
PAIN: Span = ("×", "warn")


class Measured(msgspec.Struct, frozen=True):
    """One number of a dose over time: planned and to come by day, done by place, its target, its ceiling."""

    unit: str
    planned: Sequence[tuple[date, int]]
    coming: Sequence[tuple[date, int]]
    done: tuple[tuple[float, float], ...]
    target: int | None
    ceiling: int | None

    @property
    def whole(self) -> list[int]:
        """The numbers that are to have a row each."""
        target = [] if self.target is None else [self.target]
        return [value for _, value in (*self.planned, *self.coming)] + target


def course_chart(series: Series, cells: int, height: int, here: int | None = None) -> list[Line]:
    """All of it on at most so many rows, the change number `here` in brackets; with a legend where it fits.

    What was done stands as • on or beside the line of what was planned, which ends today; what the coach
    foresees goes on from there, dotted.
    """
    above = [legend(series, height)] if height >= LEGEND_FROM else []
    below = foot(series, cells, height, here)
    room = height - len(above) - len(below)
    return [*above, *staircases(series, cells, room), *below]


class CourseView(Bar):
    """The course of an exercise, as large as there is room for."""

    DEFAULT_CSS = "CourseView { height: 1fr; }"
    _series: Series | None = None

    def show(self, series: Series | None) -> None:
        """Another course, or none."""
        self._series = series
        self._paint()

    def on_resize(self) -> None:
        """The staircases take the room that there is."""
        self._paint()

    def _paint(self) -> None:
        cells, height = self.size
        drawing = course_chart(self._series, cells, height) if self._series and height else []
        self.say_lines(tuple((line, ()) for line in drawing))


def legend(series: Series, height: int) -> Line:
    """What the signs mean, of those that there are on so many rows."""
    found: list[Span] = []
    if not series.points and _way(series):
        found.append(("Not done yet.  ", "dim"))
    if series.points:
        found += [("─", "accent"), (" planned  ", "dim"), ("•", "text"), (" done  ", "dim")]
    if _way(series):
        found += [("┈", "accent"), (" forecast  ", "dim")]
    if height < EVENTS_FROM:
        return found
    if _breaks(series):
        found += [BREAK, (" break  ", "dim")]
    if any(point.pain for point in series.points):
        found += [PAIN, (" pain  ", "dim")]
    return found


def time_of(series: Series) -> Time:
    """From the first day to today, and on to the end of the forecast, though not for longer than the past."""
    today = series.until
    first = min([point.day for point in series.points[:1]] + [today])
    way = _way(series)
    if not way:
        return Time(first, today, today)
    least, most = (today - first) // LEAST_SHARE, max(today - first, LEAST_AHEAD)
    return Time(first, today + min(max(way[-1][0] - today, least), most), today)


def foot(series: Series, cells: int, height: int, here: int | None = None) -> list[Line]:
    """What stands below: each change of the dose, breaks and pain where there is room, the time."""
    time = time_of(series)
    changes = [(time.place(each.day), each.sign, ROLES[each.sign]) for each in series.changes]
    events = [(time.place(point.day), *PAIN) for point in series.points if point.pain]
    columns = columns_in(cells)
    for before, after in _breaks(series):
        first, last = (column_of(time.place(day), columns) for day in (before, after))
        events += [((column + 0.5) / columns, *BREAK) for column in range(first + 1, last)]
    lines = [signs(changes, cells, here)] if changes else []
    lines += [signs(events, cells)] if events and height >= EVENTS_FROM else []
    return [*lines, time_line(time, cells)]


def staircases(series: Series, cells: int, room: int) -> list[Line]:
    """Seconds and repetitions on at most so many rows; one of them where there are too few for both."""
    time = time_of(series)
    measured = _measured(series, time)[: max(1, room // EACH)]
    airy = len(measured) > 1 and room >= AIRY
    lines: list[Line] = []
    for number, one in enumerate(measured):
        # Where there is little room one takes what the other leaves, elsewhere both are equal.
        share = (room + 1) // 2 if number < len(measured) - 1 else room - len(lines)
        lines += [[]] if airy and lines else []
        lines += _staircase(one, time, cells, (room - 1) // 2 if airy else share)
    return lines


def _staircase(one: Measured, time: Time, cells: int, room: int) -> list[Line]:
    """One number of the dose."""
    now = time.place(time.today or time.last)
    axis, is_higher = _axis(one, min(max(room, LEAST_ROWS), MOST_ROWS))
    soon = now + 1 / columns_in(cells)  # what comes today stands in the column after it
    coming = tuple(
        (max(place, soon if number else now), value)
        for number, (place, value) in enumerate(_placed(time, one.coming))
    )
    curves = (
        Curve(one.done, Role.LIMB, Look.MARKS),
        Curve(_placed(time, one.planned), Role.WORKED, until=now),
        Curve(coming, Role.WORKED, Look.AHEAD),
    )
    levels = _levels(one, axis)
    drawing = chart(curves, cells, axis, one.unit, levels=levels)
    if is_higher:
        row = [BLANK] * columns_in(cells)
        lay_level(Level(0, Role.FAR, CEILING, f"never above {one.ceiling}{one.unit} ↑"), row)
        return [[(at_the_left(""), "dim"), *coloured([row])[0]], *drawing]
    return drawing


def _axis(one: Measured, rows: int) -> tuple[Axis, bool]:
    """The axis, and whether the ceiling has a row above it: where it would make the steps coarser.

    It has none where that row would do so.
    """
    done = [value for _, value in one.done]
    done = [min(done), max(done)] if done else []
    axis = Axis.fitting(one.whole, rows, done)
    if one.ceiling is None or one.ceiling <= axis.high:
        return axis, False
    wide = Axis.fitting([*one.whole, one.ceiling], rows, done)
    if wide.is_exact(one.whole) and wide.step <= axis.step:
        return wide, False
    lower = Axis.fitting(one.whole, max(LEAST_ROWS, rows - 1), done)
    return (lower, True) if rows >= CEILING_FROM and lower.step == axis.step else (axis, False)


def _levels(one: Measured, axis: Axis) -> list[Level]:
    """The target and the ceiling, where the latter has a row."""
    found = []
    if one.target is not None:
        both = "target, never above" if one.target == one.ceiling else "target"
        found.append(Level(one.target, Role.PROP, TARGET, both))
    if one.ceiling is not None and one.target != one.ceiling <= axis.high:
        found.append(Level(one.ceiling, Role.FAR, CEILING, "never above"))
    return found


def _placed(time: Time, values: Sequence[tuple[date, float]]) -> tuple[tuple[float, float], ...]:
    return tuple((time.place(day), value) for day, value in values if day <= time.last)


def _measured(series: Series, time: Time) -> list[Measured]:
    """The seconds, which a movement has not, and the repetitions of all sets."""
    points, ahead = series.points, series.ahead
    aims = ahead if ahead and ahead.decision.kind is not DecisionKind.LOCKED else None
    target, ceiling = (aims.prescription.target, aims.prescription.ceiling) if aims else (None, None)
    planned, way = [(each.day, each.after) for each in series.changes], _way(series)
    done = [(time.place(point.day), point) for point in points]
    seconds = Measured(
        " s",
        [(day, dose.hold_s) for day, dose in planned],
        [(day, dose.hold_s) for day, dose in way],
        tuple((at, point.held_s) for at, point in done if point.held_s is not None),
        target.hold_s if target else None,
        ceiling.hold_s if ceiling else None,
    )
    repetitions = Measured(
        " ×",
        [(day, dose.total) for day, dose in planned],
        [(day, dose.total) for day, dose in way],
        tuple((at, point.reps) for at, point in done),
        target.total if target else None,
        ceiling.total if ceiling else None,
    )
    holds = [hold_s for _, hold_s in (*seconds.planned, *seconds.coming)]
    return [seconds, repetitions] if any(holds or seconds.whole) else [repetitions]


def _way(series: Series) -> Sequence[tuple[date, Dose]]:
    """The doses to come, from the newest one today to the target."""
    foreseen = series.ahead.forecast if series.ahead else None
    if foreseen is None:
        return ()
    return [*((series.until, point.dose) for point in series.points[-1:]), *foreseen.way]


def _breaks(series: Series) -> Sequence[tuple[date, date]]:
    """The days around every break for which the rules eased the dose, and around one that goes on."""
    days = [point.day for point in series.points]
    found = [
        (days[number - 1], days[number])
        for number, point in enumerate(series.points)
        if number and point.rule == "return"
    ]
    if days and (series.until - days[-1]).days >= LAYOFF_DAYS:
        found.append((days[-1], series.until + DAY))
    return found

"""The course of an exercise: what was planned and done until today, what is foreseen, what it aims at."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backtui.coach.answers import Prospect
from backtui.coach.history import Series
from backtui.domain.chart import column_of
from backtui.domain.exercise import Dose
from backtui.domain.plan import Course
from backtui.domain.progression.forecast import Forecast, Pace
from backtui.domain.progression.prescription import Decision, DecisionKind, Prescription
from backtui.domain.statistics import DosePoint, changes_of
from backtui.tui.course import course_chart, time_of
from backtui.tui.look import plain as ascii_of
from backtui.tui.widgets.chart import AXIS, columns_in
from backtui.tui.widgets.line import plain as text_of

BEGAN = date(2026, 3, 2)
DAY = timedelta(days=1)
COURSE = Course("pelvic-tilt", "day", "none")  # type: ignore[arg-type]


def point(after: int, dose: tuple[int, int], rule: str = "same", **done: Any) -> DosePoint:
    """A session so many days after the first, as planned unless it is said otherwise."""
    hold_s, reps = dose
    done = {"reps": float(reps), "held_s": float(hold_s) if hold_s else None, **done}
    return DosePoint(BEGAN + after * DAY, bytes(16), Dose(hold_s, reps), rule, "", **done)


def ahead(
    now: int, way: list[tuple[int, tuple[int, int]]], *, locked: bool = False, top: tuple[int, int] = (10, 10)
) -> Prospect:
    """What is foreseen so many days after the first session; the target is the last of the way, or 5 × 5."""
    doses = [(BEGAN + after * DAY, Dose(*dose)) for after, dose in way]
    target = doses[-1][1] if doses else Dose(5, 5)
    kind = DecisionKind.LOCKED if locked else DecisionKind.SAME
    seen = Forecast(*doses[-1], Pace(3.0), BEGAN + now * DAY, tuple(doses)) if doses else None
    plan = Prescription(Dose(2, 2), target, Dose(*top))
    return Prospect("", "", plan, Decision(Dose(2, 2), kind, "", ""), (), seen, Pace(3.0), COURSE, "")


def series(points: list[DosePoint], now: int, coming: Prospect | None = None) -> Series:
    return Series(tuple(points), changes_of(points), BEGAN + now * DAY, "", coming)


def shown(what: Series, cells: int, height: int) -> list[str]:
    return [text_of(line).rstrip() for line in course_chart(what, cells, height)]


GROWN = [
    point(0, (2, 2)),
    point(2, (2, 2)),
    point(4, (2, 3), "up"),
    point(6, (2, 3), reps=1.0, held_s=2.0, pain=True),
    point(28, (2, 2), "return"),
    point(30, (3, 3), "up", held_s=2.6),
]
FORESEEN = ahead(40, [(40, (3, 3)), (44, (4, 4))])
CASES = {
    "all of it": (
        series(GROWN, 40, FORESEEN),
        (56, 16),
        """
─ planned  • done  ┈ forecast  ~ break  × pain
     │· never above 10 s ↑ · · · · · · · · · · · · · · ·
  4 s┤─ target ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─╭┈
     │                                                ┊
  3 s┤                                 ╭───────────┈┈┈╯
     │                                 •
  2 s┤•─•─•─•────────────────────────•─╯
     │· never above 10 × ↑ · · · · · · · · · · · · · · ·
  4 ×┤─ target ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─╭┈
  3 ×┤    •──────────────────────────╮ •───────────┈┈┈╯
  2 ×┤•─•─╯                          •─╯
  1 ×┤      •
      •   ▲                          ▼ ▲
            ×~~~~~~~~~~~~~~~~~~~~~~~~
      2 Mar 2026                              today""",
    ),
    "too low for both": (
        series(GROWN, 40, FORESEEN),
        (40, 6),
        """
  4 s┤─ target ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ╭
  3 s┤                      •────────┈┈╯
  2 s┤••─••────────────────•╯
      •  ▲                 ▼▲
      2 Mar 2026                today""",
    ),
    "nothing done yet": (
        series([], 0, ahead(0, [(0, (2, 2)), (8, (2, 3)), (20, (3, 3))])),
        (50, 9),
        """
  3 s┤─ target ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ╭
     │                                           ┊
     │                                           ┊
  2 s┤┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╯
  3 ×┤─ target ─ ─ ─ ─ ╭┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
     │                 ┊
     │                 ┊
  2 ×┤┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╯
      2 Mar 2026                       22 Mar 2026""",
    ),
    "a break that goes on": (
        series(GROWN[:3], 60),
        (40, 9),
        """
  3 s┤
     │
     │
  2 s┤•••───────────────────────────────
  3 ×┤  •───────────────────────────────
     │  │
  2 ×┤••╯
      • ▲
      2 Mar 2026                   today""",
    ),
    "a movement, whose target is its ceiling": (
        series([point(0, (0, 8)), point(3, (0, 10), "up")], 6, ahead(6, [(10, (0, 12))], top=(0, 12))),
        (40, 8),
        """
 12 ×┤─ target, never above ─ ─ ─ ─ ─ ─╭
     │                                 ┊
 10 ×┤          •──────────┈┈┈┈┈┈┈┈┈┈┈┈╯
     │          │
  8 ×┤•─────────╯
      •         ▲
      2 Mar 2026      today       12 Mar""",
    ),
    "locked": (
        series(GROWN[:3], 6, ahead(6, [], locked=True)),
        (30, 8),
        """
  3 s┤
     │
  2 s┤•───────•───────•───────
  3 ×┤                •───────
     │                │
  2 ×┤•───────•───────╯
      •               ▲
      2 Mar 2026         today""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_course_as_text(name: str) -> None:
    what, (cells, height), expected = CASES[name]
    assert "\n".join(shown(what, cells, height)) == expected.strip("\n")


def test_without_colour_and_in_ascii_each_line_is_another() -> None:
    lines = [ascii_of(line) for line in shown(series(GROWN, 40, FORESEEN), 56, 16)]
    assert lines[0] == "- planned  * done  . forecast  ~ break  x pain"
    assert lines[1].startswith("     |. never above 10 s ^ . .")
    assert lines[2].startswith("  4 s|- target - -")
    assert lines[2].endswith("- -+.")
    assert lines[4].endswith("+-----------...+")
    assert not any("?" in line for line in lines)


DOSES = st.tuples(st.integers(0, 30), st.integers(1, 20))
DONE = st.tuples(st.integers(0, 3), DOSES, st.sampled_from(("same", "return")), st.booleans())


@given(
    st.lists(DONE, max_size=20),
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(1, 9), DOSES), max_size=5),
    st.tuples(st.integers(20, 120), st.integers(6, 40)),
)
def test_the_line_of_what_was_done_ends_today_and_all_has_room(done, since, coming, size) -> None:
    cells, height = size
    days, points = 0, []
    for gap, dose, rule, hurt in done:
        days += gap * 5
        points.append(point(days, dose, rule, pain=hurt))
    now, way = days + since, []
    for gap, dose in coming:
        way.append(((way[-1][0] if way else now) + gap, dose))
    what = series(points, now, ahead(now, way, top=(30, 20)))
    lines = shown(what, cells, height)
    assert len(lines) <= height
    assert all(len(line) <= cells for line in lines if "planned" not in line and "forecast" not in line)
    time = time_of(what)
    assert time.first <= what.until <= time.last
    if points:
        today = AXIS + column_of(time.place(what.until), columns_in(cells))
        plots = [line for line in lines if line[AXIS - 1 : AXIS] in ("┤", "│")]
        assert not any("•" in line[today + 1 :] for line in plots)
        assert any(line[today : today + 1] in tuple("─•╭╮╯╰│") for line in plots)
        assert not way or cells < 40 or any(line[today + 1 : today + 2] in tuple("┈┊╭╮╯╰") for line in plots)

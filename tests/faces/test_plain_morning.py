"""The line mode asks how the back is on the morning after, before the plan, and only where it can be told."""

from pathlib import Path

import pytest
from plain_room import Room

from backtui.domain.schedule import Scheduled
from backtui.plain import sentences
from backtui.plain.opening import Options

DAY_S = 86_400
QUESTION = "How is your back after Monday's session?"


@pytest.mark.thorough
def test_what_the_schedule_says_is_said_before_the_plan_and_its_routine_runs(tmp_path: Path, clock) -> None:
    room = Room(tmp_path / "log.db", clock)
    room.diary.weeks.put(Scheduled(("short", "standard")))
    told = room.session(options=Options())
    place = told.index("Short: next in turn on a back day, the first time, 0 of 3 this week.")
    assert told[place + 1].startswith("Today:")
    assert room.newest().routine == "short"
    clock.sleep(2 * DAY_S)
    room.diary.weeks.pause("holiday")
    told = room.session(options=Options())
    assert told[0] == "Holiday until you end it: nothing is due, 1 of 3 this week."
    assert room.newest().routine == "standard"


@pytest.fixture
def room(tmp_path: Path, clock) -> Room:
    """A room on the day after its first session, which was of seven on a Monday."""
    room = Room(tmp_path / "log.db", clock)
    room.session()
    clock.sleep(DAY_S)
    return room


@pytest.mark.parametrize(
    ("number", "answer", "said"),
    [
        ("1", "better", "Better the morning after Monday's session."),
        ("2", "same", "Same the morning after Monday's session."),
        (
            "3",
            "worse",
            "Worse the morning after Monday's session: nothing in it raises a dose; rest today,"
            " or walk a little.",
        ),
    ],
)
def test_a_number_answers_before_the_plan(room: Room, number: str, answer: str, said: str) -> None:
    told = room.session([(0.0, number), (0.0, ""), (300.0, "")], terminal=True)
    assert told[0] == QUESTION
    assert told[1:5] == ["1. Better.", "2. The same.", "3. Worse.", sentences.MORNING_WHICH]
    assert told[5] == said
    assert told[6].startswith("Today:")
    records = room.ask(lambda coach: coach.sessions(limit=2))
    assert [record.morning for record in records] == [None, answer]


def test_enter_leaves_it_open(room: Room) -> None:
    told = room.session([(0.0, ""), (0.0, ""), (300.0, "")], terminal=True)
    assert told[0] == QUESTION
    assert [record.morning for record in room.ask(lambda coach: coach.sessions(limit=2))] == [None, None]


def test_without_a_terminal_nothing_is_asked(room: Room) -> None:
    assert QUESTION not in room.session([(1.0, "where")])
    assert room.ask(lambda coach: coach.sessions(limit=2))[1].morning is None


def test_two_days_later_nothing_is_asked(room: Room) -> None:
    room.clock.sleep(DAY_S)
    assert QUESTION not in room.session([(0.0, ""), (300.0, "")], terminal=True)

"""The line mode in one process: what it says, and what the log has after every word."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from plain_room import Room

from backtui.domain.events import Rating
from backtui.domain.record import SessionRecord, State
from backtui.machine.clock import Clock
from backtui.plain import sentences
from backtui.plain.opening import Options
from backtui.plain.terminal import WORDS

GOLDENS = Path(__file__).parents[1] / "goldens" / "plain"
RENEW = "BACKTUI_RENEW_GOLDENS" in os.environ
SHORT = Options(routine="short")
# Seconds into the short session: pelvic tilt is ready until 15, in until 18, and held until 20.
IN_READY, IN_HOLD, IN_RELAX = 5.0, 19.0, 24.0


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Room:
    """A log of its own, without a session."""
    return Room(tmp_path / "log.db", clock)


def golden(name: str, said: list[str]) -> None:
    """Compare with the stored transcript, or store it when that is asked for."""
    path, text = GOLDENS / f"{name}.txt", "\n".join(said) + "\n"
    if RENEW:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()


def outcome(record: SessionRecord) -> list[tuple[str, int, str | None, Rating | None]]:
    """Each exercise: repetitions held, how it ended, its rating."""
    return [(each.exercise, len(each.reps), each.how, each.rating) for each in record.entries]


# Transcripts


def test_a_session_that_nobody_answers(room: Room) -> None:
    golden("hands-free", room.session())
    assert room.exit_code == 0
    record = room.newest()
    assert record.state is State.DONE
    assert record.alive
    assert record.face == "plain"
    assert all(entry.complete for entry in record.entries)


def test_the_second_session_of_a_week_announces_growth(room: Room) -> None:
    room.session()
    room.clock.sleep(2 * 86400)
    golden("second", room.session())


def test_a_session_with_words(room: Room) -> None:
    script = [
        (1.0, "help"),
        (2.0, "where"),
        (IN_HOLD, "pause"),
        (25.0, ""),
        (40.0, "1"),
        (41.0, "nonsense"),
        (42.0, "restart"),
        (70.0, "ease"),
        (90.0, "x"),
        (92.0, "back"),
        (93.0, "next"),
    ]
    golden("words", room.session(script))


def test_a_session_at_a_terminal(room: Room) -> None:
    answers = ["", "3", "1 easy", "9 hard", "", "11", "4", ""]
    script = [(0.0, answers[0]), (0.0, answers[1]), *((300.0, answer) for answer in answers[2:]), (301.0, "")]
    golden("terminal", room.session(script, terminal=True))
    record = room.newest()
    assert (record.pain_before, record.pain_after) == (3, 4)
    assert record.entries[0].rating is Rating.EASY
    assert record.alive


def test_every_line_reads_well_aloud(room: Room) -> None:
    said = [*room.session(), *room.session([(1.0, "help"), (20.0, "dizzy")])]
    room.clock.sleep(4 * 86400)
    said += room.session()
    for line in said:
        assert not re.search(r"[→×°▲▼*|_\x00-\x1f]|\d s\b|None|\{", line), line


# Words


@pytest.mark.parametrize(
    ("at", "word", "expected"),
    [
        (IN_READY, "n", [("pelvic-tilt", 0, "skipped", None)]),
        (IN_HOLD, "next", [("pelvic-tilt", 0, "skipped", None)]),
        (IN_HOLD, "SKIP ", [("pelvic-tilt", 0, "skipped", None)]),
        (IN_HOLD, "x", [("pelvic-tilt", 0, "pain", None)]),
        (IN_HOLD, "pain", [("pelvic-tilt", 0, "pain", None)]),
        (IN_HOLD, "1", [("pelvic-tilt", 2, "done", Rating.EASY)]),
        (IN_HOLD, "easy", [("pelvic-tilt", 2, "done", Rating.EASY)]),
        (IN_HOLD, "2", [("pelvic-tilt", 2, "done", Rating.COMFORTABLE)]),
        (IN_HOLD, "comfortable", [("pelvic-tilt", 2, "done", Rating.COMFORTABLE)]),
        (IN_HOLD, "3", [("pelvic-tilt", 2, "done", Rating.HARD)]),
        (IN_HOLD, "hard", [("pelvic-tilt", 2, "done", Rating.HARD)]),
        (IN_HOLD, "r", [("pelvic-tilt", 2, "done", None)]),
        (IN_RELAX, "q", [("pelvic-tilt", 1, "cut", None), ("side-stretch", 0, None, None)]),
        (IN_RELAX, "stop", [("pelvic-tilt", 1, "cut", None), ("side-stretch", 0, None, None)]),
        (IN_RELAX, "quit", [("pelvic-tilt", 1, "cut", None), ("side-stretch", 0, None, None)]),
        (IN_RELAX, "d", [("pelvic-tilt", 1, "dizzy", None), ("side-stretch", 0, None, None)]),
        (IN_RELAX, "dizzy", [("pelvic-tilt", 1, "dizzy", None), ("side-stretch", 0, None, None)]),
    ],
)
def test_a_word_in_the_log(
    room: Room, at: float, word: str, expected: list[tuple[str, int, str | None, Rating | None]]
) -> None:
    room.session([(at, word)])
    assert outcome(room.newest())[: len(expected)] == expected
    assert room.newest().state is not State.OPEN


@pytest.mark.parametrize("word", ["", " ", "space", "pause", "p"])
def test_a_pause_and_going_on(room: Room, word: str) -> None:
    said = room.session([(IN_HOLD, word), (500.0, word)])
    assert sentences.PAUSED in said
    assert sentences.GOING_ON.format("3 seconds") in said
    (_, first), *_ = [(each.how, each.reps[0].holds_s) for each in room.newest().entries]
    assert first == pytest.approx((2.0,))
    assert room.newest().last_at == room.newest().started_at + timedelta(seconds=room.clock.monotonic())


def test_back_ease_and_longer(room: Room) -> None:
    said = room.session([(60.0, "b"), (61.0, "e"), (70.0, "e"), (79.0, "+"), (100.0, "")])
    assert "Back to Pelvic tilt, from its start." in said
    assert said.count(sentences.EASED) == 2
    tilt = room.newest().entries[0]
    assert tilt.eased
    assert len(tilt.reps) == 4


def test_longer_holds_until_a_word(room: Room) -> None:
    said = room.session([(IN_HOLD, "longer"), (48.0, "p")])
    assert sentences.LONGER in said
    assert room.newest().entries[0].reps[0].holds_s == (30.0,)


def test_a_word_that_does_nothing_says_so(room: Room) -> None:
    said = room.session([(IN_READY, "r"), (IN_READY, "+"), (IN_READY, "b"), (IN_READY, "jump")])
    assert said.count(sentences.NOTHING_NOW) == 3
    assert "There is no word 'jump'; type help for the words." in said


def test_help_names_every_word() -> None:
    told = set(re.findall(r"[\w+?]+", " ".join(sentences.HELP)))
    assert {word for word in WORDS if word not in {"", "+", "?"}} <= told


def test_where_says_exercise_and_time_left(room: Room) -> None:
    said = room.session([(IN_HOLD, "w")])
    where = "Exercise 1 of 3, Pelvic tilt, hold of repetition 1 of 2, 1 second left; "
    assert f"{where}2 minutes left in the session." in said

"""How a session in the line mode ends, is interrupted and gone on with, and what it does without its log."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from plain_room import Room, Script

from backtui.coach.errors import WrongUseError
from backtui.domain.record import State
from backtui.machine.clock import Clock
from backtui.plain import sentences
from backtui.plain.opening import Options
from backtui.store.errors import SessionTaken, StoreUnwritable

SHORT = Options(routine="short")
# Seconds into the short session: pelvic tilt is ready until 15, in until 18, and held until 20.
IN_HOLD, IN_RELAX = 19.0, 24.0


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Room:
    """A log of its own, without a session."""
    return Room(tmp_path / "log.db", clock)


def test_the_end_of_input_goes_on_hands_free(room: Room) -> None:
    said = room.session([(IN_HOLD, "1")])
    assert said.count(sentences.NO_MORE_WORDS) == 1
    assert room.newest().state is State.DONE


def test_a_pause_that_nobody_can_end_is_ended(room: Room) -> None:
    said = room.session([(IN_HOLD, "pause")])
    at = said.index(sentences.GOES_ON)
    assert said[at - 1] == sentences.NO_MORE_WORDS
    assert said[at + 1] == sentences.GOING_ON.format("3 seconds")
    assert room.newest().state is State.DONE


def test_sleep_is_said_and_never_counted(room: Room) -> None:
    class Sleepy(type(room.clock)):  # type: ignore[misc]
        """Falls asleep for an hour, once."""

        def sleep(self, seconds: float) -> None:
            super().sleep(3600 if 18.9 < self.seconds < 19.1 else seconds)

    room.clock.__class__ = Sleepy
    said = room.session()
    at = said.index(sentences.PAUSED_GAP)
    assert said[at + 1 : at + 3] == [sentences.GOES_ON, sentences.GOING_ON.format("3 seconds")]
    assert max(rep.hold_s for each in room.newest().entries for rep in each.reps) == pytest.approx(2.0)


def test_stopping_says_plainly_what_was_done(room: Room) -> None:
    said = room.session([(IN_RELAX, "stop")])
    assert "The session was stopped after 24 seconds; what you did is saved." in said
    assert "1. Pelvic tilt: 2 seconds, 2 times; 1 of 2 done, cut short." in said
    assert "2. Side stretch: 2 seconds, 2 times on each side; not done, not reached." in said
    assert "Not done: Side stretch, Cat and camel." in said


def test_dizziness_ends_the_session(room: Room) -> None:
    said = room.session([(IN_HOLD, "d")])
    at = said.index(sentences.DIZZY[0])
    assert tuple(said[at : at + 3]) == sentences.DIZZY
    assert room.newest().dizzy


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([(20.0, "q"), (21.0, "1")], State.STOPPED),
        ([(20.0, "q"), (21.0, ""), (400.0, "")], State.DONE),
        ([(20.0, "q"), (21.0, "3"), (22.0, "1"), (400.0, "")], State.DONE),
        ([(20.0, "q"), (21.0, "3"), (22.0, "2")], None),
    ],
)
def test_stop_at_a_terminal_asks(room: Room, answers: Script, state: State | None) -> None:
    said = room.session([(0.0, ""), (0.0, ""), *answers, (500.0, "")], terminal=True)
    assert sentences.STOP_HERE in said
    if state is None:
        assert said[-1] == sentences.DISCARDED
        assert room.ask(lambda coach: coach.sessions()) == []
    else:
        assert room.newest().state is state


def test_an_empty_room_at_a_terminal_raises_nothing_until_somebody_answers(room: Room) -> None:
    said = room.session([(0.0, ""), (0.0, ""), (500.0, "")], terminal=True)
    assert sentences.UNRATED in said
    assert room.newest().alive
    assert room.running is not None
    assert not room.running.state.alive


def test_a_growth_can_be_declined(room: Room) -> None:
    room.session()
    room.clock.sleep(2 * 86400)
    evening = [(0.0, ""), (300.0, ""), (300.0, ""), (300.0, "2"), (300.0, ""), (300.0, "")]
    said = room.session(evening, terminal=True)
    assert "Not yet, then: Side stretch stays as it is." in said
    decisions = room.ask(lambda coach: coach.decisions())
    assert str(decisions["side-stretch"].dose) == "2 s × 2"
    assert str(decisions["pelvic-tilt"].dose) == "2 s × 3"


# Interrupted


def interrupt(room: Room, at: float = 62.0) -> None:
    """Run a session and leave it open at that second."""

    def leave(seconds: float) -> None:
        if room.clock.monotonic() - began > at:
            raise KeyboardInterrupt
        sleep(seconds)

    sleep, began = room.clock.sleep, room.clock.monotonic()
    room.clock.sleep = leave  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        room.session()
    room.clock.sleep = sleep  # type: ignore[method-assign]


def test_going_on_at_the_same_exercise_side_and_repetition(room: Room) -> None:
    interrupt(room)
    before = room.ask(lambda coach: coach.open_session())
    room.clock.sleep(3600)
    said = room.session()
    assert said[:2] == [
        "The session before was interrupted in Side stretch, after 3 repetitions.",
        "Going on with Side stretch, repetition 2 of 2, left side.",
    ]
    assert said[3].endswith("It begins with repetition 2 of 2, left side.")
    assert before is not None
    assert room.newest().id == before.id
    assert [len(each.reps) for each in room.newest().entries] == [2, 4, 2]


def test_an_old_open_session_is_finished_and_a_new_one_begins(room: Room) -> None:
    interrupt(room)
    room.clock.sleep(13 * 3600)
    said = room.session()
    assert said[1] == sentences.FINISHED
    newest, before = room.ask(lambda coach: coach.sessions())
    assert (newest.state, before.state) == (State.DONE, State.STOPPED)


@pytest.mark.parametrize(
    ("answer", "sessions"), [("1", ["done"]), ("", ["done"]), ("2", ["done", "stopped"]), ("3", ["done"])]
)
def test_the_question_about_an_interrupted_session(room: Room, answer: str, sessions: list[str]) -> None:
    interrupt(room)
    opened = room.ask(lambda coach: coach.open_session())
    said = room.session([(0.0, answer), (0.0, ""), (0.0, ""), (900.0, "")], terminal=True)
    assert sentences.OPEN_FOUND in said
    assert [each.state for each in room.ask(lambda coach: coach.sessions())] == sessions
    assert opened is not None
    assert (room.newest().id == opened.id) is (answer in {"", "1"})


def test_what_the_option_says_is_done(room: Room) -> None:
    interrupt(room)
    room.session(options=replace(SHORT, open="discard"))
    assert [each.state for each in room.ask(lambda coach: coach.sessions())] == ["done"]


def test_going_on_with_an_old_session_is_refused(room: Room) -> None:
    interrupt(room)
    room.clock.sleep(13 * 3600)
    with pytest.raises(WrongUseError, match="12 hours"):
        room.session(options=replace(SHORT, open="go-on"))
    assert room.ask(lambda coach: coach.open_session()) is not None


# The log in trouble


def test_a_log_that_cannot_be_written_for_a_while(room: Room) -> None:
    class Ailing(type(room.clock)):  # type: ignore[misc]
        """Its disk is full from the first hold to the fortieth second."""

        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            room.trouble = StoreUnwritable("The disk is full.") if 16 < self.seconds < 40 else None

    room.clock.__class__ = Ailing
    said = room.session()
    told = said.index("The disk is full. The session goes on, and saving is tried again.")
    again = said.index(sentences.SAVED_AGAIN)
    first = next(place for place, line in enumerate(said) if line.endswith("counted."))
    assert told < first < again
    assert said[told:first].count("Relax.") == 2  # it went on meanwhile
    assert room.exit_code == 0
    assert all(entry.complete for entry in room.newest().entries)


def test_a_log_that_cannot_be_written_any_more(room: Room) -> None:
    room.session([(IN_HOLD, "q")])

    class Broken(type(room.clock)):  # type: ignore[misc]
        """Its disk is full from now on."""

        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            room.trouble = StoreUnwritable("The disk is full.")

    room.clock.__class__ = Broken
    said = room.session()
    assert said.count("The disk is full. The session goes on, and saving is tried again.") == 1
    assert not [line for line in said if line.endswith("counted.")]
    assert "1. Pelvic tilt: 2 seconds, 2 times; all held." in said
    assert said[-1] == "Not all was saved. 0 repetitions are saved; 8 could not be kept: The disk is full."
    assert room.exit_code == 1


def test_a_session_begins_on_a_log_that_cannot_be_written(room: Room) -> None:
    room.trouble = StoreUnwritable("The disk is full.")
    said = room.session()
    assert said.count("The disk is full. The session goes on, and saving is tried again.") == 1
    assert "1. Pelvic tilt: 2 seconds, 2 times; all held." in said
    assert not room.ask(lambda coach: coach.sessions())
    assert room.exit_code == 1


@pytest.mark.parametrize("choice", ["finish", "discard"])
def test_what_becomes_of_a_session_is_written_by_who_holds_it(room: Room, choice: str) -> None:
    room.session([(IN_HOLD, "q")])
    interrupt(room)
    before = room.store.ask("select max(seq) from event")
    room.diary.log.append_held = lambda events: room.store.append(events, token=bytes(16))  # type: ignore[misc,assignment]
    with pytest.raises(SessionTaken):
        room.session(options=replace(SHORT, open=choice))
    assert room.store.ask("select max(seq) from event") == before


def test_a_session_taken_over_ends_here(room: Room) -> None:
    class Rival(type(room.clock)):  # type: ignore[misc]
        """Another program takes the session after a minute."""

        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            room.trouble = SessionTaken("It runs elsewhere.") if self.seconds > 30 else None

    room.clock.__class__ = Rival
    with pytest.raises(SessionTaken, match="elsewhere"):
        room.session()
    assert room.newest().state is State.OPEN

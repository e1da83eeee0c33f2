"""Corrections of the log, their undoing, and sessions entered afterwards."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from corrected import MONDAY, Room, room
from open_logs import begun_in

from backtui.coach.answers import TargetRequest
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.manual import Entered
from backtui.domain.events import Rating
from backtui.domain.exercise import Dose, Side
from backtui.domain.record import State
from backtui.store.queries import events

TILT = "pelvic-tilt"


@pytest.fixture
def log() -> Iterator[Room]:
    with room() as one:
        yield one
        one.check()


def test_a_session_entered_is_done_in_full_with_the_dose_of_that_day(log: Room) -> None:
    session = log.enter(0)
    record = log.record(session)
    assert (record.started_at, record.ended_at) == (MONDAY, MONDAY + timedelta(minutes=20))
    assert (record.day, record.state, record.alive, record.by_hand) == (
        date(2026, 3, 2),
        State.DONE,
        True,
        True,
    )
    assert (record.routine, record.minutes, record.face) == ("short", None, "plain")
    assert [entry.exercise for entry in record.entries] == [TILT, "side-stretch", "cat-camel"]
    assert all(entry.complete and entry.how == "done" for entry in record.entries)
    assert [(each.side, each.rep) for each in record.entries[1].reps] == [
        (Side.LEFT, 1), (Side.LEFT, 2), (Side.RIGHT, 1), (Side.RIGHT, 2),
    ]  # fmt: skip
    assert record.entries[2].reps[0].holds_s == (2.0, 2.0)
    assert not [event for event in events.every(log.store) if event.mono_ms is not None]


def test_a_session_entered_late_has_the_dose_of_the_log_before_it(log: Room) -> None:
    log.enter(0)
    log.enter(2)
    log.enter(5)
    assert log.entry(log.enter(7)).prescribed == Dose(2, 3)
    early = log.enter(1)
    assert log.entry(early).prescribed == Dose(2, 2)
    assert log.entry(early).why == "Stays at 2 s × 2: one more comfortable session to 2 s × 3."
    log.diary.aims.set(TILT, TargetRequest(hold_s=9))
    assert log.entry(log.enter(3)).prescribed == Dose(2, 3)


def test_exercises_can_be_left_out_rated_and_hurt(log: Room) -> None:
    session = log.enter(
        0, skipped=frozenset({"cat-camel"}), ratings={TILT: Rating.HARD}, hurt=frozenset({"side-stretch"}),
        pain_before=3, pain_after=2, note="on the lawn",
    )  # fmt: skip
    tilt, stretch, cat = log.record(session).entries
    assert (tilt.rating, stretch.pain, cat.how, cat.performed) == (Rating.HARD, True, "skipped", False)
    assert (log.record(session).pain_before, log.record(session).pain_after) == (3, 2)
    assert [each.text for each in events.notes(log.store, session)] == ["on the lawn"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Entered(MONDAY + timedelta(days=1), 20), "still to come"),
        (Entered(MONDAY - timedelta(minutes=5), 20), "would not be over yet"),
        (Entered(datetime(1999, 12, 31, 7, tzinfo=UTC), 20), "before the year 2000"),
        (Entered(MONDAY - timedelta(days=1), 2), "from 3 to 90 minutes"),
        (Entered(MONDAY - timedelta(days=1), 20, "nowhere"), "no routine"),
        (
            Entered(MONDAY - timedelta(days=1), 20, "short", frozenset({"wall-slide"})),
            "was not in that session",
        ),
        (Entered(MONDAY - timedelta(days=1), 20, pain_after=11), "from 0 to 10"),
        (
            Entered(MONDAY - timedelta(days=1), 20, "short", frozenset({TILT, "side-stretch", "cat-camel"})),
            "Nothing would be left",
        ),
    ],
)
def test_what_cannot_have_been_is_refused_and_nothing_is_written(log: Room, wish: Entered, said: str) -> None:
    with pytest.raises(WrongUseError, match=said):
        log.diary.edits.enter(wish)
    assert events.count(log.store) == 0


def test_two_sessions_cannot_have_been_at_one_time(log: Room) -> None:
    log.enter(0)
    log.on_day(1)
    for at in (MONDAY, MONDAY + timedelta(minutes=19), MONDAY - timedelta(minutes=19)):
        with pytest.raises(WrongUseError, match="from 07:00 to 07:20"):
            log.diary.edits.enter(Entered(at, 20, "short"))
    log.diary.edits.enter(Entered(MONDAY + timedelta(minutes=20), 20, "short"))


def test_repetitions_are_corrected_added_and_removed_in_turn(log: Room) -> None:
    session = log.enter(0)
    correct = log.diary.edits.correct
    said = log.diary.edits.named
    assert (
        said(correct(session, lambda draft: draft.hold(1, 1, [1])))
        == "repetition 2 left of Side stretch, Mon 2 Mar: 1 s"
    )
    assert [each.holds_s for each in log.entry(session, 1).reps] == [(2.0,), (1.0,), (2.0,), (2.0,)]
    assert not log.entry(session, 1).complete
    removed = said(correct(session, lambda draft: draft.remove(1, 0)))
    assert removed == "repetition 1 left of Side stretch, Mon 2 Mar: removed"
    assert [(each.side, each.rep) for each in log.entry(session, 1).reps] == [
        (Side.LEFT, 2), (Side.RIGHT, 1), (Side.RIGHT, 2),
    ]  # fmt: skip
    correct(session, lambda draft: draft.add(1))
    correct(session, lambda draft: draft.add(1, Side.RIGHT, [7]))
    assert [(each.side, each.rep, each.hold_s) for each in log.entry(session, 1).reps] == [
        (Side.LEFT, 1, 2), (Side.LEFT, 2, 1), (Side.RIGHT, 1, 2), (Side.RIGHT, 2, 2), (Side.RIGHT, 3, 7),
    ]  # fmt: skip
    correct(session, lambda draft: draft.complete(1))
    assert log.entry(session, 1).complete
    correct(session, lambda draft: draft.hold(2, 0, [2, 1.5]))
    assert log.entry(session, 2).reps[0].hold_s == 1.5
    assert correct(session, lambda draft: draft.hold(2, 0, [2, 1.5])).events == ()


def test_an_exercise_without_repetitions_was_not_done_and_one_with_all_was(log: Room) -> None:
    session = log.enter(0)
    correct = log.diary.edits.correct
    correct(session, lambda draft: draft.remove(0, 0), lambda draft: draft.remove(0, 0))
    assert (log.entry(session).performed, log.entry(session).how) == (False, "skipped")
    correct(session, lambda draft: draft.complete(0))
    assert (log.entry(session).complete, log.entry(session).how) == (True, "done")


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        (lambda draft: draft.hold(0, 0, [601]), "from 0 to 600 seconds"),
        (lambda draft: draft.hold(0, 0, [1, 1]), "has 1 holds"),
        (lambda draft: draft.hold(0, 9, [1]), "no such repetition"),
        (lambda draft: draft.hold(9, 0, [1]), "not in the session"),
        (lambda draft: draft.add(0, Side.LEFT), "no such side"),
        (lambda draft: draft.pain("before", 11), "from 0 to 10"),
        (lambda draft: draft.rate("wall-slide", Rating.EASY), "nothing to rate"),
    ],
)
def test_a_correction_that_cannot_be_changes_nothing(log: Room, correction: object, said: str) -> None:
    session = log.enter(0)
    before = events.count(log.store)
    with pytest.raises(WrongUseError, match=said):
        log.diary.edits.correct(session, correction)  # type: ignore[arg-type]
    assert events.count(log.store) == before


def test_a_session_that_is_open_is_not_corrected(log: Room) -> None:
    seed = begun_in(log.diary, log.ask(lambda coach: coach.plan(20, "short")), "plain")
    with pytest.raises(WrongUseError, match="still open"):
        log.diary.edits.correct(seed.session, lambda draft: draft.pain("after", 1))
    with pytest.raises(WrongUseError, match="not in the log"):
        log.diary.edits.delete(b"0" * 16)


def test_a_start_is_corrected_twice_deleted_and_all_of_it_undone(log: Room) -> None:
    session = log.enter(0)
    log.on_day(9)
    edits = log.diary.edits
    first = log.projections()["session"]
    moved = edits.correct(session, edits.moved(session, date(2026, 3, 4), None))
    assert edits.named(moved) == "session of Mon 2 Mar, 07:00 moved to Wed 4 Mar, 07:00"
    edits.correct(session, edits.moved(session, None, time(18, 30)))
    record = log.record(session)
    assert record.started_at == datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
    assert record.ended_at == datetime(2026, 3, 4, 18, 50, tzinfo=UTC)
    assert (record.day, record.by_hand) == (date(2026, 3, 4), True)
    log.check()
    assert edits.delete(session) == "session of Wed 4 Mar, 18:30 deleted"
    assert log.ask(lambda coach: coach.session(session)) is None
    log.check()
    assert log.undo() == "Undone: session of Wed 4 Mar, 18:30 deleted."
    assert log.record(session) == record
    log.check()
    assert log.redo() == "Redone: session of Wed 4 Mar, 18:30 deleted."
    assert log.ask(lambda coach: coach.session(session)) is None
    log.undo()
    assert log.undo() == "Undone: session of Wed 4 Mar, 07:00 moved to Wed 4 Mar, 18:30."
    assert log.undo() == "Undone: session of Mon 2 Mar, 07:00 moved to Wed 4 Mar, 07:00."
    assert log.projections()["session"] == first
    assert log.undo() == "Undone: session of Mon 2 Mar, 07:00, entered by hand."
    assert log.ask(lambda coach: coach.session(session)) is None
    assert log.undo() == "There is nothing to undo."
    for _ in range(4):
        log.redo()
    assert log.redo() == "There is nothing to redo."
    assert log.ask(lambda coach: coach.session(session)) is None


def test_a_corrected_session_can_be_discarded_too(log: Room) -> None:
    session = log.enter(0)
    log.on_day(3)
    edits = log.diary.edits
    edits.correct(session, edits.moved(session, date(2026, 3, 3), None))
    log.diary.discard(log.record(session))
    assert log.ask(lambda coach: coach.session(session)) is None
    log.undo()
    assert log.record(session).day == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("day", "at", "said"),
    [
        (date(2026, 3, 20), None, "still to come"),
        (date(2026, 3, 9), time(7, 50), "would not be over"),
        (date(1970, 1, 1), None, "before the year 2000"),
        (date(2026, 3, 4), None, "on that day already"),
    ],
)
def test_a_session_is_not_moved_to_where_it_cannot_have_been(
    log: Room, day: date, at: time | None, said: str
) -> None:
    session = log.enter(0)
    log.enter(2)
    log.on_day(7)
    with pytest.raises(WrongUseError, match=said):
        log.diary.edits.moved(session, day, at)


def test_an_hour_that_the_clocks_left_out_is_refused(log: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    import time as machine

    session = log.enter(0)
    log.on_day(40)
    monkeypatch.setenv("TZ", "Europe/Berlin")
    machine.tzset()
    with pytest.raises(WrongUseError, match="no 02:30 on 2026-03-29"):
        log.diary.edits.moved(session, date(2026, 3, 29), time(2, 30))
    log.diary.edits.correct(session, log.diary.edits.moved(session, date(2026, 3, 29), time(3, 30)))
    assert log.record(session).started_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert log.record(session).day == date(2026, 3, 28)


def test_notes_are_written_replaced_deleted_and_erased_for_good(log: Room) -> None:
    session = log.enter(0)
    edits = log.diary.edits
    notes = partial(events.notes, log.store)
    written = edits.correct(session, edits.writing(session, "stiff"))
    assert edits.named(written) == "note on the session of Mon 2 Mar, 07:00"
    edits.correct(session, edits.writing(session, "stiff at first", notes(session)[0].event))
    assert [note.text for note in notes(session)] == ["stiff at first"]
    log.undo()
    assert [note.text for note in notes(session)] == ["stiff"]
    log.redo()
    deleted = edits.correct(session, edits.unwriting(notes(session)[0].event))
    assert edits.named(deleted) == "note on the session of Mon 2 Mar, 07:00: removed"
    assert not notes(session)
    log.undo()
    edits.correct(session, lambda draft: draft.pain("after", 2))
    assert edits.erase(session, notes(session)[0].event) == 1
    assert not notes(session)
    assert events.texts(log.store) == {}
    assert log.redo() == "There is nothing to redo."
    assert log.undo() == "Undone: pain after the session of Mon 2 Mar, 07:00: 2."
    assert log.undo() == "Undone: session of Mon 2 Mar, 07:00, entered by hand."
    assert b"stiff" not in log.store.path.read_bytes()


@pytest.mark.thorough
def test_a_long_session_is_undone_and_done_again_whole(log: Room) -> None:
    for exercise in log.ask(lambda coach: coach.content).exercises:
        log.diary.aims.set(exercise, TargetRequest(hold_s=3, reps=20))
    log.on_day(3)
    session = log.diary.edits.enter(Entered(MONDAY + timedelta(days=3, hours=-5), 90, "standard"))
    record = log.record(session)
    assert sum(len(entry.reps) for entry in record.entries) > 150
    log.undo()
    assert log.ask(lambda coach: coach.session(session)) is None
    log.redo()
    assert log.record(session) == record


def test_a_choice_about_many_events_is_undone_in_one(log: Room) -> None:
    session = log.enter(0)
    log.diary.rate(session, [0, 1, 2], Rating.EASY)
    log.undo()
    assert [entry.rating for entry in log.record(session).entries] == [None] * 3
    seed = begun_in(log.diary, log.ask(lambda coach: coach.plan(20, "short")), "plain")
    log.diary.finish(seed.session)
    assert log.undo() == "Undone: end of the session of Mon 2 Mar, 08:00."
    assert log.record(seed.session).state is State.OPEN


def test_a_session_is_found_by_what_people_call_it(log: Room) -> None:
    first, second = log.enter(0), log.enter(2)
    log.on_day(3)
    third = log.diary.edits.enter(Entered(MONDAY + timedelta(days=2, hours=5), 20, "short"))
    find = log.diary.edits.find
    assert find("last").id == third
    assert find("2026-03-02").id == first
    assert find("2026-03-04T07:00").id == second
    assert find(third.hex()).id == third
    with pytest.raises(WrongUseError, match="one of several"):
        find("2026-03-04")
    for nothing in ("2026-03-03", "", "xyz", "2026-13-01", "last week", "2026-03-02T07:01"):
        with pytest.raises(WrongUseError, match="no session"):
            find(nothing)


def test_sessions_entered_in_a_row_are_told_apart_by_the_first_digits_of_their_ids(log: Room) -> None:
    sessions = [log.enter(day) for day in range(5)]
    assert len({session.hex()[:8] for session in sessions}) == 5
    assert [log.diary.edits.find(session.hex()[:8]).id for session in sessions] == sessions


def test_a_log_as_of_a_moment_answers_nothing_as_of_today_by_accident(log: Room) -> None:
    with log.diary.log.question() as coach:
        then = coach.at(MONDAY)
        assert then.plan(20, "short").items
        for question in (Coach.today, Coach.open_session, Coach.sessions, Coach.version):
            with pytest.raises(RuntimeError, match="a reading of the past does not know"):
                question(then)

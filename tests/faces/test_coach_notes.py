"""Notes, previews of ratings, and a stop that is taken back, from the coach to the log and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from open_logs import begun_in, writing

from backtui.cli.context import Wiring, WritableLog
from backtui.coach.answers import Seed
from backtui.coach.errors import WrongUseError
from backtui.coach.running import Running
from backtui.domain.events import Rating
from backtui.domain.exercise import Dose
from backtui.domain.record import State
from backtui.domain.session.state import Press
from backtui.machine.clock import RunningClock


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[WritableLog]:
    wiring = Wiring(RunningClock(), tmp_path / "backtui.db", tmp_path / "config.toml")
    with wiring.writing() as opened:
        yield opened


def run(opened: WritableLog, seed: Seed) -> Running:
    clock, write = opened.diary.log.clock, writing(opened.store)
    return Running(seed.session, seed.script, clock, write, progress=seed.progress, so_far_s=seed.so_far_s)


def test_a_note_is_kept_cleaned_beside_the_session(opened: WritableLog) -> None:
    seed = begun_in(opened.diary, opened.ask(lambda coach: coach.plan(5)), "plain")
    opened.diary.note(seed.session, "stiff [Left] \x1b[31m")
    [note] = opened.ask(lambda coach: coach.summary(seed.session)).notes
    assert note.startswith("stiff [Left] ")
    assert "\x1b" not in note
    for empty in ("", "   "):
        with pytest.raises(WrongUseError, match="empty"):
            opened.diary.note(seed.session, empty)
    with pytest.raises(WrongUseError, match="longer than 500"):
        opened.diary.note(seed.session, "x" * 501)


def test_the_rating_keys_say_what_they_would_do_to_the_next_dose(opened: WritableLog) -> None:
    seed = begun_in(opened.diary, opened.ask(lambda coach: coach.plan(5)), "plain")
    [tilt] = [each.index for each in seed.script.items if each.exercise == "pelvic-tilt"]
    assert seed.previews[tilt] == {
        Rating.EASY: Dose(2, 3),
        Rating.COMFORTABLE: Dose(2, 2),
        Rating.HARD: Dose(2, 2),
    }
    assert list(seed.previews) == [each.index for each in seed.script.items]


def test_a_stop_that_is_taken_back_leaves_the_session_open_where_it_was(opened: WritableLog) -> None:
    seed = begun_in(opened.diary, opened.ask(lambda coach: coach.plan(5)), "plain")
    running = run(opened, seed)
    running.send(Press.STOP)
    stopped = opened.ask(lambda coach: coach.session(seed.session))
    assert stopped is not None
    assert stopped.state is State.STOPPED
    opened.diary.reopen(running.ending)
    again = opened.ask(lambda coach: coach.session(seed.session))
    assert again is not None
    assert again.state is State.OPEN
    assert opened.diary.go_on(again.id).session == seed.session


def test_undoing_a_skip_takes_its_end_out_of_the_log(opened: WritableLog) -> None:
    seed = begun_in(opened.diary, opened.ask(lambda coach: coach.plan(5)), "plain")
    running = run(opened, seed)
    running.send(Press.SKIP)
    skipped = opened.ask(lambda coach: coach.session(seed.session))
    running.send(Press.UNDO)
    back = opened.ask(lambda coach: coach.session(seed.session))
    assert skipped is not None
    assert back is not None
    assert (skipped.entries[0].how, back.entries[0].how) == ("skipped", None)
    assert running.state.item == 0

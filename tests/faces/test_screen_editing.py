"""Correcting on the screen, key by key: what is logged, and what follows at the bottom at once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from props import HandClock, Shop, prefer, shop, train
from screen_tours import DAY_S
from stage import NARROW, Stage, on_stage

from backtui.domain.events import Rating
from backtui.domain.record import EntryRecord, SessionRecord
from backtui.store.errors import StoreError
from backtui.store.queries import events
from backtui.tui.app import PLACES
from backtui.tui.base import OpenErrand, Place
from backtui.tui.history.by_hand import ByHand
from backtui.tui.history.editor import SessionEditor
from backtui.tui.history.repetitions import Repetitions

Opened = tuple[Stage, bytes]


@pytest.fixture
def wiring() -> Shop:
    made = shop(HandClock())
    prefer(made, notice_seen=True)
    return made


@pytest.fixture
async def opened(wiring: Shop) -> AsyncIterator[Opened]:
    """The editor on the second of two sessions, whose doses would grow."""
    train(wiring)
    wiring.clock.sleep(2 * DAY_S)
    session = train(wiring)
    wiring.clock.sleep(DAY_S)
    async with on_stage(wiring) as stage:
        await show(stage, "session", session.hex())
        yield stage, session


async def show(stage: Stage, what: str, about: str) -> str:
    stage.app.screen.post_message(OpenErrand(what, about))
    return await stage.settle()


def record(stage: Stage, session: bytes) -> SessionRecord:
    found = stage.ask(lambda coach, _: coach.session(session))
    assert found is not None
    return found


def entry(opened: Opened, item: int = 0) -> EntryRecord:
    return record(*opened).entries[item]


@pytest.mark.thorough
async def test_a_rating_changes_what_comes_next_at_once_and_u_brings_it_back(opened: Opened) -> None:
    stage, _ = opened
    assert "Next 2 s × 3 ▲ repetitions 2 → 3" in await stage.settle()
    assert "Next 2 s × 2   Stays at 2 s × 2: it was hard last time" in await stage.press("3")
    assert entry(opened).rating is Rating.HARD
    assert "Next 2 s × 3 ▲" not in await stage.press("u")  # it says first what it did
    assert "Next 2 s × 3 ▲" in await stage.press("down", "up")
    assert stage.said() == ["Undone: rating of Pelvic tilt, Wed 4 Mar: hard."]
    assert "hard last time" in await stage.press("ctrl+r", "down", "up")
    assert "Next 2 s × 3 ▲" in await stage.press("0")
    assert entry(opened).rating is None
    await stage.press("1")
    assert entry(opened).rating is Rating.EASY
    await stage.press("2")
    assert entry(opened).rating is Rating.COMFORTABLE


@pytest.mark.thorough
async def test_pain_ease_and_dizziness_go_on_and_off(opened: Opened) -> None:
    stage, session = opened
    assert "pain last time" in await stage.press("x")
    assert entry(opened).pain
    assert "Next 2 s × 3 ▲" in await stage.press("x")
    assert "you did not hold all of it" in await stage.press("e")
    await stage.press("e")
    assert not entry(opened).eased
    assert "you were dizzy" in await stage.press("d")
    assert record(stage, session).dizzy
    assert "Next 2 s × 3 ▲" in await stage.press("d")


@pytest.mark.thorough
async def test_pain_before_and_after_is_given_changed_and_taken_away(opened: Opened) -> None:
    stage, session = opened
    assert "Pain before 3   after –" in await stage.press("p", "3", "enter")
    assert "pain was 3 before and 6 after" in await stage.press("P", "6", "enter")
    await stage.press("P", "enter", "4", "enter")
    assert (record(stage, session).pain_before, record(stage, session).pain_after) == (3, 4)
    assert "Pain before 3   after –" in await stage.press("P", "down", "enter")
    await stage.press("p", "escape", "P", "escape")
    assert record(stage, session).pain_before == 3


@pytest.mark.thorough
async def test_the_date_is_corrected_and_a_wrong_one_is_refused_in_a_sentence(opened: Opened) -> None:
    stage, session = opened
    await stage.press("t", *["backspace"] * 16)
    await stage.type("2026-03-03 18:30")
    assert "Tue 03 Mar 2026, 18:30" in await stage.press("enter")
    assert record(stage, session).started_at == datetime(2026, 3, 3, 18, 30, tzinfo=UTC)
    for wrong, said in (("someday", "is not a day or a time"), ("2027-01-01", "still to come")):
        await stage.press("t", *["backspace"] * 16)
        await stage.type(wrong)
        assert said in await stage.press("enter")
    assert record(stage, session).started_at == datetime(2026, 3, 3, 18, 30, tzinfo=UTC)
    assert "Wed 04 Mar 2026, 07:0" in await stage.press("u")


@pytest.mark.thorough
async def test_a_note_is_written_changed_deleted_and_erased(opened: Opened) -> None:
    stage, session = opened
    await stage.press("o")
    await stage.type("stiff [Left]")
    assert "Note  stiff [Left]" in await stage.press("enter")
    await stage.press("G", "enter", "enter")
    await stage.type(" again")
    assert "Note  stiff [Left] again" in await stage.press("enter")
    assert "Note  stiff" not in await stage.press("o", "down", "down", "enter")
    assert "Note  stiff [Left] again" in await stage.press("u")
    assert "not even undo" in await stage.press("o", "end", "enter")
    assert "Note  stiff" in await stage.press("enter")
    assert "Note  stiff" not in await stage.press("o", "end", "enter", "end", "enter")
    assert "Note  stiff" not in await stage.press("u")
    with stage.wiring.writing() as log:
        assert events.texts(log.store) == {}
        assert len(events.notes(log.store, session)) == 0


@pytest.mark.thorough
async def test_a_session_is_deleted_once_asked_and_comes_back(opened: Opened) -> None:
    stage, session = opened
    await stage.press("D", "enter")
    assert isinstance(stage.app.screen, SessionEditor)
    await stage.press("D", "end", "enter")
    assert isinstance(stage.app.screen, Place)
    assert stage.ask(lambda coach, _: coach.session(session)) is None
    await stage.press("u")
    assert "session of Wed 4 Mar" in stage.said()[-1]
    assert record(stage, session).entries


@pytest.mark.thorough
async def test_repetitions_are_corrected_with_arrows_digits_and_removed(opened: Opened) -> None:
    stage, _ = opened
    await stage.press("enter")
    assert isinstance(stage.app.screen, Repetitions)
    assert "short" in await stage.press("left")
    assert "you did not hold all of it" in await stage.settle()
    assert [rep.hold_s for rep in entry(opened).reps] == [1, 2]
    await stage.type("llll")
    assert [rep.hold_s for rep in entry(opened).reps] == [5, 2]
    assert "Seconds held" in await stage.press("j", "1")
    await stage.press("2", "enter")
    assert [rep.hold_s for rep in entry(opened).reps] == [5, 12]
    assert "not done" in await stage.press("backspace")
    assert len(entry(opened).reps) == 1
    await stage.press("down", "enter")
    assert [rep.hold_s for rep in entry(opened).reps] == [5, 2]
    assert "beyond the plan" in await stage.press("a")
    await stage.press("u", "g", "0", "enter", "f")
    assert [rep.hold_s for rep in entry(opened).reps] == [2, 2]
    await stage.press("escape", "j", "j", "enter", "right", "down", "left")
    assert entry(opened, 2).reps[0].holds_s == (3, 1)
    assert "short" in await stage.settle()


@pytest.mark.thorough
async def test_without_a_repetition_the_exercise_was_not_done(opened: Opened) -> None:
    stage, _ = opened
    await stage.press("enter", "backspace", "g", "down", "backspace")
    assert not entry(opened).performed
    assert "skipped" in await stage.press("escape")


async def test_undo_works_on_every_place_and_says_what_it_undid(opened: Opened) -> None:
    stage, session = opened
    await stage.press("3", "escape")
    for place in range(len(PLACES)):
        await stage.press(str(place + 1), "u")
        assert stage.said()[-1] == "Undone: rating of Pelvic tilt, Wed 4 Mar: hard."
        assert record(stage, session).entries[0].rating is None
        await stage.press("ctrl+r")
        assert stage.said()[-1] == "Redone: rating of Pelvic tilt, Wed 4 Mar: hard."
        assert record(stage, session).entries[0].rating is Rating.HARD
    await stage.press("ctrl+r")
    assert stage.said()[-1] == "There is nothing to redo."


@pytest.mark.thorough
async def test_today_shows_the_dose_that_undoing_brings(opened: Opened) -> None:
    stage, _ = opened
    await stage.press("3", "escape", "1")
    line = next(line for line in (await stage.settle()).split("\n") if "Pelvic tilt" in line)
    assert "2 s × 2" in line
    line = next(line for line in (await stage.press("u")).split("\n") if "Pelvic tilt" in line)
    assert "2 s × 3" in line


@pytest.mark.thorough
async def test_an_undo_that_takes_the_open_session_away_leaves_its_editor(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await show(stage, "by_hand", "2026-03-01")
        await stage.press("enter")
        session = stage.newest().id
        await show(stage, "session", session.hex())
        assert isinstance(stage.app.screen, SessionEditor)
        await stage.press("u")
        assert isinstance(stage.app.screen, Place)
        assert stage.said()[-1] == "Undone: session of Sun 1 Mar, 08:00, entered by hand."


async def test_a_session_done_away_is_entered_as_the_form_says(wiring: Shop) -> None:
    async with on_stage(wiring, NARROW) as stage:
        await show(stage, "by_hand", "2026-03-01")
        assert isinstance(stage.app.screen, ByHand)
        await stage.press("down", "left", "down", "enter", *["backspace"] * 5)
        await stage.type("18:15")
        await stage.press("enter", "down", "enter", "2", "5", "enter", "down", "enter", "end", "enter")
        await stage.press("down", "right", "right", "down", "right", "left", "down", "enter")
        await stage.type("at the hotel")
        await stage.press("enter", "down", "3", "down", "x", "down", "space")
        assert "left out" in await stage.settle()
        await stage.press("g", "enter")
        assert stage.said()[-1] == "Entered: session of Sat 28 Feb, 18:15; u takes it back."
        done = stage.newest()
        assert (done.started_at, done.ended_at) == (
            datetime(2026, 2, 28, 18, 15, tzinfo=UTC),
            datetime(2026, 2, 28, 18, 40, tzinfo=UTC),
        )
        assert (done.routine, done.pain_before, done.pain_after, done.by_hand) == ("short", 1, None, True)
        tilt, stretch, cat = done.entries
        assert (tilt.rating, stretch.pain, cat.performed) == (Rating.HARD, True, False)
        assert [each.text for each in stage.ask(lambda coach, _: coach.reading.notes(done.id))] == [
            "at the hotel"
        ]


@pytest.mark.thorough
async def test_a_note_of_the_form_can_be_cleared(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await show(stage, "by_hand", "2026-03-01")
        await stage.press(*["down"] * 7, "enter")
        await stage.type("odd")
        assert "odd" in await stage.press("enter")
        await stage.press("enter", *["backspace"] * 3)
        assert "odd" not in await stage.press("enter")
        await stage.press("g", "enter")
        assert stage.ask(lambda coach, _: coach.reading.notes(stage.newest().id)) == []


@pytest.mark.thorough
async def test_the_form_says_in_a_sentence_why_a_session_cannot_be(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await show(stage, "by_hand", "")
        await stage.press("down", "right", "g")
        assert "still to come" in await stage.press("enter")
        assert isinstance(stage.app.screen, ByHand)
        await stage.press("down", "left", "g", "enter")
        assert isinstance(stage.app.screen, Place)
        assert stage.newest().started_at == datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


@pytest.mark.thorough
async def test_deleting_from_a_place_asks_once(wiring: Shop) -> None:
    session = train(wiring)
    async with on_stage(wiring) as stage:
        assert "Delete this session?" in await show(stage, "delete", session.hex())
        await stage.press("escape")
        assert stage.newest().id == session
        await show(stage, "delete", session.hex())
        await stage.press("end", "enter")
        assert stage.said()[-1].startswith("Session of Mon 2 Mar, 07:00 deleted")
        assert stage.ask(lambda coach, _: coach.sessions()) == []


async def test_an_unconfirmed_session_is_confirmed_in_the_editor(wiring: Shop) -> None:
    session = train(wiring, alive=False)
    async with on_stage(wiring) as stage:
        assert "unconfirmed" in await show(stage, "session", session.hex())
        assert "unconfirmed" not in await stage.press("c")
        assert "unconfirmed" in await stage.press("u")


@pytest.mark.thorough
async def test_a_session_under_way_is_read_and_not_corrected(wiring: Shop) -> None:
    session = train(wiring, lambda running: running.state.own.reps)
    async with on_stage(wiring) as stage:
        await stage.press("escape")
        assert "Under way" in await show(stage, "session", session.hex())
        before = record(stage, session)
        for key in ("3", "x", "d", "c"):
            text = await stage.press(key)
            assert key == "c" or "That session is still open" in text
        await stage.press("enter")
        assert "still open" in await stage.press("backspace")
        await stage.press("escape", "D", "end")
        assert "still open" in await stage.press("enter")
        assert record(stage, session) == before


@pytest.mark.thorough
async def test_a_correction_is_shown_while_the_log_stands_still_and_taken_from_view_when_it_refuses(
    opened: Opened,
) -> None:
    stage, session = opened
    stage.log.stands_still = True
    assert "easy" in await stage.press("1")
    assert record(stage, session).entries[0].rating is None
    stage.log.go_on()
    await stage.see("Next 2 s × 3")
    assert record(stage, session).entries[0].rating is Rating.EASY
    stage.log.stands_still = True
    assert "hard" in await stage.press("3")
    stage.log.go_on(StoreError("The disk is full."))
    text = await stage.see("easy")
    assert "hard" not in text
    assert "The disk is full." in stage.said()

"""The errands of numbers, key by key: what each changes, whose it is, and what is refused."""

import pytest
from made_events import keys
from props import HandClock, Shop, aim, asked, prefer, shop, train
from stage import Stage, on_stage

from backtui.coach.answers import Prospect
from backtui.domain.exercise import Dose, Increment, Side
from backtui.domain.progression.ladder import Order
from backtui.store.queries import events
from backtui.tui.course import CourseView
from backtui.tui.dialogs import ReaderPage, Writing
from backtui.tui.keys import AIM
from backtui.tui.settings.targets import AllTargets, ExerciseTargets

LIFT = "pelvic-lift"


@pytest.fixture
def wiring() -> Shop:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    return wiring


def prospect(wiring: Shop, exercise: str = LIFT) -> Prospect:
    return asked(wiring, lambda coach, _: coach.prospect(exercise))


def set_before(wiring: Shop, **wish: object) -> None:
    """Set something a minute before all else."""
    aim(wiring, LIFT, **wish)
    wiring.clock.sleep(60)


async def opened(stage: Stage, exercise: str = "Pelvic lift") -> str:
    """The errand of that exercise, or of all of them."""
    await stage.press("4")
    await stage.find(exercise)
    text = await stage.press("enter")
    assert isinstance(stage.app.screen, ExerciseTargets | AllTargets)
    return text


def line_of(word: str, text: str) -> str:
    """The line of a screen that has a word."""
    return next(line for line in text.splitlines() if word in line)


@pytest.mark.thorough
async def test_every_number_follows_the_arrows_and_what_it_leads_to_follows_at_once(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        text = await opened(stage)
        assert "around 30 March" in text
        assert "Next time 3 s × 2" in await stage.press("right")
        await stage.press("down", "l", "plus")
        assert prospect(wiring).decision.dose == Dose(3, 4)
        await stage.press("left", "h", "minus")
        assert prospect(wiring).decision.dose == Dose(3, 1)
        await stage.press("down", "down", "right", "down", "left")
        assert prospect(wiring).prescription.target == Dose(6, 4)
        await stage.press("down", "left", "down", "right")
        assert prospect(wiring).prescription.ceiling == Dose(9, 11)
        before = await stage.press("down")
        assert "around" in before
        after = await stage.press("right")
        assert prospect(wiring).prescription.needed == 3
        assert next(line for line in before.splitlines() if "Forecast" in line) not in after


@pytest.mark.thorough
async def test_quick_presses_each_count(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        await stage.type("lllll")
    assert prospect(wiring).decision.dose == Dose(7, 2)


@pytest.mark.thorough
async def test_successes_go_from_one_to_five_and_back_to_what_holds_for_all(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        await stage.find("Sessions per step")
        await stage.press(*["right"] * 5)
        assert prospect(wiring).prescription.needed == 5
        await stage.press(*["left"] * 4)
        assert "as for all" not in line_of("Sessions per step", await stage.settle())
        assert prospect(wiring).prescription.needed == 1
        text = await stage.press("left")
        assert "as for all" in line_of("Sessions per step", text)
        assert prospect(wiring).prescription.needed == 2


@pytest.mark.thorough
async def test_sets_bring_their_rows_and_a_dose_is_typed_in_the_notation(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        text = await opened(stage)
        assert ("Rest between" in text, "Target sets" in text, "For the side" in text) == (False,) * 3
        await stage.find("Sets")
        await stage.press("enter", *["backspace"] * 12)
        await stage.type("10 s x 6-4-2, 20 s rest")
        text = await stage.press("enter")
        assert "6-4-2" in line_of("Repetitions", text)
        assert "20 s" in line_of("Rest between sets", text)
        mark = prospect(wiring).told[-1].mark.what
        assert mark.dose == Dose(10, 6, (4, 2), 20)
        await stage.find("Rest between")
        await stage.press("right")
        assert prospect(wiring).told[-1].mark.what.dose == Dose(10, 6, (4, 2), 21)


@pytest.mark.thorough
async def test_what_is_no_dose_is_refused_in_place(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        await stage.find("Sets")
        await stage.press("enter", *["backspace"] * 12)
        await stage.type("3 x 12")
        assert "A dose is written as 5 s × 5" in await stage.press("enter")
        assert not prospect(wiring).told


@pytest.mark.thorough
async def test_steps_are_set_and_a_side_has_a_dose_of_its_own(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage, "Leg reach")
        await stage.find("Step of the hold")
        await stage.press("right", "right")
        await stage.find("For the side")
        await stage.press("right")
        await stage.find("Hold", "up")
        while "▌ Hold" not in await stage.press("up"):
            pass
        await stage.press("right")
        text = await stage.press("G")
        assert "left: dose 3 s × 2" in text, text
    told = [each.mark.what for each in prospect(wiring, "leg-reach").told]
    assert told[1].step == Increment(hold_s=3)
    assert (told[-1].side, told[-1].dose) == (Side.LEFT, Dose(3, 2))


@pytest.mark.thorough
async def test_the_ladder_goes_round(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        await stage.find("Grows first")
        seen = []
        for _ in range(4):
            await stage.press("right")
            seen.append(prospect(wiring).prescription.order)
        assert seen == [Order.BALANCED, Order.HOLDS, Order.REPETITIONS, Order.BALANCED]
        assert prospect(wiring).told[-1].mark.what.ladder is None
        await stage.press("left")
        assert prospect(wiring).prescription.order is Order.REPETITIONS


@pytest.mark.thorough
async def test_lock_and_rest(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        await stage.find("Locked")
        assert "by me" in await stage.press("right")
        assert "by my provider" in await stage.press("right")
        lock = prospect(wiring).prescription.locked
        assert lock is not None
        assert lock.by == "provider"
        text = await stage.press("left")
        assert "locked by your provider at 2 s × 2; unlock it first." in text
        await stage.press("right")
        assert prospect(wiring).prescription.locked is None
        assert "Resting until you bring it back." in await stage.press("down", "enter")
        assert "Forecast" not in await stage.settle()
        await stage.press("enter")
        assert not prospect(wiring).prescription.set_aside


@pytest.mark.thorough
async def test_whose_numbers_they_are(wiring: Shop) -> None:
    set_before(wiring, locked=True, by="provider")
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        assert "locked by your provider" in await stage.press("right")
        assert prospect(wiring).decision.dose == Dose(2, 2)
        await stage.press("p", "right")
        assert prospect(wiring).decision.dose == Dose(3, 2)
        assert prospect(wiring).told[-1].mark.what.by == "provider"
        await stage.find("Set from now on by")
        assert "my provider" in await stage.settle()
        await stage.press("enter")
        assert "locked by your provider" in await stage.press("g", "right")


@pytest.mark.thorough
async def test_a_note_explains_what_was_set_and_can_be_read(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        assert "Set something first" in await stage.press("n")
        await stage.press("right", "n")
        assert isinstance(stage.app.screen, Writing)
        await stage.type("Anna says so")
        await stage.press("enter")
        assert prospect(wiring).told[0].notes == ("Anna says so",)
        await stage.press("right", "n", "escape")
        assert prospect(wiring).told[1].notes == ()
        assert "“Anna says so”" in await stage.press("G")
        await stage.press("enter")
        assert isinstance(stage.app.screen, ReaderPage)
        await stage.press("escape", "n")
        await stage.type("and Ben")
        await stage.press("enter")
        assert sorted(prospect(wiring).told[0].notes) == ["Anna says so", "and Ben"]
        await stage.press("n", "enter")
        assert len(prospect(wiring).told[0].notes) == 2


@pytest.mark.thorough
async def test_a_note_is_erased_for_good_once_that_is_sure(wiring: Shop) -> None:
    set_before(wiring, hold_s=3, note="a secret")
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        assert "There is no note here" in await stage.press("x")
        assert "a secret" in await stage.press("G")
        assert "Nothing brings it back" in await stage.press("x")
        assert "a secret" in await stage.press("escape")
        await stage.press("x", "down", "enter")
        assert "a secret" not in await stage.settle()
    assert prospect(wiring).told[0].notes == ()
    assert prospect(wiring).decision.dose == Dose(3, 2)


@pytest.mark.thorough
async def test_the_higher_target_is_there_to_be_taken(wiring: Shop) -> None:
    set_before(wiring, target_hold_s=2, target_reps=2)
    for _ in range(6):
        train(wiring, routine="standard")
        wiring.clock.sleep(2 * 86_400)
    async with on_stage(wiring, routine=None) as stage:
        assert "Take the higher target" in await opened(stage)
        await stage.press("g", "enter")
        assert prospect(wiring).prescription.target == Dose(2, 3)
        assert "Take the higher target" not in await stage.settle()


@pytest.mark.thorough
async def test_every_key_of_the_table_is_explained(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage)
        text = await stage.press("question_mark")
        assert all(key.help.split(":")[0] in text for key in AIM)


# All exercises


@pytest.mark.thorough
async def test_all_are_set_in_one_change(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage, "All exercises")
        await stage.press("right")
    marks = {key: prospect(wiring, key) for key in ("pelvic-tilt", "wall-slide")}
    assert {each.decision.dose for each in marks.values()} == {Dose(3, 2)}
    changes = asked(
        wiring, lambda coach, _: {keys(each)["change"] for each in events.changes(coach.reading.log, 13)}
    )
    assert len(changes) == 1


@pytest.mark.thorough
async def test_where_they_differ_a_number_is_asked_for(wiring: Shop) -> None:
    set_before(wiring, hold_s=5)
    async with on_stage(wiring, routine=None) as stage:
        assert "2 to 5 s" in await opened(stage, "All exercises")
        assert "2  s" in await stage.press("right")
        await stage.press("escape")
        assert prospect(wiring).decision.dose.hold_s == 5
        await stage.press("enter", "4", "enter")
    assert {prospect(wiring, key).decision.dose.hold_s for key in (LIFT, "pretzel")} == {4}


@pytest.mark.thorough
async def test_the_providers_lock_is_left_alone_and_named(wiring: Shop) -> None:
    set_before(wiring, locked=True, by="provider")
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage, "All exercises")
        assert "Left alone because your provider locked it: Pelvic lift." in await stage.press("right")
        await stage.press("down", "right")
        assert prospect(wiring).decision.dose == Dose(2, 2)
        await stage.find("Locked")
        assert "they differ" in await stage.settle()


@pytest.mark.thorough
async def test_an_exercise_opens_from_all_of_them_and_comes_back(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage, "All exercises")
        await stage.find("Pelvic lift")
        await stage.press("enter")
        assert isinstance(stage.app.screen, ExerciseTargets)
        await stage.press("right", "escape")
        assert isinstance(stage.app.screen, AllTargets)
        assert "2 to 3 s" in await stage.press("g")


@pytest.mark.thorough
async def test_a_note_for_all_is_read_with_each(wiring: Shop) -> None:
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage, "All exercises")
        assert "Set something first" in await stage.press("n")
        await stage.press("right", "n")
        await stage.type("leaflet")
        await stage.press("enter")
    assert prospect(wiring, "wall-slide").told[0].notes == ("leaflet",)
    assert prospect(wiring, LIFT).told[0].notes == ("leaflet",)


# How often


@pytest.mark.thorough
async def test_the_providers_frequency_is_not_changed_in_passing(wiring: Shop) -> None:
    asked(wiring, lambda _, diary: diary.aims.frequency(3, 1, "provider"))
    wiring.clock.sleep(60)
    async with on_stage(wiring, routine=None) as stage:
        await stage.press("4")
        await stage.find("Sessions a week")
        await stage.press("right")
        assert "Your provider set how often" in stage.said()[-1]
        assert asked(wiring, lambda coach, _: coach.preferences().goal) == 3
        await stage.find("How often, set by")
        await stage.press("right")
        await stage.find("Sessions a week", "up")
        await stage.press("right")
    preferences = asked(wiring, lambda coach, _: coach.preferences())
    assert (preferences.goal, preferences.frequency_by) == (4, "me")


@pytest.mark.thorough
async def test_beside_the_numbers_of_a_large_terminal_stands_the_course_that_they_make(wiring: Shop) -> None:
    train(wiring)
    async with on_stage(wiring, (120, 40), routine=None) as stage:
        await opened(stage, "Pelvic tilt")
        way = stage.app.screen.query_one(CourseView)
        assert way.display
        assert way._series
        assert way._series.ahead
        before = way._series.ahead.prescription.target
        await stage.find("Target hold")
        text = await stage.press("right")
        assert way._series.ahead.prescription.target.hold_s == before.hold_s + 1
        assert "─ target" in text
    async with on_stage(wiring, routine=None) as stage:
        await opened(stage, "Pelvic tilt")
        assert stage.app.screen.query_one(CourseView)._series is None

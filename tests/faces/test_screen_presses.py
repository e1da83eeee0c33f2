"""How many keys a job takes, pressed and counted; and the target that one key raises or lowers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from props import HandClock, Shop, aim, prefer, shop, train
from stage import Stage, on_stage

from backtui.coach.answers import Prospect
from backtui.domain.events import Rating
from backtui.domain.exercise import Dose
from backtui.tui.widgets.rows import Rows

LIFT = "pelvic-lift"
DAY_S = 86_400
MORE, LESS = "right_square_bracket", "left_square_bracket"


@pytest.fixture
def wiring() -> Shop:
    """A log with a session of yesterday, of three exercises."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    wiring.clock.sleep(DAY_S)
    return wiring


@pytest.fixture
async def stage(wiring: Shop) -> AsyncIterator[Stage]:
    """Today."""
    async with on_stage(wiring, routine=None) as stage:
        yield stage


def prospect(stage: Stage) -> Prospect:
    """What is set for the pelvic lift, and what follows from it."""
    return stage.ask(lambda coach, _: coach.prospect(LIFT))


def below(stage: Stage, name: str) -> int:
    """How many rows below the cursor a name stands."""
    rows = stage.app.screen.query_one(Rows)
    said = ["".join(text for text, _ in row.left) for row in rows.rows[rows.cursor :] if row.key]
    return next(place for place, text in enumerate(said) if name in text)


# Jobs: what to press from Today, k for so many times down, and at most how many keys that may be.


async def test_the_session_of_the_day_takes_three_keys(wiring: Shop) -> None:
    async with on_stage(wiring) as stage:
        await stage.press("enter")
        assert "Done" in await stage.to_end()
        await stage.press("enter", "q")
        assert not stage.app.is_running or stage.app._exit
    assert len(stage.ask(lambda coach, _: coach.sessions())) == 2


@pytest.mark.thorough
async def test_a_walk_takes_two_keys_and_the_answer_in_the_morning_one(stage: Stage) -> None:
    await stage.press("plus")
    assert stage.newest().morning == "better"
    await stage.press("a", "w")
    assert stage.ask(lambda coach, _: coach.today()).aerobic == 1


@pytest.mark.thorough
async def test_a_target_takes_one_key_beside_the_way_to_its_row(stage: Stage) -> None:
    before = prospect(stage).prescription.target
    down = below(stage, "Pelvic lift")
    keys = [*["down"] * down, MORE]
    await stage.press(*keys)
    assert prospect(stage).prescription.target != before
    assert len(keys) <= down + 2


@pytest.mark.thorough
async def test_the_progress_of_an_exercise_takes_five_keys(stage: Stage) -> None:
    text = await stage.press("ctrl+p", "d", "o", "u", "enter")
    assert "Double" in text.split("\n")[0]
    assert "Every change" in await stage.press("end")


@pytest.mark.thorough
async def test_the_provider_s_page_takes_four_keys(stage: Stage) -> None:
    await stage.press("ctrl+p", "r", "e", "enter")
    for _ in range(500):
        if stage.said():
            break
        await stage.pilot.pause(0.01)
    assert list(Path.home().glob("backtui-report-*.html"))


@pytest.mark.thorough
async def test_a_rating_of_the_last_session_takes_four_keys_beside_the_way_to_its_row(stage: Stage) -> None:
    await stage.press("3", "v", "enter")
    down = below(stage, "Cat and camel")
    keys = ["3", "v", "enter", *["down"] * down, "3"]
    await stage.press(*keys[3:])
    assert [entry.rating for entry in stage.newest().entries] == [None, None, Rating.HARD]
    assert len(keys) <= down + 4


# A target by one key


@pytest.mark.thorough
async def test_one_key_raises_a_target_by_its_ladder_and_says_so_until_the_cursor_goes(stage: Stage) -> None:
    await stage.find("Pelvic lift")
    assert "Pelvic lift now grows to 5 s × 6; until now it was 5 s × 5. u takes it back." in one_line(
        await stage.press(MORE)
    )
    assert "6 s × 6; until now it was 5 s × 6" in one_line(await stage.press(MORE))
    assert prospect(stage).prescription.target == Dose(6, 6)
    assert "now grows to 5 s × 6; until now it was 6 s × 6" in one_line(await stage.press(LESS))
    assert "now grows" not in one_line(await stage.press("down"))
    assert "now grows" not in one_line(await stage.press("up"))


@pytest.mark.thorough
async def test_undo_takes_a_target_back_and_what_was_said_of_it(stage: Stage) -> None:
    await stage.find("Pelvic lift")
    before = await stage.press(MORE, LESS)
    assert "now grows" in before
    text = await stage.press("u", "u")
    assert "now grows" not in text
    assert prospect(stage).prescription.target_at is None


@pytest.mark.thorough
async def test_the_library_s_rows_have_the_same_keys(stage: Stage) -> None:
    await stage.press("2")
    await stage.find("Pelvic lift")
    assert "now grows to 5 s × 6" in one_line(await stage.press(MORE))
    assert prospect(stage).prescription.target == Dose(5, 6)


@pytest.mark.thorough
async def test_a_target_follows_what_grows_first_and_by_how_much(stage: Stage, wiring: Shop) -> None:
    aim(wiring, LIFT, ladder="holds", step_hold_s=2)
    await stage.find("Pelvic lift")
    await stage.press(MORE)
    assert prospect(stage).prescription.target == Dose(7, 5)


@pytest.mark.parametrize(
    ("wish", "key", "said"),
    [
        ({"ceiling_hold_s": 5, "ceiling_reps": 5}, MORE, "is 5 s × 5, and it never goes above that"),
        ({"hold_s": 2, "locked": True}, MORE, "is locked at 2 s × 2"),
        ({"hold_s": 2, "locked": True}, LESS, "is locked at 2 s × 2"),
        ({"hold_s": 2, "locked": True, "by": "provider"}, MORE, "is locked at 2 s × 2"),
        ({"target_hold_s": 2, "target_reps": 2}, LESS, "is 2 s × 2, which is where it starts"),
    ],
    ids=["at its ceiling", "locked", "locked, down", "locked by the provider", "at its start"],
)
@pytest.mark.thorough
async def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    stage: Stage, wiring: Shop, wish: dict[str, object], key: str, said: str
) -> None:
    aim(wiring, LIFT, **wish)
    before = prospect(stage)
    await stage.find("Pelvic lift")
    text = one_line(await stage.press(key))
    assert said in text
    assert "takes it back" not in text
    assert prospect(stage).told == before.told


async def test_on_a_row_without_an_exercise_the_keys_do_nothing(stage: Stage) -> None:
    before = await stage.press("g")
    assert "That needs an exercise under the cursor." in await stage.press(MORE, LESS)
    assert await stage.press("g") == before


def one_line(text: str) -> str:
    """The screen's words with single blanks, however they are folded."""
    return " ".join(text.split())

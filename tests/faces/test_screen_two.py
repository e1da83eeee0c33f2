"""The full screen and a shell command on one log: each sees what the other did, and both keep theirs."""

from collections.abc import AsyncIterator

import pytest
from cli_room import backtui
from own_room import keep
from own_samples import HIP
from props import HandClock, Shop, asked, prefer, shop
from stage import Stage, on_stage


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """The plan of today."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        yield stage


async def look(stage: Stage) -> str:
    """The screen after it has looked whether another program has written."""
    stage.app.look_for_others()
    return await stage.settle()


async def test_what_a_command_sets_is_shown_at_the_next_look(stage: Stage) -> None:
    before = await stage.settle()
    assert backtui("set", "pelvic-tilt", "--hold", "7").code == 0
    assert await stage.settle() == before
    assert "7 s × 2" in await look(stage)


async def test_a_look_without_news_reads_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(stage.app, "refresh_place", lambda: read.append("again"))
    await look(stage)
    assert backtui("today").code == 0
    await look(stage)
    assert read == []
    assert backtui("set", "pelvic-tilt", "--hold", "7").code == 0
    await look(stage)
    await look(stage)
    assert read == ["again"]


async def test_both_write_and_neither_loses(stage: Stage) -> None:
    assert backtui("set", "pelvic-tilt", "--hold", "7").code == 0
    stage.ask(lambda _, diary: diary.prefer("goal", 4))
    assert backtui("set", "pelvic-tilt", "--reps", "6").code == 0
    await look(stage)
    dose = stage.ask(lambda coach, _: coach.decisions()["pelvic-tilt"].dose)
    assert (dose.hold_s, dose.reps) == (7, 6)
    assert stage.ask(lambda coach, _: coach.preferences().goal) == 4
    assert backtui("doctor").out.endswith("All is well.\n")


@pytest.fixture
async def library() -> AsyncIterator[Stage]:
    """The library with the cursor on an exercise of one's own that another program then removes."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    keep(wiring, HIP)
    async with on_stage(wiring) as stage:
        await stage.press("2")
        await stage.find("Hip circle")
        remove(wiring)
        yield stage


def remove(wiring: Shop) -> None:
    asked(wiring, lambda _, diary: diary.shelf.remove_exercise(HIP["id"]))


GONE = "Hip circle was removed."


@pytest.mark.parametrize("key", ["enter", "c", "e", "x", "w", "D", "i"])
@pytest.mark.thorough
async def test_a_key_about_an_exercise_that_is_gone_says_so_and_shows_what_is_there(
    library: Stage, key: str
) -> None:
    assert "Hip circle" not in (await library.press(key)).replace(GONE, "")
    assert library.said() == [GONE]


@pytest.mark.thorough
async def test_numbers_of_an_exercise_that_goes_meanwhile_say_so() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    keep(wiring, HIP)
    async with on_stage(wiring) as stage:
        await stage.press("2")
        await stage.find("Hip circle")
        assert "Target hold" in await stage.press("e")
        remove(wiring)
        assert GONE in await stage.press("p")
        assert GONE in await stage.press("right")
        assert "Library" in await stage.press("escape")

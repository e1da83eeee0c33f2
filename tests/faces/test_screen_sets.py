"""Sets on the full screen: each is told, and a note is kept about one exercise of one session."""

import json

import pytest
from cli_room import backtui
from props import HandClock, shop
from sets_tours import with_sets
from stage import on_stage


@pytest.mark.thorough
async def test_the_summary_tells_each_set_and_keeps_a_note_on_one_exercise() -> None:
    wiring = shop(HandClock())
    with_sets(wiring)
    async with on_stage(wiring, routine="mix") as stage:
        await stage.press("enter")
        while stage.state.step.rep < 9:  # two of the second set are done
            stage.phase_passes()
        await stage.press("n", "n")
        assert "6, 2, 0" in await stage.to_end()
        await stage.press("O")
        await stage.type("slower today")
        await stage.press("enter")
        await stage.see("slower today")
        (session,) = json.loads(backtui("history", "--json", at=stage.clock.now()).out)["sessions"]
        assert [each["set"] for each in session["entries"][0]["done"]] == [1] * 6 + [2] * 2
        said = stage.ask(
            lambda coach, _: coach.reading.log.ask(
                "select body_text(body) from event join event_kind on number = kind"
                " where name = 'note-written'"
            )
        )
    assert [json.loads(body)["item"] for (body,) in said] == [0]

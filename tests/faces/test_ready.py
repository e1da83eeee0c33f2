"""Ready programmes through the coach, the commands and the screen: read, copied in one choice, followed."""

import json
from typing import Any

import pytest
from cli_room import backtui
from props import HandClock, Shop, asked, prefer, shop
from stage import NARROW, VAST, WIDE, on_stage

from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.library import definitions
from backtui.coach.programmes import How, ready_programme, ready_programmes, sections
from backtui.coach.sessions import Diary
from backtui.domain.schedule import Scheduled

READY = ("nhs-starter", "mcgill-three", "press-ups", "flexion-set", "office-break")


@pytest.fixture
def wiring() -> Shop:
    return shop(HandClock())


def own(wiring: Shop, what: str) -> dict[str, Any]:
    return asked(wiring, lambda coach, _: dict(definitions(coach.reading, what)))


def copy(wiring: Shop, name: str, how: How = How.COPY) -> str:
    said = asked(wiring, lambda _, diary: diary.programmes.copy(name, how))
    wiring.clock.sleep(1)
    return " ".join(said)


def undo(wiring: Shop) -> str:
    said = asked(wiring, lambda _, diary: diary.edits.undo())
    wiring.clock.sleep(1)
    return said


def followed(wiring: Shop) -> str:
    return asked(wiring, lambda coach, _: coach.routine().id)


def test_a_copy_is_ones_own_and_one_undo_takes_all_of_it_back(wiring: Shop) -> None:
    said = copy(wiring, "mcgill-three", How.USE)
    assert said.startswith("The McGill three: 2 routines and 4 exercises are yours now. Sessions follow it")
    assert set(own(wiring, "exercise")) == {"curl-up", "side-bridge", "side-plank", "bird-dog"}
    assert set(own(wiring, "routine")) == {"mcgill-three", "mcgill-three-long"}
    assert followed(wiring) == "mcgill-three"
    assert undo(wiring).startswith("Undone: routine “McGill three, 6-4-2” saved; ")
    assert own(wiring, "exercise") == own(wiring, "routine") == {}
    assert followed(wiring) == "standard"
    assert asked(wiring, lambda _, diary: diary.edits.redo()).startswith("Redone: ")
    assert followed(wiring) == "mcgill-three"


def test_it_can_be_scheduled_and_one_undo_takes_that_back_too(wiring: Shop) -> None:
    asked(wiring, lambda _, diary: diary.weeks.put(Scheduled(("stretches",), on=("sun",))))
    wiring.clock.sleep(1)
    said = copy(wiring, "press-ups", How.SCHEDULE)
    assert said.endswith(
        "Sessions follow it from now on. Scheduled: Press-ups, long, every day, at 08:00; "
        "Press-ups, short, every day, at 11:00, 14:00, 17:00 and 20:00."
    )

    def lines(coach: Coach, _: Diary) -> list[tuple[str, ...]]:
        return [each.routines for each in coach.preferences().schedule.lines]

    assert asked(wiring, lines) == [("stretches",), ("press-ups",), ("press-ups-short",)]
    copy(wiring, "press-ups", How.SCHEDULE)
    assert asked(wiring, lines) == [("stretches",), ("press-ups",), ("press-ups-short",)]
    undo(wiring)
    assert asked(wiring, lines) == [("stretches",)]
    assert own(wiring, "routine") == {}


def test_a_day_that_would_have_too_many_is_refused_and_nothing_is_copied(wiring: Shop) -> None:
    copy(wiring, "press-ups", How.SCHEDULE)
    with pytest.raises(WrongUseError, match="A day would have up to 8 sessions; it has 6 at most"):
        copy(wiring, "nhs-starter", How.SCHEDULE)
    assert "nhs-starter" not in own(wiring, "routine")


def test_a_second_copy_writes_nothing(wiring: Shop) -> None:
    copy(wiring, "press-ups")
    before = asked(wiring, lambda coach, _: coach.version())
    assert copy(wiring, "Press-ups, after McKenzie").startswith(
        "Press-ups, after McKenzie is yours. Suggested: "
    )
    assert asked(wiring, lambda coach, _: coach.version()) == before


def test_what_two_programmes_share_is_kept(wiring: Shop) -> None:
    copy(wiring, "nhs-starter")
    said = copy(wiring, "press-ups")
    assert "2 routines and 2 exercises are yours now." in said
    assert "You already had Propped on the elbows." in said
    assert "prone-on-elbows-2" not in own(wiring, "exercise")


def test_nothing_of_ones_own_is_overwritten(wiring: Shop) -> None:
    copy(wiring, "mcgill-three")
    mine = {**own(wiring, "exercise")["bird-dog"], "hint": "As my physiotherapist showed me."}
    asked(wiring, lambda _, diary: diary.shelf.save_exercise(mine))
    wiring.clock.sleep(1)
    said = copy(wiring, "mcgill-three")
    numbered = "Bird-dog 2, McGill three, 6-4-2 2 and McGill three, 8-6-4 2"
    assert f"That name is taken, so yours is called {numbered}." in said
    saved = own(wiring, "exercise")
    assert saved["bird-dog"] == mine
    hint = "Think of a cup of tea on your low back that must not spill."
    assert saved["bird-dog-2"] == {**mine, "id": "bird-dog-2", "name": "Bird-dog 2", "hint": hint}
    routines = own(wiring, "routine")
    assert [item["exercise"] for item in routines["mcgill-three-2"]["items"]][-1] == "bird-dog-2"
    assert [item["exercise"] for item in routines["mcgill-three"]["items"]][-1] == "bird-dog"


def test_a_name_that_something_else_has_gets_a_number(wiring: Shop) -> None:
    copy(wiring, "office-break")
    mine = {**own(wiring, "exercise")["sit-tall"], "id": "curl", "name": "Curl-up", "figure": "curl-up"}
    asked(wiring, lambda _, diary: diary.shelf.save_exercise(mine))
    wiring.clock.sleep(1)
    copy(wiring, "mcgill-three")
    assert own(wiring, "exercise")["curl-up-2"]["name"] == "Curl-up 2"
    assert own(wiring, "exercise")["curl"] == mine
    assert copy(wiring, "mcgill-three").startswith("The McGill three is yours.")


def test_what_was_noted_leaves_exercises_out_and_says_so(wiring: Shop) -> None:
    asked(wiring, lambda _, diary: diary.shelf.note_cautions(["osteoporosis"]))
    ready = asked(wiring, lambda coach, _: ready_programme(coach, "nhs-starter"))
    assert set(ready.left_out) == {"knee-rolls", "prone-on-elbows", "heel-sit", "back-arch"}
    assert dict(sections(ready))["Left out for you"] == [
        "Knee rolls, Propped on the elbows, Heel sit and Back arch: You noted osteoporosis or a past "
        "fracture in the spine; ask your provider whether and how to do it."
    ]
    free = asked(wiring, lambda coach, _: ready_programme(coach, "office-break"))
    assert set(free.left_out) == {"seated-rotation", "back-arch"}


def test_each_fits_what_it_promises(wiring: Shop) -> None:
    minutes = {
        each.programme.id: [round(plan.total_s / 60, 1) for _, plan in each.plans]
        for each in asked(wiring, lambda coach, _: ready_programmes(coach))
    }
    assert tuple(minutes) == READY
    assert max(minutes["office-break"]) <= 3.2
    assert max(minutes["nhs-starter"]) <= 10
    assert max(map(max, minutes.values())) <= 35


def told(*words: str) -> Any:
    answer = backtui(*words, "--json")
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


@pytest.mark.thorough
def test_the_commands_list_read_copy_and_follow() -> None:
    listed = backtui("programmes")
    assert (listed.code, listed.err) == (0, "")
    assert [line.split()[0] for line in listed.out.splitlines()] == list(READY)
    page = backtui("programmes", "mcgill-three").out
    for heading in ("For whom", "McGill three, 6-4-2, ", "How often", "Take care", "Source"):
        assert f"\n{heading}" in page
    assert "It informs and never diagnoses" in page
    assert "yours" not in backtui("programmes").out
    assert "Sessions follow it from now on." in backtui("programmes", "mcgill-three", "--use").out
    assert told("plan")["routine"] == "mcgill-three"
    assert "in use, yours" in backtui("programmes").out
    assert 'exercise = "curl-up"' in backtui("show", "mcgill-three", "--toml").out
    assert backtui("undo").code == 0
    assert told("plan")["routine"] == "standard"


def test_the_document_has_what_the_page_says() -> None:
    document = told("programmes")
    assert document["schema"] == 1
    assert [each["id"] for each in document["programmes"]] == list(READY)
    [one] = told("programmes", "press-ups", "--copy")["programmes"]
    assert one["yours"] is True
    assert one["in_use"] is False
    assert [each["routine"] for each in one["routines"]] == ["press-ups", "press-ups-short"]
    assert {each["id"] for each in one["exercises"]} == {"prone-lying", "prone-on-elbows", "press-up"}


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("programmes yoga", 2, "There is no programme 'yoga'; try one of: nhs-starter, mcgill-three, "),
        ("programmes --copy", 2, "Say which programme; `backtui programmes` lists them; "),
        ("programmes yoga --use", 2, "There is no programme 'yoga'"),
    ],
)
def test_wrong_use_is_one_sentence(line: str, code: int, says: str) -> None:
    answer = backtui(*line.split())
    assert (answer.code, answer.out) == (code, "")
    assert says in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("size", [WIDE, NARROW, VAST])
async def test_the_library_lists_reads_copies_and_follows(size: tuple[int, int]) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, size, routine=None) as stage:
        text = await stage.press("2", "m")
        assert "Ready programmes" in text
        await stage.press("down", "enter")
        text = await stage.press("c")
        assert "yours" in text
        assert "in use" not in text
        assert "in use, yours" in await stage.press("f")
        wiring.clock.sleep(1)
        await stage.press("s")
        assert "Press-ups" in await stage.press("down")
        await stage.press("enter", "escape", "escape", "1")
        assert "Curl-up" in await stage.settle()
    assert followed(wiring) == "mcgill-three"
    schedule = asked(wiring, lambda coach, _: coach.preferences().schedule)
    assert schedule.routines == ("mcgill-three",)

"""The book of content: what is of one's own is there at once, also when another program changed it."""

from pathlib import Path

import pytest
from made_events import keys
from own_room import keep
from own_samples import HIP, MORNING, hip
from props import HandClock, Shop, asked, shop

from backtui.coach.errors import WrongUseError
from backtui.content.load import ContentError
from backtui.store.queries import events


@pytest.fixture
def wiring() -> Shop:
    return shop(HandClock())


def test_what_is_saved_is_there_for_the_next_question_of_every_coach(wiring: Shop) -> None:
    with wiring.writing() as opened, shop(HandClock()).writing() as elsewhere:
        assert "hip-circle" not in elsewhere.ask(lambda coach: coach.content).exercises
        opened.diary.shelf.save_exercise(HIP)
        assert opened.ask(lambda coach: coach.content).exercises["hip-circle"].own
        assert elsewhere.ask(lambda coach: coach.content).exercises["hip-circle"].name == "Hip circle"
        assert "hip-circle" in elsewhere.ask(lambda coach: coach.decisions())
        opened.diary.shelf.save_exercise(hip(name="Hip wheel"))
        assert elsewhere.ask(lambda coach: coach.content).exercises["hip-circle"].name == "Hip wheel"
        opened.diary.shelf.remove_exercise("hip-circle")
        assert "hip-circle" not in elsewhere.ask(lambda coach: coach.content).exercises
        assert elsewhere.ask(lambda coach: coach.content).name_of("hip-circle") == "Hip wheel"


def test_content_is_read_once_while_nothing_changes(wiring: Shop) -> None:
    keep(wiring, HIP)
    with wiring.writing() as opened:
        assert opened.ask(lambda coach: coach.content) is opened.ask(lambda coach: coach.content)
        opened.diary.prefer("minutes", 20)
        before = opened.ask(lambda coach: coach.content)
        assert opened.ask(lambda coach: coach.content) is before


def test_without_anything_of_ones_own_the_content_is_what_is_shipped(wiring: Shop) -> None:
    with wiring.writing() as opened:
        assert opened.ask(lambda coach: coach.content) is wiring.content
    with wiring.reading() as coach:
        assert coach.content is wiring.content


def test_a_void_brings_an_exercise_back_or_takes_it_away(wiring: Shop) -> None:
    keep(wiring, HIP)
    with wiring.writing() as opened:
        removed = opened.diary.shelf.remove_exercise("hip-circle")
        assert removed.id == "hip-circle"
        [event] = [each for each in events.every(opened.store) if each.kind == "exercise-removed"]
        opened.diary.reopen([event.id])
        assert "hip-circle" in opened.ask(lambda coach: coach.content).exercises


def test_a_definition_is_refused_before_it_is_written(wiring: Shop) -> None:
    with wiring.writing() as opened:
        before = events.count(opened.store)
        with pytest.raises(ContentError):
            opened.diary.shelf.save_exercise(hip(kind="x"))
        with pytest.raises(ContentError):
            opened.diary.shelf.save_routine(MORNING)
        for wrong in ("gout", ""):
            with pytest.raises(WrongUseError):
                opened.diary.shelf.note_cautions([wrong])
        with pytest.raises(WrongUseError):
            opened.diary.shelf.include("pretzel", priority="urgent")
        with pytest.raises(WrongUseError):
            opened.diary.shelf.include("pretzel")
        with pytest.raises(WrongUseError):
            opened.diary.shelf.remove_routine("standard")
        assert events.count(opened.store) == before


def test_who_says_what_is_logged(wiring: Shop) -> None:
    with wiring.writing() as opened:
        opened.diary.shelf.include("pretzel", allowed=True)
        opened.diary.shelf.include("pretzel", priority="low")
        said = [keys(each) for each in events.every(opened.store) if each.kind == "target-set"]
    assert [body["by"] for body in said] == ["provider", "me"]


def test_the_log_is_rebuilt_to_the_same(wiring: Shop, tmp_path: Path) -> None:
    del tmp_path
    keep(wiring, HIP)
    keep(wiring, MORNING)
    asked(wiring, lambda _, diary: diary.shelf.include("pretzel", allowed=True, priority="low"))
    with wiring.writing() as opened:
        before = opened.ask(lambda coach: coach.content), opened.ask(lambda coach: coach.included())
        opened.store.rebuild()
        assert opened.ask(lambda coach: coach.content).exercises == before[0].exercises
        assert opened.ask(lambda coach: coach.content).routines == before[0].routines
        assert opened.ask(lambda coach: coach.included()) == before[1]

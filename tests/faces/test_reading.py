"""What a question costs: each part of the log read once, all in one transaction; a command opens it once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cli_room import MONDAY, backtui
from own_samples import HIP
from props import HandClock, Shop, aim, prefer, shop, train

from backtui.cli.context import Wiring
from backtui.coach.coach import Coach
from backtui.coach.history import sought
from backtui.coach.reading import Reading
from backtui.domain.history_filter import SoughtError
from backtui.store.connection import connect
from backtui.store.reader import NothingLogged
from backtui.store.store import Store

PLAN, TODAY = 11, 13  # selects
DAY_S = 24 * 3600.0


@pytest.fixture
def wiring() -> Shop:
    """A log with sessions, one of them unconfirmed and yesterday, targets, own exercises, pain and a walk."""
    made = shop(HandClock())
    with made.writing() as opened:
        opened.diary.shelf.save_exercise(HIP)
    aim(made, "pelvic-lift", target_hold_s=8)
    prefer(made, goal=4)
    for alive in (True, True, False):
        train(made, alive=alive)
        with made.writing() as opened:
            opened.diary.days.activity("walking", 30)
            opened.diary.days.pain(3)
        made.clock.sleep(DAY_S)
    return made


def cost(store: Store, ask: Callable[[], object]) -> tuple[int, int]:
    """How many selects a question takes, and how many transactions."""
    said: list[str] = []
    store.conn.set_trace_callback(said.append)
    try:
        ask()
    finally:
        store.conn.set_trace_callback(None)
    words = [each.split()[0].lower() for each in said]
    return words.count("select") + words.count("with"), words.count("begin")


def agenda(coach: Coach) -> tuple[Any, ...]:
    """What the place Today asks."""
    return coach.today(), coach.plan(), coach.unconfirmed(), coach.asks()


@pytest.mark.parametrize(
    ("question", "most"),
    [
        (Coach.plan, PLAN),
        (agenda, TODAY),
        (lambda coach: (coach.today(), coach.open_session(), coach.asks(), coach.done_today()), TODAY),
    ],
)
def test_a_question_reads_each_part_once_and_in_one_transaction(
    wiring: Shop, question: Callable[[Coach], Any], most: int
) -> None:
    with wiring.writing() as opened:
        assert all(opened.ask(agenda))
        fresh = shop(wiring.clock).diary(opened.store).log
        selects, transactions = cost(opened.store, lambda: fresh.ask(question))
    assert selects <= most
    assert transactions == 1


def test_no_answer_grows_with_the_number_of_exercises(wiring: Shop) -> None:
    with wiring.writing() as opened:
        before = cost(opened.store, lambda: opened.ask(Coach.decisions))
        for number in range(5):
            opened.diary.shelf.save_exercise({**HIP, "id": f"hip-{number}", "name": f"Hip {number}"})
        opened.ask(lambda coach: coach.content)
        assert cost(opened.store, lambda: opened.ask(Coach.decisions)) == before


def test_a_reading_is_of_one_state_whatever_others_write(wiring: Shop) -> None:
    with wiring.writing() as opened, opened.diary.log.question() as coach:
        goal = coach.preferences().goal
        other = connect(wiring.database, "rw", 0)
        with pytest.raises(Exception, match="locked"):
            other.execute("delete from setting")
        other.close()
        assert (coach.preferences().goal, coach.plan().items != ()) == (goal, True)


def test_what_a_question_refuses_is_no_damage_of_the_log(wiring: Shop) -> None:
    with wiring.writing() as opened:
        with pytest.raises(SoughtError), opened.diary.log.question() as coach:
            sought(coach, "no such word")
        opened.diary.prefer("minutes", 40)


def test_after_a_write_another_question_has_to_be_asked(wiring: Shop) -> None:
    with wiring.writing() as opened, opened.diary.log.question() as coach:
        assert coach.preferences().minutes != 40
        opened.diary.prefer("minutes", 40)
        for question in (Coach.preferences, Coach.plan, Coach.today):
            with pytest.raises(RuntimeError, match="ask again"):
                question(coach)
        assert opened.ask(Coach.preferences).minutes == 40


def test_where_nothing_was_logged_every_part_is_empty() -> None:
    reading = Reading(NothingLogged())
    parts = (reading.appearances, reading.last_done, reading.adjustments, reading.declines, reading.flares)
    assert not any(parts)
    assert not any((reading.own, reading.exercises_ever_saved, reading.open_session, reading.session(b"")))
    with shop(HandClock()).reading() as coach:
        assert coach.plan().items
        assert (coach.today().last, coach.usual(), coach.sessions()) == (None, [], [])


@pytest.mark.parametrize(
    "words",
    [
        ("set", "pelvic-lift", "--hold", "4"),
        ("set", "pelvic-lift", "--hold", "4", "--json"),
        ("set", "all", "--needed", "3", "--json"),
        ("set", "frequency", "--per-week", "3"),
        ("log", "pain", "3"),
        ("log", "aerobic", "walking", "--minutes", "20"),
        ("log", "session"),
        ("edit", "last", "--rating", "hard"),
        ("include", "pretzel", "--off"),
        ("routines", "--use", "standard"),
        ("cautions", "knee"),
        ("undo",),
    ],
)
def test_a_command_that_changes_the_log_opens_it_once(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    assert backtui("log", "session", at=MONDAY).code == 0
    opens: list[object] = []
    real = Wiring.open_store

    def counted(self: Wiring, *args: Any, **options: Any) -> Store:
        opens.append(args)
        return real(self, *args, **options)

    monkeypatch.setattr(Wiring, "open_store", counted)
    found = backtui(*words, at=MONDAY + timedelta(hours=2))
    assert (found.code, found.err) == (0, "")
    assert len(opens) == 1

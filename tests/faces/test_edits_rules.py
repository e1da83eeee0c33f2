"""Every rule of progression is reached by correcting the log; the next dose follows with its reason."""

from collections.abc import Callable, Iterator
from datetime import date, time

import msgspec
import pytest
from corrected import Room, room
from made_events import keys
from open_logs import begun_in, writing

from backtui.coach.answers import TargetRequest
from backtui.domain.events import Rating
from backtui.domain.exercise import Dose
from backtui.store.queries import events as event_queries

TILT = "pelvic-tilt"
Do = Callable[[Room, list[bytes]], object]


@pytest.fixture
def log() -> Iterator[Room]:
    with room() as one:
        yield one
        one.check()


def corrected(*corrections: object, of: int = -1) -> Do:
    """Correct the newest session, or another one."""
    return lambda log, sessions: log.diary.edits.correct(sessions[of], *corrections)  # type: ignore[arg-type]


def rated(rating: Rating | None, of: int = -1) -> Do:
    return corrected(lambda draft: draft.rate(TILT, rating), of=of)


def moved(day: date | None, at: time | None = None, of: int = -1) -> Do:
    def move(log: Room, sessions: list[bytes]) -> None:
        edits = log.diary.edits
        edits.correct(sessions[of], edits.moved(sessions[of], day, at))

    return move


def both(*steps: Do) -> Do:
    return lambda log, sessions: [step(log, sessions) for step in steps]


class Case(msgspec.Struct, frozen=True):
    """Sessions on these days, what is corrected, and the decision before and after it."""

    rule: str
    days: tuple[int, ...]
    do: Do
    before: tuple[str, Dose]
    after: tuple[str, Dose, str]


REST = "Resting: pain twice in a row; ask your provider before you bring it back."
HARD = "Stays at 2 s × 2: it was hard last time; two more comfortable sessions to 2 s × 3."
HURT = corrected(lambda draft: draft.hurt(0, True))
SAME, UP = ("same", Dose(2, 2)), ("up", Dose(2, 3))
CASES = [
    Case("success", (0, 2), rated(Rating.COMFORTABLE), UP,
         ("up", Dose(2, 3), "repetitions 2 → 3: 2 of 2 held, comfortable two sessions in a row.")),
    Case("easy", (0,), rated(Rating.EASY), SAME, ("up", Dose(2, 3), "repetitions 2 → 3: 2 of 2 held, easy.")),
    Case("hard", (0, 2), rated(Rating.HARD), UP,
         ("hard", Dose(2, 2), HARD)),
    Case("miss", (0, 2), corrected(lambda draft: draft.hold(0, 1, [1])), UP,
         ("miss", Dose(2, 2), "Stays at 2 s × 2: you did not hold all of it last time; two more comfortable"
                              " sessions to 2 s × 3.")),
    Case("eased off", (0, 2), corrected(lambda draft: draft.ease(0, True)), UP,
         ("miss", Dose(2, 2), "Stays at 2 s × 2: you did not hold all of it last time; two more comfortable"
                              " sessions to 2 s × 3.")),
    Case("two misses", (0, 2, 4, 6),
         both(corrected(lambda draft: draft.remove(0, 0), of=2), corrected(lambda draft: draft.remove(0, 0))),
         ("up", Dose(3, 3)),
         ("miss", Dose(2, 2), "repetitions 3 → 2: you did not hold all of it on 6 Mar and 8 Mar.")),
    Case("pain", (0, 2, 4), corrected(lambda draft: draft.hurt(0, True)), ("same", Dose(2, 3)),
         ("pain", Dose(2, 2), "repetitions 3 → 2: pain last time.")),
    Case("no pain after all", (0, 2),
         both(corrected(lambda draft: draft.hurt(0, True)), corrected(lambda draft: draft.hurt(0, False))),
         UP, ("up", Dose(2, 3), "repetitions 2 → 3: 2 of 2 held, comfortable two sessions in a row.")),
    Case("resting", (0, 2),
         both(corrected(lambda draft: draft.hurt(0, True), of=0), HURT),
         UP, ("resting", Dose(2, 2), REST)),
    Case("dizzy", (0, 2), corrected(lambda draft: draft.dizzy(True)), UP,
         ("same", Dose(2, 2), "Stays at 2 s × 2: you were dizzy; two more comfortable sessions to 2 s × 3.")),
    Case("flare", (0, 2), corrected(lambda draft: draft.pain("after", 6)), UP,
         ("flare", Dose(2, 2), "Stays at 2 s × 2: pain was 6 after a session; two more comfortable sessions"
                               " to 2 s × 3.")),
    Case("relief", (0, 2),
         corrected(lambda draft: draft.pain("before", 9), lambda draft: draft.pain("after", 7)), UP,
         ("up", Dose(2, 3), "repetitions 2 → 3: 2 of 2 held, comfortable two sessions in a row.")),
    Case("flare by a rise", (0, 2),
         corrected(lambda draft: draft.pain("before", 1), lambda draft: draft.pain("after", 3)), UP,
         ("flare", Dose(2, 2), "Stays at 2 s × 2: pain was 1 before and 3 after a session; two more"
                               " comfortable sessions to 2 s × 3.")),
    Case("no flare after all", (0, 2),
         both(corrected(lambda draft: draft.pain("after", 6)),
              corrected(lambda draft: draft.pain("after", None))),
         UP, ("up", Dose(2, 3), "repetitions 2 → 3: 2 of 2 held, comfortable two sessions in a row.")),
    Case("climbing back", (30, 32, 34), moved(date(2026, 3, 10)), ("same", Dose(2, 3)),
         ("up", Dose(2, 3), "repetitions 2 → 3: 2 of 2 held, comfortable, on the way back to your earlier"
                            " dose.")),
    Case("daily", (0, 2), moved(date(2026, 3, 2), time(12)), UP,
         ("same", Dose(2, 2), "Stays at 2 s × 2: the second time in a day does not count; one more"
                              " comfortable session to 2 s × 3.")),
    Case("untouched", (0, 2),
         corrected(lambda draft: draft.remove(0, 0), lambda draft: draft.remove(0, 0)), UP,
         ("same", Dose(2, 2), "Stays at 2 s × 2: one more comfortable session to 2 s × 3.")),
    Case("out of order", (0, 2, 4), rated(Rating.EASY, of=0), ("same", Dose(2, 3)),
         ("same", Dose(2, 3), "Stays at 2 s × 3: one more comfortable session to 3 s × 3.")),
    Case("deleted", (0, 2), lambda log, sessions: log.diary.edits.delete(sessions[-1]), UP,
         ("same", Dose(2, 2), "Stays at 2 s × 2: one more comfortable session to 2 s × 3.")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_correction_reaches_the_rule_and_undoing_it_the_one_before(log: Room, case: Case) -> None:
    sessions = [log.enter(day) for day in case.days]
    log.on_day(max(case.days), 13)
    before = log.next()
    assert (before.rule, before.dose) == case.before
    made = len(event_queries.changes(log.store, 10_000))
    case.do(log, sessions)
    after = log.next()
    assert (after.rule, after.dose, after.why) == case.after
    log.check()
    marks = {keys(event)["change"] for event in event_queries.changes(log.store, 10_000)[made:]}
    for _ in marks:
        log.undo()
    assert log.next() == before
    for _ in marks:
        log.redo()
    assert log.next() == after


def test_return_is_reached_by_moving_the_newest_session_back(log: Room) -> None:
    for day in (0, 2, 4):
        log.enter(day)
    newest = log.enter(20)
    log.on_day(20)
    before = log.next()
    assert before.rule == "up"
    edits = log.diary.edits
    edits.correct(newest, edits.moved(newest, date(2026, 3, 5), None))
    decision = log.next()
    assert (decision.rule, decision.dose) == ("return", Dose(2, 2))
    assert decision.why == "repetitions 3 → 2: 16 days since the last time."
    log.undo()
    assert log.next() == before


def test_cut_short_is_neither_a_success_nor_a_miss(log: Room) -> None:
    from cli_room import TICK_S

    from backtui.coach.running import Running
    from backtui.domain.session.state import Press

    log.enter(0)
    log.on_day(2)
    seed = begun_in(log.diary, log.ask(lambda coach: coach.plan(20, "short")), "plain")
    running = Running(seed.session, seed.script, log.clock, writing(log.store))
    while not running.state.own.reps:
        log.clock.advance(min(TICK_S, max(0.0, running.state.due - log.clock.monotonic())))
        running.send(Press.TICK)
    running.send(Press.STOP)
    cut = log.next()
    assert (cut.rule, cut.why) == (
        "cut short",
        "Stays at 2 s × 2: it was cut short last time; one more comfortable session to 2 s × 3.",
    )
    log.diary.edits.correct(seed.session, lambda draft: draft.complete(0))
    assert log.next().rule == "up"
    log.undo()
    assert log.next() == cut


def test_an_override_holds_whatever_is_corrected_behind_it(log: Room) -> None:
    session = log.enter(0)
    log.on_day(1)
    log.diary.aims.set(TILT, TargetRequest(hold_s=4, reps=4))
    before = log.next()
    assert (before.rule, before.dose) == ("override", Dose(4, 4))
    for rating in (Rating.HARD, Rating.EASY, None):
        log.diary.edits.correct(session, lambda draft: draft.rate(TILT, rating))  # noqa: B023 asked at once
        assert log.next() == before
    for _ in range(3):
        log.undo()
    assert log.undo() == "Undone: Pelvic tilt: dose 4 s × 4."
    assert log.next().rule == "same"


def test_a_decline_that_is_undone_grows_again(log: Room) -> None:
    log.enter(0)
    session = log.enter(2)
    log.diary.decline(session, TILT)
    declined = log.next()
    assert (declined.rule, declined.why) == (
        "declined",
        "Stays at 2 s × 2: you said not yet; two more comfortable sessions to 2 s × 3.",
    )
    assert log.undo() == "Undone: “not yet” to Pelvic tilt."
    assert (log.next().rule, log.next().dose) == ("up", Dose(2, 3))
    assert log.redo() == "Redone: “not yet” to Pelvic tilt."
    assert log.next() == declined


def test_at_target_is_reached_and_left_by_a_rating(log: Room) -> None:
    log.enter(0)
    log.on_day(0, 9)
    log.diary.aims.set(TILT, TargetRequest(target_hold_s=2, target_reps=3))
    session = log.enter(2)
    assert log.next().rule == "up"
    log.enter(4)
    last = log.next()
    assert (last.rule, last.dose) == ("at-target", Dose(2, 3))
    log.diary.edits.correct(session, lambda draft: draft.rate(TILT, Rating.HARD))
    assert log.next().rule == "at-target"
    log.diary.edits.delete(log.ask(lambda coach: coach.sessions(limit=1))[0].id)
    assert log.next().rule == "hard"


def test_the_ledger_keeps_what_was_prescribed_then(log: Room) -> None:
    sessions = [log.enter(day) for day in (0, 2, 4, 6)]
    before = log.ask(lambda coach: coach.why(TILT)).changes
    log.diary.edits.correct(sessions[0], lambda draft: draft.rate(TILT, Rating.HARD))
    assert log.ask(lambda coach: coach.why(TILT)).changes == before
    log.diary.edits.delete(sessions[2])
    assert [change.after for change in log.ask(lambda coach: coach.why(TILT)).changes] == [
        Dose(2, 2),
        Dose(2, 3),
    ]
    assert log.entry(sessions[3]).prescribed == Dose(2, 3)

"""What is set changes the decisions of real sessions as the rules say, and is taken back whole."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from cli_room import backtui, train, wiring
from made_events import event, keys
from props import HandClock

from backtui.coach.answers import TargetRequest
from backtui.coach.write import as_change
from backtui.domain.exercise import Dose
from backtui.domain.progression.prescription import Decision
from backtui.store.queries import events

TWO_DAYS_S = 2 * 86_400


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def set_(clock: HandClock, exercise: str, **wish: object) -> None:
    """Set something, a minute after whatever was before."""
    clock.advance(60)
    with wiring(clock).writing() as opened:
        opened.diary.aims.set(exercise, TargetRequest(**wish))  # type: ignore[arg-type]


def decision(clock: HandClock, exercise: str) -> Decision:
    """What is decided for the exercise now."""
    with wiring(clock).reading() as coach:
        return coach.decisions()[exercise]


def sessions(clock: HandClock, count: int) -> None:
    """So many sessions of all exercises, comfortable as nobody said otherwise, every other day."""
    for _ in range(count):
        clock.advance(60)
        train(clock)
        clock.advance(TWO_DAYS_S)


def hurt(clock: HandClock) -> None:
    """Pain in the pelvic lift of the newest session."""
    with wiring(clock).writing() as opened:
        (record,) = opened.ask(lambda coach: coach.sessions(limit=1))
        item = next(entry.item for entry in record.entries if entry.exercise == "pelvic-lift")
        opened.store.append([event("pain", clock.now(), {"item": item}, record.id)])


def test_each_thing_that_is_set_changes_the_growth_of_its_exercise(clock: HandClock) -> None:
    set_(clock, "pretzel", needed=1)
    set_(clock, "pelvic-lift", needed=3)
    set_(clock, "wall-slide", ladder="holds")
    set_(clock, "arm-reach", hold_s=4, reps=4)
    set_(clock, "leg-reach", hold_s=3, reps=3, locked=True, by="provider")
    set_(clock, "back-arch", target_hold_s=2, target_reps=2)
    sessions(clock, 2)
    found = {
        name: (str(decided.dose), decided.rule)
        for name in (
            "pelvic-tilt",
            "pretzel",
            "pelvic-lift",
            "wall-slide",
            "arm-reach",
            "leg-reach",
            "back-arch",
        )
        for decided in [decision(clock, name)]
    }
    assert found == {
        "pelvic-tilt": ("2 s × 3", "up"),
        "pretzel": ("3 s × 3", "up"),
        "pelvic-lift": ("2 s × 2", "same"),
        "wall-slide": ("3 s × 2", "up"),
        "arm-reach": ("4 s × 5", "up"),
        "leg-reach": ("3 s × 3", "locked"),
        "back-arch": ("2 s × 2", "at-target"),
    }


@pytest.mark.thorough
def test_the_ceiling_bounds_what_is_offered(clock: HandClock) -> None:
    for exercise in ("pelvic-lift", "wall-slide"):
        set_(clock, exercise, target_hold_s=2, target_reps=2)
    set_(clock, "wall-slide", ceiling_hold_s=2, ceiling_reps=2)
    sessions(clock, 6)
    assert decision(clock, "pelvic-lift").offer == Dose(2, 3)
    assert decision(clock, "wall-slide").offer is None
    set_(clock, "wall-slide", ceiling_hold_s=3)
    assert decision(clock, "wall-slide").offer == Dose(3, 2)
    set_(clock, "wall-slide", target_hold_s=3, target_reps=2)
    assert (decision(clock, "wall-slide").dose, decision(clock, "wall-slide").rule) == (Dose(3, 2), "up")


@pytest.mark.thorough
def test_an_override_during_growth_is_the_new_base_and_a_lock_holds_through_pain(clock: HandClock) -> None:
    sessions(clock, 2)
    set_(clock, "pelvic-lift", hold_s=4, reps=2)
    assert decision(clock, "pelvic-lift").rule == "override"
    sessions(clock, 1)
    assert (decision(clock, "pelvic-lift").dose, decision(clock, "pelvic-lift").rule) == (Dose(4, 2), "same")
    set_(clock, "pelvic-lift", locked=True)
    sessions(clock, 1)
    hurt(clock)
    assert (decision(clock, "pelvic-lift").dose, decision(clock, "pelvic-lift").rule) == (
        Dose(4, 2),
        "locked",
    )
    said = " ".join(backtui("set", "all", at=clock.now()).out.split())
    assert "Pelvic lift: Your own dose, locked at 4 s × 2; pain once: ask your provider." in said
    planned = backtui("plan", at=clock.now()).out
    assert "locked; pain 1×\n" in planned
    assert "pain once: ask your provider" in " ".join(planned.split())
    set_(clock, "pelvic-lift", locked=False)
    assert decision(clock, "pelvic-lift").rule == "pain"
    set_(clock, "pelvic-lift", hold_s=4)


@pytest.mark.thorough
def test_what_rests_for_pain_comes_back_by_its_name_alone(clock: HandClock) -> None:
    for _ in range(2):
        sessions(clock, 1)
        hurt(clock)
    resting = decision(clock, "pelvic-lift")
    assert resting.rule == "resting"
    for wish in ({"hold_s": 4}, {"locked": True}, {"resting": False}):
        clock.advance(60)
        with wiring(clock).writing() as opened:
            found = opened.diary.aims.set_all(TargetRequest(**wish))  # type: ignore[arg-type]
        assert found.hurting == ("Pelvic lift",)
        assert decision(clock, "pelvic-lift") == resting
    set_(clock, "pelvic-lift", resting=True)
    with wiring(clock).writing() as opened:
        assert opened.diary.aims.set_all(TargetRequest(resting=False)).hurting == ("Pelvic lift",)
    assert decision(clock, "pelvic-lift").why == "Resting until you bring it back."
    said = " ".join(backtui("set", "all", "--hold", "5", at=clock.now()).out.split())
    assert "Left resting because of pain until you name it: Pelvic lift." in said
    with wiring(clock).writing() as opened:
        assert not opened.diary.aims.set_all(TargetRequest(needed=3)).hurting
    set_(clock, "pelvic-lift", hold_s=4)
    assert decision(clock, "pelvic-lift").rule == "resting"
    set_(clock, "pelvic-lift", resting=False)
    assert decision(clock, "pelvic-lift").dose == Dose(4, 2)


def test_taking_a_change_back_takes_all_of_it_back(clock: HandClock) -> None:
    sessions(clock, 1)
    before = {name: decision(clock, name) for name in ("pelvic-tilt", "wall-slide")}
    clock.advance(60)
    with wiring(clock).writing() as opened:
        opened.diary.aims.set_all(TargetRequest(hold_s=4, needed=1, note="too much"))
    assert all(decision(clock, name).dose == Dose(4, 2) for name in before)
    with wiring(clock).writing() as opened:
        change = opened.ask(lambda coach: coach.prospect("pelvic-tilt")).told[0].event
        names = [
            each.id.hex()
            for each in events.every(opened.store)
            if keys(each).get("change") == change.hex() and each.kind != "void"
        ]
        assert len(names) == 14
        opened.store.append(as_change([event("void", clock.now(), {"events": names, "undo": True})]))
    assert {name: decision(clock, name) for name in before} == before
    document = json.loads(backtui("set", "pelvic-tilt", "--json", at=clock.now()).out)
    assert document["set"] == []


@pytest.mark.thorough
def test_the_forecast_comes_true(clock: HandClock) -> None:
    """Sessions at the pace that was foreseen, all comfortable, reach the target on the day foreseen."""
    set_(clock, "pelvic-lift", target_hold_s=3, target_reps=3)
    clock.advance(60)
    with wiring(clock).reading() as coach:
        found = coach.prospect("pelvic-lift")
    assert found.forecast is not None
    start, days = found.preview[0].day, [each.day for each in found.preview]
    done = 0
    while (dose := decision(clock, "pelvic-lift").dose) != Dose(3, 3):
        if done < len(days):
            assert dose == found.preview[done].decision.dose
        train(clock)
        done += 1
        day = start + timedelta(days=int(done * 7 / 3))
        clock.advance((datetime.combine(day, time(8), UTC) - clock.now()).total_seconds())
    assert clock.now().date() == found.forecast.day

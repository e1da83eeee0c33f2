"""Plan, summary, why, set, preview and JSON tell the same of every course, whatever was done and felt."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import made
from msgspec.structs import replace
from often import often
from open_logs import begun_in, open_log
from props import HandClock
from store_diary import DEVICE

from backtui.cli.documents.aims import dose_keys, set_view, why_view
from backtui.cli.documents.views import plan_view
from backtui.coach.answers import Seed, TargetRequest
from backtui.coach.coach import Coach
from backtui.coach.sessions import Diary
from backtui.coach.write import fresh_id
from backtui.content.load import load
from backtui.domain.events import Event, Rating
from backtui.domain.exercise import Dose, Kind, Routine, RoutineBlock, RoutineItem, Side
from backtui.domain.plan import Course
from backtui.domain.progression.ladder import reaches
from backtui.domain.progression.prescription import Decision, DecisionKind
from backtui.domain.session.steps import Item
from backtui.store.opening import IN_MEMORY
from backtui.store.store import Store

DAWN = datetime(2026, 3, 2, 7, tzinfo=timezone(timedelta(hours=1)))
LIFT, PRETZEL, REACH = "pelvic-lift", "pretzel", "arm-reach"
EXERCISES = (LIFT, PRETZEL, REACH)
ASKED = {"asks": Dose(8, 4, (3, 2), 20), "grows": Dose(3, 3), "fixed": Dose(9, 9)}


def _routine(name: str, *items: RoutineItem) -> Routine:
    return Routine(name, name.title(), (RoutineBlock(Kind.STRENGTH, items),), own=True)


ROUTINES = {
    "shared": _routine("shared", *(RoutineItem(each) for each in EXERCISES)),
    "asks": _routine(
        "asks", RoutineItem(LIFT, ASKED["asks"]), RoutineItem(PRETZEL, ASKED["asks"]), RoutineItem(REACH),
        RoutineItem(LIFT, Dose(4, 2), key=f"{LIFT}-2"),
    ),
    "grows": _routine("grows", *(RoutineItem(each, ASKED["grows"], grows=True) for each in EXERCISES)),
    "fixed": _routine("fixed", *(RoutineItem(each, ASKED["fixed"], fixed=True) for each in EXERCISES)),
}  # fmt: skip
CONTENT = load()
CONTENT = replace(CONTENT, routines={**CONTENT.routines, **ROUTINES})
RATED = {"easy": Rating.EASY, "held": Rating.COMFORTABLE, "unrated": None, "hard": Rating.HARD}
FELT = st.sampled_from((*RATED, "held", "held", "missed", "pain", "skipped"))
AGO = st.sampled_from((0, 1, 1, 2, 2, 3, 15, 40, 70))
SESSIONS = st.lists(
    st.tuples(AGO, st.sampled_from(sorted(ROUTINES)), st.lists(FELT, min_size=4, max_size=4)), max_size=8
)
SET = st.lists(
    st.sampled_from(
        (
            (LIFT, TargetRequest(hold_s=4, reps=3, sets=2, rest_s=15)),
            (PRETZEL, TargetRequest(hold_s=4, reps=3, side="left")),
            (PRETZEL, TargetRequest(target_hold_s=7, side="right")),
            (PRETZEL, TargetRequest(hold_s=5, reps=5)),
            (REACH, TargetRequest(ceiling_hold_s=6, needed=1)),
        )
    ),
    max_size=2,
)
OVER = ("first", "return", "resting")
Told = Mapping[Course, Decision]


@contextmanager
def opened() -> Iterator[tuple[Diary, HandClock]]:
    with Store(IN_MEMORY, device=DEVICE, now=DAWN) as store:
        clock = HandClock(DAWN)
        yield Diary(open_log(store, CONTENT, clock)), clock


def done(seed: Seed, now: datetime, felt: Sequence[str]) -> Iterator[Event]:
    """What a session of that plan writes where each item was so; every course of it may feel another way."""

    def tell(kind: str, **body: Any) -> Event:
        return made(fresh_id(now), kind, now, body, seed.session)

    for item, how in zip(seed.script.items, [*felt, *felt], strict=False):
        if how != "skipped":
            yield from (tell("rep-ended", **each) for each in _held(item, how))
        if how == "pain":
            yield tell("pain", item=item.index)
        begun = how != "skipped"
        yield tell("exercise-ended", item=item.index, how="done" if begun else "skipped", begun=begun)
        if RATED.get(how):
            yield tell(
                "rated", item=item.index, rating=how if how == "easy" or how == "hard" else "comfortable"
            )
    yield tell("session-ended", how="done", alive=True)


def _held(item: Item, how: str) -> Iterator[dict[str, Any]]:
    for side in item.done_on:
        for rep in range(1, item.dose.total + (how != "missed")):
            holds_s = [float(each) for each in item.asked_s]
            yield {"item": item.index, "side": side.value, "rep": rep, "holds_s": holds_s}


def run(diary: Diary, clock: HandClock, routine: str, felt: Sequence[str]) -> Seed | None:
    """A session of a routine; None where all of it rests."""
    clock.advance(60)
    plan = diary.ask(lambda coach: coach.plan_of(ROUTINES[routine]))
    if not plan.items:
        return None
    seed = begun_in(diary, plan, "plain")
    clock.advance(600)
    diary.log.append(list(done(seed, clock.now(), felt)))
    return seed


def decided(coach: Coach) -> Told:
    """The decision of every course."""
    return {each.course: each.decision for key in EXERCISES for each in coach.courses.every(key)}


def agree(coach: Coach) -> Told:
    """The same, once every face has said it."""
    right = decided(coach)
    for routine in ROUTINES.values():
        plan = coach.plan_of(routine)
        pages = [item for block in plan_view(plan, coach.content)["blocks"] for item in block["items"]]
        for planned, page in zip(plan.items, pages, strict=True):
            item = planned.item
            decision = right[Course(item.exercise, item.course, item.side)]
            assert planned.decision == decision
            assert item.dose == decision.dose
            assert {**page, **dose_keys(decision.dose), "rule": decision.rule, "why": decision.why} == page
    for course, decision in right.items():
        others = {each: right[each] for each in right if each.exercise == course.exercise and each != course}
        found = coach.prospect(course.exercise, course.name, course.side)
        assert (found.course, found.decision) == (course, decision)
        assert {each.dose.course: each.dose.decision for each in found.others} == others
        why = coach.why(course.exercise, course.name)
        assert why.decision == right[why.course]
        if course.side is not Side.RIGHT:
            assert why.course == course
        documents = (set_view(found), why_view(why))
        for document, said in zip(documents, (decision, why.decision), strict=True):
            assert (document["dose"], document["rule"], document["why"]) == (
                dose_keys(said.dose), said.rule, said.why,
            )  # fmt: skip
            assert all(
                each["dose"]
                == dose_keys(right[Course(course.exercise, each["course"], Side(each["side"]))].dose)
                for each in document["others"]
            )
        assert bool(found.preview) is (decision.kind is not DecisionKind.RESTING)
        if found.preview and found.preview[0].day == coach.day():
            assert found.preview[0].decision == decision
    return right


def foretold(diary: Diary, clock: HandClock) -> None:
    """The first session of each preview is what is planned on that day, if nothing is done before."""
    now = clock.wall
    found = diary.ask(
        lambda coach: [coach.prospect(each.exercise, each.name, each.side) for each in decided(coach)]
    )
    for each in found:
        for first in each.preview[:1]:
            clock.wall = now + timedelta(days=(first.day - now.date()).days)
            assert diary.ask(decided)[each.course] == first.decision
    clock.wall = now


@pytest.mark.thorough
@often(60)
@given(SET, SESSIONS, st.integers(0, 8))
def test_every_face_tells_the_same_of_every_course(
    wishes: Sequence[tuple[str, TargetRequest]], sessions: Sequence[Any], when: int
) -> None:
    with opened() as (diary, clock):
        for number, (days, routine, felt) in enumerate(sessions):
            if number == when:
                for exercise, wish in wishes:
                    clock.advance(60)
                    diary.aims.set(exercise, wish)
            clock.advance(days * 86400 + 600)
            if seed := run(diary, clock, routine, felt):
                right = diary.ask(agree)
                with diary.log.question() as coach:
                    summary = coach.summary(seed.session)
                assert {each.course: each.following for each in summary.lines} == {
                    each.course: right[each.course] for each in summary.lines
                }
                planned = {Course(each.exercise, each.course, each.side) for each in seed.script.items}
                assert {each.course for each in summary.lines} == planned
        diary.ask(agree)
        foretold(diary, clock)


@often(60)
@given(SESSIONS, st.sampled_from(sorted(ROUTINES)), st.sampled_from(("easy", "held", "pain")))
@pytest.mark.thorough
def test_a_success_raises_its_own_course_alone_and_pain_lowers_every_course(
    sessions: Sequence[Any], routine: str, how: str
) -> None:
    """Only a break, a rest for pain, and what pain took from a first time are over after any session."""
    with opened() as (diary, clock):
        for days, name, felt in sessions:
            clock.advance(days * 86400 + 600)
            run(diary, clock, name, felt)
        clock.advance(86400)
        before = diary.ask(decided)
        seed = run(diary, clock, routine, [how] * 4)
        if seed is None:
            return
        after = diary.ask(decided)
        with diary.log.question() as coach:
            courses = [each for key in EXERCISES for each in coach.courses.every(key)]
        starts = {each.course: each.prescription.start for each in courses}
        own = {Course(each.exercise, each.course, each.side) for each in seed.script.items}
        hurt = {each.exercise for each in seed.script.items}
        for course, decision in after.items():
            was = before[course]
            if course.name.startswith("fixed/"):
                assert decision.dose == was.dose == ASKED["fixed"]
            elif how != "pain" and course not in own and was.rule not in OVER:
                assert reaches(was.dose, decision.dose)
            elif how == "pain" and course.exercise in hurt and decision.kind is not DecisionKind.RESTING:
                assert reaches(was.dose, decision.dose)
                assert was.dose != decision.dose or was.dose == starts[course]

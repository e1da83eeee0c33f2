"""The ledger derived again: whatever was done, set and taken back, each dose is found to be right."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import event, keys
from msgspec.structs import replace
from often import often
from open_logs import begun_in, diary_of

from backtui.coach.answers import TargetRequest
from backtui.coach.errors import WrongUseError
from backtui.coach.manual import Entered
from backtui.content.load import load
from backtui.domain.event_json import LogRow, as_json, body_of
from backtui.domain.events import Event
from backtui.domain.exercise import sides_of
from backtui.domain.progression.audit import Audit, audit
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events as event_queries
from backtui.store.store import Store

CONTENT = load()
START = datetime(2026, 3, 2, 7, tzinfo=UTC)
DEVICE, OTHER = bytes(16), bytes(15) + b"1"
Deed = Callable[["Prescription"], None]


class Hand:
    """A clock that the test sets."""

    rate, gap_s = 1.0, 5.0

    def __init__(self) -> None:
        self.wall = START

    def now(self) -> datetime:
        self.wall += timedelta(seconds=1)
        return self.wall

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)


class Prescription:
    """A person's course: the real coach plans it, and the log is kept in memory."""

    def __init__(self) -> None:
        self.clock = Hand()
        self.store = Store(IN_MEMORY, device=DEVICE, now=START)
        self.diary = diary_of(self.store, CONTENT, self.clock)
        self.ask = self.diary.log.ask
        self.sessions: list[bytes] = []

    def add(self, kind: str, session: bytes | None, **body: Any) -> Event:
        return event(kind, self.clock.now(), body, session)

    def train(self, rating: str | None, held: float = 1.0, pain: int | None = None, days: int = 2) -> None:
        """A session some days later, all of it held for that part of the prescribed seconds."""
        self.clock.wall += timedelta(days=days)
        seed = begun_in(self.diary, self.ask(lambda coach: coach.plan(25)), "plain")
        events = []
        for item in seed.script.items:
            for side in sides_of(item.sides):
                for rep in range(1, item.dose.reps + 1):
                    holds = [item.dose.hold_s * held] * item.holds
                    events.append(
                        self.add(
                            "rep-ended", seed.session, item=item.index, side=side, rep=rep, holds_s=holds
                        )
                    )
            events.append(self.add("exercise-ended", seed.session, item=item.index, how="done", begun=True))
            if rating:
                events.append(self.add("rated", seed.session, item=item.index, rating=rating))
        events.append(self.add("session-ended", seed.session, how="done", alive=True))
        if pain is not None:
            events.append(self.add("pain-answered", seed.session, when="after", score=pain))
        self.store.append(events)
        self.sessions.append(seed.session)

    def take_back(self, *names: bytes) -> None:
        self.store.append([self.add("void", None, events=[name.hex() for name in names])])

    def logged(self) -> list[LogRow]:
        return list(event_queries.logged(self.store))

    def audit(self, log: list[LogRow] | None = None) -> Audit:
        return audit(self.logged() if log is None else log, CONTENT.exercises)


@pytest.fixture
def prescription() -> Prescription:
    return Prescription()


def test_without_a_log_there_is_nothing(prescription: Prescription) -> None:
    assert prescription.audit() == Audit(0, (), 0)


@pytest.mark.thorough
def test_a_course_that_grows_is_right(prescription: Prescription) -> None:
    for rating in ("comfortable", "easy", None, "hard", "easy", "comfortable"):
        prescription.train(rating)
    found = prescription.audit()
    assert (found.wrong, found.without) == ((), 0)
    doses = {each.what.dose for each in planned(prescription.logged())}
    assert len(doses) > 2
    assert found.same == found.planned == len(planned(prescription.logged()))


def planned(log: list[LogRow]) -> list[LogRow]:
    return [each for each in log if each.kind == "exercise-planned"]


def with_body(log: list[LogRow], number: int, body: Mapping[str, Any]) -> list[LogRow]:
    """The log with more said in one event."""
    return [
        replace(each, body=as_json({**keys(each.event), **body})) if each.seq == number else each
        for each in log
    ]


def test_a_dose_that_no_rule_gave_is_named(prescription: Prescription) -> None:
    for _ in range(3):
        prescription.train("comfortable")
    log = prescription.logged()
    last = planned(log)[-1]
    assert prescription.audit(with_body(log, last.seq, {"hold_s": 50})).wrong == (last.seq,)
    assert prescription.audit(with_body(log, last.seq, {"hold_s": 50, "rule": "routine"})).without == 1


def test_what_was_corrected_later_does_not_make_a_dose_wrong(prescription: Prescription) -> None:
    for rating in ("comfortable", "comfortable", "easy"):
        prescription.train(rating)
    for item in range(3):
        prescription.store.append(
            [prescription.add("rated", prescription.sessions[0], item=item, rating="hard")]
        )
    prescription.train("comfortable")
    prescription.take_back(prescription.sessions[1])
    prescription.train("comfortable")
    prescription.diary.prefer("needed", 5)
    prescription.train("comfortable")
    found = prescription.audit()
    assert (found.wrong, found.without) == ((), 0)


def test_what_is_entered_by_hand_has_no_rule(prescription: Prescription) -> None:
    prescription.train("easy")
    log = prescription.logged()
    by_hand = with_body(log, log[0].seq, {"by_hand": True})
    assert (prescription.audit(by_hand).same, prescription.audit(by_hand).without) == (0, len(planned(log)))
    (first, *_) = planned(log)
    later = [replace(e, mono_ms=None) if e == first else e for e in log]
    assert prescription.audit(later).without == 1


def test_a_dose_that_differs_in_a_merged_log_cannot_be_compared(prescription: Prescription) -> None:
    prescription.train("easy")
    prescription.train("easy")
    log = prescription.logged()
    merged = [replace(each, device=OTHER) if place == 0 else each for place, each in enumerate(log)]
    last = planned(log)[-1]
    found = prescription.audit(with_body(merged, last.seq, {"hold_s": 50}))
    assert (found.wrong, found.without) == ((), 1)


def test_an_exercise_that_changed_since_cannot_be_compared(prescription: Prescription) -> None:
    prescription.train("easy")
    log = prescription.logged()
    last = planned(log)[-1]
    saved = prescription.add("exercise-saved", None, id=last.what.exercise, definition={})
    changed = [
        *with_body(log, last.seq, {"hold_s": 50}),
        replace(last, seq=len(log) + 1, session=None, kind=saved.kind, body=body_of(saved.what)),
    ]
    assert (prescription.audit(changed).wrong, prescription.audit(changed).without) == ((), 1)
    gone = last.what.exercise
    fewer = {key: each for key, each in CONTENT.exercises.items() if key != gone}
    assert audit(log, fewer).without == sum(each.what.exercise == gone for each in planned(log))


def test_a_decline_goes_with_its_session(prescription: Prescription) -> None:
    prescription.train("comfortable")
    prescription.train("comfortable")
    raised = prescription.ask(lambda coach: next(iter(coach.decisions())))
    prescription.diary.decline(prescription.sessions[-1], raised)
    prescription.take_back(prescription.sessions[-1])
    prescription.train("comfortable")
    prescription.train("comfortable")
    assert prescription.audit().wrong == ()


def test_a_second_session_of_a_day_is_judged_by_the_doses_then_current(prescription: Prescription) -> None:
    prescription.train("easy")
    prescription.clock.wall += timedelta(days=20)
    seed = begun_in(prescription.diary, prescription.ask(lambda coach: coach.plan(25)), "plain")
    prescription.clock.wall += timedelta(days=14)
    later = begun_in(prescription.diary, prescription.ask(lambda coach: coach.plan(25)), "plain")
    assert [item.dose for item in seed.script.items] == [item.dose for item in later.script.items]
    prescription.train("easy", days=0)
    prescription.train("hard", days=0)
    assert prescription.audit().wrong == ()


def test_what_an_older_edition_of_the_rules_gave_is_not_held_against_these(
    prescription: Prescription,
) -> None:
    prescription.train("easy")
    log = prescription.logged()
    last = planned(log)[-1]
    wrong = with_body(log, last.seq, {"hold_s": 50})
    assert prescription.audit(wrong).wrong == (last.seq,)
    for edition in (None, 1, 3):
        others = with_body(wrong, log[0].seq, {"rules": edition})
        assert prescription.audit(others) == Audit(0, (), len(planned(log)))


def as_course(log: list[LogRow], body: Mapping[str, Any]) -> list[LogRow]:
    """The log with one exercise of each session planned in a course of a routine."""
    exercise = planned(log)[0].event.what.exercise  # type: ignore[attr-defined]
    for each in planned(log):
        if each.event.what.exercise == exercise:  # type: ignore[attr-defined]
            log = with_body(log, each.seq, {"course": f"evening/{exercise}", **body})
    return log


def test_a_routine_s_course_is_derived_from_what_was_asked(prescription: Prescription) -> None:
    for _ in range(3):
        prescription.train("comfortable")
    log, asked = prescription.logged(), {"hold_s": 2, "reps": 2}
    whole = len(planned(log))
    told = as_course(log, {"asked": asked, "hold_s": 2, "reps": 2})
    assert prescription.audit(told) == Audit(whole, (), 0)
    third = max(each.seq for each in planned(told) if each.event.what.course)  # type: ignore[attr-defined]
    grown = with_body(told, third, {"reps": 3})
    assert prescription.audit(grown).wrong == (third,)
    grows = as_course(log, {"asked": asked, "hold_s": 2, "reps": 2, "aim": {"hold_s": 5, "reps": 5}})
    assert prescription.audit(with_body(grows, third, {"reps": 3})) == Audit(whole, (), 0)
    fixed = as_course(log, {"asked": asked, "hold_s": 2, "reps": 2, "rule": "fixed"})
    assert prescription.audit(fixed) == Audit(whole, (), 0)
    without = as_course(log, {"hold_s": 9, "reps": 9})
    assert (prescription.audit(without).wrong, prescription.audit(without).without) == ((), 3)


RATINGS = st.sampled_from(["easy", "comfortable", "hard", None])
TRAINED = st.builds(
    lambda rating, held, pain, days: lambda prescription: prescription.train(rating, held, pain, days),
    RATINGS,
    st.sampled_from([1.0, 1.0, 1.0, 0.5]),
    st.sampled_from([None, None, 2, 7]),
    st.sampled_from([0, 1, 2, 3, 16, 40]),
)
NAMES = st.sampled_from(sorted(CONTENT.exercises))
WISHED = st.builds(
    lambda name, wish: lambda prescription: wished(prescription, name, wish),
    NAMES,
    st.builds(
        TargetRequest,
        hold_s=st.none() | st.integers(1, 12),
        reps=st.none() | st.integers(1, 8),
        target_hold_s=st.none() | st.integers(3, 12),
        locked=st.sampled_from([None, None, True, False]),
        by=st.sampled_from(["me", "provider"]),
    ),
)
PREFERRED = st.sampled_from(
    [("needed", 1), ("needed", 4), ("order", "holds"), ("order", "balanced"), ("unrated", "nothing")]
).map(lambda pair: lambda prescription: prescription.diary.prefer(*pair))
DECLINED = NAMES.map(lambda name: lambda prescription: prescription.diary.decline(None, name))
TAKEN = st.integers(0, 50).map(lambda place: lambda prescription: taken(prescription, place))
RATED = st.builds(
    lambda place, rating: lambda prescription: rated(prescription, place, rating), st.integers(0, 50), RATINGS
)


def edited(prescription: Prescription, what: str, place: int) -> None:
    """Undo, redo, delete a session, or enter one that was done away from the screen some days ago."""
    edits = prescription.diary.edits
    with suppress(WrongUseError):
        match what:
            case "undo":
                edits.undo()
            case "redo":
                edits.redo()
            case "delete" if prescription.sessions:
                edits.delete(prescription.sessions[place % len(prescription.sessions)])
            case "enter":
                edits.enter(Entered(prescription.clock.wall - timedelta(days=place % 9, hours=3), minutes=20))


EDITED = st.builds(
    lambda what, place: lambda prescription: edited(prescription, what, place),
    st.sampled_from(["undo", "redo", "delete", "enter"]),
    st.integers(0, 50),
)


def wished(prescription: Prescription, name: str, wish: TargetRequest) -> None:
    with suppress(WrongUseError):
        prescription.diary.aims.set(name, wish)


def taken(prescription: Prescription, place: int) -> None:
    """Take back a session, a choice or an earlier taking back."""
    names = [
        each.event.id for each in prescription.logged() if each.event.session is None
    ] + prescription.sessions
    if names:
        prescription.take_back(names[place % len(names)])


def rated(prescription: Prescription, place: int, rating: str | None) -> None:
    if prescription.sessions:
        session = prescription.sessions[place % len(prescription.sessions)]
        prescription.store.append([prescription.add("rated", session, item=place % 5, rating=rating)])


@often(30)
@given(st.lists(TRAINED | TRAINED | WISHED | PREFERRED | DECLINED | TAKEN | RATED | EDITED, max_size=12))
@pytest.mark.thorough
def test_the_ledger_equals_the_derivation_whatever_happens(deeds: list[Deed]) -> None:
    prescription = Prescription()
    for deed in deeds:
        deed(prescription)
    prescription.train("comfortable", days=1)
    found = prescription.audit()
    by_hand = [each for each in planned(prescription.logged()) if each.event.mono_ms is None]
    assert (found.wrong, found.without) == ((), len(by_hand))
    assert found.same == len(planned(prescription.logged())) - len(by_hand)

"""What is said of each kind of change; never the text of a note."""

from datetime import UTC, datetime
from typing import Any

import pytest
from made_events import made

from backtui.domain.events import Event
from backtui.domain.undo import Change
from backtui.domain.words.changes import ChangeWords, describe_change

AT = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
SESSION = b"s" * 16
STARTED = {"routine": "standard", "minutes": 20, "face": "plain", "day": "2026-11-22", "timing": {}}


def event(kind: str, session: bytes | None = SESSION, number: int = 1, **body: Any) -> Event:
    return made(number.to_bytes(16, "big"), kind, AT, body, session)


def said(*events: Event, gone: tuple[Event, ...] = (), year: int = 2026) -> str:
    known = ChangeWords(
        event=lambda name: next((each for each in gone if each.id == name), None),
        start=lambda session: AT if session == SESSION else None,
        exercise=lambda session, item: "pelvic-lift" if item == 0 else None,
        name=lambda key: {"pelvic-lift": "Pelvic lift"}.get(key, key),
        year=year,
    )
    voids = [event("void", None, 99, events=[each.id.hex() for each in gone])] if gone else []
    return describe_change(Change((*voids, *events)), known)


THERE = "the session of Sun 22 Nov, 07:30"
LOCKED = {"exercise": "pelvic-lift", "by": "me", "dose": {"hold_s": 4, "reps": 4}, "locked": True}
AIMED = {
    **{"exercise": "pelvic-lift", "by": "me", "target": {"hold_s": 8, "reps": 5}, "needed": 3},
    **{"ladder": "holds", "priority": "high", "resting": False, "disabled": True},
}
AIMS = (
    "target 8 s × 5, brought back, three sessions per step, grows first: holds, priority high, switched off"
)
NOTE = event("note-written")
SAVED = event("exercise-saved", None, id="twist", definition={"name": "Twist"})
CUT = event("exercise-ended", item=0, how="cut", begun=True)
REP = event("rep-ended", item=0, side="left", rep=2, holds_s=[4.0])
RATED = event("rated", item=0, rating="hard")


@pytest.mark.parametrize(
    ("events", "gone", "expected"),
    [
        ([RATED], (), "rating of Pelvic lift, Sun 22 Nov: hard"),
        ([], (RATED,), "rating of Pelvic lift, Sun 22 Nov: none"),
        ([event("rated", item=7, rating="easy")], (), "rating of an exercise, Sun 22 Nov: easy"),
        ([REP], (), "repetition 2 left of Pelvic lift, Sun 22 Nov: 4 s"),
        ([], (REP,), "repetition 2 left of Pelvic lift, Sun 22 Nov: removed"),
        ([REP, REP], (), "2 repetitions of Pelvic lift, Sun 22 Nov"),
        ([event("pain", item=0)], (), "pain in Pelvic lift, Sun 22 Nov"),
        ([], (event("pain", item=0),), "no pain in Pelvic lift, Sun 22 Nov"),
        ([event("eased", item=0)], (), "ease-off in Pelvic lift, Sun 22 Nov"),
        ([event("dizzy", item=0)], (), "dizziness in the session of Sun 22 Nov, 07:30"),
        ([event("pain-answered", when="after", score=6)], (), f"pain after {THERE}: 6"),
        ([], (event("pain-answered", when="after", score=6),),
         f"pain after {THERE}: not given"),
        ([event("pain-answered", when="morning", score=None, answer="worse")], (),
         "answer the morning after the session of Sun 22 Nov, 07:30: worse"),
        ([event("pain-answered", None, when="other", score=3)], (), "pain 3, noted on Sun 22 Nov, 07:30"),
        ([event("session-confirmed")], (), "confirmation of the session of Sun 22 Nov, 07:30"),
        ([CUT, event("session-ended", how="stopped", alive=True)], (), f"end of {THERE}"),
        ([event("growth-declined", exercise="pelvic-lift")], (), "“not yet” to Pelvic lift"),
        ([event("target-set", None, **LOCKED)], (), "Pelvic lift: dose 4 s × 4, locked"),
        ([event("target-set", None, **AIMED)], (), f"Pelvic lift: {AIMS}"),
        ([event("target-set", None, exercise="pelvic-lift", by="me", needed=None, ladder=None)], (),
         "Pelvic lift: sessions per step as for all, grows first: as for all"),
        ([event("setting-set", None, key="minutes", value=20)], (), "setting “Session length”: 20"),
        ([event("setting-set", None, key="cautions", value=["knee", "neck"])], (),
         "setting “Cautions”: knee, neck"),
        ([event("setting-set", None, key="cautions", value=[])], (), "setting “Cautions”: none"),
        ([event("setting-set", None, key="asks_rating", value=True)], (), "setting “Ask how it felt”: on"),
        ([NOTE], (), f"note on {THERE}"),
        ([], (NOTE,), f"note on {THERE}: removed"),
        ([event("activity-done", None, what="walking", minutes=30, day="2026-11-22")], (),
         "30 minutes of walking, Sun 22 Nov"),
        ([], (event("activity-done", None, what="walking", minutes=30, day="2026-11-22"),),
         "30 minutes of walking, Sun 22 Nov: removed"),
        ([event("pause-set", None, why="illness", first="2026-11-22")], (),
         "pause (illness) from Sun 22 Nov"),
        ([], (event("pause-set", None, why="holiday", first="2026-11-22", last="2027-01-02"),),
         "pause (holiday) from Sun 22 Nov to Sat 2 Jan 2027: removed"),
        ([SAVED], (), "exercise “Twist” saved"),
        ([event("routine-removed", None, id="mine")], (), "routine “mine” removed"),
        ([], (event("session-started", **STARTED),), "session of Sun 22 Nov, 07:30 deleted"),
        ([event("session-started", at="2026-11-20T18:00:00+00:00", **STARTED)],
         (event("session-started", number=2, **STARTED),),
         "session of Sun 22 Nov, 07:30 moved to Fri 20 Nov, 18:00"),
        ([event("session-started", by_hand=True, at="2026-11-20T18:00:00+00:00", **STARTED),
          event("exercise-planned", item=0)], (), "session of Fri 20 Nov, 18:00, entered by hand"),
        ([], (), "a change"),
    ],
)  # fmt: skip
def test_each_kind_of_change_has_words(events: list[Event], gone: tuple[Event, ...], expected: str) -> None:
    assert said(*events, gone=gone) == expected


def test_what_replaces_something_is_said_once() -> None:
    assert said(RATED, gone=(event("rated", number=2, item=0, rating="easy"),)) == (
        "rating of Pelvic lift, Sun 22 Nov: hard"
    )


def test_another_year_is_named_and_many_parts_are_counted() -> None:
    assert said(RATED, year=2027) == "rating of Pelvic lift, Sun 22 Nov 2026: hard"
    scores = [event("target-set", None, exercise=f"own-{n}", by="me", resting=True) for n in range(5)]
    assert said(*scores) == "own-0: resting; own-1: resting; own-2: resting; and 2 more"

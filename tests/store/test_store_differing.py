"""What two logs changed differently: which holds, and that it is told."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

import pytest
from made_events import keys, made
from msgspec.structs import replace
from store_diary import DEVICE, MORNING, Diary
from test_store_merge import Whole, content, merge

from backtui.coach.write import as_change
from backtui.domain.events import Event
from backtui.domain.exercise import Dose
from backtui.store.merge.compare import Difference, UnfitLog
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events as event_queries
from backtui.store.queries import progress, sessions
from backtui.store.store import Store

LATER = MORNING + timedelta(days=1)


class Two:
    """Two logs with one session in common; what is done `there` is done an hour after what is done `here`."""

    def __init__(self, stack: ExitStack) -> None:
        def log(device: bytes) -> Store:
            return stack.enter_context(Store(IN_MEMORY, device=device, now=MORNING))

        self.here, self.there = log(DEVICE), log(b"other-device-000")
        self.session = Diary()
        self.events = self.session.whole("bridge", "twist")
        self.here.append(self.events)
        walk = Diary().loose("activity-done", what="walking", minutes=30, day="2026-03-02")
        self.walk = walk
        self.here.append([walk])
        merge(self.there, self.here)
        self.diaries = {"here": Diary(LATER), "there": Diary(LATER + timedelta(hours=1))}

    def event(self, where: str, kind: str, /, *, about: Event | None = None, **body: Any) -> Event:
        event = self.diaries[where].loose(kind, **body)
        return event if about is None else replace(event, session=self.session.id)

    def both(self, kind: str, here: Any, there: Any, about: Event | None = None) -> None:
        self.here.append([self.event("here", kind, about=about, **here)])
        self.there.append([self.event("there", kind, about=about, **there)])

    def told(self) -> list[Difference]:
        """What merging will say; said the other way round it is the same."""
        ours = self.here.differences(self.here.compare(Whole(self.there)))
        theirs = self.there.differences(self.there.compare(Whole(self.here)))
        turned = [(each.slot, each.there, each.here, not each.here_holds) for each in theirs]
        assert sorted(turned, key=str) == sorted(
            ((each.slot, each.here, each.there, each.here_holds) for each in ours), key=str
        )
        return ours

    def merged(self) -> Store:
        merge(self.here, self.there)
        merge(self.there, self.here)
        assert content(self.here) == content(self.there)
        return self.here


@pytest.fixture
def two() -> Iterator[Two]:
    with ExitStack() as stack:
        yield Two(stack)


def test_a_rating_a_setting_a_target_and_a_definition_are_settled_by_the_newer(two: Two) -> None:
    start = two.events[0]
    two.both("rated", {"item": 1, "rating": "easy"}, {"item": 1, "rating": "hard"}, start)
    two.both("setting-set", {"key": "minutes", "value": 20}, {"key": "minutes", "value": 40})
    two.both("setting-set", {"key": "goal", "value": 3}, {"key": "goal", "value": 3})
    two.both(
        "target-set",
        {"exercise": "bridge", "by": "me", "dose": {"hold_s": 3, "reps": 3}, "locked": True},
        {"exercise": "bridge", "by": "provider", "dose": {"hold_s": 4, "reps": 4}},
    )
    first, second = ({"id": "x", "definition": {"name": name}} for name in "AB")
    two.both("exercise-saved", first, second)
    told = two.told()
    assert {each.slot: (each.here, each.there) for each in told} == {
        ("rating", "twist", ""): ("easy", "hard"),
        ("setting", "minutes", ""): (20, 40),
        ("target", "bridge", "dose"): (Dose(3, 3), Dose(4, 4)),
        ("own", "exercise", "x"): ({"name": "A"}, {"name": "B"}),
    }
    assert not any(each.here_holds for each in told)
    log = two.merged()
    record = sessions.one(log, two.session.id)
    assert record is not None
    assert record.entries[1].rating == "hard"
    assert progress.settings(log) == {"minutes": 40, "goal": 3}
    assert [each.definition for each in progress.own(log)] == [{"name": "B"}]
    assert two.told() == []


def test_a_session_deleted_here_and_rated_there_stays_deleted_and_is_told(two: Two) -> None:
    void = two.event("here", "void", events=[two.events[0].id.hex()])
    two.here.append(as_change([void]))
    two.there.append([two.event("there", "rated", about=two.events[0], item=0, rating="hard")])
    (told,) = two.told()
    assert (told.slot[0], told.here_holds) == ("deleted", True)
    assert sessions.one(two.merged(), two.session.id) is None


def test_a_repetition_and_a_walk_corrected_twice_are_there_once_as_the_newer_says(two: Two) -> None:
    rep = next(event for event in two.events if event.kind == "rep-ended")
    for side, store, held in (("here", two.here, 5.0), ("there", two.there, 7.0)):
        void = two.event(side, "void", events=[rep.id.hex()])
        again = two.event(side, "rep-ended", about=rep, **{**keys(rep), "holds_s": [held]})
        store.append(as_change([void, again]))
        void = two.event(side, "void", events=[two.walk.id.hex()])
        walk = two.event(side, "activity-done", what="walking", minutes=int(held), day="2026-03-02")
        store.append(as_change([void, walk]))
    log = two.merged()
    record = sessions.one(log, two.session.id)
    assert record is not None
    assert sorted(each.hold_s for each in record.entries[0].reps) == [2.0, 7.0]
    assert [each.minutes for each in progress.activities(log, date(2026, 1, 1))] == [7]


def test_a_copy_that_went_on_is_chained_apart_under_a_name_of_its_own(two: Two) -> None:
    two.there.device = DEVICE
    copied = two.there
    two.here.append([two.event("here", "setting-set", key="a", value=1)])
    with ExitStack() as stack:
        backup = stack.enter_context(Store(IN_MEMORY, device=DEVICE, now=MORNING))
        merge(backup, copied)
        backup.append([two.event("there", "setting-set", key="b", value=2)])
        intake = two.here.compare(Whole(backup))
        assert len(intake.apart) == 1
        merge(two.here, backup), merge(backup, two.here)
        assert content(two.here) == content(backup)
        assert event_queries.verify_chain(two.here) == event_queries.verify_chain(backup) == []
        assert merge(two.here, backup).nothing


def test_the_same_id_with_another_content_is_refused(two: Two) -> None:
    event = two.event("here", "setting-set", key="a", value=1)
    two.here.append([event])
    two.there.append([made(event.id, event.kind, event.wall, {"key": "a", "value": 2})])
    before = content(two.here)
    with pytest.raises(UnfitLog, match="says something else"):
        merge(two.here, two.there)
    assert content(two.here) == before

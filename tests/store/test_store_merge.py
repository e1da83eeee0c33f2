"""Logs brought together: in any order, any number of times, the same."""

import random
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import keys
from msgspec.structs import replace
from often import often
from rich_session import rich_session
from store_diary import DEVICE, MORNING, Diary
from test_store_project import projections

from backtui.coach.write import as_change
from backtui.domain.event_json import LogRow
from backtui.domain.events import Event
from backtui.exchange.json_export import document
from backtui.exchange.json_import import Document
from backtui.store.chain import note_digest
from backtui.store.codec import SELECT_EVENTS
from backtui.store.merge import compare
from backtui.store.merge.compare import Intake
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events as event_queries
from backtui.store.queries import progress, week
from backtui.store.queries import sessions as session_queries
from backtui.store.store import Store

EXERCISES = ("bridge", "cat-camel", "twist")
RICH = ("pelvic-tilt", "pretzel", "arm-reach")  # those of a rich session
RATINGS = ("easy", "comfortable", "hard", None)


class Whole:
    """A log as another one sees it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def rows(self) -> Iterable[LogRow]:
        return list(event_queries.logged(self.store))

    def texts(self) -> Mapping[bytes, str]:
        return event_queries.texts(self.store)


def merge(into: Store, other: Store) -> Intake:
    theirs = Whole(other)
    return into.absorb(theirs, into.compare(theirs), lambda _: None)


class Hand:
    """Writes whatever may happen into a log; all of it follows from `seed`."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.chance = random.Random(seed)
        self.wall = MORNING + timedelta(
            days=self.chance.randrange(40), microseconds=self.chance.randrange(10**6)
        )

    def add(self, *events: Event, texts: Mapping[bytes, str] | None = None) -> None:
        self.store.append(list(events), texts=texts)

    def diary(self) -> Diary:
        # Now and then a clock is set back, by days too.
        self.wall += timedelta(
            hours=self.chance.choice([-200, -30, 1, 5, 24, 48]), seconds=self.chance.random()
        )
        return Diary(self.wall)

    def known(self, *kinds: str) -> list[Event]:
        return [event for event in event_queries.every(self.store) if event.kind in kinds]

    def standing(self, *kinds: str) -> list[Event]:
        voided = {name for (name,) in self.store.ask("select id from voided")}
        return [event for event in self.known(*kinds) if event.id not in voided]

    def of(self, event: Event, kind: str, diary: Diary, **body: Any) -> Event:
        return replace(diary.loose(kind, **body), session=event.session)

    def do(self) -> None:
        chance, diary = self.chance, self.diary()
        deed = chance.choice(
            [
                *("session", "session", "rate", "rep", "pain", "void", "undo", "note", "erase", "setting"),
                *("rich", "side", "schedule"),
                *("target", "activity", "activity again", "pause", "pause again", "own", "start", "decline"),
            ]
        )
        planned, reps = self.standing("exercise-planned"), self.standing("rep-ended")
        starts, voids = self.standing("session-started"), self.standing("void")
        notes, activities = self.standing("note-written"), self.standing("activity-done")
        pauses = self.standing("pause-set")
        everything = self.known(*KINDS)
        match deed:
            case "session":
                events = diary.whole(*chance.sample(EXERCISES, 2))
                self.add(*events[: chance.choice([len(events), len(events) - 1, 6])])
            case "rich":
                events, texts = rich_session(diary.start, lambda _: diary.fresh())
                self.add(*events, texts=texts)
            case "side":
                body = {
                    "side": chance.choice(["left", "right"]),
                    "dose": {"hold_s": 3, "reps": 2, "more": [1]},
                }
                self.add(diary.loose("target-set", exercise="pretzel", by="me", **body))
            case "schedule":
                lines = [{"routines": ["standard"], "every": chance.randrange(1, 5)}]
                self.add(diary.loose("setting-set", key="schedule", value={"lines": lines}))
            case "rate" if planned:
                on = chance.choice(planned)
                self.add(self.of(on, "rated", diary, item=keys(on)["item"], rating=chance.choice(RATINGS)))
            case "rep" if reps:
                old = chance.choice(reps)
                new = self.of(
                    old, "rep-ended", diary, **{**keys(old), "holds_s": [float(chance.randrange(9))]}
                )
                self.add(*as_change([diary.void(old), new]))
            case "pain" if starts:
                when, score = chance.choice(["before", "after", "morning"]), chance.randrange(11)
                answer = chance.choice(["better", "same", "worse"])
                self.add(
                    self.of(
                        chance.choice(starts), "pain-answered", diary, when=when, score=score, answer=answer
                    )
                )
            case "void" if everything:
                self.add(*as_change([diary.void(*chance.sample(everything, min(2, len(everything))))]))
            case "undo" if voids:
                self.add(diary.void(chance.choice(voids)))
            case "note" if starts:
                text, on = f"note {chance.random()}", chance.choice(starts)
                body = {"salt": "ab" * 8, "digest": note_digest(b"\xab" * 8, text), "about": on.id.hex()}
                note = self.of(on, "note-written", diary, **body)
                self.add(note, texts={note.id: text})
            case "erase" if notes:
                self.add(diary.loose("void", events=[chance.choice(notes).id.hex()], erase=True))
            case "setting":
                self.add(diary.loose("setting-set", key=chance.choice("ab"), value=chance.randrange(5)))
            case "target":
                key = chance.choice(["dose", "target"])
                self.add(
                    diary.loose(
                        "target-set", exercise=chance.choice(EXERCISES), by=chance.choice(["me", "provider"]),
                        locked=chance.choice([True, False, None]),
                        **{key: {"hold_s": chance.randrange(1, 9), "reps": 2}},
                    )
                )  # fmt: skip
            case "activity":
                self.add(
                    diary.loose(
                        "activity-done", what="walking", minutes=chance.randrange(90), day="2026-03-03"
                    )
                )
            case "activity again" if activities:
                old = chance.choice(activities)
                new = diary.loose(
                    "activity-done", what="cycling", minutes=chance.randrange(90), day="2026-03-04"
                )
                self.add(*as_change([diary.void(old), new]))
            case "pause":
                self.add(diary.loose("pause-set", why="illness", first=f"2026-03-{chance.randrange(10, 20)}"))
            case "pause again" if pauses:
                last = f"2026-03-{chance.randrange(20, 30)}"
                new = diary.loose("pause-set", why="holiday", first="2026-03-10", last=last)
                self.add(*as_change([diary.void(chance.choice(pauses)), new]))
            case "own":
                what = chance.choice(["exercise-saved", "exercise-removed", "routine-saved"])
                self.add(diary.loose(what, id=chance.choice("xy"), definition={"name": str(chance.random())}))
            case "start" if starts:
                old = chance.choice(starts)
                at = (old.wall + timedelta(days=chance.randrange(-3, 3))).isoformat()
                new = self.of(old, "session-started", diary, **{**keys(old), "at": at, "day": at[:10]})
                self.add(*as_change([diary.void(old), new]))
            case "decline" if starts:
                on = chance.choice(starts)
                self.add(self.of(on, "growth-declined", diary, exercise=chance.choice(EXERCISES)))


KINDS = (
    "session-started", "exercise-planned", "rep-ended", "rated", "exercise-ended", "session-ended",
    "setting-set", "target-set", "activity-done", "note-written", "exercise-saved", "pain-answered",
    "pause-set",
)  # fmt: skip


def content(store: Store) -> dict[str, Any]:
    """All that a person can see of a log, told without its inner numbers."""
    sessions = list(session_queries.every(store))
    return {
        "events": sorted(
            (event.id, event.kind, event.wall, str(keys(event)), event.session, event.mono_ms)
            for event in event_queries.every(store)
        ),
        "sessions": sessions,
        "notes": [
            [(note.event, note.text) for note in event_queries.notes(store, each.id)] for each in sessions
        ],
        "texts": event_queries.texts(store),
        "voided": set(store.ask("select id from voided")),
        "targets": progress.adjustments(store),
        "declines": progress.declines(store),
        "pains": progress.pains(store),
        "pauses": week.pauses(store),
        "settings": progress.settings(store),
        "own": progress.own(store),
        "activities": progress.activities(store, date(1990, 1, 1)),
        "flares": session_queries.flares(store),
        "decisions": [progress.decisions(store, name) for name in (*EXERCISES, *RICH)],
        "last": progress.last_done(store),
    }


def drawn(stack: ExitStack, seed: int, same: int) -> list[Store]:
    """Three logs with a common past, of which the first `same` go on as the same device: restored backups."""
    chance = random.Random(seed)

    def log(device: bytes) -> Store:
        return stack.enter_context(Store(IN_MEMORY, device=device, now=MORNING))

    first = log(DEVICE)
    hand = Hand(first, seed)
    for _ in range(chance.randrange(6)):
        hand.do()
    found = [first]
    for n in (1, 2):
        copy = log(DEVICE if n < same else bytes([n]) * 16)
        if chance.random() < 0.8:
            merge(copy, first)
        found.append(copy)
    for n, store in enumerate(found):
        hand = Hand(store, seed + n + 1)
        for _ in range(chance.randrange(8)):
            hand.do()
    if chance.random() < 0.5:  # two of them met once before
        merge(found[1], found[2])
        for _ in range(chance.randrange(4)):
            Hand(found[1], seed + 7).do()
    return found


def happened(store: Store) -> list[bytes]:
    return [row.event.id for row in event_queries.happened(store)]


def exported(store: Store) -> str:
    return "".join(document(event_queries.happened(store), event_queries.texts(store), "1"))


def sound(store: Store) -> None:
    assert event_queries.verify_chain(store) == []
    assert not store.ask("pragma foreign_key_check")
    before = projections(store)
    store.rebuild()
    assert projections(store) == before


@pytest.mark.thorough
@often(60)
@given(seed=st.integers(0, 10**6), same=st.integers(1, 3))
def test_in_any_order_and_any_number_of_times_the_union_is_the_same(seed: int, same: int) -> None:
    with ExitStack() as stack:

        def fresh() -> Store:
            return stack.enter_context(Store(IN_MEMORY, device=b"a-reader-1234567", now=MORNING))

        def copied(store: Store) -> Store:
            merge(copy := fresh(), store)
            assert content(copy) == content(store)
            assert [row.digest for row in event_queries.logged(copy)] == [
                row.digest for row in event_queries.logged(store)
            ]
            return copy

        a, b, c = drawn(stack, seed, same)
        ab, ba, bc = copied(a), copied(b), copied(b)
        merge(ab, b), merge(ba, a), merge(bc, c)
        assert content(ab) == content(ba)
        assert happened(ab) == happened(ba)
        sound(ab), sound(ba)
        ab_c, a_bc, c_ba = copied(ab), copied(a), copied(c)
        merge(ab_c, c), merge(a_bc, bc), merge(c_ba, ba)
        expected = content(ab_c)
        assert content(a_bc) == expected
        assert content(c_ba) == expected
        assert happened(ab_c) == happened(a_bc) == happened(c_ba)
        for store in (ab_c, a_bc, c_ba):
            sound(store)
            for other in (a, b, c, ab, bc, ab_c, a_bc):
                assert merge(store, other).nothing
            assert content(store) == expected


@pytest.mark.thorough
@often(60)
@given(seed=st.integers(0, 10**6))
def test_in_any_order_the_union_exports_the_same_bytes_and_so_does_what_is_imported(seed: int) -> None:
    with ExitStack() as stack:

        def union(*logs: Any) -> Store:
            found = stack.enter_context(Store(IN_MEMORY, device=b"a-reader-1234567", now=MORNING))
            for log in logs:
                if isinstance(log, Store):
                    merge(found, log)
                else:
                    found.absorb(log, found.compare(log), lambda _: None)
            return found

        a, b, c = drawn(stack, seed, same=1)
        assert exported(union(a)) == exported(a)
        expected = exported(union(a, b, c))
        for order in permutations((a, b, c)):
            assert exported(union(*order)) == expected
        merge(a, b), merge(c, a)
        assert exported(c) == expected
        again = union(Document(expected))
        assert exported(again) == expected
        assert [row.event.id for row in event_queries.logged(again)] == happened(c)


@pytest.mark.parametrize("ahead", [1, 7, 1000])
def test_an_event_is_found_by_its_id_in_whatever_order_is_asked(
    ahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "AHEAD", f"{SELECT_EVENTS} where e.seq > ? order by e.seq limit {ahead}")
    with Store(IN_MEMORY, device=DEVICE, now=MORNING) as store:
        store.append(rich_session(MORNING)[0])
        there = list(event_queries.logged(store))
        asked = [*there, *there[::-1], *there[::3], *random.Random(1).sample(there, len(there))]
        ours = compare.Ours(store.conn)
        for row in asked:
            assert ours.find(bytes(16)) is None
            assert ours.find(row.id) == row


def test_a_log_of_many_events_comes_in_as_a_few_do() -> None:
    with (
        Store(IN_MEMORY, device=DEVICE, now=MORNING) as few,
        Store(IN_MEMORY, device=b"1" * 16, now=MORNING) as many,
    ):
        for day in range(4):
            diary = Diary(MORNING + timedelta(days=day))
            few.append([diary.started(), diary.planned(0, RICH[0]), *(diary.rep(0, n) for n in range(1, 41))])
        merge(many, few)
        assert event_queries.verify_chain(many) == []
        assert (content(many), projections(many)["rep"]) == (content(few), projections(few)["rep"])

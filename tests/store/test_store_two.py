"""Two programs on one log: whatever they write in turns, its chain is whole and its tables are right."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from often import often
from store_diary import DEVICE, MORNING, Diary

from backtui.domain.events import Event
from backtui.store.doctor import drift
from backtui.store.queries import events as event_queries
from backtui.store.queries import sessions
from backtui.store.store import Store

OTHER = b"other-device-000"


@contextmanager
def both() -> Iterator[tuple[Store, Store]]:
    """Two programs of two names with one log open."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "backtui.db"
        with (
            Store(path, device=DEVICE, now=MORNING, create=True) as one,
            Store(path, device=OTHER, now=MORNING) as other,
        ):
            one.conn.execute("pragma synchronous=OFF")
            other.conn.execute("pragma synchronous=OFF")
            yield one, other


def deed(kind: str, diary: Diary, place: int, logged: list[Event]) -> Event:
    """Something that a program writes about a session, or about all."""
    match kind:
        case "rep":
            return diary.rep(0, 1 + place)
        case "rated":
            return diary.event("rated", item=0, rating=("easy", "hard", None)[place % 3])
        case "pain":
            return diary.event("pain-answered", when=("before", "after")[place % 2], score=place)
        case "ended":
            return diary.event("session-ended", how="done", alive=True)
        case "set":
            return diary.loose("setting-set", key="goal", value=1 + place % 7)
        case "target":
            dose = {"hold_s": 1 + place, "reps": 3}
            return diary.loose("target-set", exercise="bridge", by="me", dose=dose)
        case _:
            return diary.loose("void", events=[logged[place % len(logged)].id.hex()])


KINDS = st.sampled_from(["rep", "rep", "rated", "pain", "ended", "set", "target", "void"])


@often(40)
@given(st.lists(st.tuples(st.booleans(), KINDS, st.integers(0, 1), st.integers(0, 9)), max_size=16))
def test_in_turns_they_keep_one_sound_log(turns: list[tuple[bool, str, int, int]]) -> None:
    diaries = [Diary(), Diary(MORNING + timedelta(hours=3))]
    with both() as stores:
        logged: list[Event] = []
        for store, diary in zip(stores, diaries, strict=True):
            logged += store.append([diary.started(), diary.planned(0, "bridge")])
        for second, kind, which, place in turns:
            logged += stores[second].append([deed(kind, diaries[which], place, logged)])
        one, other = stores
        assert event_queries.verify_chain(one) == []
        assert list(event_queries.every(one)) == list(event_queries.every(other)) == logged
        assert sessions.newest(one, 5) == sessions.newest(other, 5)
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            one.conn.backup(copy)
            assert drift(copy) == {}

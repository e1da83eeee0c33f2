import re
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from store_diary import DEVICE, MORNING, Diary

from backtui.store.backup import verify
from backtui.store.chain import breaks
from backtui.store.errors import StoreDamaged
from backtui.store.packing import teach
from backtui.store.queries import events, sessions
from backtui.store.store import Store


def tamper(store: Store, statement: str) -> None:
    """Change the log as only somebody who takes its triggers away can."""
    with closing(sqlite3.connect(store.path)) as conn:
        teach(conn)
        for (name,) in conn.execute("select name from sqlite_schema where type = 'trigger'").fetchall():
            conn.execute(f"drop trigger {name}")
        conn.execute("pragma ignore_check_constraints=ON")
        assert conn.execute(statement).rowcount == 1
        conn.commit()


@pytest.fixture
def kept(store: Store) -> Store:
    """A log with two sessions."""
    store.append(Diary().whole("bridge"))
    store.append(Diary(MORNING + timedelta(days=1)).whole("bridge"))
    assert events.verify_chain(store) == []
    return store


@pytest.mark.parametrize(
    "change",
    [
        "body = packed(replace(body_text(body), 'plain', 'plaim'))",
        "body = x'01ff'",
        "body = cast(body || x'00' as blob)",
        "body = cast(substr(body, 1, 9) as blob)",
        "wall_us = wall_us + 1",
        "offset_s = 0",
        "mono_ms = null",
        "kind = 12",
        "kind = 99",
        "id = randomblob(16)",
        "session = 2",
        "counter = 999",
    ],
)
def test_a_changed_event_is_named(kept: Store, change: str) -> None:
    tamper(kept, f"update event set {change} where seq = 1")
    assert events.verify_chain(kept)
    assert re.search(r"\bevent 1\b", " ".join(events.verify_chain(kept)))


def test_a_changed_digest_and_a_missing_event_are_named(kept: Store) -> None:
    tamper(kept, "update event set digest = randomblob(32) where seq = 2")
    assert [line.split(" (")[0] for line in events.verify_chain(kept)] == ["event 2", "event 3"]
    tamper(kept, f"delete from event where seq = {events.count(kept)}")
    assert "newest events are missing" in events.verify_chain(kept)[-1]
    tamper(kept, "delete from event where seq = 5")
    assert any("event 5 of its device is missing" in line for line in events.verify_chain(kept))


def test_a_changed_session_or_device_id_is_named(kept: Store) -> None:
    tamper(kept, "update log_session set id = randomblob(16) where key = 2")
    assert len(events.verify_chain(kept)) == kept.ask("select count(*) from event where session = 2")[0][0]
    tamper(kept, "update device set uuid = randomblob(16)")
    assert len(events.verify_chain(kept)) == events.count(kept)


def test_bytes_that_are_no_text_are_named_and_not_a_crash(kept: Store) -> None:
    tamper(kept, "update event set body = x'017bff7d' where seq = 3")
    assert [line.split(" (")[0] for line in events.verify_chain(kept)] == ["event 3"]


def test_each_flipped_byte_of_an_event_page_is_found(kept: Store) -> None:
    seq_one = kept.ask("select body from event where seq = 4")[0][0]
    kept.close()
    content = kept.path.read_bytes()
    at = content.index(seq_one)
    for offset in range(len(seq_one)):
        broken = bytearray(content)
        broken[at + offset] ^= 1
        kept.path.write_bytes(broken)
        assert not verify(kept.path).sound
    kept.path.write_bytes(content)
    assert verify(kept.path).sound


def test_damage_that_sqlite_does_not_see_is_a_sentence_too(kept: Store) -> None:
    tamper(kept, "update event set body = packed('{') where seq = 1")
    tamper(kept, "update session set state = 'opfn' where key = 1")
    for read in (lambda: list(events.every(kept)), lambda: sessions.newest(kept, 5)):
        with pytest.raises(StoreDamaged) as caught:
            read()
        assert str(kept.path) in str(caught.value)
        assert str(caught.value).endswith(".")
    with pytest.raises(StoreDamaged):
        kept.append([Diary().started()])


def test_only_the_newest_may_be_looked_at(kept: Store) -> None:
    all_ = events.count(kept)
    assert not [found for n in range(1, all_ + 2) for found in breaks(kept.conn, n)]
    tamper(kept, f"update event set wall_us = wall_us + 1 where seq = {all_ - 1}")
    seen = [n for n in range(1, all_ + 2) if list(breaks(kept.conn, n))]
    assert seen == list(range(3, all_ + 2))  # the first of those looked at is believed


def test_a_page_that_has_lost_events_is_noticed_before_anything_is_written(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backtui.store.store.LOOKED_AT", 2)
    all_ = events.count(kept)
    tamper(kept, "delete from event where seq = 5")
    [lost] = breaks(kept.conn, 2)
    assert str(lost) == f"{all_} events were logged, {all_ - 1} can be found"
    with Store(kept.path, device=DEVICE, now=MORNING) as again:
        with pytest.raises(StoreDamaged, match=f"{all_ - 1} can be found"):
            again.append([Diary().started()])
        assert events.count(again) == all_ - 1

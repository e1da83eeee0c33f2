import hashlib
import json
import zlib
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from often import often
from store_diary import MORNING, Diary

from backtui.domain.event_json import UnreadableEventError, as_json
from backtui.domain.events import BODY_LIMIT_BYTES, BY_KIND
from backtui.store.connection import connect
from backtui.store.packing import DICTIONARY, KIND, KINDS, body_text, kind_name, packed, unpacked
from backtui.store.store import Store

TEXT = st.text(st.characters(codec="utf-8"), max_size=200)
BODY = st.dictionaries(
    TEXT, TEXT | st.integers() | st.booleans() | st.lists(st.floats(0, 600), max_size=9), max_size=9
)


def test_what_logs_were_packed_with_is_frozen() -> None:
    first = hashlib.sha256(repr(KINDS[:26]).encode() + DICTIONARY).hexdigest()[:16]
    assert first == "57db729f0df4575d"
    assert set(KINDS) == set(BY_KIND)
    assert [kind_name(KIND[name]) for name in KINDS] == list(KINDS)


@given(BODY)
@often(40)
def test_a_body_comes_out_as_it_went_in(body: dict[str, object]) -> None:
    text = as_json(body)
    assert body_text(packed(text)) == text
    assert unpacked(packed(text)) == text.encode()


def test_what_an_older_log_has_is_read_as_it_is() -> None:
    assert body_text('{"item":1}') == body_text(b'{"item":1}') == '{"item":1}'
    assert kind_name("rated") == kind_name(b"rated") == kind_name(KIND["rated"]) == "rated"


def test_the_longest_body_can_be_kept_whatever_is_in_it() -> None:
    noise = hashlib.shake_256(b"noise").hexdigest((BODY_LIMIT_BYTES - 10) // 2)
    text = as_json({"text": noise[: BODY_LIMIT_BYTES - 11]})
    assert len(text) <= BODY_LIMIT_BYTES
    assert len(packed(text)) <= BODY_LIMIT_BYTES + 100
    assert body_text(packed(text)) == text


@pytest.mark.parametrize(
    "kept",
    [
        b"\x01",
        b"\x01\xff\xff",
        packed('{"item":7,"rating":"easy"}')[:-2],
        packed('{"item":7,"rating":"easy"}') + b"\x00",
        packed("x" * (BODY_LIMIT_BYTES + 1)),
        b"\x01" + zlib.compress(b"{}"),
        b"\xff\xfe",
    ],
)
def test_what_cannot_be_unpacked_is_unreadable(kept: bytes) -> None:
    with pytest.raises(UnreadableEventError):
        body_text(kept)


@pytest.mark.parametrize("kept", [0, 27, -1, 3.5, None, b"\xff"])
def test_what_is_no_kind_is_unreadable(kept: int) -> None:
    with pytest.raises(UnreadableEventError):
        kind_name(kept)


def test_a_file_says_itself_how_it_is_read(store: Store) -> None:
    """Somebody who has the file alone, and not backtui, reads every event with what stands in it."""
    store.append(Diary().whole("bridge"))
    with closing(connect(Path(store.path), "ro", 1)) as conn:
        ((words,),) = conn.execute("select words from dictionary where number = 1").fetchall()
        rows = conn.execute(
            "select name, body from event join event_kind on number = kind order by seq"
        ).fetchall()
    read = [(kind, json.loads(zlib.decompressobj(-15, words).decompress(body[1:]))) for kind, body in rows]
    assert read[0][0] == "session-started"
    assert read[0][1]["routine"]
    assert {kind for kind, _ in read} <= set(KINDS)


def test_a_repetition_takes_little_room(store: Store) -> None:
    for day in range(20):
        store.append(Diary(MORNING + timedelta(days=day)).whole("bridge"))
    longest = store.ask(
        "select max(length(body)), max(length(body_text(body))) from event join event_kind on number = kind"
        " where name = 'rep-ended'"
    )[0]
    assert longest[0] <= 16 < longest[1]

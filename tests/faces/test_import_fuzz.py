"""Whatever stands in a file: it is refused whole, or taken in whole and every answer still works."""

import json
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from often import often
from open_logs import open_log
from store_diary import MORNING
from test_store_merge import Hand, content, merge
from test_store_project import projections

from backtui.coach.giving_out import report
from backtui.content.load import load
from backtui.domain.event_json import as_json
from backtui.domain.moments import numbers
from backtui.exchange import json_import
from backtui.exchange.csv_export import TABLES, Spreadsheet, table
from backtui.exchange.json_export import document
from backtui.exchange.json_import import Document, ImportedEvent, ImportRefused
from backtui.exchange.report import page
from backtui.store.chain import FIRST, link
from backtui.store.errors import StoreError
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events as event_queries
from backtui.store.queries import progress
from backtui.store.queries import sessions as session_queries
from backtui.store.store import Store

DEEP: Any = {"a": {"b": [1]}}
VALUES = [
    *(None, True, False, 0, -1, 1, 3, 10**9, 2**63, 10**400, 0.5, -0.0, 1e308, [1e999]),
    *("", "x", "a" * 5000, "\x1b[2J", "\u202e", "\ud800", "easy", "provider", "undo", "<script>", "=1+1"),
    *("2026-03-02", "2026-13-40", "0001-01-01", "9999-12-31", "2026-03-02T07:00:00", "ab" * 16),
    *("2026-03-02T07:00:00+00:00", "2999-12-31T23:59:59-23:59", "1971-01-01T00:00:00+23:59"),
    *([], [0], [[]], {}, {"hold_s": 1, "reps": 1}, {"hold_s": 0, "reps": 99}, ["ab" * 16], DEEP),
    *("session-started", "void"),
]
AT = datetime(2026, 4, 1, 9, tzinfo=UTC)


class Clock:
    rate, gap_s = 1.0, 5.0

    def now(self) -> datetime:
        return AT

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None: ...


@cache
def exported(seed: int) -> str:
    """The export of a log in which anything may have happened."""
    with Store(IN_MEMORY, device=b"first-device-000", now=MORNING) as store:
        hand = Hand(store, seed)
        for _ in range(30):
            hand.do()
        return "".join(document(event_queries.happened(store), event_queries.texts(store), "1"))


def chained(events: list[Any]) -> None:
    """Make the digests right again, as somebody would who knows how."""
    ends: dict[Any, bytes] = {}
    for each in events:
        with suppress(Exception):
            wall_us, offset_s = numbers(datetime.fromisoformat(each["wall"]))
            session = each["session"] and bytes.fromhex(each["session"])
            parts = (bytes.fromhex(each["id"]), bytes.fromhex(each["device"]), each["counter"], session)
            parts = (*parts, wall_us, offset_s, each["mono_ms"])
            before = ends.get(each["device"], FIRST)
            ends[each["device"]] = link(before, parts, each["kind"], as_json(each["body"]))
            each["digest"] = ends[each["device"]].hex()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a value."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from places(each, (*path, key))


def imported(text: str) -> None:
    """Take it in; then nothing is there, or all is sound."""
    with Store(IN_MEMORY, device=bytes(16), now=MORNING) as store:
        said = refusal(store, Document(text))
        if said is None:
            every_answer(store)
            return
        assert "breaks its rules" not in said, "the database had to refuse what the check let through"
        assert "\n" not in said
        assert event_queries.count(store) == 0


def laid_out(whole: Any) -> str:
    """The document with a line an event, as the export has it."""
    head = json.dumps({key: value for key, value in whole.items() if key != "events"})[:-1]
    lines = ",\n".join(map(json.dumps, whole["events"]))
    return f'{head}, "events": [\n{lines}\n]}}\n'


def read(text: str) -> tuple[list[ImportedEvent], str]:
    """The events of a document, and why it is refused behind them, without the line."""
    found: list[ImportedEvent] = []
    try:
        for row in Document(text).rows():
            found.append(row)
    except ImportRefused as error:
        return found, str(error).partition(": ")[2]
    return found, ""


def changed(whole: Any) -> None:
    """Many lines are read at once where all is sound in them, and that says the same as one by one."""
    chained(whole["events"])
    text = json.dumps(whole)
    one_by_one = read(text)
    assert read(laid_out(whole)) == one_by_one
    with patch.object(json_import, "LINES", 700):
        assert read(laid_out(whole)) == one_by_one
    imported(text)


def refusal(store: Store, theirs: Document) -> str | None:
    """Take it in, or say why not."""
    try:
        store.absorb(theirs, store.compare(theirs), lambda _: None)
    except (ImportRefused, StoreError) as error:
        return str(error)
    return None


def every_answer(store: Store) -> None:
    assert event_queries.verify_chain(store) == []
    before = projections(store)
    store.rebuild()
    assert projections(store) == before
    content(store)
    with open_log(store, load(), Clock()).question() as coach:  # type: ignore[arg-type]
        coach.plan(), coach.today(), coach.unconfirmed()
        for exercise in load().exercises:
            coach.why(exercise)
        assert "</html>" in "".join(page(report(coach, None, True)))
    sessions = tuple(session_queries.every(store))
    told = Spreadsheet(
        sessions, tuple(progress.activities(store, date.min)), tuple(progress.pains(store)), {}
    )
    for name in TABLES:
        "".join(table(name, told)).encode()


@pytest.mark.thorough
@often(150)
@given(data=st.data(), seed=st.integers(0, 8))
def test_a_changed_value_is_refused_or_harmless(data: st.DataObject, seed: int) -> None:
    whole = json.loads(exported(seed))
    events = whole["events"]
    for _ in range(data.draw(st.integers(1, 3))):
        target = events[data.draw(st.integers(0, len(events) - 1))]
        path = data.draw(st.sampled_from(list(places(target))[1:]))
        for key in path[:-1]:
            target = target[key]
        if data.draw(st.booleans()):
            target[path[-1]] = deepcopy(data.draw(st.sampled_from(VALUES)))
        elif isinstance(target, dict):
            key = data.draw(st.sampled_from(["item", "change", "erase", "at", "x", "answer"]))
            target[key] = deepcopy(data.draw(st.sampled_from(VALUES)))
        elif isinstance(target, list):
            target.pop(path[-1])
    changed(whole)


@often(60)
@given(data=st.data(), seed=st.integers(0, 3))
@pytest.mark.thorough
def test_kinds_and_bodies_in_the_wrong_places_are_refused_or_harmless(data: st.DataObject, seed: int) -> None:
    whole = json.loads(exported(seed))
    events = whole["events"]
    one, other = (events[data.draw(st.integers(0, len(events) - 1))] for _ in range(2))
    for key in data.draw(
        st.lists(st.sampled_from(["kind", "body", "session", "wall", "mono_ms"]), min_size=1)
    ):
        one[key], other[key] = other[key], one[key]
    changed(whole)


@often(80)
@given(data=st.data(), seed=st.integers(0, 3))
def test_a_damaged_file_is_refused(data: st.DataObject, seed: int) -> None:
    text = exported(seed)
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.sampled_from(["", "\x00", "{", "]", '"', "[" * 3000, "1" * 5000, "é", "\ud800", ","]))
    broken = text[:at] + put + text[at + data.draw(st.integers(0, 3)) :]
    if broken.strip() != text.strip():
        imported(broken)


@given(st.text(max_size=200))
@example("[" * 100_000)
@example('{"events":' + "[" * 100_000)
@example('{"schema": 1, "program": "backtui", "events": [' + '{"a":' * 50_000)
@example('{"schema": NaN, "events": []}')
@example('{"schema": 1e999, "program": "backtui", "events": []}')
@example('{"schema": 1, "program": "backtui", "events": [1' + "0" * 5000 + "]}")
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        list(Document(text).rows())
    assert str(refused.value).startswith("line ")


@pytest.mark.parametrize("seed", range(9))
@pytest.mark.thorough
def test_into_an_empty_log_and_out_again_gives_the_same_bytes(seed: int) -> None:
    text = exported(seed)
    assert read(text) == read(json.dumps(json.loads(text)))
    with Store(IN_MEMORY, device=bytes(16), now=MORNING) as store:
        theirs = Document(text)
        store.absorb(theirs, store.compare(theirs), lambda _: None)
        assert "".join(document(event_queries.happened(store), event_queries.texts(store), "1")) == text
        every_answer(store)


@pytest.mark.thorough
def test_keys_that_another_version_wrote_stay_to_the_byte() -> None:
    whole = json.loads(exported(3))
    for number, each in enumerate(whole["events"]):
        each["body"] = {**each["body"], "zest": [number, None, {"later": "→"}], "Also": 1.5}
    chained(whole["events"])
    with (
        Store(IN_MEMORY, device=bytes(16), now=MORNING) as first,
        Store(IN_MEMORY, device=b"1" * 16, now=MORNING) as second,
    ):
        assert refusal(first, Document(json.dumps(whole))) is None
        merge(second, first)
        for store in (first, second):
            every_answer(store)
            again = json.loads(
                "".join(document(event_queries.logged(store), event_queries.texts(store), "1"))
            )
            assert again["events"] == whole["events"]
            assert [row.body for row in event_queries.logged(store)] == [
                as_json(each["body"]) for each in whole["events"]
            ]

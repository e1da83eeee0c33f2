"""Imports made of the schema: every key of every kind of event, with every wrong type and boundary in it.

    PYTHONPATH=tests:tests/faces:tests/store python tests/faults/odd_imports.py [--share 10] [--commands 100]

makes the digests right again, so that it is the content that is looked at. What is refused is refused in a
sentence and changes nothing; what is taken in leaves every answer whole, and comes out as it went in. One
of `--share` is tried; of what was taken in one of `--commands` is looked at through the commands too.
"""

import argparse
import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from functools import cache
from typing import Any

import msgspec
from found import Found
from msgspec.structs import replace
from odd_room import all_read, home, ran, tried
from own_samples import MORNING as ROUTINE
from own_samples import POSES, hip
from rich_session import rich_session
from store_diary import DEVICE, MORNING, Diary
from test_import_fuzz import DEEP, VALUES, chained, every_answer, places, refusal

from backtui.domain.events import BY_KIND, Event
from backtui.domain.preferences import GROUPS, HIDDEN, Preferences, value_of
from backtui.domain.text import visible
from backtui.exchange.json_export import document
from backtui.exchange.json_import import Document
from backtui.store import doctor
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events as event_queries
from backtui.store.store import Store

MISSING = object()
ODD = [
    *VALUES,
    *(
        2,
        9,
        10,
        11,
        50,
        51,
        60,
        61,
        600,
        601,
        999,
        1000,
        1001,
        43_200,
        43_201,
        100_000,
        100_001,
        2**53,
        -(2**63),
    ),
    *("a" * 80, "a" * 81, "a" * 100, "a" * 101, "界" * 80, "e" + "\u0301" * 79, "\u200d=1+1", " x", "\ufeff"),
    *("0000-01-01", "1971-01-01", "2999-12-31", "3000-01-01", "2026-02-29", "24:00", "NONE", "Easy", "day"),
    *(
        "2999-12-31T23:59:59.999999+23:59",
        "1971-01-01T00:00:00-23:59",
        "none",
        "left",
        "pelvic-tilt",
        "minutes",
    ),
    *([None], [1, 2, 3, 4, 5, 6, 7, 8, 9], [1] * 1001, {"": ""}, {"a": {}}, {str(n): n for n in range(41)}),
    *({"hold_s": 1, "reps": 1, "more": [1] * 9}, {"hold_s": 601, "reps": 51}, {"hold_s": 1.0, "reps": True}),
]
assert DEEP in ODD
DEEP_IN, FEW = 4, 6  # so far in a body it is one of what is of one's own, of which each value says the same
SENTENCE = 600  # characters that a refusal may have


def settings() -> Iterator[tuple[str, Any]]:
    """Every setting with a value that it may have."""
    for row in (*(row for _, rows in GROUPS for row in rows), *HIDDEN):
        yield row.key, msgspec.to_builtins(value_of(Preferences(), row.key))
    yield "schedule", {"lines": [{"routines": ["standard", "mine"], "every": 2}]}


def happened() -> tuple[list[Event], dict[bytes, str]]:
    """An event of each kind at least, with every key that it may have; the texts of notes."""
    diary = Diary(MORNING)
    events, texts = rich_session(MORNING, lambda _: diary.fresh())
    first, *more = events
    events = [replace(first, what=replace(first.what, by_hand=False, rules=2)), *more]
    session = first.id
    later = Diary(MORNING + timedelta(hours=1))

    def of_it(kind: str, **body: Any) -> Event:
        return replace(later.event(kind, **body), session=session)

    dose = {"hold_s": 4, "reps": 3, "more": [2], "rest_s": 20}
    events += [
        *(of_it(kind, item=0) for kind in ("eased", "moved-back", "pain", "dizzy")),
        *(of_it("rated", item=0, rating="hard"), of_it("paused", why="key"), of_it("resumed")),
        *(
            of_it("session-confirmed"),
            of_it("growth-declined", exercise="pretzel", course="day", side="left"),
        ),
        *(
            of_it("pain-answered", when=when, score=3, answer="same")
            for when in ("before", "after", "morning")
        ),
        of_it(
            "exercise-planned",
            item=4,
            exercise="pelvic-lift",
            from_=dose,
            more=[2],
            rest_s=20,
            course="day",
            side="left",
            sides="each",
            asked=dose,
            aim=dose,
            tempo={"in_s": 3, "out_s": 3, "relax_s": 3},
            parts=[{"seconds": 3}, {"moving": True}],
            rest_before_s=10,
        ),
        later.loose("exercise-saved", id="hip-circle", definition=hip(figure=POSES)),
        later.loose("routine-saved", id="morning", definition=dict(ROUTINE)),
        later.loose(
            "target-set",
            exercise="pretzel",
            by="provider",
            side="left",
            dose=dose,
            target=dose,
            ceiling=dose,
            locked=False,
            resting=False,
            disabled=False,
            needed=3,
            ladder="balanced",
            step={"hold_s": 2, "reps": 1, "sets": 1},
            priority="high",
            allowed=True,
        ),
        *(later.loose("setting-set", key=key, value=value) for key, value in settings()),
        later.loose("pain-answered", when="other", score=3),
        later.loose("activity-done", what="walking", minutes=30, day="2026-03-02"),
        later.loose("pause-set", why="holiday", first="2026-03-10", last="2026-03-12"),
        *(later.loose(f"{sort}-removed", id="gone") for sort in ("exercise", "routine")),
        later.loose("exercise-saved", id="knee-circle", definition=hip(id="knee-circle")),
    ]
    events.append(replace(later.void(events[7]), session=None))
    events.append(later.loose("void", events=[events[-1].id.hex()], undo=True, redo=True, erase=False))
    return events, texts


@cache
def base() -> str:
    """The document with all of it; `at` and `change` stand in an event of each kind."""
    with Store(IN_MEMORY, device=DEVICE, now=MORNING) as store:
        events, texts = happened()
        store.append(events, texts=texts)
        whole = json.loads("".join(document(event_queries.happened(store), event_queries.texts(store), "1")))
    for place in richest(whole["events"]).values():
        each = whole["events"][place]
        each["body"] |= {"change": each["id"]} | each["body"] | {"further": {"a": [1]}}
        each["body"]["at"] = each["wall"][:19] + each["wall"][26:]
    chained(whole["events"])
    return json.dumps(whole)


def richest(events: list[dict[str, Any]]) -> dict[str, int]:
    """The place of the event of each kind that says most; of a setting each."""
    found: dict[str, int] = {}
    for place, each in enumerate(events):
        name = f"{each['kind']} {each['body'].get('key', '')}".strip()
        if name not in found or len(str(each["body"])) > len(str(events[found[name]]["body"])):
            found[name] = place
    return found


def is_whole() -> bool:
    """Whether every key of every kind stands in the document."""
    events = json.loads(base())["events"]
    said = {
        kind: {key for each in events if each["kind"] == kind for key in each["body"]} for kind in BY_KIND
    }
    return all(said[kind] >= set(BY_KIND[kind].__struct_encode_fields__) for kind in BY_KIND)


Way = tuple[Any, ...]


def mutations() -> Iterator[tuple[int, Way, Any]]:
    """Every place of the richest event of each kind, with all that may stand there wrongly, or nothing."""
    whole = json.loads(base())
    seen: set[str] = set()
    for place in richest(whole["events"]).values():
        kind = whole["events"][place]["kind"]
        for path in list(places(whole["events"][place]))[1:]:
            if kind in seen and "value" not in path:
                continue  # another setting
            for value in (*(ODD[:: 1 if len(path) < DEEP_IN else FEW]), MISSING):
                yield place, path, value
        seen.add(kind)
    for path in [path for path in places(whole) if 0 < len(path) < 2]:
        for value in (*ODD, MISSING):
            yield -1, path, value
    for place in range(len(whole["events"])):  # what is there twice, elsewhere, or not at all
        for other in (place, 0, len(whole["events"]) - 1):
            yield place, ("twice",), other
        yield place, (), MISSING


def mutated(place: int, path: Way, value: Any) -> str:
    """The document with one thing changed in it, and the digests made right again."""
    whole = json.loads(base())
    events = whole["events"]
    if path == ("twice",):
        events.insert(value, deepcopy(events[place]))
    else:
        target = whole if place < 0 else events if not path else events[place]
        key = path[-1] if path else place
        for name in path[:-1]:
            target = target[name]
        if value is MISSING:
            del target[key]
        else:
            target[key] = deepcopy(value)
    if isinstance(whole.get("events"), list) and all(isinstance(each, dict) for each in whole["events"]):
        renumbered(whole["events"])
        chained(whole["events"])
    return json.dumps(whole)


def renumbered(events: list[dict[str, Any]]) -> None:
    """Where an event is there twice or gone, the counters go on as the chain wants them."""
    counts = [each.get("counter") for each in events]
    if len(counts) != len(json.loads(base())["events"]):
        for number, each in enumerate(events, 1):
            each["counter"] = number


def told(place: int, path: Way, value: Any) -> str:
    """What was changed, for a note."""
    kind = json.loads(base())["events"][place]["kind"] if place >= 0 else "the document"
    return f"{kind} {'.'.join(map(str, path))} = {'nothing' if value is MISSING else ascii(value)[:60]}"


def by_commands(text: str) -> None:
    """Take a document in by the command, and ask all commands."""
    with home() as at:
        file = at / "log.json"
        file.write_text(text)
        wrong = ran("import", str(file), "--yes", codes=(0,)) or all_read() or ran("undo", codes=(0, 1))
        assert not wrong, wrong


class Log:
    """A log that is as new for each try."""

    def __init__(self) -> None:
        self.taken = 0
        self.fresh()

    def fresh(self) -> None:
        """An empty one."""
        self.store = Store(IN_MEMORY, device=bytes(16), now=MORNING)

    def refusal(self, text: str) -> str | None:
        """Take a document in; None, or the sentence of its refusal, after which nothing may be there."""
        said = refusal(self.store, Document(text))
        if said is not None:
            assert len(said) < SENTENCE, f"a sentence of {len(said)} characters"
            assert said == visible(said), "a sentence that steers"
            assert "breaks its rules" not in said, f"the check let it through: {said}"
            assert event_queries.count(self.store) == 0, "something was taken in"
        return said

    def take_in(self, text: str, commands: int) -> None:
        """Take a document in and look at all, at one of so many by the commands too; or it is refused."""
        if self.refusal(text) is not None:
            return
        self.taken += 1
        try:
            self.look(text)
        finally:
            self.fresh()
        if commands and self.taken % commands == 0:
            by_commands(text)

    def look(self, text: str) -> None:
        """What was taken in leaves all whole, and comes out as it went in."""
        every_answer(self.store)
        again = "".join(document(event_queries.happened(self.store), event_queries.texts(self.store), "1"))
        after, before = json.loads(again)["events"], json.loads(text)["events"]
        if any(each["body"].get("erase") for each in before if each["kind"] == "void"):
            for each in (*after, *before):
                each.pop("text", None)
        assert after == sorted_as(before, after), "it comes out otherwise"
        with Store(IN_MEMORY, device=bytes(16), now=MORNING) as other:
            assert refusal(other, Document(again)) is None, "its own export is refused"
            third = "".join(document(event_queries.happened(other), event_queries.texts(other), "1"))
            assert third == again, "export, import and export again differ"
        wrong = [
            each
            for each in doctor.findings(self.store.conn)
            if each.sound is False and each.name != "repetitions"
        ]
        assert not wrong, f"doctor: {wrong}"


def sorted_as(events: list[Any], like: list[Any]) -> list[Any]:
    """Events in the order of others, by their ids."""
    by_id = {each["id"]: each for each in events}
    return [by_id[each["id"]] for each in like]


def series(share: int = 1, commands: int = 0, start: int = 0) -> Found:
    """Try one of `share`; what was found."""
    found, log = Found("imports with a wrong value in one place"), Log()
    for number, change in enumerate(mutations()):
        if (number + start) % share == 0:
            tried(found, told(*change), lambda: log.take_in(mutated(*change), commands))  # noqa: B023 at once
    found.notes.append(f"{log.taken} were taken in")
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--share", type=int, default=1)
    parser.add_argument("--commands", type=int, default=50)
    asked = parser.parse_args()
    return series(asked.share, asked.commands).told()


if __name__ == "__main__":
    raise SystemExit(main())

"""Logs whose events are each sound and together nonsense: ended before begun, taken back twice, mixed.

    PYTHONPATH=tests:tests/faces:tests/store \
        python tests/faults/odd_sequences.py [--tries 2000] [--commands 20]

prints what it found. The same is asked of each as of an import with a wrong value in it.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from found import Found
from odd_imports import Log, base
from odd_room import tried
from test_import_fuzz import chained

Said = dict[str, Any]
KINDS_OF_A_REP = ("rep-ended", "exercise-ended", "rated", "eased", "moved-back", "postponed", "pain", "dizzy")


def events() -> list[Said]:
    """Those of a log in which all is in its order."""
    return list(json.loads(base())["events"])


def new_id(chance: random.Random) -> str:
    """An id that nobody has."""
    return chance.randbytes(16).hex()


def of(whole: list[Said], *kinds: str) -> list[Said]:
    """The events of some kinds."""
    return [each for each in whole if each["kind"] in kinds]


def copied(each: Said, chance: random.Random, **body: Any) -> Said:
    """The same once more under an id of its own, with other keys."""
    more = deepcopy(each)
    more["id"] = new_id(chance)
    if each["kind"] != "exercise-planned":  # of which it says what was decided
        more["body"].pop("change", None)
    more["body"] |= body
    return more


def void(whole: list[Said], chance: random.Random, *ids: str) -> Said:
    """Takes back what has these ids."""
    more = copied(of(whole, "void")[0], chance, events=list(ids))
    for key in ("erase", "undo", "redo", "at"):
        more["body"].pop(key, None)
    return more


# Each changes a log in its own way; `chance` says where.


def ended_first(whole: list[Said], chance: random.Random) -> None:
    """The session ends before it begins."""
    whole.sort(key=lambda each: each["kind"] != "session-ended")


def shuffled(whole: list[Said], chance: random.Random) -> None:
    """Everything in any order."""
    chance.shuffle(whole)


def turned(whole: list[Said], chance: random.Random) -> None:
    """Everything from its end."""
    whole.reverse()


def some(whole: list[Said], chance: random.Random) -> None:
    """Much is not there; maybe the start, or the plan."""
    whole[:] = [each for each in whole if chance.random() < 0.6]


def not_planned(whole: list[Said], chance: random.Random) -> None:
    """Something happens in an exercise that no plan has."""
    for each in of(whole, *KINDS_OF_A_REP):
        if chance.random() < 0.4:
            each["body"]["item"] = chance.choice([5, 17, 999, 1000])


def beyond(whole: list[Said], chance: random.Random) -> None:
    """More repetitions, holds and seconds than were planned, on sides that there are not."""
    for each in of(whole, "rep-ended"):
        numbers = chance.choice([[], [0], [43_200.0], [1.5] * 9])
        for rep in chance.sample((1, 2, 3, 50, 999, 1000), 2):
            side = chance.choice(["none", "left", "right"])
            whole.append(copied(each, chance, rep=rep, side=side, holds_s=numbers))


def planned_twice(whole: list[Said], chance: random.Random) -> None:
    """The same place of the plan has two exercises, or another dose."""
    for each in of(whole, "exercise-planned"):
        name = chance.choice(["bridge", each["body"]["exercise"], "gone"])
        whole.insert(chance.randrange(len(whole)), copied(each, chance, exercise=name, reps=1, hold_s=600))


def interleaved(whole: list[Said], chance: random.Random) -> None:
    """A second session stands between the events of the first."""
    start = of(whole, "session-started")[:1]
    if not start or not start[0]["session"]:
        return
    other = new_id(chance)
    for each in [each for each in whole if each["session"] == start[0]["session"]]:
        more = copied(each, chance)
        more["session"] = other
        if each["id"] == each["session"]:
            more["id"] = other
        whole.insert(chance.randrange(len(whole) + 1), more)


def begun_twice(whole: list[Said], chance: random.Random) -> None:
    """A session begins several times, on other days."""
    for each in of(whole, "session-started"):
        for day in ("1971-01-01", "2999-12-31", "2026-03-01"):
            whole.insert(chance.randrange(len(whole) + 1), copied(each, chance, day=day))


def ended_twice(whole: list[Said], chance: random.Random) -> None:
    """A session and its exercises end several times, each time otherwise."""
    for each in of(whole, "session-ended"):
        for how in ("dizzy", "stopped", "done"):
            whole.append(copied(each, chance, how=how, alive=False))
    for each in of(whole, "exercise-ended"):
        whole.append(copied(each, chance, how=chance.choice(["pain", "left-out", "cut"]), begun=False))


def voids(whole: list[Said], chance: random.Random) -> None:
    """Anything is taken back, also voids, what is not there, what comes later, and itself."""
    for _ in range(chance.randrange(1, 9)):
        ids = [chance.choice(whole)["id"] for _ in range(chance.randrange(1, 4))]
        more = void(whole, chance, *ids, new_id(chance)) if of(whole, "void") else None
        if more is None:
            return
        if chance.random() < 0.3:
            more["body"]["events"].append(more["id"])
        more["body"] |= {key: True for key in ("erase", "undo", "redo") if chance.random() < 0.3}
        whole.insert(chance.randrange(len(whole) + 1), more)


def circle(whole: list[Said], chance: random.Random) -> None:
    """Two voids take each other back."""
    if of(whole, "void"):
        one, other = void(whole, chance, "00" * 16), void(whole, chance, "00" * 16)
        one["body"]["events"], other["body"]["events"] = [other["id"]], [one["id"]]
        whole += [one, other]


def strangers(whole: list[Said], chance: random.Random) -> None:
    """Events of sessions that never began, or whose session is an event of another kind."""
    for each in whole:
        if each["session"] and chance.random() < 0.3 and each["kind"] != "session-started":
            each["session"] = chance.choice([new_id(chance), chance.choice(whole)["id"]])


def other_times(whole: list[Said], chance: random.Random) -> None:
    """The clock jumps by years, back and forth, and the zone by a day."""
    for each in whole:
        if chance.random() < 0.5:
            days = chance.choice([-20_000, -400, -1, 1, 400, 300_000])
            at = datetime.fromisoformat(each["wall"]) + timedelta(days=days, seconds=chance.random() * 86_400)
            offset = chance.choice(["+23:59", "-23:59", "+00:00", "+05:45", "+00:00:01"])
            each["wall"] = at.replace(tzinfo=None).isoformat(timespec="microseconds") + offset
            moved = datetime.fromisoformat(each["wall"]).utcoffset()
            assert moved is not None
            each["offset_s"] = int(moved.total_seconds())
        if chance.random() < 0.3:
            each["mono_ms"] = chance.choice([None, 0, 2**52])


def devices(whole: list[Said], chance: random.Random) -> None:
    """Several devices write by turns about the same."""
    names = [chance.randbytes(16).hex() for _ in range(3)]
    for each in whole:
        each["device"] = chance.choice(names)


def changes(whole: list[Said], chance: random.Random) -> None:
    """Choices are said to belong to others, to nobody, and to voids."""
    for each in whole:
        if chance.random() < 0.4 and each["kind"] != "exercise-planned":
            each["body"]["change"] = chance.choice([chance.choice(whole)["id"], new_id(chance)])
        if chance.random() < 0.2:
            each["body"]["at"] = chance.choice(["1971-01-01T00:00:00+00:00", "2999-12-31T00:00:00-12:00"])


def gone(whole: list[Said], chance: random.Random) -> None:
    """What is of one's own is removed, and used, before it is saved; routines of nothing."""
    for each in of(whole, "exercise-saved", "routine-saved"):
        each["body"]["definition"] = chance.choice([{}, {"id": "x"}, {"items": []}, {"name": "\u200d=1"}])
    for each in of(whole, "setting-set"):
        if each["body"]["key"] in ("routine", "cautions", "schedule"):
            each["body"]["value"] = chance.choice(
                ["gone", ["gone"], {"lines": [{"routines": ["gone"], "every": 1}]}]
            )


def set_oddly(whole: list[Said], chance: random.Random) -> None:
    """Doses whose target is below their start and whose ceiling is below both; one pause in another."""
    doses = [
        {"hold_s": 600, "reps": 50, "more": [50] * 9},
        {"hold_s": 0, "reps": 1},
        {"hold_s": 1, "reps": 1},
    ]
    for each in of(whole, "target-set"):
        for name in ("pelvic-tilt", "pretzel", "gone"):
            dose = {key: chance.choice(doses) for key in ("dose", "target", "ceiling")}
            whole.append(copied(each, chance, exercise=name, side="left", **dose))
    for each in of(whole, "pause-set"):
        for first, last in (
            ("2026-03-12", "2026-03-01"),
            ("1971-01-01", "2999-12-31"),
            ("2026-03-11", "2026-03-11"),
        ):
            whole.append(copied(each, chance, first=first, last=last))


WAYS: tuple[Callable[[list[Said], random.Random], None], ...] = (
    *(ended_first, shuffled, turned, some, not_planned, beyond, planned_twice, interleaved, begun_twice),
    *(ended_twice, voids, circle, strangers, other_times, devices, changes, gone, set_oddly),
)


def numbered(whole: list[Said]) -> str:
    """The document of events in their order, each the next of its device."""
    counts: Mapping[str, int] = {}
    for each in whole:
        counts = {**counts, each["device"]: counts.get(each["device"], 0) + 1}
        each["counter"] = counts[each["device"]]
    chained(whole)
    return json.dumps({"schema": 1, "program": "backtui", "version": "1", "events": whole})


def sequences(tries: int) -> Iterator[tuple[str, str]]:
    """Each way alone, then several at once; what was done, and the document."""
    for seed in range(tries):
        chance = random.Random(seed)
        ways = [WAYS[seed]] if seed < len(WAYS) else chance.sample(WAYS, chance.randrange(1, 5))
        whole = events()
        for way in ways:
            if whole:
                way(whole, chance)
        yield f"{seed}: {', '.join(way.__name__ for way in ways)}", numbered(whole)


def series(tries: int, commands: int) -> Found:
    """Try so many; what was found."""
    found, log = Found("events in an order that is nonsense"), Log()
    for told, text in sequences(tries):
        tried(found, told, lambda: log.take_in(text, commands))  # noqa: B023 tried at once
    found.notes.append(f"{log.taken} were taken in")
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--tries", type=int, default=2000)
    parser.add_argument("--commands", type=int, default=20)
    asked = parser.parse_args()
    return series(asked.tries, asked.commands).told()


if __name__ == "__main__":
    raise SystemExit(main())

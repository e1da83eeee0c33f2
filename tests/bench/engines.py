"""Compares the rules with those of another checkout: python tests/bench/engines.py CHECKOUT [LOGS].

CHECKOUT is one from before doses had courses (commit c76bb8b). Random logs without sets, steps and doses of
routines are lived through by both engines, and wherever they decide otherwise the sharpened rules are taken
back one by one, two by two, three by three, then all: the first that give the old decision explain the
difference. What not even all of them explain is counted apart and must be 0, else this ends with 1.
"""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import patch

HERE = Path(__file__)
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
OUTCOMES = ("success", "easy", "hard", "miss", "cut short", "pain")
USUAL = (10, 2, 2, 3, 1, 2)  # how often each of them is
LOGS, LONGEST = 10_000, 24
Case = dict[str, Any]


def told(at: datetime) -> str:
    return at.isoformat()


# Both engines, each on its own package: a case as JSON becomes what its rules take.


def decide_as_before(case: Case) -> list[Any]:
    """What the rules of the other checkout decide; run in a process of its own."""
    from backtui.domain.exercise import Dose
    from backtui.domain.progression.prescription import Entry, Outcome, Override, Prescription
    from backtui.domain.progression.rules import next_dose

    facts = shared(case, Dose, Override)
    flares = tuple(datetime.fromisoformat(each["at"]) for each in case["flares"])
    prescription = Prescription(**facts, flares=flares)  # type: ignore[arg-type]
    entries = [
        Entry(
            datetime.fromisoformat(each["at"]),
            date.fromisoformat(each["day"]),
            Dose(*each["dose"]),
            Outcome(each["outcome"]),
            each["counts"],  # type: ignore[arg-type]
        )
        for each in case["entries"]
    ]
    return answer(next_dose(prescription, entries, date.fromisoformat(case["today"])))


def shared(case: Case, dose: Callable[..., Any], override: Callable[..., Any]) -> dict[str, Any]:
    """What a course is made of in both."""
    from backtui.domain.progression.ladder import Order

    facts = {name: dose(*case[name]) for name in ("start", "target", "ceiling")}
    for name in ("target_at", "ceiling_at", "rested", "resumed"):
        facts[name] = datetime.fromisoformat(case[name]) if case[name] else None
    for name in ("override", "locked"):
        facts[name] = (
            override(datetime.fromisoformat(case[name][0]), dose(*case[name][1])) if case[name] else None
        )
    declines = tuple(datetime.fromisoformat(each) for each in case["declines"])
    return {**facts, "needed": case["needed"], "order": Order(case["order"]), "declines": declines}


def answer(decision: Any) -> list[Any]:
    """What is compared of a decision: all but the words."""
    offer = [decision.offer.hold_s, decision.offer.reps] if decision.offer else None
    return [decision.dose.hold_s, decision.dose.reps, str(decision.kind), decision.rule, offer]


def decide(case: Case) -> list[Any]:
    """What the rules decide now."""
    from backtui.domain.exercise import Dose
    from backtui.domain.progression.prescription import Doubt, Entry, Flare, Outcome, Override, Prescription
    from backtui.domain.progression.rules import next_dose

    flares = [Flare(datetime.fromisoformat(each["at"])) for each in case["flares"] if each["worse"]]
    prescription = Prescription(**shared(case, Dose, Override), flares=tuple(flares))
    entries = [
        Entry(
            datetime.fromisoformat(each["at"]),
            date.fromisoformat(each["day"]),
            Dose(*each["dose"]),
            Outcome(each["outcome"]),
            Doubt(each["doubt"]) if each["doubt"] else None,
        )
        for each in case["entries"]
    ]
    return answer(next_dose(prescription, entries, date.fromisoformat(case["today"])))


# Random logs


def cases(seed: int) -> Iterator[Case]:
    """One log lived through: what there is to decide from before each of its sessions, and after the last."""
    chance = random.Random(seed)
    case = plan(chance)
    at = BEGIN
    often = chance.choice([(1, 2, 3), (2, 2, 3, 4, 16), (14,), (2, 14, 28, 60, 90)])
    for _ in range(chance.randint(1, LONGEST)):
        again, before = chance.random() < 0.08, at
        at += (
            timedelta(hours=5)
            if again
            else timedelta(days=chance.choice(often), minutes=chance.randint(0, 60))
        )
        happens(chance, case, chance.choice([before + timedelta(hours=1), at - timedelta(hours=2)]))
        case["today"] = at.date().isoformat()
        yield case
        found = decide(case)
        if found[2] == "resting":
            case["resumed"] = told(at - timedelta(hours=1))
            found = decide(case)
        done(chance, case, at, found[:2])
    case["today"] = (at + timedelta(days=chance.choice([1, 2, 14, 30, 200]))).date().isoformat()
    yield case


def plan(chance: random.Random) -> Case:
    """How a course begins."""
    target = chance.choice([(5, 5), (5, 5), (5, 5), (4, 6), (10, 5)])
    return {
        "start": (2, 2), "target": target, "ceiling": (10, 10), "target_at": None, "ceiling_at": None,
        "rested": None, "resumed": None, "override": None, "locked": None, "declines": [], "flares": [],
        "needed": chance.choice([1, 2, 2, 2, 3]), "entries": [],
        "order": chance.choice(["balanced", "balanced", "holds", "repetitions"]),
    }  # fmt: skip


def happens(chance: random.Random, case: Case, at: datetime) -> None:
    """What the person says between two sessions, now and then."""
    some = (chance.randint(1, 8), chance.randint(1, 8))
    match chance.randint(0, 60):
        case 0:
            case["override"] = (told(at), some)
        case 1:
            case.update(target=some, target_at=told(at))
        case 2:
            case.update(ceiling=some, ceiling_at=told(at))
        case 3:
            case["declines"].append(told(at))
        case 4:
            case["rested"] = told(at)
        case 5:
            case["resumed"] = told(at)
        case 6 if chance.random() < 0.3:
            case["locked"] = case["override"]
        case 7:
            case["flares"].append({"at": told(at), "worse": True})


def done(chance: random.Random, case: Case, at: datetime, dose: Sequence[int]) -> None:
    """A session: at times again that day, after another exercise, dizzy, with a flare or relief after it."""
    (outcome,) = chance.choices(OUTCOMES, USUAL)
    day = at.date()
    doubt = "again" if any(each["day"] == day.isoformat() for each in case["entries"]) else None
    first = doubt is None and chance.random() > 0.05  # else another exercise was done earlier that day
    hurt = chance.random()
    if hurt < 0.04:
        doubt = "dizzy"
    elif hurt < 0.12:
        worse = hurt < 0.09
        case["flares"].append({"at": told(at), "worse": worse})
        doubt = "flare" if worse else doubt
    counts = first and hurt >= 0.12
    if chance.random() < 0.02:
        day += timedelta(days=1)  # flown west, so that the sessions after it seem to be before it
    case["entries"].append(
        {
            "at": told(at),
            "day": day.isoformat(),
            "dose": list(dose),
            "outcome": outcome,
            "counts": counts,
            "doubt": doubt,
        }
    )


# Each sharpened rule taken back: what is put in its place, or what the rules are fed instead


def old_doubt(case: Case) -> Case:
    """A second session of the day counts for nothing."""
    entries = [
        {**each, "doubt": each["doubt"] or (None if each["counts"] else "unconfirmed")}
        for each in case["entries"]
    ]
    return {**case, "entries": entries}


def old_flares(case: Case) -> Case:
    """Relief is a flare too."""
    relief = {each["at"] for each in case["flares"] if not each["worse"]}
    entries = [
        {**each, "doubt": "flare" if each["at"] in relief else each["doubt"]} for each in case["entries"]
    ]
    return {**case, "entries": entries, "flares": [{**each, "worse": True} for each in case["flares"]]}


@contextmanager
def undone(names: Sequence[str]) -> Iterator[None]:
    """These rules as they were before."""
    import rules_before

    with ExitStack() as stack:
        for name in names:
            for target, attribute, old in rules_before.PARTS.get(name, ()):
                stack.enter_context(patch.object(target, attribute, old))
        yield


FEEDS: Mapping[str, Callable[[Case], Case]] = {
    "daily: the second time of the exercise, not of a session": old_doubt,
    "flare: relief is none": old_flares,
}


def explained(case: Case, before: list[Any]) -> str:
    """Which sharpened rules, taken back, give the decision of before; empty where not even all of them do."""
    import rules_before

    names = [*FEEDS, *rules_before.PARTS]
    for count in (1, 2, 3, len(names)):
        for some in combinations(names, count):
            fed = case
            for name in some:
                fed = FEEDS[name](fed) if name in FEEDS else fed
            with undone(some):
                if decide(fed) == before:
                    return " + ".join(some) if count < len(names) else "more than three of them together"
    return ""


def lived(seeds: Sequence[int]) -> Iterator[Case]:
    for seed in seeds:
        yield from cases(seed)


def main(arguments: Sequence[str]) -> int:
    if arguments == ["--before"]:
        for line in sys.stdin:
            print(json.dumps(decide_as_before(json.loads(line))), flush=True)
        return 0
    logs = int(arguments[1]) if len(arguments) > 1 else LOGS
    environ = {**os.environ, "PYTHONPATH": arguments[0]}
    other = subprocess.Popen(
        [sys.executable, str(HERE), "--before"], env=environ, cwd=arguments[0],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdin
    assert other.stdout
    kinds: Counter[str] = Counter()
    decided = 0
    for case in lived(range(logs)):
        print(json.dumps(case), file=other.stdin, flush=True)
        now, before = decide(case), json.loads(other.stdout.readline())
        decided += 1
        if now == before:
            continue
        kind = explained(case, before)
        kinds[kind] += 1
        if not kind and kinds[""] <= 5:
            print("not explained:", json.dumps(case), "before", before, "now", now)
    other.stdin.close()
    other.wait()
    print(
        f"{logs:,} logs, {decided:,} decisions, {decided - kinds.total():,} the same, {kinds.total():,} not:"
    )
    for kind, count in kinds.most_common():
        print(f"{count:>9,}  {kind or 'NOT EXPLAINED'}")
    return 1 if kinds[""] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

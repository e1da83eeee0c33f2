"""The rules of the progression: every one alone, every two that meet, the sentences, whole trajectories.

A story is told in a line: `DAY DOSE OUTCOME…` is an entry every other day from that day on, `~` one that
adds no success; `DAY WORD [DOSE]` is what the person did; `KEY VALUE` is how the plan began.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backtui.domain.exercise import Dose, Sides
from backtui.domain.progression.ladder import Order
from backtui.domain.progression.prescription import (
    Decision,
    Doubt,
    Entry,
    Flare,
    Outcome,
    Override,
    Prescription,
)
from backtui.domain.progression.rules import next_dose

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
OUTCOMES = {"ok": Outcome.SUCCESS, "cut": Outcome.CUT, "dizzy": Outcome.CUT} | {
    str(each): each for each in Outcome
}


def moment(day: float) -> datetime:
    return BEGIN + timedelta(days=day)


def dose(text: str) -> Dose:
    hold, reps = text.split("x")
    return Dose(int(hold), int(reps))


def performed(day: float, text: str, word: str) -> Entry:
    at = moment(day)
    doubt = Doubt.DIZZY if word == "dizzy" else Doubt.AGAIN if "~" in word else None
    return Entry(at, at.date(), dose(text), OUTCOMES[word.rstrip("~")], doubt)


def told(story: str) -> tuple[Prescription, list[Entry]]:
    """The plan and the log that a story tells."""
    facts: dict[str, Any] = {"start": Dose(2, 2), "target": Dose(5, 5), "ceiling": Dose(10, 10)}
    entries: list[Entry] = []
    for item in filter(None, story.split(", ")):
        match item.split():
            case ["needed", count]:
                facts["needed"] = int(count)
            case ["order", order]:
                facts["order"] = Order(order)
            case ["start" | "ceiling" | "target" as knob, text]:
                facts[knob] = dose(text)
            case [day, "decline"]:
                facts["declines"] = (*facts.get("declines", ()), moment(float(day)))
            case [day, "flare", *pain]:
                flare = Flare(moment(float(day)), *map(int, pain)) if pain else Flare(moment(float(day)))
                facts["flares"] = (*facts.get("flares", ()), flare)
            case [day, "rested" | "resumed" as word]:
                facts[word] = moment(float(day))
            case [day, "override" | "locked" as word, text, *by]:
                facts[word] = Override(moment(float(day)), dose(text), *by)
            case [day, "target" | "ceiling" as word, text]:
                facts |= {word: dose(text), f"{word}_at": moment(float(day))}
            case [day, text, *words]:
                entries += [performed(float(day) + 2 * n, text, word) for n, word in enumerate(words)]
    return Prescription(**facts), entries


def decided(story: str, day: str) -> Decision:
    prescription, entries = told(story)
    return next_dose(prescription, entries, moment(float(day)).date())


def cases(table: str) -> list[Any]:
    """A row is `name | story | day kind rule dose`."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return [pytest.param(story, *answer.split(" ", 1), id=name) for name, story, answer in rows]


RULES = """
first: never performed                    |                                      | 0 first first 2x2
first: the exercise's own start dose      | start 3x2                            | 0 first first 3x2
success counts one                        | 0 2x2 ok                             | 2 same same 2x2
success: two make a step                  | 0 2x2 ok ok                          | 4 up up 2x3
success: only since the last change       | 0 2x2 ok ok, 4 2x3 ok                | 6 same same 2x3
success: an older run at the dose is past | 0 2x3 ok, 2 2x2 ok, 4 2x3 ok         | 6 same same 2x3
easy counts two                           | 0 2x2 easy                           | 2 up up 2x3
easy: two of them are still one step      | 0 3x3 easy easy                      | 4 up up 3x4
up: one is enough where the person says   | needed 1, 0 2x2 ok                   | 2 up up 2x3
up: four of five are not                  | needed 5, 0 2x2 ok ok ok ok          | 8 same same 2x2
up: five of five are                      | needed 5, 0 2x2 ok ok ok ok ok       | 10 up up 2x3
up: holds first                           | order holds, 0 2x2 ok ok             | 4 up up 3x2
up: repetitions first                     | order repetitions, 0 2x3 ok ok       | 4 up up 2x4
hard keeps                                | 0 2x2 ok hard                        | 4 same hard 2x2
hard: successes start again from 0        | 0 2x2 ok hard ok                     | 6 same same 2x2
hard: two after it are a step             | 0 2x2 ok hard ok ok                  | 8 up up 2x3
hard: two running keep                    | 0 3x3 hard hard                      | 4 same hard 3x3
miss: one keeps                           | 0 3x3 ok miss                        | 4 same miss 3x3
miss: two lower                           | 0 3x3 miss miss                      | 4 down miss 2x3
miss: two with a success between them     | 0 3x3 miss ok miss                   | 6 down miss 2x3
miss: one before the change is forgotten  | 0 3x3 miss, 2 2x3 miss               | 4 same miss 2x3
miss: successes start again from 0        | 0 3x3 ok miss ok                     | 6 same same 3x3
miss: at the start dose nothing is lower  | 0 2x2 miss miss                      | 4 same miss 2x2
miss: the start dose can grow again       | 0 2x2 miss miss ok ok                | 8 up up 2x3
cut short is neither success nor miss     | 0 3x3 cut cut                        | 4 same cut short 3x3
cut short leaves the successes            | 0 3x3 ok cut ok                      | 6 up up 3x4
pain lowers                               | 0 3x3 pain                           | 2 down pain 2x3
pain: down the chosen ladder              | order holds, 0 5x4 pain              | 2 down pain 5x3
pain: never below the start dose          | 0 2x2 pain                           | 2 same pain 2x2
pain: two successes are not enough        | 0 3x3 pain, 2 2x3 ok ok              | 6 same same 2x3
pain: three are                           | 0 3x3 pain, 2 2x3 ok ok ok           | 8 up up 3x3
pain at the start dose also wants three   | 0 2x2 ok pain ok ok                  | 8 same same 2x2
pain at the start dose, then three        | 0 2x2 ok pain ok ok ok               | 10 up up 2x3
pain: after that step two are enough      | 0 3x3 pain, 2 2x3 ok ok ok, 8 3x3 ok ok | 12 up up 3x4
resting after pain twice in a row      | 0 3x3 pain, 2 2x3 pain               | 4 resting resting 2x3
resting: not after pains apart            | 0 3x3 pain, 2 2x3 ok pain            | 6 down pain 2x2
resting until brought back                | 0 3x3 pain, 2 2x3 pain, 4 resumed    | 5 down pain 2x2
resting: brought back before the second   | 0 3x3 pain, 1 resumed, 2 2x3 pain    | 4 resting resting 2x3
resting again at the third pain           | 0 3x3 pain pain, 3 resumed, 4 2x3 pain | 6 resting resting 2x3
resting as the person says                | 0 3x3 ok, 1 rested                   | 2 resting resting 3x3
resting: brought back by the person       | 0 3x3 ok, 1 rested, 2 resumed        | 3 same same 3x3
resting: set aside once more              | 0 3x3 ok, 1 resumed, 2 rested        | 3 resting resting 3x3
dizzy, flare, daily: the entry adds none  | 0 2x2 ok ok~                         | 4 same same 2x2
dizzy, flare, daily: but resets none      | 0 2x2 ok ok~ ok                      | 6 up up 2x3
flare since: the raise is taken back      | 0 2x2 ok ok, 3 flare                 | 4 same flare 2x2
flare in its own session: taken back too  | 0 2x2 easy ok~, 2 flare              | 4 same flare 2x2
flare: successes start again from 0       | 0 2x2 ok, 1 flare, 2 2x2 ok          | 4 same same 2x2
return: 13 days are no break              | 0 4x4 ok                             | 13 same same 4x4
return: 14 days are a step                | 0 4x4 ok                             | 14 return return 3x4
return: 27 days are one step              | 0 4x4 ok                             | 27 return return 3x4
return: 28 days are two                   | 0 4x4 ok                             | 28 return return 3x3
return: never below the start dose        | 0 4x4 ok                             | 999 return return 2x2
return at the start dose                  | 0 2x2 ok                             | 14 return return 2x2
climbing back takes one success           | 0 4x4 ok, 14 3x4 ok                  | 16 up up 4x4
climbing back ends at the earlier dose    | 0 4x4 ok, 14 3x4 ok, 16 4x4 ok       | 18 same same 4x4
climbing back is not for 13 days          | 0 4x4 ok, 13 3x4 ok                  | 15 same same 3x4
climbing back: a miss before it is past   | 0 4x4 miss ok, 20 3x4 ok             | 22 up up 4x4
climbing back: not with a knob above      | 0 4x3 ok, 14 3x4 ok                  | 16 same same 3x4
override raises                           | 0 2x2 ok, 1 override 4x4             | 2 up override 4x4
override lowers                           | 0 4x4 ok, 1 override 3x3             | 2 down override 3x3
override of one knob up and one down      | 0 3x3 ok, 1 override 4x2             | 2 same override 4x2
override never performed                  | 0 override 4x4                       | 1 first override 4x4
override at the session's own instant     | 0 2x2 ok, 0 override 3x3             | 2 up override 3x3
override: counting starts there           | 0 3x3 ok, 1 override 3x3, 2 3x3 ok   | 4 same same 3x3
override at that instant: counting starts | 0 3x3 ok, 0 override 3x3, 2 3x3 ok   | 4 same same 3x3
override below the start dose stays       | 0 override 1x1, 1 1x1 pain           | 3 same pain 1x1
override below the start dose grows       | 0 override 1x1, 1 1x1 ok ok          | 5 up up 1x2
override above the target raises it       | 0 override 6x5, 1 6x5 ok             | 3 at-target at-target 6x5
override below a raised target aims there | 0 target 6x6, 1 override 5x5, 2 5x5 ok ok | 6 up up 5x6
locked                                    | 0 3x3 ok, 1 locked 4x2               | 2 locked locked 4x2
at-target keeps                           | 0 5x5 ok ok                          | 4 at-target at-target 5x5
at-target of another target               | 0 target 3x3, 1 3x3 ok ok            | 5 at-target at-target 3x3
declined keeps                            | 0 2x2 ok ok, 3 decline               | 4 same declined 2x2
declined: successes start again from 0    | 0 2x2 ok ok, 3 decline, 4 2x2 ok     | 6 same same 2x2
declined: two after it are a step         | 0 2x2 ok ok, 3 decline, 4 2x2 ok ok  | 8 up up 2x3
declined at the session's own instant     | 0 2x2 ok ok, 2 decline               | 4 same declined 2x2
declined at that instant: from 0          | 0 2x2 ok ok, 2 decline, 4 2x2 ok     | 6 same same 2x2
target set below the dose                 | 0 4x4 ok, 1 target 3x3               | 2 down target 3x3
target set below one knob                 | 0 4x4 ok, 1 target 3x9               | 2 down target 3x4
target set higher goes on                 | 0 5x5 ok ok, 3 target 6x6            | 4 up up 5x6
target above an older ceiling raises it   | 0 ceiling 4x4, 1 target 6x6, 2 5x5 ok ok | 6 up up 5x6
target below an older ceiling holds       | 0 ceiling 8x8, 1 target 4x4, 2 4x4 ok | 4 at-target at-target 4x4
ceiling newer than a target lowers it     | 0 target 8x8, 1 ceiling 6x6, 2 6x6 ok | 4 at-target at-target 6x6
ceiling newer than a target: one knob     | 0 target 8x8, 1 ceiling 6x9, 2 6x7 ok ok | 6 up up 6x8
ceiling set below the dose                | 0 5x5 ok, 1 ceiling 3x4              | 2 down target 3x4
ceiling set below the start dose          | 0 ceiling 1x1                        | 1 first first 1x1
ceiling of its own below nothing said     | 0 5x5 ok, 1 ceiling 9x9              | 2 at-target at-target 5x5
dose above an older ceiling raises both | 0 ceiling 4x4, 1 override 6x6, 2 6x6 ok | 4 at-target at-target 6x6
dose older than a ceiling below it        | 0 override 6x6, 1 ceiling 4x4        | 2 first override 4x4
dose, then a ceiling, then a target       | 0 override 6x6, 1 ceiling 4x4, 2 target 5x5 | 3 first override 5x5
ceiling and dose at one instant: the dose | 0 ceiling 4x4, 0 override 6x6        | 1 first override 6x6
ceiling and target at one instant         | 0 ceiling 4x4, 0 target 6x6, 1 6x6 ok | 3 at-target at-target 6x6
"""


@pytest.mark.parametrize(("story", "day", "answer"), cases(RULES))
def test_rule(story: str, day: str, answer: str) -> None:
    decision = decided(story, day)
    assert f"{decision.kind} {decision.rule} {decision.dose.hold_s}x{decision.dose.reps}" == answer


# Two rules that meet, the one that speaks first; the day is one on which both would.
PAIRS = """
rested, locked         | 0 3x3 ok, 1 locked 4x4, 2 rested                 | 3 resting resting 3x3
rested, override       | 0 3x3 ok, 1 rested, 2 override 4x4               | 3 resting resting 3x3
rested, first          | 0 rested                                         | 1 resting resting 2x2
rested, up             | 0 2x2 ok ok, 3 rested                            | 4 resting resting 2x2
rested, pain           | 0 3x3 pain, 1 rested                             | 2 resting resting 3x3
rested, return         | 0 3x3 ok, 1 rested                               | 30 resting resting 3x3
rested, target         | 0 4x4 ok, 1 rested, 2 target 3x3                 | 3 resting resting 4x4
locked, first          | 0 locked 4x4                                     | 1 locked locked 4x4
locked, override       | 0 3x3 ok, 1 locked 4x4, 2 override 5x5           | 3 locked locked 4x4
locked, resting        | 0 locked 4x4, 1 4x4 pain pain                    | 5 locked locked 4x4
locked, pain           | 0 locked 4x4, 1 4x4 pain                         | 3 locked locked 4x4
locked, miss           | 0 locked 4x4, 1 4x4 miss miss                    | 5 locked locked 4x4
locked, return         | 0 locked 4x4, 1 4x4 ok                           | 50 locked locked 4x4
locked, up             | 0 locked 4x4, 1 4x4 ok ok                        | 5 locked locked 4x4
locked, target         | 0 locked 9x9, 1 target 3x3                       | 5 locked locked 9x9
locked, flare          | 0 locked 4x4, 1 4x4 ok ok, 4 flare               | 5 locked locked 4x4
locked, declined       | 0 locked 4x4, 1 4x4 ok ok, 4 decline             | 5 locked locked 4x4
override, resting      | 0 3x3 pain, 2 2x3 pain, 3 override 2x2           | 4 resting resting 2x3
override, pain         | 0 3x3 pain, 1 override 3x3                       | 2 same override 3x3
override, miss         | 0 3x3 miss miss, 3 override 3x3                  | 4 same override 3x3
override between misses | 0 3x3 miss, 1 override 3x3, 2 3x3 miss          | 4 same miss 3x3
override after pain    | 0 3x3 pain, 1 override 3x3, 2 3x3 ok ok          | 6 same same 3x3
override, return       | 0 4x4 ok, 1 override 3x3                         | 40 return return 2x2
override, up           | 0 2x2 ok ok, 3 override 2x2                      | 4 same override 2x2
override, flare        | 0 2x2 ok, 1 override 3x3, 2 flare                | 3 up override 3x3
override, declined     | 0 2x2 ok ok, 3 override 3x3, 3.2 decline         | 4 up override 3x3
override, newer target | 0 4x4 ok, 1 override 6x6, 2 target 5x5           | 3 up override 5x5
override, older target | 0 4x4 ok, 1 target 5x5, 2 override 6x6           | 3 up override 6x6
override, at-target    | 0 5x5 ok, 1 override 4x4                         | 2 down override 4x4
override, climbing     | 0 5x5 ok, 1 override 3x3, 20 3x3 ok              | 22 up up 3x4
first, target          | 0 target 1x9                                     | 1 first first 1x2
resting, return        | 0 3x3 pain, 2 2x3 pain                           | 50 resting resting 2x3
resting, target        | 0 5x5 pain, 2 4x5 pain, 3 target 3x3             | 4 resting resting 4x5
resting, at-target     | 0 target 2x2, 1 2x2 pain pain                    | 5 resting resting 2x2
resting, break between | 0 3x3 pain, 40 2x2 pain                          | 42 resting resting 2x2
brought back, return   | 0 4x4 pain, 2 3x4 pain, 20 resumed               | 20 return return 2x3
pain, miss             | 0 4x4 miss pain                                  | 4 down pain 3x4
pain, return           | 0 4x4 pain                                       | 14 return return 3x3
pain, return at start  | 0 2x2 pain                                       | 14 same pain 2x2
pain, target           | 0 5x5 pain, 1 target 3x3                         | 2 down pain 3x3
pain, at-target        | 0 5x5 ok pain                                    | 4 down pain 4x5
pain, successes before | 0 4x4 ok ok pain                                 | 6 down pain 3x4
pain, hard after it    | 0 3x3 pain, 2 2x3 ok hard ok ok                  | 10 same same 2x3
pain, flare            | 0 4x4 pain, 1 flare                              | 2 down pain 3x4
pain, declined         | 0 4x4 pain, 1 decline                            | 2 down pain 3x4
pain, daily            | 0 4x4 ok, 0.4 4x4 pain~                          | 2 down pain 3x4
pain, climbing         | 0 4x4 pain, 20 3x3 ok ok                         | 24 same same 3x3
pain after the break   | 0 5x5 ok, 14 4x5 pain, 16 4x4 ok ok              | 20 same same 4x4
climbing, pain mended  | 0 5x5 ok, 14 4x5 pain, 16 4x4 ok ok ok, 22 4x5 ok | 24 same same 4x5
miss, hard             | 0 4x4 miss hard miss                             | 6 down miss 3x4
miss, cut short        | 0 4x4 miss cut miss                              | 6 down miss 3x4
miss, return           | 0 4x4 miss miss                                  | 16 return return 3x3
miss, return at start  | 0 2x2 miss miss                                  | 16 return return 2x2
miss, target           | 0 5x5 miss miss, 3 target 3x3                    | 4 down miss 3x3
miss, at-target        | 0 5x5 miss miss                                  | 4 down miss 4x5
miss, up               | 0 4x4 miss miss ok ok                            | 8 down miss 3x4
miss, flare            | 0 4x4 miss miss, 3 flare                         | 4 down miss 3x4
miss, declined after   | 0 4x4 miss miss, 3 decline                       | 4 down miss 3x4
miss, declined between | 0 4x4 miss, 1 decline, 2 4x4 miss                | 4 same miss 4x4
miss, daily            | 0 4x4 miss, 0.4 4x4 miss~                        | 2 down miss 3x4
miss, climbing         | 0 5x5 ok, 14 4x5 miss ok                         | 18 same same 4x5
return, up             | 0 2x3 ok ok                                      | 16 return return 2x3
return, target         | 0 5x5 ok, 1 target 3x3                           | 14 return return 3x3
return, at-target      | 0 5x5 ok ok                                      | 16 return return 4x5
return, flare          | 0 4x4 ok ok, 3 flare                             | 16 return return 3x4
return, declined       | 0 4x4 ok ok, 3 decline                           | 16 return return 3x4
return, hard           | 0 4x4 hard                                       | 14 return return 3x4
return, cut short      | 0 4x4 cut                                        | 14 return return 3x4
return, climbing       | 0 5x5 ok, 14 4x5 ok                              | 28 return return 4x5
hard, easy before      | 0 3x3 easy hard                                  | 4 same hard 3x3
hard, daily            | 0 3x3 ok, 0.4 3x3 hard~, 2 3x3 ok                | 4 same same 3x3
hard, flare            | 0 3x3 hard, 1 flare                              | 2 same flare 3x3
hard, declined         | 0 3x3 hard, 1 decline                            | 2 same declined 3x3
hard, climbing         | 0 5x5 ok, 14 4x5 hard                            | 16 same hard 4x5
hard, climbing after   | 0 5x5 ok, 14 4x5 hard ok                         | 18 up up 5x5
hard, at-target        | 0 5x5 hard                                       | 2 at-target at-target 5x5
cut short, at-target   | 0 5x5 cut                                        | 2 at-target at-target 5x5
cut short, up          | 0 2x2 ok ok cut                                  | 6 up up 2x3
cut short, climbing    | 0 5x5 ok, 14 4x5 cut                             | 16 same cut short 4x5
cut short, declined    | 0 4x4 cut, 1 decline                             | 2 same declined 4x4
flare, declined        | 0 2x2 ok ok, 3 decline, 3.2 flare                | 4 same flare 2x2
flare, at-target       | 0 5x5 ok, 1 flare                                | 2 at-target at-target 5x5
flare, climbing        | 0 5x5 ok, 14 4x5 ok, 15 flare                    | 16 same flare 4x5
daily, climbing        | 0 5x5 ok, 14 4x5 ok~                             | 16 same same 4x5
daily, easy            | 0 2x2 ok, 0.4 2x2 easy~                          | 2 same same 2x2
declined, climbing     | 0 5x5 ok, 14 4x5 ok, 15 decline                  | 16 same declined 4x5
declined, at-target    | 0 5x5 ok, 1 decline                              | 2 at-target at-target 5x5
target, up             | 0 4x4 ok ok, 3 target 4x3                        | 4 down target 4x3
target, at-target      | 0 5x5 ok, 1 target 4x5                           | 2 down target 4x5
target, flare          | 0 4x4 ok ok, 3 target 3x3, 3.2 flare             | 4 down target 3x3
target, climbing       | 0 5x5 ok, 14 4x5 ok, 15 target 4x5               | 16 at-target at-target 4x5
"""


@pytest.mark.parametrize(("story", "day", "answer"), cases(PAIRS))
def test_two_rules_that_meet(story: str, day: str, answer: str) -> None:
    test_rule(story, day, answer)


def live(script: str, **plan: Any) -> str:
    """A session every other day (`+9`: nine days on), each performed as decided: `DAY DOSE RULE WORD`."""
    prescription, entries, day, lines = Prescription(Dose(2, 2), Dose(5, 5), Dose(10, 10), **plan), [], 0, []
    for word in script.split():
        if word.startswith("+"):
            day += int(word) - 2
            continue
        decision = next_dose(prescription, entries, moment(day).date())
        lines.append(f"{day} {decision.dose.hold_s}x{decision.dose.reps} {decision.rule} {word}")
        entries.append(performed(day, lines[-1].split()[1], word))
        day += 2
    return ", ".join(lines)


def test_a_month_of_comfortable_sessions_climbs_the_whole_ladder() -> None:
    assert live("ok " * 14) == (
        "0 2x2 first ok, 2 2x2 same ok, 4 2x3 up ok, 6 2x3 same ok, 8 3x3 up ok, 10 3x3 same ok, "
        "12 3x4 up ok, 14 3x4 same ok, 16 4x4 up ok, 18 4x4 same ok, 20 4x5 up ok, 22 4x5 same ok, "
        "24 5x5 up ok, 26 5x5 at-target ok"
    )


def test_easy_sessions_climb_twice_as_fast() -> None:
    assert live("easy " * 8) == (
        "0 2x2 first easy, 2 2x3 up easy, 4 3x3 up easy, 6 3x4 up easy, 8 4x4 up easy, 10 4x5 up easy, "
        "12 5x5 up easy, 14 5x5 at-target easy"
    )


def test_a_life_of_hard_days_misses_pain_and_a_flare() -> None:
    assert live("easy easy ok hard ok ok miss miss ok ok ok pain ok ok~ ok ok ok cut ok ok") == (
        "0 2x2 first easy, 2 2x3 up easy, 4 3x3 up ok, 6 3x3 same hard, 8 3x3 hard ok, 10 3x3 same ok, "
        "12 3x4 up miss, 14 3x4 miss miss, 16 3x3 miss ok, 18 3x3 same ok, 20 3x3 same ok, 22 3x4 up pain, "
        "24 3x3 pain ok, 26 3x3 same ok~, 28 3x3 same ok, 30 3x3 same ok, 32 3x4 up ok, 34 3x4 same cut, "
        "36 3x4 cut short ok, 38 4x4 up ok"
    )


def test_six_weeks_away_and_the_way_back() -> None:
    assert live("easy easy easy easy easy easy ok +42 ok ok ok ok ok") == (
        "0 2x2 first easy, 2 2x3 up easy, 4 3x3 up easy, 6 3x4 up easy, 8 4x4 up easy, 10 4x5 up easy, "
        "12 5x5 up ok, 54 3x4 return ok, 56 4x4 up ok, 58 4x5 up ok, 60 5x5 up ok, 62 5x5 at-target ok"
    )


def test_pain_twice_goes_down_to_a_rest() -> None:
    assert live("easy easy ok pain pain") == (
        "0 2x2 first easy, 2 2x3 up easy, 4 3x3 up ok, 6 3x3 same pain, 8 2x3 pain pain"
    )
    assert decided("0 3x3 ok pain, 4 2x3 pain", "6").rule == "resting"


def test_one_success_a_step_and_holds_first() -> None:
    assert live("ok ok ok miss ok miss", needed=1, order=Order.HOLDS) == (
        "0 2x2 first ok, 2 3x2 up ok, 4 4x2 up ok, 6 5x2 up miss, 8 5x2 miss ok, 10 5x3 up miss"
    )


SENTENCES = """
 | 0 | First time: 2 s × 2, a gentle start.
0 2x2 ok | 2 | Stays at 2 s × 2: one more comfortable session to 2 s × 3.
0 2x2 ok ok | 4 | repetitions 2 → 3: 2 of 2 held, comfortable two sessions in a row.
0 2x3 easy | 2 | 2 s → 3 s: 3 of 3 held, easy.
0 2x3 ok easy | 4 | 2 s → 3 s: 3 of 3 held, easy.
needed 3, 0 2x3 ok easy | 4 | 2 s → 3 s: 3 of 3 held, comfortable two sessions in a row.
0 2x3 ok cut ok | 6 | 2 s → 3 s: 3 of 3 held, comfortable in two sessions.
needed 3, 0 2x2 ok ok ok | 6 | repetitions 2 → 3: 2 of 2 held, comfortable three sessions in a row.
0 5x5 ok, 14 4x5 ok | 16 | 4 s → 5 s: 5 of 5 held, comfortable, on the way back to your earlier dose.
0 2x2 hard | 2 | Stays at 2 s × 2: it was hard last time; two more comfortable sessions to 2 s × 3.
0 2x2 miss | 2 | \
Stays at 2 s × 2: you did not hold all of it last time; two more comfortable sessions to 2 s × 3.
0 2x2 cut | 2 | Stays at 2 s × 2: it was cut short last time; two more comfortable sessions to 2 s × 3.
0 3x3 miss ok miss | 6 | 3 s → 2 s: you did not hold all of it on 2 Mar and 6 Mar.
0 3x3 hard hard hard | 6 | \
3 s → 2 s: it was hard three times in a row; make 2 s × 3 your target if that is enough.
0 3x3 hard miss hard | 6 | \
3 s → 2 s: it was hard or not fully held three times in a row; make 2 s × 3 your target if that is enough.
0 3x3 ok, 0 flare, 2 3x3 ok, 2 flare | 4 | \
3 s → 2 s: your back was worse after two sessions with it; ask your provider if it goes on.
0 3x3 pain | 2 | 3 s → 2 s: pain last time.
0 2x2 pain | 2 | Stays at 2 s × 2: pain last time, so it stays gentle.
0 3x3 pain | 16 | 3 s × 3 → 2 s × 2: pain last time, and 16 days since the last time.
0 4x4 ok | 30 | 4 s × 4 → 3 s × 3: 30 days since the last time.
0 2x2 ok | 30 | Stays at 2 s × 2: 30 days since the last time.
0 3x3 pain pain | 4 | Resting: pain twice in a row; ask your provider before you bring it back.
0 3x3 ok, 1 rested | 4 | Resting until you bring it back.
0 2x2 ok, 1 override 4x4 | 2 | You set it to 4 s × 4; counting starts here.
0 2x2 ok, 1 override 4x4 provider | 2 | Your provider set it to 4 s × 4; counting starts here.
0 locked 4x4 | 2 | Your own dose, locked at 4 s × 4.
0 locked 4x4 provider | 2 | Your provider's dose, locked at 4 s × 4.
0 4x4 ok, 1 target 3x4 | 2 | 4 s → 3 s: that is your target now.
0 5x5 ok | 2 | 5 s × 5 is your target; keep it there.
0 5x5 easy easy easy | 6 | \
You have held 5 s × 5 easily three sessions in a row. Want more? Set the target to 5 s × 6.
0 2x2 ok~ | 2 | \
Stays at 2 s × 2: the second time in a day does not count; two more comfortable sessions to 2 s × 3.
0 2x2 ok, 1 decline | 2 | Stays at 2 s × 2: you said not yet; two more comfortable sessions to 2 s × 3.
0 2x2 dizzy | 2 | Stays at 2 s × 2: it was cut short last time; two more comfortable sessions to 2 s × 3.
0 2x2 ok, 1 flare | 2 | \
Stays at 2 s × 2: your back was worse the morning after a session; two more comfortable sessions to 2 s × 3.
0 2x2 ok, 1 flare 4 7 | 2 | \
Stays at 2 s × 2: pain was 4 before and 7 after a session; two more comfortable sessions to 2 s × 3.
0 4x4 ok, 1 override 5x5 | 20 | You set it to 5 s × 5; after 19 days without it, 4 s × 5.
0 4x4 ok, 1 ceiling 4x4, 1 target 4x4 | 20 | 4 s → 3 s: 20 days since the last time.
0 3x3 pain ok pain ok pain | 10 | \
Resting: pain in three of the last six sessions; ask your provider before you bring it back.
0 locked 4x4 provider, 1 4x4 pain | 3 | Your provider's dose, locked at 4 s × 4; pain once: ask your provider.
0 locked 4x4, 1 4x4 pain pain | 5 | Your own dose, locked at 4 s × 4; pain 2 times: ask your provider.
target 4x4, 0 5x4 ok | 2 | 5 s → 4 s: the exercise aims no higher.
"""


@pytest.mark.parametrize("row", SENTENCES.strip("\n").splitlines())
def test_the_sentence_says_what_changes_and_why(row: str) -> None:
    story, day, why = (cell.strip() for cell in row.split("|"))
    assert decided(story, day).why == why


def test_an_exercise_with_sides_says_so() -> None:
    prescription = Prescription(Dose(2, 2), Dose(5, 5), Dose(10, 10), sides=Sides.EACH)
    entries = [performed(day, "2x2", "ok") for day in (0, 2)]
    why = "repetitions 2 → 3: 2 of 2 held on both sides, comfortable two sessions in a row."
    assert next_dose(prescription, entries, date(2026, 3, 6)).why == why


@pytest.mark.parametrize(
    ("story", "offer"),
    [
        ("0 5x5 ok ok ok ok ok", None),
        ("0 5x5 ok ok ok ok ok ok", Dose(5, 6)),
        ("0 5x5 easy easy easy", Dose(5, 6)),
        ("0 5x5 ok ok ok hard ok ok ok", None),
        ("ceiling 10x5, 0 5x5 easy easy easy", Dose(6, 5)),
        ("0 5x5 ok ok ok ok ok ok, 2 flare", None),
        ("0 5x5 ok ok ok ok ok ok, 11 decline", None),
        ("ceiling 10x5, 0 5x5 ok ok ok ok ok ok", Dose(6, 5)),
        ("ceiling 5x5, 0 5x5 ok ok ok ok ok ok", None),
        ("ceiling 5x5, 0 override 6x6, 1 6x6 ok ok ok ok ok ok", None),
        ("0 ceiling 6x5, 0 5x5 ok ok ok ok ok ok", Dose(6, 5)),
        ("0 ceiling 5x5, 0 5x5 ok ok ok ok ok ok", None),
        ("0 target 9x9, 1 ceiling 5x5, 0 5x5 ok ok ok ok ok ok", None),
        ("order holds, 0 5x5 ok ok ok ok ok ok", Dose(6, 5)),
    ],
)
def test_six_successes_at_the_target_offer_one_step_up_to_the_ceiling(story: str, offer: Dose | None) -> None:
    decision = decided(story, "12")
    assert (decision.kind, decision.offer) == ("at-target", offer)


@pytest.mark.parametrize(
    ("story", "day", "progress"),
    [
        ("0 2x2 ok", "2", (Dose(2, 2), 1, 2)),
        ("0 2x2 easy", "2", (Dose(2, 2), 2, 2)),
        ("0 2x2 ok hard", "4", (Dose(2, 2), 0, 2)),
        ("0 3x3 pain, 2 2x3 ok", "4", (Dose(2, 3), 1, 3)),
        ("0 5x5 ok, 14 4x5 hard", "16", (Dose(4, 5), 0, 1)),
        ("0 5x5 ok ok", "4", (Dose(5, 5), 2, 6)),
        ("", "0", (None, 0, 0)),
        ("0 2x2 ok, 1 locked 4x4", "2", (Dose(2, 2), 0, 0)),
    ],
)
def test_a_decision_says_the_dose_before_and_how_far_the_next_step_is(
    story: str, day: str, progress: tuple[Dose | None, int, int]
) -> None:
    decision = decided(story, day)
    assert (decision.before, decision.successes, decision.enough) == progress

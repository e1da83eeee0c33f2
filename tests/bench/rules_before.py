"""The rules of the progression as they were before they were sharpened, part by part, for engines.py."""

import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from backtui.domain.exercise import ONE_EACH, Dose, Increment
from backtui.domain.progression import past, rules
from backtui.domain.progression.ladder import Order, reaches
from backtui.domain.progression.past import LAYOFF_DAYS, Past
from backtui.domain.progression.prescription import (
    Decision,
    Entry,
    Outcome,
    Override,
    Prescription,
)


def in_order_of_days(self: Past, prescription: Prescription, entries: Sequence[Entry]) -> None:
    NOW(self, prescription, entries)
    self.seen.sort(key=lambda entry: (entry.day, entry.at))
    self.own.sort(key=lambda entry: (entry.day, entry.at))
    self.before = self.own[-1].prescribed if self.own else None


NOW = Past.__init__


def all_misses(self: Past, newest: int | None = None) -> list[Entry]:
    return [entry for entry in self.run(newest) if entry.outcome is Outcome.MISS]


def pain_twice(self: Past) -> int:
    """Pain twice in a row rests, in three of six it does not."""
    two = len(self.own) > 1 and all(entry.outcome is Outcome.PAIN for entry in self.own[-2:])
    resumed = self.prescription.resumed
    return 2 if two and not (resumed and resumed >= self.own[-1].at) else 0


RESTS = Past.rests


def rests_unless_set(self: Past) -> int:
    """A dose that is set brings back what rests."""
    override = self.prescription.override
    if override and (not self.own or override.at >= self.own[-1].at):
        return 0
    return RESTS(self)


def flare_after_all(self: Past) -> datetime | None:
    """Only a flare in or after the newest session takes back a raise, and none an offer."""
    if reaches(self.base, self.prescription.target):
        return None
    flares = [flare.at for flare in self.prescription.flares if flare.at >= self.own[-1].at]
    return max(flares, default=None)


def climbs_back_as_before(self: Past) -> bool:
    log = self.own
    gaps = [(later.day - entry.day).days for entry, later in pairwise(log)]
    begun = max((place + 1 for place, gap in enumerate(gaps) if gap >= LAYOFF_DAYS), default=0)
    if not begun or any(entry.outcome in (Outcome.PAIN, Outcome.MISS) for entry in log[begun:]):
        return False
    return past.above(log[begun - 1].prescribed, log[-1].prescribed)


def overridden(prescription: Prescription, override: Override, seen: Past, _today: date) -> Decision:
    """However long ago it was set, the dose is asked for in full."""
    return OVERRIDDEN(prescription, override, seen, date.min)


OVERRIDDEN = rules._overridden


def step_down(
    dose: Dose, start: Dose, target: Dose, order: Order = Order.BALANCED, _step: Increment = ONE_EACH
) -> Dose:
    hold_open, reps_open = dose.hold_s > start.hold_s, dose.reps > start.reps
    shorter, fewer = Dose(max(dose.hold_s - 1, 0), dose.reps), Dose(dose.hold_s, max(dose.reps - 1, 1))
    if not hold_open:
        return fewer if reps_open else dose
    if not reps_open:
        return shorter
    if order is Order.BALANCED:
        return fewer if dose.hold_s * target.reps < dose.reps * target.hold_s else shorter
    return fewer if order is Order.HOLDS else shorter


def many_down(
    dose: Dose, steps: int, start: Dose, target: Dose, order: Order, _step: Increment = ONE_EACH
) -> Dose:
    for _ in range(steps):
        dose = step_down(dose, start, target, order)
    return dose


def no_raise_before_a_break(prescription: Prescription, seen: Past, today: date) -> Decision:
    """A break speaks instead of the successes, not after them."""
    away = (today - (seen.last_day or today)).days
    seldom = away < 2 * LAYOFF_DAYS and seen.comes_seldom(today)
    if away < LAYOFF_DAYS or seldom:
        return FROM_THE_LOG(prescription, seen, today)
    return FROM_THE_LOG(prescription, with_nothing_earned(seen), today)


FROM_THE_LOG = rules._from_the_log


def with_nothing_earned(seen: Past) -> Past:
    """The same past, in which nothing is earned."""
    bare = Past.__new__(Past)
    bare.__dict__ = {**seen.__dict__, "earned": lambda most: ([], True)}
    return bare


PARTS: dict[str, list[tuple[Any, str, Callable[..., Any]]]] = {
    "order: by time, not by the calendar's day": [(Past, "__init__", in_order_of_days)],
    "miss: two of the newest four": [(Past, "misses", all_misses)],
    "miss: a limit that was left wants more": [(Past, "left_for_misses", lambda self, dose: 0)],
    "hard: the third running lowers": [(Past, "hard_running", lambda self: [])],
    "flare: two within three sessions lower": [(Past, "flared", lambda self: [])],
    "flare and dizziness: successes start again": [(Past, "reset_at", flare_after_all)],
    "resting: pain in three of six": [
        (Past, "rests", pain_twice),
        (sys.modules[__name__], "RESTS", pain_twice),
    ],
    "resting: brought back by name, not by a dose": [(Past, "rests", rests_unless_set)],
    "return: from what the rules would else give": [(rules, "_from_the_log", no_raise_before_a_break)],
    "return: who comes every fortnight": [(Past, "comes_seldom", lambda self, today: False)],
    "return: eases a dose that was set": [(rules, "_overridden", overridden)],
    "climbing back: to the highest since the last pain": [(Past, "climbs_back", climbs_back_as_before)],
    "ladder: down to where a step up leads here": [
        (rules, "steps_down", many_down),
        (past, "step_down", step_down),
    ],
}

"""A routine and a time budget become a plan."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import product
from typing import NamedTuple

import msgspec
from msgspec import UNSET

from backtui.domain.exercise import Caution, Dose, Exercise, Kind, Routine, RoutineItem, Side
from backtui.domain.progression.prescription import Adjustment, Decision, DecisionKind, Prescription
from backtui.domain.session.steps import STANDARD_TIMING, Item, Script, Timing, item_seconds, length_s
from backtui.domain.words.numbers import join_and, many

SWITCHED_OFF = "You switched it off; switch it on again in the Library."
NO_LONGER_THERE = "It is no longer there."
MINUTES_BOUNDS = (3, 90)
GRACE_S = 30


class Priority(StrEnum):
    """What goes first when time is short, among exercises that were done equally long ago."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"

    @property
    def weight(self) -> int:
        """-1, 0 or 1; a higher one goes first."""
        return list(Priority).index(self) - 1


class Inclusion(msgspec.Struct, frozen=True):
    """How an exercise takes part; `allowed`: the provider allows it whatever caution was noted."""

    priority: Priority = Priority.NORMAL
    disabled: bool = False
    allowed: bool = False


INCLUDED = Inclusion()


def inclusions(marks: Iterable[Adjustment]) -> dict[str, Inclusion]:
    """What holds now for each exercise of which anything was said; the newest word of each kind holds."""
    found: dict[str, Inclusion] = {}
    for mark in sorted(marks, key=lambda mark: mark.at):
        what = mark.what
        so_far = found.get(what.exercise, INCLUDED)
        found[what.exercise] = Inclusion(
            Priority(what.priority) if what.priority else so_far.priority,
            so_far.disabled if what.disabled in (None, UNSET) else bool(what.disabled),
            so_far.allowed if what.allowed in (None, UNSET) else bool(what.allowed),
        )
    return found


def barred(
    exercises: Iterable[Exercise],
    included: Mapping[str, Inclusion],
    cautions: Mapping[str, Caution],
    noted: Collection[str],
) -> dict[str, str]:
    """The exercises that no session may have, each with the reason in a sentence."""
    reasons: dict[str, str] = {}
    for each in exercises:
        said = included.get(each.id, INCLUDED)
        tags = [tag for tag in each.avoid_with if tag in noted]
        if said.disabled:
            reasons[each.id] = SWITCHED_OFF
        elif tags and not said.allowed:
            names = join_and(cautions[tag].name if tag in cautions else tag for tag in tags)
            reasons[each.id] = f"You noted {names}; ask your provider whether and how to do it."
    return reasons


class Course(NamedTuple):
    """Where a dose lives and grows: the day's or an item of a routine, for one side or for all."""

    exercise: str
    name: str
    side: Side

    def sees(self, name: str, side: Side) -> bool:
        """Whether something done in a course of that name, on that side, belongs to it.

        A side with a dose of its own also sees what was done on both, and both see each.
        """
        return name == self.name and (Side.NONE in (side, self.side) or side is self.side)


class CourseDose(msgspec.Struct, frozen=True):
    """The next dose of one course of an exercise, and what is prescribed there."""

    exercise: str
    prescription: Prescription
    decision: Decision

    @property
    def course(self) -> Course:
        """Where the dose lives."""
        return Course(self.exercise, self.prescription.course, self.prescription.side)

    @property
    def asked(self) -> Dose | None:
        """What its routine asks for; None for the dose of the day."""
        return self.prescription.first

    @property
    def aim(self) -> Dose | None:
        """What it grows to in its routine, where that is more than it asks for."""
        target = self.prescription.target
        return target if self.asked and target != self.asked else None


Doses = Callable[[RoutineItem], Sequence[CourseDose]]


class PlannedItem(msgspec.Struct, frozen=True):
    """An exercise of the session with the decision that gave its dose, and its length in seconds."""

    item: Item
    decision: Decision
    seconds: float


class PlannedBlock(msgspec.Struct, frozen=True):
    """Items of one kind in the order in which they are done."""

    kind: Kind
    items: tuple[PlannedItem, ...]


class LeftOut(msgspec.Struct, frozen=True):
    """An exercise that is not in the session, and why."""

    exercise: str
    why: str


class Plan(msgspec.Struct, frozen=True):
    """A session that could begin now.

    `once` names exercises that a closing block would have had again, were there time; `minutes` is the
    budget that the session was fitted to, None without one. `notes` are sentences about the plan as a whole.
    """

    routine: str
    blocks: tuple[PlannedBlock, ...]
    left_out: tuple[LeftOut, ...]
    once: tuple[str, ...]
    script: Script
    minutes: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[PlannedItem, ...]:
        """All items in order, opening to closing."""
        return tuple(item for block in self.blocks for item in block.items)

    @property
    def exercises(self) -> int:
        """How many exercises it has; one that comes again is the same."""
        return len({each.item.exercise for each in self.items})

    @property
    def repeated(self) -> int:
        """How many of them come more than once."""
        times = Counter((each.item.exercise, each.item.side) for each in self.items)
        return len({exercise for (exercise, _), often in times.items() if often > 1})

    @property
    def total_s(self) -> float:
        """The length of the session in seconds."""
        return sum(item.seconds for item in self.items)


class Candidate(msgspec.Struct, frozen=True):
    """One appearance of an exercise in the routine: its block and its place there."""

    block: int
    place: int
    exercise: str


class Wishes(msgspec.Struct, frozen=True):
    """What the person brings to a plan: the time budget, what was done when, and their own priorities.

    `last_done` gives the day each exercise was last performed; a higher `priority` goes first; what is
    `barred` or `not_due` is left out for the reason that it has there.
    """

    minutes: int | None = None
    timing: Timing = STANDARD_TIMING
    asks_rating: bool = False
    gap_s: float = 5.0
    last_done: Mapping[str, date] = msgspec.field(default_factory=dict)
    priority: Mapping[str, int] = msgspec.field(default_factory=dict)
    barred: Mapping[str, str] = msgspec.field(default_factory=dict)
    not_due: Mapping[str, str] = msgspec.field(default_factory=dict)


NO_WISHES = Wishes()


def plan_session(
    routine: Routine, exercises: Mapping[str, Exercise], doses: Doses, wishes: Wishes = NO_WISHES
) -> Plan:
    """The session for a routine; without minutes, or for an own routine, all of it that may be done.

    `doses` gives the next doses of an item: none where its exercise is gone, two where its sides have their
    own.
    """
    wanted, resting = _candidates(routine, doses, wishes)
    arrange = _arranger(routine, exercises, doses, wishes)
    left_out: list[LeftOut] = []
    once: list[str] = []
    if wishes.minutes is not None and not routine.own:
        chosen = _fit(wanted, wishes, lambda some: length_s(arrange(some)[0]))
        left_out, once = _short_of_time(wanted, chosen, wishes.minutes)
        wanted = chosen
    script, decisions = arrange(wanted)
    fitted_to = None if routine.own else wishes.minutes
    return Plan(routine.id, _blocks(script, decisions), (*resting, *left_out), tuple(once), script, fitted_to)


def _candidates(routine: Routine, doses: Doses, wishes: Wishes) -> tuple[list[Candidate], list[LeftOut]]:
    """All appearances that may be done, and what is gone, kept back or resting."""
    wanted, out = [], {}
    for each, item in _appearances(routine):
        why = _reason_against(item, doses, wishes)
        if why is None:
            wanted.append(each)
        else:
            out[item.exercise] = LeftOut(item.exercise, why)
    return wanted, list(out.values())


def _reason_against(item: RoutineItem, doses: Doses, wishes: Wishes) -> str | None:
    """Why an exercise is not done today on any of its sides, what is unsafe first; None where it may be."""
    decisions = [each.decision for each in doses(item)]
    if not decisions:
        return NO_LONGER_THERE
    if item.exercise in wishes.barred:
        return wishes.barred[item.exercise]
    resting = next((each.why for each in decisions if each.kind is DecisionKind.RESTING), None)
    return resting or wishes.not_due.get(item.exercise)


Arranged = tuple[Script, Sequence[Decision]]


def _arranger(
    routine: Routine, exercises: Mapping[str, Exercise], doses: Doses, wishes: Wishes
) -> Callable[[Sequence[Candidate]], Arranged]:
    """A function that puts appearances in order: by block, then lying to standing, then as in the routine.

    An own routine keeps its order. Beside the script come the decisions that gave its doses.
    """

    every = list(_appearances(routine))
    positions = {
        each.exercise: exercises[each.exercise].position.rank
        for each, _ in every
        if each.exercise in exercises
    }

    def rank(each: Candidate) -> tuple[int, int, int]:
        return each.block, 0 if routine.own else positions[each.exercise], each.place

    def arrange(some: Sequence[Candidate]) -> Arranged:
        rests = _rests(every, some)
        items: list[Item] = []
        decisions: list[Decision] = []
        for each in sorted(some, key=rank):
            rest_s = rests[each] if items else 0
            for dose in doses(_item_of(routine, each)):
                items.append(_planned(routine, each, exercises[each.exercise], dose, len(items), rest_s))
                decisions.append(dose.decision)
                rest_s = 0
        return Script(tuple(items), wishes.timing, wishes.asks_rating, wishes.gap_s), decisions

    return arrange


def _item_of(routine: Routine, each: Candidate) -> RoutineItem:
    return routine.blocks[each.block].items[each.place]


def _planned(
    routine: Routine, each: Candidate, exercise: Exercise, dose: CourseDose, index: int, rest_s: int
) -> Item:
    return Item(
        index=index,
        block=each.block,
        block_kind=routine.blocks[each.block].kind,
        exercise=exercise.id,
        position=exercise.position,
        sides=exercise.sides,
        holds=exercise.holds,
        dose=dose.decision.dose,
        course=dose.course.name,
        side=dose.course.side,
        asked=dose.asked,
        aim=dose.aim,
        tempo=exercise.tempo,
        parts=exercise.parts,
        rest_before_s=rest_s,
    )


def _rests(every: Iterable[tuple[Candidate, RoutineItem]], some: Sequence[Candidate]) -> dict[Candidate, int]:
    """The rest before each: its own, or a longer one of what is left out between it and the one before."""
    chosen, rests, longest = set(some), dict[Candidate, int](), 0
    for each, item in every:
        longest = max(longest, item.rest_before_s)
        if each in chosen:
            rests[each], longest = longest, 0
    return rests


def _appearances(routine: Routine) -> Iterator[tuple[Candidate, RoutineItem]]:
    for block, each in enumerate(routine.blocks):
        for place, item in enumerate(each.items):
            yield Candidate(block, place, item.exercise), item


def _fit(
    wanted: Sequence[Candidate], wishes: Wishes, total_s: Callable[[Sequence[Candidate]], float]
) -> list[Candidate]:
    """As many as the budget holds: one a block first, then what was done longest ago, then priority.

    A second appearance of an exercise comes after all first ones, for it would just have been done.
    """
    limit = (wishes.minutes or 0) * 60 + GRACE_S
    if total_s(wanted) <= limit:
        return list(wanted)
    again = _repeats(wanted)

    def need(each: Candidate) -> tuple[bool, date, int, int, int]:
        last = wishes.last_done.get(each.exercise, date.min)
        return each in again, last, -wishes.priority.get(each.exercise, 0), each.block, each.place

    queue = sorted(wanted, key=need)
    chosen: list[Candidate] = []
    for each in [*_openers(queue, limit, total_s), *queue]:
        if each not in chosen and total_s([*chosen, each]) <= limit:
            chosen.append(each)
    return chosen


def _repeats(wanted: Sequence[Candidate]) -> set[Candidate]:
    """Every appearance of an exercise but its first."""
    first: dict[str, Candidate] = {}
    return {each for each in wanted if first.setdefault(each.exercise, each) is not each}


def _openers(
    queue: Sequence[Candidate], limit: float, total_s: Callable[[Sequence[Candidate]], float]
) -> list[Candidate]:
    """One item for each block, as early in the queue as they fit together; the shortest where none fit."""
    blocks = [[each for each in queue if each.block == block] for block in sorted({e.block for e in queue})]
    shortest = [min(block, key=lambda each: total_s([each])) for block in blocks]
    fitting = (list(some) for some in product(*blocks) if total_s(some) <= limit)
    return next(fitting, shortest)


def _short_of_time(
    wanted: Sequence[Candidate], chosen: Sequence[Candidate], minutes: int
) -> tuple[list[LeftOut], list[str]]:
    """What the budget has no room for at all, and what it has no room for a second time."""
    done = {each.exercise for each in chosen}
    missing = dict.fromkeys(each.exercise for each in wanted if each not in chosen)
    left_out = [
        LeftOut(each, f"No room for it in {many(minutes, 'minute')}.") for each in missing if each not in done
    ]
    return left_out, [each for each in missing if each in done]


def _blocks(script: Script, decisions: Sequence[Decision]) -> tuple[PlannedBlock, ...]:
    blocks: dict[int, list[PlannedItem]] = {}
    for item, decision in zip(script.items, decisions, strict=True):
        planned = PlannedItem(item, decision, item_seconds(script, item.index))
        blocks.setdefault(item.block, []).append(planned)
    return tuple(PlannedBlock(items[0].item.block_kind, tuple(items)) for items in blocks.values())

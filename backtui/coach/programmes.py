"""Ready programmes: what each would ask of this person, and copying one so that it becomes their own."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from msgspec.structs import replace

from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.library import definitions
from backtui.coach.open_log import OpenLog
from backtui.coach.schedule import setting_of
from backtui.coach.write import as_change, event
from backtui.content.programmes import Definition, Programme, programmes
from backtui.domain.event_keys import What
from backtui.domain.events import SettingSet
from backtui.domain.exercise import WORD_LIMIT, Content, Routine, Sides
from backtui.domain.own_events import ExerciseSaved, RoutineSaved
from backtui.domain.plan import Plan, PlannedItem
from backtui.domain.schedule import Schedule
from backtui.domain.words.numbers import IN_TURN, join_and, many, whole_minutes
from backtui.domain.words.weeks import line_words
from backtui.domain.written.nearest import missed


class How(StrEnum):
    """What becomes of a programme: one's own; followed too; and on the days that it suggests."""

    COPY = "copy"
    USE = "use"
    SCHEDULE = "schedule"


INFORMS = "It informs and never diagnoses; what your provider says comes first."


class ReadyProgramme(msgspec.Struct, frozen=True):
    """A programme with the sessions that it would make now, and the content with it.

    `yours`: all of it was copied and is as it was then; `in_use`: sessions follow one of its routines.
    """

    programme: Programme
    content: Content
    plans: tuple[tuple[Routine, Plan], ...]
    yours: bool
    in_use: bool

    @property
    def minutes(self) -> tuple[int, ...]:
        """How long its sessions take, each in whole minutes."""
        return tuple(whole_minutes(plan.total_s) for _, plan in self.plans)

    @property
    def exercises(self) -> tuple[str, ...]:
        """The exercises of all its routines, each once."""
        asked = (item.exercise for each, _ in self.plans for block in each.blocks for item in block.items)
        return tuple(dict.fromkeys(asked))

    @property
    def left_out(self) -> Mapping[str, str]:
        """The exercises that no session of it would have now, each with the reason."""
        return {out.exercise: out.why for _, plan in self.plans for out in plan.left_out}


def ready_programmes(coach: Coach) -> Sequence[ReadyProgramme]:
    """All programmes, in their order."""
    return [_ready(coach, each) for each in programmes(coach.shipped).values()]


def ready_programme(coach: Coach, name: str) -> ReadyProgramme:
    """The programme with that id or name. Raises WrongUseError."""
    return _ready(coach, _called(coach, name))


def _called(coach: Coach, name: str) -> Programme:
    known, wanted = programmes(coach.shipped), name.strip().casefold()
    for each in known.values():
        if wanted in (each.id, each.name.casefold()):
            return each
    names = {each.name: key for key, each in known.items()} | {key: key for key in known}
    raise WrongUseError(missed("programme", name, names))


def _ready(coach: Coach, programme: Programme) -> ReadyProgramme:
    content, copy = programme.content(coach.content), Copy(coach, programme)
    tried = coach.trying(content)
    plans = tuple((routine, tried.plan_of(routine)) for routine in programme.routines)
    return ReadyProgramme(programme, content, plans, not copy.events, coach.routine().id in copy.routines)


def sections(ready: ReadyProgramme) -> Sequence[tuple[str, Sequence[str]]]:
    """What there is to say of a programme before it is copied: headings, each with its sentences."""
    programme, left_out, name_of = ready.programme, ready.left_out, ready.content.name_of
    found: list[tuple[str, Sequence[str]]] = [("For whom", programme.purpose)]
    for (routine, plan), minutes in zip(ready.plans, ready.minutes, strict=True):
        asked = [_asked(each, ready.content) for each in plan.items]
        found.append((f"{routine.name}, {minutes} min", asked or ["Nothing that you may do now."]))
    names = {each.id: each.name for each in programme.routines}
    suggested = "; ".join(line_words(line, names) for line in programme.schedule)
    found.append(("How often", [programme.how_often, f"Suggested: {suggested}."]))
    if left_out:
        reasons = dict.fromkeys(left_out.values())
        together = {
            why: join_and(name_of(key) for key in left_out if left_out[key] == why) for why in reasons
        }
        found.append(("Left out for you", [f"{names}: {why}" for why, names in together.items()]))
    found.append(("Take care", programme.cautions))
    found.append(("Source", [programme.source, INFORMS]))
    return found


def _asked(planned: PlannedItem, content: Content) -> str:
    """An exercise with its dose."""
    item = planned.item
    rest = f", {item.dose.rest_s} s rest" if item.dose.more and item.dose.rest_s else ""
    sides = f", {IN_TURN[item.sides]}" if item.sides is not Sides.ONE else ""
    return f"{content.name_of(item.exercise)}: {item.dose}{rest}{sides}"


class Copy:
    """What copying a programme would write, so that nothing of one's own is overwritten.

    What is there already as it would be copied is kept. Where something else has its id or its name, the copy
    gets a number. `ids` and `routines` say what each became, `events` is what is to be written.
    """

    def __init__(self, coach: Coach, programme: Programme) -> None:
        self.events: list[What] = []
        self.kept: list[str] = []
        self.numbered: list[str] = []
        content, reading = coach.content, coach.reading
        names = {each.name.casefold() for each in content.exercises.values()}
        saved = definitions(reading, "exercise")
        exercises: list[What] = []
        self.ids: dict[str, str] = {}
        for key, definition in programme.definitions.items():
            mine = self._as_mine(definition, saved, content.exercises, names)
            self.ids[key] = mine["id"]
            if saved.get(mine["id"]) != mine:
                exercises.append(ExerciseSaved(mine["id"], mine))
        names = {each.name.casefold() for each in content.routines.values()}
        saved = definitions(reading, "routine")
        self.routines: list[str] = []
        for definition in programme.routine_definitions:
            items = self._renamed(definition["items"])
            mine = self._as_mine({**definition, "items": items}, saved, content.routines, names)
            self.routines.append(mine["id"])
            if saved.get(mine["id"]) != mine:
                self.events.append(RoutineSaved(mine["id"], mine))
        self.events += exercises

    def _renamed(self, items: Sequence[Definition]) -> list[dict[str, Any]]:
        """The items of a routine with the exercises that have become one's own; a rest has none."""
        found: list[dict[str, Any]] = []
        for item in items:
            named = (
                {"exercise": self.ids.get(item["exercise"], item["exercise"])} if "exercise" in item else {}
            )
            inner = {"items": self._renamed(item["items"])} if "items" in item else {}
            found.append({**item, **named, **inner})
        return found

    def _as_mine(
        self,
        definition: Definition,
        saved: Mapping[str, Definition],
        taken: Collection[str],
        names: Collection[str],
    ) -> dict[str, Any]:
        """The definition, with a number in its id and name where it must have one."""
        number = 1
        while True:
            mine = {**definition, **_numbered(definition, number)} if number > 1 else dict(definition)
            if saved.get(mine["id"]) == mine:
                self.kept.append(mine["name"])
                return mine
            if mine["id"] not in taken and mine["name"].casefold() not in names:
                if number > 1:
                    self.numbered.append(mine["name"])
                return mine
            number += 1


def _numbered(definition: Definition, number: int) -> dict[str, str]:
    """The id and the name with a number, short enough."""
    end = f"-{number}"
    return {
        "id": f"{definition['id'][: WORD_LIMIT - len(end)].rstrip('-')}{end}",
        "name": f"{definition['name'][: WORD_LIMIT - len(end)].rstrip()} {number}",
    }


class Programmes:
    """Copies programmes, each in one choice."""

    def __init__(self, log: OpenLog) -> None:
        self._log = log

    def copy(self, name: str, how: How = How.COPY) -> Sequence[str]:
        """Make a programme one's own, follow its first routine from now on too, or schedule it besides.

        What was done, in sentences. One undo takes all of it back. Raises WrongUseError.
        """
        with self._log.question() as coach:
            programme = _called(coach, name)
            copy, followed, before = Copy(coach, programme), coach.routine().id, coach.preferences().schedule
        new = list(copy.events)
        if how is not How.COPY and followed != copy.routines[0]:
            new.append(SettingSet("routine", copy.routines[0]))
        schedule = _with(before, programme, copy) if how is How.SCHEDULE else before
        if schedule != before:
            new.append(setting_of(schedule))
        if new:
            now = self._log.now()
            self._log.append(as_change([event(each, now) for each in new]))
        return _told(programme, copy, how)


def _with(before: Schedule, programme: Programme, copy: Copy) -> Schedule:
    """The schedule with the lines that a programme suggests, in place of those that its routines had."""
    ids = {each.id: mine for each, mine in zip(programme.routines, copy.routines, strict=True)}
    kept = [each for each in before.lines if not set(each.routines) & set(copy.routines)]
    lines = [
        replace(each, routines=tuple(ids[routine] for routine in each.routines))
        for each in programme.schedule
    ]
    return replace(before, lines=(*kept, *lines))


def _told(programme: Programme, copy: Copy, how: How) -> list[str]:
    routines = sum(isinstance(each, RoutineSaved) for each in copy.events)
    exercises = len(copy.events) - routines
    parts = [many(count, what) for count, what in ((routines, "routine"), (exercises, "exercise")) if count]
    said = [f"{programme.name}: {join_and(parts)} are yours now." if parts else f"{programme.name} is yours."]
    if copy.numbered:
        said.append(f"That name is taken, so yours is called {join_and(copy.numbered)}.")
    if copy.kept and copy.events:
        said.append(f"You already had {join_and(copy.kept)}.")
    if how is not How.COPY:
        said.append("Sessions follow it from now on.")
    names = {each.id: each.name for each in programme.routines}
    when = "; ".join(line_words(line, names) for line in programme.schedule)
    said.append(f"{'Scheduled' if how is How.SCHEDULE else 'Suggested'}: {when}.")
    return said

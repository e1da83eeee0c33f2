"""Own exercises, routines, cautions."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import UNSET

from backtui.coach.coach import STANDARD, Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.library import definitions
from backtui.coach.open_log import OpenLog
from backtui.coach.write import event
from backtui.domain.event_json import body_of
from backtui.domain.event_keys import What
from backtui.domain.events import BODY_LIMIT_BYTES, SettingSet, TargetSet
from backtui.domain.exercise import Content, Exercise, Routine
from backtui.domain.own_events import ExerciseRemoved, ExerciseSaved, RoutineRemoved, RoutineSaved
from backtui.domain.plan import Priority
from backtui.domain.written.nearest import missed, themselves

FORM = "this exercise"
ROUTINE = "this routine"
ONE_TOO_MANY = (
    "{} needs {:,} bytes, and the log takes {:,} at most; shorten its sentences{}, and save it again."
)


class Shelf:
    """What is of one's own, each choice written whole or not at all."""

    def __init__(self, log: OpenLog) -> None:
        self._log = log

    def save_exercise(self, definition: Mapping[str, Any], place: str = FORM) -> Exercise:
        """Keep an own exercise, new or changed. Raises ContentError, and WrongUseError when it is too long.

        `place` is what an error calls the definition.
        """
        exercise = self.sound_exercise(definition, place)
        self._tell(ExerciseSaved(exercise.id, dict(definition)))
        return exercise

    def sound_exercise(self, definition: Mapping[str, Any], place: str = FORM) -> Exercise:
        """The exercise that would be saved. Raises as saving does."""
        from backtui.content.own import exercise_of

        exercise = exercise_of(definition, place, self._content())
        shorter = " or leave poses out" if exercise.poses else ""
        self._check_length(exercise.name, ExerciseSaved(exercise.id, dict(definition)), shorter)
        return exercise

    def save_routine(self, definition: Mapping[str, Any], place: str = ROUTINE) -> Routine:
        """Keep an own routine, new or changed. Raises ContentError, and WrongUseError when it is too long."""
        routine = self.sound_routine(definition, place)
        self._tell(RoutineSaved(routine.id, dict(definition)))
        return routine

    def sound_routine(self, definition: Mapping[str, Any], place: str = ROUTINE) -> Routine:
        """The routine that would be saved. Raises as saving does."""
        from backtui.content.own import routine_of

        routine = routine_of(definition, place, self._content())
        self._check_length(routine.name, RoutineSaved(routine.id, dict(definition)), "")
        return routine

    def draft(self, definition: Mapping[str, Any]) -> Routine:
        """The routine that a definition would make, which may be unfinished. Raises ContentError."""
        from backtui.content.own import routine_of

        return routine_of(definition, ROUTINE, self._content(), logged=True)

    def remove_exercise(self, exercise: str) -> Exercise:
        """Take an own exercise out; sessions in which it was done keep it. Raises WrongUseError."""
        found = self._log.ask(lambda coach: coach.exercise(exercise))
        if not found.own:
            raise WrongUseError(f"{found.name} came with backtui; it can be switched off, not removed.")
        self._tell(ExerciseRemoved(found.id))
        return found

    def remove_routine(self, routine: str) -> Routine:
        """Take an own routine out. Raises WrongUseError."""
        with self._log.question() as coach:
            found, own = coach.routine(routine), definitions(coach.reading, "routine")
        if routine not in own:
            raise WrongUseError(f"The routine {found.name} came with backtui; it cannot be removed.")
        self._tell(RoutineRemoved(found.id))
        return found

    def routines_with(self, exercise: str) -> Sequence[str]:
        """The names of the own routines that an exercise is in."""
        return [
            each.name
            for each in self._content().routines.values()
            if each.own and any(item.exercise == exercise for block in each.blocks for item in block.items)
        ]

    def use_routine(self, routine: str) -> Routine:
        """Follow a routine from now on. Raises WrongUseError."""
        found = self._log.ask(lambda coach: coach.routine(routine or STANDARD))
        self._tell(SettingSet("routine", found.id))
        return found

    def include(
        self,
        name: str,
        *,
        priority: str | None = None,
        disabled: bool | None = None,
        allowed: bool | None = None,
    ) -> Exercise:
        """Say how an exercise takes part in sessions; None leaves a thing as it is. Raises WrongUseError.

        `allowed` is the provider's word about an exercise that a caution leaves out.
        """
        exercise = self._log.ask(lambda coach: coach.exercise(name))
        if priority is not None and priority not in list(Priority):
            raise WrongUseError(f"A priority is {', '.join(Priority)}, not {priority[:40]!a}.")
        if (priority, disabled, allowed) == (None, None, None):
            raise WrongUseError("Say what to change: a priority, on or off, or allowed by the provider.")
        self._tell(
            TargetSet(
                exercise.id,
                "me" if allowed is None else "provider",
                priority=UNSET if priority is None else Priority(priority).value,
                disabled=UNSET if disabled is None else disabled,
                allowed=UNSET if allowed is None else allowed,
            )
        )
        return exercise

    def note_cautions(self, cautions: Sequence[str]) -> None:
        """Set what is to be minded, by ids; an empty list is nothing. Raises WrongUseError."""
        known = self._content().cautions
        for each in cautions:
            if each not in known:
                raise WrongUseError(missed("caution", each, themselves(known)))
        noted = [each for each in known if each in cautions]
        self._tell(SettingSet("cautions", noted))

    def _tell(self, what: What) -> None:
        self._log.append([event(what, self._log.now())])

    def _content(self) -> Content:
        return self._log.ask(lambda coach: coach.content)

    def _check_length(self, name: str, what: What, shorter: str) -> None:
        """Refuse what has no room in one event. Raises WrongUseError with the count."""
        length = len(body_of(what))
        if length > BODY_LIMIT_BYTES:
            raise WrongUseError(ONE_TOO_MANY.format(name, length, BODY_LIMIT_BYTES, shorter))


def definition(coach: Coach, name: str) -> dict[str, Any]:
    """What defines an exercise or a routine, as a file would say it. Raises WrongUseError."""
    from backtui.content.own import exercise_definition, routine_definition

    routine = coach.content.routines.get(name)
    if routine is not None:
        return definitions(coach.reading, "routine").get(routine.id) or routine_definition(routine)
    exercise = coach.exercise(name)
    return definitions(coach.reading, "exercise").get(exercise.id) or exercise_definition(exercise)

"""Doses, targets, locks, how often."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from backtui.coach.answers import Aimed, AimedAll, TargetRequest, TargetTold
from backtui.coach.coach import Coach
from backtui.coach.dose_wish import DoseWish, knobs_above, lowered, raised
from backtui.coach.errors import WrongUseError
from backtui.coach.open_log import OpenLog
from backtui.coach.write import as_change, event, noted, voids
from backtui.domain.events import Event, SettingSet, TargetSet
from backtui.domain.exercise import STEP_BOUNDS, Dose, Increment, Side, Sides
from backtui.domain.notation import in_full, out_of_bounds
from backtui.domain.preferences import NEEDED_BOUNDS, Preferences, preference
from backtui.domain.progression.ladder import Order, reaches, step_down, step_up
from backtui.domain.progression.prescription import Decision, DecisionKind, Prescription
from backtui.domain.words.targets import NAMES
from backtui.store.queries.events import note_names

# Each may not be above the next; where one wish says both sides of it, one of them has to be changed.
RISING = (("dose", "target"), ("target", "ceiling"), ("dose", "ceiling"))
NOTHING = (
    "Say what to set: a dose, a target, a dose never to go above, a hold, repetitions, sets, a rest between"
    " them, a step, sessions per step, what grows first, a lock or a rest."
)
AS_EVERYWHERE = "default"
STEP_OF = {"hold_s": "hold", "reps": "repetitions", "sets": "sets"}
LOCKED = "{} is locked at {}, and its target with it; unlock it first."
HIGHEST = "The target of {} is {}, and it never goes above that; raise “never above” first."
LOWEST = "The target of {} is {}, which is where it starts; it goes no lower."
STEPPED = "{} now grows to {}; until now it was {}."
NO_SIDES = "{} has no sides; leave the side out."
WITH_A_SIDE = "A side goes with a dose, a target or a dose never to go above; give one of them too."


def target_set(exercise: str, dose: Dose, prescription: Prescription, wish: TargetRequest) -> TargetSet:
    """What the wish sets; `dose` is the next one. Raises WrongUseError with the bounds."""
    current = {"dose": dose, "target": prescription.target, "ceiling": prescription.ceiling}
    wishes = {name: DoseWish.of(wish, name) for name in current}
    doses: dict[str, Dose] = {}
    for name, said in wishes.items():
        if said.knobs or (name == "dose" and wish.locked):
            doses[name] = said.made_of(current[name])
    for low, high in RISING:
        if wishes[low].knobs and wishes[high].knobs:
            _meet(doses, wishes, low, high)
    if wish.side and not doses:
        raise WrongUseError(WITH_A_SIDE)
    made = TargetSet(
        exercise,
        wish.by,
        side=Side(wish.side) if wish.side else UNSET,
        dose=doses.get("dose", UNSET),
        target=doses.get("target", UNSET),
        ceiling=doses.get("ceiling", UNSET),
        needed=UNSET if wish.needed is None else _needed(wish.needed),
        ladder=UNSET if wish.ladder is None else _ladder(wish.ladder),
        step=_step(wish, prescription.step),
        locked=UNSET if wish.locked is None else wish.locked,
        resting=UNSET if wish.resting is None else wish.resting,
    )
    if made == TargetSet(exercise, wish.by):
        raise WrongUseError(NOTHING)
    return made


def _meet(doses: dict[str, Dose], wishes: Mapping[str, DoseWish], low: str, high: str) -> None:
    """Where the lower would stand above the higher, the number that was said moves the one that was not."""
    one, other = doses[low], doses[high]
    above = knobs_above(one, other)
    if above & wishes[low].knobs & wishes[high].knobs:
        raise WrongUseError(f"The {low} {one} is above {_limit(high, other)}; change one of them.")
    doses[high] = raised(other, one, above & wishes[low].knobs)
    doses[low] = lowered(one, other, above - wishes[low].knobs)


def _step(wish: TargetRequest, current: Increment) -> Increment | UnsetType:
    """What one step of growth adds, with the numbers that were said."""
    said = {name: getattr(wish, f"step_{name}") for name in STEP_BOUNDS}
    given = {name: number for name, number in said.items() if number is not None}
    for name, number in given.items():
        bounds, unit = STEP_BOUNDS[name], " s" if name == "hold_s" else ""
        if problem := out_of_bounds(f"a step of the {STEP_OF[name]}", number, bounds, unit):
            raise WrongUseError(problem)
    return replace(current, **given) if given else UNSET


def _needed(count: int | str) -> int | None:
    """So many successes a step; None for as it is set for all."""
    if count == AS_EVERYWHERE:
        return None
    least, most = NEEDED_BOUNDS
    if not isinstance(count, int) or not least <= count <= most:
        raise WrongUseError(
            f"Sessions per step must be from {least} to {most}, or {AS_EVERYWHERE}, not {count}."
        )
    return count


def _ladder(order: str) -> Order | None:
    """What grows first; None for as it is set for all."""
    if order != AS_EVERYWHERE and order not in tuple(Order):
        raise WrongUseError(f"What grows first is {', '.join(Order)} or {AS_EVERYWHERE}, not {order[:40]!a}.")
    return None if order == AS_EVERYWHERE else Order(order)


FREQUENCY_IS_PROVIDERS = (
    "Your provider set how often; take that over first, in Settings (“How often, set by”) or with"
    " `backtui set frequency --by me`."
)


class _Doses(msgspec.Struct, frozen=True):
    """What is set for each exercise and its next dose, before a change or after it."""

    names: Mapping[str, str]
    prescriptions: Mapping[str, Prescription]
    decisions: Mapping[str, Decision]


def _doses(coach: Coach, side: Side = Side.NONE) -> _Doses:
    names = {key: each.name for key, each in coach.content.exercises.items()}
    doses = coach.of_the_day(side)
    return _Doses(
        names,
        {key: each.prescription for key, each in doses.items()},
        {key: each.decision for key, each in doses.items()},
    )


class Aims:
    """Every such choice as one change of the log, written whole or not at all."""

    def __init__(self, log: OpenLog) -> None:
        self._log = log

    def set(self, name: str, wish: TargetRequest) -> Aimed:
        """Set doses, targets, lock or rest of an exercise.

        Raises WrongUseError for an unknown exercise, a number out of bounds, a wish that says nothing, and
        where it would change what the provider locked.
        """
        side = Side(wish.side or Side.NONE)
        with self._log.question() as coach:
            exercise, before = coach.exercise(name), _doses(coach, side)
        lock = before.prescriptions[exercise.id].locked
        if lock and self._is_kept(before.prescriptions[exercise.id], wish) and wish.locked is not False:
            raise WrongUseError(
                f"{exercise.name} is locked by your provider at {lock.dose}; unlock it first."
            )
        if wish.side and exercise.sides is Sides.ONE:
            raise WrongUseError(NO_SIDES.format(exercise.name))
        self._tell([self._event(exercise.id, before, wish)], wish.note)
        return _became(exercise.id, before, self._log.ask(lambda coach: _doses(coach, side)))

    def step(self, name: str, by: int) -> str:
        """Raise (1) or lower (-1) the target by the next step of its ladder; what became of it in a sentence.

        Raises WrongUseError, and sets nothing, for an unknown exercise, where the dose is locked, above the
        ceiling and below what the exercise starts with.
        """
        with self._log.question() as coach:
            exercise = coach.exercise(name)
            prescription = _doses(coach).prescriptions[exercise.id]
        target, ceiling = prescription.target, prescription.ceiling
        if prescription.locked:
            raise WrongUseError(LOCKED.format(exercise.name, prescription.locked.dose))
        if by > 0:
            stepped = step_up(target, ceiling, prescription.order, prescription.step)
        else:
            stepped = step_down(target, exercise.start, ceiling, prescription.order, prescription.step)
        if stepped == target:
            raise WrongUseError((HIGHEST if by > 0 else LOWEST).format(exercise.name, target))
        became = self.set(exercise.id, TargetRequest(target=in_full(stepped)))
        return " ".join((STEPPED.format(exercise.name, stepped, target), *became.went_along))

    def set_all(self, wish: TargetRequest) -> AimedAll:
        """Set the same for all exercises, in one change; what the provider locked is left alone.

        So is what rests for pain, which only its name brings back. Raises WrongUseError, and sets nothing,
        where it cannot be for one of them.
        """
        if wish.side:
            raise WrongUseError("A side goes with one exercise, not with all.")
        before = self._log.ask(_doses)
        kept = [
            key for key, prescription in before.prescriptions.items() if self._is_kept(prescription, wish)
        ]
        hurting = [key for key in before.prescriptions if wish.asks_for_it and _rests_for_pain(before, key)]
        changed = [key for key in before.prescriptions if key not in {*kept, *hurting}]
        events = [self._event(key, before, wish) for key in changed]
        if not events:
            raise WrongUseError(
                "All exercises are locked by your provider or rest because of pain; name one."
            )
        self._tell(events, wish.note)
        after = self._log.ask(_doses)
        aimed = tuple(_became(key, before, after) for key in changed)
        left = [tuple(before.names[key] for key in keys) for keys in (kept, hurting)]
        return AimedAll(aimed, tuple(each.id for each in events), *left)

    def note(self, name: str, text: str, about: bytes | None = None) -> TargetTold:
        """Explain what was set for an exercise, by that event or newest. Raises WrongUseError."""
        with self._log.question() as coach:
            exercise = coach.exercise(name)
            told = coach.told(exercise.id)
        found = [each for each in told if about in (None, each.event)]
        if not found:
            raise WrongUseError(f"Nothing is set for {exercise.name} yet, so a note has nothing to explain.")
        self.note_each([found[-1].event], text)
        return found[-1]

    def note_each(self, about: Sequence[bytes], text: str) -> None:
        """Explain what was set by each of these events, in one change. Raises WrongUseError."""
        notes = [self._note(name, text) for name in about]
        texts = {key: said for _, each in notes for key, said in each.items()}
        self._log.append(as_change([written for written, _ in notes]), texts=texts)

    def erase_notes(self, name: str, about: bytes | None = None) -> int:
        """Erase for good the notes about what was set for an exercise, or about that event; how many.

        A note about all exercises is erased for all of them. Nothing brings it back.
        """
        with self._log.question() as coach:
            names = note_names(coach.reading.log, coach.exercise(name).id, about)
        if names:
            self._log.append(as_change(voids(names, self._log.now(), erase=True)))
        return len(names)

    def frequency(self, per_week: int | None, per_day: int | None, by: str | None) -> Preferences:
        """Set how many sessions a week and a day; `by` alone says whose the numbers are from now on.

        Raises WrongUseError out of bounds, and where the provider's numbers would be changed without them.
        """
        numbers = {key: n for key, n in (("goal", per_week), ("per_day", per_day)) if n is not None}
        stands = self._log.ask(Coach.preferences).frequency_by
        if numbers and stands == "provider" and by != "provider":
            raise WrongUseError(FREQUENCY_IS_PROVIDERS)
        for key, value in numbers.items():
            row = preference(key)
            assert row is not None
            if not row.accepts(value):
                raise WrongUseError(f"{row.name} must be {row.allowed}, not {value}.")
        now = self._log.now()
        said = {**numbers, "frequency_by": by or "me"}
        self._log.append(as_change([event(SettingSet(key, value), now) for key, value in said.items()]))
        return self._log.ask(Coach.preferences)

    def _is_kept(self, prescription: Prescription, wish: TargetRequest) -> bool:
        """The provider locked it, and this is not the provider's wish; to rest it is always free."""
        lock = prescription.locked
        return bool(lock and lock.by == "provider" and wish.by == "me" and not wish.only_rests)

    def _event(self, key: str, before: _Doses, wish: TargetRequest) -> Event:
        made = target_set(key, before.decisions[key].dose, before.prescriptions[key], wish)
        return event(made, self._log.now())

    def _tell(self, events: list[Event], note: str | None) -> None:
        """One change, with the note that explains all of it."""
        texts: dict[bytes, str] = {}
        if note is not None:
            written, texts = self._note(events[0].id, note)
            events = [*events, written]
        self._log.append(as_change(events), texts=texts)

    def _note(self, about: bytes, text: str) -> tuple[Event, dict[bytes, str]]:
        """The event of a note, and its text."""
        note, cleaned = noted(about, text)
        written = event(note, self._log.now())
        return written, {written.id: cleaned}


def _rests_for_pain(before: _Doses, key: str) -> bool:
    """The rules keep it out, whether the person does or not."""
    return before.decisions[key].kind is DecisionKind.RESTING and before.decisions[key].pains > 0


def _became(key: str, before: _Doses, after: _Doses) -> Aimed:
    """What changed for an exercise, and what went with it without having been asked for."""
    went_along = _went_along(before.prescriptions[key], after.prescriptions[key])
    return Aimed(key, before.names[key], before.decisions[key], after.decisions[key], tuple(went_along))


def _went_along(old: Prescription, new: Prescription) -> list[str]:
    """A target or a ceiling that moved because something else was set, in a sentence each."""
    said = []
    if new.target != old.target and new.target_at == old.target_at:
        said.append(_moved("target", old.target, new.target))
    if new.ceiling != old.ceiling and new.ceiling_at == old.ceiling_at:
        said.append(_moved("ceiling", old.ceiling, new.ceiling))
    return said


def _called(name: str) -> str:
    """A dose at the beginning of a sentence."""
    return f"“{NAMES[name].capitalize()}”" if name in NAMES else f"The {name}"


def _limit(name: str, dose: Dose) -> str:
    """A dose above which another stands."""
    return f"{dose}, set as “{NAMES[name]}”" if name in NAMES else f"the {name} {dose}"


def _moved(name: str, old: Dose, new: Dose) -> str:
    way = "up" if reaches(new, old) else "down" if reaches(old, new) else "over"
    return f"{_called(name)} moves {way} to {new} with it."

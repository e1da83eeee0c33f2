"""A person's own exercises and routines."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Annotated, Any

import msgspec
from msgspec import Meta, to_builtins
from msgspec.structs import replace

from backtui.content.doses import (
    MOST_ITEMS,
    ItemTable,
    WrittenError,
    dose_table,
    hold_table,
    routine_items,
)
from backtui.content.figures import FigureError, figure_in, figure_names, load_figure
from backtui.content.load import STEPS, ExerciseFile, check_tags, exercise_in, refusal, shaped
from backtui.domain.exercise import (
    A_HOLD,
    ONE_EACH,
    Content,
    Exercise,
    Kind,
    Name,
    Routine,
    RoutineBlock,
    RoutineItem,
    Word,
)
from backtui.domain.fault import shown
from backtui.domain.figure.model import Figure

TEXTS = ("hint", "easier")
LISTS = ("cautions", "avoid_with")


class OwnExercise(ExerciseFile, frozen=True, kw_only=True):
    """What defines an own exercise: the figure it borrows, or a table of poses."""

    figure: Word | dict[str, Any] = ""


class OwnRoutine(msgspec.Struct, frozen=True):
    """What defines an own routine."""

    id: Name
    name: Word
    items: Annotated[tuple[ItemTable, ...], Meta(min_length=1, max_length=MOST_ITEMS)]


def exercise_of(definition: object, place: str, content: Content, *, logged: bool = False) -> Exercise:
    """The own exercise in a definition, beside those of `content`; `place` is what errors call it.

    One that is `logged` may have another's name, for two machines may have been merged.
    """
    table = shaped(definition, place, OwnExercise)
    drawn = table.figure
    exercise = exercise_in(table, place, own=True)
    check_tags(exercise, content.cautions, place)
    _check_taken(exercise, content, place)
    if not logged:
        _check_name(exercise.id, exercise.name, content.exercises.values(), place)
    if isinstance(drawn, str):
        if drawn:
            _check_borrowed(drawn, exercise, place)
        return replace(exercise, figure=drawn)
    return replace(exercise, poses=_poses(drawn, exercise, place))


def figure_of(exercise: Exercise) -> Figure | None:
    """What draws an exercise: its own poses, the shipped figure it names, or nothing."""
    if exercise.poses is not None:
        return exercise.poses
    return load_figure(exercise.figure) if exercise.figure else None


def exercise_definition(exercise: Exercise) -> dict[str, Any]:
    """An exercise as a file would say it, its own poses apart: those are only in what it was made from."""
    definition: dict[str, Any] = {
        "id": exercise.id,
        "name": exercise.name,
        "kind": exercise.kind.value,
        "position": exercise.position.value,
        "sides": exercise.sides.value,
        "works_on": list(exercise.works_on),
        "set_up": list(exercise.set_up),
        "movement_in": exercise.movement_in,
        "hold": [
            hold_table(text, exercise.parts[n] if exercise.parts else A_HOLD)
            for n, text in enumerate(exercise.hold)
        ],
        "movement_out": exercise.movement_out,
    }
    definition |= {key: getattr(exercise, key) for key in TEXTS if getattr(exercise, key)}
    definition |= {key: list(getattr(exercise, key)) for key in LISTS if getattr(exercise, key)}
    definition |= to_builtins(exercise.tempo)
    if spoken := to_builtins(exercise.spoken):
        definition["spoken"] = {**spoken, **({"hold": list(spoken["hold"])} if "hold" in spoken else {})}
    definition["dose"] = {step: dose_table(getattr(exercise, step)) for step in STEPS}
    if exercise.step != ONE_EACH:
        definition["dose"]["step"] = to_builtins(exercise.step)
    if exercise.figure:
        definition["figure"] = exercise.figure
    return definition


def routine_of(definition: object, place: str, content: Content, *, logged: bool = False) -> Routine:
    """The own routine in a definition; a `logged` one may name what is gone, and one thing twice on end."""
    table = shaped(definition, place, OwnRoutine)
    try:
        placed = routine_items(table.items)
    except WrittenError as error:
        raise refusal(place, str(error)) from None
    other = content.routines.get(table.id)
    if other is not None and not other.own:
        raise refusal(place, f"id is {shown(table.id)}; choose another: a shipped routine has it.")
    if not logged:
        _check_name(table.id, table.name, content.routines.values(), place)
    for where, item in placed:
        if not logged and item.exercise not in content.exercises:
            named = f"{where}.exercise is {shown(item.exercise)}"
            raise refusal(place, f"{named}; it must be the id of an exercise.")
    return Routine(table.id, table.name, blocks_of([item for _, item in placed], content), own=True)


def blocks_of(items: Sequence[RoutineItem], content: Content) -> tuple[RoutineBlock, ...]:
    """Items in their order as blocks: each run of one kind is one; what is gone goes with what is before."""
    kinds: list[Kind] = []
    for item in items:
        known = content.exercises.get(item.exercise) or content.former.get(item.exercise)
        kinds.append(known.kind if known else kinds[-1] if kinds else Kind.STRETCH)
    runs = groupby(zip(kinds, items, strict=True), key=lambda pair: pair[0])
    return tuple(RoutineBlock(kind, tuple(item for _, item in run)) for kind, run in runs)


def routine_definition(routine: Routine) -> dict[str, Any]:
    """A routine as a file would say it, with its rounds written out."""
    items: list[dict[str, Any]] = []
    for item in (item for block in routine.blocks for item in block.items):
        if item.rest_before_s:
            items.append({"rest_s": item.rest_before_s})
        items.append(
            {"exercise": item.exercise}
            | ({"dose": dose_table(item.dose)} if item.dose else {})
            | {key: True for key in ("grows", "fixed") if getattr(item, key)}
        )
    return {"id": routine.id, "name": routine.name, "items": items}


def _check_taken(exercise: Exercise, content: Content, place: str) -> None:
    """Refuse an id that is shipped, and a name that another exercise has."""
    other = content.exercises.get(exercise.id)
    if other is not None and not other.own:
        taken = shown(exercise.id)
        raise refusal(place, f"id is {taken}; choose another: a shipped exercise has it.")


def _check_name(own: str, name: str, others: Iterable[Exercise | Routine], place: str) -> None:
    for each in others:
        if each.id != own and each.name.casefold() == name.casefold():
            raise refusal(place, f"name is {shown(name)}; choose another: {each.id} has it.")


def _check_borrowed(figure: str, exercise: Exercise, place: str) -> None:
    """Refuse a figure that is not shipped, or that has more or fewer holds."""
    known = figure_names()
    if figure not in known:
        listed = ", ".join(known)
        raise refusal(place, f"figure is {shown(figure)}; it must be one of {listed}, or poses in a table.")
    holds = load_figure(figure).holds
    if holds != exercise.holds:
        both = f"as many holds as the exercise, {exercise.holds} and not {holds}"
        raise refusal(place, f"figure is {shown(figure)}; it must have {both}.")


def _poses(raw: dict[str, Any], exercise: Exercise, place: str) -> Figure:
    try:
        figure = figure_in(raw, exercise.id, place, "figure.")
    except FigureError as error:
        raise refusal(place, str(error).removeprefix(f"{place}: ")) from None
    if figure.holds != exercise.holds:
        both = f"not {figure.holds} for {exercise.holds}"
        raise refusal(place, f"figure.pose must have one hold for each sentence of hold, {both}.")
    return figure


WIDTH = 100
# The order in which a person writes them; the log keeps keys by the alphabet.
ORDER = (
    *("id", "name", "kind", "position", "sides", "works_on", "set_up", "movement_in", "hold", "movement_out"),
    *("hint", "cautions", "avoid_with", "easier", "in_s", "out_s", "relax_s", "figure"),
    *(
        "spoken",
        "switch",
        "dose",
        "start",
        "target",
        "ceiling",
        "step",
        "hold_s",
        "reps",
        "sets",
        "rest_s",
        "rounds",
        "text",
    ),
    *("seconds", "moving", "items", "exercise", "grows", "fixed", "view", "worked", "wall", "chair", "pose"),
    *("moment", "anchor", "spine", "neck", "legs", "near_leg", "far_leg", "arms", "near_arm", "far_arm"),
    *("thigh", "knee", "ankle", "upper", "elbow", "wrist", "foot", "hand", "at", "out", "floor", "push"),
    *("joint", "direction", "towel", "twist"),
)


def toml_of(definition: Mapping[str, Any]) -> str:
    """The text of the file: what is a text or a list first, then the tables, each under its own head."""
    import tomlkit

    return tomlkit.dumps(_table(definition, tomlkit.document())).strip() + "\n"


def _table(values: Mapping[str, Any], table: Any, heads: bool = True) -> Any:
    """Put values into a table of tomlkit, in the order of a file; `heads`: tables in it have heads too."""
    import tomlkit

    headed = {key: heads and _is_headed(key, value) for key, value in values.items()}
    rank = {key: place for place, key in enumerate(ORDER)}
    for key in sorted(values, key=lambda key: (headed[key], rank.get(key, len(ORDER)), key)):
        value = values[key]
        if not headed[key]:
            table[key] = _value(value, len(key))
        elif isinstance(value, Mapping):
            table[key] = _table(value, tomlkit.table(), heads=key != "dose")
        else:
            tables = tomlkit.aot()
            for each in value:
                tables.append(_table(each, tomlkit.table(), heads=False))
            table[key] = tables
    return table


def _is_headed(key: str, value: object) -> bool:
    """Whether a value stands under a head of its own: doses, a table of tables or lists, a list of tables."""
    if isinstance(value, Mapping):
        return key in ("dose", "spoken") or any(isinstance(part, Mapping | list) for part in value.values())
    if not isinstance(value, list) or key == "hold":
        return False
    return bool(value) and all(isinstance(part, Mapping) for part in value)


def _value(value: Any, before: int) -> Any:
    """A value behind so many characters of its key; a long list has a line for each entry."""
    import tomlkit

    if isinstance(value, Mapping):
        inline = _table(value, tomlkit.inline_table(), heads=False)
        if parts := [part for _, part in inline.value.body]:
            parts[0].trivia.indent = parts[-1].trivia.trail = " "  # { hold_s = 2, reps = 2 }
        return inline
    if not isinstance(value, list):
        return tomlkit.item(value)
    item = tomlkit.array()
    item.extend([_value(part, 0) for part in value])
    return item.multiline(bool(value) and before + len(f" = {item.as_string()}") > WIDTH)

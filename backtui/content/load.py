"""Data/ becomes Content.

Reads data/: the exercises, the routines and the guidance, every file checked before it is believed.

Importing it costs more than reading the files does: import it inside the function that needs it.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, to_builtins

from backtui.content.doses import Doses, HoldTable, WrittenError, WrittenHolds, dose_in, parts_in
from backtui.content.shipped import data_folder
from backtui.domain import check
from backtui.domain.exercise import (
    MOST_HOLDS,
    PLACEHOLDERS,
    Caution,
    Content,
    Dose,
    Exercise,
    Guidance,
    Instructions,
    Kind,
    Name,
    Routine,
    RoutineBlock,
    RoutineItem,
    Sides,
    Spoken,
    Tempo,
    TempoSeconds,
    Word,
)
from backtui.domain.fault import Unfit, shown

SIZE_LIMIT_KB = 64
FULL_STOP_LIMIT = 60  # in a line: tomllib takes the square of a dotted key's length, seconds for 64 KB
STEPS = ("start", "target", "ceiling")
SIDED = ("set_up", "movement_in", "hold", "movement_out", "spoken")

T = TypeVar("T", bound=msgspec.Struct)


class ContentError(Exception):
    """A content file that cannot be used; its text is one sentence with file, key and bound."""


class ExerciseFile(Instructions, frozen=True, kw_only=True):
    """A file of data/exercises."""

    hold: WrittenHolds  # type: ignore[assignment] # a hold may be a table here
    dose: Doses
    in_s: TempoSeconds | None = None
    out_s: TempoSeconds | None = None
    relax_s: TempoSeconds | None = None


class BlockTable(msgspec.Struct, frozen=True):
    """Exercises of one kind, as a file of routines has them."""

    kind: Kind
    exercises: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=40)]


class RoutineTable(msgspec.Struct, frozen=True):
    """A routine in it."""

    id: Name
    name: Word
    blocks: Annotated[tuple[BlockTable, ...], Meta(min_length=1, max_length=10)]


class RoutinesFile(msgspec.Struct, frozen=True):
    """data/routines.toml."""

    routines: Annotated[tuple[RoutineTable, ...], Meta(min_length=1, max_length=20)]


class CautionsFile(msgspec.Struct, frozen=True):
    """data/cautions.toml."""

    cautions: Annotated[tuple[Caution, ...], Meta(min_length=1, max_length=20)]


def refusal(place: str, sentence: str) -> ContentError:
    """The error for the file that is shown as `place`; no character in it can steer a terminal."""
    return ContentError("".join(c if c.isprintable() else "?" for c in f"{place}: {sentence}"))


def read(path: Path, place: str) -> str:
    """The text of a file, line ends made plain; raises ContentError."""
    try:
        if not path.is_file():
            raise refusal(place, "there is no such file.")
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT_KB * 1024 + 1)
    except OSError as error:
        raise refusal(place, f"it cannot be read ({error.strerror}).") from None
    _check_size(data, place)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise refusal(place, "it is not UTF-8 text.") from None


def _check_size(data: bytes, place: str) -> None:
    if len(data) > SIZE_LIMIT_KB * 1024:
        raise refusal(place, f"it is too large; it must be at most {SIZE_LIMIT_KB} KB.")


def parsed(content: str, place: str) -> dict[str, object]:
    """The tables of a TOML text; raises ContentError."""
    _check_size(content.encode(errors="replace"), place)
    for number, line in enumerate(content.split("\n"), start=1):
        stops = line.count(".")
        if stops > FULL_STOP_LIMIT:
            raise refusal(place, f"line {number} has {stops} full stops; it may have {FULL_STOP_LIMIT}.")
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise refusal(place, f"it is not TOML: {error}.") from None
    except (ValueError, RecursionError):
        raise refusal(place, "it has a number too long or a list too deep to be read.") from None


def shaped(document: object, place: str, kind: type[T]) -> T:
    """A value that is shown as `place` as its type says it, with no further key; raises ContentError."""
    try:
        return check.read(document, kind, closed=True)
    except Unfit as error:
        raise refusal(place, str(error)) from None


def load(folder: Path | None = None) -> Content:
    """All content of a data folder, by default the one that came with backtui; raises ContentError."""
    folder = data_folder() if folder is None else folder
    place = f"{folder.name}/exercises"
    exercises = {}
    for path in sorted((folder / "exercises").glob("[!.]*.toml")):
        name = f"{place}/{path.name}"
        exercises[name] = exercise_from_toml(read(path, name), name)
    if not exercises:
        raise refusal(place, "there is no exercise; there must be at least 1.")
    known = by_id(exercises)
    name = f"{folder.name}/cautions.toml"
    cautions = cautions_from_toml(read(folder / "cautions.toml", name), name)
    for name, exercise in exercises.items():
        check_tags(exercise, cautions, name)
    name = f"{folder.name}/routines.toml"
    routines = routines_from_toml(read(folder / "routines.toml", name), name, known)
    name = f"{folder.name}/guidance.toml"
    guidance = guidance_from_toml(read(folder / "guidance.toml", name), name)
    return Content(_in_order(known, routines.values()), routines, guidance, cautions)


def exercise_from_toml(text: str, name: str) -> Exercise:
    """The exercise in one file's text; `name` is the file as errors show it, its stem the id."""
    stem = PurePath(name).stem
    file = shaped(parsed(text, name), name, ExerciseFile)
    if file.id != stem:
        raise refusal(name, f"id is {shown(file.id)}; it must be {shown(stem)}, the file's name.")
    return exercise_in(file, name, figure=stem)


def exercise_in(file: ExerciseFile, name: str, **rest: Any) -> Exercise:
    """The exercise in a file, and the rest of its fields; raises ContentError, which shows it as `name`."""
    _check_placeholders(file, name)
    _check_spoken(file, name)
    told: dict[str, Any] = {key: getattr(file, key) for key in Instructions.__struct_fields__}
    told["hold"], told["parts"] = parts_in(file.hold)
    try:
        doses = {step: dose_in(getattr(file.dose, step), f"dose.{step}") for step in STEPS}
    except WrittenError as error:
        raise refusal(name, str(error)) from None
    _check_doses(doses, name)
    if not file.hold and any(dose.hold_s for dose in doses.values()):
        raise refusal(name, f"hold has 0 entries; it must have from 1 to {MOST_HOLDS} where a dose holds.")
    told |= doses | {"step": file.dose.step, "tempo": Tempo(file.in_s, file.out_s, file.relax_s)}
    return Exercise(**told, **rest)


def by_id(exercises: Mapping[str, Exercise]) -> dict[str, Exercise]:
    """Exercises by id, from exercises by file; raises ContentError where two share an id or a name."""
    ids: dict[str, Exercise] = {}
    names: dict[str, str] = {}
    for place, exercise in exercises.items():
        if exercise.id in ids:
            raise refusal(place, f"id is {shown(exercise.id)}, which is taken; choose another.")
        taken = names.setdefault(exercise.name.casefold(), exercise.id)
        if taken != exercise.id:
            name = shown(exercise.name)
            raise refusal(place, f"name is {name}; choose another: {taken} has it.")
        ids[exercise.id] = exercise
    return ids


def routines_from_toml(text: str, name: str, exercises: Mapping[str, Exercise]) -> Mapping[str, Routine]:
    """The routines in one file's text by id, naming only these exercises; raises ContentError."""
    routines: dict[str, Routine] = {}
    for n, row in enumerate(shaped(parsed(text, name), name, RoutinesFile).routines):
        key = f"routines[{n}]"
        if row.id in routines:
            raise refusal(name, f"{key}.id is {shown(row.id)}, which is taken; choose another.")
        blocks = []
        for b, block in enumerate(row.blocks):
            _check_block(block, f"{key}.blocks[{b}]", name, exercises)
            blocks.append(RoutineBlock(block.kind, tuple(map(RoutineItem, block.exercises))))
        routines[row.id] = Routine(row.id, row.name, tuple(blocks))
    return MappingProxyType(routines)


def guidance_from_toml(text: str, name: str) -> Guidance:
    """The guidance in one file's text; raises ContentError."""
    return shaped(parsed(text, name), name, Guidance)


def cautions_from_toml(text: str, name: str) -> Mapping[str, Caution]:
    """The cautions in one file's text by id; raises ContentError."""
    cautions: dict[str, Caution] = {}
    for n, row in enumerate(shaped(parsed(text, name), name, CautionsFile).cautions):
        if row.id in cautions:
            taken = shown(row.id)
            raise refusal(name, f"cautions[{n}].id is {taken}, which is taken; choose another.")
        cautions[row.id] = row
    return MappingProxyType(cautions)


def check_tags(exercise: Exercise, cautions: Mapping[str, Caution], name: str) -> None:
    """Raise ContentError when an exercise names a caution that there is not, or one twice."""
    for n, tag in enumerate(exercise.avoid_with):
        if tag not in cautions:
            known = ", ".join(cautions)
            raise refusal(name, f"avoid_with[{n}] is {shown(tag)}; it must be one of {known}.")
        if tag in exercise.avoid_with[:n]:
            raise refusal(name, f"avoid_with[{n}] is {shown(tag)}; give it once.")


def _check_doses(doses: Mapping[str, Dose], name: str) -> None:
    for below, above in (("start", "target"), ("target", "ceiling")):
        low, high = doses[below], doses[above]
        for knob, least, value in (
            ("hold_s", low.hold_s, high.hold_s),
            ("sets", len(low.sets), len(high.sets)),
            *(("reps", *each) for each in zip(low.sets, high.sets, strict=False)),
        ):
            if value < least:
                bound = f"at least dose.{below}.{knob}, which is {least}"
                raise refusal(name, f"dose.{above}.{knob} is {value}; it must be {bound}.")


def _check_placeholders(file: ExerciseFile, name: str) -> None:
    for key in Instructions.__struct_fields__:
        value = getattr(file, key)
        texts = {key: value} if isinstance(value, str) else {}
        if isinstance(value, tuple):
            said = [each.text if isinstance(each, HoldTable) else each for each in value]
            texts = {f"{key}[{n}]": text for n, text in enumerate(said)}
        if isinstance(value, Spoken):
            texts = {f"spoken.{part}": str(text) for part, text in to_builtins(value).items()}
        allowed = PLACEHOLDERS if key in SIDED and file.sides is not Sides.ONE else ()
        for part, rest in texts.items():
            for placeholder in allowed:
                rest = rest.replace(placeholder, "")
            if "{" in rest or "}" in rest:
                bound = f"only as {' and '.join(allowed)}" if allowed else "nowhere"
                raise refusal(name, f"{part} has a brace; it may have braces {bound}.")


def _check_spoken(file: ExerciseFile, name: str) -> None:
    most, said = max(1, len(file.hold)), len(file.spoken.hold)
    if said > most:
        raise refusal(
            name, f"spoken.hold has {said} entries; it must have at most {most}, one for each hold."
        )


def _check_block(block: BlockTable, key: str, name: str, exercises: Mapping[str, Exercise]) -> None:
    for n, exercise in enumerate(block.exercises):
        here = f"{key}.exercises[{n}] is {shown(exercise)}"
        if exercise not in exercises:
            raise refusal(name, f"{here}; it must be the id of an exercise.")
        if exercises[exercise].kind is not block.kind:
            raise refusal(name, f"{here}; it must be a {block.kind} exercise, as its block is.")
        if exercise in block.exercises[:n]:
            raise refusal(name, f"{here}; give it once in its block.")


def _in_order(exercises: Mapping[str, Exercise], routines: Iterable[Routine]) -> Mapping[str, Exercise]:
    """The exercises as the routines first name them, then by name."""
    named = [item.exercise for routine in routines for block in routine.blocks for item in block.items]
    rest = sorted(exercises, key=lambda key: exercises[key].name)
    return MappingProxyType({key: exercises[key] for key in dict.fromkeys([*named, *rest])})

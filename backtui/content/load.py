"""Data/ becomes Content.

Reads data/: the exercises, the routines and the guidance, every file checked before it is believed.

Importing it costs more than reading the files does: import it inside the function that needs it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from backtui.content.check import (
    ContentError,
    Shape,
    any_table,
    checked,
    list_of,
    one_of,
    read,
    refusal,
    shown,
    table,
    text,
    text_or,
    whole,
)
from backtui.domain.exercise import (
    HOLD_BOUNDS_S,
    PLACEHOLDERS,
    REPETITION_BOUNDS,
    Caution,
    Content,
    Dose,
    Exercise,
    Guidance,
    Kind,
    Position,
    Routine,
    RoutineBlock,
    RoutineItem,
    Sides,
)

WORD = text(40)
LINE = text(76)  # stands on one row of an 80-column screen
SENTENCE = text(200)
SENTENCES = list_of(SENTENCE, 1, 20)

DOSE = table({"hold_s": whole(*HOLD_BOUNDS_S), "reps": whole(*REPETITION_BOUNDS)})

EXERCISE_KEYS: dict[str, Shape] = {
    "id": WORD,
    "name": WORD,
    "kind": one_of(Kind),
    "position": one_of(Position),
    "sides": one_of(Sides),
    "works_on": list_of(WORD, 1, 6),
    "set_up": list_of(SENTENCE, 1, 6),
    "movement_in": LINE,
    "hold": list_of(LINE, 1, 2),
    "movement_out": LINE,
    "dose": table({"start": DOSE, "target": DOSE, "ceiling": DOSE}),
}
EXERCISE_EXTRAS: dict[str, Shape] = {
    "hint": LINE,
    "cautions": list_of(SENTENCE, 0, 6),
    "easier": SENTENCE,
    "avoid_with": list_of(WORD, 0, 20),
}
EXERCISE = table(EXERCISE_KEYS, optional=EXERCISE_EXTRAS)
OWN_EXERCISE = table(EXERCISE_KEYS, optional={**EXERCISE_EXTRAS, "figure": text_or(any_table, WORD)})

BLOCK = table({"kind": one_of(Kind), "exercises": list_of(WORD, 1, 40)})
ROUTINE = table({"id": WORD, "name": WORD, "blocks": list_of(BLOCK, 1, 10)})
ROUTINES = table({"routines": list_of(ROUTINE, 1, 20)})

OWN_ITEM = table({"exercise": WORD}, optional={"dose": DOSE})
OWN_ROUTINE = table({"id": WORD, "name": WORD, "items": list_of(OWN_ITEM, 1, 40)})

CAUTION = table({"id": WORD, "name": LINE, "advice": SENTENCE})
CAUTIONS = table({"cautions": list_of(CAUTION, 1, 20)})

GUIDANCE = table(
    {
        "notice": SENTENCES,
        "safety": SENTENCES,
        "stop": SENTENCES,
        "urgent": SENTENCES,
        "ask": SENTENCES,
        "habits": SENTENCES,
        "week": SENTENCES,
        "source": SENTENCE,
    }
)


__all__ = [
    "ContentError",
    "by_id",
    "cautions_from_toml",
    "check_id",
    "check_tags",
    "data_folder",
    "exercise_from_toml",
    "exercise_in",
    "guidance_from_toml",
    "load",
    "routines_from_toml",
]

SIDED = ("set_up", "movement_in", "hold", "movement_out")


def data_folder() -> Path:
    """Where data/ is: in the package when it was installed, beside the package in a checkout."""
    package = Path(__file__).parent.parent  # importlib.resources says the same and costs 10 ms
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "data"


def load(folder: Path | None = None) -> Content:
    """All content of a data folder, by default the one that came with backtui; raises ContentError."""
    folder = data_folder() if folder is None else folder
    place = f"{folder.name}/exercises"
    exercises = {}
    for path in sorted((folder / "exercises").glob("[!.]*.toml")):
        name = f"{place}/{path.name}"
        exercises[name] = exercise_from_toml(read(path, name), name)
    if not exercises:
        raise refusal(place, "no exercise is there; there must be at least 1.")
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
    file = checked(text, name, EXERCISE)
    check_id(file["id"], "id", name)
    if file["id"] != stem:
        raise refusal(name, f"id is {shown(file['id'])}; it must be {shown(stem)}, the file's name.")
    return exercise_in({**file, "figure": stem}, name)


def exercise_in(file: Mapping[str, Any], name: str) -> Exercise:
    """The exercise in a table that has the right shape; raises ContentError, which shows it as `name`."""
    _check_placeholders(file, name)
    doses = {step: Dose(**dose) for step, dose in file["dose"].items()}
    _check_doses(doses, name)
    words = {key: value for key, value in file.items() if key != "dose"}
    return Exercise(**words, start=doses["start"], target=doses["target"], ceiling=doses["ceiling"])


def by_id(exercises: Mapping[str, Exercise]) -> dict[str, Exercise]:
    """Exercises by id, from exercises by file; raises ContentError where two share an id or a name."""
    ids: dict[str, Exercise] = {}
    names: dict[str, str] = {}
    for place, exercise in exercises.items():
        if exercise.id in ids:
            raise refusal(place, f"id is {shown(exercise.id)}; it must be given once, and is taken.")
        taken = names.setdefault(exercise.name.casefold(), exercise.id)
        if taken != exercise.id:
            name = shown(exercise.name)
            raise refusal(place, f"name is {name}; it must be given once, and {taken} has it.")
        ids[exercise.id] = exercise
    return ids


def routines_from_toml(text: str, name: str, exercises: Mapping[str, Exercise]) -> Mapping[str, Routine]:
    """The routines in one file's text by id, naming only these exercises; raises ContentError."""
    routines: dict[str, Routine] = {}
    for n, row in enumerate(checked(text, name, ROUTINES)["routines"]):
        key = f"routines[{n}]"
        check_id(row["id"], f"{key}.id", name)
        if row["id"] in routines:
            raise refusal(name, f"{key}.id is {shown(row['id'])}; it must be given once, and is taken.")
        blocks = []
        for b, block in enumerate(row["blocks"]):
            _check_block(block, f"{key}.blocks[{b}]", name, exercises)
            blocks.append(RoutineBlock(block["kind"], tuple(map(RoutineItem, block["exercises"]))))
        routines[row["id"]] = Routine(row["id"], row["name"], tuple(blocks))
    return MappingProxyType(routines)


def guidance_from_toml(text: str, name: str) -> Guidance:
    """The guidance in one file's text; raises ContentError."""
    return Guidance(**checked(text, name, GUIDANCE))


def cautions_from_toml(text: str, name: str) -> Mapping[str, Caution]:
    """The cautions in one file's text by id; raises ContentError."""
    cautions: dict[str, Caution] = {}
    for n, row in enumerate(checked(text, name, CAUTIONS)["cautions"]):
        check_id(row["id"], f"cautions[{n}].id", name)
        if row["id"] in cautions:
            taken = shown(row["id"])
            raise refusal(name, f"cautions[{n}].id is {taken}; it must be given once, and is taken.")
        cautions[row["id"]] = Caution(**row)
    return MappingProxyType(cautions)


def check_tags(exercise: Exercise, cautions: Mapping[str, Caution], name: str) -> None:
    """Raise ContentError when an exercise names a caution that there is not, or one twice."""
    for n, tag in enumerate(exercise.avoid_with):
        if tag not in cautions:
            known = ", ".join(cautions)
            raise refusal(name, f"avoid_with[{n}] is {shown(tag)}; it must be one of {known}.")
        if tag in exercise.avoid_with[:n]:
            raise refusal(name, f"avoid_with[{n}] is {shown(tag)}; it must be there once.")


def check_id(text: str, key: str, name: str) -> None:
    """Raise ContentError when a text is no id."""
    for part in text.split("-"):
        if not (part.isascii() and part.isalnum() and part == part.lower()):
            bound = "small letters and digits, with single hyphens between"
            raise refusal(name, f"{key} is {shown(text)}; it must be {bound}.")


def _check_doses(doses: Mapping[str, Dose], name: str) -> None:
    for below, above in (("start", "target"), ("target", "ceiling")):
        for knob in ("hold_s", "reps"):
            least, value = getattr(doses[below], knob), getattr(doses[above], knob)
            if value < least:
                bound = f"at least dose.{below}.{knob}, which is {least}"
                raise refusal(name, f"dose.{above}.{knob} is {value}; it must be {bound}.")


def _check_placeholders(file: Mapping[str, Any], name: str) -> None:
    for key, value in file.items():
        texts = {key: value} if isinstance(value, str) else {}
        if isinstance(value, tuple):
            texts = {f"{key}[{n}]": text for n, text in enumerate(value)}
        allowed = PLACEHOLDERS if key in SIDED and file["sides"] is Sides.EACH else ()
        for part, rest in texts.items():
            for placeholder in allowed:
                rest = rest.replace(placeholder, "")
            if "{" in rest or "}" in rest:
                bound = f"only as {' and '.join(allowed)}" if allowed else "nowhere"
                raise refusal(name, f"{part} has a brace; it may have braces {bound}.")


def _check_block(block: Mapping[str, Any], key: str, name: str, exercises: Mapping[str, Exercise]) -> None:
    for n, exercise in enumerate(block["exercises"]):
        here = f"{key}.exercises[{n}] is {shown(exercise)}"
        if exercise not in exercises:
            raise refusal(name, f"{here}; it must be the id of an exercise.")
        if exercises[exercise].kind is not block["kind"]:
            raise refusal(name, f"{here}; it must be a {block['kind']} exercise, as its block is.")
        if exercise in block["exercises"][:n]:
            raise refusal(name, f"{here}; it must be there once in its block.")


def _in_order(exercises: Mapping[str, Exercise], routines: Iterable[Routine]) -> Mapping[str, Exercise]:
    """The exercises as the routines first name them, then by name."""
    named = [item.exercise for routine in routines for block in routine.blocks for item in block.items]
    rest = sorted(exercises, key=lambda key: exercises[key].name)
    return MappingProxyType({key: exercises[key] for key in dict.fromkeys([*named, *rest])})

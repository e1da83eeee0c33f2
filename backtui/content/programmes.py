"""The ready programmes of data/programmes, checked like everything that comes along.

Its routines and exercises are defined as a person's own are, so that copying it is saving those definitions.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from backtui.content.load import by_id, parsed, read, refusal, shaped
from backtui.content.own import exercise_of, routine_of
from backtui.content.shipped import data_folder
from backtui.domain.exercise import Content, Exercise, Name, Routine, Sentence, Word
from backtui.domain.fault import shown
from backtui.domain.schedule import Scheduled

Definition = Mapping[str, Any]


class ProgrammeFile(msgspec.Struct, frozen=True):
    """A file of data/programmes; `order` is its place in the list."""

    id: Name
    name: Word
    order: Annotated[int, Meta(ge=1, le=99)]
    purpose: Annotated[tuple[Sentence, ...], Meta(min_length=1, max_length=2)]
    how_often: Sentence
    schedule: Annotated[tuple[Scheduled, ...], Meta(min_length=1, max_length=3)]
    source: Sentence
    routines: Annotated[tuple[dict[str, Any], ...], Meta(min_length=1, max_length=5)]
    cautions: Annotated[tuple[Sentence, ...], Meta(min_length=1, max_length=6)]


class Programme(msgspec.Struct, frozen=True):
    """What is for whom and how often, after which source, and what it brings.

    `exercises` are those that only programmes have, by id, `definitions` what defines them; `routines` and
    `routine_definitions` likewise. The first routine is the one to follow.
    """

    id: str
    name: str
    purpose: tuple[str, ...]
    how_often: str
    schedule: tuple[Scheduled, ...]
    source: str
    cautions: tuple[str, ...]
    exercises: Mapping[str, Exercise]
    routines: tuple[Routine, ...]
    definitions: Mapping[str, Definition]
    routine_definitions: tuple[Definition, ...]

    def content(self, around: Content) -> Content:
        """Content with what the programme brings in it."""
        exercises = {**around.exercises, **self.exercises}
        routines = {**around.routines, **{each.id: each for each in self.routines}}
        return replace(around, exercises=MappingProxyType(exercises), routines=MappingProxyType(routines))


def programmes(shipped: Content, folder: Path | None = None) -> Mapping[str, Programme]:
    """The programmes by id, in their order, beside the shipped content; raises ContentError."""
    folder = (data_folder() if folder is None else folder) / "programmes"
    place = f"{folder.parent.name}/programmes"
    definitions = dict(_files(folder / "exercises", f"{place}/exercises"))
    made = by_id({name: exercise_of(each, name, shipped) for name, each in definitions.items()})
    ready = {str(each["id"]): each for each in definitions.values()}
    whole = replace(shipped, exercises=MappingProxyType({**shipped.exercises, **made}))
    found: list[tuple[int, Programme]] = []
    taken: dict[str, str] = {}
    for name, table in _files(folder, place):
        file = shaped(table, name, ProgrammeFile)
        routines = tuple(
            routine_of(each, f"{name}, routines[{n}]", whole) for n, each in enumerate(file.routines)
        )
        for each in routines:
            if taken.setdefault(each.id, name) != name:
                raise refusal(name, f"routine {shown(each.id)} is taken; {taken[each.id]} has it.")
        for line in file.schedule:
            if not set(line.routines) <= {each.id for each in routines}:
                known = ", ".join(each.id for each in routines)
                raise refusal(name, f"schedule has {shown(line.routines[0])}; it must be one of {known}.")
        brought = [key for each in routines for key in _named(each) if key in made]
        programme = Programme(
            id=file.id,
            name=file.name,
            purpose=file.purpose,
            how_often=file.how_often,
            schedule=file.schedule,
            source=file.source,
            cautions=file.cautions,
            exercises={key: made[key] for key in brought},
            routines=routines,
            definitions={key: ready[key] for key in brought},
            routine_definitions=file.routines,
        )
        found.append((file.order, programme))
    return MappingProxyType({each.id: each for _, each in sorted(found, key=lambda pair: pair[0])})


def _files(folder: Path, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables of the files in a folder, each with the name that errors show; its id is the file's name."""
    for path in sorted(folder.glob("[!.]*.toml")):
        name = f"{place}/{path.name}"
        table = parsed(read(path, name), name)
        stem = PurePath(name).stem
        if table.get("id") != stem:
            raise refusal(name, f"id is {shown(table.get('id'))}; it must be {shown(stem)}, the file's name.")
        yield name, table


def _named(routine: Routine) -> list[str]:
    return [item.exercise for block in routine.blocks for item in block.items]

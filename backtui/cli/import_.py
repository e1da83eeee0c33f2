"""Import, merge."""

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from backtui.cli.errors import DONE, FAILED
from backtui.cli.options import examples, wiring_of
from backtui.cli.output import progress
from backtui.domain.words.numbers import many, whole_minutes

if TYPE_CHECKING:
    from collections.abc import Callable

    from backtui.cli.context import Wiring
    from backtui.coach.coach import Coach
    from backtui.coach.programme import Shelf
    from backtui.domain.event_json import LogRow
    from backtui.domain.exercise import Exercise, Routine
    from backtui.store.merge.compare import Intake
    from backtui.store.store import Store


DRY_RUN = click.option("--dry-run", is_flag=True, help="Only show what is new and what differs.")
YES = click.option("--yes", is_flag=True, help="Do not ask.")


class Source(Protocol):
    """Another log, and about how many events it has."""

    def rows(self) -> "Iterable[LogRow]":
        """Its events."""

    def texts(self) -> Mapping[bytes, str]:
        """Its notes' texts."""

    def count(self) -> int:
        """How many events it may have."""


class Watched:
    """A source that tells how far it was read."""

    def __init__(self, source: Source, told: "Callable[[int], None]") -> None:
        self._source = source
        self._told = told

    def rows(self) -> "Iterator[LogRow]":
        """Its events."""
        for row in self._source.rows():
            yield row
            self._told(1)

    def texts(self) -> Mapping[bytes, str]:
        """Its notes' texts."""
        return self._source.texts()


def take_in(wiring: "Wiring", source: Source, name: str, dry_run: bool, yes: bool) -> int:
    """Show what is new in `source`, ask where somebody can answer, and take it in. Raises StoreError."""
    from backtui.cli.merge_preview import preview, result

    with progress(f"Reading {name}", source.count()) as told, undisturbed():
        intake = preview(wiring, Watched(source, told), name)
    if intake.nothing or dry_run:
        return DONE
    if not yes and sys.stdin is not None and sys.stdin.isatty() and not _agreed():
        click.echo("Nothing was changed.", err=True)
        return FAILED
    with wiring.open_store(wiring.device(), create=True) as store:
        _absorb(wiring, store, source, intake)
    result(wiring)
    return DONE


@contextmanager
def undisturbed() -> Iterator[None]:
    """Python looks for values that hold each other again and again; a log of years has none, but is many."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _agreed() -> bool:
    return click.confirm("Take it in?", default=False, err=True)


def _absorb(wiring: "Wiring", store: "Store", source: Source, intake: "Intake") -> None:
    """Write it, after a backup of what is there."""
    if store.count():
        wiring.back_up()
    with progress("Writing", 2 * len(intake.rows)) as told, undisturbed():
        store.absorb(source, intake, told)


@click.command(
    "import",
    epilog=examples(
        ("backtui import log.json --dry-run", "what it would bring"),
        ("backtui import log.json", "shows that, asks, and takes it in"),
        ("backtui import hip-opener.toml", "an exercise or routine of yours"),
        ("backtui show pelvic-lift --toml > my.toml", "a file to begin with"),
    ),
)
@click.argument("file", metavar="FILE")
@DRY_RUN
@YES
@click.pass_context
def import_command(ctx: click.Context, file: str, dry_run: bool, yes: bool) -> int:
    """Take in what `export --format json` wrote, or an exercise or routine of your own from a TOML file.

    What is here already is not doubled.
    """
    from backtui.exchange.json_import import Document, ImportRefused, text_of
    from backtui.store.merge.compare import Unfit

    path = existing(file)
    if path.suffix == ".toml":
        return take_in_own(wiring_of(ctx), path, dry_run)
    try:
        return take_in(wiring_of(ctx), Document(text_of(path)), path.name, dry_run, yes)
    except (ImportRefused, Unfit) as error:
        raise click.ClickException(f"{file} cannot be imported: {error}; nothing was changed.") from error


def existing(file: str) -> Path:
    """The file that was named. Raises UsageError where there is none."""
    path = Path(os.path.expanduser(file)).absolute()
    if not path.exists():
        raise click.UsageError(f"there is no file {file}")
    if path.is_dir():
        raise click.UsageError(f"{file} is a folder; name a file in it")
    return path


def take_in_own(wiring: "Wiring", path: Path, dry_run: bool) -> int:
    """Check the file whole, then keep what it defines. Raises ContentError, WrongUseError and StoreError."""
    from backtui.cli.output import Page
    from backtui.coach.sessions import Diary
    from backtui.content.load import parsed, read

    definition = parsed(read(path, path.name), path.name)
    with wiring.reading() as coach:
        shelf = Diary(coach, nothing_written).shelf
        said = _preview(shelf, coach, definition, path.name)
    page = Page(wiring)
    if not dry_run:
        with wiring.writing() as opened:
            save = opened.diary.shelf.save_routine if _is_routine(definition) else None
            (save or opened.diary.shelf.save_exercise)(definition, path.name)
    page.text(said)
    page.text("Nothing was changed." if dry_run else "Saved.")
    page.write()
    return DONE


def nothing_written(events: object, /, *, texts: object = None) -> object:
    """Writes nothing, for a look ahead."""
    del events, texts
    return None


def _is_routine(definition: dict[str, Any]) -> bool:
    """A routine is told by its items."""
    return "items" in definition


def _preview(shelf: "Shelf", coach: "Coach", definition: dict[str, Any], place: str) -> str:
    """What is in the file, in a sentence."""
    found: Exercise | Routine
    if _is_routine(definition):
        found = shelf.sound_routine(definition, place)
        before = found.id in coach.content.routines
        plan = coach.plan_of(found)
        said = f"The routine {found.name} ({found.id}): {many(len(plan.items), 'exercise')}"
        said = f"{said}, about {whole_minutes(plan.total_s)} min"
    else:
        found = shelf.sound_exercise(definition, place)
        before = found.id in coach.content.exercises
        picture = "with its own poses" if found.poses else f"drawn as {found.figure}" if found.figure else ""
        facts = (found.kind.value, found.position.value.replace("-", " "), picture or "without a picture")
        said = f"The exercise {found.name} ({found.id}): {', '.join(facts)}"
    return f"{said}; {'it takes the place of the one you have' if before else 'it is new'}."


@click.command(
    "merge",
    epilog=examples(
        ("backtui merge laptop.db --dry-run", "what it would bring"),
        ("backtui merge laptop.db", "shows that, asks, and takes it in"),
    ),
)
@click.argument("other", metavar="OTHER.db")
@DRY_RUN
@YES
@click.pass_context
def merge_command(ctx: click.Context, other: str, dry_run: bool, yes: bool) -> int:
    """Take in another machine's log; its file stays as it is, and merging again adds nothing.

    Both logs are added together. Where both changed the same thing, the newer change holds and is listed.
    """
    from backtui.store.merge.compare import Unfit
    from backtui.store.merge.other_log import other_log

    wiring, path = wiring_of(ctx), existing(other)
    if path.samefile(wiring.database) if wiring.database.exists() else False:
        raise click.UsageError(f"{other} is this log itself; name the other one")
    aside = wiring.database.with_name(f"{wiring.database.name}.merge")
    try:
        with other_log(path, aside) as log:
            return take_in(wiring, log, path.name, dry_run, yes)
    except Unfit as error:
        raise click.ClickException(f"{other} cannot be merged: {error}; nothing was changed.") from error

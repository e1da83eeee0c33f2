"""`import`: a document that `export` wrote, or an exercise or routine of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backtui.cli.errors import DONE
from backtui.cli.merge import DRY_RUN, YES, existing, take_in
from backtui.cli.options import examples, wiring_of
from backtui.cli.output import say
from backtui.domain.words.numbers import many, position, whole_minutes

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.coach.sessions import Diary
    from backtui.domain.exercise import Exercise, Routine


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
    from backtui.store.merge.compare import UnfitLog

    path = existing(file)
    if path.suffix == ".toml":
        return take_in_own(wiring_of(ctx), path, dry_run)
    try:
        return take_in(wiring_of(ctx), Document(text_of(path)), path.name, dry_run, yes)
    except (ImportRefused, UnfitLog) as error:
        raise click.ClickException(f"{file} cannot be imported: {error}; nothing was changed.") from error


def take_in_own(wiring: "Wiring", path: Path, dry_run: bool) -> int:
    """Check the file whole, then keep what it defines. Raises ContentError, WrongUseError and StoreError."""
    from backtui.content.load import parsed, read

    definition = parsed(read(path, path.name), path.name)

    def keep(diary: "Diary") -> str:
        sentence = _preview(diary, definition, path.name)
        shelf = diary.shelf
        (shelf.save_routine if _is_routine(definition) else shelf.save_exercise)(definition, path.name)
        return sentence

    if dry_run:
        with wiring.read_only() as diary:
            say(wiring, _preview(diary, definition, path.name), "Nothing was changed.")
    else:
        say(wiring, wiring.change(keep), "Saved.")
    return DONE


def _is_routine(definition: dict[str, Any]) -> bool:
    """A routine is known by its items."""
    return "items" in definition


def _preview(diary: "Diary", definition: dict[str, Any], place: str) -> str:
    """What is in the file, in a sentence."""
    found: Exercise | Routine
    content, shelf = diary.ask(lambda coach: coach.content), diary.shelf
    if _is_routine(definition):
        found = shelf.sound_routine(definition, place)
        before = found.id in content.routines
        routine = found
        plan = diary.ask(lambda coach: coach.plan_of(routine))
        count, minutes = many(len(plan.items), "exercise"), whole_minutes(plan.total_s)
        what = f"The routine {found.name} ({found.id}): {count}, about {minutes} min"
    else:
        found = shelf.sound_exercise(definition, place)
        before = found.id in content.exercises
        drawn = f"drawn as {found.figure}" if found.figure else "without a picture"
        picture = "with its own poses" if found.poses else drawn
        facts = (found.kind.value, position(found.position), picture)
        what = f"The exercise {found.name} ({found.id}): {', '.join(facts)}"
    return f"{what}; {'it takes the place of the one you have' if before else 'it is new'}."

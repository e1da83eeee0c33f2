"""`import`: an exported document, a table from elsewhere, or an exercise or routine of one's own."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from backtui.cli.errors import DONE, FAILED
from backtui.cli.merge import DRY_RUN, YES, existing, take_in
from backtui.cli.options import JSON, examples, wiring_of
from backtui.cli.output import BOLD, Page, agreed, put_json, say
from backtui.cli.shell import completing
from backtui.domain.events import ActivityDone, ExercisePlanned, RepEnded
from backtui.domain.text import visible
from backtui.domain.words.numbers import many, plain_day, position, whole_minutes

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.coach.coach import Coach
    from backtui.coach.intake import TakenIn
    from backtui.coach.sessions import Diary
    from backtui.domain.exercise import Exercise, Routine
    from backtui.exchange.json_import import Document

TABLES = (".csv", ".tsv", ".txt")
MOST_LINES = 10  # of one sort in a preview


@click.command(
    "import",
    epilog=examples(
        ("backtui import log.json --dry-run", "what it would bring"),
        ("backtui import log.json", "shows that, asks, and adds it"),
        ("backtui import strong.csv --dry-run", "a table of another program"),
        ("backtui import hip-opener.toml", "an exercise or routine of yours"),
        ("backtui show pelvic-lift --toml > my.toml", "a file to begin with"),
    ),
)
@click.argument("file", metavar="FILE", shell_complete=completing.files)
@click.option(
    "--map",
    "wishes",
    metavar="NAME=EXERCISE",
    multiple=True,
    help='What a name in a table is here: "Bridge=pelvic-lift", or - to leave it out. Repeatable.',
)
@click.option("--sound", is_flag=True, help="From a damaged JSON file, take only what is as it was written.")
@click.option("--again", is_flag=True, help="From a table, take also what you deleted or undid here.")
@JSON
@DRY_RUN
@YES
@click.pass_context
def import_command(ctx: click.Context, /, file: str, dry_run: bool, yes: bool, **of_table: Any) -> int:
    """Add an export, a table or an exercise of your own.

    FILE is what `export --format json` wrote, a table (CSV: backtui's own, Strong's, Hevy's or FitNotes'),
    or an exercise or routine (TOML). What is here already is not doubled.
    """
    from backtui.exchange.json_import import Document, ImportRefused, text_of
    from backtui.store.merge.compare import UnfitLog

    wiring, path = wiring_of(ctx), existing(file)
    wanted = TableRequest(mapped(of_table["wishes"]), of_table["again"], of_table["as_json"], dry_run, yes)
    if path.suffix.lower() not in TABLES and wanted.of_table:
        raise click.UsageError(f"{wanted.of_table} goes with a table, such as strong.csv")
    if path.suffix == ".toml":
        return take_in_own(wiring, path, dry_run)
    try:
        if path.suffix.lower() in TABLES:
            return take_in_table(wiring, path, wanted)
        document = Document(text_of(path))
        if of_table["sound"]:
            return take_in_sound(wiring, document, path, dry_run, yes)
        return take_in(wiring, document, path.name, dry_run, yes)
    except (ImportRefused, UnfitLog) as error:
        way = "" if path.suffix.lower() in TABLES else takeable(path)
        raise click.ClickException(
            f"{file} cannot be imported: {error}; nothing was changed{way}."
        ) from error


def take_in_sound(wiring: "Wiring", document: "Document", path: Path, dry_run: bool, yes: bool) -> int:
    """Name what is not as it was written in a document, and take in the rest as any other."""
    from backtui.store.merge.salvage import sound_part

    left: list[str] = []
    with sound_part(document.until_unreadable(left), path) as (log, changed):
        page = Page(wiring)
        _few(page, "Left out:", [*changed, *left])
        page.write()
        return take_in(wiring, log, path.name, dry_run, yes)


def takeable(path: Path) -> str:
    """How much --sound would take of a document that was refused, as the end of a sentence."""
    from backtui.exchange.json_import import Document, ImportRefused, text_of
    from backtui.store.merge.compare import UnfitLog
    from backtui.store.merge.salvage import sound_part

    left: list[str] = []
    try:
        with sound_part(Document(text_of(path)).until_unreadable(left), path) as (log, changed):
            events, lost = log.count(), [*changed, *left]
    except (ImportRefused, UnfitLog):
        return ""
    named = "; ".join(lost[:MOST_LINES])
    return (
        f"; --sound takes {many(events, 'entry', 'entries')} and leaves out {named}"
        if events and lost
        else ""
    )


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
        count, minutes = many(plan.exercises, "exercise"), whole_minutes(plan.total_s)
        what = f"The routine {found.name} ({found.id}): {count}, about {minutes} min"
    else:
        found = shelf.sound_exercise(definition, place)
        before = found.id in content.exercises
        drawn = f"drawn as {found.figure}" if found.figure else "without a picture"
        picture = "with its own poses" if found.poses else drawn
        facts = (found.kind.value, position(found.position), picture)
        what = f"The exercise {found.name} ({found.id}): {', '.join(facts)}"
    return f"{what}; {'it replaces the one you have' if before else 'it is new'}."


# A table


def mapped(wishes: tuple[str, ...]) -> dict[str, str]:
    """What the options say each name is. Raises UsageError."""
    found: dict[str, str] = {}
    for wish in wishes:
        name, equals, target = wish.rpartition("=")
        if not equals or not name.strip():
            raise click.UsageError(f'--map is written like "Glute Bridge=pelvic-lift", not {wish[:40]!a}')
        found[name.strip()] = target.strip()
    return found


class TableRequest(msgspec.Struct, frozen=True):
    """What the options ask for; `wishes` say what a name is."""

    wishes: Mapping[str, str]
    again: bool
    as_json: bool
    dry_run: bool
    yes: bool

    @property
    def of_table(self) -> str:
        """The first option given that only goes with a table."""
        given = {"--map": self.wishes, "--again": self.again, "--json": self.as_json}
        return next((name for name, value in given.items() if value), "")

    @property
    def asks(self) -> bool:
        """Whether somebody can be asked."""
        silent = self.yes or self.as_json or self.dry_run
        return not silent and sys.stdin is not None and sys.stdin.isatty()


def take_in_table(wiring: "Wiring", path: Path, wanted: TableRequest) -> int:
    """Show what is new in a table, ask, take it in. Raises ImportRefused, WrongUseError and StoreError."""
    from backtui.coach.intake import taken_in, unknown_names
    from backtui.exchange.csv_import import read_table

    table, wishes = read_table(path), dict(wanted.wishes)

    def found_in(coach: "Coach") -> "TakenIn":
        return taken_in(coach, table, wishes, again=wanted.again)

    if wanted.asks:
        with wiring.reading() as coach:
            unknown = unknown_names(coach, table, wishes)
            exercises = list(coach.content.exercises.values())
        wishes |= asked(unknown, exercises)  # no state of the log is held meanwhile
    with wiring.reading() as coach:
        found = found_in(coach)
    if not wanted.as_json:
        _table_lines(wiring, found, path.name)
    taking = bool(found.events) and not wanted.dry_run
    if taking and not wanted.as_json and not agreed("Add it to your log?", yes=wanted.yes):
        return FAILED
    if taking:
        found = _written(wiring, found_in)
    if wanted.as_json:
        put_json(_document(found, taken=taking))
    elif taking:
        say(wiring, "Added. `backtui undo` takes all of it back.")
    return DONE


def _written(wiring: "Wiring", found_in: "Callable[[Coach], TakenIn]") -> "TakenIn":
    """What is new of a table, written in one transaction, behind a backup of what was there."""
    from backtui.store.queries.events import count

    with wiring.writing() as opened:
        if count(opened.store):
            wiring.back_up()
        found = opened.ask(found_in)
        opened.store.append(found.events, texts=found.texts)
    return found


def asked(unknown: Sequence[str], exercises: "Sequence[Exercise]") -> dict[str, str]:
    """What the person says each unknown name is; an empty answer leaves it out, a point all that follow."""
    for number, each in enumerate(exercises if unknown else (), 1):
        click.echo(f"{number:>3}  {visible(each.name)}", err=True)
    found = dict.fromkeys(unknown, "-")
    for name in unknown:
        question = f"{visible(name)} is number … (Enter: leave it out, a full stop: all others too) "
        click.echo(question, nl=False, err=True)
        answer = sys.stdin.readline().strip()[:6]
        if answer == ".":
            break
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(exercises):
            found[name] = exercises[int(answer) - 1].id
    return found


def _table_lines(wiring: "Wiring", found: "TakenIn", name: str) -> None:
    page = Page(wiring)
    new, known = _new_words(found), many(found.known, "session or activity is", "sessions and activities are")
    if new:
        page.text(f"{name}, a table of {found.format}: {new}.", style=BOLD)
        first, last = plain_day(min(found.days)), plain_day(max(found.days))
        page.text(f"From {first} to {last}." if first != last else f"On {first}.", indent=2)
    else:
        page.text(f"Nothing is new in {name}, a table of {found.format}.", style=BOLD)
    if found.known:
        page.text(f"{known} here already.", indent=2, hang=2)
    if found.deleted:
        was = many(found.deleted, "session or activity was", "sessions and activities were")
        page.text(f"{was} deleted or undone here before, and left out; --again adds them.", indent=2, hang=2)
    for names, why in ((found.unknown, "Not known"), (found.left_out, "Left out")):
        _few(page, f"{why}:", [f"{name} ({many(rows, 'row')})" for name, rows in names.most_common()])
    if found.unknown:
        page.text(f'--map "{next(iter(found.unknown))}=EXERCISE" says what it is here.', indent=2, hang=2)
    _few(page, "Not understood, left out:", [f"line {each.line}: {each.why}" for each in found.troubles])
    page.write()


def _few(page: Page, title: str, lines: list[str]) -> None:
    if lines:
        more = [f"and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
        page.text(f"{title} {' · '.join([*lines[:MOST_LINES], *more])}", indent=2, hang=2)


def _new_words(found: "TakenIn") -> str:
    counts = (
        (found.sessions, ("session",)),
        (found.added_to, ("session that gets more", "sessions that get more")),
        (found.count(ExercisePlanned), ("exercise",)),
        (found.count(RepEnded), ("repetition",)),
        (found.count(ActivityDone), ("activity", "activities")),
        (found.pains, ("answer about pain", "answers about pain")),
    )
    return ", ".join(many(number, *nouns) for number, nouns in counts if number)


def _document(found: "TakenIn", *, taken: bool) -> dict[str, Any]:
    return {
        "format": found.format,
        "sessions": found.sessions,
        "sessions_added_to": found.added_to,
        "exercises": found.count(ExercisePlanned),
        "repetitions": found.count(RepEnded),
        "activities": found.count(ActivityDone),
        "pains": found.pains,
        "first_day": min(found.days).isoformat() if found.days else None,
        "last_day": max(found.days).isoformat() if found.days else None,
        "known": found.known,
        "deleted": found.deleted,
        "unknown": dict(found.unknown),
        "left_out": dict(found.left_out),
        "not_understood": [{"line": each.line, "why": each.why} for each in found.troubles],
        "taken_in": taken,
    }

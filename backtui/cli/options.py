"""What the commands share: numbers, dates, exercises and the examples in the help."""

import re
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backtui.cli.shell import completing
from backtui.domain.text import clock_time

if TYPE_CHECKING:
    from backtui.cli.context import Wiring

ERASED_FOR_GOOD = "an erased note is gone for good; add --yes to erase it anyway"
SHOWN = 40  # characters of a wrong value in a sentence


def whole(text: str | int) -> int:
    """A whole number in ASCII digits; its bounds are for the coach to judge. Raises BadParameter."""
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", str(text), re.ASCII):
        raise click.BadParameter(f"{str(text)[:SHOWN]!a} is not a whole number.")
    return int(text)


def day(text: str | date) -> date:
    """A day as people write it: 2026-03-01, yesterday, 3 days ago. Raises BadParameter."""
    return _day(text, ahead=False)


def day_ahead(text: str | date) -> date:
    """The same, where a weekday is one to come. Raises BadParameter."""
    return _day(text, ahead=True)


def _day(text: str | date, *, ahead: bool) -> date:
    from backtui.domain.written.day_words import LIKE, day_meant

    if isinstance(text, date):
        return text
    today = wiring_of(click.get_current_context()).clock.now().date()
    found = day_meant(text, today, ahead=ahead)
    if found is None:
        raise click.BadParameter(f"{text[:SHOWN]!a} is not a day; {LIKE}.")
    return found


def time_of_day(text: str | time) -> time:
    """A time of the day as 07:30. Raises BadParameter."""
    found = clock_time(str(text))
    if found is None:
        raise click.BadParameter(f"{str(text)[:SHOWN]!a} is not a time; write it like 07:30.")
    return found


MINUTES = click.option(
    "--minutes", metavar="N", type=whole, help="Fit the session to this many minutes, 3 to 90."
)
ROUTINE = click.option(
    "--routine",
    metavar="ID",
    help="Which routine, such as standard or stretches.",
    shell_complete=completing.routine_ids,
)
JSON = click.option("--json", "as_json", is_flag=True, help="For other programs; the schema is stable.")
AIMED_AT = click.argument("exercise", metavar="EXERCISE", shell_complete=completing.aims)
EXERCISE = click.argument("exercise", metavar="EXERCISE", shell_complete=completing.exercise_ids)
WRITE_NOTE = click.option("--write-note", is_flag=True, help="Write the note in your editor: VISUAL, EDITOR.")
DEFINITION = click.argument("exercise", metavar="EXERCISE", shell_complete=completing.definition_ids)
PROGRAMME = click.argument(
    "programme", metavar="[ID]", required=False, shell_complete=completing.programme_ids
)


def examples(*lines: tuple[str, str]) -> str:
    """The examples at the end of a command's help, each with what it does."""
    width = max(len(line) for line, _ in lines)
    shown = [f"  {line:<{width}}  {what}" for line, what in lines]
    return "\n".join(["\b", "Examples:", *shown])


def wiring_of(ctx: click.Context) -> "Wiring":
    """The wiring that the program was started with."""
    from backtui.cli.context import Wiring

    wiring = ctx.find_object(Wiring)
    assert wiring is not None
    return wiring


def target_of(wiring: "Wiring", file: str, option: str = "", taken: str = "") -> Path:
    """The file to write that an option names; `taken` as machine.files has it. Raises UsageError."""
    from backtui.machine.files import TargetError, target

    try:
        return target(file, wiring.database, taken)
    except TargetError as error:
        raise click.UsageError(f"{f'{option} {file}'.strip() or 'FILE'}{error}") from None

"""What the commands share: numbers, dates, exercises and the examples in the help."""

import re
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
    """A day as 2026-03-01. Raises BadParameter."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(text), re.ASCII):
            return date.fromisoformat(str(text))
    except ValueError:
        pass
    raise click.BadParameter(f"{str(text)[:SHOWN]!a} is not a day; write it like 2026-03-01.")


def time_of_day(text: str | time) -> time:
    """A time of the day as 07:30. Raises BadParameter."""
    found = clock_time(str(text))
    if found is None:
        raise click.BadParameter(f"{str(text)[:SHOWN]!a} is not a time; write it like 07:30.")
    return found


def exercise_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids that begin so, for a shell that completes."""
    del param
    from backtui.content.load import data_folder

    ids = [path.stem for path in (data_folder() / "exercises").glob("[!.]*.toml")]
    return [each for each in sorted([*ids, *_own_exercises(ctx)]) if each.startswith(incomplete)]


def _own_exercises(ctx: click.Context) -> list[str]:
    """The ids of the person's own exercises; none where the log cannot be read, for nobody could be told."""
    from backtui.cli.context import wired
    from backtui.store.errors import StoreError

    database = ctx.find_root().params.get("db")
    try:
        with wired(database, None, None, None).reading() as coach:
            return [each.id for each in coach.content.exercises.values() if each.own]
    except (StoreError, OSError, ValueError):
        return []


def routine_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of routines that begin so; none where the log cannot be read, for nobody could be told."""
    del param
    from backtui.cli.context import wired
    from backtui.store.errors import StoreError

    try:
        with wired(ctx.find_root().params.get("db"), None, None, None).reading() as coach:
            return [each for each in coach.content.routines if each.startswith(incomplete)]
    except (StoreError, OSError, ValueError):
        return []


def _programme_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the ready programmes that begin so."""
    del ctx, param
    from backtui.content.load import data_folder

    ids = [path.stem for path in (data_folder() / "programmes").glob("[!.]*.toml")]
    return [each for each in sorted(ids) if each.startswith(incomplete)]


def _aimed_at(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The same, with what `set` takes beside an exercise."""
    words = [each for each in ("all", "frequency") if each.startswith(incomplete)]
    return [*words, *exercise_ids(ctx, param, incomplete)]


MINUTES = click.option(
    "--minutes", metavar="N", type=whole, help="Fit the session to this many minutes, 3 to 90."
)
ROUTINE = click.option("--routine", metavar="ID", help="Which routine, such as standard or stretches.")
JSON = click.option("--json", "as_json", is_flag=True, help="For other programs; the schema is stable.")
AIMED_AT = click.argument("exercise", metavar="EXERCISE", shell_complete=_aimed_at)
EXERCISE = click.argument("exercise", metavar="EXERCISE", shell_complete=exercise_ids)
PROGRAMME = click.argument("programme", metavar="[ID]", required=False, shell_complete=_programme_ids)


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


def _show_help(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from backtui.cli.output import put

        put(f"{ctx.get_help()}\n")
        ctx.exit()


# Not click's own: that one leaves to Python's exit what a full disk or a closed output did not take.
HELP = click.Option(
    ["-h", "--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="Show this message and exit.",
)


def helping(command: click.Command) -> click.Command:
    """The command, whose help goes out as all else does."""
    if HELP not in command.params:
        command.params.append(HELP)
    return command


class Commands(click.Group):
    """Shows its commands in the order in which they were made."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which the help shows them."""
        del ctx
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        found = super().get_command(ctx, cmd_name)
        return found and helping(found)

"""`pause`: days on which nothing is due."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from backtui.cli.errors import DONE
from backtui.cli.options import JSON, day_ahead, examples, whole, wiring_of
from backtui.cli.output import Page, put_json, say
from backtui.cli.shell import completing

if TYPE_CHECKING:
    from backtui.coach.sessions import Diary
    from backtui.domain.pause import Pause


OPEN = "open"


def last_day(text: str | date) -> str | date:
    """A day to come, or "open". Raises BadParameter."""
    return OPEN if text == OPEN else day_ahead(text)


@click.command(
    "pause",
    epilog=examples(
        ("backtui pause", "all pauses, also those to come"),
        ("backtui pause illness", "from today until you end it"),
        ("backtui pause holiday --from 2026-12-20", "ahead of time"),
        ("backtui pause --end", "today counts again"),
        ("backtui pause --change 1 --to 2027-01-06", "another last day"),
        ("backtui pause --remove 1", "as if it had never been"),
    ),
)
@click.argument(
    "why", metavar="[REASON]", required=False, type=click.Choice(["holiday", "illness", "provider", "other"])
)
@click.option(
    "--from",
    "first",
    metavar="DATE",
    type=day_ahead,
    shell_complete=completing.days,
    help="Its first day; default: today.",
)
@click.option(
    "--to",
    "last",
    metavar="DATE|open",
    type=last_day,
    shell_complete=completing.last_days,
    help="Its last day; default: until you end it.",
)
@click.option("--end", is_flag=True, help="End today's pause.")
@click.option("--change", metavar="N", type=whole, help="Change the pause of that number.")
@click.option("--remove", metavar="N", type=whole, help="Remove the pause of that number.")
@JSON
@click.pass_context
def pause_command(ctx: click.Context, /, as_json: bool, **options: Any) -> int:
    """Days on which nothing is due. REASON sets some: holiday, illness, provider or other."""
    wiring = wiring_of(ctx)
    _check(options)
    if options["why"] or any(options[each] not in (None, False) for each in ("end", "change", "remove")):
        said = wiring.change(lambda diary: _change(diary, options))
        if not as_json:
            say(wiring, said)
            return DONE
    with wiring.reading() as coach:
        pauses = coach.reading.pauses
    if as_json:
        from backtui.cli.documents.views import pauses_view

        put_json(pauses_view(pauses))
        return DONE
    from backtui.domain.words.weeks import pause_words

    page = Page(wiring)
    for number, pause in enumerate(pauses, 1):
        page.text(f"{number:>2}  {pause_words(pause)}", hang=4)
    if not pauses:
        page.line("There is no pause.")
    page.write()
    return DONE


def _check(options: dict[str, Any]) -> None:
    """Raise UsageError for what does not go together."""
    said = [f"--{each}" for each in ("end", "change", "remove") if options[each] not in (None, False)]
    if len(said) > 1:
        raise click.UsageError(f"{said[0]} and {said[1]} do not go together; give one, then the other")
    details = [name for name in ("why", "first", "last") if options[name] is not None]
    if details and said and said[0] != "--change":
        raise click.UsageError(f"{said[0]} takes no reason and no days")
    if details and not said and options["why"] is None:
        raise click.UsageError("a reason goes before the days: holiday, illness, provider or other")
    if said == ["--change"] and not details:
        raise click.UsageError("--change goes with a reason, --from or --to")


def _change(diary: "Diary", options: dict[str, Any]) -> str:
    """Do what the options say. Raises WrongUseError."""
    weeks = diary.weeks
    if options["end"]:
        return weeks.end()
    if options["remove"] is not None:
        return weeks.take_away(weeks.pause_number(options["remove"]))
    if options["change"] is not None:
        old = weeks.pause_number(options["change"])
        return weeks.change_pause(old, _changed(old, options))
    last = None if options["last"] == OPEN else options["last"]
    return weeks.pause(options["why"], options["first"], last)


def _changed(old: "Pause", options: dict[str, Any]) -> "Pause":
    from backtui.domain.pause import Reason

    last = {None: old.last, OPEN: None}.get(options["last"], options["last"])
    why = Reason(options["why"]) if options["why"] else old.why
    return replace(old, first=options["first"] or old.first, last=last, why=why)

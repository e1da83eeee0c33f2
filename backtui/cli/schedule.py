"""`schedule`: which routine is due on which days, how often at most, and the days to come."""

from typing import TYPE_CHECKING, Any

import click

from backtui.cli.errors import DONE
from backtui.cli.options import JSON, examples, whole, wiring_of
from backtui.cli.output import BOLD, Page, put_json, say
from backtui.cli.shell import completing

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.coach.coach import Coach
    from backtui.coach.sessions import Diary

DAYS_BOUNDS = (1, 60)
DAYS = 14
CHOICES = ("clear", "remove", "limit")  # each is said alone


@click.command(
    "schedule",
    epilog=examples(
        ("backtui schedule", "what is due, for two weeks"),
        ("backtui schedule standard stretches", "in turn, on back days"),
        ("backtui schedule standard --on mon,thu", "on these weekdays"),
        ("backtui schedule stretches --every 1", "every day"),
        ("backtui schedule --limit pretzel --a-week 2", "at most twice a week"),
        ("backtui schedule --clear", "as the week's rule has it"),
    ),
)
@click.argument("routines", metavar="[ROUTINE]...", nargs=-1, shell_complete=completing.routine_ids)
@click.option(
    "--on", metavar="DAYS", shell_complete=completing.weekdays, help="On these weekdays, as mon,wed,fri."
)
@click.option(
    "--every", metavar="N", type=whole, help="Every N days, 1 to 28, from the last time you did it."
)
@click.option("--at", metavar="TIMES", help="At these times of the day, as 07:30,19:00.")
@click.option("--add", is_flag=True, help="Add to what the routine has instead of replacing it.")
@click.option(
    "--remove", metavar="ROUTINE", shell_complete=completing.routine_ids, help="Stop scheduling it."
)
@click.option(
    "--limit",
    metavar="NAME",
    shell_complete=completing.limited,
    help="A routine or exercise: how often at most.",
)
@click.option("--a-week", metavar="N", type=whole, help="With --limit: how many times a week; or --every N.")
@click.option("--clear", is_flag=True, help="Schedule nothing.")
@click.option("--days", metavar="N", type=whole, help="How many days to show, 1 to 60; default: 14.")
@JSON
@click.pass_context
def schedule_command(ctx: click.Context, /, days: int | None, as_json: bool, **options: Any) -> int:
    """Which routine is due on which days. Without a routine it shows them and the days to come."""
    wiring = wiring_of(ctx)
    _check(options)
    low, high = DAYS_BOUNDS
    count = DAYS if days is None else days
    if not low <= count <= high:
        raise click.UsageError(f"--days must be from {low} to {high}, not {count}")
    if options["routines"] or any(options[each] for each in CHOICES):
        said = wiring.change(lambda diary: _change(diary, options))
        if not as_json:
            say(wiring, said)
            return DONE
    with wiring.reading() as coach:
        if as_json:
            from backtui.cli.documents.views import schedule_view

            put_json(schedule_view(coach.preferences().schedule, coach.reading.pauses, coach.coming(count)))
        else:
            _page(wiring, coach, count)
    return DONE


def _check(options: dict[str, Any]) -> None:
    """Raise UsageError for what does not go together."""
    said = [f"--{each}" for each in CHOICES if options[each]] + ["ROUTINE"] * bool(options["routines"])
    if len(said) > 1:
        raise click.UsageError(f"{said[0]} and {said[1]} do not go together; give one, then the other")
    for name in ("on", "at", "add"):
        if options[name] and not options["routines"]:
            raise click.UsageError(f"--{name} goes with a routine")
    if options["a_week"] is not None and not options["limit"]:
        raise click.UsageError("--a-week goes with --limit")
    if options["every"] is not None and not (options["limit"] or options["routines"]):
        raise click.UsageError("--every goes with a routine or with --limit")


def _change(diary: "Diary", options: dict[str, Any]) -> str:
    """Do what the options say. Raises WrongUseError."""
    from backtui.coach.schedule import times_of, weekdays_of
    from backtui.domain.schedule import Scheduled

    weeks = diary.weeks
    if options["clear"]:
        return weeks.clear()
    if options["remove"]:
        return weeks.take_out(options["remove"])
    if options["limit"]:
        return weeks.limit(options["limit"], options["a_week"], options["every"])
    on, at = weekdays_of(options["on"] or ""), times_of(options["at"] or "")
    return weeks.put(Scheduled(options["routines"], on, options["every"], at), add=options["add"])


def _page(wiring: "Wiring", coach: "Coach", count: int) -> None:
    """The lines, the pauses, and day by day what is due."""
    from backtui.domain.week import Due
    from backtui.domain.words.weeks import day_words, limit_words, line_words, pause_words

    schedule, content = coach.preferences().schedule, coach.content
    names = {key: each.name for key, each in content.routines.items()}
    page = Page(wiring)
    for line in schedule.lines:
        page.text(line_words(line, names))
    for limit in schedule.limits:
        name = content.name_of(limit.id) if limit.what == "exercise" else names.get(limit.id, limit.id)
        page.text(limit_words(limit, {limit.id: name}))
    if not schedule.lines:
        page.text("Nothing is scheduled; the week's rule says what is due.")
    for number, pause in enumerate(coach.reading.pauses, 1):
        page.text(f"Pause {number}: {pause_words(pause)}")
    page.line()
    for day in coach.coming(count):
        said = f"{day.day:%a} {day.day.day:>2} {day.day:%b}  {day_words(day, names)}"
        page.line(said, BOLD if day.due is Due.BACK else "")
    page.write()

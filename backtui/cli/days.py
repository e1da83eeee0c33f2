"""`log aerobic`, `log pain` and `log morning`: what a day was beside its session."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import click

from backtui.cli.main import DONE
from backtui.cli.options import day as a_day
from backtui.cli.options import examples, whole, wiring_of

if TYPE_CHECKING:
    from backtui.coach.days import Days

DATE = click.option("--date", "day", metavar="DATE", type=a_day, help="A day before today, as 2026-03-01.")


def _kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The activities that begin so, for a shell that completes."""
    del ctx, param
    from backtui.coach.days import ACTIVITIES

    return [each for each in ACTIVITIES if each.startswith(incomplete)]


@click.command(
    "aerobic",
    epilog=examples(
        ("backtui log aerobic walking --minutes 30", "today"),
        ("backtui log aerobic rowing --minutes 20", "a word of your own"),
        ("backtui log aerobic swimming --minutes 45 --date 2026-03-01", "later"),
    ),
)
@click.argument("kind", metavar="KIND", shell_complete=_kinds)
@click.option("--minutes", metavar="N", type=whole, required=True, help="How long it took, 1 to 600.")
@DATE
@click.pass_context
def aerobic_command(ctx: click.Context, kind: str, minutes: int, day: date | None) -> int:
    """Log walking, cycling, swimming, or what you call it."""
    return _log(ctx, lambda days: days.activity(kind, minutes, day))


@click.command(
    "pain",
    epilog=examples(
        ("backtui log pain 3", "now"),
        ("backtui log pain 2 --when after", "after today's session"),
        ("backtui log pain 5 --when before --date 2026-03-01", "before that day's"),
    ),
)
@click.argument("score", metavar="0-10", type=whole)
@click.option(
    "--when",
    type=click.Choice(["now", "before", "after"]),
    default="now",
    show_default=True,
    help="Now, or before or after the day's session.",
)
@DATE
@click.pass_context
def pain_command(ctx: click.Context, score: int, when: str, day: date | None) -> int:
    """Log pain, from 0 (none) to 10 (the worst)."""
    return _log(ctx, lambda days: days.pain(score, when, day))


@click.command(
    "morning",
    epilog=examples(
        ("backtui log morning better", "how your back is after yesterday's session"),
        ("backtui log morning worse", "nothing in it raises a dose"),
    ),
)
@click.argument("answer", type=click.Choice(["better", "same", "worse"]))
@click.pass_context
def morning_command(ctx: click.Context, answer: str) -> int:
    """Log how your back is on the day after a session."""
    return _log(ctx, lambda days: days.morning(answer))


def _log(ctx: click.Context, choice: "Callable[[Days], str]") -> int:
    """Refuse a wrong wish before a log is made for it; else log it and say so."""
    from backtui.cli.render import Page
    from backtui.coach.diary import Diary

    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        choice(Diary(coach, lambda _events, /, *, texts=None: texts).days)
    with wiring.writing() as opened:
        said = choice(opened.diary.days)
    page = Page(wiring)
    page.text(said)
    page.write()
    return DONE

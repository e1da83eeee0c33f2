"""`log`: a session, something aerobic, pain, or the morning after, from away from the screen."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from backtui.cli.errors import DONE
from backtui.cli.options import ROUTINE, WRITE_NOTE, examples, time_of_day, whole, wiring_of
from backtui.cli.options import day as a_day
from backtui.cli.output import Page, say
from backtui.cli.shell import completing
from backtui.cli.shell.groups import Commands

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.coach.coach import Coach
    from backtui.coach.manual import Entered
    from backtui.coach.sessions import Days, Diary
    from backtui.domain.record import SessionRecord


@click.group(
    "log",
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="WHAT [ARGS]...",
    epilog=examples(
        ("backtui log aerobic walking --minutes 30", "a walk today"),
        ("backtui log pain 3 --when after", "pain after today's session"),
        ("backtui log morning better", "how your back is after yesterday's"),
        ("backtui log session --date yesterday", "one done without backtui"),
    ),
)
@click.pass_context
def log_command(ctx: click.Context) -> int:
    """Log what you did or felt away from the screen."""
    if ctx.invoked_subcommand is None:
        raise click.UsageError(f"say what to log: {', '.join(log_command.commands)}")
    return 0


@log_command.command(
    "session",
    epilog=examples(
        ("backtui log session", "today's, just done"),
        ("backtui log session --date 2026-03-01 --time 18:30", "an earlier one"),
        ("backtui log session --rating easy --skip wall-slide", "all but one"),
    ),
)
@click.option(
    "--date",
    "on",
    metavar="DATE",
    type=a_day,
    shell_complete=completing.days,
    help="The day, as 2026-03-01 or yesterday; default: today.",
)
@click.option("--time", "at", metavar="TIME", type=time_of_day, help="When it began, as 07:30.")
@click.option("--minutes", metavar="N", type=whole, help="How long it took, 3 to 90.")
@ROUTINE
@click.option("--rating", type=click.Choice(["easy", "comfortable", "hard"]), help="How all of it felt.")
@click.option("--pain-before", metavar="0-10", type=whole, help="Pain before it.")
@click.option("--pain-after", metavar="0-10", type=whole, help="Pain after it.")
@click.option(
    "--skip",
    metavar="EXERCISE",
    multiple=True,
    shell_complete=completing.exercise_ids,
    help="You left it out; may be given more than once.",
)
@click.option(
    "--hurt",
    metavar="EXERCISE",
    multiple=True,
    shell_complete=completing.exercise_ids,
    help="It hurt; may be given more than once.",
)
@click.option("--note", metavar="TEXT", help="A note about it.")
@WRITE_NOTE
@click.pass_context
def session_command(ctx: click.Context, /, **options: Any) -> int:
    """Enter a session done away from the screen. All of it counts as held, with the doses of that day."""
    wiring = wiring_of(ctx)
    if options["write_note"]:
        from backtui.cli.shell.editor import note_written

        options["note"] = note_written(options["note"] or "") or options["note"]

    def enter(diary: "Diary") -> "tuple[bytes, SessionRecord | None]":
        session = diary.edits.enter(diary.ask(lambda coach: _manual_session(coach, options)))
        return session, diary.ask(lambda coach: coach.session(session))

    session, record = wiring.change(enter)
    assert record is not None  # for it was just entered
    _entered_lines(wiring, session, record)
    return DONE


def _manual_session(coach: "Coach", options: dict[str, Any]) -> "Entered":
    """What the options say. Raises WrongUseError."""
    from msgspec.structs import replace

    from backtui.coach.manual import Entered, moment_of, plan_of, usual_start
    from backtui.domain.events import Rating

    now = coach.now.astimezone()
    on, at = options["on"] or now.date(), options["at"]
    length = options["minutes"] or coach.preferences().minutes
    entered = Entered(
        usual_start(now, on, length) if at is None else moment_of(on, at),
        options["minutes"],
        options["routine"],
        skipped=frozenset(coach.exercise(name).id for name in options["skip"]),
        hurt=frozenset(coach.exercise(name).id for name in options["hurt"]),
        pain_before=options["pain_before"],
        pain_after=options["pain_after"],
        note=options["note"],
    )
    if not options["rating"]:
        return entered
    planned = {each.item.exercise for each in plan_of(coach, entered).items}
    rating = Rating(options["rating"])
    return replace(entered, ratings=dict.fromkeys(sorted(planned - entered.skipped), rating))


def _entered_lines(wiring: "Wiring", session: bytes, record: "SessionRecord") -> None:
    from backtui.domain.present import short_id
    from backtui.domain.words.begun import begun_of, begun_words
    from backtui.domain.words.numbers import long_day, whole_minutes

    took = whole_minutes(((record.ended_at or record.started_at) - record.started_at).total_seconds())
    page = Page(wiring)
    page.line(
        f"Entered: {long_day(record.started_at.date())}, {record.started_at:%H:%M}, {took} min,"
        f" {begun_words(*begun_of(record.entries))} ({short_id(session)})."
    )
    page.line("`backtui undo` takes it back.")
    page.write()


DATE = click.option(
    "--date",
    "day",
    metavar="DATE",
    type=a_day,
    shell_complete=completing.days,
    help="A day before today, as 2026-03-01 or yesterday.",
)


@log_command.command(
    "aerobic",
    epilog=examples(
        ("backtui log aerobic walking --minutes 30", "today"),
        ("backtui log aerobic rowing --minutes 20", "a word of your own"),
        ("backtui log aerobic swimming --minutes 45 --date monday", "on that day"),
    ),
)
@click.argument("kind", metavar="KIND", shell_complete=completing.activities)
@click.option("--minutes", metavar="N", type=whole, required=True, help="How long it took, 1 to 600.")
@DATE
@click.pass_context
def aerobic_command(ctx: click.Context, kind: str, minutes: int, day: date | None) -> int:
    """Log walking, cycling, swimming, or what you call it."""
    return _log(ctx, lambda days: days.activity(kind, minutes, day))


@log_command.command(
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


@log_command.command(
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
    wiring = wiring_of(ctx)
    say(wiring, wiring.change(lambda diary: choice(diary.days)))
    return DONE

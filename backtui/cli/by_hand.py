"""`log session`: a session that was done away from the screen, now or long ago."""

from typing import TYPE_CHECKING, Any

import click

from backtui.cli.main import DONE
from backtui.cli.options import ROUTINE, clock_time, day, examples, whole, wiring_of

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring
    from backtui.coach.coach import Coach
    from backtui.coach.entered import Entered
    from backtui.domain.history import Rating


@click.command(
    "session",
    epilog=examples(
        ("backtui log session", "today's, just done"),
        ("backtui log session --date 2026-03-01 --time 18:30", "an earlier one"),
        ("backtui log session --rating easy --skip wall-slide", "all but one"),
    ),
)
@click.option("--date", "on", metavar="DATE", type=day, help="The day, as 2026-03-01; else today.")
@click.option("--time", "at", metavar="TIME", type=clock_time, help="When it began, as 07:30.")
@click.option("--minutes", metavar="N", type=whole, help="How long it took, 3 to 90.")
@ROUTINE
@click.option("--rating", type=click.Choice(["easy", "comfortable", "hard"]), help="How all of it felt.")
@click.option("--pain-before", metavar="0-10", type=whole, help="Pain before it.")
@click.option("--pain-after", metavar="0-10", type=whole, help="Pain after it.")
@click.option("--skip", metavar="EXERCISE", multiple=True, help="It was left out; may be given again.")
@click.option("--hurt", metavar="EXERCISE", multiple=True, help="There was pain in it; may be given again.")
@click.option("--note", metavar="TEXT", help="A line about it.")
@click.pass_context
def session_command(ctx: click.Context, /, **said: Any) -> int:
    """Enter a session that was done away from the screen, all of it held as was due on that day."""
    from backtui.coach.edits import Edits

    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        # Refuse a wrong wish before a log is made for it.
        wish = _wished(coach, said)
        Edits(coach, lambda _events, /, *, texts=None: texts).enter(wish)
    with wiring.writing() as opened:
        _told(wiring, opened.coach, opened.diary.edits.enter(wish))
    return DONE


def _wished(coach: "Coach", said: dict[str, Any]) -> "Entered":
    """What the options say. Raises WrongUseError."""
    from backtui.coach.entered import Entered, moment_of, usual_start
    from backtui.domain.history import Rating

    now = coach.now().astimezone()
    on, at = said["on"] or now.date(), said["at"]
    length = said["minutes"] or coach.preferences().minutes
    wish = Entered(
        usual_start(now, on, length) if at is None else moment_of(on, at),
        said["minutes"],
        said["routine"],
        skipped=frozenset(coach.exercise(name).id for name in said["skip"]),
        hurt=frozenset(coach.exercise(name).id for name in said["hurt"]),
        pain_before=said["pain_before"],
        pain_after=said["pain_after"],
        note=said["note"],
    )
    return _rated(coach, wish, Rating(said["rating"])) if said["rating"] else wish


def _rated(coach: "Coach", wish: "Entered", rating: "Rating") -> "Entered":
    """The same with every exercise rated that was done."""
    from dataclasses import replace

    from backtui.coach.entered import plan_of

    planned = {each.item.exercise for each in plan_of(coach, wish).items}
    return replace(wish, ratings=dict.fromkeys(sorted(planned - wish.skipped), rating))


def _told(wiring: "Wiring", coach: "Coach", session: bytes) -> None:
    from backtui.cli.render import Page, long_day, minutes_of
    from backtui.coach.edits import short_id

    record = coach.session(session)
    assert record is not None  # for it was just entered
    done = sum(entry.performed for entry in record.entries)
    took = minutes_of(((record.ended_at or record.started_at) - record.started_at).total_seconds())
    page = Page(wiring)
    page.line(
        f"Entered: {long_day(record.started_at.date())}, {record.started_at:%H:%M}, {took},"
        f" {done} of {len(record.entries)} exercises ({short_id(session)})."
    )
    page.line("`backtui undo` takes it back.")
    page.write()

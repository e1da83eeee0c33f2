"""`set`: the person's and the provider's numbers for an exercise."""

from typing import TYPE_CHECKING, Any

import click

from backtui.cli.main import DONE
from backtui.cli.options import EXERCISE, examples, whole, wiring_of

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring
    from backtui.coach.views import TargetWish
    from backtui.domain.course import Decision


@click.command(
    "set",
    epilog=examples(
        ("backtui set pelvic-lift --hold 4 --reps 3", "the next dose"),
        ("backtui set pelvic-lift --target-hold 8", "where it grows to"),
        ("backtui set wall-slide --rest", "out until --resume"),
        ("backtui set arm-reach --hold 3 --lock --by provider", "no rule moves it"),
    ),
)
@EXERCISE
@click.option("--hold", "hold_s", type=whole, metavar="S", help="Seconds of a hold, 1 to 120.")
@click.option("--reps", metavar="N", type=whole, help="Repetitions, 1 to 50.")
@click.option("--target-hold", "target_hold_s", type=whole, metavar="S", help="Grow to this hold.")
@click.option("--target-reps", metavar="N", type=whole, help="Grow to so many repetitions.")
@click.option("--lock/--unlock", "locked", default=None, help="Keep the dose against every rule, or not.")
@click.option("--rest/--resume", "resting", default=None, help="Leave the exercise out, or bring it back.")
@click.option("--by", type=click.Choice(["me", "provider"]), default="me", help="Whose numbers these are.")
@click.pass_context
def set_command(ctx: click.Context, /, exercise: str, **wishes: Any) -> int:
    """Set doses and targets, lock, rest or bring back an exercise."""
    from backtui.coach.views import TargetWish

    wiring = wiring_of(ctx)
    wish = TargetWish(**wishes)
    _rehearse(wiring, exercise, wish)
    with wiring.writing() as opened:
        before, after = opened.diary.aims.set(exercise, wish)
        name = opened.coach.exercise(exercise).name
    _told(wiring, name, before, after)
    return DONE


def _rehearse(wiring: "Wiring", exercise: str, wish: "TargetWish") -> None:
    """Refuse a wrong wish before a log is made for it."""
    from backtui.coach.diary import Diary

    with wiring.reading() as coach:
        Diary(coach, lambda _events, /, *, texts=None: texts).aims.set(exercise, wish)


def _told(wiring: "Wiring", name: str, before: "Decision", after: "Decision") -> None:
    from backtui.cli.render import ACCENT, Page
    from backtui.cli.words import arrow

    page = Page(wiring)
    moved = f"{before.dose} → {after.dose}" if before.dose != after.dose else f"{after.dose}, as before"
    page.text(f"{name}: next {moved} {arrow(after)}", style=ACCENT)
    page.text(after.why, indent=2)
    page.write()

"""`set`: the person's and the provider's numbers for an exercise, for all, and how often."""

import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backtui.cli.options import AIMED_AT, JSON, examples, whole, wiring_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from backtui.cli.wire import Wiring
    from backtui.coach.diary import Diary

Answer = TypeVar("Answer")
ALL, FREQUENCY = "all", "frequency"
HOW_OFTEN = ("per_week", "per_day")
DEFAULT = "default"


def _count(text: str | int) -> int | str:
    """A whole number, or the word default. Raises BadParameter."""
    return DEFAULT if text == DEFAULT else whole(text)


@click.command(
    "set",
    epilog=examples(
        ("backtui set pelvic-lift", "what is set now"),
        ("backtui set pelvic-lift --hold 4 --reps 3", "the next dose"),
        ("backtui set pelvic-lift --target-hold 8", "where it grows to"),
        ("backtui set wall-slide --rest", "out until --resume"),
        ("backtui set all --needed 3 --note 'Anna: slowly'", "the same for all"),
        ("backtui set arm-reach --hold 3 --lock --by provider", "no rule moves it"),
        ("backtui set frequency --per-week 3 --by provider", "how often"),
    ),
)
@AIMED_AT
@click.option("--hold", "hold_s", type=whole, metavar="S", help="Seconds of a hold, 1 to 120.")
@click.option("--reps", metavar="N", type=whole, help="Repetitions, 1 to 50.")
@click.option("--target-hold", "target_hold_s", type=whole, metavar="S", help="Grow to this hold.")
@click.option("--target-reps", metavar="N", type=whole, help="Grow to so many repetitions.")
@click.option("--ceiling-hold", "ceiling_hold_s", type=whole, metavar="S", help="Offer no longer hold.")
@click.option("--ceiling-reps", metavar="N", type=whole, help="Offer no more repetitions.")
@click.option("--needed", type=_count, metavar="N", help="Successes a step, 1 to 5, or default.")
@click.option("--ladder", metavar="ORDER", help="balanced, holds, repetitions, or default.")
@click.option("--lock/--unlock", "locked", default=None, help="Keep the dose against every rule, or not.")
@click.option("--rest/--resume", "resting", default=None, help="Leave the exercise out, or bring it back.")
@click.option("--per-week", metavar="N", type=whole, help="With frequency: sessions a week, 1 to 7.")
@click.option("--per-day", metavar="N", type=whole, help="With frequency: sessions a day, 1 to 3.")
@click.option("--by", type=click.Choice(["me", "provider"]), help="Whose numbers these are; else me.")
@click.option("--note", metavar="TEXT", help="Why; kept beside what is set, or set last.")
@click.option("--erase-notes", "erase", is_flag=True, help="Erase its notes for good.")
@click.option("--yes", is_flag=True, help="Erase without being asked.")
@JSON
@click.pass_context
def set_command(ctx: click.Context, /, exercise: str, as_json: bool, **said: Any) -> int:
    """Set doses, targets and how often; lock, rest or bring back an exercise.

    EXERCISE is an id or a name, all, or frequency. With nothing else it shows what is set.
    """
    from backtui.cli import aimed

    wiring = wiring_of(ctx)
    erase, yes = said.pop("erase"), said.pop("yes")
    if erase:
        return _erase(wiring, exercise, yes, said)
    often = {key: said.pop(key) for key in HOW_OFTEN}
    if exercise == FREQUENCY:
        return _frequency(wiring, as_json, often, said)
    if any(number is not None for number in often.values()):
        raise click.UsageError("--per-week and --per-day go with frequency: backtui set frequency")
    if all(value is None for value in said.values()):
        return aimed.show_all(wiring, as_json) if exercise == ALL else aimed.show(wiring, exercise, as_json)
    return _wish(wiring, exercise, as_json, said)


def _wish(wiring: "Wiring", exercise: str, as_json: bool, said: dict[str, Any]) -> int:
    from backtui.cli import aimed
    from backtui.coach.views import TargetWish

    only_note = all(value is None for key, value in said.items() if key != "note")
    if only_note and exercise == ALL:
        raise click.UsageError("--note for all goes with what is set; give that too")
    if only_note:
        name = _rehearsed(wiring, lambda opened: opened.aims.note(exercise, said["note"])).mark.exercise
        return aimed.show(wiring, name, as_json)
    wish = TargetWish(**{**said, "by": said["by"] or "me"})
    if exercise == ALL:
        found = _rehearsed(wiring, lambda opened: opened.aims.set_all(wish))
        return aimed.show_all(wiring, as_json) if as_json else aimed.told_all(wiring, found)
    became = _rehearsed(wiring, lambda opened: opened.aims.set(exercise, wish))
    return aimed.show(wiring, became.exercise, as_json) if as_json else aimed.told(wiring, [became])


def _frequency(wiring: "Wiring", as_json: bool, often: dict[str, int | None], said: dict[str, Any]) -> int:
    from backtui.cli import aimed

    by = said.pop("by")
    if any(value is not None for value in said.values()):
        raise click.UsageError("frequency takes --per-week, --per-day and --by")
    if by or any(number is not None for number in often.values()):
        _rehearsed(wiring, lambda opened: opened.aims.frequency(**often, by=by))
    return aimed.show_frequency(wiring, as_json)


def _erase(wiring: "Wiring", exercise: str, yes: bool, said: dict[str, Any]) -> int:
    """Erase notes for good, once that is sure."""
    from backtui.cli import aimed

    if any(value is not None for value in said.values()) or exercise in (ALL, FREQUENCY):
        raise click.UsageError("--erase-notes goes alone, with one exercise")
    with wiring.reading() as coach:
        name = coach.exercise(exercise).name
    if not yes and not (sys.stdin and sys.stdin.isatty()):
        raise click.UsageError("an erased note is gone for good; say --yes to erase it all the same")
    if not yes:
        click.confirm(f"Erase the notes of {name} for good? Undo does not bring them back.", abort=True)
    return aimed.erased(wiring, _rehearsed(wiring, lambda diary: diary.aims.erase_notes(exercise)))


def _rehearsed(wiring: "Wiring", wish: "Callable[[Diary], Answer]") -> "Answer":
    """Do it, after a rehearsal that refuses what is wrong before a log is made for it."""
    from backtui.coach.diary import Diary

    with wiring.reading() as coach:
        wish(Diary(coach, lambda _events, /, *, texts=None: texts))
    with wiring.writing() as opened:
        return wish(opened.diary)

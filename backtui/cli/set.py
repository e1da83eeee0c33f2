"""`set`: doses, targets, locks and how often, and what they lead to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from backtui.cli.errors import DONE, FAILED
from backtui.cli.options import AIMED_AT, ERASED_FOR_GOOD, JSON, examples, whole, wiring_of
from backtui.cli.output import ACCENT, BOLD, Page, agreed, put_json, say
from backtui.domain.exercise import Side
from backtui.domain.text import columns, padded
from backtui.domain.words.numbers import long_day, many, plain_day
from backtui.domain.words.reasons import arrow, brief, speaks_of_pain

if TYPE_CHECKING:
    from datetime import datetime

    from backtui.cli.context import Wiring
    from backtui.coach.answers import Aimed, AimedAll, CourseTold, Prospect, TargetRequest, TargetTold
    from backtui.coach.sessions import Diary
    from backtui.domain.preferences import Preferences


ALL, FREQUENCY = "all", "frequency"
HOW_OFTEN = ("per_week", "per_day")
DEFAULT = "default"
TITLE_WIDTH = 24  # a longer one has a line of its own, with its doses below
NOT_SET = "Nobody has set it yet."


def _count(text: str | int) -> int | str:
    """A whole number, or the word default. Raises BadParameter."""
    return DEFAULT if text == DEFAULT else whole(text)


@click.command(
    "set",
    epilog=examples(
        ("backtui set pelvic-lift", "what is set now"),
        ("backtui set pelvic-lift --hold 4 --reps 3", "the next dose"),
        ("backtui set pelvic-lift --target-hold 8", "where it grows to"),
        ("backtui set pelvic-lift --dose '10 s x 6-4-2'", "sets of 6, 4 and 2"),
        ("backtui set leg-reach --side left --reps 3", "a dose for that side"),
        ("backtui set wall-slide --rest", "out until --resume"),
        ("backtui set all --needed 3 --note 'Anna: slowly'", "the same for all"),
        ("backtui set arm-reach --hold 3 --lock --by provider", "no rule moves it"),
        ("backtui set frequency --per-week 3 --by provider", "how often"),
    ),
)
@AIMED_AT
@click.option("--dose", metavar="DOSE", help="All of the next dose: 10 s x 6-4-2, 20 s rest.")
@click.option("--hold", "hold_s", type=whole, metavar="S", help="Seconds of a hold, 0 to 600.")
@click.option("--reps", metavar="N", type=whole, help="Repetitions of each set, 1 to 50.")
@click.option("--sets", metavar="N", type=whole, help="Sets, 1 to 10.")
@click.option("--set-rest", "rest_s", metavar="S", type=whole, help="Seconds between sets, 0 to 600.")
@click.option("--target", metavar="DOSE", help="Grow to this dose.")
@click.option("--target-hold", "target_hold_s", type=whole, metavar="S", help="Grow to this hold.")
@click.option("--target-reps", metavar="N", type=whole, help="Grow to this many repetitions.")
@click.option("--target-sets", metavar="N", type=whole, help="Grow to this many sets.")
@click.option("--ceiling", metavar="DOSE", help="Never above this dose.")
@click.option("--ceiling-hold", "ceiling_hold_s", type=whole, metavar="S", help="Hold never above this.")
@click.option("--ceiling-reps", metavar="N", type=whole, help="Repetitions never above this.")
@click.option("--ceiling-sets", metavar="N", type=whole, help="Sets never above this.")
@click.option("--side", type=click.Choice(["left", "right"]), help="Only for this side; default: for both.")
@click.option(
    "--step-hold", "step_hold_s", metavar="S", type=whole, help="Seconds that a step adds, 1 to 60."
)
@click.option("--step-reps", metavar="N", type=whole, help="Repetitions that a step adds, 1 to 10.")
@click.option("--step-sets", metavar="N", type=whole, help="Sets that a step adds, 1 to 5.")
@click.option("--needed", type=_count, metavar="N", help="Sessions per step, 1 to 5, or default.")
@click.option("--ladder", metavar="ORDER", help="Grows first: balanced, holds, repetitions, or default.")
@click.option("--lock/--unlock", "locked", default=None, help="Keep the dose whatever the rules say, or not.")
@click.option("--rest/--resume", "resting", default=None, help="Leave the exercise out, or bring it back.")
@click.option("--per-week", metavar="N", type=whole, help="With frequency: sessions a week, 1 to 7.")
@click.option("--per-day", metavar="N", type=whole, help="With frequency: sessions a day, 1 to 3.")
@click.option("--by", type=click.Choice(["me", "provider"]), help="Whose numbers these are; default: me.")
@click.option("--note", metavar="TEXT", help="Why; kept with what you set now, or set last.")
@click.option("--erase-notes", "erase", is_flag=True, help="Erase its notes for good.")
@click.option("--yes", is_flag=True, help="Erase without asking.")
@JSON
@click.pass_context
def set_command(ctx: click.Context, /, exercise: str, as_json: bool, **options: Any) -> int:
    """Set doses, targets and how often; lock an exercise or rest it.

    EXERCISE is an id or a name, all, or frequency. With nothing else it shows what is set.
    """
    wiring = wiring_of(ctx)
    erase, yes = options.pop("erase"), options.pop("yes")
    if erase:
        return _erase(wiring, exercise, yes, options)
    often = {key: options.pop(key) for key in HOW_OFTEN}
    if exercise == FREQUENCY:
        return _frequency(wiring, as_json, often, options)
    if any(number is not None for number in often.values()):
        raise click.UsageError("--per-week and --per-day go with frequency: backtui set frequency")
    if all(value is None for key, value in options.items() if key != "side"):
        with wiring.reading() as coach:
            if exercise == ALL:
                return show_all(wiring, coach.prospects(), as_json)
            side = Side(options["side"] or Side.NONE)
            return show(wiring, coach.prospect(exercise, side=side), as_json)
    return _set(wiring, exercise, as_json, options)


def _set(wiring: "Wiring", exercise: str, as_json: bool, options: dict[str, Any]) -> int:
    from backtui.coach.answers import TargetRequest

    only_note = all(value is None for key, value in options.items() if key != "note")
    if only_note and exercise == ALL:
        raise click.UsageError("--note for all goes with what is set; give that too")
    request = TargetRequest(**{**options, "by": options["by"] or "me"})
    if exercise == ALL:
        changed, prospects = wiring.change(lambda diary: _all_set(diary, request))
        return show_all(wiring, prospects, as_json) if as_json else _all_changed(wiring, changed)
    if only_note:
        became, prospect = None, wiring.change(lambda diary: _noted(diary, exercise, options["note"]))
    else:
        became, prospect = wiring.change(lambda diary: _one_set(diary, exercise, request))
    return show(wiring, prospect, as_json) if as_json or became is None else _changed(wiring, became)


def _all_set(diary: "Diary", request: "TargetRequest") -> "tuple[AimedAll, Sequence[Prospect]]":
    return diary.aims.set_all(request), diary.ask(lambda coach: coach.prospects())


def _one_set(diary: "Diary", exercise: str, request: "TargetRequest") -> "tuple[Aimed, Prospect]":
    side = Side(request.side or Side.NONE)
    return diary.aims.set(exercise, request), diary.ask(lambda coach: coach.prospect(exercise, side=side))


def _noted(diary: "Diary", exercise: str, note: str) -> "Prospect":
    diary.aims.note(exercise, note)
    return diary.ask(lambda coach: coach.prospect(exercise))


def _frequency(wiring: "Wiring", as_json: bool, often: dict[str, int | None], options: dict[str, Any]) -> int:
    by = options.pop("by")
    if any(value is not None for value in options.values()):
        raise click.UsageError("frequency takes --per-week, --per-day and --by")
    if by or any(number is not None for number in often.values()):
        preferences, since = wiring.change(lambda diary: _often_set(diary, often, by))
    else:
        with wiring.reading() as coach:
            preferences, since = coach.preferences(), coach.frequency_since()
    return show_frequency(wiring, preferences, since, as_json)


def _often_set(
    diary: "Diary", often: dict[str, int | None], by: str | None
) -> "tuple[Preferences, datetime | None]":
    return diary.aims.frequency(**often, by=by), diary.ask(lambda coach: coach.frequency_since())


def _erase(wiring: "Wiring", exercise: str, yes: bool, options: dict[str, Any]) -> int:
    """Erase notes for good, once that is sure."""
    if any(value is not None for value in options.values()) or exercise in (ALL, FREQUENCY):
        raise click.UsageError("--erase-notes goes alone, with one exercise")
    with wiring.reading() as coach:
        name = coach.exercise(exercise).name
    question = f"Erase the notes of {name} for good? Undo does not bring them back."
    if not agreed(question, yes=yes, nobody=ERASED_FOR_GOOD):
        return FAILED
    count = wiring.change(lambda diary: diary.aims.erase_notes(exercise))
    say(wiring, f"Erased for good: {many(count, 'note')}.")
    return DONE


def _changed(wiring: "Wiring", each: "Aimed") -> int:
    """What the next dose was and is, and what went with it."""
    page, before, after = Page(wiring), each.before, each.after
    moved = f"{before.dose} → {after.dose}" if before.dose != after.dose else f"{after.dose}, as before"
    page.text(f"{each.name}: next {moved} {arrow(after)}", style=ACCENT)
    for sentence in (after.why, *each.went_along):
        page.text(sentence, indent=2)
    page.write()
    return DONE


def _all_changed(wiring: "Wiring", found: "AimedAll") -> int:
    """The same for all: a line each, and what was left alone."""
    page = Page(wiring)
    page.line(f"Set for {many(len(found.aimed), 'exercise')}.", BOLD)
    for each in found.aimed:
        before, after = each.before.dose, each.after.dose
        moved = f"{before!s:>10} → {after}" if before != after else f"{after!s:>10}, as before"
        page.line(f"  {padded(each.name, 24)}  {moved}")
        for sentence in each.went_along:
            page.text(sentence, indent=4)
    if found.kept:
        page.text(f"Left alone because your provider locked it: {', '.join(found.kept)}.")
    if found.hurting:
        page.text(f"Left resting because of pain until you name it: {', '.join(found.hurting)}.")
    page.write()
    return DONE


def show(wiring: "Wiring", found: "Prospect", as_json: bool) -> int:
    """What is set for an exercise, by whom and when, and what it leads to."""
    if as_json:
        from backtui.cli.documents.aims import set_view

        put_json(set_view(found))
        return DONE
    page = Page(wiring)
    page.line(f"{found.title} {found.decision.dose}", BOLD)
    page.text(found.decision.why, indent=2)
    _standing_lines(page, found)
    _preview_lines(page, found)
    other_lines(page, found.others)
    history_lines(page, found.told)
    page.write()
    return DONE


def _standing_lines(page: Page, found: "Prospect") -> None:
    from backtui.domain.notation import in_full
    from backtui.domain.progression.prescription import newest_of
    from backtui.domain.words.targets import NAMES, marks_of_side, standing

    page.line()
    page.line("Set now", BOLD)
    newest = newest_of(marks_of_side((each.mark for each in found.told), found.course.side))
    rows = standing(found.prescription, in_full(found.decision.dose), newest)
    cells = max([18, *(len(value) + 1 for _, value, by in rows if by)])
    for name, value, by in rows:
        title = NAMES.get(name, name)
        page.line(f"  {title:<18}{value:<{cells}} {by}".rstrip())


def _preview_lines(page: Page, found: "Prospect") -> None:
    from backtui.domain.words.targets import looked_ahead

    if found.preview:
        page.line()
        page.line("The next four sessions, if each is comfortable", BOLD)
    cells = max([12, *(len(str(each.decision.dose)) + 2 for each in found.preview)])
    for each in found.preview:
        decision = each.decision
        mark = f"{arrow(decision)} {brief(decision)}".strip()
        page.line(f"  {long_day(each.day):<18}{decision.dose!s:<{cells}}{mark}")
    if ahead := looked_ahead(found.forecast, found.decision):
        page.text(ahead, indent=2)


def other_lines(page: Page, others: Sequence["CourseTold"]) -> None:
    """The doses of the other courses, a line each."""
    if others:
        page.line()
        page.line("Its other doses", BOLD)
    for each in others:
        page.text(f"{each.title}: {each.dose.decision.dose}. {each.dose.decision.why}", 2, hang=4)


def history_lines(page: Page, adjustments: Sequence["TargetTold"]) -> None:
    """All that was set, newest first, each with its notes."""
    from backtui.domain.words.targets import describe_target, whose

    if adjustments:
        page.line()
        page.line("What was set", BOLD)
    for each in reversed(adjustments):
        notes = "".join(f" “{note}”" for note in each.notes)
        by = f"by {whose(each.mark.what.by)}"
        page.text(
            f"{each.mark.at.date().isoformat()}  {by:<17} {describe_target(each.mark.what)}{notes}",
            2,
            hang=30,
        )


def show_all(wiring: "Wiring", found: "Sequence[Prospect]", as_json: bool) -> int:
    """What is set for each exercise, a line each."""
    if as_json:
        from backtui.cli.documents.aims import set_all_view

        put_json(set_all_view(found))
        return DONE
    from backtui.domain.words.targets import NAMES, at_paces, reached

    page = Page(wiring)
    rows = [
        (str(each.decision.dose), str(each.prescription.target), str(each.prescription.ceiling))
        for each in found
    ]
    heads = ("dose", "target", NAMES["ceiling"])
    widths = [max(len(text) + 2 for text in (*column, " " * 10)) for column in zip(heads, *rows, strict=True)]
    page.line(_columns("", heads, widths, "at the target"), BOLD)
    for each, doses in zip(found, rows, strict=True):
        when = reached(each.forecast, each.prescription, each.decision)
        long = columns(each.title) > TITLE_WIDTH
        if long:
            page.text(each.title)
        page.line(_columns("" if long else each.title, doses, widths, when))
    for each in found:
        if speaks_of_pain(each.decision):
            page.text(f"{each.name}: {each.decision.why}")
    paces = at_paces(each.pace for each in found)
    page.text(f"The days are a forecast at {paces}, if each session is comfortable.")
    page.write()
    return DONE


def _columns(title: str, doses: "Sequence[str]", widths: "Sequence[int]", when: str) -> str:
    """A row of the table: what it is, its doses each as wide as the widest, and when it is at its target."""
    shown = "".join(f"{dose:<{width}}" for dose, width in zip(doses, widths, strict=True))
    return f"{padded(title, TITLE_WIDTH + 2)}{shown}{when}"


def show_frequency(
    wiring: "Wiring", preferences: "Preferences", since: "datetime | None", as_json: bool
) -> int:
    """How often, set by whom and when."""
    if as_json:
        from backtui.cli.documents.views import frequency_view

        put_json(frequency_view(preferences, since))
        return DONE
    from backtui.domain.words.targets import whose

    page = Page(wiring)
    times = "once" if preferences.per_day == 1 else f"{preferences.per_day} times"
    page.line(f"{preferences.goal} a week, {times} a day", BOLD)
    by = f"Set by {whose(preferences.frequency_by)}, {plain_day(since)}." if since else NOT_SET
    page.text(by, indent=2)
    page.write()
    return DONE

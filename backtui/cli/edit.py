"""`edit` and `undo`: the log corrected, and the newest choice taken back."""

import sys
from typing import TYPE_CHECKING, Any

import click

from backtui.cli.errors import DONE
from backtui.cli.options import day, examples, exercise_ids, time_of_day, whole, wiring_of
from backtui.domain.words.numbers import many

if TYPE_CHECKING:
    from backtui.cli.context import OpenLog
    from backtui.coach.coach import Coach
    from backtui.coach.corrections import Correction
    from backtui.domain.record import SessionRecord

NO_PAIN = "none"
SWITCHES = ("erase_note", "delete", "yes")
ABOUT_ONE = {
    "rating": "--rating",
    "held": "--held",
    "reps_held": "--reps-held",
    "hurt": "--pain",
    "eased": "--eased",
}


def score(text: str) -> int | str:
    """Pain as a number, or the word none. Raises BadParameter."""
    return NO_PAIN if text == NO_PAIN else whole(text)


@click.command(
    "edit",
    epilog=examples(
        ("backtui edit last --exercise arm-reach --rating hard", "how it felt"),
        ("backtui edit last --exercise arm-reach --reps-held 2", "what was held"),
        ("backtui edit 2026-03-01T07:30 --pain-after 6", "one of two"),
        ("backtui edit 019cb7a7 --date 2026-03-02", "when it was"),
        ("backtui edit last --delete", "undo brings it back"),
    ),
)
@click.argument("session", metavar="SESSION")
@click.option("--exercise", metavar="EXERCISE", shell_complete=exercise_ids, help="The exercise it is about.")
@click.option("--rating", type=click.Choice(["easy", "comfortable", "hard", "none"]), help="How it felt.")
@click.option("--reps-held", metavar="N", type=whole, help="So many repetitions were held, on each side.")
@click.option("--held", metavar="S", type=whole, help="Each repetition was held for so many seconds.")
@click.option("--pain/--no-pain", "hurt", default=None, help="There was pain in it, or not.")
@click.option("--eased/--not-eased", default=None, help="It was eased off, or not.")
@click.option("--dizzy/--not-dizzy", default=None, help="You were dizzy in the session, or not.")
@click.option("--pain-before", metavar="0-10", type=score, help="Pain before it, or none for not said.")
@click.option("--pain-after", metavar="0-10", type=score, help="Pain after it, or none for not said.")
@click.option("--date", "on", metavar="DATE", type=day, help="The day on which it was.")
@click.option("--time", "at", metavar="TIME", type=time_of_day, help="When it began, as 07:30.")
@click.option("--note", metavar="TEXT", help="A note, in the place of the newest one there.")
@click.option("--erase-note", is_flag=True, help="Erase its notes for good; undo does not bring them back.")
@click.option("--delete", is_flag=True, help="Delete the session; undo brings it back.")
@click.option("--yes", is_flag=True, help="Erase without being asked.")
@click.pass_context
def edit_command(ctx: click.Context, /, session: str, **wishes: Any) -> int:
    """Correct SESSION: last, a day, a day and time, or how its id begins."""
    _check(wishes)
    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        from backtui.coach.corrections import Edits

        record = Edits(coach, lambda _events, /, *, texts=None: texts).find(session)
    if wishes["erase_note"]:
        _sure(wishes["yes"])
    from backtui.cli.output import Page

    page = Page(wiring)
    with wiring.writing() as opened:
        lines = _edited(opened, record, wishes)
    for line in lines:
        page.text(line, hang=2)
    page.write()
    return DONE


def _check(wishes: dict[str, Any]) -> None:
    """Refuse what does not go together before anything is read."""
    said = {key for key, value in wishes.items() if not (value is None or (key in SWITCHES and not value))}
    if not said - {"yes"}:
        raise click.UsageError("say what to correct, for example --rating hard or --pain-after 2")
    if wishes["delete"] and said - {"delete", "yes"}:
        raise click.UsageError("--delete goes alone, for nothing would be left to correct")
    about = [ABOUT_ONE[key] for key in ABOUT_ONE if key in said]
    if about and wishes["exercise"] is None and about != ["--rating"]:
        raise click.UsageError(f"{about[-1]} is about one exercise; name it by --exercise")
    if wishes["exercise"] is not None and not about:
        raise click.UsageError("say what to correct of the exercise, for example --rating hard")


def _sure(yes: bool) -> None:
    """Ask before what nothing brings back."""
    if yes:
        return
    if not (sys.stdin and sys.stdin.isatty()):
        raise click.UsageError("an erased note is gone for good; say --yes to erase it all the same")
    click.confirm("Its notes are erased for good, and undo does not bring them back. Erase them?", abort=True)


def _edited(opened: "OpenLog", record: "SessionRecord", wishes: dict[str, Any]) -> list[str]:
    """Do it all, in one change but for what is erased; what was done, line by line."""
    edits, session = opened.diary.edits, record.id
    if wishes["delete"]:
        return [f"Done: {edits.delete(session)}. `backtui undo` brings it back."]
    corrections = _corrections(opened, record, wishes)
    lines = []
    if wishes["erase_note"]:
        erased = edits.erase(session)
        lines.append(f"Erased for good: {many(erased, 'note')}.")
    if corrections:
        change = edits.correct(session, *corrections)
        said = f"Corrected: {edits.named(change)}." if change.events else "That is how it stands already."
        lines.append(said)
    if wishes["exercise"]:
        about = opened.coach.exercise_ever(wishes["exercise"])
        if following := opened.coach.decisions().get(about.id):
            lines.append(f"Next {about.name} {following.dose}: {following.why}")
    return lines


def _corrections(opened: "OpenLog", record: "SessionRecord", wishes: dict[str, Any]) -> "list[Correction]":
    from backtui.domain.events import Rating

    edits, found = opened.diary.edits, list[Any]()
    if wishes["exercise"] is not None:
        found += _of_exercise(opened.coach, record, wishes)
    elif wishes["rating"] is not None:
        rating = None if wishes["rating"] == "none" else Rating(wishes["rating"])
        done = {entry.exercise for entry in record.entries if entry.performed}
        found += [lambda draft, name=name: draft.rate(name, rating) for name in sorted(done)]
    if wishes["dizzy"] is not None:
        found.append(lambda draft: draft.dizzy(wishes["dizzy"]))
    for when in ("before", "after"):
        said = wishes[f"pain_{when}"]
        if said is not None:
            number = None if said == NO_PAIN else said
            found.append(lambda draft, when=when, number=number: draft.pain(when, number))
    if wishes["on"] is not None or wishes["at"] is not None:
        found.append(edits.moved(record.id, wishes["on"], wishes["at"]))
    if wishes["note"] is not None:
        notes = [] if wishes["erase_note"] else opened.coach.log.noted(record.id)
        found.append(edits.writing(record.id, wishes["note"], notes[-1].event if notes else None))
    return found


def _of_exercise(coach: "Coach", record: "SessionRecord", wishes: dict[str, Any]) -> "list[Correction]":
    """The corrections of one exercise, in all its appearances."""
    from backtui.coach.errors import WrongUseError
    from backtui.domain.events import Rating

    name = coach.exercise_ever(wishes["exercise"]).id
    items = [entry.item for entry in record.entries if entry.exercise == name]
    if not items:
        there = ", ".join(dict.fromkeys(entry.exercise for entry in record.entries))
        raise WrongUseError(f"{name} was not in that session; it had: {there}.")
    found = list[Any]()
    for item in items:
        if wishes["reps_held"] is not None:
            found.append(lambda draft, item=item: draft.keep(item, wishes["reps_held"]))
        if wishes["held"] is not None:
            found.append(lambda draft, item=item: draft.hold_all(item, wishes["held"]))
        if wishes["hurt"] is not None:
            found.append(lambda draft, item=item: draft.hurt(item, wishes["hurt"]))
        if wishes["eased"] is not None:
            found.append(lambda draft, item=item: draft.ease(item, wishes["eased"]))
    if wishes["rating"] is not None:
        rating = None if wishes["rating"] == "none" else Rating(wishes["rating"])
        found.append(lambda draft: draft.rate(name, rating))
    return found


@click.command(
    "undo",
    epilog=examples(
        ("backtui undo", "the newest choice, whatever it was"),
        ("backtui undo --dry-run", "only say which that is"),
        ("backtui undo --redo", "what was undone, once more"),
    ),
)
@click.option("--redo", is_flag=True, help="Do again what was undone.")
@click.option("--dry-run", is_flag=True, help="Change nothing, only say what would be.")
@click.pass_context
def undo_command(ctx: click.Context, redo: bool, dry_run: bool) -> int:
    """Take back the newest choice in the log; what a session counted is no choice."""
    from backtui.cli.output import Page
    from backtui.coach.corrections import Rewind

    wiring = wiring_of(ctx)
    page = Page(wiring)
    with wiring.reading() as coach:
        said = Rewind(coach, lambda _events, /, *, texts=None: texts).coming(redo=redo)
    if not dry_run and said.startswith("Would"):
        with wiring.writing() as opened:
            said = opened.diary.edits.redo() if redo else opened.diary.edits.undo()
    page.text(said)
    page.write()
    return DONE

"""`edit` and `undo`: the log corrected, and the newest choice taken back."""

from operator import methodcaller
from typing import TYPE_CHECKING, Any

import click

from backtui.cli.errors import DONE, FAILED
from backtui.cli.options import ERASED_FOR_GOOD, WRITE_NOTE, day, examples, time_of_day, whole, wiring_of
from backtui.cli.output import Page, agreed, say
from backtui.cli.shell import completing
from backtui.domain.words.numbers import many, upper_first

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.coach.coach import Coach
    from backtui.coach.corrections import Correction
    from backtui.coach.sessions import Diary
    from backtui.domain.events import Event, Rating
    from backtui.domain.record import Note, SessionRecord

NONE = "none"
SWITCHES = ("erase_note", "write_note", "delete", "yes")
ABOUT_ONE = {
    "rating": "--rating",
    "held": "--held",
    "reps_held": "--reps-held",
    "of_set": "--set",
    "hurt": "--pain",
    "eased": "--eased",
}
OF_AN_ITEM = {"held": "hold_all", "hurt": "hurt", "eased": "ease"}


def score(text: str) -> int | str:
    """Pain as a number, or the word none. Raises BadParameter."""
    return NONE if text == NONE else whole(text)


@click.command(
    "edit",
    epilog=examples(
        ("backtui edit last --exercise arm-reach --rating hard", "how it felt"),
        ("backtui edit last --exercise arm-reach --reps-held 2", "what was held"),
        ("backtui edit last --exercise pretzel --set 2 --reps-held 1", "in a set"),
        ("backtui edit last --exercise curl-up --note TEXT", "a note on it"),
        ("backtui edit yesterday --write-note", "in your editor"),
        ("backtui edit 2026-03-01T07:30 --pain-after 6", "one of two"),
        ("backtui edit 019cb7a7 --date 2026-03-02", "when it was"),
        ("backtui edit last --delete", "all of it"),
    ),
)
@click.argument("session", metavar="SESSION", shell_complete=completing.sessions)
@click.option(
    "--exercise",
    metavar="EXERCISE",
    shell_complete=completing.exercise_ids,
    help="Which exercise it is about.",
)
@click.option("--rating", type=click.Choice(["easy", "comfortable", "hard", "none"]), help="How it felt.")
@click.option("--reps-held", metavar="N", type=whole, help="How many repetitions you held, on each side.")
@click.option("--set", "of_set", metavar="N", type=whole, help="With --reps-held: only in this set.")
@click.option("--held", metavar="S", type=whole, help="How many seconds you held each repetition.")
@click.option("--pain/--no-pain", "hurt", default=None, help="Whether it hurt.")
@click.option("--eased/--not-eased", default=None, help="Whether you eased it off.")
@click.option("--dizzy/--not-dizzy", default=None, help="Whether you were dizzy in the session.")
@click.option("--pain-before", metavar="0-10", type=score, help="Pain before it, 0 to 10; none: not given.")
@click.option("--pain-after", metavar="0-10", type=score, help="Pain after it, 0 to 10; none: not given.")
@click.option(
    "--date", "on", metavar="DATE", type=day, shell_complete=completing.days, help="The day it was on."
)
@click.option("--time", "at", metavar="TIME", type=time_of_day, help="When it began, as 07:30.")
@click.option("--note", metavar="TEXT", help="A note, in place of the newest one.")
@WRITE_NOTE
@click.option("--erase-note", is_flag=True, help="Erase its notes for good; undo does not bring them back.")
@click.option("--delete", is_flag=True, help="Delete the session; undo brings it back.")
@click.option("--yes", is_flag=True, help="Erase without asking.")
@click.pass_context
def edit_command(ctx: click.Context, /, session: str, **options: Any) -> int:
    """Correct a session. SESSION is last, a day, a day and time, or how its id begins.

    A walk, a ride or pain beside sessions is named by its id too, and takes --date or --delete.
    """
    _check(options)
    wiring = wiring_of(ctx)
    if options["erase_note"]:
        with wiring.read_only() as diary:
            diary.edits.find(session)
        question = "Its notes are erased for good, and undo does not bring them back. Erase them?"
        if not agreed(question, yes=options["yes"], nobody=ERASED_FOR_GOOD):
            return FAILED
    if options["write_note"]:
        _write_note(wiring, session, options)
    page = Page(wiring)
    for line in wiring.change(lambda diary: _edited(diary, session, options)):
        page.text(line, hang=2)
    page.write()
    return DONE


def _write_note(wiring: "Wiring", session: str, options: dict[str, Any]) -> None:
    """Let the person write the note, or change the one that stands there, before anything is changed."""
    from backtui.cli.shell.editor import note_written

    with wiring.read_only() as diary:
        record = diary.edits.find(session)
        there, _ = diary.ask(lambda coach: _notes(coach, record, options))
    begin = options["note"] or (there[-1].text if there else "")
    options["note"] = note_written(begin or "") or options["note"]


def _check(options: dict[str, Any]) -> None:
    """Refuse what does not go together before anything is read."""
    given = {key for key, value in options.items() if not (value is None or (key in SWITCHES and not value))}
    if not given - {"yes"}:
        raise click.UsageError("say what to correct, for example --rating hard or --pain-after 2")
    if options["delete"] and given - {"delete", "yes"}:
        raise click.UsageError("--delete goes alone: nothing would be left to correct")
    about = [ABOUT_ONE[key] for key in ABOUT_ONE if key in given]
    if about and options["exercise"] is None and about != ["--rating"]:
        raise click.UsageError(f"{about[-1]} is about one exercise; name it with --exercise")
    if options["of_set"] is not None and options["reps_held"] is None:
        raise click.UsageError("--set is about repetitions; say how many with --reps-held")
    if options["exercise"] is not None and not about and not given & {"note", "write_note", "erase_note"}:
        raise click.UsageError("say what to correct of the exercise, for example --rating hard")


def _edited(diary: "Diary", name: str, options: dict[str, Any]) -> list[str]:
    """Do it all, in one change but for what is erased; what was done, line by line."""
    edits = diary.edits
    if (beside := edits.beside(name)) is not None:
        return _beside(diary, beside, options)
    record = edits.find(name)
    if options["delete"]:
        said = edits.delete(record.id)
        return [f"{upper_first(said)}. `backtui undo` brings it back."]
    corrections = _corrections(diary, record, options)
    lines = []
    if options["erase_note"]:
        items = diary.ask(lambda coach: _items(coach, record, options))
        lines.append(f"Erased for good: {many(edits.erase(record.id, items=items), 'note')}.")
    if corrections:
        change = edits.correct(record.id, *corrections)
        lines.append(f"Corrected: {edits.named(change)}." if change.events else "It says that already.")
    if not lines:
        return ["Nothing was changed."]
    if options["exercise"]:
        lines += diary.ask(lambda coach: _following(coach, record, options))
    return lines


def _beside(diary: "Diary", found: "Event", options: dict[str, Any]) -> list[str]:
    """Correct what was done or felt beside sessions: its day, or all of it. Raises UsageError."""
    given = {key for key, value in options.items() if value not in (None, False)} - {"yes"}
    if given == {"delete"}:
        return [f"{upper_first(diary.edits.delete_beside(found))}. `backtui undo` brings it back."]
    if given == {"on"}:
        return [f"Corrected: {diary.edits.move_beside(found, options['on'])}."]
    raise click.UsageError("what is beside sessions takes --date or --delete alone")


def _following(coach: "Coach", record: "SessionRecord", options: dict[str, Any]) -> list[str]:
    """What comes next in each course that the exercise was done in."""
    from backtui.coach.history import following

    items = _items(coach, record, options) or ()
    found = following(coach, (entry for entry in record.entries if entry.item in items))
    courses = {each.course: each for each in found.values()}.values()
    return [
        f"Next {coach.courses.title(each.course)} {each.decision.dose}: {each.decision.why}"
        for each in courses
    ]


def _rating(options: dict[str, Any]) -> "Rating | None":
    from backtui.domain.events import Rating

    return None if options["rating"] == NONE else Rating(options["rating"])


def _corrections(diary: "Diary", record: "SessionRecord", options: dict[str, Any]) -> "list[Correction]":
    edits, found = diary.edits, list[Any]()
    if options["exercise"] is not None:
        found += diary.ask(lambda coach: _of_exercise(coach, record, options))
    elif options["rating"] is not None:
        rating = _rating(options)
        done = {entry.exercise for entry in record.entries if entry.performed}
        found += [lambda draft, name=name: draft.rate(name, rating) for name in sorted(done)]
    if options["dizzy"] is not None:
        found.append(lambda draft: draft.dizzy(options["dizzy"]))
    for when in ("before", "after"):
        score = options[f"pain_{when}"]
        if score is not None:
            known = None if score == NONE else score
            found.append(lambda draft, when=when, known=known: draft.pain(when, known))
    if options["on"] is not None or options["at"] is not None:
        found.append(edits.moved(record.id, options["on"], options["at"]))
    if options["note"] is not None:
        there, about = diary.ask(lambda coach: _notes(coach, record, options))
        instead = there[-1].event if there and not options["erase_note"] else None
        found.append(edits.writing(record.id, options["note"], instead, about))
    return found


def _notes(
    coach: "Coach", record: "SessionRecord", options: dict[str, Any]
) -> "tuple[list[Note], int | None]":
    """The notes on what is corrected, and where that stands in the session; None: on all of it."""
    items = _items(coach, record, options)
    about = items[0] if items else None
    return [each for each in coach.reading.notes(record.id) if each.item == about], about


def _items(coach: "Coach", record: "SessionRecord", options: dict[str, Any]) -> list[int] | None:
    """Where the exercise stands in the session, None where none is named. Raises WrongUseError."""
    from backtui.coach.errors import WrongUseError

    if options["exercise"] is None:
        return None
    name = coach.exercise_ever(options["exercise"]).id
    items = [entry.item for entry in record.entries if entry.exercise == name]
    if not items:
        there = ", ".join(dict.fromkeys(entry.exercise for entry in record.entries))
        raise WrongUseError(f"{name} was not in that session; it had: {there}.")
    return items


def _of_exercise(coach: "Coach", record: "SessionRecord", options: dict[str, Any]) -> "list[Correction]":
    """The corrections of one exercise, in all its appearances."""
    found = list[Any]()
    for item in _items(coach, record, options) or ():
        if options["reps_held"] is not None:
            found.append(methodcaller("keep", item, options["reps_held"], options["of_set"]))
        for option, change in OF_AN_ITEM.items():
            if options[option] is not None:
                found.append(methodcaller(change, item, options[option]))
    if options["rating"] is not None:
        name = coach.exercise_ever(options["exercise"]).id
        found.append(methodcaller("rate", name, _rating(options)))
    return found


@click.command(
    "undo",
    epilog=examples(
        ("backtui undo", "the newest choice, whatever it was"),
        ("backtui undo --dry-run", "only say which that is"),
        ("backtui undo --redo", "what you undid, once more"),
    ),
)
@click.option("--redo", is_flag=True, help="Redo what you undid.")
@click.option("--dry-run", is_flag=True, help="Change nothing; only say what it would do.")
@click.pass_context
def undo_command(ctx: click.Context, redo: bool, dry_run: bool) -> int:
    """Take back the newest choice in the log. What a session counted is not a choice."""
    wiring = wiring_of(ctx)
    if dry_run:
        with wiring.read_only() as diary:
            say(wiring, diary.edits.rewind.coming(redo=redo))
    else:
        say(wiring, wiring.change(lambda diary: diary.edits.redo() if redo else diary.edits.undo()))
    return DONE

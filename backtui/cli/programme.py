"""`include`, `routines`, `programmes`, `cautions` and `remove`: what sessions are made of."""

from typing import TYPE_CHECKING, Any

import click

from backtui.cli.errors import DONE
from backtui.cli.options import EXERCISE, JSON, PROGRAMME, examples, wiring_of
from backtui.cli.output import BOLD, Page, put_json, say
from backtui.cli.shell import completing
from backtui.domain.text import padded
from backtui.domain.words.numbers import many, whole_minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backtui.cli.context import Wiring
    from backtui.coach.coach import Coach
    from backtui.coach.programmes import ReadyProgramme
    from backtui.coach.sessions import Diary
    from backtui.domain.exercise import Content, Routine
    from backtui.domain.plan import Plan


NONE = "none"


@click.command(
    "include",
    epilog=examples(
        ("backtui include pretzel --off", "in no session until --on"),
        ("backtui include leg-reach --priority high", "first when time is short"),
        ("backtui include pretzel --allowed", "your provider allows it"),
    ),
)
@EXERCISE
@click.option("--on/--off", "on", default=None, help="In sessions, or in none.")
@click.option(
    "--priority", type=click.Choice(["low", "normal", "high"]), help="What goes first when time is short."
)
@click.option(
    "--allowed/--not-allowed",
    "allowed",
    default=None,
    help="Whether your provider allows it with what you noted.",
)
@click.pass_context
def include_command(
    ctx: click.Context, exercise: str, on: bool | None, priority: str | None, allowed: bool | None
) -> int:
    """Switch an exercise on or off, or put it first or last. Or your provider allows it."""

    def include(diary: "Diary") -> str:
        off = None if on is None else not on
        found = diary.shelf.include(exercise, priority=priority, disabled=off, allowed=allowed)
        with diary.log.question() as coach:
            order, why = coach.included()[found.id].priority, coach.barred().get(found.id)
        return f"{found.name}: {why or f'It is in your sessions, with {order} priority.'}"

    wiring = wiring_of(ctx)
    say(wiring, wiring.change(include))
    return DONE


@click.command(
    "routines",
    epilog=examples(
        ("backtui routines", "all of them, with their minutes"),
        ("backtui routines --use morning", "follow this one from now on"),
        ("backtui show standard --toml > mine.toml", "a file to begin with"),
    ),
)
@click.option(
    "--use",
    "used",
    metavar="ID",
    shell_complete=completing.routine_ids,
    help="Follow this routine from now on.",
)
@JSON
@click.pass_context
def routines_command(ctx: click.Context, used: str | None, as_json: bool) -> int:
    """All routines, and the one that sessions follow."""
    wiring = wiring_of(ctx)

    def found(coach: "Coach") -> "tuple[list[tuple[Routine, Plan]], str, bool]":
        plans = [(each, coach.plan_of(each)) for each in coach.content.routines.values()]
        return plans, coach.routine().id, bool(coach.preferences().schedule.lines)

    def follow(diary: "Diary") -> "tuple[list[tuple[Routine, Plan]], str, bool]":
        diary.shelf.use_routine(str(used))
        return diary.ask(found)

    if used is not None:
        plans, followed, has_schedule = wiring.change(follow)
    else:
        with wiring.reading() as coach:
            plans, followed, has_schedule = found(coach)
    if as_json:
        from backtui.cli.documents.views import routines_view

        put_json(routines_view(plans, followed))
        return DONE
    page = Page(wiring)
    if used is not None and has_schedule:
        from backtui.coach.schedule import GOES_FIRST

        page.text(GOES_FIRST)
    for each, plan in plans:
        marks = ", ".join(["in use"] * (each.id == followed) + ["own"] * each.own)
        count = many(plan.exercises, "exercise")
        row = f"  {padded(each.id, 24)}  {padded(each.name, 22)}"
        page.line(f"{row}  {count:<12}  {whole_minutes(plan.total_s):>2} min  {marks}")
    page.write()
    return DONE


@click.command(
    "programmes",
    epilog=examples(
        ("backtui programmes", "all of them, with their minutes"),
        ("backtui programmes press-ups", "for whom, what it asks, its source"),
        ("backtui programmes press-ups --copy", "make it your own"),
        ("backtui programmes press-ups --use", "the same, and follow it from now on"),
        ("backtui programmes press-ups --schedule", "the same, on the days it suggests"),
    ),
)
@PROGRAMME
@click.option("--copy", "how", flag_value="copy", help="Make its routines and exercises your own.")
@click.option("--use", "how", flag_value="use", help="The same, and follow its first routine from now on.")
@click.option("--schedule", "how", flag_value="schedule", help="The same, on the days that it suggests.")
@JSON
@click.pass_context
def programmes_command(ctx: click.Context, programme: str | None, how: str | None, as_json: bool) -> int:
    """Ready programmes to read, copy and follow. A copy is yours to change."""
    from backtui.coach.programmes import How

    wiring = wiring_of(ctx)
    if programme is None and how is not None:
        raise click.UsageError("Say which programme; `backtui programmes` lists them.")
    if programme is not None and how is not None:
        name, chosen = programme, how
        said = wiring.change(lambda diary: diary.programmes.copy(name, How(chosen)))
        if not as_json:
            say(wiring, *said)
            return DONE
    found = _found(wiring, programme)
    if as_json:
        put_json(_document(found))
    elif programme is None:
        _list(wiring, found)
    else:
        _preview(wiring, found[0])
    return DONE


def _found(wiring: "Wiring", programme: str | None) -> "Sequence[ReadyProgramme]":
    from backtui.coach.programmes import ready_programme, ready_programmes

    with wiring.reading() as coach:
        return ready_programmes(coach) if programme is None else [ready_programme(coach, programme)]


def _document(found: "Sequence[ReadyProgramme]") -> "dict[str, Any]":
    """`programmes --json`."""
    from backtui.cli.documents.aims import SCHEMA
    from backtui.cli.documents.views import exercises_view, plan_view

    def programme(ready: "ReadyProgramme") -> "dict[str, Any]":
        each = ready.programme
        plans = [(routine.name, plan_view(plan, ready.content)) for routine, plan in ready.plans]
        return {
            "id": each.id,
            "name": each.name,
            "purpose": list(each.purpose),
            "how_often": each.how_often,
            "source": each.source,
            "cautions": list(each.cautions),
            "yours": ready.yours,
            "in_use": ready.in_use,
            "exercises": exercises_view(each.exercises.values(), {}, {})["exercises"],
            "routines": [
                {"name": name} | {key: value for key, value in plan.items() if key != "schema"}
                for name, plan in plans
            ],
        }

    return {"schema": SCHEMA, "programmes": [programme(each) for each in found]}


def _list(wiring: "Wiring", found: "Sequence[ReadyProgramme]") -> None:
    page = Page(wiring)
    for each in found:
        marks = ", ".join(["in use"] * each.in_use + ["yours"] * each.yours)
        minutes = " or ".join(map(str, dict.fromkeys(each.minutes)))
        row = f"  {padded(each.programme.id, 16)}  {padded(each.programme.name, 26)}"
        page.line(f"{row}  {minutes:>8} min  {marks}".rstrip())
        if each.left_out:
            page.text(f"{many(len(each.left_out), 'exercise')} left out because of what you noted", indent=20)
    page.write()


def _preview(wiring: "Wiring", ready: "ReadyProgramme") -> None:
    from backtui.coach.programmes import sections

    page = Page(wiring)
    page.line(ready.programme.name, BOLD)
    for heading, sentences in sections(ready):
        page.line()
        page.line(heading, BOLD)
        for each in sentences:
            page.text(each, indent=2)
    page.line()
    start = "It is yours" if ready.yours else "--copy makes it your own"
    page.text(f"{start}; --use follows it too, --schedule on the days it suggests.")
    page.write()


@click.command(
    "cautions",
    epilog=examples(
        ("backtui cautions", "what can be noted, and what is"),
        ("backtui cautions osteoporosis,knee", "note these two and no other"),
        ("backtui cautions none", "note nothing"),
        ("backtui include pretzel --allowed", "your provider allows it all the same"),
    ),
)
@click.argument("noted", metavar="[LIST|none]", required=False, shell_complete=completing.caution_ids)
@JSON
@click.pass_context
def cautions_command(ctx: click.Context, noted: str | None, as_json: bool) -> int:
    """What you need to be careful with. Exercises that do not suit it are left out. It diagnoses nothing."""
    wiring = wiring_of(ctx)

    def found(coach: "Coach") -> "tuple[Content, Sequence[str]]":
        return coach.content, coach.preferences().cautions

    def note(diary: "Diary") -> "tuple[Content, Sequence[str]]":
        ids = (noted or "").strip()
        diary.shelf.note_cautions([] if ids == NONE else [each.strip() for each in ids.split(",")])
        return diary.ask(found)

    if noted is not None:
        content, ids = wiring.change(note)
    else:
        with wiring.reading() as coach:
            content, ids = found(coach)
    if as_json:
        from backtui.cli.documents.views import cautions_view

        put_json(cautions_view(content, ids))
    else:
        _cautions_page(wiring, content, ids)
    return DONE


def _cautions_page(wiring: "Wiring", content: "Content", noted: "Sequence[str]") -> None:
    page = Page(wiring)
    for each in content.cautions.values():
        if each.id not in noted:
            page.line(f"[ ] {each.id:<16}  {each.name}")
            continue
        names = ", ".join(one.name for one in content.exercises.values() if each.id in one.avoid_with)
        page.line(f"[x] {each.id:<16}  {each.name}", BOLD)
        page.text(each.advice, indent=6)
        page.text(f"Leaves out: {names or 'nothing'}.", indent=6)
    page.write()


@click.command(
    "remove",
    epilog=examples(
        ("backtui remove hip-opener", "an exercise of your own"),
        ("backtui remove morning", "a routine of your own"),
    ),
)
@click.argument("name", metavar="ID", shell_complete=completing.own_ids)
@click.pass_context
def remove_command(ctx: click.Context, name: str) -> int:
    """Remove your own exercise or routine. Sessions in which you did it keep it."""

    def remove(diary: "Diary") -> list[str]:
        shelf, content = diary.shelf, diary.ask(lambda coach: coach.content)
        if name in content.routines:
            scheduled = name in diary.ask(lambda coach: coach.preferences().schedule.routines)
            sentences = [f"{shelf.remove_routine(name).name} is removed."]
            return [*sentences, "The schedule goes on without it."] if scheduled else sentences
        used_in = shelf.routines_with(diary.ask(lambda coach: coach.exercise(name)).id)
        sentences = [f"{shelf.remove_exercise(name).name} is removed."]
        return [*sentences, f"It is left out of {', '.join(used_in)} from now on."] if used_in else sentences

    wiring = wiring_of(ctx)
    say(wiring, *wiring.change(remove))
    return DONE

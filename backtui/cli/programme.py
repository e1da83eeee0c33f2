"""Include, routines, cautions, remove."""

from typing import TYPE_CHECKING, Any

import click

from backtui.cli.errors import DONE
from backtui.cli.options import EXERCISE, JSON, examples, wiring_of
from backtui.domain.words.numbers import many

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.coach.coach import Coach
    from backtui.domain.exercise import Routine
    from backtui.domain.plan import Plan


NONE = "none"


@click.command(
    "include",
    epilog=examples(
        ("backtui include pretzel --off", "in no session until --on"),
        ("backtui include leg-reach --priority high", "first for want of time"),
        ("backtui include pretzel --allowed", "your provider allows it"),
    ),
)
@EXERCISE
@click.option("--on/--off", "on", default=None, help="In sessions, or in none.")
@click.option(
    "--priority", type=click.Choice(["low", "normal", "high"]), help="What goes first for want of time."
)
@click.option(
    "--allowed/--not-allowed",
    "allowed",
    default=None,
    help="Your provider allows it with what you noted, or not.",
)
@click.pass_context
def include_command(
    ctx: click.Context, exercise: str, on: bool | None, priority: str | None, allowed: bool | None
) -> int:
    """How an exercise takes part in sessions: on or off, first or last, allowed by your provider."""
    from backtui.cli.import_ import nothing_written
    from backtui.cli.output import Page
    from backtui.coach.sessions import Diary

    wiring, off = wiring_of(ctx), None if on is None else not on
    with wiring.reading() as coach:
        looked = Diary(coach, nothing_written).shelf
        looked.include(exercise, priority=priority, disabled=off, allowed=allowed)
    with wiring.writing() as opened:
        found = opened.diary.shelf.include(exercise, priority=priority, disabled=off, allowed=allowed)
        order, why = opened.coach.included()[found.id].priority, opened.coach.barred().get(found.id)
    page = Page(wiring)
    page.text(f"{found.name}: {why or f'It takes part in sessions, with {order} priority.'}")
    page.write()
    return DONE


@click.command(
    "routines",
    epilog=examples(
        ("backtui routines", "all of them, with their minutes"),
        ("backtui routines --use morning", "follow this one from now on"),
        ("backtui show standard --toml > mine.toml", "a file to begin with"),
    ),
)
@click.option("--use", "used", metavar="ID", help="Follow this routine from now on.")
@JSON
@click.pass_context
def routines_command(ctx: click.Context, used: str | None, as_json: bool) -> int:
    """The routines there are, and the one that sessions follow."""
    wiring = wiring_of(ctx)
    if used is not None:
        with wiring.reading() as coach:
            coach.routine(used)
        with wiring.writing() as opened:
            opened.diary.shelf.use_routine(used)
    with wiring.reading() as coach:
        plans = [(each, coach.plan_of(each)) for each in coach.content.routines.values()]
        followed = coach.routine().id
    if as_json:
        from backtui.cli.documents import SCHEMA
        from backtui.cli.output import put_json

        put_json({"schema": SCHEMA, "routines": [_routine_view(*each, followed) for each in plans]})
        return DONE
    from backtui.cli.output import Page, cut
    from backtui.domain.words.numbers import whole_minutes

    page = Page(wiring)
    for each, plan in plans:
        marks = ", ".join(["in use"] * (each.id == followed) + ["own"] * each.own)
        count = many(len(plan.items), "exercise")
        row = f"  {cut(each.id, 24):<24}  {cut(each.name, 22):<22}"
        page.line(f"{row}  {count:<12}  {whole_minutes(plan.total_s):>2} min  {marks}")
    page.write()
    return DONE


def _routine_view(each: "Routine", plan: "Plan", followed: str) -> dict[str, Any]:
    """A routine of `routines --json`."""
    from backtui.cli.documents import dose_or_null

    return {
        "id": each.id,
        "name": each.name,
        "own": each.own,
        "in_use": each.id == followed,
        "total_s": plan.total_s,
        "blocks": [
            {
                "kind": block.kind.value,
                "items": [
                    {"exercise": item.exercise, "dose": dose_or_null(item.dose)} for item in block.items
                ],
            }
            for block in each.blocks
        ],
        "left_out": [{"exercise": out.exercise, "why": out.why} for out in plan.left_out],
    }


@click.command(
    "cautions",
    epilog=examples(
        ("backtui cautions", "what can be noted, and what is"),
        ("backtui cautions osteoporosis,knee", "note these two and no other"),
        ("backtui cautions none", "note nothing"),
        ("backtui include pretzel --allowed", "your provider allows it all the same"),
    ),
)
@click.argument("noted", metavar="[LIST|none]", required=False)
@JSON
@click.pass_context
def cautions_command(ctx: click.Context, noted: str | None, as_json: bool) -> int:
    """What your body has to mind: exercises that do not go with it are left out. It diagnoses nothing."""
    wiring = wiring_of(ctx)
    if noted is not None:
        _note(wiring, noted)
    with wiring.reading() as coach:
        if as_json:
            from backtui.cli.output import put_json

            put_json(_cautions_view(coach))
        else:
            _cautions_page(wiring, coach)
    return DONE


def _note(wiring: "Wiring", noted: str) -> None:
    """Note these ids, refused before a log is made for them when one is wrong."""
    from backtui.cli.import_ import nothing_written
    from backtui.coach.sessions import Diary

    ids = [] if noted.strip() == NONE else [each.strip() for each in noted.split(",")]
    with wiring.reading() as coach:
        Diary(coach, nothing_written).shelf.note_cautions(ids)
    with wiring.writing() as opened:
        opened.diary.shelf.note_cautions(ids)


def _tagged(coach: "Coach") -> dict[str, list[str]]:
    """The names of the exercises that each caution leaves out."""
    content = coach.content
    return {
        tag: [each.name for each in content.exercises.values() if tag in each.avoid_with]
        for tag in content.cautions
    }


def _cautions_view(coach: "Coach") -> dict[str, Any]:
    """`cautions --json`."""
    from backtui.cli.documents import SCHEMA

    content, noted = coach.content, coach.preferences().cautions
    cautions = [
        {
            "id": each.id,
            "name": each.name,
            "advice": each.advice,
            "noted": each.id in noted,
            "leaves_out": [one.id for one in content.exercises.values() if each.id in one.avoid_with],
        }
        for each in content.cautions.values()
    ]
    return {"schema": SCHEMA, "cautions": cautions}


def _cautions_page(wiring: "Wiring", coach: "Coach") -> None:
    from backtui.cli.output import BOLD, Page

    page, noted, tagged = Page(wiring), coach.preferences().cautions, _tagged(coach)
    for each in coach.content.cautions.values():
        mark = "[x]" if each.id in noted else "[ ]"
        page.line(f"{mark} {each.id:<16}  {each.name}", BOLD if each.id in noted else "")
        if each.id in noted:
            page.text(each.advice, indent=6)
            page.text(f"Leaves out: {', '.join(tagged[each.id]) or 'nothing'}.", indent=6)
    page.write()


@click.command(
    "remove",
    epilog=examples(
        ("backtui remove hip-opener", "an exercise of your own"),
        ("backtui remove morning", "a routine of your own"),
    ),
)
@click.argument("name", metavar="ID")
@click.pass_context
def remove_command(ctx: click.Context, name: str) -> int:
    """Remove an exercise or a routine of your own; sessions in which it was done keep it."""
    from backtui.cli.import_ import nothing_written
    from backtui.cli.output import Page
    from backtui.coach.sessions import Diary

    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        is_routine = name in coach.content.routines
        looked = Diary(coach, nothing_written).shelf
        (looked.remove_routine if is_routine else looked.remove_exercise)(name)
        used_in = [] if is_routine else looked.routines_with(coach.exercise(name).id)
    with wiring.writing() as opened:
        shelf = opened.diary.shelf
        gone = (shelf.remove_routine if is_routine else shelf.remove_exercise)(name)
    page = Page(wiring)
    page.text(f"{gone.name} is removed.")
    if used_in:
        page.text(f"It is left out of {', '.join(used_in)} from now on.")
    page.write()
    return DONE

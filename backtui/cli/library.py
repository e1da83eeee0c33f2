"""`exercises` and `show`: the library."""

from typing import TYPE_CHECKING

import click

from backtui.cli.errors import DONE, complain
from backtui.cli.options import DEFINITION, JSON, examples, wiring_of
from backtui.cli.output import BOLD, Page, put, put_json
from backtui.domain.text import padded
from backtui.domain.words.numbers import IN_TURN, KINDS, position, sides_mark

if TYPE_CHECKING:
    from backtui.coach.answers import Why
    from backtui.domain.exercise import Exercise


@click.command(
    "exercises",
    epilog=examples(
        ("backtui exercises", "all of them, by kind"),
        ("backtui exercises --json", "with doses, for other programs"),
    ),
)
@JSON
@click.pass_context
def exercises_command(ctx: click.Context, as_json: bool) -> int:
    """All exercises."""
    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        exercises = list(coach.content.exercises.values())
        included, barred, problems = coach.included(), coach.barred(), coach.problems
    for problem in problems:
        complain(problem)
    if as_json:
        from backtui.cli.documents.views import exercises_view

        put_json(exercises_view(exercises, included, barred))
        return DONE
    from backtui.domain.plan import INCLUDED
    from backtui.domain.words.targets import marks_of

    page = Page(wiring)
    for number, (kind, title) in enumerate(KINDS.items()):
        if number:
            page.line()
        page.line(title.upper(), BOLD)
        for each in exercises:
            if each.kind is kind:
                sides = sides_mark(each.sides).strip()
                row = f"  {padded(each.id, 21)} {padded(each.name, 24)} {sides:<3}"
                marks = marks_of(each, included.get(each.id, INCLUDED), barred)
                page.line(f"{row} {position(each.position, narrow=True):<11}  {marks}")
    page.write()
    return DONE


@click.command(
    "show",
    epilog=examples(
        ("backtui show cat-camel", "by its id"),
        ('backtui show "Pelvic lift"', "by its name"),
        ("backtui show pelvic-lift --toml > my.toml", "a file to change and import"),
        ("backtui show standard --toml > mine.toml", "a routine likewise"),
    ),
)
@DEFINITION
@click.option("--toml", "as_toml", is_flag=True, help="As a file to import; also a routine by its id.")
@click.pass_context
def show_command(ctx: click.Context, exercise: str, as_toml: bool) -> int:
    """How to do an exercise, its cautions and its dose. Also how that dose came about."""
    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        if as_toml:
            from backtui.coach.programme import definition
            from backtui.content.own import toml_of

            put(toml_of(definition(coach, exercise)))
            return DONE
        found = coach.exercise(exercise)
        why, barred = coach.why(found.id), coach.barred().get(found.id)
    page = Page(wiring)
    _words_lines(page, found)
    if barred:
        page.line()
        page.text(f"Left out of sessions: {barred}")
    _dose_lines(page, found, why)
    page.write()
    return DONE


def _words_lines(page: Page, each: "Exercise") -> None:
    from backtui.domain.exercise import Side, Sides, words

    page.line(each.name, BOLD)
    sided = f", {IN_TURN[each.sides]}" if each.sides is not Sides.ONE else ""
    works_on = ", ".join(each.works_on)
    kind = "a stretch" if each.kind == "stretch" else "strengthening"
    own = " · your own" if each.own else ""
    page.text(f"{each.id} · {kind}, {each.position.value}{sided} · works on {works_on}{own}")
    steps = [*each.set_up, each.movement_in, *each.hold, each.movement_out]
    page.line()
    for number, step in enumerate(steps, start=1):
        page.text(f"{number:>2}. {words(step, Side.LEFT)}", indent=2, hang=4)
    for title, texts in (
        ("Hint", [each.hint]),
        ("Take care", each.cautions),
        ("Easier", [each.easier]),
    ):
        shown = [text for text in texts if text]
        if shown:
            page.line()
            page.line(title, BOLD)
        for text in shown:
            page.text(text, indent=2)


def _dose_lines(page: Page, each: "Exercise", why: "Why") -> None:
    from backtui.cli.history import change_lines
    from backtui.domain.notation import in_full

    page.line()
    page.line(f"Dose {why.decision.dose}", BOLD)
    page.text(why.decision.why, indent=2)
    start, target, ceiling = map(in_full, (each.start, each.target, each.ceiling))
    page.text(
        f"Unless you set it otherwise, it starts at {start} and aims at {target}, never above {ceiling}.",
        indent=2,
    )
    if why.changes:
        page.line()
        change_lines(page, why)

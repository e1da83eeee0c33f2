"""`exercises` and `show`: the library."""

from typing import TYPE_CHECKING

import click

from backtui.cli.main import DONE
from backtui.cli.options import EXERCISE, JSON, examples, wiring_of

if TYPE_CHECKING:
    from backtui.cli.render import Page
    from backtui.coach.views import Why
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
    """The exercises there are."""
    wiring = wiring_of(ctx)
    exercises = list(wiring.content.exercises.values())
    if as_json:
        from backtui.cli.render import put_json
        from backtui.cli.views import exercises_view

        put_json(exercises_view(exercises))
        return DONE
    from backtui.cli.render import BOLD, Page, cut
    from backtui.cli.words import HEADINGS, position

    page = Page(wiring)
    for number, (kind, title) in enumerate(HEADINGS.items()):
        if number:
            page.line()
        page.line(title, BOLD)
        for each in exercises:
            if each.kind is kind:
                sides = "L R" if each.sides == "each" else ""
                row = f"  {cut(each.id, 24):<24}  {cut(each.name, 24):<24}  {sides:<3}"
                page.line(f"{row}  {position(each.position):<12}")
    page.write()
    return DONE


@click.command(
    "show",
    epilog=examples(
        ("backtui show cat-camel", "by its id"),
        ('backtui show "Pelvic lift"', "by its name"),
    ),
)
@EXERCISE
@click.pass_context
def show_command(ctx: click.Context, exercise: str) -> int:
    """An exercise: how it is done, cautions, its dose and how that came about."""
    from backtui.cli.render import Page

    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        found = coach.exercise(exercise)
        why = coach.why(found.id)
    page = Page(wiring)
    _words_lines(page, found)
    _dose_lines(page, found, why)
    page.write()
    return DONE


def _words_lines(page: "Page", each: "Exercise") -> None:
    from backtui.cli.render import BOLD
    from backtui.domain.exercise import Side, Sides, words

    page.line(each.name, BOLD)
    sided = ", one side and then the other" if each.sides is Sides.EACH else ""
    works_on = ", ".join(each.works_on)
    kind = "a stretch" if each.kind == "stretch" else "strengthening"
    page.text(f"{each.id} · {kind}, {each.position.value}{sided} · works on {works_on}")
    steps = [*each.set_up, each.movement_in, *each.hold, each.movement_out]
    page.line()
    for number, step in enumerate(steps, start=1):
        page.text(f"{number:>2}. {words(step, Side.LEFT)}", indent=2, hang=4)
    for title, texts in (
        ("Hint", [each.hint]),
        ("Cautions", each.cautions),
        ("Easier", [each.easier]),
    ):
        said = [text for text in texts if text]
        if said:
            page.line()
            page.line(title, BOLD)
        for text in said:
            page.text(text, indent=2)


def _dose_lines(page: "Page", each: "Exercise", why: "Why") -> None:
    from backtui.cli.past import change_lines
    from backtui.cli.render import BOLD

    page.line()
    page.line(f"Dose {why.decision.dose}", BOLD)
    page.text(why.decision.why, indent=2)
    page.line(f"  Starts at {each.start}, aims at {each.target}, may go to {each.ceiling}.")
    if why.changes:
        page.line()
        change_lines(page, why)

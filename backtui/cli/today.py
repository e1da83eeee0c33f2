"""`today` and `plan`: what is due, and the session that would run now."""

from typing import TYPE_CHECKING

import click

from backtui.cli.errors import DONE, NOT_DUE
from backtui.cli.options import JSON, MINUTES, ROUTINE, examples, wiring_of
from backtui.cli.output import ACCENT, BOLD, WIDTH, Page, put_json
from backtui.domain.exercise import Side
from backtui.domain.notation import in_column
from backtui.domain.text import columns, padded
from backtui.domain.words.numbers import (
    block_name,
    day_from,
    long_day,
    many,
    position,
    sides_mark,
    whole_minutes,
)
from backtui.domain.words.reasons import arrow, brief, with_reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backtui.domain.exercise import Content
    from backtui.domain.plan import Plan, PlannedBlock, PlannedItem
    from backtui.domain.record import Activity, SessionRecord
    from backtui.domain.sitting import DayUse
    from backtui.domain.week import Today


NAME_WIDTH = 24


@click.command(
    "today",
    epilog=examples(
        ("backtui today", "back, aerobic or rest, and why"),
        ("backtui today --json", "the same for a status bar"),
        ("backtui today --quiet && echo Back day!", "for a prompt, cron or tmux"),
    ),
)
@JSON
@click.option("--quiet", is_flag=True, help="Print nothing: exit 0 on a back day, 3 on others.")
@click.pass_context
def today_command(ctx: click.Context, as_json: bool, quiet: bool) -> int:
    """What is due today and why."""
    from backtui.domain.week import Due

    if quiet and as_json:
        raise click.UsageError("--quiet prints nothing and --json prints; give one of them")
    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        due = coach.today()
        if quiet:
            return DONE if due.due is Due.BACK else NOT_DUE
        opened, asks, activities = coach.open_session(), coach.asks(), coach.done_today()
        after_today, ahead = coach.after_today(), coach.reading.all_after
        followed, names = coach.routine().id, coach.week_plan().names
    if as_json:
        from backtui.cli.documents.views import today_view

        routine = due.next.routine if due.next else followed
        put_json(today_view(due, routine if due.due is Due.BACK else None, opened, asks, activities, ahead))
        return DONE
    page = Page(wiring)
    _today_lines(page, due, names, opened)
    _day_lines(page, asks, activities)
    for said in after_today:
        page.text(said, indent=2)
    page.write()
    return DONE


def _today_lines(
    page: Page, due: "Today", names: "Mapping[str, str]", opened: "SessionRecord | None"
) -> None:
    """What is due, and what a session was interrupted."""
    page.line(f"{_title(due)} · {long_day(due.day)}", BOLD)
    page.text(due.why, indent=2)
    if len(due.slots) > 1:
        from backtui.domain.words.weeks import slots_words

        page.text(f"Today: {slots_words(due.slots, names)}.", indent=2)
    if due.last:
        page.line(f"  Last session: {day_from(due.last, due.day)}.")
    if opened:
        page.text(
            f"A session of {long_day(opened.day)} was interrupted; `backtui session` goes on with it.", 2
        )


def _day_lines(page: Page, asks: "DayUse | None", activities: "Sequence[Activity]") -> None:
    """What was done today beside sessions, and the question of the morning after."""
    if activities:
        done = ", ".join(f"{each.what} {each.minutes} min" for each in activities)
        page.text(f"Done today: {done}.", 2)
    if asks:
        page.text(
            f"How is your back after {asks.day:%A}'s session? `backtui log morning better`, same or worse.", 2
        )


@click.command(
    "plan",
    epilog=examples(
        ("backtui plan", "doses, arrows and reasons"),
        ("backtui plan --minutes 20", "fitted to twenty minutes"),
        ("backtui plan --json", "for other programs"),
    ),
)
@MINUTES
@ROUTINE
@JSON
@click.pass_context
def plan_command(ctx: click.Context, minutes: int | None, routine: str | None, as_json: bool) -> int:
    """The session that would run now."""
    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        plan, content = coach.plan(minutes, routine), coach.content
        due = None if as_json else coach.today()
    if due is None:
        from backtui.cli.documents.views import plan_view

        put_json(plan_view(plan, content))
        return DONE
    page = Page(wiring)
    _plan_lines(page, plan, content, due)
    page.write()
    return DONE


def _plan_lines(page: Page, plan: "Plan", content: "Content", due: "Today") -> None:
    last = f" · last session {day_from(due.last, due.day)}" if due.last else ""
    page.line(f"{_title(due)} · {due.done} of {due.goal} this week{last}")
    for note in plan.notes:
        page.text(note)
    page.line()
    if not plan.items:
        page.line("There is nothing to do.")
    else:
        routine = f" · {content.routines[plan.routine].name}" if due.next else ""
        page.line(f"Today {whole_minutes(plan.total_s)} min{routine}", BOLD)
        page.line()
    blocks: list[str] = []
    for block in plan.blocks:
        _block_lines(page, block, content, again=block.kind in blocks)
        blocks.append(block.kind)
    _reason_lines(page, plan, content)
    _left_out_lines(page, plan, content)


def _title(due: "Today") -> str:
    return "Pause" if due.pause else f"{due.due.value.capitalize()} day"


def _block_lines(page: Page, block: "PlannedBlock", content: "Content", again: bool) -> None:
    title = f"  {block_name(block.kind, again=again).upper()}"
    page.line(f"{title:<53}hold  reps" if not again else title)
    for each in block.items:
        page.line(_row(each, content), ACCENT if arrow(each.decision) else "")


def _row(each: "PlannedItem", content: "Content") -> str:
    exercise = content.exercises[each.item.exercise]
    sides = sides_mark(each.item.sides, each.item.side)
    name = padded(exercise.name, NAME_WIDTH)
    where = position(exercise.position, narrow=True)
    mark = f"{arrow(each.decision)} {brief(each.decision)}"
    rest_s = each.item.dose.rest_s if each.item.dose.more else 0
    rest = f" · {rest_s} s rest" if rest_s else ""
    row = f"    {name}  {sides}  {where:<13}  {in_column(each.item.dose)}  {mark}"
    return row + rest if columns(row) + len(rest) <= WIDTH else row


def _reason_lines(page: Page, plan: "Plan", content: "Content") -> None:
    """Why each dose is what it is; those with the same reason in one line."""
    groups: dict[tuple[str, str], list[PlannedItem]] = {}
    for each in plan.items:
        groups.setdefault((arrow(each.decision), each.decision.why), []).append(each)
    if groups:
        page.line()
    for (mark, _), items in groups.items():
        names = [*dict.fromkeys(_name(each, content) for each in items)]
        whose = ", ".join(names) if len(names) < 4 else many(len(names), "exercise")
        page.text(f"{mark or '·'} {with_reason(whose, items[0].decision)}", hang=2)


def _name(each: "PlannedItem", content: "Content") -> str:
    """What an item is called, with its side where that has a dose of its own."""
    side = f", {each.item.side}" if each.item.side is not Side.NONE else ""
    return f"{content.name_of(each.item.exercise)}{side}"


def _left_out_lines(page: Page, plan: "Plan", content: "Content") -> None:
    if plan.left_out or plan.once:
        page.line()
    for each in plan.left_out:
        page.text(f"Left out: {content.name_of(each.exercise)}. {each.why}", hang=2)
    if plan.once:
        names = ", ".join(map(content.name_of, plan.once))
        page.text(f"No time for a second round of: {names}.", hang=2)

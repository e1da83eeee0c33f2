"""`history` and `why`: the sessions so far, and how a dose came about."""

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click
import msgspec

from backtui.cli.documents import aims
from backtui.cli.errors import DONE
from backtui.cli.options import EXERCISE, JSON, ROUTINE, day, examples, wiring_of
from backtui.cli.output import BOLD, Page, put, put_json
from backtui.cli.shell import completing
from backtui.domain.text import padded
from backtui.domain.words.numbers import long_day, or_dash, whole_minutes

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.coach.answers import Why
    from backtui.coach.coach import Coach
    from backtui.coach.history import Standing
    from backtui.domain.history_filter import Sought
    from backtui.domain.record import EntryRecord, SessionRecord
    from backtui.domain.statistics import Sums, Totals


PAGE = 100  # sessions in memory at a time


@click.command(
    "history",
    epilog=examples(
        ("backtui history", "all sessions, newest first"),
        ("backtui history --since monday", "from that day on"),
        ("backtui history --exercise pretzel", "only those with that exercise"),
        ("backtui history --stats", "weeks in a row, totals, month by month"),
        ("backtui history --json", "every repetition, for programs"),
    ),
)
@click.option(
    "--since",
    metavar="DATE",
    type=day,
    shell_complete=completing.days,
    help="Only from this day on, as 2026-03-01, monday or 3 weeks ago.",
)
@click.option(
    "--until", metavar="DATE", type=day, shell_complete=completing.days, help="Only up to this day."
)
@click.option(
    "--exercise",
    metavar="EXERCISE",
    shell_complete=completing.exercise_ids,
    help="Only sessions with this exercise.",
)
@click.option("--stats", is_flag=True, help="Totals instead of each session.")
@JSON
@click.pass_context
def history_command(
    ctx: click.Context,
    since: date | None,
    until: date | None,
    exercise: str | None,
    stats: bool,
    as_json: bool,
) -> int:
    """The sessions so far, newest first."""
    from backtui.domain.history_filter import Sought

    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        only = frozenset({coach.exercise_ever(exercise).id}) if exercise else None
        sought = Sought("", only, since, until)
        if stats:
            _put_totals(wiring, coach, sought, as_json=as_json)
        elif as_json:
            _put_sessions(coach, sought)
        else:
            _show_sessions(wiring, coach, sought)
    return DONE


def _put_sessions(coach: "Coach", sought: "Sought") -> None:
    """For other programs."""
    # Each becomes text at once: ten years of repetitions as values would take many times the room.
    shown = [json.dumps(session_view(record)) for record in _every(coach, sought)]
    sessions = ",\n".join(shown)
    put(f'{{"schema": {aims.SCHEMA}, "sessions": [\n{sessions}\n]}}\n')


def session_view(record: "SessionRecord") -> dict[str, Any]:
    """One session of `history --json`."""
    return {
        "id": record.id.hex(),
        "started_at": aims.moment(record.started_at),
        "ended_at": aims.moment(record.ended_at) if record.ended_at else None,
        "day": record.day.isoformat(),
        "state": record.state.value,
        "routine": record.routine,
        "minutes": record.minutes,
        "confirmed": record.alive,
        "by_hand": record.by_hand,
        "dizzy": record.dizzy,
        "pain_before": record.pain_before,
        "pain_after": record.pain_after,
        "entries": [_entry(each) for each in record.entries],
    }


def _entry(each: "EntryRecord") -> dict[str, Any]:
    return {
        "exercise": each.exercise,
        "block": each.block_kind.value,
        "course": each.course,
        "side": each.side.value,
        "prescribed": aims.dose_keys(each.prescribed),
        "asked": aims.dose_or_null(each.asked),
        "sides": each.sides.value,
        **msgspec.structs.asdict(each.tempo),
        "done": [
            {
                "set": each.prescribed.set_of(rep.rep)[0],
                "side": rep.side.value,
                "rep": rep.rep,
                "hold_s": round(rep.hold_s, 3),
                "holds_s": list(rep.holds_s),
            }
            for rep in each.reps
        ],
        "complete": each.complete,
        "how": each.how,
        "rating": each.rating.value if each.rating else None,
        "pain": each.pain,
        "eased": each.eased,
    }


def _show_sessions(wiring: "Wiring", coach: "Coach", sought: "Sought") -> None:
    """For people."""
    page = Page(wiring)
    ahead = coach.reading.dated_after
    rows = [
        _session_row(record) + (", after today" if record.id in ahead else "")
        for record in _every(coach, sought)
    ]
    for row in rows:
        page.line(row)
    for said in coach.after_today():
        page.text(said)
    if not rows:
        since = f" since {sought.since.isoformat()}" if sought.since else ""
        until = f" until {sought.until.isoformat()}" if sought.until else ""
        only = f" with {next(iter(sought.exercises))}" if sought.exercises else ""
        page.line(f"No session{(since + until + only) or ' yet'}.")
    page.write()


def _every(coach: "Coach", sought: "Sought") -> "Iterator[SessionRecord]":
    """The sessions that are sought, newest first, a page in memory at a time."""
    before: SessionRecord | None = None
    while page := coach.sessions(PAGE, before, sought.since):
        for record in page:
            begun = {entry.exercise for entry in record.entries if entry.performed}
            is_early = sought.until is None or record.day <= sought.until
            if is_early and (sought.exercises is None or sought.exercises & begun):
                yield record
        before = page[-1]


def _session_row(record: "SessionRecord") -> str:
    """Date, start, minutes, exercises begun, the beginning of the id, state, and what stands out."""
    from backtui.domain.present import short_id
    from backtui.domain.words.begun import begun_of, begun_words

    end = record.ended_at or record.last_at or record.started_at
    marks = [record.state.value]
    if record.state == "done" and not record.alive:
        marks.append("unconfirmed")
    if record.by_hand:
        marks.append("by hand")
    if record.dizzy:
        marks.append("dizzy")
    if any(entry.pain for entry in record.entries):
        marks.append("pain")
    took = f"{whole_minutes((end - record.started_at).total_seconds())} min"
    counted = begun_words(*begun_of(record.entries))
    start = f"{long_day(record.started_at.date()):<15}  {record.started_at:%H:%M}"
    return f"{start}  {took:>8}  {counted:>18}  {short_id(record.id)}  {', '.join(marks)}"


@click.command(
    "why",
    epilog=examples(
        ("backtui why pelvic-lift", "every change of its dose"),
        ("backtui why pelvic-lift --routine evening", "its dose there"),
        ("backtui why pelvic-lift --course day", "the dose of the day"),
        ("backtui why pelvic-lift --json", "the same for other programs"),
    ),
)
@EXERCISE
@click.option("--course", metavar="COURSE", help="day, or ROUTINE/ITEM; default: what comes next.")
@ROUTINE
@JSON
@click.pass_context
def why_command(
    ctx: click.Context, exercise: str, course: str | None, routine: str | None, as_json: bool
) -> int:
    """How an exercise came to its dose."""
    if course and routine:
        raise click.UsageError("--course and --routine say the same; give one of them")
    wiring = wiring_of(ctx)
    with wiring.reading() as coach:
        why = coach.why(exercise, coach.course_in(exercise, routine) if routine else course)
    if as_json:
        put_json(aims.why_view(why))
        return DONE
    from backtui.cli.set import history_lines, other_lines
    from backtui.domain.words.targets import looked_ahead

    page = Page(wiring)
    page.line(f"{why.title} {why.decision.dose}", BOLD)
    page.text(why.decision.why, indent=2)
    if ahead := looked_ahead(why.forecast, why.decision):
        page.text(ahead, indent=2)
    if why.changes:
        page.line()
        change_lines(page, why)
    other_lines(page, why.others)
    history_lines(page, why.told)
    page.write()
    return DONE


def change_lines(page: Page, why: "Why") -> None:
    """Every change of a dose, oldest first, each with its reason."""
    cells = max([10, *(len(str(change.after)) for change in why.changes)])
    for change in why.changes:
        before = or_dash(change.before)
        doses = f"{before:>{cells}} → {change.after!s:<{cells}}"
        page.text(f"  {change.day.isoformat()}  {doses}  {change.why}", hang=19 + 2 * cells)


NAME = 26  # cells


def _put_totals(wiring: "Wiring", coach: "Coach", sought: "Sought", *, as_json: bool) -> None:
    """Write them for people, or for other programs."""
    from backtui.coach import history

    standing, totals, names = (
        history.standing(coach),
        history.added_up(coach, sought),
        history.names(coach),
    )
    if as_json:
        put_json(totals_view(standing, totals))
        return
    page = Page(wiring)
    page.line(f"{standing.done} of {standing.goal} this week")
    now, longest = standing.streak.now, standing.streak.longest
    page.line(f"Weeks in a row with the goal reached: {now} now, {longest} at most")
    if totals.all.longest_s:
        page.line(f"Longest hold: {totals.all.longest_s:.0f} s")
    page.line()
    page.line(f"{'':<{NAME}}{'sessions':>10}{'hours':>9}{'reps':>9}{'held s':>11}{'aerobic min':>13}", BOLD)
    page.line(_row("All together", totals.all))
    for sums in (totals.exercises, totals.years, totals.months):
        page.line()
        for key in sums if sums is totals.exercises else reversed(list(sums)):
            page.line(_row(names.get(key, key), sums[key]))
    page.write()


def totals_view(standing: "Standing", totals: "Totals") -> dict[str, Any]:
    """`history --stats --json`."""
    return {
        "schema": aims.SCHEMA,
        "week": {"done": standing.done, "goal": standing.goal},
        "streak_weeks": {"now": standing.streak.now, "longest": standing.streak.longest},
        "all": msgspec.structs.asdict(totals.all),
        **{
            name: {key: msgspec.structs.asdict(sums) for key, sums in getattr(totals, name).items()}
            for name in ("exercises", "years", "months")
        },
    }


def _row(name: str, sums: "Sums") -> str:
    numbers = (f"{sums.sessions}", f"{sums.seconds / 3600:.1f}", f"{sums.reps}", f"{sums.held_s:.0f}")
    sessions, hours, reps, held = ("" if number in ("0", "0.0") else number for number in numbers)
    aerobic = sums.aerobic_min or ""
    return f"{padded(name, NAME)}{sessions:>10}{hours:>9}{reps:>9}{held:>11}{aerobic:>13}"

"""`history --stats`: weeks in a row and what came together."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from backtui.cli.render import BOLD, Page, put_json
from backtui.cli.views import SCHEMA

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring
    from backtui.coach.coach import Coach
    from backtui.coach.past import Standing
    from backtui.domain.past import Sums
    from backtui.domain.sought import Sought
    from backtui.domain.statistics import Totals

NAME = 26  # cells


def put_totals(wiring: "Wiring", coach: "Coach", sought: "Sought", *, as_json: bool) -> None:
    """Write them for people, or for other programs."""
    standing, totals, names = coach.past.standing(), coach.past.totals(sought), coach.past.names()
    if as_json:
        put_json(totals_view(standing, totals))
        return
    page = Page(wiring)
    page.line(f"{standing.done} of {standing.goal} this week")
    now, longest = (_weeks(count) for count in (standing.streak.now, standing.streak.longest))
    page.line(f"{now} in a row with the goal reached, {longest} the most")
    page.line()
    page.line(f"{'':<{NAME}}{'sessions':>10}{'hours':>9}{'reps':>9}{'held s':>11}{'aerobic min':>13}", BOLD)
    page.line(_row("All together", totals.all))
    for sums in (totals.exercises, totals.years, totals.months):
        page.line()
        for key in sums if sums is totals.exercises else reversed(list(sums)):
            page.line(_row(names.get(key, key), sums[key]))
    page.write()


def _weeks(count: int) -> str:
    return f"{count} {'week' if count == 1 else 'weeks'}"


def _row(name: str, sums: "Sums") -> str:
    numbers = (f"{sums.sessions}", f"{sums.seconds / 3600:.1f}", f"{sums.reps}", f"{sums.held_s:.0f}")
    sessions, hours, reps, held = ("" if number in ("0", "0.0") else number for number in numbers)
    aerobic = sums.aerobic_min or ""
    return f"{name:<{NAME}}{sessions:>10}{hours:>9}{reps:>9}{held:>11}{aerobic:>13}"


def totals_view(standing: "Standing", totals: "Totals") -> dict[str, Any]:
    """`history --stats --json`."""
    return {
        "schema": SCHEMA,
        "week": {"done": standing.done, "goal": standing.goal},
        "streak_weeks": {"now": standing.streak.now, "longest": standing.streak.longest},
        "all": asdict(totals.all),
        "exercises": {key: asdict(sums) for key, sums in totals.exercises.items()},
        "years": {key: asdict(sums) for key, sums in totals.years.items()},
        "months": {key: asdict(sums) for key, sums in totals.months.items()},
    }

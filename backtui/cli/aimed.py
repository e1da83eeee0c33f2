"""What `set` prints: what became of a wish, what is set now, and what it leads to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backtui.cli.main import DONE
from backtui.cli.render import ACCENT, BOLD, Page, cut, long_day, put_json
from backtui.cli.words import arrow, short

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring
    from backtui.coach.views import Aimed, AimedAll, Prospect, TargetTold


def told(wiring: "Wiring", became: Sequence["Aimed"]) -> int:
    """What the next dose was and is, and what went with it."""
    page = Page(wiring)
    for each in became:
        before, after = each.before, each.after
        moved = f"{before.dose} → {after.dose}" if before.dose != after.dose else f"{after.dose}, as before"
        page.text(f"{each.name}: next {moved} {arrow(after)}", style=ACCENT)
        for sentence in (after.why, *each.went_along):
            page.text(sentence, indent=2)
    page.write()
    return DONE


def told_all(wiring: "Wiring", found: "AimedAll") -> int:
    """The same for all: a line each, and what was left alone."""
    page = Page(wiring)
    page.line(f"Set for {len(found.aimed)} exercises.", BOLD)
    for each in found.aimed:
        before, after = each.before.dose, each.after.dose
        moved = f"{before!s:>10} → {after}" if before != after else f"{after!s:>10}, as before"
        page.line(f"  {cut(each.name, 24):<24}  {moved}")
        for sentence in each.went_along:
            page.text(sentence, indent=4)
    if found.kept:
        page.text(f"Left alone, for your provider locked it: {', '.join(found.kept)}.")
    page.write()
    return DONE


def show(wiring: "Wiring", exercise: str, as_json: bool) -> int:
    """What is set for an exercise, by whom and when, and what it leads to."""
    with wiring.reading() as coach:
        found = coach.outlook.of(exercise)
    if as_json:
        from backtui.cli.aim_views import set_view

        put_json(set_view(found))
        return DONE
    page = Page(wiring)
    page.line(f"{found.name} {found.decision.dose}", BOLD)
    page.text(found.decision.why, indent=2)
    _standing_lines(page, found)
    _preview_lines(page, found)
    told_lines(page, found.told)
    page.write()
    return DONE


def _standing_lines(page: Page, found: "Prospect") -> None:
    from backtui.domain.marks import newest_of
    from backtui.domain.said import standing

    page.line()
    page.line("Set now", BOLD)
    newest = newest_of(each.mark for each in found.told)
    for name, value, by in standing(found.course, str(found.decision.dose), newest):
        title = {"needed": "successes a step"}.get(name, name)
        page.line(f"  {title:<18}{value:<19}{by}")


def _preview_lines(page: Page, found: "Prospect") -> None:
    from backtui.domain.said import foreseen

    if found.preview:
        page.line()
        page.line("The next four sessions, if each is comfortable", BOLD)
    for each in found.preview:
        decision = each.decision
        mark = f"{arrow(decision)} {short(decision)}".strip()
        page.line(f"  {long_day(each.day):<18}{decision.dose!s:<12}{mark}")
    if found.forecast:
        page.text(foreseen(found.forecast), indent=2)


def told_lines(page: Page, told: Sequence["TargetTold"]) -> None:
    """All that was set, newest first, each with its notes."""
    from backtui.domain.said import what, whose

    if told:
        page.line()
        page.line("What was set", BOLD)
    for each in reversed(told):
        notes = "".join(f" “{note}”" for note in each.notes)
        by = f"by {whose(each.mark.by)}"
        page.text(f"{each.mark.at.date().isoformat()}  {by:<17} {what(each.mark)}{notes}", 2, hang=30)


def show_all(wiring: "Wiring", as_json: bool) -> int:
    """What is set for each exercise, a line each."""
    with wiring.reading() as coach:
        found = coach.outlook.of_all()
    if as_json:
        from backtui.cli.aim_views import set_all_view

        put_json(set_all_view(found.values()))
        return DONE
    from backtui.domain.said import at_pace, reached

    page = Page(wiring)
    page.line(f"{'':<26}{'dose':<12}{'target':<12}{'ceiling':<12}at the target", BOLD)
    for each in found.values():
        course, dose = each.course, each.decision.dose
        when = reached(each.forecast, course, each.decision)
        name = cut(each.name, 24)
        page.line(f"{name:<26}{dose!s:<12}{course.target!s:<12}{course.ceiling!s:<12}{when}")
    pace = next((each.pace for each in found.values()), None)
    if pace:
        page.text(f"The days are a forecast at {at_pace(pace)}, were each session comfortable.")
    page.write()
    return DONE


def erased(wiring: "Wiring", count: int) -> int:
    """How many notes are gone for good."""
    page = Page(wiring)
    page.line(f"Erased for good: {count} {'note' if count == 1 else 'notes'}.")
    page.write()
    return DONE


def show_frequency(wiring: "Wiring", as_json: bool) -> int:
    """How often, set by whom and when."""
    with wiring.reading() as coach:
        preferences, since = coach.preferences(), coach.log.setting_at("frequency_by")
        since = since or coach.log.setting_at("goal")
    if as_json:
        from backtui.cli.aim_views import frequency_view

        put_json(frequency_view(preferences, since))
        return DONE
    from backtui.domain.said import day, whose

    page = Page(wiring)
    times = "once" if preferences.per_day == 1 else f"{preferences.per_day} times"
    page.line(f"{preferences.goal} a week, {times} a day", BOLD)
    by = f"Set by {whose(preferences.frequency_by)}, {day(since)}." if since else "Nobody has set it yet."
    page.text(by, indent=2)
    page.write()
    return DONE

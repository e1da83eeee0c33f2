"""What another log brings."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from backtui.domain.events import SAID, ActivityDone, TargetSet
from backtui.domain.undo import names_of
from backtui.domain.words.numbers import many, plain_day

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.cli.output import Page
    from backtui.domain.event_json import LogRow
    from backtui.store.lease import Holder
    from backtui.store.merge.compare import Difference, Intake, Theirs


MOST_LINES = 12  # of one sort
SORTS = {
    "session-started": "session", "target-set": "target", "note-written": "note", "activity-done": "activity",
    "setting-set": "setting", "exercise-saved": "own exercise", "routine-saved": "own routine",
    "pain-answered": "answer about pain", "void": "correction or deletion",
}  # fmt: skip
PLURALS = {
    "activity": "activities",
    "answer about pain": "answers about pain",
    "correction or deletion": "corrections or deletions",
}
FIELDS = {"dose": "dose", "needed": "successes a step", "locked": "lock", "resting": "rest"}


def preview(wiring: "Wiring", theirs: "Theirs", name: str) -> "Intake":
    """Print what is new in another log, and return it. Raises StoreError."""
    from backtui.cli.context import READER
    from backtui.cli.output import Page
    from backtui.store.errors import StoreMissing
    from backtui.store.opening import IN_MEMORY
    from backtui.store.store import Store

    try:
        store = wiring.open_store(READER, create=False)
    except StoreMissing:
        store = Store(IN_MEMORY, device=READER, now=wiring.clock.now())
    with store:
        intake = store.compare(theirs)
        differing = store.differences(intake)
        running = store.holder()
        wiring.book.look(wiring.coach(store).log)  # for the names of one's own
    page = Page(wiring)
    _new_lines(page, intake, name)
    _difference_lines(page, differing, wiring)
    _place_lines(page, intake, running)
    page.write()
    return intake


def result(wiring: "Wiring") -> None:
    """Print that it was done."""
    from backtui.cli.output import Page

    page = Page(wiring)
    page.line("Taken in.")
    page.write()


def _new_lines(page: "Page", intake: "Intake", name: str) -> None:
    from backtui.cli.output import BOLD

    total = f"{len(intake.rows)} new, {intake.known} known already"
    if intake.nothing:
        known = many(intake.known, "event is", "events are")
        page.text(f"Nothing is new in {name}: its {known} here already.", style=BOLD)
        return
    page.text(f"{name}: {total}", style=BOLD)
    counts = Counter(SORTS.get(row[8], "") for row in intake.rows if row[8] != "session-started")
    counts["session"] = len(_starts(intake))
    told = [_many(counts[sort], sort) for sort in SORTS.values() if counts[sort]]
    if told:
        page.text(f"New: {', '.join(told)}.", indent=2, hang=5)
    _listed(page, "Sessions", [plain_day(at) for at in _starts(intake)])
    _listed(page, "Targets", [_target(each) for each in intake.new("target-set")])
    _listed(page, "Activities", [_activity(each) for each in intake.new("activity-done")])


def _starts(intake: "Intake") -> list[datetime]:
    """When the new sessions began, oldest first; a corrected start is no new session."""
    first: dict[bytes | None, datetime] = {}
    for row in intake.new("session-started"):
        first.setdefault(row.session, row.wall)
    return sorted(first.values())


def _many(count: int, sort: str) -> str:
    return many(count, sort, PLURALS.get(sort, ""))


def _listed(page: "Page", title: str, lines: list[str]) -> None:
    if not lines:
        return
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"and {len(lines) - MOST_LINES + 1} more"]
    page.text(f"{title}: {' · '.join(lines)}", indent=2, hang=2)


def _target(row: "LogRow") -> str:
    what = row.what
    assert isinstance(what, TargetSet)
    said = ((name, getattr(what, name)) for name in sorted(SAID))
    told = [f"{name} {_value(value)}" for name, value in said if value is not UNSET]
    return f"{what.exercise} {', '.join(told)} (by {what.by}, {plain_day(row.wall)})"


def _activity(row: "LogRow") -> str:
    what = row.what
    assert isinstance(what, ActivityDone)
    return f"{what.what} {what.minutes} min on {what.day}"


def _difference_lines(page: "Page", differing: "list[Difference]", wiring: "Wiring") -> None:
    from backtui.cli.output import BOLD

    if not differing:
        return
    page.line()
    page.line("Changed here and there; the newer change holds:", BOLD)
    for each in differing:
        page.text(_difference(each, wiring), indent=2, hang=2)


def _difference(each: "Difference", wiring: "Wiring") -> str:
    what = _what(each, wiring)
    if each.slot[0] == "deleted":
        deleted, other = ("here", "there") if each.here_holds else ("there", "here")
        return f"{what}: deleted {deleted}, gone on with {other}; it stays deleted."
    here, there = (
        (_value(each.here), f"here, {_moment(each.here_at)}"),
        (_value(each.there), f"there, {_moment(each.there_at)}"),
    )
    won, lost = (here, there) if each.here_holds else (there, here)
    return f"{what}: {won[0]} ({won[1]}) holds, not {lost[0]} ({lost[1]})."


def _what(each: "Difference", wiring: "Wiring") -> str:
    sort, whose, which = each.slot
    name = wiring.book.content.name_of(whose)
    session = f", session of {plain_day(each.session)}" if each.session else ""
    match sort:
        case "rating":
            return f"Rating of {name}{session}"
        case "pain":
            return f"Pain {whose}{session}"
        case "start" | "end":
            return f"{sort.capitalize()}{session}"
        case "setting":
            return f"Setting {whose}"
        case "target":
            return f"{name}, {FIELDS.get(which, which)}"
        case "own":
            return f"Own {whose} {which}"
        case _:
            return f"Session of {plain_day(each.session)}" if each.session else "A session"


def _value(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "on" if value else "off"
        case dict():
            return f"“{value['name']}”" if isinstance(value.get("name"), str) else "its definition"
        case _:
            return str(value)[:60]


def _place_lines(page: "Page", intake: "Intake", running: "Holder | None") -> None:
    """What is unusual about where it comes from."""
    ended = {row[4] for row in intake.rows if row[8] == "session-ended"}
    fallen = {name for row in intake.voids for name in names_of(row.event)}
    still = [
        row.wall for row in intake.new("session-started") if row.session not in ended and row.id not in fallen
    ]
    if still:
        days = ", ".join(plain_day(at) for at in still[:3])
        page.text(
            f"Not ended there: the session of {days}. End it there and take it in once more, or go on with"
            " it here.", indent=2, hang=2
        )  # fmt: skip
    if intake.apart:
        page.text(
            "One log went on in two copies (a backup that was put back?); what both added is kept.",
            indent=2,
            hang=2,
        )
    if running is not None:
        page.text(f"A session runs here now ({running}); it goes on undisturbed.", indent=2, hang=2)


def _moment(at: datetime) -> str:
    return f"{plain_day(at)} {at:%H:%M}"

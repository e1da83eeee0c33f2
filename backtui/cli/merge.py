"""`merge`: what another log brings is shown, asked about and taken in, for `import` too."""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click
from msgspec import UNSET

from backtui.cli.errors import DONE, FAILED
from backtui.cli.options import examples, wiring_of
from backtui.cli.output import BOLD, Page, agreed, progress, say
from backtui.cli.shell import completing
from backtui.domain.events import SAID, ActivityDone, TargetSet
from backtui.domain.undo import names_of
from backtui.domain.words.numbers import many, plain_day

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.domain.event_json import LogRow
    from backtui.store.lease import Holder
    from backtui.store.merge.compare import Difference, Intake, Theirs


DRY_RUN = click.option("--dry-run", is_flag=True, help="Only show what is new and what differs.")
YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command(
    "merge",
    epilog=examples(
        ("backtui merge laptop.db --dry-run", "what it would bring"),
        ("backtui merge laptop.db", "shows that, asks, and adds it"),
    ),
)
@click.argument("other", metavar="OTHER.db", shell_complete=completing.files)
@DRY_RUN
@YES
@click.pass_context
def merge_command(ctx: click.Context, other: str, dry_run: bool, yes: bool) -> int:
    """Add another machine's log to this one. Its file stays as it is, and merging again adds nothing.

    Both logs are added together. Where both changed the same thing, the newer change counts and is listed.
    """
    from backtui.store.merge.compare import UnfitLog
    from backtui.store.merge.other_log import other_log

    wiring, path = wiring_of(ctx), existing(other)
    if path.samefile(wiring.database) if wiring.database.exists() else False:
        raise click.UsageError(f"{other} is this log itself; name the other one")
    aside = wiring.database.with_name(f"{wiring.database.name}.merge")
    try:
        with other_log(path, aside) as log:
            return take_in(wiring, log, path.name, dry_run, yes)
    except UnfitLog as error:
        raise click.ClickException(f"{other} cannot be merged: {error}; nothing was changed.") from error


def existing(file: str) -> Path:
    """The file that was named. Raises UsageError where there is none."""
    path = Path(os.path.expanduser(file)).absolute()
    if not path.exists():
        raise click.UsageError(f"there is no file {file}")
    if path.is_dir():
        raise click.UsageError(f"{file} is a folder; name a file in it")
    return path


class Source(Protocol):
    """Another log, and about how many events it has."""

    def rows(self) -> "Iterable[LogRow]":
        """Its events."""

    def texts(self) -> Mapping[bytes, str]:
        """Its notes' texts."""

    def count(self) -> int:
        """How many events it may have."""


AT_ONCE = 500  # events between two reports


class Watched:
    """A source that reports how far it was read."""

    def __init__(self, source: Source, advance: Callable[[int], None]) -> None:
        self._source = source
        self._advance = advance

    def rows(self) -> "Iterator[LogRow]":
        """Its events."""
        for number, row in enumerate(self._source.rows(), 1):
            yield row
            if number % AT_ONCE == 0:
                self._advance(AT_ONCE)

    def texts(self) -> Mapping[bytes, str]:
        """Its notes' texts."""
        return self._source.texts()


def take_in(wiring: "Wiring", source: Source, name: str, dry_run: bool, yes: bool) -> int:
    """Show what is new in `source`, ask where somebody can answer, and take it in. Raises StoreError."""
    from backtui.store.queries.events import count

    with progress(f"Reading {name}", source.count()) as advance, undisturbed():
        intake = _preview(wiring, Watched(source, advance), name)
    if intake.nothing or dry_run:
        return DONE
    if not agreed("Add it to your log?", yes=yes):
        return FAILED
    with wiring.open_store(wiring.device(), create=True) as store:
        if count(store):
            wiring.back_up()
        with progress("Writing", 2 * len(intake.rows)) as advance, undisturbed():
            store.absorb(source, intake, advance)
    say(wiring, "Added.")
    return DONE


@contextmanager
def undisturbed() -> Iterator[None]:
    """Python looks for values that hold each other again and again; a log of years has none, but is many.

    It does not look at what is there at the end either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


# What it brings, in words

MOST_LINES = 12  # of one sort
SORTS = {  # what one is called, and many where that is not by an s
    "session-started": ("session",),
    "target-set": ("target",),
    "note-written": ("note",),
    "activity-done": ("activity", "activities"),
    "setting-set": ("setting",),
    "pause-set": ("pause",),
    "exercise-saved": ("own exercise",),
    "routine-saved": ("own routine",),
    "pain-answered": ("answer about pain", "answers about pain"),
    "void": ("correction or deletion", "corrections or deletions"),
}
FIELDS = {"dose": "dose", "needed": "sessions per step", "locked": "lock", "resting": "rest"}


def _preview(wiring: "Wiring", theirs: "Theirs", name: str) -> "Intake":
    """Print what is new in another log, and return it. Raises StoreError."""
    with wiring.log_or_empty() as store:
        intake = store.compare(theirs)
        differing = store.differences(intake)
        running = store.holder()
        if differing:
            wiring.diary(store).ask(lambda coach: coach.content)  # for the names of one's own
    page = Page(wiring)
    _new_lines(page, intake, name)
    _difference_lines(page, differing, wiring)
    _place_lines(page, intake, running)
    page.write()
    return intake


def _new_lines(page: Page, intake: "Intake", name: str) -> None:
    total = f"{len(intake.rows)} new, {intake.known} known already"
    if intake.nothing:
        known = many(intake.known, "event is", "events are")
        page.text(f"Nothing is new in {name}: its {known} here already.", style=BOLD)
        return
    page.text(f"{name}: {total}", style=BOLD)
    counts = Counter(row[8] for row in intake.rows)
    counts["session-started"] = len(_starts(intake))
    new = [many(counts[kind], *nouns) for kind, nouns in SORTS.items() if counts[kind]]
    if new:
        page.text(f"New: {', '.join(new)}.", indent=2, hang=5)
    _few_lines(page, "Sessions", [plain_day(at) for at in _starts(intake)])
    _few_lines(page, "Targets", [_target(each) for each in intake.new("target-set")])
    _few_lines(page, "Activities", [_activity(each) for each in intake.new("activity-done")])


def _starts(intake: "Intake") -> list[datetime]:
    """When the new sessions began, oldest first; a corrected start is no new session."""
    first: dict[bytes | None, datetime] = {}
    for row in intake.new("session-started"):
        first.setdefault(row.session, row.wall)
    return sorted(first.values())


def _few_lines(page: Page, title: str, lines: list[str]) -> None:
    if not lines:
        return
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"and {len(lines) - MOST_LINES + 1} more"]
    page.text(f"{title}: {' · '.join(lines)}", indent=2, hang=2)


def _target(row: "LogRow") -> str:
    what = row.what
    assert isinstance(what, TargetSet)
    given = ((name, getattr(what, name)) for name in sorted(SAID))
    values = ", ".join(f"{name} {_value(value)}" for name, value in given if value is not UNSET)
    return f"{what.exercise} {values} (by {what.by}, {plain_day(row.wall)})"


def _activity(row: "LogRow") -> str:
    what = row.what
    assert isinstance(what, ActivityDone)
    return f"{what.what} {what.minutes} min on {what.day}"


def _difference_lines(page: Page, differing: "list[Difference]", wiring: "Wiring") -> None:
    if not differing:
        return
    page.line()
    page.line("Changed here and there; the newer change counts:", BOLD)
    for each in differing:
        page.text(_difference(each, wiring), indent=2, hang=2)


def _difference(each: "Difference", wiring: "Wiring") -> str:
    what = _what(each, wiring)
    if each.slot[0] == "deleted":
        deleted, other = ("here", "there") if each.here_holds else ("there", "here")
        return f"{what}: deleted {deleted}, continued {other}; it stays deleted."
    here = f"{_value(each.here)} (here, {_moment(each.here_at)})"
    there = f"{_value(each.there)} (there, {_moment(each.there_at)})"
    holds, other = (here, there) if each.here_holds else (there, here)
    return f"{what}: {holds} counts, not {other}."


def _what(each: "Difference", wiring: "Wiring") -> str:
    sort, whose, which = each.slot
    name = wiring.library.content.name_of(whose)
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
        case {"lines": _} | {"limits": _}:
            from backtui.domain.words.weeks import stored_schedule_words

            return stored_schedule_words(value)
        case dict():
            return f"“{value['name']}”" if isinstance(value.get("name"), str) else "its definition"
        case _:
            return str(value)[:60]


def _place_lines(page: Page, intake: "Intake", running: "Holder | None") -> None:
    """What is unusual about where it comes from."""
    ended = {row[4] for row in intake.rows if row[8] == "session-ended"}
    fallen = {name for row in intake.voids for name in names_of(row.event)}
    still = [
        row.wall for row in intake.new("session-started") if row.session not in ended and row.id not in fallen
    ]
    if still:
        days = ", ".join(plain_day(at) for at in still[:3])
        page.text(
            f"Still open there: the session of {days}. End it there and merge once more, or go on with"
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

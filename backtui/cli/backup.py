"""`backup` and `restore`: a copy of the log, and one put in its place."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backtui.cli.errors import DONE, FAILED
from backtui.cli.options import examples, target_of, wiring_of
from backtui.cli.output import Page, agreed, say
from backtui.cli.shell import completing
from backtui.domain.words.numbers import long_day, noun

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.store.backup import Findings


NEWEST = "newest"
QUESTION = "Put the copy in the log's place? What is there now is kept."
NOBODY = "nobody is here to ask; add --yes to put the copy in the log's place"
QUESTION_OF_SOUND = "Make a new log of what is sound? What is there now is kept."
NOBODY_OF_SOUND = "nobody is here to ask; add --yes to make a new log of what is sound"
MOST_NAMED = 20
TAKEN = " is there already; name another file, or add --force to replace it"


@click.command(
    "backup",
    epilog=examples(
        ("backtui backup", "into the folder of backups"),
        ("backtui backup /media/stick/back.db", "to take along"),
        ("backtui backup --force /media/stick/back.db", "over last week's"),
    ),
)
@click.argument("file", metavar="[FILE]", required=False, shell_complete=completing.files)
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
@click.pass_context
def backup_command(ctx: click.Context, file: str | None, force: bool) -> int:
    """Make a checked copy of the log. It is read back before it gets its name."""
    from backtui.store.backup import copy_to
    from backtui.store.opening import refuse_unreadable

    wiring = wiring_of(ctx)
    target = None if file is None else target_of(wiring, file, taken="" if force else TAKEN)
    refuse_unreadable(wiring.site)
    if target is None:
        sentence = saved_now(wiring)
    else:
        target = Path(os.path.realpath(target))
        sentence = saved(target, copy_to(wiring.database, target))
    say(wiring, sentence, wrapped=False)
    return DONE


def saved_now(wiring: "Wiring") -> str:
    """Copy the log into its backups, and the sentence that says so. Raises StoreError."""
    from backtui.store.backup import counted_backup

    if wiring.mark:  # nothing of it is kept
        return f"The {wiring.mark.lower()} keeps no backups."
    return saved(*counted_backup(wiring.database, wiring.backups, wiring.clock.now()))


def saved(target: Path, found: "Findings") -> str:
    """Where a copy is, and what is in it."""
    return f"Saved {_amount(found)} to {target}, and read it back: it is whole."


@click.command(
    "restore",
    epilog=examples(
        ("backtui restore newest", "from the newest verified backup"),
        ("backtui restore /media/stick/back.db", "from a copy you took along"),
        ("backtui restore newest --yes", "without a question"),
        ("backtui restore --salvage", "what is sound, into a new log"),
    ),
)
@click.argument("file", metavar="[FILE]", required=False, shell_complete=completing.copies)
@click.option("--salvage", is_flag=True, help="Take every sound entry, from FILE or else from the log.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--take-over", is_flag=True, help="Even while a session runs elsewhere; it ends there.")
@click.pass_context
def restore_command(ctx: click.Context, file: str | None, salvage: bool, yes: bool, take_over: bool) -> int:
    """Put a copy in the log's place. FILE is one, or "newest" for the newest verified backup.

    What is there now is kept beside it.
    """
    from backtui.store import restore

    wiring = wiring_of(ctx)
    if salvage:
        return _salvage(wiring, file, yes, take_over)
    if file is None:
        raise click.UsageError("name the copy to restore, or newest")
    copy = _chosen(wiring, file)
    found, now = restore.sound_copy(copy), restore.here(wiring.database)
    _refuse_running(wiring, take_over)
    _compare(wiring, copy, found, now)
    if not agreed(QUESTION, yes=yes, nobody=NOBODY):
        return FAILED
    _refuse_running(wiring, take_over)
    say(wiring, put_back(wiring, copy, found), wrapped=False)
    return DONE


def put_back(wiring: "Wiring", copy: Path, found: "Findings | None" = None) -> str:
    """Put a copy in the log's place, and the sentence that says so. Raises StoreError."""
    from backtui.machine import paths
    from backtui.store import restore
    from backtui.store.opening import remember

    found = found or restore.sound_copy(copy)
    kept = restore.restore(copy, wiring.database, wiring.clock.now(), paths.renew_device_id)
    if wiring.known is not None:
        remember(wiring.known, wiring.database)
    beside = f" What was there is kept as {kept}." if kept else ""
    return f"Done: the log has {_amount(found)}.{beside}"


def newest_copy(wiring: "Wiring") -> tuple[str, list[str]]:
    """The newest sound backup, and what it has beside the log. Raises StoreError."""
    from backtui.store import restore
    from backtui.store.errors import StoreError

    if wiring.mark:
        raise StoreError(f"The {wiring.mark.lower()} keeps no backups.")
    copy = _chosen(wiring, NEWEST)
    if holder := restore.running(wiring.database):
        raise StoreError(f"A session runs in another backtui ({holder}); end it there first.")
    more = restore.lacking(copy, wiring.database)
    lines = [
        f"The newest copy has {_amount(restore.sound_copy(copy))}.",
        f"The log has {_amount(restore.here(wiring.database))}.",
    ]
    lines += [f"{_count(more, 'entry of it is', 'entries of it are')} not in the copy."] if more else []
    return str(copy), lines


def _salvage(wiring: "Wiring", file: str | None, yes: bool, take_over: bool) -> int:
    """Show what is sound in a damaged log, ask, and make a new log of that."""
    from backtui.machine import paths
    from backtui.store.merge.salvage import looked_over, salvage
    from backtui.store.opening import remember

    source = wiring.database if file is None else _chosen(wiring, file)
    _refuse_running(wiring, take_over)
    found, page = looked_over(source), Page(wiring)
    page.line(f"The log {source}")
    page.line(
        f"  {_count(found.events, 'entry is', 'entries are')} sound, of {_count(found.sessions, 'session')}."
    )
    if found.left:
        more = [f"and {len(found.left) - MOST_NAMED} more"] if len(found.left) > MOST_NAMED else []
        page.text(f"Left out: {', '.join([*found.left[:MOST_NAMED], *more])}.", indent=2, hang=2)
    page.write()
    if not agreed(QUESTION_OF_SOUND, yes=yes, nobody=NOBODY_OF_SOUND):
        return FAILED
    _refuse_running(wiring, take_over)
    made = salvage(source, wiring.database, wiring.clock.now(), paths.renew_device_id)
    if wiring.known is not None:
        remember(wiring.known, wiring.database)
    beside = f" What was there is kept as {made.kept}." if made.kept else ""
    taken = _count(made.events, "sound entry", "sound entries")
    say(wiring, f"Done: the new log has {taken}; left out: {len(made.left)}.{beside}", wrapped=False)
    return DONE


def _chosen(wiring: "Wiring", file: str) -> Path:
    """The copy that is meant. Raises StoreError where there is no sound backup."""
    from backtui.store.backup import newest_verified
    from backtui.store.errors import StoreError

    if file != NEWEST:
        return Path(os.path.expanduser(file)).absolute()
    try:
        newest = newest_verified(wiring.backups, wiring.database.stem)
    except OSError as error:
        raise StoreError(
            f"The backups in {wiring.backups} cannot be read ({error.strerror}); name a copy."
        ) from error
    if newest is None:
        raise StoreError(f"There is no sound backup in {wiring.backups}; name another copy.")
    return newest


def _refuse_running(wiring: "Wiring", take_over: bool) -> None:
    """Raise while a session runs in another program, unless that one is to end."""
    from backtui.store.errors import SessionTaken
    from backtui.store.restore import running

    holder = running(wiring.database)
    if holder is not None and not take_over:
        raise SessionTaken(
            f"A session runs in another backtui ({holder}); end it there, or here with --take-over."
        )


def _compare(wiring: "Wiring", copy: Path, found: "Findings", now: "Findings") -> None:
    """What the copy has beside what is there now."""
    from backtui.store.restore import lacking

    page = Page(wiring)
    page.line(f"The copy {copy}")
    page.line(f"  is sound: {_amount(found)}.")
    page.line(f"The log {wiring.database}")
    page.line(f"  has {_amount(now)}." if now.sound else f"  cannot be used: {now.problems[0]}.")
    more = lacking(copy, wiring.database)
    if more:
        page.line(f"  {_count(more, 'entry of it is', 'entries of it are')} not in the copy.")
    page.write()


def _amount(found: "Findings") -> str:
    """How much is in a log, in words."""
    last = f", the newest of {long_day(found.newest)}" if found.newest else ""
    return f"{_count(found.standing, 'session')}{last} ({_count(found.events, 'entry', 'entries')})"


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {noun(number, one, more)}"

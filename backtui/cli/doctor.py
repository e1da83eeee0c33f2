"""`doctor`: the log and what is around it, looked over without changing anything."""

import os
import platform
import re
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backtui import __version__
from backtui.cli.documents.aims import SCHEMA
from backtui.cli.errors import DONE, FAILED, complain
from backtui.cli.machines.last_seen import machines
from backtui.cli.options import JSON, examples, wiring_of
from backtui.cli.output import BOLD, Page, put_json, speaks_unicode
from backtui.domain.words.numbers import many
from backtui.machine import paths
from backtui.machine.terminal import in_screen
from backtui.store import doctor
from backtui.store.doctor import Finding
from backtui.store.errors import StoreError
from backtui.store.opening import was_there
from backtui.store.store import Copied
from backtui.store.unsaved import UnfitFile, read

if TYPE_CHECKING:
    from backtui.cli.context import Wiring


PACKAGES = ("textual", "sqlite-utils", "click", "platformdirs", "tomlkit")
STATES = {True: "sound", False: "wrong", None: "unknown"}
SIGNS = {True: "✓", False: "!", None: "·"}
NAME_WIDTH = 12
MOST_NAMED = 10


@click.command(
    "doctor",
    epilog=examples(
        ("backtui doctor", "is the log sound, and what is around it?"),
        ("backtui doctor --json", "the same, to paste into a report"),
        ("backtui --db copy.db doctor", "of another log"),
        ("backtui doctor --repair", "rebuild what differs"),
    ),
)
@click.option("--repair", is_flag=True, help="Rebuild the tables that follow from the entries.")
@JSON
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool, repair: bool) -> int:
    """Check the health of the log. Exit 0 when all is sound, 1 when something is wrong.

    What it prints has no health data. It changes nothing; --repair keeps a copy first.
    """
    wiring = wiring_of(ctx)
    if repair:
        _repair(wiring)
    found = list(_findings(wiring))
    sound = all(each.sound is not False for each in found)
    facts = terminal()
    if as_json:
        put_json(_document(found, sound, facts))
    else:
        _write_page(wiring, found, sound, facts)
    return DONE if sound else FAILED


def _repair(wiring: "Wiring") -> None:
    """Make again what the entries give, where it differs. Raises StoreError."""
    from backtui.cli.context import READER
    from backtui.store import restore

    with suppress(StoreError), wiring.open_store(READER, create=False) as store:
        store.origin()  # a write that was cut off is taken back by whoever reads next
    if all(each.name != "projections" or each.sound is not False for each in _of_the_log(wiring)):
        return
    with wiring.open_store(READER, create=False) as store:
        kept = restore.repair(store, wiring.clock.now())
    complain(f"The tables are rebuilt; the log as it was is kept as {shown(kept)}.")


def _findings(wiring: "Wiring") -> Iterator[Finding]:
    yield doctor.sqlite_finding()
    yield from _home()
    yield from _of_the_log(wiring)
    yield doctor.backups(wiring.backups, wiring.database.stem)
    yield from _unsaved(wiring)
    yield _config(wiring)


def _unsaved(wiring: "Wiring") -> Iterator[Finding]:
    """The files of what could not be saved, this log's and others."""
    for path in paths.unsaved(None):
        try:
            found = read(path)
        except FileNotFoundError:  # taken in meanwhile
            continue
        except UnfitFile as error:
            yield Finding("unsaved", False, tilde(str(error)))
            continue
        mine = found.log == str(wiring.database)
        whose = "the next start adds" if mine else "the next start on another log adds"
        yield Finding("unsaved", None, f"{whose} {found.told}, from {shown(path)}")


def _of_the_log(wiring: "Wiring") -> Iterator[Finding]:
    """What is found about the file, and where it can be read about all that is in it."""
    log = wiring.database
    try:
        there = log.exists()
    except OSError as error:
        yield Finding("log", False, f"{shown(log)} cannot be looked for: {doctor.error_name(error)}")
        return
    if not there:
        yield _missing(wiring)
        return
    yield Finding("log", True, f"{shown(log)}, {doctor.size_of(log)}")
    if log.is_file():
        yield from _permissions(wiring)
    identity = doctor.identity(log)
    yield identity
    if identity.sound is False:
        return
    copy = doctor.taken_in(log)
    if isinstance(copy, Finding):
        yield copy
        return
    with closing(Copied(log, copy)) as copied:
        yield from _of_the_copy(wiring, copied)


def _missing(wiring: "Wiring") -> Finding:
    """Whether a log that is not there has ever been, and what to do then."""
    log = wiring.database
    if not log.is_symlink() and not was_there(log, wiring.backups, wiring.known):
        return Finding("log", True, f"{shown(log)} is not there yet")
    state = f"is a link to {shown(log.readlink())}, which is not there" if log.is_symlink() else "is gone"
    copies = "`backtui restore newest` puts a backup in place"
    what = (
        copies if doctor.backups(wiring.backups, log.stem).sound is not None else "there is no backup of it"
    )
    return Finding("log", False, f"{shown(log)} {state}; {what}")


def _home() -> Iterator[Finding]:
    """Whether HOME says where the files are, where it has to."""
    home = os.environ.get("HOME", "")
    if not home.startswith("/"):
        said = "is not set" if not home else "is not a full path"
        yield Finding("home", None, f"HOME {said}, so the system's list of users says where the files are")


def _of_the_copy(wiring: "Wiring", copied: Copied) -> Iterator[Finding]:
    sound = True
    for each in doctor.findings(copied.conn):
        sound = sound and each.sound is not False
        yield each
    yield _dates(wiring, copied, sound)
    yield _ledger(wiring, copied, sound)
    yield _lease(copied)
    for found in machines(wiring, copied, sound=sound):
        yield Finding(found.name, found.sound, tilde(found.said))


def _permissions(wiring: "Wiring") -> Iterator[Finding]:
    """The log, and the folders and files beside it that are backtui's own."""
    folder = wiring.database.parent
    own = [(wiring.database, "the log"), (wiring.backups, "the folder of backups")]
    with suppress(paths.HomeError):
        if folder == paths.data_dir():
            own += [(folder, "its folder"), (folder / paths.DEVICE, "this machine's id")]
    found = [doctor.private(path, what, shown(path)) for path, what in own if path.exists()]
    wrong = [each for each in found if not each.sound]
    yield from wrong or [Finding("permissions", True, f"for you alone: {', '.join(w for _, w in own[:2])}")]


def _dates(wiring: "Wiring", copied: Copied, sound: bool) -> Finding:
    """Whether nothing is dated after today."""
    from backtui.coach.reading import Reading
    from backtui.domain.present import after_today

    if not sound:
        return Finding("dates", None, "not looked at because the log is not sound")
    try:
        said = after_today(Reading(copied, wiring.clock.now()).all_after)
    except (StoreError, ValueError, TypeError) as error:
        return Finding("dates", False, f"they cannot be read ({type(error).__name__})")
    if said:
        return Finding("dates", False, " ".join(said))
    return Finding("dates", True, "nothing is dated after today")


def _ledger(wiring: "Wiring", copied: Copied, sound: bool) -> Finding:
    """Whether each planned dose is the one that the rules gave then."""
    from backtui.coach.reading import Reading
    from backtui.domain.progression.audit import audit
    from backtui.store.queries.events import logged

    if not sound:
        return Finding("ledger", None, "not worked out because the log is not sound")
    try:
        exercises = wiring.library.look(Reading(copied)).exercises
        found = audit(logged(copied), exercises)
    except (StoreError, ValueError, TypeError, KeyError) as error:
        return Finding("ledger", False, f"they cannot be worked out ({type(error).__name__})")
    beside = f"; {found.without:,} cannot be compared" if found.without else ""
    if found.wrong:
        named = ", ".join(map(str, found.wrong[:MOST_NAMED]))
        doses = f"{len(found.wrong):,} of {found.planned:,} doses are not what the rules give"
        return Finding("ledger", False, f"{doses} (events {named}){beside}")
    return Finding("ledger", True, f"{found.same:,} doses are what the rules give{beside}")


def _lease(copied: Copied) -> Finding:
    """Whether a session runs, and where; not since when."""
    try:
        holder = copied.holder()
    except StoreError:
        return Finding("session", None, "whether one runs is not known")
    if holder is None:
        return Finding("session", True, "none runs now")
    here = holder.owner.host == os.uname().nodename
    return Finding(
        "session", True, f"one runs in process {holder.owner.pid} on {'this' if here else 'another'} machine"
    )


def _config(wiring: "Wiring") -> Finding:
    """Whether the settings of this terminal can be used."""
    _, problems = wiring.configured
    if problems:
        return Finding("config", False, tilde(" ".join(problems)))
    there = "can be used" if wiring.config_file.exists() else "is not there; the defaults apply"
    return Finding("config", True, f"{shown(wiring.config_file)} {there}")


def _document(found: list[Finding], sound: bool, facts: dict[str, Any]) -> dict[str, Any]:
    """The answer for other programs."""
    return {
        "schema": SCHEMA,
        "program": "backtui",
        "version": __version__,
        "sound": sound,
        "checks": [{"check": each.name, "state": STATES[each.sound], "said": each.said} for each in found],
        "python": python(),
        "packages": packages(),
        "terminal": {**facts, "colours": colours(facts)},
    }


def _write_page(wiring: "Wiring", found: list[Finding], sound: bool, facts: dict[str, Any]) -> None:

    config, _ = wiring.configured
    page = Page(wiring, config)
    page.line(f"backtui {__version__}, {python()}")
    for each in found:
        page.text(f"{SIGNS[each.sound]} {each.name:<{NAME_WIDTH}} {each.said}", hang=NAME_WIDTH + 3)
    page.text(f"· {'terminal':<{NAME_WIDTH}} {_terminal(facts)}", hang=NAME_WIDTH + 3)
    wrong = sum(each.sound is False for each in found)
    page.line()
    page.line("All is well." if sound else f"{many(wrong, 'thing needs', 'things need')} a look.", BOLD)
    page.write()


def _terminal(facts: dict[str, Any]) -> str:
    size = f"{facts['columns']}×{facts['rows']}" if facts["terminal"] else "no terminal"
    within = [name for name in ("tmux", "screen", "ssh") if facts[name]]
    utf8 = "UTF-8" if facts["utf8"] else "not UTF-8"
    return ", ".join([size, f"TERM {facts['TERM'] or 'unset'}", colours(facts), utf8, *within])


def tilde(text: str) -> str:
    """The text with the home of this person as ~, for it has their name in it."""
    home = os.path.expanduser("~").rstrip("/")
    return re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text) if home else text


def shown(path: Path) -> str:
    """A path that may be shown to others."""
    return tilde(str(path))


def packages() -> dict[str, str | None]:
    """The versions of what backtui stands on; None for what is not installed."""
    found: dict[str, str | None] = {}
    for name in PACKAGES:
        try:
            found[name] = installed(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def python() -> str:
    """The interpreter and the system."""
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}"
    )


def terminal() -> dict[str, Any]:
    """What the terminal says of itself."""
    on_terminal = sys.stdout is not None and sys.stdout.isatty()
    size = os.get_terminal_size(sys.stdout.fileno()) if on_terminal else None
    return {
        "terminal": on_terminal,
        "columns": size.columns if size else None,
        "rows": size.lines if size else None,
        "TERM": os.environ.get("TERM"),
        "COLORTERM": os.environ.get("COLORTERM"),
        "NO_COLOR": bool(os.environ.get("NO_COLOR")),
        "utf8": speaks_unicode(),
        "tmux": bool(os.environ.get("TMUX")),
        "screen": bool(os.environ.get("STY")),
        "ssh": bool(os.environ.get("SSH_CONNECTION")),
    }


def colours(facts: dict[str, Any]) -> str:
    """How many colours the terminal is taken to have."""
    term = facts["TERM"] or "dumb"
    if facts["NO_COLOR"] or term == "dumb":
        return "mono"
    if facts["COLORTERM"] in ("truecolor", "24bit") and not in_screen(os.environ):
        return "truecolor"
    return "256" if "256" in term else "16"

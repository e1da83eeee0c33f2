"""`demo`: the full screen on an invented log that lives in memory."""

import fcntl
import os
import shutil
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from backtui.cli.context import Wiring
from backtui.cli.errors import DONE, WRONG_USE, complain
from backtui.cli.options import examples, target_of, whole, wiring_of

if TYPE_CHECKING:
    from backtui.store.store import Store


DEVICE = sha256(b"backtui demo").digest()[:16]
LOG, CONFIG = "demo.db", "config.toml"
EACH_PERCENT = 5


class DemoWiring(Wiring, frozen=True):
    """The wiring of a demo: what it writes stays in its folder, and no list of this machine knows of it."""

    @property
    def known(self) -> Path | None:
        """Nobody has to remember this log."""
        return None

    @property
    def mark(self) -> str:
        """What every place and the session say."""
        return "DEMO"

    @property
    def farewell(self) -> str:
        """What is said when a signal has ended it."""
        return "backtui: the demo is over; nothing of it is kept."

    def device(self) -> bytes:
        """The same name everywhere."""
        return DEVICE


@click.command(
    "demo",
    epilog=examples(
        ("backtui demo", "look around; nothing of yours is touched"),
        ("backtui demo --into demo.db", "only write it, to try commands on"),
        ("backtui --db demo.db history", "such as this one"),
    ),
)
@click.option("--days", metavar="N", type=whole, help="How far it goes back, 120 to 1100; else 182.")
@click.option("--into", metavar="FILE", help="Only write the log to this new file.")
@click.pass_context
def demo_command(ctx: click.Context, days: int | None, into: str | None) -> int:
    """The full screen on an invented half-year: look around, train, change things; your own log stays."""
    from backtui.demo.story import DAYS, DAYS_BOUNDS

    wiring = wiring_of(ctx)
    length = DAYS if days is None else days
    if not DAYS_BOUNDS[0] <= length <= DAYS_BOUNDS[1]:
        raise click.UsageError(f"--days is from {DAYS_BOUNDS[0]} to {DAYS_BOUNDS[1]}, not {length}")
    if ctx.parent is not None and ctx.parent.params.get("db"):
        raise click.UsageError("the demo has a log of its own; leave --db away, or write one by --into")
    if into is not None:
        return _written(wiring, length, into)
    return _shown(wiring, length)


def _written(wiring: Wiring, days: int, into: str) -> int:
    """Write the log and say what can be done with it."""
    from backtui.cli.output import put
    from backtui.store.store import lay_down

    target = target_of(wiring, into, "--into", " is there already; name another file")
    with invented(wiring, days) as store:
        lay_down(store, target)
    put(f"{target} holds the invented log; try: backtui --db {into} history\n")
    return DONE


def _shown(wiring: Wiring, days: int) -> int:
    """Write the log into a folder of its own and open the full screen on it."""
    from backtui.cli.fullscreen import show
    from backtui.cli.session import NO_TERMINAL, has_terminal
    from backtui.machine.parent import orphaned
    from backtui.store.store import lay_down

    if not has_terminal():
        complain(NO_TERMINAL)
        return WRONG_USE
    with room() as folder:
        with invented(wiring, days) as store:
            lay_down(store, folder / LOG)
        _copy_settings(wiring.config_file, folder / CONFIG)
        demo = DemoWiring(wiring.clock, folder / LOG, folder / CONFIG, wiring.color, wiring.ascii)

        def afterwards() -> None:
            """Where the parent was killed nobody else clears up."""
            if orphaned():
                clear(folder)

        return show(demo, None, None, straight=False, afterwards=afterwards)


def _copy_settings(source: Path, target: Path) -> None:
    """The demo looks as this terminal is set; what is changed in it stays in its folder."""
    from backtui.config.file import text_of
    from backtui.machine.files import write_private

    write_private(target, text_of(source).encode())


@contextmanager
def invented(wiring: Wiring, days: int) -> Iterator["Store"]:
    """A log in memory with everything up to yesterday."""
    from backtui.coach.coach import Coach
    from backtui.coach.reading import StoredLog
    from backtui.demo.person import Calendar, Story, at
    from backtui.demo.story import plot
    from backtui.domain.record import training_day
    from backtui.store.opening import IN_MEMORY
    from backtui.store.store import Store

    story = plot(training_day(wiring.clock.now()), days)
    calendar = Calendar(at(story.outings[0].day, 5))
    with Store(IN_MEMORY, device=DEVICE, now=calendar.now(), create=True) as store:
        coach = Coach(wiring.content, calendar, StoredLog(store, wiring.content.exercises))
        Story(coach, store.append, calendar, story).tell(_progress())
        yield store


def _progress() -> Callable[[float], None]:
    """Says on a terminal how far it is; the line is gone at the end."""
    if sys.stderr is None or not sys.stderr.isatty():
        return lambda _: None
    told: list[int] = []

    def tell(share: float) -> None:
        percent = round(share * 100) // EACH_PERCENT * EACH_PERCENT
        if percent not in told:
            told.append(percent)
            line = "\r\x1b[K" if share >= 1 else f"\rInventing half a year: {percent} %"
            sys.stderr.write(line)
            sys.stderr.flush()

    return tell


PREFIX = "backtui-demo-"
MARKER = "in-use"
YOUNG_S = 3600.0
LEAVING = (signal.SIGHUP, signal.SIGTERM)


@contextmanager
def room() -> Iterator[Path]:
    """A folder (0700) that is deleted at the end, on a signal too; those of killed demos go first."""
    sweep(Path(tempfile.gettempdir()))
    heard = [one for one in LEAVING if signal.getsignal(one) is not signal.SIG_IGN]
    before = {one: signal.signal(one, _leave) for one in heard}
    folder: Path | None = None
    held: int | None = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        held = _hold(folder)
        yield folder
    finally:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)
        if folder is not None:
            clear(folder)
        if held is not None:
            os.close(held)
        for one, handler in before.items():
            signal.signal(one, handler)


def _leave(ending: int, _frame: FrameType | None) -> None:
    """End the program as the signal does, but let the folder be deleted on the way."""
    raise SystemExit(128 + ending)


def _hold(folder: Path) -> int:
    """The marker of a living demo: locked as long as one of its processes lives, seen only once locked."""
    aside = folder / f".{MARKER}"
    held = os.open(aside, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    aside.rename(folder / MARKER)
    return held


def clear(folder: Path) -> None:
    """Delete the folder, as far as that can be done."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(where: Path) -> None:
    """Delete the folders of demos that were killed: nobody holds their marker."""
    with suppress(OSError):
        for folder in where.glob(f"{PREFIX}*"):
            with suppress(OSError):
                if _left_behind(folder):
                    clear(folder)


def _left_behind(folder: Path) -> bool:
    """Whether it is this person's own folder, and no process holds its marker; or OSError."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        return False
    try:
        held = os.open(folder / MARKER, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return time.clock_gettime(time.CLOCK_REALTIME) - found.st_mtime > YOUNG_S
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(held)
    return True

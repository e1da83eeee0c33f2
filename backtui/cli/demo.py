"""`demo`: the full screen on an invented log that lives in memory."""

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import click

from backtui.cli.context import LOCKED_FOR_S, Wiring
from backtui.cli.errors import DONE
from backtui.cli.options import examples, target_of, whole, wiring_of
from backtui.cli.output import put
from backtui.cli.shell import completing
from backtui.demo.story import DAYS, DAYS_BOUNDS
from backtui.store.foreign import Mark
from backtui.store.opening import IN_MEMORY
from backtui.store.store import Store

DEVICE = sha256(b"backtui demo").digest()[:16]
EACH_PERCENT = 5


class DemoWiring(Wiring, frozen=True):
    """The wiring of a demo of so many days: each log it opens is invented, and nothing of it is kept."""

    days: int = DAYS

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
        """The sentence when a signal has ended it."""
        return "backtui: the demo is over; nothing of it is kept."

    def take_in(self, store: Store, wait_s: float = LOCKED_FOR_S) -> None:
        """Nothing waits for it."""

    def device(self) -> bytes:
        """The same name everywhere."""
        return DEVICE

    def open_store(
        self, device: bytes, *, create: bool, later: bool = False, wait_s: float = LOCKED_FOR_S
    ) -> Store:
        """A log in memory."""
        del device, create, later, wait_s
        return invented(self, self.days)

    def keep_setting(self, key: str, value: str | bool) -> None:
        """What is set holds until the demo ends."""

    def back_up(self, mark: Mark | None = None) -> None:
        """There is nothing to keep."""
        del mark

    def of_own_log(self) -> None:
        """What is invented is due on no day of a calendar, and no other machine's."""


@click.command(
    "demo",
    epilog=examples(
        ("backtui demo", "look around; nothing of yours is touched"),
        ("backtui demo --into demo.db", "only write it, to try commands on"),
        ("backtui --db demo.db history", "such as this one"),
    ),
)
@click.option("--days", metavar="N", type=whole, help="How far it goes back, 120 to 1100; default: 182.")
@click.option(
    "--into", metavar="FILE", shell_complete=completing.files, help="Only write the log to this new file."
)
@click.pass_context
def demo_command(ctx: click.Context, days: int | None, into: str | None) -> int:
    """Look around in an invented half-year. Train and change things; your own log stays as it is."""
    wiring = wiring_of(ctx)
    length = DAYS if days is None else days
    if not DAYS_BOUNDS[0] <= length <= DAYS_BOUNDS[1]:
        raise click.UsageError(f"--days is from {DAYS_BOUNDS[0]} to {DAYS_BOUNDS[1]}, not {length}")
    if ctx.parent is not None and ctx.parent.params.get("db"):
        raise click.UsageError("the demo has a log of its own; leave out --db, or write one with --into")
    if into is None:
        return _show(wiring, length)
    target = target_of(wiring, into, "--into", " is there already; name another file")
    with invented(wiring, length) as store:
        store.save_as(target)
    put(f"{target} holds the invented log; try: backtui --db {into} history\n")
    return DONE


def _show(wiring: Wiring, days: int) -> int:
    """The full screen on it; the settings are those of this terminal."""
    from backtui.cli.fullscreen import full_screen

    demo = DemoWiring(wiring.clock, IN_MEMORY, wiring.config_file, wiring.color, wiring.ascii, days)
    return full_screen(demo, None, None, straight=False)


def invented(wiring: Wiring, days: int) -> Store:
    """A log in memory with everything up to yesterday."""
    from backtui.demo.person import Calendar, Storyteller, at
    from backtui.demo.story import plot
    from backtui.domain.record import training_day

    story = plot(training_day(wiring.clock.now()), days)
    calendar = Calendar(at(story.outings[0].day, 5))
    store = Store(IN_MEMORY, device=DEVICE, now=calendar.now(), create=True)
    Storyteller(store, wiring.content, calendar, story).tell(_progress())
    return store


def _progress() -> Callable[[float], None]:
    """Shows on a terminal how far it is; the line is gone at the end."""
    if sys.stderr is None or not sys.stderr.isatty():
        return lambda _: None
    shown: set[int] = set()

    def show(share: float) -> None:
        percent = round(share * 100) // EACH_PERCENT * EACH_PERCENT
        if percent not in shown:
            shown.add(percent)
            line = "\r\x1b[K" if share >= 1 else f"\rInventing half a year: {percent} %"
            sys.stderr.write(line)
            sys.stderr.flush()

    return show

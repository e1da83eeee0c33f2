"""`session`: today's session, in the full screen or line by line."""

import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from backtui.cli.context import Wiring, WritableLog
from backtui.cli.errors import DONE, FAILED, complain
from backtui.cli.holding import NOT_SAVED, Holding, Keeper
from backtui.cli.machines.syncing import Syncing
from backtui.cli.options import MINUTES, ROUTINE, examples, wiring_of
from backtui.coach.answers import Seed
from backtui.coach.running import Running
from backtui.domain.events import Event
from backtui.machine.awake import Awake
from backtui.store.errors import StoreError

if TYPE_CHECKING:
    from backtui.plain.opening import Options
    from backtui.store.store import Store


# Less than what the session machine takes for an absence: a lock held elsewhere must not look like one.
WAIT_S = 1.0


@click.command(
    "session",
    epilog=examples(
        ("backtui session", "straight in, full screen"),
        ("backtui session --plain", "for a screen reader or a pipe"),
        ("backtui session --plain </dev/null", "hands-free to its end"),
    ),
)
@click.option("--plain", is_flag=True, help="Lines instead of the full screen.")
@MINUTES
@ROUTINE
@click.option(
    "--open",
    "open_choice",
    type=click.Choice(["go-on", "finish", "discard"]),
    help="What to do with an interrupted session, with --plain.",
)
@click.option("--take-over", is_flag=True, help="Run here the session that runs elsewhere, with --plain.")
@click.pass_context
def session_command(
    ctx: click.Context,
    plain: bool,
    minutes: int | None,
    routine: str | None,
    open_choice: str | None,
    take_over: bool,
) -> int:
    """Do today's session, guided to its end."""
    wiring = wiring_of(ctx)
    if plain:
        from backtui.plain.opening import Options

        return _plain(wiring, Options(minutes=minutes, routine=routine, open=open_choice), take_over)
    if open_choice or take_over:
        raise click.UsageError("--open and --take-over go with --plain; the full screen asks")
    from backtui.cli.fullscreen import full_screen

    return full_screen(wiring, minutes, routine, straight=True)


def _plain(wiring: Wiring, options: "Options", take_over: bool) -> int:
    """A session in lines, and a copy of the log after it: the session is saved whether or not that works."""
    wiring.check_plan(options.minutes, options.routine)
    syncing = Syncing(wiring, [], [])
    with wiring.writing(wait_s=WAIT_S, later=True) as opened:
        code = _run_plain(wiring, SessionLease(wiring, opened.store, syncing), opened, options, take_over)
    if code == DONE:
        try:
            wiring.back_up(opened.store.mark)
        except StoreError as error:
            complain(str(error))
            return FAILED
        syncing.end()
    syncing.tell()
    return code


def _run_plain(
    wiring: Wiring, lease: "SessionLease", opened: WritableLog, options: "Options", take_over: bool
) -> int:
    from backtui.plain.run import run_plain

    opened.diary.log.append_held = lease.append
    holder = opened.store.holder()
    if holder is not None:
        if not take_over:
            complain(
                f"A session runs in another backtui ({holder}); end it there, or go on here with --take-over."
            )
            return FAILED
        lease.take_over(holder.session)
    lease.syncing.begin()
    awake = Awake(wanted=wiring.configured[0].awake)
    awake.hold()
    try:
        return run_plain(opened.diary, lease, sys.stdin, sys.stdout, options)
    except Exception:
        lease.complain_left()
        raise
    finally:
        awake.let_go()
        with suppress(StoreError):
            lease.let_go()


class SessionLease:
    """Runs sessions in the program's own thread: what is written is on disk when `write` returns."""

    def __init__(self, wiring: Wiring, store: "Store", syncing: Syncing) -> None:
        self._wiring = wiring
        self.syncing = syncing
        self._store = store
        self._keeper = Keeper(wiring.database)
        self._held = Holding(wiring, self._keeper)
        self._running: Running | None = None

    def take_over(self, session: bytes) -> None:
        """Make the session that another program runs this program's own."""
        self._held.hold(self._store, session, over=True)

    def hold(self, session: bytes) -> None:
        """Make a session this program's own. Raises SessionTaken where another program runs one."""
        self.syncing.hold()
        trouble = self._held.hold(self._store, session)
        self._store.wait_for(0 if trouble else WAIT_S)
        self._wiring.tell_taken_in()

    def append(self, events: Sequence[Event], /, *, texts: Mapping[bytes, str] | None = None) -> object:
        """Write for the session that runs here. Raises SessionTaken where another program took it."""
        return self._held.append(self._store, events, texts)

    def open_running(self, seed: Seed, *, alive: bool, lost: Callable[[], bool]) -> Running:
        """The running session. Raises SessionTaken when another program has begun one meanwhile."""
        self.hold(seed.session)
        self._running = Running(
            seed.session,
            seed.script,
            self._wiring.clock,
            self._write,
            progress=seed.progress,
            so_far_s=seed.so_far_s,
            beginning=seed.beginning,
            alive=alive,
        )
        self._running.lost = lost
        return self._running

    def keep(self) -> None:
        """Keep what the log has not taken, in a file of its own."""
        if self._running is not None:
            self._keeper.keep([self._running])

    def left(self, running: Running) -> str:
        """The same, and one more try without waiting; what is so then."""
        self.keep()
        self._store.wait_for(0)
        running.save()
        if running.saved:
            self._keeper.forget()
        return self._keeper.told(running)

    def complain_left(self) -> None:
        """After a failure: what is not saved, unless another program has the session and that is said."""
        if self._running is not None and not self._running.saved and not self._running.taken:
            complain(f"{NOT_SAVED} {self.left(self._running)}")

    def _write(self, events: Sequence[Event]) -> "Future[object]":
        """The future of an append that is done already, or has failed."""
        future: Future[object] = Future()
        try:
            future.set_result(self.append(events))
            self._store.wait_for(WAIT_S)
        except Exception as error:
            self._store.wait_for(0)  # a lock that stays must not stop each step of the session
            future.set_exception(error)
        return future

    def let_go(self) -> None:
        """Give the session back; nothing when there is none."""
        self.syncing.let_go()
        self._held.let_go(self._store)

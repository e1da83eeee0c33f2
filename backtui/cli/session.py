"""`session`: today's session, in the full screen or line by line."""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from backtui.cli.context import Wiring, WritableLog
from backtui.cli.errors import DONE, FAILED, complain
from backtui.cli.options import MINUTES, ROUTINE, examples, wiring_of
from backtui.coach.answers import Seed
from backtui.coach.running import Running
from backtui.domain.events import Event
from backtui.machine.clock import Clock
from backtui.store.errors import StoreError
from backtui.store.lease import this_process

if TYPE_CHECKING:
    from backtui.plain.opening import Options


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
    with wiring.writing(wait_s=WAIT_S) as opened:
        code = _run_plain(wiring, opened, options, take_over)
    if code == DONE:
        try:
            wiring.back_up()
        except StoreError as error:
            complain(str(error))
            return FAILED
    return code


def _run_plain(wiring: Wiring, opened: WritableLog, options: "Options", take_over: bool) -> int:
    from backtui.plain.run import run_plain

    lease = SessionLease(opened, wiring.clock)
    holder = opened.store.holder()
    if holder is not None:
        if not take_over:
            complain(
                f"A session runs in another backtui ({holder}); end it there, or run it here by --take-over."
            )
            return FAILED
        lease.take_over(holder.session)
    try:
        return run_plain(opened.diary, lease, sys.stdin, sys.stdout, options)
    finally:
        with suppress(StoreError):
            lease.let_go()


class SessionLease:
    """Runs sessions in the program's own thread: what is written is on disk when `write` returns."""

    def __init__(self, opened: WritableLog, clock: Clock) -> None:
        self._store = opened.store
        self._clock = clock
        self._token: bytes | None = None

    def take_over(self, session: bytes) -> None:
        """Make the session that another program runs this program's own."""
        self._token = self._store.take_over(session, this_process(), self._clock.now())

    def hold(self, session: bytes) -> None:
        """Make a session this program's own. Raises SessionTaken where another program runs one."""
        self._token = self._store.take(session, this_process(), self._clock.now())

    def open_running(self, seed: Seed, *, alive: bool, lost: Callable[[], bool]) -> Running:
        """The running session. Raises SessionTaken when another program has begun one meanwhile."""
        self.hold(seed.session)
        return Running(
            seed.session,
            seed.script,
            self._clock,
            self._write,
            progress=seed.progress,
            so_far_s=seed.so_far_s,
            alive=alive,
            lost=lost,
        )

    def _write(self, events: Sequence[Event]) -> "Future[object]":
        """The future of an append that is done already, or has failed."""
        future: Future[object] = Future()
        try:
            future.set_result(self._store.append(events, token=self._token))
        except Exception as error:
            future.set_exception(error)
        return future

    def let_go(self) -> None:
        """Give the session back; nothing when there is none."""
        if self._token is not None:
            self._store.release(self._token)
            self._token = None

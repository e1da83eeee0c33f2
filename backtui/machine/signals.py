"""Leaving when told to, or when the terminal is gone."""

import os
import select
import signal
import threading
import time
from collections.abc import Callable, Collection
from types import FrameType

from backtui.machine import terminal

ENDINGS = (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)
LOOK_EVERY_MS = 500
GRACE_S = 2.0
LOOKS_STILL = 20  # in a row without a turn of the loop, ten seconds, and the program stands still for good

Turn = Callable[[], None]


def lost(tty_fd: int | None) -> bool:
    """Whether the terminal `tty_fd` (None: there is none) has hung up, or the parent is gone."""
    if tty_fd is None:
        return terminal.orphaned()
    poll = select.poll()
    poll.register(tty_fd, 0)  # hang-up, error and a closed descriptor are always reported
    return bool(poll.poll(0)) or terminal.orphaned()


class Watch:
    """Asks the program to leave, once, on a signal or when its terminal or its parent is gone."""

    def __init__(
        self,
        leave: Callable[[int], None],
        tty_fd: int | None,
        endings: Collection[int],
        turn: Callable[[Turn], None] | None,
        last: Callable[[], None],
    ) -> None:
        """Begin to watch; ValueError outside the main thread."""
        self._leave = leave
        self._turn = turn
        self._last = last
        self._looks_still = 0
        self._turned = True
        self._ignored = {ending for ending in endings if signal.getsignal(ending) is signal.SIG_IGN}
        self._lost = False
        self._leaving = False
        self._heard, self._bell = os.pipe()
        self._before = {ending: signal.signal(ending, self._on_signal) for ending in endings}
        self._thread = threading.Thread(target=self._look, args=(tty_fd,), name="guard", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop watching and put the former handlers back; nothing when the program is already leaving."""
        if self._leaving or not self._thread.is_alive():
            return
        for ending, before in self._before.items():
            signal.signal(ending, before)
        os.write(self._bell, b"\0")
        self._thread.join()
        os.close(self._heard)
        os.close(self._bell)

    def _on_signal(self, ending: int, _frame: FrameType | None) -> None:
        """Ask the program to leave, the first time only; a signal ignored from the start (nohup) stays so."""
        if self._leaving or (ending in self._ignored and not self._lost):
            return
        self._leaving = True
        if self._lost:
            # Without its parent the program is in the background, where resetting the terminal would stop it.
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.write(self._bell, bytes([ending]))
        self._leave(ending)

    def _look(self, tty_fd: int | None) -> None:
        """Wait in a thread for a signal or a loss, then end the program if it does not end itself."""
        # A signal that the system hands to this thread would not wake the main one, where handlers run.
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        poll = select.poll()
        poll.register(self._heard, select.POLLIN)
        if tty_fd is not None:
            # Hang-up, error and a closed descriptor are always reported; input is not asked for.
            poll.register(tty_fd, 0)
        while True:
            ready = dict(poll.poll(LOOK_EVERY_MS))
            if self._heard in ready:
                ending = os.read(self._heard, 1)[0]
                break
            if tty_fd in ready or terminal.orphaned():
                ending = signal.SIGHUP
                self._lost = True
                # The handler has to run in the main thread, and whatever that waits for has to be cut short.
                signal.pthread_kill(threading.main_thread().ident or 0, ending)
                break
            if self._stands_still(tty_fd):
                self._last()
                os._exit(terminal.CRASHED)
        if ending:
            time.sleep(GRACE_S)
            self._last()
            terminal.end_in_a_hurry(128 + ending)

    def _stands_still(self, tty_fd: int | None) -> bool:
        """Whether the loop has not turned for many looks, though the terminal takes what is written."""
        if self._turn is None:
            return False
        # Only this thread counts: a turn that comes meanwhile would be lost, and none asked for again.
        if self._turned:
            self._turned, self._looks_still = False, 0
            self._turn(self._has_turned)
        stalled = tty_fd is not None and not select.select([], [tty_fd], [], 0)[1]
        # Looks and not seconds: a machine that sleeps, or a program that was stopped, looks no more often.
        self._looks_still = 0 if stalled else self._looks_still + 1
        return self._looks_still > LOOKS_STILL

    def _has_turned(self) -> None:
        self._turned = True


def watch(
    leave: Callable[[int], None],
    tty_fd: int | None,
    endings: Collection[int] = ENDINGS,
    turn: Callable[[Turn], None] | None = None,
    last: Callable[[], None] = lambda: None,
) -> Watch:
    """Have `leave` called with a signal's number, once, when the program must end.

    That is on one of `endings`, which must hold SIGHUP, and as SIGHUP within half a second of losing the
    terminal `tty_fd` (None: there is none) or the parent. `leave` runs in the main thread, in the midst of
    whatever that does, so it may only ask or raise. A program still alive 2 s later ends with 128 + signal.

    `turn` has a program with a loop call something in its next turn: where none comes for 10 s it is ended,
    and its parent says so. `last` is called, in the watching thread, before the program is ended so.
    """
    return Watch(leave, tty_fd, endings, turn, last)

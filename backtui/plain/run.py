"""The line mode: a session from its opening to the week's count, and how it is left."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Protocol, TextIO

from backtui.coach.answers import Seed
from backtui.coach.running import Running
from backtui.coach.sessions import Diary
from backtui.machine.signals import lost
from backtui.plain import sentences
from backtui.plain.closing import Closing
from backtui.plain.loop import Discarded, Loop, Narrator
from backtui.plain.opening import Opening, Options
from backtui.plain.terminal import Ear, Leave, Talk, Voice, descriptor, summoned

DONE, FAILED = 0, 1


class RunsHere(Protocol):
    """Makes a session run here, so that no other program runs it; both raise SessionTaken."""

    def hold(self, session: bytes) -> None:
        """Make an interrupted session this program's own, before what is left of it is read."""

    def open_running(self, seed: Seed, *, alive: bool, lost: Callable[[], bool]) -> Running:
        """The running session; `alive`: asking for it was the sign of life already; `lost` as it takes it."""

    def keep(self) -> None:
        """Keep what the log has not taken; may be called from another thread, when there is no time left."""

    def left(self, running: Running) -> str:
        """Keep what the log has not taken, try it once more without waiting, and say what is so."""


def run_plain(
    diary: Diary,
    lease: RunsHere,
    stdin: TextIO | None,
    stdout: TextIO | None,
    options: Options,
) -> int:
    """Run a session line by line and return the exit code, 128 + n after a signal.

    Nothing may have been read from `stdin` before, for its descriptor is read. That no other program runs a
    session, or that it was taken over, is made sure of before. Raises WrongUseError and StoreError.
    """
    terminal = _terminal(stdin, stdout)
    with summoned(terminal, lease.keep) as summons:
        talk = Talk(Ear(stdin, diary.log.clock, summons), Voice(stdout))
        return Face(diary, lease, talk, partial(lost, terminal)).run(options)


def _terminal(stdin: TextIO | None, stdout: TextIO | None) -> int | None:
    """The descriptor of the terminal that the session lives in; None for a session without one."""
    found = (fd for fd in map(descriptor, (stdin, stdout)) if fd is not None and os.isatty(fd))
    return next(found, None)


class Face:
    """One session in the line mode."""

    def __init__(self, diary: Diary, lease: RunsHere, talk: Talk, lost: Callable[[], bool]) -> None:
        self.diary = diary
        self.talk = talk
        self._lost = lost
        self._lease = lease
        self._loop: Loop | None = None

    def run(self, options: Options) -> int:
        """From the opening to the week's count; the exit code."""
        try:
            self.talk.ear.begin()
            seed = Opening(self.diary, self.talk, options, self._lease.hold).seed()
            return DONE if seed is None else self._session(seed)
        except Leave as leave:
            return self._left(leave)

    def _session(self, seed: Seed) -> int:
        # At a terminal an answer has to come from somebody; a pipe was set up by whoever asked for this.
        running = self._lease.open_running(seed, alive=not self.talk.asks, lost=self._lost)
        began = running.state.began
        self.talk.say(sentences.WORDS_WORK if self.talk.ear.answers else sentences.HANDS_FREE)
        self.talk.ear.heard = False
        self._loop = Loop(Narrator(running, self.diary.log.content.exercises, self.talk), self.talk)
        try:
            self._loop.run()
        except Discarded:
            return self._discard(running)
        closing = Closing(self.diary, self.talk, running, self._lease.left)
        closing.tell(seed.so_far_s + running.state.seen - began)
        return FAILED if closing.failed else DONE

    def _discard(self, running: Running) -> int:
        running.forget()
        record = self.diary.log.ask(lambda coach: coach.session(running.session))
        if record is not None:
            self.diary.discard(record)
        self.talk.say(sentences.DISCARDED)
        return DONE

    def _left(self, leave: Leave) -> int:
        """Leave the session as it is, open, and say how to go on while anybody can hear it."""
        running = self._loop.running if self._loop else None
        if running is not None and not (running.ended and running.saved):
            told = "" if running.saved else self._lease.left(running)
            with suppress(Leave, OSError):
                if leave.ending != signal.SIGPIPE:
                    self.talk.say(sentences.LEFT if running.saved else sentences.NOT_SAVED.format(told))
        return 128 + leave.ending

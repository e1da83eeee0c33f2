"""Stdin and stdout as a conversation: signals, lines in, lines out, questions, and what a word means."""

import errno
import os
import select
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from types import FrameType
from typing import TextIO

from backtui.domain.session.state import Press
from backtui.domain.text import visible
from backtui.machine.clock import Clock
from backtui.machine.signals import watch
from backtui.plain import sentences

CTRL_C = signal.SIGINT
LOOK_EVERY_S = 0.25
LONGEST_WORD_BYTES = 4096


class Leave(Exception):  # noqa: N818 leaving is no error
    """The program has to leave now; the session stays open for the next start."""

    def __init__(self, ending: int) -> None:
        super().__init__(ending)
        self.ending = ending


class Summons:
    """Signals as facts that the loop looks at between two lines, so that none falls into a write."""

    def __init__(self) -> None:
        self._ending: int | None = None
        self._interrupts = 0

    def leave(self, ending: int) -> None:
        """A signal said that the program must end; the first one counts."""
        if self._ending is None:
            self._ending = ending

    def interrupt(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ctrl-C; a second one that finds the first unheard means that the program is stuck."""
        self._interrupts += 1
        if self._interrupts > 1:
            self.leave(CTRL_C)
            # The guard ends a program that is stuck, and SIGTERM is what it listens to.
            os.kill(os.getpid(), signal.SIGTERM)

    def take_interrupt(self) -> bool:
        """Whether there was a Ctrl-C since this was last asked."""
        taken, self._interrupts = self._interrupts > 0, 0
        return taken

    def heed(self) -> None:
        """Raise Leave when the program must end."""
        if self._ending is not None:
            raise Leave(self._ending)


@contextmanager
def summoned(tty_fd: int | None, last: Callable[[], None]) -> Iterator[Summons]:
    """Listen to signals, and to the loss of the terminal `tty_fd`, in the main thread.

    `last` is called where the program does not end in time, before it is ended.
    """
    summons = Summons()
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, summons.interrupt)
    guard = watch(summons.leave, tty_fd, last=last)
    try:
        yield summons
    finally:
        guard.close()
        signal.signal(signal.SIGINT, before)


def descriptor(stream: TextIO | None) -> int | None:
    """The file descriptor of a stream; None for one that is closed or has none."""
    with suppress(OSError, ValueError, AttributeError):
        return stream.fileno() if stream else None
    return None


class Ear:
    """Lines from stdin, taken as they come while the clock goes on.

    `open`: more may come; `terminal`: a person sits there; `heard`: anything came since it was set False.
    """

    def __init__(self, stream: TextIO | None, clock: Clock, summons: Summons) -> None:
        self.summons = summons
        self.clock = clock
        self._fd = descriptor(stream)
        self.open = self._fd is not None
        self.terminal = self._fd is not None and os.isatty(self._fd)
        self.heard = False
        self._lines: deque[str] = deque()
        self._part = b""

    def begin(self) -> None:
        """Take what is there already, so that a closed stdin is known as such from the start."""
        self._wait(0.0)
        self.heard = False

    @property
    def answers(self) -> bool:
        """A word may still come."""
        return self.open or bool(self._lines)

    def next(self, wait_s: float) -> str | None:
        """The next line; None when none came in `wait_s` clock seconds, or after a quarter of a real one."""
        self.summons.heed()
        if not self._lines:
            self._wait(max(0.0, min(wait_s, LOOK_EVERY_S * self.clock.rate)))
            self.summons.heed()
        if not self._lines:
            return None
        self.heard = True
        return self._lines.popleft()

    def _wait(self, wait_s: float) -> None:
        if self._fd is None or not self.open or not self._in_front():
            self.clock.sleep(wait_s)
        elif select.select([self._fd], [], [], wait_s / self.clock.rate)[0]:
            self._read(self._fd)

    def _in_front(self) -> bool:
        # A job in the background that reads its terminal is stopped for it.
        with suppress(OSError):
            return not self.terminal or self._fd is None or os.tcgetpgrp(self._fd) == os.getpgrp()
        return True

    def _read(self, fd: int) -> None:
        data = b""
        with suppress(OSError):
            data = os.read(fd, LONGEST_WORD_BYTES)
        if not data:
            self.open, self.heard = False, True
            data = b"\n" if self._part else b""
        *whole, part = (self._part + data).split(b"\n")
        self._part = part[-LONGEST_WORD_BYTES:]
        self._lines.extend(line.decode("utf-8", "ignore") for line in whole)


class Voice:
    """Lines to stdout, each one flushed, with nothing in them that steers a terminal."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def say(self, *lines: str) -> None:
        """Say lines; Leave when nobody can hear them any more, or OSError with a sentence."""
        if self._stream is None:
            raise OSError(errno.EBADF, f"{sentences.UNHEARD} (the output is closed)")
        try:
            code = self._stream.encoding or "utf-8"
            for line in lines:
                self._stream.write(visible(line).encode(code, "replace").decode(code) + "\n")
                self._stream.flush()
        except (BrokenPipeError, ValueError):
            self._hush()
            raise Leave(signal.SIGPIPE) from None
        except OSError as error:
            self._hush()
            if error.errno == errno.EIO:  # the terminal is gone
                raise Leave(signal.SIGHUP) from None
            raise OSError(error.errno, f"{sentences.UNHEARD} ({error.strerror})") from None

    def _hush(self) -> None:
        """Let what is left in the stream's buffer go nowhere, or the interpreter complains when it ends."""
        fd = descriptor(self._stream)
        if fd is not None:
            with suppress(OSError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, fd)
                os.close(nowhere)


class Talk:
    """A conversation in lines."""

    def __init__(self, ear: Ear, voice: Voice) -> None:
        self.ear = ear
        self.say = voice.say

    @property
    def asks(self) -> bool:
        """Questions make sense: a person is at the terminal and can answer."""
        return self.ear.terminal and self.ear.answers

    def ask(self, question: str) -> str:
        """The answer to a question, empty for Enter and when no more answers come; Ctrl-C leaves."""
        self.say(question)
        while self.ear.answers:
            answer = self.ear.next(LOOK_EVERY_S * self.ear.clock.rate)
            if self.ear.summons.take_interrupt():
                raise Leave(CTRL_C)
            if answer is not None:
                return answer.strip().casefold()
        return ""

    def pick(self, question: str, choices: Sequence[str]) -> int | None:
        """The index of one of the choices by its number; None for Enter."""
        self.say(*(f"{number}. {choice}" for number, choice in enumerate(choices, 1)))
        chosen = self.number(question, 1, len(choices))
        return None if chosen is None else chosen - 1

    def choose(self, question: str, choices: Sequence[str], default: int) -> int:
        """The index of the choice made by its number; Enter takes the default."""
        self.say(question)
        chosen = self.pick(sentences.WHICH.format(default + 1), choices)
        return default if chosen is None else chosen

    def number(self, question: str, least: int, most: int) -> int | None:
        """A number within bounds; None for Enter."""
        answer = self.ask(question)
        while answer:
            if answer in map(str, range(least, most + 1)):
                return int(answer)
            answer = self.ask(sentences.no_such_number(answer, least, most))
        return None


class Question(StrEnum):
    """What a person can ask without changing anything."""

    HELP = "help"
    WHERE = "where"


WORDS: Mapping[Press | Question, tuple[str, ...]] = {
    Press.PAUSE: ("", "space", "pause", "p"),
    Press.SKIP: ("n", "next", "skip"),
    Press.BACK: ("b", "back"),
    Press.RESTART: ("r", "restart"),
    Press.UNDO: ("u", "undo"),
    Press.LATER: ("l", "later"),
    Press.EASE: ("e", "ease"),
    Press.LONGER: ("+", "longer"),
    Press.PAIN: ("x", "pain"),
    Press.DIZZY: ("d", "dizzy"),
    Press.EASY: ("1", "easy"),
    Press.COMFORTABLE: ("2", "comfortable"),
    Press.HARD: ("3", "hard"),
    Press.STOP: ("q", "stop", "quit"),
    Question.HELP: ("?", "help", "keys"),
    Question.WHERE: ("w", "where"),
}
MEANINGS = {word: meaning for meaning, words in WORDS.items() for word in words}


def meant(word: str) -> Press | Question | None:
    """What a line on stdin means; None for a word that means nothing."""
    return MEANINGS.get(word.strip().casefold())

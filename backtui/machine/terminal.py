"""The terminal given back, also after a crash or a kill: a small parent process outlives the program."""

import os
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from types import FrameType
from typing import NoReturn

CRASHED = 70
HURRIED = 64  # what is added to the code of a child that had no time to tidy the terminal
STDIN, STDERR = 0, 2
PASSED_ON = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)

# Kitty keeps key modes for each screen apart, so they are taken back before the alternate screen is left.
RESET = (
    "\x1b[?2026l\x1b[<u\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?1004l"
    "\x1b[?2004l\x1b[?2048l\x1b[23;2t\x1b[?1049l\x1b[?7h\x1b[?25h\x1b[0m"
)

_WATCHING = {"TEXTUAL", "TEXTUAL_DRIVER", "TEXTUAL_PRESS", "TEXTUAL_LOG", "TEXTUAL_DEBUG"}
_COLORS = "TEXTUAL_COLOR_SYSTEM"
_COLOR_SYSTEMS = {"auto", "standard", "256", "truecolor"}
_parent: int | None = None


def clear_textual(environ: MutableMapping[str, str]) -> None:
    """Take out of `environ` what would let it drive, record or watch the full screen."""
    for name in list(environ):
        if name in _WATCHING or name.startswith("TEXTUAL_SCREENSHOT"):
            del environ[name]
    if environ.get(_COLORS, "auto") not in _COLOR_SYSTEMS:
        del environ[_COLORS]
    if in_screen(environ):
        environ.pop("COLORTERM", None)


def in_screen(environ: Mapping[str, str]) -> bool:
    """Say whether GNU screen is in between: it hands on a COLORTERM that it has not the colours of."""
    return bool(environ.get("STY")) and environ.get("TERM", "").startswith("screen")


def orphaned() -> bool:
    """Say whether `parent` began this process and is gone; never for one that a shell began."""
    return _parent is not None and os.getppid() != _parent


def end_in_a_hurry(code: int) -> NoReturn:
    """End this process without tidying up; whoever is left of child and parent gives the terminal back."""
    if orphaned():
        _reset()  # the modes are the shell's by now
    os._exit(code + HURRIED if _parent is not None and not orphaned() else code)


def parent(run: Callable[[], int]) -> int:
    """Run `run` in a child that shares the foreground, and return its exit code, or 128 + signal.

    Call it before Textual is imported and before any thread. The parent keeps the terminal's modes, passes
    signals on, stops and goes on with the child, and leaves the terminal sane however the child ended. In the
    child this only runs `run`.
    """
    if _parent is not None:
        return run()
    modes = _modes()
    # A shell may have had this ignored, and then the system would not tell how the child ended.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    held = signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)
    pid = os.getpid()
    child = os.fork()
    if child == 0:
        _be_child(run, pid, held)

    def pass_on(ending: int, _frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, ending)

    heard = [one for one in PASSED_ON if signal.getsignal(one) is not signal.SIG_IGN]
    before = {one: signal.signal(one, pass_on) for one in heard}
    # Ctrl-Z reaches both; the parent waits until the child has tidied the terminal and stopped.
    before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, held)
    try:
        status = _outlive(child, modes)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    return _close_up(os.waitstatus_to_exitcode(status), modes)


def _be_child(run: Callable[[], int], pid: int, held: Iterable[int]) -> NoReturn:
    """Run `run` and end the process with its code; 130 for Ctrl-C, 70 for an exception that got this far."""
    global _parent  # noqa: PLW0603 - a process has one parent
    _parent = pid
    code = CRASHED
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        code = run()
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else CRASHED
    finally:
        # No traceback: it would show what stood in the variables, which is about a person's back.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _outlive(child: int, modes: list[object] | None) -> int:
    """Wait for `child`, stopping and going on with it, and return the wait status of its end."""
    _, status = os.waitpid(child, os.WUNTRACED)
    while os.WIFSTOPPED(status) or os.WIFCONTINUED(status):
        if os.WIFCONTINUED(status):
            _, status = os.waitpid(child, os.WUNTRACED)
            continue
        # A job that was stopped and continued as a whole may learn of its child's stop only now.
        _, status = _soon(child) or _stop_with(child, modes)
    return status


def _stop_with(child: int, modes: list[object] | None) -> tuple[int, int]:
    """Stop the whole job as Ctrl-Z does; return the child and its next wait status once both go on."""
    if modes is not None and _modes() not in (modes, None):
        _restore(modes)  # the child was stopped with no time to tidy
    ignored = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    # Where no shell could continue the job (`ssh -t host backtui`) the system lets this signal do nothing.
    os.kill(0, signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, ignored)
    # The child may even have gone on and stopped anew by the time it is looked at.
    if found := _soon(child):
        return found
    os.kill(child, signal.SIGCONT)
    return os.waitpid(child, os.WUNTRACED | os.WCONTINUED)


def _soon(child: int) -> tuple[int, int] | None:
    """The child and its next wait status, where one comes within a fifth of a second."""
    for _ in range(20):
        found, status = os.waitpid(child, os.WNOHANG | os.WCONTINUED | os.WUNTRACED)
        if found:
            return found, status
        time.sleep(0.01)
    return None


def _close_up(code: int, modes: list[object] | None) -> int:
    """Leave the terminal as it was before the child and return the exit code for its `code`."""
    hurried = code > 128 + HURRIED
    ended_well = code >= 0 and code != CRASHED
    if modes is not None and (hurried or not (ended_well and _modes() in (modes, None))):
        _restore(modes)
    if ended_well:
        return code - HURRIED if hurried else code
    how = "stopped by a fault of its own" if code == CRASHED else f"ended from outside (signal {-code})"
    with suppress(OSError):
        # The terminal may be one that stalls: a sentence is not worth waiting for.
        if select.select([], [STDERR], [], 0.5)[1]:
            os.write(STDERR, f"backtui was {how}; what it counted is saved; run backtui to go on.\n".encode())
    return 1 if code == CRASHED else 128 - code


def _restore(modes: list[object]) -> None:
    """Give the terminal its modes back and send it the reset string, unless another job has it by now."""
    with suppress(OSError, termios.error):
        if os.tcgetpgrp(STDIN) != os.getpgrp():
            return
    with suppress(OSError, termios.error):
        termios.tcsetattr(STDIN, termios.TCSANOW, modes)  # type: ignore[arg-type] # as tcgetattr gave it
        termios.tcflush(STDIN, termios.TCIOFLUSH)  # a terminal that stalled has no room for the reset either
        _reset()


def _reset() -> None:
    """Send the terminal the reset string."""
    with suppress(OSError):
        # Opened anew, so that not waiting for a stalled terminal holds for nobody else.
        terminal = os.open(os.ttyname(STDIN), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            os.write(terminal, RESET.encode())
        finally:
            os.close(terminal)


def _modes() -> list[object] | None:
    """Return the modes of the terminal on stdin; None when there is none, or it is gone."""
    try:
        return list(termios.tcgetattr(STDIN))
    except (OSError, termios.error):
        return None

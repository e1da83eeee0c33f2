"""One program after the other in one home, each at a terminal of its own, until something ends it."""

import contextlib
import io
import json
import os
import re
import signal
import sqlite3
import sys
import tempfile
import termios
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from conftest import Terminal
from found import Found
from plain_process import BEGIN, Counts, counted, next_repetition, stored
from screen_process import ScreenProgram, following, gone

from backtui.cli.main import main as backtui
from backtui.machine.paths import database_path
from backtui.plain import sentences

FACES = ("screen", "plain")
RATE = 60.0
APART_MINUTES = 20.0  # of the clock, from one start to the next
STOCK = """
import sys
from types import SimpleNamespace
from textual.drivers.linux_driver import LinuxDriver
from backtui.cli import fullscreen, main
from backtui.machine import terminal
from backtui.tui import driver
driver.TerminalDriver = LinuxDriver
terminal.parent = fullscreen.parent = lambda run: run()
fullscreen.watch = lambda *_: SimpleNamespace(close=lambda: None)
fullscreen.lost = lambda _: False
sys.exit(main.main())
"""
MODE = re.compile(r"\x1b\[\?(?P<modes>[\d;]+)(?P<way>[hl])|\x1b\[(?P<kitty>[><])[\d;]*u")
GIVEN_BACK = {"1000", "1002", "1003", "1004", "1006", "1015", "1016", "1049", "2004", "2026", "2048"}


def left_on(output: str) -> set[str]:
    """What of a terminal's modes a program has switched and not given back."""
    on: set[str] = set()
    kitty = 0
    for found in MODE.finditer(output):
        if found["kitty"]:
            kitty = kitty + 1 if found["kitty"] == ">" else max(0, kitty - 1)
        else:
            modes = set(found["modes"].split(";"))
            on = on | modes if found["way"] == "h" else on - modes
            if "25" in modes:  # the cursor is there where nobody hides it
                on = on - {"25", "cursor"} if found["way"] == "h" else on | {"cursor"}
    return {each for each in on if each in GIVEN_BACK or each == "cursor"} | ({"kitty"} if kitty else set())


class PlainProgram:
    """One run of the plain session at a terminal, with what ScreenProgram has."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    @property
    def child(self) -> int:
        return self.terminal.pid

    @property
    def output(self) -> str:
        return self.terminal.seen.decode("utf-8", "replace")

    @property
    def lines(self) -> list[str]:
        return self.output.replace("\r", "").split("\n")

    @property
    def counts(self) -> Counts:
        return counted(self.lines)

    def look(self) -> str:
        while self.terminal.read(0.004):
            pass
        return self.output

    def until(self, found: Callable[[str], object], seconds: float = 20) -> str:
        """Look until it is said; a machine that was too slow is helped on."""
        end, helped = time.monotonic() + seconds, self.output.count(sentences.PAUSED_GAP)
        while not found(self.look()):
            assert time.monotonic() < end, self.lines[-5:]
            if self.output.count(sentences.PAUSED_GAP) > helped:
                helped += 1
                os.write(self.terminal.master, b"\n")
        return self.output

    def begin(self) -> None:
        """Past the questions of its opening."""
        self.until(
            lambda text: sentences.HEARD in text or "Get ready" in text or sentences.PAIN_BEFORE in text
        )
        for question in (sentences.HEARD, sentences.PAIN_BEFORE):
            if question in self.until(lambda text, asked=question: asked in text or "Get ready" in text):
                os.write(self.terminal.master, b"\n")
        self.until(lambda text: "Get ready" in text)

    def go_on(self) -> None:
        """Into the session that was left open."""
        self.until(lambda text: re.search(r"Going on with .*\n", text))


Program = ScreenProgram | PlainProgram


class Home:
    """A home of its own, and the programs that live in it one after the other."""

    def __init__(self, face: str, *, stock: bool = False) -> None:
        self.face, self.stock = face, stock
        self.starts = 0
        self._programs: list[Program] = []

    def __enter__(self) -> "Home":
        self._folder = tempfile.TemporaryDirectory(prefix="lives-", ignore_cleanup_errors=True)
        for name in [each for each in os.environ if each.startswith(("BACKTUI_", "XDG_", "TEXTUAL"))]:
            del os.environ[name]
        os.environ |= {"HOME": self._folder.name, "TMPDIR": self._folder.name}
        os.environ |= {"TZ": "UTC", "TERM": "xterm-256color"}
        self.sides = {each["id"]: each["sides"] for each in said("exercises")["exercises"]}
        self.exercises = {each["id"]: each for each in said("exercises")["exercises"]}
        return self

    def __exit__(self, *_: object) -> None:
        for program in self._programs:
            self._end(program)
        self._folder.cleanup()

    def _end(self, program: Program) -> None:
        for pid in {program.terminal.pid, *children(program.terminal.pid)}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(program.terminal.pid, 0)
        if program.terminal.master >= 0:
            program.terminal.hang_up()

    @property
    def command(self) -> list[str]:
        """What is run here."""
        start = [sys.executable, *(["-c", STOCK] if self.stock else ["-m", "backtui"])]
        plain = ["session", "--plain", "--minutes", "90"] + (["--open", "go-on"] if self.starts else [])
        return [*start, *(plain if self.face == "plain" else [])]

    def start(self, wrap: tuple[str, ...] = (), *, controlling: bool = True) -> Program:
        """Start the program, so many minutes after the one before."""
        os.environ["BACKTUI_CLOCK"] = f"{at_start(self.starts).isoformat()}@{RATE}"
        terminal = Terminal([*wrap, *self.command], controlling=controlling)
        self.starts += 1
        self._programs.append(ScreenProgram(terminal) if self.face == "screen" else PlainProgram(terminal))
        return self._programs[-1]

    def session(self) -> Any:
        """The newest session in the log; None where there is none."""
        sessions = said("history")["sessions"] if database_path(None, {}).exists() else []
        return sessions[0] if sessions else None

    def enter(self, program: Program, found: Found) -> None:
        """Into the session; where one was left, at the place that the log says."""
        session = self.session()
        if session is None or session["state"] != "open":
            program.begin()
            return
        program.go_on()
        if isinstance(program, ScreenProgram):
            due = following(session, self.sides)
            # A slow machine has come further before it is looked at: what was due is in the log then.
            end = time.monotonic() + 5
            while not (resumed := program.repetition() == due or stored(self.session())[due[:2]] >= due[2]):
                if time.monotonic() > end:
                    break
                program.look()
            at = f"{program.repetition()}, and the log says {due}"
        else:
            at = next_repetition(session, self.exercises)
            resumed = at in program.lines
        program.look()
        if not resumed:
            found.said_wrongly += 1
            found.notes.append(f"{self.face}: goes on at {at}")

    @property
    def spent(self) -> bool:
        """Whether nothing is left of a session that was begun."""
        session = self.session()
        if session is None:
            return False
        asked_for = sum(
            entry["prescribed"]["reps"] * (2 if self.sides[entry["exercise"]] == "each" else 1)
            for entry in session["entries"]
        )
        return session["state"] != "open" or sum(stored(session).values()) >= asked_for - 3


def at_start(number: int) -> datetime:
    """The time at which a start has its clock."""
    return BEGIN + timedelta(minutes=APART_MINUTES * number)


def asked(*words: str) -> tuple[int, str]:
    """The exit code and the output of a command, in this process."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out):
        code = backtui(words)
    out.flush()
    return code, out.buffer.getvalue().decode()  # type: ignore[attr-defined]


def said(*words: str) -> Any:
    """What a command says as JSON."""
    return json.loads(asked(*words, "--json")[1])


def doctor() -> str:
    """What doctor has to say against this home; nothing where all is well."""
    code, wrong = asked("doctor")
    return wrong if code else ""


def logged() -> int:
    """How many repetitions ended, as the file has it now."""
    with contextlib.closing(sqlite3.connect(f"file:{database_path(None, {})}?mode=ro", uri=True)) as conn:
        [(count,)] = conn.execute(
            "select count(*) from event join event_kind on number = kind where name = 'rep-ended'"
        )
    return int(count)


def children(pid: int) -> list[int]:
    """The processes that one began and that are still there."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def ended(program: Program, seconds: float = 8) -> int | None:
    """The exit code; None where it has not ended in time."""
    try:
        return program.terminal.end(seconds)
    except AssertionError:
        return None


def shown_and_stored(home: Home, program: Program, found: Found) -> None:
    """Hold what was shown as counted in this life against the log."""
    session = home.session()
    if session is None:
        return
    log = stored(session)
    shown: Counts = program.counts
    if home.face == "plain":  # it says only what is new
        before = getattr(home, "said", Counter())
        home.said = shown = before + shown  # type: ignore[attr-defined]
    sided = {n: home.sides[entry["exercise"]] == "each" for n, entry in enumerate(session["entries"], 1)}
    # A picture that was broken off half-way shows a new exercise with the side of the one before.
    shown = Counter({at: n for at, n in shown.items() if (at[1] != "none") == sided.get(at[0])})
    missing = shown - log
    if missing:
        found.lost += sum(missing.values())
        found.notes.append(f"{home.face}: shown and not in the log: {missing}")
    for number, entry in enumerate(session["entries"], 1):
        for side in ("left", "right", "none"):
            more = log[number, side] - entry["prescribed"]["reps"]
            if more > 0:
                found.doubled += more
                found.notes.append(f"{home.face}: {log[number, side]} of {entry['prescribed']}")
    wrong = doctor()
    if wrong:
        found.lost += 1
        found.notes.append(f"{home.face}: doctor: {wrong}")


def given_back(program: Program, found: Found, what: str) -> None:
    """Look whether the terminal is as it was, and nothing was said that nobody should see."""
    output = program.output
    on = left_on(output)
    modes = termios.tcgetattr(program.terminal.master)
    faults = [each for each in ("Traceback", "has a fault") if each in output]
    if on or modes != program.terminal.modes or faults:
        found.crashes += 1
        same = modes == program.terminal.modes
        found.notes.append(
            f"{what}: left on {sorted(on)}, modes the same: {same}, {faults}, {output[-300:]!r}"
        )


def alive(pids: set[int], found: Found, what: str) -> None:
    """Count who is left."""
    left = [pid for pid in pids if not gone(pid)]
    found.left_alive += len(left)
    if left:
        found.notes.append(f"{what}: {len(left)} left alive")


@contextlib.contextmanager
def noted(found: Found, what: str, home: Home | None = None) -> Iterator[None]:
    """A try that cannot even be tried is a fault too, but where a slow machine came to the session's end."""
    try:
        yield
    except AssertionError as error:
        if home is not None and home.spent:
            found.tries -= 1
            return
        found.crashes += 1
        found.notes.append(f"{what}: {str(error)[-600:]}")

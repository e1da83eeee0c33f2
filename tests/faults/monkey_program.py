"""One start of the full screen on a pty that is read all the time, and what it holds while it runs."""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import Any

# It never leaves, answers F12 with a line in a file, and tells what it holds when it is asked by a signal.
MEASURED = """
import asyncio, gc, json, os, signal, sys, threading
from collections import Counter
from pathlib import Path
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from backtui.tui.app import BacktuiApp
from backtui.tui.typed_ahead import TypedAhead
home = Path(os.environ["HOME"])
def beat(screen):
    with (home / "beat").open("a") as file:
        file.write(screen + "\\n")
begin = TypedAhead.__init__
apps = []
def beating(self, app, handle, asking):
    apps.append(app)
    async def beats(event):
        if getattr(event, "key", "") == "f12":
            (app.focused or app.screen).call_later(beat, type(app.screen).__name__)
        else:
            await handle(event)
    begin(self, app, beats, asking)
TypedAhead.__init__ = beating
BacktuiApp.action_leave = BacktuiApp.action_quit = BacktuiApp.action_suspend_process = lambda self: None
def tell(*_):
    gc.collect()
    held = gc.get_objects()
    kinds = Counter(type(each).__name__ for each in held)
    said = {
        "screens": sum(isinstance(each, Screen) for each in held),
        "widgets": sum(isinstance(each, Widget) for each in held),
        "timers": sum(type(each) is Timer for each in held),
        "tasks": len(asyncio.all_tasks(asyncio.get_event_loop_policy().get_event_loop())),
        "threads": threading.active_count(),
        "files": len(os.listdir("/proc/self/fd")),
        "objects": len(held),
        "stack": [type(each).__name__ for each in apps[0].screen_stack],
    }
    if os.environ.get("MONKEY_KINDS"):
        said["kinds"] = dict(kinds.most_common(60))
    (home / "held.part").write_text(json.dumps(said))
    (home / "held.part").rename(home / "held")
signal.signal(signal.SIGUSR2, tell)
from backtui.cli.main import main
sys.exit(main())
"""
# The same with the driver of Textual, and no turn for keys.
STOCK = (
    """
from backtui.tui import app, driver
from textual.drivers.linux_driver import LinuxDriver
driver.TerminalDriver = LinuxDriver
async def at_once(self, event):
    await self._handle(event)
app.TypedAhead.take = at_once
"""
    + MEASURED
)
PLAIN = [sys.executable, "-m", "backtui"]


class Program:
    """One start of the full screen; `code` is what it runs instead of the program as it is."""

    def __init__(self, home: Path, code: str = "", *, rate: float = 8, words: tuple[str, ...] = ()) -> None:
        command = [*([sys.executable, "-c", code] if code else PLAIN), *words]
        environ = {
            **os.environ,
            "SSH_TTY": "/dev/null",  # no voice of this machine is offered
            "HOME": str(home),
            "TERM": "xterm-256color",
            "BACKTUI_CLOCK": f"2026-03-02T07:00:00+01:00@{rate:g}",
        }
        environ = {name: value for name, value in environ.items() if not name.startswith("XDG_")}
        self.home = home
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, environ)
        self.output = b""
        self.code: int | None = None
        self.resize(24, 80)

    def resize(self, rows: int, columns: int) -> None:
        """The window gets another size."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))

    def press(self, data: bytes) -> None:
        """Send bytes as fast as they are taken."""
        while data and self.ended() is None:
            self.read(0)
            if select.select([], [self.master], [], 1.0)[1]:
                data = data[os.write(self.master, data[:512]) :]

    def read(self, seconds: float) -> int:
        """Take what comes within a time; how many bytes there were."""
        end, count = time.monotonic() + seconds, 0
        while select.select([self.master], [], [], max(0.0, end - time.monotonic()))[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                break
            if not data:
                break
            count += len(data)
            self.output = (self.output + data)[-20000:]
        return count

    def ended(self, within_s: float = 0) -> int | None:
        """The exit code, where it has ended, or does within a time."""
        end = time.monotonic() + within_s
        while self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
            if time.monotonic() >= end:
                break
            self.read(0.02)
            time.sleep(0.02)  # a terminal that nobody holds any more is read without a wait
        return self.code

    def end(self) -> bool:
        """Stop it; whether it went of itself when it was told to."""
        os.kill(self.pid, signal.SIGTERM)
        went = self.ended(10) is not None
        if not went:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)
        return went

    @property
    def child(self) -> int:
        """The process that shows the screen."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return int(children[0]) if children else self.pid

    def memory_kb(self) -> int:
        """What it holds of the memory."""
        size = Path(f"/proc/{self.child}/status").read_text().partition("VmRSS:")[2].split()
        return int(size[0]) if size else 0

    def cpu_s(self) -> float:
        """The processor's time that it took so far."""
        fields = Path(f"/proc/{self.child}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def share(self, seconds: float) -> float:
        """How much of a core it takes, measured for a time."""
        before, at = self.cpu_s(), time.monotonic()
        self.read(seconds)
        return (self.cpu_s() - before) / (time.monotonic() - at)

    def answers(self, within_s: float = 10) -> bool:
        """Whether a key is done within a time; of a measured program only."""
        before, end = len(self.beats), time.monotonic() + within_s
        while time.monotonic() < end and self.ended() is None:
            self.press(b"\x1b[24~")  # one may fall into a sequence that is not whole
            for _ in range(20):
                self.read(0.05)
                if len(self.beats) > before:
                    return True
        return False

    @property
    def beats(self) -> list[str]:
        """The screens on which it answered so far."""
        file = self.home / "beat"
        return file.read_text().split() if file.exists() else []

    def held(self) -> dict[str, Any]:
        """What it holds, by kind; of a measured program only."""
        file = self.home / "held"
        file.unlink(missing_ok=True)
        os.kill(self.child, signal.SIGUSR2)
        for _ in range(200):
            self.read(0.05)
            time.sleep(0.01)
            if file.exists():
                return {"memory_kb": self.memory_kb(), **json.loads(file.read_text())}
        return {}

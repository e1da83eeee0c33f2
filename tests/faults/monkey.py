"""Somebody's child at the keyboard: random keys, bursts, clicks, pastes, noise and sizes, on a real pty.

    PYTHONPATH=tests:tests/faults python tests/faults/monkey.py --keys 100000 --seed 1

prints a line a minute, and what it found: ends, tracebacks, memory, and the rest of a still screen. A run
ends with 1 where anything was found. `--stock` runs the driver of Textual and no turn for keys, and fails.
"""

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

KEYS = (
    *"1234abcdefghijklmnoprstuvwxyzJK/?.,+-=0156789 \r\t",
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[Z", "\x7f"),
    *("\x1b", "\x1b"),
    *("\x10", "\x12", "\x15", "\x17", "\x1b[11~", "\x1b[3~", "\x1b[1;5C", "é", "日", "👩‍👩‍👧"),
)  # fmt: skip
ENTERING = ("1\r", "\r", "3", "2\r", "4\r", "\x10", "\x10\x1b[5~", "\ru", "\rz", "q\r", "a\x10")
NOISE = (
    *(b"\xff", b"\xc3a", b"\xed\xa0\x80", b"\xe9t\xe9", b"\xf0\x9f", b"\xe2\x82", b"\x9b", b"\xc2\x9b"),
    *(b"\x1b[1114112u", b"\x1b[99999999999999999999u", b"\x1b[M\xff\xff\xff"),
    *(b"\x1b[48;99999;99999;1;1t", b"\x1b]52;c;\x1b\\"),
)
SIZES = ((1, 1), (5, 20), (16, 60), (24, 80), (50, 200), (100, 300), (3, 300), (100, 8))
FINE = {0}  # `q` in a place leaves, and that is no fault
STOCK = """
import sys
from backtui.tui import app, driver
from textual.drivers.linux_driver import LinuxDriver
driver.TerminalDriver = LinuxDriver
async def at_once(self, event):
    await self._handle(event)
app.TypedAhead.take = at_once
from backtui.cli.main import main
sys.exit(main())
"""


class Program:
    """One start of the full screen on a pty that is read all the time."""

    def __init__(self, home: Path, stock: bool) -> None:
        command = [sys.executable, *(["-c", STOCK] if stock else ["-m", "backtui"])]
        environ = {
            **os.environ,
            "HOME": str(home),
            "TERM": "xterm-256color",
            "BACKTUI_CLOCK": "2026-03-02T07:00:00+01:00@8",
        }
        environ = {name: value for name, value in environ.items() if not name.startswith("XDG_")}
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
        while data:
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

    def wait(self, seconds: float) -> bool:
        """Whether anything comes within a time."""
        return bool(select.select([self.master], [], [], seconds)[0]) and self.read(0.2) > 0

    def ended(self) -> int | None:
        """The exit code, where it has ended."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code

    def end(self) -> None:
        """Stop it, and wait."""
        os.kill(self.pid, signal.SIGTERM)
        for _ in range(100):
            self.read(0.05)
            if self.ended() is not None:
                break
        else:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)

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


def actions(rng: random.Random) -> Iterator[tuple[int, bytes | tuple[int, int]]]:
    """What is done next: how many keys it is, and the bytes or the size."""
    while True:
        roll = rng.random()
        if roll < 0.05:
            yield 0, rng.choice(SIZES)
        elif roll < 0.13:
            x, y, button = rng.randint(1, 120), rng.randint(1, 40), rng.choice((0, 0, 2, 35, 64, 65))
            click = f"\x1b[<{button};{x};{y}M" + (f"\x1b[<{button};{x};{y}m" if button < 3 else "")
            yield 1, click.encode()
        elif roll < 0.17:
            yield 1, rng.choice(NOISE)
        elif roll < 0.19:
            yield 1, b"\x1b[200~" + bytes(rng.choices(range(32, 127), k=rng.randint(1, 300))) + b"\x1b[201~"
        elif roll < 0.3:
            yield 2, rng.choice(ENTERING).encode()
        else:
            burst = rng.choice((1, 1, 1, 3, 10, 30))
            yield burst, "".join(rng.choices(KEYS, k=burst)).encode()


def monkey(
    keys: int, seed: int, *, stock: bool = False, say: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Press so many keys; a sentence for each thing that was found."""
    rng = random.Random(seed)
    found: list[str] = []
    pressed, starts, said = 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="monkey-") as home:
        program: Program | None = None
        first_kb = since = 0
        trail: list[bytes] = []
        for count, action in actions(rng):
            if program is None:
                program, starts, since, trail = Program(Path(home), stock), starts + 1, 0, []
                program.read(2.5)
                first_kb = 0
            if isinstance(action, bytes):
                program.press(action)
                trail = [*trail[-12:], action]
            else:
                program.resize(*action)
            program.read(rng.choice((0, 0, 0.005, 0.02, 0.05)))
            pressed, since = pressed + count, since + count
            code = program.ended()
            if code is not None:
                program.read(0.1)
                tail = program.output[-800:].decode("utf-8", "replace")
                if code not in FINE or "Traceback" in tail or "fault" in tail:
                    faults = sorted(Path(home).rglob("fault.txt"))
                    why = faults[-1].read_text()[-600:] if faults else tail[-300:]
                    found.append(f"ended with {code} after {since} keys, the last {trail}:\n{why}")
                os.close(program.master)
                program = None
            elif since > 400 and not first_kb:
                first_kb = program.memory_kb()
            if time.monotonic() - said > 60:
                say(f"{pressed} keys, {starts} starts, {len(found)} found")
                said = time.monotonic()
            if pressed >= keys:
                break
        if program is not None and program.ended() is None:
            found += still(program)
            last_kb = program.memory_kb()
            say(f"{pressed} keys, {starts} starts; memory {first_kb} KB then {last_kb} KB over {since} keys")
            program.end()
    return found


def still(program: Program) -> list[str]:
    """What is wrong once nobody presses anything more: it must answer, and take no time."""
    program.resize(24, 80)
    for _ in range(4):
        program.press(b"\x1b")
        program.read(0.5)
    program.press(b" ")  # a session stands still
    program.read(4)
    program.resize(23, 79)  # a key may mean nothing where it is, a size always does
    if not program.wait(10):
        ended = program.ended()
        return [] if ended in FINE else [f"it answers nothing: {ended}, {program.output[-500:]!r}"]
    program.read(1)
    before, at = program.cpu_s(), time.monotonic()
    program.read(5)
    share = (program.cpu_s() - before) / (time.monotonic() - at)
    return [f"it takes {share:.0%} of a core at rest"] if share > 0.3 else []


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stock", action="store_true", help="without what keeps it whole")
    asked = parser.parse_args()
    found = monkey(asked.keys, asked.seed, stock=asked.stock, say=lambda line: print(line, flush=True))
    print("\n".join(found) or "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""What every test is given: a home of its own, no settings from outside, its own clock, a terminal."""

import gc
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from once import remembering_load, remembering_migrate, shelf
from traps import no_network

from backtui.content import load
from backtui.machine.clock import Clock
from backtui.store import migrations

ROOT = Path(__file__).parents[1]

# A shell lets what it starts in the background ignore these, and the tests of leaving send them.
ENDINGS = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGQUIT: signal.SIG_DFL,
    signal.SIGHUP: signal.SIG_DFL,  # nohup
}
for ending, handler in ENDINGS.items():
    if signal.getsignal(ending) is signal.SIG_IGN:
        signal.signal(ending, handler)

# The store waits for the disk at every write, and memory does not make it wait: a third of a run's time.
MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 2**30
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK):
    room = os.statvfs(MEMORY)
    if room.f_bavail * room.f_frsize >= ENOUGH_BYTES and not room.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# A voice that happens to be installed would be offered before a first session, but not to who sits elsewhere.
os.environ["SSH_TTY"] = "/dev/null"

# No test, and no screen in one, may ask another machine for anything.
sys.addaudithook(no_network)

# How often a property is tried; `--hypothesis-profile=thorough` is for all of it (see often.py).
settings.register_profile("quick", max_examples=10, deadline=None, derandomize=True, database=None)
# The same examples each time, so that a change fails by itself; `random` looks for new ones.
settings.register_profile("thorough", max_examples=60, deadline=None, derandomize=True, database=None)
settings.register_profile("random", max_examples=100, deadline=None)
settings.load_profile("quick")

# What is the same in every test is made once a process, before anything has imported it by its name.
load.load = remembering_load(load.load)
migrations.migrate = remembering_migrate(migrations.migrate)

# An app is thousands of objects that go at once: looking for them less often saves a seventh of the time.
gc.set_threshold(100_000, 50, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The gate first: its tools take longest, and no other process can take a part of that."""
    items.sort(key=lambda item: "test_gate" not in item.nodeid)


@pytest.fixture(scope="session", autouse=True)
def shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder for what is made once a run."""
    base = tmp_path_factory.getbasetemp()
    shelf.folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(autouse=True)
def at_home(request: pytest.FixtureRequest) -> None:
    """A home for each test but those of the domain, most of which take less time than to make one."""
    if request.path.parent.name != "domain":
        request.getfixturevalue("home")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with the zone UTC and without a variable that changes what backtui does."""
    for name in list(os.environ):
        if name.startswith(("BACKTUI_", "XDG_", "TEXTUAL", "PYTEST_ADDOPTS")) or name in {
            "NO_COLOR",
            "COLORTERM",
        }:
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name, place in (("DATA", ".local/share"), ("CONFIG", ".config"), ("STATE", ".local/state")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / place))
    spare = tmp_path.with_name(f"{tmp_path.name}-spare")
    spare.mkdir(exist_ok=True)
    monkeypatch.setenv("TMPDIR", str(spare))  # what cannot be saved may go there
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    return home


class ManualClock(Clock):
    """A clock that stands still until `advance` or `sleep` moves it."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 7, tzinfo=UTC)) -> None:
        self.wall = start
        self.seconds = 0.0

    @property
    def rate(self) -> float:
        return 1.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.advance(max(0.0, seconds))

    def advance(self, seconds: float) -> None:
        """Let so many seconds go by at once."""
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> ManualClock:
    """A clock at 2026-03-02 07:00 UTC, a Monday."""
    return ManualClock()


class Terminal:
    """A pty with a program on it, seen from the far end."""

    def __init__(self, command: list[str], *, controlling: bool = True) -> None:
        self.seen = b""
        environ = {**os.environ, "PYTHONPATH": str(ROOT), "PS1": "$ "}
        if controlling:
            self.pid, self.master = pty.fork()
            if self.pid == 0:
                os.execve(command[0], command, environ)
        else:
            self.master, slave = pty.openpty()
            self.process = subprocess.Popen(
                command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env=environ
            )
            self.pid = self.process.pid
            os.close(slave)
        self.modes = termios.tcgetattr(self.master)

    def wait_for(self, words: str, seconds: float = 20) -> bytes:
        """Read until `words` have come; what came up to there."""
        end = time.monotonic() + seconds
        while words.encode() not in self.seen:
            assert time.monotonic() < end, self.seen
            self.read(0.1)
        found, _, self.seen = self.seen.partition(words.encode())
        return found

    def read(self, seconds: float) -> bool:
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            more = os.read(self.master, 65536)
        except OSError:
            return False
        self.seen += more
        return bool(more)

    def child(self) -> int:
        """Wait for the face; its process id."""
        self.wait_for("READY ")
        return int(self.wait_for("."))

    def end(self, seconds: float = 5) -> int:
        """The exit code, which must come within `seconds`; all output is in `seen` then."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.master >= 0 and self.read(0):
                    pass
                return os.waitstatus_to_exitcode(status)
            if self.master >= 0:
                self.read(0.02)
        raise AssertionError(f"still alive: {self.seen!r}")

    def hang_up(self) -> None:
        os.close(self.master)
        self.master = -1


@pytest.fixture
def on_terminal() -> Iterator[Callable[..., Terminal]]:
    """Starts programs on terminals, and leaves none of either behind."""
    opened: list[Terminal] = []

    def start(command: list[str], *, controlling: bool = True) -> Terminal:
        opened.append(Terminal(command, controlling=controlling))
        return opened[-1]

    yield start
    for terminal in opened:
        if terminal.master >= 0:
            os.close(terminal.master)
        try:
            os.kill(terminal.pid, signal.SIGKILL)
            os.waitpid(terminal.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        if hasattr(terminal, "process"):
            terminal.process.returncode = 0

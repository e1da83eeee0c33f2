"""A disk that fails on demand: commands of backtui in processes of their own, with disk.c under them.

`prepared` starts the calling script anew with the compiled disk.c before libc; `run` then forks a command
whose n-th change of a file below its home is refused, or is the last thing it does, or whose changes are
recorded.
"""

import ctypes
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import which

SOURCE = Path(__file__).with_name("disk.c")
ROOT = Path(__file__).parents[2]
KILL, TEAR = -1, -2  # in the place of an errno: the process ends before that change, or in the middle of it
AT = "2026-08-03T07:00:00+00:00"  # after all that the old logs have
WITHIN_S = 60.0
MODULES = (  # what a command would load by itself, loaded once for all of them
    *("_strptime", "statistics", "sysconfig", "tomllib", "zoneinfo", "html", "sqlite_utils", "tomlkit"),
    *("backtui.cli.backup", "backtui.cli.commands", "backtui.cli.doctor", "backtui.cli.export"),
    *(
        "backtui.cli.import_",
        "backtui.cli.log",
        "backtui.cli.main",
        "backtui.cli.merge",
        "backtui.cli.session",
    ),
    *("backtui.cli.set", "backtui.cli.today", "backtui.coach.history", "backtui.coach.programme"),
    *("backtui.coach.targets", "backtui.store.append"),
    *(
        "backtui.config.file",
        "backtui.content.load",
        "backtui.content.own",
        "backtui.plain.run",
        "backtui.tui.app",
    ),
    *("backtui.exchange.json_export", "backtui.exchange.json_import", "backtui.exchange.report"),
    *("backtui.store.merge.apply", "backtui.store.merge.other_log", "backtui.store.merge.salvage"),
    *("backtui.store.queries.history", "backtui.store.restore"),
)
WITHOUT_COMPILER = "there is no C compiler (cc) here"


def compiled() -> Path | None:
    """Disk.c as a library, made once; None where there is no compiler."""
    if sys.platform != "linux" or which("cc") is None:
        return None
    made = Path(
        tempfile.gettempdir(), f"disk-{os.getuid()}-{sha256(SOURCE.read_bytes()).hexdigest()[:12]}.so"
    )
    if not made.exists():
        fresh = made.with_suffix(f".{os.getpid()}")
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", fresh, SOURCE, "-ldl"], check=True)
        fresh.rename(made)
    return made


def prepared() -> None:
    """Go on with disk.c under this process, and backtui imported; without a compiler end with a sentence."""
    library = compiled()
    if library is None:
        print(f"Not tried: {WITHOUT_COMPILER}.")
        raise SystemExit(0)
    if os.environ.get("LD_PRELOAD") != str(library):
        os.environ["LD_PRELOAD"] = str(library)
        os.execv(sys.executable, [sys.executable, *sys.argv])
    sys.path[:0] = [str(ROOT)]
    for name in MODULES:
        __import__(name)


@dataclass(frozen=True)
class Fault:
    """What meets the nth change: an errno, KILL or TEAR; `lasting`: and every one after it."""

    nth: int = 0
    what: int = 0
    lasting: bool = False


@dataclass
class Told:
    """How a command ended: 128 + n after a signal, None where it had to be killed; `changes` it made."""

    code: int | None
    out: str
    err: str
    changes: int = 0

    @property
    def text(self) -> str:
        """All that was said, as one line."""
        return " ".join((self.out + self.err).split())

    @property
    def wrong(self) -> list[str]:
        """What doctor found."""
        return [line for line in (self.out + self.err).splitlines() if line.startswith(("!", "backtui:"))]


def run(
    home: Path,
    *words: str,
    fault: Fault = Fault(),
    record: Path | None = None,
    rate: float = 1,
    at: str = AT,
    screen: Callable[[int], None] | None = None,
    before: Callable[[], None] = lambda: None,
    act: Callable[[], int] | None = None,
) -> Told:
    """One command as a process of its own; `screen` sits at its terminal, `before` is done in it first.

    `act` is done in the place of the command.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid, master = pty.fork() if screen else (os.fork(), -1)
        if pid == 0:
            if not screen:
                os.setsid()
                null = os.open(os.devnull, os.O_RDONLY)
                for target, source in enumerate((null, out.fileno(), err.fileno())):
                    os.dup2(source, target)
            os._exit(_be_command(home, words, fault, record, f"{at}@{rate}", before, act))
        text = b""
        if screen:
            screen(master)
            text = _drained(master, pid)
        code = _waited(pid)
        if screen:
            os.close(master)
            return Told(code, text.decode("utf-8", "replace"), "", _shim().disk_count())
        out.seek(0)
        err.seek(0)
        return Told(code, out.read().decode(), err.read().decode(), _shim().disk_count())


def _shim() -> ctypes.CDLL:
    shim = ctypes.CDLL(None)
    shim.disk_count.restype = ctypes.c_long
    return shim


def _be_command(
    home: Path,
    words: tuple[str, ...],
    fault: Fault,
    record: Path | None,
    clock: str,
    before: Callable[[], None],
    act: Callable[[], int] | None,
) -> int:
    """The command itself, in the process that was forked for it."""
    for name in list(os.environ):
        if name.startswith(("BACKTUI_", "XDG_", "TEXTUAL")):
            del os.environ[name]
    os.environ.update(HOME=str(home), TZ="UTC", TERM="xterm-256color", BACKTUI_CLOCK=clock, LC_ALL="C.UTF-8")
    os.environ["TMPDIR"] = str(home)  # each home has its own spare folder, as it has its own log
    time.tzset()
    sys.argv = ["backtui", *words]
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    before()
    from backtui.cli.main import main

    into = str(record).encode() if record else b""
    _shim().disk_arm(str(home).encode(), ctypes.c_long(fault.nth), fault.what, int(fault.lasting), into)
    code = (act or main)()
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    return code


def _drained(master: int, pid: int) -> bytes:
    """What a terminal still says, until the program on it has ended."""
    text, end = b"", time.monotonic() + WITHIN_S
    while time.monotonic() < end:
        if select.select([master], [], [], 0.1)[0]:
            try:
                text += os.read(master, 65536)
            except OSError:
                break
    return text


def _waited(pid: int) -> int | None:
    """The exit code of a process, which is killed when it takes too long."""
    end = time.monotonic() + WITHIN_S
    while time.monotonic() < end:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        time.sleep(0.002)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None

"""The log cannot be written while a session runs and the program must leave: fault × way out × face.

What is said must be what the log and the file of unsaved events hold; the next start takes that file in,
nothing twice. `python tests/faults/unsaved.py --tries N` runs the whole table so often.
"""

import argparse
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from conftest import Terminal  # noqa: E402 the folders above first
from found import Found  # noqa: E402
from plain_process import COMMAND, ROOT, PlainSession, environ  # noqa: E402
from screen_process import ScreenProgram  # noqa: E402

from backtui.cli.context import wired  # noqa: E402

DOWN = "\x1b[B"
TOLD = re.compile(
    r"(\d+) repetitions? (?:is|are) saved; (\d+|what came after)"
    r" (?:waits?|could not be kept)(?: in (\S+) and (?:is|are) added at the next start with that log)?"
)
ENDINGS = {"SIGTERM": signal.SIGTERM, "SIGHUP": signal.SIGHUP}
REPS = "select id from event join event_kind on number = kind where name = 'rep-ended'"
TWICE = "select count(*) from rep group by session, item, side, rep having count(*) > 1"
MEGABYTE = 1 << 20


@contextmanager
def deleted(log: Path) -> Iterator[None]:
    """The log is moved away, which is what the system calls deleted while it is open."""
    aside = log.with_name("aside.db")
    log.rename(aside)
    yield
    aside.rename(log)


@contextmanager
def locked(log: Path) -> Iterator[None]:
    """Another program holds the log."""
    with closing(sqlite3.connect(log, isolation_level=None, timeout=10)) as conn:
        conn.execute("begin exclusive")
        yield


@contextmanager
def full(log: Path) -> Iterator[None]:
    """No byte is free on the log's disk."""
    filler = log.with_name("filler")
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    yield
    filler.unlink()


@contextmanager
def held(log: Path) -> Iterator[None]:
    """Another program writes for a long time; the log can be read."""
    with closing(sqlite3.connect(log, isolation_level=None, timeout=10)) as conn:
        conn.execute("begin immediate")
        yield


@contextmanager
def read_only(log: Path) -> Iterator[None]:
    """The disk was mounted to be read only."""
    subprocess.run(["mount", "-o", "remount,ro", log.parent], check=True, capture_output=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", log.parent], check=True, capture_output=True)


FAULTS: dict[str, Callable[[Path], object]] = {"deleted": deleted, "locked": locked, "full": full}
WAYS, FACES = (*ENDINGS, "q"), ("screen", "plain")
# Those that are there before the session begins: it begins all the same.
BEFORE: dict[str, Callable[[Path], object]] = {
    "held": held,
    "full before": full,
    "read-only": read_only,
    "no log yet": read_only,
}


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk of two megabytes. Raises CalledProcessError where none may be mounted."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "none", place], check=True, capture_output=True
        )
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "-l", place], check=True)


def reps(log: Path) -> set[bytes]:
    """The ids of the repetitions in the log; none where it was not made yet."""
    if not log.exists():
        return set()
    with closing(sqlite3.connect(log)) as conn:
        return {bytes(row[0]) for row in conn.execute(REPS)}


def waiting(home: Path) -> set[bytes]:
    """The ids of the repetitions in files beside it."""
    found: set[bytes] = set()
    for path in home.rglob("unsaved-*.json"):
        entries = json.loads(path.read_bytes())["events"]
        found |= {bytes.fromhex(each["id"]) for each in entries if each["kind"] == "rep-ended"}
    return found


def on_plain(way: str, fault: Callable[[], object], *, before: bool) -> tuple[int, str]:
    """The exit code and the last words of a plain session that the fault met."""
    if before:
        fault()
    with PlainSession(rate=30, stdin=subprocess.PIPE) as running:
        assert running.process.stdin is not None
        if before:
            running.hear("saving is tried again")
        else:
            running.hear("counted.", times=2)
            fault()
        told = len(running.lines)
        # Each further phase is told, counted or not; in six of them a repetition ends.
        while len(running.lines) < told + 8:
            running.hear("", times=len(running.lines) + 1)
            if "Press Enter" in running.lines[-1]:  # the first wait for a lock is long on a quick clock
                os.write(running.process.stdin.fileno(), b"\n")
        if way in ENDINGS:
            running.send(ENDINGS[way])
        else:
            os.write(running.process.stdin.fileno(), b"q\n")
        code, stderr = running.end(60)
    return code, " ".join([*running.lines[-3:], stderr])


def on_screen(way: str, fault: Callable[[], object], *, before: bool) -> tuple[int, str]:
    """The same of the full screen."""
    if before:
        fault()
    os.environ["BACKTUI_CLOCK"] = environ(20)["BACKTUI_CLOCK"]
    terminal = Terminal(COMMAND)
    program = ScreenProgram(terminal)
    try:
        if before:
            program.until(lambda text: "Start" in text or "Welcome" in text)
            time.sleep(0.5)  # the day may be painted before what is said at the first start covers it
            if "Welcome" in program.look():
                program.press("\r")
                program.see("Start")
            program.press("\r")
            program.see("memory")
            program.see("GET READY")
        else:
            program.begin()
            program.see("●")
            fault()
        program.until(lambda _: program.repetition()[2] == 2, 30)
        program.until(lambda _: program.repetition()[2] == 1, 30)
        if way in ENDINGS:
            os.kill(program.child, ENDINGS[way])
        else:
            program.press("q")
            program.see("Stop the session?")
            program.press(f"{DOWN}\r")
            program.see("Not all is saved")
            program.press(f"{DOWN}\r")
            program.until(lambda text: "Not all is saved" not in text)
            program.press("q")
        return terminal.end(20), program.output
    finally:
        os.close(terminal.master)
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(terminal.pid, signal.SIGKILL)
            os.waitpid(terminal.pid, 0)


def one(found: Found, name: str, way: str, face: str, home: Path, disk: Path) -> None:
    """One try in a home of its own, the log on `disk`; what is wrong is counted."""
    log = disk / "backtui.db"
    os.environ.update(
        {"HOME": str(home), "BACKTUI_DB": str(log), "TMPDIR": str(home), "TERM": "xterm-256color"}
    )
    for kind in ("DATA", "CONFIG", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(home / kind.lower())
    before = name in BEFORE
    if before and name != "no log yet":
        with wired(None, None, None, None).writing() as opened:
            opened.diary.notice_seen()
    context = (FAULTS | BEFORE)[name](log)
    begin = context.__enter__  # type: ignore[attr-defined] each is a context manager
    found.tries += 1
    try:
        code, said = (on_screen if face == "screen" else on_plain)(way, begin, before=before)
    except AssertionError as error:
        found.crashes += 1
        found.notes.append(f"{name} × {way} × {face}: {error}")
        return
    finally:
        with suppress(FileNotFoundError):
            context.__exit__(None, None, None)  # type: ignore[attr-defined]
    judge(found, f"{name} × {way} × {face}", (code, " ".join(said.split())), way, log, home)


def judge(found: Found, row: str, left: tuple[int, str], way: str, log: Path, home: Path) -> None:
    """Compare what was said with what there is, before and after the next start."""
    code, said = left
    had, waits = reps(log), waiting(home) - reps(log)
    told = TOLD.findall(said)

    def wrong(what: str) -> None:
        found.said_wrongly += 1
        found.notes.append(f"{row}: {what}: code {code}: {said[-400:]}")

    if "Traceback" in said or "has a fault" in said:
        found.crashes += 1
        found.notes.append(f"{row}: {said[-400:]}")
    if not told:
        wrong("nothing was said")
    else:
        saved, rest, place = told[-1]
        if (int(saved), int(rest) if rest.isdigit() else 0, bool(place)) != (len(had), len(waits), True):
            wrong(f"the log has {len(had)}, the file {len(waits)}")
    if code != (128 + ENDINGS[way] if way in ENDINGS else 1):
        wrong("the exit code")
    subprocess.run(
        [*COMMAND, "today"], cwd=ROOT, env=environ(1, 5), capture_output=True, timeout=60, check=True
    )
    now = reps(log)
    found.lost += len((had | waits) - now)
    with closing(sqlite3.connect(log)) as conn:
        found.doubled += len(conn.execute(TWICE).fetchall())
    if waiting(home):
        wrong("the file is still there")
    doctor = subprocess.run(
        [*COMMAND, "doctor", "--json"], cwd=ROOT, env=environ(1, 5), capture_output=True, timeout=60
    )
    if not json.loads(doctor.stdout)["sound"]:
        wrong(f"doctor: {doctor.stdout.decode()[:600]}")


def table(tries: int, faults: list[str]) -> int:
    """Run it; 1 where anything is wrong."""
    code = 0
    for name in faults:
        found = Found(f"{name}, then left")
        for _ in range(tries):
            for way in WAYS:
                for face in FACES:
                    with tempfile.TemporaryDirectory() as home, small_disk() as disk:
                        one(found, name, way, face, Path(home), disk)
        code = max(code, found.told())
    return code


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=1)
    parser.add_argument("--fault", action="append", choices=[*FAULTS, *BEFORE])
    given = parser.parse_args()
    raise SystemExit(table(given.tries, given.fault or [*FAULTS, *BEFORE]))

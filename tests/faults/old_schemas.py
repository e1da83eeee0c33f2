"""Logs of old versions brought along: by many starts at once, and by starts that are killed at every step.

    python tests/faults/old_schemas.py [--starts 24] [--every 1]

Each old version of the log (1000, 1001, 2000) is opened by so many commands at the same moment: all must end
well, with one migration after one backup. Then a start is killed before its first change of a file, in the
midst of it, before its second, and so on: the log opens afterwards, whole, and a sound backup of what was is
there.
`--stock` migrates without the lock that a migration begins with, which must fail.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from disk import AT, KILL, ROOT, TEAR, Fault, prepared, run
from found import Found
from full_disk import CASES, State, unfinished
from homes import FIRST_SCHEMA, Homes, backups_of, log_of

VERSIONS = (1000, 1001, 2000, 2001, 2002)
UNLOCKED = """
import sys
from backtui.store import migrations
def migrate(conn, before, steps=migrations.MIGRATIONS):
    todo = migrations.pending(conn, steps)
    if todo and migrations.version(conn):
        before()
    for step in todo:
        migrations.apply(conn, step)
    return todo
from backtui.store import opening
opening.migrate = migrate
from backtui.cli.main import main
sys.exit(main())
"""
WITHIN_S = 120


def old_log(path: Path, version: int) -> None:
    """A log of an old version, made from the first by the migrations that there were then."""
    from backtui.store.migrations import MIGRATIONS, apply

    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.executescript(FIRST_SCHEMA.read_text())
        conn.execute("begin")
        for step in MIGRATIONS:
            if 1000 < step.version <= version:
                apply(conn, step)
        conn.execute("commit")
    path.chmod(0o600)


def version_of(path: Path) -> int:
    """The version that a file says it has."""
    return int.from_bytes(path.read_bytes()[60:64], "big")


def at_once(home: Path, starts: int, found: Found, *, usual: bool) -> None:
    """So many commands at the same moment; what is wrong is noted."""
    log = log_of(home)
    version = version_of(log)
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "LD_"))}
    environ |= {"HOME": str(home), "PYTHONPATH": str(ROOT), "BACKTUI_CLOCK": AT}
    command = [sys.executable, *(["-c", UNLOCKED] if usual else ["-m", "backtui"]), "log", "pain"]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    running = [
        subprocess.Popen([*command, str(number % 10)], env=environ, text=True, **pipes)  # type: ignore[call-overload]
        for number in range(starts)
    ]
    said = []
    for process in running:
        try:
            said.append(process.communicate(timeout=WITHIN_S)[0])
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            found.left_alive += 1
    found.tries += starts
    for process, text in zip(running, said, strict=False):
        if process.returncode:
            found.crashes += 1
            found.notes.append(
                f"version {version}: a start ended with {process.returncode}: {text.strip()[-300:]}"
            )
    with closing(sqlite3.connect(log)) as conn:
        (pains,) = conn.execute("select count(*) from pain where session is null").fetchone()
    ended_well = sum(process.returncode == 0 for process in running)
    found.lost += max(0, ended_well - pains)
    found.doubled += max(0, pains - ended_well)
    copies = [version_of(path) for path in backups_of(home).glob("*.db")]
    if copies != [version]:
        found.said_wrongly += 1
        found.notes.append(f"version {version}: the backups are {copies}")


def killed(homes: Homes, version: int, every: int, found: Found) -> None:
    """A start that migrates, killed at each change of a file."""
    case = CASES["migration"]
    home = homes.fresh("old")
    before = State.of(home, case)
    whole = run(home, "log", "pain", "3")
    assert whole.code == 0, whole
    after = State.of(home, case)
    for nth in range(1, whole.changes + 1, every):
        for what in (KILL, TEAR):
            home = homes.fresh("old")
            told = run(home, "log", "pain", "3", fault=Fault(nth, what))
            found.tries += 1
            notes = [*_looked_at(home, version, before, after)]
            if told.code == 0 or told.out:
                notes.append(f"it went on: {told.text}")
            if notes:
                found.notes.append(
                    f"version {version}, killed at {nth} of {whole.changes}: {'; '.join(notes)}"
                )
                found.crashes += 1


def _looked_at(home: Path, version: int, before: State, after: State) -> list[str]:
    """What is wrong after a kill."""
    from backtui.store.backup import copies, verify

    log, notes = log_of(home), []
    cut_off = log.with_name("backtui.db-journal")
    if version_of(log) > version and not (cut_off.exists() and cut_off.stat().st_size):
        sound = [verify(path) for path in copies(backups_of(home), "backtui")]
        if not any(each.sound and each.version == version for each in sound):
            notes.append("brought along without a backup")
    if any(not verify(path).sound for path in copies(backups_of(home), "backtui")):
        notes.append("a backup that is not sound")
    start = run(home, "log", "pain", "4")
    if start.code:
        notes.append(f"the next start says {start.text}")
    looked = run(home, "doctor")
    if looked.code:
        notes.append(f"doctor: {looked.wrong}")
    state = State.of(home, CASES["migration"])
    pains = state.events["pain-answered"] - before.events["pain-answered"]
    if before.events - state.events or pains not in (1, 2):
        notes.append(f"{pains} pains more than before, {before.events - state.events} are missing")
    if left := unfinished(home):
        notes.append(f"left behind: {left}")
    return notes


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--starts", type=int, default=24)
    parser.add_argument("--every", type=int, default=1, help="kill only at every so manieth change")
    parser.add_argument("--only", type=int, action="append", choices=VERSIONS)
    parser.add_argument("--stock", action="store_true", help="without the lock; must fail")
    asked = parser.parse_args()
    prepared()
    many, kills = Found("starts at once on an old log"), Found("a migration killed")
    with tempfile.TemporaryDirectory(prefix="old-") as room:
        homes = Homes(Path(room))
        for version in asked.only or VERSIONS:
            log = log_of(homes.room / "old")
            log.unlink()
            old_log(log, version)
            at_once(homes.fresh("old"), asked.starts, many, usual=asked.stock)
            if not asked.stock:
                killed(homes, version, asked.every, kills)
    return many.told() if asked.stock else max(many.told(), kills.told())


if __name__ == "__main__":
    raise SystemExit(main())

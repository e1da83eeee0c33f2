"""Homes that commands are tried in: lived in, empty, with a log of the first schema or one to be repaired."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from disk import ROOT, run

SHORT = """\
id = "{name}"
name = "{name}"

[[items]]
exercise = "pelvic-tilt"
dose = {{ hold_s = 3, reps = 2 }}

[[items]]
exercise = "arm-reach"
dose = {{ hold_s = 3, reps = 1 }}
"""
FIRST_SCHEMA = ROOT / "tests" / "store" / "schema_1000.sql"


def log_of(home: Path) -> Path:
    """Where the log is in a home."""
    return home / ".local" / "share" / "backtui" / "backtui.db"


def backups_of(home: Path) -> Path:
    """Where its backups are."""
    return log_of(home).with_name("backtui.db-backups")


def does(home: Path, *words: str, rate: float = 1) -> None:
    """One command, which must succeed."""
    told = run(home, *words, rate=rate)
    assert told.code == 0, (words, told)


class Homes:
    """Homes made once, and one that is laid anew from them before each try."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.home = room / "home"
        self.given = room / "given"
        self.given.mkdir()
        for name in ("short", "further"):
            (self.given / f"{name}.toml").write_text(SHORT.format(name=name))
        self._other(room / "other")
        self._lived(room / "lived")
        self._old(room / "old")
        self._differs(room / "differs")
        (room / "empty").mkdir()

    def fresh(self, kind: str) -> Path:
        """The home, laid anew."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.room / kind, self.home)
        return self.home

    def _other(self, home: Path) -> None:
        """Another device's log, and an export of it."""
        home.mkdir()
        does(home, "log", "aerobic", "walking", "--minutes", "30")
        does(home, "set", "pretzel", "--hold", "3", "--note", "elsewhere")
        does(home, "export", "-o", str(self.given / "other.json"))
        shutil.copy(log_of(home), self.given / "other.db")

    def _lived(self, home: Path) -> None:
        """Some days of entries, a backup, and files that commands replace."""
        home.mkdir()
        does(home, "import", str(self.given / "short.toml"))
        does(home, "session", "--plain", "--routine", "short", rate=600)
        does(home, "log", "pain", "2")
        does(home, "backup")
        does(home, "export", "-o", str(home / "log.json"))
        does(home, "backup", str(home / "copy.db"))

    def _differs(self, home: Path) -> None:
        """A log whose tables are not what its entries say."""
        shutil.copytree(self.room / "lived", home)
        with closing(sqlite3.connect(log_of(home))) as conn:
            conn.execute("delete from rep")
            conn.commit()

    def _old(self, home: Path) -> None:
        """A log that the first version wrote."""
        log = log_of(home)
        log.parent.mkdir(parents=True, mode=0o700)
        with closing(sqlite3.connect(log)) as conn:
            conn.executescript(FIRST_SCHEMA.read_text())
        log.chmod(0o600)

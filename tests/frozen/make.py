"""Makes the three logs of this folder by real commands, and writes down all that is said of them.

    python tests/frozen/make.py logs    lives the three logs anew; ids are drawn, so they are others each time
    python tests/frozen/make.py told    writes down what is said of the logs that are here, and of the demo

What is frozen holds until behaviour is changed on purpose; then `told` renews it, and git shows what moved.
"""

import gzip
import os
import pty
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FIRST_SCHEMA = ROOT / "tests" / "store" / "schema_1000.sql"
BY_EAR = 60  # a session that is answered word by word
ALONE = 4000  # one that runs to its end by itself

HIP = """\
id = "hip-circle"
name = "Hip circle"
kind = "strength"
position = "hands-and-knees"
sides = "each"
works_on = ["hips"]
avoid_with = ["knee"]
set_up = ["Kneel on hands and knees.", "Keep your {other} knee down."]
movement_in = "Slowly lift your {side} knee out to the side."
hold = ["Your back stays still; breathe slowly."]
movement_out = "Slowly bring your {side} knee back."

[dose]
start = { hold_s = 3, reps = 1 }
target = { hold_s = 4, reps = 2 }
ceiling = { hold_s = 8, reps = 6 }
"""
OTHER = HIP.replace("hip-circle", "hip-swing").replace("Hip circle", "Hip swing")
MORNING = """\
id = "morning"
name = "Morning"

[[items]]
exercise = "hip-circle"

[[items]]
exercise = "pelvic-tilt"
dose = { hold_s = 4, reps = 3 }

[[items]]
exercise = "pelvic-lift"

[[items]]
exercise = "pelvic-tilt"
"""


class Person:
    """One device: a home of its own, in a zone."""

    def __init__(self, home: Path, zone: str) -> None:
        self.home = home
        self.zone = zone
        home.mkdir()

    @property
    def database(self) -> Path:
        return self.home / ".local" / "share" / "backtui" / "backtui.db"

    def _process(self, at: str, words: Sequence[str], stdin: int) -> "subprocess.Popen[str]":
        environ = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": self.zone}
        return subprocess.Popen(
            [sys.executable, "-m", "backtui", *words],
            cwd=ROOT,
            env=environ | {"BACKTUI_CLOCK": at},
            stdin=stdin,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def does(self, at: str, *words: str) -> None:
        """One command, which must succeed."""
        out, _ = (running := self._process(at, words, subprocess.DEVNULL)).communicate()
        assert running.returncode == 0, (words, out)

    def trains(self, at: str, *words: str) -> None:
        """A session that runs to its end by itself, on an empty stdin."""
        self.does(f"{at}@{ALONE}", "session", "--plain", *words)

    def answers(self, at: str, said: Sequence[tuple[str, str]], *words: str) -> None:
        """A session at a terminal: each word is typed, in turn, when a line with its cue has been said."""
        master, slave = pty.openpty()
        running = self._process(f"{at}@{BY_EAR}", ["session", "--plain", *words], slave)
        os.close(slave)
        assert running.stdout is not None
        left = list(said)
        for line in running.stdout:
            if left and left[0][0] in line:
                os.write(master, f"{left.pop(0)[1]}\n".encode())
        assert running.wait() == 0
        os.close(master)
        assert not left, left


def trained(room: Path) -> Path:
    """Sessions with pain, ease and dizziness, targets, locks, undo and redo, notes kept and erased, edits."""
    one = Person(room / "one", "Europe/Berlin")
    one.trains("2026-03-02T07:00:00")
    one.does("2026-03-03T08:00:00", "set", "pelvic-lift", "--target-hold", "8", "--target-reps", "6")
    one.does("2026-03-03T08:01:00", "set", "arm-reach", "--hold", "3", "--lock", "--by", "provider")
    one.does("2026-03-03T08:02:00", "set", "all", "--needed", "3", "--note", "Anna: slowly")
    one.does("2026-03-03T08:03:00", "set", "leg-reach", "--needed", "default")
    one.does("2026-03-03T08:04:00", "set", "pretzel", "--hold", "4", "--reps", "3", "--note", "once more")
    one.does("2026-03-03T08:05:00", "undo")
    one.does("2026-03-03T08:06:00", "undo", "--redo")
    one.does("2026-03-03T08:07:00", "set", "pretzel", "--erase-notes", "--yes")
    one.does("2026-03-03T08:08:00", "set", "wall-slide", "--ceiling-hold", "6", "--ladder", "holds")
    one.does("2026-03-03T08:09:00", "set", "frequency", "--per-week", "4", "--by", "provider")
    one.answers(
        "2026-03-04T07:00:00",
        [
            ("from 0 to 10", "2"),
            ("Hold 2", "e"),
            ("Exercise 2 ", "where"),
            ("Hold 2", "+"),
            ("Relax", "r"),
            ("Exercise 3 ", "n"),
            ("Exercise 4 ", "p"),
            ("aused", "p"),
            ("Hold", "x"),
            ("Exercise 5 ", "1"),
            ("Exercise 6 ", "3"),
            ("To rate one", "1 hard"),
            ("rated", "2 easy"),
            ("rated", ""),
            ("from 0 to 10", "4"),
        ],
        "--minutes",
        "8",
    )
    one.does("2026-03-04T09:00:00", "edit", "last", "--note", "The left side is stiff ✓")
    one.does("2026-03-05T08:00:00", "log", "morning", "worse")
    one.answers(
        "2026-03-06T07:00:00",
        [
            ("from 0 to 10", ""),
            ("Exercise 3 ", "w"),
            ("Hold", "d"),
            ("To rate one", ""),
            ("from 0 to 10", ""),
        ],
        "--routine",
        "stretches",
    )
    one.does("2026-03-06T08:00:00", "edit", "last", "--note", "dizzy, to be forgotten")
    one.does("2026-03-06T08:01:00", "edit", "last", "--erase-note", "--yes")
    for day in ("08", "10", "12", "14"):
        one.trains(f"2026-03-{day}T18:30:00", "--minutes", "12")
    one.does("2026-03-10T19:30:00", "edit", "last", "--exercise", "pelvic-tilt", "--rating", "hard")
    one.does("2026-03-12T19:30:00", "edit", "2026-03-12", "--exercise", "cat-camel", "--reps-held", "1")
    one.does("2026-03-12T19:31:00", "edit", "2026-03-12", "--exercise", "pelvic-tilt", "--held", "1")
    one.does("2026-03-12T19:32:00", "edit", "2026-03-12", "--pain-before", "2", "--pain-after", "6")
    one.does("2026-03-14T19:30:00", "edit", "last", "--exercise", "pretzel", "--pain")
    one.does("2026-03-14T19:31:00", "edit", "last", "--dizzy")
    one.does("2026-03-14T19:32:00", "undo")
    one.does("2026-03-15T08:00:00", "edit", "2026-03-08", "--date", "2026-03-07", "--time", "06:45")
    one.does("2026-03-15T08:01:00", "edit", "2026-03-10", "--delete")
    one.does("2026-03-15T08:02:00", "undo")
    one.does("2026-03-15T08:03:00", "edit", "2026-03-10", "--delete")
    one.does("2026-03-15T08:04:00", "set", "wall-slide", "--rest")
    one.trains("2026-03-16T07:00:00", "--minutes", "20")
    one.does("2026-03-17T07:00:00", "set", "wall-slide", "--resume")
    one.does("2026-03-17T07:01:00", "set", "arm-reach", "--unlock")
    # A layoff, and the clocks going forward.
    one.trains("2026-04-01T07:00:00", "--minutes", "15")
    return one.database


def owned(room: Path) -> Path:
    """Own exercises and routines, cautions, inclusion, one removed, sessions by hand, walks, pain."""
    one = Person(room / "one", "UTC")
    for name, text in (("hip", OTHER), ("circle", HIP), ("morning", MORNING)):
        path = room / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        one.does("2026-02-02T07:00:00", "import", str(path))
    one.does("2026-02-02T07:10:00", "include", "leg-reach", "--priority", "high")
    one.does("2026-02-02T07:11:00", "include", "back-arch", "--off")
    one.does("2026-02-02T07:12:00", "include", "side-stretch", "--priority", "low")
    one.does("2026-02-02T07:13:00", "cautions", "osteoporosis,knee")
    one.does("2026-02-02T07:14:00", "include", "pretzel", "--allowed")
    one.trains("2026-02-03T07:00:00", "--minutes", "20")
    one.does("2026-02-03T08:00:00", "log", "aerobic", "walking", "--minutes", "30")
    one.does("2026-02-04T08:00:00", "log", "morning", "better")
    one.does("2026-02-04T08:01:00", "cautions", "none")
    one.does("2026-02-04T08:02:00", "routines", "--use", "morning")
    one.trains("2026-02-05T07:00:00")
    one.does("2026-02-06T07:00:00", "log", "pain", "3")
    one.does("2026-02-06T07:01:00", "log", "pain", "5", "--when", "after", "--date", "2026-02-05")
    one.does(
        "2026-02-07T07:00:00", "log", "session", "--date", "2026-02-06", "--time", "18:30", "--rating", "easy"
    )
    one.does(
        *("2026-02-09T07:00:00", "log", "session", "--routine", "standard", "--minutes", "25"),
        *("--skip", "wall-slide", "--hurt", "cat-camel", "--skip", "arm-reach"),
        *("--pain-before", "2", "--pain-after", "3", "--note", "at the gym"),
    )
    one.does("2026-02-10T07:00:00", "log", "aerobic", "rowing", "--minutes", "20", "--date", "2026-02-08")
    one.does("2026-02-10T07:01:00", "remove", "hip-swing")
    path = room / "circle.toml"
    path.write_text(HIP.replace("Hip circle", "Hip wheel").replace("reps = 6", "reps = 9"), encoding="utf-8")
    one.does("2026-02-10T07:02:00", "import", str(path))
    one.does("2026-02-10T07:03:00", "set", "hip-circle", "--hold", "5", "--lock", "--note", "from Anna")
    one.trains("2026-02-11T07:00:00")
    one.does("2026-02-12T07:00:00", "log", "morning", "same")
    one.does("2026-02-12T07:01:00", "include", "pretzel", "--not-allowed")
    one.does("2026-02-12T07:02:00", "include", "back-arch", "--on")
    one.does("2026-02-12T07:03:00", "cautions", "knee")
    one.does("2026-02-12T07:04:00", "routines", "--use", "standard")
    one.trains("2026-02-13T07:00:00", "--minutes", "30")
    one.does("2026-02-13T09:00:00", "log", "aerobic", "swimming", "--minutes", "45")
    return one.database


def merged(room: Path) -> Path:
    """A log of the first schema, brought along and gone on with in Tokyo, with one of New York taken in."""
    east, west = Person(room / "east", "Asia/Tokyo"), Person(room / "west", "America/New_York")
    east.database.parent.mkdir(parents=True, mode=0o700)
    with closing(sqlite3.connect(east.database)) as conn:
        conn.executescript(FIRST_SCHEMA.read_text())
    east.trains("2026-03-08T07:00:00", "--minutes", "8")
    east.does("2026-03-08T08:00:00", "set", "pretzel", "--hold", "3", "--note", "in Tokyo")
    west.trains("2026-03-07T16:59:00", "--minutes", "10")
    west.does("2026-03-09T08:00:00", "set", "pretzel", "--hold", "4", "--reps", "4", "--note", "in New York")
    west.does("2026-03-09T08:01:00", "log", "aerobic", "cycling", "--minutes", "40")
    # On to Europe with the western device, over a change of its clocks.
    west.zone = "Europe/London"
    west.trains("2026-03-11T05:30:00", "--minutes", "8")
    west.does("2026-03-11T06:00:00", "edit", "last", "--note", "jet-lagged")
    east.does("2026-03-10T20:00:00", "merge", str(west.database), "--yes")
    east.trains("2026-03-12T07:00:00", "--minutes", "8")
    west.does("2026-03-13T07:00:00", "set", "cat-camel", "--target-hold", "7", "--by", "provider")
    west.does("2026-03-13T07:01:00", "edit", "2026-03-07", "--delete")
    west.trains("2026-03-29T03:10:00", "--minutes", "6")
    east.does("2026-03-29T20:00:00", "merge", str(west.database), "--yes")
    return east.database


LOGS = {"trained": trained, "owned": owned, "merged": merged}


def live() -> None:
    """Make the logs and put them here, compacted and packed."""
    for name, lived in LOGS.items():
        with tempfile.TemporaryDirectory() as folder:
            database = lived(Path(folder))
            compact = Path(folder) / "compact.db"
            with closing(sqlite3.connect(database)) as conn:
                conn.execute("vacuum into ?", (str(compact),))
            (HERE / name).mkdir(exist_ok=True)
            packed = gzip.compress(compact.read_bytes(), mtime=0)
            (HERE / name / "log.db.gz").write_bytes(packed)
            print(f"{name}: {len(packed) // 1024} KiB")


def tell() -> None:
    """Write down what is said of each log today."""
    sys.path.insert(0, str(HERE.parent))
    import test_frozen as frozen

    for name in frozen.NAMES:
        with tempfile.TemporaryDirectory() as folder, frozen.nobody(Path(folder)):
            said = frozen.told(frozen.laid(name, Path(folder)), name)
        for old in (HERE / name).glob("*"):
            if not old.name.startswith("log."):
                old.unlink()
        (HERE / name).mkdir(exist_ok=True)
        for key, text in said.items():
            frozen.keep(HERE / name, key, text)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["logs"]:
            live()
        case ["told"]:
            tell()
        case _:
            raise SystemExit(__doc__)

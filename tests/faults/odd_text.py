"""Odd texts in every place that takes one: the Big List of Naughty Strings, and what steers, hides or runs.

    PYTHONPATH=tests:tests/faces:tests/store python tests/faults/odd_text.py [--share 5] [PART ...]

prints what it found. Nothing may end in a traceback or with another exit code than 0, 1 or 2; nothing that
steers a terminal may come out anywhere; a page has no tags but its own and a table no formulas; what was
taken in comes out as it went in.
"""

import argparse
import csv
import io
import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any
from unicodedata import category
from unittest.mock import patch

import click
import tomlkit
from cli_room import backtui
from found import Found
from icalendar import Calendar
from odd_room import all_read, emptied, home, naughty, ran, tried, wrong_answer, wrong_text
from own_samples import hip

from backtui.cli.commands import FILES
from backtui.cli.commands import backtui as program
from backtui.config.settings import SETTINGS
from backtui.domain.text import TextError, clean

RUNS = "=+-@|%＝＋－＠｜％"
UNSEEN = ("", " ", "\u200d", "\ufeff", "\u00a0", "\u3000", "\u2060", "\u00ad", "\u0301", "\u180e", "  \u200b")
STEERING = (
    *(
        "a\x1b[2Jb",
        "a\x9b2Jb",
        "a\x1b]2;t\x07b",
        "a\nb",
        "a\tb",
        "\tb",
        "a\rb",
        "a\x7fb",
        "a\u202eb",
        "a\u2066b",
    ),
    *("a\u2028b", "a\u061cb", "a\udc80b", "\udcff", "a\ud800b", "\x1b", "\x90q", "\x1bPq#0~\x1b\\", "\x85"),
)
LARGE = (
    *("e" + "\u0301" * 39, "界" * 40, "\U0001f9d8\u200d\u2640\ufe0f" * 9, "ﷺ" * 40, "ሴ" * 76, "x" * 10_001),
    *(
        "[/]",
        "[@click=app.quit]x[/]",
        "[red]x",
        "[",
        "]",
        "\\[",
        "{side}",
        "{other}",
        "{0}",
        "%s",
        "{}",
        "-",
        "--",
    ),
    *(
        "-x",
        "--help",
        "--db=x",
        "",
        " ",
        "newest",
        "last",
        "all",
        "none",
        "day",
        ".",
        "..",
        "…",
        "0",
        "1e9",
        "9" * 40,
    ),
)
FORMULAS = tuple(f"{unseen}{mark}{rest}" for unseen, mark, rest in product(UNSEEN, RUNS, ("1+1",)))
FAILED = Path("/tmp/blns.fail")  # made where one of the list is run as a command


def texts() -> tuple[str, ...]:
    """All of them, each once."""
    return tuple(dict.fromkeys((*STEERING, *LARGE, *FORMULAS, *naughty())))


# What is wrong with a file that was written


class Page(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.has: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.has |= {tag, *(f"{tag} {name}" for name, _ in attrs)}


def parts_of(page: str) -> set[str]:
    """What a page is made of."""
    parser = Page()
    parser.feed(page)
    parser.close()
    return parser.has


@cache
def plain_parts() -> frozenset[str]:
    """What a page is made of where all names are plain."""
    with home():
        written_note("A plain note")
        kept("A plain name")
        return frozenset(parts_of(exported("html", "--notes")))


def is_run(cell: str) -> bool:
    """Whether a spreadsheet may run a cell."""
    if cell[:1] in ("\t", "\r", "\n") and cell:
        return True
    seen = [each for each in cell if category(each)[0] not in "ZCM"]
    return bool(seen) and seen[0] in RUNS


def exported(form: str, *words: str) -> str:
    """An export as it is printed."""
    answer = backtui("export", "--format", form, *words)
    assert answer.code == 0, answer.err
    return answer.out


def wrong_files() -> str | None:
    """What is wrong with the files that are made of the log in this home."""
    if more := parts_of(exported("html", "--notes")) - plain_parts():
        return f"the page has {sorted(more)}"
    for table in ("sessions", "repetitions", "aerobic", "pain"):
        rows = list(csv.reader(io.StringIO(exported("csv", "--of", table), newline="")))
        if bad := [cell for row in rows for cell in row if is_run(cell)]:
            return f"the table {table} runs {bad[0]!a}"
        if len({len(row) for row in rows}) > 1:
            return f"the table {table} has rows of several lengths"
    Calendar.from_ical(exported("ics"))
    return wrong_round()


def wrong_round() -> str | None:
    """Whether the log comes out of another one as it is."""
    Path("there.json").write_text(exported("json"))
    if wrong := ran("--db", "there.db", "import", "there.json", "--yes", codes=(0,)):
        return f"its own export: {wrong}"
    again = backtui("--db", "there.db", "export")
    same = again.out == Path("there.json").read_text()
    for each in Path().glob("there*"):
        each.unlink() if each.is_file() else None
    return None if same else "export, import and export again differ"


# The places


def written_note(text: str) -> str | None:
    """A text as each note that there is; what is wrong."""
    words = (
        ("log", "session", f"--note={text}"),
        ("set", "pelvic-tilt", "--hold", "3", f"--note={text}"),
        ("edit", "last", "--exercise", "pelvic-tilt", f"--note={text}"),
    )
    for line in words:
        if wrong := ran(*line):
            return f"{line[:2]}: {wrong}"
    return None


def notes(text: str) -> str | None:
    """A text as a note."""
    if wrong := written_note(text):
        return wrong
    try:
        wanted = clean(text, 10_000).strip()
    except TextError:
        wanted = ""
    told = [each["text"] for each in json.loads(exported("json"))["events"] if "text" in each]
    if wanted and len(wanted) <= 200 and told != [wanted] * 3:
        return f"the notes are {told}, and were {wanted!a}"
    return all_read() or wrong_files()


def toml(values: Mapping[str, Any]) -> bytes:
    """A file of TOML; half of a pair as UTF-8 has it not."""
    return tomlkit.dumps(values).encode("utf-8", "surrogatepass")


def take(name: str, values: Mapping[str, Any]) -> tuple[int, str | None]:
    """Import a file of one's own; the exit code and what is wrong."""
    Path(name).write_bytes(toml(values))
    answer = backtui("import", name)
    return answer.code, ran("import", name)


def kept(text: str) -> str | None:
    """A text as all names and sentences of what is of one's own; what is wrong."""
    texts_of = {
        "name": {"name": text},
        "sentences": {
            "set_up": [text],
            "hold": [text],
            "movement_in": text,
            "movement_out": text,
            "hint": text,
            "easier": text,
        },
        "words": {"works_on": [text], "cautions": [text]},
        "id": {"id": text},
        "tags": {"avoid_with": [text], "figure": text},
        "all": {
            "name": text,
            "set_up": [text],
            "hold": [text],
            "movement_in": text,
            "movement_out": text,
            "works_on": [text],
        },
    }
    for what, change in texts_of.items():
        definition = hip(
            **{"sides": "one", "set_up": ["Kneel."], "movement_in": "Up.", "movement_out": "Down."} | change
        )
        code, wrong = take("own.toml", definition)
        if wrong:
            return f"exercise {what}: {wrong}"
        if not code and (told := backtui("show", definition["id"], "--toml").out) is not None:
            if tomllib.loads(told) != definition:
                return f"exercise {what}: TOML comes out otherwise"
            json.loads(backtui("exercises", "--json").out)
    for what, change in {
        "name": {"name": text},
        "id": {"id": text},
        "exercise": {"items": [{"exercise": text}]},
    }.items():
        routine = {"id": "morning", "name": "Morning", "items": [{"exercise": "hip-circle"}]} | change
        code, wrong = take("routine.toml", routine)
        if wrong:
            return f"routine {what}: {wrong}"
        if not code and tomllib.loads(backtui("show", routine["id"], "--toml").out) != routine:
            return f"routine {what}: TOML comes out otherwise"
    return None


def own(text: str) -> str | None:
    """A text in what is of one's own."""
    if wrong := kept(text):
        return wrong
    for line in (
        "log session --routine morning",
        "routines --use morning",
        "why hip-circle",
        "show hip-circle",
    ):
        if wrong := ran(*line.split()):
            return f"{line}: {wrong}"
    return all_read() or wrong_files()


TABLES: tuple[tuple[str, ...], ...] = (
    (
        "day",
        "time",
        "exercise",
        "side",
        "set",
        "repetition",
        "repetitions",
        "seconds",
        "rating",
        "pain",
        "note",
    ),
    ("day", "time", "what", "minutes"),
    (
        "Date",
        "Workout Name",
        "Duration",
        "Exercise Name",
        "Set Order",
        "Reps",
        "Distance",
        "Seconds",
        "Notes",
    ),
    ("Date", "Exercise", "Category", "Reps", "Distance", "Time", "Comment"),
)
CELLS = {
    **dict.fromkeys(("day", "Date"), "2026-02-03"),
    "time": "07:30",
    "exercise": "pelvic-lift",
    "what": "walking",
    "minutes": "30",
    "seconds": "5",
    "repetition": "1",
    "Exercise Name": "pelvic-lift",
    "Exercise": "pelvic-lift",
    "Reps": "3",
    "Seconds": "5",
    "Set Order": "1",
    "Workout Name": "Morning",
    "Time": "0:00:05",
}


def tables(text: str) -> str | None:
    """A text in each cell of each table, and as a name that an option says the meaning of."""
    for head in TABLES:
        page = io.StringIO()
        rows = [{name: CELLS.get(name, "") for name in head} | {name: text} for name in head]
        csv.writer(page).writerows([head, *([row[name] for name in head] for row in rows)])
        Path("table.csv").write_bytes(page.getvalue().encode("utf-8", "surrogatepass"))
        for line in (("--dry-run",), ("--yes", f"--map={text}=pelvic-lift"), ("--json", "--again")):
            if wrong := ran("import", "table.csv", *line):
                return f"{head[1]} {line[0]}: {wrong}"
    return all_read() or wrong_files()


def settings(text: str) -> str | None:
    """A text as each value, name and table of config.toml."""
    with_it: list[Any] = [{row.key: text} for row in SETTINGS]
    with_it += [{"keys": {"run.pause": text}}, {"keys": {text: "p"}}, {text: 1}, {text: {text: text}}]
    for values in with_it:
        Path("c.toml").write_bytes(toml(values))
        for line in ("today", "doctor", "plan"):
            if wrong := ran("--config", "c.toml", line):
                return f"{next(iter(values))!a} {line}: {wrong}"
    Path("c.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    return ran("--config", "c.toml", "doctor")


ENVIRONMENT = (
    *(
        "TZ",
        "TERM",
        "COLORTERM",
        "NO_COLOR",
        "COLUMNS",
        "LINES",
        "BACKTUI_CLOCK",
        "BACKTUI_DB",
        "BACKTUI_CONFIG",
    ),
    *("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"),
)
ANEW = ("LANG", "LC_ALL", "TZ", "_BACKTUI_COMPLETE", "COMP_WORDS")


def goes(text: str) -> bool:
    """Whether a text can be the value of a variable or an argument, and as a path leads nowhere else."""
    return not re.search("[\0\ud800-\udc7f\udd00-\udfff]", text)


def stays(text: str) -> bool:
    """Whether as a path it leads nowhere else."""
    return goes(text) and ".." not in text and not text.startswith(("/", "~"))


def environment(text: str) -> str | None:
    """A text as each variable, in this process where that can be, and as a part of the path of the home."""
    if not goes(text):
        return None
    for name in ENVIRONMENT:
        value = text
        if name in ("HOME", "BACKTUI_DB", "BACKTUI_CONFIG") or name.startswith("XDG"):
            if not stays(text):
                continue
            value = f"{os.getcwd()}/{text}"
        with patch.dict(os.environ, {name: value}):
            time.tzset()
            for line in ("today", "doctor", "log pain 1"):
                answer = at_its_clock(*line.split()) if name == "BACKTUI_CLOCK" else ran(*line.split())
                if answer:
                    return f"{name} {line}: {answer}"
        time.tzset()
    return None


def at_its_clock(*words: str) -> str | None:
    """The same with the clock that the variable says."""

    class Said:
        def isoformat(self) -> str:
            return os.environ["BACKTUI_CLOCK"]

    return wrong_answer(backtui(*words, at=Said()))  # type: ignore[arg-type]


def processes(text: str) -> str | None:
    """A text as a variable that Python itself reads, and as an argument, in a process of its own."""
    if not goes(text):
        return None
    for name in ANEW:
        if wrong := process({name: text}, "today"):
            return f"{name}: {wrong}"
    return (
        process({}, "log", "session", f"--note={text}") or process({}, "history") or process({}, "show", text)
    )


def process(more: Mapping[str, str], *words: str) -> str | None:
    """Run a command in a process; what is wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "backtui", *words],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **more},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    out, err = (each.decode("utf-8", "replace") for each in (done.stdout, done.stderr))
    if done.returncode not in (0, 1, 2) or "Traceback" in err or "has a fault" in err:
        return f"exit {done.returncode}: {err[-300:]}"
    return wrong_text(out) or wrong_text(err)


FILED = (
    ("export", "-o"),
    ("export", "--format", "csv", "-o"),
    ("--db", "", "log", "pain", "2"),
    ("--db", "", "today"),
    ("backup",),
    ("backup", "--force"),
    ("restore", "--yes"),
    ("import",),
    ("merge", "--yes"),
    ("--config", "", "today"),
)


def names(text: str) -> str | None:
    """A text as the name of each file."""
    if not stays(text):
        return None
    for line in FILED:
        words = [word or text for word in line]
        words += [text] if text not in words or "" not in line else []
        if wrong := ran(*words):
            return f"{line}: {wrong}"
    return None


NO_TEXT = ("import", "restore", "merge", "backup", "demo", "session")  # files are tried by `names`


def parameters() -> Iterator[tuple[tuple[str, ...], click.Parameter, tuple[str, ...]]]:
    """Every argument and option with a value of each command, and what else that command must be given."""
    for name in FILES:
        command = program.get_command(click.Context(program), name)
        assert command
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        for below, each in inner.items():
            path = (name, below) if below else (name,)
            for parameter in each.params:
                if not getattr(parameter, "is_flag", False):
                    yield path, parameter, needed(each, parameter)


NEEDED = {
    "exercise": "pelvic-tilt",
    "kind": "walking",
    "score": "3",
    "answer": "same",
    "session": "last",
    "name": "x",
    "what": "db",
    "shell": "bash",
    "--minutes": "30",
    "programme": "nhs-starter",
}


def needed(command: click.Command, but: click.Parameter) -> tuple[str, ...]:
    """What a command must be given beside a parameter."""
    return tuple(
        NEEDED.get(each.name or "", "x") for each in command.params if each.required and each is not but
    )


@cache
def lines() -> tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]:
    """Each command, whether the text is an option's, and what stands before it."""
    found = []
    for path, parameter, others in parameters():
        option = parameter.opts[0] if isinstance(parameter, click.Option) else ""
        allowed = path[0] not in NO_TEXT or option in ("--minutes", "--routine", "--days")
        if allowed and (path, option) != (("export",), "-o"):
            found.append((path, option, others))
    return tuple(found)


def arguments(text: str) -> str | None:
    """A text as every argument of every command."""
    if not goes(text):
        return None
    ran("log", "session")
    for path, option, others in lines():
        words = (*path, f"{option}={text}", *others) if option else (*path, "--", *others, text)
        if wrong := ran(*words):
            return f"{' '.join(path)} {option}: {wrong}"
    for words in ((text,), (text, "today"), ("log", text), ("today", text), (f"--color={text}", "today")):
        if wrong := ran(*words):
            return f"{words}: {wrong}"
    return None


PARTS: Mapping[str, Callable[[str], str | None]] = {
    "notes": notes,
    "own": own,
    "tables": tables,
    "settings": settings,
    "environment": environment,
    "names": names,
    "arguments": arguments,
    "processes": processes,
}


def series(part: str, share: int = 1, start: int = 0) -> Found:
    """Try one of `share` of all texts in a place; what was found."""
    found = Found(f"odd texts: {part}")
    plain_parts()
    with home() as at:
        here = os.getcwd()
        for text in texts()[start % share :: share]:
            emptied(at)
            work = at / "work"
            work.mkdir()
            os.chdir(work)
            try:
                tried(found, ascii(text)[:80], lambda: PARTS[part](text))  # noqa: B023 tried at once
            finally:
                os.chdir(here)
    if FAILED.exists():
        found.crashes += 1
        found.notes.append(f"{FAILED} was made")
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--share", type=int, default=1)
    parser.add_argument("parts", nargs="*", default=list(PARTS))
    asked = parser.parse_args()
    return max(series(part, asked.share).told() for part in asked.parts)


if __name__ == "__main__":
    raise SystemExit(main())

"""What is set about this terminal: one table of settings, read from `config.toml` and saved into it.

People edit the file by hand. It is used as far as it is sound, and saving keeps their comments and order.
"""

import os
import re
import shlex
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from backtui.paths import write_private

Motion = Literal["full", "reduced", "off"]
Color = Literal["auto", "truecolor", "256", "16", "mono"]
Kind = Literal["name", "switch", "choice", "command"]

MAX_BYTES = 65_536
MAX_BROKEN_LINES = 20
MAX_COMMAND = 200
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Config:
    """What holds for this terminal; the fields are the keys of `SETTINGS`."""

    theme: str = "auto"
    sound: bool = True
    flash: bool = False
    motion: Motion = "full"
    color: Color = "auto"
    ascii: bool = False
    title: bool = True
    notify: bool = False
    cue_command: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table that the settings screen lists: what may be set, and what it does."""

    key: str
    kind: Kind
    effect: str
    choices: tuple[str, ...] = ()

    @property
    def default(self) -> str | bool:
        """What holds when the file says nothing."""
        value: str | bool = getattr(Config(), self.key)
        return value

    @property
    def allowed(self) -> str:
        """What may be set, in words."""
        match self.kind:
            case "name":
                return "a theme's name in small letters, digits and hyphens"
            case "switch":
                return "true or false"
            case "command":
                return 'a program with its arguments in quotes, at most 200 characters, or "" for none'
            case "choice":
                quoted = [f'"{choice}"' for choice in self.choices]
                return f"{', '.join(quoted[:-1])} or {quoted[-1]}"

    def accepts(self, value: object) -> bool:
        """Say whether `value` has the right type and is one of the allowed ones."""
        match self.kind:
            case "name":
                return isinstance(value, str) and _NAME.fullmatch(value) is not None
            case "switch":
                return isinstance(value, bool)
            case "command":
                return isinstance(value, str) and _is_command(value)
            case "choice":
                return isinstance(value, str) and value in self.choices


SETTINGS: tuple[Setting, ...] = (
    Setting("theme", "name", "The colours of the full screen; auto takes backtui's own."),
    Setting("sound", "switch", "Bells at the start and end of a hold and before the other side."),
    Setting("flash", "switch", "The screen flashes with each bell, for eyes instead of ears."),
    Setting(
        "motion",
        "choice",
        "How much the figure moves: full, reduced to its poses, or off.",
        ("full", "reduced", "off"),
    ),
    Setting(
        "color",
        "choice",
        "How many colours are sent; auto believes the terminal.",
        ("auto", "truecolor", "256", "16", "mono"),
    ),
    Setting("ascii", "switch", "Only ASCII characters, where blocks or braille do not show."),
    Setting("title", "switch", "The countdown stands in the window's title too."),
    Setting("notify", "switch", "The terminal shows a notification when a session ends, where it can."),
    Setting(
        "cue_command",
        "command",
        "A program that is run with the words of each cue, such as espeak-ng; set it in config.toml.",
    ),
)


def _is_command(text: str) -> bool:
    """Say whether a program and its arguments can be read out of `text`, or nothing at all."""
    try:
        shlex.split(text)
    except ValueError:
        return False
    return len(text) <= MAX_COMMAND and text.isprintable()


class ConfigError(Exception):
    """A setting that cannot be saved, told in one sentence."""


def setting(key: str) -> Setting:
    """Return the row of `key`; ConfigError names the keys there are."""
    for row in SETTINGS:
        if row.key == key:
            return row
    raise ConfigError(f"There is no setting {key!r}; there are {_keys()}.")


def load(path: Path) -> tuple[Config, tuple[str, ...]]:
    """Return the settings in `path` and a sentence for everything there that could not be used.

    A file that does not exist says nothing and has no problems.
    """
    try:
        text, problems = _read(path)
    except FileNotFoundError:
        return Config(), ()
    except OSError as error:
        return Config(), (f"{path} cannot be read ({error.strerror}); the defaults are used.",)
    table, broken = _parse(path, text)
    sound: dict[str, str | bool] = {}
    unusable: list[str] = []
    for key, value in table.items():
        row = next((row for row in SETTINGS if row.key == key), None)
        if row is None:
            unusable.append(f"{path}: there is no setting {key!r}; there are {_keys()}.")
        elif isinstance(value, str | bool) and row.accepts(value):
            sound[key] = value
        else:
            unusable.append(f"{path}: {key} must be {row.allowed}; {_shown(row.default)} is used.")
    return replace(Config(), **sound), (*problems, *broken, *unusable)  # type: ignore[arg-type] # accepted above


def save(path: Path, key: str, value: str | bool) -> None:
    """Set `key` in `path`, whose comments and order stay; ConfigError changes nothing.

    The file and the directories it lacks are made with modes 0600 and 0700.
    """
    row = setting(key)
    if not row.accepts(value):
        raise ConfigError(f"{key} must be {row.allowed}.")
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text, problems = _read(path)
    except FileNotFoundError:
        text, problems = "# backtui on this terminal; what is about your back is in the database.\n", ()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}); {key} is not saved.") from error
    if problems:
        raise ConfigError(f"{problems[0]} So {key} is not saved.")
    try:
        document = tomlkit.parse(text)
        document[key] = value
        write_private(path, tomlkit.dumps(document).encode())
    except (TOMLKitError, RecursionError) as error:
        raise ConfigError(f"{path} is not sound TOML: {error}; {key} is not saved.") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be written ({error.strerror}); {key} is not saved.") from error


def _read(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of `path` and what is wrong with it as text; OSError when it cannot be read."""
    # A pipe or a device in its place would be waited on, or read, for ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return "", (f"{path} is not a file; the defaults are used.",)
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return "", (f"{path} is larger than {MAX_BYTES // 1024} KiB; the defaults are used.",)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("utf-8-sig", "replace"), (f"{path}, line {line}: it is not UTF-8.",)


def _parse(path: Path, text: str) -> tuple[dict[str, object], list[str]]:
    """Return what `text` sets and a sentence for each line that had to be left out to read the rest."""
    import tomllib

    lines = text.replace("\r\n", "\n").split("\n")
    broken: list[str] = []
    while len(broken) < MAX_BROKEN_LINES:
        try:
            return tomllib.loads("\n".join(lines)), broken
        except tomllib.TOMLDecodeError as error:
            number = _broken_line(str(error), lines)
            why = _PLACE.sub("", str(error))
            broken.append(f"{path}, line {number}: {why!r}; the line is left out.")
            lines[number - 1] = ""
        except (ValueError, RecursionError):
            return {}, [*broken, f"{path} has a number or a list beyond all bounds; the defaults are used."]
    return {}, [broken[0], f"{path} has too many broken lines; the defaults are used."]


def _broken_line(message: str, lines: list[str]) -> int:
    """Return the 1-based line that tomllib complains of, else the last that is not empty."""
    place = _PLACE.search(message)
    if place is not None and place[1] is not None:
        return int(place[1])
    return max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)


def _keys() -> str:
    return ", ".join(row.key for row in SETTINGS)


def _shown(value: str | bool) -> str:
    """Return `value` as the file would say it."""
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'

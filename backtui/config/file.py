"""Config.toml read and saved.

`config.toml`: read as far as it is sound, each problem with its line; saved without losing a comment.

People edit the file by hand, so nothing in it may keep the program from starting.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from backtui.config.settings import Config, ConfigError, KeyWish, known_keys, setting, shown
from backtui.config.themes import FOLDER, own_themes
from backtui.machine.files import NotAFileError, bytes_of, write_private

_PLACE = r" \(at (?:line (\d+), column \d+|end of document)\)$"
_HEADER = r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$"
_NAME = r"""\s*(?P<name>(?:[^\s"'=#]|"[^"]*"|'[^']*')+)\s*="""


def told(path: Path, line: int | None) -> str:
    """The file, and the line in it where that is known."""
    return f"{path}, line {line}" if line else str(path)


def line_of(text: str, table: Sequence[str], key: str) -> int | None:
    """The 1-based line on which `key` of a table is set, or a table so named begins; None if not found."""
    inside: tuple[str, ...] = ()
    wanted = (*table, *key.split(".")) if table else (key,)
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(_HEADER, line)
        if header:
            inside = _parts(header[1])
        name = re.match(_NAME, line)
        here = inside if header else (*inside, *_parts(name["name"])) if name else ()
        if here and (here == wanted or (not table and here[0] == key)):
            return number
    return None


def _parts(name: str) -> tuple[str, ...]:
    """The names of a dotted key, without their quotes; a quoted one with dots is its names too."""
    return tuple(part.strip().strip("\"'") for part in name.split("."))


def broken_line(message: str, lines: Sequence[str]) -> tuple[int, str]:
    """The 1-based line that tomllib complains of, else the last that is not empty; and its words."""
    place = re.search(_PLACE, message)
    why = re.sub(_PLACE, "", message)
    if place is not None and place[1] is not None:
        return int(place[1]), why
    return max((number for number, line in enumerate(lines, 1) if line.strip()), default=1), why


MAX_BYTES = 65_536
MAX_FULL_STOPS = 200  # in a line: reading a dotted key takes the square of its length
MAX_BROKEN_LINES = 20
MAX_PROBLEMS = 50
KEYS = "keys"
FIRST_LINE = "# How backtui looks and sounds on this terminal; doses and habits are in the log.\n"


def load(path: Path) -> tuple[Config, tuple[str, ...]]:
    """Return the settings in `path` and a sentence for everything there that could not be used.

    A file that does not exist says nothing and has no problems. The themes are those in the folder beside it.
    """
    themes, unusable_themes = own_themes(path.parent / FOLDER)
    try:
        text, problems = _read(path)
    except FileNotFoundError:
        return Config(themes=themes), unusable_themes
    except OSError as error:
        cannot = f"{path} cannot be read ({error.strerror}); the defaults are used."
        return Config(themes=themes), (cannot, *unusable_themes)
    table, broken = _parse(path, text)
    sound: dict[str, Any] = {"themes": themes}
    unusable: list[str] = []
    for key, value in table.items():
        where = told(path, line_of(text, (), key))
        if key == KEYS and isinstance(value, dict):
            sound[KEYS] = tuple(_wishes(path, text, value, unusable))
            continue
        try:
            row = setting(key)
        except ConfigError:
            unusable.append(
                f"{where}: there is no setting {key!r}; the settings are {known_keys()} and [keys]."
            )
            continue
        if row.accepts(value):
            sound[key] = value
        else:
            unusable.append(f"{where}: {key} must be {row.allowed}; {shown(row.default)} is used.")
    return replace(Config(), **sound), (*problems, *broken, *unusable, *unusable_themes)[:MAX_PROBLEMS]


def text_of(path: Path) -> str:
    """What the file says, "" where it cannot be read as text."""
    try:
        text, problems = _read(path)
    except OSError:
        return ""
    return "" if problems else text


def _wishes(path: Path, text: str, table: Mapping[str, Any], unusable: list[str]) -> Iterator[KeyWish]:
    """The lines of `[keys]`; what is no text is told."""
    for action, value in _flat(table):
        line = line_of(text, (KEYS,), action)
        if isinstance(value, str):
            yield KeyWish(action, value, line)
        else:
            where = told(path, line)
            unusable.append(f'{where}: the keys of {action!r} must be written like "space,p".')


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """What a table says; run.pause without quotes is the same as "run.pause" with them."""
    for key, value in table.items():
        if isinstance(value, dict) and not before:
            yield from _flat(value, f"{key}.")
        else:
            yield f"{before}{key}", value


def save(path: Path, key: str, value: str | bool) -> None:
    """Set `key` in `path`, whose comments and order stay; ConfigError changes nothing.

    `keys.run.pause` is the line run.pause of the table `[keys]`; "" takes that line away. The file and the
    directories it lacks are made with modes 0600 and 0700.
    """
    action = key.removeprefix(f"{KEYS}.") if key.startswith(f"{KEYS}.") else ""
    if not action and not setting(key).accepts(value):
        raise ConfigError(f"{key} must be {setting(key).allowed}.")
    from tomlkit.exceptions import TOMLKitError

    try:
        text, problems = _read(path)
    except FileNotFoundError:
        text, problems = FIRST_LINE, ()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}); {key} is not saved.") from error
    if problems:
        raise ConfigError(f"{problems[0]} So {key} is not saved.")
    try:
        write_private(path, _with(text, key, action, value).encode())
    except (TOMLKitError, RecursionError, TypeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}; {key} is not saved.") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be written ({error.strerror}); {key} is not saved.") from error


def _with(text: str, key: str, action: str, value: str | bool) -> str:
    """The text with one thing set. Raises TOMLKitError, or TypeError where `keys` is not a table."""
    import tomlkit

    document = tomlkit.parse(text)
    if not action:
        document[key] = value
        return tomlkit.dumps(document)
    if KEYS not in document:
        document[KEYS] = tomlkit.table()
    place: Any = document[KEYS]
    if not isinstance(place, dict):
        raise TypeError("keys is not a table")
    # Without quotes it stands in a table of its own; the line is changed where it is.
    group, _, name = action.partition(".")
    if action not in place and isinstance(place.get(group), dict) and name in place[group]:
        place, action = place[group], name
    if value:
        place[action] = value
    elif action in place:
        del place[action]
    return tomlkit.dumps(document)


def _read(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of `path` and what is wrong with it as text; OSError when it cannot be read."""
    try:
        data = bytes_of(path, MAX_BYTES + 1)
    except NotAFileError:
        return "", (f"{path} is not a file; the defaults are used.",)
    if len(data) > MAX_BYTES:
        return "", (f"{path} is larger than {MAX_BYTES // 1024} KiB; the defaults are used.",)
    for number, row in enumerate(data.split(b"\n"), 1):
        if row.count(b".") > MAX_FULL_STOPS:
            return "", (f"{path}, line {number} has too many full stops; the defaults are used.",)
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
            number, why = broken_line(str(error), lines)
            broken.append(f"{told(path, number)}: {why!r}; the line is left out.")
            lines[number - 1] = ""
        except (ValueError, RecursionError):
            return {}, [
                *broken,
                f"{path} has a number too long or a list too deep to be read; the defaults are used.",
            ]
    return {}, [broken[0], f"{path} has too many broken lines; the defaults are used."]

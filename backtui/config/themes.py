"""A person's own themes: a file each, in the folder `themes` beside config.toml."""

import os
import re
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from backtui.domain import check
from backtui.domain.fault import Unfit
from backtui.machine.files import bytes_of

FOLDER = "themes"
MOST_BYTES, MOST_THEMES = 8_192, 40
NAME = r"[a-z0-9][a-z0-9-]{0,39}"
Colour = Annotated[str, Meta(pattern=r"\A#[0-9a-fA-F]{6}\Z")]


class ThemeColours(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says: three colours as #rrggbb, and those that would otherwise follow from them."""

    primary: Colour
    foreground: Colour
    background: Colour
    secondary: Colour | None = None
    accent: Colour | None = None
    surface: Colour | None = None
    panel: Colour | None = None
    success: Colour | None = None
    warning: Colour | None = None
    error: Colour | None = None
    dark: bool = True


class OwnTheme(msgspec.Struct, frozen=True):
    """A theme and its name, which is that of its file."""

    name: str
    colours: ThemeColours


def own_themes(folder: Path) -> tuple[tuple[OwnTheme, ...], tuple[str, ...]]:
    """The themes in a folder by their names, and a sentence for each file that cannot be used.

    Where there is no such folder there is none, and nothing to say.
    """
    found: list[OwnTheme] = []
    problems: list[str] = []
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".toml") and name[0] != ".")
    except OSError:
        return (), ()
    for name in names[:MOST_THEMES]:
        try:
            found.append(_read(folder / name))
        except (OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) else str(error)
            problems.append(f"{folder / name}: {str(said).rstrip('.')}; the theme is left out.")
    return tuple(found), tuple(problems)


def _read(file: Path) -> OwnTheme:
    """The theme in a file. Raises OSError, and ValueError with what is wrong."""
    import tomllib

    if not re.fullmatch(NAME, file.stem):
        raise ValueError("its name must be small letters, digits and hyphens, at most 40")
    data = bytes_of(file, MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES // 1024} KiB")
    try:
        return OwnTheme(file.stem, check.read(tomllib.loads(data.decode("utf-8")), ThemeColours, closed=True))
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"it is not TOML: {error}") from error
    except Unfit as error:
        raise ValueError(str(error)) from error
    except RecursionError as error:
        raise ValueError("it has a list too deep to be read") from error

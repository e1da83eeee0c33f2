"""What this machine and this terminal are, as far as it matters when something looks wrong."""

import os
import platform
import re
import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from backtui.cli.render import speaks_unicode

PACKAGES = ("textual", "sqlite-utils", "click", "platformdirs", "tomlkit")


def tilde(text: str) -> str:
    """The text with the home of this person as ~, for it has their name in it."""
    home = os.path.expanduser("~").rstrip("/")
    return re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text) if home else text


def shown(path: Path) -> str:
    """A path that may be shown to others."""
    return tilde(str(path))


def packages() -> dict[str, str | None]:
    """The versions of what backtui stands on; None for what is not installed."""
    found: dict[str, str | None] = {}
    for name in PACKAGES:
        try:
            found[name] = installed(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def python() -> str:
    """The interpreter and the system."""
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}"
    )


def terminal() -> dict[str, Any]:
    """What the terminal says of itself."""
    on_terminal = sys.stdout is not None and sys.stdout.isatty()
    size = os.get_terminal_size(sys.stdout.fileno()) if on_terminal else None
    return {
        "terminal": on_terminal,
        "columns": size.columns if size else None,
        "rows": size.lines if size else None,
        "TERM": os.environ.get("TERM"),
        "COLORTERM": os.environ.get("COLORTERM"),
        "NO_COLOR": bool(os.environ.get("NO_COLOR")),
        "utf8": speaks_unicode(),
        "tmux": bool(os.environ.get("TMUX")),
        "screen": bool(os.environ.get("STY")),
        "ssh": bool(os.environ.get("SSH_CONNECTION")),
    }


def colours(facts: dict[str, Any]) -> str:
    """How many colours the terminal is taken to have."""
    term = facts["TERM"] or "dumb"
    if facts["NO_COLOR"] or term == "dumb":
        return "mono"
    if facts["COLORTERM"] in ("truecolor", "24bit"):
        return "truecolor"
    return "256" if "256" in term else "16"

"""`--version --verbose`: what a report about a fault should say of the machine, and nothing of the person."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from backtui import __version__
from backtui.store.connection import SQLITE

BUILT_ON = ("textual", "rich", "click", "msgspec", "sqlite-utils", "tomlkit", "platformdirs", "wakepy")
SAID = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "NO_COLOR", "TMUX", "STY", "SSH_CONNECTION")
PRIVATE = ("TMUX", "STY", "SSH_CONNECTION")  # of which only is said that they are set


def version_lines() -> list[str]:
    """A line for each thing."""
    return [
        f"backtui {__version__}",
        f"Python {platform.python_version()} ({platform.python_implementation()})",
        f"SQLite {SQLITE}",
        *(f"{name} {_release(name)}" for name in BUILT_ON),
        f"system {platform.system()} {platform.release()} {platform.machine()}",
        f"encoding {sys.stdout.encoding if sys.stdout else 'none'}",
        *(f"{name} {_said(name)}" for name in SAID if name in os.environ),
    ]


def _release(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not there"


def _said(name: str) -> str:
    from backtui.domain.text import visible

    return "set" if name in PRIVATE else visible(os.environ[name])

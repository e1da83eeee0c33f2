"""The line mode: a session as plain sentences on stdout, answered in words on stdin."""

from backtui.plain.face import run_plain
from backtui.plain.opening import Options

__all__ = ["Options", "run_plain"]

"""The guard at the door: what may come in as text, and how the program goes when its terminal does."""

from backtui.guard.process import clear_textual, orphaned, parent
from backtui.guard.signals import ENDINGS, Watch, watch
from backtui.guard.text import TextError, clean, visible

__all__ = [
    "ENDINGS",
    "TextError",
    "Watch",
    "clean",
    "clear_textual",
    "orphaned",
    "parent",
    "visible",
    "watch",
]

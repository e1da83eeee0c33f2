"""The guard at the door: what may come in as text, and how the program goes when its terminal does."""

from backtui.guard.text import TextError, clean, visible

__all__ = ["TextError", "clean", "visible"]

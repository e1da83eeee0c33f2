"""The keys of what is typed: a line of text, the palette."""

from backtui.tui.keys import REPAINT, Key, helping


def typing(screen: str, left: str) -> tuple[Key, Key, Key]:
    """The keys that leave and explain a line of text, where q and ? are letters, and paint it again."""
    close = Key(f"{screen}.close", "escape,ctrl+c", "close", "close", left, True, "esc")
    return (close, helping(screen, typed=True), REPAINT)


WRITING = (Key("writing.keep", "enter", "", "keep", "Keep what is written.", True),)
LEAVING_WRITING = typing("writing", "Leave it as it was.")
PALETTE = (
    Key("palette.take", "enter", "", "take it", "Open it, do it, or change it.", True),
    Key("palette.move", "down", "", "move", "The next line, or the one before.", True, "↑ ↓"),
)
LEAVING_PALETTE = typing("palette", "Back to where you were.")

"""The palette: all keys of a screen by their names."""

from textual.command import CommandPalette

from backtui.tui.leaving import Leaving


class Palette(Leaving, CommandPalette):
    """Textual's palette, which takes a key also while its list is on its way."""

    def _action_command_list(self, action: str) -> None:
        try:
            super()._action_command_list(action)
        except KeyError:  # the list knows the rows of its options once it is painted
            return

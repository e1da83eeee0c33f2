"""Colours: backtui's own warm themes, dark and light. The only place with hex colours."""

from textual.theme import Theme

DARK = Theme(
    name="backtui-dark",
    primary="#e8a25c",
    secondary="#9fb58a",
    accent="#f2b26b",
    foreground="#e9e1d6",
    background="#1b1815",
    surface="#23201c",
    panel="#2f2a25",
    success="#a8c48f",
    warning="#e3b55f",
    error="#e07a66",
    dark=True,
)
LIGHT = Theme(
    name="backtui-light",
    primary="#9a4f10",
    secondary="#4c6a3a",
    accent="#a3510c",
    foreground="#2d2721",
    background="#faf6ef",
    surface="#f2ebdf",
    panel="#e6dccb",
    success="#3d6a2a",
    warning="#855c00",
    error="#a83220",
    dark=False,
)
OWN = (DARK, LIGHT)
DEFAULT = DARK.name
# Where only 16 colours arrive, the terminal's own are the ones that can be told apart.
SIXTEEN = "ansi-dark"
AUTO = "auto"
NAMES = (
    AUTO,
    DARK.name,
    LIGHT.name,
    SIXTEEN,
    "ansi-light",
    "textual-dark",
    "textual-light",
    "nord",
    "gruvbox",
)

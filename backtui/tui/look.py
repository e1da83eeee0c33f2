"""How the full screen looks: the theme, the keys and the ASCII that are in force."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import asdict, replace
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme

from backtui.config.settings import Config, ConfigError, setting
from backtui.tui import keys

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
OURS = (AUTO, DARK.name, LIGHT.name, SIXTEEN, "ansi-light")
# Of Textual's own each is offered, for text in a role is readable on every ground (`readable`).
DARKS, LIGHTS = (
    tuple(sorted(name for name, theme in BUILTIN_THEMES.items() if theme.dark is dark and name not in OURS))
    for dark in (True, False)
)
NAMES = (*OURS, *DARKS, *LIGHTS)
MINE: list[str] = []  # the person's own, as the terminal has them that was made last
NO_THEME = "config.toml: there is no theme {!r}; {} is used. Settings, Theme has all."
TAKEN = "themes/{0}.toml: backtui has a theme {0} already; give yours another name."


def offered() -> tuple[str, ...]:
    """All that can be chosen."""
    return (*NAMES, *MINE)


TWINS = str.maketrans(
    {
        **dict.fromkeys("▌│┃┤├▐", "|"),
        **dict.fromkeys("─━▔▁═", "-"),
        **dict.fromkeys("╭╮╰╯┌┐└┘┼", "+"),
        "┈": ".",
        "┊": ":",
        **dict.fromkeys("▰█▆▅▄▃▇▂", "#"),
        **dict.fromkeys("“”", '"'),
        "▱": "-",
        "▲": "^",
        "▼": "v",
        "●": "*",
        "•": "*",
        "◍": "+",
        "◐": "@",
        "◉": "&",
        "■": "#",
        "∘": "o",
        "›": ">",
        "○": "o",
        "×": "x",
        "·": ".",
        "…": ".",
        "–": "-",
        "→": ">",
        "←": "<",
        "↑": "^",
        "↕": "%",
        "↓": "v",
        "’": "'",
    }
)


class PlainInk(LineFilter):
    """Draws each line with ASCII alone; a character without a twin becomes a question mark."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments in other characters."""
        del background
        return [
            Segment(plain(segment.text), segment.style, segment.control) if not segment.control else segment
            for segment in segments
        ]


def plain(text: str) -> str:
    """The text in ASCII, as many cells wide."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() else "?" * cell_len(char) for char in text.translate(TWINS))


Save = Callable[[str, object], None]


class Terminal:
    """The terminal of an app; `save` writes a setting into the file, `problems` is what was wrong there."""

    def __init__(self, app: App[Any], config: Config, save: Save, problems: Sequence[str]) -> None:
        self.config = config
        self.keymap: dict[str, str] = {}
        wrong: tuple[str, ...] = ()
        if config.keys:
            from backtui.tui.keymap import read

            self.keymap, wrong = read(config.keys)
        self.problems = (*problems, *wrong)
        mine = [each for each in config.themes if each.name not in NAMES]
        self.problems += tuple(TAKEN.format(each.name) for each in config.themes if each not in mine)
        MINE[:] = [each.name for each in mine]
        if config.theme not in offered():
            self.problems += (NO_THEME.format(config.theme, self._default),)
        self._app = app
        self._save = save
        keys.use(self.keymap)
        for theme in (*OWN, *(Theme(each.name, **asdict(each.colours)) for each in mine)):
            app.register_theme(theme)
        if self.theme(config.theme) == DEFAULT:
            # Put on before any style is read: a theme set later has all of them read again.
            app.set_reactive(App.theme, DEFAULT)
            app.set_class(True, f"-theme-{DEFAULT}", update=False)
        app.stylesheet.set_variables(app.get_css_variables())

    def dress(self) -> None:
        """Let the theme and the keys hold, once the app runs."""
        self._app.theme = self.theme(self.config.theme)
        self._app.set_keymap(self.keymap)

    def greeting(self) -> str:
        """What to say once when the file has problems; "" where it has none."""
        if len(self.problems) > 1:
            return f"{len(self.problems)} things in config.toml cannot be used; Settings shows them."
        return self.problems[0] if self.problems else ""

    def theme(self, name: str) -> str:
        """The theme that is shown for a name; the default one for `auto` and for what is not there."""
        return self._default if name == AUTO or name not in offered() else name

    @property
    def _default(self) -> str:
        return SIXTEEN if self.config.color == "16" else DEFAULT

    def show_theme(self, name: str) -> None:
        """Only look at a theme: nothing is saved."""
        self._app.theme = self.theme(name)

    def change(self, key: str, value: object) -> str:
        """Save a setting and let it hold; what to say about it, "" for nothing. Raises ConfigError."""
        self._write(key, value)
        changes: dict[str, Any] = {key: value}
        signs = self.config.ascii
        self.config = replace(self.config, **changes)
        self._app.theme = self.theme(self.config.theme)
        if self.config.ascii != signs:
            self._app.refresh_css(animate=False)
        row = setting(key)
        return "" if row.since == "now" else f"{row.name}: saved; it applies {row.since}."

    def change_keys(self, action: str, chosen: str) -> None:
        """Give an action these keys, "" for its own at first. Raises ConfigError."""
        self._write(f"keys.{action}", chosen)
        self.keymap = {key: value for key, value in self.keymap.items() if key != action}
        if chosen:
            self.keymap = {**self.keymap, action: chosen}
        keys.use(self.keymap)
        self._app.set_keymap(self.keymap)

    def _write(self, key: str, value: object) -> None:
        try:
            self._save(key, value)
        except OSError as error:
            raise ConfigError(f"{key} cannot be saved: {error.strerror}.") from error

    def filters(self) -> list[LineFilter]:
        """What every line goes through on its way to the terminal."""
        return [PlainInk()] if self.config.ascii else []


__all__ = ["ConfigError", "Save", "Terminal"]

"""Every theme that can be chosen is there, and a fault inside the screen is one sentence."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App

from backtui.config.settings import Config
from backtui.tui import look
from backtui.tui.look import Terminal, plain

BROKEN = """
import sys
from backtui.tui.today.today import TodayPlace as Today
async def read(self):
    secret = "a note about a back"
    raise ValueError("broken on purpose")
Today.read, Today.reload = read, Today.__base__.reload
from backtui.cli.main import main
sys.exit(main([]))
"""


def terminal(config: Config) -> Terminal:
    """A terminal with those settings, of an app that does not run."""
    return Terminal(App(), config, lambda key, value: None, ())


@pytest.mark.parametrize("name", [name for name in look.NAMES if name != look.AUTO])
def test_every_theme_that_can_be_chosen_is_there(name: str) -> None:
    assert terminal(Config(theme=name)).theme(name) == name


def test_sixteen_colours_take_the_terminal_s_own() -> None:
    assert terminal(Config(color="16")).theme("auto") == look.SIXTEEN
    assert terminal(Config()).theme("auto") == look.DEFAULT
    assert terminal(Config()).theme("no-such-theme") == look.DEFAULT


def test_a_fault_in_the_screen_is_one_sentence_and_its_details_are_kept_apart(
    tmp_path: Path, home: Path, on_terminal: Callable[[list[str]], Any]
) -> None:
    script = tmp_path / "broken.py"
    script.write_text(BROKEN)
    terminal = on_terminal([sys.executable, str(script)])
    assert terminal.end(30) == 1
    text = terminal.seen.decode(errors="replace")
    assert "backtui has a fault (ValueError)" in text
    assert "a note about a back" not in text
    assert "Traceback" not in text
    [details] = home.rglob("fault.txt")
    assert details.stat().st_mode & 0o777 == 0o600


def test_ascii_keeps_the_width_and_leaves_nothing_else() -> None:
    for text in ("▌ Start · 12 min → 2 s × 3 ▲", "▰▱▱ week", "“Left” – …", "█▅▂", "naïve 你", "🔎 e\u0301"):
        drawn = plain(text)
        assert drawn.isascii()
        assert len(drawn) == cell_len(text)
    assert plain("2 s × 2 → 2 s × 3 ▲") == "2 s x 2 > 2 s x 3 ^"

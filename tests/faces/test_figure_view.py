"""The place of a figure on the screen chooses what the terminal can show."""

import pytest

from backtui.tui.widgets.figure import shows_braille


@pytest.mark.parametrize(
    ("term", "shows"), [("xterm-256color", True), ("tmux-256color", True), ("linux", False)]
)
def test_only_the_linux_console_has_no_braille(
    monkeypatch: pytest.MonkeyPatch, term: str, shows: bool
) -> None:
    monkeypatch.setenv("TERM", term)
    assert shows_braille() is shows

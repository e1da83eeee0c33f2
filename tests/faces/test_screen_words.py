import os

import pytest

from backtui.cli import main

WORDS = {
    "": True,
    "--db a.db": True,
    "--db demo": True,
    "--ascii": True,
    "--minutes 5 --routine full": True,
    "--minutes=5": True,
    "session": True,
    "session --minutes 5": True,
    "--db a.db session": True,
    "demo": True,
    "demo --days 200": True,
    "session --plain": False,
    "session --help": False,
    "demo --into x.db": False,
    "demo --into=x.db": False,
    "today": False,
    "--version": False,
    "--db a.db history": False,
}


@pytest.mark.parametrize("words", WORDS)
def test_the_parent_is_made_at_once_where_it_is_sure_that_the_screen_opens(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    assert main._opens_screen(words.split()) is WORDS[words]
    monkeypatch.setattr(os, "isatty", lambda descriptor: descriptor == 0)
    assert not main._opens_screen(words.split())

"""The keys a person chose: as far as they are sound, never two actions on one key, never pain without one."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.screen import Screen

from backtui import tui
from backtui.config.settings import KeyWish
from backtui.tui.keymap import ACTIONS, SCREENS, clash, key_named, read
from backtui.tui.keys import MOVING, NEVER_LOST


def keymap(**wishes: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """What comes of wishes, with `_` for the dot of an action's id, on lines 1, 2, …"""
    lines = [
        KeyWish(each.replace("_", ".", 1), keys, line) for line, (each, keys) in enumerate(wishes.items(), 1)
    ]
    return read(lines)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("F13", "f13"),
        ("page down", "pagedown"),
        ("PageDown", "pagedown"),
        ("pgdn", "pagedown"),
        ("Space", "space"),
        (" x ", "x"),
        ("G", "G"),
        ("shift+g", "G"),
        ("?", "question_mark"),
        ("+", "plus"),
        ("-", "minus"),
        ("ctrl-x", "ctrl+x"),
        ("Ctrl+X", "ctrl+x"),
        ("shift+ctrl+f5", "ctrl+shift+f5"),
        ("esc", "escape"),
        ("Return", "enter"),
        ("é", "é"),
        ("", None),
        ("f99", None),
        ("hyper-nothing", None),
        ("spaec", None),
        ("\x1b", None),
        ("ctrl++", None),
        ("<any>", None),
    ],
)
def test_a_key_is_read_as_people_write_it(said: str, key: str | None) -> None:
    assert key_named(said) == key


def test_what_is_sound_holds() -> None:
    assert keymap(run_pause="space, f13", run_skip="page down") == (
        {"run.pause": "space,f13", "run.skip": "pagedown"},
        (),
    )


def test_two_actions_may_change_places() -> None:
    assert keymap(run_skip="b", run_back="n") == ({"run.skip": "b", "run.back": "n"}, ())


def test_the_same_key_on_different_screens_is_no_clash() -> None:
    assert keymap(run_pause="f13", today_start="f13", summary_keep="f13")[1] == ()


@pytest.mark.parametrize(
    ("wishes", "held", "words"),
    [
        ({"run_sing": "s"}, {}, ["line 1", "'run.sing'"]),
        ({"run_pause": "spaec"}, {}, ["line 1", "'spaec' is not a key"]),
        ({"run_pause": "spaec,f13"}, {"run.pause": "f13"}, ["'spaec' is not a key"]),
        ({"run_pause": "n"}, {}, ["line 1", "run.pause", "run.skip"]),
        ({"run_pause": "n,f13"}, {"run.pause": "f13"}, ["run.pause", "run.skip"]),
        ({"run_pause": "f13", "run_skip": "f13"}, {"run.pause": "f13"}, ["line 2", "run.pause", "run.skip"]),
        ({"run_skip": "n,f13", "run_back": "n"}, {"run.skip": "n,f13"}, ["line 2", "run.back", "run.skip"]),
        ({"run_pause": "ctrl+q"}, {}, ["always leaves backtui"]),
        ({"today_start": "pagedown"}, {}, ["today.start", "rows.page-down"]),
        ({"run_pain": "f13"}, {"run.pain": "x,f13"}, ["run.pain keeps x", "never lost"]),
        ({"run_dizzy": "f13"}, {"run.dizzy": "d,f13"}, ["run.dizzy keeps d"]),
        ({"app_quit": "f13"}, {"app.quit": "q,f13"}, ["app.quit keeps q"]),
        ({"run_figure": ""}, {}, ["'' is not a key"]),
    ],
)
def test_what_is_not_sound_is_one_sentence(
    wishes: dict[str, str], held: dict[str, str], words: list[str]
) -> None:
    found, problems = keymap(**wishes)
    assert found == held
    assert len(problems) == 1
    assert all(word in problems[0] for word in words), problems


def test_every_action_has_a_help_and_the_table_itself_has_no_clash_but_those_meant() -> None:
    assert all(key.help for key in ACTIONS.values())
    meant = {key.id for key in ACTIONS.values() for each in key.keys.split(",") if clash(key, each, {})}
    assert meant == set()
    assert set(ACTIONS) >= NEVER_LOST


KEYS = st.sampled_from(
    ["n", "b", "x", "d", "q", "space", "f13", "f14", "pagedown", "enter", "oops", "ctrl+q", "?"]
)
WISH = st.builds(
    KeyWish,
    st.sampled_from([*ACTIONS, "no.such"]),
    st.lists(KEYS, min_size=1, max_size=3).map(",".join),
    st.integers(1, 99),
)


@given(st.lists(WISH, max_size=6, unique_by=lambda wish: wish.action))
def test_whatever_is_wished_no_two_actions_share_a_key_and_none_is_lost(wishes: list[KeyWish]) -> None:
    found, _ = read(wishes)
    for action, keys in found.items():
        for key in keys.split(","):
            assert clash(ACTIONS[action], key, found) is None
            assert key != "ctrl+q"
    for action in NEVER_LOST & set(found):
        assert set(found[action].split(",")) & set(ACTIONS[action].keys.split(","))


def screens() -> list[type[Screen[Any]]]:
    """Every screen of backtui that has keys of its own."""
    root = Path(tui.__path__[0])
    for file in root.rglob("*.py"):
        import_module(".".join(("backtui", "tui", *file.relative_to(root).with_suffix("").parts)))
    found = [Screen]
    for kind in found:
        found += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.startswith("backtui.") and ids(kind)]


def ids(screen: type[Screen[Any]]) -> frozenset[str]:
    """What the keys that a screen binds, or that it is given by what it is made from, are for."""
    found: set[str] = set()
    for kind in screen.__mro__:
        if kind.__module__.startswith("backtui."):
            bindings = vars(kind).get("BINDINGS", ())
            found |= {each.id for each in bindings if isinstance(each, Binding) and each.id}
        if not getattr(kind, "_inherit_bindings", True):
            break
    return frozenset(found)


def test_the_table_has_the_keys_of_every_screen_and_no_others() -> None:
    rows = {key.id for key in MOVING}
    table = {frozenset(key.id for key in keys if key.action) for keys in SCREENS}
    assert {keys - rows for keys in table} == {ids(screen) for screen in screens()}
    without_a_list = {
        key.id for keys in table if not rows <= keys for key in ACTIONS.values() if key.id in keys
    }
    assert {each.partition(".")[0] for each in without_a_list} == {
        "app",
        "number",
        "errand",
        "writing",
        "run",
    }

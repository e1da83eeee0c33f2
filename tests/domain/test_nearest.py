"""A name that was begun, or has a slip in it."""

import pytest

from backtui.domain.written.nearest import begun, missed, nearest, one_of, themselves

COMMANDS = themselves(("session", "set", "show", "schedule", "history", "restore", "routines"))
EXERCISES = {"Cat and camel": "cat-camel", "cat-camel": "cat-camel", "pelvic-lift": "pelvic-lift"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hist", ["history"]),
        ("HIST", ["history"]),
        ("s", ["session", "set", "show", "schedule"]),
        ("set", ["set"]),
        ("se", ["session", "set"]),
        ("", []),
        ("istory", []),
    ],
)
def test_a_beginning_finds_all_that_begin_so_and_a_whole_name_itself(text: str, found: list[str]) -> None:
    assert begun(text, COMMANDS) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("histroy", "history"), ("sesion", "session"), ("shwo", "show"), ("restor", "restore")],
)
def test_a_slip_finds_what_was_meant(text: str, found: str) -> None:
    assert nearest(text, COMMANDS)[0] == found


def test_what_is_near_nothing_finds_nothing() -> None:
    assert nearest("xylophone", COMMANDS) == []
    assert nearest("", COMMANDS) == []


def test_one_thing_with_two_names_is_found_once() -> None:
    assert nearest("cat-camle", EXERCISES) == ["cat-camel"]
    assert nearest("camel", EXERCISES) == ["cat-camel"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cat-camle", "There is no exercise 'cat-camle'; did you mean cat-camel?"),
        ("xylophone", "There is no exercise 'xylophone'; try one of: cat-camel, pelvic-lift."),
        ("käse\x1b", "There is no exercise 'k?se\\x1b'; try one of: cat-camel, pelvic-lift."),
    ],
)
def test_a_name_that_there_is_not_is_told_with_what_may_be_meant(text: str, said: str) -> None:
    assert missed("exercise", text, EXERCISES) == said


def test_a_list_is_said_as_a_sentence_has_it() -> None:
    assert [one_of("a"), one_of("ab"), one_of("abc")] == ["a", "a or b", "a, b or c"]

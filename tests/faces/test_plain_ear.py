"""Words from a real pipe: taken as they come, in parts, in any bytes."""

import os
import time
from collections.abc import Iterator
from io import TextIOWrapper

import pytest

from backtui.machine.clock import RunningClock
from backtui.plain.terminal import CTRL_C, Ear, Leave, Summons, Voice


class Pipe:
    """An ear at the end of a pipe."""

    def __init__(self) -> None:
        out, self.into = os.pipe()
        self.stream = os.fdopen(out)
        self.summons = Summons()
        self.ear = Ear(self.stream, RunningClock(), self.summons)

    def write(self, data: bytes) -> None:
        os.write(self.into, data)

    def end(self) -> None:
        if self.into >= 0:
            os.close(self.into)
        self.into = -1


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    """A pipe that is closed afterwards."""
    opened = Pipe()
    yield opened
    opened.end()
    opened.stream.close()


def test_a_word_in_parts(pipe: Pipe) -> None:
    pipe.write(b"ne")
    assert pipe.ear.next(0.1) is None
    pipe.write(b"xt\r\nbac")
    assert pipe.ear.next(0.1) == "next\r"
    assert pipe.ear.next(0) is None
    pipe.end()
    assert pipe.ear.next(0.1) == "bac"
    assert not pipe.ear.answers


def test_several_words_at_once_and_bytes_that_are_no_text(pipe: Pipe) -> None:
    pipe.write(b"n\n\xff\xfep\n\n")
    assert [pipe.ear.next(0.1) for _ in range(4)] == ["n", "p", "", None]
    assert pipe.ear.answers


def test_a_line_without_an_end_is_not_kept_whole(pipe: Pipe) -> None:
    for _ in range(5):
        pipe.write(b"x" * 4096)
        assert pipe.ear.next(0.1) is None
    pipe.write(b"\n")
    assert len(pipe.ear.next(0.1) or "") <= 4096


@pytest.mark.thorough
def test_waiting_takes_as_long_as_was_asked_and_is_cut_short_when_that_is_long(pipe: Pipe) -> None:
    for asked, least in ((0.05, 0.04), (30.0, 0.2)):
        began = time.monotonic()
        assert pipe.ear.next(asked) is None
        assert least <= time.monotonic() - began < 30


def test_a_closed_stdin_answers_nothing() -> None:
    ear = Ear(None, RunningClock(), Summons())
    assert not ear.answers
    assert not ear.terminal


def test_a_summons_is_heard_while_waiting(pipe: Pipe) -> None:
    pipe.summons.leave(15)
    pipe.summons.leave(CTRL_C)
    with pytest.raises(Leave) as left:
        pipe.ear.next(1)
    assert left.value.ending == 15


def test_nobody_hears_any_more() -> None:
    out, into = os.pipe()
    os.close(out)
    with os.fdopen(into, "w") as stream, pytest.raises(Leave):
        Voice(stream).say("anybody?")
    with pytest.raises(OSError, match="so the session waits"):
        Voice(None).say("anybody?")


def test_a_line_steers_no_terminal_and_fits_the_encoding() -> None:
    out, into = os.pipe()
    with TextIOWrapper(os.fdopen(into, "wb", buffering=0), encoding="ascii", write_through=True) as stream:
        Voice(stream).say("\x1b[31mZoë")
    with os.fdopen(out, "rb") as read:
        assert read.read() == b"?[31mZo?\n"

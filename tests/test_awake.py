import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import wakepy

from backtui.machine.awake import Awake


class Desk:
    """Stands in for the desktop: notes when the screen was asked to stay on and when that was over."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, trouble: Exception | None = None) -> None:
        self.heard: list[str] = []
        self.trouble = trouble
        monkeypatch.setattr(wakepy.keep, "presenting", self.presenting)
        monkeypatch.delenv("SSH_TTY")

    @contextmanager
    def presenting(self, on_fail: str) -> Iterator[None]:
        assert on_fail == "pass"
        self.heard.append("on")
        if self.trouble:
            raise self.trouble
        yield
        self.heard.append("over")

    def hears(self, *heard: str) -> bool:
        end = time.monotonic() + 10
        while self.heard != list(heard) and time.monotonic() < end:
            time.sleep(0.01)
        return self.heard == list(heard)


def test_the_screen_stays_on_until_it_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, awake = Desk(monkeypatch), Awake(wanted=True)
    awake.hold()
    awake.hold()
    assert desk.hears("on")
    awake.let_go()
    awake.let_go()
    assert desk.hears("on", "over")
    awake.hold()
    assert desk.hears("on", "over", "on")
    awake.let_go()


@pytest.mark.parametrize(("wanted", "far"), [(False, False), (True, True)])
def test_it_may_go_dark_where_nobody_asks_or_sits(
    monkeypatch: pytest.MonkeyPatch, wanted: bool, far: bool
) -> None:
    desk = Desk(monkeypatch)
    if far:
        monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5022 10.0.0.2 22")
    awake = Awake(wanted=wanted)
    awake.hold()
    awake.let_go()
    time.sleep(0.1)
    assert desk.heard == []


def test_a_desktop_that_fails_disturbs_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, awake = Desk(monkeypatch, OSError("no bus")), Awake(wanted=True)
    awake.hold()
    assert desk.hears("on")
    awake.let_go()

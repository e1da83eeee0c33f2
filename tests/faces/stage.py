"""The full screen without a terminal: a real log in this test's home, a clock that the test moves."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from open_logs import at_once
from plain_room import SHORT
from props import STEP_S, HandClock, Shop, asked
from textual import events
from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
from textual.pilot import Pilot

from backtui.cli.fullscreen import desk_of
from backtui.cli.holding import Keeper
from backtui.cli.machines.syncing import Syncing
from backtui.coach.client import Question
from backtui.config.settings import Config
from backtui.domain.record import SessionRecord
from backtui.domain.session.state import Mode, SessionState
from backtui.store.store import Store
from backtui.store.thread import StoreThread
from backtui.tui import app as app_module
from backtui.tui import keys, typed_ahead
from backtui.tui.app import BacktuiApp
from backtui.tui.base import Place
from backtui.tui.frame import page as page_module
from backtui.tui.session.running import RunningSession
from backtui.tui.widgets.rows import Rows

WIDE, NARROW, SMALL, ROOMY, VAST = (80, 24), (60, 16), (40, 12), (120, 40), (200, 50)
MOST_LOOKS = 60
MOST_ROUNDS = 10_000
A_WHILE_S = 0.002  # for a thread to hand its answer over
Answer = TypeVar("Answer")

_parse_rules = Stylesheet._parse_rules
_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}


def parsed_once(sheet: Stylesheet, css: str, *where: Any, **how: Any) -> list[RuleSet]:
    """The rules of a text of CSS, read once a process and not once an app."""
    key = (css, *where, *how.items(), tuple(sheet._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse_rules(sheet, css, *where, **how)
    return _parsed[key]


Stylesheet._parse_rules = parsed_once  # type: ignore[assignment,method-assign]


_render_update = Compositor.render_update


def painted_when_read(compositor: Compositor, full: bool = False, *what: Any, **how: Any) -> Any:
    """What has changed is painted where it is read, as a whole: without a terminal nobody sees it before."""
    if full:
        return _render_update(compositor, full, *what, **how)
    compositor._dirty_regions.clear()
    return None


Compositor.render_update = painted_when_read  # type: ignore[method-assign]
typed_ahead.PATIENCE_S = 0.2  # a log that stands still does so for as long as a test wants


def screen_text(app: App[Any]) -> str:
    """What stands on the screen, line by line, dialogs above what is behind them."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    lines = ["".join(part.text for part in line) for line in update.strips]  # type: ignore[union-attr]
    return "\n".join(line.rstrip() for line in lines)


# Whatever was said stays until the next key, and that key has read it, however fast or slow the machine is.
app_module.SAID_S, page_module.TAKEN_IN_S = 600.0, 0.0


class StoreHere:
    """Answers in the thread that asks, at once."""

    def __init__(self, opening: Callable[[], Store], _: object) -> None:
        self._store = opening()

    def submit(self, work: Callable[[Store], Any]) -> "Future[Any]":
        """The future of work that is done already."""
        return at_once(lambda: work(self._store))

    def close(self, within_s: float = 0.0) -> int:
        """Close the log."""
        self._store.close()
        return 0


class Log:
    """The log of a stage: it answers at once, or with `threaded` from a thread of its own."""

    def __init__(self, wiring: Shop, *, threaded: bool) -> None:
        self._desk: Any = (StoreThread if threaded else StoreHere)(
            lambda: wiring.open_store(bytes(16), create=True), lambda _: None
        )
        self._asked: list[Future[Any]] = []
        self._waiting: list[tuple[Any, Future[Any]]] = []
        self.stands_still = False
        self.close = self._desk.close

    def submit(self, work: Any) -> "Future[Any]":
        """Hand something in; while the log stands still it has to wait."""
        if self.stands_still:
            self._waiting.append((work, Future()))
            return self._waiting[-1][1]
        future: Future[Any] = self._desk.submit(work)
        self._asked.append(future)
        return future

    def go_on(self, trouble: Exception | None = None) -> None:
        """Do all that has waited, or refuse it."""
        self.stands_still = False
        for work, future in self._waiting:
            if not future.set_running_or_notify_cancel():
                continue  # nobody waits for it any more
            if trouble:
                future.set_exception(trouble)
            else:
                future.set_result(self._desk.submit(work).result())
        self._waiting = []

    @property
    def is_busy(self) -> bool:
        """Somebody still waits for an answer."""
        self._asked = [future for future in self._asked if not future.done()]
        return bool(self._asked)


class Stage:
    """One run of the app: press keys, let time pass, read the screen and the log."""

    def __init__(
        self, app: BacktuiApp, pilot: "Pilot[None]", wiring: Shop, log: "Log", told: list[str]
    ) -> None:
        self.app, self.pilot, self.wiring, self.log, self.told = app, pilot, wiring, log, told

    @property
    def clock(self) -> HandClock:
        assert isinstance(self.wiring.clock, HandClock)
        return self.wiring.clock

    async def settle(self) -> str:
        """Wait until nobody waits for the log and all is painted; what stands on the screen then."""
        await self._rest()
        return screen_text(self.app)

    async def _rest(self) -> None:
        """Let all happen that happens without time going by: answers, messages, painting."""
        ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        waited = False  # an answer that is there may still be on its way out of the log's thread
        for _ in range(MOST_ROUNDS):
            waits = self.log.is_busy or self.app.typed_ahead.is_busy
            await asyncio.sleep(A_WHILE_S if waits or waited else 0)
            if waits or waited or ready:
                waited = waits
                continue
            self.app.screen._on_timer_update()
            if not ready and not self._is_unpainted() and not self._follows():
                return
        raise AssertionError(f"the screen does not come to rest:\n{screen_text(self.app)}")

    def _follows(self) -> bool:
        """Have what stands beside the list follow now; whether it was to."""
        screen = self.app.screen
        is_due = isinstance(screen, Place) and screen._following is not None
        if is_due:
            screen._follow_now()
        return is_due

    def _is_unpainted(self) -> bool:
        screen = self.app.screen
        return bool(screen._layout_required or screen._dirty_widgets or screen._callbacks)

    async def see(self, words: str) -> str:
        """Wait, five seconds at the most, until the words stand on the screen; the screen then."""
        for _ in range(500):
            text = await self.settle()
            if words in text:
                return text
            await self.pilot.pause(0.01)
        raise AssertionError(f"{words!r} is not on the screen:\n{text}")

    async def press(self, *keys: str) -> str:
        """Press one key after the other, each answered before the next; the screen then."""
        for key in keys:
            self._send(key)
            await self._rest()
        return screen_text(self.app)

    def _send(self, key: str) -> None:
        # Pilot.press waits until the machine is idle, which on a busy one is never.
        self.app.post_message(events.Key(key, key if len(key) == 1 else None))

    async def type(self, letters: str) -> str:
        """Press keys without looking in between."""
        for letter in letters:
            self._send(letter)
        return await self.settle()

    async def find(self, words: str, key: str = "down") -> str:
        """Move the cursor until its row says the words."""
        for _ in range(MOST_LOOKS):
            rows = self.app.screen.query_one(Rows)
            if rows.row and words in "".join(text for text, _ in (*rows.row.left, *rows.row.right)):
                return await self.settle()
            self._send(key)
            await self._rest()
        raise AssertionError(f"no row says {words}")

    # A running session

    @property
    def session(self) -> RunningSession:
        screen = next(each for each in self.app.screen_stack if isinstance(each, RunningSession))
        return screen

    @property
    def state(self) -> SessionState:
        return self.session.running.state

    def let_pass(self, seconds: float) -> None:
        """Time goes by and the session looks at it, as often as a person needs to be there."""
        while seconds > 0 and self.is_running:
            step = min(STEP_S, seconds)
            self.clock.advance(step)
            self.session.tick()
            seconds -= step

    def to_phase(self, phase: str) -> None:
        """Let time pass until a phase has just begun; none when it is under way."""
        while self.state.step.phase != phase:
            assert self.state.mode not in (Mode.PAUSED, Mode.ENDED)
            self.phase_passes()

    def phase_passes(self) -> None:
        """Let the phase that is under way end."""
        self.let_pass(max(0.0, self.state.due - self.clock.monotonic()))

    @property
    def is_running(self) -> bool:
        return any(isinstance(each, RunningSession) for each in self.app.screen_stack) and not (
            self.session.running.ended
        )

    async def to_end(self) -> str:
        """The session runs to its end; the screen then."""
        while self.is_running:
            assert self.state.mode is not Mode.PAUSED
            self.let_pass(STEP_S)
        return await self.settle()

    # The log

    def ask(self, question: Question[Answer]) -> Answer:
        """An answer of the coach beside the screen."""
        return asked(self.wiring, question)

    def newest(self) -> SessionRecord:
        """The newest session in the log."""
        return self.ask(lambda coach, _: coach.sessions(limit=1))[0]

    def said(self) -> list[str]:
        """What was told in passing."""
        return [*self.told]

    async def resize(self, size: tuple[int, int]) -> str:
        """The terminal takes another size; the screen then."""
        self.app.post_message(events.Resize(Size(*size), Size(*size), Size(*size)))
        while self.app.size != Size(*size) or self.app._resize_timer is not None:
            await self.pilot.pause(0.01)
        return await self.settle()


def told_by(app: BacktuiApp) -> list[str]:
    """A list that grows by each sentence that is told in passing."""
    told: list[str] = []
    say = app.telling.say

    def noted(said: str, **how: Any) -> None:
        told.append(said)
        say(said, **how)

    app.telling.say = noted  # type: ignore[method-assign]
    return told


Save = Callable[[str, object], None]


@asynccontextmanager
async def on_stage(
    wiring: Shop,
    size: tuple[int, int] = WIDE,
    *,
    threaded: bool = False,
    config: Config | None = None,
    save: Save = lambda key, value: None,
    **asked_for: Any,
) -> AsyncIterator[Stage]:
    """The app of a log; without `threaded` the log answers at once, so that a test waits for nothing."""

    log: Any = Log(wiring, threaded=threaded)
    asked_for = {"routine": SHORT.id, **asked_for}
    syncing = Syncing(wiring, wiring.taken_in, wiring.taken_in)
    desk = desk_of(wiring, log, Keeper(wiring.database), syncing)
    desk.news, desk.settled = wiring.taken_in, syncing.begin
    app = BacktuiApp(desk, config or Config(), save, **asked_for)
    told = told_by(app)
    try:
        async with app.run_test(size=size) as pilot:
            stage = Stage(app, pilot, wiring, log, told)
            await stage.settle()
            yield stage
    finally:
        keys.use({})
        log.close(2)

"""The screen read from the mat."""

import asyncio
from typing import ClassVar

from msgspec.structs import replace
from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.timer import Timer

from backtui.coach.client import CoachClient
from backtui.coach.running import Running
from backtui.config.settings import Config
from backtui.domain.cues import LESSONS, Call, calls, count_due
from backtui.domain.session.machine import may_put_off
from backtui.domain.session.state import Happened, Mode, Press
from backtui.domain.session.steps import Phase
from backtui.machine.awake import Awake
from backtui.tui.base import NARROWEST, TWO
from backtui.tui.cues import signals_of
from backtui.tui.dialogs import Choice
from backtui.tui.frame.leaving import Leaving
from backtui.tui.frame.page import LEAST, Framed, bindings
from backtui.tui.keys import RUNNING, Key
from backtui.tui.session import answers
from backtui.tui.session.scene import Previews, scene
from backtui.tui.session.sit_down import SitDown
from backtui.tui.session.stage import SceneView
from backtui.tui.widgets.figure import moment
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import longest

# Real seconds between two pictures of a moving figure, and the least between two looks at the time.
FRAME_S = 0.125
ASKING = (Phase.RATE, Phase.OFFER, Phase.HURT)  # what they ask is said whatever a key did
MOVING = (Phase.IN, Phase.MOVE, Phase.OUT)
SHORTEST_LOOK_S = 0.01
LOOK_FOR_ANSWER_S, LOOKS_FOR_ANSWER = 0.02, 25
SHORT_ROWS = 16
ROOMY_ROWS = 30  # from so many on the words have room beside the figure, where it is as wide as that


class RunningSession(Leaving, Framed, Screen[str]):
    """Shows one moment after the other; every key is optional. Its result: done, discarded or lost."""

    KEYS: ClassVar[tuple[Key, ...]] = RUNNING
    FOOT = ()
    COVER = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(RUNNING)

    def __init__(self, desk: CoachClient, running: Running, config: Config, previews: Previews) -> None:
        super().__init__()
        self.desk = desk
        self.running = running
        self.previews = previews
        self.config = config
        self._exercises = desk.content.exercises  # one may be changed or removed elsewhere meanwhile
        self._counted: Call | None = None
        self._answer, self._answer_until = "", 0.0
        self._answer_timer: Timer | None = None
        self.set_class(config.motion == "off", "no-figure")
        self._timer: Timer | None = None
        self._second_ends = 0.0  # when a number is another one, on the session's clock
        self._asking = self._left = self._sat_down = False
        self._awake = Awake(wanted=config.awake)
        self.signals = signals_of(self, config)  # a key may come before the first picture

    def compose(self) -> ComposeResult:
        """The moment, and the keys."""
        yield SceneView(ascii_only=self.config.ascii, mark=self.desk.mark)
        yield self.hints()

    def on_mount(self) -> None:
        """Begin to look at the time."""
        self.running.changed = self._saved
        self._cue(self.running.opening)
        self.paint()
        self._look_later()

    def on_resize(self) -> None:
        """Sentences are folded to the width; what has no room is left away, the countdown never."""
        cells, rows = self.size
        self.set_class(rows < SHORT_ROWS, "short")
        self.set_class(cells < NARROWEST, "slim")
        self.set_class(cells >= TWO and rows >= ROOMY_ROWS, "roomy")
        self.set_class(cells < LEAST.width or rows < LEAST.height, "tiny")
        self.call_after_refresh(self.paint)

    def _saved(self) -> None:
        """The log has answered, in its own thread: posting is safe from there, painting is not."""
        self.call_later(self._answered)

    def _answered(self) -> None:
        if not self._close_when_over():
            self.paint()

    def on_screen_resume(self) -> None:
        """The session may have ended, or been taken over, behind what was read; or its figure moves again."""
        if not self._close_when_over():
            self._look_later()

    def _close_when_over(self) -> bool:
        """Leave with the reason, once nothing stands before this screen."""
        result = "taken" if self.running.taken else "ended" if self.running.ended else ""
        if result and self.is_active:
            if self.running.state.how == "dizzy" and not self._sat_down:
                self._sit_down()
            else:
                self._close(result)
        return bool(result)

    @work
    async def _sit_down(self) -> None:
        """Nothing else is on the screen, until a key."""
        if not self._sat_down:
            self._sat_down = True
            await self.app.push_screen_wait(SitDown(ascii_only=self.config.ascii))
            self._close_when_over()

    # Time

    def tick(self) -> None:
        """Let time pass; between two seconds only the figure has moved on."""
        before = self.running.state
        effects = self.running.send(Press.TICK)
        after = self.running.state
        is_same_second = self.running.clock.monotonic() < self._second_ends
        if is_same_second and not effects and after == replace(before, seen=after.seen):
            self._move(self.query_one(SceneView), alone=True)
            self._look_later()
        else:
            self._after(effects)

    def _after(self, effects: tuple[Happened, ...]) -> None:
        """What happened is shown and heard; the end closes the screen."""
        self._cue(effects)
        self.paint()
        if not self._close_when_over():
            self._look_later()

    def _close(self, result: str) -> None:
        if self._left:
            return
        self._left = True
        if self._timer:
            self._timer.stop()
        self.running.changed = lambda: None
        if result != "ended":
            self.signals.hush()
        self.signals.give_back()
        self.dismiss(result)

    def _look_later(self) -> None:
        """Wake at the next boundary or the next change of a number; not at all while paused."""
        if self._timer:
            self._timer.stop()
        state = self.running.state
        if state.mode in (Mode.PAUSED, Mode.ENDED):
            self._awake.let_go()
            return
        self._awake.hold()
        clock = self.running.clock
        now = clock.monotonic()
        left = state.due - now
        until = min(left, left % 1.0 or 1.0)
        self._second_ends = now + until
        until /= clock.rate
        if self._moves and state.mode is Mode.RUNNING and state.step.phase in MOVING:
            until = min(until, FRAME_S - (now - state.began) / clock.rate % FRAME_S)
        self._timer = self.set_timer(max(until, SHORTEST_LOOK_S), self.tick)

    @property
    def _moves(self) -> bool:
        # Behind a dialog each picture is one of the whole screen, and a large one takes longer than a frame.
        return self.is_active and self.config.motion == "full" and not self.has_class("no-figure")

    # Showing

    def paint(self) -> None:
        """Show this moment; only what changed is painted."""
        if not self.is_mounted:
            return
        state = self.running.state
        now = self.running.clock.monotonic()
        pending = self.running.pending(state.item)
        told = longest(LESSONS, self.size.width - 1) if self.signals.sound else ""
        view = scene(state, self._exercises, now, pending, self.previews, told)
        asks = state.step.phase in ASKING and state.mode is Mode.RUNNING
        if self._answer and now < self._answer_until and not asks:
            view = replace(view, say=(self._answer,))
        self.signals.name_window(view.title(self.desk.mark))
        stage = self.query_one(SceneView)
        stage.say(view, self.running.trouble or self.desk.waits)
        self._move(stage, alone=False)
        self.query_one(Hints).look_again()

    def _move(self, stage: SceneView, *, alone: bool) -> None:
        state = self.running.state
        if not self.has_class("no-figure"):
            at = moment(state, self.running.clock.monotonic(), moves=self._moves)
            stage.move(self._exercises[state.shown.exercise], at, state.step.side, alone=alone)

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Somebody is there; capitals and other alphabets are the keys in their places."""
        if not self.running.ended and not self.running.state.alive:
            self._after(self.running.send(Press.PRESENT))
        live = self.active_bindings
        if event.key in live or event.character is None:
            return
        meant = answers.latin(event.character)
        if meant != event.key and meant in live:
            self.app.simulate_key(meant)
        else:
            self.answer(answers.unknown(event.character))

    def action_press(self, press: str) -> None:
        """A key of the session."""
        if self._asking:
            return
        before, pressed = self.running.state, Press(press)
        effects = self.running.send(pressed)
        after = self.running.state
        if after == replace(before, seen=after.seen, alive=after.alive):
            said = answers.NOTHING.get(pressed, "")
        else:
            said = answers.answer(effects, after, pressed, self._exercises)
        self.answer(said)
        self._after(effects)

    def told(self, said: str, *, wrong: bool = False) -> None:
        """What is said in passing has the words' place too."""
        del wrong
        self.answer(said)

    def answer(self, said: str) -> None:
        """Say it in the words' place for some seconds; "" ends what was said before."""
        clock = self.running.clock
        self._answer, self._answer_until = said, clock.monotonic() + answers.SHOWN_S * clock.rate
        if self._answer_timer:
            self._answer_timer.stop()
        self._answer_timer = self.set_timer(answers.SHOWN_S, self.paint) if said else None
        self.paint()

    def is_live(self, key: Key) -> bool:
        """Whether a key would do something now."""
        state = self.running.state
        live = {
            "run.longer": state.step.phase in (Phase.HOLD, Phase.REST) and state.mode is Mode.RUNNING,
            "run.restart": (state.step.goes_in or state.step.ends) and state.mode is Mode.RUNNING,
            "run.undo": state.before is not None,
            "run.later": may_put_off(state),
        }
        return live.get(key.id, True)

    def action_sound(self) -> None:
        """Bells on or off, for this session."""
        self.signals.sound = not self.signals.sound
        self.answer(answers.SOUND[self.signals.sound])

    def action_figure(self) -> None:
        """The figure on or off, for this session."""
        self.toggle_class("no-figure")
        self.answer(answers.FIGURE[not self.has_class("no-figure")])
        self.call_after_refresh(self.paint)

    def action_big(self) -> None:
        """Only the phase and the countdown."""
        self.toggle_class("big")
        self.call_after_refresh(self.paint)

    @work
    async def action_stop(self) -> None:
        """Ask what stopping means; the session stands still meanwhile."""
        if self._asking or not self._stand_still():
            return
        self._asking = True
        answer = await self._ask_to_stop()
        self._asking = False
        if answer == "save":
            self._after(self.running.send(Press.STOP))
        elif answer == "discard":
            self._close("discarded")
        else:
            self._after(self.running.send(Press.PAUSE))

    def _stand_still(self) -> bool:
        """Pause, whatever the session is at; False when it has ended on the way."""
        self.tick()
        for _ in range(2):  # a longer hold takes the first key for its end
            if self.running.state.mode not in (Mode.PAUSED, Mode.ENDED):
                self._after(self.running.send(Press.PAUSE))
        return self.running.state.mode is Mode.PAUSED

    async def _hear_the_log(self) -> None:
        """Give the log a moment to answer what it was just handed, before it is said that it does not."""
        for _ in range(LOOKS_FOR_ANSWER):
            if self.running.saved or self.running.trouble:
                return
            await asyncio.sleep(LOOK_FOR_ANSWER_S)

    async def _ask_to_stop(self) -> str | None:
        """Save, go on, or discard; discard is asked twice."""
        await self._hear_the_log()
        said = self.running.told()
        options = [("on", "Go on"), ("save", "Stop and save what you did"), ("discard", "Stop and discard")]
        answer: str | None = await self.app.push_screen_wait(
            Choice("Stop the session?", (said,), options, "on")
        )
        if answer != "discard":
            return answer
        sure = [("on", "No, go on"), ("discard", "Yes, discard this session")]
        asked = Choice("Discard it for good?", ("It will not be in your history.",), sure, "on")
        answer = await self.app.push_screen_wait(asked)
        return answer

    # Cues

    def _cue(self, effects: tuple[Happened, ...]) -> None:
        """What has just happened is heard, and the last seconds before a start and of a hold are counted."""
        state, now = self.running.state, self.running.clock.monotonic()
        for call in calls(effects, state, self._exercises):
            self.signals.call(call, (self._exercises[state.current.exercise].name, state.step.side.value))
        count = count_due(state, now)
        if count and count != self._counted:
            self.signals.call(count)
        self._counted = count

    def on_unmount(self) -> None:
        """The window gets its title back, and the screen may go dark."""
        self._awake.let_go()
        self.signals.give_back()

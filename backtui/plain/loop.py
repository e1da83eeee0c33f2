"""A session as it runs in the line mode: time and words go in as keys, the narrator tells what comes out."""

from dataclasses import replace

from backtui.domain.session import Mode, Press
from backtui.plain import lines
from backtui.plain.narrator import Narrator
from backtui.plain.spoken import seconds
from backtui.plain.summons import CTRL_C, Leave
from backtui.plain.talk import LOOK_EVERY_S, Talk
from backtui.plain.words import Question, meant

SAVE, GO_ON, DISCARD = range(3)


class Discarded(Exception):  # noqa: N818 it is a choice
    """The person threw the session away."""


class Loop:
    """Drives one running session to its end."""

    def __init__(self, narrator: Narrator, talk: Talk) -> None:
        self.running = narrator.running
        self.talk = talk
        self._narrator = narrator
        self._listening = talk.ear.answers

    def run(self) -> None:
        """Run to the end. Raises Leave when the program must end before, SessionTaken, and Discarded."""
        self._narrator.tell(self.running.opening)
        while not self.running.ended:
            word = self.talk.ear.next(self._wait_s())
            if self.talk.ear.summons.take_interrupt():
                self._ctrl_c()
            elif word is None:
                self._press(Press.TICK)
            else:
                self._obey(word)
            self._narrator.look_at_log()
            self._go_on_alone()
        self.settle(2.0)
        self._narrator.look_at_log()

    def settle(self, within_s: float) -> None:
        """Give the log some more real seconds to take all that was done."""
        for _ in range(round(within_s / LOOK_EVERY_S)):
            if self.running.saved or self.running.taken:
                break
            self.running.save()
            # A disk or a lock knows nothing of a clock that runs fast.
            self.running.clock.sleep(LOOK_EVERY_S * self.running.clock.rate)

    def _wait_s(self) -> float:
        """Clock seconds until something is due."""
        state = self.running.state
        if state.mode is Mode.PAUSED:
            return LOOK_EVERY_S * self.running.clock.rate
        return state.due - self.running.clock.monotonic()

    def _press(self, press: Press) -> None:
        self._narrator.tell(self.running.send(press))

    def _obey(self, word: str) -> None:
        """Do what a word means, once time has caught up with it."""
        self._press(Press.TICK)
        match meant(word):
            case None:
                self.talk.say(lines.unknown(word))
            case Question.HELP:
                self.talk.say(*lines.HELP)
            case Question.WHERE:
                self.talk.say(self._narrator.where())
            case Press.STOP if self.talk.asks:
                self._ask_to_stop()
            case Press() as press:
                self._key(press)

    def _key(self, press: Press) -> None:
        """Send a key, and answer one that no effect shows."""
        before = self.running.state
        self._press(press)
        after = self.running.state
        if after.mode is Mode.LEAD_IN and before.mode is Mode.PAUSED:
            self.talk.say(lines.GOING_ON.format(seconds(after.script.timing.lead_in_s)))
        elif after.longer and not before.longer:
            self.talk.say(lines.LONGER)
        elif after == replace(before, seen=after.seen, alive=after.alive):
            self.talk.say(lines.NOTHING_NOW)

    def _ctrl_c(self) -> None:
        """Ask as for stop where somebody can answer, and leave where nobody can."""
        if not self.talk.asks:
            raise Leave(CTRL_C)
        self._press(Press.TICK)
        self._ask_to_stop()

    def _ask_to_stop(self) -> None:
        """Save, go on or discard, asked while the session stands still; discarding is asked twice."""
        # In a hold that goes on until a key, the first one only ends the hold.
        for _ in range(2):
            if self.running.state.mode not in (Mode.PAUSED, Mode.ENDED):
                self._press(Press.PAUSE)
        if self.running.ended:
            return
        choice = self.talk.choose(lines.STOP_HERE, lines.STOP_CHOICES, GO_ON)
        if choice == DISCARD and self.talk.choose(lines.DISCARD, lines.DISCARD_CHOICES, 0) == 1:
            raise Discarded
        self._key(Press.STOP if choice == SAVE else Press.PAUSE)

    def _go_on_alone(self) -> None:
        """Once no word can come any more say so, and end a pause that nobody could end."""
        if self.talk.ear.answers or self.running.ended:
            return
        if self._listening:
            self._listening = False
            self.talk.say(lines.NO_MORE_WORDS)
        if self.running.state.mode is Mode.PAUSED:
            self.talk.say(lines.GOES_ON)
            self._key(Press.PAUSE)

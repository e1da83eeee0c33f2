"""A running session line by line: what happens is told, what is typed is done."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from backtui.coach.running import Running
from backtui.domain.cues import offer_words
from backtui.domain.event_keys import What
from backtui.domain.events import (
    DizzyFelt,
    Eased,
    ExerciseEnded,
    MovedBack,
    PainFelt,
    Paused,
    Postponed,
    Rated,
    RepEnded,
)
from backtui.domain.exercise import Exercise, Side
from backtui.domain.session.state import (
    Happened,
    Mode,
    PhaseBegan,
    Press,
    TakenBack,
    phase_left_s,
    session_left_s,
)
from backtui.domain.session.steps import Phase
from backtui.plain import sentences
from backtui.plain.sentences import seconds
from backtui.plain.terminal import CTRL_C, LOOK_EVERY_S, Leave, Question, Talk, meant
from backtui.store.errors import SessionTaken


class Narrator:
    """Tells one running session."""

    def __init__(self, running: Running, exercises: Mapping[str, Exercise], talk: Talk) -> None:
        self.running = running
        self._talk = talk
        self._exercises = exercises
        self._uncounted: deque[RepEnded] = deque()
        self._ended: Counter[int] = Counter()
        self._counted: Counter[int] = Counter()
        self._full: dict[tuple[int, Side], int] = {}
        self._trouble = False
        self._offering = False

    def tell(self, effects: Sequence[Happened]) -> None:
        """Say the effects in their order."""
        for index, effect in enumerate(effects):
            what = effect.what
            if isinstance(what, PhaseBegan):
                last = not any(isinstance(each.what, PhaseBegan) for each in effects[index + 1 :])
                self._phase(what, effect.at, last=last)
            elif isinstance(what, RepEnded):
                self._uncounted.append(what)
                self._ended[what.item] += 1
                self._count()
            else:
                self._talk.say(*self._told(what))

    def look_at_log(self) -> None:
        """Count what is on disk, and say, once, that the log cannot be written and that it can again.

        Raises SessionTaken when another program runs this session now.
        """
        self._count()
        trouble = self.running.trouble
        if self.running.taken:
            raise SessionTaken(self.running.told())
        if trouble and not self._trouble:
            self._trouble = True
            self._talk.say(sentences.UNSAVED.format(trouble))
        elif self._trouble and not trouble and self.running.saved:
            self._trouble = False
            self._talk.say(sentences.SAVED_AGAIN)

    def where(self) -> str:
        """Where the session stands and how long it still takes."""
        state, now = self.running.state, self.running.clock.monotonic()
        left_s = phase_left_s(state, now), session_left_s(state, now)
        item = state.shown
        return sentences.where(self._name(item.index), item, self._place(item.index), state.step, *left_s)

    def _place(self, item: int) -> str:
        script = self.running.state.script
        return f"{script.turns.index(item) + 1} of {len(script.items)}"

    def _name(self, item: int) -> str:
        return self._exercises[self.running.state.script.items[item].exercise].name

    def _count(self) -> None:
        """Say the repetitions that are on disk, in the order in which they ended."""
        while self._uncounted:
            rep = self._uncounted[0]
            if self._counted[rep.item] >= self._ended[rep.item] - self.running.pending(rep.item):
                break
            self._uncounted.popleft()
            self._counted[rep.item] += 1
            self._talk.say(sentences.counted(rep.rep, rep.side, self.running.state.script.items[rep.item]))

    def _told(self, what: What | TakenBack) -> Sequence[str]:  # noqa: C901 one case each
        """The lines for what is no phase."""
        match what:
            case Eased():
                return [sentences.EASED]
            case MovedBack(item):
                said = sentences.AFTER_ALL if self._offering else sentences.BACK_TO
                return [said.format(self._name(item))]
            case ExerciseEnded(item, "skipped"):
                return [sentences.SKIPPED.format(self._name(item))]
            case ExerciseEnded(item, "left-out"):
                return [sentences.LEFT_OUT.format(self._name(item))]
            case Postponed(item):
                return [sentences.PUT_OFF.format(self._name(item))]
            case Rated(item, rating) if item == self.running.state.rated_item:
                return [sentences.RATED.format(self._name(item), rating)]
            case PainFelt(item):
                return [sentences.HURTS.format(self._name(item)), sentences.PAIN]
            case DizzyFelt():
                return sentences.DIZZY
            case TakenBack():
                return [sentences.UNDONE.format(self._name(self.running.state.item))]
            case Paused(why):
                said = sentences.PAUSED_GAP if why == "gap" else sentences.PAUSED
                return [said, *([sentences.ENTER_GOES_ON] if self._talk.ear.answers else [])]
            case _:
                return []

    def _phase(self, began: PhaseBegan, at: float, *, last: bool) -> None:
        """The line of a phase; `last`: it is the one that runs now, which may have less time left."""
        state, step = self.running.state, began.step
        item = state.script.items[began.item]
        exercise = self._exercises[item.exercise]
        left_s = state.due - at if last and state.mode is Mode.RUNNING else step.seconds
        self._offering = step.phase is Phase.OFFER
        if self._offering:
            self._talk.say(sentences.OFFER.format(offer_words(state, self._exercises), seconds(left_s)))
            return
        if step.phase is Phase.READY:
            self._full = {}
            steps = state.steps if began.item == state.item else ()
            first = next((each for each in steps if each.goes_in or each.ends), step)
            place = self._place(began.item)
            self._talk.say(*sentences.ready(exercise, item, place, left_s, first))
            return
        # An exercise's own words are said once a side; after that the short line is what is wanted.
        fully = self._full.setdefault((began.item, step.side), step.rep) if step.rep else 0
        full = item.holds > 1 or fully == step.rep
        self._talk.say(sentences.phase(exercise, item, step, left_s, full=full))


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
        """Give the log some more real seconds to take all that was done. Raises Leave."""
        for _ in range(round(within_s / LOOK_EVERY_S)):
            if self.running.saved or self.running.taken:
                break
            self.talk.ear.summons.heed()
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
                self.talk.say(sentences.unknown(word))
            case Question.HELP:
                self.talk.say(*sentences.HELP)
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
            self.talk.say(sentences.GOING_ON.format(seconds(after.script.timing.lead_in_s)))
        elif after.longer and not before.longer:
            self.talk.say(sentences.LONGER)
        elif after == replace(before, seen=after.seen, alive=after.alive):
            self.talk.say(sentences.NOTHING_NOW)

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
        choice = self.talk.choose(sentences.STOP_HERE, sentences.STOP_CHOICES, GO_ON)
        if choice == DISCARD and self.talk.choose(sentences.DISCARD, sentences.DISCARD_CHOICES, 0) == 1:
            raise Discarded
        self._key(Press.STOP if choice == SAVE else Press.PAUSE)

    def _go_on_alone(self) -> None:
        """Once no word can come any more say so, and end a pause that nobody could end."""
        if self.talk.ear.answers or self.running.ended:
            return
        if self._listening:
            self._listening = False
            self.talk.say(sentences.NO_MORE_WORDS)
        if self.running.state.mode is Mode.PAUSED:
            self.talk.say(sentences.GOES_ON)
            self._key(Press.PAUSE)

"""What happens in a session, told in lines: phases, keys, and each repetition once it is on disk."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence

from backtui.coach.running import Running
from backtui.domain import effects as fx
from backtui.domain.exercise import Exercise, Side
from backtui.domain.session import Mode, phase_left_s, session_left_s
from backtui.domain.timeline import Phase
from backtui.plain import lines
from backtui.plain.talk import Talk
from backtui.store.errors import SessionTaken


class Narrator:
    """Tells one running session."""

    def __init__(self, running: Running, exercises: Mapping[str, Exercise], talk: Talk) -> None:
        self.running = running
        self._talk = talk
        self._exercises = exercises
        self._uncounted: deque[fx.RepEnded] = deque()
        self._ended: Counter[int] = Counter()
        self._counted: Counter[int] = Counter()
        self._full: dict[tuple[int, Side], int] = {}
        self._trouble = False

    def tell(self, effects: Sequence[fx.Effect]) -> None:
        """Say the effects in their order."""
        for index, effect in enumerate(effects):
            if isinstance(effect, fx.Began):
                last = not any(isinstance(each, fx.Began) for each in effects[index + 1 :])
                self._phase(effect, last=last)
            elif isinstance(effect, fx.RepEnded):
                self._uncounted.append(effect)
                self._ended[effect.item] += 1
                self._count()
            else:
                self._talk.say(*self._told(effect))

    def look_at_log(self) -> None:
        """Count what is on disk, and say, once, that the log cannot be written and that it can again.

        Raises SessionTaken when another program runs this session now.
        """
        self._count()
        trouble = self.running.trouble
        if self.running.taken:
            raise SessionTaken(trouble)
        if trouble and not self._trouble:
            self._trouble = True
            self._talk.say(lines.UNSAVED.format(trouble))
        elif self._trouble and not trouble and self.running.saved:
            self._trouble = False
            self._talk.say(lines.SAVED_AGAIN)

    def where(self) -> str:
        """Where the session stands and how long it still takes."""
        state, now = self.running.state, self.running.clock.monotonic()
        left_s = phase_left_s(state, now), session_left_s(state, now)
        total = len(state.script.items)
        return lines.where(self._name(state.item), state.current, total, state.step, *left_s)

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
            self._talk.say(lines.counted(rep.rep, rep.side, self.running.state.script.items[rep.item]))

    def _told(self, effect: fx.Effect) -> Sequence[str]:
        """The lines for an effect that is no phase."""
        match effect:
            case fx.Eased():
                return [lines.EASED]
            case fx.MovedBack(item):
                return [lines.BACK_TO.format(self._name(item))]
            case fx.ItemEnded(item, "skipped"):
                return [lines.SKIPPED.format(self._name(item))]
            case fx.ItemEnded(item, "left-out"):
                return [lines.LEFT_OUT.format(self._name(item))]
            case fx.Rated(item, rating):
                return [lines.RATED.format(self._name(item), rating)]
            case fx.PainFelt(item):
                return [lines.HURTS.format(self._name(item)), lines.PAIN]
            case fx.DizzyFelt():
                return lines.DIZZY
            case fx.Undone():
                return [lines.UNDONE.format(self._name(self.running.state.item))]
            case fx.Paused(why):
                said = lines.PAUSED_GAP if why == "gap" else lines.PAUSED
                return [said, *([lines.ENTER_GOES_ON] if self._talk.ear.answers else [])]
            case _:
                return []

    def _phase(self, began: fx.Began, *, last: bool) -> None:
        """The line of a phase; `last`: it is the one that runs now, which may have less time left."""
        state, step = self.running.state, began.step
        item = state.script.items[began.item]
        exercise = self._exercises[item.exercise]
        left_s = state.due - began.at if last and state.mode is Mode.RUNNING else step.seconds
        if step.phase is Phase.READY:
            self._full = {}
            steps = state.steps if began.item == state.item else ()
            first = next((each for each in steps if each.phase is Phase.IN), step)
            self._talk.say(*lines.ready(exercise, item, len(state.script.items), left_s, first))
            return
        # An exercise's own words are said once a side; after that the short line is what is wanted.
        fully = self._full.setdefault((began.item, step.side), step.rep) if step.rep else 0
        full = item.holds > 1 or fully == step.rep
        self._talk.say(lines.phase(exercise, item, step, left_s, full=full))

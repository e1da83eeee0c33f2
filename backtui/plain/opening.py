"""How a session in the line mode begins: an interrupted one first, then notice, plan and a question."""

from collections.abc import Callable
from contextlib import suppress

import msgspec

from backtui.coach.answers import Seed
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.sessions import MORNINGS, PAIN_BOUNDS, Diary
from backtui.domain.events import Face
from backtui.domain.exercise import Content
from backtui.domain.plan import Plan
from backtui.domain.record import SessionRecord
from backtui.domain.session.steps import steps_of
from backtui.plain import sentences
from backtui.plain.sentences import repetition
from backtui.plain.terminal import Talk
from backtui.store.errors import NOT_NOW

GO_ON, FINISH, DISCARD = "go-on", "finish", "discard"
OPEN_CHOICES = (GO_ON, FINISH, DISCARD)
FACE: Face = "plain"


class Options(msgspec.Struct, frozen=True):
    """What the command line asked for; `open`: what becomes of an interrupted session (OPEN_CHOICES)."""

    minutes: int | None = None
    routine: str | None = None
    open: str | None = None


class Opening:
    """Finds out which session runs."""

    def __init__(self, diary: Diary, talk: Talk, options: Options, hold: Callable[[bytes], None]) -> None:
        """`hold` makes a session this program's own; it raises SessionTaken where another one runs it."""
        self._hold = hold
        self.diary = diary
        self.log = diary.log
        self.talk = talk
        self.options = options

    def seed(self) -> Seed | None:
        """The session to run; None when the person leaves. Raises WrongUseError and StoreError."""
        self._plan()  # wrong use is told before anything changes
        while record := self.log.ask(Coach.open_session):
            choice = self._choice(record)
            self._hold(record.id)  # before it is read again: nobody takes it further from here on
            if choice == GO_ON:
                return self._go_on(record)
            self._close(record, choice)
            asks = self.talk.asks and not self.options.open
            if asks and self.talk.choose(sentences.ANOTHER, sentences.ANOTHER_CHOICES, 0) == 1:
                return None
        return self._fresh()

    def _plan(self) -> Plan:
        return self.log.ask(lambda coach: coach.plan(self.options.minutes, self.options.routine))

    def _choice(self, record: SessionRecord) -> str:
        """What to do with an interrupted session: as asked for, as answered, or the most that is possible."""
        young = self.log.ask(lambda coach: coach.may_go_on(record))
        possible = OPEN_CHOICES if young else (FINISH, DISCARD)
        self.talk.say(_interrupted(self.log.content, record))
        if self.options.open is not None:
            if self.options.open not in possible:
                raise WrongUseError(sentences.TOO_OLD)
            return self.options.open
        if not self.talk.asks:
            return possible[0]
        said = {GO_ON: sentences.OPEN_GO_ON, FINISH: sentences.OPEN_FINISH, DISCARD: sentences.OPEN_DISCARD}
        index = self.talk.choose(sentences.OPEN_FOUND, [said[each] for each in possible], 0)
        return possible[index]

    def _close(self, record: SessionRecord, choice: str) -> None:
        if choice == FINISH:
            self.diary.finish(record.id)
            self.talk.say(sentences.FINISHED)
        else:
            self.diary.discard(record)
            self.talk.say(sentences.DISCARDED)

    def _go_on(self, record: SessionRecord) -> Seed:
        seed = self.diary.go_on(record.id)
        for index in seed.script.turns:
            item, own = seed.script.items[index], seed.progress[index]
            steps = steps_of(seed.script, item.index, own.eased_s, own.done)
            if own.how is None and steps:
                first = next(step for step in steps if step.goes_in or step.ends)
                name = self.log.content.name_of(item.exercise)
                self.talk.say(sentences.RESUMING.format(name, repetition(first, item)))
                break
        return seed

    def _fresh(self) -> Seed:
        self._morning_after()  # before the plan, for it may take raises back
        plan = self._plan()
        if plan.items:
            self._notice()
            content = self.log.content
            today = self.log.ask(Coach.today)
            if today.slots or today.pause:
                self.talk.say(sentences.read_aloud(today.why))
            named = [*content.exercises, *(each.exercise for each in plan.left_out)]
            names = {exercise: content.name_of(exercise) for exercise in named}
            self.talk.say(*sentences.plan_lines(plan, names))
        pain = (
            self.talk.number(sentences.PAIN_BEFORE, *PAIN_BOUNDS) if self.talk.asks and plan.items else None
        )
        return self.diary.start(plan, FACE, pain)

    def _morning_after(self) -> None:
        """How the back is after yesterday's session, where a person can say it; Enter leaves it open."""
        record = self.log.ask(Coach.asks) if self.talk.asks else None
        if record is None:
            return
        self.talk.say(sentences.MORNING_AFTER.format(f"{record.day:%A}"))
        chosen = self.talk.pick(sentences.MORNING_WHICH, sentences.MORNING_CHOICES)
        if chosen is not None:
            self.talk.say(self.diary.days.morning(MORNINGS[chosen]))

    def _notice(self) -> None:
        """What everyone should have heard once, before the first session."""
        guidance = self.log.content.guidance
        if guidance is None or self.log.ask(Coach.preferences).notice_seen:
            return
        self.talk.say(*guidance.notice, *guidance.safety, *guidance.stop, *guidance.urgent)
        if self.talk.asks:
            self.talk.ask(sentences.HEARD)
        with suppress(*NOT_NOW):  # then it is said once more
            self.diary.notice_seen()


def _interrupted(content: Content, record: SessionRecord) -> str:
    """The sentence for an open session: where it broke off."""
    here = next((entry for entry in record.entries if entry.how is None), None)
    name = content.name_of(here.exercise) if here else sentences.ITS_END
    return sentences.interrupted(name, sum(len(entry.reps) for entry in record.entries))

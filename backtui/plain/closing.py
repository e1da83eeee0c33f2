"""How a session in the line mode ends: what was done, ratings and pain, what changes next time, the week."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from backtui.coach.answers import Summary, SummaryLine
from backtui.coach.coach import Coach
from backtui.coach.running import Running
from backtui.coach.sessions import PAIN_BOUNDS, Diary
from backtui.domain.events import Rating
from backtui.domain.progression.prescription import DecisionKind
from backtui.domain.record import EntryRecord
from backtui.domain.session.state import SessionState
from backtui.plain import sentences
from backtui.plain.terminal import Talk
from backtui.store.errors import StoreError


class Closing:
    """Tells the end of one session; `failed`: something that it said or asked could not be saved."""

    def __init__(self, diary: Diary, talk: Talk, running: Running, left: Callable[[Running], str]) -> None:
        """`left` keeps what the log has not taken and says where."""
        self._left = left
        self.diary = diary
        self.log = diary.log
        self.talk = talk
        self.running = running
        self.failed = False

    def tell(self, length_s: float) -> None:
        """Say all of it; the session took `length_s`."""
        self.talk.say(sentences.ended(self.running.state.how, length_s))
        if not self.running.saved:
            self.failed = True
            self._say_done(_remembered(self.running.state))
            self.talk.say(sentences.NOT_SAVED.format(self._left(self.running)))
            return
        with self._telling_trouble():
            self._say_done(self._summary().record.entries)
            if self.talk.asks:
                self._ask_ratings()
                self._ask_pain()
            self._confirm()
            self._say_next()
            self.talk.say(sentences.week(self._summary().week))

    def _summary(self) -> Summary:
        return self.log.ask(lambda coach: coach.summary(self.running.session))

    def _name(self, exercise: str) -> str:
        return self.log.content.name_of(exercise)

    def _say_done(self, entries: Sequence[EntryRecord]) -> None:
        """Each exercise by its number, and plainly what was not done."""
        groups = _by_exercise(entries)
        for number, (exercise, own) in enumerate(groups.items(), 1):
            self.talk.say(f"{number}. {sentences.performed(self._name(exercise), own)}")
        missed = [exercise for exercise, own in groups.items() if not any(each.performed for each in own)]
        if missed:
            self.talk.say(sentences.NOT_DONE.format(", ".join(map(self._name, missed))))

    def _ask_ratings(self) -> None:
        """Ratings by the numbers of the list, until Enter."""
        if self.log.ask(Coach.preferences).unrated == "comfortable":
            self.talk.say(sentences.UNRATED)
        done = _by_exercise(self._summary().record.entries)
        groups = {str(number): each for number, each in enumerate(done.items(), 1)}
        answer = self.talk.ask(sentences.RATE)
        while answer:
            number, _, feel = answer.partition(" ")
            rating = next((each for each in Rating if each.value.startswith(feel.strip() or "?")), None)
            exercise, own = groups.get(number, ("", []))
            items = [each.item for each in own if each.performed]
            if rating is None or not items:
                answer = self.talk.ask(sentences.RATE_HOW)
                continue
            self.diary.rate(self.running.session, items, rating)
            answer = self.talk.ask(sentences.RATED.format(self._name(exercise), rating))

    def _ask_pain(self) -> None:
        pain = self.talk.number(sentences.PAIN_AFTER, *PAIN_BOUNDS)
        if pain is not None:
            self.diary.pain(self.running.session, "after", pain)
            if self._summary().record.flare:
                self.talk.say(sentences.FLARE)

    def _confirm(self) -> None:
        """Any word since the session began, the ones after it included, is the sign of life."""
        record = self._summary().record
        if self.talk.ear.heard and not record.alive:
            self.diary.confirm(record.id)

    def _say_next(self) -> None:
        """What changes next time and why; a growth can be declined by its number."""
        summary = self._summary()
        changing = [line for line in summary.lines if _worth_saying(line)]
        if not changing:
            self.talk.say(sentences.ALL_STAY)
        for line in changing:
            self.talk.say(sentences.changes(line.title, line.following.why))
        growing = [line for line in changing if line.grows]
        while growing and self.talk.asks:
            chosen = self.talk.pick(sentences.DECLINE, [line.title for line in growing])
            if chosen is None:
                break
            line = growing.pop(chosen)
            self.diary.decline(self.running.session, *line.course)
            self.talk.say(sentences.DECLINED.format(line.title))

    @contextmanager
    def _telling_trouble(self) -> Iterator[None]:
        """What the log refuses is said, for the session itself is saved."""
        try:
            yield
        except StoreError as error:
            self.failed = True
            self.talk.say(str(error))


def _worth_saying(line: SummaryLine) -> bool:
    """The dose changes, or pain or a rest is why it does not."""
    moves = line.following.dose != line.entries[-1].prescribed
    return moves or line.following.kind is DecisionKind.RESTING or any(each.pain for each in line.entries)


def _by_exercise(entries: Sequence[EntryRecord]) -> dict[str, list[EntryRecord]]:
    """The entries of a session by exercise, in the order in which they came first."""
    groups: dict[str, list[EntryRecord]] = {}
    for entry in entries:
        groups.setdefault(entry.exercise, []).append(entry)
    return groups


def _remembered(state: SessionState) -> list[EntryRecord]:
    """The entries of a session that the log does not have."""
    return [
        EntryRecord(
            item=item.index,
            block=item.block,
            block_kind=item.block_kind,
            exercise=item.exercise,
            prescribed=item.dose,
            sides=item.sides,
            holds=item.holds,
            side=item.side,
            parts=item.parts,
            reps=own.reps,
            rating=own.rating,
            pain=own.pain,
            eased=own.eased_s > 0,
            how=own.how,
            begun=own.begun,
        )
        for item, own in zip(state.script.items, state.progress, strict=True)
    ]

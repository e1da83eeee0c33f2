"""Notice, left open, session, summary."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from backtui.coach.answers import Seed, SessionRequest
from backtui.coach.client import CoachClient, Question
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.sessions import Diary
from backtui.config.settings import ConfigError
from backtui.domain.record import SessionRecord, State
from backtui.domain.words.numbers import many
from backtui.store.errors import SessionTaken, StoreError
from backtui.tui.base import answer, answer_or_tell

if TYPE_CHECKING:
    from backtui.coach.running import Running
    from backtui.tui.look import Terminal

SAVING_TRIES = 100
IN_MEMORY = "Until then the session is kept in memory, and saving is tried again."
FOR_LATER = "It is tried again as long as backtui is open; what waits then is kept for the next start."
SAVING_PAUSE_S = 0.02
Answer = TypeVar("Answer")
Push = Callable[[Any], Awaitable[Any]]


class Flow:
    """One errand after the other; `push` shows a screen and waits for its result.

    What is typed while an answer is `due` waits.

    `asked`: the start had something to ask or to tell before its first place.
    """

    def __init__(
        self,
        desk: CoachClient,
        push: Push,
        terminal: "Terminal",
        say: Callable[[str], None],
        due: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.desk = desk
        self._push = push
        self._terminal = terminal
        self._say = say
        self._due = due
        self.asked = False
        self._copying: asyncio.Task[object] | None = None

    async def _ask(self, question: Question[Answer]) -> Answer:
        with self._due():
            return await answer_or_tell(self.desk.ask(question), self._say)

    async def welcome(self, *, notice_seen: bool, record: SessionRecord | None) -> bool:
        """The safety notes once, then what was left open; True when a new session could begin now."""
        self.asked = not notice_seen or record is not None
        guidance = self.desk.content.guidance
        if not notice_seen and guidance:
            from backtui.tui.dialogs import ReaderPage
            from backtui.tui.pages import safety_page

            await self._push(ReaderPage("Welcome to backtui", safety_page(guidance)))
            await self._note_seen()
        return record is None or await self.left_open(record)

    async def _note_seen(self) -> None:
        """Keep that the notes were read; where that cannot be saved now they come once more."""
        try:
            await answer(self.desk.ask(lambda _, diary: diary.notice_seen()))
        except StoreError as error:
            self._say(str(error))

    async def left_open(self, record: SessionRecord) -> bool:
        """Ask what becomes of an interrupted session; True when it is no longer in the way of a new one."""
        session = record.id
        if not await self._held(session):
            return False
        # It may have gone on while it was asked who runs it.
        now = await self._ask(lambda coach, _: coach.session(session))
        if now is not None and now.state is State.OPEN:
            chosen = await self._becomes(now)
            if chosen is not None and not await self._held(session):
                return False
            if chosen == "on":
                await self._go_on(session)
                return False
            if chosen == "discard":
                await self._ask(lambda _, diary: diary.discard(now))
            elif chosen and await self._ask_rightly(lambda _, diary: diary.finish(session)):
                await self._summary(session)
        return await self._out_of_the_way()

    async def _becomes(self, record: SessionRecord) -> object:
        """What is to become of an interrupted session: on, finish, discard; None where it is left."""
        done = sum(len(entry.reps) for entry in record.entries)
        said = f"{record.started_at:%A %H:%M}, {many(done, 'repetition')} done."
        young = await self._ask(lambda coach, _: coach.may_go_on(record))
        options = [("on", "Go on where it stopped")] if young else []
        options += [("finish", "Finish it with what you did"), ("discard", "Discard it")]
        chosen = await self._choose("A session was interrupted", said, options)
        if chosen != "discard":
            return chosen
        sure = [("no", "No, keep it"), ("yes", "Yes, discard it")]
        return chosen if await self._choose("Discard it for good?", said, sure, "no") == "yes" else None

    async def _out_of_the_way(self) -> bool:
        await answer(self.desk.let_go())
        return await self._ask(lambda coach, _: coach.open_session()) is None

    async def begin(self, wish: SessionRequest) -> None:
        """A new session, once nothing that was left open is in its way."""
        record = await self._ask(lambda coach, _: coach.open_session())
        if record is None or await self.left_open(record):
            await self.session(wish)

    async def session(self, wish: SessionRequest) -> None:
        """A new session to its end, and its summary."""

        def prepare(coach: Coach, diary: Diary) -> Seed:
            return diary.start(coach.plan(wish.minutes, wish.routine), "screen", wish.pain)

        await self._offer_voice()
        await self._start(prepare)

    async def _offer_voice(self) -> None:
        """Once, before a session, where this machine has a voice."""
        if self._terminal.config.voice != "ask":
            return
        from backtui.tui.heard import VoiceOffer, to_offer

        if to_offer(self._terminal.config):
            chosen = await self._push(VoiceOffer(self._terminal.config))
            try:
                self._terminal.change("voice", chosen or "off")
            except ConfigError as error:
                self._say(str(error))

    async def _start(self, prepare: Question[Seed]) -> None:
        seed = await self._ask_rightly(prepare)
        if seed is None:
            return
        held = await self._held(seed.session)
        if held == "over":  # the question stood open meanwhile
            seed = await self._ask_rightly(prepare)
            held = await self._held(seed.session) if seed else ""
        if held and seed:
            await self._run(seed)

    async def _go_on(self, session: bytes) -> None:
        """A session that this program holds, from where it stands in the log."""
        seed = await self._ask_rightly(lambda _, diary: diary.go_on(session))
        if seed is not None:
            await self._run(seed)

    async def _ask_rightly(self, question: Question[Answer]) -> Answer | None:
        try:
            return await self._ask(question)
        except WrongUseError as error:
            self._say(str(error))
            return None

    async def _held(self, session: bytes) -> Literal["", "here", "over"]:
        """Whether this program may run the session; one that runs elsewhere may be taken over.

        What was known of a session that is taken over is old: it may have gone on while the question stood.
        """
        try:
            with self._due():
                trouble = await answer(self.desk.hold(session, False))
        except SessionTaken as error:
            options = [("no", "Leave it there"), ("yes", "Take it over to here")]
            chosen = await self._choose("It runs elsewhere", str(error), options, "no")
            if chosen != "yes":
                return ""
            with self._due():
                await answer(self.desk.hold(session, True))
            return "over"
        if trouble:
            self._say(f"{trouble} {IN_MEMORY}")
        return "here"

    async def _choose(
        self, title: str, said: str, options: Sequence[tuple[str, str]], calm: str | None = None
    ) -> object:
        from backtui.tui.dialogs import Choice

        return await self._push(Choice(title, (said,), options, calm))

    async def _summary(self, session: bytes, *, undoable: bool = False) -> object:
        from backtui.tui.session.summary import SummaryPage

        return await self._push(SummaryPage(self.desk, session, undoable=undoable))

    async def _run(self, seed: Seed) -> None:
        from backtui.coach.running import Running
        from backtui.tui.session.running import RunningSession

        running = Running(
            seed.session,
            seed.script,
            self.desk.clock,
            self.desk.write,
            progress=seed.progress,
            so_far_s=seed.so_far_s,
            beginning=seed.beginning,
        )
        running.lost = self.desk.lost
        self.desk.runs(running)
        result = await self._push(RunningSession(self.desk, running, self._terminal.config, seed.previews))
        if result == "taken":
            self._say(running.told())
        elif result == "discarded":
            session = seed.session
            running.forget()

            def discard(coach: Coach, diary: Diary) -> None:
                record = coach.session(session)
                if record:
                    diary.discard(record)

            await self._ask(discard)
        elif running.ended:
            if not await self._settled(running):
                return
            kept = await self._summary(seed.session, undoable=True)
            if kept is False:
                await self._go_on_after_all(seed, running)
                return
        await answer(self.desk.let_go())
        self._copying = asyncio.create_task(answer_or_tell(self.desk.copies.when_changed(), self._say))

    async def _go_on_after_all(self, seed: Seed, running: "Running") -> None:
        """The stop is taken back in the log, and the session runs on from there."""

        def reopen(_: Coach, diary: Diary) -> Seed:
            diary.reopen(running.ending)
            return diary.go_on(seed.session)

        await self._run(await self._ask(reopen))

    async def _settled(self, running: "Running") -> bool:
        """Whether the log has taken everything, after as many tries as are asked for."""
        while not await self._taken(running):
            options = [("again", "Try again"), ("leave", "Leave it for later")]
            if await self._choose("Not all is saved", f"{running.told()} {FOR_LATER}", options) != "again":
                return False
        return True

    async def _taken(self, running: "Running") -> bool:
        """The same, after a little time."""
        for _ in range(SAVING_TRIES):
            if running.saved:
                break
            await asyncio.sleep(SAVING_PAUSE_S)
            if running.trouble:
                running.save()
        return running.saved

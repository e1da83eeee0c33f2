"""A session in the line mode without a process: a real log, a clock by hand, words at set moments."""

import io
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

from open_logs import at_once, diary_of

from backtui.coach.answers import Seed
from backtui.coach.running import Running
from backtui.content.load import load
from backtui.domain.events import Event
from backtui.domain.exercise import Content, Kind, Routine, RoutineBlock, RoutineItem
from backtui.domain.record import SessionRecord
from backtui.machine.clock import Clock
from backtui.plain.opening import Options
from backtui.plain.run import Face
from backtui.plain.terminal import Ear, Summons, Talk, Voice
from backtui.store.errors import StoreError
from backtui.store.store import Store

Script = Sequence[tuple[float, str]]

SHORT = Routine(
    "short",
    "Short",
    (
        RoutineBlock(Kind.STRETCH, (RoutineItem("pelvic-tilt"), RoutineItem("side-stretch"))),
        RoutineBlock(Kind.STRENGTH, (RoutineItem("cat-camel"),)),
    ),
    own=True,
)
OPTIONS = Options(routine="short")


class ScriptedEar(Ear):
    """Words at moments of a clock by hand, then the end of input; on a `terminal` questions are asked."""

    def __init__(self, clock: Clock, script: Script, *, terminal: bool) -> None:
        super().__init__(None, clock, Summons())
        self.script = sorted(script, key=lambda each: each[0])
        self.began = clock.monotonic()
        self.open = bool(script)
        self.terminal = terminal

    def _wait(self, wait_s: float) -> None:
        now = self.clock.monotonic()
        at = self.began + self.script[0][0] if self.script else now + wait_s + 1
        if at > now + wait_s:
            self.clock.sleep(wait_s)
            return
        self.clock.sleep(at - now)
        word = self.script.pop(0)[1]
        self.heard = True
        self.open = bool(self.script)
        self._lines.append(word)

    def begin(self) -> None:
        self.heard = False


class Room:
    """One log with its coach; `session` runs a session in it and returns its lines."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.clock = clock
        self.store = Store(path, device=b"a-device-of-test", now=clock.now(), create=True)
        content = load()
        content = Content(content.exercises, {**content.routines, "short": SHORT}, content.guidance)
        self.diary = diary_of(self.store, content, clock)
        self.ask = self.diary.log.ask
        self.trouble: StoreError | None = None
        self.exit_code = -1
        self.running: Running | None = None
        self.lost = False

    def hold(self, session: bytes) -> None:
        """Nobody else is here."""

    def keep(self) -> None:
        """There is time enough."""

    def left(self, running: Running) -> str:
        """Nothing is kept here."""
        return running.told_leaving("")

    def open_running(self, seed: Seed, *, alive: bool, lost: Callable[[], bool]) -> Running:
        """A running session whose log fails while there is `trouble`."""
        self.running = Running(
            seed.session,
            seed.script,
            self.clock,
            self.write,
            progress=seed.progress,
            so_far_s=seed.so_far_s,
            beginning=seed.beginning,
            alive=alive,
        )
        self.running.lost = lost
        return self.running

    def write(self, events: Sequence[Event]) -> "Future[object]":
        """Append at once, or fail."""

        def work() -> object:
            if self.trouble:
                raise self.trouble
            return self.store.append(events)

        return at_once(work)

    def session(
        self, script: Script = (), *, terminal: bool = False, options: Options = OPTIONS
    ) -> list[str]:
        """The lines of a session; its exit code is in `exit_code`."""
        stdout = io.StringIO()
        talk = Talk(ScriptedEar(self.clock, script, terminal=terminal), Voice(stdout))
        self.exit_code = Face(self.diary, self, talk, lambda: self.lost).run(options)
        return stdout.getvalue().splitlines()

    def newest(self) -> SessionRecord:
        """The newest session in the log."""
        return self.ask(lambda coach: coach.sessions(limit=1))[0]

    def at(self, moment: datetime) -> None:
        """Set the wall clock."""
        self.clock.wall = moment  # type: ignore[attr-defined]

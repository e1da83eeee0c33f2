"""A log that is asked and written as the faces do it."""

from collections.abc import Callable
from concurrent.futures import Future

from msgspec.structs import replace

from backtui.coach.answers import Seed
from backtui.coach.library import ContentLibrary
from backtui.coach.open_log import OpenLog
from backtui.coach.running import Write
from backtui.coach.sessions import Diary
from backtui.domain.events import Face
from backtui.domain.exercise import Content
from backtui.domain.plan import Plan
from backtui.machine.clock import Clock
from backtui.store.store import Store


def open_log(store: Store, content: Content, clock: Clock) -> OpenLog:
    """What is asked of a store and written to it."""
    return OpenLog(store, ContentLibrary(content), clock, store.append)


def diary_of(store: Store, content: Content, clock: Clock) -> Diary:
    """The diary of a store."""
    return Diary(open_log(store, content, clock))


def begun_in(diary: Diary, plan: Plan, face: Face) -> Seed:
    """A session whose beginning is in the log before it runs."""
    seed = diary.start(plan, face)
    diary.log.append(seed.beginning)
    return replace(seed, beginning=())


def at_once(work: Callable[[], object]) -> "Future[object]":
    """The future of work that is done already, or has failed."""
    future: Future[object] = Future()
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)
    return future


def writing(store: Store) -> Write:
    """What a running session writes to a store is on disk when it returns."""
    return lambda events: at_once(lambda: store.append(events))

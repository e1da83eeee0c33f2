"""A screen leaves once, and takes nothing else with it."""

from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import ScreenStackError
from textual.await_complete import AwaitComplete
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.screen import Screen
from textual.worker import WorkerFailed, get_current_worker

Result = TypeVar("Result")
GONE = (NoMatches, NoScreen, ScreenStackError)  # what a screen meets that is closed

if TYPE_CHECKING:
    Base = Screen[Any]
else:
    Base = object


class Leaving(Base):
    """Put before a kind of Screen: Textual would take away whatever is on top, and answer twice."""

    _has_left = False
    _due: tuple[Any] | None = None

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave with a result; where another screen has come before this one, once that is gone."""
        if self._has_left:
            return AwaitComplete()
        if not self.is_active:
            self._due = (result,)
            return AwaitComplete()
        self._has_left = True
        return super().dismiss(result)

    def on_screen_resume(self) -> None:
        """Nothing is before this screen any more."""
        if self._due is not None:
            self.dismiss(*self._due)


def met_nothing(error: Exception, *, app_closed: bool) -> bool:
    """Whether an error only says that a screen, or the app, was closed when its turn came."""
    if not isinstance(error, WorkerFailed):
        return app_closed and isinstance(error, GONE)
    node = None if app_closed else get_current_worker().node
    return isinstance(error.error, GONE) and (node is None or node._pruning or not node.is_attached)

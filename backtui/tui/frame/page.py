"""What places, pages and dialogs share: where one is, a reason, what a key has done, the keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer

from backtui.tui.keys import ERRAND, Key
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import Line
from backtui.tui.widgets.prose import Prose, ReasonLine
from backtui.tui.widgets.rows import Rows

LEAST = Size(40, 12)  # what is promised to be readable
FLAT = 14  # with fewer lines nothing but the list keeps its place
TOO_SMALL = f"backtui needs {LEAST.width}×{LEAST.height}."
SAID_S = 4.0  # how long what a key has done stands in the reason's place
TAKEN_IN_S = 1.0  # before that a key is not an answer to what went wrong

if TYPE_CHECKING:
    Base = Screen[Any]
else:
    Base = object


def bindings(*tables: Sequence[Key]) -> list[BindingType]:
    """The bindings of key tables; keys that a widget binds itself have no action here."""
    return [key.binding for table in tables for key in table if key.action]


class Framed(Base):
    """Put before a kind of Screen: it has keys, a reason, and lines that are painted anew at each size."""

    KEYS: ClassVar[tuple[Key, ...]] = ()
    FOOT: ClassVar[tuple[Key, ...]] = ERRAND  # the keys behind its own: to close it, and all keys
    COVER: ClassVar[bool] = True  # says so where the terminal is too small for it
    _painted_for: Size | None = None
    _explained: Line | None = None

    @property
    def trail(self) -> str:
        """What it is called in the titles of the pages that it opens; "" for nothing."""
        return ""

    @property
    def all_keys(self) -> tuple[Key, ...]:
        """What its page of keys tells."""
        return (*self.KEYS, *self.FOOT)

    def needs(self, key: Key) -> str:
        """What a key would need to do something now, in a sentence; "" where it would."""
        del key
        return ""

    def is_live(self, key: Key) -> bool:
        """Whether a key would do something now."""
        return not self.needs(key)

    def lacking(self, action: str) -> str:
        """What the key of an action would need, "" where it would do something."""
        return next(filter(None, (self.needs(key) for key in self.KEYS if key.action == action)), "")

    def hints(self) -> Hints:
        """The keys at the foot."""
        return Hints((*self.KEYS, *self.FOOT), self.is_live, kept=sum(key.shown for key in self.FOOT))

    # The reason

    def explain(self, line: Line) -> None:
        """Say the reason of the row under the cursor."""
        self._explained = line
        self.query_one(Hints).look_again()
        cut = self.focused.cut if isinstance(self.focused, Rows) else ""
        self.query_one(ReasonLine).explain([(f"{cut.rstrip('.')}. ", "text"), *line] if cut else line)

    def refuse(self, sentence: str) -> None:
        """Say why something cannot be, until a key."""
        self.app.notify(sentence, severity="error")

    def told(self, said: str, *, wrong: bool = False) -> None:
        """Say in the reason's place what a key has done; "" when that was read."""
        for reason in self.query(ReasonLine):
            reason.answer([(said, "warn" if wrong else "strong")] if said else ())

    def action_copy_row(self) -> None:
        """Copy what its list would, for whoever found that by its name."""
        for rows in self.query(Rows).results(Rows):
            if rows.has_focus:
                rows.action_copy_row()

    # Sizes

    def paint(self) -> None:
        """Show what is known, in the width there is."""

    def on_resize(self) -> None:
        """Everything follows the size; below the least there is only the sentence that says so."""
        self.set_class(self.size.height < FLAT, "-flat")
        if self.COVER:
            is_small = self.size.width < LEAST.width or self.size.height < LEAST.height
            self.set_class(is_small, "-tiny")
            if is_small and not self.query("#too-small"):
                self.mount(Prose([(TOO_SMALL, "warn")], id="too-small"))
        self.call_after_refresh(self._follow)

    def on_screen_resume(self) -> None:
        """What was said in passing is said here; the size may have changed behind another screen."""
        self.app.telling.show()  # type: ignore[attr-defined] # which app it is, only its own file knows
        if self._painted_for not in (None, self.app.size):
            self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        if self.is_mounted:
            self._painted_for = self.app.size
            self.paint()
            if self._explained is not None:
                Framed.explain(self, self._explained)  # another part of the row may be cut


class Telling:
    """What is said in passing stands in the reason's place of the screen in front: the newest sentence alone.

    It goes after some seconds, or with the next key; what went wrong stays until a key.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._said, self._is_wrong, self._taken_in = "", False, False
        self._where: Screen[Any] | None = None
        self._dialog: Screen[Any] | None = None  # that it was said of
        self._timer: Timer | None = None

    def say(self, said: str, *, wrong: bool, seconds: float) -> None:
        """Say it now."""
        self._said, self._is_wrong, self._taken_in = said, wrong, not TAKEN_IN_S
        self._dialog = self._app.screen if self._app.screen.is_modal else None
        if self._timer:
            self._timer.stop()
        self._timer = (
            self._app.set_timer(TAKEN_IN_S, self._take_in)
            if wrong
            else self._app.set_timer(seconds, self.over)
        )
        self.show()

    def show(self) -> None:
        """Say it where one looks now."""
        screens = [each for each in self._app.screen_stack if isinstance(each, Framed) and each.is_mounted]
        where = screens[-1] if screens else None
        if self._dialog is not None and self._dialog not in screens:
            self._said = ""  # what was wrong in a dialog is over with it
        if self._where not in (None, where):
            self._tell(self._where, "")
        self._where = where
        self._tell(where, self._said)

    def _tell(self, screen: Any, said: str) -> None:
        if screen is not None and screen.is_mounted and screen.is_attached:
            screen.told(said, wrong=self._is_wrong)

    def _take_in(self) -> None:
        self._taken_in = True

    def key(self) -> None:
        """A key was pressed: what was said has been read."""
        if self._said and (self._taken_in or not self._is_wrong):
            self.over()

    def over(self) -> None:
        """The reason stands in its place again."""
        self._said = ""
        self._tell(self._where, "")

"""Keys."""

from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType

from backtui.config.settings import ConfigError
from backtui.tui.base import tell
from backtui.tui.dialogs import Choice
from backtui.tui.frame.opened import Dialog, FullPage
from backtui.tui.frame.page import bindings
from backtui.tui.keymap import ACTIONS, kept, refusal
from backtui.tui.keys import ERRAND, KEYMAP, NEVER_LOST, Key, in_force, written
from backtui.tui.look import Terminal
from backtui.tui.settings.settings import CHANGED
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.line import Line
from backtui.tui.widgets.rows import Row, Rows

GROUPS = {
    "run": "While a session runs",
    "summary": "After a session",
    "place": "In all places",
    "app": "In all places",
    "today": "Session",
    "library": "Library",
    "history": "History",
    "settings": "Settings",
    "rows": "Lists",
}
OTHERS = "Pages and dialogs"


def names(keys: str) -> str:
    """Keys as people write them."""
    return "  ".join(written(key) for key in keys.split(","))


class KeymapPage(FullPage[None]):
    """Every action with its keys; what is changed is saved and holds at once."""

    KEYS: ClassVar[tuple[Key, ...]] = KEYMAP
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYMAP)

    def __init__(self, terminal: Terminal) -> None:
        super().__init__("Keys")
        self.terminal = terminal

    def body(self) -> ComposeResult:
        """The actions."""
        yield Rows(id="rows")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.paint()
        self.query_one(Rows).focus()

    def paint(self) -> None:
        """Show every action in its group."""
        groups: dict[str, list[Row]] = dict.fromkeys([*GROUPS.values(), OTHERS], ())  # type: ignore[arg-type]
        for action in ACTIONS.values():
            name = GROUPS.get(action.id.partition(".")[0], OTHERS)
            groups[name] = [*groups[name], self._row(action)]
        rows: list[Row] = []
        for name, members in groups.items():
            rows += [Row()] if rows else []
            rows += [Row([(name.upper(), "head")]), *members]
        self.query_one(Rows).show(rows)

    def _row(self, action: Key) -> Row:
        changed = action.id in self.terminal.keymap
        left: Line = [(f"{CHANGED if changed else ' '} ", "accent"), (action.help, "text")]
        right: Line = [(names(in_force(action.id, action.keys)), "strong")]
        first = f" Default: {names(action.keys)}." if changed else ""
        never = " One of its own keys always stays." if action.id in NEVER_LOST else ""
        return Row(
            left,
            right,
            action.id,
            f"enter, then press its new key; in config.toml it is {action.id}.{first}{never}",
        )

    @property
    def _action(self) -> Key | None:
        row = self.query_one(Rows).row if self.is_mounted else None
        return ACTIONS[row.key] if row and row.key else None

    def needs(self, key: Key) -> str:
        """Default needs a key that was changed."""
        action = self._action
        changed = action and action.id in self.terminal.keymap
        return "" if key.id != "keymap.default" or changed else "It has its default key."

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What it is called in the file, and what it was at first."""
        self.explain([(event.row.why, "dim")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Another key."""
        event.stop()
        self.action_change()

    @work
    async def action_change(self) -> None:
        """Press the key, say whether it stands instead of or beside the others, save."""
        action = self._action
        if action is None:
            return
        key = await self.app.push_screen_wait(PressKey(action, self.terminal))
        if key is None:
            return
        now = in_force(action.id, action.keys).split(",")
        instead = ",".join(kept(action, [key]))
        options = [(instead, f"Instead: {names(instead)}")]
        if key not in now:
            beside = ",".join([*now, key])
            options.insert(0, (beside, f"Besides what it has: {names(beside)}"))
        chosen = await self.app.push_screen_wait(
            Choice(f"{written(key)}, a key for:", (action.help,), options)
        )
        if chosen is not None:
            self._save(action, chosen)

    def action_default(self) -> None:
        """The keys that it had at first."""
        action = self._action
        if action and action.id in self.terminal.keymap:
            said = self._taken_meanwhile(action)
            if said:
                tell(self.app, said)
            else:
                self._save(action, "")

    def _taken_meanwhile(self, action: Key) -> str:
        """Why it cannot have its first keys: another action has been given one of them."""
        without = {each: keys for each, keys in self.terminal.keymap.items() if each != action.id}
        said = [refusal(action, key, without) for key in action.keys.split(",")]
        return next(filter(None, said), "")

    def _save(self, action: Key, chosen: str) -> None:
        try:
            self.terminal.change_keys(action.id, "" if chosen == action.keys else chosen)
        except ConfigError as error:
            tell(self.app, str(error))
        self.paint()
        self.query_one(Hints).refresh()


class PressKey(Dialog[str | None]):
    """Waits for a key that is free for an action; its result is that key."""

    FOOT = ERRAND[:1]  # any other key is an answer

    def __init__(self, action: Key, terminal: Terminal) -> None:
        super().__init__("Press the new key", action.help)
        self._action, self._terminal = action, terminal

    def on_key(self, event: events.Key) -> None:
        """A free key is the answer; escape is none."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        said = refusal(self._action, event.key, self._terminal.keymap)
        if said:
            self.refuse(said)
        else:
            self.dismiss(event.key)

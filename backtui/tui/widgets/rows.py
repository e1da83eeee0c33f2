"""The list with a cursor."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

import msgspec
from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from backtui.domain.text import visible
from backtui.tui.keys import MOVING
from backtui.tui.widgets.line import Inked, Line, Span, clipped, folded, plain, spread, strip_of

# Terminals take no more at once than about 75 000 bytes, in which four stand for three.
MOST_COPIED = 12_000


class Row(msgspec.Struct, frozen=True):
    """One line: what it says at the left and the right, the key of what it stands for, and its reason.

    A row without a key is a heading or a blank: the cursor passes it by.
    """

    left: Line = ()
    right: Line = ()
    key: str | None = None
    why: str = ""


class Rows(Inked, ScrollView, can_focus=True):
    """Lines with a cursor. Sends Moved when the cursor stands on another row, Chosen on enter or a click."""

    DEFAULT_CSS = """
    Rows { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }
    Rows > .rows--cursor { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key.binding for key in MOVING]

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    class Chosen(Message):
        """A row was chosen."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self._given: tuple[Row, ...] = ()  # the same before sentences were folded
        self.cursor = -1
        self.at_once = False
        self._top = 0  # the first line that is shown, but for what a small size makes of it
        self._styles: dict[tuple[str, bool], Style] = {}

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def show(self, rows: Sequence[Row], key: str | None = None) -> None:
        """Show other rows; the cursor stays on the same key, or goes to `key`, or to the first there is."""
        self._given = tuple(rows)
        wanted = key or (self.row.key if self.row else None)
        fitted = tuple(each for row in rows for each in self._fitted(row))
        if fitted == self.rows and key is None:
            return
        before, self.rows = self.rows, fitted
        places = [place for place, row in enumerate(self.rows) if row.key is not None]
        same = [place for place in places if self.rows[place].key == wanted]
        near = [place for place in places if place >= self.cursor] or places[-1:]
        self.cursor = (same or near or [-1])[0]
        self.virtual_size = Size(self.size.width, len(self.rows))
        if len(before) == len(self.rows):
            self._repaint([y for y, row in enumerate(before) if row != self.rows[y]])
        else:
            self.refresh()
        self._reveal(settle=key is not None)
        self._tell()

    @property
    def _cells(self) -> int:
        """What a row has room for behind its mark."""
        return self.scrollable_content_region.width - 2

    def _is_cut(self, row: Row) -> bool:
        return not row.right and cell_len(plain(row.left).rstrip()) > self._cells > 0

    def _fitted(self, row: Row) -> Iterator[Row]:
        """A sentence that the cursor passes by takes as many lines as it needs."""
        if row.key is None and self._is_cut(row) and len(row.left) == 1:
            for line in folded(row.left, self._cells):
                yield Row([(plain(line)[1:], row.left[0][1])])
        else:
            yield row

    @property
    def cut(self) -> str:
        """The text under the cursor where the list has no room for its end, else ""."""
        row = self.row
        return " ".join(plain(row.left).split()) if row and self._is_cut(row) else ""

    @property
    def has_cursor(self) -> bool:
        """Whether the cursor is to be seen."""
        return self.has_focus

    def render_line(self, y: int) -> Strip:
        """One line of what is visible."""
        place = y + self.scroll_offset.y
        if place >= len(self.rows):
            return Strip.blank(self.size.width, self._style("text", False))
        row, here = self.rows[place], place == self.cursor and self.has_cursor
        cells = self.scrollable_content_region.width
        mark: Span = ("▌ " if here else "  ", "accent") if row.key is not None else ("", "text")
        left = [mark, *row.left]
        line = spread(left, [*row.right, (" ", "text")], cells) if row.right else clipped(left, cells)
        return strip_of(line, cells, lambda role: self._style(role, here))

    def _style(self, role: str, here: bool) -> Style:
        key = (role, here)
        if key not in self._styles:
            ground = self.get_component_rich_style("rows--cursor").bgcolor if here else None
            ink = self.ink(role, ground)
            # Of sixteen colours none is a ground on which all others can be read.
            self._styles[key] = ink + Style(bold=True) if here and self.app.native_ansi_color else ink
        return self._styles[key]

    def notify_style_update(self) -> None:
        """Forget colours when the theme changes."""
        self._styles.clear()
        super().notify_style_update()

    def on_focus(self) -> None:
        """Show the cursor."""
        self._repaint([self.cursor])

    def on_blur(self) -> None:
        """Hide the cursor."""
        self._repaint([self.cursor])

    def on_resize(self) -> None:
        """Lines are as wide as the widget; what a smaller size had to hide comes back with a larger one."""
        if self._given:
            self.show(self._given)
        self.virtual_size = Size(self.size.width, len(self.rows))
        self._reveal(settle=False)
        if self.has_focus and self.cut:
            self._tell()  # before there was a width nothing was known to be cut

    def on_click(self, event: events.Click) -> None:
        """A click goes to a row, a second one chooses it; among a few answers the first does."""
        place = event.y + self.scroll_offset.y
        if place < len(self.rows) and self.rows[place].key is not None:
            chosen = self.at_once or place == self.cursor
            self._go(place)
            if chosen:
                self.action_choose()

    def action_move(self, by: int) -> None:
        """The next row that has a key."""
        place = self.cursor + by
        while 0 <= place < len(self.rows) and self.rows[place].key is None:
            place += by
        if 0 <= place < len(self.rows):
            self._go(place)
        else:
            self._scroll(by)

    def action_page(self, by: int) -> None:
        """A screen further."""
        rows = by * max(1, self.size.height - 2)
        if self.row is None:
            self._scroll(rows)
        else:
            self._nearest(self.cursor + rows, by)

    def action_edge(self, place: int) -> None:
        """The first or the last row."""
        self._nearest(place if place >= 0 else len(self.rows) - 1, 1 if place >= 0 else -1)
        self._scroll(-len(self.rows) if place >= 0 else len(self.rows))

    def action_choose(self) -> None:
        """Choose the row under the cursor; without one the key is the screen's."""
        if self.row is None:
            raise SkipAction
        self.post_message(self.Chosen(self.row))

    def action_copy_row(self) -> None:
        """Copy the row under the cursor with its reason, or all lines, by way of the terminal (OSC 52)."""
        rows = self.rows if self.row is None else (self.row,)
        lines = ["  ".join(filter(None, (plain(row.left).strip(), plain(row.right).strip()))) for row in rows]
        if self.row is not None and self.row.why:
            lines.append(self.row.why)
        text = re.sub(" {2,}", "  ", "\n".join(map(visible, lines))).strip()
        self.app.copy_to_clipboard(text[:MOST_COPIED])
        self.app.notify("Copied, if your terminal lets programs do that.")

    def _nearest(self, place: int, way: int) -> None:
        place = min(max(place, 0), len(self.rows) - 1)
        for turn in (way, -way):
            found = place
            while 0 <= found < len(self.rows) and self.rows[found].key is None:
                found += turn
            if 0 <= found < len(self.rows):
                self._go(found)
                return

    def _go(self, place: int) -> None:
        before, self.cursor = self.cursor, place
        self._repaint([before, place])
        self._reveal(settle=True)
        self._tell()

    def _scroll(self, by: int) -> None:
        """So many lines further down, or up."""
        self._top = min(max(0, self.scroll_offset.y + by), self.max_scroll_y)
        self.scroll_to(y=self._top, animate=False)

    def _reveal(self, *, settle: bool) -> None:
        """Scroll so that the cursor, and the heading above it, can be seen.

        `settle`: from what is shown on, where it stays; else from where it stayed, which is not forgotten.
        """
        if self.cursor < 0 or not self.size.height:
            return
        is_first = all(self.rows[place].key is None for place in range(self.cursor))
        first = 0 if is_first else max(self.cursor - 1, 0)
        begins = self.scroll_offset.y if settle else self._top
        top = min(first, max(begins, self.cursor - self.size.height + 1))
        self._top = top if settle else self._top
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)

    def _repaint(self, places: Sequence[int]) -> None:
        for place in places:
            self.refresh(Region(0, place - self.scroll_offset.y, self.size.width, 1))

    def _tell(self) -> None:
        if self.row is not None:
            self.post_message(self.Moved(self.row))

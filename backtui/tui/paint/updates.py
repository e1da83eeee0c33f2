"""What Textual's compositor has made anew becomes cells: the one place that knows its private classes."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from backtui.tui.paint.painter import Painter


def put(update: CompositorUpdate, painter: Painter) -> bool:
    """Give the painter what is to be shown; False for an update of another kind."""
    if isinstance(update, LayoutUpdate):
        painter.resize(update.region.right, update.region.bottom)
        for y, line in enumerate(update.strips, update.region.y):
            painter.put(update.region.x, y, chain.from_iterable(line))
        return True
    if isinstance(update, ChopsUpdate):
        painter.resize(update.chop_ends[0][-1], len(update.chops))
        for y, first, end in update.spans:
            for chop_end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x < end and chop_end > first:
                    painter.put(x, y, strip)
        return True
    return False


def paint_now(screen: Screen[Any]) -> None:
    """Show what has changed; Textual would do so with the next of its sixty pictures a second."""
    if screen._dirty_widgets or screen._layout_required or screen._scroll_required:
        screen._on_timer_update()


def show_part(widget: Widget, *parts: Region) -> None:
    """Show these parts of a widget now; on the usual way there are five turns of the loop to a picture."""
    screen = widget.screen
    if not screen.is_current or widget not in screen._compositor:
        widget.refresh(*parts)
        return
    widget._set_dirty(*parts)
    screen._dirty_widgets.add(widget)
    screen._on_timer_update()


def renders(
    compositor: Compositor, crop: Region | None = None
) -> Iterator[tuple[Region, Region, list[Strip]]]:
    """The lines of each widget that is seen in this part of the screen, with its place and what clips it.

    Textual asks all widgets whose container is seen there for all their lines, though few of them stand in
    the part, and also those behind a widget that has the whole part.
    """
    for widget, (region, clip) in compositor.visible_widgets.items():
        seen = region.intersection(clip)
        part = seen if crop is None else seen.intersection(Region(seen.x, crop.y, seen.width, crop.height))
        if part and (crop is None or crop.overlaps(part)):
            yield region, part, widget.render_lines(part.translate(-region.offset))
            if crop is not None and part.contains_region(crop):
                return


def mend() -> None:
    """From here on a picture of a part asks only the widgets that stand in it."""
    Compositor._get_renders = renders  # type: ignore[assignment, method-assign]

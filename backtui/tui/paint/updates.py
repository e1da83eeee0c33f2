"""What Textual's compositor has made anew becomes cells: the one place that knows its private classes."""

from itertools import chain

from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

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

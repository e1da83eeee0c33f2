"""Pictures to paint, both ways: as Textual sends them, and as the painter does."""

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from glass import Glass
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from backtui.tui.paint.painter import Painter
from backtui.tui.paint.tints import Tints
from backtui.tui.paint.updates import put

COLORS = ("", "#e8a25c", "#1b1815", "#23201c", "red", "default", "#a8c48f")
ATTRIBUTES = ("", "bold", "dim", "italic", "underline", "reverse", "strike", "bold underline", "underline2")
WORDS = ("hold", "12", "  ", "     ", " ", "●●○", "⣿⡇", "漢字", "ｱア", "한", "Größe", "═", "e\u0301té", "")
DOUBTFUL = ("🙂", "👩\u200d🔬", "❤\ufe0f", "🇩🇪", "a\ufe0f", "\u200d", "☺\ufe0f")


class Both:
    """Two terminals: what Textual's own bytes make of each picture, and what the painter's do."""

    def __init__(self, size: tuple[int, int], *, erases: bool = True, **how: Any) -> None:
        self.stock, self.ours = (Glass(*size, erases=erases, **how) for _ in "12")
        self.console = Console(color_system="truecolor", force_terminal=True)
        self.painter = Painter(Tints(ColorSystem.TRUECOLOR), erases=erases)
        self.stock_bytes = self.our_bytes = 0

    def show(self, update: CompositorUpdate) -> str:
        """Send one picture both ways; what the painter sent."""
        stock = update.render_segments(self.console)
        self.stock.feed(stock)
        put(update, self.painter)
        ours = self.send()
        self.stock_bytes += len(stock.encode())
        return ours

    def send(self) -> str:
        """Send what the painter has."""
        ours = self.painter.paint()
        self.ours.feed(ours)
        self.our_bytes += len(ours.encode())
        return ours

    @property
    def agree(self) -> bool:
        """The two show the same."""
        return self.stock.picture == self.ours.picture and not self.ours.unknown


class Chance:
    """Random pictures, and changes of them."""

    def __init__(self, seed: object, size: tuple[int, int], words: Sequence[str] = WORDS) -> None:
        self._chance = random.Random(repr(seed))
        self._size, self._words = size, words
        self._rows = [self.strip(size[0]) for _ in range(size[1])]

    def strip(self, width: int) -> Strip:
        """A line of so many cells."""
        segments, at = [], 0
        while at < width:
            text = self._chance.choice(self._words)[: self._chance.randint(1, 9)]
            segments.append(Segment(text, self.style()))
            at += cell_len(text)
        return Strip(segments).crop(0, width) if at > width else Strip(segments)

    def style(self) -> Style | None:
        """Some style; now and then none, and now and then one with a link."""
        if self._chance.random() < 0.1:
            return None
        fore, ground = self._chance.choices(COLORS, k=2)
        link = "https://example.org" if self._chance.random() < 0.05 else None
        on = self._chance.choice(ATTRIBUTES) if self._chance.random() < 0.3 else ""
        return Style.parse(f"{on} {fore} {ground and 'on ' + ground}") + Style(link=link)

    def whole(self) -> LayoutUpdate:
        """All lines, of which some are others now."""
        width, height = self._size
        if self._chance.random() < 0.2:  # scrolled
            self._rows = [*self._rows[1:], self.strip(width)]
        for y in self._chance.sample(range(height), k=self._chance.randint(0, height)):
            self._rows[y] = self.strip(width)
        return LayoutUpdate([[row] for row in self._rows], Region(0, 0, width, height))

    def part(self) -> ChopsUpdate:
        """Some stretches of some lines."""
        width, height = self._size
        chops: list[dict[int, Strip | None]] = [{0: None} for _ in range(height)]
        ends: list[list[int]] = [[width] for _ in range(height)]
        spans = []
        for y in sorted(self._chance.sample(range(height), k=self._chance.randint(1, height))):
            chops[y], ends[y] = {}, []
            cuts = sorted({0, width, *self._chance.sample(range(width), k=3)})
            for first, end in pairwise(cuts):
                is_new = self._chance.random() < 0.5
                chops[y][first] = self.strip(end - first) if is_new else None
                ends[y].append(end)
            spans.append((y, 0, width))
        return ChopsUpdate(chops, spans, ends)

"""What Textual remembers of its pictures, made smaller: nothing of what is gone, less of places."""

from collections.abc import Iterable, Sequence
from functools import _lru_cache_wrapper, lru_cache

from rich.style import Style as Ink
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.css.scalar import Scalar
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

_divide, _crop_extend = Strip.divide, Strip.crop_extend
MOST = 512  # answers of one question, of which Textual keeps up to 4096: a screen asks few of them twice


@lru_cache(256)
def grounds(around: Color, ground: Color) -> tuple[Style, Style]:
    """The looks of what is empty inside a widget's border, and around it."""
    return Style(background=around + ground), Style(background=around)


def grounds_of(_: StylesCache, around: Color, ground: Color) -> tuple[Style, Style]:
    """The same for any widget, of which nothing is kept.

    Textual remembers the last 1024 widgets that asked, with all their lines, long after they are gone.
    """
    return grounds(around, ground)


def divided(strip: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    """The parts of a line; one that is its only part would remember itself, and stay as garbage for long."""
    kept = [cut for cut in cuts if cut <= strip.cell_length]
    return [strip] if kept == [strip.cell_length] else _divide(strip, kept)


def fitted(strip: Strip, start: int, end: int, style: Ink | None) -> Strip:
    """A part of a line, made as long as it is to be; one that is so already is not its own part either."""
    return strip if start <= 0 and end == strip.cell_length else _crop_extend(strip, start, end, style)


def mend() -> None:
    """From here on what is remembered has a near end."""
    Strip.divide, Strip.crop_extend = divided, fitted  # type: ignore[assignment, method-assign]
    StylesCache.get_inner_outer = grounds_of  # type: ignore[assignment, method-assign]
    for kind in (Region, Scalar):
        for name, kept in tuple(vars(kind).items()):
            if isinstance(kept, _lru_cache_wrapper) and (kept.cache_parameters()["maxsize"] or MOST) > MOST:
                setattr(kind, name, lru_cache(MOST)(kept.__wrapped__))

"""Pages of text, JSON, progress."""

import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

from backtui.domain.text import columns, gathered, spread, visible

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.config.settings import Config


WIDTH = 80
ACCENT, BOLD, PLAIN = "\x1b[36m", "\x1b[1m", "\x1b[0m"
IN_ASCII = str.maketrans(
    {
        "×": "x",
        "→": "->",
        "▲": "^",
        "▼": "v",
        "·": "-",
        "✓": "+",
        "–": "-",
        "—": "-",
        "…": "...",
        "’": "'",
        "“": '"',
        "”": '"',
    }
)


class Page:
    """Lines for stdout, as the terminal's settings want them: those of the wiring, or the given ones."""

    def __init__(self, wiring: "Wiring", config: "Config | None" = None) -> None:
        config = config or wiring.config
        self._lines: list[str] = []
        self._ascii = config.ascii or not speaks_unicode()
        self._colour = colour_wanted(config.color)

    def line(self, text: str = "", style: str = "") -> None:
        """One line as it stands; `style` is ACCENT or BOLD, seen only on a terminal that has colours."""
        shown = visible(text).rstrip()
        if self._ascii:
            shown = "".join(
                sign if sign.isascii() else "?" * columns(sign) for sign in shown.translate(IN_ASCII)
            )
        self._lines.append(f"{style}{shown}{PLAIN}" if style and shown and self._colour else shown)

    def text(self, text: str, indent: int = 0, hang: int = 0, style: str = "") -> None:
        """A paragraph, wrapped; lines after the first stand `hang` further in."""
        first, later = " " * indent, " " * (indent + hang)
        room = WIDTH - 2 if self._ascii else WIDTH
        for line in textwrap.wrap(
            spread(visible(text)), room, initial_indent=first, subsequent_indent=later, break_on_hyphens=False
        ):
            self.line(gathered(line), style)

    def write(self) -> None:
        """Put all lines on stdout, in a pager where they do not fit on the terminal."""
        put_page("\n".join(self._lines) + "\n")


def say(wiring: "Wiring", *sentences: str, wrapped: bool = True) -> None:
    """Write sentences for people, each a paragraph; not `wrapped` where a path is there to be copied."""
    page = Page(wiring)
    for sentence in sentences:
        (page.text if wrapped else page.line)(sentence)
    page.write()


def agreed(question: str, *, yes: bool, nobody: str = "") -> bool:
    """Whether the person says yes, or said so with --yes; where not, that nothing was changed is said.

    Where nobody can be asked it is a UsageError with `nobody`, or a yes where that is not given.
    """
    if yes:
        return True
    import click

    if not answers():
        if nobody:
            raise click.UsageError(nobody)
        return True
    click.echo(f"{question} [y/N] ", nl=False, err=True)
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    click.echo("Nothing was changed.", err=True)
    return False


def answers() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def put(text: str) -> None:
    """Write on stdout, all of it. Raises OSError."""
    if sys.stdout is None:
        raise OSError(0, "The output is closed, so there is nowhere to write to")
    try:
        left = memoryview(text.encode(sys.stdout.encoding or "utf-8", "replace"))
        # Under PYTHONUNBUFFERED Python would drop in silence what a full disk or a closed pipe did not take.
        while left:
            left = left[sys.stdout.buffer.write(left) :]
        sys.stdout.flush()
    except OSError as error:
        # What is left in the buffer would be tried once more at exit, with a complaint of Python's own.
        sys.stdout = None
        if isinstance(error, BrokenPipeError):
            raise
        raise OSError(error.errno, f"The output cannot be written ({error.strerror})") from error


def put_page(text: str) -> None:
    """Write on stdout what a person reads; what does not fit on their terminal goes through their pager."""
    from backtui.cli.shell.pager import paged

    if not paged(text):
        put(text)


def put_json(document: Any) -> None:
    """Write a value for other programs; ASCII only, so that it is the same in every locale."""
    import json

    put(json.dumps(document, indent=2) + "\n")


def speaks_unicode() -> bool:
    """Whether both Python's output and the locale are UTF-8; in the locale C Python alone says so."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    of_locale = TextIOWrapper(BytesIO(), "locale").encoding  # the module locale takes a millisecond to load
    return all(name.lower().replace("-", "") == "utf8" for name in (encoding, of_locale))


def colour_wanted(color: str) -> bool:
    """Whether the accent may be sent: to a terminal, and nobody said no."""
    if color == "mono" or os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


FEW = 20_000  # events that are done before a bar would be read


@contextmanager
def progress(what: str, length: int) -> Iterator[Callable[[int], None]]:
    """Call it with how much was done since; nothing is shown for what is done at once."""
    if sys.stderr is None or not sys.stderr.isatty() or length < FEW:
        yield lambda _: None
        return
    import click

    with click.progressbar(length=length, label=what, file=sys.stderr, update_min_steps=length // 100) as bar:
        yield bar.update

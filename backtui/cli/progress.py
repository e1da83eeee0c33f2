"""How far a long command has come, on stderr where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

FEW = 20_000  # events that are done before a bar would be read


@contextmanager
def progress(what: str, length: int) -> Iterator[Callable[[int], None]]:
    """Call it with how much was done since; nothing is shown for what is done at once."""
    if sys.stderr is None or not sys.stderr.isatty() or length < FEW:
        yield lambda _: None
        return
    with click.progressbar(length=length, label=what, file=sys.stderr, update_min_steps=length // 100) as bar:
        yield bar.update

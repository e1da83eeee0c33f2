"""What `import` and `merge` share: look, show, ask, and take in all or nothing."""

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from backtui.cli.main import DONE, FAILED
from backtui.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from backtui.cli.wire import Wiring
    from backtui.store.intake import Incoming, Intake
    from backtui.store.store import Store


DRY_RUN = click.option("--dry-run", is_flag=True, help="Only show what is new and what differs.")
YES = click.option("--yes", is_flag=True, help="Do not ask.")


class Source(Protocol):
    """Another log, and about how many events it has."""

    def rows(self) -> "Iterable[Incoming]":
        """Its events."""

    def texts(self) -> Mapping[bytes, str]:
        """Its notes' texts."""

    def count(self) -> int:
        """How many events it may have."""


class Watched:
    """A source that tells how far it was read."""

    def __init__(self, source: Source, told: "Callable[[int], None]") -> None:
        self._source = source
        self._told = told

    def rows(self) -> "Iterator[Incoming]":
        """Its events."""
        for row in self._source.rows():
            yield row
            self._told(1)

    def texts(self) -> Mapping[bytes, str]:
        """Its notes' texts."""
        return self._source.texts()


def take_in(wiring: "Wiring", source: Source, name: str, dry_run: bool, yes: bool) -> int:
    """Show what is new in `source`, ask where somebody can answer, and take it in. Raises StoreError."""
    from backtui.cli.preview import preview, result

    with progress(f"Reading {name}", source.count()) as told, undisturbed():
        intake = preview(wiring, Watched(source, told), name)
    if intake.nothing or dry_run:
        return DONE
    if not yes and sys.stdin is not None and sys.stdin.isatty() and not _agreed():
        click.echo("Nothing was changed.", err=True)
        return FAILED
    with wiring.open_store(wiring.device(), create=True) as store:
        _absorb(wiring, store, source, intake)
    result(wiring)
    return DONE


@contextmanager
def undisturbed() -> Iterator[None]:
    """Python looks for values that hold each other again and again; a log of years has none, but is many."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _agreed() -> bool:
    return click.confirm("Take it in?", default=False, err=True)


def _absorb(wiring: "Wiring", store: "Store", source: Source, intake: "Intake") -> None:
    """Write it, after a backup of what is there."""
    if store.count():
        wiring.back_up()
    with progress("Writing", 2 * len(intake.rows)) as told, undisturbed():
        store.absorb(source, intake, told)

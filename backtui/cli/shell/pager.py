"""Whether a page is longer than the terminal, and then the pager that a person has set."""

import os
import sys


def paged(text: str) -> bool:
    """Show a text in $PAGER where it does not fit on the terminal that reads it; whether it did."""
    if not (_on_terminal(sys.stdin) and _on_terminal(sys.stdout)) or os.environ.get("TERM", "dumb") == "dumb":
        return False
    import shutil

    room = shutil.get_terminal_size()
    if _lines(text, room.columns) < room.lines:
        return False
    import click

    try:
        click.echo_via_pager(text.rstrip("\n"))
    except (ValueError, OSError):  # no such command can be run
        return False
    return True


def _on_terminal(stream: object) -> bool:
    asked = getattr(stream, "isatty", None)
    return asked is not None and asked()


def _lines(text: str, columns: int) -> int:
    """How many lines of the terminal it takes."""
    import click

    rows = click.unstyle(text).splitlines()
    return sum(max(1, -(-len(row) // max(1, columns))) for row in rows)

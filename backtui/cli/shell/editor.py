"""The editor that a person has set: a note to write, or a file to change."""

from pathlib import Path
from typing import Any

from backtui.config.settings import ConfigError

HINT = "# Write the note above. Lines that begin with # are left out; an empty note changes nothing."


def note_written(begin: str = "") -> str | None:
    """What the person wrote, as one paragraph; None where they left it as it was, or empty.

    Raises ConfigError where no editor can be run.
    """
    text = _edit(text=f"{begin}\n\n{HINT}\n", extension=".txt")
    lines = [line for line in (text or "").splitlines() if not line.startswith("#")]
    said = " ".join(" ".join(lines).split())
    return said if said and said != begin else None


def edited(file: Path) -> None:
    """Let the person change a file in place. Raises ConfigError where no editor can be run."""
    _edit(filename=str(file))


def _edit(**what: Any) -> str | None:
    import click

    try:
        text: str | None = click.edit(**what)
    except click.ClickException as error:
        raise ConfigError(
            f"{error.format_message().rstrip('.')}; set EDITOR to the program that you write with."
        ) from error
    return text

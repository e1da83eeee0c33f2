"""The editor that a person has set: a note to write, or a file to change."""

import os
import tempfile
from pathlib import Path

from backtui.coach.write import NOTE_LIMIT
from backtui.config.settings import ConfigError
from backtui.machine.files import bytes_of

HINT = "# Write the note above. Lines that begin with # are left out; an empty note changes nothing."
MOST_BYTES = 65_536
VARIABLES = ("VISUAL", "EDITOR")


def note_written(begin: str = "") -> str | None:
    """What the person wrote, as one paragraph; None where they left it as it was, or empty.

    Raises ConfigError where no editor can be run, or what was written cannot be a note: its file stays then.
    """
    descriptor, name = tempfile.mkstemp(prefix="backtui-note-", suffix=".txt")
    file, hinted = Path(name), f"{begin}\n\n{HINT}\n".encode()
    with open(descriptor, "wb") as opened:
        opened.write(hinted)
    try:
        edited(file)
        said = _paragraph(bytes_of(file, MOST_BYTES).decode("utf-8-sig"))
        if len(said) > NOTE_LIMIT:
            raise ConfigError(f"The note has {len(said):,} characters, and {NOTE_LIMIT} fit.")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"The note is not UTF-8 text, so it was not added; it is left in {file}."
        ) from error
    except ConfigError as error:
        if file.is_file() and bytes_of(file, len(hinted) + 1) != hinted:
            raise ConfigError(f"{error} What you wrote is left in {file}.") from error
        file.unlink(missing_ok=True)
        raise
    except OSError as error:
        raise ConfigError(
            f"There is no note in {file} any more ({error.strerror}); write it again."
        ) from error
    file.unlink()
    return said if said and said != begin else None


def _paragraph(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return " ".join(" ".join(lines).split())


def edited(file: Path) -> None:
    """Let the person change a file in place. Raises ConfigError where no editor can be run."""
    import click

    for name in VARIABLES:
        if not os.environ.get(name, "").strip():  # of blanks only, click would run the file itself
            os.environ.pop(name, None)
    try:
        click.edit(filename=str(file))
    except click.ClickException as error:
        raise ConfigError(
            f"{error.format_message().rstrip('.')}; set EDITOR to the program that you write with."
        ) from error
    except ValueError as error:
        said = next(os.environ[name] for name in VARIABLES if name in os.environ)
        what = f"{said[:60]!r} is not a program with its arguments"
        raise ConfigError(f"{what}; set EDITOR to the program that you write with.") from error

"""Files of others, read whole and bounded."""

import stat
from pathlib import Path

MOST_MB = 256
DATABASE = b"SQLite format 3\x00"


class ImportRefused(Exception):  # noqa: N818 a name says what is the case
    """A file that cannot be taken in; its text says where and why, without the file's name."""


def text_of(path: Path) -> str:
    """The UTF-8 text of a file of at most 256 MB. Raises ImportRefused, or OSError."""
    with path.open("rb") as file:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ImportRefused("it is not a file")
        data = file.read(MOST_MB * 1_000_000 + 1)
    if len(data) > MOST_MB * 1_000_000:
        raise ImportRefused(f"it is larger than {MOST_MB} MB")
    if data.startswith(DATABASE):
        raise ImportRefused(f"it is a database; take it in with `backtui merge {path.name}`")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(f"it is not UTF-8 text (byte {error.start + 1})") from None

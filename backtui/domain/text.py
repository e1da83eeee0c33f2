"""What may come in as text and go out to a terminal."""

import re
import unicodedata
from datetime import time

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_LINES = (0x2028, 0x2029)
_VISIBLE = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | {0x7F: "\u2421"}
    | {code: f"<U+{code:04X}>" for code in (*range(0x80, 0xA0), *_BIDI, *_LINES)}
)
# The same as a regular expression's class has it, and the halves of surrogate pairs.
STEERING = r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"


_CLOCK_TIME = r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?"


class TextError(ValueError):
    """A text that cannot be taken in; the sentence does not repeat it."""


def clock_time(text: str) -> time | None:
    """A time of day as people write it: 7:30, 07:30 or 07:30:15; None for anything else."""
    found = re.fullmatch(_CLOCK_TIME, text, re.ASCII)
    if found is None:
        return None
    hour, minute, second = map(int, found.groups("0"))
    return time(hour, minute, second)


def visible(text: str) -> str:
    """Return `text` on one line as a terminal may be sent it: what would steer it or reorder it is shown."""
    return text.translate(_VISIBLE).encode("utf-8", "replace").decode("utf-8")


def harmless(text: str) -> bool:
    """Whether a text may be kept and shown as it stands."""
    return (text.isascii() and text.isprintable()) or visible(text) == text


def clean(text: str, limit: int) -> str:
    """Return `text` as it may be kept: NFC, on one line, nothing in it that steers a terminal.

    TextError for more than `limit` characters or half of a surrogate pair; cleaning twice changes nothing.
    """
    # NFC joins at most a few characters into one, and takes long over endless marks on one letter.
    if len(text) > 4 * limit:
        raise TextError(f"A text is longer than {limit} characters.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise TextError("A text has half of a surrogate pair, which is not a character.") from error
    cleaned = visible(unicodedata.normalize("NFC", text))
    if len(cleaned) > limit:
        raise TextError(f"A text is longer than {limit} characters.")
    return cleaned


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: two for a wide sign, none for what is put on another."""
    if text.isascii():
        return len(text)
    return sum(map(_columns_of, text))


def _columns_of(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, most: int) -> str:
    """The text in at most so many columns, with an ellipsis where something is left out."""
    if columns(text) <= most:
        return text
    taken, room = "", most - 1
    for sign in text:
        room -= _columns_of(sign)
        if room < 0:
            break
        taken += sign
    return f"{taken}…"


def padded(text: str, width: int) -> str:
    """The text in exactly so many columns, cut or with blanks behind it."""
    fitting = cut(text, width)
    return fitting + " " * (width - columns(fitting))


FILLER = "\ufdd0"  # a code point that is no character, and no text may have


def spread(text: str) -> str:
    """A text in which each wide sign counts as two, for what counts characters; `gathered` takes it back."""
    if text.isascii():
        return text
    return "".join(sign + FILLER if _columns_of(sign) == 2 else sign for sign in text)


def gathered(text: str) -> str:
    """A text that was spread as it was."""
    return text.replace(FILLER, "")

"""Notes: a text beside the chain, of which the log itself keeps only a salted digest."""

from os import urandom
from typing import Any

from backtui.coach.coach import WrongUseError
from backtui.guard import TextError, clean
from backtui.store.chain import note_digest

NOTE_LIMIT = 500


def noted(about: bytes, text: str) -> tuple[dict[str, Any], str]:
    """The body of a note on a session, and its cleaned text. Raises WrongUseError for empty or too long."""
    try:
        cleaned = clean(text, NOTE_LIMIT).strip()
    except TextError as error:
        raise WrongUseError(f"The note cannot be kept: {str(error)[:1].lower()}{str(error)[1:]}") from error
    if not cleaned:
        raise WrongUseError("The note is empty.")
    salt = urandom(16)
    return {"salt": salt.hex(), "digest": note_digest(salt, cleaned), "about": about.hex()}, cleaned

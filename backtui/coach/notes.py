"""A note as an event: its text stands beside the chain, which only knows its digest."""

from datetime import datetime
from os import urandom

from backtui.coach.coach import WrongUseError
from backtui.coach.journal import event
from backtui.domain.log import Event
from backtui.guard import TextError, clean
from backtui.store.chain import note_digest

NOTE_LIMIT = 500
SALT_BYTES = 16


def note_event(text: str, wall: datetime, about: bytes, session: bytes | None = None) -> tuple[Event, str]:
    """The event and the text to keep beside it. Raises WrongUseError for one that is empty or too long."""
    try:
        cleaned = clean(text, NOTE_LIMIT).strip()
    except TextError as error:
        raise WrongUseError(f"The note cannot be kept: {str(error)[:1].lower()}{str(error)[1:]}") from error
    if not cleaned:
        raise WrongUseError("The note is empty.")
    salt = urandom(SALT_BYTES)
    body = {"salt": salt.hex(), "digest": note_digest(salt, cleaned), "about": about.hex()}
    return event("note-written", wall, body, session), cleaned

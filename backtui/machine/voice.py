"""Programs of this machine that speak, and whether anybody near it would hear them."""

import os
import shutil
from collections.abc import Mapping, Sequence

import msgspec


class Talker(msgspec.Struct, frozen=True):
    """A program that speaks: the words follow `command`; `hush` ends what it has handed on to others."""

    command: tuple[str, ...]
    hush: tuple[str, ...] = ()


# The sentences are English, whatever the machine's language is. About 170 words a minute.
VOICES: Mapping[str, Talker] = {
    "spd-say": Talker(("spd-say", "--wait", "--language", "en", "--"), ("spd-say", "--cancel")),
    "say": Talker(("say", "--")),
    "espeak-ng": Talker(("espeak-ng", "-v", "en", "-s", "170", "--")),
}


def found() -> Sequence[str]:
    """The names of the voices that are installed here, the best first."""
    return [name for name, voice in VOICES.items() if shutil.which(voice.command[0])]


def far() -> bool:
    """Whether the person sits at another machine than this one, which would speak to nobody."""
    return any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))

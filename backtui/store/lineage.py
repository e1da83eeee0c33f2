"""Devices whose log went on in two copies: the name of the second one, and an event's place in its line.

A backup that was put back and went on by itself gives two events with the same device and counter. Where
both come together the newcomer is chained anew under a device named after the line that it left, how far
along, and its own id. So every log gives it that name, and both copies order the same however they are kept.
"""

from functools import lru_cache
from hashlib import sha256

MARK = b"fork"  # what such a device's id begins with; the line (4 bytes), depth (4) and newcomer (4) follow
PART = 4


def _tag(name: bytes) -> bytes:
    return sha256(name).digest()[:PART]


@lru_cache(maxsize=64)
def _line(device: bytes) -> tuple[bytes, int]:
    """The line that a device belongs to, and how many events of it came before the device's first."""
    if device.startswith(MARK):
        return device[PART : 2 * PART], int.from_bytes(device[2 * PART : 3 * PART], "big")
    return _tag(device), 0


def place(device: bytes, counter: int) -> tuple[bytes, int]:
    """The line of a device's event, and the how-manyth of that line it is, the same in every log."""
    line, before = _line(device)
    return line, before + counter


def branch(device: bytes, counter: int, newcomer: bytes) -> bytes:
    """The device (16 bytes) of an event that follows a device's event of that number, but is not its next.

    Counter 0 stands for the beginning.
    """
    line, depth = place(device, counter)
    return MARK + line + (depth % (1 << 32)).to_bytes(PART, "big") + _tag(newcomer)

"""Somebody who looks at the full screen and leaves it."""

import os
import select
import time
from contextlib import suppress

LOOKS_S = 20.0
STILL_S = 0.4  # nothing comes for so long when a picture stands


def looked_at(master: int) -> None:
    """Wait for the first place, past what is said at the first start, and press q."""
    seen, past, end = b"", False, time.monotonic() + LOOKS_S
    while time.monotonic() < end:
        if not select.select([master], [], [], STILL_S)[0]:
            if b"Welcome" in seen and not past:
                past = True
                _press(master, b"\r")
            elif b"\x1b[" in seen:
                _press(master, b"q")
            continue
        try:
            data = os.read(master, 65536)
        except OSError:
            return
        seen += data
        if not data or b"backtui: " in data:
            return


def _press(master: int, keys: bytes) -> None:
    with suppress(OSError):
        os.write(master, keys)

"""Somebody who looks at the full screen and leaves it."""

import os
import select
import time
from contextlib import suppress

LOOKS_S = 20.0


def looked_at(master: int) -> None:
    """Wait for the first place, past what is said at the first start, and press q."""
    seen, end = b"", time.monotonic() + LOOKS_S
    while time.monotonic() < end:
        if not select.select([master], [], [], 0.3)[0]:
            if b"Welcome" in seen:
                seen = b""
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

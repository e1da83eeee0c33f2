"""Which logs this machine has had, so that a lost one is never replaced by an empty one."""

import contextlib
import json
import os
from pathlib import Path


def had(known: Path, path: Path) -> bool:
    """Whether the file `known` lists the log at `path`."""
    try:
        lines = known.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    return json.dumps(str(path.absolute())) in lines


def remember(known: Path, path: Path) -> None:
    """List the log at `path` in the file `known`, a line each.

    A mark that cannot be written only weakens a later warning, so it stops nobody from training.
    """
    if had(known, path):
        return
    with contextlib.suppress(OSError):
        known.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(known, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, json.dumps(str(path.absolute())).encode() + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

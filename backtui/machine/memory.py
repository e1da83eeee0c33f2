"""Memory that a long session does without."""

import sys
from contextlib import suppress


def without_network() -> None:
    """Leave out what asyncio loads for encrypted connections, 4 MB: nothing of backtui opens any.

    It copes with a Python that was built without it; call this before it is imported.
    """
    if "asyncio" not in sys.modules:
        sys.modules.setdefault("ssl", None)  # type: ignore[arg-type] # as the import system has it


def let_go() -> None:
    """Give back what is free to the system; where the C library has no call for it, nothing happens."""
    with suppress(ImportError, OSError, AttributeError, ValueError, TypeError):
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)

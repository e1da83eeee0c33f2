"""Memory that the C library holds back for later, given back to the system."""

from contextlib import suppress


def let_go() -> None:
    """Give back what is free; where the C library has no such call, nothing happens."""
    with suppress(ImportError, OSError, AttributeError, ValueError, TypeError):
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)

"""SHA-256 as Python brings it: the one of OpenSSL takes 3 ms to load."""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        sha256 = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
    except ImportError:  # a Python that was built without
        sha256 = import_module("hashlib").sha256

__all__ = ["sha256"]

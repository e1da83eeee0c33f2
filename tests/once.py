"""What takes long to make is made once a run, though several processes share the tests."""

import fcntl
from collections.abc import Callable
from pathlib import Path


class Shelf:
    """A folder that all processes of a run share; conftest says which."""

    folder: Path

    def once(self, name: str, write: Callable[[Path], object]) -> Path:
        """The file of that name, made by `write` when nobody has made it yet; nobody may change it."""
        target = self.folder / name
        with open(self.folder / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                unfinished = self.folder / f"{name}.unfinished"
                write(unfinished)
                unfinished.rename(target)
        return target


shelf = Shelf()

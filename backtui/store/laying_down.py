"""Puts a log that is in memory into a new file: private, whole or not at all, over nothing."""

import os
from contextlib import closing
from pathlib import Path

from backtui.store.aside import aside_of, sync_file, sync_folder
from backtui.store.connection import connect, speaking
from backtui.store.errors import StoreUnwritable
from backtui.store.store import Store


def lay_down(store: Store, path: Path) -> None:
    """Write the log to `path`, where nothing may be yet. Raises StoreError."""
    try:
        with aside_of(path) as fresh:
            with speaking(path, lambda: "check the disk"), closing(connect(fresh, "rw", 0)) as target:
                store.conn.backup(target)
            sync_file(fresh)
            os.link(fresh, path)
            sync_folder(path.parent)
    except FileExistsError as error:
        raise StoreUnwritable(
            f"{path} is there already, so nothing was written; name another file."
        ) from error
    except OSError as error:
        raise StoreUnwritable(f"{path} cannot be written ({error.strerror}); name another file.") from error

"""A log as it lies: read and left alone, for who asks in passing."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from backtui.store.connection import connect, first_bytes, inspect, speaking
from backtui.store.foreign import refuse_stranger
from backtui.store.migrations import pending
from backtui.store.packing import teach
from backtui.store.reader import LogReader, NothingLogged

WAIT_S = 0.2  # whoever asks in passing waits no longer for another program's lock
IN_JOURNAL = 1  # the header's mark of a log that is read without making anything beside it


class AsItLies(LogReader):
    """A log whose file is neither changed nor brought along, whatever it needs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.backups = path.parent
        self.rescue = "nothing was touched"
        with self.speaking():
            self.conn = connect(path, "ro", WAIT_S)
            teach(self.conn)
            self.conn.execute("pragma trusted_schema=OFF")


@contextmanager
def looked_at(path: Path) -> Iterator[LogReader]:
    """The log at `path`; as good as none where it is not there, or has to be brought along first.

    Raises StoreError, also where it cannot be read at once.
    """
    if not path.exists():
        yield NothingLogged()
        return
    inspect(path, lambda: "nothing was touched")
    head = first_bytes(path)
    if head is None or head[18] != IN_JOURNAL:
        yield NothingLogged()
        return
    log = AsItLies(path)
    with closing(log.conn):
        with speaking(path, lambda: log.rescue):
            refuse_stranger(log.conn, path, lambda: log.rescue)
            behind = bool(pending(log.conn))
        yield NothingLogged() if behind else log

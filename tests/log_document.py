"""Writes the tables of docs/log.md from the code that keeps the log: python tests/log_document.py.

What stands before its first heading of tables is written by hand and stays.
"""

import sqlite3
from pathlib import Path

from backtui.domain import events
from backtui.store import migration_1
from backtui.store.schema import DEVICE, EVENT, LOG_SESSION, NOTE, PROJECTED

TARGET = Path(__file__).parents[1] / "docs" / "log.md"
EVENTS = "\n## Events\n\n"
AFTER = """
## Tables

The truth and what goes with it:

{truth}

Projections, made from the events:

{projections}

## Views

{views}
"""


def listed(tables: object) -> str:
    rows = [f"| `{table.name}` | {', '.join(table.columns)} |" for table in tables]  # type: ignore[attr-defined]
    return "\n".join(["| table | columns |", "|---|---|", *rows])


def views() -> str:
    """The views and their columns, asked of a database that was made by the first migration."""
    conn = sqlite3.connect(":memory:")
    conn.executescript(migration_1.SQL)
    names = [
        name for (name,) in conn.execute("select name from sqlite_master where type = 'view' order by name")
    ]
    columns = {name: [row[1] for row in conn.execute(f"pragma table_info({name})")] for name in names}
    rows = [f"| `{name}` | {', '.join(columns[name])} |" for name in names]
    return "\n".join(["| view | columns |", "|---|---|", *rows])


def document() -> str:
    """The whole page."""
    said = (events.__doc__ or "").strip()
    after = AFTER.format(
        truth=listed((EVENT, DEVICE, LOG_SESSION, NOTE)), projections=listed(PROJECTED), views=views()
    )
    by_hand = TARGET.read_text(encoding="utf-8").partition(EVENTS)[0]
    return f"{by_hand}{EVENTS}```text\n{said}\n```\n{after}"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")

"""Writes the tables of docs/log.md from the code that keeps the log: python tests/log_document.py.

What stands before its first heading of tables is written by hand and stays.
"""

import sqlite3
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, UnsetType

from backtui.domain import events
from backtui.store.migrations import MIGRATIONS
from backtui.store.packing import teach
from backtui.store.schema import DEVICE, EVENT, LOG_SESSION, NOTE, PROJECTED

TARGET = Path(__file__).parents[1] / "docs" / "log.md"
EVENTS = "\n## Events\n\n"
COMMON = events.What.__struct_fields__  # what any event may say
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
    """The views and their columns, asked of a database that the migrations made."""
    conn = sqlite3.connect(":memory:")
    teach(conn)
    for step in MIGRATIONS:
        conn.executescript(step.sql)
    names = [
        name for (name,) in conn.execute("select name from sqlite_master where type = 'view' order by name")
    ]
    columns = {name: [row[1] for row in conn.execute(f"pragma table_info({name})")] for name in names}
    rows = [f"| `{name}` | {', '.join(columns[name])} |" for name in names]
    return "\n".join(["| view | columns |", "|---|---|", *rows])


STRUCTS = {
    "Dose": "hold_s and reps, maybe more and rest_s",
    "Increment": "hold_s, reps and sets, each 1 where it is missing",
    "Tempo": "in_s, out_s and relax_s, each as the settings say where it is missing",
}


def described(kind: Any) -> tuple[str, str]:
    """What a field may be, and what it means."""
    if get_origin(kind) in (Union, UnionType):
        parts = [part for part in get_args(kind) if part not in (UnsetType, NoneType)]
        values, meaning = described(parts[0])
        return (f"{values} or null" if UnsetType not in get_args(kind) else values), meaning
    meaning = ""
    if get_origin(kind) is not Annotated:
        return value(kind, {}), meaning
    bare, *marks = get_args(kind)
    metas = [mark for mark in marks if isinstance(mark, Meta)]
    said = [meta.description for meta in metas if meta.description]
    meaning = next((each for each in reversed(said) if not each.startswith("must ")), "")
    must = next((each.removeprefix("must be ") for each in said if each.startswith("must ")), "")
    bounds = {
        name: getattr(meta, name)
        for meta in metas
        for name in ("ge", "le", "max_length")
        if getattr(meta, name) is not None
    }
    return must or value(bare, bounds), meaning


def value(bare: Any, bounds: dict[str, Any]) -> str:
    """A type with its bounds in words."""
    if get_origin(bare) is Annotated:
        return described(bare)[0]
    if get_origin(bare) is Literal:
        return ", ".join(get_args(bare))
    if isinstance(bare, type) and issubclass(bare, Enum):
        return ", ".join(each.value for each in bare)
    if get_origin(bare) is tuple:
        return f"a list of at most {bounds['max_length']}"
    if get_origin(bare) is dict:
        return f"an object of at most {bounds['max_length']} names"
    if bare is int:
        return f"a whole number from {bounds['ge']} to {bounds['le']}"
    if bare is str:
        return f"a text of at most {bounds['max_length']} characters"
    words = {bool: "true or false", date: "a day like 2026-03-02", datetime: "a time with its offset"}
    return words.get(bare) or STRUCTS.get(bare.__name__, "any value")


def kinds() -> str:
    """Every kind of event, with the keys of its body."""
    blocks = []
    for each in events.BY_KIND.values():
        belongs = {True: "to a session", False: "to no session", None: "to a session or to none"}
        lines = [f"### {each.kind}", "", f"{each.__doc__} It belongs {belongs[each.needs_session]}.", ""]
        hints = get_type_hints(each, include_extras=True)
        rows = []
        for field, name in zip(each.__struct_fields__, each.__struct_encode_fields__, strict=True):
            if field in COMMON and hints[field] == get_type_hints(events.What, include_extras=True)[field]:
                continue
            values, meaning = described(hints[field])
            optional = "?" if UnsetType in get_args(hints[field]) else ""
            rows.append(f"| `{name}`{optional} | {values} | {meaning} |")
        if rows:
            lines += ["| key | is | means |", "|---|---|---|", *rows, ""]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def document() -> str:
    """The whole page."""
    said = (events.__doc__ or "").strip().partition("\n\n")[2]
    after = AFTER.format(
        truth=listed((EVENT, DEVICE, LOG_SESSION, NOTE)), projections=listed(PROJECTED), views=views()
    )
    by_hand = TARGET.read_text(encoding="utf-8").partition(EVENTS)[0]
    return f"{by_hand}{EVENTS}{said}\n\n{kinds()}{after}"


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")

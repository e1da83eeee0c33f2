"""The whole log as one document."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backtui.domain.event_json import LogRow

SCHEMA = 1
PROGRAM = "backtui"


def document(rows: Iterable[LogRow], texts: Mapping[bytes, str], version: str) -> Iterator[str]:
    """The document in pieces, a line an event, ASCII only; `texts` are the notes' by their events' ids.

    Nothing in it tells when it was made, so that the same log gives the same bytes.
    """
    head = {"schema": SCHEMA, "program": PROGRAM, "version": version}
    yield json.dumps(head)[:-1] + ', "events": ['
    before = "\n"
    for row in rows:
        yield before + json.dumps(_event(row, texts), sort_keys=False, allow_nan=False)
        before = ",\n"
    yield "\n]}\n"


def _event(row: LogRow, texts: Mapping[bytes, str]) -> dict[str, Any]:
    offset = row.wall.utcoffset()
    assert offset is not None  # the log keeps no other
    told = {
        "id": row.id.hex(),
        "device": row.device.hex(),
        "counter": row.counter,
        "session": row.session.hex() if row.session else None,
        "wall": row.wall.isoformat(timespec="microseconds"),
        "offset_s": int(offset.total_seconds()),
        "mono_ms": row.mono_ms,
        "kind": row.kind,
        "body": row.keys,
        "digest": row.digest.hex(),
    }
    if row.id in texts:
        told["text"] = texts[row.id]
    return told

"""The whole log as one document."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backtui.domain.events import Logged

SCHEMA = 1
PROGRAM = "backtui"


def document(rows: Iterable[Logged], texts: Mapping[bytes, str], version: str) -> Iterator[str]:
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


def _event(row: Logged, texts: Mapping[bytes, str]) -> dict[str, Any]:
    event = row.event
    offset = event.wall.utcoffset()
    assert offset is not None  # the log keeps no other
    told = {
        "id": event.id.hex(),
        "device": row.device.hex(),
        "counter": row.counter,
        "session": event.session.hex() if event.session else None,
        "wall": event.wall.isoformat(timespec="microseconds"),
        "offset_s": int(offset.total_seconds()),
        "mono_ms": event.mono_ms,
        "kind": event.kind,
        "body": dict(event.body),
        "digest": row.digest.hex(),
    }
    if event.id in texts:
        told["text"] = texts[event.id]
    return told

"""The whole log as one JSON document, from which the same log can be made again, byte for byte.

    {"schema": 1, "program": "backtui", "version", "events": [{"id", "device", "counter",
        "session", "wall", "offset_s", "mono_ms", "kind", "body", "digest", "text"?}]}

Ids, devices and digests are hex. `wall` is the local time with microseconds, `offset_s` its seconds from UTC.
Events stand in the order of the file, which keeps each device's own; taken-back ones are among them. `text`
is a note's, which stands beside the chain; a note without one was erased.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backtui.domain.log import Logged

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

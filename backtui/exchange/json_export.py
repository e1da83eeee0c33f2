"""The whole log as one document."""

import json
from collections.abc import Iterable, Iterator, Mapping

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
        yield before + _event(row, texts)
        before = ",\n"
    yield "\n]}\n"


def _event(row: LogRow, texts: Mapping[bytes, str]) -> str:
    """An event as `json.dumps` would spell it, which takes five times as long for the little that changes."""
    session = f'"{row.session.hex()}"' if row.session else "null"
    mono_ms = "null" if row.mono_ms is None else row.mono_ms
    text = f', "text": {json.dumps(texts[row.id])}' if row.id in texts else ""
    return (
        f'{{"id": "{row.id.hex()}", "device": "{row.device.hex()}", "counter": {row.counter},'
        f' "session": {session}, "wall": "{row.wall.isoformat(timespec="microseconds")}",'
        f' "offset_s": {row.offset_s}, "mono_ms": {mono_ms}, "kind": "{row.kind}",'
        f' "body": {row.spaced}, "digest": "{row.digest.hex()}"{text}}}'
    )

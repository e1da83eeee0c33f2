"""The export is spelled by hand where it is quicker, and says to the byte what `json` would."""

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from often import often

from backtui.domain.event_json import LogRow, as_json
from backtui.domain.events import BY_KIND
from backtui.exchange.json_export import document

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
VALUE = TEXT | st.integers(-(2**60), 2**60) | st.booleans() | st.none() | st.floats(-1e9, 1e9)
ID = st.binary(min_size=16, max_size=16)
ROW = st.builds(
    LogRow,
    seq=st.integers(1, 10**9),
    device=ID,
    counter=st.integers(1, 10**9),
    digest=st.binary(min_size=32, max_size=32),
    id=ID,
    kind=st.sampled_from(sorted(BY_KIND)),
    wall_us=st.integers(10**15, 7 * 10**15),
    offset_s=st.integers(-14 * 3600, 14 * 3600),
    session=st.none() | ID,
    mono_ms=st.none() | st.integers(0, 10**9),
    body=st.dictionaries(TEXT, VALUE | st.lists(VALUE, max_size=3), max_size=5).map(as_json),
)


@given(st.lists(ROW, max_size=4), TEXT)
@often(40)
def test_it_is_what_json_would_write(rows: list[LogRow], note: str) -> None:
    texts = {row.id: note for row in rows[:1]}
    events = [
        {
            "id": row.id.hex(),
            "device": row.device.hex(),
            "counter": row.counter,
            "session": row.session.hex() if row.session else None,
            "wall": row.wall.isoformat(timespec="microseconds"),
            "offset_s": int((row.wall.utcoffset() or timedelta()).total_seconds()),
            "mono_ms": row.mono_ms,
            "kind": row.kind,
            "body": json.loads(row.body),
            "digest": row.digest.hex(),
        }
        | ({"text": note} if row.id in texts else {})
        for row in rows
    ]
    lines = ",".join(f"\n{json.dumps(event)}" for event in events)
    head = '{"schema": 1, "program": "backtui", "version": "9.9", "events": ['
    assert "".join(document(rows, texts, "9.9")) == f"{head}{lines}\n]}}\n"

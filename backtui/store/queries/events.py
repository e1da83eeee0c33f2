"""The events themselves."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from backtui.domain.event_json import LogRow
from backtui.domain.event_keys import or_none
from backtui.domain.events import Event, NoteWritten, TargetSet
from backtui.domain.record import Note
from backtui.store.codec import SELECT_EVENTS, STANDING, log_row, places_in_order
from backtui.store.packing import KIND
from backtui.store.reader import LogReader

PAGE = 1000  # events in memory at a time
AT_ONCE = 500  # of those that are asked for by number
ORDERED = (
    "select e.seq, d.uuid, e.counter, e.id, e.wall_us from event e left join device d on d.key = e.device"
    " order by e.seq"
)


def _readable(row: Sequence[Any]) -> LogRow:
    """A row whose body is JSON, whatever it says."""
    found = log_row(row)
    _ = found.spaced
    return found


def logged(log: LogReader) -> Iterator[LogRow]:
    """All events as the file has them, voided ones too, with device, counter and digest."""
    after = 0
    query = f"{SELECT_EVENTS} where e.seq > ? order by e.seq limit {PAGE}"
    while page := log.each(_readable, query, (after,)):
        yield from page
        with log.reading():
            if page[-1].seq <= after:
                raise ValueError("its events are out of order")
        after = page[-1].seq


def happened(log: LogReader) -> Iterator[LogRow]:
    """The same in the order in which they happened: one order, however logs came together."""
    if len(log.ask("select 1 from tip limit 2")) < 2:
        yield from logged(log)
        return
    events = log.ask(ORDERED)
    with log.reading():
        ranks = places_in_order([event[1:] for event in events])
    for start in range(0, len(ranks), AT_ONCE):
        page = [events[n][0] for n in ranks[start : start + AT_ONCE]]
        query = f"{SELECT_EVENTS} where e.seq in ({', '.join('?' * len(page))})"
        rows = {row.seq: row for row in log.each(_readable, query, page)}
        with log.reading():
            found = [rows[seq] for seq in page]
        yield from found


def every(log: LogReader) -> Iterator[Event]:
    """All events as the file has them, voided ones too."""
    for row in logged(log):
        with log.reading():
            event = row.event
        yield event


def of_session(log: LogReader, session: bytes) -> list[Event]:
    """A session's events as the file has them, voided ones too."""
    query = f"{SELECT_EVENTS} where s.id = ? order by e.seq"
    return log.each(lambda row: log_row(row).event, query, (session,))


def standing(log: LogReader, session: bytes) -> list[Event]:
    """A session's events that were not taken back, in the order in which they happened."""
    return log.events_in_order(f"{SELECT_EVENTS} where s.id = ? and {STANDING} order by e.seq", (session,))


def changes(log: LogReader, most: int) -> list[Event]:
    """The newest so many events that were logged outside of a running session, as they happened.

    Those that were taken back are among them.
    """
    newest = f"{SELECT_EVENTS} where e.mono_ms is null order by e.seq desc limit ?"
    return log.events_in_order(f"select * from ({newest}) order by seq", (most,))  # noqa: S608 a constant


def named(log: LogReader, names: Iterable[bytes]) -> list[Event]:
    """The events with these ids that the file has, voided ones too."""
    query = f"{SELECT_EVENTS} where e.id = ?"
    return [event for name in names for event in log.events_in_order(query, (name,))]


def oldest_device(log: LogReader) -> bytes | None:
    """The name of the machine that logged the oldest event; None where nothing is logged."""
    query = "select uuid from device where key = (select device from event order by id limit 1)"
    return next((bytes(name) for (name,) in log.ask(query)), None)


def newest_event(log: LogReader) -> str:
    """What names the newest event, in a word; "nothing" where there is none."""
    rows = log.ask("select seq, hex(digest) from event order by seq desc limit 1")
    return next((f"{seq}-{digest[:16]}" for seq, digest in rows), "nothing")


def count(log: LogReader) -> int:
    """How many events there are."""
    return sum(many for (many,) in log.ask("select count(*) from event"))


def data_version(log: LogReader) -> int:
    """A number that differs from the last answer when another program has written since."""
    return int(log.ask("pragma data_version")[0][0])


def notes(log: LogReader, session: bytes) -> list[Note]:
    """The standing notes about a session, in the order written."""
    rows = log.ask(
        "select e.seq, n.text from event e join log_session s on s.key = e.session"  # noqa: S608 a constant
        f" left join note n on n.event = e.seq where s.id = ? and e.kind = {KIND[NoteWritten.kind]}"
        f" and {STANDING}"
        " order by e.wall_us, e.id",
        (session,),
    )
    return [_note(log, seq, text) for seq, text in rows]


def loose_notes(log: LogReader) -> list[tuple[bytes, bytes, str]]:
    """The standing notes outside of sessions: the event each is about, the change it is of, its text."""
    rows = log.ask(
        "select json_extract(said, '$.about'), json_extract(said, '$.change'), text from"
        " (select body_text(e.body) as said, n.text from event e join note n on n.event = e.seq"
        " where e.session is null and e.kind = ?"
        " and not exists (select 1 from voided v where v.id = e.id) order by e.seq)",
        (KIND[NoteWritten.kind],),
    )
    return [(bytes.fromhex(about or ""), bytes.fromhex(change or ""), text) for about, change, text in rows]


def note_names(log: LogReader, exercise: str, target: bytes | None = None) -> list[bytes]:
    """The notes that still have their text about what was set for an exercise, of undone ones too.

    With `target` only those about that target-set event, or of the change that it belongs to.
    """
    rows = log.ask(
        "select distinct e.seq, e.id from event e join note n on n.event = e.seq"
        " join event t on t.kind = ?3 and t.session is null"
        " and (json_extract(body_text(e.body), '$.about') = lower(hex(t.id))"
        " or json_extract(body_text(e.body), '$.change') = json_extract(body_text(t.body), '$.change'))"
        " where e.session is null and e.kind = ?4"
        " and json_extract(body_text(t.body), '$.exercise') = ?1 and t.id = coalesce(?2, t.id)"
        " order by e.seq",
        (exercise, target, KIND[TargetSet.kind], KIND[NoteWritten.kind]),
    )
    return [name for _, name in rows]


def texts(log: LogReader) -> dict[bytes, str]:
    """The texts of all notes that were not erased, by the ids of their events; of voided ones too."""
    return dict(log.ask("select e.id, n.text from note n join event e on e.seq = n.event"))


def verify_chain(log: LogReader) -> list[str]:
    """Each event that is not as it was written, each gap, each note that its event does not know."""
    from backtui.store.chain import broken_links, strange_notes

    with log.snapshot(), log.reading():
        return broken_links(log.conn) + [
            f"the note of event {seq} is not as it was written" for seq in strange_notes(log.conn)
        ]


def _note(log: LogReader, seq: int, text: str | None) -> Note:
    (row,) = log.each(log_row, f"{SELECT_EVENTS} where e.seq = ?", (seq,))
    what = row.what
    item = or_none(what.item) if isinstance(what, NoteWritten) else None
    return Note(row.id, row.wall, text, item)

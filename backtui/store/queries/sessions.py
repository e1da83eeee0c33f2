"""Whole records."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from backtui.domain.event_json import LogRow
from backtui.domain.events import Rating
from backtui.domain.exercise import AS_SETTINGS, HoldPart, Kind, Side, Sides, Tempo
from backtui.domain.moments import moment, numbers
from backtui.domain.present import DatedAfter
from backtui.domain.progression.prescription import Flare
from backtui.domain.record import EntryRecord, RepRecord, SessionRecord, State, fold
from backtui.store.codec import SELECT_EVENTS, STANDING, in_order, log_row, moment_or_none
from backtui.store.codec import day as to_day
from backtui.store.queries.progress import asked_dose, dose, dose_or_none
from backtui.store.reader import LogReader
from backtui.store.rows import SIDE, holds_of
from backtui.store.schema import SESSION

Cursor = tuple[datetime, bytes]  # a session's start and id: the page goes on behind it
SIDE_OF = {number: side for side, number in SIDE.items()}
AT_ONCE = 200  # sessions read by one query

ENTRIES = (
    "select e.session, e.item, e.block, e.block_kind, e.exercise, e.hold_s, e.reps, e.sides, e.holds,"
    " d.change, d.rule, d.why, d.from_hold_s, d.from_reps, e.rating, e.pain, e.how, e.more, e.rest_s,"
    " e.course, e.side, e.asked, e.aim, e.tempo, e.parts, e.rest_before_s, d.from_more, d.from_rest_s,"
    " e.eased, e.begun"
    " from entry e join decision d on d.session = e.session and d.item = e.item"
    " where e.session in ({}) order by e.session, e.item"
)
SECONDS_OFF = (  # table entry keeps that it was eased off; by how much, only the events say
    f"{SELECT_EVENTS} where {STANDING} and e.session in"  # noqa: S608 no value in it
    " (select session from entry where eased = 1 and session in ({})) order by e.seq"
)
REPS = "select session, item, side, rep, holds_s from rep where session in ({}) order by session, item, n"


def entry_record(row: Sequence[Any], reps: tuple[RepRecord, ...], eased_s: int) -> EntryRecord:
    """A row of ENTRIES, with its repetitions and the seconds taken off its holds, as a record."""
    _, item, block, kind, exercise, hold_s, planned, sides, holds, change, rule, why, *rest = row
    from_hold_s, from_reps, rating, pain, how, more, rest_s, course, side, asked, *rest = rest
    aim, tempo, parts, rest_before_s, from_more, from_rest_s, eased, begun = rest
    refuse_bytes(row)
    return EntryRecord(
        item=item,
        block=block,
        block_kind=Kind(kind),
        exercise=exercise,
        prescribed=dose(hold_s, planned, more, rest_s),
        sides=Sides(sides),
        holds=holds,
        change=change,
        rule=rule,
        why=why,
        from_dose=dose_or_none(from_hold_s, from_reps, from_more, from_rest_s),
        reps=reps,
        rating=Rating(rating) if rating else None,
        pain=bool(pain),
        eased=bool(eased),
        eased_s=eased_s,
        how=how,
        begun=bool(begun),
        course=course,
        side=Side(side),
        asked=asked_dose(asked),
        aim=asked_dose(aim),
        tempo=msgspec.json.decode(tempo, type=Tempo) if tempo else AS_SETTINGS,
        parts=msgspec.json.decode(parts, type=tuple[HoldPart, ...]) if parts else (),
        rest_before_s=rest_before_s,
    )


def refuse_bytes(values: Iterable[object]) -> None:
    """Raise TypeError for bytes, where the log has only texts and numbers."""
    if any(isinstance(each, bytes) for each in values):
        raise TypeError("a value is neither text nor number")


def session_record(row: Sequence[Any], entries: tuple[EntryRecord, ...]) -> SessionRecord:
    """A row of table session, with its entries, as a record."""
    named = dict(zip(SESSION.columns, row, strict=True))
    refuse_bytes(value for name, value in named.items() if name != "id")
    return SessionRecord(
        id=named["id"],
        started_at=moment(named["started_us"], named["started_offset_s"]),
        day=to_day(named["day"]),
        routine=named["routine"],
        face=named["face"],
        minutes=named["minutes"],
        timing=tuple(sorted(json.loads(named["timing"]).items())),
        ended_at=moment_or_none(named["ended_us"], named["ended_offset_s"]),
        last_at=moment(named["last_us"], named["last_offset_s"]),
        state=State(named["state"]),
        alive=bool(named["alive"]),
        dizzy=bool(named["dizzy"]),
        pain_before=named["pain_before"],
        pain_after=named["pain_after"],
        morning=named["morning"],
        by_hand=bool(named["by_hand"]),
        entries=entries,
    )


def one(log: LogReader, session: bytes) -> SessionRecord | None:
    """The session with that id; None when there is none, or it was taken back."""
    return next(iter(_records(log, "where id = ?", (session,))), None)


def newest(
    log: LogReader, limit: int, before: Cursor | None = None, since: date | None = None
) -> list[SessionRecord]:
    """At most `limit` sessions, newest first, from `before` on back, none of a day before `since`."""
    conditions, parameters = ["true"], list[Any]()
    if before is not None:
        conditions.append("(started_us, id) < (?, ?)")
        parameters += [numbers(before[0])[0], before[1]]
    if since is not None:
        conditions.append("day >= ?")
        parameters.append(since.isoformat())
    where = " and ".join(conditions)
    return _records(log, f"where {where} order by started_us desc, id desc limit ?", (*parameters, limit))


def every(log: LogReader, since: date | None = None) -> Iterator[SessionRecord]:
    """All sessions, newest first, a page in memory at a time."""
    before: Cursor | None = None
    while page := newest(log, AT_ONCE, before, since):
        yield from page
        before = (page[-1].started_at, page[-1].id)


def on_day(log: LogReader, day: date) -> list[SessionRecord]:
    """The sessions of one day, newest first."""
    return _records(log, "where day = ? order by started_us desc, id desc", (day.isoformat(),))


def by_prefix(log: LogReader, prefix: str, most: int) -> list[SessionRecord]:
    """At most so many sessions whose id, in small hexadecimal digits, begins so, newest first."""
    return _records(
        log,
        "where substr(lower(hex(id)), 1, ?) = ? order by started_us desc, id desc limit ?",
        (len(prefix), prefix, most),
    )


DATED_AFTER = """
    select 'session', id, started_us as us from session where started_us >= ?1
    union all select 'activity', e.id, e.wall_us from activity a cross join event e on e.seq = a.event
    where a.day > ?2 and e.wall_us >= ?1
    union all select 'pain', e.id, e.wall_us from pain p cross join event e on e.seq = p.event
    where p.session is null and e.wall_us >= ?1
    order by us desc, 2 desc"""


def dated_after(log: LogReader, day: date, moment: datetime) -> DatedAfter:
    """What is dated from that moment on, which ends the day: sessions, and what is beside them."""
    found: dict[str, list[bytes]] = {"session": [], "activity": [], "pain": []}
    for what, name, _ in log.ask(DATED_AFTER, (numbers(moment)[0], day.isoformat())):
        found[what].append(name)
    return DatedAfter(found["session"], found["activity"], found["pain"])


def newest_open(log: LogReader) -> SessionRecord | None:
    """The newest session that was begun and not ended."""
    found = _records(log, "where state = 'open' order by started_us desc, id desc limit 1", ())
    return next(iter(found), None)


def flares(log: LogReader) -> list[Flare]:
    """The sessions after which the pain was worse (rule flare), newest first."""
    return log.each(
        lambda row: Flare(moment(row[0], row[1]), *row[2:]),
        "select started_us, started_offset_s, pain_before, pain_after, morning from session"
        " where flare = 1 order by started_us desc",
    )


def _records(log: LogReader, tail: str, parameters: Sequence[Any]) -> list[SessionRecord]:
    """Whole records of the sessions that `tail` selects, in its order."""
    with log.snapshot(), log.reading():
        rows = log.ask(f"{SESSION.select} {tail}", parameters)
        entries: dict[int, tuple[EntryRecord, ...]] = {}
        for at in range(0, len(rows), AT_ONCE):
            entries |= _entries(log, {row[1]: row[0] for row in rows[at : at + AT_ONCE]})
        return [session_record(row, entries.get(row[0], ())) for row in rows]


def _entries(log: LogReader, sessions: dict[bytes, int]) -> dict[int, tuple[EntryRecord, ...]]:
    """The entries of sessions, by the sessions' keys, which are given by their ids."""
    keys = list(sessions.values())
    marks = ", ".join("?" * len(keys))
    reps = {
        of: tuple(RepRecord(SIDE_OF[row[2]], row[3], holds_of(row[4])) for row in rows)
        for of, rows in groupby(log.ask(REPS.format(marks), keys), key=itemgetter(0, 1))
    }
    found = log.ask(ENTRIES.format(marks), keys)
    off = _seconds_off(log, sessions) if any(eased for *_, eased, _ in found) else {}
    return {
        key: tuple(entry_record(row, reps.get((key, row[1]), ()), off.get((key, row[1]), 0)) for row in rows)
        for key, rows in groupby(found, key=itemgetter(0))
    }


def _seconds_off(log: LogReader, sessions: dict[bytes, int]) -> dict[tuple[int, int], int]:
    """The seconds that were taken off the holds of entries, by session and item; eased ones only."""
    query = SECONDS_OFF.format(", ".join("?" * len(sessions)))
    events: dict[bytes, list[LogRow]] = {}
    for row in map(log_row, log.ask(query, list(sessions.values()))):
        events.setdefault(row.session or b"", []).append(row)
    folded = (fold(in_order(rows)) for rows in events.values())
    return {
        (sessions[record.id], entry.item): entry.eased_s
        for record in folded
        if record
        for entry in record.entries
    }

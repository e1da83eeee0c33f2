from datetime import date, timedelta

import pytest
from store_diary import MORNING, Diary

from backtui.domain.events import Rating
from backtui.domain.exercise import Dose
from backtui.domain.progression.outcome import Appearance
from backtui.domain.record import State
from backtui.store.chain import note_digest
from backtui.store.queries import events as event_queries
from backtui.store.queries import progress, sessions
from backtui.store.store import Store

DAY = timedelta(days=1)


def by_exercise(store: Store, newest: int) -> dict[str, list[Appearance]]:
    """What progression reads, by exercise."""
    found: dict[str, list[Appearance]] = {}
    for each in progress.appearances(store, newest):
        found.setdefault(each.exercise, []).append(each)
    return found


@pytest.fixture
def month(store: Store) -> list[Diary]:
    """Ten sessions on ten days, oldest first; the last one is open."""
    diaries = [Diary(MORNING + day * DAY) for day in range(10)]
    for diary in diaries[:-1]:
        store.append(diary.whole("bridge", "cat-camel"))
    last = diaries[-1]
    store.append([last.started(), last.planned(0, "bridge", hold_s=3), last.rep(0, 1, held_s=3.0)])
    return diaries


def test_pages_go_back_from_the_newest_to_the_first(store: Store, month: list[Diary]) -> None:
    seen: list[bytes] = []
    before = None
    while page := sessions.newest(store, 3, before):
        assert len(page) <= 3
        seen += [record.id for record in page]
        before = (page[-1].started_at, page[-1].id)
    assert seen == [diary.id for diary in reversed(month)]
    assert [record.id for record in sessions.every(store)] == seen


def test_sessions_that_began_at_the_same_moment_are_paged_by_id(store: Store) -> None:
    twins = [Diary(), Diary()]
    other = Store(store.path, device=b"other-device-000", now=MORNING)
    store.append([twins[0].started()])
    other.append([twins[1].started()])
    other.close()
    (first,) = sessions.newest(store, 1)
    (second,) = sessions.newest(store, 1, before=(first.started_at, first.id))
    assert [second.id, first.id] == sorted(twin.id for twin in twins)
    assert sessions.newest(store, 1, before=(second.started_at, second.id)) == []


def test_since_leaves_out_earlier_days(store: Store, month: list[Diary]) -> None:
    assert [record.id for record in sessions.newest(store, 20, since=(MORNING + 7 * DAY).date())] == [
        diary.id for diary in reversed(month[7:])
    ]


def test_the_open_session_is_found(store: Store, month: list[Diary]) -> None:
    record = sessions.newest_open(store)
    assert record is not None
    assert (record.id, record.state, record.entries[0].reps[0].holds_s) == (month[-1].id, State.OPEN, (3.0,))
    store.append([month[-1].ended("stopped")])
    assert sessions.newest_open(store) is None


def test_progress_rows_are_the_newest_sessions_of_each_exercise(store: Store, month: list[Diary]) -> None:
    rows = by_exercise(store, newest=4)
    assert [row.session for row in rows["bridge"]] == [diary.id for diary in reversed(month[6:])]
    assert [row.day.day for row in rows["cat-camel"]] == [10, 9, 8, 7]
    newest, last = rows["bridge"][:2]
    assert (newest.prescribed, newest.performed, newest.complete) == (Dose(3, 2), True, False)
    assert (newest.how, newest.rating) == (None, None)
    assert (last.complete, last.rating, last.how, last.alive) == (True, Rating.COMFORTABLE, "done", True)


def test_an_exercise_that_stands_twice_comes_whole(store: Store) -> None:
    for day in range(3):
        store.append(Diary(MORNING + day * DAY).whole("bridge", "bridge"))
    rows = by_exercise(store, newest=2)["bridge"]
    assert [(row.day.day, row.item) for row in rows] == [(4, 0), (4, 1), (3, 0), (3, 1)]


def test_what_the_week_asks(store: Store, month: list[Diary]) -> None:
    assert progress.last_done(store) == {"bridge": date(2026, 3, 11), "cat-camel": date(2026, 3, 10)}
    unbegun = Diary(MORNING + 20 * DAY)
    store.append([unbegun.started(), unbegun.planned(0, "bridge")])
    assert progress.last_done(store)["bridge"] == date(2026, 3, 11)


def test_flares_and_answers_about_pain(store: Store, month: list[Diary]) -> None:
    diary = month[2]
    store.append([diary.event("pain-answered", when="morning", score=None, answer="worse")])
    store.append([diary.loose("pain-answered", when="before", score=3)])
    assert [(each.at.date(), each.morning) for each in sessions.flares(store)] == [
        (date(2026, 3, 4), "worse")
    ]
    assert [(pain.session, pain.asked, pain.score, pain.answer) for pain in progress.pains(store)] == [
        (diary.id, "morning", None, "worse"), (None, "before", 3, None),
    ]  # fmt: skip
    rows = by_exercise(store, newest=20)["bridge"]
    assert [row.day.day for row in rows if row.flare] == [4]


def test_the_newest_sessions_are_those_that_had_it_done(store: Store, month: list[Diary]) -> None:
    """An exercise that was planned and left out, however often, does not lose what was done of it before."""
    for day in range(10, 80):
        diary = Diary(MORNING + day * DAY)
        store.append([diary.started(), diary.planned(0, "bridge"), diary.ended("stopped")])
    rows = by_exercise(store, newest=2)["bridge"]
    assert sorted({row.day.day for row in rows if row.performed}) == [10, 11]
    only = progress.appearances(store, -1, exercise="cat-camel")
    assert {row.exercise for row in only} == {"cat-camel"}
    assert len(only) == 9


def test_the_ledger_of_an_exercise(store: Store, month: list[Diary]) -> None:
    rows = progress.decisions(store, "bridge")
    assert [row.day.day for row in rows] == list(range(2, 12))
    assert (rows[-1].dose, rows[-1].from_dose, rows[-1].why) == (Dose(3, 2), None, "The first time.")


def test_activities_since_a_day(store: Store, diary: Diary) -> None:
    for day in ("2026-03-05", "2026-03-01", "2026-03-09"):
        store.append([diary.loose("activity-done", what="walking", minutes=30, day=day)])
    assert [done.day.day for done in progress.activities(store, date(2026, 3, 5))] == [5, 9]


def test_another_programs_write_is_noticed(store: Store) -> None:
    before = event_queries.data_version(store)
    store.append([Diary().started()])
    assert event_queries.data_version(store) == before
    with Store(store.path, device=b"other-device-000", now=MORNING) as other:
        other.append([Diary().started()])
    assert event_queries.data_version(store) != before


def test_reading_needs_no_sqlite_utils(store: Store) -> None:
    import subprocess
    import sys

    store.append(Diary().whole("bridge"))
    code = (
        "import sys, datetime, pathlib\n"
        "from backtui.store.store import Store\n"
        "from backtui.store.queries import progress, sessions\n"
        "now = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)\n"
        "store = Store(pathlib.Path(sys.argv[1]), device=bytes(16), now=now)\n"
        "sessions.newest(store, 5), progress.appearances(store, 9)\n"
        "progress.settings(store), progress.adjustments(store)\n"
        "print('sqlite_utils' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(store.path)], capture_output=True, check=True)
    assert ran.stdout.strip() == b"False"


def test_notes_about_what_was_set_are_read_until_they_are_erased(store: Store, diary: Diary) -> None:
    aimed = diary.loose("target-set", exercise="bridge", by="provider", needed=None, ladder=None)
    salt, text = bytes(16), "as agreed"
    body = {"salt": salt.hex(), "digest": note_digest(salt, text), "about": aimed.id.hex()}
    note = diary.loose("note-written", **body)
    store.append([aimed, note], texts={note.id: text})
    (told,) = progress.adjustments(store)
    assert (told.event, told.what.needed, told.what.ladder) == (aimed.id, None, None)
    assert event_queries.loose_notes(store) == [(aimed.id, b"", text)]
    store.rebuild()
    assert event_queries.loose_notes(store) == [(aimed.id, b"", text)]
    void = diary.void(note)
    store.append([void])
    assert event_queries.loose_notes(store) == []
    assert (
        event_queries.note_names(store, "bridge")
        == event_queries.note_names(store, "bridge", aimed.id)
        == [note.id]
    )
    assert (
        event_queries.note_names(store, "cat-camel")
        == event_queries.note_names(store, "bridge", note.id)
        == []
    )
    store.append([diary.void(void)])
    assert event_queries.loose_notes(store) == [(aimed.id, b"", text)]
    store.append([diary.loose("void", events=[note.id.hex()], erase=True)])
    assert event_queries.note_names(store, "bridge") == []
    assert (event_queries.loose_notes(store), text in event_queries.texts(store).values()) == ([], False)


def test_a_setting_tells_when_it_was_set_last(store: Store, diary: Diary) -> None:
    assert progress.setting_at(store, "goal") is None
    events = [diary.loose("setting-set", key="goal", value=value) for value in (3, 4)]
    store.append(events)
    assert progress.setting_at(store, "goal") == [*event_queries.every(store)][-1].wall

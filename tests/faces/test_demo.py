"""The invented log: every named happening is in it, and every dose follows from what came before."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cli_room import backtui, files
from made_events import keys
from once import shelf
from open_logs import open_log
from props import HandClock, Shop
from stage import NARROW, WIDE, on_stage

from backtui.cli.demo import DEVICE, DemoWiring, invented
from backtui.coach.coach import Coach
from backtui.demo.person import Calendar
from backtui.demo.story import DAYS, DAYS_BOUNDS, plot
from backtui.domain.event_json import body_of
from backtui.domain.events import Event
from backtui.domain.record import SessionRecord, State
from backtui.domain.week import Due
from backtui.store.backup import verify
from backtui.store.opening import IN_MEMORY
from backtui.store.queries import events as event_queries
from backtui.store.queries import progress
from backtui.store.queries import sessions as session_queries
from backtui.store.schema import PROJECTED
from backtui.store.store import Store

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
SHORTEST, LONGEST = DAYS_BOUNDS


def shop(now: datetime = NOW, database: Path = Path("demo.db")) -> Shop:
    return Shop(clock=HandClock(now), database=database, config_file=database.with_name("config.toml"))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """The invented log, which is invented once a run."""

    def write(target: Path) -> None:
        with invented(shop(), DAYS) as found:
            found.save_as(target)

    with Store(shelf.once("demo.db", write), device=DEVICE, now=NOW) as store:
        yield store


@pytest.fixture(scope="module")
def sessions(store: Store) -> list[SessionRecord]:
    """Its sessions, oldest first."""
    return session_queries.newest(store, 500)[::-1]


@pytest.fixture(scope="module")
def coach(store: Store) -> Iterator[Coach]:
    """The coach on the morning of today."""
    with open_log(store, shop().content, HandClock(NOW)).question() as coach:
        yield coach


def projections(store: Store) -> dict[str, list[Any]]:
    """Every projected row, as it is stored."""
    return {
        table.name: store.ask(f"{table.select} order by {', '.join(table.columns[: table.key])}")
        for table in PROJECTED
    }


# Sound


@pytest.mark.thorough
def test_the_file_is_sound_private_and_its_projections_are_those_of_its_log(
    store: Store, tmp_path: Path
) -> None:
    target = tmp_path / "demo.db"
    store.save_as(target)
    assert verify(target).problems == ()
    assert target.stat().st_mode & 0o777 == 0o600
    assert files(tmp_path) == ["demo.db"]
    with Store(target, device=DEVICE, now=NOW) as written:
        before = projections(written)
        written.rebuild()
        assert projections(written) == before


@pytest.mark.thorough
def test_every_dose_and_reason_follows_from_what_was_logged_before_it(store: Store) -> None:
    """The log is told once more to an empty one; before each session the coach is asked."""
    wiring, planned = shop(), 0
    with Store(IN_MEMORY, device=DEVICE, now=NOW, create=True) as again:
        for events in by_session(list(event_queries.every(store))):
            begun = next((each for each in events if each.kind == "session-started"), None)
            if begun is not None:
                calendar = Calendar(begun.wall)
                decisions = open_log(again, wiring.content, calendar).ask(Coach.decisions)
                for event in events:
                    if event.kind == "exercise-planned":
                        planned_as = event.what
                        decided = decisions[planned_as.exercise]
                        assert planned_as.dose == decided.dose
                        assert (planned_as.rule, planned_as.change, planned_as.why) == (
                            decided.rule,
                            decided.kind.value,
                            decided.why,
                        )
                        planned += 1
            again.append(events)
    assert planned > 500


def by_session(events: list[Event]) -> Iterator[list[Event]]:
    """The log in pieces, each beginning with a session's start."""
    piece: list[Event] = []
    for event in events:
        if event.kind == "session-started" and piece:
            yield piece
            piece = []
        piece.append(event)
    yield piece


def test_times_never_go_back_and_end_before_today(store: Store) -> None:
    events = list(event_queries.every(store))
    assert all(earlier.wall <= later.wall for earlier, later in pairwise(events))
    assert events[-1].wall < NOW
    assert NOW - events[0].wall < timedelta(days=DAYS + 1)


def told(store: Store) -> list[Any]:
    """What happened, without the ids that are new each time."""
    return [
        (each.wall, each.kind, keys(each).get("item"), keys(each).get("why"), keys(each).get("holds_s"))
        for each in event_queries.every(store)
    ]


@pytest.mark.thorough
def test_the_same_day_gives_the_same_story(store: Store) -> None:
    with invented(shop(), DAYS) as again:
        assert told(again) == told(store)
    assert plot(NOW.date()) == plot(NOW.date())
    assert plot(NOW.date(), seed=2) != plot(NOW.date())


# What is in it

HAPPENINGS: dict[str, Callable[[list[SessionRecord], Store], object]] = {
    "two or three sessions a week": lambda done, _: 2.0 <= len(done) / (DAYS / 7) <= 3.2,
    "a layoff of three weeks": lambda done, _: [
        gap for earlier, later in pairwise(done) if (gap := (later.day - earlier.day).days) >= 21
    ],
    "the way back": lambda done, _: entries(done, rule="return"),
    "climbing back": lambda done, _: [
        entry for entry in entries(done, rule="up") if "on the way back" in entry.why
    ],
    "hard": lambda done, _: entries(done, rule="hard"),
    "two misses": lambda done, _: entries(done, rule="miss", change="down"),
    "an easy streak": lambda done, _: [
        entry for entry in entries(done, rule="up", exercise="pelvic-tilt") if "easy" in entry.why
    ],
    "a flare and a worse morning": lambda done, _: [
        each for each in done if each.flare and each.morning == "worse"
    ],
    "no raise after the flare": lambda done, _: entries(done, rule="flare"),
    "pain": lambda done, _: entries(done, rule="pain"),
    "a raise that was not wanted yet": lambda done, _: entries(done, rule="declined"),
    "a session stopped early": lambda done, _: [each for each in done if each.state is State.STOPPED],
    "a skipped exercise": lambda done, _: [entry for entry in entries(done) if entry.how == "skipped"],
    "an unconfirmed session": lambda done, _: [
        each for each in done if each.state is State.DONE and not each.alive
    ],
    "pain before and after": lambda done, _: (
        len([each for each in done if each.pain_before is not None and each.pain_after is not None]) > 20
    ),
    "notes": lambda done, store: sum(bool(event_queries.notes(store, each.id)) for each in done) >= 5,
    "a lock of the provider": lambda done, store: [
        each
        for each in progress.adjustments(store)
        if each.what.by == "provider" and each.what.locked is True
    ],
    "and its note": lambda done, store: [
        each
        for each in event_queries.every(store)
        if each.kind == "note-written" and each.session is None and keys(each)["about"]
    ],
    "a target of one's own": lambda done, store: [
        each for each in progress.adjustments(store) if each.what.by == "me" and each.what.target
    ],
    "aerobic days": lambda done, store: (
        len(progress.activities(store, (NOW - timedelta(days=DAYS)).date())) > 20
    ),
    "less pain than at first": lambda done, _: (
        mean(each.pain_before for each in done[:12]) > mean(each.pain_before for each in done[-12:]) + 1
    ),
}


def entries(done: list[SessionRecord], **like: str) -> list[Any]:
    """The entries of all sessions that are so."""
    return [
        entry
        for record in done
        for entry in record.entries
        if all(getattr(entry, name) == value for name, value in like.items())
    ]


def mean(scores: Iterator[int | None]) -> float:
    known = [score for score in scores if score is not None]
    return sum(known) / len(known)


@pytest.mark.parametrize("name", HAPPENINGS)
def test_what_was_promised_happens(name: str, sessions: list[SessionRecord], store: Store) -> None:
    assert HAPPENINGS[name](sessions, store)


def test_today_is_a_back_day_with_something_to_see(coach: Coach) -> None:
    assert coach.today().due is Due.BACK
    plan = coach.plan()
    assert {"up", "down", "locked", "at-target"} <= {each.decision.kind.value for each in plan.items}
    assert any("pain twice in a row" in each.why for each in plan.left_out)
    assert coach.unconfirmed() is not None
    assert coach.open_session() is None


def test_there_is_a_schedule_and_a_pause_behind_and_ahead(coach: Coach) -> None:
    today = coach.today()
    assert [(slot.routine, slot.at) for slot in today.slots] == [("standard", "07:30")]
    behind, ahead = coach.reading.pauses
    assert behind.last is not None
    assert behind.last < today.day < ahead.first
    assert not any(behind.covers(each.day) for each in coach.sessions(500))
    coming = coach.coming(14)
    assert {slot.routine for each in coming for slot in each.slots} == {"standard", "stretches"}
    assert any(each.pause for each in coming)


@pytest.mark.parametrize("weekday", [3, pytest.param(6, marks=pytest.mark.thorough)])
@pytest.mark.thorough
def test_today_is_a_back_day_late_in_the_week_too(weekday: int) -> None:
    now = NOW + timedelta(days=weekday)
    with invented(shop(now), SHORTEST) as store:
        wiring = shop(now)
        assert open_log(store, wiring.content, HandClock(now)).ask(Coach.today).due is Due.BACK


@pytest.mark.thorough
@pytest.mark.parametrize("days", [SHORTEST, pytest.param(365, marks=pytest.mark.thorough)])
def test_a_shorter_and_a_longer_one_have_it_all_too(days: int) -> None:
    with invented(shop(), days) as store:
        done = session_queries.newest(store, 2000)[::-1]
        found = {name: bool(happens(done, store)) for name, happens in HAPPENINGS.items()}
        assert (NOW.date() - done[0].day).days <= days
    del found["two or three sessions a week"]
    assert all(found.values()), [name for name, happened in found.items() if not happened]


# The command


@pytest.mark.thorough
def test_it_writes_a_new_file_and_nothing_of_the_person(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "demo.db"
    done = backtui("demo", "--days", "120", "--into", str(target))
    assert (done.code, done.err) == (0, "")
    assert str(target) in done.out
    assert files(home) == []
    history = json.loads(backtui("--db", str(target), "history", "--json", "--since", "2025-10-01").out)
    assert len(history["sessions"]) > 20


def test_it_overwrites_nothing(tmp_path: Path) -> None:
    target = tmp_path / "mine.db"
    target.write_text("mine")
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere")
    for name in ("mine.db", "link.db"):
        done = backtui("demo", "--into", str(tmp_path / name))
        assert done.code == 2
        assert "is there already" in done.err
    assert target.read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("demo", "--days", "5", "--into", "x.db"), "from 120 to 1100"),
        (("demo", "--days", "many", "--into", "x.db"), "not a whole number"),
        (("demo", "--into", "/no/such/folder/x.db"), "there is no folder /no/such/folder"),
        (("--db", "mine.db", "demo"), "leave out --db"),
        (("demo",), "needs a terminal"),
    ],
)
def test_wrong_use_is_one_sentence(
    words: tuple[str, ...], said: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    done = backtui(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1
    assert files(home) == []


# The full screen


@pytest.mark.thorough
@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_every_place_and_the_session_say_demo(home: Path, size: Any) -> None:
    wiring: Any = DemoWiring(HandClock(NOW), IN_MEMORY, home / "config.toml", days=SHORTEST)  # type: ignore[arg-type]
    async with on_stage(wiring, size, routine=None) as stage:
        for place in "1234":
            assert "DEMO" in await stage.press(place)
        assert "DEMO" in await stage.press("1", "s")
        stage.to_phase("hold")
        assert "DEMO" in await stage.settle()
        assert "DEMO  Stopped" in await stage.press("q", "down", "enter")
    assert files(home) == []


@pytest.mark.thorough
def test_what_is_set_or_backed_up_in_it_is_kept_nowhere(home: Path) -> None:
    wiring = DemoWiring(HandClock(NOW), IN_MEMORY, home / "config.toml", days=SHORTEST)  # type: ignore[arg-type]
    wiring.keep_setting("sound", False)
    with wiring.writing() as opened:
        opened.diary.days.pain(3)
        wiring.back_up()
    assert files(home) == []


def test_one_s_own_log_says_nothing_of_it(tmp_path: Path) -> None:
    assert shop().mark == ""
    assert DemoWiring(HandClock(NOW), IN_MEMORY, tmp_path).known is None  # type: ignore[arg-type]


@pytest.mark.thorough
def test_each_event_is_read_and_spelled_again_as_it_is(store: Store) -> None:
    assert all(body_of(row.what) == row.body for row in event_queries.logged(store))

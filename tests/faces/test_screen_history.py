"""Every key of the place that looks back: the calendar, the list, the charts, the filter, the errands."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from history_tours import live, walk
from props import HandClock, asked, prefer, shop, train
from stage import NARROW, Stage, on_stage
from textual.widgets import Input

from backtui.domain.record import State
from backtui.tui.base import OpenErrand
from backtui.tui.history.calendar import Year
from backtui.tui.history.editor import SessionEditor
from backtui.tui.history.history import History
from backtui.tui.today.aerobic import AerobicPage
from backtui.tui.widgets.long_rows import LongRows
from backtui.tui.widgets.rows import Rows

TODAY = date(2026, 8, 30)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """The calendar of half a year, today under the cursor."""
    wiring = shop(HandClock())
    live(wiring)
    async with on_stage(wiring, routine=None) as stage:
        await stage.press("3")
        yield stage


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the place asks the app for."""
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(History, "post_message", _noting(asked, History.post_message))
    return asked


def _noting(asked, post):
    def note(self, message):
        if isinstance(message, OpenErrand):
            asked.append((message.name, message.about))
        return post(self, message)

    return note


def on(stage: Stage, day: date) -> str:
    """The id of the only session of a day."""
    (found,) = [each for each in stage.ask(lambda coach, _: coach.sessions(100)) if each.day == day]
    return found.id.hex()


def day(stage: Stage) -> date | None:
    return stage.app.screen.query_one(Year).day


@pytest.mark.parametrize(
    ("keys", "stands"),
    [
        ("up", date(2026, 8, 29)),
        ("k k", date(2026, 8, 28)),
        ("left", date(2026, 8, 23)),
        ("h h j", date(2026, 8, 17)),
        ("left right", TODAY),
        ("right", TODAY),  # there is nothing after today
        ("left_square_bracket", date(2026, 8, 2)),
        ("left_square_bracket right_square_bracket", TODAY),
        ("g", date(2026, 3, 2)),  # a log of half a year shows no more
        ("home G", TODAY),
        ("pageup", date(2026, 3, 2)),
        ("pageup pagedown", TODAY),
    ],
)
@pytest.mark.thorough
async def test_the_cursor_goes_from_day_to_day(stage: Stage, keys: str, stands: date) -> None:
    text = await stage.press(*keys.split())
    assert day(stage) == stands
    assert f"{stands:%a} {stands.day} {stands:%b %Y}" in text
    row = next(line for line in text.split("\n") if line.startswith(" ›"))
    assert row[2:5] == f"{stands:%a}"


@pytest.mark.thorough
async def test_a_young_log_shows_a_quarter_from_its_first_week() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    wiring.clock.sleep(2 * 86_400)
    async with on_stage(wiring, routine=None) as stage:
        text = await stage.press("3")
        year = stage.app.screen.query_one(Year)
        assert (year.weeks[0].begins, len(year.weeks), year.pitch) == (date(2026, 3, 2), 13, 3)
        assert "Wed 4 Mar 2026 · today" in text
        assert "Last session · Mon 2 Mar" in text
        assert "All held." in text
        assert "Last session" not in await stage.press("up")


@pytest.mark.thorough
async def test_an_earlier_year_is_read_when_it_is_gone_to(stage: Stage) -> None:
    await stage.press("1")
    stage.clock.advance(2 * 365 * 86_400)
    text = await stage.press("3")
    assert "◉" not in text.split("goal")[0].replace("◉ both", "")
    first = date(2026, 3, 2)
    assert "3 exercises  done" in await stage.press("g")
    assert day(stage) == first
    await stage.press("pagedown")
    assert day(stage) == date(2027, 3, 1)
    assert "A day of rest." in await stage.press("right")


@pytest.mark.thorough
async def test_enter_opens_the_session_of_the_day(stage: Stage, wanted: list[tuple[str, str]]) -> None:
    assert "rest" in await stage.press("left", "up", "enter")
    await stage.press("down", "enter")
    assert isinstance(stage.app.screen, SessionEditor)
    assert await stage.press("escape")
    assert day(stage) == date(2026, 8, 23)
    assert wanted == [("session", on(stage, date(2026, 8, 23)))]


@pytest.mark.thorough
async def test_of_several_sessions_one_is_chosen(stage: Stage) -> None:
    for _ in range(2):
        train(stage.wiring)
    await stage.press("1", "3", "enter")
    rows = stage.app.screen.query_one("#day", Rows)
    assert rows.has_focus
    first = rows.row
    await stage.press("down")
    assert rows.row is not first
    await stage.press("escape")
    assert stage.app.screen.query_one(Year).has_focus
    await stage.press("o", "enter")
    assert isinstance(stage.app.screen, SessionEditor)


@pytest.mark.thorough
async def test_of_several_sessions_none_is_deleted_unchosen(
    stage: Stage, wanted: list[tuple[str, str]]
) -> None:
    for _ in range(2):
        train(stage.wiring)
    await stage.press("1", "3", "d")
    assert wanted == []
    assert stage.app.screen.query_one("#day", Rows).has_focus
    await stage.press("down", "d")
    assert wanted == [("delete", stage.newest().id.hex())]


@pytest.mark.thorough
async def test_errands_name_the_day_and_the_session(stage: Stage, wanted: list[tuple[str, str]]) -> None:
    await stage.press("d")  # there is no session today
    await stage.press("left", "d", "escape", "n", "escape")
    assert wanted == [("delete", on(stage, date(2026, 8, 23))), ("by_hand", "2026-08-23")]
    await stage.press("v", "down", "d", "escape", "n", "escape")
    second = stage.ask(lambda coach, _: coach.sessions(2))[1]
    assert wanted[2:] == [("delete", second.id.hex()), ("by_hand", second.day.isoformat())]


@pytest.mark.thorough
async def test_a_day_is_deleted_brought_back_and_walked_on(stage: Stage) -> None:
    await stage.press("left")
    stage.clock.advance(60)  # or the deletion would be as new as what was logged last
    await stage.press("d", "down", "enter")
    assert "A day of rest." in await stage.settle()
    assert len(stage.ask(lambda coach, _: coach.sessions(100))) == 66
    await stage.press("u")
    await stage.see("3 exercises  done")
    await stage.press("a")
    assert isinstance(stage.app.screen, AerobicPage)
    await stage.press("enter")
    assert isinstance(stage.app.screen, History)
    assert "  walking, 30 min" in await stage.settle()
    assert day(stage) == date(2026, 8, 23)


@pytest.mark.thorough
async def test_an_unconfirmed_session_is_confirmed(stage: Stage) -> None:
    train(stage.wiring, alive=False)
    assert "unconfirmed" in await stage.press("1", "3")
    assert "unconfirmed" not in await stage.press("c")
    assert stage.newest().alive
    await stage.press("c")
    assert stage.newest().state is State.DONE


@pytest.mark.thorough
async def test_views_go_round_in_both_directions(stage: Stage) -> None:
    seen = [await stage.settle()]
    for _ in range(4):
        seen.append(await stage.press("v"))
    for view in reversed(seen[:-1]):
        assert await stage.press("V") == view
    assert await stage.press("X") == seen[-1]
    assert await stage.press("x") == seen[0]
    words = ("that week", "Week of", "planned", "0 to 10", "All together")
    assert all(word in view for word, view in zip(words, seen, strict=True))


@pytest.mark.thorough
async def test_the_list_reads_what_is_seen(stage: Stage) -> None:
    await stage.press("v")
    rows = stage.app.screen.query_one(LongRows)
    assert not isinstance(rows.rows, tuple)
    keys = [row.key for row in rows.rows if row.key]
    assert len(keys) == 67
    assert any(key.startswith("not read") for key in keys)
    text = await stage.press("G")
    assert "Mon  2 Mar" in text
    assert "…" not in text
    await stage.press("g", *["pagedown"] * 12)
    assert not any(row.key.startswith("not read") for row in rows.rows if row.key)
    for record in stage.ask(lambda coach, _: coach.sessions(100)):
        assert record.id.hex() in [row.key for row in rows.rows]


@pytest.mark.thorough
async def test_the_list_opens_the_session_under_the_cursor(
    stage: Stage, wanted: list[tuple[str, str]]
) -> None:
    await stage.press("v", "G", "enter")
    first = stage.ask(lambda coach, _: coach.sessions(100))[-1]
    assert wanted == [("session", first.id.hex())]
    assert isinstance(stage.app.screen, SessionEditor)
    await stage.press("escape")
    assert stage.app.screen.query_one(LongRows).row.key == first.id.hex()


@pytest.mark.thorough
async def test_changes_of_a_dose_have_their_reason(stage: Stage, wanted: list[tuple[str, str]]) -> None:
    await stage.press("v", "v")
    changes = stage.ask(lambda coach, _: coach.why("pelvic-tilt")).changes
    for number in range(len(changes), 0, -1):
        text = " ".join((await stage.settle()).split())
        change = changes[number - 1]
        assert f"{number} of {len(changes)} " in text
        assert " ".join(change.why.split()[:4]) in text
        await stage.press("left")
    assert f"1 of {len(changes)} " in await stage.press("left")
    assert f"{len(changes)} of {len(changes)} " in await stage.press("G")
    await stage.press("enter")
    assert wanted == [("why", "pelvic-tilt")]
    assert "Every change" in await stage.settle()


@pytest.mark.thorough
async def test_up_and_down_are_other_exercises(stage: Stage) -> None:
    first = await stage.press("v", "v")
    assert "Pelvic tilt  1 of 13" in first
    assert "  2 of 13" in await stage.press("down")
    assert " 13 of 13" in await stage.press("up", "up")
    assert "Not done yet" in await stage.settle()
    assert await stage.press("down") == first


@pytest.mark.thorough
async def test_pain_goes_from_answer_to_answer(stage: Stage, wanted: list[tuple[str, str]]) -> None:
    assert "noted on its own" in await stage.press("v", "v", "v")
    await stage.press("enter")  # it belongs to no session
    assert wanted == []
    text = await stage.press("g")
    assert "Mon 2 Mar 2026  pain 3 → 2" in text
    assert "2 of 18" in await stage.press("right")
    await stage.press("home", "enter")
    assert isinstance(stage.app.screen, SessionEditor)


async def test_totals_agree_with_the_log(stage: Stage) -> None:
    text = await stage.press("v", "v", "v", "v")
    records = stage.ask(lambda coach, _: coach.sessions(100))
    reps = sum(len(entry.reps) for record in records for entry in record.entries)
    assert f"{len(records)} sessions" in text
    assert f"{reps} repetitions" in text
    assert "Every change" in await stage.press("down", "enter")


@pytest.mark.thorough
async def test_totals_grow_with_the_log(stage: Stage) -> None:
    assert "67 sessions" in await stage.press("v", "v", "v", "v")
    train(stage.wiring)
    stage.app.refresh_place()
    assert "68 sessions" in await stage.settle()
    assert "All together: 13 sessions" in await _filtered(stage, "2026-07")


async def _filtered(stage: Stage, words: str) -> str:
    await stage.press("slash")
    await stage.type(words)
    return await stage.press("enter")


async def test_a_filter_holds_in_every_view(stage: Stage) -> None:
    whole = [await stage.settle(), *[await stage.press("v") for _ in range(4)]]
    await stage.press("v", "slash")
    typed = await stage.type("camel 2026-07")
    assert "/ camel 2026-07" in typed
    await stage.press("enter")
    views = [await stage.settle(), *[await stage.press("v") for _ in range(4)]]
    assert all("/ camel 2026-07" in view for view in views)
    assert "1 of 1" in views[0] or "rest" in views[0]
    assert "Aug 2026" not in views[1]
    assert "Cat and camel  1 of 1" in views[2]
    assert "1 to" not in views[3]
    assert "13 sessions" in views[4]
    assert "aerobic," not in views[4]
    await stage.press("v", "escape")
    again = [await stage.settle(), *[await stage.press("v") for _ in range(4)]]
    assert "10 of 13" in again.pop(2)  # the exercise that was looked at
    assert again == [*whole[:2], *whole[3:]]


@pytest.mark.thorough
async def test_words_that_mean_nothing_are_told_and_change_nothing(stage: Stage) -> None:
    await stage.press("v", "slash")
    text = await stage.type("zzz")
    assert "“zzz” is neither an exercise nor a time" in text
    assert "30 Aug" in text
    await stage.press("enter")
    assert stage.app.screen.query_one(Input).has_focus
    assert "zzz" not in await stage.press("escape")
    assert stage.app.screen.query_one(LongRows).has_focus


@pytest.mark.parametrize("said", ["2019", "2031", "0001", "9999", "until 0001", "since 9999-12-31"])
@pytest.mark.thorough
async def test_a_time_with_nothing_in_it(stage: Stage, said: str) -> None:
    await stage.press("slash")
    await stage.type(said)
    await stage.press("enter")
    for view in range(5):
        await stage.press("left", "up", "G", "g", "d", "c")
        if view != 2:  # why an exercise has its dose is told in any case
            await stage.press("enter", "o")
        assert isinstance(stage.app.screen, History), stage.app.screen
        await stage.press("v")
    assert stage.app._exception is None
    assert "›Sun" in await stage.press("escape")


@pytest.mark.thorough
async def test_a_click_goes_to_a_day_and_a_second_one_opens_it(stage: Stage) -> None:
    year = stage.app.screen.query_one(Year)
    column = (date(2026, 8, 23) - year.weeks[0].begins).days // 7
    for _ in range(2):
        await stage.pilot.click(Year, offset=(5 + column * year.pitch, 7))
        await stage.settle()
    assert isinstance(stage.app.screen, SessionEditor)
    await stage.press("escape")
    assert day(stage) == date(2026, 8, 23)


@pytest.mark.thorough
async def test_what_another_program_logs_is_shown(stage: Stage) -> None:
    await stage.press("left")
    walk(stage.wiring, 45)
    await stage.press("right")
    stage.app.refresh_place()
    assert "walking, 45 min" in await stage.settle()
    assert day(stage) == TODAY


@pytest.mark.thorough
async def test_a_narrow_year_has_all_its_weeks() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    wiring.clock.sleep(399 * 86_400)
    train(wiring)
    asked(wiring, lambda _, diary: None)
    async with on_stage(wiring, NARROW, routine=None) as stage:
        text = await stage.press("3")
        row = next(line for line in text.split("\n") if "Mon" in line)
        assert row.rstrip().endswith("·●")
        assert len(row.split("Mon ")[1].strip()) == 53
        assert "● back" in text

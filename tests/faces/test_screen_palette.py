"""Ctrl-P: everything by its name, from any place, in few keys; in a session it ends nothing."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from props import HandClock, asked, prefer, shop, train
from stage import NARROW, Stage, on_stage
from textual.widgets import Input

from backtui.cli.backup import saved_now
from backtui.cli.fullscreen import restored
from backtui.config.chosen import chosen
from backtui.domain.preferences import value_of
from backtui.domain.written.day_words import day_meant
from backtui.machine.paths import chosen_file
from backtui.tui.palette import FoundRows, Palette

TODAY = date(2026, 11, 28)  # a Saturday


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    async with on_stage(wiring) as stage:
        yield stage


def found(stage: Stage) -> list[str]:
    """The keys of what is listed."""
    return [each.key for each in stage.app.screen.query_one(FoundRows).rows if each.key]


async def ask(stage: Stage, words: str) -> list[str]:
    """Ctrl-P and these words; what is listed then."""
    await stage.press("ctrl+p")
    await stage.press(*words)
    return found(stage)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 27)),
        ("26 nov", date(2026, 11, 26)),
        ("Nov 26", date(2026, 11, 26)),
        ("26. november", date(2026, 11, 26)),
        ("29 nov", date(2025, 11, 29)),
        ("29 feb", date(2024, 2, 29)),
        ("1 dec 2024", date(2024, 12, 1)),
        ("dec 1, 2024", date(2024, 12, 1)),
        ("2026-03-01", date(2026, 3, 1)),
        ("sat", TODAY),
        ("monday", date(2026, 11, 23)),
        ("31 feb", None),
        ("2026-02-30", None),
        ("26 november 26", None),
        ("26", None),
        ("nov", None),
        ("mo", None),
        ("pelvic lift", None),
        ("", None),
    ],
)
def test_a_day_as_one_says_it(said: str, day: date | None) -> None:
    assert day_meant(said, TODAY) == day


@given(st.dates(date(1, 1, 1), date(9998, 12, 31)), st.integers(0, 365))
def test_every_day_of_the_year_behind_is_found_by_day_and_month(today: date, back: int) -> None:
    day = max(date.min, min(today - timedelta(days=min(back, (today - date.min).days)), today))
    assert day_meant(f"{day.day} {day:%b}", today) in (day, _same_day_later(day, today))
    assert day_meant(day.isoformat(), today) == day


def _same_day_later(day: date, today: date) -> date | None:
    """The same day of the year of today, where it is not after today."""
    later = day.replace(year=today.year) if (day.month, day.day) != (2, 29) else day
    return later if later <= today else None


@given(st.text(max_size=30))
def test_no_words_of_a_person_are_an_error(text: str) -> None:
    assert day_meant(text, TODAY) is None or isinstance(day_meant(text, TODAY), date)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("pel", "exercise:pelvic-tilt"),
        ("lift pelv", "exercise:pelvic-lift"),
        ("theme nord", "theme:nord"),
        ("nord", "theme:nord"),
        ("sound", "terminal:sound"),
        ("week goal", "preference:goal"),
        ("start short", "start:short"),
        ("schedule", "errand:weeks"),
        ("library", "key:place.library"),
        ("yesterday", f"day:{date(2026, 3, 1)}"),
    ],
)
@pytest.mark.thorough
async def test_words_in_any_order_find_it_first(stage: Stage, words: str, first: str) -> None:
    assert (await ask(stage, words))[0] == first


async def test_it_begins_with_what_the_screen_can_do(stage: Stage) -> None:
    text = await stage.press("ctrl+p")
    assert found(stage)[0] == "key:today.start"
    assert "🔎" not in text


@pytest.mark.thorough
async def test_a_key_is_done_on_the_screen_behind(stage: Stage) -> None:
    await ask(stage, "library")
    await stage.press("enter")
    await stage.see("13 exercises")


@pytest.mark.thorough
async def test_a_switch_changes_in_place_by_its_letters_and_two_keys(stage: Stage) -> None:
    await ask(stage, "felt")
    assert not value_of(stage.ask(lambda coach, _: coach.preferences()), "asks_rating")
    text = await stage.press("enter")
    assert value_of(stage.ask(lambda coach, _: coach.preferences()), "asks_rating")
    assert isinstance(stage.app.screen, Palette)
    assert " on" in text


@pytest.mark.thorough
async def test_a_number_is_asked_for_and_shown(stage: Stage) -> None:
    await ask(stage, "session length")
    await stage.press("enter", "4", "5", "enter")
    assert value_of(stage.ask(lambda coach, _: coach.preferences()), "minutes") == 45
    assert "45 min" in await stage.settle()


@pytest.mark.thorough
async def test_a_day_opens_its_session(stage: Stage) -> None:
    await ask(stage, "today")
    assert "2 Mar 2026" in await stage.press("enter")


@pytest.mark.thorough
async def test_a_day_without_a_session_says_so(stage: Stage) -> None:
    await ask(stage, "1 feb")
    await stage.press("enter")
    assert stage.said() == ["There is no session on Sun 1 Feb 2026."]


@pytest.mark.thorough
async def test_a_theme_is_seen_under_the_cursor_and_kept_by_enter(stage: Stage) -> None:
    before = stage.app.theme
    await ask(stage, "nord")
    assert stage.app.theme == "nord"
    await stage.press("escape")
    assert stage.app.theme == before
    await ask(stage, "nord")
    await stage.press("enter")
    assert stage.app.theme == stage.app.config.theme == "nord"


@pytest.mark.thorough
async def test_a_routine_starts_or_is_opened(stage: Stage) -> None:
    await ask(stage, "routine standard")
    await stage.press("enter")
    assert "Routines" in (await stage.settle()).split("\n")[0]
    await stage.press("escape")
    await ask(stage, "start short")
    await stage.press("enter")
    assert stage.is_running


@pytest.mark.thorough
async def test_what_is_used_most_comes_first(stage: Stage) -> None:
    await ask(stage, "lift")
    await stage.press("enter", "escape", "ctrl+p")
    assert found(stage)[0] == "exercise:pelvic-lift"


async def test_what_is_used_most_comes_first_at_the_next_start_too() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring) as stage:
        await ask(stage, "lift")
        await stage.press("enter", "escape")
        await ask(stage, "today")  # a day comes once
        await stage.press("enter")
    async with on_stage(wiring) as stage:
        assert (await ask(stage, ""))[0] == "exercise:pelvic-lift"
    assert list(chosen(chosen_file())) == ["exercise:pelvic-lift"]


@pytest.mark.thorough
async def test_in_a_session_it_has_the_session_s_keys_and_ends_nothing(stage: Stage) -> None:
    await stage.press("s")
    assert stage.is_running
    await stage.press("ctrl+p")
    assert found(stage)[0] == "key:run.pause"
    assert not {"key:app.quit", "exercise:pelvic-lift"} & {*found(stage)}
    await stage.press("escape")
    assert stage.is_running


@pytest.mark.thorough
async def test_it_opens_once_and_only_where_there_is_something(stage: Stage) -> None:
    await stage.press("p", "ctrl+p")
    assert not isinstance(stage.app.screen, Palette)
    await stage.press("escape", "ctrl+p", "ctrl+p")
    assert sum(isinstance(each, Palette) for each in stage.app.screen_stack) == 1


@pytest.mark.thorough
async def test_nothing_found_is_said_and_enter_does_nothing(stage: Stage) -> None:
    await ask(stage, "zzz")
    assert "Nothing is called that." in await stage.press("enter")
    await stage.press("backspace", "backspace", "backspace")
    assert stage.app.screen.query_one(Input).value == ""
    assert found(stage)


@pytest.mark.thorough
async def test_keys_typed_in_a_burst_are_all_taken(stage: Stage) -> None:
    stage._send("ctrl+p")
    await stage.type("lift")
    assert stage.app.screen.query_one(Input).value == "lift"
    assert found(stage)[0] == "exercise:pelvic-lift"


@pytest.mark.thorough
async def test_in_a_small_terminal_list_and_keys_are_there() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, NARROW) as stage:
        text = await stage.press("ctrl+p", "down", "up", "j", "backspace")
        assert "Start" in text
        assert "esc close" in text


async def said(stage: Stage, times: int = 1) -> str:
    """What is told once so much was told; a file is written beside the screen."""
    for _ in range(500):
        if len(stage.said()) >= times:
            break
        await stage.pilot.pause(0.01)
    return stage.said()[-1]


@pytest.mark.thorough
async def test_the_provider_s_page_goes_never_over_another(stage: Stage) -> None:
    for times in (1, 2):
        await stage.press("ctrl+p", "r", "e", "enter")
        await said(stage, times)
    first, second = sorted(Path.home().glob("backtui-*"))
    assert [first.name, second.name] == ["backtui-report-2026-03-02-2.html", "backtui-report-2026-03-02.html"]
    assert "</html>" in first.read_text()
    assert first.stat().st_mode & 0o077 == 0
    assert f"~/{second.name}" in "".join(stage.said())


@pytest.mark.parametrize(
    ("words", "name", "has"),
    [
        ("export every", "backtui-log-2026-03-02.json", '"schema": 1'),
        ("calendar", "backtui-calendar-2026-03-02.ics", "BEGIN:VCALENDAR"),
    ],
)
@pytest.mark.thorough
async def test_what_is_given_out_is_what_the_command_writes(
    stage: Stage, words: str, name: str, has: str
) -> None:
    (Path.home() / "Documents").mkdir()
    await ask(stage, words)
    await stage.press("enter")
    assert (await said(stage)).endswith(f"~/Documents/{name}")
    assert has in (Path.home() / "Documents" / name).read_text()


@pytest.mark.thorough
async def test_tables_go_into_a_folder(stage: Stage) -> None:
    await ask(stage, "tables")
    await stage.press("enter")
    await said(stage)
    folder = Path.home() / "backtui-tables-2026-03-02"
    assert {each.name for each in folder.iterdir()} == {
        "sessions.csv",
        "repetitions.csv",
        "aerobic.csv",
        "pain.csv",
    }


@pytest.mark.thorough
async def test_what_cannot_be_written_is_told_in_a_sentence(stage: Stage, monkeypatch: Any) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "/x")

    monkeypatch.setattr("backtui.machine.files.write_private", full)
    await ask(stage, "report")
    await stage.press("enter")
    assert await said(stage) == "The report for your provider cannot be saved /x: No space left on device."


async def test_a_calendar_that_cannot_be_remembered_is_given_out(stage: Stage, monkeypatch: Any) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "/x")

    monkeypatch.setattr("backtui.coach.calendar.remember", full)
    await ask(stage, "calendar")
    await stage.press("enter")
    assert (await said(stage, 2)).endswith("~/backtui-calendar-2026-03-02.ics")
    assert "It cannot be remembered what this calendar has (No space left" in stage.said()[0]
    assert (Path.home() / "backtui-calendar-2026-03-02.ics").exists()


@pytest.mark.thorough
async def test_a_backup_is_made_and_named(stage: Stage) -> None:
    await ask(stage, "back up")
    await stage.press("enter")
    assert "read it back: it is whole." in await said(stage)
    assert list(stage.wiring.backups.iterdir())


@pytest.mark.thorough
async def test_restore_asks_twice_and_waits_for_the_log_to_close(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    saved_now(wiring)
    train(wiring)
    async with on_stage(wiring) as stage:
        desk = stage.app.desk
        for refused in (["enter"], ["down", "enter", "enter"]):
            await ask(stage, "restore")
            await stage.press("enter")
            await stage.see("are not in the copy.")
            await stage.press(*refused)
            assert not desk.put_back
        await ask(stage, "restore")
        await stage.press("enter")
        await stage.see("are not in the copy.")
        await stage.press("down", "enter", "down")
        stage._send("enter")
        for _ in range(500):
            if desk.put_back:
                break
            await stage.pilot.pause(0.01)
    assert desk.put_back
    assert restored(wiring, desk) == 0
    assert "Done: the log has 1 session" in capsys.readouterr().out
    assert len(asked(wiring, lambda coach, _: coach.sessions())) == 1


@pytest.mark.thorough
async def test_without_a_backup_there_is_nothing_to_restore(stage: Stage) -> None:
    await ask(stage, "restore")
    await stage.press("enter")
    assert (await said(stage)).startswith("There is no sound backup in ")

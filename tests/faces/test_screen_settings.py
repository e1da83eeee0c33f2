"""The settings key by key: found, changed, put back; colours looked at before they are kept; other keys."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from props import HandClock, prefer, shop
from stage import Stage, on_stage
from textual.widgets import Input

from backtui.config.settings import SETTINGS, Config, ConfigError, KeyWish
from backtui.domain.preferences import GROUPS, Preferences, value_of
from backtui.domain.session.state import Mode
from backtui.tui import look
from backtui.tui.keys import RUNNING, TODAY
from backtui.tui.settings.appearance import ThemesPage
from backtui.tui.settings.key_bindings import KeymapPage, PressKey
from backtui.tui.settings.settings import Settings
from backtui.tui.widgets.figure import FigureView
from backtui.tui.widgets.rows import Rows

Saved = list[tuple[str, object]]


@pytest.fixture
def saved() -> Saved:
    """What was written into config.toml."""
    return []


@pytest.fixture
async def stage(saved: Saved) -> AsyncIterator[Stage]:
    """The place of the settings."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, save=lambda key, value: saved.append((key, value))) as stage:
        await stage.press("4")
        yield stage


def listed(stage: Stage) -> dict[str, str]:
    """The rows of the screen by their keys."""
    rows = stage.app.screen.query_one(Rows).rows
    return {row.key: "".join(text for text, _ in (*row.left, *row.right)) for row in rows if row.key}


def here(stage: Stage) -> str:
    row = stage.app.screen.query_one(Rows).row
    return row.key or "" if row else ""


def go(stage: Stage, key: str) -> None:
    """The cursor stands on a row."""
    rows = stage.app.screen.query_one(Rows)
    rows.show(rows.rows, key)


# Rows


async def test_every_row_of_both_tables_is_there_with_effect_and_bound(stage: Stage) -> None:
    rows = {row.key: row.why for row in stage.app.screen.query_one(Rows).rows if row.key}
    for preference in (each for _, group in GROUPS for each in group):
        assert preference.effect in rows[f"preference:{preference.key}"]
        assert preference.allowed.lower() in rows[f"preference:{preference.key}"].lower()
    for setting in SETTINGS:
        assert setting.effect in rows[f"terminal:{setting.key}"]
        assert ("applies" in rows[f"terminal:{setting.key}"]) == (setting.since != "now")


async def test_every_preference_can_be_changed_and_put_back(stage: Stage) -> None:
    keys = [key for key in listed(stage) if key.startswith("preference:")]
    for key in keys:
        go(stage, key)
        name, before = key.partition(":")[2], listed(stage)[key]
        await stage.press("right" if name != "needed" else "left")
        changed = stage.ask(lambda coach, _: coach.preferences())
        assert value_of(changed, name) != value_of(Preferences(), name)
        assert "•" in listed(stage)[key]
        await stage.press("d")
        assert value_of(stage.ask(lambda coach, _: coach.preferences()), name) == value_of(
            Preferences(), name
        )
        assert listed(stage)[key] == before


@pytest.mark.thorough
async def test_every_setting_of_the_terminal_can_be_changed_and_put_back(stage: Stage, saved: Saved) -> None:
    for setting in SETTINGS:
        if setting.typed:
            continue
        stage.app.screen.query_one(Rows).show(
            stage.app.screen.query_one(Rows).rows, f"terminal:{setting.key}"
        )
        await stage.press("right")
        assert saved[-1][0] == setting.key
        assert getattr(stage.app.config, setting.key) == saved[-1][1] != setting.default
        assert setting.accepts(saved[-1][1])
        await stage.press("d")
        assert saved[-1] == (setting.key, setting.default)
        assert getattr(stage.app.config, setting.key) == setting.default


async def test_a_calendar_s_file_is_written_and_a_wrong_one_refused(stage: Stage, saved: Saved) -> None:
    await stage.find("Calendar file")
    await stage.press("enter", *"back.ics", "enter")
    assert any(each.startswith("It must be a full path") for each in stage.said())
    await stage.press("home", "~", "/", "enter")
    assert saved == [("calendar_file", "~/back.ics")]
    assert "Calendar file: saved; it applies when backtui closes." in stage.said()


@pytest.mark.thorough
async def test_what_is_at_first_has_nothing_to_put_back(stage: Stage, saved: Saved) -> None:
    await stage.find("Sound")
    await stage.press("d")
    assert saved == []


@pytest.mark.thorough
async def test_colours_say_from_when_they_hold(stage: Stage) -> None:
    await stage.find("Colours")
    await stage.press("right")
    assert "Colours: saved; it applies after a restart." in stage.said()


@pytest.mark.thorough
async def test_ascii_holds_at_once_and_goes_at_once(stage: Stage) -> None:
    await stage.find("ASCII only")
    text = await stage.press("right")
    assert text.isascii()
    assert not (await stage.press("left")).isascii()


@pytest.mark.thorough
async def test_what_cannot_be_saved_is_said_and_nothing_changes() -> None:
    def refuse(key: str, value: object) -> None:
        raise ConfigError("It is not saved.")

    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, save=refuse) as stage:
        await stage.press("4")
        await stage.find("Sound")
        await stage.press("right")
        assert "It is not saved." in stage.said()
        assert stage.app.config.sound


# Search and what is not as it was at first


@pytest.mark.thorough
async def test_letters_find_a_setting_by_its_name_and_by_what_it_does(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("ASCII")
    assert list(listed(stage)) == ["terminal:ascii"]
    await stage.press("enter", "enter")
    assert stage.app.config.ascii
    await stage.press("escape")
    await stage.press("slash")
    await stage.type("hour")
    assert list(listed(stage)) == ["preference:day_starts_h"]
    await stage.press("escape")
    assert len(listed(stage)) > 30
    assert not stage.app.screen.query_one("#filter", Input).display


async def test_letters_typed_at_once_behind_the_slash_are_not_lost(stage: Stage) -> None:
    for key in ("slash", *"ascii"):
        stage._send(key)
    await stage.settle()
    assert list(listed(stage)) == ["terminal:ascii"]


@pytest.mark.thorough
async def test_what_differs_is_marked_and_can_be_seen_alone(stage: Stage) -> None:
    await stage.find("Sessions a week")
    await stage.press("left")
    await stage.press("c")
    assert list(listed(stage)) == ["preference:goal"]
    assert "Default: 3." in await stage.settle()
    await stage.press("d")
    assert listed(stage) == {}
    await stage.press("escape")
    assert len(listed(stage)) > 30


# Themes


@pytest.mark.thorough
async def test_moving_shows_a_theme_and_escape_gives_the_old_one_back(stage: Stage, saved: Saved) -> None:
    await stage.find("Theme")
    before = stage.app.theme
    await stage.press("enter")
    assert isinstance(stage.app.screen, ThemesPage)
    for name in look.NAMES[1:]:
        await stage.press("down")
        assert stage.app.theme == name
    await stage.press("escape")
    assert stage.app.theme == before
    assert saved == []


@pytest.mark.thorough
async def test_enter_keeps_the_theme(stage: Stage, saved: Saved) -> None:
    await stage.find("Theme")
    await stage.press("enter", "down", "down", "enter")
    assert saved == [("theme", look.LIGHT.name)]
    assert stage.app.theme == look.LIGHT.name
    assert isinstance(stage.app.screen, Settings)
    assert look.LIGHT.name in listed(stage)["terminal:theme"]
    await stage.press("enter")
    assert here(stage) == look.LIGHT.name


@pytest.mark.parametrize("motion", ["full", "reduced", "off"])
@pytest.mark.thorough
async def test_the_sample_has_a_figure_that_moves_only_if_it_may(motion: Any) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, config=Config(motion=motion)) as stage:
        await stage.press("4")
        await stage.find("Theme")
        text = await stage.press("enter")
        assert ("HOLD" in text, "▲ hold" in text, "s┤" in text, "█" in text) == (True,) * 4
        figure = stage.app.screen.query_one(FigureView)
        before = figure._picture
        assert before
        for _ in range(30 if motion != "full" else 500):
            await stage.pilot.pause(0.01)
            if figure._picture != before:
                break
        assert (figure._picture != before) is (motion == "full")


@pytest.mark.thorough
async def test_a_click_into_the_sample_chooses_nothing(stage: Stage, saved: Saved) -> None:
    await stage.find("Theme")
    text = await stage.press("enter")
    line = next(y for y, each in enumerate(text.split("\n")) if "Leg reach" in each)
    await stage.pilot.click(offset=(60, line))
    await stage.pilot.click(offset=(60, line))
    assert isinstance(stage.app.screen, ThemesPage)
    assert (here(stage), saved) == (look.AUTO, [])


@pytest.mark.thorough
async def test_a_theme_that_cannot_be_saved_does_not_stay() -> None:
    def refuse(key: str, value: object) -> None:
        raise ConfigError("It is not saved.")

    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, save=refuse) as stage:
        await stage.press("4")
        before = stage.app.theme
        await stage.find("Theme")
        await stage.press("enter", "down", "down", "enter")
        assert stage.app.theme == before
        assert "It is not saved." in stage.said()


# The cue command


@pytest.mark.thorough
async def test_a_cue_command_is_written_saved_and_tried(stage: Stage, saved: Saved, tmp_path: Any) -> None:
    said = tmp_path / "said"
    script = tmp_path / "say"
    script.write_text(f'#!/bin/sh\necho "$1" > {said}\n')
    script.chmod(0o700)
    await stage.find("Cue command")
    await stage.press("enter")
    await stage.type(str(script))
    await stage.press("enter")
    assert saved == [("cue_command", str(script))]
    for _ in range(200):
        if said.exists() and said.read_text():
            break
        await stage.pilot.pause(0.02)
    assert said.read_text() == "Hold\n"


@pytest.mark.thorough
async def test_a_command_that_is_no_command_is_refused_and_one_that_is_missing_is_told(stage: Stage) -> None:
    await stage.find("Cue command")
    await stage.press("enter")
    await stage.type("'oh")
    assert "It must be a program" in await stage.press("enter")
    await stage.press("escape", "escape", "enter")
    await stage.type("no-such-program-here")
    await stage.press("enter")
    assert "no-such-program-here is not found on this machine." in stage.said()


@pytest.mark.thorough
async def test_an_emptied_command_is_none(stage: Stage, saved: Saved) -> None:
    await stage.find("Cue command")
    await stage.press("enter")
    await stage.type("true")
    await stage.press("enter", "enter", *["backspace"] * 4, "enter")
    assert saved[-1] == ("cue_command", "")


# Keys


@pytest.mark.thorough
async def test_a_foot_pedal_pauses_beside_the_space_bar(stage: Stage, saved: Saved) -> None:
    go(stage, "keymap")
    await stage.press("enter")
    assert isinstance(stage.app.screen, KeymapPage)
    await stage.press("enter", "f13", "enter")
    assert saved == [("keys.run.pause", "space,f13")]
    await stage.press("escape", "1", "enter", "f13")
    assert stage.state.mode is Mode.PAUSED
    await stage.press("space")
    assert stage.state.mode is Mode.LEAD_IN


@pytest.mark.thorough
async def test_a_key_instead_shows_in_footer_help_and_hints(stage: Stage, saved: Saved) -> None:
    go(stage, "keymap")
    await stage.press("enter", "enter", "pagedown", "down", "enter")
    assert saved == [("keys.run.pause", "pagedown")]
    text = await stage.press("escape", "1", "enter")
    assert "page down pause" in text
    assert "space" not in text
    assert "page down" in await stage.press("question_mark")
    await stage.press("escape", "space")
    assert stage.state.mode is Mode.RUNNING
    assert "page down goes on" in await stage.press("pagedown")


@pytest.mark.thorough
async def test_a_taken_key_is_refused_with_both_names_and_escape_leaves(stage: Stage, saved: Saved) -> None:
    go(stage, "keymap")
    text = await stage.press("enter", "enter", "n")
    assert isinstance(stage.app.screen, PressKey)
    assert "run.skip" in text
    assert "run.pause" in text
    for key in ("q", "ctrl+c", "x"):
        await stage.press(key)
        assert isinstance(stage.app.screen, PressKey)
    await stage.press("escape")
    assert isinstance(stage.app.screen, KeymapPage)
    assert saved == []


@pytest.mark.thorough
async def test_a_key_goes_back_to_what_it_was_at_first(saved: Saved) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    config = Config(keys=(KeyWish("run.skip", "f14"), KeyWish("run.figure", "n")))
    async with on_stage(wiring, config=config, save=lambda key, value: saved.append((key, value))) as stage:
        await stage.press("4")
        go(stage, "keymap")
        await stage.press("enter")
        await stage.find("The next exercise; in a")
        await stage.press("d")
        assert saved == []
        assert "run.figure" in stage.said()[-1]
        await stage.find("The figure on or off")
        await stage.press("d", "g")
        await stage.find("The next exercise; in a")
        await stage.press("d")
        assert saved == [("keys.run.figure", ""), ("keys.run.skip", "")]


@pytest.mark.thorough
async def test_pain_keeps_its_key(stage: Stage, saved: Saved) -> None:
    go(stage, "keymap")
    await stage.press("enter")
    await stage.find("Pain: this exercise ends")
    await stage.press("enter", "f15", "down", "enter")
    assert saved == [("keys.run.pain", "x,f15")]


@pytest.mark.thorough
async def test_keys_of_the_file_work_and_its_problems_are_said_once(stage: Stage) -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    keys = (KeyWish("today.start", "f16", 3), KeyWish("no.such", "a", 4))
    async with on_stage(wiring, config=Config(keys=keys), problems=("config.toml, line 1: x.",)) as stage:
        assert stage.said() == ["2 things in config.toml cannot be used; Settings shows them."]
        assert "F16 start" in await stage.settle()
        await stage.press("4")
        assert {"problem:0", "problem:1"} < set(listed(stage))
        await stage.press("1", "f16")
        assert stage.is_running
    async with on_stage(wiring) as stage:
        assert stage.said() == []


@pytest.mark.thorough
async def test_the_palette_does_what_a_key_does(stage: Stage) -> None:
    await stage.press("ctrl+p")
    await stage.type("library")
    await stage.see("All exercises.")
    await stage.press("enter")
    await stage.see("13 exercises")


@pytest.mark.thorough
async def test_a_click_on_a_changed_hint_is_the_changed_key() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(
        wiring, routine="standard", config=Config(keys=(KeyWish("today.minutes", "f16"),))
    ) as stage:
        line = (await stage.settle()).split("\n")[-1]
        await stage.pilot.click(offset=(line.index("F16"), 23))
        assert "Minutes for this session" in await stage.settle()


def test_what_is_shown_of_a_key_is_the_table_s_where_nothing_was_chosen() -> None:
    assert [key.name for key in TODAY][:2] == ["enter", "m"]
    assert RUNNING[0].name == "space"

"""What stands beside the list of settings: what each row changes, from 110 columns on."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from props import HandClock, aim, prefer, shop, train
from stage import ROOMY, WIDE, Stage, on_stage

from backtui.config.settings import SETTINGS, Config
from backtui.content.load import load
from backtui.domain.preferences import GROUPS, preferences_of
from backtui.domain.week import ComingDay, DayDone, Due, Today
from backtui.tui.course import CourseView
from backtui.tui.settings.appearance import Sample
from backtui.tui.settings.effect_pane import EffectPane
from backtui.tui.settings.effects import Fit, Foreseen, Known, effect
from backtui.tui.widgets.rows import Rows

CONTENT = load()
DAY = date(2026, 3, 2)
WEEK = tuple(DayDone(date(2026, 3, 2 + place), place % 2, place == 2) for place in range(7))
FORESEEN = Foreseen(
    Today(DAY, Due.BACK, "", 1, 3, aerobic=1, week=WEEK),
    (ComingDay(DAY, Due.BACK), ComingDay(date(2026, 3, 3), Due.REST)),
    {},
    {"pelvic-tilt": "You noted it.", "back-arch": "You noted it."},
    (Fit(10, 9, 7, 3, 0), Fit(30, 28, 16, 0, 2)),
)
ROWS = (
    *(f"preference:{row.key}" for _, rows in GROUPS for row in rows),
    *(f"terminal:{row.key}" for row in SETTINGS),
    *("all_targets", "routines", "weeks", "cautions", "cues", "keymap", "about"),
)


def lines_of(key: str, config: Config | None = None, **wanted: object) -> list[str]:
    """The lines of a row, as they read."""
    known = Known(CONTENT, preferences_of(wanted), config or Config(), {}, FORESEEN)
    return ["".join(text for text, _ in line) for line in effect(key, known)]


CASES = [
    ("preference:minutes", {}, "› 30 min  16 exercises, 2 only once · takes 28"),
    ("preference:minutes", {"minutes": 10}, "› 10 min  7 exercises, 3 left out · takes 9"),
    ("preference:goal", {}, "1 of 3 back days, 1 aerobic."),
    ("preference:week_starts", {}, "M  T  W  T  F  S  S  "),
    ("preference:goal", {}, "·  ●  ○  ●  ·  ●  ·  "),
    ("preference:order", {"order": "holds"}, "3 s × 2 ▲ a second longer"),
    ("preference:order", {"order": "repetitions"}, "2 s × 3 ▲ one repetition more"),
    ("preference:needed", {"needed": 3, "goal": 2}, "Weeks             about 9       with 2 a week"),
    ("preference:day_starts_h", {"day_starts_h": 5}, "Wednesday 04:30   Tuesday       it is before the hour"),
    ("preference:in_s", {"in_s": 4}, "A repetition held for 5 s takes 14 s, and 5 s × 5 takes 70 s."),
    ("preference:in_s", {"in_s": 4}, "Moving in             ▰▰▰▰ 4 s"),
    ("weeks", {}, "Mon  2 Mar  back"),
    ("cautions", {}, "Left out: Pelvic tilt and Back arch."),
    ("routines", {}, "STRETCH AGAIN"),
    ("terminal:sound", {}, "Other side    ● ● ●"),
]


@pytest.mark.parametrize(("key", "wanted", "line"), CASES)
def test_what_a_setting_changes_is_said(key: str, wanted: dict[str, object], line: str) -> None:
    assert line.rstrip() in [each.rstrip() for each in lines_of(key, **wanted)]


def test_what_one_hears_is_silent_or_has_words_as_it_is_set() -> None:
    assert "Silent now" in lines_of("terminal:sound", Config(sound=False))[0]
    assert not any("And return." in line for line in lines_of("terminal:voice"))
    assert any("And return." in line for line in lines_of("terminal:voice", Config(voice="espeak-ng")))
    assert "say “And return.”" in lines_of("terminal:cue_command", Config(cue_command="say"))


def test_no_row_is_at_a_loss_before_the_coach_has_answered() -> None:
    for key in ROWS:
        for foreseen in (None, FORESEEN):
            known = Known(CONTENT, preferences_of({}), Config(), {}, foreseen)
            assert all(role for line in effect(key, known) for _, role in line)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """The settings of a log with a session in it, on a large terminal."""
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    train(wiring)
    aim(wiring, "pelvic-tilt", target_hold_s=7)
    async with on_stage(wiring, ROOMY) as stage:
        await stage.press("4")
        yield stage


async def beside(stage: Stage, key: str) -> str:
    """What stands beside a row."""
    rows = stage.app.screen.query_one("#rows", Rows)
    rows.show(rows.rows, key)
    stage.app.screen.look_beside()  # type: ignore[attr-defined]
    text = await stage.settle()
    left = stage.app.screen.query_one(EffectPane).region.x
    return "\n".join(line[left:] for line in text.split("\n")[2:-4])


@pytest.mark.thorough
async def test_an_exercise_has_what_is_set_and_its_course(stage: Stage) -> None:
    text = await beside(stage, "exercise:pelvic-tilt")
    for words in ("Target            7 s × 5", "Never above", "Next time 2 s × 2", "Forecast", "target"):
        assert words in text
    assert stage.app.screen.query_one(CourseView).display
    assert "Never above" not in await beside(stage, "about")
    assert not stage.app.screen.query_one(CourseView).display


@pytest.mark.thorough
async def test_what_fits_follows_the_arrows(stage: Stage) -> None:
    assert "› 30 min" in await beside(stage, "preference:minutes")
    await stage.press("right")
    assert "› 31 min" in await beside(stage, "preference:minutes")


@pytest.mark.thorough
async def test_looks_have_a_sample_that_moves_as_they_say(stage: Stage) -> None:
    await beside(stage, "terminal:motion")
    sample = stage.app.screen.query_one(Sample)
    assert sample.display
    assert sample._config.motion == "full"
    await stage.press("right")
    await beside(stage, "terminal:motion")
    assert sample._config.motion == "reduced"
    await beside(stage, "terminal:notify")
    assert not sample.display


@pytest.mark.thorough
async def test_every_row_has_something_beside_it_and_nothing_is_wider_than_its_pane(stage: Stage) -> None:
    for row in stage.app.screen.query_one("#rows", Rows).rows:
        if row.key:
            assert (await beside(stage, row.key)).strip("│ \n"), row.key


async def test_below_110_columns_nothing_is_made_beside_the_list() -> None:
    wiring = shop(HandClock())
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, WIDE) as stage:
        await stage.press("4", "down", "down")
        assert not stage.app.screen.query(EffectPane)

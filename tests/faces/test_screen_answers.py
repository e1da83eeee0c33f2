"""Each key of a session is answered; pain and dizziness are heard on any keyboard, at any size."""

import pytest
from props import HandClock, Shop, shop
from screen_tours import prefer
from stage import on_stage

from backtui.domain.session.state import Mode
from backtui.domain.session.steps import Phase
from backtui.tui.widgets.lettering import GLYPHS, ROWS, drawn


@pytest.fixture
def wiring() -> Shop:
    made = shop(HandClock())
    prefer(made, notice_seen=True)
    return made


@pytest.mark.parametrize(
    ("keys", "phase", "said"),
    [
        (["e"], "hold", "Each hold that is left takes a second less: 1 s."),
        (["1"], "hold", "Pelvic tilt was easy: noted."),
        (["3"], "in", "Pelvic tilt was hard: noted."),
        (["m"], "hold", "Sound off."),
        (["m", "m"], "hold", "Sound on."),
        (["f"], "hold", "Figure off."),
        (["n"], "hold", "Pelvic tilt skipped.   u it was a slip"),
        (["n", "u"], "hold", "Taken back: on with Pelvic tilt."),
        (["n", "b"], "hold", "Back to Pelvic tilt."),
        (["r"], "hold", "Once more."),
        (["l"], "hold", "Pelvic tilt comes later, at the end of its block.   u it was a slip"),
        (["plus"], "relax", "Only a hold or a rest can go on longer."),
        (["r"], "ready", "No repetition is under way."),
        (["u"], "hold", "There is nothing to take back."),
        (["b"], "ready", "This is the first exercise."),
        (["x"], "hold", "Pelvic tilt is over."),
        (["k"], "hold", "No such key: k.   ? keys"),
        (["%"], "hold", "No such key: %.   ? keys"),
    ],
)
@pytest.mark.thorough
async def test_a_key_is_answered_in_the_words_place_and_then_they_are_back(
    keys: list[str], phase: str, said: str, wiring: Shop
) -> None:
    async with on_stage(wiring, (80, 24)) as stage:
        await stage.press("enter")
        stage.to_phase(phase)
        assert said in await stage.press(*keys)
        assert "Sound" not in " ".join(stage.said())
        stage.let_pass(4)
        await stage.settle()
        if said != "Pelvic tilt is over.":  # that waits for a key
            assert said not in await stage.see("x pain")


@pytest.mark.parametrize("key", ["X", "ч", "Ч", "χ", "ס"])
@pytest.mark.thorough
async def test_pain_is_noted_with_capitals_and_in_other_alphabets(key: str, wiring: Shop) -> None:
    async with on_stage(wiring, (80, 24)) as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        assert "PAIN NOTED" in await stage.press(key)
        assert stage.state.progress[0].pain


@pytest.mark.parametrize("key", ["d", "D", "в", "δ"])
@pytest.mark.thorough
async def test_dizzy_fills_the_screen_until_a_key(key: str, wiring: Shop) -> None:
    async with on_stage(wiring, (80, 24)) as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        text = await stage.press(key)
        assert "Breathe. Nothing is lost" in text
        assert "Pelvic tilt" not in text
        stage.let_pass(3600)
        assert "Breathe" in await stage.see("Breathe")
        assert "Pelvic tilt" in await stage.press("space")


@pytest.mark.thorough
async def test_pain_waits_for_a_key_and_the_same_key_again_hurts_nothing_else(wiring: Shop) -> None:
    async with on_stage(wiring, (80, 24)) as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        text = await stage.press("x", "x")
        assert "u it was a slip   q enough for today   space go on" in text
        assert stage.state.step.phase is Phase.HURT
        assert [each.pain for each in stage.state.progress] == [True, False, False]
        assert "GET READY" in await stage.press("space")
        assert "SLOWLY IN" in await stage.press("u") or stage.state.mode is Mode.LEAD_IN


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(39, 24), (80, 11), (30, 8), (20, 5), (12, 3)])
async def test_below_the_least_size_the_countdown_goes_on_and_it_says_so(
    size: tuple[int, int], wiring: Shop
) -> None:
    async with on_stage(wiring, size) as stage:
        await stage.press("enter")
        stage.to_phase("hold")
        text = await stage.see("HOLD")
        assert "2" in text or "██" in text or "▀▀" in text
        assert "40×12." in text
        before = text
        stage.let_pass(1)
        await stage.settle()
        assert await stage.see("HOLD") != before


@pytest.mark.parametrize("size", [(60, 16), (40, 12), (80, 24), (200, 50)])
async def test_the_side_pain_and_stop_are_there_at_every_size(size: tuple[int, int], wiring: Shop) -> None:
    async with on_stage(wiring, size) as stage:
        await stage.press("enter")
        stage.to_phase("switch")
        stage.to_phase("hold")
        text = await stage.see("RIGHT SIDE")
        for key in ("space pause", "x pain", "q stop"):
            assert key in text


@pytest.mark.parametrize("cells", [1, 10, 40, 80, 300])
@pytest.mark.parametrize("rows", [1, 2, 3, 5, 12, 50])
@pytest.mark.parametrize("text", ["", "HOLD", "SLOWLY BACK", "12", "Étirement", "日本"])
def test_lettering_never_outgrows_its_room(text: str, rows: int, cells: int) -> None:
    for ascii_only in (False, True):
        lines = drawn(text, cells, rows, ascii_only=ascii_only)
        assert len(lines) <= rows
        assert all(len(line) <= cells for line in lines)
        if ascii_only and text.isascii():
            assert all(line.isascii() for line in lines)


def test_every_letter_has_its_rows() -> None:
    for glyph in GLYPHS.values():
        assert len(glyph) == ROWS
        assert len({len(row) for row in glyph}) == 1

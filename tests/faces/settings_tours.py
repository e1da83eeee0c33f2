"""A walk through the settings: found, changed, put back, with other colours and other keys."""

from props import Shop, aim, prefer, train
from screen_tours import Size, Stops
from stage import on_stage

from backtui.config.settings import Config, KeyWish

DAY_S = 86_400
ROWS_SEEN = {
    "dose": "Pelvic lift",
    "minutes": "Session length",
    "week": "Sessions a week",
    "phase": "Moving in",
    "heard": "Sound",
    "theme": "Theme",
}
PROBLEMS = ("/home/me/.config/backtui/config.toml, line 3: sound must be true or false; true is used.",)
KEYS = (KeyWish("run.pause", "space,f13", 7), KeyWish("run.skip", "space", 8), KeyWish("run.sing", "s", 9))


async def settings_beside(wiring: Shop, size: Size) -> Stops:
    """What stands beside the list where there is room."""
    prefer(wiring, notice_seen=True)
    for _ in range(4):
        train(wiring, routine="standard", minutes=90)
        wiring.clock.sleep(2 * DAY_S)
    aim(wiring, "pelvic-lift", target_hold_s=7, by="provider")
    wiring.clock.sleep(60)
    async with on_stage(wiring, size, config=Config(motion="reduced"), routine=None) as stage:
        await stage.press("4")
        for name, words in ROWS_SEEN.items():
            await stage.press("g")
            await stage.find(words)
            stage.app.screen.look_beside()  # type: ignore[attr-defined]
            await stage.settle()
            yield f"settings-beside-{name}", stage
        await stage.press("enter")
        yield "themes-large", stage


async def settings(wiring: Shop, size: Size) -> Stops:
    """Changed settings, the filter, a command, a theme, a key."""
    prefer(wiring, notice_seen=True, minutes=20, goal=2)
    train(wiring)
    aim(wiring, "pelvic-lift", hold_s=3, locked=True, by="provider")
    config = Config(motion="reduced", sound=False, keys=KEYS)
    async with on_stage(wiring, size, config=config, problems=PROBLEMS) as stage:
        await stage.press("4")
        yield "settings-problems", stage
        await stage.press("c")
        yield "settings-changed", stage
        await stage.press("c", "slash")
        await stage.type("bell")
        yield "settings-filtered", stage
        await stage.type("zzz")
        yield "settings-nothing-found", stage
        await stage.press("escape")
        await stage.find("Session length")
        yield "settings-default", stage
        await stage.press("d")
        yield "settings-as-at-first", stage
        await stage.find("Cue command")
        await stage.press("enter")
        await stage.type("'say")
        await stage.press("enter")
        yield "cue-command-refused", stage
        await stage.press("escape")
        yield "cue-command-not-kept", stage
        await stage.press("escape")
        await stage.find("Sync folder")
        yield "settings-sync", stage
        await stage.find("Theme", "up")
        await stage.press("enter")
        yield "themes", stage
        await stage.press("escape", "escape")
        await stage.find("Keys")
        await stage.press("enter")
        yield "keymap", stage
        await stage.press("enter")
        yield "press-a-key", stage
        await stage.press("n")
        yield "press-a-key-that-is-taken", stage
        await stage.press("f14")
        yield "key-instead-or-beside", stage
        await stage.press("enter", "escape", "question_mark")
        yield "keys-of-settings", stage
        await stage.press("escape", "ctrl+p")
        yield "palette", stage

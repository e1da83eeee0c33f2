"""Makes the README's pictures from the demo, each time the same bytes: python tests/pictures.py [FOLDER]."""

import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "faces")]
for name in [each for each in os.environ if each.startswith(("BACKTUI_", "TEXTUAL")) or each == "NO_COLOR"]:
    del os.environ[name]
os.environ["TZ"] = "UTC"
os.environ["SSH_TTY"] = "/dev/null"  # no voice of this machine is offered
time.tzset()

from props import HandClock  # noqa: E402 the path is set above
from stage import Stage, on_stage  # noqa: E402

from backtui.cli.context import Wiring  # noqa: E402
from backtui.cli.demo import invented  # noqa: E402
from backtui.config.settings import Config  # noqa: E402
from backtui.demo.story import DAYS  # noqa: E402

NOW = datetime(2026, 3, 5, 7, 30, tzinfo=UTC)
SIZES = {"": (80, 24), "-large": (160, 45)}  # by the end of a picture's name
# A picture loads nothing from elsewhere: the reader's own fixed-width font is as good.
FONT_FACES = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)
FONT = re.compile(r"font-family:\s*Fira Code\s*,?\s*monospace|font-family:\s*Fira Code")
UNIQUE = re.compile(r"terminal-[0-9a-z]+")
MONOSPACE = "font-family: ui-monospace, 'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace"


class Unlisted(Wiring, frozen=True):
    """The demo as a person's own log looks, in no list of this machine."""

    @property
    def known(self) -> Path | None:
        return None


async def session(stage: Stage) -> AsyncIterator[str]:
    """In the middle of a session, in a hold."""
    await stage.press("1", "s")
    while stage.state.item < 7:
        await stage.press("n")
    stage.to_phase("hold")
    stage.phase_passes()
    stage.to_phase("hold")
    stage.let_pass(2)
    yield "session"


async def today(stage: Stage) -> AsyncIterator[str]:
    """The place where it opens."""
    await stage.press("1")
    await stage.find("Wall slide")
    yield "today"


async def settings(stage: Stage) -> AsyncIterator[str]:
    """What can be set."""
    await stage.press("4")
    await stage.find("Session length")
    yield "settings"


async def summary(stage: Stage) -> AsyncIterator[str]:
    """After the session: what was done, what changes next time and why."""
    stage.ask(lambda _, diary: diary.prefer("needed", 1))
    await stage.press("1", "p", "2", "enter", "s")
    stage.to_phase("relax")
    await stage.press("1")
    text = await stage.to_end()
    assert "Done" in text
    await stage.press("p", "1", "enter")
    yield "summary"


async def history(stage: Stage) -> AsyncIterator[str]:
    """The year, on the day when it hurt more afterwards."""
    sessions = stage.ask(lambda coach, _: coach.sessions(limit=200))
    day = next(each.day for each in sessions if each.flare)
    weeks = (NOW.date() - day + timedelta(days=day.weekday() - NOW.weekday())).days // 7
    down = day.weekday() - NOW.weekday()
    await stage.press("3", *["left"] * weeks, *["down" if down > 0 else "up"] * abs(down))
    yield "history"


async def exercise(stage: Stage) -> AsyncIterator[str]:
    """How the dose of one exercise grew, each change with its reason."""
    await stage.press("3", "v", "v", *["down"] * 7)
    yield "exercise"


PICTURES: tuple[Callable[[Stage], AsyncIterator[str]], ...] = (
    today,
    settings,
    session,
    summary,
    history,
    exercise,
)


LARGE = (today, settings, session, history, exercise)  # what shows more where there is more room


async def film(stage: Stage) -> AsyncIterator[float]:
    """Lie down, in, hold, back, and what it earned: the seconds that each frame stays."""
    stage.ask(lambda _, diary: diary.prefer("needed", 1))
    await stage.press("1")
    yield 1.5
    await stage.press("s")
    stage.let_pass(2)
    yield 1.5
    for phase, frames, each in (("in", 6, 0.5), ("hold", 3, 1.0), ("out", 6, 0.5), ("relax", 1, 1.0)):
        stage.to_phase(phase)
        for _ in range(frames):
            yield each
            stage.let_pass(each)
    await stage.press("1")
    await stage.to_end()
    yield 4.0


FILM_CELLS = (80, 24)
FILMED = True


def tidy(svg: str, name: str) -> str:
    """The picture without anything that would be loaded, or that is another each time."""
    svg = FONT.sub(MONOSPACE, FONT_FACES.sub("", svg))
    return UNIQUE.sub(f"backtui-{name}", svg)


async def take(
    picture: Callable[[Stage], AsyncIterator[str]], wiring: Any, folder: Path, end: str
) -> list[Path]:
    """Take the pictures of one walk at the size that belongs to the end of their names."""
    made: list[Path] = []
    async with on_stage(wiring, SIZES[end], routine=None, config=Config(motion="reduced")) as stage:
        async for plain in picture(stage):
            name = f"{plain}{end}"
            await stage.settle()
            path = folder / f"{name}.svg"
            path.write_text(tidy(stage.app.export_screenshot(title="backtui"), name), "utf-8")
            made.append(path)
    return made


def film_of(frames: list[tuple[str, float]]) -> str:
    """One picture in which frames follow each other, round and round; none of them runs a script."""
    whole = sum(seconds for _, seconds in frames)
    box = re.search(r'viewBox="([^"]*)"', frames[0][0])
    assert box
    parts, begins = [], 0.0
    for number, (svg, seconds) in enumerate(frames):
        share = 100 * seconds / whole
        parts.append(
            f"<style>@keyframes frame{number} {{ 0% {{ visibility: visible; }} {share:.3f}% {{ visibility:"
            f" hidden; }} }} .frame{number} {{ visibility: hidden; animation: frame{number} {whole:g}s"
            f" step-end {begins:g}s infinite backwards; }}</style>"
            f'<g class="frame{number}">{svg[svg.index("<svg") :]}</g>'
        )
        begins += seconds
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box[1]}">{"".join(parts)}</svg>'


async def shoot(wiring: Any, folder: Path) -> Path:
    """Take the film."""
    frames: list[tuple[str, float]] = []
    async with on_stage(wiring, FILM_CELLS, routine=None, config=Config()) as stage:
        async for seconds in film(stage):
            await stage.settle()
            shot = tidy(stage.app.export_screenshot(title="backtui"), f"film-{len(frames)}")
            frames.append((shot, seconds))
    path = folder / "film.svg"
    path.write_text(film_of(frames), "utf-8")
    return path


def main(folder: Path) -> list[Path]:
    """Invent the log, and give each walk a copy of it, so that none depends on the one before."""
    made: list[Path] = []
    with tempfile.TemporaryDirectory() as home, invented(shop(Path(home)), DAYS) as store:
        for picture in PICTURES:
            for end in SIZES if picture in LARGE else [""]:
                wiring = shop(Path(home) / f"{picture.__name__}{end}")
                wiring.database.parent.mkdir()
                store.save_as(wiring.database)
                made += asyncio.run(take(picture, wiring, folder, end))
        if FILMED:
            wiring = shop(Path(home) / "film")
            wiring.database.parent.mkdir()
            store.save_as(wiring.database)
            made.append(asyncio.run(shoot(wiring, folder)))
    return made


def shop(folder: Path) -> Unlisted:
    """The wiring of a log in that folder, at the moment of the pictures."""
    clock: Any = HandClock(NOW)
    return Unlisted(clock, folder / "demo.db", folder / "config.toml")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    for each in main(target):
        print(each)

"""Odd names and notes on every screen: nothing crashes or steers, markup stands there as it is.

    PYTHONPATH=tests:tests/faces:tests/store python tests/faults/odd_screens.py [--share 5]

prints what it found. Each screen is as large as the terminal, in cells, also with wide and joined letters.
"""

import argparse
import asyncio
import contextlib
import unicodedata

from found import Found
from history_tours import tell
from odd_room import home, naughty, tried
from odd_text import LARGE, STEERING, UNSEEN
from own_room import keep
from own_samples import hip
from props import HandClock, Shop, asked, prefer, shop, train
from rich.cells import cell_len
from stage import NARROW, WIDE, Stage, on_stage

from backtui.coach.errors import WrongUseError
from backtui.content.load import ContentError
from backtui.domain.exercise import WORD_LIMIT
from backtui.domain.text import TextError, visible

MARKED = ("[red]$text[/red]", "[@click=app.bell()]go[/]", "[/] [x", "${name} {0} %s", "\\[b]", "{side}")


def texts() -> tuple[str, ...]:
    """Those that are short enough for a name, and the beginnings of all others."""
    found = (*MARKED, *STEERING, *(f"{each}=1+1" for each in UNSEEN), *LARGE, *naughty())
    return tuple(dict.fromkeys(each[:WORD_LIMIT] for each in found))


def told_of(wiring: Shop, text: str) -> bool:
    """Have the text in all that is of one's own, where it is taken; whether it is."""
    prefer(wiring, notice_seen=True)
    named = {"name": text, "hold": [text], "works_on": [text], "set_up": [text]}
    moved = {"movement_in": text, "movement_out": text, "sides": "one"}
    try:
        keep(wiring, hip() | named | moved)
        keep(wiring, {"id": "mine", "name": text, "items": [{"exercise": "hip-circle"}]})
    except (ContentError, WrongUseError, TextError):
        keep(wiring, hip())
        keep(wiring, {"id": "mine", "name": "Mine", "items": [{"exercise": "hip-circle"}]})
        taken = False
    else:
        taken = True
    session = train(wiring, routine="mine")
    shown = visible(text)[:80]
    if shown:
        tell(wiring, "activity-done", what=shown, minutes=30, day="2026-03-02")
        tell(wiring, "paused", session, why=shown)
    with contextlib.suppress(TextError, WrongUseError, ValueError):
        asked(wiring, lambda _, diary: diary.note(session, text))
    wiring.clock.sleep(3600)
    return taken


WALKS: tuple[tuple[str, ...], ...] = (
    *(
        ("2", "G"),
        ("enter",),
        ("escape", "c"),
        ("escape", "D"),
        ("escape", "r"),
        ("G",),
        ("enter",),
        ("e",),
        ("a",),
    ),
    *(("escape", "escape", "escape", "escape", "3"), ("enter",), ("down", "enter"), ("escape", "escape")),
    *(
        ("y",),
        ("c",),
        ("t",),
        ("l",),
        ("right",),
        ("tab",),
        ("escape", "4"),
        ("slash",),
        ("escape", "escape"),
    ),
    *(("ctrl+p",), ("escape", "1"), ("enter",)),
)


async def walked(text: str, size: tuple[int, int]) -> str | None:
    """Walk through all places; what is wrong."""
    wiring = shop(HandClock())
    taken = told_of(wiring, text)
    seen = []
    async with on_stage(wiring, size, routine="mine") as stage:
        for keys in WALKS:
            seen.append(await stage.press(*keys))
            if wrong := wrong_screen(stage, seen[-1], size):
                return f"{' '.join(keys)}: {wrong}"
        if stage.is_running:
            stage.to_phase("hold")
            seen += [await stage.settle(), await stage.to_end(), await stage.press("enter", "3")]
            if wrong := next(filter(None, (wrong_screen(stage, each, size) for each in seen[-3:])), None):
                return f"in the session: {wrong}"
    plain = text[:12].split("  ")[0]
    literal = all(unicodedata.category(each)[0] in "LNPS" or each == " " for each in plain) and plain.strip()
    if taken and literal and size == WIDE and sum(plain in each for each in seen) < 3:
        return "it is nowhere as it is"
    return None


def wrong_screen(stage: Stage, text: str, size: tuple[int, int]) -> str | None:
    """What is wrong with a screen."""
    if stage.app._exception is not None:
        return repr(stage.app._exception)
    lines = text.split("\n")
    if len(lines) != size[1]:
        return f"{len(lines)} lines"
    for line in lines:
        if not line.isprintable():
            odd = [
                each
                for each in line
                if not each.isprintable() and unicodedata.category(each) not in ("Cf", "Zs", "Cn", "Co")
            ]
            if odd or any(visible(each) != each for each in line):
                return f"steers: {line!a}"
        if cell_len(line) > size[0]:
            return f"{cell_len(line)} cells: {line!a}"
    return None


def series(share: int, start: int = 0) -> Found:
    """Try one of `share`, on a wide and on a narrow screen by turns."""
    found = Found("odd texts on screens")
    for number, text in enumerate(texts()[start % share :: share]):
        with home():
            size = NARROW if number % 3 == 2 else WIDE
            tried(found, ascii(text), lambda: asyncio.run(walked(text, size)))  # noqa: B023 tried at once
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--share", type=int, default=1)
    return series(parser.parse_args().share).told()


if __name__ == "__main__":
    raise SystemExit(main())

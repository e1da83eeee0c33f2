"""Walks through the screens that correct the log: a session, its repetitions, one entered by hand."""

from props import Shop, prefer, train
from rich_session import rich_session
from screen_tours import DAY_S, Size, Stops
from stage import on_stage

from backtui.tui.base import OpenErrand


async def corrected(wiring: Shop, size: Size) -> Stops:
    """A session that is corrected, and the dose that follows."""
    prefer(wiring, notice_seen=True)
    train(wiring)
    wiring.clock.sleep(2 * DAY_S)
    session = train(wiring)
    wiring.clock.sleep(DAY_S)
    async with on_stage(wiring, size) as stage:
        stage.app.screen.post_message(OpenErrand("session", session.hex()))
        await stage.settle()
        yield "session-opened", stage
        await stage.press("3")
        yield "session-hard", stage
        await stage.press("x", "e", "j", "1", "p", "4", "enter", "P", "7", "enter", "o", "a", "b", "enter")
        yield "session-corrected", stage
        await stage.press("o")
        yield "session-note", stage
        await stage.press("end", "enter")
        yield "session-note-erase", stage
        await stage.press("escape", "t")
        yield "session-when", stage
        await stage.press("escape", "D")
        yield "session-delete", stage
        await stage.press("escape", "question_mark")
        yield "keys-of-session-editor", stage
        await stage.press("escape", "g", "j", "enter")
        yield "repetitions", stage
        await stage.press("j", "left", "j", "backspace")
        yield "repetitions-corrected", stage
        await stage.press("g", "3")
        yield "repetitions-seconds", stage
        await stage.press("enter", "question_mark")
        yield "keys-of-repetitions", stage
        await stage.press("escape", "escape", "j", "enter")
        yield "repetitions-of-two-holds", stage


async def by_hand(wiring: Shop, size: Size) -> Stops:
    """A session that is entered afterwards."""
    prefer(wiring, notice_seen=True)
    train(wiring)
    wiring.clock.sleep(3 * DAY_S)
    async with on_stage(wiring, size) as stage:
        stage.app.screen.post_message(OpenErrand("by_hand", "2026-03-03"))
        await stage.settle()
        yield "by-hand", stage
        await stage.press("down", "down", "right", "down", "down", "right", "right", "down", "right", "right")
        await stage.find("Pelvic tilt")
        await stage.press("1", "down", "x", "end", "space")
        yield "by-hand-filled", stage
        await stage.press("question_mark")
        yield "keys-of-by-hand", stage
        await stage.press("escape", "g", "enter")
        yield "by-hand-entered", stage
        await stage.press("u")
        yield "by-hand-undone", stage


async def in_sets(wiring: Shop, size: Size) -> Stops:
    """A session with sets, sides of their own and a note on an exercise."""
    prefer(wiring, notice_seen=True)
    events, texts = rich_session(wiring.clock.now())
    with wiring.writing() as opened:
        opened.store.append(events, texts=texts)
    wiring.clock.sleep(DAY_S)
    async with on_stage(wiring, size) as stage:
        stage.app.screen.post_message(OpenErrand("session", events[0].id.hex()))
        await stage.settle()
        yield "session-with-sets", stage
        await stage.press("enter", "j", "j", "j", "backspace")
        yield "repetitions-in-sets", stage
        await stage.press("o", *"deep", "enter", "escape", "end", "enter")
        yield "note-on-an-exercise", stage
        await stage.press("escape", "k", "enter")
        yield "repetitions-that-move", stage


EDITING = (corrected, by_hand, in_sets)

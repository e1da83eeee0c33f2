"""A past to look back on, and walks through the place that shows it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from made_events import event
from once import shelf
from props import HandClock, Shop, asked, prefer, train
from stage import Stage, on_stage

from backtui.coach.running import Running
from backtui.domain.events import Rating
from backtui.domain.session.state import Press

DAY_S = 86_400
Stops = AsyncIterator[tuple[str, Stage]]
Size = tuple[int, int]


def tell(wiring: Shop, kind: str, session: bytes | None = None, **body: Any) -> None:
    """Log something by itself."""
    with wiring.writing() as opened:
        opened.store.append([event(kind, wiring.clock.now(), body, session)])


def walk(wiring: Shop, minutes: int = 30, what: str = "walking") -> None:
    """Log something aerobic today."""
    day = asked(wiring, lambda coach, _: coach.day())
    tell(wiring, "activity-done", what=what, minutes=minutes, day=day.isoformat())


def in_pain(running: Running) -> bool:
    """Press pain once, in the second repetition."""
    if running.state.item == 0 and running.state.step.rep == 2 and not running.state.own.pain:
        running.send(Press.PAIN)
    return False


def after_two(running: Running) -> bool:
    """Stop in the third exercise."""
    if running.state.item == 2:
        running.send(Press.STOP)
    return running.ended


def live(wiring: Shop, weeks: int = 26) -> None:
    """So many weeks of three sessions, walks between, a holiday, pain, a stop, a flare; lived once a run."""
    clock = wiring.clock
    assert isinstance(clock, HandClock)
    began = clock.monotonic()

    def write(target: Path) -> None:
        _live(wiring, weeks)
        target.write_bytes(wiring.database.read_bytes())
        took.write_text(repr(clock.monotonic() - began))

    took = shelf.folder / f"{weeks}-weeks.seconds"
    log = shelf.once(f"{weeks}-weeks.db", write)
    if clock.monotonic() == began:
        with wiring.writing():
            pass
        wiring.database.write_bytes(log.read_bytes())
        clock.advance(float(took.read_text()))


def _live(wiring: Shop, weeks: int) -> None:
    prefer(wiring, notice_seen=True)
    for number in range(weeks * 3):
        week, turn = divmod(number, 3)
        if week in (11, 12, 13) or (week == 5 and turn):
            wiring.clock.sleep((3 if turn == 2 else 2) * DAY_S)
            continue
        until = in_pain if number in (20, 60) else after_two if number in (28, 70) else None
        session = train(wiring, until) if until else train(wiring)
        asked(wiring, lambda _, diary: diary.rate(session, (0, 1, 2), Rating.COMFORTABLE))  # noqa: B023
        if number % 4 == 0:
            asked(wiring, lambda _, diary: diary.pain(session, "before", 3 - number // 30))  # noqa: B023
            after = 7 if number == 48 else 2
            asked(wiring, lambda _, diary: diary.pain(session, "after", after))  # noqa: B023
        if number % 7 == 0:
            walk(wiring, what="swimming")
        wiring.clock.sleep(DAY_S)
        if turn < 2 and week % 2:
            walk(wiring)
        wiring.clock.sleep((2 if turn == 2 else 1) * DAY_S - 1200)
    tell(wiring, "pain-answered", when="other", score=4)


async def nothing_past(wiring: Shop, size: Size) -> Stops:
    """Every view of an empty log."""
    prefer(wiring, notice_seen=True)
    async with on_stage(wiring, size, routine=None) as stage:
        await stage.press("3")
        yield "history-empty", stage
        await stage.press("v")
        yield "history-empty-list", stage
        await stage.press("v")
        yield "history-empty-exercises", stage
        await stage.press("v")
        yield "history-empty-pain", stage
        await stage.press("v")
        yield "history-empty-totals", stage


async def a_year(wiring: Shop, size: Size) -> Stops:
    """The calendar alone: its last day, a day with pain, the filter."""
    live(wiring)
    async with on_stage(wiring, size, routine=None) as stage:
        await stage.press("3")
        yield "history-year-today", stage
        await stage.press(*["left"] * 10)
        yield "history-year-flare", stage
        await stage.press("slash")
        yield "history-filter", stage
        await stage.type("since 2026-06")
        await stage.press("enter")
        yield "history-year-filtered", stage


async def half_a_year(wiring: Shop, size: Size) -> Stops:
    """All views of half a year: the day, the list, charts, pain, totals, filtered and not."""
    live(wiring)
    second = train(wiring)
    asked(wiring, lambda _, diary: diary.rate(second, (0,), Rating.HARD))
    train(wiring, alive=False)
    async with on_stage(wiring, size, routine=None) as stage:
        await stage.press("3", "enter", "down")
        yield "history-day", stage
        await stage.press("escape", "v")
        yield "history-list", stage
        await stage.press("pagedown")
        yield "history-list-further", stage
        await stage.press("G")
        yield "history-list-first", stage
        await stage.press("v")
        yield "history-exercises", stage
        await stage.press("left", "left")
        yield "history-exercises-change", stage
        await stage.press("down")
        yield "history-exercises-other", stage
        await stage.press("v")
        yield "history-pain", stage
        await stage.press("v")
        yield "history-totals", stage
        await stage.press("slash")
        await stage.type("pelvic since 2026-05")
        await stage.press("enter")
        yield "history-totals-filtered", stage
        await stage.press("V", "V", "V")
        yield "history-list-filtered", stage
        await stage.press("slash")
        await stage.type(" zz")
        yield "history-filter-not-understood", stage
        await stage.press("escape", "question_mark")
        yield "keys-of-history", stage


PAST = (nothing_past, half_a_year, a_year)

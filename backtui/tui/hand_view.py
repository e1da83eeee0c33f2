"""What is asked of a session that was done away from the screen, as rows."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from backtui.coach.entered import Entered, moment_of
from backtui.domain.exercise import Content, Exercise
from backtui.domain.log import PAIN_BOUNDS
from backtui.domain.plan import MINUTES_BOUNDS, Plan, PlannedItem
from backtui.tui.scene import block_name
from backtui.tui.session_view import NOT_SAID, score_text
from backtui.tui.widgets.rows import Row
from backtui.tui.widgets.spans import Line, fit

STEPS = {"day": timedelta(days=1), "at": timedelta(minutes=5)}
ASKED_PAIN = {"pain_before": "Pain before", "pain_after": "Pain after"}


def stepped(wish: Entered, key: str, by: int, routines: Sequence[str]) -> dict[str, Any]:
    """What one more or less of something makes of a wish; nothing where there is no step. WrongUseError."""
    if key in STEPS:
        there = (wish.at.replace(tzinfo=None) + by * STEPS[key]).replace(second=0, microsecond=0)
        return {"at": moment_of(there.date(), there.time())}
    if key == "minutes":
        low, high = MINUTES_BOUNDS
        return {key: min(high, max(low, (wish.minutes or low) + by))}
    if key == "routine":
        return {key: routines[(routines.index(wish.routine or routines[0]) + by) % len(routines)]}
    if key in ASKED_PAIN:
        score = getattr(wish, key)
        step = (-1 if score is None else score) + by
        return {key: None if step < 0 else min(PAIN_BOUNDS[1], step)}
    return {}


def hand_rows(wish: Entered, plan: Plan, content: Content, *, wide: bool) -> list[Row]:
    """What is asked about the whole session, then its exercises block by block."""
    rows = _asked(wish, plan, content)
    kinds: list[str] = []
    for block in plan.blocks:
        rows.append(Row([(block_name(block.kind, again=block.kind in kinds).upper(), "head")]))
        kinds.append(block.kind)
        rows += [_row(each, content.exercises[each.item.exercise], wish, wide) for each in block.items]
    return rows


def _row(each: PlannedItem, exercise: Exercise, wish: Entered, wide: bool) -> Row:
    skipped, rating = exercise.id in wish.skipped, wish.ratings.get(exercise.id)
    left: Line = [
        ("○ " if skipped else "● ", "dim" if skipped else "accent"),
        (fit(exercise.name, 25 if wide else 20), "dim" if skipped else "text"),
        (f" {each.item.dose!s:<9}", "strong"),
        (f"{'left out' if skipped else rating.value if rating else NOT_SAID:<12}", "text"),
        ("pain" if exercise.id in wish.hurt and not skipped else "", "warn"),
    ]
    return Row(left, (), f"{each.item.index}:{exercise.id}", f"{exercise.name}: {each.decision.why}")


def _asked(wish: Entered, plan: Plan, content: Content) -> list[Row]:
    """What is asked about the whole session."""
    routine = content.routines[plan.routine].name
    end = wish.at + timedelta(minutes=wish.minutes or 0)
    rows = (
        ("Day", f"{wish.at:%a %d %b %Y}", "day", "The day on which it was."),
        ("Began at", f"{wish.at:%H:%M}", "at", f"It was over at {end:%H:%M}."),
        ("Minutes", f"{wish.minutes}", "minutes", "How long it took; what had room in it was planned."),
        ("Routine", routine, "routine", "Doses are those that were due on that day."),
        (
            *("Pain before", score_text(wish.pain_before)),
            "pain_before",
            "From 0 to 10; it may be left unsaid.",
        ),
        (
            *("Pain after", score_text(wish.pain_after)),
            "pain_after",
            "From 6, or 2 above before, nothing grows.",
        ),
        ("Note", wish.note or NOT_SAID, "note", "A line about this session."),
    )
    enter: Line = [("Enter this session", "strong"), (f"  {len(plan.items)} exercises", "dim")]
    why = "All of it counts as done, but what you leave out below; undo takes it back."
    asked = [
        Row([(f"{name:<14}", "text"), (value, "strong")], (), key, said) for name, value, key, said in rows
    ]
    return [Row(enter, [("enter", "key")], "enter", why), *asked, Row()]

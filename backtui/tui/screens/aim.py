"""The errand of one exercise's numbers: dose, target, ceiling, pace, lock, rest, and what they lead to."""

from collections.abc import Sequence

from backtui.coach.desk import Desk
from backtui.coach.views import Aimed, Prospect, TargetTold, TargetWish
from backtui.domain.course import Change
from backtui.domain.marks import Mark, newest_of
from backtui.domain.said import EVERYWHERE, LADDERS, by_whom, day, foreseen, foreseen_briefly, what, whose
from backtui.tui.screens.agenda import ARROWS
from backtui.tui.screens.aim_table import CHOICES, DEFAULT, KNOBS
from backtui.tui.screens.aiming import Aiming
from backtui.tui.screens.dialogs import Reader
from backtui.tui.widgets.rows import Row
from backtui.tui.widgets.spans import Line, Span, fit

# Where the rows of a knob or a choice read who set it.
SET_BY = {
    "hold_s": "dose",
    "target_hold_s": "target",
    "ceiling_hold_s": "ceiling",
    "needed": "needed",
    "ladder": "ladder",
    "lock": "locked",
    "rest": "resting",
}
NARROW = 70
TOLD_AT = 34


class Aim(Aiming):
    """What is set for one exercise, by whom and when, with the next four sessions under it."""

    def __init__(self, desk: Desk, exercise: str) -> None:
        self.exercise = desk.content.exercises[exercise]
        super().__init__(desk, self.exercise.name)
        self.prospect: Prospect | None = None

    async def read(self) -> None:
        """Ask for the numbers and where they lead."""
        name = self.exercise.id
        self.prospect = await self.ask(lambda coach, _: coach.outlook.of(name))
        self._paint(self.prospect)

    def _paint(self, found: Prospect) -> None:
        newest = newest_of(each.mark for each in found.told)
        shown = {"ladder": LADDERS[found.course.order]}
        rows = [self.row(key, self._by(key, newest), shown.get(key, "")) for key in (*KNOBS, *CHOICES)]
        if found.decision.offer:
            offer: Line = [(f"{found.decision.offer} ", "accent")]
            rows.insert(0, Row([("Take the higher target", "text")], offer, "offer", found.decision.why))
        if found.told:
            rows += [Row(), Row([("WHAT WAS SET", "head")])]
        rows += [_told_row(each, self.size.width) for each in reversed(found.told)]
        self.rows.show(rows)
        self.say_next(foot(found, self.size.width))

    def _by(self, key: str, newest: dict[str, Mark]) -> str:
        """Who set it and when, where somebody has."""
        name = SET_BY.get(key, "")
        mark = newest.get(name)
        if mark is None or name in mark.as_everywhere:
            return EVERYWHERE if name in ("needed", "ladder") else ""
        return by_whom(name, mark) if self.size.width >= NARROW else f"by {whose(mark.by)}"

    def _own(self, name: str) -> Mark | None:
        """The mark that makes it the exercise's own; None where it is as for all."""
        assert self.prospect is not None
        mark = newest_of(each.mark for each in self.prospect.told).get(name)
        return None if mark is None or name in mark.as_everywhere else mark

    def number(self, key: str) -> int | None:
        """The number of a knob."""
        assert self.prospect is not None
        course = self.prospect.course
        if key == "needed":
            return course.needed
        doses = {"target": course.target, "ceiling": course.ceiling}
        front, _, knob = key.partition("_")
        dose = doses.get(front, self.prospect.decision.dose)
        return int(getattr(dose, knob if front in doses else key))

    def choice(self, key: str) -> object:
        """What is chosen."""
        assert self.prospect is not None
        course = self.prospect.course
        if key == "ladder":
            return str(course.order) if self._own("ladder") else DEFAULT
        if key == "lock":
            return (True, course.locked.by) if course.locked else (False, "me")
        return self.by if key == "by" else self.prospect.decision.kind is Change.RESTING

    async def step(self, by: int) -> None:
        """The offer is taken, a note is read; all else is stepped."""
        key = self.rows.row.key if self.rows.row else None
        decision = self.prospect.decision if self.prospect else None
        if key == "offer" and decision and decision.offer:
            offer = decision.offer
            await self.wish(target_hold_s=offer.hold_s, target_reps=offer.reps)
        elif told := self._told_of(key):
            await self.app.push_screen_wait(Reader(f"{self.subject}: {day(told.mark.at)}", _page(told)))
        else:
            await super().step(by)

    async def tell(self, wish: TargetWish) -> Sequence[str]:
        """Log a wish for this exercise."""
        name = self.exercise.id
        became: Aimed = await self.ask(lambda _, diary: diary.aims.set(name, wish))
        return became.went_along

    def _told_of(self, key: str | None) -> TargetTold | None:
        """What was set in the row of that key."""
        told = self.prospect.told if self.prospect else ()
        return next((each for each in told if key == f"told:{each.event.hex()}"), None)

    def noted(self) -> str:
        """The row under the cursor, or what was set last."""
        told = self.prospect.told if self.prospect else ()
        about = self._told_of(self.rows.row.key if self.rows.row else None) or (told[-1] if told else None)
        return f"Note: {what(about.mark)}, {day(about.mark.at)}" if about else ""

    def has_notes(self) -> bool:
        """Whether what was set in the row under the cursor has a note."""
        told = self._told_of(self.rows.row.key if self.rows.row else None)
        return bool(told and told.notes)

    async def erase(self) -> None:
        """Erase the notes of the row under the cursor."""
        name, told = self.exercise.id, self._told_of(self.rows.row.key if self.rows.row else None)
        if told:
            await self.ask(lambda _, diary: diary.aims.erase_notes(name, told.event))

    async def explain_with(self, text: str) -> None:
        """A note about the row under the cursor, or about what was set last."""
        name, told = self.exercise.id, self._told_of(self.rows.row.key if self.rows.row else None)
        about = told.event if told else None
        await self.ask(lambda _, diary: diary.aims.note(name, text, about))


def _told_row(each: TargetTold, cells: int) -> Row:
    """One thing that was set, cut to the width."""
    mark = each.mark
    said = f"{what(mark)}{''.join(f' “{note}”' for note in each.notes)}"
    left: Line = [
        (f"{day(mark.at):<13}", "dim"),
        (f"{whose(mark.by):<15}", "dim"),
        (fit(said, cells - TOLD_AT).rstrip(), "text"),
    ]
    why = f"{day(mark.at)} at {mark.at:%H:%M}, by {whose(mark.by)}: {said}"
    return Row(left, (), f"told:{each.event.hex()}", why)


def _page(each: TargetTold) -> list[Line]:
    """All of it to read."""
    mark = each.mark
    head: Line = [(f"{day(mark.at)} at {mark.at:%H:%M}, by {whose(mark.by)}", "dim")]
    return [head, [(what(mark), "strong")], *([(f"“{note}”", "text")] for note in each.notes)]


def foot(found: Prospect, cells: int) -> list[tuple[Line, int]]:
    """The next four sessions and the forecast, each with the lines that it may take."""
    decision = found.decision
    first: list[Span] = [("Next time ", "dim"), (f"{decision.dose}  ", "strong"), (decision.why, "text")]
    then: list[Span] = [("Then ", "dim")] if len(found.preview) > 1 else []
    for place, each in enumerate(found.preview[1:]):
        form = f"{each.day.day} {each.day:%b} "
        moves = each.decision.dose != each.decision.before
        sign, role = ARROWS.get(each.decision.kind, ("", "text")) if moves else ("", "text")
        gap = "   " if place else ""
        then += [(f"{gap}{f'{each.day:%a} ' if cells >= NARROW else ''}{form}", "dim")]
        then += [(f"{sign} ", role)] if sign else []
        then += [(str(each.decision.dose), "strong")]
    say = foreseen if cells >= NARROW else foreseen_briefly
    last: Line = [(say(found.forecast), "text")] if found.forecast else []
    return [(first, 2), *([(then, 1)] if then else []), *([(last, 1)] if last else [])]

"""The errand of all exercises' numbers at once, with each exercise under them."""

from collections.abc import Mapping, Sequence

from backtui.coach.desk import Desk
from backtui.coach.views import AimedAll, Prospect, TargetWish
from backtui.domain.course import Change
from backtui.domain.forecast import SESSIONS_PREVIEWED
from backtui.domain.reasons import number
from backtui.domain.said import FAR, around, at_pace, reached
from backtui.tui.screens.aim import NARROW, Aim
from backtui.tui.screens.aim_table import CHOICES, KNOBS
from backtui.tui.screens.aiming import Aiming
from backtui.tui.widgets.bar import Bar
from backtui.tui.widgets.rows import Row
from backtui.tui.widgets.spans import Line, fit


class AimAll(Aiming):
    """The same set for all, as one change; what the provider locked is left alone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "All exercises")
        self.prospects: Mapping[str, Prospect] = {}
        self._newest: tuple[bytes, ...] = ()

    async def read(self) -> None:
        """Ask for all numbers and where they lead."""
        self.prospects = await self.ask(lambda coach, _: coach.outlook.of_all())
        rows = [self.row(key, shown=self._range(key)) for key in (*KNOBS, *CHOICES)]
        wide = self.size.width >= NARROW
        title = "dose       target     at the target   " if wide else "dose       "
        rows += [Row(), Row([("EACH EXERCISE", "head")], [(title, "dim")])]
        rows += [self._exercise(each, wide=wide) for each in self.prospects.values()]
        self.rows.show(rows)
        self.say_next(self._foot())

    def _exercise(self, each: Prospect, *, wide: bool) -> Row:
        name, dose = each.name, each.decision.dose
        when = reached(each.forecast, each.course, each.decision)
        right: Line = [(f"{dose!s:<10} ", "strong")]
        if wide:
            right = [*right, (f"{each.course.target!s:<10} ", "dim"), (f"{when:<16}", "text")]
        why = f"{name}: {each.decision.why} Enter opens it."
        return Row([(fit(name, 26), "text")], right, f"exercise:{each.exercise}", why)

    # What is the same for all

    def _values(self, key: str) -> list[object]:
        """The value of each exercise."""
        if key == "needed":
            return [each.course.needed for each in self.prospects.values()]
        front, _, knob = key.partition("_")
        if front in ("target", "ceiling"):
            return [getattr(getattr(each.course, front), knob) for each in self.prospects.values()]
        return [getattr(each.decision.dose, key) for each in self.prospects.values()]

    def number(self, key: str) -> int | None:
        """The number of a knob where it is the same for all."""
        values = set(self._values(key))
        return int(str(values.pop())) if len(values) == 1 else None

    def least(self, key: str) -> int:
        """The smallest that there is."""
        return min(int(str(value)) for value in self._values(key))

    def _range(self, key: str) -> str:
        """From the smallest to the largest, where they differ."""
        if key not in KNOBS or not self.prospects or self.number(key) is not None:
            return ""
        numbers = [int(str(value)) for value in self._values(key)]
        return f"{min(numbers)} to {max(numbers)}{KNOBS[key].unit}"

    def choice(self, key: str) -> object:
        """What is chosen where it is the same for all."""
        if key == "by":
            return self.by
        values = {self._chosen(key, each) for each in self.prospects.values()}
        return values.pop() if len(values) == 1 else None

    def _chosen(self, key: str, each: Prospect) -> object:
        course = each.course
        if key == "ladder":
            return str(course.order)
        if key == "lock":
            return (True, course.locked.by) if course.locked else (False, "me")
        return each.decision.kind is Change.RESTING

    async def step(self, by: int) -> None:
        """An exercise opens; all else is stepped."""
        what, _, exercise = (self.rows.row.key if self.rows.row and self.rows.row.key else "").partition(":")
        if what == "exercise":
            await self.app.push_screen_wait(Aim(self.desk, exercise))
            await self.read()
        else:
            await super().step(by)

    async def tell(self, wish: TargetWish) -> Sequence[str]:
        """Log a wish for all."""
        found: AimedAll = await self.ask(lambda _, diary: diary.aims.set_all(wish))
        self._newest = found.events
        kept = ", ".join(found.kept)
        moved = sum(bool(each.went_along) for each in found.aimed)
        said = [f"Left alone, for your provider locked it: {kept}."] if kept else []
        return [*said, f"A target or ceiling moved along in {number(moved)} of them."] if moved else said

    def noted(self) -> str:
        """What was set here last."""
        return "Note: what you just set for all" if self._newest else ""

    async def explain_with(self, text: str) -> None:
        """A note about what was set here last."""
        events = self._newest
        await self.ask(lambda _, diary: diary.aims.note_each(events, text))
        self._newest = ()
        self.query_one("#why", Bar).say_folded([("The note is kept with each of them.", "accent")])

    def _foot(self) -> list[tuple[Line, int]]:
        """How many doses grow in each of the next sessions, and when all are at their targets."""
        found = list(self.prospects.values())
        grow: list[str] = []
        for place in range(SESSIONS_PREVIEWED):
            shown = [each.preview[place] for each in found if len(each.preview) > place]
            if shown:
                day, ups = min(each.day for each in shown), sum(each.decision.rule == "up" for each in shown)
                grow.append(f"{ups} on {day.day} {day:%b}")
        first = f"Doses that grow: {', '.join(grow)}." if grow else "All exercises are resting."
        seen = [each.forecast for each in found if each.forecast]
        last = max(seen, key=lambda forecast: forecast.day, default=None)
        words = [reached(each.forecast, each.course, each.decision) for each in found]
        far = f", {words.count(FAR)} in over a year" if FAR in words else ""
        said = (
            f"Forecast at {at_pace(last.pace)}: all around {around(last.day, last.today)}{far}."
            if last
            else ""
        )
        return [([(first, "text")], 2), ([(said, "text")], 2)]

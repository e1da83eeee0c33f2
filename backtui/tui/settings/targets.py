"""Numbers of one exercise, of all."""

from collections.abc import Sequence

from textual.app import ComposeResult

from backtui.coach.answers import Aimed, AimedAll, Prospect, TargetRequest, TargetTold
from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.dose_wish import number_of
from backtui.coach.errors import WrongUseError
from backtui.coach.history import Series, course
from backtui.coach.sessions import Diary
from backtui.domain.exercise import DAY_COURSE, Dose, Exercise, Side, Sides
from backtui.domain.notation import EXAMPLES, LONGEST, in_full
from backtui.domain.progression.forecast import SESSIONS_PREVIEWED
from backtui.domain.progression.ladder import reaches
from backtui.domain.progression.prescription import Adjustment, DecisionKind, newest_of
from backtui.domain.words.numbers import brief_day, number, plain_day, upper_first
from backtui.domain.words.reasons import arrow
from backtui.domain.words.targets import (
    EVERYWHERE,
    FAR,
    NAMES,
    around,
    at_paces,
    describe_target,
    foreseen_briefly,
    looked_ahead,
    marks_of_side,
    reached,
    whose,
)
from backtui.tui.base import TWO
from backtui.tui.course import CourseView
from backtui.tui.dialogs import ReaderPage, Wording
from backtui.tui.settings.target_form import CHOICES, DEFAULT, KNOBS, OF_ONE, TargetForm, part_of
from backtui.tui.widgets.line import Line, Span, fit
from backtui.tui.widgets.rows import Row
from backtui.tui.words import ROLES

# Where the rows of a knob or a choice read who set it.
SET_BY = {
    "hold_s": "dose",
    "step_hold_s": "step",
    "target_hold_s": "target",
    "ceiling_hold_s": "ceiling",
    "needed": "needed",
    "ladder": "ladder",
    "lock": "locked",
    "rest": "resting",
}
NARROW = 70
TOLD_AT, LIST_CELLS = 34, 74  # the latter where the course stands beside


class ExerciseTargets(TargetForm):
    """What is set for one exercise, by whom and when, with the next four sessions under it."""

    def __init__(self, desk: CoachClient, exercise: Exercise) -> None:
        self.exercise = exercise
        super().__init__(desk, exercise.name)
        self.prospect: Prospect | None = None

    async def read(self) -> None:
        """Ask for the numbers and where they lead; of an exercise that was removed there are none."""
        name, side = self.exercise.id, Side(self.side or Side.NONE)
        wide = self.size.width >= TWO

        def question(coach: Coach, _: Diary) -> tuple[Prospect, Series | None]:
            way = course(coach, name, DAY_COURSE) if wide else None
            return coach.prospect(name, DAY_COURSE, side), way

        try:
            found, series = await self.ask(question)
        except WrongUseError as error:
            self.refuse(str(error))
            return
        self.prospect = found
        self._paint(found)
        self.query_one(CourseView).show(series)

    def beside(self) -> ComposeResult:
        """The course of the exercise, with the target and all that follows from it."""
        yield CourseView(id="way")

    def _paint(self, found: Prospect) -> None:
        newest = newest_of(marks_of_side((each.mark for each in found.told), found.course.side))
        shown = {"ladder": str(found.prescription.order)} | self._uneven()
        rows = [self.row(key, self._by(key, newest), shown.get(key, "")) for key in self._keys()]
        if found.decision.offer:
            offer: Line = [(f"{found.decision.offer} ", "accent")]
            higher = reaches(found.decision.offer, found.prescription.target)
            title = "Take the higher target" if higher else "Make it your target"
            rows.insert(0, Row([(title, "text")], offer, "offer", found.decision.why))
        if found.told:
            rows += [Row(), Row([("WHAT WAS SET", "head")])]
        rows += [
            _told_row(each, LIST_CELLS if self.size.width >= TWO else self.size.width)
            for each in reversed(found.told)
        ]
        self.rows.show(rows)
        self.say_next(foot(found, self.size.width))

    def _by(self, key: str, newest: dict[str, Adjustment]) -> str:
        """Who set it and when, where somebody has."""
        name = SET_BY.get(key, "")
        mark = newest.get(name)
        if mark is None or getattr(mark.what, name) is None:
            return EVERYWHERE if name in ("needed", "ladder") else ""
        return f"by {whose(mark.what.by)}" + (f", {plain_day(mark.at)}" if self.size.width >= NARROW else "")

    def _own(self, name: str) -> Adjustment | None:
        """The mark that makes it the exercise's own; None where it is as for all."""
        assert self.prospect is not None
        marks = marks_of_side((each.mark for each in self.prospect.told), self.prospect.course.side)
        mark = newest_of(marks).get(name)
        return None if mark is None or getattr(mark.what, name) is None else mark

    def _keys(self) -> list[str]:
        """The rows that make sense: those of sets where there are several, that of sides where there are."""
        several = any(dose.more for dose in self._doses.values())
        away = set() if several else {"rest_s", "target_sets", "ceiling_sets", "step_sets"}
        away |= {"side"} if self.exercise.sides is Sides.ONE else set()
        return [key for key in (*KNOBS, *CHOICES) if key not in away]

    @property
    def _doses(self) -> dict[str, Dose]:
        """What holds now."""
        assert self.prospect is not None
        prescription = self.prospect.prescription
        doses = {"target": prescription.target, "ceiling": prescription.ceiling}
        return {"dose": self.prospect.decision.dose, **doses}

    def _uneven(self) -> dict[str, str]:
        """The repetitions of each set, where they differ."""
        fronts = {"dose": "", "target": "target_", "ceiling": "ceiling_"}
        return {
            f"{fronts[name]}reps": "-".join(map(str, dose.sets))
            for name, dose in self._doses.items()
            if not dose.even
        }

    def number(self, key: str) -> int | None:
        """The number of a knob; None for repetitions that differ from set to set."""
        assert self.prospect is not None
        what, knob = part_of(key)
        if what == "step":
            return number_of(self.prospect.prescription.step, knob)
        if what in self._doses:
            return None if key in self._uneven() else number_of(self._doses[what], knob)
        return self.prospect.prescription.needed

    async def ask_number(self, key: str) -> None:
        """Ask for a number; where sets are, for all of the dose."""
        what, knob = part_of(key)
        if what not in self._doses or (knob != "sets" and key not in self._uneven()):
            await super().ask_number(key)
            return
        now, title = in_full(self._doses[what]), f"{self.subject}: {NAMES.get(what, what)}"
        text = await self.app.push_screen_wait(Wording(title, f"Such as {EXAMPLES}.", LONGEST, now))
        if text:
            await self.wish(**{what: text})

    def choice(self, key: str) -> object:
        """What is chosen."""
        assert self.prospect is not None
        prescription = self.prospect.prescription
        if key == "side":
            return self.side
        if key == "ladder":
            return str(prescription.order) if self._own("ladder") else DEFAULT
        if key == "lock":
            return (True, prescription.locked.by) if prescription.locked else (False, "me")
        return self.by if key == "by" else self.prospect.decision.kind is DecisionKind.RESTING

    async def step(self, by: int) -> None:
        """The offer is taken, a note is read; all else is stepped."""
        key = self.rows.row.key if self.rows.row else None
        decision = self.prospect.decision if self.prospect else None
        if key == "offer" and decision and decision.offer:
            await self.wish(target=in_full(decision.offer))
        elif told := self._told_of(key):
            await self.app.push_screen_wait(
                ReaderPage(f"{self.subject}: {plain_day(told.mark.at)}", _page(told))
            )
        else:
            await super().step(by)

    async def tell(self, wish: TargetRequest) -> Sequence[str]:
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
        return f"Note: {describe_target(about.mark.what)}, {plain_day(about.mark.at)}" if about else ""

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
    said = f"{describe_target(mark.what)}{''.join(f' “{note}”' for note in each.notes)}"
    left: Line = [
        (f"{plain_day(mark.at):<13}", "dim"),
        (f"{whose(mark.what.by):<15}", "dim"),
        (fit(said, cells - TOLD_AT).rstrip(), "text"),
    ]
    why = f"{plain_day(mark.at)} at {mark.at:%H:%M}, by {whose(mark.what.by)}: {said}"
    return Row(left, (), f"told:{each.event.hex()}", why)


def _page(each: TargetTold) -> list[Line]:
    """All of it to read."""
    mark = each.mark
    head: Line = [(f"{plain_day(mark.at)} at {mark.at:%H:%M}, by {whose(mark.what.by)}", "dim")]
    return [head, [(describe_target(mark.what), "strong")], *([(f"“{note}”", "text")] for note in each.notes)]


def foot(found: Prospect, cells: int) -> list[Line]:
    """The next four sessions and the forecast."""
    decision = found.decision
    first: list[Span] = [
        ("Next time ", "dim"),
        (f"{decision.dose}. ", "strong"),
        (upper_first(decision.why), "text"),
    ]
    then: list[Span] = [("Then ", "dim")] if len(found.preview) > 1 else []
    for place, each in enumerate(found.preview[1:]):
        form = f"{brief_day(each.day)} "
        sign = arrow(each.decision)
        gap = "   " if place else ""
        then += [(f"{gap}{f'{each.day:%a} ' if cells >= NARROW else ''}{form}", "dim")]
        then += [(f"{sign} ", ROLES[sign])] if sign else []
        then += [(str(each.decision.dose), "strong")]
    say = looked_ahead(found.forecast, decision)
    if found.forecast and cells < NARROW:
        say = foreseen_briefly(found.forecast)
    last: Line = [(say, "text")] if say else []
    return [first, *([then] if then else []), *([last] if last else [])]


class AllTargets(TargetForm):
    """The same set for all, as one change; what the provider locked is left alone."""

    def __init__(self, desk: CoachClient) -> None:
        super().__init__(desk, "All exercises")
        self.prospects: Sequence[Prospect] = ()
        self._newest: tuple[bytes, ...] = ()

    async def read(self) -> None:
        """Ask for all numbers and where they lead."""
        self.prospects = await self.ask(lambda coach, _: coach.prospects(of_the_day=True))
        rows = [self.row(key, shown=self._range(key)) for key in (*KNOBS, *CHOICES) if key not in OF_ONE]
        wide = self.size.width >= NARROW
        title = "dose       target     at the target   " if wide else "dose       "
        rows += [Row(), Row([("EACH EXERCISE", "head")], [(title, "dim")])]
        rows += [self._exercise(each, wide=wide) for each in self.prospects]
        self.rows.show(rows)
        self.say_next(self._foot())

    def _exercise(self, each: Prospect, *, wide: bool) -> Row:
        name, dose = each.name, each.decision.dose
        when = reached(each.forecast, each.prescription, each.decision)
        right: Line = [(f"{dose!s:<10} ", "strong")]
        if wide:
            right = [*right, (f"{each.prescription.target!s:<10} ", "dim"), (f"{when:<16}", "text")]
        why = f"{name}: {each.decision.why} Enter opens it."
        return Row([(fit(name, 26), "text")], right, f"exercise:{each.exercise}", why)

    # What is the same for all

    def _values(self, key: str) -> list[object]:
        """The value of each exercise."""
        if key == "needed":
            return [each.prescription.needed for each in self.prospects]
        front, _, knob = key.partition("_")
        if front in ("target", "ceiling"):
            return [getattr(getattr(each.prescription, front), knob) for each in self.prospects]
        return [getattr(each.decision.dose, key) for each in self.prospects]

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
        values = {self._chosen(key, each) for each in self.prospects}
        return values.pop() if len(values) == 1 else None

    def _chosen(self, key: str, each: Prospect) -> object:
        prescription = each.prescription
        if key == "ladder":
            return str(prescription.order)
        if key == "lock":
            return (True, prescription.locked.by) if prescription.locked else (False, "me")
        return each.decision.kind is DecisionKind.RESTING

    async def step(self, by: int) -> None:
        """An exercise opens; all else is stepped."""
        what, _, exercise = (self.rows.row.key if self.rows.row and self.rows.row.key else "").partition(":")
        if what == "exercise":
            try:
                known = await self.ask(lambda coach, _: coach.exercise(exercise))
            except WrongUseError as error:
                self.refuse(str(error))
            else:
                await self.app.push_screen_wait(ExerciseTargets(self.desk, known))
            await self.read()
        else:
            await super().step(by)

    async def tell(self, wish: TargetRequest) -> Sequence[str]:
        """Log a wish for all."""
        found: AimedAll = await self.ask(lambda _, diary: diary.aims.set_all(wish))
        self._newest = found.events
        kept = ", ".join(found.kept)
        moved = sum(bool(each.went_along) for each in found.aimed)
        said = [f"Left alone because your provider locked it: {kept}."] if kept else []
        if found.hurting:
            said.append(f"Left resting for pain until you name it: {', '.join(found.hurting)}.")
        return (
            [*said, f"A target or “never above” moved along in {number(moved)} of them."] if moved else said
        )

    def noted(self) -> str:
        """What was set here last."""
        return "Note: what you just set for all" if self._newest else ""

    async def explain_with(self, text: str) -> None:
        """A note about what was set here last."""
        events = self._newest
        await self.ask(lambda _, diary: diary.aims.note_each(events, text))
        self._newest = ()
        self.app.notify("The note is kept with each of them.")

    def _foot(self) -> list[Line]:
        """How many doses grow in each of the next sessions, and when all are at their targets."""
        found = list(self.prospects)
        grow: list[str] = []
        for place in range(SESSIONS_PREVIEWED):
            shown = [each.preview[place] for each in found if len(each.preview) > place]
            if shown:
                day, ups = min(each.day for each in shown), sum(each.decision.rule == "up" for each in shown)
                grow.append(f"{ups} on {brief_day(day)}")
        first = f"Doses that grow: {', '.join(grow)}." if grow else "All exercises are resting."
        seen = [each.forecast for each in found if each.forecast]
        last = max(seen, key=lambda forecast: forecast.day, default=None)
        words = [reached(each.forecast, each.prescription, each.decision) for each in found]
        far = f", {words.count(FAR)} in over a year" if FAR in words else ""
        said = ""
        if last:
            paces = at_paces(each.pace for each in seen)
            said = f"Forecast at {paces}: all around {around(last.day, last.today)}{far}."
        return [[(first, "text")], *([[(said, "text")]] if said else [])]

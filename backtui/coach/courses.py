"""The courses of every exercise: what is prescribed in each, and its next dose."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from msgspec.structs import replace

from backtui.coach.answers import Prospect, SummaryLine
from backtui.coach.errors import WrongUseError
from backtui.coach.performed import EntryReader
from backtui.coach.reading import Reading
from backtui.domain.events import Rating
from backtui.domain.exercise import DAY_COURSE, Content, Dose, Routine, RoutineItem, Side
from backtui.domain.plan import Course, CourseDose
from backtui.domain.progression.course import courses_of
from backtui.domain.progression.prescription import Adjustment, Doubt, Entry, Outcome, Prescription
from backtui.domain.progression.rules import next_dose
from backtui.domain.record import EntryRecord
from backtui.domain.session.steps import Item
from backtui.domain.words.courses import parts

Found = tuple[CourseDose, ...]
OUTCOMES = {Rating.EASY: Outcome.EASY, Rating.COMFORTABLE: Outcome.SUCCESS, Rating.HARD: Outcome.HARD}


def of_side(found: Found, side: Side) -> Found:
    """The doses with that of a side first, where the sides have their own."""
    return tuple(sorted(found, key=lambda each: each.course.side is not side))


class Courses:
    """What a log and the content say of all courses; each is decided once, when it is first asked for.

    `followed` is the routine in use: what it prescribes is what comes next.
    """

    def __init__(self, reading: Reading, content: Content, day: date, followed: Routine) -> None:
        self._reading = reading
        self._content = content
        self._day = day
        self._followed = followed
        self._performed = EntryReader(reading, content.exercises)
        self._decided: dict[tuple[str, RoutineItem], Found] = {}

    def of_item(self, routine: str, item: RoutineItem) -> Found:
        """The next doses of an item: two where the sides have their own, none where its exercise is gone."""
        if item.dose is None:
            return self.of_the_day(item.exercise)
        return self._look(item.course(routine), item)

    def of_the_day(self, exercise: str) -> Found:
        """The dose of the day, which all items without a dose of their own share."""
        return self._look(DAY_COURSE, RoutineItem(exercise))

    def coming(self, exercise: str) -> Found:
        """What the routine in use prescribes, each time it has the exercise; else the dose of the day."""
        items = [item for item in _items(self._followed) if item.exercise == exercise]
        found = [each for item in items for each in self.of_item(self._followed.id, item)]
        return tuple({each.course: each for each in found}.values()) or self.of_the_day(exercise)

    def every(self, exercise: str) -> Found:
        """All courses that there are: those that come next, the day's, and those of other routines."""
        found = [*self.coming(exercise), *self.of_the_day(exercise)]
        for routine, item in self._with_own_dose.get(exercise, ()):
            found += self.of_item(routine, item)
        return tuple({each.course: each for each in found}.values())

    def of(self, course: Course) -> CourseDose:
        """The next dose where one was done: of that course, or of what comes next where that is gone."""
        found = self.every(course.exercise)
        alike = [each for each in found if each.course.name == course.name] or found
        return next((each for each in alike if each.course.side is course.side), alike[0])

    def previews(self, items: Sequence[Item], now: datetime) -> Mapping[int, Mapping[Rating, Dose]]:
        """What each rating would make of the dose of each item, were all of it held `now`."""
        found: dict[int, dict[Rating, Dose]] = {}
        for item in items:
            prescription = self.of(Course(item.exercise, item.course, item.side)).prescription
            so_far = self._entries(item.exercise, prescription)
            doubt = Doubt.AGAIN if any(entry.day == self._day for entry in so_far) else None
            found[item.index] = {
                rating: next_dose(prescription, [*so_far, entry], self._day).dose
                for rating, entry in _rated(item, now, self._day, doubt)
            }
        return found

    def line(
        self, course: Course, entries: Sequence[EntryRecord], confirms: datetime | None = None
    ) -> SummaryLine:
        """What was done in a course, and what comes next time.

        `confirms`: the beginning of a session that nobody confirmed, were it confirmed now.
        """
        following = self.of(course)
        decision = following.decision
        if confirms:
            so_far = self._entries(course.exercise, following.prescription)
            sure = [self._confirmed(each, so_far) if each.at == confirms else each for each in so_far]
            decision = next_dose(following.prescription, sure, self._day)
        return SummaryLine(
            course.exercise,
            tuple(entries),
            decision,
            following.course,
            self.title(following.course),
        )

    def _confirmed(self, entry: Entry, so_far: Sequence[Entry]) -> Entry:
        """An entry as it would count, were its session confirmed."""
        if entry.doubt is not Doubt.UNCONFIRMED:
            return entry
        doubt = None if self._reading.preferences.unrated == "comfortable" else Doubt.UNRATED
        again = any(each.day == entry.day and each.at < entry.at for each in so_far)
        return replace(entry, doubt=Doubt.AGAIN if again and doubt is None else doubt)

    def prospect(self, dose: CourseDose) -> Prospect:
        """What lies ahead in a course; what was set for it is left away."""
        from backtui.domain.progression.forecast import forecast, pace_in, preview

        key, prescription = dose.exercise, dose.prescription
        entries = self._entries(key, prescription)
        pace = pace_in(prescription, entries, self._day, self._reading.preferences.goal)
        return Prospect(
            key,
            self._content.exercises[key].name,
            prescription,
            dose.decision,
            preview(prescription, entries, self._day, pace),
            forecast(prescription, entries, self._day, pace),
            pace,
            dose.course,
            self.title(dose.course),
        )

    def named(self, exercise: str, course: str) -> Found:
        """The courses of an exercise with that name. Raises WrongUseError with those that there are."""
        every = self.every(exercise)
        if found := tuple(each for each in every if each.course.name == course):
            return found
        known = ", ".join(dict.fromkeys(each.course.name for each in every))
        name = self._content.name_of(exercise)
        raise WrongUseError(f"{name} has no course {course[:80]!a}; try one of: {known}.")

    def where(self, course: Course) -> str:
        """Its side, and where there are several its place: "left, in Evening"."""
        several = course.exercise in self._with_own_dose or course.name != DAY_COURSE
        exercise, name, side = course
        return ", ".join(parts(exercise, name, side, self._content.routines, several=several))

    def title(self, course: Course) -> str:
        """The exercise by its name, and where there are several its course."""
        return ", ".join(filter(None, (self._content.name_of(course.exercise), self.where(course))))

    def _look(self, course: str, item: RoutineItem) -> Found:
        if item.exercise not in self._content.exercises:
            return ()
        key = (course, item)
        if key not in self._decided:
            self._decided[key] = tuple(self._decide(course, item))
        return self._decided[key]

    @cached_property
    def _with_own_dose(self) -> Mapping[str, Sequence[tuple[str, RoutineItem]]]:
        """The items that have a dose of their own, by their exercise."""
        found: dict[str, list[tuple[str, RoutineItem]]] = {}
        for routine in self._content.routines.values():
            for item in _items(routine):
                if item.dose:
                    found.setdefault(item.exercise, []).append((routine.id, item))
        return found

    @cached_property
    def _marks(self) -> Mapping[str, Sequence[Adjustment]]:
        found: dict[str, list[Adjustment]] = {}
        for each in self._reading.adjustments:
            found.setdefault(each.what.exercise, []).append(each)
        return found

    def _decide(self, course: str, item: RoutineItem) -> Iterator[CourseDose]:
        """What is prescribed in a course, on each side that has a dose of its own, and what comes next."""
        for prescription in courses_of(
            self._content.exercises[item.exercise],
            course,
            item,
            self._marks.get(item.exercise, ()),
            [each for each in self._reading.declines if each.exercise == item.exercise],
            self._reading.flares,
            self._reading.preferences,
        ):
            decision, _ = self._performed.decided(item.exercise, prescription, self._day)
            yield CourseDose(item.exercise, prescription, decision)

    def _entries(self, exercise: str, prescription: Prescription) -> Sequence[Entry]:
        """What was performed of an exercise, as far back as its prescription looks."""
        return self._performed.of(exercise, prescription, self._day)


def _rated(item: Item, now: datetime, day: date, doubt: Doubt | None) -> Iterator[tuple[Rating, Entry]]:
    """An item that was held and rated: what each rating would say."""
    for rating, outcome in OUTCOMES.items():
        entry = Entry(now, day, item.dose, outcome, doubt, item.course, item.side, item.asked)
        yield rating, entry


def _items(routine: Routine) -> Iterator[RoutineItem]:
    return (item for block in routine.blocks for item in block.items)

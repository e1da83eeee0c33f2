"""What was done of an exercise, as one of its courses sees it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby, islice
from operator import attrgetter

from msgspec.structs import replace

from backtui.domain.exercise import Dose, Side
from backtui.domain.progression.ladder import reaches, steps_down
from backtui.domain.progression.prescription import WORTH, Doubt, Entry, Outcome, Prescription

LAYOFF_DAYS = 14
LONG_LAYOFF_DAYS = 56
SEEN_FOR_REST = 6
SEEN_FOR_MISSES = 4
SEEN_FOR_FLARES = 3
MISSES, FLARES, HARD_RUNNING = 2, 2, 3
SELDOM_BREAKS = 2
SETBACKS = (Outcome.HARD, Outcome.MISS, Outcome.PAIN)


def bare(dose: Dose) -> Dose:
    """The dose without its rest, which no rule judges."""
    return replace(dose, rest_s=0) if dose.rest_s else dose


def above(dose: Dose, other: Dose) -> bool:
    """No knob is below the other's, and one is above it."""
    return dose != other and reaches(dose, other)


def layoffs(since: date, today: date) -> int:
    """How often a layoff's days are in the time from one day to another."""
    return max((today - since).days, 0) // LAYOFF_DAYS


def _bare(entry: Entry) -> Entry:
    return replace(entry, prescribed=bare(entry.prescribed)) if entry.prescribed.rest_s else entry


WHEN = attrgetter("at")
DOUBTED = (Doubt.DIZZY, Doubt.FLARE)  # a session that ended so was not held well


class Past:
    """The entries of one course by their time, and among them each pain of another course.

    Such a pain stands with the dose that this course then had, so that it eases this one too. `seen` are the
    entries of all courses. `ran_off` says that a rule would have looked further back than there is.
    """

    def __init__(self, prescription: Prescription, entries: Sequence[Entry]) -> None:
        self.prescription = prescription
        own = [entry for entry in entries if self._is_own(entry)]
        others = [entry for entry in entries if not self._is_own(entry)] if len(own) < len(entries) else []
        self.seen = sorted([*own, *others], key=WHEN)  # of one session those of this course first
        self.ran_off = False
        self.own = self._with_pains() if others else [_bare(entry) for entry in self.seen]
        self.before = max(own, key=WHEN).prescribed if own else None
        self.ran_off = self.ran_off or not self.own

    def _is_own(self, entry: Entry) -> bool:
        """Of this course and side, and asked for as it is now; a side also sees what was done on both."""
        one = self.prescription
        if entry.course != one.course or entry.side not in (Side.NONE, one.side):
            return False
        return one.first is None or (entry.asked is not None and bare(entry.asked) == bare(one.first))

    def _with_pains(self) -> list[Entry]:
        """The entries of the course, and each pain of another one with the dose that this one then had."""
        found: list[Entry] = []
        for place, entry in enumerate(self.seen):
            if self._is_own(entry):
                found.append(_bare(entry))
            elif entry.outcome is Outcome.PAIN:
                dose = self._dose_then(place, found[-1] if found else None)
                found += [Entry(entry.at, entry.day, dose, Outcome.PAIN)] if dose else []
        return found

    def _dose_then(self, place: int, newest: Entry | None) -> Dose | None:
        """The dose when there was pain elsewhere; None before there was one, and where it hurt here too."""
        one, pain = self.prescription, self.seen[place]
        if one.override and one.override.at <= pain.at and (newest is None or one.override.at >= newest.at):
            return self._after_break(bare(one.override.dose), place, one.override.at.date(), seldom=False)
        if newest is None:
            return None
        if newest.at == pain.at:
            return None if newest.outcome is Outcome.PAIN else newest.prescribed
        steps = int(newest.outcome is Outcome.PAIN)
        return self._after_break(newest.prescribed, place, newest.day, steps)

    def _after_break(self, dose: Dose, place: int, since: date, steps: int = 0, seldom: bool = True) -> Dose:
        """The dose on that day, so many steps lower and eased by the break that it ended.

        A dose that was set is eased however seldom the person comes.
        """
        one, pain = self.prescription, self.seen[place]
        before = next((each for each in reversed(range(place)) if self.seen[each].at < pain.at), -1)
        if before < 0:
            self.ran_off = True
        else:
            since = max(since, self.seen[before].day)
        breaks = self.break_steps(since, pain.day, before) if seldom else layoffs(since, pain.day)
        return steps_down(dose, steps + breaks, one.start, one.target, one.order, one.step)

    @property
    def newest(self) -> Entry | None:
        """The newest entry of the course."""
        return self.own[-1] if self.own else None

    @property
    def base(self) -> Dose:
        """The dose prescribed last."""
        return self.own[-1].prescribed

    @property
    def last_day(self) -> date | None:
        """The day on which the exercise was last performed in any course."""
        return self.seen[-1].day if self.seen else None

    # What all courses say

    def pains(self, since: datetime | None = None) -> int:
        """How many of the newest sessions with the exercise had pain."""
        return sum(hurt for at, hurt in self._sessions(SEEN_FOR_REST) if since is None or at >= since)

    def pain_newest(self) -> bool:
        """The newest session with the exercise, in whatever course, had pain."""
        return any(hurt for _, hurt in self._sessions(1))

    def rests(self) -> int:
        """With pain in so many of the newest sessions it rests: two running, or three of six; else 0."""
        newest = list(self._sessions(SEEN_FOR_REST))
        pains = [at for at, hurt in newest if hurt]
        resumed = self.prescription.resumed
        if not pains or (resumed and resumed >= pains[0]):
            return 0
        if len(pains) >= 3:
            return len(pains)
        return 2 if [hurt for _, hurt in newest[:2]] == [True, True] else 0

    def _sessions(self, count: int) -> Iterator[tuple[datetime, bool]]:
        """The newest sessions with the exercise, newest first: when, and whether there was pain in it."""
        found = 0
        for at, entries in islice(groupby(reversed(self.seen), key=WHEN), count):
            found += 1
            yield at, any(entry.outcome is Outcome.PAIN for entry in entries)
        self.ran_off = self.ran_off or found < count

    def reset_at(self) -> datetime | None:
        """When the newest flare or dizziness was, after which successes start again from none."""
        newest = max(self.prescription.flares, key=WHEN, default=None)
        dizzy = (entry for entry in reversed(self.seen) if entry.doubt is Doubt.DIZZY)
        return max((each.at for each in (newest, next(dizzy, None)) if each), default=None)

    def break_steps(self, since: date, today: date, newest: int | None = None) -> int:
        """How many steps a break from one day to another takes, with what was done up to `newest`."""
        steps = layoffs(since, today)
        return 0 if steps == 1 and self.comes_seldom(today, newest) else steps

    def comes_seldom(self, today: date, newest: int | None = None) -> bool:
        """Every session of the last eight weeks was held well, and two came after a layoff; up to `newest`.

        Then a layoff of less than twice fourteen days is how often the person comes, and lowers nothing.
        """
        breaks = 0
        for _, places in groupby(self._back(self.seen, newest), key=lambda place: self.seen[place].at):
            *_, first = session = [*places]
            entries = [self.seen[place] for place in session]
            held = all(each.outcome in WORTH and each.doubt not in DOUBTED for each in entries)
            if not held or (today - entries[0].day).days > LONG_LAYOFF_DAYS:
                return False
            breaks += any(each.successes for each in entries) and self._gap(first) >= LAYOFF_DAYS
            if breaks == SELDOM_BREAKS:
                return True
        return False

    def _gap(self, place: int) -> int:
        """Days from the entry before one to it, over all courses."""
        if not place:
            return 0
        return (self.seen[place].day - self.seen[place - 1].day).days

    def _back(self, entries: Sequence[Entry], newest: int | None = None) -> Iterator[int]:
        """The places of entries from that one back to the oldest; whoever asks for more ran off."""
        last = len(entries) - 1 if newest is None else newest
        yield from range(last, -1, -1)
        self.ran_off = True

    # What this course says

    def run(self, newest: int | None = None) -> Iterator[Entry]:
        """The entries since the dose last changed, newest first, as seen from the one at that place.

        An override or a decline in between is a change too, and so is a pain, even at the start dose.
        """
        places = self._back(self.own, newest)
        later = self.own[next(places)]
        yield later
        for place in places:
            entry = self.own[place]
            changed = entry.prescribed != later.prescribed or self._cut(entry, later)
            if changed or entry.outcome is Outcome.PAIN:
                return
            yield entry
            later = entry

    def _cut(self, entry: Entry, later: Entry) -> bool:
        """An override or a decline stands between two entries."""
        one = self.prescription
        cuts = [*one.declines, *([one.override.at] if one.override else [])]
        return any(entry.at <= cut < later.at for cut in cuts)

    def misses(self, newest: int | None = None) -> list[Entry]:
        """The misses among the newest few entries since the last change."""
        few = islice(self.run(newest), SEEN_FOR_MISSES)
        return [entry for entry in few if entry.outcome is Outcome.MISS]

    def flared(self) -> list[Entry]:
        """The entries in sessions with a flare among the newest few since the last change."""
        few = list(islice(self.run(), SEEN_FOR_FLARES))
        flares = {flare.at for flare in self.prescription.flares if flare.at >= few[-1].at}
        return [entry for entry in few if entry.at in flares]

    def hard_running(self) -> list[Outcome]:
        """What the newest three since the last change were where all were hard, or worse; else nothing."""
        newest = [entry.outcome for entry in islice(self.run(), HARD_RUNNING)]
        running = len(newest) == HARD_RUNNING and all(each in SETBACKS for each in newest)
        return newest if running else []

    def earned(self, most: int) -> tuple[list[Entry], bool]:
        """The entries that make so many successes, newest first, and whether nothing stood between them.

        Those since the last change and the last setback, flare, dizziness or decline.
        """
        newest, reset = self.own[-1], self.reset_at()
        found: list[Entry] = []
        passed = 0
        if any(decline >= newest.at for decline in self.prescription.declines):
            return found, True
        for entry in self.run():
            if entry.outcome in SETBACKS or (reset and entry.at <= reset):
                break
            passed += 1
            if entry.successes:
                found.append(entry)
            if sum(each.successes for each in found) >= most:
                break
        return found, passed == len(found)

    def pain_before_run(self) -> bool:
        """The entry before the last change had pain."""
        place = len(self.own) - 1 - sum(1 for _ in self.run())
        return place >= 0 and self.own[place].outcome is Outcome.PAIN

    def climbs_back(self) -> bool:
        """A layoff of up to eight weeks has lowered the dose, and the one of before is not reached again.

        Since the layoff there was no pain and no miss; what was done before a pain, or before a longer
        layoff, is not climbed back to.
        """
        place = self._newest_gap()
        if not place or self._gap(place) > LONG_LAYOFF_DAYS:
            return False
        begun = self.seen[place].at
        since = [entry for entry in self.own if entry.at >= begun]
        if any(entry.outcome in (Outcome.PAIN, Outcome.MISS) for entry in since):
            return False
        return any(
            above(old, self.base) and not any(reaches(entry.prescribed, old) for entry in since)
            for old in self._doses_before(place)
        )

    def _newest_gap(self) -> int:
        """The place of the first entry after the newest layoff; 0 where there was none, or pain since."""
        for place in self._back(self.seen):
            if self._gap(place) >= LAYOFF_DAYS:
                return place
            if self.seen[place].outcome is Outcome.PAIN:
                return 0
        return 0

    def _doses_before(self, place: int) -> Iterator[Dose]:
        """The doses of the course before that place, newest first, back to a pain or a long layoff."""
        for earlier in self._back(self.seen, place - 1):
            entry = self.seen[earlier]
            if entry.outcome is Outcome.PAIN:
                return
            if self._is_own(entry):
                yield bare(entry.prescribed)
            if self._gap(earlier) > LONG_LAYOFF_DAYS:
                return

    def left_for_misses(self, dose: Dose) -> int:
        """How often a dose was left for misses since it was passed: gone beyond, or done well enough to."""
        count = successes = 0
        for place in self._back(self.own):
            entry = self.own[place]
            if above(entry.prescribed, dose) or successes >= self.prescription.needed:
                return count
            if entry.prescribed != dose or entry.outcome in SETBACKS:
                successes = 0
            else:
                successes += entry.successes
            if entry.prescribed == dose and self._left(place):
                count += 1
        return count

    def _left(self, place: int) -> bool:
        """The entry after that place has a lower dose because of misses."""
        if place + 1 == len(self.own) or self.own[place].outcome is Outcome.PAIN:
            return False
        entry, later = self.own[place], self.own[place + 1]
        lowered = above(entry.prescribed, later.prescribed) and not self._cut(entry, later)
        return lowered and len(self.misses(place)) >= MISSES

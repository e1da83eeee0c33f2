"""An invented half-year: which sessions there were, how they went, what was set."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from backtui.coach.answers import TargetRequest
from backtui.domain.events import Morning
from backtui.domain.schedule import Scheduled

DAYS_BOUNDS = (120, 1100)
DAYS = 182
SEED = 20260302
LAYOFF_DAYS = 22
LAYOFF_AT, FLARE_SHARE, LOCK_AT = 0.62, 0.36, 0.86  # shares of the whole time
FLARE_AT = 66  # days at the latest, while the doses still grow
# The newest two gaps are fixed, so that today is a back day whatever its weekday.
GAPS = (2, 3)
# What is scheduled at last, and in how many days the next holiday begins.
LINES = (
    Scheduled(("standard",), at=("07:30",)),
    Scheduled(("stretches",), on=("sun",), at=("20:30",)),
)
AHEAD = 12
SPORTS = (("walking", 30, 50), ("walking", 20, 40), ("cycling", 30, 60), ("swimming", 25, 40))


class Incident(msgspec.Struct, frozen=True):
    """How one exercise goes otherwise than planned, at its first chance from session `since` on.

    `how`: easy, hard, ease (the last repetition ends early), pain or skip.
    """

    since: int
    exercise: str
    how: str


class Outing(msgspec.Struct, frozen=True):
    """A session: pain before and after (None: not asked), what is noted, and how it ends.

    `share` is how much of it is done before it is stopped; `alive`: a key is pressed; `morning`: the answer
    of the next morning; `declines`: the raise that is not wanted yet.
    """

    number: int
    day: date
    hour: float
    before: int | None = None
    after: int | None = None
    note: str = ""
    share: float = 1.0
    alive: bool = True
    morning: Morning | None = None
    declines: str = ""


class EveningChange(msgspec.Struct, frozen=True):
    """What is set for an exercise on the evening of a day, and why."""

    exercise: str
    wish: TargetRequest
    note: str = ""


class TimeOff(msgspec.Struct, frozen=True):
    """A pause that is set on the evening of a day."""

    why: str
    first: date
    last: date


class Story(msgspec.Struct, frozen=True):
    """All of it; `turns` are drawn up for every session of their exercise.

    `off` and `schedule` are what is set for weeks, by the evening on which it is.
    """

    outings: tuple[Outing, ...]
    turns: tuple[Incident, ...]
    sports: Mapping[date, tuple[str, int]]
    aims: Mapping[date, tuple[EveningChange, ...]]
    settings: Mapping[str, object] = msgspec.field(default_factory=dict)
    off: Mapping[date, tuple[TimeOff, ...]] = msgspec.field(default_factory=dict)
    schedule: Mapping[date, tuple[Scheduled, ...]] = msgspec.field(default_factory=dict)


def plot(today: date, days: int = DAYS, seed: int = SEED) -> Story:
    """The plan of so many days before `today`, which is no part of it."""
    chance = random.Random(seed)  # noqa: S311 an invention, no secret
    training = _training_days(today, days, chance)
    first = today - timedelta(days=days)
    flare = _number_at(training, first, min(FLARE_AT, days * FLARE_SHARE))
    layoff = next(n for n in range(1, len(training)) if (training[n] - training[n - 1]).days >= LAYOFF_DAYS)
    outings = _outings(training, flare, layoff, chance)
    return Story(
        outings,
        _turns(flare, layoff, len(training), chance),
        _sports(first, today, training, chance),
        _aims(training, layoff, first + timedelta(days=round(days * LOCK_AT))),
        {"notice_seen": True, "minutes": 35, "needed": 3},
        _off(training, layoff, today),
        {training[-1]: LINES},
    )


def _off(training: Sequence[date], layoff: int, today: date) -> dict[date, tuple[TimeOff, ...]]:
    """The weeks away, and a holiday to come."""
    before, back = training[layoff - 1], training[layoff]
    away = TimeOff("holiday", before + timedelta(days=1), back - timedelta(days=1))
    ahead = TimeOff("holiday", today + timedelta(days=AHEAD), today + timedelta(days=AHEAD + 6))
    return {before: (away,), training[-1]: (ahead,)}


def _number_at(training: Sequence[date], first: date, days: float) -> int:
    """The first session so many days after the beginning."""
    return next(number for number, day in enumerate(training) if (day - first).days >= days)


def _training_days(today: date, days: int, chance: random.Random) -> list[date]:
    """Two or three a week, with three weeks of nothing in between; oldest first."""
    found: list[date] = []
    ago, gaps = 0, iter(GAPS)
    away = round(days * (1 - LAYOFF_AT))
    while True:
        ago += next(gaps, 0) or chance.choice((2, 2, 2, 3, 3, 4))
        if ago > days:
            return found[::-1]
        if found and ago >= away > (today - found[-1]).days:
            ago = (today - found[-1]).days + LAYOFF_DAYS
        found.append(today - timedelta(days=ago))


def _outings(training: Sequence[date], flare: int, layoff: int, chance: random.Random) -> tuple[Outing, ...]:
    """Pain gets less over time; what stands out is noted."""
    last = len(training) - 1
    special: dict[int, dict[str, object]] = {
        0: {"note": "First time. Slower than I thought, and that is fine."},
        5: {"note": "The pelvic tilt is easy by now."},
        9: {"declines": "side-stretch"},
        flare: {
            "before": 2,
            "after": 6,
            "note": "Carried boxes all afternoon. Should have left it.",
            "morning": "worse",
        },
        flare + 1: {"before": 4, "after": 3, "note": "Careful today.", "morning": "better"},
        layoff - 1: {"note": "Three weeks at my sister's from tomorrow, without a mat."},
        layoff: {"before": 3, "after": 2, "note": "Stiff after the weeks away; glad it asks for less."},
        last - 9: {"share": 0.6, "note": "The doorbell rang. Kept what was done."},
        last - 1: {"alive": False, "before": None, "after": None},
        last: {"note": "Wall slide felt steady."},
    }
    found = []
    for number, day in enumerate(training):
        ease = number / max(1, last)
        before = max(0, round(4.4 - 3.4 * ease + chance.uniform(-0.9, 0.9)))
        after = min(5, max(0, before - chance.choice((0, 0, 1, 1, -1))))
        asked = chance.random() < 0.85
        hour = chance.choice((6.6, 6.8, 7.1, 7.4, 17.5, 18.2))
        given: dict[str, object] = {"before": before, "after": after} if asked else {}
        found.append(Outing(number, day, hour, **{**given, **special.get(number, {})}))  # type: ignore[arg-type]
    return tuple(found)


def _turns(flare: int, layoff: int, sessions: int, chance: random.Random) -> tuple[Incident, ...]:
    """The named happenings first, then what happens by the way."""
    named = [
        *(Incident(number, "pelvic-tilt", "easy") for number in range(2, 8)),
        *(Incident(number, "partial-sit-up", "hard") for number in (8, 11, 12)),
        *(Incident(number, "wall-slide", "ease") for number in (14, 14)),
        *(Incident(number, "pretzel", "skip") for number in (4, 17)),
        Incident(flare, "back-arch", "pain"),
        *(Incident(sessions - 7, "leg-reach", "pain") for _ in range(2)),
        *(Incident(number, "back-arch", "ease") for number in (sessions - 3, sessions - 1)),
    ]
    likely = ("hamstring-stretch", "partial-sit-up", "arm-reach", "side-stretch", "pretzel", "pelvic-lift")
    others = [
        Incident(number, chance.choice(likely), chance.choice(("hard", "ease", "easy", "easy")))
        for number in range(3, sessions)
        if chance.random() < 0.3 and number not in (flare, layoff)
    ]
    return (*named, *others)


def _sports(
    first: date, today: date, training: Sequence[date], chance: random.Random
) -> dict[date, tuple[str, int]]:
    """Aerobic on some of the days between; yesterday too."""
    back = set(training)
    found: dict[date, tuple[str, int]] = {}
    for ago in range((today - first).days, 0, -1):
        day = today - timedelta(days=ago)
        what, least, most = chance.choice(SPORTS)
        if day not in back and (chance.random() < 0.4 or ago == 1):
            found[day] = (what, chance.randrange(least, most + 1, 5))
    return found


def _aims(training: Sequence[date], layoff: int, visit: date) -> dict[date, tuple[EveningChange, ...]]:
    """Targets of one's own, and what the provider locked."""
    targets = {6: ("pelvic-lift", 8, 6), 14: ("cat-camel", 6, 8), 20: ("side-stretch", 7, 7)}
    targets |= {21: ("arm-reach", 7, 6), 24: ("partial-sit-up", 9, 5), 26: ("double-knee-to-chest", 8, 6)}
    lock = EveningChange(
        "hamstring-stretch",
        TargetRequest(hold_s=3, reps=4, locked=True, by="provider"),
        "Three seconds, four times, no further until we meet again.",
    )
    last = len(training) - 1
    targets |= {last - 4: ("wall-slide", 6, 6), last - 2: ("pretzel", 7, 6), last: ("pelvic-tilt", 6, 6)}
    found: dict[date, tuple[EveningChange, ...]] = {
        training[number]: (EveningChange(exercise, TargetRequest(target_hold_s=hold_s, target_reps=reps)),)
        for number, (exercise, hold_s, reps) in targets.items()
    }
    day = max(visit, training[layoff])
    found[day] = (*found.get(day, ()), lock)
    return found

"""What is set about the person's sessions, each with its bounds and its effect in a sentence."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import asdict, fields, replace

from backtui.domain.check import problem
from backtui.domain.exercise import Word
from backtui.domain.plan import MINUTES_BOUNDS
from backtui.domain.progression.ladder import Order
from backtui.domain.schedule import NO_SCHEDULE, Schedule
from backtui.domain.session.steps import STANDARD_TIMING, TIMING_BOUNDS_S, Timing
from backtui.domain.week import GOAL_BOUNDS
from backtui.domain.weekday import MONDAY, WeekStart

NEEDED_BOUNDS = (1, 5)
PER_DAY_BOUNDS = (1, 3)
# Whoever set these, `frequency_by` tells; a provider's are not changed by the person alone.
FREQUENCY = ("goal", "per_day")
DAY_STARTS_BOUNDS = (0, 12)


class Preferences(msgspec.Struct, frozen=True):
    """What holds until something else is set; the fields, but `timing`, are keys of `PREFERENCES`."""

    minutes: Annotated[int, Meta(ge=MINUTES_BOUNDS[0], le=MINUTES_BOUNDS[1])] = 30
    goal: Annotated[int, Meta(ge=GOAL_BOUNDS[0], le=GOAL_BOUNDS[1])] = 3
    per_day: Annotated[int, Meta(ge=PER_DAY_BOUNDS[0], le=PER_DAY_BOUNDS[1])] = 1
    frequency_by: Literal["me", "provider"] = "me"
    needed: Annotated[int, Meta(ge=NEEDED_BOUNDS[0], le=NEEDED_BOUNDS[1])] = 2
    order: Order = Order.BALANCED
    routine: Word = "standard"
    asks_rating: bool = False
    unrated: Literal["comfortable", "nothing"] = "comfortable"
    day_starts_h: Annotated[int, Meta(ge=DAY_STARTS_BOUNDS[0], le=DAY_STARTS_BOUNDS[1])] = 4
    week_starts: WeekStart = MONDAY
    notice_seen: bool = False
    cautions: Annotated[tuple[Word, ...], Meta(max_length=40)] = ()
    schedule: Schedule = NO_SCHEDULE
    timing: Timing = STANDARD_TIMING


class Preference(msgspec.Struct, frozen=True):
    """One row of the settings: its key, what it is called, what it does, and its bounds or choices.

    `ids` says whether it is one id ("one") or a list of them ("list") of which the content decides.
    """

    key: str
    name: str
    effect: str
    bounds: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""
    ids: str = ""

    @property
    def allowed(self) -> str:
        """What may be set, in words."""
        if self.bounds:
            return f"from {self.bounds[0]} to {self.bounds[1]}{self.unit}"
        if self.ids:
            return "an id" if self.ids == "one" else "a list of ids"
        return " or ".join(self.choices) if self.choices else "on or off"

    def accepts(self, value: object) -> bool:
        """Whether the value has the right type and lies within the bounds or choices."""
        return problem(value, _kinds()[self.key]) is None


@cache
def _kinds() -> Mapping[str, Any]:
    """What the value of each key may be."""
    return {each.name: each.type for each in (*fields(Preferences), *fields(Timing))}


PREFERENCES: tuple[Preference, ...] = (
    Preference("minutes", "Session length", "A session is fitted to this time.", MINUTES_BOUNDS, unit=" min"),
    Preference("goal", "Sessions a week", "The week is counted against this goal.", GOAL_BOUNDS),
    Preference(
        "per_day", "Sessions a day", "Sessions on a back day; the second raises no dose.", PER_DAY_BOUNDS
    ),
    Preference(
        "frequency_by",
        "How often, set by",
        "Your provider's numbers of sessions stay as they are until this is you again.",
        choices=("me", "provider"),
    ),
    Preference("needed", "Sessions per step", "Comfortable sessions before the next step.", NEEDED_BOUNDS),
    Preference(
        "order",
        "Grows first",
        "What grows first: whatever is further behind, the holds, or the repetitions.",
        choices=tuple(Order),
    ),
    Preference(
        "asks_rating", "Ask how it felt", "After each exercise a few seconds for easy, comfortable or hard."
    ),
    Preference(
        "unrated",
        "Unrated counts as",
        "What an exercise held to the end says when you rate nothing.",
        choices=("comfortable", "nothing"),
    ),
    Preference(
        "day_starts_h",
        "A day begins at",
        "A session before this hour belongs to the day before.",
        DAY_STARTS_BOUNDS,
        unit=" h",
    ),
    Preference(
        "week_starts",
        "A week begins on",
        "Weeks are counted and drawn from this day on.",
        choices=tuple(WeekStart),
    ),
)

TIMING_PREFERENCES: tuple[Preference, ...] = tuple(
    Preference(key, name, effect, TIMING_BOUNDS_S, unit=" s")
    for key, name, effect in (
        ("ready_change_s", "Ready, new position", "Time to get into position when it changes."),
        ("ready_same_s", "Ready, same position", "Time to get ready when the position stays."),
        ("in_s", "Moving in", "Time to move slowly into the hold."),
        ("out_s", "Moving back", "Time to move slowly back."),
        ("relax_s", "Relax", "Rest after each repetition."),
        ("switch_s", "Other side", "Time to change sides."),
        ("rate_s", "Rating", "Time for easy, comfortable or hard, when it is asked."),
        ("lead_in_s", "Lead-in", "Time between your key and going on after a pause."),
    )
)

# What the settings list, group by group.
GROUPS: tuple[tuple[str, tuple[Preference, ...]], ...] = (
    ("Sessions", PREFERENCES),
    ("Phases", TIMING_PREFERENCES),
)

HIDDEN = (
    Preference("notice_seen", "Safety notes read", "The notes of the first start were read."),
    Preference("routine", "Routine", "The routine that a session follows.", ids="one"),
    Preference(
        "cautions", "Cautions", "Exercises that do not go with what you noted are left out.", ids="list"
    ),
    Preference("schedule", "Schedule", "Which routine is due on which days, and how often at most."),
)


def preference(key: str) -> Preference | None:
    """The row of a key, None for a key that does not exist."""
    rows = (*PREFERENCES, *TIMING_PREFERENCES, *HIDDEN)
    return next((row for row in rows if row.key == key), None)


def value_of(preferences: Preferences, key: str) -> Any:
    """What holds for a key."""
    return getattr(preferences.timing if key in asdict(STANDARD_TIMING) else preferences, key)


def preferences_of(stored: Mapping[str, Any]) -> Preferences:
    """The preferences from stored values; one that is unknown or out of bounds leaves the default."""
    sound = {key: value for key, value in stored.items() if (row := preference(key)) and row.accepts(value)}
    timing = {key: value for key, value in sound.items() if key in asdict(STANDARD_TIMING)}
    own = {key: value for key, value in sound.items() if key not in timing}
    read = {key: msgspec.convert(value, _kinds()[key]) for key, value in own.items()}
    return replace(Preferences(), timing=replace(STANDARD_TIMING, **timing), **read)

"""What is set about the person's sessions, each with its bounds and its effect in a sentence."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from backtui.domain.plan import MINUTES_BOUNDS
from backtui.domain.progression.ladder import Order
from backtui.domain.session.steps import STANDARD_TIMING, TIMING_BOUNDS_S, Timing
from backtui.domain.week import GOAL_BOUNDS

NEEDED_BOUNDS = (1, 5)
PER_DAY_BOUNDS = (1, 3)
# Whoever set these, `frequency_by` tells; a provider's are not changed by the person alone.
FREQUENCY = ("goal", "per_day")
DAY_STARTS_BOUNDS = (0, 12)
ID_LIMIT, IDS_LIMIT = 40, 40


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= ID_LIMIT and value.isprintable()


def _are_ids(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) <= IDS_LIMIT and all(map(_is_id, value))


class Preferences(msgspec.Struct, frozen=True):
    """What holds until something else is set; the fields, but `timing`, are keys of `PREFERENCES`."""

    minutes: int = 30
    goal: int = 3
    per_day: int = 1
    frequency_by: str = "me"
    needed: int = 2
    order: str = "balanced"
    routine: str = "standard"
    asks_rating: bool = False
    unrated: str = "comfortable"
    day_starts_h: int = 4
    notice_seen: bool = False
    cautions: tuple[str, ...] = ()
    timing: Timing = STANDARD_TIMING

    @property
    def ladder(self) -> Order:
        """The knob that grows first."""
        return Order(self.order)


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
        if self.bounds:
            whole = isinstance(value, int) and not isinstance(value, bool)
            return whole and self.bounds[0] <= int(str(value)) <= self.bounds[1]
        if self.ids:
            return _is_id(value) if self.ids == "one" else _are_ids(value)
        return value in self.choices if self.choices else isinstance(value, bool)


PREFERENCES: tuple[Preference, ...] = (
    Preference("minutes", "Session length", "A session is fitted to this time.", MINUTES_BOUNDS, unit=" min"),
    Preference("goal", "Sessions a week", "The week is counted against this goal.", GOAL_BOUNDS),
    Preference(
        "per_day", "Sessions a day", "So many on a back day; the second raises no dose.", PER_DAY_BOUNDS
    ),
    Preference(
        "frequency_by",
        "How often, set by",
        "Your provider's numbers of sessions stay as they are until this is you again.",
        choices=("me", "provider"),
    ),
    Preference(
        "needed", "Successes a step", "So many comfortable sessions earn the next step.", NEEDED_BOUNDS
    ),
    Preference(
        "order",
        "Ladder",
        "What grows first: the knob further behind, the holds, or the repetitions.",
        choices=tuple(Order),
    ),
    Preference("asks_rating", "Ask how it felt", "After each exercise a few seconds for easy, fine or hard."),
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
)

TIMING_PREFERENCES: tuple[Preference, ...] = tuple(
    Preference(key, name, effect, TIMING_BOUNDS_S, unit=" s")
    for key, name, effect in (
        ("ready_change_s", "Ready, new position", "Time to get into position when it changes."),
        ("ready_same_s", "Ready, same position", "Time to get ready when the position stays."),
        ("in_s", "Way in", "Time to move slowly into the hold."),
        ("out_s", "Way back", "Time to move slowly back."),
        ("relax_s", "Relax", "Rest after each repetition."),
        ("switch_s", "Other side", "Time to change sides."),
        ("rate_s", "Rating", "Time for easy, fine or hard, when it is asked."),
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
    own["cautions"] = tuple(own.get("cautions", ()))
    return replace(Preferences(), timing=replace(STANDARD_TIMING, **timing), **own)

"""The lines of the settings: value, effect and bound in a sentence, and what each was at first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from backtui.config import SETTINGS as TERMINAL
from backtui.config import Config, Setting
from backtui.domain.course import Change, Course, Decision
from backtui.domain.exercise import Exercise
from backtui.domain.preferences import GROUPS, Preference, Preferences, value_of
from backtui.tui.widgets.rows import Row
from backtui.tui.widgets.spans import Line, fit

EXERCISES = "Doses and targets"
CHANGED = "•"
NAME_CELLS = 26


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be set or opened: `about` says what it does, `first` what held at first.

    `key` is what kind of thing it is and which, with a colon between; without one it is the name of an
    errand that enter opens.
    """

    key: str
    name: str
    value: str = ""
    about: str = ""
    first: str = ""
    changed: bool = False
    note: str = ""
    second: str = ""
    role: str = "text"

    @property
    def words(self) -> tuple[str, ...]:
        """Where the filter looks."""
        return (self.name, self.value, self.about, self.note)

    @property
    def why(self) -> str:
        """The sentence under the list."""
        return f"{self.about} At first: {self.first}." if self.changed and self.first else self.about

    @property
    def _name(self) -> str:
        """In its column, so that a note stands beside it; a name without a note may be as long as it is."""
        return fit(self.name, NAME_CELLS) if self.note else f"{self.name:<{NAME_CELLS}}"

    @property
    def row(self) -> Row:
        """As the list shows it; a dot marks what is not as it was at first."""
        mark = f"{CHANGED if self.changed else ' '} "
        left: Line = [(mark, "accent"), (self._name, self.role), (self.note, "warn")]
        right: Line = [(self.value, "strong"), (self.second, "dim")]
        return Row(left, right, self.key, self.why)


EVERY = Item(
    "aim_all",
    "All exercises",
    about="Hold, repetitions, target, ceiling, pace, lock and rest of all exercises at once.",
)
ABOUT = Item("about", "Safety notes and about", about="What backtui is, and is not.")


def exercise_items(
    exercises: Mapping[str, Exercise], decisions: Mapping[str, Decision], courses: Mapping[str, Course]
) -> list[Item]:
    """The doses and targets: a door to all at once, and a line for each exercise."""
    each = (_exercise(exercises[key], decisions[key], courses[key]) for key in exercises if key in decisions)
    return [EVERY, *each]


def _exercise(exercise: Exercise, decision: Decision, course: Course) -> Item:
    note = {Change.RESTING: "resting", Change.LOCKED: "locked"}.get(decision.kind, "")
    own = (course.override, course.target_at, course.locked, course.rested)
    return Item(
        f"exercise:{exercise.id}",
        exercise.name,
        f"{decision.dose!s:<9}",
        f"{exercise.name}: {decision.why}",
        changed=any(each is not None for each in own),
        note=note,
        second=f" {course.target!s:<8}",
    )


def programme_items(preferences: Preferences) -> list[Item]:
    """Doors to what one's programme is made of: the routine, and what the body has to mind."""
    first = Preferences()
    routine, cautions = preferences.routine, said(preferences.cautions)
    minded = "What you have to mind, such as osteoporosis: exercises that do not go with it are left out."
    return [
        Item(
            *("routines", "Routine", routine, "The routine that a session follows; make your own."),
            first=first.routine,
            changed=routine != first.routine,
        ),
        Item("cautions", "Cautions", cautions, minded, "none", changed=bool(preferences.cautions)),
    ]


def preference_groups(preferences: Preferences) -> list[tuple[str, list[Item]]]:
    """All that is set about sessions, in the groups of its table."""
    return [(name, [_preference(row, preferences) for row in rows]) for name, rows in GROUPS]


def _preference(row: Preference, preferences: Preferences) -> Item:
    value, first = value_of(preferences, row.key), value_of(Preferences(), row.key)
    about = f"{row.effect} {_cap(row.allowed)}."
    return Item(
        f"preference:{row.key}",
        row.name,
        said(value, row.unit),
        about,
        said(first, row.unit),
        changed=value != first,
    )


def terminal_items(config: Config, own_keys: int) -> list[Item]:
    """All that is set about this terminal; so many actions have keys that were chosen."""
    keys = f"{own_keys} changed" if own_keys else "as at first"
    about = "Which key does what; also for a foot pedal or a presenter."
    return [
        *(_terminal(row, getattr(config, row.key)) for row in TERMINAL),
        Item("keymap", "Keys", keys, about, changed=own_keys > 0),
        Item("cues", "Try the cues", about="Bells, flash, title: what reaches you here?"),
    ]


def _terminal(row: Setting, value: str | bool) -> Item:
    about = f"{row.effect} {_cap(_allowed(row))}; holds {row.since}."
    changed = value != row.default
    return Item(f"terminal:{row.key}", row.name, said(value), about, said(row.default), changed=changed)


def _allowed(row: Setting) -> str:
    """What may be set, as the screen says it; the file says it in TOML."""
    if row.kind == "name":
        return "one of those that enter shows"
    if row.kind == "switch":
        return "on or off"
    return f"{', '.join(row.choices[:-1])} or {row.choices[-1]}" if row.choices else row.allowed


def said(value: object, unit: str = "") -> str:
    """A value as the screen says it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(map(str, value)) or "none"
    return f"{value}{unit}" if value not in ("", None) else "none"


def problem_items(problems: Sequence[str]) -> list[Item]:
    """What of config.toml could not be used, the line first."""
    return [
        Item(f"problem:{number}", _from_the_line(problem), about=problem, changed=True, role="warn")
        for number, problem in enumerate(problems)
    ]


def _from_the_line(problem: str) -> str:
    """A problem without the folders of its file, which fill a line."""
    file, line, rest = problem.partition(", line ")
    return f"{PurePath(file).name}{line}{rest}"


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]

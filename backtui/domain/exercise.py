"""What an exercise is: its words, its sides and its doses. The facts are those of docs/rules.md."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from backtui.domain.fault import Fault, shown

if TYPE_CHECKING:
    from backtui.domain.figure.model import Figure

HOLD_BOUNDS_S = (0, 600)
REPETITION_BOUNDS = (1, 50)
SET_BOUNDS = (1, 10)
REST_BOUNDS_S = (0, 600)
TEMPO_BOUNDS_S = (0, 60)
STEP_BOUNDS = {"hold_s": (1, 60), "reps": (1, 10), "sets": (1, 5)}
MOST_HOLDS = 4  # in one repetition
DAY_COURSE = "day"
PLACEHOLDERS = ("{side}", "{other}")
# Characters of a word, of a line on one row of an 80-column screen, and of a sentence.
WORD_LIMIT, LINE_LIMIT, SENTENCE_LIMIT = 40, 76, 200
# A no-break space and the two joiners belong to the words of some languages and steer no terminal.
_HARMLESS = dict.fromkeys(map(ord, "\u00a0\u202f\u200c\u200d"))


def _prints(text: str) -> Fault | None:
    """Only characters that print, and no blank at either end."""
    if not text.isprintable() and not text.translate(_HARMLESS).isprintable():
        words = "has a control character; it must have only characters that print."
        return Fault("has a control character", words)
    if text != text.strip():
        return Fault("begins or ends with a space", "begins or ends with a space; it must not.")
    return None


def _names(text: str) -> Fault | None:
    """Small letters and digits, with single hyphens between."""
    if all(part.isascii() and part.isalnum() and part == part.lower() for part in text.split("-")):
        return None
    bound = "must be small letters and digits, with single hyphens between"
    return Fault(bound, f"is {shown(text)}; it {bound}.")


Word = Annotated[str, Meta(min_length=1, max_length=WORD_LIMIT), _prints]
Line = Annotated[str, Meta(min_length=1, max_length=LINE_LIMIT), _prints]
Sentence = Annotated[str, Meta(min_length=1, max_length=SENTENCE_LIMIT), _prints]
Sentences = Annotated[tuple[Sentence, ...], Meta(min_length=1, max_length=20)]
Name = Annotated[Word, _names]


class Kind(StrEnum):
    """What an exercise is for."""

    STRETCH = "stretch"
    STRENGTH = "strength"


class Position(StrEnum):
    """How the body rests; the order is the order inside a block."""

    LYING = "lying"
    PRONE = "prone"
    SIDE_LYING = "side-lying"
    HANDS_AND_KNEES = "hands-and-knees"
    KNEELING = "kneeling"
    SITTING = "sitting"
    STANDING = "standing"

    @property
    def rank(self) -> int:
        """0 for lying to 6 for standing: from the floor up."""
        return list(Position).index(self)


class Sides(StrEnum):
    """Whether the repetitions are done once, on one side and then on the other, or on both by turns."""

    ONE = "one"
    EACH = "each"
    ALTERNATING = "alternating"


class Side(StrEnum):
    """The side that a repetition is done on."""

    NONE = "none"
    LEFT = "left"
    RIGHT = "right"


def sides_of(sides: Sides, only: Side = Side.NONE) -> tuple[Side, ...]:
    """The sides in the order in which they are done; `only` one where that has a dose of its own."""
    if only is not Side.NONE:
        return (only,)
    return (Side.NONE,) if sides is Sides.ONE else (Side.LEFT, Side.RIGHT)


def words(text: str, side: Side) -> str:
    """The text with {side} and {other} as left and right; Side.NONE reads as the left, which comes first."""
    here, there = (Side.RIGHT, Side.LEFT) if side is Side.RIGHT else (Side.LEFT, Side.RIGHT)
    return text.replace("{side}", here).replace("{other}", there)


HoldSeconds = Annotated[int, Meta(ge=HOLD_BOUNDS_S[0], le=HOLD_BOUNDS_S[1])]
Repetitions = Annotated[int, Meta(ge=REPETITION_BOUNDS[0], le=REPETITION_BOUNDS[1])]
RestSeconds = Annotated[int, Meta(ge=REST_BOUNDS_S[0], le=REST_BOUNDS_S[1])]
TempoSeconds = Annotated[int, Meta(ge=TEMPO_BOUNDS_S[0], le=TEMPO_BOUNDS_S[1])]


class Dose(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """Seconds of a hold, and repetitions (per side where there are sides), in one set or more.

    `reps` are those of the first set, `more` those of each set after it; between sets are `rest_s` seconds.
    Without a hold (0 s) the repetition is a movement.
    """

    hold_s: HoldSeconds
    reps: Repetitions
    more: Annotated[tuple[Repetitions, ...], Meta(max_length=SET_BOUNDS[1] - 1)] = ()
    rest_s: RestSeconds = 0

    def __str__(self) -> str:
        hold = f"{self.hold_s} s " if self.hold_s else ""
        if not self.even:
            return f"{hold}× {'-'.join(map(str, self.sets))}"
        return f"{hold}× {self.reps}" + (f", {len(self.sets)} sets" if self.more else "")

    @property
    def sets(self) -> tuple[int, ...]:
        """The repetitions of each set."""
        return (self.reps, *self.more)

    @property
    def even(self) -> bool:
        """All sets have as many repetitions."""
        return all(reps == self.reps for reps in self.more)

    @property
    def total(self) -> int:
        """The repetitions of all sets, per side where there are sides."""
        return self.reps + sum(self.more)

    def set_of(self, rep: int) -> tuple[int, int]:
        """The set (from 1), and the repetition in it (from 1), of one that is numbered through all sets.

        What was done beyond the dose belongs to the last set.
        """
        last = len(self.more)
        for number, reps in enumerate(self.sets):
            if rep <= reps or number == last:
                return number + 1, rep
            rep -= reps
        raise AssertionError


class Increment(msgspec.Struct, frozen=True, omit_defaults=True):
    """How much of each knob one step of growth adds: seconds of the hold, repetitions, sets."""

    hold_s: Annotated[int, Meta(ge=STEP_BOUNDS["hold_s"][0], le=STEP_BOUNDS["hold_s"][1])] = 1
    reps: Annotated[int, Meta(ge=STEP_BOUNDS["reps"][0], le=STEP_BOUNDS["reps"][1])] = 1
    sets: Annotated[int, Meta(ge=STEP_BOUNDS["sets"][0], le=STEP_BOUNDS["sets"][1])] = 1


class Tempo(msgspec.Struct, frozen=True, omit_defaults=True):
    """Seconds of the way in, the way out and the relaxing of an exercise; None: as the settings say."""

    in_s: TempoSeconds | None = None
    out_s: TempoSeconds | None = None
    relax_s: TempoSeconds | None = None


class HoldPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """One hold of a repetition: seconds of its own, or None for the dose's.

    A `moving` one is no hold, as the circle of a head; it counts for no second held.
    """

    seconds: HoldSeconds | None = None
    moving: bool = False

    def seconds_in(self, dose: Dose) -> int:
        """How long it takes with a dose."""
        return dose.hold_s if self.seconds is None else self.seconds


AS_SETTINGS = Tempo()
A_HOLD = HoldPart()
ONE_EACH = Increment()


def parts_of(holds: int, parts: tuple[HoldPart, ...]) -> tuple[HoldPart, ...]:
    """Each hold of a repetition; without `parts` they are all the dose's."""
    return parts or (A_HOLD,) * holds


def asked_seconds(dose: Dose, holds: int, parts: tuple[HoldPart, ...]) -> tuple[int, ...]:
    """The seconds that each hold of a repetition is to be held; one of 0 s or that moves is none."""
    asked = (part.seconds_in(dose) for part in parts_of(holds, parts) if not part.moving)
    return tuple(seconds for seconds in asked if seconds)


class Spoken(msgspec.Struct, frozen=True, omit_defaults=True):
    """The instructions in few words, for an ear: what does not fit its phase in full is said so.

    `hold` has an entry for each hold, or none; `switch` is said at the change to a side. Without one the
    phase has only its general words.
    """

    set_up: Line = ""
    movement_in: Line = ""
    hold: Annotated[tuple[Line, ...], Meta(max_length=MOST_HOLDS)] = ()
    movement_out: Line = ""
    switch: Line = ""

    def hold_words(self, hold: int) -> str:
        """The few words of a hold, from 0; "" where there are none."""
        return self.hold[hold] if hold < len(self.hold) else ""


NOT_SPOKEN = Spoken()


class Instructions(msgspec.Struct, frozen=True):
    """What a person is told about an exercise, as its file says it; sentences are shown as they stand.

    `hold` has a sentence for each hold of a repetition: two for cat and camel, none where it only moves. With
    sides, `set_up`, `movement_in`, `hold` and `movement_out` may hold {side} and {other}: show them through
    `words`; so may all of `spoken`.
    `avoid_with` names the cautions with which it is left out.
    """

    id: Name
    name: Word
    kind: Kind
    position: Position
    sides: Sides
    works_on: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=6)]
    set_up: Annotated[tuple[Sentence, ...], Meta(min_length=1, max_length=6)]
    movement_in: Line
    hold: Annotated[tuple[Line, ...], Meta(max_length=MOST_HOLDS)]
    movement_out: Line
    hint: Line = ""
    cautions: Annotated[tuple[Sentence, ...], Meta(max_length=6)] = ()
    easier: Sentence = ""
    avoid_with: Annotated[tuple[Word, ...], Meta(max_length=20)] = ()
    spoken: Spoken = NOT_SPOKEN


class Exercise(Instructions, frozen=True):
    """One exercise with its doses: where growth begins, where it aims, how far a raised target may go.

    `step` is what one step of growth adds, `tempo` the exercise's own; `parts`, where one of its holds is
    different from the others, has one for each. `figure` is the id of the shipped figure that draws it (""
    for none), `poses` a figure of its own. `own`: the person made it.
    """

    start: Dose = Dose(2, 2)
    target: Dose = Dose(5, 5)
    ceiling: Dose = Dose(10, 10)
    step: Increment = ONE_EACH
    tempo: Tempo = AS_SETTINGS
    parts: tuple[HoldPart, ...] = ()
    figure: str = ""
    poses: "Figure | None" = None
    own: bool = False

    @property
    def holds(self) -> int:
        """Holds in one repetition, the moving ones too: 1 to 4, 2 for cat and camel."""
        return max(1, len(self.hold))

    @property
    def sided_set_up(self) -> str:
        """What of the set-up is another for the other side; {side} and {other} stand as they are."""
        return " ".join(each for each in self.set_up if "{" in each)

    def hold_words(self, hold: int) -> str:
        """What is said in a hold, from 0: its own sentence, or that of the way into it."""
        return self.hold[hold] if hold < len(self.hold) else self.movement_in


def course_name(routine: str, exercise: str, nth: int = 1) -> str:
    """The course of an exercise that stands with a dose of its own in a routine, for the nth time there."""
    return f"{routine}/{exercise}" + (f"-{nth}" if nth > 1 else "")


class RoutineItem(msgspec.Struct, frozen=True):
    """An exercise in a routine, with a dose of its own or None for the dose of the day.

    A dose of its own is a course: `key` names it in its routine, `grows` lets it rise, `fixed` forbids every
    change. `rest_before_s` seconds of rest come before it.
    """

    exercise: Word
    dose: Dose | None = None
    grows: bool = False
    fixed: bool = False
    key: str = ""
    rest_before_s: RestSeconds = 0

    def course(self, routine: str) -> str:
        """The course that it is judged by: the day's, or that of its place in the routine."""
        return f"{routine}/{self.key or self.exercise}" if self.dose else DAY_COURSE


class RoutineBlock(msgspec.Struct, frozen=True):
    """Exercises of one kind that are done together."""

    kind: Kind
    items: tuple[RoutineItem, ...]


class Routine(msgspec.Struct, frozen=True):
    """A session's shape: blocks in order. `own` routines are taken as they are, others fitted to the time."""

    id: str
    name: str
    blocks: tuple[RoutineBlock, ...]
    own: bool = False


class Caution(msgspec.Struct, frozen=True):
    """A state of the body with which some exercises are left out until a provider allows them.

    `name` reads on after "you noted"; `advice` is one sentence that informs and points to the provider.
    """

    id: Name
    name: Line
    advice: Sentence


class Guidance(msgspec.Struct, frozen=True):
    """What backtui says beside the exercises: how to feel, when to stop, when to seek help, daily habits."""

    notice: Sentences
    safety: Sentences
    stop: Sentences
    urgent: Sentences
    ask: Sentences
    habits: Sentences
    week: Sentences
    source: Sentence


class Content(msgspec.Struct, frozen=True):
    """What there is by id, shipped or made by the person, and the guidance.

    `former` has exercises that were removed, for the sessions in which they were done.
    """

    exercises: Mapping[str, Exercise] = msgspec.field(default_factory=dict)
    routines: Mapping[str, Routine] = msgspec.field(default_factory=dict)
    guidance: Guidance | None = None
    cautions: Mapping[str, Caution] = msgspec.field(default_factory=dict)
    former: Mapping[str, Exercise] = msgspec.field(default_factory=dict)

    def name_of(self, exercise: str) -> str:
        """What an exercise is called, or was called before it was removed; else its id."""
        known = self.exercises.get(exercise) or self.former.get(exercise)
        return known.name if known else exercise

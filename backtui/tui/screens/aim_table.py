"""What can be set for an exercise: each number and each choice with its name, effect and bounds."""

from dataclasses import dataclass

from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS
from backtui.domain.preferences import NEEDED_BOUNDS
from backtui.domain.said import LADDERS

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Knob:
    """A number that can be set: its name, its effect, its bounds and its unit."""

    name: str
    effect: str
    bounds: tuple[int, int]
    unit: str = ""


KNOBS = {
    "hold_s": Knob("Hold", "Seconds of each hold, from the next session on.", HOLD_BOUNDS_S, " s"),
    "reps": Knob("Repetitions", "On each side where there are sides.", REPETITION_BOUNDS),
    "target_hold_s": Knob("Target hold", "The hold grows up to this.", HOLD_BOUNDS_S, " s"),
    "target_reps": Knob("Target repetitions", "The repetitions grow up to this.", REPETITION_BOUNDS),
    "ceiling_hold_s": Knob("Ceiling hold", "No longer hold is ever offered.", HOLD_BOUNDS_S, " s"),
    "ceiling_reps": Knob("Ceiling repetitions", "No more are ever offered.", REPETITION_BOUNDS),
    "needed": Knob("Successes a step", "So many comfortable sessions earn the next step.", NEEDED_BOUNDS),
}
# Choices in the order in which the arrows go through them, each with what it is called.
CHOICES: dict[str, dict[object, str]] = {
    "ladder": {DEFAULT: "as for all", **{str(key): name for key, name in LADDERS.items()}},
    "lock": {(False, "me"): "no", (True, "me"): "by me", (True, "provider"): "by my provider"},
    "rest": {False: "no", True: "yes"},
    "by": {"me": "me", "provider": "my provider"},
}
NAMES = {"ladder": "Ladder", "lock": "Locked", "rest": "Resting", "by": "Set from now on by"}
EFFECTS = {
    "ladder": "What grows first: the knob further behind, the holds, or the repetitions.",
    "lock": "A locked dose is changed by no rule; pain still ends the exercise.",
    "rest": "It is left out of sessions until you bring it back.",
    "by": "Whose numbers the next changes here are; p changes it anywhere.",
}

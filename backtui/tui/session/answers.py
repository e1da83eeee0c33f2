"""What a key in a session is answered with, in the words' place, for some seconds."""

from collections.abc import Iterable, Mapping

from backtui.domain.events import Eased, ExerciseEnded, MovedBack, Postponed, Rated
from backtui.domain.exercise import Exercise
from backtui.domain.session.state import Happened, Mode, Press, SessionState, TakenBack
from backtui.domain.session.steps import Phase
from backtui.tui.keys import name_of

SHOWN_S = 3.0
SOUND = {True: "Sound on.", False: "Sound off."}
FIGURE = {True: "Figure on.", False: "Figure off."}
# Why a key does nothing just now.
NOTHING = {
    Press.LONGER: "Only a hold or a rest can go on longer.",
    Press.RESTART: "No repetition is under way.",
    Press.UNDO: "There is nothing to take back.",
    Press.LATER: "Nothing else is left to do first in this block.",
    Press.BACK: "This is the first exercise.",
    Press.EASE: "There is no repetition to ease.",
}
# The letter of each key's place on layouts that have no Latin ones: a foot or a hand knows only the place.
LATIN = "qwertyuiopasdfghjklzxcvbnm"
LAYOUTS = (
    "йцукенгшщзфывапролдячсмить",
    "йцукенгшщзфівапролдячсмить",
    ";ςερτυθιοπασδφγηξκλζχψωβνμ",
    "/'קראטוןםפשדגכעיחלךזסבהנמצ",
)
PLACES: Mapping[str, str] = {
    sign: latin for layout in LAYOUTS for sign, latin in zip(layout, LATIN, strict=True) if sign.isalpha()
}


def latin(character: str | None) -> str:
    """The key that was meant: without capitals, and on the Latin layout; "" for no letter."""
    small = (character or "").lower()
    return PLACES.get(small, small if small.isalpha() else "")


def unknown(character: str | None) -> str:
    """A key that means nothing here."""
    named = f": {character}" if character and character.isprintable() else ""
    return f"No such key{named}.   {name_of('run.help')} keys"


def answer(
    effects: Iterable[Happened], state: SessionState, press: Press, exercises: Mapping[str, Exercise]
) -> str:
    """The sentence for what a key has done, "" where the screen shows it anyway."""
    said = next(filter(None, (_answer(effect.what, state, exercises) for effect in effects)), "")
    again = press is Press.RESTART and not state.longer and state.mode is Mode.RUNNING
    return said or ("Once more." if again else "")


def _answer(what: object, state: SessionState, exercises: Mapping[str, Exercise]) -> str:
    """The sentence for one thing that happened."""
    if isinstance(what, Eased):
        return _eased(state)
    item = getattr(what, "item", state.item)
    name = exercises[state.script.items[item].exercise].name
    slip = f"   {name_of('run.undo')} it was a slip"
    match what:
        case Rated(_, rating) if rating:
            return f"{name} was {rating}: noted."
        case Postponed():
            return f"{name} comes later, at the end of its block.{slip}"
        case ExerciseEnded(_, "skipped"):
            return f"{name} skipped.{slip}"
        case MovedBack():
            return f"Back to {name}."
        case TakenBack():
            return f"Taken back: on with {name}."
        case _:
            return ""


def _eased(state: SessionState) -> str:
    """How long the holds that are left will be."""
    left = (step.seconds for step in state.steps[state.at :] if step.phase is Phase.HOLD)
    seconds = next(left, None)
    if seconds is None:
        return "This repetition is over."
    return f"Each hold that is left takes a second less: {seconds:g} s."

"""What is said aloud in each phase, as long as the phase lets it be: two and a half words a second.

Each phase has its words in several lengths, the longest first; the first that fits is said. An exercise's own
sentences are said in the first repetition of a side, later ones have a word or two.
"""

from collections.abc import Iterable, Mapping

from backtui.domain.exercise import Exercise, Position, Side, words
from backtui.domain.session.state import SessionState, to_offer
from backtui.domain.session.steps import Item, Phase, Step
from backtui.domain.words.numbers import join_and, many, noun, upper_first

RISE = "Open your eyes and stand up slowly."
WORDS_A_SECOND = 2.5
TICKS = 3  # the last seconds before a start, which are counted
COUNTED_FROM_S = 4  # holds from so many seconds on are counted out
HALFWAY_S = 20  # in longer ones the last ten are told
PLAIN = {
    Phase.OUT: "And return.",
    Phase.RELAX: "Relax.",
    Phase.RATE: "How was it?",
    Phase.OFFER: "You skipped something.",
    Phase.HURT: "It is over.",
}

Lengths = tuple[str, ...]


def fitted(lengths: Iterable[str], seconds: float, pace: float = WORDS_A_SECOND) -> str:
    """The first text that can be said in so many seconds, else the last; empty ones are passed over."""
    texts = [text for text in lengths if text]
    return next((text for text in texts if len(text.split()) <= seconds * pace), texts[-1])


def said(state: SessionState, item: Item, step: Step, exercise: Exercise, seconds: float) -> str:
    """The words of a phase that has so many seconds left."""
    if step.phase in (Phase.READY, Phase.SWITCH) or (step.phase is Phase.REST and step.rep):
        seconds -= TICKS
    elif step.phase is Phase.HOLD and seconds >= COUNTED_FROM_S:
        seconds -= 2
    if step.phase is Phase.READY and _rises(state, item):
        found = _ready(item, step, exercise, RISE)
    else:
        found = lengths(item, step, exercise, first=_is_first(state, item, step))
    text = fitted(found, seconds)
    text = words(text, step.side)
    return upper_first(text)


def _rises(state: SessionState, item: Item) -> bool:
    """One comes up from the floor for it; whoever begins a session stands already."""
    before = state.script.beside(item.index, -1)
    return item.position is Position.STANDING and before is not None and before.position is not item.position


def _is_first(state: SessionState, item: Item, step: Step) -> bool:
    """The repetition is the first that is done on its side now."""
    steps = state.steps if state.current is item else ()
    return next((each.rep for each in steps if each.rep and each.side is step.side), step.rep) == step.rep


def lengths(item: Item, step: Step, exercise: Exercise, *, first: bool) -> Lengths:
    """The words of a phase, the longest first; {side} and {other} stand as they are."""
    short = exercise.spoken
    match step.phase:
        case Phase.READY:
            return _ready(item, step, exercise)
        case Phase.REST:
            return _rest(item, step, exercise)
        case Phase.IN:
            return _way_in(item, step, exercise, first=first)
        case Phase.HOLD | Phase.MOVE:
            return _held(item, step, exercise, first=first)
        case Phase.OUT if first:
            return exercise.movement_out, short.movement_out, PLAIN[Phase.OUT]
        case Phase.SWITCH:
            return _switch(step, exercise)
        case phase:
            return (PLAIN[phase],)


def _held(item: Item, step: Step, exercise: Exercise, *, first: bool) -> Lengths:
    """How long, and what to mind in it; a movement says again what it is."""
    own = (exercise.hold_words(step.hold), exercise.spoken.hold_words(step.hold))
    if step.phase is Phase.MOVE:
        return (*own[not first :], "Move.")
    if not first:
        return ("Hold.",)
    hold = f"Hold, {_lasting(step.seconds)}."
    # The words of a later hold say how to come into it, so they are said on the way.
    told = () if step.hold and item.tempo.in_s != 0 else own
    return (*(f"{hold} {text}" for text in told if text), hold, "Hold.")


def _ready(item: Item, step: Step, exercise: Exercise, before: str = "") -> Lengths:
    """The exercise, its side, its dose, and how to get into position; `before` is said before that."""
    name, side = f"{exercise.name}.", ""
    if step.side is not Side.NONE:
        side = f"{exercise.name}, {step.side} side."
    full, few = f"{before} {' '.join(exercise.set_up)}".strip(), exercise.spoken.set_up
    few = few and f"{before} {few}".strip()
    head, dose = side or name, _dose(item)
    found = [
        f"{head} {dose} {full}",
        f"{head} {full}",
        few and f"{head} {dose} {few}",
        few and f"{head} {few}",
    ]
    return (*found, few and f"{name} {few}", before and f"{head} {before}", side, name)


def _dose(item: Item) -> str:
    dose = item.dose
    often = many(dose.reps, "time") if dose.even else f"{join_and(map(str, dose.sets))} times"
    often = {"1 time": "once", "2 times": "twice"}.get(often, often)
    sets = f", {many(len(dose.sets), 'set')}" if dose.more and dose.even else ""
    return f"{_lasting(dose.hold_s)}, {often}{sets}." if dose.hold_s else f"{often.capitalize()}{sets}."


def _rest(item: Item, step: Step, exercise: Exercise) -> Lengths:
    """How long, and what comes after it."""
    rest = f"Rest, {_lasting(step.seconds)}."
    if not step.rep:
        return f"{rest} Then {exercise.name}.", rest, "Rest."
    number, _ = item.dose.set_of(step.rep)
    comes = f"set {number} of {len(item.dose.sets)}"
    side = "" if step.side is Side.NONE or item.by_turns else f", {step.side} side"
    return f"{rest} Then {comes}{side}.", f"{rest} Then {comes}.", rest, "Rest."


def _way_in(item: Item, step: Step, exercise: Exercise, *, first: bool) -> Lengths:
    """The movement in full at first; later that it begins, and which is the last."""
    few = exercise.spoken
    if step.hold:
        return (exercise.hold_words(step.hold) if first else "", few.hold_words(step.hold), "And on.")
    side = f"{step.side} side." if item.by_turns else ""
    if first:
        return exercise.movement_in, few.movement_in, side, "Slowly in."
    if item.by_turns:
        return few.movement_in, side
    comes = "Last one" if step.rep == item.dose.total else "Once more"
    # At the second repetition it is not known yet that these words begin it.
    moves = f"{comes}: {_inside(few.movement_in)}" if step.rep == 2 and few.movement_in else ""
    return moves, f"{comes}.", "Once more."


def _inside(sentence: str) -> str:
    """A sentence as it stands after a colon."""
    return sentence[:1].lower() + sentence[1:]


def _switch(step: Step, exercise: Exercise) -> Lengths:
    """Which side, and what changes for it."""
    side, few, sided = step.side, exercise.spoken.switch, exercise.sided_set_up
    now = f"Now the {side} side."
    return (*(f"{now} {text}" for text in (sided, few) if text), few, now, f"{side} side.")


def _lasting(seconds: float) -> str:
    """A length as it is said: minutes where they are whole."""
    if seconds and seconds % 60 == 0:
        return f"{round(seconds / 60)} {noun(seconds / 60, 'minute')}"
    return f"{seconds:g} {noun(seconds, 'second')}"


def offered(state: SessionState, exercises: Mapping[str, Exercise]) -> str:
    """The question whether what was skipped is done after all."""
    skipped = (exercises[state.script.items[index].exercise].name for index in to_offer(state))
    return f"You skipped {join_and(dict.fromkeys(skipped))}."

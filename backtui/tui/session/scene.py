"""One moment in words and numbers, pure."""

from collections.abc import Mapping
from math import ceil, floor

import msgspec

from backtui.domain.events import Rating
from backtui.domain.exercise import Dose, Exercise, Side, sides_of, words
from backtui.domain.session.state import Mode, SessionState, phase_left_s, session_left_s
from backtui.domain.session.steps import Phase, length_s
from backtui.domain.words.numbers import block_name, position
from backtui.tui.keys import name_of
from backtui.tui.widgets.figure import phase_share

PHASE_WORDS = {
    Phase.READY: "GET READY",
    Phase.IN: "SLOWLY IN",
    Phase.HOLD: "HOLD",
    Phase.OUT: "SLOWLY BACK",
    Phase.RELAX: "RELAX",
    Phase.SWITCH: "OTHER SIDE",
    Phase.RATE: "HOW WAS IT?",
}
SIDES = {Side.NONE: "", Side.LEFT: "left side", Side.RIGHT: "right side"}


Previews = Mapping[str, Mapping[Rating, Dose]]
NO_PREVIEWS: Previews = {}


class Scene(msgspec.Struct, frozen=True):
    """One moment: `tone` names the phase for its colour and shape; `dots` has a repetition's state each."""

    block: str
    place: str
    left: str
    share: float
    name: str
    position: str
    side: str
    tone: str
    word: str
    count: str
    reps: str
    dots: str
    say: tuple[str, ...]
    hint: str
    following: str
    phase_share: float = 0.0

    def title(self, mark: str = "") -> str:
        """The moment in the window's title, behind what marks a log that is not the person's own."""
        return " ".join(f"{mark} {self.count} {self.word.lower()} · {self.name}".split())


def clock_text(seconds: float) -> str:
    """Minutes and seconds, rounded up, so that nothing is left only at the end."""
    whole = max(0, ceil(seconds - 1e-6))
    return f"{whole // 60}:{whole % 60:02}"


def scene(
    state: SessionState,
    exercises: Mapping[str, Exercise],
    now: float,
    pending: int = 0,
    previews: Previews = NO_PREVIEWS,
) -> Scene:
    """What the screen says at `now`; the newest `pending` repetitions are not on disk yet.

    `previews` says what each rating would make of the dose.
    """
    item, step = state.current, state.step
    exercise = exercises[item.exercise]
    total, left = length_s(state.script), session_left_s(state, now)
    if state.longer:
        left -= phase_left_s(state, now)  # nobody knows how long; what is left begins at its end
    reps, dots = _reps(state, pending)
    say, hint = _sentences(state, exercise)
    asked = _rating(state, exercises, previews)
    if asked:
        say, hint = ((asked,), hint) if step.phase is Phase.RATE else (say, asked)
    return Scene(
        block=_block(state),
        place=f"{state.item + 1} of {len(state.script.items)}",
        left=clock_text(left),
        share=min(1.0, max(0.0, 1 - left / total)) if total else 1.0,
        name=exercise.name,
        position=position(item.position),
        side=SIDES[step.side],
        tone=_tone(state),
        word=_word(state),
        count=_count(state, now),
        reps=reps,
        dots=dots,
        say=tuple(words(each, step.side) for each in say),
        hint=words(hint, step.side),
        following=_following(state, exercises),
        phase_share=phase_share(state, now),
    )


def _tone(state: SessionState) -> str:
    if state.mode is not Mode.RUNNING:
        return "paused"
    return state.step.phase.value


def _word(state: SessionState) -> str:
    if state.mode is Mode.PAUSED:
        return "PAUSED"
    if state.mode is Mode.LEAD_IN:
        return "GOING ON"
    if state.longer:
        return "HOLD ON"
    return PHASE_WORDS[state.step.phase]


def _count(state: SessionState, now: float) -> str:
    """Seconds still to go; seconds held so far where the hold goes on until a key."""
    if state.longer and state.mode is Mode.RUNNING:
        return str(floor(now - state.began))
    if state.mode is Mode.PAUSED:
        return ""
    return str(max(0, ceil(phase_left_s(state, now) - 1e-6)))


def _reps(state: SessionState, pending: int) -> tuple[str, str]:
    """Which repetition it is, and a letter for each of this side: d done, p pending, n now, o open."""
    step, item, own = state.step, state.current, state.own
    done = {rep.rep for rep in own.reps if rep.side is step.side}
    newest = [rep.rep for rep in own.reps if rep.side is step.side][-pending:] if pending else []
    under_way = step.rep if step.phase in (Phase.IN, Phase.HOLD) else 0
    letters = []
    for rep in range(1, item.dose.reps + 1):
        if rep == under_way:
            letters.append("n")
        elif rep in done:
            letters.append("p" if rep in newest else "d")
        else:
            letters.append("o")
    if step.rep:
        text = f"rep {step.rep} of {item.dose.reps}"
    else:
        sides = " a side" if len(sides_of(item.sides)) > 1 else ""
        text = f"{item.dose}{sides}"
    return text, "".join(letters)


def _sentences(state: SessionState, exercise: Exercise) -> tuple[tuple[str, ...], str]:
    """What to do now, sentence by sentence, and a hint beside it."""
    step = state.step
    if state.mode is Mode.PAUSED:
        asleep = state.pause_why == "gap"
        say = "The machine was asleep; nothing was counted." if asleep else "Rest a little."
        return (say,), f"{name_of('run.pause')} goes on; a hold that was broken off starts again."
    match step.phase:
        case Phase.READY:
            return exercise.set_up, exercise.hint
        case Phase.IN:
            # The second hold's own sentence says the way into it.
            way_in = exercise.hold[step.hold] if step.hold else exercise.movement_in
            return (way_in,), exercise.hint
        case Phase.HOLD:
            return (exercise.hold_words(step.hold),), exercise.hint
        case Phase.OUT | Phase.RELAX:
            return (exercise.movement_out,), exercise.hint
        case Phase.SWITCH:
            return exercise.set_up, exercise.hint
        case Phase.RATE:
            named = (f"{name_of(f'run.{rating}')} {rating}" for rating in Rating)
            return ("   ".join(named),), "No key means comfortable."


def _rating(state: SessionState, exercises: Mapping[str, Exercise], previews: Previews) -> str:
    """What each rating key would do, right after an exercise that was all held; "" elsewhere."""
    item = state.rated_item
    rated, entry = state.script.items[item], state.progress[item]
    after = item != state.item or state.step.phase is Phase.RATE
    planned = rated.dose.reps * len(sides_of(rated.sides))
    whole = len(entry.done) >= planned and not entry.eased_s and not entry.pain
    doses = previews.get(rated.exercise)
    if not (after and whole and doses and state.mode is not Mode.ENDED):
        return ""
    name = exercises[rated.exercise].name
    if entry.rating:
        return f"{name}: {entry.rating}, next {doses[entry.rating]}."
    keys = (f"{name_of(f'run.{rating}')} {rating} → {doses[rating]}" for rating in doses)
    return f"{name}? {'   '.join(keys)}"


def _block(state: SessionState) -> str:
    """The block under way; stretches that come again after the first block are named so."""
    item, first = state.current, state.script.items[0]
    again = item.block > first.block and item.block_kind is first.block_kind
    return block_name(item.block_kind, again=again)


def _following(state: SessionState, exercises: Mapping[str, Exercise]) -> str:
    """What comes next, with its position where that changes."""
    following = state.following
    if following is None:
        return "the end"
    same = following.position is state.current.position
    change = "" if same else f", {position(following.position)}"
    return f"{exercises[following.exercise].name}{change}"

"""One moment in words and numbers, pure."""

from collections.abc import Mapping
from math import ceil, floor

import msgspec

from backtui.domain.events import Rating
from backtui.domain.exercise import Dose, Exercise, Side, words
from backtui.domain.session.state import Mode, SessionState, phase_left_s, session_left_s, to_offer
from backtui.domain.session.steps import Phase, length_s
from backtui.domain.words.numbers import block_name, many, position
from backtui.domain.words.spoken import offered
from backtui.tui.keys import name_of
from backtui.tui.widgets.figure import phase_share

PHASE_WORDS = {
    Phase.READY: "GET READY",
    Phase.REST: "REST",
    Phase.IN: "SLOWLY IN",
    Phase.HOLD: "HOLD",
    Phase.MOVE: "MOVE",
    Phase.OUT: "SLOWLY BACK",
    Phase.RELAX: "RELAX",
    Phase.SWITCH: "OTHER SIDE",
    Phase.RATE: "HOW WAS IT?",
    Phase.OFFER: "SKIPPED",
    Phase.HURT: "PAIN NOTED",
}
# Where the letters of a word have no room.
BRIEF = {
    "SLOWLY IN": "IN",
    "SLOWLY BACK": "BACK",
    "OTHER SIDE": "SWITCH",
    "HOW WAS IT?": "RATE",
    "PAIN NOTED": "PAIN",
}
SIDES = {Side.NONE: "", Side.LEFT: "left side", Side.RIGHT: "right side"}

# In a window's title: seconds a step, and from how many on each second.
STEP_S, EACH_FROM_S = 5, 10

Previews = Mapping[int, Mapping[Rating, Dose]]
NO_PREVIEWS: Previews = {}


class Scene(msgspec.Struct, frozen=True):
    """One moment: `tone` names the phase for its colour and shape.

    `dots` has a letter for the state of each repetition of the set, in a rest of each set; `beside` is said
    in their place where there are none; `lesson` stands where else is told what is next; `about` is the count
    in large steps.
    """

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
    beside: str = ""
    lesson: str = ""
    about: str = ""

    def title(self, mark: str = "") -> str:
        """The moment in the window's title, behind what marks a log that is not the person's own."""
        return " ".join(f"{mark} {self.about} {self.word.lower()} · {self.name}".split())


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
    lesson: str = "",
) -> Scene:
    """What the screen says at `now`; the newest `pending` repetitions are not on disk yet.

    `previews` says what each rating would make of the dose; `lesson`, said before anything was done, what the
    bells mean.
    """
    item, step = state.shown, state.step
    exercise = exercises[item.exercise]
    total, left = length_s(state.script), session_left_s(state, now)
    if state.longer:
        left -= phase_left_s(state, now)  # nobody knows how long; what is left begins at its end
    reps, dots = _reps(state, pending)
    count = _count(state, now)
    say, hint = _sentences(state, exercises)
    starts = state.mode is Mode.RUNNING and step.phase is Phase.READY
    teaches = starts and not any(each.begun for each in state.progress)
    asked = _rating(state, exercises, previews)
    if asked:
        say, hint = ((asked,), hint) if step.phase is Phase.RATE else (say, asked)
    return Scene(
        block=_block(state),
        place=f"{state.script.turns.index(item.index) + 1} of {len(state.script.items)}",
        left=clock_text(left),
        share=min(1.0, max(0.0, 1 - left / total)) if total else 1.0,
        name=exercise.name,
        position=position(item.position),
        side="" if state.waiting else SIDES[step.side],
        tone=_tone(state),
        word=_word(state),
        count=count,
        reps=reps,
        dots=dots,
        say=tuple(words(each, step.side) for each in say),
        hint=words(hint, step.side),
        following=_following(state, exercises),
        phase_share=phase_share(state, now),
        beside=_beside(state),
        lesson=lesson if teaches else "",
        about=_about(count, counts_up=state.longer and state.mode is Mode.RUNNING),
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
        return "REST ON" if state.resting else "HOLD ON"
    return PHASE_WORDS[state.step.phase]


def _count(state: SessionState, now: float) -> str:
    """Seconds still to go; seconds held so far where the hold goes on until a key."""
    if state.longer and state.mode is Mode.RUNNING:
        return str(floor(now - state.began))
    if state.mode is Mode.PAUSED:
        return ""
    return str(max(0, ceil(phase_left_s(state, now) - 1e-6)))


def _about(count: str, *, counts_up: bool) -> str:
    """The count from afar, in steps until its last seconds, which are counted.

    The window's title has it: each second there makes taskbars restless, and is a sixth of what a hold sends.
    """
    if not count or int(count) <= EACH_FROM_S:
        return count
    steps = int(count) / STEP_S
    return str((floor(steps) if counts_up else ceil(steps)) * STEP_S)


def _reps(state: SessionState, pending: int) -> tuple[str, str]:
    """Which set and repetition it is, and a letter for each: d done, p pending, n now, o open."""
    step, item = state.step, state.current
    sets = item.dose.sets
    number, in_set = item.dose.set_of(max(1, step.rep))
    place = f"set {number} of {len(sets)}" if len(sets) > 1 else ""
    if state.offering or state.waiting or (state.resting and not step.rep):
        return "", ""
    if state.resting:
        letters = "".join("d" if each < number else "o" for each in range(1, len(sets) + 1))
        return f"then {place}, {many(sets[number - 1], 'rep')}", letters
    if step.rep:
        rep = f"rep {in_set} of {sets[number - 1]}"
        return " · ".join(filter(None, (place, rep))), _letters(state, number, pending)
    sides = " a side" if len(item.done_on) > 1 else ""
    return f"{item.dose}{sides}", "" if _beside(state) else _letters(state, number, pending)


def _letters(state: SessionState, number: int, pending: int) -> str:
    """The repetitions of a set: those of the side, or of both where they go by turns."""
    step, item, own = state.step, state.current, state.own
    newest = [(rep.side, rep.rep) for rep in own.reps][-pending:] if pending else []
    under_way = step.of if step.rep and (step.goes_in or step.ends) else None
    letters = []
    for side, rep in item.repetitions:
        if item.dose.set_of(rep)[0] != number or (side is not step.side and not item.by_turns):
            continue
        if (side, rep) == under_way:
            letters.append("n")
        elif (side, rep) in own.done:
            letters.append("p" if (side, rep) in newest else "d")
        else:
            letters.append("o")
    return "".join(letters)


def _beside(state: SessionState) -> str:
    """The rest beside a dose of several sets, before it begins."""
    dose = state.current.dose
    rests = state.step.phase is Phase.READY and dose.more and dose.rest_s
    return f"{dose.rest_s} s rest between sets" if rests else ""


def _sentences(state: SessionState, exercises: Mapping[str, Exercise]) -> tuple[tuple[str, ...], str]:
    """What to do now, sentence by sentence, and a hint beside it."""
    step, exercise = state.step, exercises[state.shown.exercise]
    if state.mode is Mode.PAUSED:
        asleep = state.pause_why == "gap"
        say = "The machine was asleep; nothing was counted." if asleep else "Rest a little."
        return (say,), f"{name_of('run.pause')} goes on; a hold that was broken off starts again."
    match step.phase:
        case Phase.IN:
            # A later hold's own sentence says the way into it.
            way_in = exercise.hold_words(step.hold) if step.hold else exercise.movement_in
            return (way_in,), exercise.hint
        case Phase.HOLD | Phase.MOVE:
            return (exercise.hold_words(step.hold),), exercise.hint
        case Phase.OUT | Phase.RELAX:
            return (exercise.movement_out,), exercise.hint
        case Phase.REST:
            again = (exercise.movement_in,) if step.rep else exercise.set_up
            return ("Rest, and breathe.",), " ".join(again)
        case Phase.HURT | Phase.RATE | Phase.OFFER:
            return _asked(state, exercises)
        case _:
            return exercise.set_up, exercise.hint


def _asked(state: SessionState, exercises: Mapping[str, Exercise]) -> tuple[tuple[str, ...], str]:
    """What is asked between two exercises, and the keys that answer."""
    match state.step.phase:
        case Phase.HURT:
            name = exercises[state.script.items[state.rated_item].exercise].name
            slip, enough, on = (name_of(f"run.{key}") for key in ("undo", "stop", "pause"))
            return (f"{name} is over.",), f"{slip} it was a slip   {enough} enough for today   {on} go on"
        case Phase.RATE:
            named = (f"{name_of(f'run.{rating}')} {rating}" for rating in Rating)
            return ("   ".join(named),), "No key means comfortable."
        case _:
            keys = f"{name_of('run.back')} does it now; {name_of('run.skip')}, or no key, ends the session."
            return (offered(state, exercises),), keys


def _rating(state: SessionState, exercises: Mapping[str, Exercise], previews: Previews) -> str:
    """What each rating key would do, right after an exercise that was all held; "" elsewhere."""
    item = state.rated_item
    rated, entry = state.script.items[item], state.progress[item]
    after = item != state.item or state.step.phase is Phase.RATE
    planned = rated.dose.total * len(rated.done_on)
    whole = len(entry.done) >= planned and not entry.eased_s and not entry.pain
    doses = previews.get(rated.index)
    if not (after and whole and doses and state.mode is not Mode.ENDED):
        return ""
    name = exercises[rated.exercise].name
    if entry.rating:
        return f"{name}: {entry.rating}, next {doses[entry.rating]}."
    keys = (f"{name_of(f'run.{rating}')} {rating} → {doses[rating]}" for rating in doses)
    return f"{name}? {'   '.join(keys)}"


def _block(state: SessionState) -> str:
    """The block under way; stretches that come again after the first block are named so."""
    item, first = state.shown, state.script.items[0]
    again = item.block > first.block and item.block_kind is first.block_kind
    return block_name(item.block_kind, again=again)


def _following(state: SessionState, exercises: Mapping[str, Exercise]) -> str:
    """What comes next, with its position where that changes; in a rest what it is a rest before."""
    step, dose, here = state.step, state.current.dose, state.current.position
    following = state.following
    if state.resting and step.rep:
        number, _ = dose.set_of(step.rep)
        side = f", {SIDES[step.side]}" if step.side is not Side.NONE else ""
        return f"set {number} of {len(dose.sets)}, {many(dose.sets[number - 1], 'repetition')}{side}"
    if state.resting:
        before = state.script.beside(state.item, -1)
        following, here = state.current, before.position if before else here
    if state.waiting:
        following, here = state.current, state.shown.position
    if following is None:
        return "what you skipped" if not state.offered and to_offer(state) else "the end"
    change = "" if following.position is here else f", {position(following.position)}"
    return f"{exercises[following.exercise].name}{change}"

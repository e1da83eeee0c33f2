"""Every sentence that the line mode says."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from backtui.domain.exercise import Dose, Exercise, Position, Side, Sides, words
from backtui.domain.plan import Plan, PlannedItem
from backtui.domain.record import EntryRecord
from backtui.domain.session.steps import Item, Phase, Step
from backtui.domain.week import Today
from backtui.domain.words.numbers import KINDS, join_and, many, position
from backtui.domain.words.numbers import number as number_word
from backtui.domain.words.reasons import times
from backtui.domain.words.sets import asked_in_sets, done_in_sets
from backtui.domain.words.spoken import fitted

DOSE = re.compile(r"(?:(\d+) s )?× (\d+(?:-\d+)*)(?:, (\d+) sets)?")


def read_aloud(text: str) -> str:
    """A sentence of the domain or of data/ with its signs as words."""
    text = DOSE.sub(lambda found: dose_words(_written(*found.groups())), text)
    text = re.sub(r"(\d+) s\b", lambda m: seconds(int(m[1])), text)
    return text.replace("°", " degrees").replace("→", "to").replace("×", "times")


def _written(hold_s: str | None, reps: str, sets: str | None) -> Dose:
    """A dose as it stands in a sentence."""
    first, *more = map(int, reps.split("-"))
    return Dose(int(hold_s or 0), first, tuple(more) or (first,) * (int(sets or 1) - 1))


def seconds(count: float) -> str:
    """Whole seconds, at least one."""
    return many(max(1, round(count)), "second")


def minutes(length_s: float) -> str:
    """Minutes, or seconds where there are few."""
    return seconds(length_s) if length_s < 90 else many(round(length_s / 60), "minute")


def lasting(length_s: float) -> str:
    """Whole minutes as such, all else in seconds."""
    return many(round(length_s / 60), "minute") if length_s and length_s % 60 == 0 else seconds(length_s)


def dose_words(dose: Dose, sides: Sides = Sides.ONE) -> str:
    """A dose as it is said."""
    hold = f"{seconds(dose.hold_s)}, " if dose.hold_s else ""
    often = times(dose.reps) if dose.even else f"{join_and(map(str, dose.sets))} times"
    sets = f", {many(len(dose.sets), 'set')}" if dose.more and dose.even else ""
    each = {Sides.ONE: "", Sides.EACH: " on each side", Sides.ALTERNATING: " on each side by turns"}[sides]
    rest = f", with {lasting(dose.rest_s)} of rest between the sets" if dose.more and dose.rest_s else ""
    return f"{hold}{often}{each}{sets}{rest}"


def both(item: Item) -> Sides:
    """The sides that an item is for, as far as the words for its dose say them."""
    return item.sides if item.side is Side.NONE else Sides.ONE


def repetition(step: Step, item: Item) -> str:
    """Which repetition of which set on which side."""
    number, rep = item.dose.set_of(step.rep)
    place = f" in set {number}" if item.dose.more else ""
    side = "" if step.side is Side.NONE else f", {step.side} side"
    return f"{rep} of {item.dose.sets[number - 1]}{place}{side}"


# Screen readers say three words a second at their calmest; so late a line may end.
PACE = 3.0
LATE_S = 1.4
WAITING = {
    Phase.RATE: "How was it? Say easy, comfortable or hard, {0}.",
    Phase.HURT: "Going on in {0}. Say undo if it was a slip, stop if it is enough.",
}
HEARD = "Press Enter when you have heard this."
HANDS_FREE = "No words are read here; the session runs by itself to its end."
WORDS_WORK = "While it runs, type a word and Enter, such as pause, next or stop; help names them all."
NO_MORE_WORDS = "No more words are read; the session goes on by itself to its end."
HELP = (
    "pause, space, p, or Enter alone: pause, and go on.",
    "next, n, or skip: the next exercise, or in a rest the next set.",
    "later or l: this exercise at the end of its block.",
    "back or b: the exercise before, from its start.",
    "restart or r: this hold again.",
    "ease or e: this repetition ends now, and the rest get a second less.",
    "longer or a plus sign: hold on or rest on longer, until any word.",
    "pain or x: it hurts, and the exercise ends.",
    "dizzy or d: the session ends.",
    "easy, comfortable or hard, or 1, 2 or 3: how the exercise feels.",
    "undo or u: take back the next, the later or the pain that ended an exercise just now.",
    "stop, q, or quit: end here; what you did is saved.",
    "where or w: where you are and how long it still takes.",
    "help, keys, or a question mark: these lines.",
)
NOTHING_NOW = "That does nothing just now."
GOES_ON = "It goes on by itself."
PAUSED = "Paused."
PAUSED_GAP = "Paused because the machine slept or was stopped; nothing of that time counts."
ENTER_GOES_ON = "Press Enter to go on."
UNDONE = "Taken back; it goes on with {0}."
EASED = "Eased off: the rest of this exercise holds a second less."
LONGER = "As long as you like, ten minutes at most; any word ends it."
PAIN = "If the pain lasts or comes back, ask your provider before you do this exercise again."
DIZZY = (
    "Dizziness noted; the session ends here.",
    "Sit down, unless you are already sitting or lying, and get up slowly.",
    "If it comes again, ask your provider; nothing grows from this session.",
)
STOP_HERE = "End the session here?"
STOP_CHOICES = ("Stop and save what you did.", "Go on.", "Discard this session.")
DISCARD = "Discard it? Nothing you did in it will count."
DISCARD_CHOICES = ("No, go on.", "Yes, discard it.")
DISCARDED = "Discarded; nothing of that session counts."
LEFT = "Saved; run backtui session --plain to go on."
NOT_SAVED = "Not all was saved. {}"
UNHEARD = "The lines cannot be written, so the session waits until you go on with it"
SAVED_AGAIN = "The log can be written again; all that you did is saved."
OPEN_FOUND = "What would you like to do with it?"
ITS_END = "its last lines"
OPEN_GO_ON, OPEN_FINISH, OPEN_DISCARD = "Go on with it.", "Finish it with what you did.", "Discard it."
FINISHED = "Finished with what you did."
TOO_OLD = "That session is more than 12 hours away; finish or discard it."
MORNING_AFTER = "How is your back after {0}'s session?"
MORNING_WHICH = "Type a number; Enter leaves it open."
MORNING_CHOICES = ("Better.", "The same.", "Worse.")
ANOTHER = "Begin a new session now?"
ANOTHER_CHOICES = ("Begin it.", "Leave.")
PAIN_BEFORE = "Pain in your back now, from 0 to 10? Enter skips this."
PAIN_AFTER = "Pain in your back now, after the session, from 0 to 10? Enter skips this."
RATE = "To rate one, type its number and easy, comfortable or hard, such as 1 hard; Enter keeps all."
RATE_HOW = "Type a number from the list and easy, comfortable or hard; Enter keeps all."
UNRATED = "What you held to the end and did not rate counts as comfortable."
DECLINE = "To say not yet, type the number; Enter accepts all."
ALL_STAY = "Next time all doses stay as they are."
FLARE = "Your back hurts more after the session, so nothing grows; if it lasts, ask your provider."
# Each {} is a name, a number or another sentence.
GOING_ON = "Going on in {}."
SKIPPED = "{} skipped."
LEFT_OUT = "{} is left out because it hurt before."
BACK_TO = "Back to {}, from its start."
AFTER_ALL = "{} after all."
OFFER = "{} Say back to do it now; else the session ends in {}."
PUT_OFF = "{} comes later, at the end of its block."
RATED = "{} rated {}."
HURTS = "Pain noted; {} ends here."
UNSAVED = "{} The session goes on, and saving is tried again."
WHICH = "Type a number; Enter takes {}."
RESUMING = "Going on with {}, repetition {}."
NOT_DONE = "Not done: {}."
DECLINED = "Not yet, then: {} stays as it is."
HOWS = {
    "skipped": "skipped",
    "pain": "ended for pain",
    "dizzy": "ended for dizziness",
    "cut": "cut short",
    "left-out": "left out because it hurt",
    None: "not reached",
}


def plan_lines(plan: Plan, names: dict[str, str]) -> list[str]:
    """What will be done, for how long, what changes and what is left out."""
    again = f", {number_word(plan.repeated)} of them twice" if plan.repeated else ""
    said = [*plan.notes, f"Today: {minutes(plan.total_s)}, {many(plan.exercises, 'exercise')}{again}."]
    number = 0
    for block in plan.blocks:
        said.append(f"{KINDS[block.kind].capitalize()}ing:")
        for each in block.items:
            number += 1
            said.append(f"{number}. {names[each.item.exercise]}, {_planned(each)}")
    said.extend(_left_out(plan, names))
    if plan.once:
        said.append(f"Only once, because time is short: {', '.join(names[each] for each in plan.once)}.")
    return said


def _left_out(plan: Plan, names: dict[str, str]) -> list[str]:
    """What is left out, all for one reason in one sentence."""
    reasons: dict[str, list[str]] = {}
    for each in plan.left_out:
        reasons.setdefault(each.why, []).append(names[each.exercise])
    return [f"Left out: {join_and(left)}. {read_aloud(why)}" for why, left in reasons.items()]


def _planned(each: PlannedItem) -> str:
    dose, before = dose_words(each.item.dose, both(each.item)), each.decision.before
    if each.item.side is not Side.NONE:
        dose = f"{each.item.side} side, {dose}"
    moved = before is not None and before != each.item.dose
    return f"{dose}. {read_aloud(each.decision.why)}" if moved else f"{dose}."


def ready(
    exercise: Exercise, item: Item, place: str, left_s: float, first: Step, *, known: bool
) -> list[str]:
    """What comes, and how to get into position; `first` is the first phase of its first repetition.

    `known`: it was done before in this session, so its own words are few.
    """
    later = first.rep > 1 or first.side is not item.done_on[0]
    side = "" if later or first.side is Side.NONE else f", the {first.side} side first"
    if item.side is not Side.NONE:
        side = f", on the {item.side} side"
    start = f" It begins with repetition {repetition(first, item)}." if later else ""
    on = "on " if exercise.position is Position.HANDS_AND_KNEES else ""
    where = f"{on}{position(exercise.position)}"
    do = "Hold" if item.asked_s and item.dose.hold_s else "Do it"
    doses = [dose_words(each, both(item)) for each in (item.dose, replace(item.dose, rest_s=0))]
    head = f"Exercise {place}: {exercise.name}"
    said = fitted(
        (*(f"{head}, {where}. {do} {each}{side}.{start}" for each in doses), f"{head}{side}.{start}"),
        left_s - 1,
        PACE,
    )
    full = " ".join(words(each, first.side) for each in exercise.set_up)
    few = words(exercise.spoken.set_up, first.side)
    get = f"Get ready, {seconds(left_s)}."
    lengths = (f"{get} {full} {exercise.hint}".rstrip(), f"{get} {full}", f"{get} {few}".rstrip(), get)
    room = left_s - len(said.split()) / PACE + LATE_S
    return [said, read_aloud(fitted(lengths[2:] if known else lengths, room, PACE))]


def phase(exercise: Exercise, item: Item, step: Step, left_s: float, *, full: bool) -> str:
    """The line of any other phase, as long as the phase lets it be; `full` adds the exercise's own words."""
    side = step.side
    said, own = _phase(exercise, item, step, left_s)
    lengths = [f"{said} {text}" for text in own if text] if full else []
    # How to move may be told into the hold.
    line = fitted((*lengths, said), left_s + LATE_S * (step.phase is Phase.IN), PACE)
    return read_aloud(words(line, side))


def _phase(exercise: Exercise, item: Item, step: Step, left_s: float) -> tuple[str, tuple[str, ...]]:
    """What is always said of a phase, and the exercise's own words for it, the longest first."""
    where, few = repetition(step, item) if step.rep else "", exercise.spoken
    own = (exercise.hold_words(step.hold), few.hold_words(step.hold))
    match step.phase:
        case Phase.IN:
            first = own if step.hold else (exercise.movement_in, few.movement_in)
            return f"{'On' if step.hold else 'In'}, {where}.", first
        case Phase.HOLD:
            # The words of a later hold say how to come into it, so they are said on the way.
            again = step.hold > 0 and item.tempo.in_s != 0
            return f"Hold {seconds(left_s)}.", () if again else own
        case Phase.MOVE:
            return f"Move {seconds(left_s)}.", own
        case Phase.OUT:
            return "Back.", (exercise.movement_out, few.movement_out)
        case Phase.RELAX:
            return "Relax.", ()
        case Phase.SWITCH:
            return f"Now the {step.side} side, {seconds(left_s)}.", (exercise.sided_set_up, few.switch)
        case Phase.REST:
            return f"Rest {lasting(left_s)}. Then {coming(exercise, item, step)}.", ()
        case phase:
            return WAITING[phase].format(seconds(left_s)), ()


def coming(exercise: Exercise, item: Item, step: Step) -> str:
    """What a rest is before: a set of the exercise, or the exercise."""
    if not step.rep:
        return exercise.name
    number, _ = item.dose.set_of(step.rep)
    side = (
        ""
        if step.side is Side.NONE
        else f", the {step.side} side {'first' if item.side is Side.NONE else ''}"
    )
    reps = many(item.dose.sets[number - 1], "repetition")
    return f"set {number} of {len(item.dose.sets)}, {reps}{side}".rstrip()


def counted(rep: int, item: Item) -> str:
    """A repetition is on disk."""
    return f"{item.dose.set_of(rep)[1]} counted."


def where(name: str, item: Item, place: str, step: Step, left_s: float, session_left_s: float) -> str:
    """Where the session stands."""
    here = {
        Phase.REST: "resting",
        Phase.OFFER: "skipped and offered once more",
        Phase.HURT: "waiting after pain",
        Phase.SWITCH: "changing sides",
        Phase.RATE: "waiting for your rating",
    }.get(step.phase, "getting ready")
    if step.rep:
        rest = step.phase is Phase.REST
        here = f"{'rest before' if rest else f'{step.phase} of'} repetition {repetition(step, item)}"
    return (
        f"Exercise {place}, {name}, {here}, {seconds(left_s)} left; "
        f"{minutes(session_left_s)} left in the session."
    )


def unknown(word: str) -> str:
    """A word that means nothing."""
    return f"There is no word {word.strip()[:20]!r}; type help for the words."


def no_such_number(answer: str, least: int, most: int) -> str:
    """A number that is not offered."""
    return f"{answer[:20]!r} is not a number from {least} to {most}; try again."


def interrupted(name: str, done: int) -> str:
    """An open session was found."""
    return f"The session before was interrupted in {name}, after {many(done, 'repetition')}."


def ended(how: str | None, length_s: float) -> str:
    """The session is over."""
    match how:
        case "done":
            return f"The session is done, {minutes(length_s)}."
        case "dizzy":
            return f"The session ended for dizziness after {minutes(length_s)}; what you did is saved."
        case _:
            return f"The session was stopped after {minutes(length_s)}; what you did is saved."


def performed(name: str, entries: Sequence[EntryRecord]) -> str:
    """What was done of what was prescribed, for all appearances of one exercise, each set told."""
    doses = dict.fromkeys(
        dose_words(each.prescribed, each.sides if each.side is Side.NONE else Sides.ONE) for each in entries
    )
    planned = [reps for each in entries for reps in each.prescribed.sets]
    said = [f"{name}: {', then '.join(doses)}"]
    if all(each.complete for each in entries):
        how = "held" if any(each.prescribed.hold_s for each in entries) else "done"
        said.append(f"{join_and(map(str, planned))} {how}" if len(planned) > 1 else f"all {how}")
    else:
        done = [reps for each in entries for reps in done_in_sets(each)]
        asked = [reps for each in entries for reps in asked_in_sets(each)]
        counts = f"{join_and(map(str, done))} of {join_and(map(str, asked))} done"
        said.append(counts if any(done) else "not done")
    said.extend(dict.fromkeys(HOWS[each.how] for each in entries if each.how in HOWS))
    if any(each.eased for each in entries):
        said.append("eased off")
    said.extend(dict.fromkeys(f"rated {each.rating}" for each in entries if each.rating))
    return f"{'; '.join(said[:2])}{''.join(f', {each}' for each in said[2:])}."


def changes(name: str, why: str) -> str:
    """What comes next time, and why."""
    return f"Next time, {name}: {read_aloud(why)}"


def week(week: Today) -> str:
    """The week's count."""
    goal = ", the goal is reached" if week.done >= week.goal else ""
    return f"This week: {week.done} of {many(week.goal, 'session')}{goal}."

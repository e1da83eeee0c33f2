"""Every sentence that the line mode says."""

import re
from collections.abc import Sequence

from backtui.domain.exercise import Dose, Exercise, Position, Side, Sides, words
from backtui.domain.plan import Plan, PlannedItem
from backtui.domain.record import EntryRecord
from backtui.domain.session.steps import Item, Phase, Step
from backtui.domain.week import Today
from backtui.domain.words.numbers import KINDS, many, position


def read_aloud(text: str) -> str:
    """A sentence of the domain or of data/ with its signs as words."""
    text = re.sub(r"(\d+) s × (\d+)", lambda m: dose_words(Dose(int(m[1]), int(m[2]))), text)
    text = re.sub(r"(\d+) s\b", lambda m: seconds(int(m[1])), text)
    return text.replace("°", " degrees").replace("→", "to").replace("×", "times")


def seconds(count: float) -> str:
    """Whole seconds, at least one."""
    return many(max(1, round(count)), "second")


def minutes(length_s: float) -> str:
    """Minutes, or seconds where there are few."""
    return seconds(length_s) if length_s < 90 else many(round(length_s / 60), "minute")


def dose_words(dose: Dose, sides: Sides = Sides.ONE) -> str:
    """A dose as it is said."""
    each = " on each side" if sides is Sides.EACH else ""
    return f"{seconds(dose.hold_s)}, {many(dose.reps, 'time')}{each}"


def repetition(step: Step, item: Item) -> str:
    """Which repetition on which side."""
    side = "" if step.side is Side.NONE else f", {step.side} side"
    return f"{step.rep} of {item.dose.reps}{side}"


HEARD = "Press Enter when you have heard this."
HANDS_FREE = "No words are read here; the session runs by itself to its end."
WORDS_WORK = "While it runs, type a word and Enter, such as pause, next or stop; help names them all."
NO_MORE_WORDS = "No more words are read; the session goes on by itself to its end."
HELP = (
    "pause, space, p, or Enter alone: pause, and go on.",
    "next, n, or skip: the next exercise.",
    "back or b: the exercise before, from its start.",
    "restart or r: this hold again.",
    "ease or e: this repetition ends now, and the rest get a second less.",
    "longer or a plus sign: hold on longer, until any word.",
    "pain or x: it hurts, and the exercise ends.",
    "dizzy or d: the session ends.",
    "easy, comfortable or hard, or 1, 2 or 3: how the exercise feels.",
    "undo or u: take back the next or the pain that ended an exercise just now.",
    "stop, q, or quit: end here; what was done is saved.",
    "where or w: where you are and how long it still takes.",
    "help, keys, or a question mark: these lines.",
)
NOTHING_NOW = "That does nothing just now."
GOES_ON = "It goes on by itself."
PAUSED = "Paused."
PAUSED_GAP = "Paused, for the machine slept or was stopped; nothing of that time counts."
ENTER_GOES_ON = "Press Enter to go on."
UNDONE = "Taken back; it goes on with {0}."
EASED = "Eased off: the rest of this exercise holds a second less."
LONGER = "Hold on as long as you like, two minutes at most; any word ends it."
PAIN = "If the pain lasts or comes back, ask your provider before you do this exercise again."
DIZZY = (
    "Dizziness noted; the session ends here.",
    "Sit down, unless you are already sitting or lying, and get up slowly.",
    "If it comes again, ask your provider; nothing grows from this session.",
)
STOP_HERE = "End the session here?"
STOP_CHOICES = ("Save what was done and end.", "Go on.", "Discard this session.")
DISCARD = "Discard it? Nothing that was done in it will count."
DISCARD_CHOICES = ("No, go on.", "Yes, discard it.")
DISCARDED = "Discarded; nothing of that session counts."
LEFT = "Saved; run backtui session --plain to go on."
LEFT_UNSAVED = "Not all was saved; run backtui session --plain to go on from what was."
UNHEARD = "The lines cannot be written, so the session waits to be gone on with"
SAVED_AGAIN = "The log can be written again; all that was done is saved."
STILL_UNSAVED = "What the log did not take is lost when this program ends."
OPEN_FOUND = "What shall become of it?"
ITS_END = "its last lines"
OPEN_GO_ON, OPEN_FINISH, OPEN_DISCARD = "Go on with it.", "Finish it with what was done.", "Discard it."
FINISHED = "Finished with what was done."
TOO_OLD = "That session is more than 12 hours old; choose finish or discard for it."
MORNING_AFTER = "How is your back after {0}'s session?"
MORNING_WHICH = "Type a number; Enter leaves it open."
MORNING_CHOICES = ("Better.", "The same.", "Worse.")
ANOTHER = "Begin a new session now?"
ANOTHER_CHOICES = ("Begin it.", "Leave.")
PAIN_BEFORE = "Pain in your back now, from 0 to 10? Enter skips this."
PAIN_AFTER = "Pain in your back now, after the session, from 0 to 10? Enter skips this."
RATE = "To rate one, type its number and easy, comfortable or hard, such as 1 hard; Enter keeps all."
RATE_HOW = "Type a number from the list and easy, comfortable or hard; Enter keeps all."
UNRATED = "What was all held and not rated counts as comfortable."
DECLINE = "To say not yet, type the number; Enter accepts all."
ALL_STAY = "Next time all doses stay as they are."
FLARE = "Your back hurts more after the session, so nothing grows; if it lasts, ask your provider."
# Each {} is a name, a number or another sentence.
GOING_ON = "Going on in {}."
SKIPPED = "{} skipped."
LEFT_OUT = "{} is left out, for it hurt before."
BACK_TO = "Back to {}, from its start."
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
    said = [*plan.notes, f"Today: {minutes(plan.total_s)}, {many(len(plan.items), 'exercise')}."]
    number = 0
    for block in plan.blocks:
        said.append(f"{KINDS[block.kind].capitalize()}ing:")
        for each in block.items:
            number += 1
            said.append(f"{number}. {names[each.item.exercise]}, {_planned(each)}")
    said.extend(f"Left out: {names[each.exercise]}. {read_aloud(each.why)}" for each in plan.left_out)
    if plan.once:
        said.append(f"Only once, for the time is short: {', '.join(names[each] for each in plan.once)}.")
    return said


def _planned(each: PlannedItem) -> str:
    dose, before = dose_words(each.item.dose, each.item.sides), each.decision.before
    moved = before is not None and before != each.item.dose
    return f"{dose}. {read_aloud(each.decision.why)}" if moved else f"{dose}."


def ready(exercise: Exercise, item: Item, total: int, left_s: float, first: Step) -> list[str]:
    """What comes, and how to get into position; `first` is the first phase of its first repetition."""
    later = first.rep > 1 or first.side is Side.RIGHT
    side = "" if later or first.side is Side.NONE else f", the {first.side} side first"
    start = f" It begins with repetition {repetition(first, item)}." if later else ""
    on = "on " if exercise.position is Position.HANDS_AND_KNEES else ""
    place = f"{on}{position(exercise.position)}"
    dose = dose_words(item.dose, item.sides)
    setting = [words(each, first.side) for each in exercise.set_up]
    hint = [exercise.hint] if exercise.hint else []
    return [
        f"Exercise {item.index + 1} of {total}: {exercise.name}, {place}. Hold {dose}{side}.{start}",
        read_aloud(" ".join([f"Get ready, {seconds(left_s)}.", *setting, *hint])),
    ]


def phase(exercise: Exercise, item: Item, step: Step, left_s: float, *, full: bool) -> str:
    """The line of any other phase; `full` adds the exercise's own words."""
    where, side = repetition(step, item), step.side
    again = step.hold > 0
    match step.phase:
        case Phase.IN:
            own = exercise.hold[step.hold] if again else exercise.movement_in
            said = f"{'On to the next hold' if again else 'In' if full else 'Slowly in'}, {where}."
        case Phase.HOLD:
            # The words of a later hold say how to come into it, so they were said on the way.
            own = "" if again else exercise.hold_words(0)
            said = f"Hold {seconds(left_s)}, {where}."
        case Phase.OUT:
            own, said = exercise.movement_out, f"{'Out' if full else 'Slowly back'}, {where}."
        case Phase.RELAX:
            own, said = "", f"Relax {seconds(left_s)}, {where}."
        case Phase.SWITCH:
            sided = [each for each in exercise.set_up if "{" in each]
            own, full = " ".join(sided), True
            said = f"Change sides, {seconds(left_s)}: now the {side} side."
        case _:
            own, said = "", f"How was it? Say easy, comfortable or hard, {seconds(left_s)}."
    return read_aloud(f"{said} {words(own, side)}" if full and own else said)


def counted(rep: int, side: Side, item: Item) -> str:
    """A repetition is on disk."""
    return f"Repetition {repetition(Step(Phase.HOLD, 0, side, rep), item)}, counted."


def where(name: str, item: Item, total: int, step: Step, left_s: float, session_left_s: float) -> str:
    """Where the session stands."""
    here = "getting ready" if not step.rep else f"{step.phase} of repetition {repetition(step, item)}"
    return (
        f"Exercise {item.index + 1} of {total}, {name}, {here}, {seconds(left_s)} left; "
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
            return f"The session ended for dizziness after {minutes(length_s)}; what was done is saved."
        case _:
            return f"The session was stopped after {minutes(length_s)}; what was done is saved."


def performed(name: str, entries: Sequence[EntryRecord]) -> str:
    """What was done of what was prescribed, for all appearances of one exercise."""
    first = entries[0]
    planned = sum(each.prescribed.reps * (2 if each.sides is Sides.EACH else 1) for each in entries)
    done = min(planned, sum(len({(rep.side, rep.rep) for rep in each.reps}) for each in entries))
    said = [f"{name}{', twice' if len(entries) > 1 else ''}: {dose_words(first.prescribed, first.sides)}"]
    if all(each.complete for each in entries):
        said.append("all held")
    else:
        said.append(f"{done} of {planned} done" if done else "not done")
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

"""What a setting changes, in lines that stand beside the list of settings."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import msgspec

from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.history import Series, course
from backtui.config.settings import Config
from backtui.domain.cues import BELLS, ENDS, Cue
from backtui.domain.exercise import DAY_COURSE, Content, Dose
from backtui.domain.plan import CourseDose
from backtui.domain.preferences import TIMING_PREFERENCES, Preferences, value_of
from backtui.domain.progression.ladder import Order, reaches, step_up
from backtui.domain.progression.prescription import Adjustment, DecisionKind, newest_of
from backtui.domain.week import ComingDay, DayDone, Due, Today
from backtui.domain.words.numbers import block_name, join_and, many, position
from backtui.domain.words.targets import NAMES, marks_of_side, standing
from backtui.domain.words.weeks import day_words
from backtui.tui.settings.targets import foot
from backtui.tui.widgets.line import Line, Span

Lines = Sequence[Line]
DAYS = 14
MINUTES = (10, 15, 20, 30, 45)  # beside what is set
ONE_START, ONE_TARGET, OTHER_TARGET = Dose(2, 2), Dose(5, 5), Dose(5, 4)
BLANK: Line = ()
NAME, MOST_BAR, FOOT_CELLS = 18, 30, 60
LOOKS = ("theme", "color", "motion", "ascii")  # what a sample shows better than words


class Fit(msgspec.Struct, frozen=True):
    """What has room in so many minutes."""

    minutes: int
    total: int
    items: int
    left_out: int
    once: int


class Foreseen(msgspec.Struct, frozen=True):
    """What the coach says of all that is set about sessions; `fits` come one by one."""

    today: Today
    days: tuple[ComingDay, ...]
    names: Mapping[str, str]
    barred: Mapping[str, str]
    fits: tuple[Fit, ...] = ()


def foresee(coach: Coach) -> Foreseen:
    """Ask for all but what fits."""
    return Foreseen(coach.today(), coach.coming(DAYS), coach.week_plan().names, coach.barred())


def to_fit(preferences: Preferences) -> Sequence[int]:
    """The minutes of which to ask what fits."""
    return sorted({*MINUTES, preferences.minutes})


def fit_of(coach: Coach, minutes: int) -> Fit | None:
    """Ask for what has room in so many minutes; None for a routine that no time is fitted to."""
    plan = coach.plan(minutes)
    if plan.minutes is None:
        return None
    return Fit(minutes, round(plan.total_s / 60), len(plan.items), len(plan.left_out), len(plan.once))


class Known(msgspec.Struct, frozen=True):
    """All that the lines are made of; `foreseen` is None until it was asked for."""

    content: Content
    preferences: Preferences
    config: Config
    doses: Mapping[str, CourseDose]
    foreseen: Foreseen | None = None


def effect(key: str, known: Known) -> Lines:
    """The lines of a row that is no exercise; none for one of which there is no more to say."""
    what, _, name = key.partition(":")
    found = EFFECTS.get(name or what)
    if found is None and name in PHASES:
        return _repetition(known, name)
    return found(known) if found else ()


def needs_coach(key: str) -> bool:
    """Whether its lines are made of what the coach foresees."""
    return key.partition(":")[2] in FORESEEN or key in FORESEEN


def column(name: str, value: str, more: str = "", role: str = "text") -> Line:
    """A name, its value, and a word about it."""
    spans: list[Span] = [(f"{name:<{NAME}}", "dim"), (f"{value:<12}", "strong"), (f"  {more}", role)]
    return spans if more else spans[:2]


# Doses


def course_of_the_day(coach: Coach, name: str) -> Series | None:
    """How an exercise was done and what is set for its dose of the day; None where it was removed."""
    try:
        return course(coach, name, DAY_COURSE)
    except WrongUseError:
        return None


def dose_lines(series: Series, content: Content) -> list[Line]:
    """What is set for an exercise and by whom, above what follows from it."""
    ahead = series.ahead
    assert ahead is not None
    exercise = content.exercises[ahead.exercise]
    marks: list[Adjustment] = marks_of_side((each.mark for each in ahead.told), ahead.course.side)
    rows = standing(ahead.prescription, str(ahead.decision.dose), newest_of(marks))
    head: Line = [(exercise.name, "strong"), (f" · {position(exercise.position)}", "dim")]
    lines: list[Line] = [head, BLANK]
    for name, value, by in rows:  # who set the dose is told with its reason
        lines.append(column(NAMES.get(name, name).capitalize(), value, by if name != "dose" else "", "dim"))
    return [*lines, BLANK, *foot(ahead, FOOT_CELLS)]


def _all(known: Known) -> Lines:
    doses = [*known.doses.values()]
    kinds = [each.decision.kind for each in doses]
    there = [each for each in doses if reaches(each.decision.dose, each.prescription.target)]
    return [
        column("Exercises", str(len(doses))),
        column("At their target", str(len(there))),
        column("Locked", str(kinds.count(DecisionKind.LOCKED))),
        column("Resting", str(kinds.count(DecisionKind.RESTING))),
    ]


def _ladder(known: Known) -> list[Line]:
    lines: list[Line] = [[(str(ONE_START), "strong")]]
    for before, after in pairwise(_rungs(known.preferences.order)):
        grown = "a second longer" if after.hold_s > before.hold_s else "one repetition more"
        lines.append([(str(after), "strong"), (" ▲ ", "up"), (grown, "text")])
    return lines


def _rungs(order: Order) -> list[Dose]:
    rungs = [ONE_START]
    while (after := step_up(rungs[-1], ONE_TARGET, order)) != rungs[-1]:
        rungs.append(after)
    return rungs


def _pace(known: Known) -> Lines:
    needed, goal = known.preferences.needed, known.preferences.goal
    steps = len(_rungs(known.preferences.order)) - 1
    weeks = -(-steps * needed // goal)
    return [
        [(f"From {ONE_START} to {ONE_TARGET} are {steps} steps.", "text")],
        BLANK,
        column("Sessions", str(steps * needed), "comfortable ones"),
        column("Weeks", f"about {weeks}", f"with {goal} a week"),
    ]


# Sessions


def _fits(known: Known) -> Lines:
    if known.foreseen is None:
        return ()
    if not known.foreseen.fits:
        return [[("Your own routine runs exactly as written, however long it takes.", "text")]]
    lines: list[Line] = []
    for each in known.foreseen.fits:
        is_set = each.minutes == known.preferences.minutes
        without = f", {each.left_out} left out" if each.left_out else ""
        once = f", {each.once} only once" if each.once else ""
        said = f"{many(each.items, 'exercise')}{without}{once}"
        mark = "› " if is_set else "  "
        lines.append(
            [
                (mark, "accent"),
                (f"{each.minutes:>2} min  ", "strong" if is_set else "dim"),
                (said, "text"),
                (f" · takes {each.total}", "dim"),
            ]
        )
    return [[("What fits today:", "dim")], *lines]


def _routine(known: Known) -> Lines:
    routine = known.content.routines.get(known.preferences.routine)
    if routine is None:
        return ()
    lines: list[Line] = [[(routine.name, "strong")]]
    kinds: set[str] = set()
    for block in routine.blocks:
        name = block_name(block.kind, again=block.kind in kinds)
        kinds.add(block.kind)
        names = dict.fromkeys(known.content.name_of(item.exercise) for item in block.items)
        lines += [BLANK, [(name.upper(), "head")], [(", ".join(names), "text")]]
    return lines


def _cautions(known: Known) -> Lines:
    """Each reason once, with the exercises that it leaves out."""
    if known.foreseen is None:
        return ()
    found: dict[str, list[str]] = {}
    for key, why in known.foreseen.barred.items():
        found.setdefault(why, []).append(known.content.name_of(key))
    lines: list[Line] = []
    for why, names in found.items():
        lines += [[(why, "text")], [("Left out: ", "dim"), (f"{join_and(names)}.", "strong")], BLANK]
    return lines or [[("Nothing is left out.", "text")]]


def _week(known: Known) -> Lines:
    if known.foreseen is None:
        return ()
    today = known.foreseen.today
    letters: list[Span] = [(f"{each.day:%a}"[0] + "  ", "dim") for each in today.week]
    signs: list[Span] = [(f"{_sign(each)}  ", "accent") for each in today.week]
    said = f"{today.done} of {today.goal} back days, {today.aerobic} aerobic."
    return [letters, signs, BLANK, [(said, "text")]]


def _sign(day: DayDone) -> str:
    if day.sessions and day.aerobic:
        return "◉"
    return "●" if day.sessions else "○" if day.aerobic else "·"


def _days(known: Known) -> Lines:
    if known.foreseen is None:
        return ()
    days = [_day(each, known.foreseen) for each in known.foreseen.days]
    return [[(f"The next {DAYS} days:", "dim")], *days]


def _day(each: ComingDay, foreseen: Foreseen) -> Line:
    role = "accent" if each.due is Due.BACK else "dim" if each.pause else "text"
    when = f"{each.day:%a} {each.day.day:>2} {each.day:%b}  "
    return [(when, "dim"), (day_words(each, foreseen.names), role)]


def _day_start(known: Known) -> Lines:
    hour = known.preferences.day_starts_h
    if not hour:
        return [[("A session just after midnight belongs to the day that has begun.", "text")]]
    return [
        column("Tuesday 23:30", "Tuesday"),
        column(f"Wednesday {hour - 1:02}:30", "Tuesday", "it is before the hour"),
        column(f"Wednesday {hour:02}:30", "Wednesday"),
    ]


# Phases

PHASES = {row.key: row.name for row in TIMING_PREFERENCES}
REPETITION = ("in_s", "", "out_s", "relax_s")
IN_ORDER = ("ready_change_s", "ready_same_s", *REPETITION, "switch_s", "rate_s", "lead_in_s")


def _repetition(known: Known, here: str) -> Lines:
    """The phases in their order as bars of seconds, with a hold where the dose has it."""
    hold, reps = ONE_TARGET.hold_s, ONE_TARGET.reps
    seconds = {key: value_of(known.preferences, key) for key in PHASES} | {"": hold}
    lines: list[Line] = []
    for key in IN_ORDER:
        role, sign = "accent" if key == here else "dim", "▰" if key else "■"
        bar: Span = (f"{sign * min(seconds[key], MOST_BAR)} ", role)
        lines.append([(f"{PHASES.get(key, 'Hold'):<22}", role), bar, (f"{seconds[key]} s", "text")])
    one = sum(seconds[key] for key in REPETITION)
    total = f"A repetition held for {hold} s takes {one} s, and {ONE_TARGET} takes {one * reps} s."
    return [*lines, BLANK, [(total, "text")]]


# Cues

HEARD = {
    Cue.READY: ("New exercise", "Its name, its side, its dose and how to begin."),
    Cue.TICK: ("Tick", "The last three seconds before a start."),
    Cue.IN: ("Moving in", "The movement; later just “Once more.”"),
    Cue.HOLD: ("Hold", "“Hold, 5 seconds.”, and the last ones counted."),
    Cue.OUT: ("Moving back", "“And return.”"),
    Cue.SWITCH: ("Other side", "“Now the right side.”"),
    Cue.END: ("Done", f"“{ENDS['done']}”"),
}


def _heard(known: Known) -> Lines:
    config = known.config
    speaks = config.sound and config.voice not in ("ask", "off")
    head = "What one hears, and when:" if config.sound else "Silent now; with the sound on one hears:"
    lines: list[Line] = [[(head, "dim")], BLANK]
    for cue, (name, words) in HEARD.items():
        bells = " ".join("●" * BELLS[cue])
        line: list[Span] = [(f"{name:<14}", "text"), (f"{bells:<10} ", "accent" if config.sound else "dim")]
        lines.append([*line, (words, "text" if speaks else "dim")] if speaks else line)
    if not speaks:
        lines += [BLANK, [("With a voice each of them has words too.", "dim")]]
    return lines


def _command(known: Known) -> Lines:
    program = known.config.cue_command or "espeak-ng"
    said = ("Pelvic lift.", "Slowly in.", "Hold, 5 seconds.", "And return.")
    runs = "It runs:" if known.config.cue_command else "Set to espeak-ng it would run:"
    return [[(runs, "dim")], *([(f"{program} ", "text"), (f"“{each}”", "strong")] for each in said)]


def _flash(_: Known) -> Lines:
    return [[("The screen flashes where a bell rings: a movement, a hold, the other side, the end.", "text")]]


def _title(known: Known) -> Lines:
    says = "3 hold · Pelvic lift" if known.config.title else "as your terminal names it"
    return [column("The window", says)]


FORESEEN = frozenset({"minutes", "goal", "per_day", "frequency_by", "week_starts", "cautions", "weeks"})
EFFECTS: dict[str, Callable[[Known], Lines]] = {
    "all_targets": _all,
    "routines": _routine,
    "weeks": _days,
    "cautions": _cautions,
    "minutes": _fits,
    **dict.fromkeys(("goal", "per_day", "frequency_by", "week_starts"), _week),
    "needed": _pace,
    "order": _ladder,
    "day_starts_h": _day_start,
    **dict.fromkeys(("sound", "voice", "voice_over_ssh", "cues"), _heard),
    "flash": _flash,
    "title": _title,
    "cue_command": _command,
}

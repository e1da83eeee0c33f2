"""A draft of one's own: its fields, its texts, and the page that holds it until it is saved."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

import msgspec

from backtui.coach.client import CoachClient
from backtui.coach.dose_wish import number_of, with_number
from backtui.content.doses import OWN_BOUNDS_S, WrittenError, dose_table, dose_written
from backtui.domain.exercise import (
    HOLD_BOUNDS_S,
    MOST_HOLDS,
    REPETITION_BOUNDS,
    SET_BOUNDS,
    STEP_BOUNDS,
    TEMPO_BOUNDS_S,
    Content,
    Dose,
    Kind,
    Position,
    Sides,
)
from backtui.domain.exercise import LINE_LIMIT as LINE
from backtui.domain.exercise import SENTENCE_LIMIT as SENTENCE
from backtui.domain.exercise import WORD_LIMIT as WORD
from backtui.domain.notation import LONGEST, NotationError, dose_of
from backtui.tui.frame.listing import Drafting

Draft = dict[str, Any]
NEW: Mapping[str, Any] = {
    "kind": "stretch",
    "position": "lying",
    "sides": "one",
    "hold": [],
    "dose": {
        "start": {"hold_s": 2, "reps": 2},
        "target": {"hold_s": 5, "reps": 5},
        "ceiling": {"hold_s": 10, "reps": 10},
    },
}
# How the check says of a key that nothing is there.
EMPTY = re.compile(r"^(.+?) (?:is missing; it is required|has 0 entries; it must have from 1 to .*)\.$")
PATH = re.compile(r"[a-z_]+|\d+")


class Field(msgspec.Struct, frozen=True):
    """One line of the form: where it is in the draft, its label, its meaning, and what it may be.

    `most` characters make it a text, `choices` a choice, `bounds` a number (both: enter asks for a text);
    without any it has a page of its own. `added`: it would be one more in its list; `standing` is what holds
    where the draft says nothing.
    """

    key: str
    label: str
    meaning: str
    most: int = 0
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    added: bool = False
    standing: str = ""


class Listed(msgspec.Struct, frozen=True):
    """A list of texts in the draft; `most` entries of at most `length` characters."""

    key: str
    label: str
    meaning: str
    most: int
    length: int

    def fields(self, draft: Draft) -> list[Field]:
        """A field for each entry, and one to add another while there is room."""
        have = len(draft.get(self.key, ()))
        meaning = f"{self.meaning} Up to {self.most}, each up to {self.length} characters; empty takes out."
        return [
            Field(
                f"{self.key}[{n}]",
                self.label if n == 0 else "",
                meaning,
                self.length,
                added=n == have,
            )
            for n in range(min(have + 1, self.most))
        ]


SIDED = "{side} and {other} become left and right where each side has its turn."
WORKS_ON = Listed("works_on", "Works on", "A part of the body, such as hips.", 6, WORD)
SET_UP = Listed("set_up", "Set-up", f"A step into the position; {SIDED}", 6, SENTENCE)
HOLDS = Listed(
    "hold", "Hold", f"What is said in a hold; all holds make one repetition. {SIDED}", MOST_HOLDS, LINE
)
MINDED = Listed("cautions", "Cautions", "What to take care of, as a sentence.", 6, SENTENCE)
STEPS = {
    "start": ("Start {}", "Where growth begins", "at most the target"),
    "target": ("Target {}", "Where it aims", "between start and never above"),
    "ceiling": ("{} never above", "How far a raised target may go", "at least the target"),
}
KNOBS = {
    "hold_s": ("hold", "seconds", HOLD_BOUNDS_S),
    "reps": ("reps", "repetitions", REPETITION_BOUNDS),
    "sets": ("sets", "sets", SET_BOUNDS),
}
TEMPO = {"in_s": "Seconds in", "out_s": "Seconds back", "relax_s": "Relaxing"}
STEP = {"hold_s": "Step, hold", "reps": "Step, reps", "sets": "Step, sets"}
DOSE_KEY = re.compile(r"dose\.(start|target|ceiling)\.(hold_s|reps|sets)")
HOLD_KEY = re.compile(r"hold\[(\d)\]\.(text|seconds|moving)")
YES, NO = "yes", "no"


def sections(draft: Draft, *, new: bool) -> dict[str, list[Field]]:
    """The fields of the form under their headings; the id of one that is not `new` stays."""
    names = [Field("name", "Name", f"What it is called, up to {WORD} characters.", WORD)]
    if new:
        meaning = "What commands call it: small letters, digits and single hyphens; it follows the name."
        names.append(Field("id", "In commands", meaning, WORD))
    return {
        "what it is": [
            *names,
            Field("kind", "Kind", "A stretch, or strengthening.", choices=tuple(Kind)),
            Field("position", "Position", "How the body rests.", choices=tuple(Position)),
            Field("sides", "Sides", "Done once, or on each side in turn.", choices=tuple(Sides)),
            *WORKS_ON.fields(draft),
        ],
        "how it is done": [
            *SET_UP.fields(draft),
            Field("movement_in", "Moving in", _line("The movement into the hold."), LINE),
            *_holds(draft),
            Field("movement_out", "Moving back", _line("The movement back."), LINE),
            *(_tempo(key, label) for key, label in TEMPO.items()),
            Field("hint", "Hint", f"A hint beside it, up to {LINE} characters, or empty.", LINE),
            Field("easier", "Easier", f"How to do less, up to {SENTENCE} characters, or empty.", SENTENCE),
        ],
        "dose": [*(_knob(draft, step, knob) for step in STEPS for knob in KNOBS), *_steps()],
        "take care": [
            *MINDED.fields(draft),
            Field("avoid_with", "Left out with", "With these cautions noted it is left out of sessions."),
        ],
        "picture": [
            Field("figure", "Figure", "A built-in one that moves like it, or none; it needs as many holds."),
            Field("poses", "Own poses", "Poses of its own, which begin as those of the figure above."),
        ],
    }


def _line(what: str) -> str:
    return f"{what} Up to {LINE} characters; {SIDED}"


def _holds(draft: Draft) -> list[Field]:
    """The words of each hold, and where there are several its own seconds and whether it moves."""
    found: list[Field] = []
    several = len(draft.get("hold", ())) > 1
    for field in HOLDS.fields(draft):
        found.append(field)
        if several and not field.added:
            seconds = "Seconds of its own, from 1 to 600; less: those of the dose."
            moves = "Whether it is a movement, as a circle is, and counts as no hold."
            found += [
                Field(
                    f"{field.key}.seconds", "  seconds", seconds, bounds=OWN_BOUNDS_S, standing="as the dose"
                ),
                Field(f"{field.key}.moving", "  moves", moves, choices=(NO, YES), standing=NO),
            ]
    return found


def _tempo(key: str, label: str) -> Field:
    low, high = TEMPO_BOUNDS_S
    said = f"Its own seconds, from {low} to {high}; less: as for all exercises, in Settings."
    return Field(key, label, said, bounds=TEMPO_BOUNDS_S, standing="as for all")


def _knob(draft: Draft, step: str, knob: str) -> Field:
    front, meaning, order = STEPS[step]
    name, unit, bounds = KNOBS[knob]
    key, dose, label = f"dose.{step}.{knob}", dose_at(draft, step), front.format(name).capitalize()
    whole = f"{meaning}; enter takes all of it, such as 10 s × 6-4-2, 20 s rest."
    if knob == "sets":
        return Field(key, label, whole, LONGEST, bounds=bounds)
    if knob == "reps" and dose and not dose.even:
        return Field(key, label, whole, LONGEST)
    said = f"{meaning}: {unit} from {bounds[0]} to {bounds[1]}, {order}."
    return Field(key, label, said, bounds=bounds)


def _steps() -> list[Field]:
    said = "What one step of growth adds, from {} to {}."
    return [
        Field(
            f"dose.step.{knob}",
            label,
            said.format(*STEP_BOUNDS[knob]),
            bounds=STEP_BOUNDS[knob],
            standing="1",
        )
        for knob, label in STEP.items()
    ]


def dose_at(draft: Draft, step: str) -> Dose | None:
    """A dose of the draft; None for what is no dose."""
    try:
        return dose_written(draft["dose"][step])
    except (KeyError, WrittenError, msgspec.ValidationError):
        return None


def value_at(draft: Draft, key: str) -> Any:
    """What the draft has at a key such as set_up[1] or dose.start.reps; None for nothing."""
    if found := DOSE_KEY.fullmatch(key):
        dose = dose_at(draft, found[1])
        return number_of(dose, found[2]) if dose else None
    value: Any = draft
    for part in PATH.findall(key):
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, str):
            value = None  # a hold that is only its words
    if isinstance(value, dict) and "text" in value:
        return value["text"]
    return {True: YES, False: NO}[value] if isinstance(value, bool) else value


def written(draft: Draft, key: str, value: Any) -> Draft:
    """The draft with a value at a key; an empty text takes the key, or the entry of a list, out."""
    changed = deepcopy(draft)
    if found := DOSE_KEY.fullmatch(key):
        changed["dose"][found[1]] = _dose(dose_at(draft, found[1]), found[2], value)
        return changed
    if found := HOLD_KEY.fullmatch(key) or HOLD_KEY.fullmatch(f"{key}.text"):
        changed["hold"] = _hold(changed.get("hold", []), int(found[1]), found[2], value)
        return changed
    *way, last = PATH.findall(key)
    table: Any = changed
    for part in way:
        table = (
            table[int(part)]
            if isinstance(table, list)
            else table.setdefault(part, [] if last.isdigit() else {})
        )
    if isinstance(table, list):
        table[int(last) : int(last) + 1] = [] if value == "" else [value]
    elif value in ("", []):
        table.pop(last, None)
    else:
        table[last] = value
    if isinstance(table, list) and not table:
        changed.pop(way[-1])
    return changed


def _dose(dose: Dose | None, knob: str, value: int | str) -> Any:
    """A dose with another number, or as it was typed; what is none stays, for the form says what is wrong."""
    if dose and isinstance(value, int):
        return dose_table(with_number(dose, knob, value))
    text = str(value)
    try:
        return dose_table(dose_of(text))
    except NotationError:
        return text


def _hold(holds: list[Any], place: int, key: str, value: Any) -> list[Any]:
    """The holds with other words, seconds or movement of one; without words it is taken out."""
    before = holds[place] if place < len(holds) else ""
    table = before if isinstance(before, dict) else {"text": before}
    table = {**table, key: value == YES if key == "moving" else value}
    told = {name: each for name, each in table.items() if each not in ("", None, False)}
    after = [] if "text" not in told else [told if len(told) > 1 else told["text"]]
    return [*holds[:place], *after, *holds[place + 1 :]]


def named(draft: Draft, name: str, content: Content) -> Draft:
    """The draft with a name, and with the id that goes with it."""
    return written(written(draft, "name", name), "id", free_id(name, {*content.exercises, *content.routines}))


def free_id(name: str, taken: set[str]) -> str:
    """An id made of a name: small letters, digits and hyphens, with a number where it is taken."""
    letters = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[: WORD - 3].strip("-") or "own"
    numbered = (f"{letters}-{n}" for n in range(2, len(taken) + 3))
    return next(each for each in (letters, *numbered) if each not in taken)


def begun(definition: Mapping[str, Any], name: str, content: Content) -> Draft:
    """A draft that begins as a copy, under a name that is free."""
    names = {each.name.casefold() for each in content.exercises.values()}
    names |= {each.name.casefold() for each in content.routines.values()}
    wanted = [f"{name[: WORD - 8]} (mine)", *(f"{name[: WORD - 8]} ({n})" for n in range(2, len(names) + 3))]
    return named(
        deepcopy(dict(definition)), next(each for each in wanted if each.casefold() not in names), content
    )


def field_of(problem: str, keys: list[str]) -> str | None:
    """The key of the line that a problem is about, None for none of them."""
    exact = [key for key in keys if problem.startswith(key)]
    word = (PATH.findall(problem) or [""])[0]
    return max(exact, key=len, default=next((key for key in keys if key.startswith(word)), None))


def with_labels(problem: str, fields: Iterable[Field]) -> str:
    """A problem in a person's words: the labels of the form stand for the draft's keys."""
    labels: dict[str, str] = {}
    for field in fields:
        whole = field.key.partition("[")[0]
        labels.setdefault(whole, field.label)
        labels[field.key] = field.label or labels[whole]
    keys = "|".join(re.escape(key) for key in sorted(labels, key=len, reverse=True))
    problem = re.sub(rf"(?<![\w.])({keys})(?![\w\[])", lambda found: f"“{labels[found[1]]}”", problem)
    return EMPTY.sub(r"\1 is still empty.", problem)


class DraftPage(Drafting[str]):
    """Holds a draft until it is saved."""

    def __init__(self, desk: CoachClient, title: str, draft: Mapping[str, Any], *, new: bool) -> None:
        """`new`: it is not in the log yet, so that its id is still free."""
        super().__init__(desk, title)
        self.draft: Draft = deepcopy(dict(draft))
        self.before = deepcopy(self.draft)
        self.new = new
        self.problem = ""

    def drafted(self) -> object:
        """The draft."""
        return self.draft

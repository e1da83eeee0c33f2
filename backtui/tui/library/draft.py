"""A draft of one's own: its fields, its texts, and the page that holds it until it is saved."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, ClassVar

import msgspec
from textual import work

from backtui.coach.client import CoachClient
from backtui.content.doses import dose_table, dose_written
from backtui.domain.exercise import (
    HOLD_BOUNDS_S,
    MOST_HOLDS,
    REPETITION_BOUNDS,
    Content,
    Kind,
    Position,
    Sides,
)
from backtui.domain.exercise import LINE_LIMIT as LINE
from backtui.domain.exercise import SENTENCE_LIMIT as SENTENCE
from backtui.domain.exercise import WORD_LIMIT as WORD
from backtui.tui.dialogs import Choice, Listing

Draft = dict[str, Any]
NEW: Mapping[str, Any] = {
    "kind": "stretch",
    "position": "lying",
    "sides": "one",
    "dose": {
        "start": {"hold_s": 2, "reps": 2},
        "target": {"hold_s": 5, "reps": 5},
        "ceiling": {"hold_s": 10, "reps": 10},
    },
}
PATH = re.compile(r"[a-z_]+|\d+")
SURE = [("stay", "No, go on with it"), ("leave", "Yes, leave it as it was before")]


class Field(msgspec.Struct, frozen=True):
    """One line of the form: where it is in the draft, its label, its meaning, and what it may be.

    `most` characters make it a text, `choices` a choice, `bounds` a number; without any it has a page of its
    own. `added`: it would be one more in its list.
    """

    key: str
    label: str
    meaning: str
    most: int = 0
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    added: bool = False


class Listed(msgspec.Struct, frozen=True):
    """A list of texts in the draft; `most` entries of at most `length` characters."""

    key: str
    label: str
    meaning: str
    most: int
    length: int

    def fields(self, draft: Draft) -> list[Field]:
        """A field for each entry, and one to add another while there is room."""
        entries = draft.get(self.key, ())
        have = len(entries)
        meaning = f"{self.meaning} Up to {self.most}, each up to {self.length} characters; empty takes out."
        return [
            Field(
                _entry(self.key, n, entries),
                self.label if n == 0 else "",
                meaning,
                self.length,
                added=n == have,
            )
            for n in range(min(have + 1, self.most))
        ]


def with_tables(draft: Draft) -> Draft:
    """The draft with its doses as tables, each number of them a line of the form."""
    dose = draft.get("dose")
    texts = {key: each for key, each in dose.items() if isinstance(each, str)} if dose else {}
    tables = {key: dose_table(dose_written(text)) for key, text in texts.items()}
    return {**draft, "dose": {**draft["dose"], **tables}} if tables else draft


def _entry(key: str, n: int, entries: Sequence[object]) -> str:
    """The key of an entry; one that says more than a text, as a hold of its own seconds, has it in text."""
    inner = ".text" if n < len(entries) and isinstance(entries[n], dict) else ""
    return f"{key}[{n}]{inner}"


SIDED = "{side} and {other} become left and right where each side has its turn."
WORKS_ON = Listed("works_on", "Works on", "A part of the body, such as hips.", 6, WORD)
SET_UP = Listed("set_up", "Set-up", f"A step into the position; {SIDED}", 6, SENTENCE)
HOLDS = Listed(
    "hold", "Hold", f"What is said in a hold; all holds make one repetition. {SIDED}", MOST_HOLDS, LINE
)
MINDED = Listed("cautions", "Cautions", "What to take care of, as a sentence.", 6, SENTENCE)
STEPS = {
    "start": ("Start", "Where growth begins"),
    "target": ("Target", "Where it aims"),
    "ceiling": ("Ceiling", "How far a raised target may go"),
}
KNOBS = {"hold_s": ("hold", "seconds", HOLD_BOUNDS_S), "reps": ("reps", "repetitions", REPETITION_BOUNDS)}


def sections(draft: Draft, *, new: bool) -> dict[str, list[Field]]:
    """The fields of the form under their headings; the id of one that is not `new` stays."""
    names = [Field("name", "Name", f"What it is called, up to {WORD} characters.", WORD)]
    if new:
        meaning = "What commands call it: small letters, digits and single hyphens; it follows the name."
        names.append(Field("id", "Id", meaning, WORD))
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
            Field("movement_in", "Way in", _line("The movement into the hold."), LINE),
            *HOLDS.fields(draft),
            Field("movement_out", "Way back", _line("The movement back."), LINE),
            Field("hint", "Hint", f"A hint beside it, up to {LINE} characters, or empty.", LINE),
            Field("easier", "Easier", f"How to do less, up to {SENTENCE} characters, or empty.", SENTENCE),
        ],
        "dose": [_knob(draft, step, knob) for step in STEPS for knob in KNOBS],
        "take care": [
            *MINDED.fields(draft),
            Field("avoid_with", "Left out with", "With these cautions noted it is left out of sessions."),
        ],
        "picture": [
            Field("figure", "Figure", "A built-in one that moves alike, or none; it needs as many holds."),
            Field("poses", "Own poses", "Poses of its own, which begin as those of the figure above."),
        ],
    }


def _line(what: str) -> str:
    return f"{what} Up to {LINE} characters; {SIDED}"


def _knob(draft: Draft, step: str, knob: str) -> Field:
    label, meaning = STEPS[step]
    name, unit, bounds = KNOBS[knob]
    if isinstance(value_at(draft, f"dose.{step}.{knob}"), list):
        said = f"{meaning}: {unit} of each set; a file changes them (backtui show ID --toml)."
        return Field(f"dose.{step}.{knob}", f"{label} {name}", said)
    said = f"{meaning}: {unit} from {bounds[0]} to {bounds[1]}, start ≤ target ≤ ceiling."
    return Field(f"dose.{step}.{knob}", f"{label} {name}", said, bounds=bounds)


def value_at(draft: Draft, key: str) -> Any:
    """What the draft has at a key such as set_up[1] or dose.start.reps; None for nothing."""
    value: Any = draft
    for part in PATH.findall(key):
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(part)
    return value


def written(draft: Draft, key: str, value: Any) -> Draft:
    """The draft with a value at a key; an empty text takes the key, or the entry of a list, out."""
    changed = deepcopy(draft)
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
    """A problem with the labels of the form in the places of the draft's keys."""
    labels: dict[str, str] = {}
    for field in fields:
        whole = field.key.partition("[")[0]
        labels.setdefault(whole, field.label)
        labels[field.key] = field.label or labels[whole]
    for key in sorted(labels, key=len, reverse=True):
        problem = re.sub(rf"(?<![\w.]){re.escape(key)}(?![\w\[])", labels[key].lower(), problem)
    return problem


class DraftPage(Listing[str]):
    """Holds a draft and what it was before; `WHAT` is left only after a question where they differ."""

    WHAT: ClassVar[str] = ""

    def __init__(self, desk: CoachClient, title: str, draft: Mapping[str, Any], *, new: bool) -> None:
        """`new`: it is not in the log yet, so that its id is still free."""
        super().__init__(desk, title)
        self.draft: Draft = deepcopy(dict(draft))
        self.before = deepcopy(self.draft)
        self.new = new
        self.problem = ""

    @work
    async def action_close(self) -> None:  # type: ignore[override]
        """Leave, after a question where something was changed."""
        if self.draft != self.before:
            said = ("What you changed here is not saved.",)
            asked = Choice(f"Leave the {self.WHAT}?", said, SURE, "stay")
            if await self.app.push_screen_wait(asked) != "leave":
                return
        self.dismiss(None)

"""What a content file may hold: its keys, and the bound of each."""

from backtui.content.check import Shape, any_table, list_of, one_of, table, text, text_or, whole
from backtui.domain.exercise import HOLD_BOUNDS_S, REPETITION_BOUNDS, Kind, Position, Sides

WORD = text(40)
LINE = text(76)  # stands on one row of an 80-column screen
SENTENCE = text(200)
SENTENCES = list_of(SENTENCE, 1, 20)

DOSE = table({"hold_s": whole(*HOLD_BOUNDS_S), "reps": whole(*REPETITION_BOUNDS)})

EXERCISE_KEYS: dict[str, Shape] = {
    "id": WORD,
    "name": WORD,
    "kind": one_of(Kind),
    "position": one_of(Position),
    "sides": one_of(Sides),
    "works_on": list_of(WORD, 1, 6),
    "set_up": list_of(SENTENCE, 1, 6),
    "movement_in": LINE,
    "hold": list_of(LINE, 1, 2),
    "movement_out": LINE,
    "dose": table({"start": DOSE, "target": DOSE, "ceiling": DOSE}),
}
EXERCISE_EXTRAS: dict[str, Shape] = {
    "hint": LINE,
    "cautions": list_of(SENTENCE, 0, 6),
    "easier": SENTENCE,
    "avoid_with": list_of(WORD, 0, 20),
}
EXERCISE = table(EXERCISE_KEYS, optional=EXERCISE_EXTRAS)
OWN_EXERCISE = table(EXERCISE_KEYS, optional={**EXERCISE_EXTRAS, "figure": text_or(any_table, WORD)})

BLOCK = table({"kind": one_of(Kind), "exercises": list_of(WORD, 1, 40)})
ROUTINE = table({"id": WORD, "name": WORD, "blocks": list_of(BLOCK, 1, 10)})
ROUTINES = table({"routines": list_of(ROUTINE, 1, 20)})

OWN_ITEM = table({"exercise": WORD}, optional={"dose": DOSE})
OWN_ROUTINE = table({"id": WORD, "name": WORD, "items": list_of(OWN_ITEM, 1, 40)})

CAUTION = table({"id": WORD, "name": LINE, "advice": SENTENCE})
CAUTIONS = table({"cautions": list_of(CAUTION, 1, 20)})

GUIDANCE = table(
    {
        "notice": SENTENCES,
        "safety": SENTENCES,
        "stop": SENTENCES,
        "urgent": SENTENCES,
        "ask": SENTENCES,
        "habits": SENTENCES,
        "week": SENTENCES,
        "source": SENTENCE,
    }
)

"""Every ready programme, copied, planned and run to its end: the history has each set, side and rest."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from cli_room import train
from own_room import keep
from props import HandClock, asked, shop

from backtui.domain.events import Event, RepEnded
from backtui.domain.exercise import Dose, Side, Sides
from backtui.domain.record import EntryRecord, SessionRecord

L, R, N = Side.LEFT, Side.RIGHT, Side.NONE
# Routine, exercise: the repetitions of a set for each set, seconds of a hold, rest between sets, the sides.
MEANT = {
    ("nhs-starter", "pelvic-tilt"): ((5,), 2, 0, Sides.ONE),
    ("nhs-starter", "knee-rolls"): ((5,), 2, 0, Sides.ONE),
    ("nhs-starter", "prone-on-elbows"): ((5,), 5, 0, Sides.ONE),
    ("nhs-starter", "heel-sit"): ((5,), 5, 0, Sides.ONE),
    ("nhs-starter", "back-arch"): ((5,), 2, 0, Sides.ONE),
    ("mcgill-three", "curl-up"): ((6, 4, 2), 5, 20, Sides.ONE),
    ("mcgill-three", "side-bridge"): ((6, 4, 2), 5, 20, Sides.EACH),
    ("mcgill-three", "bird-dog"): ((6, 4, 2), 5, 20, Sides.EACH),
    ("mcgill-three-long", "curl-up"): ((8, 6, 4), 10, 20, Sides.ONE),
    ("mcgill-three-long", "side-plank"): ((8, 6, 4), 10, 20, Sides.EACH),
    ("mcgill-three-long", "bird-dog"): ((8, 6, 4), 10, 20, Sides.EACH),
    ("press-ups", "prone-lying"): ((1,), 120, 0, Sides.ONE),
    ("press-ups", "prone-on-elbows"): ((1,), 120, 0, Sides.ONE),
    ("press-ups", "press-up"): ((10,), 0, 0, Sides.ONE),
    ("press-ups-short", "press-up"): ((10,), 0, 0, Sides.ONE),
    ("flexion-set", "pelvic-tilt"): ((10,), 5, 0, Sides.ONE),
    ("flexion-set", "single-leg-pull"): ((5,), 5, 0, Sides.EACH),
    ("flexion-set", "double-knee-to-chest"): ((5,), 5, 0, Sides.ONE),
    ("flexion-set", "partial-sit-up"): ((2,), 2, 0, Sides.ONE),
    ("flexion-set", "hamstring-stretch"): ((3,), 10, 0, Sides.EACH),
    ("flexion-set", "hip-flexor-lunge"): ((3,), 5, 0, Sides.EACH),
    ("flexion-set", "wall-slide"): ((2,), 2, 0, Sides.ONE),
    ("office-break", "sit-tall"): ((3,), 5, 0, Sides.ONE),
    ("office-break", "seated-rotation"): ((2,), 5, 0, Sides.ALTERNATING),
    ("office-break", "back-arch"): ((3,), 3, 0, Sides.ONE),
}
PROGRAMMES = {"mcgill-three-long": "mcgill-three", "press-ups-short": "press-ups"}
# Seconds from the end of a repetition to that of the next one beside the hold: relaxing, the way in and back.
USUAL_S = 2 + 3 + 3
PRESS_UP_S = 4 + 4
SWITCH_S = 6


def order_of(sets: tuple[int, ...], sides: Sides) -> list[tuple[Side, int]]:
    """Each repetition's side and its number through all sets, in the order in which it is done."""
    found: list[tuple[Side, int]] = []
    before = 0
    for reps in sets:
        numbers = range(before + 1, before + reps + 1)
        match sides:
            case Sides.ONE:
                found += [(N, rep) for rep in numbers]
            case Sides.EACH:
                found += [(side, rep) for side in (L, R) for rep in numbers]
            case Sides.ALTERNATING:
                found += [(side, rep) for rep in numbers for side in (L, R)]
        before += reps
    return found


def run(programme: str, routine: str) -> tuple[SessionRecord, list[Event]]:
    clock = HandClock()
    wiring = shop(clock)
    asked(wiring, lambda _, diary: diary.programmes.copy(programme))
    clock.sleep(1)
    asked(wiring, lambda _, diary: diary.shelf.use_routine(routine))
    clock.sleep(1)
    session = train(clock)
    found, events = asked(wiring, lambda coach, _: (coach.session(session), coach.events_of(session)))
    assert found is not None
    return found, events


@pytest.mark.parametrize("routine", dict.fromkeys(routine for routine, _ in MEANT))
def test_a_programme_is_in_the_history_as_it_is_meant(routine: str) -> None:
    record, events = run(PROGRAMMES.get(routine, routine), routine)
    meant = {exercise: row for (name, exercise), row in MEANT.items() if name == routine}
    assert [each.exercise for each in record.entries] == list(meant)
    for entry in record.entries:
        sets, hold_s, rest_s, sides = meant[entry.exercise]
        assert entry.prescribed == Dose(hold_s, sets[0], sets[1:], rest_s)
        assert entry.sides is sides
        assert entry.complete
        _check_repetitions(entry, sets, hold_s, sides)
        done = [
            (each.what.side, each.what.rep, (each.mono_ms or 0) / 1000)
            for each in events
            if isinstance(each.what, RepEnded) and each.what.item == entry.item
        ]
        assert [(side, rep) for side, rep, _ in done] == order_of(sets, sides)
        assert _gaps(done) == pytest.approx(_meant_gaps(entry, sets, rest_s, sides), abs=0.01)
    assert record.state.value == "done"


def _check_repetitions(entry: EntryRecord, sets: tuple[int, ...], hold_s: int, sides: Sides) -> None:
    assert sorted((each.side, each.rep) for each in entry.reps) == sorted(order_of(sets, sides))
    places = [entry.prescribed.set_of(each.rep) for each in entry.reps if each.side in (N, L)]
    assert places == [(number, rep) for number, reps in enumerate(sets, 1) for rep in range(1, reps + 1)]
    assert all(min(each.holds_s, default=0.0) >= hold_s for each in entry.reps)


def _gaps(done: list[tuple[Side, int, float]]) -> list[float]:
    """Seconds from the end of each repetition to the end of the next one."""
    return [after[2] - before[2] for before, after in pairwise(done)]


def _meant_gaps(entry: EntryRecord, sets: tuple[int, ...], rest_s: int, sides: Sides) -> list[float]:
    """What they must be: a repetition, and a change of side, or a rest after a set."""
    order = order_of(sets, sides)
    one = PRESS_UP_S if entry.exercise == "press-up" else USUAL_S + entry.prescribed.hold_s * entry.holds
    if entry.exercise == "knee-rolls":
        one += 3  # the way over the middle
    gaps = []
    for (before, rep), (after, following) in pairwise(order):
        rests = entry.prescribed.set_of(rep)[0] != entry.prescribed.set_of(following)[0]
        next_set = rests and (sides is not Sides.EACH or (before, after) == (R, L))
        turns = sides is Sides.EACH and before is not after and not next_set
        gaps.append(float(one + rest_s * next_set + SWITCH_S * turns))
    return gaps


# Files, seconds held in a session, and the repetitions of each set in the log.
PUBLISHED = [
    (("mcgill-curl", "pyramid"), 120, (6, 4, 2)),
    (("bridge-3x12",), 108, (12, 12, 12)),
    (("press-up",), 0, (10,)),
    (("prone-elbows",), 300, (1,)),
    (("knee-roll",), 20, (5,)),
    (("head-rolls",), 90, (3, 3, 3)),
]
EXAMPLES = Path(__file__).parents[2] / "examples" / "programmes"


@pytest.mark.parametrize(("files", "held_s", "sets"), PUBLISHED, ids=[row[0][-1] for row in PUBLISHED])
def test_a_published_programme_is_run_as_it_is_meant(
    files: tuple[str, ...], held_s: int, sets: tuple[int, ...]
) -> None:
    clock = HandClock()
    wiring = shop(clock)
    for name in files:
        keep(wiring, tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")))
    routine = files[-1]
    if routine not in asked(wiring, lambda coach, _: coach.content.routines):
        routine = "alone"
        keep(wiring, {"id": "alone", "name": "Alone", "items": [{"exercise": files[-1]}]})
    asked(wiring, lambda _, diary: diary.shelf.use_routine(routine))
    clock.sleep(1)
    session = train(clock)
    record, events = asked(wiring, lambda coach, _: (coach.session(session), coach.events_of(session)))
    assert record is not None
    [entry] = record.entries
    assert entry.complete
    assert entry.prescribed.sets == sets
    assert [each.rep for each in entry.reps] == list(range(1, sum(sets) + 1))
    moving = [part.moving for part in entry.parts] or [False] * entry.holds
    held = [seconds for seconds, moves in zip(entry.asked_s, moving, strict=False) if not moves]
    assert sum(held) * sum(sets) == held_s
    if files == ("press-up",):
        assert (entry.tempo.in_s, entry.tempo.out_s, entry.tempo.relax_s) == (4, 4, 0)
        ends = [(each.mono_ms or 0) / 1000 for each in events if isinstance(each.what, RepEnded)]
        assert [after - before for before, after in pairwise(ends)] == pytest.approx([8.0] * 9, abs=0.01)

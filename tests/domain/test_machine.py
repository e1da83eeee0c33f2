"""The session machine by tables: every press in every phase and mode, and the ways through a session."""

from collections.abc import Sequence

import pytest

from backtui.domain import events as fx
from backtui.domain.exercise import Dose, Kind, Position, Side, Sides
from backtui.domain.record import RepRecord
from backtui.domain.session.machine import advance, begin
from backtui.domain.session.state import (
    Happened,
    Mode,
    PhaseBegan,
    Press,
    Progress,
    SessionState,
    phase_left_s,
    session_left_s,
)
from backtui.domain.session.steps import Item, Phase, Script, length_s

LEFT, RIGHT, NONE = Side.LEFT, Side.RIGHT, Side.NONE
Effects = tuple[Happened, ...]
Move = tuple[float, Press]


def item(
    index: int, exercise: str = "", *, sides: Sides = Sides.ONE, holds: int = 1, dose: str = "5×2"
) -> Item:
    hold_s, reps = map(int, dose.split("×"))
    name = exercise or f"exercise-{index}"
    return Item(index, 0, Kind.STRETCH, name, Position.LYING, sides, holds, Dose(hold_s, reps))


def said(effects: Sequence[Happened]) -> str:
    """Effects in short, without their times."""
    return ", ".join(map(_said, effects))


def _said(effect: Happened) -> str:
    match effect.what:
        case PhaseBegan(index, step):
            where = f" {step.side[0].upper()}{step.rep}" if step.rep else ""
            return f"{index} {step.phase}{where}"
        case fx.RepEnded(index, side, rep, holds_s):
            return f"{index} held {side[0].upper()}{rep} {'+'.join(f'{each:g}' for each in holds_s)}"
        case fx.ExerciseEnded(index, how, begun):
            return f"{index} {how}" + ("" if begun else " unbegun")
        case fx.Rated(index, rating):
            return f"{index} rated {rating}"
        case fx.Paused(why):
            return f"paused {why}"
        case fx.SessionEnded(how):
            return f"session {how}"
        case fx.Resumed():
            return "resumed"
    return f"{effect.what.item} {type(effect.what).__name__}"


def play(state: SessionState, *moves: Move) -> tuple[SessionState, Effects]:
    """The presses at their moments, with a tick at every whole second before each."""
    effects: Effects = ()
    for when, press in moves:
        for second in range(int(state.seen) + 1, int(when) + 1):
            state, new = advance(state, Press.TICK, second)
            effects += new
        state, new = advance(state, press, when)
        effects += new
    return state, effects


def start(*items: Item, rating: bool = False, gap_s: float = 5.0) -> SessionState:
    return begin(Script(items or (item(0), item(1)), asks_rating=rating, gap_s=gap_s), 0.0)[0]


def until(state: SessionState, when: float) -> SessionState:
    return play(state, (when, Press.TICK))[0]


def held(effects: Effects) -> str:
    return said([each for each in effects if isinstance(each.what, fx.RepEnded)])


# The second of three, with sides and a rating: ready 0-8, left 8-34, switch -40, right -66, rate -72.
MOMENTS = {"ready": 4, "in": 9, "hold": 13, "out": 17, "relax": 20, "switch": 36, "rate": 68}
NEXT, BEFORE = "2 ready", "0 MovedBack, 0 ready"
LATER = f"1 Postponed, {NEXT}"


def middle() -> SessionState:
    items = tuple(item(index, sides=Sides.EACH) for index in range(3))
    done = Progress(how="done", begun=True)
    return begin(Script(items, asks_rating=True), 0.0, (done, Progress(), Progress()))[0]


def rows(press: Press, **said_in: str) -> list[tuple[Press, str, str]]:
    """One case a phase; `rest` is for the phases that are not named."""
    rest = said_in.pop("rest", "")
    return [(press, phase, said_in.get(phase, rest)) for phase in MOMENTS]


def rating_rows(press: Press) -> list[tuple[Press, str, str]]:
    word = press.value
    return rows(
        press, ready=f"0 rated {word}", rate=f"1 rated {word}, 1 done, {NEXT}", rest=f"1 rated {word}"
    )


@pytest.mark.parametrize(
    ("press", "phase", "then"),
    [
        *rows(Press.TICK),
        *rows(Press.PRESENT),
        *rows(Press.UNDO),
        *rows(Press.PAUSE, rest="paused key"),
        *rows(
            Press.SKIP,
            ready=f"1 skipped unbegun, {NEXT}",
            **{"in": f"1 skipped unbegun, {NEXT}"},
            rate=f"1 done, {NEXT}",
            rest=f"1 skipped, {NEXT}",
        ),
        *rows(Press.BACK, rest=BEFORE),
        *rows(Press.RESTART, **{"in": "1 in L1"}, hold="1 in L1"),
        *rows(
            Press.EASE,
            **{"in": "1 Eased, 1 out L1"},
            hold="1 Eased, 1 held L1 2, 1 out L1",
            rate="",
            rest="1 Eased",
        ),
        *rows(Press.LONGER),
        *rows(Press.LATER, rate="", rest=LATER),
        *rows(Press.PAIN, rest="1 PainFelt, 1 pain, 2 hurt"),
        *rows(
            Press.DIZZY,
            ready="1 DizzyFelt, session dizzy",
            **{"in": "1 DizzyFelt, session dizzy"},
            rate="1 DizzyFelt, 1 done, session dizzy",
            rest="1 DizzyFelt, 1 dizzy, session dizzy",
        ),
        *rows(
            Press.STOP,
            ready="session stopped",
            **{"in": "session stopped"},
            rate="1 done, session stopped",
            rest="1 cut, session stopped",
        ),
        *rating_rows(Press.EASY),
        *rating_rows(Press.COMFORTABLE),
        *rating_rows(Press.HARD),
    ],
)
def test_every_press_in_every_phase(press: Press, phase: str, then: str) -> None:
    state = until(middle(), MOMENTS[phase])
    assert state.step.phase == phase
    state, effects = advance(state, press, MOMENTS[phase])
    assert said(effects) == then
    assert state.longer is (press is Press.LONGER and phase == "hold")
    assert state.alive is (press is not Press.TICK)


def in_mode(name: str) -> SessionState:
    """The middle exercise's first hold at 13 s, in that mode."""
    presses = {"paused": [Press.PAUSE], "lead-in": [Press.PAUSE, Press.PAUSE], "longer": [Press.LONGER]}
    state = until(middle(), 13)
    for press in presses[name]:
        state, _ = advance(state, press, 13)
    return state


ENDINGS = {
    Press.PAIN: ("1 PainFelt, 1 pain, 2 hurt", Mode.RUNNING),
    Press.DIZZY: ("1 DizzyFelt, 1 dizzy, session dizzy", Mode.ENDED),
    Press.STOP: ("1 cut, session stopped", Mode.ENDED),
}


def still(mode: Mode) -> dict[Press, tuple[str, Mode]]:
    """What a press does while the clock of the phase stands still."""
    return {
        Press.SKIP: (f"1 skipped, {NEXT}", Mode.RUNNING),
        Press.LATER: (LATER, Mode.RUNNING),
        Press.BACK: (BEFORE, Mode.RUNNING),
        Press.RESTART: ("", mode),
        Press.EASE: ("1 Eased", mode),
        Press.LONGER: ("", mode),
        Press.EASY: ("1 rated easy", mode),
        Press.COMFORTABLE: ("1 rated comfortable", mode),
        Press.HARD: ("1 rated hard", mode),
        Press.TICK: ("", mode),
        **dict.fromkeys((Press.PRESENT, Press.UNDO), ("", mode)),
        **ENDINGS,
    }


@pytest.mark.parametrize("press", Press)
def test_every_press_while_paused(press: Press) -> None:
    cases = still(Mode.PAUSED) | {Press.PAUSE: ("", Mode.LEAD_IN)}
    state, effects = advance(in_mode("paused"), press, 500.0)
    assert (said(effects), state.mode) == cases[press]


@pytest.mark.parametrize("press", Press)
def test_every_press_in_the_lead_in(press: Press) -> None:
    cases = still(Mode.LEAD_IN) | {Press.PAUSE: ("paused key", Mode.PAUSED)}
    state, effects = advance(in_mode("lead-in"), press, 14.0)
    assert (said(effects), state.mode) == cases[press]


@pytest.mark.parametrize("press", Press)
def test_any_key_ends_a_longer_hold_with_what_was_held(press: Press) -> None:
    going_on = (Press.TICK, Press.PRESENT)
    rep = "1 held L1 11.5, 1 out L1"
    cases = {each: (f"{rep}, {then}", mode) for each, (then, mode) in ENDINGS.items()}
    cases |= dict.fromkeys(going_on, ("", Mode.RUNNING))
    state, effects = advance(until(in_mode("longer"), 22), press, 22.5)
    then = cases.get(press, (rep, Mode.RUNNING))
    assert (said(effects), state.mode) == then
    assert state.longer is (press in going_on)


@pytest.mark.parametrize("press", Press)
@pytest.mark.parametrize("ending", [Press.STOP, Press.DIZZY])
def test_what_has_ended_stays_as_it_is(press: Press, ending: Press) -> None:
    state, _ = play(start(), (20, ending))
    assert advance(state, press, 21.0) == (state, ())
    assert advance(state, press, 21.0)[0] is state
    assert phase_left_s(state, 21.0) == session_left_s(state, 21.0) == 0


def test_a_session_by_ticks_alone_has_no_sign_of_life() -> None:
    _, effects = play(start(item(0, dose="5×1")), (28, Press.TICK))
    assert effects[-1] == Happened(28.0, fx.SessionEnded("done", False))
    assert said(effects) == "0 in N1, 0 hold N1, 0 held N1 5, 0 out N1, 0 relax N1, 0 done, session done"


@pytest.mark.parametrize("press", [each for each in Press if each is not Press.TICK])
def test_any_key_is_a_sign_of_life(press: Press) -> None:
    state, _ = play(start(item(0), item(1)), (20, press))
    _, effects = play(state, (22, Press.STOP))
    assert state.alive
    assert not effects or effects[-1].what.alive


def test_a_session_without_exercises_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one exercise"):
        begin(Script(()), 0.0)


def test_the_sides_follow_each_other_with_a_switch_between() -> None:
    _, effects = play(start(item(0, sides=Sides.EACH, dose="2×1")), (41, Press.TICK))
    left = "0 in L1, 0 hold L1, 0 held L1 2, 0 out L1, 0 relax L1"
    assert said(effects) == f"{left}, 0 switch, {left.replace('L', 'R')}, 0 done, session done"


def test_cat_and_camel_is_one_repetition_of_two_holds() -> None:
    _, effects = play(start(item(0, holds=2, dose="4×1")), (34, Press.TICK))
    assert [(each.what.step.hold, each.at) for each in effects if isinstance(each.what, PhaseBegan)] == [
        *[(0, 15), (0, 18), (1, 22), (1, 25)],
        *[(1, 29), (1, 32)],
    ]
    assert held(effects) == "0 held N1 4+4"
    assert effects[-1].at == 34


@pytest.mark.parametrize(
    ("when", "press", "then"),
    [
        (20, Press.PAUSE, "0 in N1"),  # broken in the first hold: the first is done again
        (27, Press.PAUSE, "0 in N1"),  # in the second: only the second
        (27, Press.RESTART, "0 in N1"),
        (20, Press.EASE, "0 held N1 2+0, 0 out N1"),
        (24, Press.EASE, "0 held N1 4+0, 0 out N1"),  # on the way into the second
        (27, Press.EASE, "0 held N1 4+2, 0 out N1"),
    ],
)
def test_a_press_between_the_two_holds_of_cat_and_camel(when: float, press: Press, then: str) -> None:
    state, effects = play(start(item(0, holds=2, dose="4×1")), (when, press))
    if press is Press.PAUSE:
        state, effects = play(state, (when + 1, Press.PAUSE), (when + 4, Press.TICK))
    assert said(effects).endswith(then)
    assert state.step.hold == (press is Press.EASE or when > 22)
    _, effects = play(state, (80, Press.TICK))
    assert held(effects) == ("" if press is Press.EASE else "0 held N1 4+4")


# ready 0-15, in -18, hold -23, out -26, relax -28, in -31, hold -36, out -39, relax -41, next ready -49.
@pytest.mark.parametrize(
    ("when", "left"), [(5, 10), (16, 3), (18, 3), (22.5, 3), (24, 2), (27.5, 0.5), (41, 8)]
)
def test_a_pause_keeps_what_was_left_and_a_broken_hold_begins_anew(when: float, left: float) -> None:
    state, effects = play(start(), (when, Press.PAUSE))
    assert effects[-1] == Happened(when, fx.Paused("key"))
    assert phase_left_s(state, when + 1000) == left
    state, effects = play(state, (5000, Press.PAUSE), (5003, Press.TICK))
    assert said(effects[:2]) == f"resumed, {state.item} {state.step.phase}" + (
        f" N{state.step.rep}" if state.step.rep else ""
    )
    assert effects[0].at == effects[1].at == 5003
    assert state.due == 5003 + left


def test_a_hold_broken_by_a_pause_counts_only_when_it_is_held_again() -> None:
    _, effects = play(start(item(0, dose="5×1")), (22.5, Press.PAUSE), (500, Press.PAUSE), (600, Press.TICK))
    assert [each for each in effects if isinstance(each.what, fx.RepEnded)] == [
        Happened(500 + 3 + 3 + 5, fx.RepEnded(0, NONE, 1, (5.0,)))
    ]


def test_a_pause_in_the_lead_in_keeps_what_was_left() -> None:
    moves = [(24, Press.PAUSE), (30, Press.PAUSE), (31, Press.PAUSE), (40, Press.PAUSE), (43, Press.TICK)]
    state, effects = play(start(), *moves)
    assert said(effects).endswith("paused key, paused key, resumed, 0 out N1")
    assert (state.mode, state.due) == (Mode.RUNNING, 45)


def test_a_late_tick_ends_the_lead_in_at_its_own_instant() -> None:
    state, _ = play(start(), (24, Press.PAUSE), (30, Press.PAUSE))
    state, effects = advance(state, Press.TICK, 34.5)
    assert said(effects) == "resumed, 0 out N1"
    assert [each.at for each in effects] == [33, 33]


def test_the_lead_in_counts_down_before_what_is_left() -> None:
    state, _ = play(start(), (24, Press.PAUSE), (100, Press.PAUSE))
    assert [phase_left_s(state, now) for now in (100, 101, 103)] == [3, 2, 0]
    rest = 2 + 2 + 13 + 8 + 26
    assert [session_left_s(state, now) for now in (100, 102.5)] == [3 + rest, 0.5 + rest]


@pytest.mark.parametrize(("late", "slept"), [(5.0, False), (5.01, True), (30_000.0, True)])
def test_a_tick_later_than_the_gap_means_that_the_machine_slept(late: float, slept: bool) -> None:
    state, effects = advance(until(start(), 20), Press.TICK, 20 + late)
    assert (state.mode is Mode.PAUSED, state.pause_why == "gap") == (slept, slept)
    assert said(effects) == ("paused gap" if slept else "0 held N1 5, 0 out N1")
    assert effects[0].at == (20 if slept else 23)


def test_time_asleep_is_never_counted_as_held() -> None:
    state, _ = advance(until(start(item(0, dose="60×1")), 30), Press.TICK, 75.0)
    state, effects = play(state, (80, Press.PAUSE), (200, Press.TICK))
    assert effects[-2:] == (
        Happened(151, fx.ExerciseEnded(0, "done", True)),
        Happened(151, fx.SessionEnded("done", True)),
    )
    assert held(effects) == "0 held N1 60"


def test_sleep_in_the_lead_in_pauses_again() -> None:
    state, _ = play(start(), (24, Press.PAUSE), (30, Press.PAUSE))
    state, effects = advance(state, Press.TICK, 90.0)
    assert effects == (Happened(30, fx.Paused("gap")),)
    assert phase_left_s(state, 90) == 2


def test_sleep_in_a_longer_hold_pauses_and_the_hold_begins_anew() -> None:
    state, _ = play(start(), (20, Press.LONGER), (40, Press.TICK))
    state, effects = advance(state, Press.TICK, 90.0)
    assert (effects, state.longer, phase_left_s(state, 90)) == ((Happened(40, fx.Paused("gap")),), False, 3)
    state, effects = play(state, (91, Press.PAUSE), (110, Press.TICK))
    assert held(effects) == "0 held N1 5"


def test_a_late_tick_crosses_every_boundary_at_its_own_instant() -> None:
    _, effects = advance(start(gap_s=100), Press.TICK, 50.0)
    assert [each.at for each in effects] == [15, 18, 23, 23, 26, 28, 31, 36, 36, 39, 41, 41, 49]
    assert said(effects).endswith("0 relax N2, 0 done, 1 ready, 1 in N1")


def test_a_late_key_catches_up_first_and_then_acts_in_the_new_phase() -> None:
    state, effects = advance(until(start(), 20), Press.EASE, 24.5)
    assert said(effects) == "0 held N1 5, 0 out N1, 0 Eased"
    state, effects = advance(until(start(), 20), Press.LONGER, 23.0)
    assert not state.longer


def test_longer_holds_on_beyond_the_time_and_notes_what_was_held() -> None:
    state, effects = play(start(), (20, Press.LONGER), (60.25, Press.PAUSE))
    assert effects[-2:] == (
        Happened(60.25, fx.RepEnded(0, NONE, 1, (42.25,))),
        Happened(60.25, PhaseBegan(0, state.step)),
    )
    assert (state.step.phase, state.mode) == ("out", Mode.RUNNING)
    _, effects = play(state, (75, Press.TICK))
    assert held(effects) == "0 held N2 5"


@pytest.mark.parametrize("dose", ["5×1", "300×1", "600×1"])
def test_longer_ends_by_itself_after_ten_minutes(dose: str) -> None:
    _, effects = play(start(item(0, dose=dose)), (20, Press.LONGER), (630, Press.TICK))
    assert Happened(618, fx.RepEnded(0, NONE, 1, (600.0,))) in effects


def test_restart_does_the_hold_again_and_the_broken_one_counts_nothing() -> None:
    state, effects = play(start(item(0, dose="5×1")), (22, Press.RESTART), (24, Press.RESTART))
    assert said(effects) == "0 in N1, 0 hold N1, 0 in N1, 0 in N1"
    _, effects = play(state, (60, Press.TICK))
    assert [each.at for each in effects] == [27, 32, 32, 35, 37, 37]
    assert held(effects) == "0 held N1 5"


def test_ease_ends_the_repetition_and_the_rest_get_a_second_less() -> None:
    _, effects = play(start(item(0, dose="5×3"), item(1)), (20, Press.EASE), (80, Press.TICK))
    assert held(effects).startswith("0 held N1 2, 0 held N2 4, 0 held N3 4, 1 held N1 5")
    assert sum(isinstance(each.what, fx.Eased) for each in effects) == 1


def test_ease_goes_down_to_a_second_and_reaches_the_other_side() -> None:
    state, effects = play(start(item(0, sides=Sides.EACH, dose="3×2")), *[(5, Press.EASE)] * 4)
    assert said(effects) == ", ".join(["0 Eased"] * 4)
    _, effects = play(state, (90, Press.TICK))
    assert held(effects) == "0 held L1 1, 0 held L2 1, 0 held R1 1, 0 held R2 1"


def test_what_was_eased_stays_so_after_going_back() -> None:
    state, _ = play(start(), (52.5, Press.EASE), (53, Press.EASE), (54, Press.BACK))
    assert state.progress[1].eased_s == 2
    assert session_left_s(state, 54) == (15 + 26) + (8 + 3 + 3 + 3 + 2)


def test_ease_on_the_way_in_ends_the_repetition_unheld() -> None:
    _, effects = play(start(item(0)), (16, Press.EASE), (60, Press.TICK))
    assert held(effects) == "0 held N2 4"
    assert said(effects).endswith("0 done, session done")


def test_skip_goes_on_with_the_next_exercise_and_never_says_done_too_early() -> None:
    _, effects = play(start(), (39, Press.SKIP), (39, Press.SKIP))
    assert said(effects[-4:]) == "0 done, 1 ready, 1 skipped unbegun, 1 offer"
    _, effects = play(start(), (35, Press.SKIP))
    assert said(effects[-2:]) == "0 skipped, 1 ready"


def test_back_opens_the_exercise_before_and_comes_back_afterwards() -> None:
    state, effects = play(start(item(0, dose="2×1"), item(1, dose="2×2")), (45, Press.BACK))
    assert said(effects).endswith("1 held N1 2, 1 out N1, 1 relax N1, 1 in N2, 0 MovedBack, 0 ready")
    _, effects = play(state, (100, Press.TICK))
    assert held(effects) == "0 held N1 2, 1 held N2 2"
    assert said(effects).endswith("1 done, session done")


def test_back_twice_does_only_the_first_again_and_then_goes_on_where_it_was() -> None:
    items = [item(index, dose="2×1") for index in range(3)]
    state, effects = play(start(*items), (55, Press.BACK), (55.5, Press.BACK))
    assert said(effects).endswith(
        "1 done, 2 ready, 2 in N1, 2 hold N1, 1 MovedBack, 1 ready, 0 MovedBack, 0 ready"
    )
    assert (state.following, session_left_s(state, 55.5)) == (items[2], 15 + 10 + 8 + 10)
    _, effects = play(state, (120, Press.TICK))
    assert held(effects) == "0 held N1 2, 2 held N1 2"
    assert effects[-1].at == 55.5 + 43


def test_back_twice_does_a_skipped_exercise_after_all() -> None:
    moves = [(2, Press.SKIP), (3, Press.SKIP), (4, Press.BACK), (5, Press.BACK), (120, Press.TICK)]
    _, effects = play(start(*[item(index, dose="2×1") for index in range(3)]), *moves)
    assert held(effects) == "0 held N1 2, 1 held N1 2, 2 held N1 2"


def test_back_at_the_first_exercise_begins_it_anew_once_it_is_under_way() -> None:
    state, effects = play(start(), (5, Press.BACK))
    assert (effects, state.due) == ((), 15)
    state, effects = play(state, (30, Press.BACK))
    assert said(effects[-2:]) == "0 MovedBack, 0 ready"
    _, effects = play(state, (72, Press.TICK))
    assert held(effects) == "0 held N1 5, 0 held N2 5"


@pytest.mark.parametrize("press", [Press.SKIP, Press.STOP])
def test_done_is_done_also_when_it_was_opened_again(press: Press) -> None:
    state, effects = play(start(), (42, Press.BACK), (45, press))
    assert said(effects).count("0 done") == 2
    assert state.progress[0].how == "done"


def test_stop_ends_everything_that_was_under_way() -> None:
    _, effects = play(start(), (53, Press.BACK), (60, Press.STOP))
    assert said(effects[-3:]) == "0 done, 1 cut, session stopped"
    assert effects[-2] == Happened(60, fx.ExerciseEnded(1, "cut", True))


def twice() -> SessionState:
    return start(item(0, "tilt"), item(1, "lift"), item(2, "tilt"), item(3, "arch"))


def test_pain_leaves_out_the_same_exercise_later_on() -> None:
    state, effects = play(twice(), (20, Press.PAIN), (30, Press.SKIP))
    assert said(effects).endswith("1 skipped unbegun, 2 left-out unbegun, 3 ready")
    assert [each.how for each in state.progress] == ["pain", "skipped", "left-out", None]


def test_what_pain_leaves_out_is_neither_announced_nor_in_the_time_left() -> None:
    state, _ = play(twice(), (20, Press.PAIN))
    assert session_left_s(state, 20) == 10 + 2 * (8 + 26)
    state, _ = play(state, (20 + 10 + 8 + 19, Press.TICK))
    assert state.following == state.script.items[3]


def test_back_never_opens_an_exercise_that_hurt() -> None:
    state, _ = play(twice(), (20, Press.PAIN), (21, Press.BACK), (22, Press.SKIP))
    assert (state.item, state.step.phase) == (1, Phase.READY)
    state, effects = play(state, (23, Press.BACK))
    assert (state.item, state.due, effects) == (1, 30, ())


@pytest.mark.parametrize("press", [Press.SKIP, Press.PAUSE])
def test_after_pain_the_session_waits_for_a_key_or_ten_seconds(press: Press) -> None:
    state, _ = play(start(item(0), item(1)), (20, Press.PAIN))
    assert (state.item, state.step.phase, state.due, state.rated_item) == (1, Phase.HURT, 30, 0)
    by_key, _ = play(state, (23, press))
    assert (by_key.step.phase, by_key.due) == (Phase.READY, 31)
    by_itself, _ = play(state, (25, Press.TICK), (30, Press.TICK))
    assert (by_itself.step.phase, by_itself.due) == (Phase.READY, 38)


def test_the_same_key_twice_is_the_same_pain_and_undo_takes_it_back() -> None:
    state, _ = play(start(item(0), item(1)), (20, Press.PAIN))
    again, effects = play(state, (21, Press.PAIN))
    assert (effects, [each.pain for each in again.progress]) == ((), [True, False])
    back, _ = play(again, (22, Press.UNDO))
    assert (back.item, [each.pain for each in back.progress]) == (0, [False, False])
    ended, _ = play(state, (21, Press.STOP))
    assert (ended.mode, ended.how) == (Mode.ENDED, "stopped")


def test_pain_in_the_last_exercise_ends_the_session_as_done() -> None:
    state, effects = play(start(item(0)), (20, Press.PAIN))
    assert said(effects).endswith("0 PainFelt, 0 pain, session done")
    assert (state.progress[0].pain, state.progress[0].begun) == (True, True)


def test_a_rating_while_getting_ready_is_for_the_exercise_just_done() -> None:
    state, effects = play(start(), (45, Press.HARD), (53, Press.EASY))
    assert [each for each in effects if isinstance(each.what, fx.Rated)] == [
        Happened(45, fx.Rated(0, "hard")),
        Happened(53, fx.Rated(1, "easy")),
    ]
    assert [each.rating for each in state.progress] == ["hard", "easy"]


def test_a_rating_while_getting_ready_passes_over_what_was_not_done() -> None:
    state = start(*[item(index) for index in range(3)])
    _, effects = play(state, (45, Press.SKIP), (46, Press.EASY))
    assert said(effects[-1:]) == "0 rated easy"
    _, effects = play(state, (3, Press.SKIP), (4, Press.HARD))
    assert said(effects[-1:]) == "1 rated hard"


def test_a_rating_in_an_exercise_opened_again_is_for_that_one() -> None:
    _, effects = play(start(*[item(index) for index in range(3)]), (77, Press.BACK), (78, Press.HARD))
    assert said(effects[-3:]) == "1 MovedBack, 1 ready, 1 rated hard"


def test_the_last_rating_stands() -> None:
    state, _ = play(start(), (20, Press.HARD), (24, Press.EASY))
    assert state.progress[0].rating == "easy"


def test_a_rating_while_paused_in_the_rating_phase_lets_the_pause_be() -> None:
    state, _ = play(start(item(0), item(1), rating=True), (43, Press.PAUSE), (50, Press.HARD))
    assert (state.mode, state.left, state.progress[0].rating) == (Mode.PAUSED, 4, "hard")


def reps(*done: tuple[Side, int]) -> Progress:
    return Progress(reps=tuple(RepRecord(side, rep, (5.0,)) for side, rep in done), begun=True)


@pytest.mark.parametrize(
    ("done", "then"),
    [
        ([(LEFT, 1)], "held L2, held R1, held R2"),
        ([(LEFT, 1), (LEFT, 2)], "held R1, held R2"),
        ([(LEFT, 1), (LEFT, 2), (RIGHT, 1)], "held R2"),
        ([(LEFT, 1), (LEFT, 2), (RIGHT, 1), (RIGHT, 2)], ""),
    ],
)
def test_going_on_begins_at_the_same_exercise_side_and_repetition(
    done: list[tuple[Side, int]], then: str
) -> None:
    items = tuple(item(index, sides=Sides.EACH) for index in range(3))
    so_far = (Progress(how="skipped"), reps(*done), Progress())
    state, first = begin(Script(items), 0.0, so_far)
    _, effects = play(state, (58, Press.TICK))
    again = held(tuple(each for each in effects if getattr(each.what, "item", 0) == 1))
    assert again.replace("1 held", "held").replace(" 5", "") == then
    assert said(first) == ("1 ready" if then else "1 done, 2 ready")


def test_going_on_keeps_what_was_eased() -> None:
    so_far = (Progress(reps=reps((NONE, 1)).reps, begun=True, eased_s=2),)
    _, effects = play(begin(Script((item(0),)), 0.0, so_far)[0], (60, Press.TICK))
    assert held(effects) == "0 held N2 3"


def test_going_on_leaves_out_what_hurt_before() -> None:
    so_far = (Progress(how="pain", pain=True, begun=True), Progress(), Progress(how=None))
    items = (item(0, "tilt"), item(1, "tilt"), item(2, "lift"))
    _, effects = begin(Script(items), 0.0, so_far)
    assert said(effects) == "1 left-out unbegun, 2 ready"


def test_going_on_with_nothing_left_is_the_end() -> None:
    state, effects = begin(Script((item(0),)), 7.0, (Progress(how="done", begun=True),), alive=True)
    assert effects == (Happened(7.0, fx.SessionEnded("done", True)),)
    assert state.mode is Mode.ENDED


def test_the_time_left_is_the_length_at_the_start_and_falls_with_time() -> None:
    state = start(item(0, sides=Sides.EACH), item(1, holds=2))
    length = length_s(state.script)
    assert session_left_s(state, 0) == length
    for now in (4, 14.5, 40, 73, 80):
        assert session_left_s(until(state, now), now) == length - now


@pytest.mark.parametrize(("when", "following"), [(5, 1), (45, 2), (75, None)])
def test_what_follows_is_the_next_exercise(when: float, following: int | None) -> None:
    state = until(start(*[item(index) for index in range(3)]), when)
    assert state.following == (None if following is None else state.script.items[following])

"""`set`: what the next dose was and is, within its bounds, with its reason."""

import json

import pytest
from cli_room import backtui


def dose(exercise: str) -> tuple[int, int, str]:
    """The next dose of an exercise, and what changes."""
    why = json.loads(backtui("why", exercise, "--json").out)
    return why["dose"]["hold_s"], why["dose"]["reps"], why["rule"]


@pytest.mark.parametrize(("hold", "reps"), [(1, 1), (5, 3), (120, 50)])
def test_a_dose_within_bounds_is_the_next(hold: int, reps: int) -> None:
    answer = backtui("set", "pelvic-lift", "--hold", str(hold), "--reps", str(reps))
    assert (answer.code, answer.err) == (0, "")
    along = "".join(f"  {name} moves up to 120 s × 50 with it.\n" for name in ("The target", "“Never above”"))
    assert answer.out == (
        f"Pelvic lift: next 2 s × 2 → {hold} s × {reps}\n"
        f"  You set it to {hold} s × {reps}; counting starts here.\n"
        f"{along if hold == 120 else ''}"
    )
    assert dose("pelvic-lift") == (hold, reps, "override")
    assert f"{hold} s × {reps}" in backtui("plan").out or hold == 120


def test_a_target_leaves_the_dose() -> None:
    answer = backtui("set", "pelvic-lift", "--target-hold", "8", "--target-reps", "6")
    assert answer.out.startswith("Pelvic lift: next 2 s × 2, as before\n")


def test_a_target_below_the_start_lowers_it() -> None:
    assert backtui("set", "pelvic-lift", "--target-hold", "1").code == 0
    assert dose("pelvic-lift")[:2] == (1, 2)


def test_the_providers_lock_holds_until_it_is_unlocked() -> None:
    assert backtui("set", "arm-reach", "--hold", "3", "--lock", "--by", "provider").code == 0
    assert dose("arm-reach") == (3, 2, "locked")
    refused = backtui("set", "arm-reach", "--hold", "4")
    assert (refused.code, refused.out) == (2, "")
    assert "locked by your provider" in refused.err
    assert dose("arm-reach") == (3, 2, "locked")
    assert backtui("set", "arm-reach", "--unlock").code == 0
    assert backtui("set", "arm-reach", "--hold", "4").code == 0
    assert dose("arm-reach") == (4, 2, "override")


def test_rest_leaves_it_out_and_resume_brings_it_back() -> None:
    assert backtui("set", "Wall slide", "--rest").out == (
        "Wall slide: next 2 s × 2, as before\n  Resting until you bring it back.\n"
    )
    assert "Left out: Wall slide. Resting until you bring it back.\n" in backtui("plan").out
    assert backtui("set", "wall-slide", "--resume").code == 0
    assert "Left out" not in backtui("plan", "--minutes", "90").out


@pytest.mark.parametrize("wish", ["--hold 601", "--reps 51", "--hold 6 --target-hold 4", "--target-reps 0"])
def test_a_refused_wish_changes_nothing(wish: str) -> None:
    assert backtui("set", "pelvic-lift", "--hold", "3").code == 0
    before = backtui("export").out.splitlines()[1:]
    answer = backtui("set", "pelvic-lift", *wish.split())
    assert (answer.code, answer.out) == (2, "")
    assert backtui("export").out.splitlines()[1:] == before

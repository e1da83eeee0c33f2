"""The provider's page: what matters first, two sides however long the log is, all of it when asked."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from often import often

from backtui.domain.exercise import Dose, Kind, Side, Sides
from backtui.domain.record import EntryRecord, RepRecord, SessionRecord, State
from backtui.exchange.report import page
from backtui.exchange.report_facts import CurrentDose, Remark, Report, TargetLine
from backtui.exchange.report_matters import NOTHING, matters

FIRST = date(2026, 1, 5)
NAMES = {"arch": "Back arch", "tilt": "Pelvic tilt", "reach": "Leg reach", "slide": "Wall slide"}
DOSE = Dose(5, 2)
HELD = (RepRecord(Side.NONE, 1, (5.0,)), RepRecord(Side.NONE, 2, (5.0,)))


def entry(exercise: str = "arch", *, done: bool = True, pain: bool = False, dose: Dose = DOSE) -> EntryRecord:
    """Two repetitions of an exercise, or one of them."""
    return EntryRecord(
        item=0,
        block=0,
        block_kind=Kind.STRETCH,
        exercise=exercise,
        prescribed=dose,
        sides=Sides.ONE,
        reps=HELD if done else HELD[:1],
        begun=True,
        pain=pain,
    )


def session(day: int, *entries: EntryRecord, **more: object) -> SessionRecord:
    """A session so many days after the first."""
    on = FIRST + timedelta(days=day)
    start = datetime(on.year, on.month, on.day, 7, tzinfo=UTC)
    found = SessionRecord(day.to_bytes(16, "big"), start, on, "standard", "plain", state=State.DONE)
    return replace(found, entries=entries or (entry(),), **more)


STEADY = [session(day) for day in range(0, 84, 3)]
CASES = {
    "nothing": (STEADY, {}, [NOTHING]),
    "a flare": (
        [*STEADY, session(82, pain_before=2, pain_after=7, morning="worse")],
        {},
        ["1 flare: 28 Mar 2026 (pain 2 before, 7 after, worse the next morning)."],
    ),
    "more flares than are named": (
        [*STEADY, *(session(day, pain_after=8) for day in (80, 81, 82, 83, 84))],
        {},
        [
            "5 flares: 30 Mar 2026 (pain – before, 8 after), 29 Mar 2026 (pain – before, 8 after),"
            " 28 Mar 2026 (pain – before, 8 after) and 2 more."
        ],
    ),
    "exercises ended by pain": (
        [*STEADY, session(82, entry(pain=True), entry("tilt", pain=True)), session(83, entry(pain=True))],
        {},
        ["Pain ended Back arch 2 times, last on 29 Mar 2026; Pelvic tilt once, last on 28 Mar 2026."],
    ),
    "dizziness": ([*STEADY, session(83, dizzy=True)], {}, ["Dizziness ended 1 session: 29 Mar 2026."]),
    "pain that went down": (
        [replace(each, pain_before=5 if n < 14 else 1) for n, each in enumerate(STEADY)],
        {},
        [
            NOTHING,
            "Pain before sessions, on average: 5.0 in the first four weeks, 1.0 in the last four (0 to 10).",
        ],
    ),
    "too few answers": ([replace(each, pain_before=5) for each in STEADY[:3]] + STEADY[3:], {}, [NOTHING]),
    "a break": (
        [*STEADY[:10], *STEADY[20:]],
        {},
        [NOTHING, "1 break between sessions: 1 Feb 2026 to 6 Mar 2026 (33 days)."],
    ),
    "a break that lasts": (
        STEADY[:20],
        {},
        [NOTHING, "1 break between sessions: 3 Mar 2026 to today (27 days)."],
    ),
    "missed": (
        [*STEADY, *(session(84, entry("slide", done=False), entry("tilt")) for _ in range(3))],
        {},
        [NOTHING, "Least often done as prescribed: Wall slide (0 of 3 times)."],
    ),
    "what stands still": (
        STEADY,
        {"reach": "resting", "tilt": "locked", "slide": "locked"},
        [NOTHING, "Set aside for now: Leg reach.", "Locked at a dose: Pelvic tilt and Wall slide."],
    ),
}


@pytest.mark.parametrize("name", list(CASES))
def test_what_matters_first(name: str) -> None:
    sessions, standing, said = CASES[name]
    assert matters(sessions, FIRST + timedelta(days=84), NAMES, standing) == said


def report(sessions: list[SessionRecord], **more: object) -> Report:
    found = Report(
        first=sessions[0].day,
        today=sessions[-1].day,
        goal=3,
        sessions=tuple(sessions),
        back_days=[each.day for each in sessions],
        activities=(),
        exercises={},
        names=NAMES,
        wishes=(),
        notes=None,
    )
    return replace(found, **more)


def many_of_all() -> Report:
    """Ten years of 45 exercises with long names, all that can be set, and notes without end."""
    names = {
        f"own-{n}": f"An exercise with a name that is as long as it may be, number {n}" for n in range(60)
    }
    doses = [Dose(10 + n % 5, 10, (10, 10), rest_s=60) for n in range(40)]
    sessions = [
        session(
            day,
            *(
                entry(f"own-{(day + n) % 60}", dose=doses[day % 40], done=n % 3 > 0, pain=n == 4)
                for n in range(15)
            ),
            pain_before=4,
            pain_after=9,
            morning="worse",
            dizzy=day % 60 == 0,
        )
        for day in range(0, 3650, 20)
    ]
    days = [each.day for each in sessions[::-1]]
    return report(
        sessions,
        names=names,
        exercises={key: [CurrentDose(doses[0], "", doses[1], doses[2], state="locked")] for key in names},
        wishes=[TargetLine(day, "own-1", "provider", "target 10 s × 10-10-10, locked") for day in days],
        notes=[Remark(day, "A note of some length. " * 20, "own-2") for day in days],
        programme=["Evening, then Morning, on Mon, Wed, Fri and Sun, at 07:30 and 19:00"] * 30,
    )


def rows(text: str, heading: str) -> int:
    """The rows of the table below a heading."""
    return text.partition(f"<h2>{heading}")[2].partition("</table>")[0].count("<tr><td")


def test_two_sides_whatever_the_log_has() -> None:
    text = "".join(page(many_of_all()))
    assert text.count("<div class=cell>") == 15
    assert rows(text, "Set by the patient or the provider") == 5
    assert rows(text, "Notes") == 5
    assert text.partition("Schedule and pauses")[2].partition("</ul>")[0].count("<li>") == 5
    assert "Changes of dose" not in text
    assert "Month by month" not in text
    assert text.count("more stand in the full report.") == 4
    assert len(matters(many_of_all().sessions, FIRST + timedelta(days=3650), NAMES, {})) <= 6


def test_all_of_it_when_asked() -> None:
    given = replace(many_of_all(), full=True)
    text = "".join(page(given))
    assert text.count("<div class=cell>") == 45
    assert rows(text, "Notes") == len(given.notes or ())
    assert "more stand in the full report." not in text
    for heading in ("Month by month", "Flares", "Exercise by exercise: prescribed and done"):
        assert f">{heading}</h2>" in text


@often(60)
@given(st.integers(1, 120), st.integers(1, 20), st.sampled_from(["{}", "{} → {}", "You held {} in a row."]))
def test_no_dose_is_parted(hold_s: int, reps: int, words: str) -> None:
    dose = Dose(hold_s, reps)
    said = words.format(dose, dose)
    given = report(
        STEADY,
        wishes=[TargetLine(FIRST, "arch", "me", said)],
        exercises={"arch": [CurrentDose(dose, said, dose, dose)]},
    )
    for full in (False, True):
        text = "".join(page(replace(given, full=full)))
        visible = re.sub(r"<(style|svg|title)\b.*?</\1>", "", text, flags=re.DOTALL)
        assert not re.search(r"\d+ s\b|s ×|× \d", visible)
        assert str(dose).replace(" ", "\u00a0") in visible


def test_a_staircase_says_where_it_ends_and_what_went_wrong() -> None:
    sessions = [session(0), session(2, entry(dose=Dose(6, 2))), session(4, entry(done=False, pain=True))]
    (cell,) = re.findall(r"<div class=cell>.*?</div>", "".join(page(report(sessions))), flags=re.DOTALL)
    assert "<desc>2026-01-05: 5 s × 2; 2026-01-07: 6 s × 2; 2026-01-09: 5 s × 2</desc>" in cell
    assert [found[1] for found in re.finditer(r'class="at-end"[^>]*>([^<]*)<', cell)] == ["5 s", "× 2"]
    assert 'class="missed"' in cell
    assert "▼" in cell
    assert "not in the programme now" in cell


if __name__ == "__main__":  # to be printed: python tests/faces/test_provider_page.py > most.html
    print("".join(page(many_of_all())))

"""`schedule` and `pause`: what they set, what they refuse, and what follows on other faces."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cli_room import MONDAY, backtui, train, wiring

DAY = timedelta(days=1)


def said(line: str, at: datetime = MONDAY) -> str:
    answer = backtui(*line.split(), at=at)
    assert (answer.code, answer.err) == (0, ""), answer
    return " ".join(answer.out.split())


def told(line: str, at: datetime = MONDAY) -> Any:
    return json.loads(backtui(*line.split(), "--json", at=at).out)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("schedule standard --on mon,THU --at 7:30,19:00",
         "Scheduled: Standard, on Mon and Thu, at 07:30 and 19:00."),
        ("schedule standard --on weekdays", "Scheduled: Standard, on Mon, Tue, Wed, Thu and Fri."),
        ("schedule stretches --every 1", "Scheduled: Stretches only, every day."),
        ("schedule standard stretches --every 2",
         "Scheduled: Standard and Stretches only in turn, every 2 days."),
        ("schedule standard stretches", "Scheduled: Standard and Stretches only in turn, on back days."),
        ("schedule --limit pretzel --a-week 2", "Pretzel, at most 2 times a week."),
        ("schedule --limit pretzel --every 1", "Pretzel, at most once a day."),
        ("schedule --limit pretzel", "Pretzel comes as often as it is due."),
        ("schedule --clear", "Nothing is scheduled; the week's rule says what is due."),
        ("pause holiday --from 2026-12-20 --to 2027-01-03",
         "Holiday, from Sun 20 Dec 2026 to Sun 3 Jan 2027: nothing is due."),
        ("pause illness", "Illness, from Mon 2 Mar 2026 until you end it: nothing is due."),
        ("pause provider --to open",
         "Pause ordered by your provider, from Mon 2 Mar 2026 until you end it: nothing is due."),
    ],
)  # fmt: skip
def test_each_answers_in_a_line(line: str, sentence: str) -> None:
    assert said(line) == sentence


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("schedule nothing", "There is no routine 'nothing'; try one of: standard, stretches."),
        ("schedule standard --on someday", "'someday' is not a weekday; write them like mon,wed,fri."),
        ("schedule standard --on mon --every 2", "Give weekdays or a number of days, not both."),
        ("schedule standard --every 29", "Days from one time to the next must be from 1 to 28, not 29."),
        ("schedule standard --at noon", "'noon' is not a time; write it like 07:30."),
        ("schedule standard --at 1:00,2:00,3:00,4:00,5:00,6:00,7:00",
         "A day has 6 times at most, not 7."),
        ("schedule --limit standard --a-week 2", "Standard is not scheduled; schedule it first."),
        ("schedule --limit pretzel --a-week 0", "Times a week must be from 1 to 21, not 0."),
        ("schedule --limit nobody --a-week 2", "There is no exercise 'nobody'"),
        ("schedule --remove standard",
         "The schedule has no routine 'standard'; `backtui schedule` shows it."),
        ("schedule --days 61", "--days must be from 1 to 60, not 61"),
        ("schedule --on mon", "--on goes with a routine"),
        ("schedule --a-week 2", "--a-week goes with --limit"),
        ("schedule --every 2", "--every goes with a routine or with --limit"),
        ("schedule standard --clear", "--clear and ROUTINE do not go together"),
        ("pause nap", "Invalid value for '[REASON]'"),
        ("pause holiday --from 2026-03-09 --to 2026-03-08",
         "The pause would end on 2026-03-08, before it begins on 2026-03-09."),
        ("pause holiday --from 1900-01-01", "1900-01-01 is out of range; give a day from 1971 to 2999."),
        ("pause --end", "There is no pause today; `backtui pause` shows what is planned."),
        ("pause --remove 1", "There is no pause 1; there are 0 pauses."),
        ("pause --change 1", "--change goes with a reason, --from or --to"),
        ("pause --end --remove 1", "--end and --remove do not go together"),
        ("pause holiday --end", "--end takes no reason and no days"),
        ("pause --from 2026-03-09", "a reason goes before the days"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(line: str, sentence: str) -> None:
    answer = backtui(*line.split())
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"backtui: {sentence}")
    assert answer.err.count("\n") == 1


def test_a_week_with_two_in_turn_and_a_pause() -> None:
    said("schedule standard stretches")
    said("pause holiday --from 2026-03-06 --to 2026-03-09")
    assert [line.split("  ", 1) for line in backtui("schedule", "--days", "10").out.splitlines()[3:]] == [
        ["Mon", "2 Mar  Standard"],
        ["Tue", "3 Mar  aerobic"],
        ["Wed", "4 Mar  Stretches only"],
        ["Thu", "5 Mar  aerobic"],
        ["Fri", "6 Mar  pause (holiday)"],
        ["Sat", "7 Mar  pause (holiday)"],
        ["Sun", "8 Mar  pause (holiday)"],
        ["Mon", "9 Mar  pause (holiday)"],
        ["Tue 10 Mar", "Standard"],
        ["Wed 11 Mar", "aerobic"],
    ]
    calendar = backtui("export", "--format", "ics", "--weeks", "1").out
    starts = [line for line in calendar.splitlines() if line.startswith(("DTSTART", "SUMMARY"))]
    assert [line[8:16] for line in starts if "DTSTART" in line] == [
        "20260302", "20260303", "20260304", "20260305",
    ]  # fmt: skip
    assert "SUMMARY:Standard\\, about 15 min" in starts
    page = backtui("export", "--format", "html").out
    assert "<li>Standard and Stretches only in turn, on back days</li>" in page
    assert "<li>Holiday, from Fri 6 Mar 2026 to Mon 9 Mar 2026</li>" in page


def test_in_a_pause_today_answers_no_and_says_until_when(clock: Any) -> None:
    said("pause holiday --to 2026-03-08")
    assert backtui("today", "--quiet").code == 3
    today = told("today")
    assert (today["due"], today["routine"], today["paused"], today["paused_until"]) == (
        "rest", None, "holiday", "2026-03-08",
    )  # fmt: skip
    assert said("today").startswith("Pause · Mon 2 Mar 2026 Holiday until Sun 8 Mar 2026: nothing is due")
    train(clock)  # a session may be done all the same
    assert told("today", MONDAY + timedelta(hours=2))["sessions_today"] == 1
    assert backtui("today", "--quiet", at=MONDAY + 7 * DAY).code == 0


def test_a_pause_is_changed_ended_and_undone() -> None:
    said("pause illness --from 2026-02-20")
    assert said("pause --change 1 --to 2026-03-20") == (
        "Illness, from Fri 20 Feb 2026 to Fri 20 Mar 2026: nothing is due."
    )
    assert said("pause --end") == "The pause is over; today counts again."
    assert told("pause")["pauses"] == [{"first": "2026-02-20", "last": "2026-03-01", "why": "illness"}]
    assert backtui("today", "--quiet").code == 0
    assert said("undo").startswith("Undone: pause (illness) from Fri 20 Feb to Sun 1 Mar.")
    assert told("pause")["pauses"][0]["last"] == "2026-03-20"
    assert said("undo --redo").startswith("Redone: pause (illness)")
    assert said("pause --remove 1") == "Illness, from Fri 20 Feb 2026 to Sun 1 Mar 2026: removed."
    assert told("pause")["pauses"] == []
    assert said("doctor").endswith("All is well.")


def test_a_pause_begun_today_and_ended_today_leaves_nothing() -> None:
    said("pause other")
    said("pause --end")
    assert told("pause")["pauses"] == []


def test_the_routine_that_is_due_is_planned_and_another_when_it_is_asked_for(clock: Any) -> None:
    said("schedule stretches standard")
    assert told("plan")["routine"] == "stretches"
    assert told("today")["routine"] == "stretches"
    train(clock)
    assert told("today", MONDAY + DAY)["routine"] is None
    assert told("plan", MONDAY + DAY)["routine"] == "standard"  # the next in turn
    assert told("today", MONDAY + 2 * DAY)["routine"] == "standard"
    assert told("plan --routine stretches", MONDAY + 2 * DAY)["routine"] == "stretches"
    said("schedule --clear", MONDAY + 2 * DAY)
    assert told("plan", MONDAY + 2 * DAY)["routine"] == "standard"


def test_several_a_day_are_told_with_their_times(clock: Any) -> None:
    said("schedule standard --every 1 --at 19:00,7:30,13:00")
    train(clock)
    noon = MONDAY + timedelta(hours=5)
    assert told("today", noon)["scheduled"] == [
        {"routine": "standard", "at": "07:30", "done": True},
        {"routine": "standard", "at": "13:00", "done": False},
        {"routine": "standard", "at": "19:00", "done": False},
    ]
    assert "Done today: 1 of 3. Then Standard at 19:00." in said("today", noon)
    refused = backtui(*["schedule", "stretches", "--every", "1", "--at", "8:00,9:00,10:00,11:00"])
    assert (refused.code, refused.err) == (
        2, "backtui: A day would have up to 7 sessions; it has 6 at most.\n",
    )  # fmt: skip


def test_a_line_is_put_in_place_of_the_last_one_or_beside_it() -> None:
    said("schedule standard --on mon --at 7:00")
    said("schedule standard --on sat --at 9:00 --add")
    assert [each["on"] for each in told("schedule")["lines"]] == [["mon"], ["sat"]]
    said("schedule standard --on sun")
    assert [each["on"] for each in told("schedule")["lines"]] == [["sun"]]
    assert said("schedule --remove standard") == "Standard is no longer scheduled."
    assert told("schedule")["lines"] == []


def test_an_exercise_that_was_done_often_enough_is_left_out(clock: Any) -> None:
    said("schedule --limit pretzel --every 3")
    train(clock)
    out = {each["exercise"]: each["why"] for each in told("plan", MONDAY + DAY)["left_out"]}
    assert out["pretzel"] == "At most once every 3 days; it comes again on Thu 5 Mar 2026."
    assert "pretzel" not in {each["exercise"] for each in told("plan", MONDAY + 3 * DAY)["left_out"]}
    said("set pretzel --rest", MONDAY + DAY)
    out = {each["exercise"]: each["why"] for each in told("plan", MONDAY + DAY)["left_out"]}
    assert "every 3 days" not in out["pretzel"]  # what is unsafe is said first


def test_a_week_starts_where_it_is_set(clock: Any) -> None:
    saturday = datetime(2026, 2, 28, 7, tzinfo=UTC)
    said("log session --date 2026-02-28 --time 6:00 --minutes 10")
    assert told("history --stats")["week"]["done"] == 0
    with wiring(clock).writing() as opened:
        opened.diary.prefer("week_starts", "saturday")
    assert told("history --stats")["week"]["done"] == 1
    today = told("today")
    assert (today["sessions_this_week"], today["week"][0]["date"]) == (1, f"{saturday:%Y-%m-%d}")
    said("log aerobic walking --minutes 20 --date 2026-03-01")
    assert said("log aerobic walking --minutes 20") == "Walking, 20 min, today: 2 aerobic days this week."


@pytest.mark.thorough
def test_weeks_in_a_row_pass_over_a_pause() -> None:
    for day in ("2026-01-26", "2026-01-28", "2026-01-30", "2026-02-02", "2026-02-04", "2026-02-06"):
        said(f"log session --date {day} --time 6:00 --minutes 10")
    assert told("history --stats")["streak_weeks"] == {"now": 0, "longest": 2}
    said("pause illness --from 2026-02-09 --to 2026-02-27")
    assert told("history --stats")["streak_weeks"] == {"now": 2, "longest": 2}
    for day in ("2026-02-10", "2026-02-12", "2026-02-14"):
        said(f"log session --date {day} --time 6:00 --minutes 10")
    assert told("history --stats")["streak_weeks"] == {"now": 2, "longest": 2}


def test_a_routine_that_is_gone_leaves_the_schedule_as_it_can_be(tmp_path: Any) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('id = "mine"\nname = "Mine"\n[[items]]\nexercise = "pretzel"\n')
    said(f"import {file} --yes")
    said("schedule mine standard")
    said("schedule --limit mine --a-week 2")
    assert said("remove mine") == "Mine is removed. The schedule goes on without it."
    assert said("schedule --remove mine") == "mine is no longer scheduled."
    assert told("schedule")["limits"] == []
    assert told("today")["routine"] == "standard"
    assert said("doctor").endswith("All is well.")


def test_a_routine_that_is_used_yields_to_the_schedule_and_that_is_said() -> None:
    said("schedule standard --every 1")
    assert said("routines --use stretches").startswith(
        "While there is a schedule, it says which routine is due;"
    )
    assert told("today")["routine"] == "standard"
    said("schedule --clear")
    assert told("today")["routine"] == "stretches"


def test_a_pause_changes_no_dose_and_its_days_count_as_a_break(clock: Any) -> None:
    train(clock)
    said("set all --hold 6 --reps 6")
    train(clock)
    later = MONDAY + 40 * DAY
    before = told("plan", later)
    said("pause holiday --from 2026-03-05 --to 2026-04-08")
    assert told("plan", later) == before
    doses = [(item["rule"], item["change"]) for block in before["blocks"] for item in block["items"]]
    assert ("return", "return") in doses


@pytest.mark.thorough
def test_all_of_it_is_exported_read_back_and_merged(tmp_path: Any) -> None:
    said("schedule standard stretches")
    said("schedule --limit pretzel --a-week 2")
    said("pause holiday --from 2026-03-09 --to 2026-03-12")
    said("pause illness --from 2026-03-20")
    said("pause --remove 2")
    said("undo")
    there = ("--db", str(tmp_path / "there.db"))
    file = str(tmp_path / "log.json")
    assert backtui("export", "-o", file).code == 0
    preview = backtui(*there, "import", file, "--dry-run").out
    assert "2 pauses" in preview
    assert backtui(*there, "import", file, "--yes").code == 0
    assert backtui(*there, "export").out == backtui("export").out
    assert backtui(*there, "schedule").out == backtui("schedule").out
    backtui(*there, "pause", "--change", "1", "--to", "2026-03-14", at=MONDAY + DAY)
    backtui(*there, "schedule", "stretches", "--on", "sun", at=MONDAY + DAY)
    said("schedule standard --on sat", MONDAY + timedelta(hours=30))
    merged = backtui("merge", str(tmp_path / "there.db"), "--yes", at=MONDAY + 2 * DAY).out
    assert "stretches, on Sun" in " ".join(merged.split())
    assert [each["last"] for each in told("pause")["pauses"]] == ["2026-03-14", None]
    assert backtui(*there, "doctor").out.endswith("All is well.\n")
    assert said("doctor").endswith("All is well.")

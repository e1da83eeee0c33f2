"""`log aerobic`, `log pain`, `log morning`, and what `today` says of them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from cli_room import MONDAY, backtui, files, train

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("aerobic walking --minutes 30", "Walking, 30 min, today: 1 aerobic day this week."),
        ("aerobic Bike --minutes 600", "Cycling, 600 min, today: 1 aerobic day this week."),
        ("aerobic rowing --minutes 1", "Rowing, 1 min, today: 1 aerobic day this week."),
        (
            "aerobic swim --minutes 20 --date 2026-03-01",
            "Swimming, 20 min, yesterday: 1 aerobic day in that week.",
        ),
        (
            "aerobic other --minutes 20 --date 2025-12-31",
            "Other, 20 min, Wed 31 Dec 2025: 1 aerobic day in that week.",
        ),
        ("pain 0", "Pain 0 of 10, now."),
        ("pain 10 --when now", "Pain 10 of 10, now."),
    ],
)
def test_each_answers_in_a_line(line: str, said: str) -> None:
    answer = backtui("log", *line.split())
    assert (answer.code, answer.out, answer.err) == (0, f"{said}\n", "")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("aerobic walking --minutes 0", "Minutes must be from 1 to 600, not 0."),
        ("aerobic walking --minutes 601", "Minutes must be from 1 to 600, not 601."),
        (
            "aerobic walking --minutes half",
            "Invalid value for '--minutes': 'half' is not a whole number; try 'backtui log aerobic --help'.",
        ),
        (
            f"aerobic {'x' * 31} --minutes 5",
            "Name what you did in 30 characters at most.",
        ),
        (
            "aerobic walking --minutes 5 --date 2026-03-03",
            "2026-03-03 is still to come; give today or an earlier day.",
        ),
        ("pain 11", "Pain is a number from 0 to 10, not 11."),
        ("pain 3 --when after", "There was no session today; without --when it is pain now."),
        (
            "pain 3 --when before --date 2026-02-01",
            "There was no session on Sun 1 Feb 2026; `backtui history` has the days of all sessions.",
        ),
        (
            "pain 3 --date 2026-03-01",
            "Pain now is for today; for another day, say before or after its session.",
        ),
        (
            "pain 3 --when after --date 2026-03-03",
            "2026-03-03 is still to come; give today or an earlier day.",
        ),
        (
            "morning better",
            "You had no session yesterday, or today's has begun; log pain from 0 to 10 instead.",
        ),
        ("", "say what to log: session, aerobic, pain, morning; try 'backtui log --help'."),
    ],
)
def test_wrong_use_is_one_sentence_and_2_and_makes_nothing(line: str, sentence: str, home: Path) -> None:
    answer = backtui("log", *line.split())
    assert (answer.code, answer.out, answer.err) == (2, "", f"backtui: {sentence}\n")
    assert files(home) == []


def test_an_empty_word_is_no_activity(home: Path) -> None:
    answer = backtui("log", "aerobic", " ", "--minutes", "5")
    assert (answer.code, answer.out) == (2, "")
    assert "Say what you did: walking, cycling, swimming, other" in answer.err
    assert files(home) == []


def test_a_word_that_steers_a_terminal_is_made_harmless() -> None:
    answer = backtui("log", "aerobic", "\x1b[31mred", "--minutes", "5")
    assert answer.code == 0
    assert "\x1b" not in answer.out
    assert "\x1b" not in backtui("today").out


def test_today_tells_what_was_done_and_asks_for_the_morning_after(clock) -> None:
    session = train(clock)
    tuesday = MONDAY + DAY
    assert backtui("log", "aerobic", "walking", "--minutes", "30", at=tuesday).code == 0
    answer = " ".join(backtui("today", at=tuesday).out.split())
    assert answer.startswith("Rest day · Tue 3 Mar 2026 You did something aerobic today, 1 of 3 this week,")
    assert "Done today: walking 30 min." in answer
    assert "How is your back after Monday's session? `backtui log morning better`, same or worse." in answer
    told = json.loads(backtui("today", "--json", at=tuesday).out)
    assert told["activities_today"] == [{"what": "walking", "minutes": 30}]
    assert told["aerobic_this_week"] == 1
    assert told["morning_question"] == session.hex()
    assert told["week"][:2] == [
        {"date": "2026-03-02", "sessions": 1, "aerobic": False},
        {"date": "2026-03-03", "sessions": 0, "aerobic": True},
    ]
    said = backtui("log", "morning", "worse", at=tuesday)
    assert said.out.startswith("Worse the morning after Monday's session: nothing in it raises a dose;")
    told = json.loads(backtui("today", "--json", at=tuesday).out)
    assert (told["morning_question"], told["due"]) == (None, "rest")
    assert told["why"].startswith(
        "Your back is worse this morning. Rest today, or walk a little. 1 of 3 this week, 1 aerobic day."
    )
    assert backtui("today", "--quiet", at=tuesday + DAY).code == 3


def test_the_help_names_what_can_be_logged() -> None:
    answer = backtui("log", "--help")
    assert answer.code == 0
    assert all(word in answer.out for word in ("aerobic", "pain", "morning", "Examples:"))


@pytest.mark.parametrize(
    ("words", "last", "completed"),
    [
        ("backtui log ", 2, ["session", "aerobic", "pain", "morning"]),
        ("backtui log aerobic s", 3, ["swimming"]),
    ],
)
def test_a_shell_completes_what_can_be_logged(
    words: str, last: int, completed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_BACKTUI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(last))
    said = backtui().out.split()
    assert [line.partition(",")[2] for line in said] == completed

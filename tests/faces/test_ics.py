"""The calendar file: sound for two public libraries, the same time the same event, floating times, folded."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import icalendar
import pytest
import vobject
from cli_room import MONDAY, backtui, files, train, wiring
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from backtui.exchange.ics_export import FOLD_OCTETS, Edition, Reminder, calendar, folded, text

DAY = timedelta(days=1)
NOW = datetime(2026, 3, 2, 7, tzinfo=timezone(timedelta(hours=1)))
LOG = bytes(range(16))
ONE = Reminder(date(2026, 3, 4), 1, datetime(2026, 3, 4, 7, 30), 20, "Back session, about 20 min")  # noqa: DTZ001
EDITION = Edition(NOW, "0.1.0", LOG, 3243240)


def read(document: str) -> icalendar.Calendar:
    """The file as two libraries take it: one judges each value, the other what must be there how often."""
    found = icalendar.Calendar.from_ical(document)
    assert [error for part in found.walk() for error in part.errors] == []
    vobject.readOne(document).validate(raiseException=True)
    return found


def export(*words: str, at: datetime = MONDAY) -> str:
    answer = backtui("export", "--format", "ics", *words, at=at)
    assert (answer.code, answer.err) == (0, "")
    return answer.out


def events(document: str) -> dict[str, tuple[datetime, datetime, str]]:
    """What is due, each event by its day and number."""
    return {
        str(each["uid"])[:12]: (each.start, each.end, str(each["summary"]))
        for each in read(document).events
        if each["status"] == "CONFIRMED"
    }


def cancelled(document: str) -> list[str]:
    """The days and numbers of what is not due any more."""
    return [str(each["uid"])[:12] for each in read(document).events if each["status"] == "CANCELLED"]


def test_an_event_says_when_what_and_how_often_it_changed() -> None:
    document = calendar([ONE], EDITION)
    assert document.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//backtui//backtui 0.1.0//EN",
        "CALSCALE:GREGORIAN",
        "NAME:backtui",
        "X-WR-CALNAME:backtui",
        "BEGIN:VEVENT",
        "UID:2026-03-04-1-000102030405060708090a0b0c0d0e0f@backtui",
        "DTSTAMP:20260302T060000Z",
        "LAST-MODIFIED:20260302T060000Z",
        "SEQUENCE:3243240",
        "STATUS:CONFIRMED",
        "DTSTART:20260304T073000",
        "DTEND:20260304T075000",
        "SUMMARY:Back session\\, about 20 min",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Back session\\, about 20 min",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    read(document)


def test_times_are_of_no_zone() -> None:
    late = replace(ONE, starts=datetime(2026, 3, 4, 23, 50))  # noqa: DTZ001
    (event,) = read(calendar([late], EDITION)).events
    assert (event.start, event.end) == (datetime(2026, 3, 4, 23, 50), datetime(2026, 3, 5, 0, 10))  # noqa: DTZ001
    (alarm,) = event.walk("VALARM")
    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta(0))


@given(st.text(max_size=200))
@example("a\\b;c,d\ne\r\nf")
@example("\x00\x1b[31m\x7f")
@example("é" * 90)
def test_any_words_come_back_as_they_were(words: str) -> None:
    words = words.encode("utf-8", "ignore").decode()
    document = calendar([replace(ONE, words=words)], EDITION)
    assert all(len(line.encode()) <= FOLD_OCTETS for line in document.split("\r\n"))
    assert all(letter >= " " or letter in "\r\n\t" for letter in document)
    unfolded = document.replace("\r\n ", "").split("\r\n")
    assert f"SUMMARY:{text(words)}" in unfolded
    lines = words.replace("\r\n", "\n")
    kept = "".join(each for each in lines if each in "\n\t" or (each >= " " and each != "\x7f"))
    (event,) = icalendar.Calendar.from_ical(document).events
    assert str(event["summary"]) == kept


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=400))
def test_folding_parts_no_letter_and_loses_none(line: str) -> None:
    parts = list(folded(line))
    assert all(len(part.encode()) <= FOLD_OCTETS for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])


def test_before_anything_was_done_the_weeks_to_come_alternate() -> None:
    found = list(events(export("--weeks", "1")).items())
    assert [(uid, start.isoformat(), words) for uid, (start, _, words) in found] == [
        ("2026-03-02-1", "2026-03-02T07:30:00", "Back session, about 15 min"),
        ("2026-03-03-1", "2026-03-03T07:30:00", "Walk, cycle or swim, about 30 min"),
        ("2026-03-04-1", "2026-03-04T07:30:00", "Back session, about 15 min"),
        ("2026-03-05-1", "2026-03-05T07:30:00", "Walk, cycle or swim, about 30 min"),
        ("2026-03-06-1", "2026-03-06T07:30:00", "Back session, about 15 min"),
        ("2026-03-07-1", "2026-03-07T07:30:00", "Walk, cycle or swim, about 30 min"),
    ]


def test_eight_weeks_at_the_time_that_was_asked_for() -> None:
    found = events(export("--at", "18:05"))
    starts = [start for start, _, _ in found.values()]
    assert len(found) == 48
    assert {start.time() for start in starts} == {time(18, 5)}
    assert max(starts).date() == MONDAY.date() + 54 * DAY
    assert sum(words.startswith("Back") for _, _, words in found.values()) == 24


@pytest.mark.thorough
def test_the_same_export_is_the_same_text_and_a_later_one_changes_the_same_events() -> None:
    first = export()
    assert export() == first
    later = export("--at", "20:00", at=MONDAY + timedelta(hours=1))
    before, after = read(first).events, read(later).events
    assert [each["uid"] for each in before] == [each["uid"] for each in after]
    assert all(new["sequence"] > old["sequence"] for old, new in zip(before, after, strict=True))
    assert all(new["dtstamp"].dt > old["dtstamp"].dt for old, new in zip(before, after, strict=True))


def test_it_goes_on_from_what_was_done(clock) -> None:
    train(clock)
    assert backtui("log", "aerobic", "walking", "--minutes", "42", at=MONDAY + DAY).code == 0
    found = events(export("--weeks", "1", at=MONDAY + DAY))
    assert next(iter(found)) == "2026-03-04-1"  # Tuesday's walk is done
    assert found["2026-03-05-1"][2] == "Walk, cycle or swim, about 45 min"


@pytest.mark.thorough
def test_what_was_to_be_this_morning_is_no_reminder() -> None:
    assert "2026-03-02-1" in events(export(at=MONDAY))
    assert "2026-03-02-1" not in events(export(at=MONDAY + timedelta(minutes=30)))


@pytest.mark.thorough
def test_after_a_morning_that_was_worse_the_first_days_are_left_out(clock) -> None:
    train(clock)
    assert backtui("log", "morning", "worse", at=MONDAY + DAY).code == 0
    assert next(iter(events(export(at=MONDAY + DAY)))) == "2026-03-05-1"


def test_nothing_of_the_health_is_in_it(clock) -> None:
    train(clock)
    assert backtui("log", "pain", "7", at=MONDAY + DAY).code == 0
    document = export(at=MONDAY + DAY).casefold()
    assert not any(word in document for word in ("pain", "tilt", "hold", "flare", "worse"))


def test_the_file_is_for_the_person_alone(home: Path) -> None:
    target = home / "back.ics"
    export("-o", str(target))
    assert target.stat().st_mode & 0o777 == 0o600
    assert target.read_bytes().endswith(b"END:VCALENDAR\r\n")
    # No log was made for it, only a name for the one to come, and what was given out is remembered.
    device, memory = ".local/share/backtui/device", ".local/state/backtui/calendar-"
    assert [each[: len(memory)] for each in files(home)] == [device[: len(memory)], memory, "back.ics"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("--format ics --weeks 0", "--weeks must be from 1 to 26, not 0; try 'backtui export --help'."),
        ("--format ics --weeks 27", "--weeks must be from 1 to 26, not 27; try 'backtui export --help'."),
        (
            "--format ics --at 25:00",
            "Invalid value for '--at': '25:00' is not a time; write it like 07:30;"
            " try 'backtui export --help'.",
        ),
        ("--at 07:30", "--at and --weeks go with --format ics; try 'backtui export --help'."),
        ("--weeks 3", "--at and --weeks go with --format ics; try 'backtui export --help'."),
    ],
)
def test_wrong_use_is_one_sentence(line: str, sentence: str, home: Path) -> None:
    answer = backtui("export", *line.split())
    assert (answer.code, answer.out, answer.err) == (2, "", f"backtui: {sentence}\n")
    assert files(home) == []


def test_a_clock_before_2020_still_makes_a_sound_file() -> None:
    (event,) = read(export("--weeks", "1", at=datetime(2001, 1, 1, tzinfo=UTC))).events[:1]
    assert event["sequence"] >= 0


def test_several_sessions_a_day_are_one_reminder(clock) -> None:
    with wiring(clock).writing() as opened:
        opened.diary.prefer("per_day", 2)
    found = events(export("--weeks", "1"))
    assert found["2026-03-02-1"][2] == "Back session, about 15 min, 2 times"
    assert len(found) == 6

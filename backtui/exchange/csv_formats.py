"""The tables that can be taken in, known by their headings: our own, and Strong's, Hevy's, FitNotes'."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import TypeVar, get_args

import msgspec
from msgspec.structs import replace

from backtui.domain.events import PAIN_BOUNDS, Morning, Rating
from backtui.domain.exercise import REST_BOUNDS_S, SET_BOUNDS, Side
from backtui.exchange.csv_values import (
    Dates,
    NotUnderstood,
    duration,
    number,
    offset_of,
    sentence,
    shown,
    time_of,
    whole,
    yes,
)

NAME_LIMIT, NOTE_LIMIT, COURSE_LIMIT = 80, 500, 100
SECONDS_BOUNDS = (0, 43_200)
COUNT_BOUNDS = (0, 1000)
Cells = Mapping[str, str]
Word = TypeVar("Word")


class OfSession(msgspec.Struct, frozen=True):
    """What a row says of its whole session: its end, its routine, and the answers about pain."""

    ended: tuple[date, time | None] | None = None
    routine: str = ""
    before: int | None = None
    after: int | None = None
    morning: Morning | None = None


NOTHING_SAID = OfSession()


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row: repetitions of an exercise, or something aerobic where its name, or its distance, says so.

    `day` and `at` say when it began, `belongs` the training day where that is said too. `seconds` are of one
    repetition, `minutes` of the whole session or activity. `key` tells sessions apart. A `whole_set` is one
    of `count` repetitions; else a row is a repetition, whose number `rep` may be said. `told` is pain from 0
    to 10 that was told beside all sessions: then it is nothing else.
    """

    line: int
    day: date
    at: time | None
    name: str
    belongs: date | None = None
    key: str = ""
    minutes: int | None = None
    whole_set: bool = True
    set: int | None = None
    side: Side | None = None
    rep: int | None = None
    count: int = 1
    seconds: float | None = None
    far: bool = False
    rating: Rating | None = None
    pain: bool = False
    eased: bool = False
    note: str = ""
    asked: tuple[int, tuple[int, ...]] | None = None
    why: str = ""
    aerobic: bool = False
    rest_s: int = 0
    course: str = ""
    of_session: OfSession = NOTHING_SAID
    told: int | None = None


class Format(msgspec.Struct, frozen=True):
    """A table: what it is called, the headings that only it has, and how a row of it is read.

    Each of `needs` is one heading or several that mean the same; `read` gives None for a row without a set.
    """

    name: str
    needs: tuple[tuple[str, ...], ...]
    read: Callable[[Cells, Dates, int], TableRow | None]

    def knows(self, heading: frozenset[str]) -> bool:
        """Whether a table with these headings is one of it."""
        return all(heading & set(names) for names in self.needs)


def _first(cells: Cells, *names: str) -> str:
    """The cell below the first of these headings that has something."""
    return next((cells[name] for name in names if cells.get(name)), "")


def _name(text: str) -> str:
    name = sentence(text, NAME_LIMIT)
    if not name:
        raise NotUnderstood("the name of the exercise is missing")
    return name


def _seconds(text: str) -> float | None:
    return _within(duration(text), SECONDS_BOUNDS, "seconds")


def _count(text: str) -> int:
    return int(_within(whole(text), COUNT_BOUNDS, "repetitions") or 0)


def _within(value: float | None, bounds: tuple[int, int], what: str) -> float | None:
    if value is not None and not bounds[0] <= value <= bounds[1]:
        raise NotUnderstood(f"{what} must be from {bounds[0]} to {bounds[1]}, not {value:g}")
    return value


def _minutes(seconds: float | None) -> int | None:
    return max(1, round(seconds / 60)) if seconds else None


def _set_of(*, reps: str, seconds: str) -> tuple[int, float | None]:
    """Repetitions and the seconds of each, of a set whose seconds are those of all of it."""
    count, lasted = _count(reps), _seconds(seconds)
    if not lasted:
        return count, None
    return max(1, count), lasted / max(1, count)


# Our own


SIDES: Mapping[str, Side | None] = {
    "": None,
    "both": None,
    "none": None,
    "l": Side.LEFT,
    "left": Side.LEFT,
    "r": Side.RIGHT,
    "right": Side.RIGHT,
}
MORNINGS: Mapping[str, Morning | None] = {"": None, **{each: each for each in get_args(Morning)}}
RATINGS: Mapping[str, Rating | None] = {"": None, **{each.value: each for each in Rating}}


def _one_of(text: str, words: Mapping[str, Word | None], what: str) -> Word | None:
    if text.lower() not in words:
        raise NotUnderstood(f"the {what} {shown(text)} is not one of: {', '.join(filter(None, words))}")
    return words[text.lower()]


class Moment(msgspec.Struct, frozen=True):
    """When a row of our own tables began, and its training day where both are said."""

    day: date
    at: time | None
    belongs: date | None = None


def _own_moment(cells: Cells, dates: Dates) -> Moment:
    """Day and time in two cells or in one; the offset from UTC in it or in a cell of its own."""
    began = _called(cells, dates)
    return replace(began, at=_with_offset((began.day, began.at), cells)[1])


def _with_offset(moment: tuple[date, time | None], cells: Cells) -> tuple[date, time | None]:
    """A moment with the offset that stands in a cell of its own, where it says none itself."""
    day, at = moment
    offset = offset_of(cells.get("utc_offset", ""))
    return day, at if at is None or at.tzinfo or offset is None else at.replace(tzinfo=offset)


def _called(cells: Cells, dates: Dates) -> Moment:
    said, on = _first(cells, "time", "started", "start", "logged"), _first(cells, "day", "date")
    day = dates.moment(on)[0] if on else None
    if not said or (day and ":" in said[:3]):
        began = dates.moment(on)
        return Moment(began[0], time_of(said) if said else began[1])
    began = dates.moment(said)
    return Moment(*began, belongs=day)


def _own(cells: Cells, dates: Dates, line: int) -> TableRow | None:
    began = _own_moment(cells, dates)
    rating = _one_of(cells.get("rating", ""), RATINGS, "rating")
    side = _one_of(cells.get("side", ""), SIDES, "side")
    times = cells.get("repetitions", "")
    return TableRow(
        line=line,
        day=began.day,
        at=began.at,
        belongs=began.belongs,
        name=_name(_first(cells, "exercise", "name")),
        whole_set=bool(times),
        key=sentence(cells.get("session", ""), NAME_LIMIT),
        set=whole(cells.get("set", "")),
        side=side,
        rep=whole(_first(cells, "repetition", "rep")),
        count=_count(times) if times else 1,
        seconds=_seconds(_first(cells, "seconds", "seconds_held")),
        rating=rating,
        pain=yes(cells.get("pain", "")),
        eased=yes(cells.get("eased", "")),
        note=sentence(cells.get("note", ""), NOTE_LIMIT),
        asked=_asked(cells),
        why=sentence(cells.get("why", ""), NOTE_LIMIT),
        rest_s=int(_within(whole(cells.get("rest_s", "")), REST_BOUNDS_S, "seconds of rest") or 0),
        course=sentence(cells.get("course", ""), COURSE_LIMIT),
        of_session=_of_session(cells, dates),
    )


def _of_session(cells: Cells, dates: Dates) -> OfSession:
    scores = (
        _within(whole(cells.get(f"pain_{when}", "")), PAIN_BOUNDS, "pain") for when in ("before", "after")
    )
    before, after = (None if score is None else int(score) for score in scores)
    ended = cells.get("ended", "")
    return OfSession(
        _with_offset(dates.moment(ended), cells) if ended else None,
        sentence(cells.get("routine", ""), NAME_LIMIT),
        before,
        after,
        _one_of(cells.get("next_morning", ""), MORNINGS, "morning"),
    )


def _asked(cells: Cells) -> tuple[int, tuple[int, ...]] | None:
    """What was prescribed: seconds, and the repetitions of each set, as 10-6-4 or as many sets of as many."""
    hold = whole(cells.get("seconds_prescribed", ""))
    sets = cells.get("sets_prescribed", "").replace("+", "-")
    reps = sets if "-" in sets else cells.get("repetitions_prescribed", "")
    if hold is None or not reps:
        return None
    each = tuple(whole(part) or 0 for part in reps.split("-"))
    times = 1 if "-" in reps else whole(sets) or 1
    _within(times, SET_BOUNDS, "sets")
    return hold, each * times


def _own_aerobic(cells: Cells, dates: Dates, line: int) -> TableRow | None:
    began = _own_moment(cells, dates)
    minutes = number(cells["minutes"])
    if minutes is None:
        raise NotUnderstood("the minutes are missing")
    _within(minutes, (1, 600), "minutes")
    what = _name(_first(cells, "what", "activity"))
    return TableRow(
        line=line,
        day=began.day,
        at=began.at,
        belongs=began.belongs,
        name=what,
        minutes=round(minutes),
        aerobic=True,
    )


def _own_pain(cells: Cells, dates: Dates, line: int) -> TableRow | None:
    """Pain told beside sessions; what was answered about one comes with its repetitions."""
    if cells["asked"].lower() != "other" or not cells["score"]:
        return None
    day, at = _with_offset(dates.moment(cells["told"]), cells)
    score = _within(whole(cells["score"]), PAIN_BOUNDS, "pain")
    assert score is not None
    return TableRow(line=line, day=day, at=at, name="", told=int(score))


# Other programs'


def _strong(cells: Cells, dates: Dates, line: int) -> TableRow | None:
    order = cells["set order"].lower()
    if order in ("note", "rest timer"):
        return None
    day, at = dates.moment(cells["date"])
    count, seconds = _set_of(reps=cells.get("reps", ""), seconds=cells.get("seconds", ""))
    length = _first(cells, "duration", "duration (sec)", "workout duration")
    distance = _first(cells, "distance", "distance (meters)", "distance (km)", "distance (miles)")
    return TableRow(
        line=line,
        day=day,
        at=at,
        name=_name(cells["exercise name"]),
        key=sentence(cells.get("workout name", ""), NAME_LIMIT),
        minutes=_minutes(duration(length)),
        count=count,
        seconds=seconds,
        far=bool(number(distance)),
        note=sentence(_first(cells, "workout notes", "notes"), NOTE_LIMIT),
    )


def _hevy(cells: Cells, dates: Dates, line: int) -> TableRow | None:
    day, at = dates.moment(cells["start_time"])
    count, seconds = _set_of(reps=cells.get("reps", ""), seconds=cells.get("duration_seconds", ""))
    return TableRow(
        line=line,
        day=day,
        at=at,
        name=_name(cells["exercise_title"]),
        key=sentence(cells.get("title", ""), NAME_LIMIT),
        minutes=_between(dates, (day, at), cells.get("end_time", "")),
        count=count,
        seconds=seconds,
        far=bool(number(_first(cells, "distance_km", "distance_miles"))),
        note=sentence(_first(cells, "description", "exercise_notes"), NOTE_LIMIT),
    )


def _between(dates: Dates, start: tuple[date, time | None], end: str) -> int | None:
    """The minutes up to another moment, where both are said."""
    day, at = dates.moment(end) if end else (start[0], None)
    if at is None or start[1] is None:
        return None
    days = (day - start[0]).days
    minutes = days * 1440 + (at.hour - start[1].hour) * 60 + at.minute - start[1].minute
    return minutes if 0 < minutes <= 1440 else None


def _fitnotes(cells: Cells, dates: Dates, line: int) -> TableRow | None:
    day, at = dates.moment(cells["date"])
    count, seconds = _set_of(reps=cells.get("reps", ""), seconds=cells.get("time", ""))
    return TableRow(
        line=line,
        day=day,
        at=at,
        name=_name(cells["exercise"]),
        count=count,
        seconds=seconds,
        far=bool(number(cells.get("distance", ""))),
        note=sentence(_first(cells, "comment", "notes"), NOTE_LIMIT),
    )


FORMATS = (
    Format("Strong", (("date",), ("exercise name",), ("set order",)), _strong),
    Format("Hevy", (("start_time",), ("exercise_title",)), _hevy),
    Format("FitNotes", (("date",), ("exercise",), ("category",)), _fitnotes),
    Format("backtui", (("day", "date", "started"), ("exercise",)), _own),
    Format("backtui", (("day", "date", "start"), ("what", "activity"), ("minutes",)), _own_aerobic),
    Format("backtui", (("told",), ("asked",), ("score",)), _own_pain),
)

"""What a provider has to know first: what hurt, what was missed, what changed, a sentence each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean

from backtui.domain.record import EntryRecord, SessionRecord
from backtui.domain.words.numbers import join_and, many, or_dash, plain_day

MOST_NAMED = 3  # of one sort in a sentence
BREAK_DAYS = 14  # as the rules count one
RECENT = timedelta(weeks=4)
FEWEST = 4  # sessions with an answer, of which a mean is said
MISSED_SHARE = 0.1  # of its sessions in which an exercise was not done as prescribed
NOTHING = "No flare, no exercise ended by pain, no session ended by dizziness."


def matters(
    sessions: Sequence[SessionRecord], today: date, names: Mapping[str, str], standing: Mapping[str, str]
) -> list[str]:
    """The sentences; `sessions` oldest first, `standing` says what rests or is locked now, by exercise."""
    hurt = [*_flares(sessions), *_ended_by_pain(sessions, names), *_dizzy(sessions)]
    return [
        *(hurt or [NOTHING]),
        *_pain_then_and_now(sessions, today),
        *_breaks([each.day for each in sessions], today),
        *_missed(sessions, names),
        *_standing(standing, names),
    ]


def _few(words: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = [f"{len(words) - MOST_NAMED} more"] if len(words) > MOST_NAMED else []
    return join_and([*words[:MOST_NAMED], *more])


def _flares(sessions: Sequence[SessionRecord]) -> Iterator[str]:
    found = [
        f"{plain_day(each.day)} (pain {or_dash(each.pain_before)} before, {or_dash(each.pain_after)} after"
        f"{', worse the next morning' if each.morning == 'worse' else ''})"
        for each in sessions[::-1]
        if each.flare
    ]
    if found:
        yield f"{many(len(found), 'flare')}: {_few(found)}."


def _ended_by_pain(sessions: Sequence[SessionRecord], names: Mapping[str, str]) -> Iterator[str]:
    days: dict[str, list[date]] = {}
    for each in sessions:
        for entry in each.entries:
            if entry.pain:
                days.setdefault(entry.exercise, []).append(each.day)
    newest = sorted(days, key=lambda exercise: (-len(days[exercise]), -days[exercise][-1].toordinal()))
    if newest:
        told = [
            f"{names.get(each, each)} {_times(len(days[each]))}, last on {plain_day(days[each][-1])}"
            for each in newest
        ]
        yield f"Pain ended {'; '.join(told[:MOST_NAMED])}{_and_more(len(told))}."


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _and_more(count: int) -> str:
    return f"; and {many(count - MOST_NAMED, 'other exercise')}" if count > MOST_NAMED else ""


def _dizzy(sessions: Sequence[SessionRecord]) -> Iterator[str]:
    found = [plain_day(each.day) for each in sessions[::-1] if each.dizzy]
    if found:
        yield f"Dizziness ended {many(len(found), 'session')}: {_few(found)}."


def _pain_then_and_now(sessions: Sequence[SessionRecord], today: date) -> Iterator[str]:
    """The mean of the answers before sessions in the first weeks and in the last ones."""
    answered = [(each.day, each.pain_before) for each in sessions if each.pain_before is not None]
    if not answered:
        return
    first = [score for day, score in answered if day < answered[0][0] + RECENT]
    last = [score for day, score in answered if day > today - RECENT]
    if min(len(first), len(last)) >= FEWEST and answered[0][0] + RECENT <= today - RECENT:
        yield (
            f"Pain before sessions, on average: {fmean(first):.1f} in the first four weeks,"
            f" {fmean(last):.1f} in the last four (0 to 10)."
        )


def _breaks(days: Sequence[date], today: date) -> Iterator[str]:
    pairs = zip(days, [*days[1:], today], strict=True)
    found = [(first, last) for first, last in pairs if (last - first).days >= BREAK_DAYS][::-1]
    if found:
        told = [
            f"{plain_day(first)} to {until} ({(last - first).days} days)"
            for first, last in found
            for until in ["today" if last == today else plain_day(last)]
        ]
        yield f"{many(len(found), 'break')} between sessions: {_few(told)}."


def _missed(sessions: Sequence[SessionRecord], names: Mapping[str, str]) -> Iterator[str]:
    """The exercises that were not done as prescribed in more than a tenth of their sessions."""
    entries = [entry for each in sessions for entry in each.entries]
    done, all_ = Counter(_exercises(entries, complete=True)), Counter(_exercises(entries, complete=None))
    often = [each for each in all_ if all_[each] - done[each] > MISSED_SHARE * all_[each]]
    often.sort(key=lambda each: (done[each] / all_[each], names.get(each, each)))
    if often:
        told = [f"{names.get(each, each)} ({done[each]} of {all_[each]} times)" for each in often]
        yield f"Least often done as prescribed: {_few(told)}."


def _exercises(entries: Iterable[EntryRecord], *, complete: bool | None) -> Iterator[str]:
    return (each.exercise for each in entries if complete is None or each.complete is complete)


def _standing(standing: Mapping[str, str], names: Mapping[str, str]) -> Iterator[str]:
    for state, said in (("resting", "Set aside for now"), ("locked", "Locked at a dose")):
        found = [names.get(each, each) for each, now in standing.items() if now == state]
        if found:
            yield f"{said}: {_few(found)}."

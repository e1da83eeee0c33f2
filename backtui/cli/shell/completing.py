"""What a shell offers for a word that was begun: ids, days, sessions, files."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from backtui.coach.coach import Coach

SESSIONS = 12  # of the newest that are offered
NONE = "none"
Offer = tuple[str, str]  # the word, and what a shell that can says beside it


def _item(word: str, about: str, kind: str = "plain") -> "CompletionItem":
    from click.shell_completion import CompletionItem  # which only a shell that asks has to wait for

    return CompletionItem(word, kind, about or None)


def offering(ask: Callable[[click.Context], Iterable[Offer]]) -> Callable[..., "list[CompletionItem]"]:
    """Of what `ask` finds, what begins as the word does; as click calls it."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        del param
        return [_item(*each) for each in ask(ctx) if each[0].startswith(incomplete)]

    return complete


def listing(ask: Callable[[click.Context], Iterable[Offer]]) -> Callable[..., "list[CompletionItem]"]:
    """The same for a list with commas: its last word, behind those that stand there."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        del param
        before, comma, last = incomplete.rpartition(",")
        given = before.split(",")
        return [
            _item(f"{before}{comma}{word}", about)
            for word, about in ask(ctx)
            if word.startswith(last) and word not in given and not (comma and word == NONE)
        ]

    return complete


def either(*ways: Callable[..., "list[CompletionItem]"]) -> Callable[..., "list[CompletionItem]"]:
    """What any of them offers."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        return [item for way in ways for item in way(ctx, param, incomplete)]

    return complete


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Whatever files the shell finds."""
    del ctx, param
    return [_item(incomplete, "", kind="file")]


def _told(ctx: click.Context, question: "Callable[[Coach], list[Offer]]") -> list[Offer]:
    """What the log answers that the words before name; nothing where it cannot, for nobody could be told.

    Who presses TAB has started nothing, so nothing is changed, brought along or waited for.
    """
    from backtui.cli.context import wired

    with suppress(Exception), wired(ctx.find_root().params.get("db"), None, None, None).looking() as coach:
        return question(coach)
    return []


def _exercises(ctx: click.Context) -> list[Offer]:
    return _told(ctx, lambda coach: sorted((each.id, each.name) for each in coach.content.exercises.values()))


def _routines(ctx: click.Context) -> list[Offer]:
    return _told(ctx, lambda coach: [(each.id, each.name) for each in coach.content.routines.values()])


def _own(ctx: click.Context) -> list[Offer]:
    def own(coach: "Coach") -> list[Offer]:
        from backtui.coach.library import definitions

        exercises = [(each.id, each.name) for each in coach.content.exercises.values() if each.own]
        routines = [coach.content.routines[key] for key in definitions(coach.reading, "routine")]
        return [*exercises, *((each.id, each.name) for each in routines)]

    return _told(ctx, own)


def _definitions(ctx: click.Context) -> list[Offer]:
    """Exercises; with --toml also routines."""
    return [*_exercises(ctx), *(_routines(ctx) if ctx.params.get("as_toml") else ())]


def _aims(ctx: click.Context) -> list[Offer]:
    return [("all", "every exercise"), ("frequency", "how often"), *_exercises(ctx)]


def _cautions(ctx: click.Context) -> list[Offer]:
    known = _told(ctx, lambda coach: [(each.id, each.name) for each in coach.content.cautions.values()])
    return [*known, (NONE, "note nothing")]


def _programmes(ctx: click.Context) -> list[Offer]:
    def ready(coach: "Coach") -> list[Offer]:
        from backtui.content.programmes import programmes

        return [(each.id, each.name) for each in programmes(coach.shipped).values()]

    return _told(ctx, ready)


def _sessions(ctx: click.Context) -> list[Offer]:
    """The last by its word, then the newest by day and time."""

    def newest(coach: "Coach") -> list[Offer]:
        from backtui.domain.words.numbers import long_day

        return [
            (f"{each.started_at:%Y-%m-%dT%H:%M}", f"{long_day(each.started_at.date())}, {each.state.value}")
            for each in coach.sessions(SESSIONS)
        ]

    return [("last", "the newest"), *_told(ctx, newest)]


def _days(ctx: click.Context) -> list[Offer]:
    """Words for days, then the days of the newest sessions."""
    from backtui.domain.written.day_words import OFFERED

    def newest(coach: "Coach") -> list[Offer]:
        from backtui.domain.words.numbers import long_day

        days = dict.fromkeys(each.day for each in coach.sessions(SESSIONS))
        return [(day.isoformat(), long_day(day)) for day in days]

    return [*((word, "") for word in OFFERED), *_told(ctx, newest)]


def _activities(_: click.Context) -> list[Offer]:
    from backtui.coach.sessions import ACTIVITIES

    return [(each, "") for each in ACTIVITIES]


def _weekdays(_: click.Context) -> list[Offer]:
    from backtui.domain.weekday import WEEKDAYS
    from backtui.domain.written.day_words import DAY_NAMES

    return list(zip(WEEKDAYS, DAY_NAMES, strict=True))


exercise_ids, routine_ids, programme_ids = map(offering, (_exercises, _routines, _programmes))
own_ids, definition_ids, aims = map(offering, (_own, _definitions, _aims))
caution_ids, weekdays = map(listing, (_cautions, _weekdays))
sessions, days, activities = map(offering, (_sessions, _days, _activities))
limited = either(routine_ids, exercise_ids)
copies = either(offering(lambda _: [("newest", "the newest verified backup")]), files)
last_days = either(offering(lambda _: [("open", "until you end it")]), days)

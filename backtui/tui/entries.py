"""What the palette knows: each thing with its name, a few words about it, and its value."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
from textual.screen import Screen

from backtui.coach.client import CoachClient
from backtui.config.settings import SETTINGS, Config
from backtui.domain.exercise import Content
from backtui.domain.plan import CourseDose
from backtui.domain.preferences import GROUPS, Preferences, value_of
from backtui.domain.words.numbers import KINDS, long_day, position, upper_first, value_words
from backtui.domain.written.day_words import day_meant
from backtui.tui import look
from backtui.tui.base import NARROWEST
from backtui.tui.frame.page import Framed
from backtui.tui.keys import COPYING, Key
from backtui.tui.settings.appearance import ABOUT as THEMES
from backtui.tui.settings.appearance import YOURS
from backtui.tui.widgets.line import Line, fit
from backtui.tui.widgets.rows import Row, Rows

NAME_CELLS = 24
NOT_HERE = ("app.palette", "place.next", "place.before")
# Errands by their names: what has no place of its own, then the pages that places open.
DOORS = (
    ("report", "Report for your provider", "one page to print or send"),
    ("export", "Export everything", "JSON, to import elsewhere"),
    ("tables", "Export tables", "CSV, for a spreadsheet"),
    ("calendar", "Calendar", "reminders of 8 weeks, ICS"),
    ("backup", "Back up", "a checked copy of the log"),
    ("restore", "Restore the newest copy", "asks twice; keeps the log"),
    ("weeks", "Schedule and pauses", "which routine on which days"),
    ("routines", "All routines", "follow one, build your own"),
    ("cautions", "Cautions", "what to be careful with"),
    ("all_targets", "All doses and targets", "every exercise at once"),
    ("programmes", "Programmes", "a plan to share, as a file"),
    ("new", "New exercise", "one of your own"),
    ("keymap", "Change the keys", "also for a foot pedal"),
    ("cues", "Try the cues", "bells, flash, title"),
    ("about", "Safety notes and about", "what backtui is and is not"),
)
FILES = ("report", "export", "tables", "calendar")
GOES = "It goes into your Documents, or your home, with the date in its name and never over another."
# When words fit several things equally well, the kinds come in this order.
KINDS_IN_ORDER = ("day", "errand", "exercise", "routine", "start", "key", "preference", "terminal", "theme")


class PaletteEntry(msgspec.Struct, frozen=True):
    """One thing: `key` is its kind and which, with a colon between; `why` is its whole sentence."""

    key: str
    name: str
    about: str
    value: str = ""
    why: str = ""

    def row(self, cells: int) -> Row:
        """As a list so wide shows it; where there is little room its sentence alone says what it is about."""
        left: Line = [(f"{fit(self.name, NAME_CELLS)} ", "text"), (self.about, "dim")]
        left = left if cells >= NARROWEST else [(self.name, "text")]
        return Row(left, [(self.value, "strong")], self.key, self.why)

    def fits(self, words: Iterable[str]) -> int | None:
        """How well the words fit, 0 the best: name, words of the name, anywhere; None where one does not."""
        name, said = self.name.casefold(), f"{self.name} {self.about} {self.why} {self.value}".casefold()
        ranks = [_rank(word, name, said) for word in words]
        return None if None in ranks else sum(filter(None, ranks))


def _rank(word: str, name: str, said: str) -> int | None:
    if name.startswith(word):
        return 0
    if f" {word}" in name:
        return 1
    if f" {word}" in said:
        return 3
    return 5 if len(word) > 1 and word in said else None


def sought(
    entries: Iterable[PaletteEntry], text: str, used: Mapping[str, int], today: date
) -> list[PaletteEntry]:
    """The entries that have all the words in any order, the best first, of equals the most used."""
    words = text.casefold().split()
    found = [(rank, each) for each in entries if (rank := each.fits(words)) is not None]
    if words:
        found.sort(key=lambda each: (each[0], -used.get(each[1].key, 0), _kind(each[1])))
    else:
        found.sort(key=lambda each: -used.get(each[1].key, 0))
    day = day_meant(text, today)
    return [*([_day(day)] if day else []), *(each for _, each in found)]


def _kind(entry: PaletteEntry) -> int:
    return KINDS_IN_ORDER.index(entry.key.partition(":")[0])


def _day(day: date) -> PaletteEntry:
    return PaletteEntry(f"day:{day.isoformat()}", long_day(day), "the session of that day")


def keys_of(screen: Screen[Any]) -> list[Key]:
    """The keys of a screen that would do something now; a dialog has a few, which it shows."""
    if not isinstance(screen, Framed) or screen.is_modal:
        return []
    table = (*screen.all_keys, COPYING) if screen.query(Rows) else screen.all_keys
    return [
        key for key in table if key.label and key.action and key.id not in NOT_HERE and screen.is_live(key)
    ]


def key_entries(screen: Screen[Any]) -> list[PaletteEntry]:
    """The keys of a screen by their names."""
    return [
        PaletteEntry(f"key:{key.id}", upper_first(key.label), key.help, key.name, key.help)
        for key in keys_of(screen)
    ]


def content_entries(content: Content, doses: Mapping[str, CourseDose]) -> list[PaletteEntry]:
    """Exercises and routines."""
    entries = [
        PaletteEntry(
            f"exercise:{each.id}",
            each.name,
            f"{KINDS[each.kind]}, {position(each.position)}",
            str(doses[each.id].decision.dose) if each.id in doses else "",
            f"{each.name}: how it goes, its dose and its progress. {', '.join(each.works_on)}.",
        )
        for each in content.exercises.values()
    ]
    for key, routine in content.routines.items():
        entries += [
            PaletteEntry(f"start:{key}", f"Start {routine.name}", "a session of this routine, now"),
            PaletteEntry(f"routine:{key}", f"Routine {routine.name}", "its line among the routines"),
        ]
    return entries


def setting_entries(preferences: Preferences, config: Config) -> list[PaletteEntry]:
    """All settings with their values; the themes one by one."""
    entries = [
        PaletteEntry(
            f"preference:{row.key}",
            row.name,
            row.effect,
            value_words(value_of(preferences, row.key), row.unit),
            row.effect,
        )
        for _, rows in GROUPS
        for row in rows
    ]
    entries += [
        PaletteEntry(
            f"terminal:{row.key}", row.name, row.effect, value_words(getattr(config, row.key)), row.effect
        )
        for row in SETTINGS
        if row.kind != "name"
    ]
    return entries + [
        PaletteEntry(
            f"theme:{name}",
            f"Theme {name}",
            THEMES.get(name, YOURS),
            "set" if name == config.theme else "",
            "You see it while the cursor is here; enter keeps it.",
        )
        for name in look.offered()
    ]


def door_entries() -> list[PaletteEntry]:
    """What an errand opens or does."""
    return [
        PaletteEntry(f"errand:{errand}", name, about, why=GOES if errand in FILES else "")
        for errand, name, about in DOORS
    ]


def everything(
    desk: CoachClient, preferences: Preferences, doses: Mapping[str, CourseDose], config: Config
) -> list[PaletteEntry]:
    """All that can be opened, changed or done from a place, but for its keys."""
    return [
        *content_entries(desk.content, doses),
        *door_entries(),
        *setting_entries(preferences, config),
    ]

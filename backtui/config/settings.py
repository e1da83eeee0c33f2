"""What is set about this terminal."""

from collections.abc import Mapping
from datetime import time
from functools import cache
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta
from msgspec.structs import fields

from backtui.config.themes import OwnTheme
from backtui.domain.check import problem
from backtui.domain.fault import Fault
from backtui.domain.text import clock_time

Motion = Literal["full", "reduced", "off"]
Color = Literal["auto", "truecolor", "256", "16", "mono"]
Voice = Literal["ask", "off", "spd-say", "say", "espeak-ng"]
Kind = Literal["name", "switch", "choice", "command", "file", "folder", "times"]

MAX_COMMAND = 200


def _is_command(text: str) -> Fault | None:
    """A program and its arguments can be read out of it, or nothing at all."""
    import shlex

    try:
        shlex.split(text)
    except ValueError:
        return Fault("must be a program with its arguments")
    return None if text.isprintable() else Fault("must be a program with its arguments")


def _is_file(text: str) -> Fault | None:
    """Where it is does not depend on the folder that one happens to be in; nothing names none."""
    sound = text.isprintable() and (not text or text.startswith(("/", "~/")))
    return None if sound else Fault("must be a full path")


def times_of(text: str) -> tuple[time, ...] | None:
    """Times of day as "07:30 18:00", in order and each once; None where it says something else."""
    found = [clock_time(each) for each in text.replace(",", " ").split()]
    return tuple(sorted({each for each in found if each})) if found and None not in found else None


def _is_times(text: str) -> Fault | None:
    return Fault("must be times of day") if times_of(text) is None else None


Theme = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,39}\Z")]
Command = Annotated[str, Meta(max_length=MAX_COMMAND), _is_command]
File = Annotated[str, Meta(max_length=MAX_COMMAND), _is_file]
Times = Annotated[str, Meta(max_length=MAX_COMMAND), _is_times]


class KeyWish(msgspec.Struct, frozen=True):
    """A line of the table `[keys]`: the keys (separated by commas) for an action, and where it stands.

    `line` is None where the line is not known.
    """

    action: str
    keys: str
    line: int | None = None


class Config(msgspec.Struct, frozen=True):
    """What holds for this terminal; the fields, but `keys` and `themes`, are the keys of `SETTINGS`."""

    theme: Theme = "auto"
    sound: bool = True
    flash: bool = False
    motion: Motion = "full"
    color: Color = "auto"
    ascii: bool = False
    title: bool = True
    notify: bool = False
    awake: bool = True
    voice: Voice = "ask"
    voice_over_ssh: bool = False
    cue_command: Command = ""
    calendar_file: File = ""
    calendar_at: Times = "07:30"
    sync_folder: File = ""
    keys: tuple[KeyWish, ...] = ()
    themes: tuple[OwnTheme, ...] = ()


class Setting(msgspec.Struct, frozen=True):
    """A row of the table that the settings screen lists: what may be set, what it does, and since when."""

    key: str
    kind: Kind
    effect: str
    choices: tuple[str, ...] = ()
    title: str = ""
    since: str = "now"

    @property
    def name(self) -> str:
        """What it is called on the screen."""
        return self.title or self.key.replace("_", " ").capitalize()

    @property
    def default(self) -> str | bool:
        """What holds when the file says nothing."""
        value: str | bool = getattr(Config(), self.key)
        return value

    @property
    def allowed(self) -> str:
        """What may be set, in words."""
        match self.kind:
            case "name":
                return "a theme's name in small letters, digits and hyphens"
            case "switch":
                return "true or false"
            case "command":
                return 'a program with its arguments in quotes, at most 200 characters, or "" for none'
            case "file":
                return 'a full path in quotes, such as "~/back.ics", or "" for none'
            case "folder":
                return 'a full path in quotes, such as "~/Sync/back", or "" for none'
            case "times":
                return 'times of day like "07:30 18:00"'
            case "choice":
                quoted = [f'"{choice}"' for choice in self.choices]
                return f"{', '.join(quoted[:-1])} or {quoted[-1]}"

    @property
    def typed(self) -> bool:
        """Whether it is a text that a person writes."""
        return self.kind in ("command", "file", "folder", "times")

    def accepts(self, value: object) -> bool:
        """Say whether `value` has the right type and is one of the allowed ones."""
        return problem(value, _kinds()[self.key]) is None


@cache
def _kinds() -> Mapping[str, Any]:
    """What the value of each key may be."""
    return {each.name: each.type for each in fields(Config)}


SETTINGS: tuple[Setting, ...] = (
    Setting("theme", "name", "The colours of the full screen; auto takes backtui's own."),
    Setting(
        "sound",
        "switch",
        "Bells: one move, two hold, three other side, four new exercise, five done. The voice too.",
    ),
    Setting("flash", "switch", "The screen flashes with each bell, for eyes instead of ears."),
    Setting(
        "motion",
        "choice",
        "How much the figure moves: full, reduced to its poses, or off.",
        get_args(Motion),
    ),
    Setting(
        "color",
        "choice",
        "How many colours are sent; auto believes the terminal.",
        get_args(Color),
        title="Colours",
        since="after a restart",
    ),
    Setting(
        "ascii", "switch", "Only ASCII characters, where blocks or braille do not show.", title="ASCII only"
    ),
    Setting("title", "switch", "The countdown stands in the window's title too.", title="Window title"),
    Setting(
        "notify",
        "switch",
        "The terminal shows a notification when a session ends, where it can.",
        title="Notification",
    ),
    Setting(
        "awake",
        "switch",
        "The screen of the machine you sit at stays on while a session runs.",
        title="Screen stays on",
    ),
    Setting(
        "voice",
        "choice",
        "Says what to do, by a program of this machine; ask offers it before the first session.",
        get_args(Voice),
    ),
    Setting(
        "voice_over_ssh",
        "switch",
        "The voice speaks even when you sit at another machine, where you may not hear it.",
        title="Voice over SSH",
    ),
    Setting(
        "cue_command",
        "command",
        "A program that is run with the words of each cue, such as espeak-ng.",
    ),
    Setting(
        "calendar_file",
        "file",
        "A calendar of the next 8 weeks, kept up to date here for a calendar program to read.",
        since="when backtui closes",
    ),
    Setting(
        "calendar_at",
        "times",
        "When that calendar reminds you of what has no time of its own.",
        since="when backtui closes",
    ),
    Setting(
        "sync_folder",
        "folder",
        "A folder that Syncthing, Nextcloud, rsync or git carries, through which your machines stay alike.",
        since="with the next session",
    ),
)


class ConfigError(Exception):
    """A setting that cannot be saved, told in one sentence."""


def setting(key: str) -> Setting:
    """Return the row of `key`; ConfigError names the keys there are."""
    for row in SETTINGS:
        if row.key == key:
            return row
    raise ConfigError(f"There is no setting {key!r}; there are {known_keys()}.")


def known_keys() -> str:
    """All that can be set, in words."""
    return ", ".join(row.key for row in SETTINGS)


def shown(value: str | bool) -> str:
    """Return `value` as the file would say it."""
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'

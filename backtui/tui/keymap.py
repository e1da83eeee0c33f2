"""The keys a person chose."""

from collections.abc import Mapping, Sequence
from functools import cache

from textual.keys import Keys, _character_to_key

from backtui.config.settings import KeyWish
from backtui.tui import keys as tables
from backtui.tui.frame.typing_keys import LEAVING_PALETTE, LEAVING_WRITING
from backtui.tui.keys import MOVING, NEVER_LOST, PLACES, Key, written

Keymap = Mapping[str, str]
MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
OTHER_NAMES = {
    "return": "enter",
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "pgdn": "pagedown",
    "pgup": "pageup",
    "page_down": "pagedown",
    "page_up": "pageup",
    "spacebar": "space",
    "control": "ctrl",
    "option": "alt",
}
# Textual leaves by the first, whatever is bound to it.
TAKEN = frozenset({"ctrl+q"})
MOST_KEYS = 5
SHOWN = 40


# The keys that can be reached on each screen, in the order in which Settings shows them.
SCREENS: tuple[tuple[Key, ...], ...] = (
    (*tables.ERRAND, *MOVING),  # a choice, and each errand that is only a list
    (*tables.NUMBER, *tables.ERRAND),
    LEAVING_WRITING,
    (*tables.AEROBIC, *tables.ERRAND, *MOVING),
    (*tables.SETTINGS, *PLACES, *tables.CLEARING, *MOVING),
    (*tables.LIBRARY, *tables.AIMING, *PLACES, *tables.CLEARING, *MOVING),
    (*tables.HISTORY, *PLACES, *MOVING),
    (*tables.TODAY, *tables.MORNING, *tables.AIMING, *PLACES, *MOVING),
    (*tables.ERRAND, *tables.PICK, *MOVING),
    (*tables.ERRAND, *tables.CAUTIONS, *MOVING),
    (*tables.ERRAND, *tables.FORM, *MOVING),
    (*tables.ERRAND, *tables.BUILDER, *MOVING),
    (*tables.ERRAND, *tables.ROUTINES, *MOVING),
    (*tables.ERRAND, *tables.PROGRAMMES, *MOVING),
    (*tables.ERRAND, *tables.WEEKS, *MOVING),
    (*tables.ERRAND, *tables.REPETITIONS, *MOVING),
    (*tables.ERRAND, *tables.EDITOR, *MOVING),
    (*tables.ERRAND, *tables.BY_HAND, *MOVING),
    (*tables.ERRAND, *tables.POSES, *MOVING),
    (*tables.ERRAND, *tables.AIM, *MOVING),
    (*tables.ERRAND, *tables.SUMMARY, *tables.LEAVING_SUMMARY, *MOVING),
    (*tables.READER, *tables.ERRAND, *MOVING),
    (*LEAVING_PALETTE, *MOVING),
    (*tables.READER, *tables.ERRAND, *tables.PROGRAMMES[1:], *MOVING),
    (*tables.THEMES, *tables.ERRAND, *MOVING),
    (*tables.TRIAL, *tables.ERRAND, *MOVING),
    (*tables.KEYMAP, *tables.ERRAND, *MOVING),
    tables.RUNNING,
)
# All actions that a key can be chosen for, by their ids; a key that a widget binds itself has none.
ACTIONS = {key.id: key for screen in SCREENS for key in screen if key.action}


@cache
def _names() -> frozenset[str]:
    """Every name that a key without modifiers can have."""
    plain = {key.value for key in Keys if "+" not in key.value and not key.value.startswith("<")}
    return frozenset(plain | {_character_to_key(chr(code)) for code in range(33, 127)})


def key_named(text: str) -> str | None:
    """The key that was written, as Textual names it: "F13", "page down", "ctrl-x", "?"; None for none."""
    said = text.strip()
    if len(said) == 1:
        return _character_to_key(said) if said.isprintable() else None
    *before, base = said.replace(" ", "_").replace("-", "+").split("+") if said else [""]
    before = [OTHER_NAMES.get(each.lower(), each.lower()) for each in before]
    if before == ["shift"] and len(base) == 1 and base.isalpha():
        return base.upper()
    if len(base) == 1:
        name = _character_to_key(base if not before else base.lower())
    else:
        name = OTHER_NAMES.get(base.lower(), base.lower())
    if name not in _names() or any(each not in MODIFIERS for each in before):
        return None
    return "+".join([*(each for each in MODIFIERS if each in before), name])


def clash(action: Key, key: str, keymap: Keymap) -> Key | None:
    """Another action that has this key on a screen where `action` can be reached; None where it is free.

    A key that both had from the start (enter chooses a line and leaves a page) is the screen's own matter.
    """
    for screen in SCREENS:
        if action in screen:
            for each in (each for each in screen if each.action):
                shared = key in action.keys.split(",") and key in each.keys.split(",")
                has = key in keymap.get(each.id, each.keys).split(",")
                if each.id != action.id and has and not shared:
                    return each
    return None


def refusal(action: Key, key: str, keymap: Keymap) -> str:
    """Why a key cannot be given to an action, in a sentence that names both; "" where it can."""
    if key in TAKEN:
        return f"{written(key)} always leaves backtui; take another key."
    other = clash(action, key, keymap)
    if other is None:
        return ""
    said = f"{written(key)} is {other.id} ({other.help.rstrip('.')}) on a screen where {action.id} is too"
    return f"{said}; take another key."


def kept(action: Key, keys: Sequence[str]) -> tuple[str, ...]:
    """The keys with one of the action's own, where it may never be without."""
    own = action.keys.split(",")
    if action.id not in NEVER_LOST or any(key in own for key in keys):
        return tuple(keys)
    return (own[0], *keys)


def read(wishes: Sequence[KeyWish]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The keymap that the wishes make, and a sentence for each that could not be used as it is."""
    keymap: dict[str, tuple[str, ...]] = {}
    lines: dict[str, str] = {}
    problems: list[str] = []
    for wish in wishes:
        where = lines[wish.action] = f"config.toml, line {wish.line}" if wish.line else "config.toml"
        if wish.action not in ACTIONS:
            problems.append(f"{where}: there is no action {wish.action[:SHOWN]!r}; see Settings → Keys.")
            continue
        keys, unknown = _keys(wish.keys)
        problems += [
            f"{where}: {text[:SHOWN]!r} is not a key; write it like space, f13 or ctrl+x." for text in unknown
        ]
        whole = kept(ACTIONS[wish.action], keys)
        if keys and len(whole) > len(keys):
            said = written(whole[0])
            problems.append(f"{where}: {wish.action} keeps {said} too, so that it is never lost.")
        if keys:
            keymap[wish.action] = whole
    problems += _settle(keymap, lines)
    return {action: ",".join(keys) for action, keys in keymap.items()}, tuple(problems)


def _keys(text: str) -> tuple[tuple[str, ...], list[str]]:
    """The keys that are named in a text, each once, and what is no key."""
    said = [","] if text.strip() == "," else text.split(",")
    keys = dict.fromkeys(key for each in said if (key := key_named(each)))
    return tuple(keys)[:MOST_KEYS], [each.strip() for each in said if key_named(each) is None]


def _settle(keymap: dict[str, tuple[str, ...]], lines: Mapping[str, str]) -> list[str]:
    """Take keys away, the later wish first, until no two actions share one; a sentence for each."""
    problems: list[str] = []
    while found := _first_clash(keymap):
        action, key, said = found
        problems.append(f"{lines[action]}: {said}")
        _drop(keymap, action, key)
    return problems


def _first_clash(keymap: Mapping[str, tuple[str, ...]]) -> tuple[str, str, str] | None:
    """The action that has to give way, its key and why; an action's own key goes before a wish for it."""
    flat = {action: ",".join(keys) for action, keys in keymap.items()}
    for action in reversed(list(keymap)):
        for key in keymap[action]:
            said = refusal(ACTIONS[action], key, flat)
            other = clash(ACTIONS[action], key, flat) if key in ACTIONS[action].keys.split(",") else None
            if said and not (other and other.id in keymap):
                return action, key, said
    return None


def _drop(keymap: dict[str, tuple[str, ...]], action: str, key: str) -> None:
    """An action loses a key; without one it has its own again."""
    keymap[action] = tuple(each for each in keymap[action] if each != key)
    if not keymap[action]:
        del keymap[action]

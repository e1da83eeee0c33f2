"""A name that was begun, or has a slip in it."""

from collections.abc import Iterable, Mapping

ALIKE = 0.7  # how much of two words is the same, from 0 to 1, where one may have been meant
FEW = 3
SHOWN = 40  # characters of a wrong name in a sentence


def begun(text: str, names: Iterable[str]) -> list[str]:
    """The names that begin so; one that is just so is alone."""
    wanted, known = text.strip().casefold(), list(names)
    exact = [name for name in known if name.casefold() == wanted]
    return exact or [name for name in known if wanted and name.casefold().startswith(wanted)]


def themselves(names: Iterable[str]) -> dict[str, str]:
    """What is meant by what it is called, where that is one and the same."""
    return {name: name for name in names}


def nearest(text: str, names: Mapping[str, str]) -> list[str]:
    """The few that may have been meant, the likeliest first.

    `names` is what is meant by what it is called: an exercise has an id and a name.
    """
    from difflib import get_close_matches

    called = {name.casefold(): meant for name, meant in names.items()}
    wanted = text.strip().casefold()
    if not wanted:
        return []
    inside = [name for name in called if wanted in name]
    # A long name is also compared as far as it was written.
    beginnings = {name[: len(wanted)]: meant for name, meant in called.items()} | called
    close = get_close_matches(wanted, beginnings, 2 * FEW, ALIKE)
    return list(dict.fromkeys(beginnings[name] for name in [*inside, *close]))[:FEW]


def missed(kind: str, text: str, names: Mapping[str, str]) -> str:
    """The sentence for a name that there is not: what was meant perhaps, else all that there is."""
    shown = text.encode("ascii", "replace").decode()[:SHOWN]
    if near := nearest(text, names):
        return f"There is no {kind} {shown!r}; did you mean {one_of(near)}?"
    return f"There is no {kind} {shown!r}; try one of: {', '.join(dict.fromkeys(names.values()))}."


def one_of(names: Iterable[str]) -> str:
    """Such as "a", "a or b", "a, b or c"."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last

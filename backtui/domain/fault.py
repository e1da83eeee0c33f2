"""What is wrong with a foreign value, in words."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

SHOWN_LIMIT = 40


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a value: what it must be, the same with the value, and the way to it.

    `must` goes on after the name of the value, as in "must be true or false"; `words` end a sentence that
    begins with its place. A step of the way is what it is called and how it is written.
    """

    must: str
    words: str = ""
    way: tuple[tuple[str, str], ...] = ()

    def within(self, name: str, written: str) -> "Fault":
        """The same, seen from the value around it."""
        return replace(self, way=((name, written), *self.way))

    @property
    def place(self) -> str:
        """Where it is, as dose.start.hold_s or hold[1]."""
        return "".join(written for _, written in self.way).removeprefix(".")

    @property
    def half(self) -> str:
        """Half a sentence about the outermost value: "has a hold_s that must be …"."""
        return "".join(f"has {name} that " for name, _ in self.way if name) + self.must

    @property
    def sentence(self) -> str:
        """The sentence with place, value and bound: "dose.start.hold_s is 0; it must be …"."""
        return f"{self.place} {self.words or self.must + '.'}".strip()


class Unfit(ValueError):  # noqa: N818 a name says what is the case
    """A value that is not as its type says; the text is one sentence."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault

    @property
    def place(self) -> str:
        """Where in the value it is."""
        return self.fault.place

    @property
    def must(self) -> str:
        """What is wrong there, as "must be true or false"."""
        return self.fault.must


def must(value: Any, bound: str) -> Fault:
    """The fault of a value that must be something, with what it is."""
    return Fault(f"must {bound}", f"is {shown(value)}; it must {bound}.")


def shown(value: object) -> str:
    """A value as a sentence shows it, cut where it is long."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{cut(value)}"'
        case int() if abs(value) >= 10**SHOWN_LIMIT:
            return "a number far too large"
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return str(value)


def cut(words: object) -> str:
    """The words, or as many of them as a sentence can show."""
    text = str(words)
    return text if len(text) <= SHOWN_LIMIT else f"{text[:SHOWN_LIMIT]}…"


def join(names: Iterable[str], joint: str) -> str:
    """Names as a sentence lists them."""
    *most, last = names
    return f"{', '.join(most)} {joint} {last}" if most else last

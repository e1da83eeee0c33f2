"""What the terminal sends: bytes become keys, a paste is text, answers and noise become nothing."""

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from backtui.tui.paint.backlog import ANSWER

NO_CHARACTER = "\ufffd"
BEGUN = (ANSWER[:2], ANSWER[:3])  # no keys
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
MOST_PASTED = 10_000  # characters: no field takes more
LOOKS_SILENT = 50  # in a row, five seconds, and a paste is over whose end was lost on the way
LOOKS_OF_ALT = 1  # and what might begin an answer was a key with Alt
LOOKS_BROKEN = 5  # and no more comes of a sequence
CTRL_C = b"\x03"
ESCAPE, BELL, END_OF_STRING = "\x1b", "\a", "\x1b\\"
STRINGS = tuple(
    f"{ESCAPE}{sign}" for sign in "]PX^_"
)  # begin what goes on to its end: colours, names, titles
SEQUENCES = (f"{ESCAPE}[", f"{ESCAPE}O")
TEXTUAL_KNOWS = 32  # characters of a sequence; it hands on those of a longer one as keys
MOST_BEGUN = 64
# How many characters follow those that have an end of their own: Linux' F1, the oldest mouse, the keypad.
LENGTHS = {f"{ESCAPE}[[": 4, f"{ESCAPE}[M": 6, f"{ESCAPE}O": 3}


def is_whole(sequence: str) -> bool:
    """Whether nothing more belongs to a sequence, as ECMA-48 has it; nothing is none."""
    for begin, length in LENGTHS.items():
        if sequence.startswith(begin):
            return len(sequence) >= length
    if sequence.startswith(f"{ESCAPE}["):
        return len(sequence) > len(ESCAPE) + 1 and not " " <= sequence[-1] <= "?"
    return len(sequence) > len(ESCAPE)


class Keyboard:
    """Bytes from a terminal become what Textual knows; a sequence that means nothing is passed over."""

    def __init__(
        self, is_answer_due: Callable[[], bool] = lambda: False, answered: Callable[[], None] = lambda: None
    ) -> None:
        """`answered` is told of each answer to how far the terminal has come, which is no key."""
        self._is_answer_due, self._answered = is_answer_due, answered
        self._newest = ""
        self._begun = ""  # of a sequence
        self._pasted: list[str] | None = None  # the characters of a paste under way
        self._looks_silent = 0
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._parser = XTermParser()

    def read(self, data: bytes) -> Iterator[Message]:
        """What these bytes say, together with those before them."""
        self._looks_silent = 0
        if data == CTRL_C:  # on its own it was pressed, and no paste may keep a person from leaving
            yield from self._end_of_paste()
        for character in self._decode(data).replace(NO_CHARACTER, ""):
            self._newest = self._newest[-len(PASTE) + 1 :] + character
            if self._pasted is not None:
                yield from self._paste(self._pasted, character)
            elif self._newest == PASTE:
                self._begin_anew()  # it has all but the last character
                self._pasted = []
            elif self._newest.endswith(ANSWER):
                self._begin_anew()
                self._answered()
            else:
                yield from self._feed(character)

    def _paste(self, pasted: list[str], character: str) -> Iterator[Message]:
        """Take down what is pasted, in which no sequence is a key; Textual would have no bound for it."""
        if len(pasted) < MOST_PASTED + len(PASTED):
            pasted.append(character)
        if self._newest.endswith(ANSWER):
            del pasted[-len(ANSWER) :]
            self._answered()
        elif self._newest == PASTED:
            yield from self._end_of_paste()

    def _end_of_paste(self) -> Iterator[Message]:
        if self._pasted is not None:
            text = "".join(self._pasted).removesuffix(PASTED)[:MOST_PASTED]
            self._pasted = None
            yield events.Paste(text.replace("\0", ""))

    def _begin_anew(self) -> None:
        """Forget what was begun, but not how large the terminal is and how it tells where the mouse is."""
        self._begun = ""
        old, self._parser = self._parser, XTermParser()
        for name in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
            setattr(self._parser, name, getattr(old, name))

    @property
    def waits(self) -> bool:
        """Something was begun that may be an escape key, a sequence, or a paste."""
        return self._is_parsing or bool(self._begun) or self._pasted is not None

    @property
    def _is_parsing(self) -> bool:
        return self._parser._timeout_time is not None

    def look(self) -> Iterator[Message]:
        """What has waited long enough: an escape key with nothing behind it, or a paste without an end."""
        self._looks_silent += 1
        if self._looks_silent > LOOKS_SILENT:
            yield from self._end_of_paste()
        if self._newest.endswith(BEGUN) and self._is_answer_due():
            return
        if len(self._begun) <= len(ESCAPE) + 1:
            yield from self._look_at_keys()
        elif self._looks_silent > LOOKS_BROKEN:
            self._begin_anew()

    def _look_at_keys(self) -> Iterator[Message]:
        """An escape key, or one with Alt."""
        begun = self._begun
        if begun in STRINGS:
            if self._looks_silent <= LOOKS_OF_ALT:
                return
            self._begun = ""
            for character in begun:
                yield from self._parse(character)
        try:
            yield from self._parser.tick()
        except Exception:
            self._begin_anew()
        if not self._is_parsing:
            self._begun = ""

    def _feed(self, character: str) -> Iterator[Message]:
        """Hand on a character, unless it belongs to what a terminal answers somebody: that is no key.

        Another program's question may be answered when this one is there already, and `[` lowers a dose.
        """
        if self._begun.startswith(STRINGS):
            yield from self._in_string(character)
            return
        if character == ESCAPE and len(self._begun) > len(ESCAPE) + 1:
            self._begin_anew()  # another one was broken off
        begun = ESCAPE if character == ESCAPE else self._begun and self._begun + character
        if begun in STRINGS:
            self._begin_anew()
            self._begun = begun
            return
        self._begun = begun[:MOST_BEGUN]
        if len(begun) < TEXTUAL_KNOWS:
            yield from self._parse(character)
        if begun and not self._is_parsing:
            self._begun = ""
        elif begun.startswith(SEQUENCES) and is_whole(begun):
            self._begin_anew()  # Textual knows no such key, and would hand on its characters
        elif is_whole(begun):
            self._parser._timeout_time = 0.0  # with Alt; nothing more belongs to it
            yield from self._look_at_keys()

    def _in_string(self, character: str) -> Iterator[Message]:
        """Pass over what is said in a string, to its end or to the beginning of something else."""
        self._begun = (self._begun + character)[:MOST_BEGUN]
        if character == BELL or self._newest.endswith(END_OF_STRING):
            self._begun = ""
        elif self._newest[-2:-1] == ESCAPE:
            self._begun = ""
            for each in (ESCAPE, character):
                yield from self._feed(each)

    def _parse(self, character: str) -> Iterator[Message]:
        # One at a time, so that only the sequence that cannot be read is lost.
        try:
            yield from self._parser.feed(character)
        except Exception:
            self._begin_anew()

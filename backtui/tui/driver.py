"""What the terminal sends, whatever it is: bytes become keys, noise becomes nothing, no size is endless."""

import os
import selectors
import signal
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from rich.color import ColorSystem
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import CompositorUpdate
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from backtui.tui.paint.backlog import ANSWER
from backtui.tui.paint.painter import Painter
from backtui.tui.paint.tints import Tints
from backtui.tui.paint.updates import put
from backtui.tui.paint.writer import Writer

LARGEST = Size(500, 300)  # of a screen, in cells: what is beyond stays empty
READ_BYTES = 4096
LOOK_S = 0.1  # how often to see whether an escape key has waited long enough for the rest of a sequence
NO_CHARACTER = "\ufffd"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
MOST_PASTED = 10_000  # characters: no field takes more
LOOKS_SILENT = 50  # in a row, five seconds, and a paste is over whose end was lost on the way
CTRL_C = b"\x03"
BEGUN = (ANSWER[:2], ANSWER[:3])  # no keys
# A picture of fewer bytes arrives as a whole anyway.
SYNC_FROM_BYTES = 500
# Terminals, by the beginning of TERM, that give an erased cell the ground in force.
ERASERS = ("xterm", "tmux", "linux", "rxvt", "alacritty", "foot", "kitty", "konsole", "vte", "st-", "wezterm")
linux_driver.WriterThread = Writer  # type: ignore[assignment, attr-defined]


def capped(size: Size) -> Size:
    """A size that can be painted."""
    return Size(max(1, min(size.width, LARGEST.width)), max(1, min(size.height, LARGEST.height)))


class Keyboard:
    """Bytes from a terminal become what Textual knows; a sequence that means nothing is passed over."""

    def __init__(
        self, is_answer_due: Callable[[], bool] = lambda: False, answered: Callable[[], None] = lambda: None
    ) -> None:
        """`answered` is told of each answer to how far the terminal has come, which is no key."""
        self._is_answer_due, self._answered = is_answer_due, answered
        self._newest = ""
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
        old, self._parser = self._parser, XTermParser()
        for name in ("last_x", "last_y", "mouse_pixels", "terminal_size", "terminal_pixel_size"):
            setattr(self._parser, name, getattr(old, name))

    @property
    def waits(self) -> bool:
        """Something was begun that may be an escape key, a sequence, or a paste."""
        return self._parser._timeout_time is not None or self._pasted is not None

    def look(self) -> Iterator[Message]:
        """What has waited long enough: an escape key with nothing behind it, or a paste without an end."""
        self._looks_silent += 1
        if self._looks_silent > LOOKS_SILENT:
            yield from self._end_of_paste()
        if self._newest.endswith(BEGUN) and self._is_answer_due():
            return
        try:
            yield from self._parser.tick()
        except Exception:
            self._begin_anew()

    def _feed(self, character: str) -> Iterator[Message]:
        # One at a time, so that only the sequence that cannot be read is lost.
        try:
            yield from self._parser.feed(character)
        except Exception:
            self._begin_anew()


def typed(keys: int) -> bytes | None:
    """What was typed; nothing where that was cleared away since it was announced, None at the end."""
    try:
        return os.read(keys, READ_BYTES) or None
    except BlockingIOError:
        return b""
    except OSError:
        return None


class TerminalDriver(LinuxDriver):
    """Textual's driver, with a keyboard that takes every byte, a size that has an end, and a painter."""

    _painter: Painter | None = None
    _heard = -1
    _bell: int | None = None  # closed, it ends the thread that reads

    def show(self, update: CompositorUpdate, cursor: tuple[int, int] | None) -> bool:
        """Send what the terminal does not show yet; False where this is not a picture of a screen.

        `cursor` is where something is composed, None for nowhere.
        """
        if self._painter is None:
            colors = self._app.console._color_system or ColorSystem.TRUECOLOR
            erases = os.environ.get("TERM", "").startswith(ERASERS)
            self._painter = Painter(Tints(colors), erases=erases)
        self._painter.place(cursor)
        if not put(update, self._painter):
            return False
        self._ask_for_picture()
        return True

    def show_again(self) -> None:
        """Send the whole picture, whatever stands on the terminal."""
        if self._painter is not None:
            self._painter.forget()
            self._ask_for_picture()

    def show_at(self, size: Size) -> None:
        """The terminal's size was changed: each has its own way with what does not fit, or fits again."""
        if self._painter is not None:
            self._painter.forget()
            if self._painter.size == size:  # it was another one for a moment; else another picture comes
                self._ask_for_picture()

    def _ask_for_picture(self) -> None:
        writer: object = self._writer_thread
        if isinstance(writer, Writer):
            writer.show(self._picture)

    def _picture(self) -> str:
        """What is sent when the terminal is ready for it; called by the writer."""
        text = self._painter.paint() if self._painter is not None else ""
        whole = len(text) < SYNC_FROM_BYTES or not self._app._sync_available
        return text if whole else f"{SYNC_START}{text}{SYNC_END}"

    def start_application_mode(self) -> None:
        """Take the terminal, of which nobody knows what it shows."""
        if self._painter is not None:
            self._painter.forget()
        if self._bell is not None:  # a start in the background ended before there was a thread
            os.close(self._bell)
            os.close(self._heard)
        self._heard, self._bell = os.pipe()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def _get_terminal_size(self) -> tuple[int, int]:
        told = Size(0, 0)
        with suppress(OSError):
            told = Size(*os.get_terminal_size(self.fileno))
        # Where the terminal has none, all have to assume the same, or two sizes take turns for ever.
        return capped(Size(*super()._get_terminal_size()) if told else Size(*self._app.console.size))

    def _run_input_thread(self) -> None:
        """Read until the end; a fault of this thread ends the app as any other does."""
        try:
            self.run_input_thread()
        except Exception as error:
            self._loop.call_soon_threadsafe(partial(self._app._handle_exception, error))

    def run_input_thread(self) -> None:
        """Hand over what is typed, until the driver stops or the terminal is gone."""
        writer: object = self._writer_thread
        keyboard = (
            Keyboard(lambda: writer.is_answer_due, writer.answered)
            if isinstance(writer, Writer)
            else Keyboard()
        )
        bell, keys = self._heard, self._keys()
        with (
            selectors.SelectSelector() as selector,
            open(bell, "rb", buffering=0),
            open(keys, "rb", buffering=0),
        ):
            selector.register(keys, selectors.EVENT_READ)
            selector.register(bell, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(LOOK_S if keyboard.waits else None)}
                if bell in ready:
                    return
                if ready:
                    data = typed(keys)
                    if data is None:
                        return  # whoever watches the terminal ends the app
                    for message in keyboard.read(data):
                        self.process_message(message)
                for message in keyboard.look():
                    self.process_message(message)

    def _keys(self) -> int:
        """The terminal, opened anew so that no read waits: what was typed may be gone before it is read.

        The parent does so when the program is stopped, and a thread that waits would hold what goes on then.
        """
        try:
            return os.open(os.ttyname(self.fileno), os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError:
            return os.dup(self.fileno)

    def disable_input(self) -> None:
        """Read no more; the thread that reads sleeps until a key or this."""
        self._ask_no_more()
        bell, self._bell = self._bell, None
        if bell is not None:
            os.close(bell)
        super().disable_input()

    def _sigcont_application(self, *_: object) -> None:
        """Go on in a turn of the loop, for another signal that came with this one may say to leave."""
        self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        """Take the terminal again; SIGSTOP left no time to tidy it, so that nothing is begun twice."""
        if getattr(self._app, "leaving", False):
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # the end may come in the background
            return
        if not self._in_front():
            os.kill(os.getpid(), signal.SIGSTOP)  # a screen has nothing to do in the background
            return
        if not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True  # what stands on the screen is painted again
        self.resume_application_mode()

    def stop_application_mode(self) -> None:
        """Give the terminal back; what is stopped has done so, and its modes are the shell's by now."""
        if self._must_signal_resume:
            return
        if not self._in_front():
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            self.attrs_before = None
        self._ask_no_more()
        super().stop_application_mode()

    def _ask_no_more(self) -> None:
        writer: object = self._writer_thread
        if isinstance(writer, Writer):
            writer.ask_no_more()

    def _in_front(self) -> bool:
        with suppress(OSError):
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        return True

    def process_message(self, message: Message) -> None:
        """A size that no terminal has is noise: it has the one that the system knows."""
        if isinstance(message, events.Resize) and message.size != capped(message.size):
            size = Size(*self._get_terminal_size())
            message = events.Resize(size, size, size)
        super().process_message(message)

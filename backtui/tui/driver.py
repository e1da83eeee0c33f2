"""What the terminal sends, whatever it is: bytes become keys, noise becomes nothing, no size is endless."""

import os
import selectors
import signal
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

LARGEST = Size(500, 300)  # of a screen, in cells: what is beyond stays empty
READ_BYTES = 4096
LOOK_S = 0.1  # how long an escape key may wait for the rest of a sequence, and the end for this thread
NO_CHARACTER = "\ufffd"


def capped(size: Size) -> Size:
    """A size that can be painted."""
    return Size(max(1, min(size.width, LARGEST.width)), max(1, min(size.height, LARGEST.height)))


class Keyboard:
    """Bytes from a terminal become what Textual knows; a sequence that means nothing is passed over."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._parser = XTermParser()

    def read(self, data: bytes) -> Iterator[Message]:
        """What these bytes say, together with those before them."""
        for character in self._decode(data).replace(NO_CHARACTER, ""):
            yield from self._feed(character)

    def look(self) -> Iterator[Message]:
        """What has waited long enough: an escape key with nothing behind it."""
        try:
            yield from self._parser.tick()
        except Exception:
            self._parser = XTermParser()

    def _feed(self, character: str) -> Iterator[Message]:
        # One at a time, so that only the sequence that cannot be read is lost.
        try:
            yield from self._parser.feed(character)
        except Exception:
            self._parser = XTermParser()


class TerminalDriver(LinuxDriver):
    """Textual's driver, with a keyboard that takes every byte and a size that has an end."""

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
        keyboard = Keyboard()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(LOOK_S):
                    try:
                        data = os.read(self.fileno, READ_BYTES)
                    except OSError:
                        return  # whoever watches the terminal ends the app
                    if not data:
                        return
                    for message in keyboard.read(data):
                        self.process_message(message)
                for message in keyboard.look():
                    self.process_message(message)

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
        super().stop_application_mode()

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

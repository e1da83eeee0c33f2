"""The terminal, whatever it is: no more is sent than differs, each key is handed on, no size is endless."""

import os
import selectors
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from rich.color import ColorSystem
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import CompositorUpdate
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from backtui.tui.keyboard import Keyboard
from backtui.tui.paint.painter import Painter
from backtui.tui.paint.tints import Tints
from backtui.tui.paint.updates import put
from backtui.tui.paint.writer import Writer

LARGEST = Size(500, 300)  # of a screen, in cells: what is beyond stays empty
READ_BYTES = 4096
LOOK_S = 0.1  # how often to see whether an escape key has waited long enough for the rest of a sequence
# A picture of fewer bytes arrives as a whole anyway.
SYNC_FROM_BYTES = 500
# Terminals, by the beginning of TERM, that give an erased cell the ground in force.
ERASERS = ("xterm", "tmux", "linux", "rxvt", "alacritty", "foot", "kitty", "konsole", "vte", "st-", "wezterm")
PLAIN_INK = "\x1b[m"  # the last picture may have left another
linux_driver.WriterThread = Writer  # type: ignore[assignment, attr-defined]


def capped(size: Size) -> Size:
    """A size that can be painted."""
    return Size(max(1, min(size.width, LARGEST.width)), max(1, min(size.height, LARGEST.height)))


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

    def _sigtstp_application(self, *_: object) -> None:
        """Stop in a turn of the loop too: this signal may come while the terminal is being taken again."""
        self._in_turn(self._stop)

    def _stop(self) -> None:
        if self._must_signal_resume:  # it was given back already
            os.kill(os.getpid(), signal.SIGSTOP)
        else:
            super()._sigtstp_application()

    def _sigcont_application(self, *_: object) -> None:
        """Go on in a turn of the loop, for another signal that came with this one may say to leave."""
        self._in_turn(self._go_on)

    def _in_turn(self, work: Callable[[], None]) -> None:
        """Do it in a turn of the loop, if there is one to come; its fault ends the app as any other does."""

        def turn() -> None:
            try:
                work()
            except Exception as error:
                self._app._handle_exception(error)

        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(turn)

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
        self.write(PLAIN_INK)

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

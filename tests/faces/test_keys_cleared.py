"""What was typed may be cleared away before it is read: nobody waits for it."""

import os
import pty
import tty

from backtui.tui.driver import TerminalDriver, typed


def test_a_key_that_was_announced_and_is_gone_is_not_waited_for() -> None:
    person, terminal = pty.openpty()
    tty.setraw(terminal)
    driver = TerminalDriver.__new__(TerminalDriver)
    driver.fileno = terminal
    keys = driver._keys()
    assert typed(keys) == b""
    assert os.get_blocking(terminal)  # whoever else has the terminal open waits as before
    os.write(person, b"k")
    assert typed(keys) == b"k"
    os.close(person)
    assert typed(keys) is None
    os.close(terminal)
    os.close(keys)


def test_what_is_no_terminal_is_read_as_it_is() -> None:
    heard, said = os.pipe()
    driver = TerminalDriver.__new__(TerminalDriver)
    driver.fileno = heard
    keys = driver._keys()
    os.write(said, b"k")
    assert typed(keys) == b"k"
    for each in (heard, said, keys):
        os.close(each)

"""The entry point."""

import gc
import os
import sys
from collections.abc import Sequence

from backtui.cli.errors import guarded

GARBAGE = 50_000  # new objects, after which it is looked for


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line, of this process where none is given, and return its exit code."""
    if arguments is not None:
        return guarded(lambda: _run(list(arguments)))
    # What is imported stays to the end: to look through it for garbage, again and again, only takes time.
    gc.set_threshold(GARBAGE)
    try:
        return guarded(lambda: _run(sys.argv[1:]))
    finally:
        gc.freeze()


def _run(arguments: list[str]) -> int:
    from backtui.cli.options import COMPLETING
    from backtui.cli.program import backtui

    if COMPLETING in os.environ:
        from backtui.cli.locate import complete

        return complete(backtui, os.environ[COMPLETING])
    # Not by `backtui.main`: that would end a broken pipe as a failure.
    with backtui.make_context("backtui", arguments) as context:
        code = backtui.invoke(context)
    assert isinstance(code, int)  # as every command says it returns
    return code

"""The entry point."""

import os
import sys
from collections.abc import Sequence

from backtui.cli.errors import guarded


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    return guarded(lambda: _run(sys.argv[1:] if arguments is None else list(arguments)))


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

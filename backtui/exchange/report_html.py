"""Words and tables as HTML, in which nothing runs and no dose is parted."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from backtui.domain.exercise import Dose
from backtui.domain.notation import in_full
from backtui.domain.text import visible

DOSE = re.compile(r"\d+ s × \d+(?:-\d+)*|\d+ [a-z]\b|\d+ × \d+")


def table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """A table in pieces."""
    named = "".join(f"<th scope=col>{safe(head)}</th>" for head in heads)
    yield f"<table><thead><tr>{named}</tr></thead><tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(f'<td>{safe(value)}</td>' for value in row)}</tr>\n"
    yield "</tbody></table>\n"


def safe(value: object) -> str:
    """A value as it may stand on the page; a dose, also in a sentence, stays on one line."""
    shown = in_full(value) if isinstance(value, Dose) else str(value)
    return DOSE.sub(_whole, escape(visible(shown)))


def _whole(found: re.Match[str]) -> str:
    dose = found[0].replace(" ", "\u00a0")
    return f"<span class=dose>{dose}</span>" if "-" in dose else dose

"""Words that fold to their own width, and the reason."""

from typing import ClassVar

from textual.geometry import Size

from backtui.tui.widgets.line import Bar, Line, flush, folded

LEAST_CELLS = 16


class Prose(Bar):
    """Paragraphs, as high as they are in the width that they have; `indent` cells stay free at both ends."""

    DEFAULT_CSS = "Prose { height: auto; }"

    def __init__(
        self,
        *paragraphs: Line,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
        indent: int = 1,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._paragraphs, self._indent = paragraphs, indent

    def tell(self, *paragraphs: Line) -> None:
        """Show other words."""
        if paragraphs != self._paragraphs:
            self._paragraphs = paragraphs
            self._fold()
            self._stretch()

    def on_resize(self) -> None:
        """Fold to the width; what it was made for may have been other words."""
        self._fold()
        self._stretch()

    def _stretch(self) -> None:
        """Be as high as the words are."""
        if self.styles.is_auto_height and len(self._lines) != self.size.height:
            self.refresh(layout=True)

    def _fold(self) -> None:
        if self.size.width:
            self.say_lines(tuple((line, ()) for line in self._folded(self.size.width)))

    def _folded(self, width: int) -> list[Line]:
        cells = max(LEAST_CELLS, width - 2 * self._indent)
        lines = [line for each in self._paragraphs for line in (folded(each, cells) if each else [[]])]
        return [line if self._indent else flush(line) for line in lines]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words take, which stand there from the first picture on."""
        del container, viewport
        lines = self._folded(width)
        if not self.size.width:
            self._lines = tuple((line, ()) for line in lines)
        return len(lines)


class ReasonLine(Prose):
    """The sentence about the row under the cursor; in its place, for a while, what a key has done."""

    SAID: ClassVar[str] = "-said"

    def __init__(
        self,
        *,
        id: str | None = "why",  # noqa: A002 - Textual's name
        indent: int = 1,
    ) -> None:
        super().__init__(id=id, indent=indent)
        self._why: Line = ()
        self._answer: Line = ()

    def explain(self, line: Line) -> None:
        """Say the reason, once nothing else is said in its place."""
        self._why = line
        self._show()

    def answer(self, line: Line) -> None:
        """Say what a key has done; () when that was read."""
        self._answer = line
        self._show()

    def _show(self) -> None:
        line = self._answer or self._why
        self.set_class(bool(self._answer), self.SAID)
        self.tell(*([line] if line else []))

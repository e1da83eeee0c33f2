"""How much may be on its way to a terminal that is slow or far away."""

from collections.abc import Callable

ASK = "\x1b[5n"  # every terminal answers it, once it has come to it
ANSWER = "\x1b[0n"
ENOUGH_BYTES = 512  # sent since the last question
SLACK_S = 0.1
LOST_S = 10.0  # an answer that comes later does not come
LAST_S = 1.0  # for an answer when the program leaves
MOST_LOST = 2  # questions; then the terminal is one that does not answer


class Backlog:
    """Asks the terminal now and then how far it has come; what it has not shown by then is late.

    A line may hold seconds of what was written, and a picture behind that is an old one when it arrives.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        """`now` tells real seconds."""
        self._now = now
        self._sent = ENOUGH_BYTES
        self._asked: float | None = None
        self._shortest: float | None = None  # seconds from question to answer
        self._lost = 0
        self._is_over = False

    @property
    def is_due(self) -> bool:
        """An answer is on its way."""
        return self._asked is not None

    def question(self, size: int) -> str:
        """What to send behind so many bytes: a question, or nothing."""
        self._sent += size
        answers = self._lost < MOST_LOST and not self._is_over
        if not size or not answers or self._asked is not None or self._sent < ENOUGH_BYTES:
            return ""
        self._sent, self._asked = 0, self._now()
        return ASK

    def answered(self) -> None:
        """The terminal has come to where it was asked."""
        if self._asked is not None:
            took = self._now() - self._asked
            self._shortest = took if self._shortest is None else min(took, self._shortest)
            self._asked = None
        self._lost = 0

    def end_s(self) -> float:
        """Ask no more; seconds to wait for an answer that is due, so that it does not come to the shell."""
        self._is_over = True
        return (
            min(LAST_S, 2 * self._shortest + SLACK_S) if self.is_due and self._shortest is not None else 0.0
        )

    def wait_s(self) -> float:
        """Seconds that a picture has to wait for an answer at most; 0 where it may go."""
        if self._asked is None:
            return 0.0
        age = self._now() - self._asked
        if age > LOST_S:
            self._asked = None
            self._lost += 1
            return 0.0
        usual = None if self._shortest is None else 1.5 * self._shortest + SLACK_S
        return 0.0 if usual is None or age <= usual else LOST_S - age

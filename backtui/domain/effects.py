"""What the session machine tells the world: each effect at its own instant on the monotonic clock."""

from dataclasses import dataclass

from backtui.domain.exercise import Side
from backtui.domain.history import Rating
from backtui.domain.timeline import Step


@dataclass(frozen=True, slots=True)
class Began:
    """A phase of an item began."""

    item: int
    step: Step
    at: float


@dataclass(frozen=True, slots=True)
class RepEnded:
    """A repetition was held: seconds really held, one number a hold."""

    item: int
    side: Side
    rep: int
    holds_s: tuple[float, ...]
    at: float


@dataclass(frozen=True, slots=True)
class Eased:
    """The rest of an item got a second less."""

    item: int
    at: float


@dataclass(frozen=True, slots=True)
class MovedBack:
    """An item was opened again."""

    item: int
    at: float


@dataclass(frozen=True, slots=True)
class ItemEnded:
    """An item ended: done, skipped, pain, dizzy, cut or left-out. `begun`: one of its holds was begun."""

    item: int
    how: str
    begun: bool
    at: float


@dataclass(frozen=True, slots=True)
class Rated:
    """An item was rated."""

    item: int
    rating: Rating
    at: float


@dataclass(frozen=True, slots=True)
class PainFelt:
    """Pain was pressed in an item."""

    item: int
    at: float


@dataclass(frozen=True, slots=True)
class DizzyFelt:
    """Dizziness was pressed in an item."""

    item: int
    at: float


@dataclass(frozen=True, slots=True)
class Paused:
    """The session stands still: by a key, or because the machine slept ("gap")."""

    why: str
    at: float


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on, after its lead-in."""

    at: float


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The session is over: done, stopped or dizzy. `alive`: a key was pressed since it began."""

    how: str
    alive: bool
    at: float


@dataclass(frozen=True, slots=True)
class Undone:
    """The key that ended the last item is taken back."""

    at: float


Effect = (
    Began
    | RepEnded
    | Eased
    | MovedBack
    | ItemEnded
    | Rated
    | PainFelt
    | DizzyFelt
    | Paused
    | Resumed
    | SessionEnded
    | Undone
)

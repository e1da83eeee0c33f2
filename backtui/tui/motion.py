"""Where the figure is: with the phase in a session, and by itself in the library."""

from backtui.domain.session import Mode, SessionState
from backtui.domain.timeline import Phase


def phase_share(state: SessionState, now: float) -> float:
    """How much of the phase is over, from 0 to 1; a pause stands where it was."""
    seconds = state.step.seconds
    gone = seconds - state.left if state.mode is not Mode.RUNNING else now - state.began
    return min(1.0, max(0.0, gone / seconds)) if seconds else 1.0


def moment(state: SessionState, now: float, *, moves: bool = True) -> float:
    """Where the figure is: 0 at rest, k in the k-th hold, one more at rest again; between them on its way."""
    step = state.step
    if state.mode is not Mode.RUNNING:
        return float(step.hold) if step.phase in (Phase.IN, Phase.HOLD) else 0.0
    share = phase_share(state, now)
    match step.phase:
        case Phase.IN:
            return step.hold + (share if moves else 1.0)
        case Phase.HOLD:
            return step.hold + 1.0
        case Phase.OUT:
            return step.hold + 1.0 + (share if moves else 1.0)
        case _:
            return 0.0


def play(seconds: float, holds: int) -> float:
    """Where a figure is that shows its whole way slowly, again and again."""
    rest, way, hold = 1.0, 3.0, 2.0
    turn = seconds % (rest + (way + hold) * holds + way)
    for k in range(holds):
        start = rest + k * (way + hold)
        if turn < start:
            return float(k)
        if turn < start + way:
            return k + (turn - start) / way
    back = rest + holds * (way + hold)
    return float(holds) if turn < back else holds + (turn - back) / way

"""The body on the screen, and where it is."""

import os
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from backtui.config.settings import Config
from backtui.content.own import figure_of
from backtui.domain.exercise import Exercise, Side
from backtui.domain.figure.draw import draw
from backtui.domain.figure.glyphs import Ink
from backtui.domain.figure.model import BLANK, Cell, Figure, Picture, Role
from backtui.domain.session.state import Mode, SessionState
from backtui.domain.session.steps import Phase
from backtui.tui.paint.updates import show_part
from backtui.tui.widgets.line import DRAWING, readable

ROLES = ("ground", "prop", "far", "limb", "worked")
NO_PICTURE = "no picture"
# Of a figure that shows its whole way: seconds between two pictures, of a pose where motion is reduced, and
# after how many rounds it rests until somebody is there again.
FRAME_S, POSE_S, ROUNDS = 0.125, 2.0, 6
MOST_DRAWN = 200  # pictures of one exercise that are kept
FLOORS = {Ink.BRAILLE: "\u2809", Ink.BLOCKS: "\u2580", Ink.ASCII: "-"}


def shows_braille() -> bool:
    """Whether the terminal's font has braille: that of the Linux console has only blocks and lines."""
    return os.environ.get("TERM") != "linux"


def ink_of(*, ascii_only: bool) -> Ink:
    """What a figure is drawn with."""
    return Ink.ASCII if ascii_only else Ink.BRAILLE if shows_braille() else Ink.BLOCKS


class FigureView(Widget):
    """One exercise at one moment, for one side."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"figure--{role}" for role in ROLES}
    DEFAULT_CSS = """
    FigureView > .figure--ground { color: $text-muted; }
    FigureView > .figure--prop { color: $text-secondary; }
    FigureView > .figure--far { color: $foreground 70%; }
    FigureView > .figure--limb { color: $foreground; }
    FigureView > .figure--worked { color: $accent; text-style: bold; }
    FigureView:nocolor > .figure--far { color: $foreground 40%; }
    FigureView:nocolor > .figure--limb { color: $foreground 55%; }
    FigureView:nocolor > .figure--worked { color: $foreground; }
    """

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ink = ink_of(ascii_only=ascii_only)
        self._figure: Figure | None = None
        self._exercise: Exercise | None = None
        self._shown: tuple[object, ...] = ()
        self._picture: Picture = []
        self._said: tuple[Exercise, float, Side] | None = None
        self._drawn: dict[object, Picture] = {}
        self._inks: dict[Role, Style] = {}
        self._ground: tuple[Color, ...] = ()

    def on_resize(self) -> None:
        """The figure is as large as there is room."""
        if self._said is not None:
            self.say(*self._said)

    def say(self, exercise: Exercise, moment: float, side: Side, *, alone: bool = False) -> None:
        """Show an exercise at a moment: 0 is rest, k the k-th hold, one more is rest again.

        `alone` says that nothing else on the screen changes with it.
        """
        self._said = exercise, moment, side
        if exercise is not self._exercise:
            self._exercise, self._figure, self._shown = exercise, figure_of(exercise), ()
            self._drawn.clear()
        shown = (round(moment, 3) if self._figure else 0, side, self.size)
        if shown == self._shown or not self.size.width:
            return
        self._shown = shown
        cells = (self.size.width, self.size.height)
        before = self._picture
        if self._figure is None:
            self._picture = undrawn(exercise.position.value.replace("-", " "), cells, self._ink)
        else:
            self._picture = self.drawing(self._figure, moment, cells, side)
        parts = self._parts(before)
        if parts and alone:
            show_part(self, *parts)
        elif parts:
            self.refresh(*parts)

    def drawing(self, figure: Figure, moment: float, cells: tuple[int, int], side: Side) -> Picture:
        """The picture of a moment, drawn the first time: each way is gone again and again."""
        which = (round(moment, 3), cells, side, self._ink)
        if which not in self._drawn:
            if len(self._drawn) >= MOST_DRAWN:
                self._drawn.clear()
            self._drawn[which] = draw(figure, moment, cells, side, self._ink)
        return self._drawn[which]

    def _parts(self, before: Picture) -> list[Region]:
        """What of each line is different."""
        if len(before) != len(self._picture):
            return [Region(0, 0, *self.size)]
        parts = []
        for y, (old, new) in enumerate(zip(before, self._picture, strict=True)):
            if len(old) != len(new):
                parts.append(Region(0, y, self.size.width, 1))
            elif old != new:
                other = [x for x, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
                parts.append(Region(other[0], y, other[-1] - other[0] + 1, 1))
        return parts

    def notify_style_update(self) -> None:
        """Look the styles up again."""
        self._inks.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some lines of the picture, for which the styles are looked up once, or less often on one ground."""
        if (ground := self.background_colors) != self._ground:
            self._ground = ground
            self._inks.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        ground = self._ink_of(Role.NONE)
        if y >= len(self._picture):
            return Strip.blank(self.size.width, ground)
        runs = groupby(self._picture[y], itemgetter(1))
        segments = [Segment("".join([cell[0] for cell in run]), self._ink_of(role)) for role, run in runs]
        return Strip(segments).adjust_cell_length(self.size.width, ground)

    def _ink_of(self, role: Role) -> Style:
        if role not in self._inks:
            self._inks[role] = (
                readable(self.get_component_rich_style(f"figure--{role.value}"), DRAWING)
                if role
                else self.rich_style
            )
        return self._inks[role]


class Moving(FigureView):
    """An exercise that shows its whole way slowly, some rounds long, as far as motion is wanted.

    It moves while it is on the screen and nothing stands before it.
    """

    DEFAULT_CSS = "Moving.-off { display: none; }"

    def __init__(self, config: Callable[[], Config], rate: float = 1.0, *, id: str | None = None) -> None:  # noqa: A002
        """`config` is what is set at the moment; `rate` is how many seconds of the clock go by in one."""
        super().__init__(ascii_only=config().ascii, id=id)
        self._config, self._rate = config, rate
        self._of: Exercise | None = None
        self._side = Side.NONE
        self._seconds = 0.0
        self._timer: Timer | None = None

    def show(self, exercise: Exercise, side: Side) -> None:
        """Show an exercise from its rest on; one that is shown already goes on."""
        config = self._config()
        self.set_class(config.motion == "off", "-off")
        ink = ink_of(ascii_only=config.ascii)
        if (exercise, side, ink) != (self._of, self._side, self._ink):
            self._of, self._side, self._ink, self._seconds = exercise, side, ink, 0.0
            self._shown = ()
        self._picture_it()
        self.go_on()

    def go_on(self) -> None:
        """Move on, for as many rounds as at first."""
        if self._of is None or not self.display:
            return
        self._seconds %= self._round_s
        self._wake_later()

    def on_resize(self) -> None:
        """The figure is as large as there is room."""
        self._picture_it()

    def on_show(self) -> None:
        """It can be seen again."""
        self.go_on()

    def on_hide(self) -> None:
        """Nobody can see it."""
        self._stop()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    @property
    def _is_still(self) -> bool:
        return self._config().motion == "reduced"

    @property
    def _round_s(self) -> float:
        assert self._of is not None
        return POSE_S * (self._of.holds + 1) if self._is_still else round_s(self._of.holds)

    def _wake_later(self) -> None:
        """Wake when the picture is another one; not at all when it cannot be seen or has shown enough."""
        self._stop()
        assert self._of is not None
        enough = self._seconds >= ROUNDS * self._round_s or self._figure is None
        if enough or not self.size.width or not self.screen.is_active:
            return
        wait = POSE_S if self._is_still else max(FRAME_S, still_s(self._seconds, self._of.holds))
        self._timer = self.set_timer(wait / self._rate, lambda: self._wake(wait))

    def _wake(self, seconds: float) -> None:
        self._timer = None
        self._seconds += seconds
        if self.screen.is_active:  # behind a dialog each picture is one of the whole screen
            self._picture_it(alone=True)
            self._wake_later()

    def _picture_it(self, *, alone: bool = False) -> None:
        """The whole way slowly, or from pose to pose where motion is reduced."""
        if self._of is None:
            return
        holds = self._of.holds
        pose = float(int(self._seconds / POSE_S) % (holds + 1))
        moment = pose if self._is_still else play(self._seconds, holds)
        self.say(self._of, moment, self._side, alone=alone)


def undrawn(position: str, cells: tuple[int, int], ink: Ink) -> Picture:
    """The place of an exercise that has no figure: the floor, and in the middle how one rests on it."""
    columns, rows = cells
    picture = [[BLANK] * columns for _ in range(rows)]
    if rows > 2:
        picture[-1] = [Cell(FLOORS[ink], Role.GROUND)] * columns
    for y, text in enumerate((position, NO_PICTURE), max(0, rows // 2 - 1)):
        if y < rows:
            start = max(0, (columns - len(text)) // 2)
            said = [Cell(char, Role.GROUND) for char in text[: columns - start]]
            picture[y][start : start + len(said)] = said
    return picture


def phase_share(state: SessionState, now: float) -> float:
    """How much of the phase is over, from 0 to 1; a pause stands where it was."""
    seconds = state.step.seconds
    gone = seconds - state.left if state.mode is not Mode.RUNNING else now - state.began
    return min(1.0, max(0.0, gone / seconds)) if seconds else 1.0


def moment(state: SessionState, now: float, *, moves: bool = True) -> float:
    """Where the figure is: 0 at rest, k in the k-th hold, one more at rest again; between them on its way."""
    step = state.step
    if state.mode is not Mode.RUNNING:
        return float(step.hold) if step.goes_in else 0.0
    pictures = max(1, round(step.seconds / FRAME_S))
    share = round(phase_share(state, now) * pictures) / pictures
    match step.phase:
        case Phase.IN:
            return step.hold + (share if moves else 1.0)
        case Phase.MOVE if step.hold:  # the first has a way in of its own
            return step.hold + (share if moves else 1.0)
        case Phase.HOLD | Phase.MOVE:
            return step.hold + 1.0
        case Phase.OUT:
            return step.hold + 1.0 + (share if moves else 1.0)
        case _:
            return 0.0


# The seconds of a figure that shows its whole way: at rest, on a way, in a hold.
REST_S, WAY_S, STAY_S = 1.0, 3.0, 2.0


def round_s(holds: int) -> float:
    """How long the whole way takes, with so many holds."""
    return REST_S + (WAY_S + STAY_S) * holds + WAY_S


def play(seconds: float, holds: int) -> float:
    """Where a figure is that shows its whole way slowly, again and again."""
    turn = seconds % round_s(holds)
    for k in range(holds):
        start = REST_S + k * (WAY_S + STAY_S)
        if turn < start:
            return float(k)
        if turn < start + WAY_S:
            return k + (turn - start) / WAY_S
    back = REST_S + holds * (WAY_S + STAY_S)
    return float(holds) if turn < back else holds + (turn - back) / WAY_S


def still_s(seconds: float, holds: int) -> float:
    """How long a figure that shows its whole way stays as it is; 0 while it moves."""
    turn = seconds % round_s(holds)
    stays = [
        (0.0, REST_S),
        *(
            (REST_S + WAY_S * k + STAY_S * (k - 1), REST_S + (WAY_S + STAY_S) * k)
            for k in range(1, holds + 1)
        ),
    ]
    return next((end - turn for start, end in stays if start <= turn < end), 0.0)

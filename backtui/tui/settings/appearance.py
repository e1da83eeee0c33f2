"""Themes; try the cues."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from backtui.config.settings import Config
from backtui.domain.chart import Axis, Curve
from backtui.domain.cues import BELLS, Call, Cue
from backtui.domain.exercise import Exercise, sides_of
from backtui.domain.figure.model import Role
from backtui.domain.words.numbers import many
from backtui.tui import look
from backtui.tui.cues import notice, signals_of
from backtui.tui.frame.opened import FullPage
from backtui.tui.frame.page import bindings
from backtui.tui.keys import THEMES, TRIAL, Key
from backtui.tui.widgets.chart import LEAST_ROWS, chart
from backtui.tui.widgets.figure import FigureView, play
from backtui.tui.widgets.lettering import Lettering
from backtui.tui.widgets.line import Bar
from backtui.tui.widgets.rows import Row, Rows

ABOUT = {
    look.AUTO: "warm and dark, or the terminal's own 16 colours",
    look.DARK.name: "warm and dark",
    look.LIGHT.name: "warm and light",
    look.SIXTEEN: "the terminal's own colours, on dark",
    "ansi-light": "the terminal's own colours, on light",
    **dict.fromkeys(look.DARKS, "dark, one of Textual's"),
    **dict.fromkeys(look.LIGHTS, "light, one of Textual's"),
}
YOURS = "your own, a file in the folder themes beside config.toml"
GROUPS = (("BACKTUI'S", look.OURS), ("DARK", look.DARKS), ("LIGHT", look.LIGHTS))
# Every role of text once, where it is really used.
SAMPLE = (
    Row([("STRENGTHEN", "head")], [("hold reps     ", "dim")]),
    Row([("Pelvic lift", "text")], [("4 s × 4", "strong"), (" ▲ hold", "up")], "lift"),
    Row([("Arm reach", "text")], [("3 s × 5", "strong"), (" ▲ reps", "up")], "reach"),
    Row([("Leg reach", "text")], [("2 s × 3", "strong"), (" ▼ both", "down")], "leg"),
    Row([("Wall slide", "text")], [("resting", "warn"), ("       ", "text")], "slide"),
    Row([("Week ", "text"), ("▰▰▱", "accent")], [("● ○ ◉ ", "accent"), ("·", "dim"), ("       ", "text")]),
    Row([("enter", "key"), (" start   ", "text"), ("?", "key"), (" keys", "text")]),
)
GROWN = (2, 2, 3, 3, 4, 3, 4, 5)  # the hold of the chart, in seconds
CHART_CELLS = 60
FIGURE, FRAME_S, HELD_S = "pelvic-lift", 0.125, 5.0


class SampleRows(Rows, can_focus=False):
    """Rows to be looked at, with a cursor that nothing moves."""

    @property
    def has_cursor(self) -> bool:
        """Always, for its ground is a colour too."""
        return True

    def _tell(self) -> None:
        """Nobody waits for it."""

    def on_click(self, event: events.Click) -> None:
        """Nothing is chosen here."""
        event.prevent_default().stop()


class Sample(Vertical):
    """What a theme makes of the places and of a session: figure, digit, rows, chart."""

    def __init__(self, exercise: Exercise | None, config: Config) -> None:
        """Without an exercise there is no figure."""
        super().__init__(id="sample")
        self._exercise, self._config = exercise, config
        self._seconds = HELD_S  # into the hold, where all of the body's colours are seen

    @classmethod
    def of(cls, exercises: Mapping[str, Exercise], config: Config) -> "Sample":
        """With the exercise whose figure has all colours, or with any."""
        return cls(exercises.get(FIGURE) or next(iter(exercises.values()), None), config)

    def dress(self, config: Config) -> None:
        """Move as much as is set by now."""
        self._config = config
        self._draw()

    def compose(self) -> ComposeResult:
        """The session above, the places below."""
        with Horizontal(id="moment"):
            yield FigureView(ascii_only=self._config.ascii, id="figure")
            with Vertical(id="count"):
                yield Bar([("■ HOLD", "accent")])
                yield Lettering(ascii_only=self._config.ascii, id="digit")
                yield Bar([("● ● ◐ ○", "accent"), ("  LEFT", "down")])
        yield SampleRows(id="rows-seen")
        yield Bar(id="grown")

    def on_mount(self) -> None:
        """The figure moves as much as is set."""
        self.query_one(SampleRows).show(SAMPLE, "reach")
        self.query_one(Lettering).say("3", "hold")
        self.set_interval(FRAME_S, self._go_on)

    def on_resize(self) -> None:
        """Figure and chart are as large as there is room for."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        self._move(0.0)
        points = tuple((place / (len(GROWN) - 1), float(hold)) for place, hold in enumerate(GROWN))
        cells = min(self.size.width - 2, CHART_CELLS)
        shown = self.query_one("#grown", Bar)
        axis = Axis.fitting(GROWN, max(LEAST_ROWS, shown.size.height))
        curve, dots = Curve(points, Role.WORKED), not self._config.ascii
        lines = chart((curve,), cells, axis, " s", braille=dots)
        shown.say_lines(tuple((line, ()) for line in lines))

    def _go_on(self) -> None:
        if self._config.motion == "full" and self.display:
            self._move(FRAME_S)

    def _move(self, seconds: float) -> None:
        self._seconds += seconds
        if self._exercise and self.screen.is_active:
            side = sides_of(self._exercise.sides)[0]
            moment = play(self._seconds, self._exercise.holds)
            self.query_one(FigureView).say(self._exercise, moment, side)


class ThemesPage(FullPage[str | None]):
    """Its result is the theme to keep, None for the one that was."""

    KEYS: ClassVar[tuple[Key, ...]] = THEMES
    BINDINGS: ClassVar[list[BindingType]] = bindings(THEMES)

    def __init__(
        self, config: Config, exercises: Mapping[str, Exercise], show: Callable[[str], None]
    ) -> None:
        """`config` says which theme is set; `show` puts one on without keeping it."""
        super().__init__("Theme")
        self._config, self._show = config, show
        self._exercises = exercises

    def body(self) -> ComposeResult:
        """The themes, and a sample of what each makes of every kind of text."""
        with Horizontal(id="body"):
            yield Rows(id="rows")
            yield Sample.of(self._exercises, self._config)

    @property
    def _list(self) -> Rows:
        return self.query_one("#rows", Rows)

    def on_mount(self) -> None:
        """The cursor stands on the theme that is set."""
        rows: list[Row] = []
        for title, names in (*GROUPS, *([("YOUR OWN", look.MINE)] if look.MINE else [])):
            rows += [Row()] if rows else []
            rows += [Row([(title, "head")]), *map(self._row, names)]
        self._list.show(rows, self._config.theme)
        self._list.focus()

    def _row(self, name: str) -> Row:
        is_set = name == self._config.theme
        return Row(
            [(name, "text")],
            [("set", "accent")] if is_set else (),
            name,
            f"{name}: {ABOUT.get(name, YOURS)}.",
        )

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Show it at once."""
        self._show(event.row.key or "")
        self.explain([(event.row.why, "dim")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Keep it."""
        event.stop()
        self.dismiss(event.row.key)

    def action_keep(self) -> None:
        """Keep the theme under the cursor."""
        row = self._list.row
        self.dismiss(row.key if row else None)


BELLS_SAID = {
    Cue.TICK: ("Tick", "Each of the last three seconds before a start."),
    Cue.OUT: ("Move", "A movement begins, in or back."),
    Cue.HOLD: ("Hold", "A hold begins."),
    Cue.SWITCH: ("Other side", "Change sides."),
    Cue.READY: ("New exercise", "The next exercise: get ready."),
    Cue.END: ("Done", "The session is over."),
}


class Trial(FullPage[None]):
    """Each row gives one cue, exactly as a session does."""

    KEYS: ClassVar[tuple[Key, ...]] = TRIAL
    BINDINGS: ClassVar[list[BindingType]] = bindings(TRIAL)

    def __init__(self, config: Config) -> None:
        super().__init__("Try the cues")
        self._config = config

    def body(self) -> ComposeResult:
        """What can be tried."""
        yield Rows(id="rows")

    def on_mount(self) -> None:
        """The list has the keys."""
        self.signals = signals_of(self, self._config)
        rows = [
            Row(
                [(f"{name:<14}", "text"), (many(BELLS[cue], "bell"), "dim")],
                (),
                cue.value,
                f"{when} Nothing heard? Your terminal may show or mute its bell.",
            )
            for cue, (name, when) in BELLS_SAID.items()
        ]
        rows += [
            Row([("Flash", "text")], (), "flash", "The whole screen in reverse for a moment."),
            Row([("Title", "text")], (), "title", "The window is named “backtui” for three seconds."),
            Row([("Notification", "text")], (), "notice", "Asks the terminal for a notification (OSC 9)."),
        ]
        if self._config.cue_command.strip():
            why = f"Runs {self._config.cue_command} with the word Hold."
            rows.append(Row([("Cue command", "text")], (), "command", why))
        self.query_one(Rows).show(rows)
        self.query_one(Rows).focus()

    def on_unmount(self) -> None:
        """The window gets its title back."""
        self.signals.give_back()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """What to look for."""
        self.explain([(event.row.why, "dim")])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Give the cue."""
        event.stop()
        self.action_try_it()

    def action_try_it(self) -> None:
        """Give the cue under the cursor, whatever is set."""
        row = self.query_one(Rows).row
        match row.key if row else None:
            case "flash":
                self.signals.flash()
            case "title":
                self.signals.name_window("backtui")
                self.set_timer(3.0, self.signals.give_back)
            case "notice":
                self.signals.write(notice("backtui: this is a notification.", in_tmux=self.signals.in_tmux))
            case "command":
                self.signals.try_command()
            case str(cue):
                self.signals.sound = True
                self.signals.call(Call(Cue(cue), BELLS_SAID[Cue(cue)][0]))

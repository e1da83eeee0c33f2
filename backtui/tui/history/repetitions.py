"""Its repetitions."""

from typing import ClassVar

from textual import events, work
from textual.binding import BindingType

from backtui.coach.client import CoachClient
from backtui.coach.write import NOTE_LIMIT
from backtui.domain.correction import HELD_BOUNDS_S, done_in_turn, missing_of
from backtui.domain.exercise import Side
from backtui.domain.notation import in_full
from backtui.domain.record import EntryRecord, RepRecord
from backtui.tui.dialogs import Number, Writing
from backtui.tui.frame.page import bindings
from backtui.tui.history.correcting import Correcting
from backtui.tui.keys import REPETITIONS, Key
from backtui.tui.widgets.footer import Hints
from backtui.tui.widgets.rows import Row, Rows
from backtui.tui.words import outcome_words, sided

SIDES = {Side.NONE: "", Side.LEFT: "left   ", Side.RIGHT: "right  "}
Spot = tuple[int, int | None]  # the place of a repetition, and which of its holds; None for a movement


class Repetitions(Correcting):
    """A row for each hold; one that is missing has a row to be added by."""

    KEYS: ClassVar[tuple[Key, ...]] = REPETITIONS
    BINDINGS: ClassVar[list[BindingType]] = bindings(REPETITIONS)

    def __init__(self, desk: CoachClient, session: bytes, item: int) -> None:
        super().__init__(desk, session)
        self.item = item

    def paint(self) -> None:
        """Show the repetitions."""
        entry = self.entry(self.item)
        if entry is None or self.opened is None:
            return
        name = [
            (f"{sided(self.desk.content.name_of(entry.exercise), entry.side)}", "accent"),
            (f"   {in_full(entry.prescribed)}", "strong"),
        ]
        became = [(f"   {outcome_words(entry)}", "dim")]
        day = [(f"{self.opened.record.started_at:%a %d %b} ", "dim")]
        self.entitle([*name, *became], day)
        self.rows.show(_rows(entry))
        self.say_following(entry)
        self.query_one(Hints).look_again()

    def explain_row(self, row: Row) -> None:
        """What follows is the same for all rows; what can be done depends on the row."""
        del row
        self.query_one(Hints).look_again()

    @property
    def _spot(self) -> Spot | None:
        """The repetition and the hold under the cursor."""
        what, numbers = self.under_cursor
        place, _, hold = numbers.partition(":")
        return (int(place), int(hold) if hold else None) if what == "rep" else None

    @property
    def _missing(self) -> tuple[Side, int] | None:
        """The missing repetition under the cursor."""
        what, numbers = self.under_cursor
        side, _, rep = numbers.partition(":")
        return (Side(side), int(rep)) if what == "missing" else None

    def needs(self, key: Key) -> str:
        """Only a repetition that is there can be changed."""
        spot = self._spot
        if key.id in ("reps.less", "reps.more", "reps.set") and (spot is None or spot[1] is None):
            return "Only a hold that was done has seconds; a adds one that is missing."
        return "It was not done anyway." if key.id == "reps.remove" and spot is None else ""

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter gives the number, or adds what is missing."""
        event.stop()
        if self._missing:
            self.action_add()
        else:
            self.ask_seconds()

    def on_key(self, event: events.Key) -> None:
        """A digit begins the number."""
        if event.character and event.character in "0123456789" and self._spot:
            event.stop()
            self.ask_seconds(event.character)

    @work
    async def ask_seconds(self, typed: str = "") -> None:
        """The seconds of the hold under the cursor as a number."""
        entry, spot = self.entry(self.item), self._spot
        if entry is None or spot is None or spot[1] is None:
            return
        place, hold = spot[0], spot[1]
        held = entry.reps[place].holds_s[hold]
        asked = entry.asked_s[hold] if hold < len(entry.asked_s) else entry.prescribed.hold_s
        effect = f"Seconds held; {asked} were prescribed."
        name = self.desk.content.name_of(entry.exercise)
        number = await self.app.push_screen_wait(
            Number(f"{name}: seconds held", effect, round(held), HELD_BOUNDS_S, " s", typed)
        )
        if number is not None:
            await self._hold(place, hold, float(number))

    @work
    async def action_step(self, by: int) -> None:
        """A second more or less, to the next whole one; quick presses each count."""
        async with self.turn:
            entry, spot = self.entry(self.item), self._spot
            if entry is None or spot is None or spot[1] is None:
                return
            held = entry.reps[spot[0]].holds_s[spot[1]]
            whole = int(held) + (by if by > 0 or held == int(held) else 0)
            low, high = HELD_BOUNDS_S
            await self._hold(spot[0], spot[1], float(min(high, max(low, whole))))

    async def _hold(self, place: int, hold: int, seconds: float) -> None:
        entry = self.entry(self.item)
        if entry is not None:
            holds = list(entry.reps[place].holds_s)
            holds[hold] = seconds
            await self.correct(lambda draft: draft.hold(self.item, place, holds))

    @work
    async def action_add(self) -> None:
        """Add the one under the cursor, the first that is missing, or one more on that side."""
        async with self.turn:
            entry, spot, missing = self.entry(self.item), self._spot, self._missing
            if entry is None:
                return
            side = missing[0] if missing else entry.reps[spot[0]].side if spot else None
            first = missing_of(entry)
            wanted = missing or (first[0] if first else None)
            if wanted:
                await self.correct(lambda draft: draft.add(self.item, wanted[0], rep=wanted[1]))
            else:
                await self.correct(lambda draft: draft.add(self.item, side))

    @work
    async def action_note(self) -> None:
        """Write a note on the exercise; it stands below it in the session."""
        entry, session, item = self.entry(self.item), self.session, self.item
        if entry is None:
            return
        name = self.desk.content.name_of(entry.exercise)
        text = await self.app.push_screen_wait(Writing(f"A note about {name}", NOTE_LIMIT))
        if text:
            await self.do(
                lambda _, diary: diary.edits.correct(session, diary.edits.writing(session, text, None, item))
            )

    @work
    async def action_complete(self) -> None:
        """You held all of them as prescribed."""
        async with self.turn:
            await self.correct(lambda draft: draft.complete(self.item))

    @work
    async def action_remove(self) -> None:
        """The repetition under the cursor was not done."""
        async with self.turn:
            spot = self._spot
            if spot is not None:
                await self.correct(lambda draft: draft.remove(self.item, spot[0]))


def _rows(entry: EntryRecord) -> list[Row]:
    """The holds of all repetitions in turn, set by set, those that are missing in their places."""
    place_of = done_in_turn(entry)
    there = [((rep.side, rep.rep), _done(entry, place, rep)) for place, rep in enumerate(entry.reps)]
    missing = [(turn, [_not_done(entry, *turn)]) for turn in missing_of(entry)]
    rows: list[Row] = []
    of_set = 0
    for turn, lines in sorted([*there, *missing], key=lambda each: place_of(each[0])):
        number, _ = entry.prescribed.set_of(turn[1])
        if number != of_set and entry.prescribed.more:
            of_set = number
            rows.append(Row([(f"SET {number} OF {len(entry.prescribed.sets)}", "head")]))
        rows += lines
    return rows


def _done(entry: EntryRecord, place: int, rep: RepRecord) -> list[Row]:
    """A row for each hold of a repetition; one for a movement without any."""
    said = "beyond the plan" if rep.rep > entry.prescribed.total else ""
    name = _numbered(entry, rep.side, rep.rep)
    if not rep.holds_s:
        return [Row([(name, "text"), ("   done", "strong"), (f"   {said}", "dim")], (), f"rep:{place}:")]
    rows = []
    asked_s = (*entry.asked_s, *(0,) * len(rep.holds_s))
    for hold, seconds in enumerate(rep.holds_s):
        which = f"   hold {hold + 1} of {len(rep.holds_s)}" if len(rep.holds_s) > 1 else ""
        short = seconds < asked_s[hold]
        left = [(f"{name}{which}", "text"), (f"   {seconds:>5g} s", "strong")]
        end = (f"   {'short' if short else said}", "warn" if short else "dim")
        rows.append(Row([*left, end], (), f"rep:{place}:{hold}"))
    return rows


def _not_done(entry: EntryRecord, side: Side, rep: int) -> Row:
    left = [(_numbered(entry, side, rep), "text"), ("   not done; a adds it", "dim")]
    return Row(left, (), f"missing:{side.value}:{rep}")


def _numbered(entry: EntryRecord, side: Side, rep: int) -> str:
    """Its side, and its number in its set."""
    return f"{SIDES[side]}{entry.prescribed.set_of(rep)[1]:>2}"

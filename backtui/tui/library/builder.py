"""The builder of a routine: exercises, rests and rounds, each on its line."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, ClassVar

from textual import work
from textual.binding import BindingType

from backtui.coach.client import CoachClient
from backtui.coach.coach import Coach
from backtui.coach.errors import WrongUseError
from backtui.coach.programme import ROUTINE as PLACE
from backtui.coach.sessions import Diary
from backtui.content.doses import ROUND_BOUNDS, dose_written
from backtui.content.load import ContentError
from backtui.domain.exercise import DAY_COURSE, REST_BOUNDS_S, Dose
from backtui.domain.exercise import WORD_LIMIT as WORD
from backtui.domain.notation import EXAMPLES, LONGEST, NotationError, dose_of, in_column, in_full
from backtui.domain.plan import Plan
from backtui.domain.words.numbers import many, position, whole_minutes
from backtui.tui.base import WIDE, read_in
from backtui.tui.dialogs import Choice, Number, Wording
from backtui.tui.frame.listing import Pick
from backtui.tui.frame.page import bindings
from backtui.tui.keys import BUILDER, Key
from backtui.tui.library.draft import DraftPage, Field, named, with_labels
from backtui.tui.library.outline import (
    Item,
    Items,
    Place,
    course_kind,
    group_or_rest,
    in_rounds,
    item_at,
    key_of,
    moved,
    places,
    put_behind,
    taken_out,
    told,
    with_line_numbers,
)
from backtui.tui.widgets.line import Line, fit
from backtui.tui.widgets.rows import Row, Rows

OF_THE_DAY = "day"
DOSES = [
    (OF_THE_DAY, "The dose of the day"),
    ("own", "A dose of its own"),
    ("grows", "A dose of its own that grows"),
    ("fixed", "A dose of its own that nothing changes"),
]
SAID = {
    OF_THE_DAY: "It has the dose of the day.",
    "own": "It has a dose of its own here.",
    "grows": "It has a dose of its own here, which grows.",
    "fixed": "It has a dose of its own here, which nothing changes.",
}
MARKS = {"own": "own", "grows": "▲", "fixed": "="}
MEANT = {
    "rest": "A rest between two exercises.",
    "group": "The whole group is repeated; J and K move exercises in and out.",
}
NAMELESS = {"name": "draft", "id": "draft"}
# What a problem may name, as the person knows it.
FIELDS = (Field("name", "Name", ""), Field("items", "Exercises", ""))
RESTS_S = (1, REST_BOUNDS_S[1])
NAMED = "What the routine is called, up to 40 characters."


class RoutineBuilder(DraftPage):
    """Shows a draft and how long it takes, and writes into it; its result is the id of what was saved."""

    KEYS: ClassVar[tuple[Key, ...]] = BUILDER
    BINDINGS: ClassVar[list[BindingType]] = bindings(BUILDER)
    WHAT = "routine"

    def __init__(self, desk: CoachClient, draft: Mapping[str, Any], *, new: bool) -> None:
        """`new`: it is not in the log yet, so that its id follows its name."""
        super().__init__(desk, "Routine", {"items": [], **draft}, new=new)
        self._plan: Plan | None = None

    @property
    def items(self) -> Items:
        """What it says, in its order."""
        items: Items = self.draft["items"]
        return items

    @property
    def place(self) -> Place:
        """Which line the cursor is on; () on none."""
        found = tuple(int(part) for part in self.key.split(".") if part.isdigit())
        return found if found in places(self.items) else ()

    def on_mount(self) -> None:
        """Show the draft."""
        super().on_mount()
        self.paint()
        self.look()

    # Showing

    def look(self) -> None:
        """Ask how long it takes and whether it is sound."""
        read_in(self, self.read)

    async def read(self) -> None:
        """Ask, and show the answer."""
        draft = deepcopy(self.draft)
        named_draft = {**NAMELESS, **draft}  # a name is asked for when it is saved

        def question(coach: Coach, diary: Diary) -> tuple[Plan | None, str]:
            problem = ""
            try:
                diary.shelf.sound_routine(named_draft)
            except (ContentError, WrongUseError) as error:
                said = with_line_numbers(str(error).removeprefix(f"{PLACE}: "), draft.get("items", []))
                problem = with_labels(said, FIELDS)
            try:
                return coach.plan_of(diary.shelf.draft({**draft, **NAMELESS})), problem
            except ContentError:
                return None, problem

        self._plan, self.problem = await self.ask(question)
        self.paint()

    def paint(self, cursor: str | None = None) -> None:
        """Show the items and the minutes; the cursor goes to the row `cursor`, if it is named."""
        plan = self._plan
        minutes = whole_minutes(plan.total_s) if plan and plan.items else 0
        name = self.draft.get("name") or "Without a name"
        lines = places(self.items)
        count = len({item_at(self.items, each).get("exercise") for each in lines} - {None})
        said = f"{minutes} min  ·  {many(count, 'exercise')} "
        self.entitle([(name, "accent")], [(said, "strong")])
        rows = [self._row(n, each) for n, each in enumerate(lines, start=1)]
        if not rows:
            rows = [Row([("Nothing is in it yet; a adds an exercise.", "dim")])]
        if self.problem and self.items:
            rows += [Row(), Row([("Not yet: ", "warn"), (self.problem, "text")])]
        self.rows.show(rows, cursor)
        if not self.items:
            self.explain([("Add an exercise with a; s keeps the routine and asks for its name.", "dim")])

    def _row(self, n: int, place: Place) -> Row:
        item = item_at(self.items, place)
        key, number = item.get("exercise"), f"{n:>2}  {'  ' * (len(place) - 1)}"
        if key is None:
            return Row([(number, "dim"), (told(item), "text")], (), key_of(place), MEANT[group_or_rest(item)])
        known = self.desk.content.exercises.get(key)
        out = {each.exercise: each.why for each in self._plan.left_out} if self._plan else {}
        where = f"  {position(known.position):<16}" if known and self.size.width >= WIDE else ""
        name, role = self.desk.content.name_of(key), "dim" if key in out else "text"
        left: Line = [(number, "dim"), (fit(name, 30 - len(number)), role), (where, "dim")]
        why = f"{name}: {out.get(key, SAID[course_kind(item)])}"
        return Row(left, self._dose(item, left_out=key in out), key_of(place), why)

    def _dose(self, item: Mapping[str, Any], *, left_out: bool) -> Line:
        if left_out:
            return [("left out    ", "warn")]
        dose = item.get("dose")
        if dose:
            return [
                (f"{in_column(dose_written(dose))} ", "strong"),
                (f"{MARKS[course_kind(item)]:<4}", "accent"),
            ]
        today = self._doses.get(item["exercise"])
        return [(f"{in_column(today)}     " if today else "", "dim")]

    @property
    def _doses(self) -> dict[str, Dose]:
        """The doses of the day of what is in the plan."""
        items = self._plan.items if self._plan else ()
        return {each.item.exercise: each.item.dose for each in items if each.item.course == DAY_COURSE}

    def needs(self, key: Key) -> str:
        """Most keys need a line under the cursor."""
        on_one = ("builder.dose", "builder.remove", "builder.rounds", "builder.down", "builder.up")
        return (
            "There is nothing in it yet; a adds an exercise." if key.id in on_one and not self.place else ""
        )

    # Changing

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter asks for the dose."""
        event.stop()
        self.action_dose()

    @work
    async def action_add(self) -> None:
        """An exercise behind the one under the cursor, or at the end."""
        picked = await self.app.push_screen_wait(Pick(self.desk, "Add to the routine"))
        if picked is not None:
            self._changed(put_behind(self.items, self.place, {"exercise": picked}))

    @work
    async def action_rest(self) -> None:
        """A rest behind the one under the cursor, or at the end."""
        if seconds := await self._number("Rest", "Seconds between two exercises.", 60, RESTS_S, " s"):
            self._changed(put_behind(self.items, self.place, {"rest_s": seconds}))

    @work
    async def action_rounds(self) -> None:
        """How often the line under the cursor, or the group that it is in, is done."""
        if self.place:
            await self._ask_rounds(self.place[:1])

    async def _ask_rounds(self, place: Place) -> None:
        group = item_at(self.items, place)
        meaning = (
            "How often the whole group is done; 1: once, without rounds. J and K move exercises in and out."
        )
        rounds = await self._number("Rounds", meaning, group.get("rounds", 1), (1, ROUND_BOUNDS[1]))
        if rounds is None:
            return
        rest_s = 0
        if rounds > 1:
            asked = await self._number(
                "Rest", "Seconds between rounds.", group.get("rest_s", 0), REST_BOUNDS_S, " s"
            )
            if asked is None:
                return
            rest_s = asked
        in_rounds(self.items, place, rounds, rest_s)
        self._changed(place)

    def action_remove(self) -> None:
        """Take it out, a group with all that is in it."""
        if self.place:
            self._changed(taken_out(self.items, self.place))

    def action_move(self, by: int) -> None:
        """One place further down or up, into a group and out of it again."""
        if self.place:
            self._changed(moved(self.items, self.place, by))

    @work
    async def action_dose(self) -> None:
        """The dose of an exercise, the seconds of a rest, the rounds of a group."""
        place = self.place
        item = item_at(self.items, place) if place else {}
        if "items" in item:
            await self._ask_rounds(place)
        elif "exercise" in item:
            await self._ask_dose(item)
            self._changed(place)
        elif item:
            meaning = "Seconds between two exercises."
            if seconds := await self._number("Rest", meaning, item["rest_s"], RESTS_S, " s"):
                item["rest_s"] = seconds
                self._changed(place)

    async def _ask_dose(self, item: Item) -> None:
        """The dose of the day, or one of its own in the notation, which may grow or never change."""
        name = self.desk.content.name_of(item["exercise"])
        chosen = await self.app.push_screen_wait(Choice(name, (), DOSES))
        text: str | None = ""
        if chosen and chosen != OF_THE_DAY:
            now = in_full(dose_written(item["dose"])) if item.get("dose") else "5 s × 5"
            text = await self._typed(name, now)
        if chosen is None or text is None:
            return
        for key in ("dose", "grows", "fixed"):
            item.pop(key, None)
        item |= {"dose": text} if text else {}
        item |= {chosen: True} if text and chosen in ("grows", "fixed") else {}

    async def _typed(self, name: str, now: str) -> str | None:
        """A dose that was typed, asked for until it is one; None for none."""
        meaning = f"Such as {EXAMPLES}."
        while True:
            text = await self.app.push_screen_wait(Wording(f"{name}: dose", meaning, LONGEST, now))
            if not text:
                return None
            try:
                return in_full(dose_of(text))
            except NotationError as error:
                meaning, now = str(error), text

    async def _number(
        self, title: str, meaning: str, now: int, bounds: tuple[int, int], unit: str = ""
    ) -> int | None:
        return await self.app.push_screen_wait(Number(title, meaning, now, bounds, unit))

    @work
    async def action_name(self) -> None:
        """What it is called."""
        await self._ask_name()

    async def _ask_name(self) -> None:
        name = await self.app.push_screen_wait(Wording("Name", NAMED, WORD, self.draft.get("name", "")))
        if name:
            self.draft = (
                named(self.draft, name, self.desk.content) if self.new else {**self.draft, "name": name}
            )
            self._changed(self.place)

    @work
    async def action_save(self) -> None:
        """Keep it, asking for a name where it has none; or say what is not sound."""
        if not self.draft.get("name"):
            await self._ask_name()
            if not self.draft.get("name"):
                return
        await self.read()
        if self.problem:
            self.refuse(f"Not yet: {self.problem}")
            return
        draft = deepcopy(self.draft)
        saved = await self.ask(lambda _, diary: diary.shelf.save_routine(draft))
        self.dismiss(saved.id)

    def _changed(self, place: Place) -> None:
        """Show what has changed at once; the minutes follow."""
        self.paint(key_of(place) if place else None)
        self.look()

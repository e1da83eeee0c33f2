"""An exercise or a routine of one's own from a TOML file, as the form would make it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from backtui.cli.main import DONE

if TYPE_CHECKING:
    from backtui.cli.wire import Wiring
    from backtui.coach.coach import Coach
    from backtui.coach.shelf import Shelf
    from backtui.domain.exercise import Exercise, Routine


def take_in_own(wiring: "Wiring", path: Path, dry_run: bool) -> int:
    """Check the file whole, then keep what it defines. Raises ContentError, WrongUseError and StoreError."""
    from backtui.cli.render import Page
    from backtui.coach.diary import Diary
    from backtui.content.check import parsed, read

    definition = parsed(read(path, path.name), path.name)
    with wiring.reading() as coach:
        shelf = Diary(coach, nothing_written).shelf
        said = _preview(shelf, coach, definition, path.name)
    page = Page(wiring)
    if not dry_run:
        with wiring.writing() as opened:
            save = opened.diary.shelf.save_routine if _is_routine(definition) else None
            (save or opened.diary.shelf.save_exercise)(definition, path.name)
    page.text(said)
    page.text("Nothing was changed." if dry_run else "Saved.")
    page.write()
    return DONE


def nothing_written(events: object, /, *, texts: object = None) -> object:
    """Writes nothing, for a look ahead."""
    del events, texts
    return None


def _is_routine(definition: dict[str, Any]) -> bool:
    """A routine is told by its items."""
    return "items" in definition


def _preview(shelf: "Shelf", coach: "Coach", definition: dict[str, Any], place: str) -> str:
    """What is in the file, in a sentence."""
    found: Exercise | Routine
    if _is_routine(definition):
        found = shelf.sound_routine(definition, place)
        before = found.id in coach.content.routines
        plan = coach.plan_of(found)
        said = f"The routine {found.name} ({found.id}): {len(plan.items)} exercises"
        said = f"{said}, about {max(1, round(plan.total_s / 60))} min"
    else:
        found = shelf.sound_exercise(definition, place)
        before = found.id in coach.content.exercises
        picture = "with its own poses" if found.poses else f"drawn as {found.figure}" if found.figure else ""
        facts = (found.kind.value, found.position.value.replace("-", " "), picture or "without a picture")
        said = f"The exercise {found.name} ({found.id}): {', '.join(facts)}"
    return f"{said}; {'it takes the place of the one you have' if before else 'it is new'}."

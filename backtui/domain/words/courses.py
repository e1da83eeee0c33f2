"""Where a dose lives, in words: every face names a course alike."""

from collections.abc import Mapping

from backtui.domain.exercise import DAY_COURSE, Routine, Side

OF_THE_DAY = "dose of the day"
FIXED = "fixed by your routine"
ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}


def where(exercise: str, course: str, routines: Mapping[str, Routine]) -> str:
    """In which routine a course is: "in Evening", and for the second time there "second in Evening"."""
    if course == DAY_COURSE:
        return OF_THE_DAY
    routine, _, item = course.partition("/")
    name = routines[routine].name if routine in routines else routine
    nth = item.removeprefix(exercise).removeprefix("-")
    which = ORDINALS.get(int(nth), f"{nth}th") if nth.isdecimal() else ""
    return f"{which} in {name}".lstrip()


def parts(
    exercise: str, course: str, side: Side, routines: Mapping[str, Routine], *, several: bool
) -> list[str]:
    """The side of a course, and where there are several courses the place: "left", "in Evening"."""
    sided = [side.value] if side is not Side.NONE else []
    return [*sided, *([where(exercise, course, routines)] if several else [])]

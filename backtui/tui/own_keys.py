"""The keys of the library and of what is one's own: forms, routines, cautions."""

from backtui.tui.keys import Key

LIBRARY = (
    Key("library.open", "o", "open", "open", "Read about the exercise.", True, "enter"),
    Key("library.filter", "slash", "filter", "filter", "Show only what has these letters.", True, "/"),
    Key("library.edit", "e", "about('aim')", "dose", "Change its dose and target.", True),
    Key("library.new", "n", "about('new')", "new", "An exercise of your own.", True),
    Key("library.routines", "r", "about('routines')", "routines", "All routines; make your own.", True),
    Key("library.group", "p", "group", "by position", "Group by position, or by kind."),
    Key("library.why", "w", "about('why')", "why", "How it came to its dose."),
    Key("library.change", "c", "about('change')", "change", "Change your own, or copy this one as a start."),
    Key("library.remove", "D", "about('remove')", "remove", "Remove an exercise of your own."),
    Key("library.off", "x", "about('off')", "on or off", "In no session, or in sessions again."),
    Key(
        "library.priority",
        "i",
        "about('priority')",
        "priority",
        "First, as usual or last for want of time.",
    ),
    Key("library.cautions", "t", "about('cautions')", "take care", "What your body has to mind."),
)
FORM = (
    Key("form.change", "o", "change", "change", "Change what the line says.", True, "enter"),
    Key("form.less", "left,h,minus", "step(-1)", "less", "One less, or the choice before.", True, "←"),
    Key("form.more", "right,l,plus", "step(1)", "more", "One more, or the next choice.", True, "→"),
    Key("form.save", "s,ctrl+s", "save", "save", "Keep it, when all of it is sound.", True),
)
POSES = (
    Key("poses.less", "left,h,minus", "step(-1)", "less", "Turn it, or move it, one way.", True, "←"),
    Key("poses.more", "right,l,plus", "step(1)", "more", "Turn it, or move it, the other way.", True, "→"),
    Key("poses.save", "s,ctrl+s", "save", "keep", "Keep these poses.", True, "s"),
)
BUILDER = (
    Key("builder.dose", "e", "dose", "dose", "A dose of its own, or the dose of the day.", True, "enter"),
    Key("builder.add", "a", "add", "add", "An exercise, behind the one under the cursor.", True),
    Key("builder.remove", "d,delete", "remove", "remove", "Take the exercise out of the routine.", True),
    Key("builder.save", "s,ctrl+s", "save", "save", "Keep the routine.", True),
    Key("builder.down", "J,shift+down", "move(1)", "move", "One place further down, or up.", True, "J K"),
    Key("builder.up", "K,shift+up", "move(-1)", "up", "One place further up."),
    Key("builder.name", "n", "name", "name", "What the routine is called.", True),
)
ROUTINES = (
    Key("routines.use", "o", "use", "use", "Follow this routine from now on.", True, "enter"),
    Key("routines.new", "n", "build('new')", "new", "A routine of your own.", True),
    Key("routines.copy", "c", "build('copy')", "copy", "A routine of your own that begins like this.", True),
    Key("routines.edit", "e", "build('edit')", "edit", "Change a routine of your own.", True),
    Key("routines.remove", "D", "remove", "remove", "Remove a routine of your own.", True),
)
CAUTIONS = (Key("cautions.toggle", "space,x", "tick", "note", "Note it, or take it back.", True, "space"),)

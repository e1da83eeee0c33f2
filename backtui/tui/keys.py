"""Every key, a table for each screen."""

from collections.abc import Mapping

import msgspec
from textual.binding import Binding
from textual.keys import format_key

# What the person chose instead, by the action's id: a terminal has one keyboard, and all screens share it.
_own: dict[str, str] = {}
WRITTEN = {"pagedown": "page down", "pageup": "page up", "enter": "enter", "minus": "-"}


def use(keymap: Mapping[str, str]) -> None:
    """Let these keys be in force, and the table's for every action that is not named."""
    _own.clear()
    _own.update(keymap)


def in_force(action: str, keys: str) -> str:
    """The keys of an action, separated by commas: those that were chosen, else the table's `keys`."""
    return _own.get(action, keys)


def written(key: str) -> str:
    """A key as people write it."""
    if key in WRITTEN:
        return WRITTEN[key]
    before, plus, base = key.rpartition("+")
    name = base.upper() if base[:1] == "f" and base[1:].isdigit() else WRITTEN.get(base) or format_key(base)
    return f"{before}{plus}{name}"


class Key(msgspec.Struct, frozen=True):
    """One key: its action, its name in the footer, what help says of it, and whether the footer has it."""

    id: str
    keys: str
    action: str
    label: str
    help: str
    shown: bool = False
    face: str = ""

    @property
    def first(self) -> str:
        """The first of the keys in force, as Textual names it."""
        return in_force(self.id, self.keys).split(",")[0]

    @property
    def name(self) -> str:
        """The key in force as people write it."""
        if self.first == self.keys.split(",")[0]:
            return self.face or written(self.first)
        return written(self.first)

    @property
    def names(self) -> str:
        """The same for the page of keys: where others were chosen, all of them."""
        own = in_force(self.id, "")
        return " ".join(written(key) for key in own.split(",")) if own else self.name

    @property
    def binding(self) -> Binding:
        """The same for Textual."""
        return Binding(self.keys, self.action, self.label, show=self.shown, id=self.id, tooltip=self.help)


def stepping(
    screen: str,
    less: str = "One less, or the previous choice.",
    more: str = "One more, or the next choice.",
) -> tuple[Key, Key]:
    """The keys of a screen whose lines are numbers and choices."""
    return (
        Key(f"{screen}.less", "left,h,minus", "step(-1)", "less", less, True, "←"),
        Key(f"{screen}.more", "right,l,plus", "step(1)", "more", more, True, "→"),
    )


def helping(screen: str, *, typed: bool = False) -> Key:
    """The key for all keys of a screen that is no place; where letters are `typed`, ? is one."""
    keys, face = ("f1", "F1") if typed else ("question_mark,f1", "?")
    return Key(f"{screen}.help", keys, "app.keys", "keys", "All keys of this screen.", True, face)


def rating(screen: str) -> tuple[Key, ...]:
    """The keys that correct a rating."""
    how = "It was easy, comfortable or hard."
    return (
        Key(f"{screen}.easy", "1", "rate('easy')", "rating", how, True, "1 2 3"),
        Key(f"{screen}.comfortable", "2", "rate('comfortable')", "comfortable", "It was comfortable."),
        Key(f"{screen}.hard", "3", "rate('hard')", "hard", "It was hard."),
        Key(f"{screen}.unrated", "0", "rate('')", "unrated", "No rating after all."),
    )


REPAINT = Key("app.repaint", "ctrl+l", "app.repaint", "paint again", "Paint the screen again.", face="ctrl+l")
PLACES = (
    Key("place.session", "1", "app.place('today')", "Session", "Today's plan."),
    Key("place.library", "2", "app.place('library')", "Library", "All exercises."),
    Key("place.history", "3", "app.place('history')", "History", "What you did."),
    Key("place.settings", "4", "app.place('settings')", "Settings", "Doses, targets and habits."),
    Key("place.next", "tab", "app.next_place(1)", "Next", "The next place.", face="tab"),
    Key("place.before", "shift+tab", "app.next_place(-1)", "Before", "The previous place.", face="shift+tab"),
    Key("app.help", "question_mark,f1", "app.keys", "keys", "All keys of this screen.", True, "?"),
    Key("app.palette", "ctrl+p", "app.command_palette", "commands", "Everything by name.", face="ctrl+p"),
    Key("app.suspend", "ctrl+z", "app.suspend_process", "suspend", "To the shell; fg comes back."),
    REPAINT,
    Key("app.quit", "q,ctrl+c", "app.leave", "quit", "Leave backtui.", face="q"),
    Key("log.undo", "u", "undo", "undo", "Take back the newest choice; it says which."),
    Key("log.redo", "ctrl+r", "redo", "redo", "Redo what you undid.", face="ctrl+r"),
)
MOVING = (
    Key("rows.down", "down,j", "move(1)", "move", "Down and up; also j and k.", face="↓ ↑"),
    Key("rows.up", "up,k", "move(-1)", "", "Up."),
    Key("rows.page-down", "pagedown,ctrl+f", "page(1)", "", "A screen further down."),
    Key("rows.page-up", "pageup,ctrl+b", "page(-1)", "", "A screen further up."),
    Key("rows.first", "home,g", "edge(0)", "first", "The first and the last line.", face="g G"),
    Key("rows.last", "end,G", "edge(-1)", "", "The last line."),
    Key("rows.choose", "enter", "choose", "", "Choose the line."),
    Key("rows.copy", "ctrl+y", "copy_row", "copy", "Copy the line, or the page.", face="ctrl+y"),
)
COPYING = MOVING[-1]
ERRAND = (
    Key("errand.close", "escape,q,ctrl+c", "close", "close", "Back to where you were.", True, "esc"),
    helping("errand"),
    REPAINT,
)
AIMING = (
    Key("aims.raise", "right_square_bracket", "aim(1)", "raise target", "Raise its target.", face="]"),
    Key("aims.lower", "left_square_bracket", "aim(-1)", "lower target", "Lower its target.", face="["),
)
CLEARING = (Key("filter.clear", "escape", "clear", "clear", "Show all again."),)
CHOICE = (Key("choice.take", "enter", "", "take it", "Take the answer under the cursor.", True),)
NUMBER = (
    Key("number.keep", "enter", "keep", "keep", "Keep this number.", True),
    Key("number.less", "left,down,h,j,minus", "step(-1)", "less, more", "One less.", True, "← →"),
    Key("number.more", "right,up,l,k,plus", "step(1)", "more", "One more.", face="→"),
    Key("number.erase", "backspace", "erase", "erase", "Take the last digit away."),
)
READER = (Key("reader.done", "enter", "close", "", "Leave this page."),)
PICK = (Key("pick.take", "o", "take", "take it", "Take the exercise under the cursor.", True, "enter"),)
TODAY = (
    Key("today.start", "s", "start", "start", "Begin the session.", True, "enter"),
    Key("today.minutes", "m", "minutes", "minutes", "How long this session may take.", True),
    Key("today.routine", "r", "routine", "routine", "Which routine it follows.", True),
    Key("today.aerobic", "a", "aerobic", "aerobic", "Log walking, cycling, swimming or other.", True),
    Key("today.edit", "e", "edit", "dose", "Change the dose of the exercise under the cursor.", True),
    Key("today.why", "w", "why", "why", "How the exercise under the cursor came to its dose.", True),
    Key("today.pain", "p", "pain", "pain", "Pain before the session, from 0 to 10.", True),
    Key("today.days", "d", "days", "days", "The schedule, the pauses, and the next two weeks.", True),
)
# The day after a session asks how the back is. Letters and digits are taken by Today and by the places.
MORNING = (
    Key("today.better", "plus", "morning('better')", "better", "Your back is better today.", face="+"),
    Key("today.same", "equals_sign", "morning('same')", "same", "Your back is the same today.", face="="),
    Key(
        "today.worse",
        "minus",
        "morning('worse')",
        "worse",
        "Your back is worse: raises are taken back.",
        face="-",
    ),
    Key("today.not-now", "escape", "not_now", "not now", "Do not ask until the next start.", face="esc"),
)
AEROBIC = (
    Key("aerobic.log", "enter", "", "log", "Log what is under the cursor; so does its letter.", True),
    Key("aerobic.walking", "w", "log('walking')", "walking", "Log a walk."),
    Key("aerobic.cycling", "c", "log('cycling')", "cycling", "Log a ride."),
    Key("aerobic.swimming", "s", "log('swimming')", "swimming", "Log a swim."),
    Key("aerobic.other", "o", "log('other')", "other", "Log something else."),
    Key("aerobic.less", "left,h,minus", "step(-1)", "less", "Fewer minutes.", True, "←"),
    Key("aerobic.more", "right,l,plus", "step(1)", "more", "More minutes.", True, "→"),
)
LIBRARY = (
    Key("library.open", "o", "open", "open", "Read about the exercise.", True, "enter"),
    Key("library.filter", "slash", "filter", "filter", "Show only what has these letters.", True, "/"),
    Key("library.edit", "e", "about('targets')", "dose", "Change its dose and target.", True),
    Key("library.new", "n", "about('new')", "new", "An exercise of your own.", True),
    Key("library.routines", "r", "about('routines')", "routines", "All routines; make your own.", True),
    Key("library.programmes", "m", "about('programmes')", "programmes", "Ready programmes, to be copied."),
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
        "First, as usual or last when time is short.",
    ),
    Key("library.cautions", "t", "about('cautions')", "take care", "What you need to be careful with."),
)
FORM = (
    Key("form.change", "o", "change", "change", "Change what the line says.", True, "enter"),
    *stepping("form"),
    Key("form.save", "s,ctrl+s", "save", "save", "Save it once nothing is missing.", True),
)
POSES = (
    *stepping("poses", "Turn it, or move it, one way.", "Turn it, or move it, the other way."),
    Key("poses.save", "s,ctrl+s", "save", "keep", "Keep these poses.", True, "s"),
)
BUILDER = (
    Key("builder.dose", "e", "dose", "dose", "Its dose, the seconds of a rest, the rounds.", True, "enter"),
    Key("builder.add", "a", "add", "add", "An exercise, after the one under the cursor.", True),
    Key("builder.rest", "r", "rest", "rest", "A rest, after the one under the cursor.", True),
    Key("builder.rounds", "R", "rounds", "rounds", "Repeat it, or its group, in rounds."),
    Key("builder.remove", "d,delete", "remove", "remove", "Remove the line from the routine.", True),
    Key("builder.save", "s,ctrl+s", "save", "save", "Save the routine.", True),
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
PROGRAMMES = (
    Key("programmes.read", "o", "read", "read", "What it asks for, for whom, and its source.", True, "enter"),
    Key("programmes.copy", "c", "copy('copy')", "copy", "Make its routines and exercises your own.", True),
    Key("programmes.use", "f", "copy('use')", "follow", "The same, and follow it from now on.", True),
    Key(
        "programmes.schedule", "s", "copy('schedule')", "schedule", "The same, on the days it suggests.", True
    ),
)
WEEKS = (
    Key("weeks.change", "o", "change", "change", "Change the line under the cursor.", True, "enter"),
    Key("weeks.new", "n", "new", "schedule", "Schedule a routine, or several in turn.", True),
    Key("weeks.pause", "p", "pause", "pause", "A holiday, an illness, your provider's order.", True),
    Key("weeks.often", "f", "often", "how often", "How often something is done at most.", True),
    Key("weeks.remove", "D", "remove", "remove", "Remove the line under the cursor.", True),
    Key("weeks.undo", "u", "undo", "undo", "Take back the newest choice; it says which.", True),
    Key("weeks.redo", "ctrl+r", "redo", "redo", "Redo what you undid.", face="ctrl+r"),
)
CAUTIONS = (Key("cautions.toggle", "space,x", "tick", "note", "Note it, or take it back.", True, "space"),)
HISTORY = (
    Key("history.open", "o", "open", "open", "The session; of several on a day, choose one.", True, "enter"),
    Key("history.view", "v,x", "view(1)", "view", "Year, list, exercises, pain, totals.", True),
    Key("history.filter", "slash", "filter", "filter", "Only some exercises or some time.", True, "/"),
    Key("history.by_hand", "n", "by_hand", "add session", "Enter a session done away from the screen.", True),
    Key("history.aerobic", "a", "aerobic", "aerobic", "Log something aerobic on the day under the cursor."),
    Key("history.delete", "d", "delete", "delete", "Delete a session.", True),
    Key("history.confirm", "c", "confirm", "confirm", "Say that you really did a session.", True),
    Key("history.view_back", "V,X", "view(-1)", "view before", "The previous view."),
    Key(
        "history.clear",
        "escape",
        "clear",
        "clear",
        "Back to the calendar; then without the filter.",
        face="esc",
    ),
    Key("year.week", "left,right", "", "week", "In the year: a week back or on; also h and l.", face="← →"),
    Key("year.month", "left_square_bracket", "", "month", "In the year: four weeks back or on.", face="[ ]"),
    Key("year.year", "pageup,pagedown", "", "year", "In the year: a year back or on.", face="pgup"),
    Key("year.edge", "g", "", "first day", "The first day of all, and today.", face="g G"),
    Key(
        "chart.change",
        "left,right",
        "",
        "change",
        "In a chart: the previous change, or the next.",
        face="← →",
    ),
    Key("chart.other", "up,down", "", "exercise", "In a chart: another exercise.", face="↑ ↓"),
)
EDITOR = (
    Key("edit.open", "enter", "", "open", "The repetitions of the exercise, or the note.", True),
    *rating("edit"),
    Key("edit.hurt", "x", "hurt", "pain", "There was pain in the exercise; again: there was none.", True),
    Key("edit.ease", "e", "ease", "eased", "You eased it off; again: you did not."),
    Key("edit.dizzy", "d", "dizzy", "dizzy", "You were dizzy in the session; again: you were not."),
    Key("edit.confirm", "c", "confirm", "confirm", "Say that you really did the session."),
    Key("edit.before", "p", "pain('before')", "pain before", "Pain before the session, from 0 to 10."),
    Key("edit.after", "P", "pain('after')", "pain after", "Pain after the session, from 0 to 10."),
    Key("edit.when", "t", "when", "date", "When the session began.", True),
    Key("edit.note", "o", "note", "note", "Write a note, change, delete or erase one.", True),
    Key("edit.delete", "D", "delete", "delete", "Delete the whole session; it can be undone."),
    Key("edit.undo", "u", "undo", "undo", "Take back the newest choice; it says which.", True),
    Key("edit.redo", "ctrl+r", "redo", "redo", "Redo what you undid.", face="ctrl+r"),
)
REPETITIONS = (
    *stepping("reps", "A second less.", "A second more."),
    Key("reps.set", "enter", "", "seconds", "The seconds held, as a number; digits begin it too.", True),
    Key("reps.add", "a", "add", "add", "Add the repetition that is missing, or one more.", True),
    Key("reps.all", "f", "complete", "all held", "You held all of them as prescribed."),
    Key("reps.remove", "backspace,delete", "remove", "remove", "You did not do it.", True, "del"),
    Key("reps.note", "o", "note", "note", "Write a note about the exercise."),
    Key("reps.undo", "u", "undo", "undo", "Take back the newest choice; it says which.", True),
    Key("reps.redo", "ctrl+r", "redo", "redo", "Redo what you undid.", face="ctrl+r"),
)
BY_HAND = (
    Key("hand.change", "enter", "", "change", "Enter the session, or change what is under the cursor.", True),
    *stepping("hand"),
    Key("hand.skip", "space", "skip", "leave out", "You left the exercise out; again: you did it.", True),
    *rating("hand"),
    Key("hand.hurt", "x", "hurt", "pain", "There was pain in the exercise; again: there was none."),
)
SETTINGS = (
    Key("settings.change", "o", "change", "change", "Change the setting.", True, "enter"),
    *stepping("settings"),
    Key("settings.filter", "slash", "filter", "filter", "Show only what has these letters.", True, "/"),
    Key("settings.default", "d,delete", "default", "default", "Back to its default.", True),
    Key("settings.changed", "c", "changed", "changed", "Only what you changed, or all."),
)
AIM = (
    Key("aim.change", "o", "change", "change", "Change it: a number, or the next choice.", True, "enter"),
    *stepping("aim"),
    Key("aim.note", "n", "note", "note", "A note that explains what was set.", True),
    Key("aim.erase", "x", "erase", "erase", "Erase for good the notes about what was set on that day."),
    Key("aim.by", "p", "by", "whose", "Whose numbers the next changes are: yours or your provider's."),
)
THEMES = (Key("themes.keep", "k", "keep", "keep", "Keep this theme.", True, "enter"),)
KEYMAP = (
    Key("keymap.change", "o", "change", "other key", "Press another key for this.", True, "enter"),
    Key("keymap.default", "d,delete", "default", "default", "Its default key.", True),
)
TRIAL = (Key("trial.try", "o", "try_it", "try it", "Give the cue under the cursor.", True, "enter"),)
RUNNING = (
    Key("run.pause", "space", "press('pause')", "pause", "Pause; again: go on after a lead-in.", True),
    Key("run.pain", "x", "press('pain')", "pain", "Pain: this exercise ends.", True),
    Key("run.stop", "q,ctrl+c", "stop", "stop", "Stop: save, go on or discard.", True, "q"),
    Key("run.skip", "n", "press('skip')", "skip", "The next exercise; in a rest, the next set.", True),
    Key("run.ease", "e", "press('ease')", "ease", "This repetition ends; the rest get a second less.", True),
    Key("run.back", "b", "press('back')", "back", "The previous exercise, once more."),
    Key("run.later", "l", "press('later')", "later", "Put this exercise off to the end of its block."),
    Key("run.undo", "u", "press('undo')", "undo", "Take back the key that ended the last exercise."),
    Key("run.restart", "r", "press('restart')", "again", "This hold again, from its way in."),
    Key("run.longer", "plus", "press('longer')", "longer", "Hold on, or rest on, until any key.", face="+"),
    Key("run.dizzy", "d", "press('dizzy')", "dizzy", "Dizzy: the session ends; sit down."),
    Key("run.easy", "1", "press('easy')", "easy", "It was easy: counts twice."),
    Key("run.comfortable", "2", "press('comfortable')", "comfortable", "It was comfortable: counts."),
    Key("run.hard", "3", "press('hard')", "hard", "It was hard: the dose stays."),
    Key("run.sound", "m", "sound", "sound", "Bells on or off."),
    Key("run.figure", "f", "figure", "figure", "The figure on or off."),
    Key("run.big", "z", "big", "big", "Only the phase and the countdown, as large as can be."),
    Key("run.suspend", "ctrl+z", "app.suspend_process", "suspend", "To the shell; fg comes back, paused."),
    REPAINT,
    helping("run"),
)
SUMMARY = (
    Key("summary.keep", "k", "keep", "keep", "Keep it and leave.", True, "enter"),
    Key("summary.easy", "1", "rate('easy')", "rate", "Easy, comfortable or hard.", True, "1 2 3"),
    Key("summary.comfortable", "2", "rate('comfortable')", "comfortable", "It was comfortable."),
    Key("summary.hard", "3", "rate('hard')", "hard", "It was hard."),
    Key("summary.decline", "n", "decline", "not yet", "Not yet: the dose stays as it is.", True),
    Key("summary.pain", "p", "pain", "pain", "Pain now, from 0 to 10.", True),
    Key("summary.note", "o", "note", "note", "A note about the session.", True),
    Key("summary.note_here", "O", "note_here", "note on it", "A note on this exercise alone."),
    Key("summary.undo", "u", "go_on", "go on", "Take the stop back and go on.", True),
    Key("summary.unfold", "space", "unfold", "all", "All exercises, or only those that change."),
)
LEAVING_SUMMARY = (Key("summary.leave", "escape,q,ctrl+c", "keep", "keep", "Keep it and leave."),)
# What must work whatever was chosen: leaving, help, and all that keeps a person from harm. They may be given
# more keys, but one of their own stays.
NEVER_LOST = frozenset(
    {
        "app.quit",
        "app.help",
        "run.help",
        "errand.help",
        "run.stop",
        "run.pain",
        "run.dizzy",
        "errand.close",
        "writing.close",
        "number.keep",
        "rows.choose",
        "rows.up",
        "rows.down",
        "place.settings",
    }
)


def name_of(action: str) -> str:
    """The key in force for an action of these tables, as people write it."""
    tables = (PLACES, TODAY, HISTORY, SETTINGS, RUNNING, SUMMARY)
    return next(key.name for table in tables for key in table if key.id == action)

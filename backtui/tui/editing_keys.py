"""The keys of the screens that correct a session or enter one."""

from backtui.tui.keys import Key

EDITOR = (
    Key("edit.open", "enter", "", "open", "The repetitions of the exercise, or the note.", True),
    Key("edit.easy", "1", "rate('easy')", "rating", "It was easy, comfortable or hard.", True, "1 2 3"),
    Key("edit.comfortable", "2", "rate('comfortable')", "comfortable", "It was comfortable."),
    Key("edit.hard", "3", "rate('hard')", "hard", "It was hard."),
    Key("edit.unrated", "0", "rate('')", "unrated", "No rating after all."),
    Key("edit.hurt", "x", "hurt", "pain", "There was pain in the exercise; again: there was none.", True),
    Key("edit.ease", "e", "ease", "eased", "It was eased off; again: it was not."),
    Key("edit.dizzy", "d", "dizzy", "dizzy", "You were dizzy in the session; again: you were not."),
    Key("edit.confirm", "c", "confirm", "confirm", "Say that the session was really done."),
    Key("edit.before", "p", "pain('before')", "pain before", "Pain before the session, from 0 to 10."),
    Key("edit.after", "P", "pain('after')", "pain after", "Pain after the session, from 0 to 10."),
    Key("edit.when", "t", "when", "date", "When the session began.", True),
    Key("edit.note", "o", "note", "note", "Write a note, change, delete or erase one.", True),
    Key("edit.delete", "D", "delete", "delete", "Delete the whole session; it can be undone."),
    Key("edit.undo", "u", "undo", "undo", "Take back the newest choice; it says which.", True),
    Key("edit.redo", "ctrl+r", "redo", "redo", "Do again what was undone.", face="ctrl+r"),
    Key("edit.help", "question_mark,f1", "app.keys", "keys", "All keys.", True, "?"),
)
REPETITIONS = (
    Key("reps.less", "left,h,minus", "step(-1)", "less", "A second less.", True, "←"),
    Key("reps.more", "right,l,plus", "step(1)", "more", "A second more.", True, "→"),
    Key("reps.set", "enter", "", "seconds", "The seconds held, as a number; digits begin it too.", True),
    Key("reps.add", "a", "add", "add", "Add the repetition that is missing, or one more.", True),
    Key("reps.all", "f", "complete", "all held", "All were held as prescribed."),
    Key("reps.remove", "backspace,delete", "remove", "remove", "It was not done.", True, "del"),
    Key("reps.undo", "u", "undo", "undo", "Take back the newest choice; it says which.", True),
    Key("reps.redo", "ctrl+r", "redo", "redo", "Do again what was undone.", face="ctrl+r"),
    Key("reps.help", "question_mark,f1", "app.keys", "keys", "All keys.", True, "?"),
)
BY_HAND = (
    Key("hand.change", "enter", "", "change", "Enter the session, or change what is under the cursor.", True),
    Key("hand.less", "left,h,minus", "step(-1)", "less", "One less, or the choice before.", True, "←"),
    Key("hand.more", "right,l,plus", "step(1)", "more", "One more, or the next choice.", True, "→"),
    Key("hand.skip", "space", "skip", "leave out", "The exercise was left out; again: it was done.", True),
    Key("hand.easy", "1", "rate('easy')", "rating", "It was easy, comfortable or hard.", True, "1 2 3"),
    Key("hand.comfortable", "2", "rate('comfortable')", "comfortable", "It was comfortable."),
    Key("hand.hard", "3", "rate('hard')", "hard", "It was hard."),
    Key("hand.unrated", "0", "rate('')", "unrated", "No rating after all."),
    Key("hand.hurt", "x", "hurt", "pain", "There was pain in the exercise; again: there was none."),
    Key("hand.help", "question_mark,f1", "app.keys", "keys", "All keys.", True, "?"),
)

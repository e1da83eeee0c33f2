"""What the help says beside the commands: days, names, doses, files, variables, exit codes."""

import msgspec

from backtui.domain.written.day_words import DAY_NAMES


class Topic(msgspec.Struct, frozen=True):
    """One page: a table of words and what they do, below a sentence or two."""

    title: str
    about: str
    rows: tuple[tuple[str, str], ...] = ()


TOPICS = {
    "dates": Topic(
        "How to write a day",
        "Wherever a command takes a day, these mean the same in any case of letters.",
        (
            ("2026-03-01", "that day"),
            ("1 march, mar 1, 1 march 2026", "in English; without a year the last one, or the next one"),
            ("today, yesterday, tomorrow", "as you say them; also day before yesterday"),
            (f"{DAY_NAMES[0]}, {DAY_NAMES[0][:3]}", "the last one, today too; for pauses the next one"),
            ("last monday, next monday", "before today, after today"),
            ("3 days ago, a week ago", "also in 3 days; weeks, months and years likewise"),
        ),
    ),
    "names": Topic(
        "How to name things",
        "Commands and exercises are found by how they begin, where only one begins so. With a slip in it, "
        "backtui asks what you meant.",
        (
            ("backtui hist", "is backtui history"),
            ("backtui show cat", "is backtui show cat-camel"),
            ('backtui show "Pelvic lift"', "an exercise by its name"),
            ("backtui edit last", "the newest session; also a day, a day and time, or how its id begins"),
        ),
    ),
    "doses": Topic(
        "How to write a dose",
        "In commands, in files and on the screen alike; × and * are as good as x.",
        (
            ("5 s x 5", "five repetitions, each held for 5 seconds"),
            ("3 s x 12, 3 sets, 60 s rest", "three sets of twelve, with 60 seconds between them"),
            ("10 s x 6-4-2, 20 s rest", "sets of six, four and two"),
            ("x 10", "ten repetitions that only move"),
        ),
    ),
    "files": Topic(
        "Where the files are",
        "On Linux, unless variables say otherwise; `backtui locate` says where yours are. Only you can read "
        "them.",
        (
            ("~/.local/share/backtui/backtui.db", "the log"),
            ("~/.local/share/backtui/backtui.db-backups/", "verified copies of it"),
            ("~/.config/backtui/config.toml", "the settings of this terminal"),
            ("~/.config/backtui/themes/", "themes of your own"),
            ("~/.local/state/backtui/", "what backtui remembers of this machine, and debug.log"),
        ),
    ),
    "variables": Topic(
        "What is read from the environment",
        "An option says more than a variable.",
        (
            ("BACKTUI_DB", "the log"),
            ("BACKTUI_CONFIG", "the settings of this terminal"),
            ("BACKTUI_CLOCK", "where the clock starts and how fast it runs, as 2026-03-01T07:00:00@60"),
            ("XDG_DATA_HOME", "the folder above the log; XDG_CONFIG_HOME and XDG_STATE_HOME likewise"),
            ("PAGER", "shows what does not fit on the terminal; cat: no pager"),
            ("VISUAL, EDITOR", "opens for notes and for `backtui config edit`"),
            ("NO_COLOR", "no colours"),
        ),
    ),
    "exit-codes": Topic(
        "What a command answers to other programs",
        "Errors are one sentence on stderr.",
        (
            ("0", "done"),
            ("1", "failed"),
            ("2", "wrong use"),
            ("3", "no, from `backtui today --quiet`"),
            ("128 + n", "ended by signal n"),
        ),
    ),
}

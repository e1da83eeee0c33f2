"""Opens the full screen under its guard."""

import gc
import os
import signal
import sys
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from backtui.cli.context import LOCKED_FOR_S, Wiring
from backtui.cli.errors import DONE, FAILED, WRONG_USE, complain, guarded
from backtui.cli.holding import NOT_SAVED, Holding, Keeper
from backtui.cli.machines.syncing import Syncing
from backtui.machine.memory import let_go, without_network
from backtui.machine.signals import ENDINGS, lost, watch
from backtui.machine.terminal import clear_textual, parent

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from backtui.coach.client import CoachClient, Copies, Question
    from backtui.store.foreign import Mark
    from backtui.store.store import Store
    from backtui.store.thread import StoreThread
    from backtui.tui.app import BacktuiApp


NO_TERMINAL = (
    "The full screen needs a terminal; over ssh use `ssh -t HOST backtui`, and without one"
    " `backtui session --plain`."
)
UNSEEN = "backtui: The full screen is drawn on the error stream; run it without redirecting that (2>)."
COLOR_SYSTEMS = {"truecolor": "truecolor", "256": "256", "16": "standard"}
CLOSING_S = 5.0
LAST_TRY_S = 1.0
LOOK_EVERY_S = 0.02
HOLD_S = 1.0  # how long a session waits for the log before it begins in memory
# New objects after which garbage is looked for, and how often before it is among older ones: soon, and
# little at a time, for what a closed screen leaves would come to lie between what stays.
GARBAGE = (5_000, 5, 5)
# How long a thread may keep the others waiting: the picture is sent by one while another goes on.
TURN_S = 0.001
SETTLED_S = 3.0  # after which the first picture stands, also on a slow machine


def full_screen(wiring: Wiring, minutes: int | None, routine: str | None, *, straight: bool) -> int:
    """Run the full screen in a child that a small parent watches; the exit code is the child's.

    `straight` goes into the session without waiting on its plan.
    """
    if not _has_terminal():
        complain(NO_TERMINAL)
        return WRONG_USE
    if not (sys.stderr is not None and sys.stderr.isatty()):
        print(UNSEEN)  # on what is left of the terminal
        return WRONG_USE
    wiring.check_plan(minutes, routine)
    clear_textual(os.environ)
    return parent(lambda: guarded(lambda: _open(wiring, minutes, routine, straight=straight)))


def _has_terminal() -> bool:
    """Whether a person sits at both ends, in front of something that can be drawn on."""
    streams = (sys.stdin, sys.stdout)
    return os.environ.get("TERM") != "dumb" and all(each is not None and each.isatty() for each in streams)


def _open(wiring: Wiring, minutes: int | None, routine: str | None, *, straight: bool) -> int:
    # Looking for garbage in what stays to the end only delays the first picture.
    gc.disable()
    sys.setswitchinterval(TURN_S)
    without_network()
    config, problems = wiring.configured
    _set_colors(config.color)
    from backtui.store.thread import StoreThread

    app: Any = None  # once it can be told of a wait
    desk: CoachClient | None = None

    def waiting(begins: bool) -> None:
        if app is not None:
            app.wait_for_log(begins)

    syncing = Syncing(wiring, wiring.taken_in, wiring.taken_in)
    thread = StoreThread(lambda: wiring.open_store(wiring.device(), create=True, later=True), waiting)
    try:
        thread.submit(lambda _: None).result()
        from backtui.cli.output import speaks_unicode
        from backtui.tui.app import BacktuiApp
        from backtui.tui.driver import TerminalDriver

        config = config if speaks_unicode() else replace(config, ascii=True)
        keeper = Keeper(wiring.database)
        desk = desk_of(wiring, thread, keeper, syncing)
        desk.news = wiring.taken_in
        desk.settled = syncing.begin
        app = BacktuiApp(
            desk,
            config,
            wiring.keep_setting,  # type: ignore[arg-type]
            minutes=minutes,
            routine=routine,
            straight=straight,
            problems=problems,
            driver=TerminalDriver,
        )
        code = _watched(app, desk, keeper, wiring.farewell)
    finally:
        # What waits is kept in a file by now: nobody has to look at a terminal that does not come back.
        thread.close(CLOSING_S if desk is None or not desk.unsaved else 0)
    if code == DONE and not desk.put_back:
        syncing.end()
        wiring.tell_taken_in()
    code = code or restored(wiring, desk)
    wiring.keep_calendar()
    return code


def restored(wiring: Wiring, desk: "CoachClient") -> int:
    """Put the copy in the log's place that was chosen, if one was, now that the log is closed."""
    if desk.put_back:
        from backtui.cli.backup import put_back

        print(put_back(wiring, Path(desk.put_back)))
    return DONE


def _set_colors(color: str) -> None:
    """Tell Textual, before it is imported, how many colours to send."""
    if color == "mono":
        os.environ["NO_COLOR"] = "1"
    elif color in COLOR_SYSTEMS:
        os.environ["TEXTUAL_COLOR_SYSTEM"] = COLOR_SYSTEMS[color]


def _tidy() -> None:
    """Clear away what lies about, and give back what is free."""
    gc.collect()
    let_go()


def _collect_again() -> None:
    """Look for garbage from here on, but not in what the start has made."""
    _tidy()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()


def _watched(app: "BacktuiApp", desk: "CoachClient", keeper: Keeper, farewell: str) -> int:
    """Run the app until it ends, is told to end, or its terminal is gone."""
    settled = threading.Timer(SETTLED_S, _collect_again)
    settled.daemon = True
    settled.start()
    endings: list[int] = []

    def leave(ending: int) -> None:
        endings.append(ending)
        app.leave_soon(128 + ending)

    tty_fd = sys.__stdin__.fileno() if sys.__stdin__ else None
    desk.lost = partial(lost, tty_fd)
    guard = watch(leave, tty_fd, (*ENDINGS, signal.SIGINT), app.take_turn, lambda: keeper.keep(desk.unsaved))
    try:
        app.run()
    finally:
        guard.close()
    unsaved = _unsaved(desk, keeper)
    if app.fault is not None:
        if unsaved:
            complain(unsaved)
        raise app.fault
    if endings:
        with suppress(OSError):
            if unsaved:
                complain(unsaved)
            else:
                print(farewell, file=sys.stderr)
        return 128 + endings[0]
    if unsaved:
        complain(unsaved)
        return FAILED
    return app.return_code or 0


def _unsaved(desk: "CoachClient", keeper: Keeper) -> str:
    """What the log has not taken, kept in a file and tried a last time; nothing where it has all."""
    keeper.keep(desk.unsaved)
    for running in desk.unsaved:
        running.save()
    end = time.monotonic() + LAST_TRY_S
    while desk.unsaved and time.monotonic() < end:
        time.sleep(LOOK_EVERY_S)
    if not desk.unsaved:
        keeper.forget()
    return " ".join(f"{NOT_SAVED} {keeper.told(running)}" for running in desk.unsaved)


def desk_of(wiring: Wiring, thread: "StoreThread", keeper: Keeper, syncing: Syncing) -> "CoachClient":
    """The coach behind the store's thread."""
    from backtui.coach.client import CoachClient

    held = Holding(wiring, keeper)

    def submit(question: "Question[object]") -> "Future[object]":
        def beside(store: "Store") -> object:
            diary = wiring.diary(store)
            diary.log.append_held = lambda events, texts=None: held.append(store, events, texts)
            with diary.log.question() as coach:
                answer = question(coach, diary)
                if not coach.stale:
                    wiring.library.look(coach.reading)
                    return answer
            diary.ask(lambda coach: coach.content)  # what was just saved is in the content at once
            return answer

        return thread.submit(beside)

    def write(events: Any) -> "Future[object]":
        return thread.submit(lambda store: held.append(store, events))

    def hold(session: bytes, over: bool) -> "Future[str]":
        syncing.hold()

        def beside(store: "Store") -> str:
            store.wait_for(HOLD_S)
            try:
                return held.hold(store, session, over=over)
            finally:
                store.wait_for(LOCKED_FOR_S)

        return thread.submit(beside)

    def let_go() -> "Future[object]":
        syncing.let_go()
        return thread.submit(held.let_go)

    made, mark = copies(wiring, thread, syncing), wiring.mark
    return CoachClient(wiring.library, wiring.clock, submit, write, hold, let_go, made, mark)


def copies(wiring: Wiring, thread: "StoreThread", syncing: Syncing) -> "Copies":
    """What copies the log into its backups."""
    from backtui.coach.client import Copies

    @cache
    def copier() -> "ThreadPoolExecutor":
        # A copy of a long log takes seconds; the store's own thread has the person's next question to answer.
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="backup")

    def backed_up(newest: "Mark | None") -> None:
        wiring.back_up(newest)
        wiring.keep_calendar()
        _tidy()  # a session has just ended
        syncing.begin()

    def back_up() -> "Future[object]":
        newest = thread.submit(lambda store: store.mark)
        return copier().submit(lambda: backed_up(newest.result()))

    def saved() -> str:
        from backtui.cli.backup import saved_now  # which loads click

        return saved_now(wiring)

    def newest() -> tuple[str, list[str]]:
        from backtui.cli.backup import newest_copy

        return newest_copy(wiring)

    return Copies(back_up, lambda: copier().submit(saved), lambda: copier().submit(newest))

"""`sync`: the logs of several machines brought together through a folder that another program carries."""

from typing import TYPE_CHECKING

import click

from backtui.cli.errors import DONE, FAILED, complain
from backtui.cli.machines.syncing import came_in, labelled, site_of
from backtui.cli.merge import DRY_RUN, YES, undisturbed
from backtui.cli.options import examples, wiring_of
from backtui.cli.output import BOLD, Page, agreed, answers, say
from backtui.cli.shell import completing
from backtui.domain.words.numbers import many

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.store.sync.met import Met
    from backtui.store.sync.round import Round, SyncSite


NO_FOLDER = (
    "name the folder that Syncthing, Nextcloud, Dropbox, rsync or git carries, such as"
    " `backtui sync ~/Sync/back`, or set sync_folder"
)
NOBODY = "Nobody is here to ask, so these logs were left; add --yes to add them to yours."
QUESTION = "Are they yours too? Add them to your log, now and from now on?"


@click.command(
    "sync",
    epilog=examples(
        ("backtui sync ~/Sync/back", "shows what is there, asks, adds it"),
        ("backtui sync ~/Sync/back --keep", "from now on with every session"),
        ("backtui sync", "now, with that folder"),
        ("backtui sync --dry-run", "what it would bring"),
    ),
)
@click.argument("folder", metavar="[FOLDER]", required=False, shell_complete=completing.files)
@click.option("--keep", is_flag=True, help="From now on too, at each start and after each session.")
@DRY_RUN
@YES
@click.pass_context
def sync_command(ctx: click.Context, folder: str | None, keep: bool, dry_run: bool, yes: bool) -> int:
    """Keep your machines alike, through a FOLDER that another program carries between them.

    Each machine has its own file there and reads the others'. They hold health data, for whoever carries
    them to read. An empty sync_folder in Settings ends it.
    """
    from backtui.store.sync.memory import alone

    wiring = wiring_of(ctx)
    site = site_of(wiring, folder or wiring.config.sync_folder or _missing())
    with alone(site.memory), undisturbed():
        code = _looked(wiring, site) if dry_run else _brought_together(wiring, site, yes)
    if code == DONE and keep and not dry_run:
        wiring.keep_setting("sync_folder", str(site.folder))
        say(wiring, "From now on this is done at each start and after each session.")
    return code


def _missing() -> str:
    raise click.UsageError(NO_FOLDER)


def _looked(wiring: "Wiring", site: "SyncSite") -> int:
    """Show what is in the folder, and change nothing."""
    from backtui.store.sync.round import Round

    with wiring.log_or_empty() as store, store.speaking():
        made = Round(store, site, wiring.back_up, anew=True)
        made.look()
        _show(wiring, made)
    return DONE


def _brought_together(wiring: "Wiring", site: "SyncSite", yes: bool) -> int:
    """One round in which strangers are asked about."""
    from backtui.store.sync.folder import refuse_folder
    from backtui.store.sync.round import Round

    refuse_folder(site.folder, site.log)
    with wiring.open_store(wiring.device(), create=True) as store, store.speaking():
        made = Round(store, site, wiring.back_up, anew=True)
        try:
            made.take()
            code = _asked(wiring, made, yes)
            made.join_empty()
            written = made.give()
            told = ["The folder has all that is here."] if made.is_given else []
            told = [f"What is here is in the folder as {written.name}."] if written else told
        finally:
            made.remember()
    say(wiring, *(came_in(made) or ["Nothing new came in."]), *told)
    for each in made.met.values():
        if each.said:
            complain(each.said)
    return code


def _asked(wiring: "Wiring", made: "Round", yes: bool) -> int:
    """Join the logs that share nothing with this one, where the person says so."""
    strangers = [each for each in made.met.values() if each.state == "stranger"]
    if not strangers:
        return DONE
    page = Page(wiring)
    page.line("Nothing in common with your log yet:", BOLD)
    labels = labelled(made)
    for each in strangers:
        page.text(f"{labels[each.file.name]}: {_brings(each)}", indent=2, hang=2)
    page.write()
    if not (yes or answers()):
        complain(NOBODY)
    elif agreed(QUESTION, yes=yes):
        made.join(strangers)
        return DONE
    else:
        made.decline(strangers)
    return FAILED


def _brings(met: "Met") -> str:
    sessions = many(sum(met.brings.sessions.values()), "session")
    repetitions = many(met.brings.repetitions, "repetition")
    return f"{sessions}, {repetitions}, {many(met.brings.entries, 'entry', 'entries')}"


def _show(wiring: "Wiring", made: "Round") -> None:
    page = Page(wiring)
    labels = labelled(made)
    for each in made.met.values():
        page.text(f"{labels[each.file.name]}: {_state(each)}", hang=2)
    if not made.met:
        page.line("No log is there yet.")
    page.write()


def _state(met: "Met") -> str:
    match met.state:
        case "new":
            return f"{_brings(met)} would come in."
        case "stranger":
            return f"shares nothing with your log yet; {_brings(met)}. It is asked about first."
        case "known" | "taken":
            return "nothing is new."
        case _:
            return met.said

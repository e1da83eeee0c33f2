"""What `doctor` says of the machines that share a folder: when each was last seen, and what it lacks."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from backtui.cli.machines.syncing import labelled, site_of
from backtui.domain.words.numbers import many
from backtui.store.doctor import Finding
from backtui.store.errors import StoreError

if TYPE_CHECKING:
    from backtui.cli.context import Wiring
    from backtui.store.store import Copied
    from backtui.store.sync.met import Met
    from backtui.store.sync.round import Round, SyncSite

NAME = "machines"
LONG = timedelta(days=31)  # without a word


def machines(wiring: "Wiring", copied: "Copied", *, sound: bool) -> Iterator[Finding]:
    """Each machine of `sync_folder`, and each file there that cannot be used; nothing where none is set."""
    from backtui.store.sync.round import Round

    config = wiring.of_own_log()
    if config is None or not config.sync_folder:
        return
    if not sound:
        yield Finding(NAME, None, "not looked at because the log is not sound")
        return
    site = site_of(wiring, config.sync_folder)
    made = Round(copied, site, lambda: None, anew=True)
    try:
        made.look()
    except StoreError as error:
        yield Finding(NAME, False, str(error))
        return
    yield from _of_each(made, site)
    yield from _of_copies(made.met.values())


def _of_each(made: "Round", site: "SyncSite") -> Iterator[Finding]:
    labels = labelled(made)
    if made.mine not in made.met:
        yield Finding(
            NAME, None, f"nothing of this machine is in {site.folder} yet; `backtui sync` puts it there"
        )
    for name, met in made.met.items():
        if met.said:
            yield Finding(NAME, False, met.said)
        elif met.state == "stranger":
            yield Finding(NAME, None, f"{labels[name]}: {_of_stranger(made, met)}")
        elif not met.file.is_copy:
            who = f"{labels[name]}, this machine" if name == made.mine else labels[name]
            yield _of_machine(met, who, site.now)


def _of_stranger(made: "Round", met: "Met") -> str:
    if met not in made.strangers:
        return "left out, as you said; `backtui sync` asks again"
    return "shares nothing with this log, so nothing of it is taken; `backtui sync` shows it and asks"


def _of_machine(met: "Met", who: str, now: datetime) -> Finding:
    seen = datetime.fromtimestamp(met.file.print.changed_ns / 1e9, UTC).astimezone(now.tzinfo)
    said = f"{who}: last written {seen:%Y-%m-%d %H:%M}, {many(met.sessions, 'session')}"
    if met.brings.entries:
        said += f"; {many(met.brings.entries, 'entry', 'entries')} of it come in at the next start"
    if met.lacks:
        said += f"; it has not seen {many(met.lacks, 'session')} of here yet"
    if now - seen > LONG:
        return Finding(NAME, None, f"{said}; nothing came for more than a month")
    return Finding(NAME, True, said)


def _of_copies(met: "Iterable[Met]") -> Iterator[Finding]:
    """Conflict copies and other files, once all that they have is here."""
    spare = [each for each in met if each.file.is_copy and each.state == "known"]
    if spare:
        what = f"{many(len(spare), 'copy has', 'copies have')} nothing that is not here and may be deleted"
        yield Finding(NAME, True, f"{what}: {', '.join(each.file.name for each in spare[:3])}")

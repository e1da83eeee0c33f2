"""Where things are kept; this machine's id."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from errno import ENOENT
from pathlib import Path

from backtui.machine.files import (
    aside_of,
    bytes_of,
    make_folder,
    own,
    sweep,
    sync_file,
    sync_folder,
    write_private,
)

APP = "backtui"
DATABASE = "backtui.db"
CONFIG = "config.toml"
DEVICE = "device"
DEVICE_BYTES = 16
UNSAVED, KEY_LETTERS = "unsaved-", 16
# By kind of directory, what names it on Linux, and where it is below the home else.
XDG = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}
HOMELESS = (
    "No home folder is known here: HOME is not an absolute path, and the system has none for this user;"
    " set HOME, or name the files with --db and --config (BACKTUI_DB, BACKTUI_CONFIG)"
)


class HomeError(OSError):
    """Nobody says where this person's files are, told in one sentence."""


def data_dir() -> Path:
    """Return the user's data directory for backtui; it need not exist. Raises HomeError."""
    return _at_home("data")


def config_dir() -> Path:
    """Return the user's configuration directory for backtui; it need not exist. Raises HomeError."""
    return _at_home("config")


def state_file() -> Path | None:
    """Return the file in which this machine remembers its databases, None where there is no home for it."""
    try:
        return _at_home("state") / "state.json"
    except HomeError:
        return None


def chosen_file() -> Path | None:
    """Return the file in which this machine remembers what was chosen by name; None as with the above."""
    known = state_file()
    return known.with_name("chosen.json") if known else None


def handing_folder() -> Path:
    """Return where a person finds a file that is given out: documents, else home. Raises HomeError."""
    home = Path(os.path.expanduser("~"))
    if not home.is_absolute():
        raise HomeError(ENOENT, HOMELESS)
    documents = home / "Documents"
    return documents if documents.is_dir() else home


def spare_folders() -> list[Path]:
    """Return where a private file may go that must be found again, the best place first; none need exist."""
    known, runtime = state_file(), os.environ.get("XDG_RUNTIME_DIR", "")
    places = [known.parent] if known else []
    places += [Path(runtime, APP)] if runtime.startswith("/") else []
    return [*places, Path(os.environ.get("TMPDIR") or "/tmp", f"{APP}-{os.getuid()}")]  # noqa: S108 its own


def unsaved(log: Path | None) -> list[Path]:
    """Return the files of what could not be saved in a log, or in any: a look into each folder, no more."""
    found: list[Path] = []
    for folder in spare_folders():
        with suppress(OSError):
            names = [name for name in os.listdir(folder) if name.startswith(UNSAVED)]
            if names and own(folder.stat()):
                begins = UNSAVED if log is None else unsaved_name(log).rpartition("-")[0] + "-"
                found += [folder / each for each in sorted(names) if each.startswith(begins)]
    return found


def unsaved_name(log: Path) -> str:
    """Return a new name for such a file: the log, this process and chance."""
    from backtui.machine.sha256 import sha256

    key = sha256(os.fsencode(log)).hexdigest()[:KEY_LETTERS]
    return f"{UNSAVED}{key}-{os.getpid()}_{os.urandom(4).hex()}.json"


def calendar_memory(log: Path) -> Path | None:
    """Return the file of what calendars have of a log, None where there is no home for it."""
    return _memory_of(log, "calendar")


def sync_memory(log: Path) -> Path | None:
    """Return the file of what was seen of other machines' logs; None as with the above."""
    return _memory_of(log, "sync")


def _memory_of(log: Path, what: str) -> Path | None:
    from backtui.machine.sha256 import sha256

    known = state_file()
    return known and known.with_name(f"{what}-{sha256(os.fsencode(log)).hexdigest()[:KEY_LETTERS]}.json")


def with_tilde(path: Path) -> str:
    """Return a path for people, with their home as ~."""
    home = os.path.expanduser("~").rstrip("/")
    text = str(path)
    return f"~{text[len(home) :]}" if home and text.startswith(f"{home}/") else text


def _at_home(kind: str) -> Path:
    """Return the user's directory of a kind; HomeError where no home is known, or it is no absolute path."""
    variable, below = XDG[kind]
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        # As platformdirs would say, which takes 4 ms to load; what is not so plain is left to it.
        given, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
        if given.startswith("/"):
            return Path(given, APP)
        if home.startswith("/") and not given:
            return Path(home, below, APP)
    import platformdirs

    try:
        place = Path(getattr(platformdirs, f"user_{kind}_path")(APP, appauthor=False))
    except RuntimeError as error:  # of newer versions of platformdirs; older ones leave the ~ where it is
        raise HomeError(ENOENT, HOMELESS) from error
    if not place.is_absolute():
        raise HomeError(ENOENT, HOMELESS)
    return place


def database_path(option: str | Path | None, environ: Mapping[str, str]) -> Path:
    """Return the database: `--db`, else `BACKTUI_DB`, else `backtui.db` in its directory; or HomeError."""
    return _chosen(option, environ.get("BACKTUI_DB")) or data_dir() / DATABASE


def config_path(option: str | Path | None, environ: Mapping[str, str]) -> Path:
    """Return the settings: `--config`, `BACKTUI_CONFIG`, else `config.toml` in its directory; HomeError."""
    return _chosen(option, environ.get("BACKTUI_CONFIG")) or config_dir() / CONFIG


def _chosen(*wishes: str | Path | None) -> Path | None:
    """Return the first wish that says anything, absolute, with `~` read as a shell reads it; or HomeError."""
    for wish in wishes:
        if wish:
            place = Path(os.path.expanduser(wish))
            if place.parts[:1] == ("~",):
                raise HomeError(ENOENT, HOMELESS)
            return place.absolute()
    return None


def backups_dir(database: Path) -> Path:
    """Return the directory beside `database` for its backups, named after it as SQLite names side files."""
    return database.parent / f"{database.name}-backups"


def device_id() -> bytes:
    """Return the 16 bytes that name this machine and user in the log, made once and kept 0600.

    Where nothing can be kept (a read-only home) they are derived from host name and user id, so that they are
    the same at the next start.
    """
    try:
        file = data_dir() / DEVICE
        with suppress(FileNotFoundError):
            sweep(file.parent, DEVICE.__eq__)  # a start that was killed while it gave the first one
        return _kept_device(file) or _new_device(file)
    except OSError:
        from backtui.machine.sha256 import sha256

        return sha256(f"backtui {os.uname().nodename} {os.getuid()}".encode()).digest()[:DEVICE_BYTES]


def renew_device_id() -> bytes:
    """Keep a new id for this machine and user and return it; OSError where it cannot be kept.

    A log that is set back to an earlier state goes on under a new name: under the old one it would write
    other events with numbers that it has given out before.
    """
    fresh = os.urandom(DEVICE_BYTES)
    write_private(data_dir() / DEVICE, fresh)
    return fresh


def _kept_device(file: Path) -> bytes | None:
    """Return the id in `file`; None when there is no such file or it holds something else."""
    try:
        kept = bytes_of(file, DEVICE_BYTES + 1)
    except FileNotFoundError:
        return None
    return kept if len(kept) == DEVICE_BYTES else None


def _new_device(file: Path) -> bytes:
    """Keep a new id in `file` and return it, or that of another start which came first; or OSError."""
    fresh = os.urandom(DEVICE_BYTES)
    make_folder(file.parent)
    # A link, unlike a rename, never takes the place of what another start has put there.
    with aside_of(file) as aside, suppress(FileExistsError):
        aside.write_bytes(fresh)
        sync_file(aside)
        os.link(aside, file)
    kept = _kept_device(file)
    if kept is None:
        # What is there is damaged (a full disk, an editor): a new id only means a new device in the log.
        write_private(file, fresh)
        return fresh
    sync_folder(file.parent)
    return kept

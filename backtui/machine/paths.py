"""Where things are kept; this machine's id."""

import os
from collections.abc import Callable, Mapping
from errno import ENOENT
from pathlib import Path

APP = "backtui"
DATABASE = "backtui.db"
CONFIG = "config.toml"
DEVICE = "device"
DEVICE_BYTES = 16
HOMELESS = (
    "No home folder is known here, for HOME is not an absolute path and the system has none for this user;"
    " set HOME, or name the files by --db and --config (BACKTUI_DB, BACKTUI_CONFIG)"
)


class HomeError(OSError):
    """Nobody says where this person's files are, told in one sentence."""


def data_dir() -> Path:
    """Return the user's data directory for backtui; it need not exist. Raises HomeError."""
    from platformdirs import user_data_path

    return _at_home(lambda: user_data_path(APP, appauthor=False))


def config_dir() -> Path:
    """Return the user's configuration directory for backtui; it need not exist. Raises HomeError."""
    from platformdirs import user_config_path

    return _at_home(lambda: user_config_path(APP, appauthor=False))


def state_file() -> Path | None:
    """Return the file in which this machine remembers its databases, None where there is no home for it."""
    from platformdirs import user_state_path

    try:
        return _at_home(lambda: user_state_path(APP, appauthor=False)) / "state.json"
    except HomeError:
        return None


def _at_home(find: Callable[[], Path]) -> Path:
    """Return the place that is found; HomeError where no home is known, or it is no absolute path."""
    try:
        place = find()
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
    return database.with_name(f"{database.name}-backups")


def make_private_dir(directory: Path) -> Path:
    """Make `directory` and the parents it lacks, each 0700, and return it; OSError when that cannot be."""
    if not directory.is_dir():
        make_private_dir(directory.parent)
        directory.mkdir(mode=0o700, exist_ok=True)
    return directory


def write_private(path: Path, data: bytes) -> None:
    """Put `data` at `path` with mode 0600, whole or not at all; OSError leaves what was there untouched.

    A symbolic link is followed, so that a file kept elsewhere (dotfiles) stays where it is.
    """
    target = Path(os.path.realpath(path))
    aside = _write_aside(target, data)
    try:
        os.replace(aside, target)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    _sync_dir(target.parent)


def _write_aside(target: Path, data: bytes) -> Path:
    """Write `data` to a new 0600 file beside `target`, on disk when this returns; OSError leaves nothing."""
    make_private_dir(target.parent)
    aside = target.with_name(f".{target.name}.{os.urandom(8).hex()}.tmp")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside


def _sync_dir(directory: Path) -> None:
    """Bring a rename in `directory` to disk, where the file system knows how."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError:
        # Some network file systems refuse to sync a directory; the file itself is on disk by then.
        pass
    finally:
        os.close(descriptor)


def device_id() -> bytes:
    """Return the 16 bytes that name this machine and user in the log, made once and kept 0600.

    Where nothing can be kept (a read-only home) they are derived from host name and user id, so that they are
    the same at the next start.
    """
    try:
        file = data_dir() / DEVICE
        return _kept_device(file) or _new_device(file)
    except OSError:
        from hashlib import sha256

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
        with file.open("rb") as opened:
            kept = opened.read(DEVICE_BYTES + 1)
    except FileNotFoundError:
        return None
    return kept if len(kept) == DEVICE_BYTES else None


def _new_device(file: Path) -> bytes:
    """Keep a new id in `file` and return it, or that of another start which came first; or OSError."""
    fresh = os.urandom(DEVICE_BYTES)
    aside = _write_aside(file, fresh)
    try:
        # A link, unlike a rename, never takes the place of what another start has put there.
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink(missing_ok=True)
    kept = _kept_device(file)
    if kept is None:
        # What is there is damaged (a full disk, an editor): a new id only means a new device in the log.
        write_private(file, fresh)
        return fresh
    _sync_dir(file.parent)
    return kept

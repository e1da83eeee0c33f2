"""One file with backtui and all that it runs on, for one kind of machine and one Python.

    python3.11 packaging/pyz.py dist/backtui-*.whl -o dist

It is a zipapp of the standard library. What is compiled cannot be loaded out of an archive, so it unpacks
itself once, into a folder of its contents' digest below XDG_CACHE_HOME, and runs from there; that folder may
be deleted at any time. The releases come from requirements.lock, each file checked by its hash.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipapp
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
EARLIEST = 315532800  # 1980, before which an archive has no time
START = '''\
"""Unpack what is beside this into the cache, once, and run it."""

import os
import sys
from pathlib import Path
from zipfile import ZipFile

MADE_FOR, DIGEST = {made_for!r}, {digest!r}


def unpacked() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "backtui"
    place = cache / DIGEST
    if not place.is_dir():
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = cache / f"{{DIGEST}}.{{os.getpid()}}"
        with ZipFile(Path(__file__).parent) as archive:
            archive.extractall(aside)
        try:
            aside.rename(place)
        except OSError:  # another start was first
            import shutil

            shutil.rmtree(aside)
    return place


def main() -> int:
    here = f"{{sys.implementation.cache_tag}} on {{sys.platform}}-{{os.uname().machine}}"
    if here != MADE_FOR:
        print(f"backtui: This file is made for {{MADE_FOR}}, and this is {{here}}.", file=sys.stderr)
        return 1
    sys.path.insert(0, str(unpacked()))
    from backtui.cli.main import main

    return main()


if __name__ == "__main__":
    sys.exit(main())
'''


def made_for() -> str:
    """This Python and machine, as the file says them where it does not fit."""
    return f"{sys.implementation.cache_tag} on {sys.platform}-{os.uname().machine}"


def fill(folder: Path, wheel: Path) -> None:
    """Put the wheel and the locked releases there, without what only an installation needs."""
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-warn-conflicts", "--no-compile"]
    install += ["--target", str(folder)]
    subprocess.run([*install, "--require-hashes", "-r", ROOT / "requirements.lock"], check=True)
    subprocess.run([*install, "--no-deps", wheel], check=True)
    for name in ("bin", "share"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in folder.rglob("__pycache__"):
        shutil.rmtree(path)
    for path in folder.glob("*.dist-info/*"):
        if path.name in ("RECORD", "direct_url.json", "INSTALLER", "REQUESTED"):  # differ from build to build
            path.unlink()


def digest(folder: Path) -> str:
    """What names the contents."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder)}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:32]


def date(folder: Path) -> None:
    """Give each file the time of the release, so that the archive is the same each time."""
    moment = max(EARLIEST, int(os.environ.get("SOURCE_DATE_EPOCH", EARLIEST)))
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (moment, moment))


def build(wheel: Path, into: Path) -> Path:
    """Write the file and return where it is."""
    tag = f"{sys.implementation.cache_tag}-{sysconfig.get_platform()}"
    target = into / f"{'-'.join(wheel.name.split('-')[:2])}-{tag}.pyz"
    with TemporaryDirectory() as work:
        folder = Path(work)
        fill(folder, wheel)
        start = START.format(made_for=made_for(), digest=digest(folder))
        (folder / "__main__.py").write_text(start, encoding="utf-8")
        date(folder)
        zipapp.create_archive(folder, target, interpreter="/usr/bin/env python3", compressed=True)
    target.chmod(0o755)
    return target


def main() -> int:
    parser = argparse.ArgumentParser(description="A file with backtui and all that it runs on.")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("-o", "--into", type=Path, default=Path())
    given = parser.parse_args()
    print(build(given.wheel, given.into))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""A release: version, changelog, tag, artefacts, checks. Nothing is pushed or uploaded.

    python packaging/release.py 0.2.0 dist            in a checkout whose HEAD is what is to be released
    python packaging/release.py 0.2.0 dist --quick    without the sdist's own tests, which take minutes

All is done in a clone. Only when every check has passed, the checkout gets the tag, and the folder the files:
sdist, wheel, a zipapp for this Python and machine, SHA256SUMS. It needs git and the index; appstreamcli, ruby
and nix-instantiate are asked where they are, and named where they are not.
"""

import argparse
import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
TOOLS = ("twine", "check-wheel-contents", "validate-pyproject", "uv")
VERSION = r"\d+\.\d+\.\d+"
UNRELEASED = "## Unreleased\n"
OUTSIDE = {
    "packaging/appstream/org.pypi.backtui.metainfo.xml": ("appstreamcli", "validate", "--no-net"),
    "packaging/homebrew/backtui.rb": ("ruby", "-c"),
    "packaging/nix/package.nix": ("nix-instantiate", "--parse"),
    "packaging/arch/PKGBUILD": ("bash", "-n"),
}


class NotReadyError(Exception):
    """Why there can be no release."""


def run(*words: str | Path, at: Path, environ: dict[str, str] | None = None) -> str:
    """What a command says. Raises NotReadyError with its last lines where it fails."""
    done = subprocess.run(
        words, cwd=at, env=os.environ | (environ or {}), capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise NotReadyError(f"{' '.join(map(str, words))} ended with {done.returncode}:\n{last}")
    return done.stdout


def changed(file: Path, *changes: tuple[str, str]) -> None:
    """Replace what stands there exactly once. Raises NotReadyError where it does not."""
    text = file.read_text(encoding="utf-8")
    for pattern, new in changes:
        text, count = re.subn(pattern, new, text, count=1, flags=re.MULTILINE)
        if not count:
            raise NotReadyError(f"{file.name} has no {pattern}.")
    file.write_text(text, encoding="utf-8")


class Release:
    """One release, made in a clone of the checkout."""

    def __init__(self, work: Path, version: str, day: date) -> None:
        self.work, self.clone, self.version, self.day = work, work / "clone", version, day
        # The files say noon of the day, so that whoever builds them later gets the same.
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        self.epoch = {"SOURCE_DATE_EPOCH": str(int(noon.timestamp()))}
        self.python = work / "venv/bin/python"

    def prepare(self) -> None:
        """The clone and the tools: those of the lock, and those that judge a release."""
        run("git", "clone", "-q", ROOT, self.clone, at=self.work)
        if run("git", "tag", "--list", f"v{self.version}", at=self.clone):
            raise NotReadyError(f"There is a v{self.version} already.")
        venv.create(self.work / "venv", with_pip=False)
        install = [sys.executable, "-m", "pip", "--python", self.python, "install", "-q"]
        run(*install, "--require-hashes", "-r", "requirements-test.lock", at=self.clone)
        run(*install, *TOOLS, at=self.clone)
        run(*install, "--no-deps", "--no-build-isolation", "-e", ".", at=self.clone)

    def say(self) -> None:
        """The version and the day, wherever they stand."""
        log = (self.clone / "CHANGELOG.md").read_text(encoding="utf-8")
        news = log.partition(UNRELEASED)[2].partition("\n## ")[0]
        if "\n- " not in news:
            raise NotReadyError("CHANGELOG.md says nothing below Unreleased.")
        packaging, day = self.clone / "packaging", self.day
        changed(self.clone / "CHANGELOG.md", (UNRELEASED, f"{UNRELEASED}\n## {self.version} ({day})\n"))
        changed(self.clone / "backtui/__init__.py", (f'"{VERSION}"', f'"{self.version}"'))
        changed(packaging / "arch/PKGBUILD", ("^pkgver=.*", f"pkgver={self.version}"))
        changed(packaging / "nix/package.nix", ('version = ".*"', f'version = "{self.version}"'))
        new = f'<releases>\n    <release version="{self.version}" date="{day}"/>'
        metainfo = packaging / "appstream/org.pypi.backtui.metainfo.xml"
        metainfo.write_text(
            re.sub(rf'\n    <release version="{self.version}".*', "", metainfo.read_text(encoding="utf-8")),
            encoding="utf-8",
        )
        changed(metainfo, ("<releases>", new))
        changed(
            packaging / "debian/changelog",
            (rf"\Abacktui \({VERSION}-\d+\)", f"backtui ({self.version}-1)"),
            ("^( -- .*>)  .*", rf"\1  {day:%a, %d %b %Y} 12:00:00 +0000"),
        )
        run(self.python, "packaging/shared.py", at=self.clone)

    def build(self) -> list[Path]:
        """The sdist and the wheel, twice and from different folders, which must be the same bytes."""
        made = []
        for name in ("first", "second"):
            copy = self.work / name / "backtui"
            shutil.copytree(self.clone, copy, ignore=shutil.ignore_patterns(".git", "__pycache__"))
            dist = self.work / name / "dist"
            run(self.python, "-m", "hatchling", "build", "-d", dist, at=copy, environ=self.epoch)
            made.append(sorted(dist.iterdir()))
        for one, other in zip(*made, strict=True):
            if one.name != other.name or one.read_bytes() != other.read_bytes():
                raise NotReadyError(f"{one.name} is another each time it is built.")
        return made[0]

    def pin(self, sdist: Path) -> None:
        """The hash of the sdist, in the recipes that ask for it and are not in it."""
        found = hashlib.sha256(sdist.read_bytes())
        packaging = self.clone / "packaging"
        changed(packaging / "arch/PKGBUILD", ("^sha256sums=.*", f"sha256sums=({found.hexdigest()})"))
        sri = f'hash = "sha256-{base64.b64encode(found.digest()).decode()}";'
        changed(packaging / "nix/package.nix", ("hash = .*", sri))
        path = f"{self.python.parent}:{os.environ['PATH']}"
        run(self.python, packaging / "formula.py", sdist, at=self.clone, environ={"PATH": path})

    def tag(self) -> None:
        """The commit and its tag."""
        run("git", "commit", "-qam", f"Version {self.version}", at=self.clone)
        run("git", "tag", "-a", f"v{self.version}", "-m", f"backtui {self.version}", at=self.clone)

    def check(self, files: list[Path], *, quick: bool) -> None:
        """All that judges a release. Raises NotReadyError."""
        tool, at = self.python.parent, self.clone
        sdist, wheel = sorted(files, key=lambda file: file.suffix)  # .gz, .whl
        told(run(tool / "validate-pyproject", "pyproject.toml", at=at))
        told(run(tool / "twine", "check", "--strict", *files, at=at))
        told(run(tool / "check-wheel-contents", wheel, at=at))
        told(run(self.python, ".ci/wheel_files.py", wheel, at=at))
        told(run(self.python, "packaging/shared.py", "--check", at=at))
        for file, words in OUTSIDE.items():
            if shutil.which(words[0]) is None:
                print(f"{file}: not looked at, as there is no {words[0]} here")
            else:
                run(*words, file, at=at)
                print(f"{file}: {words[0]} has nothing against it")
        self.unpacked(sdist, wheel, quick=quick)

    def unpacked(self, sdist: Path, wheel: Path, *, quick: bool) -> None:
        """The sdist makes the same wheel, and passes its own tests."""
        place = self.work / "unpacked"
        place.mkdir()
        run("tar", "-xzf", sdist, "-C", place, at=self.work)
        [source] = place.iterdir()
        build = [self.python, "-m", "hatchling", "build", "-t", "wheel", "-d", place / "dist"]
        run(*build, at=source, environ=self.epoch)
        if (place / "dist" / wheel.name).read_bytes() != wheel.read_bytes():
            raise NotReadyError("The sdist makes another wheel.")
        print("The sdist makes the same wheel.")
        if quick:
            print("The sdist's own tests were left out.")
            return
        install = [sys.executable, "-m", "pip", "--python", self.python, "install", "-q"]
        run(*install, "--no-deps", "--no-build-isolation", "-e", ".", at=source)
        said = run(self.python, "-m", "pytest", "-q", at=source)
        print(f"The sdist's own tests: {said.splitlines()[-1]}")

    def zipapp(self, wheel: Path) -> Path:
        """The file that needs only Python, and a session done with it."""
        at = self.work
        said = run(
            sys.executable, self.clone / "packaging/pyz.py", wheel, "-o", at, at=at, environ=self.epoch
        )
        file = Path(said.splitlines()[-1])
        home = {"XDG_CACHE_HOME": str(at / "cache"), "TMPDIR": str(at)}
        run("sh", self.clone / "packaging/debian/tests/smoke", sys.executable, file, at=at, environ=home)
        print(f"{file.name}: a session was done with it")
        return file


def told(said: str) -> None:
    """Show what a tool says, without its colours."""
    print(re.sub(r"\x1b\[[0-9;]*m", "", said).strip())


def hand_over(release: Release, files: list[Path], into: Path) -> None:
    """The files with their hashes, and the tag for the checkout."""
    into.mkdir(parents=True, exist_ok=True)
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    for file in files:
        shutil.copy(file, into)
    (into / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    run("git", "fetch", "-q", release.clone, "tag", f"v{release.version}", at=ROOT)


def make(version: str, into: Path, day: date, *, quick: bool) -> None:
    """Do it all. Raises NotReadyError, with nothing changed."""
    if not re.fullmatch(VERSION, version):
        raise NotReadyError(f"{version} is not a version such as 0.2.0.")
    with TemporaryDirectory() as work:
        release = Release(Path(work), version, day)
        release.prepare()
        release.say()
        files = release.build()
        sdist = next(file for file in files if file.name.endswith(".tar.gz"))
        release.pin(sdist)
        release.tag()
        release.check(files, quick=quick)
        files.append(release.zipapp(next(file for file in files if file.suffix == ".whl")))
        hand_over(release, files, into)


def main() -> int:
    parser = argparse.ArgumentParser(description="Make a release; nothing is pushed or uploaded.")
    parser.add_argument("version")
    parser.add_argument("into", type=Path)
    parser.add_argument("--day", type=date.fromisoformat, default=datetime.now(UTC).date())  # noqa: TID251
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    try:
        make(given.version, given.into.absolute(), given.day, quick=given.quick)
    except NotReadyError as error:
        print(f"There is no release: {error}", file=sys.stderr)
        return 1
    print(f"The files are in {given.into}, and v{given.version} is tagged here.")
    print(f"Then: git merge --ff-only v{given.version}, git push --follow-tags,")
    print(f"      twine upload {given.into}/*.whl {given.into}/*.tar.gz")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Writes packaging/homebrew/backtui.rb: each locked release as a resource, by its source and hash.

    python packaging/formula.py SDIST     with uv on the path, which asks the index where the sources are

An sdist that is not uploaded yet has its hash already; its address is where the index will have it. Between
two releases the formula has the hash of none.
"""

import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
HOSTED = "https://files.pythonhosted.org/packages/source/b/backtui"
HEAD = """\
class Backtui < Formula
  include Language::Python::Virtualenv

  desc "Back-exercise coach for the terminal"
  homepage "https://pypi.org/project/backtui/"
  url "{url}"
  sha256 "{sha256}"
  license "MIT"

  depends_on "python@3.14"
"""
TAIL = """\

  def install
    virtualenv_install_with_resources
    share.install Dir["packaging/share/*"]
  end

  test do
    ENV["LC_ALL"] = "C.UTF-8"
    assert_match version.to_s, shell_output("#{bin}/backtui --version")
    assert_match "Back day", shell_output("#{bin}/backtui plan")
    ENV["BACKTUI_CLOCK"] = "2026-03-02T07:00:00@2000"
    system bin/"backtui", "session", "--plain", "--minutes", "5", in: File::NULL
    assert_match "done", shell_output("#{bin}/backtui history")
  end
end
"""


def packages() -> list[dict[str, Any]]:
    """The locked releases, with where their sources are."""
    asked = ["uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--no-header"]
    asked += ["-c", "requirements.lock", "--format", "pylock.toml", "pyproject.toml"]
    said = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found: list[dict[str, Any]] = tomllib.loads(said)["packages"]
    return found


def resource(package: dict[str, Any]) -> str:
    """The lines of a release; one that macOS does not need is only for Linux."""
    lines = [
        f'resource "{package["name"]}" do',
        f'  url "{package["sdist"]["url"]}"',
        f'  sha256 "{package["sdist"]["hashes"]["sha256"]}"',
        "end",
    ]
    if "marker" in package:
        lines = ["on_linux do", *(f"  {line}" for line in lines), "end"]
    return "\n".join(["", *(f"  {line}" for line in lines), ""])


def main(sdist: str) -> int:
    path = Path(sdist)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    head = HEAD.format(url=f"{HOSTED}/{path.name}", sha256=sha256)
    text = head + "".join(map(resource, packages())) + TAIL
    (ROOT / "packaging/homebrew/backtui.rb").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))

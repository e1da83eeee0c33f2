"""What no run of backtui may spring: the network, and code that only happens to lie near."""

import os
from pathlib import Path

NETWORK = (
    "connect",
    "bind",
    "sendto",
    "sendmsg",
    "getaddrinfo",
    "gethostbyname",
    "gethostbyaddr",
    "getnameinfo",
)
SPRUNG = "from pathlib import Path\nPath({file!r}).open('a').write({what!r} + '\\n')\n"


class NetworkError(AssertionError):
    """Something asked for another machine."""


def no_network(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: Python says each of these before it does it."""
    room, _, name = event.partition(".")
    if room == "socket" and name in NETWORK:
        raise NetworkError(f"{event} {args[1:]}")


class Traps:
    """A folder for PYTHONPATH that watches the network and has a plugin for sqlite-utils."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "sprung"
        self.path = folder / "modules"
        about = self.path / "hostile-1.0.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: hostile\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text("[sqlite_utils]\nhostile = hostile\n")
        self.lay(self.path, "hostile")
        (self.path / "sitecustomize.py").write_text(
            "import sys\n"
            f"sys.path.append({str(Path(__file__).parent)!r})\n"
            "from traps import no_network\n"
            "def watch(event, args):\n"
            "    try:\n        no_network(event, args)\n"
            "    except AssertionError as used:\n"
            f"        open({str(self.file)!r}, 'a').write(str(used))\n        raise\n"
            "sys.addaudithook(watch)\n"
        )

    def lay(self, folder: Path, *names: str) -> None:
        """Modules that say that they were read."""
        for name in names:
            (folder / f"{name}.py").write_text(SPRUNG.format(file=str(self.file), what=name))

    @property
    def environ(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.path)}

    @property
    def sprung(self) -> list[str]:
        """What was read or asked for that should not be."""
        return self.file.read_text().splitlines() if self.file.exists() else []

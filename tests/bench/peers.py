"""Well-known Textual and terminal programs beside backtui: their first picture, rest and memory.

Each is installed from the registry into an environment of its own, kept in the folder for temporary files:
they ask for different releases of Textual.
"""

import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from meter import Terminal, running
from start import environ

PEERS: dict[str, tuple[str, ...]] = {"termdown": ("600",), "posting": (), "harlequin": ()}
PICTURE_BYTES = 300  # fewer are no picture yet
REST_S = 5.0
PATIENCE_S = 30.0  # for a picture


def installed(name: str) -> Path | None:
    """The program of that name, in an environment of its own; None where it cannot be had."""
    folder = Path(tempfile.gettempdir()) / f"backtui-bench-{os.getuid()}" / name
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        command = [folder / "bin" / "python", "-m", "pip", "install", "-q", name]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
        (folder / "ready").touch()
    return folder / "bin" / name


def measured(command: list[str], home: Path) -> str:
    """The first picture, the memory, and what it does when nobody presses anything."""
    own = (
        environ()
        | {
            "HOME": str(home),
            "COLORTERM": "truecolor",
        }
        | ({} if "backtui" in command else {"PYTHONPATH": ""})
    )
    with running(command, own) as program:
        first = painted(program)
        program.settle(0.5, 8)
        state = Path(f"/proc/{program.pid}/stat").read_text().rpartition(")")[2].split()[0]
        if first is None or state == "Z":
            return "ends by itself" if state == "Z" else f"shows nothing within {PATIENCE_S:g} s"
        memory, rest = program.memory_mib, program.window(REST_S)
    return (
        f"{first * 1000:6.0f} ms {memory:6.0f} MiB {rest.bytes_a_second:8.0f} bytes/s {rest.cpu_share:7.1%}"
    )


def painted(program: Terminal) -> float | None:
    """Seconds until so much has come that it is a picture; None where none comes."""
    came, ends = 0, time.perf_counter() + PATIENCE_S
    while time.perf_counter() < ends:
        for at, data in program.read(0.01):
            program.glass.feed(data)
            came += len(data)
            if came > PICTURE_BYTES:
                return at - program.began
    return None


def compared(folder: Path) -> bool:
    """Three well-known programs beside backtui."""
    print(f"{'':<12} {'first picture':>9} {'memory':>7} {'at rest':>14} {'processor':>9}")
    print(f"{'backtui':<12} {measured([sys.executable, '-m', 'backtui'], folder)}")
    for name, words in PEERS.items():
        program = installed(name)
        found = measured([str(program), *words], folder) if program else "cannot be installed here"
        print(f"{name:<12} {found}", flush=True)
    return True

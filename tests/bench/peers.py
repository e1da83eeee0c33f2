"""Well-known Textual and terminal programs beside backtui: their first picture, rest and memory.

They are installed from the registry into an environment of their own, kept in the folder for temporary files.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from meter import Terminal, running
from start import environ

PEERS = {"termdown": ("termdown", "600"), "posting": ("posting",), "harlequin": ("harlequin",)}
PICTURE_BYTES = 300  # fewer are no picture yet
REST_S = 5.0


def installed() -> Path | None:
    """The folder of their programs; None where they cannot be had."""
    folder = Path(tempfile.gettempdir()) / f"backtui-bench-{os.getuid()}" / "peers"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        command = [folder / "bin" / "python", "-m", "pip", "install", "-q", *PEERS]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
        (folder / "ready").touch()
    return folder / "bin"


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
        memory, rest = program.memory_mib, program.window(REST_S)
    return (
        f"{first * 1000:6.0f} ms {memory:6.0f} MiB {rest.bytes_a_second:8.0f} bytes/s {rest.cpu_share:7.1%}"
    )


def painted(program: Terminal) -> float:
    """Seconds until so much has come that it is a picture."""
    came = 0
    while True:
        for at, data in program.read(0.01):
            program.glass.feed(data)
            came += len(data)
            if came > PICTURE_BYTES:
                return at - program.began


def compared(folder: Path) -> bool:
    """Three well-known programs beside backtui."""
    programs = installed()
    print(f"{'':<12} {'first picture':>9} {'memory':>7} {'at rest':>14} {'processor':>9}")
    print(f"{'backtui':<12} {measured([sys.executable, '-m', 'backtui'], folder)}")
    if programs is None:
        print("The others cannot be installed here.")
        return True
    for name, (program, *words) in PEERS.items():
        print(f"{name:<12} {measured([str(programs / program), *words], folder)}", flush=True)
    return True

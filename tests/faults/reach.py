"""How far each cue reaches: bell, title and notification through tmux, screen, ssh, mosh and to xterm.

    PYTHONPATH=tests:tests/faults python tests/faults/reach.py

A program gives each cue as a session does, inside each host that is installed; what comes out at its far end
is looked at. The README's table says what was seen.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import hosts
from conftest import ROOT, Terminal
from lives import Home

GIVES = """
import os, sys, time
from backtui.tui.cues import notice, title
time.sleep(3)
for cue in ("\\a", title("backtui 3"), notice("over", in_tmux="TMUX" in os.environ)):
    sys.stdout.write(cue)
    sys.stdout.flush()
    time.sleep(1)
time.sleep(3)
"""
SECONDS = 12
OSC = re.compile(rb"\x1b\].*?(?:\x07|\x1b\\)", re.DOTALL)
CUES: dict[str, Callable[[bytes], bool]] = {
    "bell": lambda seen: b"\a" in OSC.sub(b"", seen),
    "title": lambda seen: any(b"backtui 3" in each for each in OSC.findall(seen)),
    "notification": lambda seen: b"\x1b]9;over" in seen,
}
PASSED = "set-titles and allow-passthrough on"
# How tmux and screen are set beside as they come.
TMUX = {"as it comes": "", PASSED: "set -g set-titles on\nset -g allow-passthrough on"}
SCREEN = {"as it comes": "", "vbell off": "vbell off"}


def heard(client: Terminal) -> str:
    """What comes out at a client's terminal."""
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        client.read(0.2)
    hosts.put_away(client)
    return ", ".join(f"{name} {'yes' if is_in(client.seen) else 'no'}" for name, is_in in CUES.items())


def through(words: Callable[[str], list[str]], ways: dict[str, str], home: str, name: str) -> None:
    """A line for each way in which a host is set."""
    for way, text in ways.items():
        conf = Path(home, "conf")
        conf.write_text(f"{text}\n", encoding="utf-8")
        print(f"{name}, {way}: {heard(hosts.client_of(words(str(conf))))}", flush=True)
        hosts.killed(home, name)
        hosts.killed(home, name.upper())


def beside(name: str, home: str) -> None:
    """The same through a host that hosts.py opens."""
    clients: list[Terminal] = []
    opened = hosts.client_of
    hosts.client_of = lambda command: clients.append(opened(command)) or clients[-1]  # type: ignore[func-returns-value]
    try:
        with hosts.HOSTS[name][0](home):
            print(f"{name}: {heard(clients[0])}", flush=True)
    finally:
        hosts.client_of = opened


def xterm(home: str) -> None:
    """Only its title can be seen from outside."""
    with hosts.xterm(home):
        ends, seen = time.monotonic() + SECONDS, ""
        while time.monotonic() < ends and "backtui 3" not in seen:
            found = subprocess.run(
                ["xdotool", "search", "--name", "backtui 3", "getwindowname"],
                capture_output=True, text=True, timeout=20, check=False,
            )  # fmt: skip
            seen += found.stdout
            time.sleep(0.2)
    print(f"xterm: title {'yes' if 'backtui 3' in seen else 'no'}", flush=True)


def main() -> int:
    """The command."""
    with Home("screen") as _:
        home = os.environ["HOME"]
        os.environ |= {"PYTHONPATH": str(ROOT), "BACKTUI_CLOCK": ""}
        os.environ["SCREENDIR"] = f"{home}/screen"
        Path(os.environ["SCREENDIR"]).mkdir(mode=0o700)
        hosts.COMMAND[:] = [sys.executable, "-c", GIVES]
        line = shlex.join(hosts.COMMAND)
        there = {name for name, (_, needs) in hosts.HOSTS.items() if all(map(shutil.which, needs))}
        for name in sorted(hosts.HOSTS.keys() - there):
            print(f"{name}: not tried, it is not installed here")
        if "tmux" in there:
            through(
                lambda conf: ["tmux", "-f", conf, "-S", f"{home}/socket", "new", line], TMUX, home, "tmux"
            )
        if "screen" in there:
            through(lambda conf: ["screen", "-c", conf, "-U", *hosts.COMMAND], SCREEN, home, "screen")
        for name in sorted(there & {"ssh", "mosh"}):
            beside(name, home)
        if "xterm" in there:
            xterm(home)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

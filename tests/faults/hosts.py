"""Where a terminal lives: tmux, screen, mosh, xterm, ssh. Each is ended around a running session.

    PYTHONPATH=tests:tests/faults python tests/faults/hosts.py --tries 3

tries what is installed and says what is not, and prints one line for each end.
"""

import argparse
import contextlib
import fcntl
import os
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from conftest import ROOT, Terminal
from found import Found
from lives import RATE, Home, alive, at_start, doctor, logged, noted

COMMAND = [sys.executable, "-m", "backtui"]
QUICKLY = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "timeout": 20}
WRITTEN_S = 0.06
Press = Callable[[], object]
End = Callable[[], object]


def ran(*words: str) -> None:
    """Run something that says nothing."""
    subprocess.run(words, check=False, **QUICKLY)  # type: ignore[call-overload]


def pids(home: str, name: str) -> set[int]:
    """The processes that live in a home and have a word in their command."""
    found = set()
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            environ, line = (each / "environ").read_bytes(), (each / "cmdline").read_bytes()
            if f"HOME={home}\0".encode() in environ and name.encode() in line:
                found.add(int(each.name))
    return found


def killed(home: str, name: str) -> None:
    """Kill what has a word in its command, in this home only."""
    for pid in pids(home, name):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def client_of(command: list[str]) -> Terminal:
    """A client at a terminal of 24 by 80."""
    client = Terminal([shutil.which(command[0]) or "", *command[1:]])
    fcntl.ioctl(client.master, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
    return client


@contextlib.contextmanager
def tmux(home: str) -> Iterator[tuple[Press, dict[str, End]]]:
    """A server of its own, and a client at a terminal."""
    base = ("tmux", "-f", "/dev/null", "-S", f"{home}/tmux")
    client = client_of(["tmux", *base[1:], "new", "-s", "s", shlex.join(COMMAND)])

    def two_clients() -> None:
        ran(*base, "detach-client", "-a")
        for rows, columns in ((12, 40), (40, 132)):
            ran(*base, "resize-window", "-t", "s", "-x", str(columns), "-y", str(rows))
            other = client_of(["tmux", *base[1:], "attach", "-t", "s"])
            other.read(0.5)
            os.kill(other.pid, signal.SIGKILL)
            os.waitpid(other.pid, 0)
            other.hang_up()
        ran(*base, "kill-session", "-t", "s")

    yield (
        lambda: ran(*base, "send-keys", "-t", "s", "Enter"),
        {
            "server ended": lambda: ran(*base, "kill-server"),
            "server killed": lambda: killed(home, "tmux"),
            "session ended": lambda: ran(*base, "kill-session", "-t", "s"),
            "pane closed": lambda: ran(*base, "kill-pane", "-t", "s"),
            "two clients and sizes, then ended": two_clients,
        },
    )
    ran(*base, "kill-server")
    put_away(client)


@contextlib.contextmanager
def screen(home: str) -> Iterator[tuple[Press, dict[str, End]]]:
    """A screen of its own."""
    os.environ["SCREENDIR"] = f"{home}/screen"
    Path(os.environ["SCREENDIR"]).mkdir(mode=0o700, exist_ok=True)
    client = client_of(["screen", "-c", "/dev/null", "-U", "-S", "s", *COMMAND])
    base = ("screen", "-S", "s", "-p", "0", "-X")
    yield (
        lambda: os.write(client.master, b"\r"),
        {
            "ended": lambda: ran(*base, "quit"),
            "window closed": lambda: ran(*base, "kill"),
            "killed": lambda: killed(home, "SCREEN"),
        },
    )
    ran(*base, "quit")
    put_away(client)


@contextlib.contextmanager
def mosh(home: str) -> Iterator[tuple[Press, dict[str, End]]]:
    """A server and a client of this machine."""
    os.environ["LC_ALL"] = "C.UTF-8"  # it asks for one that is UTF-8
    server = ["mosh-server", "new", "-i", "127.0.0.1", "-p", "61001:61099", "--", *COMMAND]
    said = subprocess.run(server, capture_output=True, text=True, timeout=20, check=False).stdout
    port, key = re.search(r"MOSH CONNECT (\d+) (\S+)", said).groups()  # type: ignore[union-attr]
    os.environ["MOSH_KEY"] = key
    client = client_of(["mosh-client", "127.0.0.1", port])
    yield lambda: os.write(client.master, b"\r"), {"server killed": lambda: killed(home, "mosh-server")}
    killed(home, "mosh-server")
    put_away(client)


@contextlib.contextmanager
def xterm(home: str) -> Iterator[tuple[Press, dict[str, End]]]:
    """A window on a screen that nobody sees."""
    os.environ |= {"DISPLAY": ":97", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(["Xvfb", ":97", "-screen", "0", "1024x768x24"], **SILENT) as display:
        time.sleep(2)
        with subprocess.Popen(["xterm", "-u8", "-geometry", "80x24+0+0", "-e", *COMMAND], **SILENT) as window:
            try:
                yield (
                    lambda: ran("xdotool", "mousemove", "90", "90", "key", "Return"),
                    {
                        "closed": window.terminate,
                        "killed": window.kill,
                        "display gone": display.kill,
                    },
                )
            finally:
                window.kill()
                display.kill()


SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@contextlib.contextmanager
def ssh(home: str) -> Iterator[tuple[Press, dict[str, End]]]:
    """A server for this try only, on the loopback."""
    for name in ("host", "id"):
        ran("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{home}/{name}")
    Path(f"{home}/auth").write_bytes(Path(f"{home}/id.pub").read_bytes())
    conf = ["HostKey", "AuthorizedKeysFile", "PidFile"]
    lines = [f"{each} {home}/{name}" for each, name in zip(conf, ("host", "auth", "pid"), strict=True)]
    lines += ["Port 22977", "ListenAddress 127.0.0.1", "StrictModes no", "UsePAM no"]
    Path(f"{home}/conf").write_text("\n".join(lines))
    Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([shutil.which("sshd") or "", "-D", "-f", f"{home}/conf"], **SILENT)  # type: ignore[call-overload]
    time.sleep(1)
    names = ("HOME", "TZ", "TERM", "BACKTUI_CLOCK", "PYTHONPATH")
    far = shlex.join(["env", *(f"{name}={os.environ[name]}" for name in names), *COMMAND])
    options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-i", f"{home}/id"]
    client = client_of(["ssh", "-tt", "-p", "22977", *options, "127.0.0.1", far])

    def far_end() -> None:
        """The server's process for this connection goes, the hard way."""
        for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
            for one in [*Path(f"/proc/{pid}/task/{pid}/children").read_text().split(), pid]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(one), signal.SIGKILL)

    yield (
        lambda: os.write(client.master, b"\r"),
        {
            "client killed": lambda: os.kill(client.pid, signal.SIGKILL),
            "client's terminal closed": client.hang_up,
            "connection killed at the server": far_end,
        },
    )
    server.kill()
    server.wait()
    put_away(client)


def put_away(client: Terminal) -> None:
    """End a client."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(client.pid, signal.SIGKILL)
        os.waitpid(client.pid, 0)
    if client.master >= 0:
        client.hang_up()


HOSTS = {
    "tmux": (tmux, ("tmux",)),
    "screen": (screen, ("screen",)),
    "ssh": (ssh, ("sshd", "ssh")),
    "mosh": (mosh, ("mosh-server", "mosh-client")),
    "xterm": (xterm, ("xterm", "Xvfb", "xdotool")),
}


def hosts(tries: int, only: str = "") -> list[Found]:
    """So many tries of each end of each host that is installed."""
    series = []
    for name, (host, needs) in HOSTS.items():
        if only not in ("", name):
            continue
        missing = [each for each in needs if shutil.which(each) is None]
        if missing:
            print(f"{name}: not tried, {', '.join(missing)} is not installed here")
            continue
        at, ends = 0, [""]
        while at < len(ends):
            found = Found(f"{name}, {ends[at] or 'its first end'}")
            for _ in range(tries):
                found.tries += 1
                with noted(found, name):
                    ends = one(host, at, found, name)
            series.append(found)
            at += 1
    return series


def one(
    host: Callable[[str], contextlib.AbstractContextManager[tuple[Press, dict[str, End]]]],
    at: int,
    found: Found,
    name: str,
) -> list[str]:
    """One session in a host that ends; the names of its ends."""
    with Home("screen") as home:
        os.environ["BACKTUI_CLOCK"] = f"{at_start(0).isoformat()}@{RATE}"
        os.environ["PYTHONPATH"] = str(ROOT)
        folder = os.environ["HOME"]
        with host(folder) as (press, ends):
            what = list(ends)[at]
            found.fault = f"{name}, {what}"
            end = time.monotonic() + 40
            while home.session() is None or logged() == 0:
                assert time.monotonic() < end, "no session began"
                if home.session() is None:
                    press()
                time.sleep(0.5)
            programs = {pid for pid in pids(folder, "backtui") if comm(pid).startswith("python")}
            assert len(programs) == 2, "the screen and its parent"
            ends[what]()
            time.sleep(WRITTEN_S)
            before = logged()
            alive(programs, found, what)
            if logged() > before:
                found.said_wrongly += 1
                found.notes.append(f"{name}, {what}: {logged() - before} logged after the loss")
            if home.session()["state"] != "open" or doctor():
                found.lost += 1
                found.notes.append(f"{name}, {what}: {home.session()['state']} {doctor()}")
            return list(ends)


def comm(pid: int) -> str:
    """The name of a process."""
    try:
        return Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return ""


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--tries", type=int, default=3)
    parser.add_argument("--host", default="", choices=("", *HOSTS), help="only this one")
    asked = parser.parse_args()
    return max((each.told() for each in hosts(asked.tries, asked.host)), default=1)


if __name__ == "__main__":
    raise SystemExit(main())

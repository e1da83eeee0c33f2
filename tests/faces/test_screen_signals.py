"""Cues through the terminal: bells far enough apart, the title given back, a command that never holds up."""

import asyncio
import sys
from pathlib import Path

import pytest
from textual.app import App
from textual.screen import Screen

from backtui.config.settings import Config
from backtui.domain.cues import BELL_GAP_S, CUE_GAP_S, Call, Cue
from backtui.machine.voice import found
from backtui.tui.cues import RESTORE_TITLE, SAVE_TITLE, Signals, notice, signals_of, title
from backtui.tui.heard import to_offer


class Terminal:
    """Notes what is sent and what is put off, and runs the put-off when told to."""

    def __init__(self, config: Config) -> None:
        self.sent: list[str] = []
        self.later: list[tuple[float, object]] = []
        self.told: list[str] = []
        self.flashes = 0
        self.signals = Signals(config, self.sent.append, self.put_off, self.flash, self.told.append)

    def put_off(self, seconds: float, action: object) -> None:
        self.later.append((seconds, action))

    def flash(self) -> None:
        self.flashes += 1

    def run_later(self) -> list[float]:
        gaps = []
        while self.later:
            seconds, action = self.later.pop(0)
            gaps.append(seconds)
            action()  # type: ignore[operator]
        return gaps


@pytest.mark.parametrize(("cue", "bells"), [(Cue.OUT, 1), (Cue.HOLD, 2), (Cue.SWITCH, 3), (Cue.RELAX, 0)])
def test_each_cue_has_its_bells_and_none_come_closer_than_a_quarter_second(cue: Cue, bells: int) -> None:
    terminal = Terminal(Config())
    terminal.signals.call(Call(cue, "words"))
    gaps = terminal.run_later()
    assert terminal.sent == ["\x07"] * bells
    assert gaps == [BELL_GAP_S] * max(0, bells - 1)


def test_a_cue_in_the_midst_of_another_s_bells_ends_them_and_is_told_apart() -> None:
    terminal = Terminal(Config())
    terminal.signals.call(Call(Cue.READY, "new exercise"))
    terminal.signals.call(Call(Cue.HOLD, "hold"))
    assert terminal.sent == ["\x07"]
    gaps = terminal.run_later()
    assert terminal.sent == ["\x07"] * 3
    assert gaps == [BELL_GAP_S, CUE_GAP_S, BELL_GAP_S]


def test_no_sound_and_no_flash_unless_they_are_on() -> None:
    silent, flashing = Terminal(Config(sound=False)), Terminal(Config(sound=False, flash=True))
    for terminal in (silent, flashing):
        terminal.signals.call(Call(Cue.HOLD, "hold"))
    assert (silent.sent, silent.flashes, flashing.flashes) == ([], 0, 1)


def test_the_window_s_title_is_saved_once_set_on_change_and_given_back() -> None:
    terminal = Terminal(Config())
    for text in ("3 hold", "3 hold", "2 hold"):
        terminal.signals.name_window(text)
    terminal.signals.give_back()
    terminal.signals.give_back()
    assert terminal.sent == [SAVE_TITLE + title("3 hold"), title("2 hold"), RESTORE_TITLE]


def test_a_title_has_no_other_signs_where_the_rest_has_none() -> None:
    terminal = Terminal(Config(ascii=True))
    terminal.signals.name_window("15 hold · Pelvic tilt")
    assert terminal.sent[0].isascii()
    assert "Pelvic tilt" in terminal.sent[0]


def test_a_blank_command_runs_nothing() -> None:
    terminal = Terminal(Config(cue_command="  "))
    terminal.signals.call(Call(Cue.HOLD, "words"))
    terminal.signals.try_command()
    assert terminal.signals.command.task is None
    assert terminal.told == []


def test_a_notice_is_passed_through_tmux() -> None:
    assert notice("done", in_tmux=False) == "\x1b]9;done\x1b\\"
    assert notice("done", in_tmux=True) == "\x1bPtmux;\x1b\x1b]9;done\x1b\x1b\\\x1b\\"


async def settled(signals: Signals) -> None:
    task = signals.command.task
    assert task is not None
    await asyncio.wait_for(task, 10)


async def test_the_cue_command_gets_the_words_as_arguments_and_no_shell_sees_them(tmp_path: Path) -> None:
    out = tmp_path / "heard"
    script = tmp_path / "say.py"
    script.write_text(f"import sys; open({str(out)!r}, 'w').write('|'.join(sys.argv[1:]))")
    terminal = Terminal(Config(cue_command=f"{sys.executable} {script} -v en"))
    terminal.signals.call(Call(Cue.HOLD, "Hold; $(rm -rf) `x`"), ("Pelvic lift", "left"))
    await settled(terminal.signals)
    assert out.read_text() == "-v|en|Hold; $(rm -rf) `x`|hold|Pelvic lift|left"


@pytest.mark.parametrize("command", ["/nowhere/at/all", f"{sys.executable} -c 'raise SystemExit(3)'"])
async def test_a_cue_command_that_fails_is_told_of_once(command: str) -> None:
    terminal = Terminal(Config(cue_command=command))
    for _ in range(2):
        terminal.signals.call(Call(Cue.HOLD, "hold"))
        await settled(terminal.signals)
    assert len(terminal.told) == 1
    assert "cue command" in terminal.told[0]


def a_voice(folder: Path, monkeypatch: pytest.MonkeyPatch, takes_s: float = 0) -> Path:
    """A program called espeak-ng, the only one there is, that notes what it is to say before and after."""
    out = folder / "heard"
    program = folder / "espeak-ng"
    program.write_text(
        f"#!{sys.executable}\nimport sys, time\n"
        f"def note(text): open({str(out)!r}, 'a').write(text + '\\n')\n"
        f"note('begins ' + sys.argv[-1]); time.sleep({takes_s}); note('ends ' + sys.argv[-1])\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("SSH_TTY")
    return out


async def written(out: Path, words: str) -> str:
    for _ in range(200):
        if out.exists() and words in out.read_text():
            break
        await asyncio.sleep(0.05)
    return out.read_text()


async def test_a_newer_cue_ends_what_the_voice_still_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = a_voice(tmp_path, monkeypatch, takes_s=30)
    assert list(found()) == ["espeak-ng"]
    terminal = Terminal(Config(voice="espeak-ng"))
    terminal.signals.call(Call(Cue.READY, "A long one."))
    assert "begins A long one." in await written(out, "A long one.")
    terminal.signals.call(Call(Cue.IN, "And in."))
    assert "begins And in." in await written(out, "And in.")
    terminal.signals.hush()
    await asyncio.gather(*(task for task in (terminal.signals.voice.task,) if task), return_exceptions=True)
    assert "ends" not in out.read_text()
    assert terminal.told == []


@pytest.mark.parametrize(
    ("config", "far", "speaks"),
    [
        (Config(voice="espeak-ng"), False, True),
        (Config(voice="espeak-ng"), True, False),
        (Config(voice="espeak-ng", voice_over_ssh=True), True, True),
        (Config(voice="off"), False, False),
        (Config(voice="ask"), False, False),
        (Config(voice="espeak-ng", sound=False), False, False),
    ],
)
async def test_it_speaks_where_the_person_is_and_only_when_it_is_to(
    config: Config, far: bool, speaks: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_voice(tmp_path, monkeypatch)
    if far:
        monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5022 10.0.0.2 22")
    terminal = Terminal(config)
    terminal.signals.call(Call(Cue.HOLD, "Hold."))
    assert (terminal.signals.voice.task is not None) == speaks
    if terminal.signals.voice.task:
        await terminal.signals.voice.task


def test_a_voice_is_offered_once_and_not_over_ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not to_offer(Config())
    a_voice(tmp_path, monkeypatch)
    assert to_offer(Config())
    assert not to_offer(Config(voice="off"))
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    assert not to_offer(Config())


class Leaving(App[None]):
    """A screen that ends with a cue, as a session does."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    async def on_mount(self) -> None:
        screen: Screen[None] = Screen()
        await self.push_screen(screen)
        signals = signals_of(screen, Config())
        signals.write = self.sent.append  # type: ignore[method-assign]
        signals.call(Call(Cue.END, "Done."))
        screen.dismiss(None)


@pytest.mark.thorough
async def test_the_last_bells_ring_on_when_their_screen_is_gone() -> None:
    app = Leaving()
    async with app.run_test() as pilot:
        await pilot.pause(5 * BELL_GAP_S + 0.3)
        assert app.sent == ["\x07"] * 5

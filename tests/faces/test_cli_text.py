"""What people read: within 80 columns, reasons beside the numbers, nothing that steers the terminal."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from cli_room import MONDAY, backtui, files, train, wiring
from made_events import event
from msgspec.structs import replace
from open_logs import begun_in

from backtui.cli.commands import FILES

READS = (
    "plan",
    "plan --json",
    "plan --minutes 20 --routine stretches",
    "today",
    "today --json",
    "today --quiet",
    "exercises",
    "exercises --json",
    "show cat-camel",
    "history",
    "history --json",
    "why pretzel",
    "why pretzel --json",
    "export",
    "locate db",
    "locate config",
    "locate backups",
    "completion bash",
    "completion zsh",
    "completion fish",
    "--version",
)


@pytest.mark.parametrize("line", READS)
def test_reading_makes_nothing(line: str, home: Path) -> None:
    answer = backtui(*line.split())
    assert (answer.code, answer.err) == (0, "")
    assert bool(answer.out) == ("--quiet" not in line)
    assert files(home) == []


@pytest.mark.parametrize("command", ["", *FILES])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help_with_examples(command: str, option: str) -> None:
    answer = backtui(*command.split(), option)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"Usage: backtui {command}".rstrip())
    assert "Examples:" in answer.out
    assert f"backtui {command}".rstrip() in answer.out.partition("Examples:")[2]
    assert max(map(len, answer.out.splitlines())) <= 80
    assert answer.out.isascii()


@pytest.mark.parametrize(
    "line", ["plan", "today", "exercises", "history", "why pretzel", "show side-stretch"]
)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_text_keeps_within_80_columns(line: str, ascii_only: bool, clock) -> None:
    for _ in range(3):
        train(clock)
        clock.advance(2 * 86_400)
    words = ["--ascii", *line.split()] if ascii_only else line.split()
    answer = backtui(*words, at=clock.now())
    assert answer.code == 0
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "\x1b" not in answer.out
    assert answer.out.isascii() or not ascii_only
    assert not any(row.endswith(" ") for row in answer.out.splitlines())


def test_the_first_plan() -> None:
    assert (
        backtui("plan", "--routine", "stretches").out
        == """\
Back day · 0 of 3 this week

Today 5 min

  STRETCH                                            hold  reps
    Pelvic tilt                    lying            2 s × 2    first time
    Single leg pull           L R  lying            2 s × 2    first time
    Double knee to chest           lying            2 s × 2    first time
    Pretzel                   L R  lying            2 s × 2    first time
    Hamstring stretch         L R  lying            2 s × 2    first time
    Side stretch              L R  standing         2 s × 2    first time
    Back arch                      standing         2 s × 2    first time

· 7 exercises: First time: 2 s × 2, a gentle start.
"""
    )


def test_a_raise_has_its_arrow_and_its_reason(clock) -> None:
    for _ in range(2):
        train(clock)
        clock.advance(2 * 86_400)
    out = backtui("plan", at=clock.now()).out
    assert "    Pelvic lift                    lying            2 s × 3   ▲ rep\n" in out
    assert "2 of 2 held, comfortable two sessions in a row." in " ".join(out.split())
    ascii_out = backtui("--ascii", "plan", at=clock.now()).out
    assert "    Pelvic lift                    lying            2 s x 3   ^ rep\n" in ascii_out
    assert "repetitions 2 -> 3" in " ".join(ascii_out.split())


def test_a_break_has_its_arrow(clock) -> None:
    for _ in range(3):
        train(clock)
        clock.advance(2 * 86_400)
    out = backtui("plan", at=clock.now() + timedelta(days=20)).out
    assert "2 s × 2   ▼ after a break" in out
    assert "v after a break" in backtui("--ascii", "plan", at=clock.now() + timedelta(days=20)).out


@pytest.mark.parametrize(("days", "code"), [(0, 3), (1, 3), (2, 0)])
def test_quiet_answers_by_its_exit_code(days: int, code: int, clock) -> None:
    train(clock, minutes=3)
    answer = backtui("today", "--quiet", at=MONDAY + timedelta(days=days))
    assert (answer.code, answer.out, answer.err) == (code, "", "")


def test_today_tells_of_an_interrupted_session(clock) -> None:
    train(clock, until=lambda running: running.state.item == 1)
    assert "was interrupted; `backtui session` goes on with it" in " ".join(backtui("today").out.split())


def test_history_is_a_line_a_session(clock) -> None:
    name = train(clock).hex()[:8]
    clock.advance(2 * 86_400)
    unfinished = train(clock, until=lambda running: running.state.item == 2).hex()[:8]
    first, second = backtui("history", at=clock.now()).out.splitlines()
    assert second == (f"Mon 2 Mar 2026   07:00    12 min        13 exercises  {name}  done")
    assert first.split()[:4] == ["Wed", "4", "Mar", "2026"]
    assert first.endswith(f"2 of 13 exercises  {unfinished}  open")


def test_without_sessions_it_says_so() -> None:
    assert backtui("history").out == "No session yet.\n"
    assert backtui("history", "--since", "2026-03-01").out == "No session since 2026-03-01.\n"


def test_show_has_words_cautions_easier_form_and_dose() -> None:
    out = " ".join(backtui("show", "Cat and camel").out.split())
    for part in (
        "1. Come onto your hands and knees.",
        "Take care",
        "Easier",
        "Dose 2 s × 2",
        "aims at 5 s × 5, never above 10 s × 10.",
    ):
        assert part in out
    assert "{" not in backtui("show", "side-stretch").out


def test_stored_text_cannot_steer_the_terminal(clock) -> None:
    with wiring(clock).writing() as opened:
        plan = opened.ask(lambda coach: coach.plan(3))
        item = plan.items[0]
        evil = replace(item, decision=replace(item.decision, why="\x1b]0;owned\x07\u202eevil [red]"))
        block = replace(plan.blocks[0], items=(evil, *plan.blocks[0].items[1:]))
        seed = begun_in(opened.diary, replace(plan, blocks=(block, *plan.blocks[1:])), "plain")
        record = opened.ask(lambda coach: coach.session(seed.session))
        assert record is not None
        body = {"item": 0, "side": "none", "rep": 1, "holds_s": [9.0]}
        opened.store.append([event("rep-ended", clock.now(), body, seed.session)])
    for line in (f"why {item.item.exercise}", f"show {item.item.exercise}", "export", "history --json"):
        out = backtui(*line.split()).out
        assert not any(ord(char) < 32 and char != "\n" for char in out)
        assert "\u202e" not in out
        assert "\x9b" not in out


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from backtui.cli.output import colour_wanted

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm-256color")
    assert colour_wanted("auto")
    assert not colour_wanted("mono")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour_wanted("auto")
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not colour_wanted("auto")


def test_a_problem_in_the_config_is_told_and_the_plan_is_there(home: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('ascii = true\ntheme = "?"\n')
    answer = backtui("--config", str(config), "plan")
    assert answer.code == 0
    assert answer.out.isascii()
    assert "theme must be" in answer.err
    assert backtui("--config", str(config), "plan", "--json").err == ""


@pytest.mark.parametrize("name", FILES)
def test_a_command_lives_in_the_file_of_its_name_or_of_the_one_that_names_it(name: str) -> None:
    module = import_module(f"backtui.cli.{FILES[name]}")
    command = getattr(module, f"{name}_command")
    assert command.name == name
    assert command.callback.__module__ == module.__name__
    assert f"`{name}`" in str(module.__doc__).splitlines()[0]

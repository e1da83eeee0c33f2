"""The settings of this terminal: read as far as they are sound, saved without losing a comment."""

import os
import stat
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backtui.config import MAX_BYTES, SETTINGS, Config, ConfigError, load, save, setting


@pytest.fixture
def file(home: Path) -> Path:
    return home / ".config" / "backtui" / "config.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_the_table_and_the_fields_are_the_same() -> None:
    assert [row.key for row in SETTINGS] == [field.name for field in fields(Config)]
    assert all(row.accepts(row.default) for row in SETTINGS)
    assert all(row.effect.endswith(".") for row in SETTINGS)


def test_no_file_means_the_defaults_and_makes_nothing(file: Path) -> None:
    assert load(file) == (Config(), ())
    assert not file.parent.exists()


def test_what_is_said_is_used(file: Path) -> None:
    lines = ['theme = "nord"', "sound = false", "flash = true", 'motion = "reduced"', 'color = "16"']
    config, problems = load(written(file, "\n".join([*lines, "ascii = true", "title = false"])))
    assert problems == ()
    assert config == Config("nord", False, True, "reduced", "16", True, False)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('motion = "wild"', ["motion", '"full", "reduced" or "off"']),
        ("color = 256", ["color", '"256"']),
        ('sound = "yes"', ["sound", "true or false"]),
        ("sound = 1", ["sound", "true or false"]),
        ('theme = "../x"', ["theme", "name"]),
        ('sond = "x"', ["'sond'", "sound"]),
        ('"\\u001b[2J" = 1', ["\\x1b[2J"]),
        ("flash = tru", ["line 2"]),
        ('title = "', ["line 2"]),
        ("[[[", ["line 2"]),
    ],
)
def test_what_is_not_sound_is_one_sentence_and_the_rest_holds(
    file: Path, line: str, words: list[str]
) -> None:
    config, problems = load(written(file, f"ascii = true\n{line}\n"))
    assert config == Config(ascii=True)
    assert len(problems) == 1
    assert problems[0].isprintable()
    assert all(word in problems[0] for word in [str(file), *words])


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 20_000, "a = " + "1" * 9_000, "#" * (MAX_BYTES + 1), "=\n" * 99]
)
def test_beyond_all_bounds_the_defaults_hold(file: Path, text: str) -> None:
    config, problems = load(written(file, text))
    assert config == Config()
    assert "the defaults are used" in problems[-1]


def test_a_pipe_or_a_directory_is_not_read(file: Path) -> None:
    file.parent.mkdir(parents=True)
    os.mkfifo(file)
    assert "is not a file" in load(file)[1][0]
    assert "cannot be read" in load(file.parent)[1][0]


def test_bytes_that_are_not_utf_8_are_named_with_their_line(file: Path) -> None:
    written(file, "").write_bytes(b"sound = false\n# \xff\n")
    config, problems = load(file)
    assert config == Config(sound=False)
    assert "line 2" in problems[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(alphabet='soundtrue=[]"\n#\\u\x1b ', max_size=60))
def test_no_file_at_all_raises(file: Path, text: str) -> None:
    config, problems = load(written(file, text))
    assert config.theme == "auto"
    assert all(problem.isprintable() for problem in problems)


def test_saving_keeps_comments_order_and_the_unknown(file: Path) -> None:
    written(file, '# mine\nmotion = "full" # calm\n\nsond = 1\nsound = true\n\n[other]\nx = 1\n')
    save(file, "motion", "off")
    save(file, "title", False)
    assert file.read_text() == (
        '# mine\nmotion = "off" # calm\n\nsond = 1\nsound = true\ntitle = false\n\n[other]\nx = 1\n'
    )


def test_a_first_save_makes_private_places(file: Path) -> None:
    save(file, "sound", False)
    assert load(file) == (Config(sound=False), ())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [found.name for found in file.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("key", "value"), [("sond", True), ("sound", "yes"), ("motion", "wild"), ("color", True)]
)
def test_a_wrong_value_is_refused_before_anything_is_made(file: Path, key: str, value: str | bool) -> None:
    with pytest.raises(ConfigError):
        save(file, key, value)
    assert not file.exists()


@pytest.mark.parametrize("text", ["motion = \n", "a = 1\na = 2\n", "\udcff"])
def test_a_broken_file_is_not_saved_over(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = file.read_bytes()
    with pytest.raises(ConfigError, match="sound is not saved"):
        save(file, "sound", False)
    assert file.read_bytes() == before


def test_where_nothing_can_be_written_saving_says_so(home: Path) -> None:
    (home / "file").touch()
    with pytest.raises(ConfigError, match="cannot be"):
        save(home / "file" / "config.toml", "sound", False)


def test_a_row_is_found_by_its_key() -> None:
    assert setting("color").allowed == '"auto", "truecolor", "256", "16" or "mono"'
    with pytest.raises(ConfigError, match="there are theme, sound"):
        setting("colour")

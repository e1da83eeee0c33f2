"""The settings of this terminal: read as far as they are sound, saved without losing a comment."""

import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from often import often

from backtui.config.file import MAX_BYTES, load, save
from backtui.config.settings import SETTINGS, Config, ConfigError, KeyWish, setting


@pytest.fixture
def file(home: Path) -> Path:
    return home / ".config" / "backtui" / "config.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_the_table_and_the_fields_are_the_same() -> None:
    beside = ("keys", "themes")
    assert [row.key for row in SETTINGS] == [each for each in Config.__struct_fields__ if each not in beside]
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
    assert "is not a file" in load(file.parent)[1][0]


def test_bytes_that_are_not_utf_8_are_named_with_their_line(file: Path) -> None:
    written(file, "").write_bytes(b"sound = false\n# \xff\n")
    config, problems = load(file)
    assert config == Config(sound=False)
    assert "line 2" in problems[0]


@often(200, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# Where a hand slipped


def test_each_problem_has_its_line(file: Path) -> None:
    text = '# mine\n\nsound = 1\nsond = true\n[keys]\n"run.pause" = ["space"]\nrun.skip = 3\n[other]\nx = 1\n'
    config, problems = load(written(file, text))
    assert config == Config()
    assert [problem.partition(": ")[0].rpartition(", ")[2] for problem in problems] == [
        "line 3",
        "line 4",
        "line 6",
        "line 7",
        "line 8",
    ]


def test_keys_are_read_with_their_lines_with_and_without_quotes(file: Path) -> None:
    text = 'sound = false\n[keys]\n"run.pause" = "space,f13"\nrun.skip = "pagedown"\n'
    config, problems = load(written(file, text))
    assert problems == ()
    assert config.keys == (KeyWish("run.pause", "space,f13", 3), KeyWish("run.skip", "pagedown", 4))
    assert not config.sound


@pytest.mark.parametrize("text", ["keys = 3\n", 'keys = "space"\n', "keys = []\n"])
def test_keys_that_are_no_table_are_told(file: Path, text: str) -> None:
    config, problems = load(written(file, text))
    assert config == Config()
    assert "line 1" in problems[0]
    with pytest.raises(ConfigError):
        save(file, "keys.run.pause", "f13")
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# mine\n", '# mine\n\n[keys]\n"run.pause" = "f13"\n'),
        ('[keys]\n"run.pause" = "p" # pedal\n', '[keys]\n"run.pause" = "f13" # pedal\n'),
        ('[keys]\nrun.pause = "p" # pedal\n', '[keys]\nrun.pause = "f13" # pedal\n'),
        ('[keys]\nx = "1"\n\n[other]\ny = 2\n', '[keys]\nx = "1"\n"run.pause" = "f13"\n\n[other]\ny = 2\n'),
    ],
)
def test_a_key_is_saved_where_it_stands(file: Path, before: str, after: str) -> None:
    save(written(file, before), "keys.run.pause", "f13")
    assert file.read_text() == after
    assert KeyWish("run.pause", "f13", after[: after.index("f13")].count("\n") + 1) in load(file)[0].keys
    save(file, "keys.run.pause", "")
    assert "f13" not in file.read_text()
    assert "run.pause" not in {wish.action for wish in load(file)[0].keys}
    save(file, "keys.run.pause", "")


def test_windows_line_ends_and_a_byte_order_mark_are_read_and_kept(file: Path) -> None:
    written(file, "").write_bytes(b"\xef\xbb\xbf# mine\r\nsound = false\r\nmotion = 1\r\n")
    config, problems = load(file)
    assert config == Config(sound=False)
    assert "line 3" in problems[0]
    save(file, "sound", True)
    assert file.read_bytes() == b"# mine\r\nsound = true\r\nmotion = 1\r\n"


def test_a_key_said_twice_holds_as_it_was_said_first(file: Path) -> None:
    config, problems = load(written(file, "sound = false\nflash = true\nsound = true\n"))
    assert config == Config(sound=False, flash=True)
    assert "line 3" in problems[0]


def test_a_megabyte_is_not_read(file: Path) -> None:
    config, problems = load(written(file, "sound = false\n" + "# more\n" * 150_000))
    assert config == Config()
    assert "larger than 64 KiB" in problems[0]
    with pytest.raises(ConfigError, match="larger than 64 KiB"):
        save(file, "sound", True)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_an_unreadable_file_is_told(file: Path) -> None:
    written(file, "sound = false\n").chmod(0)
    assert "cannot be read" in load(file)[1][0]


@pytest.mark.parametrize("text", ["a" * 60_000, '"' * 60_000, "[" * 60_000, "a." * 30_000, "[ a " * 15_000])
def test_a_long_line_takes_no_time(file: Path, text: str) -> None:
    began = time.perf_counter()
    load(written(file, f"{text}\nsound = 1\n"))
    assert time.perf_counter() - began < 5


def test_a_key_of_many_names_is_refused_before_it_is_read(file: Path) -> None:
    written(file, ".".join(["a"] * 30_000) + " = 1\n")
    config, problems = load(file)
    assert config == Config()
    assert [each.split("config.toml, ")[1] for each in problems] == [
        "line 1 has too many full stops; the defaults are used."
    ]
    with pytest.raises(ConfigError, match="too many full stops"):
        save(file, "theme", "dark")


# Themes of one's own

SEA = 'primary = "#1f6f8b"\nforeground = "#e0f0f4"\nbackground = "#0b1d24"\n'


def theme_file(file: Path, name: str, text: str) -> Path:
    place = file.parent / "themes" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode("utf-8", "surrogateescape"))
    return place


def test_a_theme_is_a_file_in_a_folder_beside_the_settings(file: Path) -> None:
    theme_file(file, "sea.toml", SEA)
    theme_file(file, "dawn.toml", f'{SEA}dark = false\naccent = "#C0FFEE"\n')
    theme_file(file, ".sea.toml.swp", "no")
    theme_file(file, "notes.txt", "no")
    config, problems = load(file)
    assert problems == ()
    assert [each.name for each in config.themes] == ["dawn", "sea"]
    assert (config.themes[0].colours.dark, config.themes[0].colours.accent) == (False, "#C0FFEE")
    assert load(written(file, 'theme = "sea"'))[0].theme == "sea"
    save(file, "flash", True)
    assert [each.name for each in load(file)[0].themes] == ["dawn", "sea"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("Sea.toml", SEA, "its name must be small letters, digits and hyphens"),
        ("sea.toml", "", "primary is missing"),
        ("sea.toml", SEA.replace("#1f6f8b", "blue"), "primary"),
        ("sea.toml", f"{SEA}tint = 1", "tint"),
        ("sea.toml", f"{SEA}dark = 1", "dark"),
        ("sea.toml", f"{SEA}[[[", "it is not TOML: "),
        ("sea.toml", f"{SEA}# \udcff", "it is not UTF-8"),
        ("sea.toml", f"{SEA}# {'x' * 9000}", "it is larger than 8 KiB"),
        ("sea.toml", f"{SEA}x = {'[' * 4000}{']' * 4000}", ""),
    ],
)
def test_a_theme_that_cannot_be_used_is_one_sentence_and_left_out(
    file: Path, name: str, text: str, said: str
) -> None:
    place = theme_file(file, name, text)
    theme_file(file, "dawn.toml", SEA)
    config, [problem] = load(file)
    assert [each.name for each in config.themes] == ["dawn"]
    assert problem.startswith(f"{place}: {said}")
    assert problem.endswith("; the theme is left out.")


def test_a_folder_in_a_theme_s_place_is_left_out(file: Path) -> None:
    (file.parent / "themes" / "sea.toml").mkdir(parents=True)
    _, [problem] = load(file)
    assert problem.endswith("/sea.toml: it is not a file; the theme is left out.")

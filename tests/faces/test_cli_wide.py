"""Names of wide signs keep the columns of what the commands print."""

from pathlib import Path

import pytest
from cli_room import MONDAY, backtui
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from backtui.cli.output import WIDTH
from backtui.domain.text import columns

NAME = "腰のストレッチと腕の運動その一"  # 30 columns
EXERCISE = f"""
id = "koshi"
name = "{NAME}"
kind = "stretch"
position = "lying"
sides = "each"
works_on = ["back"]
set_up = ["仰向けになります。"]
movement_in = "ゆっくり{{side}}へ。"
hold = ["{"呼吸を続けます。" * 8}"]
movement_out = "ゆっくり戻します。"

[dose]
start = {{ hold_s = 2, reps = 2 }}
target = {{ hold_s = 5, reps = 5 }}
ceiling = {{ hold_s = 10, reps = 10 }}
"""
ROUTINE = f"""
id = "asa"
name = "{NAME}"

[[items]]
exercise = "koshi"

[[items]]
exercise = "pretzel"
"""


@pytest.fixture
def wide(home: Path) -> None:
    for name, text in (("koshi", EXERCISE), ("asa", ROUTINE)):
        file = home / f"{name}.toml"
        file.write_text(text)
        assert backtui("import", str(file)).code == 0
    assert backtui("routines", "--use", "asa").code == 0
    assert backtui("log", "session").code == 0


def place(line: str, of: str) -> int:
    """The column in which that stands."""
    return cell_len(line[: line.index(of)])


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize(
    ("words", "mark", "beside"),
    [
        (("plan",), "lying", "Pretzel "),
        (("exercises",), "lying", "pretzel "),
        (("routines",), "min", "standard "),
        (("set", "all"), "", ""),
        (("history", "--stats"), "", ""),
        (("show", "koshi"), "", ""),
        (("history",), "", ""),
        (("why", "koshi"), "", ""),
        (("today",), "", ""),
    ],
)
def test_columns_stand_below_each_other(words: tuple[str, ...], mark: str, beside: str) -> None:
    found = backtui(*words, at=MONDAY)
    assert (found.code, found.err) == (0, "")
    lines = found.out.splitlines()
    assert words == ("routines",) or max(map(cell_len, lines)) <= WIDTH
    if mark:
        wide = next(line for line in lines if "腰" in line and mark in line)
        plain = next(line for line in lines if beside in line and mark in line)
        assert place(wide, mark) == place(plain, mark)


@pytest.mark.usefixtures("wide")
def test_without_unicode_each_sign_keeps_its_columns() -> None:
    wide, ascii_ = (backtui(*words, "show", "koshi").out.splitlines() for words in ((), ("--ascii",)))
    assert [cell_len(line) for line in wide if "腰" in line] == [
        len(line) for line in ascii_ if "????" in line
    ][:1]


# Without the parts of Hangul that are joined to one sign: a name is kept with what they are joined to.
PARTS = {*range(0x1160, 0x1200), 0x3164, *range(0xD7B0, 0xD800)}
SIGNS = st.characters(categories=["L", "N", "P", "M"], max_codepoint=0xFFFF).filter(
    lambda sign: ord(sign) not in PARTS
)


@given(st.text(SIGNS, max_size=20))
def test_columns_are_counted_as_the_full_screen_counts_them(text: str) -> None:
    assert columns(text) == cell_len(text)

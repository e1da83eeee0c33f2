"""Whatever a file holds, it loads or is refused with a ContentError, and never anything else."""

from hypothesis import given
from hypothesis import strategies as st

from backtui.content.load import (
    ContentError,
    data_folder,
    exercise_from_toml,
    guidance_from_toml,
    routines_from_toml,
)
from backtui.domain.exercise import Exercise

PLACE = "data/exercises/pelvic-tilt.toml"
VALID = (data_folder() / "exercises" / "pelvic-tilt.toml").read_text()
LITERALS = [
    "0",
    "-1",
    "1e999",
    "nan",
    "true",
    "[]",
    "{}",
    '""',
    '"\\u0007"',
    "[[1]]",
    "{ a = 1 }",
    "12:00:00",
    "[",
]
FRAGMENTS = st.one_of(
    st.sampled_from([*LITERALS, "\n", "=", ".", '"', '"""', "[dose]\n", "[[dose]]\n", "{side}", "{", "\x00"]),
    st.text(max_size=20),
)


@st.composite
def cut_and_pasted(draw: st.DrawFn) -> str:
    """The valid file with a few slices replaced."""
    text = VALID
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 60)))
        text = text[:start] + draw(FRAGMENTS) + text[end:]
    return text


@st.composite
def revalued(draw: st.DrawFn) -> str:
    """The valid file with other values behind some keys: mostly good TOML of a bad shape."""
    lines = VALID.splitlines()
    for n in draw(st.sets(st.integers(0, len(lines) - 1), min_size=1, max_size=3)):
        key = lines[n].partition("=")[0]
        lines[n] = f"{key}= {draw(st.sampled_from(LITERALS) | st.integers().map(str))}"
    return "\n".join(lines)


def check(text: str) -> None:
    try:
        exercise = exercise_from_toml(text, PLACE)
    except ContentError as error:
        sentence = str(error)
        assert sentence.startswith(f"{PLACE}: ")
        assert sentence.endswith(".")
        assert sentence.isprintable()
        assert len(sentence) < 400
    else:
        assert isinstance(exercise, Exercise)
        assert exercise.id == "pelvic-tilt"
        assert exercise.start.hold_s <= exercise.target.hold_s <= exercise.ceiling.hold_s


@given(cut_and_pasted())
def test_a_cut_and_pasted_file_loads_or_is_refused(text: str) -> None:
    check(text)


@given(revalued())
def test_a_file_with_other_values_loads_or_is_refused(text: str) -> None:
    check(text)


@given(st.text(max_size=200))
def test_any_text_at_all_is_refused(text: str) -> None:
    check(text)
    for read in (guidance_from_toml, lambda text, name: routines_from_toml(text, name, {})):
        try:
            read(text, "data/x.toml")
        except ContentError:
            continue
        raise AssertionError(text)

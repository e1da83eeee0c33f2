"""The README's pictures load nothing from elsewhere and come out the same each time."""

import re
from pathlib import Path

import pytest
from pictures import PICTURES, SIZES, film_of, main, settings, tidy

DOCS = Path(__file__).parents[2] / "docs"


def test_docs_has_a_picture_of_each_walk_that_loads_nothing() -> None:
    pictures = sorted(DOCS.glob("*.svg"))
    assert len(pictures) >= len(PICTURES)
    for path in pictures:
        svg = path.read_text("utf-8")
        assert "@font-face" not in svg
        assert not re.search(r"url\((?!#)|<script|<image|href=", svg)
        assert {"http://www.w3.org/2000/svg"} >= set(re.findall(r'"(https?:[^"]*)"', svg))


@pytest.mark.thorough
def test_a_picture_is_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pictures.PICTURES", (settings,))
    monkeypatch.setattr("pictures.LARGE", ())
    monkeypatch.setattr("pictures.FILMED", False)
    taken = []
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        [path] = main(tmp_path / name)
        taken.append(path.read_bytes())
    assert taken[0] == taken[1]
    assert b"Session&#160;length" in taken[0]


def test_a_web_font_goes_and_the_reader_s_own_takes_its_place() -> None:
    face = "@font-face {\n src: url(https://x/y.woff2)\n}"
    svg = f"<style>{face}\n.a {{ font-family: Fira Code, monospace }}</style>"
    assert "url(" not in tidy(svg, "x")
    assert "ui-monospace" in tidy(svg, "x")
    assert all(cells >= 80 for cells, _ in SIZES.values())


def test_each_frame_of_the_film_has_its_turn_and_all_together_the_whole_time() -> None:
    svg = '<svg class="backtui" viewBox="0 0 10 10"><text>one</text></svg>'
    whole = film_of([(svg, 1.0), (svg, 3.0)])
    assert re.findall(r"(\d+)s step-end (\d+)s", whole) == [("4", "0"), ("4", "1")]
    assert re.findall(r"} ([\d.]+)% ", whole) == ["25.000", "75.000"]
    film = (DOCS / "film.svg").read_text("utf-8")
    for words in ("SLOWLY&#160;IN", "HOLD", "SLOWLY&#160;BACK", "▲"):
        assert words in film

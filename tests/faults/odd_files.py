"""Odd files in every place that takes one: JSONTestSuite, toml-test, odd tables.

    PYTHONPATH=tests:tests/faces:tests/store python tests/faults/odd_files.py [--share 5] [--large] [PART ...]

prints what it found. What is refused is refused in one sentence, and the log is then as it was to the byte;
what is taken in leaves every answer whole, and comes out as it went in.
"""

import argparse
import csv
import io
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cli_room import backtui
from found import Found
from odd_imports import Log, base
from odd_room import all_read, emptied, home, ran, suite, tried, wrong_answer
from odd_text import wrong_files, wrong_round
from own_samples import MORNING, hip
from test_import_fuzz import chained

from backtui.config.file import load, save
from backtui.config.settings import ConfigError
from backtui.content.own import toml_of
from backtui.machine import paths

TOKEN = '"the place of something odd"'
PLACES = {"body": "further", "setting": "value", "own": "definition", "envelope": "more", "note": "text"}


def logged() -> bytes:
    """All bytes of the log, none where there is none."""
    path = paths.database_path(None, {})
    return path.read_bytes() if path.exists() else b""


def imported(name: str, data: bytes, *words: str) -> str | None:
    """A file is taken in, or refused and the log is as it was; what is wrong."""
    Path(name).write_bytes(data)
    before = logged()
    answer = backtui("import", name, "--yes", *words)
    if wrong := wrong_answer(answer):
        return wrong
    if answer.code:
        return None if logged() == before else "refused, and the log is another"
    return all_read() or wrong_files() if logged() != before else None


# JSON


@cache
def templates() -> dict[str, str]:
    """Sound documents with a token in one place each."""
    found = {}
    for place, key in PLACES.items():
        whole = json.loads(base())
        told = json.loads(TOKEN)
        for each in whole["events"]:
            if place == "body" and "further" in each["body"]:
                each["body"]["further"] = told
            elif place == "setting" and each["kind"] == "setting-set":
                each["body"]["value"] = told
            elif place == "own" and each["kind"].endswith("-saved"):
                each["body"]["definition"] = {"id": "x", "odd": told}
            elif place == "note" and "text" in each:
                each["text"] = told
            elif place == "envelope":
                each[key] = told
        found[place] = json.dumps(whole)
    return found


def with_value(template: str, raw: bytes) -> bytes:
    """A document with something in its places, and the digests right where a value can be read out of it."""
    text = template
    try:
        value = json.loads(raw)
        whole = json.loads(template.replace(TOKEN, json.dumps(value)))
        chained(whole["events"])
        marked = json.loads(template)
        for each, right in zip(marked["events"], whole["events"], strict=True):
            each["digest"] = right["digest"]
        text = json.dumps(marked)
    except (ValueError, RecursionError, UnicodeError):
        pass
    return text.encode().replace(TOKEN.encode(), raw.strip())


def documents() -> Iterator[tuple[str, bytes]]:
    """Each file of the suite alone, and in each place of a document."""
    for name, raw in suite("json").items():
        yield name, raw
        for place, template in templates().items():
            yield f"{name} in {place}", with_value(template, raw)


def odd_documents(large: bool) -> Iterator[tuple[str, bytes]]:
    """What no suite has: sizes, encodings, halves, and the same twice."""
    sound = base().encode()
    for name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7"):
        yield name, base().encode(name)
    for share in range(1, 60):
        yield f"cut at {share}/60", sound[: len(sound) * share // 60]
    for name, raw in VALUES.items():
        for place, template in templates().items():
            yield f"{name} in {place}", with_value(template, raw)
    for name, (old, new) in DOUBLED.items():
        assert old in sound
        yield f"doubled {name}", sound.replace(old, new, 1)
    yield "twice", sound + sound
    yield "twice in a list", b"[" + sound + b"," + sound + b"]"
    yield "CR", base().replace(", ", ",\r").encode()
    yield "NUL behind", sound + b"\0"
    for blank in (b" ", b"\n", b"\t", b"\r"):
        yield f"many of {blank!r}", blank * (100_000_000 if large else 1_000_000) + sound
    yield "too large", b" " * (256_000_001 if large else 0)


DEEP = 1_000_000
VALUES = {
    **{f"{count} lists": b"[" * count + b"]" * count for count in (11, 12, 13, 14, 500, 3000)},
    "open lists": b"[" * DEEP,
    **{f"{count} objects": b'{"a":' * count + b"1" + b"}" * count for count in (11, 12, 13, 500)},
    "open objects": b'{"a":' * DEEP,
    **{f"{count} digits": b"1" * count for count in (15, 16, 17, 400, 4299, 4300, 4301, 5000, 100_000)},
    **{
        word: word.encode()
        for word in ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e-999", "-0", "-0.0")
    },
    **{
        word: word.encode()
        for word in ("9007199254740991", "9007199254740992", "1e15", "1e16", "0.1e-6", "1.0")
    },
    **{
        word: word.encode()
        for word in (r'"\ud800"', r'"\udc00\ud800"', r'"\ud83d\ude00"', r'"\u0000"', r'"\u202e"')
    },
    **{
        f"a name {word}": f"{{{word}: 1}}".encode()
        for word in (r'"\ud800"', r'"\u0000"', r'""', r'"__proto__"')
    },
    "raw surrogate": b'"\xed\xa0\x80"',
    "overlong": b'"\xc0\xaf"',
    "beyond": b'"\xf4\x90\x80\x80"',
    "a long text": b'"' + b"x" * 5000 + b'"',
    "a text too long": b'"' + b"x" * 300_000 + b'"',
    "a name doubled": b'{"a": 1, "a": 2}',
    "10,000 names": json.dumps({str(n): n for n in range(10_000)}).encode(),
    "4,000 bytes": json.dumps(list(range(1000))).encode(),
    "comment": b"1 /* x */",
    "hex": b"0x1",
    "single": b"'a'",
}
DOUBLED = {
    "schema": (b'"schema": 1', b'"schema": 1, "schema": 1'),
    "events": (b'"events":', b'"events": [], "events":'),
    "counter": (b'"counter": 1,', b'"counter": 7, "counter": 1,'),
    "wrong counter": (b'"counter": 1,', b'"counter": 1, "counter": 7,'),
    "kind": (b'"kind": "session-started"', b'"kind": "void", "kind": "session-started"'),
    "body": (b'"body": {', b'"body": {}, "body": {'),
    "day": (b'"day": "2026-03-02"', b'"day": "2026-03-01", "day": "2026-03-02"'),
    "digest": (b'"digest": "', b'"digest": "00", "digest": "'),
}


def json_files(share: int, large: bool) -> Found:
    """JSON for `import`."""
    found = Found("odd JSON")
    log = Log()
    with home() as at:
        for number, (name, data) in enumerate((*odd_documents(large), *documents())):
            if number % share == 0:
                begin(at)
                tried(found, name, lambda: document_of(log, data))  # noqa: B023 tried at once
    return found


def document_of(log: Log, data: bytes) -> str | None:
    """A document is refused, or taken in whole; in this process where nothing else is in the way."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return imported("x.json", data)
    taken = log.taken
    log.take_in(text, 0)
    return imported("x.json", data) if log.taken == taken else None


def begin(at: Path) -> None:
    """A home in which something is logged already."""
    os.chdir("/")
    emptied(at)
    (at / "work").mkdir()
    os.chdir(at / "work")
    assert backtui("log", "aerobic", "walking", "--minutes", "7").code == 0


# TOML

EXERCISE, ROUTINE = (
    toml_of(hip()).encode(),
    toml_of(dict(MORNING, items=[{"exercise": "pelvic-tilt"}])).encode(),
)


def tomls() -> Iterator[tuple[str, bytes]]:
    """Each file of the suite, and what it does not have."""
    yield from suite("toml").items()
    yield "a dotted key", b".".join([b"a"] * 30_000) + b" = 1"
    yield "dotted keys", b"\n".join(b".".join([b"a%d" % n] * 150) + b" = 1" for n in range(100))
    yield "deep", b"a = " + b"[" * 20_000
    yield "deep and closed", b"a = " + b"[" * 3000 + b"]" * 3000
    yield "inline", b"a = " + b"{a = " * 3000 + b"1" + b"}" * 3000
    yield "digits", b"a = " + b"1" * 5000
    yield "utf-16", "theme = 'x'".encode("utf-16")
    yield "nul", b"theme = 'x'\0"
    yield "many", b"".join(b"k%d = 1\n" % n for n in range(20_000))
    yield "large", b"#" * 1_000_000
    yield "tables", b"".join(b"[t%d]\n" % n for n in range(5_000))


def whole_and_within(data: bytes, sound: bytes) -> Iterator[bytes]:
    """A file alone, before and behind a sound one, and as a table of it."""
    yield data
    yield data + b"\n" + sound
    yield sound + b"\n" + data
    yield sound + b"\n[odd]\n" + data


def own_files(share: int, large: bool) -> Found:
    """TOML as what is of one's own."""
    del large
    found = Found("odd TOML as what is of one's own")
    with home() as at:
        begin(at)
        for number, (name, data) in enumerate(tomls()):
            for kind, sound in (("exercise", EXERCISE), ("routine", ROUTINE)):
                for way, file in enumerate(whole_and_within(data, sound)):
                    if (number + way) % share == 0:
                        tried(found, f"{name} as {kind} {way}", lambda: own_file(file))  # noqa: B023 at once
        tried(found, "all of them", lambda: all_read() or wrong_round())
    return found


def own_file(data: bytes) -> str | None:
    """A file of one's own is refused, or shown as it was."""
    Path("own.toml").write_bytes(data)
    before = logged()
    answer = backtui("import", "own.toml")
    if wrong := wrong_answer(answer):
        return wrong
    if answer.code:
        return None if logged() == before else "refused, and the log is another"
    told = tomllib.loads(data.decode("utf-8-sig"))
    again = backtui("show", told["id"], "--toml").out
    return None if tomllib.loads(again) == told else "it comes out otherwise"


def configs(share: int, large: bool) -> Found:
    """TOML as config.toml."""
    del large
    found = Found("odd TOML as config.toml")
    with home() as at:
        begin(at)
        for number, (name, data) in enumerate(tomls()):
            if number % share == 0:
                for way, file in enumerate((data, data + b"\n[keys]\n", b'theme = "auto"\n' + data)):
                    tried(found, f"{name} {way}", lambda: config(file))  # noqa: B023 tried at once
    return found


SAVED: Mapping[str, str | bool] = {"sound": False, "theme": "nord", "keys.run.pause": "p", "keys.quit": ""}


def config(data: bytes) -> str | None:
    """A file is read as far as it is sound, and saved with all else in it as it was, or not at all."""
    file = Path("config.toml")
    for key, value in SAVED.items():
        file.write_bytes(data)
        before = valued(data)
        try:
            save(file, key, value)
        except ConfigError as error:
            if "\n" in str(error) or len(str(error)) > 600:
                return f"not one sentence: {str(error)[:300]!a}"
            if file.read_bytes() != data:
                return f"{key} was refused, and the file is another"
            continue
        after, held = valued(file.read_bytes()), load(file)[0]
        if before is not None and (after is None or without(before, key) != without(after, key)):
            return f"saving {key} changed more"
        if key in ("sound", "theme") and getattr(held, key) != value:
            return f"{key} was saved, and does not hold"
    file.write_bytes(data)
    return ran("--config", str(file), "doctor", codes=(0, 1)) or ran(
        "--config", str(file), "today", codes=(0,)
    )


def valued(data: bytes) -> dict[str, Any] | None:
    """What a file says."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def without(values: dict[str, Any], key: str) -> str:
    """All that a file says but for one key; a text, for NaN is not itself."""
    kept = {name: value for name, value in values.items() if name != key.partition(".")[0]}
    return repr(sorted(kept.items()))


# Tables

HEAD = b"day,exercise,repetition,seconds\n"
ROW = b"2026-02-03,pelvic-lift,1,5\n"
SOUND = HEAD + ROW


def tables_of(large: bool) -> Iterator[tuple[str, bytes]]:
    """Tables as no program should write them."""
    columns = 1_000_000 if large else 50_000
    yield from {
        "empty": b"",
        "a NUL": SOUND + b"\0",
        "NULs": b"\0" * 1000,
        "NUL in a cell": SOUND.replace(b"lift", b"li\0ft"),
        "BOM": b"\xef\xbb\xbf" + SOUND,
        "two BOMs": b"\xef\xbb\xbf" * 2 + SOUND,
        "latin-1": SOUND + b"2026-02-04,\xe9\xe8,1,5\n",
        "one quote": SOUND + b'"',
        "an open quote": HEAD + b'2026-02-03,"pelvic-lift,1,5\n' * 9,
        "quotes": SOUND + b'"""",""""\n',
        "CRLF": SOUND.replace(b"\n", b"\r\n"),
        "CR": SOUND.replace(b"\n", b"\r"),
        "LFCR": SOUND.replace(b"\n", b"\n\r"),
        "no end": SOUND.strip(),
        "blank lines": SOUND.replace(b"\n", b"\n\n\n"),
        "only a head": HEAD,
        "semicolons": SOUND.replace(b",", b";"),
        "tabs": SOUND.replace(b",", b"\t"),
        "bars": SOUND.replace(b",", b"|"),
        "mixed": HEAD + ROW.replace(b",", b";") + ROW,
        "sep": b"sep=;\n" + SOUND.replace(b",", b";"),
        "sep other": b"sep=;\n" + SOUND,
        "head twice": HEAD + SOUND,
        "names twice": b"day,day,exercise,repetition,seconds\n2026-02-03,2026-02-04,pelvic-lift,1,5\n",
        "FF": SOUND + b"\x0c\x0b\x1c\x85\n",
        "U+2028": SOUND + "2026-02-04\u2028,pelvic-lift,1,5\n".encode(),
        "columns": SOUND + b"," * columns + b"\n",
        "columns in the head": HEAD.strip() + b",x" * columns + b"\n" + ROW,
        "short row": SOUND + b"2026-02-04\n",
        "long row": SOUND + ROW.strip() + b",1,2,3,4\n",
        "huge cell": HEAD + b"2026-02-03," + b"x" * (20_000_000 if large else 130_000) + b",1,5\n",
        "huge quoted": HEAD + b'2026-02-03,"' + b"x\n" * 60_000 + b'",1,5\n',
        "huge name": HEAD.strip() + b"," + b"y" * 140_000 + b"\n" + ROW,
        "rows": SOUND + ROW * (200_001 if large else 2_000),
        "too large": b"," * (33_000_000 if large else 0),
        "a surrogate": SOUND + b"2026-02-04,\xed\xa0\x80,1,5\n",
        "numbers": SOUND + b"2026-02-04,pelvic-lift," + b"9" * 400 + b",1e400\n",
        "odd digits": SOUND + "2026-02-0４,pelvic-lift,１,５\n".encode(),
        "an export": base().encode(),
        "minus": SOUND + b"2026-02-04,pelvic-lift,-1,-5\n",
        "a formula": SOUND + b"2026-02-04,=1+1,'=1+1,@x\n",
    }.items()
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield name, SOUND.decode().encode(name)
    yield "utf-16 cut", SOUND.decode().encode("utf-16")[:-1]
    yield "utf-16 with a surrogate", b"\xff\xfe" + SOUND.decode().encode("utf-16-le") + b"\x00\xd8,\x00"
    for name, raw in suite("json").items():
        page = io.StringIO()
        csv.writer(page).writerow(["2026-02-05", raw.decode("latin-1")[:2000], "1", "5"])
        yield name, SOUND + page.getvalue().encode()


def table_files(share: int, large: bool) -> Found:
    """Tables for `import`."""
    found = Found("odd tables")
    with home() as at:
        for number, (name, data) in enumerate(tables_of(large)):
            if number % share == 0:
                begin(at)
                tried(found, name, lambda: imported("x.csv", data))  # noqa: B023 tried at once
    return found


PARTS = {"json": json_files, "own": own_files, "config": configs, "tables": table_files}


def series(part: str, share: int = 1, large: bool = False) -> Found:
    """Try one of `share` of a part; what was found."""
    here = os.getcwd()
    try:
        return PARTS[part](share, large)
    finally:
        os.chdir(here)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--share", type=int, default=1)
    parser.add_argument("--large", action="store_true", help="files of 100 MB too")
    parser.add_argument("parts", nargs="*", default=list(PARTS))
    asked = parser.parse_args()
    return max(series(part, asked.share, asked.large).told() for part in asked.parts)


if __name__ == "__main__":
    raise SystemExit(main())

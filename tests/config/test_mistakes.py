"""Every mistake is told, on its line, in words that say how to mend it.

A case is a file in mistakes/: what is to be told of a line stands behind its `#!`. A new case is a new file.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from smwatch.config.load import format_problems, load_config, load_text
from smwatch.errors import ConfigError, ExitCode
from smwatch.locales import Speech

CASES = sorted((Path(__file__).parent / "mistakes").glob("*.toml"))

SYNTAX = {
    "name = Nordelait": "this value can't be read; put text between quotes; write true, false and numbers without",
    "name = “Nordelait”": 'this value can\'t be read; replace curly quotes and guillemets by straight ones: "…"',
    "name = « Nordelait »": 'this value can\'t be read; replace curly quotes and guillemets by straight ones: "…"',
    'name = "Nordelait': "a quote isn't closed on this line; "
    'close it; a text of several lines stands between """ and """',
    'name = "Nordelait" "Nord-Lait"': "something stands after the value; "
    "write one key a line, and each text between one pair of quotes",
    'name "Nordelait"': 'there is no = after the key; write it as: key = "value"',
    'name = "a"\nname = "b"': "this key stands twice; "
    "remove one; another brand or feed begins with [[brands]] or [[feeds]]",
    'name = "C:\\Users"': "a backslash means something special between double quotes; "
    "write each backslash twice, or put the text between 'straight single quotes'",
    'name = "C:\\docs"': "a backslash means something special between double quotes; "
    "write each backslash twice, or put the text between 'straight single quotes'",
    'names = ["a" "b"]': "this list isn't closed, or lacks a comma; "
    'write it as ["one", "two"]; it may begin some lines above',
    "headers = { a = 1": "these braces aren't closed, or lack a comma; "
    'write them as { one = "a", two = "b" }, on one line',
    'name = """Nordelait': "a quote is never closed; close the text with the same quotes that open it; "
    "they may stand far above",
    "[zebra": "the bracket of this table isn't closed; write [table] or [[table]], alone on its line",
    "[mail]\n[mail]": "this table stands twice; "
    "put the keys of both under one; only [[double brackets]] may come again",
    "a = { b = 1 }\na.c = 2": "this table is written in two ways; put all its keys under one [table]",
    "= 3": 'this is neither a key, nor a table, nor a comment; write it as: key = "value", [table], or # comment',
    "a = { b = 1, b = 2 }": "this key stands twice between the same braces; remove one",
    "when = 2026-02-30": "this date can't be; put text between quotes",
    "a = 1,": "something stands after the value; write one key a line, and each text between one pair of quotes",
}


def told(text: str, path: Path = Path("smwatch.toml")) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        load_text(text, path)
    return format_problems(raised.value, Speech("en"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_mistake_is_told_on_its_line_and_nothing_else_is(path: Path) -> None:
    text = path.read_text("utf-8")
    expected = [
        f"{path}:{number}: {message.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        for message in line.split("#!")[1:]
    ]
    assert sorted(told(text, path)) == sorted(expected)


@pytest.mark.parametrize("text", SYNTAX, ids=str)
def test_what_is_no_toml_is_told_in_plain_words(text: str) -> None:
    above = '# a config\n[[brands]]\nname = "Val-Doré"\n\n[other]\n'
    line = 6 + text.count("\n")
    assert told(above + text + "\n") == [f"smwatch.toml:{line}: {SYNTAX[text]}"]


def test_a_mistake_nobody_has_foreseen_is_told_as_toml_tells_it() -> None:
    (line,) = told("name = 'a\x01'")
    assert line.startswith("smwatch.toml:1: this can't be read: ")
    assert line.endswith("'\\x01'; see how config.example.toml writes it")


def test_too_many_brackets_are_a_mistake_and_no_crash() -> None:
    assert told("a = " + "[" * 100_000)[0].startswith("smwatch.toml: brackets stand within brackets")


def test_a_number_of_too_many_digits_is_a_mistake_and_no_crash() -> None:
    assert "this can't be read" in told("a = " + "9" * 5000)[0]
    assert any("… is no length of time" in line for line in told("network.timeout = 0x" + "f" * 5000))


def test_a_config_without_a_brand_says_how_to_add_one() -> None:
    assert told("") == ['smwatch.toml: brands: no brand is named; add [[brands]] and under it name = "…"']
    assert told("brands = []") == ['smwatch.toml:1: brands: no brand is named; add [[brands]] and under it name = "…"']


def test_two_brands_on_one_line_are_told_apart() -> None:
    line = "smwatch.toml:1: brands.name: a stands on line 1 already; remove one of the two, or give it another name"
    assert told('brands = [{ name = "a" }, { name = "a" }]') == [line]


def test_a_long_or_harmful_value_is_shown_short_and_harmless() -> None:
    long, bell = "x" * 500, "\\u001b[31m"
    assert told(f'language = "{long}"\n[[brands]]\nname = "a"')[0].count("x") == 59
    assert "\x1b" not in told(f'language = "{bell}"\n[[brands]]\nname = "a"')[0]


def test_a_file_that_is_missing_names_itself_and_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        load_config(tmp_path / "no.toml")
    assert raised.value.exit_code == ExitCode.BAD_CONFIG
    (line,) = format_problems(raised.value, Speech("en"))
    assert line.startswith(f"{tmp_path}/no.toml: this file can't be read (No such file or directory); ")
    assert line.endswith("check its name and who may read it, or run `smwatch init`")


def test_a_file_in_another_encoding_is_told_with_the_line_of_its_first_accent(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.toml"
    path.write_bytes('[[brands]]\nname = "Val-Doré"\n'.encode("cp1252"))
    with pytest.raises(ConfigError) as raised:
        load_config(path)
    assert format_problems(raised.value, Speech("en")) == [
        f"{path}:2: this isn't UTF-8 text; save the file as UTF-8 in your editor"
    ]


def test_thousands_of_mistakes_are_told_soon() -> None:
    brands = "".join(f'[[brands]]\nname = "Brand {number}"\n' for number in range(1000))
    feeds = "".join(f'[[feeds]]\nurl = "https://a{n}.example/"\nabout = ["Bramd {n}"]\n' for n in range(1000))
    start = time.perf_counter()
    lines = told(brands + feeds)
    assert time.perf_counter() - start < 10
    assert len(lines) == 1000
    assert lines[0].endswith('there is no brand Bramd 0; did you mean "Brand 0"?')
    assert lines[-1].endswith("the brands are: Brand 0, Brand 1, Brand 2, Brand 3, Brand 4, Brand 5, Brand…")

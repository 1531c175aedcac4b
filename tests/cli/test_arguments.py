"""Global options anywhere on the line, and a noun alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.cli.arguments import Globals, take_globals, with_list
from smwatch.errors import UsageError

PLAIN = st.lists(st.text("abc-", max_size=4).filter(lambda word: word not in {"-q", "-v", "--"}), max_size=5)


@given(PLAIN, st.integers(0, 5))
def test_global_options_are_taken_wherever_they_stand(words: list[str], at: int) -> None:
    line = [*words[:at], "--json", "--config", "x.toml", "-q", *words[at:]]
    taken, left = take_globals(line)
    assert taken == Globals(config=Path("x.toml"), json=True, quiet=True)
    assert left == words


@given(PLAIN)
def test_after_two_dashes_nothing_is_taken(words: list[str]) -> None:
    taken, left = take_globals([*words, "--", "--json"])
    assert taken == Globals()
    assert left == [*words, "--", "--json"]


@pytest.mark.parametrize(
    ("line", "lang", "left"),
    [
        ("--lang fr mentions", "fr", "mentions"),
        ("--lang=fr scan", "fr", "scan"),
        ("scan --lang en", "en", "scan"),
        ("status --lang fr_CA", "fr", "status"),
        ("mentions --lang fr", "", "mentions --lang fr"),
        ("export daily --lang=en", "", "export daily --lang=en"),
        ("--lang fr mentions --lang en", "fr", "mentions --lang en"),
        ("mentions --brand X --lang en", "", "mentions --brand X --lang en"),
        ("mentions list --all --lang en", "", "mentions list --all --lang en"),
        ("mentions show 1 --lang fr", "fr", "mentions show 1"),
        ("mentions label 1 --lang fr negative", "fr", "mentions label 1 negative"),
        ("sentiment words --limit 3 --lang fr", "", "sentiment words --limit 3 --lang fr"),
        ("sentiment score --lang fr", "fr", "sentiment score"),
    ],
)
def test_lang_speaks_before_the_noun_and_chooses_after_it(line: str, lang: str, left: str) -> None:
    taken, words = take_globals(line.split())
    assert (taken.lang, words) == (lang, left.split())


@pytest.mark.parametrize(
    "line", ["--lang", "scan --config", "--config=", "--config --json", "--lang de", "--lang frog"]
)
def test_an_option_without_its_value_is_told(line: str) -> None:
    with pytest.raises(UsageError):
        take_globals(line.split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mentions", "mentions list"),
        ("feeds --problems", "feeds list --problems"),
        ("alerts show 1", "alerts show 1"),
        ("brands --help", "brands --help"),
        ("scan", "scan"),
        ("", ""),
    ],
)
def test_a_noun_alone_is_its_list(typed: str, meant: str) -> None:
    assert with_list(typed.split()) == meant.split()

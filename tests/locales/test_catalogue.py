"""The French catalogue is whole, fresh, and French: its words, its arguments, its typography."""

from __future__ import annotations

import re
import string
from types import ModuleType

import pytest

NO_FRENCH = frozenset("the of and is are with for this that not your from was will you there which".split())
"""English words that no French sentence holds."""


def arguments(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_nothing_is_missing_or_stale(catalogues: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogues.main(["--check"]) == 0, capsys.readouterr().out


def test_both_languages_have_the_same_arguments(pairs: list[tuple[str, str]]) -> None:
    assert [pair for pair in pairs if arguments(pair[0]) != arguments(pair[1])] == []


def test_no_sentence_stands_there_twice(pairs: list[tuple[str, str]]) -> None:
    """As when two branches that both said it are put together."""
    starts = {french: french[:30] for _, french in pairs if len(french) > 60}
    assert {french for french, start in starts.items() if french.count(start) > 1} == set()


def test_no_english_is_left(pairs: list[tuple[str, str]]) -> None:
    words = {french: set(re.findall(r"[a-zA-Zé]+", re.sub(r"`[^`]*`|\"[^\"]*\"", "", french))) for _, french in pairs}
    assert {french: found & NO_FRENCH for french, found in words.items() if found & NO_FRENCH} == {}


def test_typography(pairs: list[tuple[str, str]]) -> None:
    """Real apostrophes; no-break spaces inside « » and before a colon; none before the other signs."""
    bad = re.compile(r"[a-zà-ÿ]'[a-zà-ÿ]|« |[^\u00a0]»|[a-zà-ÿ] [:;!?](?:\s|$)|\u00a0[;!? ]", re.IGNORECASE)
    plain = {french: re.sub(r"`[^`]*`", "", french) for _, french in pairs}
    assert {french: found[0] for french, text in plain.items() if (found := bad.search(text))} == {}


def test_no_message_names_a_page_that_is_not_installed(pairs: list[tuple[str, str]]) -> None:
    assert [english for english, french in pairs if "docs/" in english + french] == []

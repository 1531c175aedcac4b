import runpy
from importlib.resources import files
from pathlib import Path

import pytest

from smwatch.sentiment.lexicons import Phrases, layer, lines, spell_out


def test_braces_write_endings_at_once() -> None:
    assert spell_out("mis{e,es,} à pied") == ["mise à pied", "mises à pied", "mis à pied"]
    assert spell_out("{a,b}{c,d}") == ["ac", "ad", "bc", "bd"]
    assert spell_out("plain") == ["plain"]
    assert spell_out(":-{") == [":-{"]
    assert spell_out("d’affair{e,es}") == ["d'affaire", "d'affaires"], "as texts are read"


@pytest.mark.parametrize("name", ["fr", "fr-pr", "en-pr"])
def test_every_line_is_a_clean_word_once_with_a_valence(name: str) -> None:
    written = lines(name)
    assert len(written) > 500
    for line in written:
        assert -4 <= line.valence <= 4
        assert line.words == " ".join(line.words.lower().split())
    assert len(layer(name)) == len(written)


def test_the_french_list_carries_its_notice() -> None:
    notice = files("smwatch.sentiment.lexicons").joinpath("LICENSE-vaderSentiment-fr").read_text("utf-8")
    assert "MIT License" in notice
    assert "C.J. Hutto" in notice


def test_the_longest_phrase_is_taken() -> None:
    phrases = Phrases(["class action", "class action suit", "not bad", "word"])
    assert phrases.join("A Class Action Suit is not bad".split()) == ["A", "Class Action Suit", "is", "not bad"]
    assert phrases.join(["class"]) == ["class"]
    assert phrases.join([]) == []


def test_phrases_do_not_overlap() -> None:
    assert Phrases(["a b", "b c"]).join(["a", "b", "c"]) == ["a b", "c"]
    assert Phrases(["a a"]).join(["a"] * 5) == ["a a", "a a", "a"]


ROOT = Path(__file__).parents[2]


def test_the_valences_are_what_the_corpus_gives() -> None:
    fitting = runpy.run_path(str(ROOT / "tools/fit_lexicons.py"))
    for lang in ("en", "fr"):
        for name, text in fitting["fitted"](lang).items():
            assert files("smwatch.sentiment.lexicons").joinpath(f"{name}.tsv").read_text("utf-8") == text


@pytest.mark.parametrize("name", ["fr", "fr-pr", "en-pr"])
def test_a_valence_that_moved_keeps_its_prior_beside_it_and_its_side(name: str) -> None:
    text = files("smwatch.sentiment.lexicons").joinpath(f"{name}.tsv").read_text("utf-8")
    moved = [row.split("\t") for row in text.splitlines() if row.count("\t") == 3]
    assert len(moved) > 100
    for _, valence, _, prior in moved:
        assert float(valence) * float(prior) >= 0
        assert 0 < abs(float(valence) - float(prior)) <= 1.01

from importlib.resources import files

import pytest

from smwatch.sentiment.lexicons import Phrases, layer, lines, spell_out


def test_braces_write_endings_at_once() -> None:
    assert spell_out("mis{e,es,} à pied") == ["mise à pied", "mises à pied", "mis à pied"]
    assert spell_out("{a,b}{c,d}") == ["ac", "ad", "bc", "bd"]
    assert spell_out("plain") == ["plain"]
    assert spell_out(":-{") == [":-{"]


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

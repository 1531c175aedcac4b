"""Which words tell an alert: from how many voices on, how far apart, how long, and each thing once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smwatch.alerts.terms import telling_terms, terms_of
from smwatch.models import Heard
from tests.alerts.crowd import MONDAY, say

HOUR = timedelta(hours=1)


def said(*texts: str, first: int = 0, lang: str = "en") -> list[Heard]:
    return [say(first + n, MONDAY + n * HOUR, text=text, lang=lang) for n, text in enumerate(texts)]


def terms(text: str, *names: str, title: str = "", lang: str = "en") -> frozenset[str]:
    return terms_of(say(1, MONDAY, text=text, title=title, lang=lang), names)


PAST = said(*(f"A quiet day at the dairy, no. {n}" for n in range(60)), first=100)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("glass", {"glass"}),
        ("ox oxe", {"oxe"}),  # three letters or more
        ("a" * 30 + " " + "b" * 31, {"a" * 30}),  # thirty or fewer
        ("glass of the yogourt", {"glass", "yogourt", "glass of the yogourt"}),
        ("glass of the a yogourt", {"glass", "yogourt"}),  # two small words between, and no more
        ("glass, yogourt", {"glass", "yogourt"}),
        ("glass\n\nyogourt", {"glass", "yogourt"}),
        ("glass\nyogourt", {"glass", "yogourt", "glass yogourt"}),
        ("glass-yogourt", {"glass", "yogourt", "glass-yogourt"}),
        ("Glass  Yogourt", {"glass", "yogourt", "glass yogourt"}),
        ("glass Nordelait yogourt", {"glass", "yogourt"}),
        (
            "glass bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb yogourt",
            {"glass", "yogourt", "glass bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb yogourt"},
        ),
        ("of the", set()),
        ("n1 2010", set()),
        ("", set()),
        ("x " * 997 + "glass yogourt", {"glass"}),  # two thousand characters are read
    ],
)
def test_what_a_mention_could_be_told_by(text: str, found: set[str]) -> None:
    assert terms(text) == found


def test_no_name_of_the_brand_and_no_phrase_out_of_the_title_tells_it() -> None:
    assert terms("Nord-Lait glass", "Nord-Lait") == {"glass"}
    assert terms("yogourt", title="Glass") == {"glass", "yogourt"}


def test_in_an_unknown_language_the_small_words_of_all_are_small() -> None:
    assert terms("the glass le yogourt", lang="") == {"glass", "yogourt", "glass le yogourt"}
    assert "the" not in terms("the glass", lang="xx")


def test_a_term_stands_in_two_voices_at_least() -> None:
    assert [t.name for t in telling_terms(said("glass", "glass!"), [])] == ["glass"]
    assert telling_terms(said("glass", "metal"), []) == ()
    copies = [say(n, MONDAY, text="Glass.", author="Jo") for n in range(5)]
    assert telling_terms(copies, []) == (), "one person is one voice"
    assert telling_terms([], said("glass")) == ()


def test_eight_terms_are_told_and_the_count_is_of_voices() -> None:
    words = "apple berry cherry dates elder figs grape hazel iris".split()
    told = telling_terms(said(*(f"{word}, {n}" for word in words for n in range(3))), PAST)
    assert len(told) == 8
    assert {term.count for term in told} == {3}
    assert [term.name for term in told] == ["figs", "iris", "apple", "berry", "dates", "elder", "grape", "hazel"]


def test_a_word_that_is_mostly_said_in_a_phrase_is_told_by_it() -> None:
    def names(*texts: str) -> set[str]:
        return {term.name for term in telling_terms(said(*texts, first=9000), PAST)}

    phrase = [f"palm oil {n}" for n in range(4)]
    assert names(*phrase) == {"palm oil"}
    assert names(*phrase, "oil.", "oil!") == {"palm oil"}, "four of six times"
    assert names(*phrase, "oil.", "oil!", "oil?") == {"palm oil", "oil"}
    assert names(*phrase, *(f"oil spill {n}" for n in range(2))) == {"palm oil", "spill"}


def test_the_past_tells_what_is_always_said_and_only_its_latest_part_is_read() -> None:
    loud = said("glass yogourt", "glass, yogourt", "glass; yogourt", first=9000)
    past = said(*["Their yogourt"] * 40)
    assert [term.name for term in telling_terms(loud, past)] == ["glass"]
    old = [*said(*["Their glass"] * 500), *said(*["Their yogourt"] * 2000, first=1000)]
    assert [term.name for term in telling_terms(loud, old)] == ["glass"]

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text import tags
from smwatch.text.tokens import Words


def pieces(text: str) -> list[str]:
    words = Words(text)
    return [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("d'Yoplait, Coca‑Cola_2!", ["d", "Yoplait", "Coca", "Cola", "2"]),
        ("LʼOréal Nestle\u0301™", ["L", "Oréal", "Nestle\u0301"]),
        ("Norde\u00adlait\u00ad fin", ["Norde\u00adlait", "fin"]),
        ("H&M Canal+", ["H", "&", "M", "Canal", "+"]),
        ("note²", ["note"]),
        ("#Air_Canada @x", ["Air_Canada", "x"]),
        ("Ёлка 中文", ["Ёлка", "中文"]),
        ("", []),
    ],
)
def test_words_and_where_they_stand(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_what_hangs_on_a_word_is_not_counted() -> None:
    words = Words("Yoplait's l'usine don't R&D fin")
    numbered = dict(zip(words.folds, words.numbers, strict=True))
    assert words.folds == ["yoplait", "s", "l", "usine", "don", "t", "r", "&", "d", "fin"]
    assert list(words.numbers) == [0, 0, 1, 1, 2, 2, 3, 3, 3, 4]
    assert numbered["fin"] == 4


def test_text_without_apostrophes_counts_every_token() -> None:
    assert list(Words("un deux, trois").numbers) == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("#un @deux ＃trois", ["#un", "@deux", "#trois"]),
        ("info@nordelait.ca a#b", []),
        (".@nordelait (#x)", ["@nordelait", "#x"]),
        ("# @ #!", []),
        ("#" + "a" * 500, []),
    ],
)
def test_hashtags_and_handles(text: str, signs: list[str]) -> None:
    assert [tag.sign + tag.body for tag in Words(text).tags] == signs


@pytest.mark.parametrize(
    ("body", "inside"),
    [
        ("BoycottNestle", {"boycott", "nestle", "boycottnestle"}),
        ("CIBCOutage", {"cibc", "outage", "cibcoutage"}),
        ("Nestle2010", {"nestle", "2010", "nestle2010"}),
        ("Air_Canada", {"air", "canada", "aircanada"}),
        ("boycottnestlegate", {"boycottnestlegate", "nestlegate", "boycottnestle", "nestle"}),
        ("stop", {"stop"}),
        ("nonstop", {"nonstop", "non", "stop", "nstop", "n"}),
        ("E\u0301tatsUnis", {"etats", "unis", "etatsunis"}),
        ("boycottœuvre", {"boycottoeuvre", "oeuvre"}),
        ("__", set()),
    ],
)
def test_names_in_a_tag(body: str, inside: set[str]) -> None:
    assert {name for name, _, _ in tags.names(body)} == inside


def test_names_in_a_tag_say_where_they_stand() -> None:
    assert ("nestle", 7, 13) in tags.names("BoycottNestle")
    assert ("nestle", 7, 13) in tags.names("boycottnestlégate")


@given(st.text(st.sampled_from("aAé0_\u0301œ"), min_size=1, max_size=60))
def test_a_tag_holds_no_more_names_than_agreed(body: str) -> None:
    names = tags.names(body)
    assert len(names) < 78 + 12 * 60
    assert all(0 <= start < end <= len(body) for _, start, end in names)


@given(st.text())
def test_tokens_stand_in_order_inside_the_text(text: str) -> None:
    words = Words(text)
    assert len(words.folds) == len(words.starts) == len(words.ends) == len(words.numbers)
    at = 0
    for start, end in zip(words.starts, words.ends, strict=True):
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.parametrize("unit", ["a ", "aA0", "#a", "#a_", "@", "a'", "&", "a\u0301", "\u00ad", "a\u00ad ", "#stop"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    started = time.process_time()
    words = Words(unit * (200_000 // len(unit)))
    assert len(words.index) < 200_000
    assert len(words.tag_names) < 200_000
    assert time.process_time() - started < 3

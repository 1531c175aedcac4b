"""Words near one another: how far is near, which of several are told, and where order counts."""

from __future__ import annotations

import pytest

from smwatch.matching.brands import compile_query
from smwatch.matching.subject import Reading, Subject


def marked(query: str, text: str) -> str | None:
    """The text with what is found in brackets; None where it doesn't answer."""
    spans = compile_query(query).find(Reading(Subject(text=text)))
    if spans is None:
        return None
    for span in sorted(spans, key=lambda span: -span.start):
        text = f"{text[: span.start]}[{text[span.start : span.end]}]{text[span.end :]}"
    return text


@pytest.mark.parametrize("reach", [0, 1, 5, 10])
def test_near_reaches_over_so_many_words_and_no_more(reach: int) -> None:
    for operator in ("NEAR", "ONEAR"):
        query = f"a1 {operator}/{reach} b1"
        for between in (max(0, reach - 1), reach):
            assert marked(query, " ".join(["a1", *["x"] * between, "b1"]))
        assert marked(query, " ".join(["a1", *["x"] * (reach + 1), "b1"])) is None
    assert marked(f"a1 NEAR/{reach} b1", " ".join(["b1", *["x"] * reach, "a1"]))
    assert marked(f"a1 ONEAR/{reach} b1", " ".join(["b1", *["x"] * reach, "a1"])) is None


@pytest.mark.parametrize(
    ("query", "text", "told"),
    [
        ("a1 NEAR/3 b1", "a1 a1 b1 b1", "a1 [a1] [b1] b1"),
        ("a1 NEAR/3 b1", "b1 a1 x b1", "[b1] [a1] x [b1]"),
        ("a1 NEAR/3 b1", "a1 x x x x b1 a1", "a1 x x x x [b1] [a1]"),
        ("a1 ONEAR/3 b1", "b1 a1 x b1", "b1 [a1] x [b1]"),
        ("a1 ONEAR/1 b1", "a1 x a1 x b1", "a1 x [a1] x [b1]"),
        ("a1 NEAR/1 b1 NEAR/1 c1", "a1 b1 c1", "[a1] [b1] [c1]"),
        ("a1 NEAR/1 b1 NEAR/1 c1", "a1 b1 x x c1", None),
        ("a1 NEAR/1 b1 NEAR/1 c1", "b1 a1 c1", "[b1] [a1] [c1]"),
        ("a1 ONEAR/1 b1 ONEAR/1 c1", "b1 a1 c1", None),
        ("a1 NEAR/0 b1 NEAR/0 c1", "a1 b1 x b1 c1", None),
        ("a1 NEAR/1 b1 ONEAR/1 c1", "b1 a1 c1", "[b1] [a1] [c1]"),
        ("a1 ONEAR/1 b1 NEAR/1 c1", "c1 a1 b1", "[c1] [a1] [b1]"),
        ("a1 ONEAR/0 b1 NEAR/0 c1", "c1 a1 b1", None),
        ('"a1 x1" NEAR/1 b1', "a1 x1 y1 b1", "[a1 x1] y1 [b1]"),
        ('"a1 x1" NEAR/1 b1', "b1 y1 a1 x1", "[b1] y1 [a1 x1]"),
        ('"a1 x1" NEAR/1 b1', "b1 y1 y1 a1 x1", None),
        ("(a1 OR x1) NEAR/0 b1", "x1 b1 a1", "[x1] [b1] [a1]"),
        ("a1 NEAR/0 a1", "a1 a1", "[a1] [a1]"),
        ("a1 NEAR/5 a1", "a1", None),
        ("#a1 NEAR/0 b1", "#a1 b1", "[#a1] [b1]"),
        ("a1 NEAR/0 b1", "a1. B1", "[a1]. [B1]"),
        ("usine NEAR/0 du", "l'usine d'or du", None),
        ("a1 NEAR/2 l'or", "a1 x d'y l'or", "[a1] x d'y [l'or]"),
        ('("a1 b1 c1" OR b1) NEAR/0 d1', "a1 b1 c1 d1", "[a1 b1 c1] [d1]"),
        ("a1 ONEAR/2 b1 ONEAR/2 c1", "a1 b1 c1 a1 a1 b1 c1", "[a1] [b1] [c1] a1 [a1] [b1] [c1]"),
        ("a1 NEAR/2 b1 NEAR/0 c1", "a1 b1 x b1 c1", "[a1] b1 x [b1] [c1]"),
        ("a1 NEAR/2 b1 NEAR/0 c1", "c1 b1 x b1 a1", "[c1] [b1] x b1 [a1]"),
    ],
)
def test_the_nearest_are_told(query: str, text: str, told: str | None) -> None:
    assert marked(query, text) == told


@pytest.mark.parametrize(
    ("query", "text", "told"),
    [
        ('"a1 b1"~0', "a1 b1", "[a1 b1]"),
        ('"a1 b1"~0', "b1 a1", "[b1 a1]"),
        ('"a1 b1"~0', "a1 x b1", None),
        ('"a1 b1"~1', "a1 x b1", "[a1 x b1]"),
        ('"a1 b1"~1', "a1 x x b1", None),
        ('"a1 b1"~2', "a1 x b1 a1", "a1 x [b1 a1]"),
        ('"a1 b1"~2', "a1 b1 x a1", "[a1 b1] x a1"),
        ('"a1 b1"~5', "a1 b1 x b1 a1", "[a1 b1] x [b1 a1]"),
        ('"a1 a1 b1"~0', "a1 b1 a1", "[a1 b1 a1]"),
        ('"a1 a1 b1"~0', "a1 b1", None),
        ('"a1 a1"~1', "a1 x a1", "[a1 x a1]"),
        ('"a1 a1"~1', "a1", None),
        ('"a1 b1 c1"~2', "c1 x a1 x b1", "[c1 x a1 x b1]"),
        ('"a1 b1 c1"~1', "c1 x a1 x b1", None),
        ('="A1 b1"~1', "a1 b1, A1 x b1", "a1 [b1, A1] x b1"),
        ('"rap?el lots"~1', "rappel de lots", "[rappel de lots]"),
    ],
)
def test_a_window_is_the_shortest_stretch(query: str, text: str, told: str | None) -> None:
    assert marked(query, text) == told


@pytest.mark.parametrize(
    ("query", "text", "told"),
    [
        ('"a1 b1 c1"', "a1 b1 a1 b1 c1", "a1 b1 [a1 b1 c1]"),
        ('"a1 b1"', "a1 b1", "[a1 b1]"),
        ('"a1 b1"', "b1 a1", None),
        ('"a1 b1"', "a1, b1", None),
        ('"a1 b1"', "a1 b1 a1-b1 a1\nb1", "[a1 b1] [a1-b1] [a1\nb1]"),
        ('"rappel* lots"', "rappelez lots, rappels lot", "[rappelez lots], rappels lot"),
        ('"l?t du nord"', "lot du nord, loot du nord", "[lot du nord], loot du nord"),
        ("=Œuvre", "Œuvre œuvre Oeuvre oeuvre", "[Œuvre] œuvre [Oeuvre] oeuvre"),
        ('="Le Devoir"', "le Devoir, Le Devoir, Le devoir", "le Devoir, [Le Devoir], Le devoir"),
        ('="Le Devoir"', "#LeDevoir #leDevoir", "#[LeDevoir] #leDevoir"),
        ("=#IBM", "#IBM #ibm", "[#IBM] #ibm"),
        ("#ibm", "#IBM @ibm ibm #ibmfail", "[#IBM] @ibm ibm #ibmfail"),
        ("rappel*", "#RappelNordelait #Rappels", "#[Rappel]Nordelait #[Rappels]"),
        ('"hui matin"', "aujourd'hui matin, hui matin", "aujourd'hui matin, [hui matin]"),
        ('"a1 l"', "a1 l'or", None),
        ("H&M", "H&M h & m HM H M", "[H&M] [h & m] HM H M"),
        ("Canal+", "canal+ Canal + Canal", "[canal+] Canal + Canal"),
        ('"Canal +"', "canal+ Canal + Canal", "[canal+] [Canal +] Canal"),
        ('"Guess? Inc"', "Guess? Inc, Guess Inc, Guess! Inc", "[Guess? Inc], [Guess Inc], Guess! Inc"),
        (
            '"Toys “R” Us"',
            "Toys R Us, Toys'R'Us, toys «r» us, Toys-R-Us",
            "[Toys R Us], Toys'R'Us, [toys «r» us], [Toys-R-Us]",
        ),
    ],
)
def test_words_in_a_row_and_as_written(query: str, text: str, told: str | None) -> None:
    assert marked(query, text) == told

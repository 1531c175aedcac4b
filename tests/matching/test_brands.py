from __future__ import annotations

import pickle

import pytest

from smwatch.errors import QueryError
from smwatch.matching.brands import compile_brand, compile_brands, compile_query
from smwatch.matching.nodes import Or
from smwatch.matching.subject import Reading, Subject
from smwatch.models import Brand, Span

BRANDS = [
    Brand(name="Nordelait", names=("Nordelait", "#nordelait"), exclude=("rue Nordelait",)),
    Brand(name="Yoplait", query="yoplait NOT concours"),
    Brand(name="Bell", names=("Bell",), context=("réseau",)),
    Brand(name="La Presse", query="site:lapresse.ca"),
    Brand(name="X", names=("X",)),
]


def names(**parts: str) -> list[str]:
    return [found.brand for found in compile_brands(BRANDS).find(Subject(**parts))]


def test_all_brands_are_found_in_one_go_in_the_order_of_the_config() -> None:
    assert names(title="Yoplait et Nordelait", text="sur X, Bell tient son réseau") == [
        "Nordelait",
        "Yoplait",
        "Bell",
        "X",
    ]
    assert names(text="rue Nordelait; Yoplait : concours; Bell") == []
    assert names(url="https://www.lapresse.ca/a") == ["La Presse"]


def test_what_was_found_says_where_and_how_it_is_written() -> None:
    (found,) = compile_brands(BRANDS[:1]).find(Subject(title="NORDELAIT", text="nordelait et #Nordelait"))
    assert found.spans == (Span("title", 0, 9), Span("text", 0, 9), Span("text", 13, 23), Span("text", 14, 23))
    assert found.words == ("NORDELAIT", "nordelait", "#Nordelait", "Nordelait")


def test_a_matcher_travels_to_another_process() -> None:
    matcher = pickle.loads(pickle.dumps(compile_brands(BRANDS)))
    assert [found.brand for found in matcher.find(Subject(text="Nordelait"))] == ["Nordelait"]


def test_no_brands_find_nothing() -> None:
    assert compile_brands([]).find(Subject(text="Nordelait")) == []


def test_a_brand_without_names_is_found_by_its_own() -> None:
    assert compile_brands([Brand(name="Nordelait")]).find(Subject(text="Nordelait"))


def test_a_query_that_does_not_parse_is_told() -> None:
    with pytest.raises(QueryError):
        compile_brands([*BRANDS, Brand(name="z", query="(")])
    with pytest.raises(QueryError):
        compile_brand(Brand(name="z", query="NOT a"))


def test_brands_that_share_a_name_are_both_found() -> None:
    brands = [Brand(name=name, names=("Orange",)) for name in "ab"]
    assert [found.brand for found in compile_brands(brands).find(Subject(text="Orange"))] == ["a", "b"]


def test_of_a_query_with_many_sides_each_is_found() -> None:
    brand = compile_brand(Brand(name="x", query=" OR ".join(f"mot{n}" for n in range(12))))
    for n in (0, 5, 11):
        assert brand.find(Reading(Subject(text=f"le mot{n}"))) == {Span("text", 3, 7 + (n > 9))}
    assert brand.find(Reading(Subject(text="le mot"))) is None


def test_of_ten_sides_only_those_that_may_be_there_are_looked_for() -> None:
    for n, looked_for in ((9, 9), (10, 1)):
        query = compile_query(" OR ".join(f"mot{at}" for at in range(n))).narrowed(Reading(Subject(text="le mot5")))
        assert isinstance(query, Or)
        assert len(query.parts) == looked_for


def test_a_word_of_the_context_must_be_there_and_not_only_nearly() -> None:
    brand = compile_brand(Brand(name="x", names=("Bell",), context=("=Réseau",)))
    assert brand.find(Reading(Subject(text="Bell, son Réseau"))) == {Span("text", 0, 4)}
    assert brand.find(Reading(Subject(text="Bell, son réseau"))) is None
    assert len(brand.requirements()) == 2, "most texts go no further than a first look"
    assert len(compile_brand(Brand(name="x", names=("Bell",))).requirements()) == 1


def test_what_touches_text_that_does_not_count_is_found() -> None:
    brand = compile_brand(Brand(name="x", names=("nord",), exclude=("lait",)))
    for text, spans in (
        ("#LaitNord", {Span("text", 5, 9)}),
        ("#NordLait", {Span("text", 1, 5)}),
        ("lait nord", {Span("text", 5, 9)}),
        ("lait", None),
    ):
        assert brand.find(Reading(Subject(text=text))) == spans

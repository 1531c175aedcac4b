"""Hostile texts and patterns take linear time: sizes at which anything quadratic takes minutes."""

from __future__ import annotations

import json
import time

import pytest

from smwatch.matching.brands import compile_brands, compile_query
from smwatch.matching.lines import answer_one
from smwatch.matching.subject import LONG, Reading, Subject
from smwatch.models import Brand

SIZE = 100_000


@pytest.mark.parametrize(
    ("query", "unit"),
    [
        ("a NEAR/50 b NEAR/50 c", "a "),
        ("a NEAR/50 b NEAR/50 c", "a b c "),
        ("aa NEAR/5000 bb", "aa " * 50),
        (" OR ".join(f"mot{i}" for i in range(200)), "mot1 mot2 "),
        (" ".join(f"mot{i}*" for i in range(50)), "mot1 "),
        ("/(a+)+b/", "a"),
        ("/a+/", "é a "),
        ('"a a a a a a a b"', "a "),
        ('"a b"~3', "a "),
        ('"aa bb"', "aa \u00a0"),
        ("aa", "#aa"),
        ("aa", "a"),
        ("aa", "a\u0301"),
        ("#aa", "#aa "),
        ("l'aa", "l'"),
        ("site:aa", "."),
        ("organi?ation*", "organi"),
    ],
)
def test_a_hostile_text_takes_linear_time(query: str, unit: str) -> None:
    matcher = compile_brands([Brand(name="x", query=query)])
    text = unit * (SIZE // len(unit))
    started = time.process_time()
    matcher.find(Subject(text=text, url="http://" + text))
    assert time.process_time() - started < 4


UNIT_QUERIES = [
    ("a NEAR/50 b NEAR/50 c", "a "),
    (" OR ".join(f"(a NEAR/50 b{i})" for i in range(200)), "a "),
    (" OR ".join(f'"a a a b{i}"' for i in range(200)), "a a a "),
    (" OR ".join(f"mot{i}" for i in range(200)) + " OR a", "a "),
    ("aaa*", "aaa "),
    ("aaa*", "a"),
    ('"a a a b"~5', "a a b "),
    ("=A", "a "),
    ("aa", "a\u0301"),
    ("aa", "\u0301"),
    ("aa", "\u00ad"),
    ("aa", "#"),
    ("aa", "@aa_"),
    ("aa", "&amp;amp;"),
    ("aa", "<"),
    ("h&m", "h&m "),
    ("a", "a ж"),
]


def cost(query: str, unit: str, size: int) -> float:
    """Seconds that one line takes, read, cleaned, matched and explained: the better of two, as machines stumble."""
    line = json.dumps({"text": unit * (size // len(unit))})
    brand, took = compile_query(query), list[float]()
    for _ in range(2):
        started = time.process_time()
        list(answer_one([line], brand))
        took.append(time.process_time() - started)
    return min(took)


@pytest.mark.parametrize(("query", "unit"), UNIT_QUERIES)
def test_twice_the_text_takes_twice_the_time(query: str, unit: str) -> None:
    cost(query, unit, 1_000)
    short, long = cost(query, unit, SIZE // 16), cost(query, unit, SIZE // 2)
    assert long < 3 * 8 * short + 0.1  # quadratic, it would be 64 times as much


def test_excluded_text_takes_linear_time() -> None:
    matcher = compile_brands([Brand(name="x", names=("aa", "aa bb"), exclude=("rue aa", "aa rue"), context=("cc",))])
    started = time.process_time()
    matcher.find(Subject(text="rue aa bb rue aa cc " * 5_000))
    assert time.process_time() - started < 4


def test_many_brands_cost_little_more_than_few() -> None:
    text = "Le conseil a parlé de la marque pendant des heures. " * 2_000
    costs = []
    for many in (20, 2_000):
        brands = [Brand(name=str(i), names=(f"Marque{i}", f"@marque{i}"), context=("marque",)) for i in range(many)]
        matcher = compile_brands(brands)
        started = time.process_time()
        for _ in range(5):
            assert matcher.find(Subject(text=text)) == []
        costs.append(time.process_time() - started)
    assert costs[1] < 3 * costs[0] + 0.2


@pytest.mark.parametrize(
    "query", ["a NEAR/2 b", '"b a"', "a", '"a b x"~3', "#a", "=b", "b ONEAR/1 a NEAR/3 x", "b* OR a"]
)
@pytest.mark.parametrize("unit", ["a b a x ", "#a b l'a ", "x b a\u0301 a b b ", "x x x x x x x x x x x x x x x a b "])
def test_the_beginning_of_a_long_text_tells_what_the_whole_does(query: str, unit: str) -> None:
    query = query.replace("b*", "bbb* OR b")
    text = unit * (LONG // len(unit) + 1)
    long, short = (Reading(Subject(text=text)), Reading(Subject(text=text[: LONG - 1])))
    assert long.head("text")
    assert short.head("text") is None
    assert compile_query(query).find(long) == compile_query(query).find(short)

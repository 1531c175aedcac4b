from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from smwatch.errors import UsageError
from smwatch.locales import Speech
from smwatch.matching.brands import compile_brand, compile_brands, compile_query
from smwatch.matching.lines import answer_all, answer_one, read_subjects
from smwatch.matching.subject import Subject
from smwatch.models import Brand

NORDELAIT = Brand(name="Nordelait", names=("Nordelait",), exclude=("rue Nordelait",), context=("lait",))


def lines(*rows: object) -> Iterable[str]:
    return (json.dumps(row) + "\n" for row in rows)


def why(brand: Brand | str, text: str, **more: str) -> str:
    compiled = compile_query(brand) if isinstance(brand, str) else compile_brand(brand)
    (answer,) = answer_one(lines({"id": 1, "text": text, **more}), compiled, Speech("en"))
    said: str = answer["why"]
    return said


def test_one_query_on_many_lines() -> None:
    rows = lines({"id": "a", "title": "<b>Rappel</b>", "text": "de&nbsp;lots"}, {"id": 7, "text": "rien"})
    assert list(answer_one(rows, compile_query("rappel lots"))) == [
        {"id": "a", "match": True, "spans": [["title", 0, 6], ["text", 3, 7]], "why": "found: “Rappel”, “lots”"},
        {"id": 7, "match": False, "spans": [], "why": "not there: “rappel”"},
    ]


def test_all_brands_on_many_lines() -> None:
    matcher = compile_brands([NORDELAIT, Brand(name="Dell")])
    rows = lines({"id": 1, "text": "Nordelait, du lait, et Dell"}, {"id": 2, "text": None})
    assert list(answer_all(rows, matcher)) == [{"id": 1, "brands": ["Nordelait", "Dell"]}, {"id": 2, "brands": []}]


def test_empty_lines_and_a_byte_order_mark_are_passed_over() -> None:
    rows = ["\ufeff" + json.dumps({"text": "Dell"}), "\n", " "]
    assert list(answer_all(rows, compile_brands([Brand(name="Dell")]))) == [{"id": "1", "brands": ["Dell"]}]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "line 2 is no JSON"),
        ("[" * 100_000, "line 2 is no JSON"),
        ("[1]", "line 2 is no JSON object"),
        ('{"text": 3}', "line 2: text is no text"),
        ('{"text": "a", "title": []}', "line 2: title is no text"),
    ],
)
def test_a_bad_line_is_named(line: str, what: str) -> None:
    rows: list[dict[str, Any]] = []
    with pytest.raises(UsageError, match=f"^{what}$") as wrong:
        rows.extend(answer_one(['{"id": 1, "text": "a"}', line], compile_query("a1")))
    assert wrong.value.mend == {
        "line 2 is no JSON": "write one JSON object a line, or give the text in quotes after the command",
        "line 2 is no JSON object": "write one JSON object a line",
    }.get(what, "put it in quotes")
    assert len(rows) <= 1


def test_why_names_what_was_found_and_its_context() -> None:
    assert why(NORDELAIT, "Nordelait et son lait") == "found: “Nordelait”; its context: “lait”"


def test_why_says_that_a_name_stands_only_in_excluded_text() -> None:
    assert why(NORDELAIT, "lait, rue Nordelait") == "“Nordelait” only where it doesn't count: “rue Nordelait”"


def test_why_says_that_the_context_is_missing() -> None:
    assert why(NORDELAIT, "Nordelait") == "the name is there, but none of its context words: “lait”"


@pytest.mark.parametrize(
    ("query", "text", "said"),
    [
        ("yoplait danone", "yoplait", "not there: “danone”"),
        ("yoplait -concours", "yoplait, un Concours", "the query says NOT, and it is there: “Concours”"),
        ("yoplait -lang:fr", "yoplait", "the query says NOT, and it is there: lang:fr"),
        ("yoplait OR danone", "rien", "none is there: “yoplait”, “danone”"),
        ('("a b" NEAR/5 "c d") OR x', "rien", 'none is there: “"a b" NEAR/5 "c d"”, “x”'),
        ('"air canada" OR ="Le Devoir"', "rien", 'none is there: “air canada”, “="Le Devoir"”'),
        ('"a1 b1"~2', "rien", 'not there: “"a1 b1"~2”'),
        ('"air canada"', "rien", "not there: “air canada”"),
        ("title:(yoplait lot)", "rien", "not there: “yoplait”"),
        ("lang:fr", "rien", "it answers the query: lang:fr"),
        ("a1 NEAR/2 b1", "a1 x x x b1", "not there: a1 NEAR/2 b1"),
    ],
)
def test_why_names_the_first_thing_that_is_missing(query: str, text: str, said: str) -> None:
    assert why(query, text, lang="fr") == said


def test_why_looks_where_the_query_looks() -> None:
    said = "the query says NOT, and it is there: “b1”"
    assert why("title:(a1 -b1)", "B1", title="a1 b1") == said


def test_what_is_not_told_of_an_entry_is_empty() -> None:
    keys = ("title", "text", "author", "source", "url", "lang")
    assert list(read_subjects(lines({"id": 3, **dict.fromkeys(keys)}, {}))) == [(3, Subject()), ("2", Subject())]
    told = {
        "title": " <b>A</b>\nb ",
        "text": "<p>c</p><p>d</p>",
        "author": "e ",
        "source": "f\n",
        "url": " g ",
        "lang": " fr ",
    }
    ((_, subject),) = read_subjects(lines(told))
    assert subject == Subject(title="A b", text="c\n\nd", author="e", source="f", url="g", lang="fr")

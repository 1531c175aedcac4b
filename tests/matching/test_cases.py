"""The query page, row by row: `cases/*.toml` says what is found where."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from smwatch.matching.brands import compile_brand, compile_brands
from smwatch.matching.lines import answer_all, answer_one
from smwatch.matching.nodes import written
from smwatch.matching.parser import parse
from smwatch.models import Brand
from smwatch.text.clean import clean, clean_line

FILES = sorted(Path(__file__).with_name("cases").glob("*.toml"))
OPEN, CLOSE = "⟦", "⟧"


def rows() -> list[Any]:
    found = []
    for file in FILES:
        for number, case in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["case"], 1):
            for answer, texts in ((True, case.get("finds", ())), (False, case.get("misses", ()))):
                found += [
                    pytest.param(case, text, answer, id=f"{file.stem}-{number}-{i}{'' if answer else '-not'}")
                    for i, text in enumerate(texts, 1)
                ]
    return found


def spans(part: str, marked: str) -> list[tuple[str, int, int]]:
    """Where ⟦ ⟧ stand in a cleaned text, counted without them."""
    found, opened, at = [], list[int](), 0
    for char in marked:
        if char == OPEN:
            opened.append(at)
        elif char == CLOSE:
            found.append((part, opened.pop(), at))
        else:
            at += 1
    return found


def without_marks(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


def brand_of(case: dict[str, Any]) -> Brand:
    table = case.get("brand") or {"query": case["query"]}
    arguments: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    return Brand(name="Essai", **arguments)


@pytest.mark.parametrize(("case", "text", "answer"), rows())
def test_a_query_finds_what_the_page_says(case: dict[str, Any], text: str, answer: bool) -> None:
    entry = {"id": 1, "title": case.get("title", ""), "text": text}
    line = json.dumps(
        {key: without_marks(value) if isinstance(value, str) else value for key, value in entry.items()}
        | {key: case[key] for key in ("author", "source", "url", "lang") if key in case}
    )
    brand = brand_of(case)
    (one,) = answer_one([line], compile_brand(brand))
    assert one["match"] is answer, one["why"]
    assert one["why"]
    (all_of_them,) = answer_all([line], compile_brands([brand]))
    assert all_of_them["brands"] == (["Essai"] if answer else [])  # what is looked for roughly first misses nothing
    if answer:
        wanted = spans("title", clean_line(entry["title"])) + spans("text", clean(text))
        assert sorted(map(tuple, one["spans"])) == sorted(wanted)


@pytest.mark.parametrize(
    "query", sorted({case["query"] for case, *_ in (row.values for row in rows()) if "query" in case})
)
def test_a_query_printed_and_parsed_again_is_the_same(query: str) -> None:
    tree = parse(query)
    assert parse(written(tree)) == tree

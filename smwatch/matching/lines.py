"""Entries as JSON Lines in, what matches them out: what `smwatch brands test` is made of.

An entry is {"id", "title"?, "text", "author"?, "source"?, "url"?, "lang"?}; title and text are HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from smwatch.errors import UsageError
from smwatch.locales import N_, Speech
from smwatch.matching.brands import CompiledBrand, Matcher, found_in
from smwatch.matching.explain import explain
from smwatch.matching.subject import Reading, Subject
from smwatch.text.clean import clean, clean_line

_ENGLISH: Final = Speech("en")


def answer_one(lines: Iterable[str], brand: CompiledBrand, speech: Speech = _ENGLISH) -> Iterator[dict[str, Any]]:
    """{"id", "match", "spans": [[part, start, end], …], "why"} for each line; UsageError for one that is no entry."""
    for key, subject in read_subjects(lines):
        reading = Reading(subject)
        spans = brand.find(reading)
        found = found_in(subject, brand.name, spans or set())
        yield {
            "id": key,
            "match": spans is not None,
            "spans": [[span.part, span.start, span.end] for span in found.spans],
            "why": explain(brand, reading, speech),
        }


def answer_all(lines: Iterable[str], matcher: Matcher) -> Iterator[dict[str, Any]]:
    """{"id", "brands": [name, …]} for each line."""
    for key, subject in read_subjects(lines):
        yield {"id": key, "brands": [found.brand for found in matcher.find(subject)]}


def read_subjects(lines: Iterable[str]) -> Iterator[tuple[Any, Subject]]:
    """Each line's id and its entry, cleaned; empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read(line, number)


def _read(line: str, number: int) -> tuple[Any, Subject]:
    try:
        row = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        what = N_("line {line} is no JSON")
        mend = N_("write one JSON object a line, or give the text in quotes after the command")
        raise UsageError(what, mend, line=number) from None
    if not isinstance(row, dict):
        raise UsageError(N_("line {line} is no JSON object"), N_("write one JSON object a line"), line=number)
    return row.get("id", str(number)), Subject(
        title=clean_line(_text(row, "title", number)),
        text=clean(_text(row, "text", number)),
        author=clean_line(_text(row, "author", number)),
        source=clean_line(_text(row, "source", number)),
        url=_text(row, "url", number).strip(),
        lang=_text(row, "lang", number).strip(),
    )


def _text(row: dict[str, Any], key: str, number: int) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UsageError(N_("line {line}: {key} is no text"), N_("put it in quotes"), line=number, key=key)
    return value

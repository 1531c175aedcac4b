"""Everything that is wrong with a brand's queries, not the first only: for `smwatch check` and every start.

list(mistakes({"names": ["ra*"], "context": ["…"]}))  ->  [("names", error), ("context", error)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from smwatch.errors import QueryError
from smwatch.matching.leaves import parse_name
from smwatch.matching.parser import parse

NAMES: Final = ("names", "exclude", "context")


def mistakes(brand: Mapping[str, object]) -> Iterator[tuple[str, QueryError]]:
    """Each key of a brand's table that has a mistake, and the mistake; a key with several is told several times."""
    for key, value in _queries(brand):
        try:
            parse(value) if key == "query" else parse_name(value)
        except QueryError as error:
            yield key, error


def _queries(brand: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What is to be parsed; a table as it was read may hold anything."""
    query = brand.get("query")
    if isinstance(query, str) and query:
        yield "query", query
    for key in NAMES:
        values = brand.get(key)
        for value in values if isinstance(values, list | tuple) else ():
            if isinstance(value, str):
                yield key, value

"""Everything that is wrong with a brand's queries, not the first only: for `smwatch check` and every start.

list(mistakes({"names": ["ra*"], "context": ["…"]}))  ->  [("names.0", error), ("context.0", error)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from smwatch.errors import QueryError
from smwatch.matching.leaves import parse_name
from smwatch.matching.parser import parse

NAMES: Final = ("names", "exclude", "context")


def mistakes(brand: Mapping[str, object]) -> Iterator[tuple[str, QueryError]]:
    """Each key of a brand's table that has a mistake, lists with the number of the item, and the mistake."""
    for key, value in queries(brand):
        try:
            parse(value) if key == "query" else parse_name(value)
        except QueryError as error:
            yield key, error


def queries(brand: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The key and text of all that is to be parsed; a table as it was read may hold anything."""
    query = brand.get("query")
    if isinstance(query, str) and query:
        yield "query", query
    for key in NAMES:
        values = brand.get(key)
        for index, value in enumerate(values if isinstance(values, list | tuple) else ()):
            if isinstance(value, str):
                yield f"{key}.{index}", value

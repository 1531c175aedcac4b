"""Everything that is wrong with a brand's queries, not the first only: for `smwatch check` and every start.

list(mistakes({"names": ["ra*"], "context": ["…"]}))  ->  [("names.0", error), ("context.0", error)]
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from smwatch.config.lines import line_within
from smwatch.errors import Problem, QueryError
from smwatch.matching.errors import picture
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


def query_problems(
    brands: Sequence[object], lines: Mapping[str, int], told: Collection[str] = frozenset()
) -> list[Problem]:
    """What is wrong in the queries and names of the config's [[brands]]; values of a wrong type are told elsewhere.

    `told` are keys of which something is said already: that they are empty need not be said twice.
    """
    found = list[Problem]()
    for index, table in enumerate(brands):
        if isinstance(table, Mapping):
            for name, error in mistakes(table):
                key = f"brands.{index}.{name}"
                if key in told and not error.query.strip():
                    continue
                line = line_within(lines, key, error.query.count("\n", 0, error.column))
                arguments = dict(error.arguments)
                found.append(Problem(line, key, error.what, error.mend, arguments, picture(error), error.others))
    return found

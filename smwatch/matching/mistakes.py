"""Everything that is wrong with a brand's queries, not the first only: for `smwatch check` and every start.

list(mistakes("", {"names": ["ra*"], "context": ["…"]}))  ->  [("names", error), ("context", error)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from smwatch.errors import QueryError
from smwatch.matching.leaves import parse_name
from smwatch.matching.parser import parse


def mistakes(query: str, names: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, QueryError]]:
    """Each key of a brand that has a mistake, and the mistake; a key with several is told several times."""
    try:
        if query:
            parse(query)
    except QueryError as error:
        yield "query", error
    for key, values in names.items():
        for value in values:
            try:
                parse_name(value)
            except QueryError as error:
                yield key, error

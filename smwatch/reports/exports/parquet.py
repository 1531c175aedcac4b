"""Exports as Parquet: columns of their kind for pandas, DuckDB and the like; needs the extra `parquet`.

Times are UTC in microseconds, lists are lists. Rows are gathered into groups of bounded size and written. They go to
Arrow as JSON Lines: it reads these in a hundredth of the time that it takes to be handed values one by one, and to be
handed values it would load pandas, 50 MB, where that is installed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO, Final

from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.machine import extra
from smwatch.reports.exports.columns import Column, Kind, Table
from smwatch.reports.values import Values

GROUP: Final = 5_000
"""Rows of a row group at most,"""
GROUP_SIZE: Final = 1_000_000
"""and bytes that they have as JSON, about: what is in memory at once, in several shapes."""
_ALIKE: Final = frozenset(
    "brand why date_trust source feed author_role lang label scorer status kind machine_label machine_scorer".split()
)
"""Columns in which values come again and again: each is written once, and then its number."""


_EPOCH: Final = date(1970, 1, 1).toordinal()
_TURNED: Final[dict[Kind, Callable[[Any], object]]] = {
    Kind.INTEGER: lambda value: value if isinstance(value, int) else None,  # an id that is none of ours
    Kind.DATE: lambda value: date.fromisoformat(value).toordinal() - _EPOCH,
}
"""Values of a kind that Arrow would read otherwise in JSON."""


def parquet(rows: Iterable[Values], table: Table, out: BinaryIO) -> int:
    """How many rows were written. Raises OSError, and UsageError where pyarrow isn't installed."""
    arrow, reading, writing = _arrow()
    arrow.set_memory_pool(arrow.system_memory_pool())  # others keep what they were given
    schema, count = _schema(table, arrow), 0
    alike = [name for name in table.names if name in _ALIKE]
    parsing = reading.ParseOptions(explicit_schema=schema)
    with writing.ParquetWriter(out, schema, use_dictionary=alike) as writer:
        for group, held in _groups(rows, table):
            whole = reading.ReadOptions(use_threads=False, block_size=len(group) + 1)
            writer.write_table(reading.read_json(BytesIO(group), whole, parsing))
            count += held
    return count


def check() -> None:
    """UsageError where it can't be written here."""
    _arrow()


def _arrow() -> tuple[Any, Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import json as reading
        from pyarrow import parquet as writing
    except ImportError:
        raise UsageError(
            N_("Parquet needs pyarrow, which isn't installed"),
            N_("install it with: {command}; or write csv, which DuckDB and pandas read as well"),
            command=extra("parquet"),
        ) from None
    return pa, reading, writing


def _groups(rows: Iterable[Values], table: Table) -> Iterator[tuple[bytes, int]]:
    """Some rows at a time as JSON Lines, and how many they are."""
    turns = {column.name: turn for column in table.columns if (turn := _TURNED.get(column.kind))}
    group, held = bytearray(), 0
    for row in rows:
        turned = row | {name: turn(row[name]) for name, turn in turns.items()}
        group += json.dumps(turned, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        held += 1
        if held == GROUP or len(group) >= GROUP_SIZE:
            yield bytes(group), held
            group, held = bytearray(), 0
    if held:
        yield bytes(group), held


def _schema(table: Table, arrow: Any) -> Any:  # noqa: ANN401 - pyarrow's
    counted = arrow.struct([("name", arrow.string()), ("count", arrow.int64())])
    at = arrow.timestamp("us", tz="UTC")
    unheard = arrow.struct(
        [("feed", arrow.string()), ("source", arrow.string()), ("how", arrow.string()), ("since", at)]
    )
    types = {
        Kind.INTEGER: arrow.int64(),
        Kind.NUMBER: arrow.float64(),
        Kind.TEXT: arrow.string(),
        Kind.TIME: at,
        Kind.DATE: arrow.date32(),
        Kind.YES_NO: arrow.bool_(),
        Kind.TEXTS: arrow.list_(arrow.string()),
        Kind.COUNTS: arrow.list_(counted),
        Kind.FEEDS: arrow.list_(unheard),
    }

    def _field(column: Column) -> Any:  # noqa: ANN401 - pyarrow's
        return arrow.field(column.name, types[column.kind], metadata={"description": column.holds})

    return arrow.schema([_field(column) for column in table.columns])

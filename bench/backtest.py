"""What a long backtest costs: `python -m bench.backtest --mentions 1000000 --brands 200`.

A year of invented mentions (bench/store), as a file of them and as a database, played by `smwatch alerts backtest` in a
process of its own: seconds of the processor and peak memory. A file is read line by line; of a database all that is
to be heard is held.
"""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from pathlib import Path

from bench.export import cost, ours
from bench.store.make import Shape, config_for, make
from smwatch.store import open_store

_ROWS = """
SELECT id, fetched, published, brand, source, author, thread, lang, title, text, coalesce(score, 0) AS sentiment
FROM mentions_flat WHERE current ORDER BY fetched, id
"""


def written(database: Path) -> Path:
    """Its mentions as a file, in the order in which they were fetched."""
    path = database.with_suffix(".jsonl")
    if not path.exists():
        part = path.with_suffix(".part")
        with closing(open_store(database)) as store, part.open("w", encoding="utf-8") as out:
            for row in store._connection.execute(_ROWS):
                out.write(json.dumps(dict(zip(row.keys(), row, strict=True)), ensure_ascii=False) + "\n")
        part.rename(path)
    return path


def main() -> None:
    """Make what isn't there, measure, print."""
    ask = argparse.ArgumentParser(description="What a long backtest costs.")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/bench-backtest"))
    ask.add_argument("--mentions", type=int, default=1_000_000)
    ask.add_argument("--brands", type=int, default=200)
    ask.add_argument("--rounds", type=int, default=1)
    ask.add_argument("--stored", action="store_true", help="what is stored, too")
    given = ask.parse_args()
    names = tuple(f"Marque {number}" for number in range(given.brands))
    database = make(given.folder / f"{given.mentions}-{given.brands}.db", Shape(given.mentions, days=365, brands=names))
    ways = {"file": ("--input", str(written(database)))}
    ways |= {"database": ("--since", "2000-01-01")} if given.stored else {}
    for way, options in ways.items():
        took = cost(ours("--config", str(config_for(database, names)), "alerts", "backtest", *options), given.rounds)
        print(
            f"{way}: {given.mentions:,} mentions of {given.brands} brands: {took.cpu:.1f} s CPU, {took.memory:.0f} MB"
        )


if __name__ == "__main__":
    main()

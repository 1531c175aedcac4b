"""What a long backtest costs: `python -m bench.backtest --mentions 1000000 --brands 200`.

A year of invented mentions (bench/store) in a database, played by `smwatch alerts backtest` in a process of its own:
seconds of the processor and peak memory.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.export import cost, ours
from bench.store.make import Shape, config_for, make


def main() -> None:
    """Make what isn't there, measure, print."""
    ask = argparse.ArgumentParser(description="What a long backtest costs.")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/bench-backtest"))
    ask.add_argument("--mentions", type=int, default=1_000_000)
    ask.add_argument("--brands", type=int, default=200)
    ask.add_argument("--rounds", type=int, default=1)
    given = ask.parse_args()
    names = tuple(f"Marque {number}" for number in range(given.brands))
    shape = Shape(mentions=given.mentions, days=365, brands=names)
    database = make(given.folder / f"{given.mentions}-{given.brands}.db", shape)
    config = config_for(database, names)
    took = cost(ours("--config", str(config), "alerts", "backtest", "--since", "2000-01-01"), given.rounds)
    print(f"{given.mentions:,} mentions of {given.brands} brands: {took.cpu:.1f} s CPU, {took.memory:.0f} MB")


if __name__ == "__main__":
    main()

"""What a report costs: `python -m bench.report --mentions 1000 10000 --rounds 3`.

A database invented from a seed (bench/store) with so many mentions of twelve brands in thirty days, as many in the
thirty days before, and three alerts; the real command line in a process of its own. A line each: seconds of the wall
and of the processor (median), peak memory, size of the page. The bars: 1,000 mentions in a second of the processor,
10,000 in two, and 2 MB; exit code 1 where one is missed.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from bench.export import cost, ours
from bench.store.make import BRANDS, NOW, Shape, config_for, make
from smwatch.models import Alert, AlertChange, AlertKind, Change, Count, Level
from smwatch.store import open_store

BARS = {1_000: 1.0, 10_000: 2.0}
BIGGEST = 2_000_000


def with_alerts(database: Path) -> None:
    """Two crises and a buzz of the loudest brand."""
    store = open_store(database)
    if not store.alerts():
        for days, kind in ((2, AlertKind.CRISIS), (9, AlertKind.BUZZ), (20, AlertKind.CRISIS)):
            store.save_alerts([AlertChange(_alert(days, kind), Change.OPENED)])
    store.close()


def _alert(days: int, kind: AlertKind) -> Alert:
    opened = NOW - timedelta(days=days)
    return Alert(
        brand=BRANDS[0],
        kind=kind,
        level=Level.CLOSED,
        opened=opened,
        peak=opened + timedelta(hours=12),
        closed=opened + timedelta(days=2),
        updated=opened + timedelta(days=2),
        window=timedelta(hours=24),
        negatives=40,
        mentions=90,
        stories=30,
        authors=30,
        expected=4.0,
        probability=1e-6,
        terms=tuple(Count(name=name, count=5) for name in ("rappel", "yogourt", "qualité", "recall", "quality")),
    )


def measure(folder: Path, mentions: int, rounds: int) -> bool:
    """Print what it costs; whether its bar holds."""
    database = make(folder / f"{mentions}.db", Shape(mentions=2 * mentions, days=60))
    with_alerts(database)
    config, page = config_for(database), folder / "report.html"
    took = cost(ours("--config", str(config), "--quiet", "report", "-o", str(page), "--until", NOW.isoformat()), rounds)
    size = page.stat().st_size
    missed = took.cpu > BARS.get(mentions, took.cpu) or size > BIGGEST
    print(
        f"{mentions:>9,} mentions {took.wall:6.2f}s {took.cpu:6.2f}s {took.memory:5.0f} MB {size / 1000:6.0f} kB "
        f"{'MISSED' if missed else ''}",
        flush=True,
    )
    return not missed


def main() -> int:
    """Make what isn't there, measure, print."""
    ask = argparse.ArgumentParser(description="What a report costs.")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/bench-report"))
    ask.add_argument("--mentions", type=int, nargs="+", default=list(BARS))
    ask.add_argument("--rounds", type=int, default=3)
    given = ask.parse_args()
    held = [measure(given.folder, many, given.rounds) for many in given.mentions]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())

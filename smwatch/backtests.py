"""The detector played over data from elsewhere: what `smwatch alerts backtest` does.

On the floor of scan.py: it knows alerts, and what scores and compares texts that come without a score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache

from smwatch.alerts.backtest import KEPT, backtest
from smwatch.alerts.lines import alert_line, read_feed_events, read_mentions, series_rows
from smwatch.config.settings import AlertSettings
from smwatch.matching.story import Stories
from smwatch.models import AlertKind
from smwatch.protocols import Passage, Scorer


def play_mentions(
    lines: Iterable[str], events: Iterable[str] = (), *, seconds: float, sensitivity: str, kind: str
) -> Iterator[str]:
    """A line of JSON for each alert that the mentions would have raised, looking every so many seconds.

    `kind`: crisis, buzz or all. Raises UsageError for a line that can't be read.
    """
    alerts = backtest(
        read_mentions(lines, score=score, story=Stories(KEPT).story_of),
        list(read_feed_events(events)),
        tick=timedelta(seconds=seconds),
        settings=AlertSettings(sensitivity=sensitivity),
        kinds=tuple(AlertKind) if kind == "all" else (AlertKind(kind),),
    )
    return map(alert_line, alerts)


def play_series(rows: Iterable[str]) -> Iterator[str]:
    """The CSV of counts with an anomaly score in [0, 1] for each row, its header first."""
    yield "timestamp,value,anomaly_score"
    for timestamp, value, anomaly in series_rows(rows):
        yield f"{timestamp},{value},{anomaly:.6f}"


def score(title: str, text: str, lang: str, brand: str) -> float | None:
    """The score of a text that came without one."""
    (answer,) = scorer().score([Passage(title=title, text=text, lang=lang, brand=brand)])
    return answer.score


@cache
def scorer() -> Scorer:
    """The scorers of a config that names none."""
    from smwatch.sentiment.scorers import scorer_named

    return scorer_named("auto")

"""The detector played over data from elsewhere: what `smwatch alerts backtest` does.

On the floor of scan.py: it knows alerts, and what scores and compares texts that come without a score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cached_property

from smwatch.alerts.backtest import KEPT, backtest
from smwatch.alerts.lines import Felt, Unscored, alert_line, read_feed_events, read_mentions, series_rows
from smwatch.config.settings import AlertSettings
from smwatch.matching.story import Stories
from smwatch.models import AlertKind
from smwatch.protocols import Passage, Scorer

Progress = Callable[[int], None]
"""Told after some texts that came without a sentiment: how many were scored so far."""


def play_mentions(  # noqa: PLR0913 - keywords but for the data
    lines: Iterable[str],
    events: Iterable[str] = (),
    *,
    seconds: float,
    sensitivity: str,
    kind: str,
    scorer: str = "auto",
    progress: Progress | None = None,
) -> Iterator[str]:
    """A line of JSON for each alert that the mentions would have raised, looking every so many seconds.

    `kind`: crisis, buzz or all. `scorer`: what scores texts that come without a sentiment. Raises UsageError for a line
    that can't be read.
    """
    alerts = backtest(
        read_mentions(lines, score=Ear(scorer, progress), story=Stories(KEPT).story_of),
        list(read_feed_events(events)),
        tick=timedelta(seconds=seconds),
        settings=AlertSettings(sensitivity=sensitivity),
        kinds=tuple(AlertKind) if kind == "all" else (AlertKind(kind),),
    )
    return map(alert_line, alerts)


class Ear:
    """Scores texts that come without a sentiment; nothing is loaded before the first."""

    def __init__(self, name: str, progress: Progress | None) -> None:
        """`name`: the scorer's."""
        self._name, self._progress, self._done = name, progress, 0

    def __call__(self, texts: Sequence[Unscored]) -> list[Felt]:
        """As many answers as texts."""
        asked = [Passage(title=one.title, text=one.text, lang=one.lang, brand=one.brand) for one in texts]
        felt = [(answer.score, answer.label) for answer in self._scorer.score(asked)]
        self._done += len(felt)
        if self._progress:
            self._progress(self._done)
        return felt

    @cached_property
    def _scorer(self) -> Scorer:
        from smwatch.sentiment.scorers import scorer_named

        return scorer_named(self._name)


def play_series(rows: Iterable[str]) -> Iterator[str]:
    """The CSV of counts with an anomaly score in [0, 1] for each row, its header first."""
    yield "timestamp,value,anomaly_score"
    for timestamp, value, anomaly in series_rows(rows):
        yield f"{timestamp},{value},{anomaly:.6f}"

"""The detector played over data from elsewhere, or over what is stored: what `smwatch alerts backtest` does.

On the floor of scan.py: it knows alerts, and what scores and compares texts that come without a score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from heapq import merge

from smwatch.alerts.backtest import KEPT, FeedEvent, backtest
from smwatch.alerts.lines import Felt, Unscored, alert_line, read_feed_events, read_mentions, series_rows
from smwatch.config.settings import AlertSettings
from smwatch.matching.story import Stories
from smwatch.models import Alert, AlertKind, Heard
from smwatch.pictures import Picture
from smwatch.protocols import Passage, Scorer
from smwatch.store import Store

Progress = Callable[[int], None]
"""Told after some texts that came without a sentiment: how many were scored so far."""


EVER = datetime.min.replace(tzinfo=UTC)


def play_mentions(  # noqa: PLR0913 - keywords but for the data
    lines: Iterable[str],
    events: Iterable[str] = (),
    *,
    seconds: float,
    sensitivity: str,
    kind: str,
    scorer: str = "auto",
    progress: Progress | None = None,
    picture: Picture | None = None,
    load: Callable[[str], Scorer] | None = None,
) -> Iterator[str]:
    """A line of JSON for each alert that the mentions would have raised, looking every so many seconds.

    `kind`: crisis, buzz or all. `scorer`: what scores texts that come without a sentiment, as `load` makes it.
    `picture` listens in.
    Raises UsageError for a line that can't be read.
    """
    mentions = read_mentions(lines, score=LazyScorer(scorer, progress, load), story=Stories(KEPT).story_of)
    settings = AlertSettings(sensitivity=sensitivity)
    told = list(read_feed_events(events))
    return map(alert_line, _played(mentions, told, seconds=seconds, settings=settings, kind=kind, picture=picture))


def play_stored(  # noqa: PLR0913 - keywords but for the store
    store: Store,
    brands: Sequence[str],
    *,
    seconds: float,
    settings: AlertSettings,
    kind: str,
    since: datetime | None = None,
    picture: Picture | None = None,
) -> Iterator[str]:
    """The same of what is stored of these brands. `since`: only alerts that opened from then on; all is played."""
    mentions = merge(*(store.heard(brand, EVER) for brand in brands), key=lambda heard: heard.fetched)
    alerts = _played(
        mentions, list(_stored_events(store)), seconds=seconds, settings=settings, kind=kind, picture=picture
    )
    return (alert_line(alert) for alert in alerts if since is None or alert.opened >= since)


def _played(  # noqa: PLR0913 - keywords but for the data
    mentions: Iterable[Heard],
    events: Sequence[FeedEvent],
    *,
    seconds: float,
    settings: AlertSettings,
    kind: str,
    picture: Picture | None,
) -> Iterator[Alert]:
    alerts = backtest(
        picture.listening(mentions) if picture else mentions,
        events,
        tick=timedelta(seconds=seconds),
        settings=settings,
        kinds=tuple(AlertKind) if kind == "all" else (AlertKind(kind),),
    )
    return picture.keeping(alerts) if picture else alerts


def _stored_events(store: Store) -> Iterator[FeedEvent]:
    """What is known of the feeds' history: when smwatch began to listen, and since when one has been failing."""
    if began := store.listening_since():
        yield FeedEvent(began, "", "added")
    for feed in store.feeds():
        if feed.failing_since:
            yield FeedEvent(feed.failing_since, feed.source, "down")


class LazyScorer:
    """Scores texts that come without a sentiment; nothing is loaded before the first."""

    def __init__(self, name: str, progress: Progress | None, load: Callable[[str], Scorer] | None = None) -> None:
        """`name`: the scorer's; `load` makes it, where that isn't done here."""
        self._name, self._progress, self._load, self._done = name, progress, load, 0

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

        return (self._load or scorer_named)(self._name)


def play_series(rows: Iterable[str]) -> Iterator[str]:
    """The CSV of counts with an anomaly score in [0, 1] for each row, its header first."""
    yield "timestamp,value,anomaly_score"
    for timestamp, value, anomaly in series_rows(rows):
        yield f"{_cell(timestamp)},{_cell(value)},{anomaly:.6f}"


def _cell(text: str) -> str:
    """As it was read, in quotation marks where it had to stand in some."""
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text

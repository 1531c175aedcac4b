"""What a backtest is drawn from: it listens in as the mentions go by, and keeps what was heard, expected and raised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from smwatch.alerts.band import Bars, Record
from smwatch.models import Alert, AlertKind, Heard
from smwatch.reports.chart import Strip


class Picture:
    """One strip a brand, in the order of their names."""

    def __init__(self, kind: AlertKind) -> None:
        """`kind`: whose voices are drawn."""
        self._kind = kind
        self._since: datetime | None = None  # of the first mention of all
        self._records = dict[str, Record]()
        self._alerts = list[Alert]()

    def listening(self, mentions: Iterable[Heard]) -> Iterator[Heard]:
        """The same mentions."""
        for heard in mentions:
            self._since = self._since or heard.fetched
            if heard.brand not in self._records:
                self._records[heard.brand] = Record(self._kind, self._since)
            self._records[heard.brand].take(heard)
            yield heard

    def keeping(self, alerts: Iterable[Alert]) -> Iterator[Alert]:
        """The same alerts."""
        for alert in alerts:
            self._alerts.append(alert)
            yield alert

    def strips(self) -> list[Strip]:
        """What is to be drawn, once all went by."""
        alerts = sorted(self._alerts, key=lambda alert: (alert.opened, alert.id))
        return [
            _strip(brand, self._kind, record.bars(), tuple(a for a in alerts if a.brand == brand))
            for brand, record in sorted(self._records.items())
        ]


def _strip(brand: str, kind: AlertKind, bars: Bars, alerts: tuple[Alert, ...]) -> Strip:
    return Strip(
        brand=brand,
        kind=kind,
        since=datetime.fromtimestamp(bars.since * 3600, UTC),
        step=timedelta(hours=bars.step),
        voices=bars.voices,
        bands=bars.bands,
        alerts=alerts,
    )

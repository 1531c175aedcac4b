"""How good the alerts were, and how quickly people answered: figures over the alerts of some time. Pure.

figures(alerts, began=..., now=..., ...) -> Figures
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from smwatch.alerts.listener import RULES
from smwatch.models import CLOSED_BY_HAND, Alert, AlertKind, Level

YEAR = timedelta(days=365.2425)

LEAST = timedelta(days=90)
"""Time listened, over all brands, from which false alarms a year are more than a guess."""

SEEN = frozenset({"acknowledge", "assign", "close"})
"""Decisions that tell that somebody has seen an alert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The alerts that opened between `since` and `until`."""

    brands: tuple[str, ...]
    since: datetime
    until: datetime
    alerts: int
    kinds: Mapping[str, int]
    open: int  # still open
    false: int  # marked so by people
    unmarked: int  # crises that nobody has closed with a reason yet: some of them may have been false
    promised: float  # false alarms a year and brand, by the sensitivity
    sensitivity: str
    first_to_opening: timedelta | None  # medians; None: there is none
    opening_to_seen: timedelta | None
    opening_to_closing: timedelta | None

    @property
    def listened(self) -> timedelta:
        """The time, once for each brand."""
        return (self.until - self.since) * len(self.brands)

    @property
    def false_a_year(self) -> float | None:
        """False alarms a year and brand; None where too little was heard to tell."""
        return self.false / (self.listened / YEAR) if self.listened >= LEAST else None


def figures(  # noqa: PLR0913 - keywords but for the alerts
    alerts: Iterable[Alert],
    *,
    began: datetime,
    now: datetime,
    brands: Sequence[str],
    first_mentions: Mapping[int, datetime],
    answers: Mapping[int, Sequence[tuple[str, datetime]]],
    sensitivity: str,
) -> Figures:
    """The figures. `first_mentions`: when those were published; `answers`: (what, when) that people decided."""
    told = [alert for alert in alerts if began <= alert.opened <= now]
    crises = [alert for alert in told if alert.kind is AlertKind.CRISIS]
    seen = [
        min((at for what, at in answers.get(alert.id, ()) if what in SEEN), default=None) for alert in told
    ]  # the first time that somebody did anything about it
    return Figures(
        brands=tuple(brands),
        since=began,
        until=now,
        alerts=len(told),
        kinds={kind.value: n for kind, n in sorted(Counter(alert.kind for alert in told).items())},
        open=sum(alert.level is not Level.CLOSED for alert in told),
        false=sum(alert.status == "false" for alert in crises),
        unmarked=sum(alert.status not in CLOSED_BY_HAND for alert in crises),
        promised=RULES[sensitivity].false_alarms,
        sensitivity=sensitivity,
        first_to_opening=_median(a.opened - first_mentions[a.id] for a in crises if a.id in first_mentions),
        opening_to_seen=_median(at - a.opened for a, at in zip(told, seen, strict=True) if at),
        opening_to_closing=_median(a.closed - a.opened for a in told if a.closed),
    )


def _median(times: Iterable[timedelta]) -> timedelta | None:
    found = [time.total_seconds() for time in times]
    return timedelta(seconds=max(0.0, median(found))) if found else None

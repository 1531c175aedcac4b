"""Mentions added up by day, as the database's view `daily` tells them; for any choice of mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from math import copysign
from sys import intern

from smwatch.models import Label, MentionRow
from smwatch.reports.values import Values

_FINE = 1_000_000
"""Scores are added up in millionths, as in the view: a sum doesn't depend on the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """What one source said about one brand in one language on one day (UTC). `score` is the mean of scored ones."""

    day: str  # 2010-03-24
    brand: str
    lang: str
    source: str
    mentions: int
    negative: int
    neutral: int
    positive: int
    score: float | None  # -1 to 1; None where nothing was scored
    unscored: int  # neither negative nor neutral nor positive: another language, too short


def daily_figures(rows: Iterable[MentionRow]) -> Iterator[Daily]:
    """Mentions added up by day, brand, language and source, in that order; nothing else of them is kept."""
    sums: dict[tuple[str, str, str, str], _Sum] = {}
    for row in rows:
        day = row.published.astimezone(UTC).date().isoformat()
        key = (intern(day), intern(row.brand), intern(row.lang), intern(row.source))
        sums.setdefault(key, _Sum()).add(row)
    for key in sorted(sums):
        yield sums.pop(key).told(*key)


def daily_dict(day: Daily) -> Values:
    """A day's figures as values, with the columns of the view."""
    return {name: getattr(day, name) for name in Daily.__slots__}


class _Sum:
    """A day's figures while they grow."""

    __slots__ = ("mentions", "negative", "neutral", "positive", "score", "scored")

    def __init__(self) -> None:
        self.mentions = self.negative = self.neutral = self.positive = self.score = self.scored = 0

    def add(self, row: MentionRow) -> None:
        """Count one mention."""
        self.mentions += 1
        self.negative += row.label is Label.NEGATIVE
        self.neutral += row.label is Label.NEUTRAL
        self.positive += row.label is Label.POSITIVE
        if row.score is not None:
            self.scored += 1
            self.score += int(row.score * _FINE + copysign(0.5, row.score))

    def told(self, day: str, brand: str, lang: str, source: str) -> Daily:
        """What they came to."""
        return Daily(
            day=day,
            brand=brand,
            lang=lang,
            source=source,
            mentions=self.mentions,
            negative=self.negative,
            neutral=self.neutral,
            positive=self.positive,
            score=self.score / _FINE / self.scored if self.scored else None,
            unscored=self.mentions - self.negative - self.neutral - self.positive,
        )

"""Mentions as they are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


def hour_of(at: datetime) -> datetime:
    """The beginning of the hour that a time is counted in: one of UTC, also where clocks are half an hour off."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HourCount:
    """How many mentions of a brand were published in an hour; hours without any aren't told."""

    hour: datetime  # its beginning
    mentions: int
    negative: int
    neutral: int = 0
    positive: int = 0  # what is missing of `mentions` could not be scored
    own: int = 0  # and besides, by the company's own people


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A brand's part of all mentions of a stretch of time."""

    brand: str
    mentions: int
    share: float  # 0 to 1

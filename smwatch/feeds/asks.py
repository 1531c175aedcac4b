"""How a feed's document asks to be polled: ttl, sy:updatePeriod, skipHours, skipDays. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from smwatch.feeds.dates import iso_date, read_date
from smwatch.models import Asks

_PERIODS: Final = {"hourly": 1, "daily": 24, "weekly": 24 * 7, "monthly": 24 * 30, "yearly": 24 * 365}  # hours
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST: Final = 24.0  # hours
HOURS: Final = 24


def asks_of(feed: Mapping[str, Any], generator: str) -> Asks:
    """What the feed asks for, in what feedparser found; `skipped_hours` and `skipped_days` are lists (parse.py)."""
    wait = _wait(feed, generator)
    return Asks(
        wait=wait,
        base=_base(_text(feed, "sy_updatebase")) if wait else None,
        hours=_hours(feed.get("skipped_hours", ())),
        days=_days(feed.get("skipped_days", ())),
    )


def _wait(feed: Mapping[str, Any], generator: str) -> timedelta | None:
    """How long the feed asks to be left alone: ttl (minutes), sy:updatePeriod over sy:updateFrequency.

    WordPress writes "hourly, 1" into every feed whatever happens on the site; that asks for nothing.
    """
    waits: list[float] = []  # hours
    ttl = _text(feed, "ttl")[:9]
    if ttl.isdecimal():
        waits.append(int(ttl) / 60)
    period = _PERIODS.get(_text(feed, "sy_updateperiod").lower())
    often = _text(feed, "sy_updatefrequency")[:9]
    if period and not (period == 1 and "wordpress" in generator.lower()):
        waits.append(period / max(1, int(often) if often.isdecimal() else 1))
    return timedelta(hours=min(max(waits), _LONGEST)) if waits and max(waits) > 0 else None


def _base(said: str) -> datetime | None:
    """When one of its updates was: the others follow it."""
    return (iso_date(said) or read_date(said)) if said else None


def _hours(said: Iterable[str]) -> tuple[int, ...]:
    """Hours of the day, GMT; 24 is midnight too. None where it would be all of them: that asks for nothing."""
    found = {
        int(hour.strip()) % HOURS for hour in said if hour.strip()[:3].isdecimal() and int(hour.strip()[:3]) <= HOURS
    }
    return tuple(sorted(found)) if len(found) < HOURS else ()


def _days(said: Iterable[str]) -> tuple[int, ...]:
    """Days of the week by their English names, Monday is 0; none where it would be all of them."""
    found = {_DAYS.index(day.strip().lower()) for day in said if day.strip().lower() in _DAYS}
    return tuple(sorted(found)) if len(found) < len(_DAYS) else ()


def _text(feed: Mapping[str, Any], name: str) -> str:
    value = feed.get(name)
    return value.strip() if isinstance(value, str) else ""

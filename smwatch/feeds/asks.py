"""How a server asks to be polled, by its answer's headers, and a feed by its document. Pure.

not_before(now, headers, wish) -> datetime | None     until when to leave it alone
asks_of(feed, generator) -> Asks                      ttl, sy:updatePeriod, skipHours, skipDays
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from smwatch.feeds.dates import iso_date, read_date
from smwatch.feeds.document import text_in
from smwatch.models import Asks

LATEST: Final = timedelta(days=1)
_MAX_AGE = re.compile(r"(?:^|[\s,;])max-age\s{0,9}=\s{0,9}\"?(\d{1,9})", re.IGNORECASE)
_NEVER = re.compile(r"no-cache|no-store", re.IGNORECASE)
_PERIODS: Final = {"hourly": 1, "daily": 24, "weekly": 24 * 7, "monthly": 24 * 30, "yearly": 24 * 365}  # hours
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS: Final = 24


def not_before(now: datetime, headers: Mapping[str, str], feed_asks: timedelta | None = None) -> datetime | None:
    """Until when an answer, or the feed in it, asks to be left alone; at most a day from now, None if it doesn't.

    Retry-After (RFC 9110, 10.2.3), Cache-Control: max-age less Age (RFC 9111, 5.2.2.1), Expires where there is no
    Cache-Control, and the feed's own wish. s-maxage is for caches that many share, which this is not.
    """
    waits = [_retry_after(headers.get("retry-after", ""), now), _freshness(headers), feed_asks or timedelta()]
    wait = min(max(waits), LATEST)
    return now + wait if wait > timedelta() else None


def _retry_after(said: str, now: datetime) -> timedelta:
    said = said.strip()[:40]
    if said.isascii() and said.isdigit():
        return timedelta(seconds=int(said[:9]))
    at = http_date(said)
    return at - now if at else timedelta()


def _freshness(headers: Mapping[str, str]) -> timedelta:
    control = headers.get("cache-control", "")[:500]
    if not control.strip():
        return _expires(headers)
    found = _MAX_AGE.search(control)
    if not found or _NEVER.search(control):
        return timedelta()
    age = headers.get("age", "").strip()[:9]
    return timedelta(seconds=int(found[1]) - (int(age) if age.isascii() and age.isdigit() else 0))


def _expires(headers: Mapping[str, str]) -> timedelta:
    """Measured against the answer's own date, so that neither clock need be right."""
    until, said = http_date(headers.get("expires", "")), http_date(headers.get("date", ""))
    return until - said if until and said else timedelta()


def http_date(said: str) -> datetime | None:
    """A date as headers have it, aware UTC; None where it is none."""
    try:
        at = parsedate_to_datetime(said.strip()[:40])
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def asks_of(feed: Mapping[str, Any], generator: str) -> Asks:
    """What the feed asks for, in what feedparser found; `skipped_hours` and `skipped_days` are lists (parse.py)."""
    wait = _wait(feed, generator)
    return Asks(
        wait=wait,
        base=_base(text_in(feed, "sy_updatebase").strip()) if wait else None,
        hours=_hours(feed.get("skipped_hours", ())),
        days=_days(feed.get("skipped_days", ())),
    )


def _wait(feed: Mapping[str, Any], generator: str) -> timedelta | None:
    """How long the feed asks to be left alone: ttl (minutes), sy:updatePeriod over sy:updateFrequency.

    WordPress writes "hourly, 1" into every feed whatever happens on the site; that asks for nothing.
    """
    waits: list[float] = []  # hours
    ttl = text_in(feed, "ttl").strip()[:9]
    if ttl.isdecimal():
        waits.append(int(ttl) / 60)
    period = _PERIODS.get(text_in(feed, "sy_updateperiod").strip().lower())
    often = text_in(feed, "sy_updatefrequency").strip()[:9]
    if period and not (period == 1 and "wordpress" in generator.lower()):
        waits.append(period / max(1, int(often) if often.isdecimal() else 1))
    return min(timedelta(hours=max(waits)), LATEST) if waits and max(waits) > 0 else None


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

"""Until when a server asks to be left alone, as its answer's headers say. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LATEST: Final = timedelta(days=1)
_MAX_AGE = re.compile(r"(?:^|[\s,;])max-age\s{0,9}=\s{0,9}\"?(\d{1,9})", re.IGNORECASE)
_NEVER = re.compile(r"no-cache|no-store", re.IGNORECASE)


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

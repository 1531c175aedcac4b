"""When to poll a feed next, and what a server asks for. Pure: times come in, a time goes out.

    next_poll(feed, result) -> Timing        `at` always after the poll's

A feed has its own rhythm: a quarter of an hour while it brings something, longer the longer it has been silent, up
to a day. A failing feed is asked half as often each time, down to once a day.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from smwatch.locales import N_
from smwatch.models import DateTrust, FailureKind, Feed, Origin, Polled, PollFailed, PollResult, Timing

SOON: Final = timedelta(minutes=15)
UNKNOWN: Final = timedelta(hours=1)  # a feed that never brought anything
LATEST: Final = timedelta(days=1)
CALM: Final = 48  # silent for 48 hours: asked once an hour
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)  # leaves room for time zones
HOPELESS: Final = {404, 410, 403, 401, 400, 405}  # a place that we guessed isn't there, or isn't open
_MOST_DOUBLINGS = 7  # 15 minutes doubled seven times are more than a day
_MAX_AGE = re.compile(r"max-age\s{0,9}=\s{0,9}\"?(\d{1,9})", re.IGNORECASE)

ASKED = N_("the site asks to wait until then")
LIVELY = N_("it brought something lately")
QUIET = N_("it has been quiet for some time, so it is asked less often")
EMPTY = N_("it has not brought anything yet")
CONFIGURED = N_("as often as the config says (every)")
FAILING = N_("it is failing, so it is asked less and less often")
GONE = N_("it is gone for good")
NO_COMMENTS = N_("there is no comment feed at this address")


def next_poll(feed: Feed, result: PollResult) -> Timing:
    """When, and why then; never before `every` of the config, nor before what the server asks for up to a day."""
    if isinstance(result, PollFailed):
        if _was_a_guess(feed, result):
            return Timing(NEVER, NO_COMMENTS)
        if result.kind is FailureKind.GONE:
            return Timing(NEVER, GONE)
        wait, why = _back_off(feed), FAILING
    else:
        wait, why = _rhythm(feed, result)
    return _asked(result.at + wait, why, result)


def _asked(at: datetime, why: str, result: PollResult) -> Timing:
    asked = result.not_before and min(result.not_before, result.at + LATEST)
    return Timing(asked, ASKED) if asked and asked > at else Timing(at, why)


def _was_a_guess(feed: Feed, failed: PollFailed) -> bool:
    """A discovered feed that never answered: the place where WordPress has comments, on a site that hasn't."""
    if feed.spec.origin is not Origin.DISCOVERED or feed.last_new or feed.validators.body_digest:
        return False
    return failed.kind is FailureKind.NOT_A_FEED or failed.status in HOPELESS


def _back_off(feed: Feed) -> timedelta:
    """A quarter of an hour (or `every`), doubled with each failure in a row; at most a day, unless `every` is more."""
    first = feed.spec.every or SOON
    wait = min(first, LATEST) * (1 << min(feed.failures, _MOST_DOUBLINGS))
    return max(first, min(wait, LATEST) * _spread(feed.url))


def _rhythm(feed: Feed, polled: Polled) -> tuple[timedelta, str]:
    """Its own, or the config's.

    A little early, rather than late: a scan that cron starts each quarter of an hour would come just before the
    feed's time, and leave it for the next.
    """
    if feed.spec.every:
        return feed.spec.every - min(timedelta(seconds=30), feed.spec.every / 32), CONFIGURED
    brought = [entry.published for entry in polled.entries if entry.date_trust is not DateTrust.GUESSED]
    last = max(brought) if brought else polled.at if polled.entries else feed.last_new
    if last is None:
        return UNKNOWN * _spread(feed.url), EMPTY
    wait = min(max(SOON, (polled.at - last) / CALM), LATEST)
    return wait * _spread(feed.url), LIVELY if wait <= SOON else QUIET


def _spread(url: str) -> float:
    """0.9 to 1, always the same for a URL, so that not all feeds of a host are asked at once."""
    return 0.9 + 0.1 * hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=1).digest()[0] / 255


def not_before(now: datetime, headers: Mapping[str, str], feed_asks: timedelta | None = None) -> datetime | None:
    """Until when an answer, or the feed in it, asks to be left alone; at most a day from now, None if it doesn't.

    Retry-After (RFC 9110, 10.2.3), Cache-Control: max-age less Age (RFC 9111, 5.2.2.1), and the feed's own wish.
    """
    waits = [_retry_after(headers.get("retry-after", ""), now), _max_age(headers), feed_asks or timedelta()]
    wait = min(max(waits), LATEST)
    return now + wait if wait > timedelta() else None


def _retry_after(said: str, now: datetime) -> timedelta:
    said = said.strip()[:40]
    if said.isdecimal():
        return timedelta(seconds=int(said[:9]))
    try:
        at = parsedate_to_datetime(said)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, OverflowError):
        return timedelta()


def _max_age(headers: Mapping[str, str]) -> timedelta:
    control = headers.get("cache-control", "")[:500]
    found = _MAX_AGE.search(control)
    if not found or "no-cache" in control or "no-store" in control:
        return timedelta()
    age = headers.get("age", "").strip()[:9]
    return timedelta(seconds=int(found[1]) - (int(age) if age.isdecimal() else 0))

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds import timing
from smwatch.feeds.timing import next_poll, not_before
from smwatch.models import (
    DateTrust,
    Entry,
    FailureKind,
    Feed,
    FeedSpec,
    Origin,
    Polled,
    PollFailed,
    Timing,
    Validators,
)

NOW = datetime(2010, 3, 24, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEED = Feed(spec=FeedSpec(url="https://example.com/feed/"), url="https://example.com/feed/")


def entry(age: timedelta, trust: DateTrust = DateTrust.FEED) -> Entry:
    return Entry(key="k", published=NOW - age, date_trust=trust)


def polled(feed: Feed = FEED, *entries: Entry, asked: timedelta | None = None) -> Timing:
    return next_poll(feed, Polled(feed=feed, at=NOW, entries=entries, not_before=NOW + asked if asked else None))


def failed(
    feed: Feed = FEED,
    kind: FailureKind = FailureKind.TIMEOUT,
    status: int | None = None,
    asked: timedelta | None = None,
) -> Timing:
    until = NOW + asked if asked else None
    return next_poll(feed, PollFailed(feed=feed, at=NOW, kind=kind, status=status, not_before=until))


def about(wait: timedelta) -> tuple[datetime, datetime]:
    """The stretch that a wait is spread over: up to a tenth sooner."""
    return NOW + 0.9 * wait, NOW + wait


@pytest.mark.parametrize(
    ("silent", "wait"),
    [(HOUR, 15 * MINUTE), (12 * HOUR, 15 * MINUTE), (2 * DAY, HOUR), (8 * DAY, 4 * HOUR), (400 * DAY, DAY)],
)
def test_the_longer_a_feed_is_silent_the_less_often_it_is_asked(silent: timedelta, wait: timedelta) -> None:
    first, last = about(wait)
    assert first <= polled(replace(FEED, last_new=NOW - silent)).at <= last
    assert first <= polled(FEED, entry(silent)).at <= last


def test_why_then() -> None:
    assert polled(FEED, entry(HOUR)).why == timing.LIVELY
    assert polled(replace(FEED, last_new=NOW - 30 * DAY)).why == timing.QUIET
    assert polled().why == timing.EMPTY
    assert polled(FEED, entry(DAY * 99, DateTrust.GUESSED)).why == timing.LIVELY  # its date is the poll's


def test_the_config_is_never_undercut_by_more_than_cron_needs() -> None:
    feed = replace(FEED, spec=replace(FEED.spec, every=HOUR), last_new=NOW - 90 * DAY)
    at, why = polled(feed).at, polled(feed).why
    assert NOW + HOUR - timedelta(seconds=30) <= at <= NOW + HOUR
    assert why == timing.CONFIGURED
    assert failed(feed).at >= NOW + HOUR


def test_what_a_server_asks_for_is_respected_up_to_a_day() -> None:
    assert polled(FEED, entry(HOUR), asked=3 * HOUR) == Timing(NOW + 3 * HOUR, timing.ASKED)
    assert polled(FEED, entry(HOUR), asked=90 * DAY) == Timing(NOW + DAY, timing.ASKED)
    assert polled(FEED, entry(HOUR), asked=MINUTE).why == timing.LIVELY
    assert failed(kind=FailureKind.THROTTLED, status=429, asked=2 * HOUR) == Timing(NOW + 2 * HOUR, timing.ASKED)


def test_a_failing_feed_is_asked_half_as_often_each_time_but_once_a_day() -> None:
    waits = [failed(replace(FEED, failures=n)).at - NOW for n in range(12)]
    for n, wait in enumerate(waits):
        full = min(15 * MINUTE * 2**n, DAY)
        assert max(0.9 * full, 15 * MINUTE) <= wait <= full
    assert failed(replace(FEED, failures=10**9)).why == timing.FAILING


def test_gone_is_gone() -> None:
    assert failed(kind=FailureKind.GONE, status=410) == Timing(timing.NEVER, timing.GONE)


def test_a_comment_feed_that_was_only_guessed_is_not_asked_again() -> None:
    guessed = replace(FEED, spec=replace(FEED.spec, origin=Origin.DISCOVERED))
    assert failed(guessed, FailureKind.STATUS, 404) == Timing(timing.NEVER, timing.NO_COMMENTS)
    assert failed(guessed, FailureKind.GONE, 410) == Timing(timing.NEVER, timing.NO_COMMENTS)
    assert failed(guessed, FailureKind.NOT_A_FEED, 200).at == timing.NEVER
    assert failed(guessed, FailureKind.TIMEOUT).why == timing.FAILING
    was_there = replace(guessed, validators=Validators(body_digest="d"))
    assert failed(was_there, FailureKind.STATUS, 404).why == timing.FAILING
    assert failed(FEED, FailureKind.STATUS, 404).why == timing.FAILING


def test_feeds_of_one_host_are_spread_and_each_is_always_the_same() -> None:
    feeds = [replace(FEED, url=f"https://example.com/{n}/feed/", last_new=NOW) for n in range(50)]
    times = {polled(feed).at for feed in feeds}
    assert len(times) > 30
    assert times == {polled(feed).at for feed in feeds}


WAITS = st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=30))


@given(WAITS, WAITS, st.integers(0, 10**6), st.sampled_from(list(FailureKind)), WAITS)
def test_the_next_poll_is_always_later(
    every: timedelta | None, asked: timedelta | None, failures: int, kind: FailureKind, silent: timedelta | None
) -> None:
    spec = replace(FEED.spec, every=every)
    feed = replace(FEED, spec=spec, failures=failures, last_new=NOW - silent if silent else None)
    assert NOW < polled(feed, asked=asked).at <= NOW + max(DAY, every or DAY)
    assert failed(feed, kind, asked=asked).at > NOW


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "120"}, 2 * MINUTE),
        ({"retry-after": "Wed, 24 Mar 2010 13:00:00 GMT"}, HOUR),
        ({"retry-after": "Wed, 24 Mar 2010 11:00:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9" * 1_000}, DAY),
        ({"cache-control": "public, max-age=1800"}, 30 * MINUTE),
        ({"cache-control": 'Max-Age="1800"', "age": "600"}, 20 * MINUTE),
        ({"cache-control": "max-age=99999999"}, DAY),
        ({"cache-control": "no-cache, max-age=1800"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "max-age=60", "retry-after": "120"}, 2 * MINUTE),
    ],
)
def test_what_an_answer_asks_for(headers: Mapping[str, str], wait: timedelta | None) -> None:
    assert not_before(NOW, headers) == (NOW + wait if wait else None)


def test_what_the_feed_itself_asks_for() -> None:
    assert not_before(NOW, {"cache-control": "max-age=60"}, HOUR) == NOW + HOUR

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds import timing
from smwatch.feeds.asks import not_before
from smwatch.feeds.timing import next_poll, warnings_of
from smwatch.models import (
    Asks,
    DateTrust,
    Entry,
    FailureKind,
    Feed,
    FeedKind,
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
    until = NOW + asked if asked else None
    return next_poll(feed, Polled(feed=feed, at=NOW, entries=entries, seen=len(entries), not_before=until))


def failed(
    feed: Feed = FEED,
    kind: FailureKind = FailureKind.TIMEOUT,
    status: int | None = None,
    asked: timedelta | None = None,
) -> Timing:
    until = NOW + asked if asked else None
    return next_poll(feed, PollFailed(feed=feed, at=NOW, kind=kind, status=status, not_before=until))


def about(wait: timedelta) -> tuple[datetime, datetime]:
    """The stretch that a wait is spread over: up to two fifths sooner."""
    return NOW + 0.6 * wait, NOW + wait


@pytest.mark.parametrize(
    ("silent", "wait"),
    [(HOUR, 15 * MINUTE), (12 * HOUR, 15 * MINUTE), (2 * DAY, HOUR), (8 * DAY, 4 * HOUR), (400 * DAY, DAY)],
)
def test_the_longer_a_feed_of_unknown_habits_is_silent_the_less_often_it_is_asked(
    silent: timedelta, wait: timedelta
) -> None:
    first, last = about(wait)
    assert first <= polled(replace(FEED, last_new=NOW - silent)).at <= last


def test_how_often_follows_from_what_it_brought() -> None:
    """From its first document on: each one's wait is where what it may have brought since is worth a poll."""
    waits = [
        polled(FEED, *(entry(0.97 * n * gap) for n in range(1, 20))).at - NOW
        for gap in (HOUR / 4, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY)
    ]
    assert waits == sorted(waits)
    assert waits[0] <= 15 * MINUTE < waits[3] < 2 * HOUR
    assert HOUR < waits[4] < 5 * HOUR
    assert waits[5] < DAY


def test_why_then() -> None:
    assert polled(FEED, *(entry(n * HOUR / 4) for n in range(50))).why == timing.LIVELY
    assert polled(FEED, *(entry(n * DAY) for n in range(50))).why == timing.USUAL
    assert polled(FEED, *(entry((60 + n) * DAY) for n in range(50))).why == timing.QUIET
    assert polled(replace(FEED, last_new=NOW - 30 * DAY)).why == timing.QUIET
    assert polled().why == timing.EMPTY


def test_what_mentions_brands_is_asked_more_often_and_still_more_in_an_alert() -> None:
    def wait(feed: Feed, why: str) -> timedelta:
        timing = polled(feed, *(entry(n * 6.8 * DAY) for n in range(10)))
        assert timing.why == why
        return timing.at - NOW

    plain = wait(FEED, timing.USUAL)
    rich, burning = replace(FEED, worth=8.0), replace(FEED, alerting=True)
    assert 2.5 < plain / wait(rich, timing.MENTIONS) < 3.5
    assert wait(burning, timing.ALERTING) < wait(rich, timing.MENTIONS)
    assert wait(replace(FEED, worth=1e9, alerting=True), timing.ALERTING) >= 0.9 * 15 * MINUTE


def test_the_config_is_never_undercut_by_more_than_cron_needs() -> None:
    feed = replace(FEED, spec=replace(FEED.spec, every=HOUR), last_new=NOW - 90 * DAY)
    at, why = polled(feed).at, polled(feed).why
    assert NOW + HOUR - timedelta(seconds=30) <= at <= NOW + HOUR
    assert why == timing.CONFIGURED
    assert failed(feed).at >= NOW + HOUR


def test_what_a_server_asks_for_is_respected_up_to_a_day() -> None:
    for asked, until in ((3 * HOUR, NOW + 3 * HOUR), (90 * DAY, NOW + DAY)):
        slow = polled(FEED, entry(HOUR), asked=asked)
        assert (slow.at, slow.why) == (until, timing.ASKED)
    assert polled(FEED, entry(HOUR), asked=MINUTE).why == timing.LEARNING
    throttled = failed(kind=FailureKind.THROTTLED, status=429, asked=2 * HOUR)
    assert throttled == Timing(NOW + 2 * HOUR, timing.ASKED, held=True)


def test_who_was_not_asked_because_its_host_wants_a_pause_is_put_off_and_not_with_all_others() -> None:
    feeds = [replace(FEED, url=f"https://example.com/{n}/feed/") for n in range(50)]
    times = [failed(feed, FailureKind.THROTTLED, asked=2 * HOUR) for feed in feeds]
    assert all(t.held and t.why == timing.PAUSED for t in times)
    assert NOW + 2 * HOUR <= min(t.at for t in times) <= NOW + 2.1 * HOUR
    assert NOW + 2.4 * HOUR <= max(t.at for t in times) <= NOW + 2.5 * HOUR


def asking(asks: Asks, at: datetime = NOW, feed: Feed = FEED) -> Timing:
    entries = tuple(Entry(key=str(n), published=at - n * HOUR / 4) for n in range(50))
    return next_poll(feed, Polled(feed=feed, at=at, entries=entries, seen=50, asks=asks))


def test_what_the_document_asks_for_holds_while_it_does_not_change() -> None:
    asks = Asks(wait=3 * HOUR)
    assert asking(asks) == replace(asking(Asks()), at=NOW + 3 * HOUR, why=timing.ASKED)
    feed = replace(FEED, asks=asks, last_new=NOW)
    unchanged = next_poll(feed, Polled(feed=feed, at=NOW, unchanged=True))
    assert (unchanged.at, unchanged.why) == (NOW + 3 * HOUR, timing.ASKED)
    based = Asks(wait=6 * HOUR, base=datetime(2000, 1, 1, 1, tzinfo=UTC))  # at 1, 7, 13 and 19 o'clock
    assert asking(based).at == NOW + HOUR
    assert asking(based, NOW + HOUR).at == NOW + 7 * HOUR


def test_hours_and_days_that_the_feed_wants_to_be_left_alone() -> None:
    assert asking(Asks(hours=(12, 13, 14))).at == NOW.replace(hour=15) + (asking(Asks()).at - NOW)
    night = datetime(2010, 3, 26, 23, 50, tzinfo=UTC)  # a Friday
    monday = asking(Asks(days=(5, 6)), night)
    assert night + 23 * HOUR < monday.at < night + 2 * DAY, "put off by a day at most, whatever is asked"
    assert asking(Asks(hours=tuple(range(24)))).at == asking(Asks()).at, "all hours: that can't be meant"


def test_a_failing_feed_is_asked_half_as_often_each_time_but_once_a_day() -> None:
    waits = [failed(replace(FEED, failures=n)).at - NOW for n in range(12)]
    for n, wait in enumerate(waits):
        full = min(15 * MINUTE * 2**n, DAY)
        assert max(0.9 * full, 15 * MINUTE) <= wait <= full
    assert failed(replace(FEED, failures=10**9)).why == timing.FAILING


def test_gone_is_gone() -> None:
    assert failed(kind=FailureKind.GONE, status=410) == Timing(timing.NEVER, timing.GONE)


def test_a_move_that_is_gone_leads_back() -> None:
    moved = replace(FEED, url="https://new.example/feed/")
    assert failed(moved, FailureKind.GONE, 410).at <= NOW + 15 * MINUTE


COMMENTS = replace(
    FEED,
    spec=replace(FEED.spec, kind=FeedKind.COMMENTS, origin=Origin.DISCOVERED, thread="https://example.com/post"),
    added=NOW - HOUR,
)


def test_comments_under_a_mention_are_asked_for_all_the_time_until_they_rest() -> None:
    empty, talked_about = polled(COMMENTS), polled(replace(COMMENTS, worth=1.0))
    assert talked_about.why == timing.FOLLOWED
    assert talked_about.at <= NOW + 15 * MINUTE < empty.at
    old = replace(COMMENTS, worth=1.0, added=NOW - 9 * DAY)
    assert polled(old).why != timing.FOLLOWED
    assert polled(old, entry(47 * HOUR)).why == timing.FOLLOWED
    assert polled(old, entry(49 * HOUR)).why != timing.FOLLOWED
    asked = polled(replace(COMMENTS, worth=1.0), asked=2 * HOUR)
    assert (asked.at, asked.why) == (NOW + 2 * HOUR, timing.ASKED)


def test_comments_are_retired_when_nobody_has_commented_for_thirty_days() -> None:
    def old(*ages: timedelta) -> Timing:
        return polled(replace(COMMENTS, added=NOW - 400 * DAY), *(entry(age) for age in ages))

    assert old() == Timing(timing.NEVER, timing.RETIRED, retired=True)
    assert not polled(replace(COMMENTS, added=NOW - 29 * DAY)).retired, "it may still begin"
    assert polled(replace(COMMENTS, added=NOW - 30 * DAY)).retired
    assert not old(29 * DAY).retired
    assert old(*(31 * DAY + n * HOUR for n in range(9))).retired
    assert not old(*(22 * DAY + n * 14 * DAY for n in range(9))).retired
    week = next_poll(replace(COMMENTS, added=NOW - 8 * DAY), Polled(feed=COMMENTS, at=NOW), timedelta(days=7))
    assert week.retired, "or for as long as the config says"
    site = replace(COMMENTS, spec=replace(COMMENTS.spec, thread=""), added=NOW - 400 * DAY)
    assert not polled(site).retired, "comments of a whole site never end for good"


def test_a_silence_is_told_once_and_so_is_its_end() -> None:
    daily = [entry(n * DAY) for n in range(30)]
    spec = replace(FEED.spec, about=("Nordelait", "Rivale"))
    first = next_poll(FEED, Polled(feed=FEED, at=NOW, entries=tuple(daily), seen=30))
    assert not first.silent
    feed = replace(FEED, spec=spec, rhythm=first.rhythm, silent_after=first.silent_after, last_poll=NOW, last_new=NOW)

    def later(days: int, before: Feed, *new: Entry) -> tuple[Timing, list[str]]:
        poll = Polled(feed=before, at=NOW + days * DAY, entries=new, seen=30, unchanged=not new)
        timing = next_poll(before, poll)
        return timing, [f"{w.kind} {w.brand}" for w in warnings_of(poll, timing)]

    assert later(7, feed) == (later(7, feed)[0], [])
    silent, warned = later(20, feed)
    assert (silent.silent, silent.silent_since, warned) == ("stopped", NOW, ["silent Nordelait", "silent Rivale"])
    still = replace(feed, silent="stopped")
    assert later(21, still)[1] == []
    again = Entry(key="old", published=NOW - 5 * DAY)
    assert later(22, still, again)[0].silent, "an old entry that is shown once more is no news"
    edited = Polled(
        feed=still,
        at=NOW + 22 * DAY,
        entries=(Entry(key="e", published=NOW + 22 * DAY),),
        edited=frozenset("e"),
        seen=30,
    )
    assert next_poll(still, edited).silent, "nor is an edit"
    speaks, warned = later(22, still, Entry(key="new", published=NOW + 21 * DAY))
    assert (speaks.silent, warned) == ("", ["resumed Nordelait", "resumed Rivale"])


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
        ({"cache-control": "s-maxage=1800"}, None),
        ({"cache-control": "s-maxage=1800, max-age=60"}, MINUTE),
        ({"cache-control": "No-Store, max-age=1800"}, None),
        ({"expires": "Wed, 24 Mar 2010 14:00:00 GMT", "date": "Wed, 24 Mar 2010 13:30:00 GMT"}, 30 * MINUTE),
        ({"expires": "Wed, 24 Mar 2010 13:00:00 GMT", "date": "Wed, 24 Mar 2010 13:30:00 GMT"}, None),
        (
            {
                "expires": "Wed, 24 Mar 2010 14:00:00 GMT",
                "date": "Wed, 24 Mar 2010 13:30:00 GMT",
                "cache-control": "private",
            },
            None,
        ),
        ({"expires": "0", "date": "Wed, 24 Mar 2010 13:30:00 GMT"}, None),
        ({"expires": "-1"}, None),
    ],
)
def test_what_an_answer_asks_for(headers: Mapping[str, str], wait: timedelta | None) -> None:
    assert not_before(NOW, headers) == (NOW + wait if wait else None)


def test_what_the_feed_itself_asks_for() -> None:
    assert not_before(NOW, {"cache-control": "max-age=60"}, HOUR) == NOW + HOUR

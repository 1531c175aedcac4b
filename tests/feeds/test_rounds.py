"""Weeks of scans by a simulated clock, one each quarter of an hour: how soon each kind of feed is heard, how dearly."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from smwatch.feeds import timing
from smwatch.models import Feed, FeedKind, Origin
from tests.feeds.polling import DAY, HOUR, MONDAY, QUARTER, SPEC, Watched, office_hours, poisson, watch

BEGIN = MONDAY + 14 * DAY
END = BEGIN + 60 * DAY
COMMENTS = replace(SPEC, kind=FeedKind.COMMENTS, origin=Origin.DISCOVERED, thread="https://example.com/post")


def test_news_in_office_hours_within_a_quarter_of_an_hour() -> None:
    """Forty a day."""
    rng = random.Random(4)
    watched = watch(list(poisson(rng, MONDAY, END, 200, lambda at: 0.002 + office_hours(at))), BEGIN, END)
    assert watched.median_delay(office_hours) <= timedelta(minutes=15)
    assert watched.mean_delay() <= timedelta(minutes=20)
    assert watched.polls_a_day(BEGIN, END) <= 60, "not at night"
    assert not watched.silent


def test_a_weekly_blog_within_hours_for_a_dozen_polls_a_day() -> None:
    rng = random.Random(5)
    regular = [BEGIN + n * 7 * DAY + rng.gauss(30, 5) * HOUR for n in range(-10, 9)]
    by_chance = list(poisson(rng, BEGIN - 70 * DAY, END, 1, lambda _: 1))
    for published in (regular, by_chance):
        watched = watch(published, BEGIN, END)
        assert watched.median_delay() <= timedelta(hours=3)
        assert watched.polls_a_day(BEGIN, END) <= 12


@pytest.mark.parametrize("worth", [0.0, 2.0])
def test_comments_that_explode_for_six_hours_and_then_die(worth: float) -> None:
    published = list(poisson(random.Random(6), BEGIN, BEGIN + 6 * HOUR, 168 * 20, lambda _: 1))
    feed = Feed(spec=COMMENTS, url=COMMENTS.url, added=BEGIN + HOUR, worth=worth)
    watched = watch(published, BEGIN + HOUR, END, feed=feed)
    assert max(delay for _, delay in watched.delays) <= 2 * QUARTER
    assert watched.polls_a_day(BEGIN + 4 * DAY, BEGIN + 20 * DAY) <= 2
    assert watched.timing
    assert (watched.timing.retired, watched.timing.why) == (True, timing.RETIRED)
    assert watched.polls[-1] < BEGIN + 32 * DAY
    if worth:
        alive = [at for at in watched.polls if at < BEGIN + 2 * DAY]
        assert max(b - a for a, b in pairwise(alive)) <= QUARTER, "a crisis needs early sight"


def test_who_is_dead_is_asked_once_a_day() -> None:
    asleep = [BEGIN - n * DAY for n in range(430, 400, -1)]
    for watched in (watch([], BEGIN, END, fails=True), watch(asleep, BEGIN, END)):
        assert watched.polls_a_day(BEGIN + 3 * DAY, END) <= 1.1
        assert watched.polls[-1] > END - 2 * DAY, "and is not forgotten"


def test_a_scan_that_did_not_run_for_a_fortnight_makes_no_feed_silent() -> None:
    published = [BEGIN + n * 6 * HOUR for n in range(-200, 240)]
    before = watch(published, BEGIN, BEGIN + 10 * DAY)
    assert before.timing
    later = BEGIN + 24 * DAY
    feed = Feed(
        spec=SPEC, url=SPEC.url, rhythm=before.timing.rhythm, silent_after=before.timing.silent_after,
        last_poll=BEGIN + 10 * DAY, last_new=BEGIN + 10 * DAY,
    )  # fmt: skip
    assert not watch(published, later, later + 10 * DAY, feed=feed).silent


def test_a_feed_that_stops_is_told_once_and_once_that_it_is_back() -> None:
    published = [BEGIN + n * DAY for n in (*range(-60, 10), *range(40, 50))]
    watched: Watched = watch(published, BEGIN, END)
    assert len(watched.silent) == len(watched.resumed) == 1
    assert 8 * DAY < watched.silent[0] - (BEGIN + 9 * DAY) < 13 * DAY
    assert watched.resumed[0] - (BEGIN + 40 * DAY) < DAY

"""The demo's little web, asked by the real fetcher and read by the real parser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from smwatch.config.settings import Network
from smwatch.demo.play import StoryClock
from smwatch.demo.story import VIDEO, story
from smwatch.demo.web import NEWEST, Web
from smwatch.feeds.fetch import HttpFetcher
from smwatch.feeds.poll import poll
from smwatch.models import Feed, FeedSpec, Polled
from smwatch.protocols import Fetched, Fetcher, FetchFailed

END = datetime(2010, 3, 18, 7, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> StoryClock:
    return StoryClock(END)


@pytest.fixture
def web(clock: StoryClock) -> Iterator[Web]:
    with Web(story(END), clock) as running:
        yield running


@pytest.fixture
def fetcher(web: Web) -> Iterator[Fetcher]:
    made = HttpFetcher(Network(allow_private=(web.address,)))
    yield made
    made.close()


def polled(url: str, fetcher: Fetcher) -> Polled:
    """A feed as a scan reads it."""
    feed = Feed(spec=FeedSpec(url=url), url=url)
    result = poll(feed, fetcher=fetcher, now=END, languages=("fr", "en"), headers={})
    assert isinstance(result, Polled)
    return result


@pytest.mark.parametrize("place", ["blog", "page", "news-fr", "news-en"])
def test_every_feed_parses_and_shows_the_newest(web: Web, fetcher: Fetcher, place: str) -> None:
    result = polled(f"{web.base}/{place}/feed/", fetcher)
    assert result.notes == ()
    assert 0 < result.seen <= NEWEST
    expected = [s for s in story(END) if s.place == place][-NEWEST:]
    assert {entry.text for entry in result.entries} == {" ".join(s.text.split()) for s in expected}


def test_what_lies_in_the_future_is_not_shown(web: Web, fetcher: Fetcher, clock: StoryClock) -> None:
    clock.now = END - timedelta(hours=VIDEO, days=20)
    for place in ("page", "blog", "news-en"):
        entries = polled(f"{web.base}/{place}/feed/", fetcher).entries
        assert entries
        assert all(entry.published <= clock.now for entry in entries)


def test_posts_lead_to_their_comments(web: Web, fetcher: Fetcher) -> None:
    newest = polled(f"{web.base}/blog/feed/", fetcher).entries[0]
    (comments,) = newest.comment_feeds
    result = polled(comments, fetcher)
    assert result.seen > 3
    assert all(entry.kind == "comments" for entry in result.entries)


def test_an_unchanged_feed_answers_304_and_a_changed_one_does_not(
    web: Web, fetcher: Fetcher, clock: StoryClock
) -> None:
    url = f"{web.base}/page/feed/"
    clock.now = END - timedelta(hours=10)
    first = fetcher.fetch(url)
    assert isinstance(first, Fetched)
    again = fetcher.fetch(url, {"If-None-Match": first.headers["etag"]})
    assert isinstance(again, Fetched)
    assert (again.status, again.body) == (304, b"")
    clock.now = END
    later = fetcher.fetch(url, {"If-None-Match": first.headers["etag"]})
    assert isinstance(later, Fetched)
    assert later.status == 200


@pytest.mark.parametrize("path", ["/", "/nothing/", "/blog/999/feed/", "/blog-comments/feed/", "/a/b/c/d"])
def test_elsewhere_there_is_nothing(web: Web, fetcher: Fetcher, path: str) -> None:
    answer = fetcher.fetch(web.base + path)
    assert isinstance(answer, FetchFailed)
    assert answer.status == 404

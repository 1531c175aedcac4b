from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smwatch.feeds.comments import MOST, comment_specs, site_comment_specs, with_comment_feeds
from smwatch.feeds.document import Document, Draft
from smwatch.models import Entry, Feed, FeedKind, FeedSpec, Origin

URL = "https://blog.example.com/feed/"
PARENT = FeedSpec(
    url=URL, source="Blogue", about=("Nordelait",), headers={"Authorization": "env:T"}, every=timedelta(minutes=30)
)
WORDPRESS = Document(version="rss20", generator="https://wordpress.org/?v=6.0")


def feed(url: str = URL, spec: FeedSpec = PARENT) -> Feed:
    return Feed(spec=spec, url=url)


def entry(url: str = "https://blog.example.com/usine/", *feeds: str, kind: FeedKind = FeedKind.ENTRIES) -> Entry:
    return Entry(key=url, url=url, published=datetime(2010, 3, 24, tzinfo=UTC), comment_feeds=feeds, kind=kind)


@pytest.mark.parametrize(
    ("url", "home", "found"),
    [
        ("https://a.example/feed/", "https://a.example", "https://a.example/comments/feed/"),
        ("https://a.example/blog/feed", "https://a.example/blog/", "https://a.example/blog/comments/feed/"),
        ("https://a.example/category/lait/feed/", "https://a.example/", "https://a.example/comments/feed/"),
        ("http://127.0.0.1:8080/x/feed/", "https://a.example/", "http://127.0.0.1:8080/x/comments/feed/"),
        ("https://a.example/?feed=rss2", "https://a.example/", "https://a.example/?feed=comments-rss2"),
    ],
)
def test_wordpress_has_its_comments_at_a_known_place(url: str, home: str, found: str) -> None:
    document = Document(version="rss20", generator="WordPress", url=home)
    (spec,) = site_comment_specs(feed(url, FeedSpec(url=url)), document)
    assert (spec.url, spec.kind, spec.origin, spec.thread) == (found, FeedKind.COMMENTS, Origin.DISCOVERED, "")


def test_other_sites_are_asked_only_where_they_say() -> None:
    assert site_comment_specs(feed(), Document(version="rss20", generator="Ghost")) == ()
    assert site_comment_specs(feed("https://a.example/rss.xml"), WORDPRESS) == ()
    named = Document(version="atom10", comment_feeds=("https://a.example/comments.atom",))
    assert [spec.url for spec in site_comment_specs(feed(), named)] == ["https://a.example/comments.atom"]


def test_what_a_discovered_feed_inherits() -> None:
    (spec,) = comment_specs(feed(), [entry("https://blog.example.com/usine/", "https://blog.example.com/usine/feed/")])
    assert spec == FeedSpec(
        url="https://blog.example.com/usine/feed/",
        source="Blogue",
        kind=FeedKind.COMMENTS,
        origin=Origin.DISCOVERED,
        about=("Nordelait",),
        comments="none",
        every=timedelta(minutes=30),
        headers={"Authorization": "env:T"},
        parent=URL,
        thread="https://blog.example.com/usine/",
    )


def test_secrets_stay_on_their_host() -> None:
    (spec,) = comment_specs(feed(), [entry("https://blog.example.com/usine/", "https://elsewhere.example/feed/")])
    assert spec.headers == {}


def test_one_feed_an_entry_each_once_and_no_more_than_bounded() -> None:
    twice = [entry("https://a.example/1", "https://a.example/c", "https://a.example/c.atom")] * 2
    assert [spec.url for spec in comment_specs(feed(), twice)] == ["https://a.example/c"]
    many = [entry(f"https://a.example/{n}", f"https://a.example/{n}/feed/") for n in range(MOST + 10)]
    assert len(comment_specs(feed(), many)) == MOST
    assert MOST >= 100, "feeds of posts hold up to a hundred, and what is left out is never found"


def test_nothing_is_found_in_comments_nor_where_none_are_wanted() -> None:
    found = entry("https://a.example/1", "https://a.example/c")
    for spec in (FeedSpec(url=URL, kind=FeedKind.COMMENTS), FeedSpec(url=URL, comments="none")):
        assert comment_specs(feed(spec=spec), [found]) == ()
        assert site_comment_specs(feed(spec=spec), WORDPRESS) == ()
    comment = entry("https://a.example/1#c", "https://a.example/c", kind=FeedKind.COMMENTS)
    assert comment_specs(feed(), [comment]) == ()
    assert comment_specs(feed(), [entry("https://a.example/1", URL)]) == ()


@pytest.mark.parametrize(
    ("url", "count", "found"),
    [
        ("https://a.example/2010/03/usine/", None, ("https://a.example/2010/03/usine/feed/",)),
        ("https://a.example/usine?ref=x", 3, ("https://a.example/usine/feed/",)),
        ("https://a.example/?p=12", 3, ("https://a.example/?p=12&feed=rss2",)),
        ("https://a.example/usine/", 0, ()),
        ("", 3, ()),
    ],
)
def test_where_wordpress_has_the_comments_of_an_entry(url: str, count: int | None, found: tuple[str, ...]) -> None:
    (one,) = with_comment_feeds(WORDPRESS, [(entry(url), Draft(url=url, comment_count=count))])
    assert one.comment_feeds == found


def test_a_feed_that_names_some_comment_feeds_has_no_others() -> None:
    named = Draft(comment_feeds=("https://a.example/1/feed/",))
    document = Document(version="rss20", generator="WordPress", drafts=(named, Draft()))
    first, second = with_comment_feeds(document, [(entry(), named), (entry(), Draft())])
    assert (first.comment_feeds, second.comment_feeds) == (("https://a.example/1/feed/",), ())

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smwatch.feeds.comments import MOST, MOST_NAMED, comment_specs, site_comment_specs, with_comment_feeds
from smwatch.feeds.document import Document, Draft
from smwatch.feeds.parse import parse
from smwatch.models import Entry, Feed, FeedKind, FeedSpec, Origin
from tests.desk import Desk, item, rss

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


@pytest.mark.parametrize(
    "named",
    [
        URL,
        "http://blog.example.com/feed/",
        "https://blog.example.com/feed",
        "https://BLOG.example.com/feed/#x",
    ],
)
def test_no_feed_is_its_own_comments_however_it_is_spelt(named: str) -> None:
    assert comment_specs(feed(), [entry("https://a.example/1", named)]) == ()
    assert site_comment_specs(feed(), Document(version="atom10", comment_feeds=(named,))) == ()


def test_spellings_of_one_comment_feed_are_one() -> None:
    entries = [
        entry("https://a.example/1", "http://a.example/1/feed"),
        entry("https://a.example/1", "https://a.example/1/feed/"),
    ]
    assert [spec.url for spec in comment_specs(feed(), entries)] == ["http://a.example/1/feed"]


def test_secrets_are_not_sent_in_the_clear() -> None:
    (spec,) = comment_specs(feed(), [entry("https://a.example/1", "http://blog.example.com/1/feed/")])
    assert spec.headers == {}


def test_what_several_entries_name_is_the_sites() -> None:
    """So that no comment is brought to an entry that it doesn't answer."""
    site, own = "https://a.example/comments.atom", "https://a.example/2.atom"
    drafts = (
        Draft(url="https://a.example/1", comment_feeds=(site,)),
        Draft(url="https://a.example/2", comment_feeds=(site, own)),
        Draft(url="http://a.example/2/", comment_feeds=(own,)),
    )
    document = Document(version="atom10", drafts=drafts)
    entries = with_comment_feeds(document, [(entry(draft.url), draft) for draft in drafts])
    assert [one.comment_feeds for one in entries] == [(), (own,), (own,)]
    assert [(spec.url, spec.thread) for spec in site_comment_specs(feed(), document)] == [(site, "")]


@pytest.mark.parametrize(
    ("identity", "url", "found"),
    [
        (
            "tag:blogger.com,1999:blog-12.post-345",
            "https://a.blogspot.com/2010/03/usine.html",
            "https://a.blogspot.com/feeds/345/comments/default",
        ),
        (
            "forum.example.org-topic-34",
            "https://forum.example.org/t/un-sujet/34",
            "https://forum.example.org/t/un-sujet/34.rss",
        ),
        ("a.example-topic-34", "https://a.example/forum/t/x/34?u=y", "https://a.example/forum/t/x/34.rss"),
        (
            "t3_1abc",
            "https://www.reddit.com/r/quebec/comments/1abc/un_titre/",
            "https://www.reddit.com/r/quebec/comments/1abc/.rss",
        ),
        (
            "https://stackoverflow.com/q/12",
            "https://stackoverflow.com/questions/12/un-titre",
            "https://stackoverflow.com/feeds/question/12",
        ),
        ("t1_1abc", "https://www.reddit.com/r/quebec/comments/1abc/un_titre/2def/", ""),
        ("forum.example.org-post-34-2", "https://forum.example.org/t/un-sujet/34/2", ""),
        ("12", "https://stackoverflow.com/questions/12/un-titre#13", ""),
        ("https://a.example/usine/", "https://a.example/usine/", ""),
        ("yt:video:abc", "https://www.youtube.com/watch?v=abc", ""),
        ("", "", ""),
    ],
)
def test_where_other_platforms_have_the_comments_of_an_entry(identity: str, url: str, found: str) -> None:
    draft = Draft(id=identity, url=url)
    (one,) = with_comment_feeds(Document(version="rss20", drafts=(draft,)), [(entry(url), draft)])
    assert one.comment_feeds == ((found,) if found else ())
    silent = Draft(id=identity, url=url, comment_count=0)
    (none,) = with_comment_feeds(Document(version="rss20", drafts=(silent,)), [(entry(url), silent)])
    assert none.comment_feeds == ()


def document_of(xml: str) -> Document:
    return parse(xml.encode(), {}, URL)


def test_how_feeds_name_the_comments_of_an_entry() -> None:
    """Whatever the case, as RSS or as Atom; a link without a type where it plainly is a feed."""
    document = document_of(
        '<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:a="http://www.w3.org/2005/Atom">'
        "<channel><item><wfw:commentRss>\n/1/feed/ </wfw:commentRss></item>"
        "<item><wfw:commentRSS>https://a.example/2/feed/</wfw:commentRSS></item>"
        '<item><a:link rel="replies" type="application/atom+xml" href="3.atom"/></item>'
        '<item><a:link rel="replies" href="4.atom"/></item>'
        '<item><a:link rel="replies" type="text/html" href="5.html"/></item>'
        "<item><wfw:commentRss>javascript:alert(1)</wfw:commentRss></item>"
        "<item><wfw:commentRss>file:///etc/passwd</wfw:commentRss></item>"
        "<item><wfw:commentRss>this is the new val</wfw:commentRss></item></channel></rss>"
    )
    assert [draft.comment_feeds for draft in document.drafts] == [
        ("https://blog.example.com/1/feed/",),
        ("https://a.example/2/feed/",),
        ("https://blog.example.com/feed/3.atom",),
        ("https://blog.example.com/feed/4.atom",),
        *[()] * 4,
    ]


@pytest.mark.parametrize(
    "links",
    [
        "".join(f'<link rel="replies" type="application/atom+xml" href="/{n}.atom"/>' for n in range(1_000)),
        "".join(f"<wfw:commentRss>https://a.example/{n}/feed/</wfw:commentRss>" for n in range(1_000)),
    ],
)
def test_an_entry_of_many_replies_stays_small(links: str) -> None:
    spent = []
    for count in (1, 4):
        began = time.process_time()
        document = document_of(
            f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:wfw="http://wellformedweb.org/CommentAPI/">{links}'
            f"{f'<entry><id>x</id>{links}</entry>' * count}</feed>"
        )
        entries = with_comment_feeds(document, [(entry(f"https://a.example/{n}"), d) for n, d in
                                                enumerate(document.drafts)])  # fmt: skip
        assert all(len(one.comment_feeds) <= MOST_NAMED for one in entries)
        assert len(site_comment_specs(feed(), document)) <= 1
        spent.append(time.process_time() - began)
    assert spent[1] < 10 * spent[0] + 1


SHARED = Path(os.environ.get("SMWATCH_SHARED") or Path(__file__).parents[3] / "shared")
SAM_RUBY = SHARED / "data" / "feeds" / "feedjira-samruby.xml"


@pytest.mark.skipif(not SAM_RUBY.is_file(), reason="the collection of real feeds is not on this machine")
def test_replies_of_a_real_feed() -> None:
    document = parse(SAM_RUBY.read_bytes(), {}, "http://intertwingly.net/blog/index.atom")
    feeds = [draft.comment_feeds for draft in document.drafts]
    assert feeds[0] == ("http://intertwingly.net/blog/3308.atom",)
    assert all(len(found) == 1 for found in feeds)


def test_a_loop_of_feeds_ends(desk: Desk) -> None:
    """A names B as its comments and B names A, each in several spellings, and by way of redirects."""
    a, b, c = (desk.server.url(path) for path in ("/a/feed/", "/b/feed/", "/c/feed/"))

    def naming(url: str, n: int) -> str:
        return item(
            "Nordelait", f"Texte {n}", link=desk.server.url(f"/{n}"), more=f"<wfw:commentRss>{url}</wfw:commentRss>"
        )

    desk.feed(
        "/a/feed/", naming(b, 1), naming(b.rstrip("/"), 2), naming(c, 3), naming(a, 4), declared='comments = "all"'
    )
    desk.server.serve("/b/feed/", rss(naming(a, 5), naming(a.rstrip("/"), 6), naming(c, 7)))
    desk.server.serve("/c/feed/", status=301, redirect="/b/feed/")
    for _ in range(4):
        assert desk.later(days=1).runs("scan").code == 0
    listed = {row["url"]: row["origin"] for row in desk.runs("feeds --json").json}
    assert listed == {a: "config", b: "discovered", c: "discovered"}
    rows = desk.runs("mentions --json").json
    assert len(rows) == len({row["url"] for row in rows}) == 7

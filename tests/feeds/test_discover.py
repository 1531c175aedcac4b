"""Finding feeds on loopback sites that play what the web is made of."""

from __future__ import annotations

from typing import Any

import pytest

from smwatch.feeds.discover import MOST_TRIED, Found, discover
from smwatch.feeds.fetch import HttpFetcher
from smwatch.models import FailureKind, FeedKind
from smwatch.protocols import Fetched, FetchFailed
from tests.server import FeedServer

WORDPRESS = '<script src="/wp-content/x.js"></script>'


def rss(title: str, *links: str, generator: str = "") -> str:
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    return (
        f'<rss version="2.0"><channel><title>{title}</title><generator>{generator}</generator>{items}</channel></rss>'
    )


def atom(title: str, *links: str) -> str:
    entries = "".join(f'<entry><id>{link}</id><title>x</title><link href="{link}"/></entry>' for link in links)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>{entries}</feed>'


def page(*head: str, body: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Site</title>{''.join(head)}</head><body>{body}</body></html>"


def link(href: str, kind: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def paths(found: Found, server: FeedServer) -> list[str]:
    """Where the offers are, comments marked by +."""
    assert found.failed is None
    return [
        f"{'+' if offer.kind is FeedKind.COMMENTS else ''}{offer.url.removeprefix(server.url(''))}"
        for offer in found.offers
    ]


def test_a_feed_is_itself(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", rss("Blogue", "https://a.example/1"))
    (offer,) = discover(url, fetcher).offers
    assert (offer.url, offer.title, offer.kind, offer.entries) == (url, "Blogue", FeedKind.ENTRIES, 1)
    assert server.hits == 1


def test_a_feed_leads_to_the_comments_of_its_site(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", rss("Blogue", "https://a.example/1", generator="https://wordpress.org/?v=6"))
    server.serve("/comments/feed/", rss("Comments for Blogue", "https://a.example/1#c1"))
    assert paths(discover(url, fetcher), server) == ["/feed/", "+/comments/feed/"]


def test_the_feeds_that_a_page_names_posts_first(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", page(link("/comments/feed/"), link("/feed/"), link("/atom/"), link("/dead/"), link("/page/")))
    server.serve("/comments/feed/", rss("Commentaires pour Blogue", "https://a.example/1#c1"))
    server.serve("/feed/", rss("Blogue", "https://a.example/1"))
    server.serve("/atom/", atom("Blogue, autrement", "http://a.example/1/"))
    server.serve("/page/", page())
    assert paths(discover(server.url("/"), fetcher), server) == ["/feed/", "+/comments/feed/"]


def test_the_same_entries_are_offered_once(server: FeedServer, fetcher: HttpFetcher) -> None:
    """In two formats, of which one may hold more; not where the title tells that it is something else."""
    server.serve("/", page(*map(link, ("/rss", "/atom", "/lait", "/autre", "/vide", "/vide2"))))
    server.serve("/rss", rss("Blogue", "https://a.example/1", "https://a.example/2"))
    server.serve("/atom", atom("Blogue", "https://a.example/1", "https://a.example/2", "https://a.example/3"))
    server.serve("/lait", rss("Blogue – Lait", "https://a.example/1"))
    server.serve("/autre", rss("Blogue", "https://a.example/7"))
    server.serve("/vide", rss("Vide"))
    server.serve("/vide2", rss("Vide aussi"))
    assert paths(discover(server.url("/"), fetcher), server) == ["/rss", "/lait", "/autre", "/vide", "/vide2"]


def test_redirects_and_spellings_lead_to_one_feed(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", page(link("/feed"), link("/feed/"), link("/old"), link("/moved"), link("/cdn")))
    server.serve("/feed", status=301, redirect="/feed/")
    server.serve("/old", status=302, redirect="/feed/")
    server.serve("/moved", status=308, redirect="/new/")
    server.serve("/cdn", status=302, redirect="/cache/123")
    server.serve("/feed/", rss("Un", "https://a.example/1"))
    server.serve("/new/", rss("Deux", "https://a.example/2"))
    server.serve("/cache/123", rss("Trois", "https://a.example/3"))
    assert paths(discover(server.url("/"), fetcher), server) == ["/feed/", "/new/", "/cdn"]


def test_http_headers_and_plain_links(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/h", page(), headers={"Link": '</feed>; rel="alternate"; type="application/rss+xml"'})
    server.serve("/a", page(body='<a href="/contact">Contact</a> <a href="/actualites/rss.xml">S\'abonner</a>'))
    server.serve("/feed", rss("Un", "https://a.example/1"))
    server.serve("/actualites/rss.xml", rss("Deux", "https://a.example/2"))
    assert paths(discover(server.url("/h"), fetcher), server) == ["/feed"]
    assert paths(discover(server.url("/a"), fetcher), server) == ["/actualites/rss.xml"]


def test_usual_places_are_tried_where_a_page_names_none(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", page())
    server.serve("/atom.xml", atom("Blogue", "https://a.example/1"))
    found = discover(server.url("/"), fetcher)
    assert paths(found, server) == ["/atom.xml"]
    assert found.tried[-1] == server.url("/atom.xml"), "one is enough"


def test_where_a_page_sends_on_to(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", '<meta http-equiv="refresh" content="0; url=/fr/">')
    server.serve("/fr/", page(link("fil.xml")))
    server.serve("/fr/fil.xml", rss("Blogue", "https://a.example/1"))
    assert paths(discover(server.url("/"), fetcher), server) == ["/fr/fil.xml"]
    server.serve("/a", '<meta http-equiv="refresh" content="0; url=/b">')
    server.serve("/b", '<meta http-equiv="refresh" content="0; url=/a">')
    server.serve("/fr/fil.xml", status=404)
    assert discover(server.url("/a"), fetcher).offers == (), "and a loop ends"


POST = page(body='<a href="/blog/wp-content/x.png">').replace("<body>", '<body class="single postid-12">')
SITES = {
    "wordpress_below": (
        "/blog/2010/03/usine/ → /blog/feed/ +/blog/2010/03/usine/feed/ +/blog/comments/feed/",
        {
            "/blog/2010/03/usine/": POST,
            "/blog/feed/": rss("Blogue", "https://a.example/1"),
            "/blog/comments/feed/": rss("Comments for Blogue", "https://a.example/1#c1", "https://a.example/2#c2"),
            "/blog/2010/03/usine/feed/": rss("Comments on: Usine", "https://a.example/1#c9"),
        },
    ),
    "wordpress_without_permalinks": (
        "/?p=12 → /?feed=rss2 +/?feed=rss2&p=12 +/?feed=comments-rss2",
        {
            "/": page(WORDPRESS),
            "/?feed=rss2": rss("Blogue", "https://a.example/1"),
            "/?feed=comments-rss2": rss("Comments for Blogue", "https://a.example/1#c1"),
            "/?feed=rss2&p=12": rss("Comments on: Usine", "https://a.example/2#c1"),
        },
    ),
    "blogger": (
        "/ → /feeds/posts/default?alt=rss +/feeds/comments/default",
        {
            "/": page("<meta content='blogger' name='generator'/>", link("/feeds/posts/default?alt=rss")),
            "/feeds/posts/default": atom("Blogue", "https://a.example/1"),
            "/feeds/comments/default": atom("Commentaires", "https://a.example/1?showComment=1#c1"),
        },
    ),
    "discourse": (
        "/t/un-sujet/12 → /latest.rss +/t/un-sujet/12.rss +/posts.rss",
        {
            "/t/un-sujet/12": page('<meta name="generator" content="Discourse 3.4">'),
            "/latest.rss": rss("Forum", "https://a.example/t/un-sujet/12"),
            "/posts.rss": rss("Forum", "https://a.example/t/un-sujet/12/2"),
            "/t/un-sujet/12.rss": rss("Un sujet", "https://a.example/t/un-sujet/12/3"),
        },
    ),
    "mastodon": (
        "/@lait → /@lait.rss",
        {
            "/@lait": page(body="<div id='mastodon'></div>"),
            "/@lait.rss": rss("Lait", "https://a.example/@lait/1"),
        },
    ),
    "dotclear": (
        "/blog/ → /blog/index.php?feed/atom +/blog/index.php?feed/atom/comments",
        {
            "/blog/": page('<meta name="generator" content="Dotclear">'),
            "/blog/index.php?feed/atom": atom("Blogue", "https://a.example/1"),
            "/blog/index.php?feed/atom/comments": atom("Blogue - Commentaires", "https://a.example/1#c1"),
            "/blog/index.php": page(),
        },
    ),
    "spip": (
        "/spip.php?article12 → /spip.php?page=backend +/spip.php?page=comments-rss&id_article=12",
        {
            "/spip.php": page('<meta name="generator" content="SPIP 4.2">'),
            "/spip.php?page=backend": rss("Site", "https://a.example/1"),
            "/spip.php?page=comments-rss&id_article=12": rss("Commentaires", "https://a.example/1#c1"),
        },
    ),
    "ghost": (
        "/ → /rss/",
        {
            "/": page('<meta name="generator" content="Ghost 5.2">'),
            "/rss/": rss("Blogue", "https://a.example/1"),
        },
    ),
    "squarespace": (
        "/nouvelles → /nouvelles?format=rss",
        {
            "/nouvelles": page("<!-- This is Squarespace. -->"),
            "/nouvelles?format=rss": rss("Nouvelles", "https://a.example/1"),
        },
    ),
    "joomla": (
        "/actualites → /actualites?format=feed&type=rss",
        {
            "/actualites": page('<meta name="generator" content="Joomla! - Open Source">'),
            "/actualites?format=feed&type=rss": rss("Actualités", "https://a.example/1"),
        },
    ),
    "drupal": (
        "/node/7 → /rss.xml +/crss/node/7",
        {
            "/node/7": page('<meta name="Generator" content="Drupal 10">'),
            "/rss.xml": rss("Site", "https://a.example/1"),
            "/crss/node/7": rss("Site - commentaires", "https://a.example/1#comment-1"),
        },
    ),
    "lemmy": (
        "/c/lait → /feeds/c/lait.xml?sort=New",
        {
            "/c/lait": page(body='<div class="lemmy-site" id="app">'),
            "/feeds/c/lait.xml": rss("lait", "https://a.example/post/1"),
        },
    ),
    "phpbb": (
        "/f/viewtopic.php?t=34 → +/f/app.php/feed/topic/34 +/f/app.php/feed",
        {
            "/f/viewtopic.php": page(body='<a href="https://www.phpbb.com/">phpBB</a>'),
            "/f/app.php/feed/topic/34": atom("Sujet", "https://a.example/p1"),
            "/f/app.php/feed": atom("Forum", "https://a.example/p2"),
        },
    ),
}
"""What is asked, and where feeds are found, those of comments marked by +; and what the site has."""


@pytest.mark.parametrize("site", SITES)
def test_platforms_and_the_feeds_that_they_have(server: FeedServer, fetcher: HttpFetcher, site: str) -> None:
    expected, has = SITES[site]
    for path, body in has.items():
        server.serve(path, body)
    asked, _, found = expected.partition(" → ")
    assert paths(discover(server.url(asked), fetcher), server) == found.split(" ")
    assert server.hits <= 1 + MOST_TRIED


def test_a_page_of_many_links_costs_few_requests(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", page(*(link(f"/{n}") for n in range(10_000))))
    found = discover(server.url("/"), fetcher)
    assert found.offers == ()
    assert len(found.tried) == MOST_TRIED
    assert server.hits == 1 + MOST_TRIED


def test_a_page_that_shows_every_platform_costs_few_requests(server: FeedServer, fetcher: HttpFetcher) -> None:
    marks = WORDPRESS + "".join(f'<meta content="{name} 1">' for name in ("Ghost", "Discourse", "Dotclear", "SPIP"))
    server.serve("/", page(marks))
    assert discover(server.url("/"), fetcher).offers == ()
    assert server.hits == 1 + MOST_TRIED


def test_what_leads_nowhere_or_inside_is_not_asked(server: FeedServer, fetcher: HttpFetcher) -> None:
    """The address guard has the say where feeds are looked for, as in every fetch."""
    inside = "http://10.1.2.3/feed"
    server.serve("/", page(link("javascript:x()"), link("data:text/xml,x"), link("file:///x"), link(inside)))
    found = discover(server.url("/"), fetcher)
    assert found.tried[0] == inside
    assert all(place.startswith(("http://10.1.2.3", server.url(""))) for place in found.tried)
    assert found.offers == ()


def test_a_host_that_does_not_answer_is_asked_once(server: FeedServer, fetcher: HttpFetcher) -> None:
    elsewhere = server.url("/", host="127.0.0.2")
    server.serve("/", page(*(link(f"{elsewhere}{n}") for n in range(5)), link("/feed/")))
    for n in range(5):
        server.serve(f"/{n}", fail="reset")
    server.serve("/feed/", rss("Blogue", "https://a.example/1"))
    assert paths(discover(server.url("/"), fetcher), server) == ["/feed/"]
    assert sum(server.requests(f"/{n}") for n in range(5)) < 5


def test_a_throttled_site_is_left_alone(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", page(link("/1"), link("/2"), link("/3")))
    server.serve("/1", status=429, headers={"Retry-After": "60"})
    assert discover(server.url("/"), fetcher).offers == ()
    assert server.hits == 2


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ({"status": 404}, FailureKind.STATUS),
        ({"status": 403}, FailureKind.UNAUTHORIZED),
        ({"status": 429}, FailureKind.THROTTLED),
        ({"status": 500}, FailureKind.STATUS),
        ({"fail": "close"}, None),
        ({"redirect": "/"}, FailureKind.REDIRECT),
    ],
)
def test_a_page_that_cannot_be_had_says_why(
    server: FeedServer, fetcher: HttpFetcher, how: dict[str, Any], kind: FailureKind | None
) -> None:
    server.serve("/", **how)
    found = discover(server.url("/"), fetcher)
    assert found.offers == ()
    assert found.failed is not None
    assert kind is None or found.failed.kind is kind
    assert found.failed.message.format(**found.failed.args)


def test_names_that_cannot_be_found_are_told(fetcher: HttpFetcher) -> None:
    found = discover("http://nothing.invalid/", fetcher)
    assert found.failed is not None
    assert found.failed.kind is FailureKind.DNS
    assert discover("not an address", fetcher).failed is not None
    assert discover("javascript:x", fetcher).failed is not None


class Reddit:
    """A fetcher to whom reddit.com refuses its pages, as it does, but not its feeds."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fetch(self, url: str, headers: object = None) -> Fetched | FetchFailed:
        self.asked.append(url)
        if url.endswith(".rss"):
            return Fetched(url=url, status=200, body=rss(url, f"{url}/1").encode())
        return FetchFailed(kind=FailureKind.UNAUTHORIZED, message="{host} refuses", args={"host": "x"}, status=403)

    def close(self) -> None:
        pass


def test_a_service_that_refuses_its_pages_still_has_its_feeds() -> None:
    reddit = Reddit()
    found = discover("https://www.reddit.com/r/quebec/", reddit)
    assert [(offer.url, offer.kind) for offer in found.offers] == [
        ("https://www.reddit.com/r/quebec/.rss", FeedKind.ENTRIES),
        ("https://www.reddit.com/r/quebec/comments/.rss", FeedKind.COMMENTS),
    ]
    assert found.failed is not None, "what was refused is told all the same"
    assert len(reddit.asked) == 3


def test_what_is_no_page_is_told(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/x.pdf", b"%PDF-1.7", content_type="application/pdf")
    server.serve("/broken", '<rss version="2.0"><channel ' + 'a="x" ' * 5_000 + ">")
    for path in ("/x.pdf", "/broken"):
        found = discover(server.url(path), fetcher)
        assert found.offers == ()
        assert found.refused is not None
    assert "PDF" in discover(server.url("/x.pdf"), fetcher).refused.message  # type: ignore[union-attr]  # it is there


def test_each_address_is_told_as_it_is_asked(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", page(link("/1"), link("/2")))
    server.serve("/1", rss("Un", "https://a.example/1"))
    told: list[str] = []
    found = discover(server.url("/"), fetcher, told.append)
    assert told == [server.url("/1"), server.url("/2")] == list(found.tried)

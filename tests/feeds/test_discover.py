from __future__ import annotations

import pytest

from smwatch.feeds.discover import MOST_TRIED, discover
from smwatch.feeds.fetch import HttpFetcher
from smwatch.feeds.pages import feed_links, is_wordpress, looks_like_page
from smwatch.models import FeedKind
from tests.server import FeedServer

URL = "https://example.com/blog/"


def rss(title: str, *links: str) -> str:
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def page(*head: str) -> str:
    return f"<!DOCTYPE html><html><head><title>Site</title>{''.join(head)}</head><body></body></html>"


def link(href: str, kind: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_a_feed_is_itself(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", rss("Blogue", "https://a.example/1"))
    (offer,) = discover(url, fetcher)
    assert (offer.url, offer.title, offer.kind, offer.entries) == (url, "Blogue", FeedKind.ENTRIES, 1)
    assert server.hits == 1


def test_the_feeds_that_a_page_names_posts_first(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", page(link("/comments/feed/"), link("/feed/"), link("/atom/"), link("/dead/"), link("/page/")))
    server.serve("/comments/feed/", rss("Commentaires pour Blogue", "https://a.example/1#c1"))
    server.serve("/feed/", rss("Blogue", "https://a.example/1"))
    server.serve("/atom/", rss("Blogue, autrement", "https://a.example/1"))
    server.serve("/page/", page())
    offers = discover(server.url("/"), fetcher)
    assert [(offer.url, offer.kind) for offer in offers] == [
        (server.url("/feed/"), FeedKind.ENTRIES),
        (server.url("/comments/feed/"), FeedKind.COMMENTS),
    ]


def test_usual_places_are_tried_where_a_page_names_none(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/blog/", page('<script src="/wp-content/x.js"></script>'))
    server.serve("/blog/feed/", rss("Blogue", "https://a.example/1"))
    server.serve("/blog/comments/feed/", rss("Comments for Blogue"))
    offers = discover(server.url("/blog/"), fetcher)
    assert [offer.url for offer in offers] == [server.url("/blog/feed/"), server.url("/blog/comments/feed/")]
    assert server.hits <= 1 + MOST_TRIED


def test_a_page_of_many_links_costs_few_requests(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/", page(*(link(f"/{n}") for n in range(100))))
    assert discover(server.url("/"), fetcher) == []
    assert server.hits == 1 + MOST_TRIED


def test_nothing_is_found_where_nothing_answers(server: FeedServer, fetcher: HttpFetcher) -> None:
    assert discover(server.url("/"), fetcher) == []
    server.serve("/broken", '<rss version="2.0"><channel ' + 'a="x" ' * 5_000 + ">")
    assert discover(server.url("/broken"), fetcher) == []


def links(html: str) -> list[tuple[str, str]]:
    return [(found.url, found.title) for found in feed_links(html.encode(), "text/html", URL)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (link("/feed/", title="Actualit&eacute;s &raquo;"), [("https://example.com/feed/", "Actualités »")]),
        ("<LINK href=feed.xml TYPE='application/atom+xml' REL='alternate home'/>", [(f"{URL}feed.xml", "")]),
        (link("f", "application/feed+json; charset=utf-8"), [(f"{URL}f", "")]),
        ('<base href="https://cdn.example/x/">' + link("f"), [("https://cdn.example/x/f", "")]),
        (link("/a") + link("/a"), [("https://example.com/a", "")]),
        ('<link rel="stylesheet" type="text/css" href="x">' + link("javascript:1") + link("x", "text/html"), []),
    ],
)
def test_links_in_a_head(html: str, found: list[tuple[str, str]]) -> None:
    assert links(html) == found


def test_a_page_made_to_hurt_takes_no_time() -> None:
    for piece in ("<link ", '<link a="', "<link " + "a" * 1_000, "<link a = ", "<base href=x>"):
        assert links(piece * (400_000 // len(piece))) == []


def test_pages_are_told_from_feeds() -> None:
    assert looks_like_page(page().encode())
    assert looks_like_page(b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>")
    assert not looks_like_page(rss("&lt;html>").encode())
    assert not looks_like_page(b"<html>\n" + rss("x").encode())
    assert is_wordpress(page('<meta name="generator" content="WordPress 6.0">').encode())
    assert not is_wordpress(page().encode())

"""What an answer is that isn't a feed. Each message is what a person reads in `feeds list`."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smwatch.feeds.document import UnreadableError
from smwatch.feeds.fetch import HttpFetcher
from smwatch.feeds.poll import document_in, poll
from smwatch.feeds.refusals import not_a_feed, refusal
from smwatch.models import FailureKind, Feed, FeedSpec, PollFailed
from smwatch.protocols import Fetched
from tests.feeds.fetching import got
from tests.server import FeedServer

URL = "https://example.com/feed/"
REAL = Path(os.environ.get("SMWATCH_SHARED") or Path(__file__).parents[3] / "shared") / "data" / "feeds"
ITEM = "<item><title>Un</title><link>https://example.com/1</link></item>"
RSS = f'<rss version="2.0"><channel><title>Blogue</title>{ITEM}</channel></rss>'
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><body>'


def answer(body: str | bytes, url: str = URL, content_type: str = "") -> Fetched:
    data = body if isinstance(body, bytes) else body.encode()
    return Fetched(url=url, status=200, body=data, headers={"content-type": content_type} if content_type else {})


def said(body: str | bytes, url: str = URL, content_type: str = "", asked: str = "") -> str:
    with pytest.raises(UnreadableError) as refused:
        document_in(answer(body, url, content_type), asked=asked)
    assert refused.value.kind is FailureKind.NOT_A_FEED
    return refused.value.message.format(**refused.value.said)


def page(head: str = "", body: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def link(href: str) -> str:
    return f'<link rel="alternate" type="application/rss+xml" href="{href}">'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (page(), "this is a web page, not a feed"),
        (
            page("<title>  Accueil &ndash; Lait\n</title>"),
            "this is a web page (“Accueil – Lait”), not a feed",
        ),
        (page("<title>\u202erouge&#8238;\x07</title>"), "this is a web page (“rouge”), not a feed"),
        ("<script>location='/x'</script>", "this is a web page, not a feed"),
        ("<p>Rien</p>", "this is a web page, not a feed"),
        ("<?xml version='1.0'?>" + XHTML + "</body></html>", "this is a web page, not a feed"),
        (page().encode("utf-16"), "this is a web page, not a feed"),
        (page(body="<script>x = '<rss><item>'</script><!-- <feed> -->"), "this is a web page, not a feed"),
        (page(body="<feed></feed>"), "this is a web page, not a feed"),
        (page(body="<item>Lait</item><entry>Beurre</entry>"), "this is a web page, not a feed"),
        (
            page("<script>x = '<rss version=\"2.0\"><channel><item><title>Un</title></item>'</script>"),
            "this is a web page, not a feed",
        ),
        (page(link("/rss")), "this is a web page, not a feed; the page's feed is https://example.com/rss"),
        (
            page(body="<a href=/rss.xml>RSS</a>"),
            ("this is a web page, not a feed; the page's feed is https://example.com/rss.xml"),
        ),
        (
            page(link("https://me:secret@example.com/rss")),
            ("this is a web page, not a feed; the page's feed is https://example.com/rss"),
        ),
        (page(link("http://example.com/feed")), "this is a web page, not a feed"),
        (
            page('<meta http-equiv="refresh" content="0; url=/fr/">'),
            ("this is a web page that sends on to https://example.com/fr/, not a feed"),
        ),
        (page(body="<form><INPUT TYPE=password></form>"), "this is a web page that asks to log in, not a feed"),
        (
            page("<title>Just a moment...</title>"),
            ("a page that keeps out robots stands before the feed; ask the site to let feed readers through"),
        ),
        (
            page("<title>Nom de domaine</title>", "Ce domaine est à vendre"),
            ("this page is of an address that is parked or for sale: the site seems to be gone"),
        ),
        (
            page("<title>Before you continue to YouTube</title>"),
            ("a page that asks for consent to cookies stands before the feed"),
        ),
        (
            page(body="<!-- <WISPAccessGatewayParam> --><input type=password>"),
            ("a network's log-in page (captive portal) answers in the site's place: log in there by browser"),
        ),
        (
            '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>',
            ("this is a list of the site's pages for search engines (sitemap), not a feed"),
        ),
        ("<!-- x --><sitemapindex/>", "this is a list of the site's pages for search engines (sitemap), not a feed"),
        (
            '<opml version="2.0"><body><outline xmlUrl="https://a.example/f"/></body></opml>',
            ("this is a list of feeds (OPML), not a feed; the first in it is https://a.example/f"),
        ),
        ("<opml><body/></opml>", "this is a list of feeds (OPML), not a feed"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>', "this is a picture (SVG), not a feed"),
        (
            "<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
            "the site answers with an error instead of the feed: AccessDenied Access Denied",
        ),
        ("<soap:Envelope/>", "this is XML, but no feed: it begins with <envelope>"),
        ("Bonjour", "this is plain text, not a feed"),
        ("[1, 2]", "the answer is JSON, but no JSON Feed"),
        ('{"a": 1}', "the answer is JSON, but no JSON Feed"),
        ('{"title": "Blogue", "articles": []}', "the answer is JSON, but no JSON Feed"),
        (
            json.dumps({"error": {"code": 403, "message": "API key\x1b[0m missing"}}),
            ("the site answers with an error instead of the feed: API key missing"),
        ),
        (json.dumps({"errors": ["Not found"]}), "the site answers with an error instead of the feed: Not found"),
        (b"%PDF-1.7 <rdf:RDF>", "this is a PDF document, not a feed"),
        (b"\x89PNG\r\n\x1a\n\0\0", "this is a picture, not a feed"),
        (b"GIF89a", "this is a picture, not a feed"),
        (b"\xff\xd8\xff\xe0", "this is a picture, not a feed"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "this is a picture, not a feed"),
        (b"\0\0\0\x18ftypmp42", "this is sound or video, not a feed"),
        (b"ID3\4", "this is sound or video, not a feed"),
        (b"PK\3\4\x14", "this is a packed file (ZIP or the like), not a feed"),
        (b"BEGIN:VCALENDAR\r\n", "this is a calendar (iCal), not a feed"),
        (b"abc\0\1\2def", "this is neither text nor a feed, but data of another kind"),
    ],
)
def test_what_it_is_instead(body: str | bytes, message: str) -> None:
    assert said(body) == message


def test_walls_show_in_the_address_too() -> None:
    assert said(page(), "https://consent.youtube.com/m?continue=x").startswith("a page that asks for consent")
    assert said(page("<title>Bienvenue</title>"), "https://example.com/wp-login.php") == (
        "this is a web page that asks to log in, not a feed"
    )


def test_words_of_a_long_page_are_anybodys() -> None:
    long = page("<title>Revue</title>", "<p>Just a moment... This domain is for sale! " + "mot " * 20_000)
    assert said(long) == "this is a web page (“Revue”), not a feed"


def test_the_feed_that_led_to_a_page_is_not_offered_in_its_own_place() -> None:
    front = page(link("/feed/") + link("/autre.xml"))
    assert "https://example.com/autre.xml" in said(front, "https://example.com/", asked="http://example.com/feed")
    assert said(page(link("/feed/")), "https://example.com/", asked=URL) == "this is a web page, not a feed"


def test_another_host_that_answers_is_named() -> None:
    front = page("<title>Bienvenue</title>")
    assert said(front, "https://portal.example.net/x", asked=URL) == (
        "the address leads to a web page of portal.example.net, not to a feed"
    )
    assert said(front, "https://www.example.com/", asked=URL) == "this is a web page (“Bienvenue”), not a feed"


def test_long_words_are_cut() -> None:
    assert len(said(page(f"<title>{'mot ' * 500}</title>"))) < 200
    assert len(said(json.dumps({"message": "x" * 5_000}))) < 200


@pytest.mark.parametrize(
    "body",
    [
        RSS,
        f"<html><body>{RSS}</body></html>",
        f"<!DOCTYPE html>\n{RSS}",
        f"<br />\n<b>Warning</b>: mysql_query() in <b>/x.php</b><br />{RSS}",
        f"<html><body><p>x</p>{'<br/>' * 2_000}{RSS}</body></html>",
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Un</a:title></a:entry></a:feed>',
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
            "<item><title>Un</title></item></rdf:RDF>"
        ),
        f"<opml>{ITEM}</opml>",
        RSS.encode("utf-16"),
        RSS.encode("utf-16-le"),
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "Un"}]}),
        json.dumps({"version": "https://jsonfeed.org/version/1", "title": "error", "items": [{"id": "1"}]}),
    ],
)
def test_what_feedparser_takes_for_a_feed_is_one(body: str | bytes) -> None:
    for content_type in ("", "text/html", "text/plain", "application/octet-stream"):
        found = answer(body, content_type=content_type)
        assert refusal(found) is None
        assert len(document_in(found).drafts) == 1


def test_an_empty_feed_is_a_feed() -> None:
    assert document_in(answer('<rss version="2.0"><channel><title>Vide</title></channel></rss>')).title == "Vide"


@pytest.mark.skipif(not REAL.is_dir(), reason="the collection of real feeds is not on this machine")
def test_no_real_feed_is_refused() -> None:
    files = [file for file in REAL.iterdir() if file.suffix in {".xml", ".json"}]
    assert files
    for file in files:
        assert refusal(answer(file.read_bytes(), content_type="text/html")) is None, file.name


def test_an_answer_made_to_hurt_takes_no_time() -> None:
    for piece in ("<html <", "<!DOCTYPE html><item", "<outline ", "<input ", "<title>", "<a:", "{", "[", '{"a":'):
        body = (piece * (4_000_000 // len(piece))).encode()
        began = time.process_time()
        for content_type in ("text/html", ""):
            refusal(answer(body, content_type=content_type))
            not_a_feed(answer(body, content_type=content_type))
        assert time.process_time() - began < 4, piece


def test_over_http_with_a_redirect_to_a_log_in(server: FeedServer, fetcher: HttpFetcher) -> None:
    server.serve("/feed/", status=302, redirect="/login?next=/feed/")
    server.serve("/login", page("<title>Connexion</title>" + link("/feed/")), content_type="text/html")
    found = got(fetcher.fetch(server.url("/feed/")))
    refused = refusal(found, server.url("/feed/"))
    assert refused is not None
    assert refused.message == "this is a web page that asks to log in, not a feed"


def test_a_poll_is_told_of_another_feed_than_its_own(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", status=302, redirect="/")
    now = datetime(2010, 3, 17, tzinfo=UTC)
    for others, told in ((link("/neuf.xml"), {"feed": server.url("/neuf.xml")}), ("", {})):
        server.serve("/", page(link("/feed/") + others), content_type="text/html")
        result = poll(Feed(spec=FeedSpec(url=url), url=url), fetcher=fetcher, now=now, languages=("fr",))
        assert isinstance(result, PollFailed)
        assert (result.kind, result.args) == (FailureKind.NOT_A_FEED, told)

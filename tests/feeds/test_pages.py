from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.feeds.links import speaks_of_feed, web_url, without_login
from smwatch.feeds.markup import tags
from smwatch.feeds.pages import MAX_LINKS, Page, is_page
from smwatch.protocols import Fetched

URL = "https://example.com/blog/"
RSS = 'rel="alternate" type="application/rss+xml"'


def page(html: str | bytes, url: str = URL, **headers: str) -> Page:
    body = html if isinstance(html, bytes) else html.encode()
    return Page(Fetched(url=url, status=200, body=body, headers={"content-type": "text/html", **headers}))


def named(html: str | bytes, **headers: str) -> list[str]:
    return [link.url for link in page(html, **headers).named]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f'<link {RSS} href="/feed/">', ["https://example.com/feed/"]),
        ("<LINK href=feed.xml TYPE='application/atom+xml' REL='alternate home'/>", [f"{URL}feed.xml"]),
        ('<link\n\thref = "f" type = "APPLICATION/FEED+JSON; charset=utf-8"\n rel = "Alternate">', [f"{URL}f"]),
        (f'<link {RSS} title="a > b" href="/1"><link {RSS} href="/2" title=\'"\'>', ["/1", "/2"]),
        (f'<base href="https://cdn.example/x/"><link {RSS} href="f">', ["https://cdn.example/x/f"]),
        (f'<link {RSS} href="f"><base target=_blank><base href="/z/"><base href="/y/">', ["/z/f"]),
        (f'<link {RSS} href="/a"><link {RSS} href="/a">', ["/a"]),
        (f'<link {RSS} href="/a" href="/b">', ["/a"]),
        (f'<link {RSS} href="?feed=rss2&amp;cat=3">', [f"{URL}?feed=rss2&cat=3"]),
        (f'<link {RSS} href="//example.org/f">', ["https://example.org/f"]),
        (f'<link {RSS} href="feed://example.org/f">', ["https://example.org/f"]),
        (f'<link {RSS} href="feed:https://example.org/f">', ["https://example.org/f"]),
        ('<link rel="alternate" type="application/json" title="Fil JSON Feed" href="/f.json">', ["/f.json"]),
        ('<link rel="alternate" type="application/json" title="JSON" href="/wp-json/wp/v2/posts/1">', []),
        ('<link rel="alternate" type="application/json+oembed" href="/oembed?url=feed">', []),
        ('<link rel="alternate" type="text/xml" title="RSS" href="/x">', ["/x"]),
        ('<link rel="alternate" title="RSS" href="/x">', ["/x"]),
        ('<link rel="alternate" href="/atom.xml">', ["/atom.xml"]),
        ('<link rel="feed" href="/x">', ["/x"]),
        ('<link rel="alternate" hreflang="fr" href="/rss">', []),
        ('<link rel="alternate" media="handheld" href="/feed">', []),
        ('<link rel="alternate stylesheet" type="text/css" title="RSS" href="/x">', []),
        (f"<link {RSS}><link {RSS} href=''><link {RSS} href='javascript:1'><link {RSS} href='data:text/xml,x'>", []),
        (f'<link {RSS} href="file:///etc/passwd"><link {RSS} href="http://[::1">', []),
        (f'<!-- <link {RSS} href="/old"> --><link {RSS} href="/new">', ["/new"]),
        (f"<script>var x = '<link {RSS} href=\"/js\">';</script><link {RSS} href=/new>", ["/new"]),
        (f"<style>a{{}}</style ><textarea><link {RSS} href=/t></textarea><link {RSS} href=/new>", ["/new"]),
        (f'<body><p>1 < 2</p><link {RSS} href="/body">', ["/body"]),
        (f'<svg:link {RSS} href="/no"><linkx {RSS} href="/no"><link-x {RSS} href="/no">', []),
    ],
)
def test_links_in_a_head(html: str, found: list[str]) -> None:
    assert named(html) == [web_url(url, URL) for url in found]


def test_titles_are_read_as_they_are_meant() -> None:
    (link,) = page(f'<link {RSS} title="Actualit&eacute;s &raquo;" href="/feed/">').named
    assert link.title == "Actualités »"


def test_pages_in_any_encoding() -> None:
    html = f'<html><head><link {RSS} href="/é/feed">'
    assert named(html.encode("utf-16")) == ["https://example.com/é/feed"]
    assert named(html.encode("latin-1")) == ["https://example.com/é/feed"]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('</feed>; rel="alternate"; type="application/rss+xml"; title="Un, deux"', ["https://example.com/feed"]),
        ("<f>;rel=alternate;type=application/atom+xml, <g>;rel=next", [f"{URL}f"]),
        ('<https://x.example/wp-json/>; rel="https://api.w.org/"', []),
        ('</x>; rel="preload alternate"; type="application/feed+json"', ["https://example.com/x"]),
        ("<" * 16_000, []),
        ('<a>; rel="' * 1_600, []),
        ("", []),
    ],
)
def test_http_headers_name_feeds_too(header: str, found: list[str]) -> None:
    assert named("", link=header) == found


@pytest.mark.parametrize(
    ("href", "is_one"),
    [
        ("/feed", True),
        ("/actualites/rss/", True),
        ("/rss_full.xml", True),
        ("rss/une.xml", True),
        ("/spip.php?page=backend", True),
        ("/?feed=rss2", True),
        ("/index.xml", True),
        ("https://www.example.com/feed", True),
        ("https://blog.example.com/feed", True),
        ("https://feeds.example.net/x.rss", True),
        ("feed://example.com/x.rss", True),
        ("https://elsewhere.example/feed", False),
        ("https://reader.example.com/feed/https://example.com/feed", False),
        ("/share?url=https%3A%2F%2Fexample.com%2Ffeed", False),
        ("/feedback", False),
        ("/sitemap.xml", False),
        ("javascript:feed()", False),
    ],
)
def test_links_that_plainly_are_feeds(href: str, *, is_one: bool) -> None:
    assert bool(page(f'<a class=x href="{href}">Abonnez-vous</a>').linked) is is_one


def test_where_a_page_sends_on_to() -> None:
    for said in ("0;url=/fr/", "5; URL='/fr/'", "0, /fr/", "0;/fr/"):
        assert page(f'<meta http-equiv="Refresh" content="{said}">').refresh == "https://example.com/fr/"
    for said in ("30", "0;url=", f"0;url={URL}", "0;url=javascript:x", ""):
        assert page(f'<meta http-equiv="refresh" content="{said}">').refresh == ""


def test_pages_are_told_from_feeds() -> None:
    assert is_page(b"<!DOCTYPE html><p>")
    assert is_page(b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>")
    assert not is_page(b'<rss version="2.0"><channel><title>&lt;html></title></channel></rss>')


PIECES = (
    "<link ",
    '<link a="',
    "<link a='\"",
    "<link " + "a" * 1_000,
    "<link a = ",
    "<base href=x>",
    "<!--",
    "<!-- -",
    "<script ",
    "<script></",
    "= ",
    "<a b=\"'>",
    f"<link {RSS} href=%s>",
    "<a href=/feed>",
    "<link rel=alternate title=RSS href=/\\>",
    '<meta http-equiv=refresh content="0;url=',
    "&lt;",
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_page_made_to_hurt_takes_no_time(piece: str) -> None:
    """Twice as much takes not much more than twice as long, and all of it little."""
    spent = []
    for size in (500_000, 2_000_000):
        hurtful = page(piece * (size // len(piece)), link=piece * 1_000)
        began = time.process_time()
        assert len(hurtful.named) <= MAX_LINKS
        assert len(hurtful.linked) <= MAX_LINKS
        assert hurtful.refresh is not None
        spent.append(time.process_time() - began)
    assert spent[1] < max(1.0, 12 * spent[0])


def test_ten_thousand_feeds_are_few() -> None:
    assert len(named("".join(f'<link {RSS} href="/{n}">' for n in range(10_000)))) == MAX_LINKS


VALUES = st.text(st.characters(exclude_characters="\"'<>&\r\n\0", codec="utf-8"), max_size=30)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.dictionaries(st.from_regex(r"\A[a-z][a-z-]{0,9}\Z"), VALUES, max_size=6), st.sampled_from("\"'"))
def test_attributes_are_read_as_they_were_written(said: dict[str, str], mark: str) -> None:
    written = " ".join(f"{name.upper()} = {mark}{value}{mark}" for name, value in said.items())
    assert [tag.said for tag in tags(f"x<LINK {written} />y", "link")] == [said]


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(max_size=300), st.text(max_size=50))
def test_no_page_makes_it_fall(html: str, header: str) -> None:
    found = page(f"<link {html}", link=header)
    for link in (*found.named, *found.linked):
        assert urlsplit(link.url).scheme in {"http", "https"}


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(max_size=60), st.sampled_from(["", URL]))
def test_urls_lead_to_the_web_or_nowhere_and_stay_so(url: str, base: str) -> None:
    found = web_url(url, base)
    assert not found or urlsplit(found).scheme.lower() in {"http", "https"}
    assert web_url(found) == found
    assert not any(sign.isspace() or sign < " " or sign in "\u202e\u2066\u200b" for sign in found)
    if found:
        speaks_of_feed(found)
        assert web_url(without_login(found)) == without_login(found)


def test_a_login_is_not_shown() -> None:
    assert without_login("https://me:secret@example.com:8080/feed?x#y") == "https://example.com:8080/feed?x#y"
    assert without_login("https://example.com/@user") == "https://example.com/@user"

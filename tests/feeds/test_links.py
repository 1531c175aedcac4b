"""URLs out of feeds: made absolute, kept only where they lead to the web."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.feeds.links import post_of, same_host, speaks_of_feed, web_url, without_login

BASE = "https://a.example/blog/index.html"


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("https://b.example/x", "https://b.example/x"),
        ("HTTP://B.example/x", "HTTP://B.example/x"),
        ("/x", "https://a.example/x"),
        ("x", "https://a.example/blog/x"),
        ("?p=1", "https://a.example/blog/index.html?p=1"),
        ("//b.example/x", "https://b.example/x"),
        ("../x", "https://a.example/x"),
        (" /x\n", "https://a.example/x"),
        ("https://b.exa\nmple/x", "https://b.example/x"),
        ("/a b", "https://a.example/a%20b"),
        ("/a\u202eb", "https://a.example/ab"),  # what turns text around
        ("/a\u00a0b", "https://a.example/a%C2%A0b"),
        ("/été", "https://a.example/été"),
        ("/x\x1b[31m", "https://a.example/x"),
    ],
)
def test_what_leads_to_the_web_is_made_absolute(said: str, url: str) -> None:
    assert web_url(said, BASE) == url


@pytest.mark.parametrize(
    "said",
    ["", None, 7, "javascript:alert(1)", "data:text/xml,x", "mailto:a@b.example", "file:///etc/passwd", "ftp://b.example/",
     "https://", "http:///x", "http://[::1", "https://b.example/" + "x" * 2_000, "tag:a.example,2010:1"],
)  # fmt: skip
def test_what_leads_elsewhere_is_no_link(said: object) -> None:
    assert web_url(said, BASE) == ""


def test_without_a_base_only_whole_addresses_are_links() -> None:
    assert web_url("/x") == ""
    assert web_url("https://b.example/x") == "https://b.example/x"


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://marie:x@a.example/f?u=a@b", "https://a.example/f?u=a@b"),
        ("https://marie@a.example:8080/", "https://a.example:8080/"),
        ("https://a:b@c@d.example/", "https://d.example/"),
        ("https://a.example/@marie", "https://a.example/@marie"),
    ],
)
def test_a_login_is_not_shown(url: str, bare: str) -> None:
    assert without_login(url) == bare


@pytest.mark.parametrize(
    "path",
    [
        "/feed", "/feed/", "/rss.xml", "/x.atom", "/x.rss2", "/x.rdf", "/flux-rss.php", "/index.xml", "/blog-feed.xml",
        "/rss/une.xml", "/feeds/posts/default", "/comments/feed/", "/backend.php", "/syndication", "/feed.json",
        "/rss/actualites_2010/une.json", "/actualites.xml", "/?feed=rss2", "/?format=atom", "/spip.php?page=backend",
        "/?a=1&alt=rss", "/index.php?feed/atom", "/FEED/",
    ],
)  # fmt: skip
def test_addresses_that_plainly_are_feeds(path: str) -> None:
    assert speaks_of_feed(f"https://a.example{path}")


@pytest.mark.parametrize(
    "path",
    ["/", "/feedback", "/rss-explained", "/news", "/sitemap.xml", "/data.xml", "/?q=feed", "/?feedback=1", "/atomic",
     "/comments/", "/x.json", "/?format=json", "/rsvp"],
)  # fmt: skip
def test_addresses_that_may_be_anything(path: str) -> None:
    assert not speaks_of_feed(f"https://a.example{path}")


@pytest.mark.parametrize(
    ("url", "post"),
    [
        ("https://a.example/post/#comment-12", "https://a.example/post/"),
        ("https://a.example/post/comment-page-2/#comment-12", "https://a.example/post/"),
        ("https://a.example/post/comment-page-2", "https://a.example/post/"),
        ("https://a.example/p.html?showComment=1269424800#c1", "https://a.example/p.html"),
        ("https://a.example/p.html?a=1&showComment=2&b=%C3%A9", "https://a.example/p.html?a=1&b=%C3%A9"),
        ("https://a.example/?p=12#c1", "https://a.example/?p=12"),
        ("https://a.example/comment-page-2-things", "https://a.example/comment-page-2-things"),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_the_entry_that_a_comment_stands_under(url: str, post: str) -> None:
    assert post_of(url) == post


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://A.EXAMPLE/y", True),
        ("https://a.example:8080/x", "https://a.example/x", False),
        ("https://a.example/x", "https://www.a.example/x", False),
        ("https://u:p@a.example/x", "https://a.example/x", False),
    ],
)
def test_one_host_is_one_with_its_port(one: str, other: str, *, same: bool) -> None:
    assert same_host(one, other) is same


@given(st.text(max_size=40), st.sampled_from([BASE, "", "http://b.example"]))
def test_a_link_is_on_the_web_or_none_and_stays_as_it_is(said: str, base: str) -> None:
    found = web_url(said, base)
    assert found == "" or found.lower().startswith(("http://", "https://"))
    assert web_url(found) == found
    assert not any(sign.isspace() for sign in found)

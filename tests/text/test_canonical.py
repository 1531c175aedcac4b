"""Hosts, paths and queries in one spelling, part by part."""

from __future__ import annotations

import pytest

from smwatch.text.canonical import LONGEST, canonical, comparable_host, site


@pytest.mark.parametrize(
    ("host", "comparable"),
    [
        ("WWW.LaPresse.ca", "lapresse.ca"),
        ("m.lapresse.ca", "lapresse.ca"),
        ("mobile.lapresse.ca", "lapresse.ca"),
        ("amp.lapresse.ca", "lapresse.ca"),
        ("www.m.lapresse.ca", "lapresse.ca"),
        ("m.ca", "m.ca"),  # all there is
        ("m.co.uk", "m.co.uk"),
        ("m.gouv.qc.ca", "gouv.qc.ca"),
        ("m.blogspot.com", "m.blogspot.com"),  # somebody's blog is called m
        ("www.blogspot.com", "blogspot.com"),
        ("nordelait.blogspot.ca", "nordelait.blogspot.com"),
        ("nordelait.blogspot.co.uk", "nordelait.blogspot.com"),
        ("fr.m.wikipedia.org", "fr.wikipedia.org"),
        ("fr-ca.facebook.com", "facebook.com"),
        ("touch.facebook.com", "facebook.com"),
        ("m.facebook.com", "facebook.com"),
        ("mobile.twitter.com", "x.com"),
        ("old.reddit.com", "reddit.com"),
        ("youtube-nocookie.com", "youtube.com"),
        ("wwwx.example", "wwwx.example"),
        ("été.example", "xn--t-9fab.example"),
        ("ÉTÉ.example", "xn--t-9fab.example"),
        ("ｅｘａｍｐｌｅ.com", "example.com"),
        ("a。example", "a。example"),
    ],
)
def test_hosts_that_serve_the_same_pages_are_one(host: str, comparable: str) -> None:
    assert comparable_host(host) in {comparable, comparable.replace("。", ".")}
    assert comparable_host(comparable_host(host)) == comparable_host(host)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.lapresse.ca/a/b?c=d", "lapresse.ca"),
        ("https://lapresse.ca:8080/a", "lapresse.ca:8080"),
        ("https://lapresse.ca:443/a", "lapresse.ca"),
        ("https://www.google.com/amp/s/lapresse.ca/a", "lapresse.ca"),
        ("https://youtu.be/abc", "youtube.com"),
        ("https://twitter.com/nordelait/status/1", "x.com"),
        ("lapresse.ca/a", "lapresse.ca"),
        ("https://u:p@lapresse.ca/a", "lapresse.ca"),
        ("tag:a.example,2010:1", "tag:a.example,2010:1"),
        ("", ""),
    ],
)
def test_the_site_of_a_link(url: str, host: str) -> None:
    assert site(url) == host


@pytest.mark.parametrize(
    ("path", "even"),
    [
        ("/a/", "/a"),
        ("/a//b", "/a/b"),
        ("/a/./b/../c", "/a/c"),
        ("/../a", "/a"),
        ("/%7Emarie", "/~marie"),
        ("/%c3%a9t%c3%a9", "/%C3%A9t%C3%A9"),
        ("/été", "/%C3%A9t%C3%A9"),
        ("/a%2fb", "/a%2Fb"),  # a slash that isn't one
        ("/a%20b", "/a%20b"),
        ("/a b", "/a%20b"),
        ("/x;jsessionid=12AB", "/x"),
        ("/x;a=1", "/x;a=1"),
        ("/amp/a", "/a"),
        ("/a/amp", "/a"),
        ("/a.amp", "/a"),
        ("/a.amp.html", "/a.html"),
        ("/wiki/amp", "/wiki/amp"),  # here it is the name of something
        ("/amp", "/amp"),
        ("/lamp/a", "/lamp/a"),
        ("/", ""),
    ],
)
def test_paths_have_one_spelling(path: str, even: str) -> None:
    assert canonical(f"https://a.example{path}") == f"a.example{even}"


@pytest.mark.parametrize(
    ("query", "even"),
    [
        ("b=2&a=1", "?a=1&b=2"),
        ("b=2&a", "?b=2&a"),  # one that has no value may stand for an order
        ("a=%7E&b=+x", "?a=~&b=%20x"),
        ("a=1&amp;b=2", "?a=1&b=2"),
        ("?a=1", "?a=1"),
        ("utm_source=x", ""),
        ("a=1&utm_source=x&fbclid=y", "?a=1"),
        ("a=x%2Fy", "?a=x/y"),
        ("a=x%26y", "?a=x%26y"),
        ("&&a=1&", "?a=1"),
        ("", ""),
    ],
)
def test_queries_have_one_order_without_the_visit(query: str, even: str) -> None:
    assert canonical(f"https://a.example/?{query}") == f"a.example{even}"


@pytest.mark.parametrize(
    ("fragment", "even"),
    [("top", ""), ("!/a/b", "#!/a/b"), ("/a", "#/a"), ("!", ""), ("/", ""), ("!/a%7E ", "#!/a~")],
)
def test_only_fragments_that_are_pages_stay(fragment: str, even: str) -> None:
    assert canonical(f"https://a.example/#{fragment}") == f"a.example{even}"


@pytest.mark.parametrize(
    ("url", "film"),
    [
        ("https://youtu.be/abc?t=42", "youtube.com/watch?v=abc"),
        ("https://www.youtube.com/watch?v=abc&list=x&t=1s", "youtube.com/watch?v=abc"),
        ("https://m.youtube.com/shorts/abc", "youtube.com/watch?v=abc"),
        ("https://www.youtube.com/embed/abc?autoplay=1", "youtube.com/watch?v=abc"),
        ("https://www.youtube.com/watch?v=abc&lc=xyz", "youtube.com/watch?lc=xyz&v=abc"),
        ("https://www.youtube.com/embed/videoseries?list=x", "youtube.com/embed/videoseries?list=x"),
        ("https://www.youtube.com/@nordelait", "youtube.com/@nordelait"),
    ],
)
def test_a_film_is_known_by_its_id(url: str, film: str) -> None:
    assert canonical(url) == film


@pytest.mark.parametrize(
    "url",
    ["https://twitter.com/nordelait/status/123", "https://x.com/i/web/status/123", "https://mobile.twitter.com/a/status/123/photo/1",
     "https://x.com/b/statuses/123?s=20&t=x"],
)  # fmt: skip
def test_a_post_on_x_is_known_by_its_number(url: str) -> None:
    assert canonical(url) == "x.com/i/status/123"


def test_a_link_without_end_stays_as_it_is() -> None:
    url = "https://a.example/" + "x" * LONGEST
    assert canonical(url) == url

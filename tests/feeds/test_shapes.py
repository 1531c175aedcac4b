"""Where platforms have their feeds, by the address and the text of a page alone."""

from __future__ import annotations

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.feeds.pages import Page
from smwatch.feeds.shapes import guesses, platforms
from smwatch.models import FeedKind
from smwatch.protocols import Fetched

CHANNEL = "UCBJycsmduvYEL83R_U4JriQ"
WORDPRESS = '<script src="/wp-includes/js/x.js"></script>'
YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"


def looked_for(url: str, html: str = "", **headers: str) -> list[str]:
    """What is guessed: alternatives joined by |, comments marked by +."""
    page = Page(Fetched(url=url, status=200, body=html.encode(), headers=headers))
    return [f"{'+' if g.kind is FeedKind.COMMENTS else ''}{'|'.join(g.urls)}" for g in guesses(page)]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.reddit.com/r/quebec/", ["/r/quebec/.rss", "+/r/quebec/comments/.rss"]),
        ("https://old.reddit.com/r/quebec/top/?t=week", ["/r/quebec/.rss", "+/r/quebec/comments/.rss"]),
        ("https://www.reddit.com/r/quebec/comments/1abc/un_titre/", ["+/r/quebec/comments/1abc/.rss"]),
        ("https://www.reddit.com/user/someone", ["+/user/someone/.rss"]),
        ("https://www.reddit.com/search/?q=Nordelait&sort=new", ["/search.rss?q=Nordelait&sort=new"]),
        ("https://www.reddit.com/r/x/search?q=y", ["/r/x/search.rss?q=y"]),
        ("https://www.reddit.com", ["/.rss"]),
        (f"https://www.youtube.com/channel/{CHANNEL}/videos", [f"{YOUTUBE}channel_id={CHANNEL}"]),
        ("https://www.youtube.com/playlist?list=PL123", [f"{YOUTUBE}playlist_id=PL123"]),
        ("https://www.youtube.com/user/someone", [f"{YOUTUBE}user=someone"]),
        ("https://medium.com/@someone/a-post-1", ["/feed/@someone"]),
        ("https://medium.com/a-publication", ["/feed/a-publication"]),
        ("https://medium.com/a-publication/tagged/milk", ["/feed/a-publication/tagged/milk"]),
        ("https://someone.medium.com/", ["/feed"]),
        ("https://someone.substack.com/p/a-post", ["/feed"]),
        ("https://substack.com/@someone", ["https://someone.substack.com/feed"]),
        ("https://bsky.app/profile/some.one", ["/profile/some.one/rss"]),
        ("https://stackoverflow.com/questions/12/a-question", ["+/feeds/question/12"]),
        ("https://cooking.stackexchange.com/questions/tagged/milk", ["/feeds/tag/milk"]),
        ("https://github.com/o/r", ["/o/r/releases.atom", "/o/r/commits.atom", "/o/r/tags.atom"]),
        ("https://github.com/o", ["/o.atom"]),
        ("https://vimeo.com/someone", ["/someone/videos/rss"]),
        ("https://vimeo.com/channels/milk", ["/channels/milk/videos/rss"]),
        ("https://vimeo.com/12345", []),
        (
            "https://www.flickr.com/photos/12345678@N00/",
            ["https://www.flickr.com/services/feeds/photos_public.gne?id=12345678@N00"],
        ),
        ("https://x.over-blog.com/2010/03/a.html", ["/rss"]),
        ("https://x.canalblog.com/", ["/rss.xml|/rss"]),
        ("https://x.tumblr.com/tagged/milk", ["/tagged/milk/rss", "/rss"]),
        ("https://www.tumblr.com/someone", ["https://someone.tumblr.com/rss"]),
        ("https://x.hatenablog.com/entry/1", ["/feed|/rss"]),
        (
            "https://x.blogspot.com/search/label/lait",
            [
                "/feeds/posts/default/-/lait",
                "/feeds/posts/default|/feeds/posts/default?alt=rss",
                "+/feeds/comments/default",
            ],
        ),
        ("https://shows.acast.com/milk/episodes/1", ["https://feeds.acast.com/public/shows/milk"]),
        ("https://x.libsyn.com/", ["/rss"]),
        ("https://example.com/r/quebec/", []),
        ("https://notreddit.com/r/quebec/", []),
        ("https://reddit.com.evil.example/r/x/", []),
    ],
)
def test_services_are_known_by_their_hosts(url: str, found: list[str]) -> None:
    host = "/".join(url.split("/")[:3])

    def whole(guess: str) -> str:
        mark, guess = ("+", guess[1:]) if guess.startswith("+") else ("", guess)
        return mark + "|".join(each if "://" in each else host + each for each in guess.split("|"))

    assert looked_for(url) == [whole(each) for each in found]


@pytest.mark.parametrize(
    ("url", "html", "found"),
    [
        ("/", WORDPRESS, ["/feed/|/?feed=rss2", "+/comments/feed/|/?feed=comments-rss2"]),
        ("/?p=12", WORDPRESS, ["+/?feed=rss2&p=12", "/feed/|/?feed=rss2", "+/comments/feed/|/?feed=comments-rss2"]),
        (
            "/blog/2010/03/usine/",
            '<link rel="https://api.w.org/" href="https://a.example/blog/wp-json/" /><body class="single postid-12">',
            ["+/blog/2010/03/usine/feed/", "/blog/feed/|/blog/?feed=rss2",
             "+/blog/comments/feed/|/blog/?feed=comments-rss2"],
        ),
        (
            "/category/lait/",
            '<img src="https://cdn.example/wp-content/x.png">',
            ["/category/lait/feed/", "/feed/|/?feed=rss2", "+/comments/feed/|/?feed=comments-rss2"],
        ),
        ("/t/un-sujet/12/3", "<meta name='generator' content=\"Discourse 3.4\">",
         ["+/t/un-sujet/12.rss", "/latest.rss", "+/posts.rss"]),
        ("/forum/t/un-sujet/12", '<div id="data-discourse-setup" data-base-uri="/forum">',
         ["+/forum/t/un-sujet/12.rss", "/forum/latest.rss", "+/forum/posts.rss"]),
        ("/c/aide/5", '<meta content="Discourse 3">', ["/c/aide/5.rss"]),
        ("/@milk", "<div id='mastodon'>", ["/@milk.rss"]),
        ("/@milk@elsewhere.example", "<div id='mastodon'>", []),
        ("/tags/lait", '<div class="app-holder" id="mastodon">', ["/tags/lait.rss"]),
        ("/2010/03/x.html", "<meta content='blogger' name='generator'/><a href='/comment?postID=123456789'>",
         ["+/feeds/123456789/comments/default", "/feeds/posts/default|/feeds/posts/default?alt=rss",
          "+/feeds/comments/default"]),
        ("/tag/lait/", '<meta name="generator" content="Ghost 5.2">', ["/tag/lait/rss/"]),
        ("/blog/index.php?post/2010/x", '<meta content="Dotclear"><a href="/blog/index.php?feed/atom">',
         ["/blog/index.php?feed/atom"]),
        ("/spip.php?article12", '<meta name="generator" content="SPIP 4.2">',
         ["+/spip.php?page=comments-rss&id_article=12", "/spip.php?page=backend"]),
        ("/spip.php?rubrique3", '<a href="spip.php?article1">',
         ["/spip.php?page=backend&id_rubrique=3", "/spip.php?page=backend"]),
        ("/node/12", '<meta name="Generator" content="Drupal 10">', ["+/crss/node/12"]),
        ("/actualites", '<meta name="generator" content="Joomla! - x">', ["/actualites?format=feed&type=rss"]),
        ("/blog", "<!-- This is Squarespace. -->", ["/blog?format=rss"]),
        ("/posts/x/", '<meta name="generator" content="Hugo 0.120">', ["/posts/x/index.xml"]),
        ("/", '<meta name="generator" content="Jekyll v4">', ["/feed.xml|/atom.xml"]),
        ("/x", '<script src="//milk.disqus.com/embed.js">', ["+https://milk.disqus.com/latest.rss"]),
        ("/x", "<script>var disqus_shortname = 'milk';", ["+https://milk.disqus.com/latest.rss"]),
        ("/c/lait", '<div class="lemmy-site" id="app">', ["/feeds/c/lait.xml?sort=New"]),
        ("/@x", f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">', []),
        ("/f/viewtopic.php?f=2&t=34", 'Powered by <a href="https://www.phpbb.com/">phpBB</a>',
         ["+/f/app.php/feed/topic/34"]),
        ("/forums/lait.12/", '<html id="XF">', ["/forums/lait.12/index.rss"]),
        ("/", '<link href="https://cdn.shopify.com/x">', ["/blogs/news.atom"]),
        ("/blog", '<meta name="generator" content="Wix.com Website Builder">', ["/blog-feed.xml"]),
        ("/", "<p>A page on WordPress, Ghost and Discourse</p>", []),
    ],
)  # fmt: skip
def test_software_is_known_by_its_pages(url: str, html: str, found: list[str]) -> None:
    guessed = looked_for(f"https://a.example{url}", html)
    assert len(guessed) >= len(found)
    assert bool(guessed) is bool(found)
    for guess in found:
        wanted = (
            guess
            if "://" in guess
            else guess.replace("/", "https://a.example/", 1).replace("|/", "|https://a.example/")
        )
        assert any(each == wanted or each.startswith(f"{wanted}|") for each in guessed), (wanted, guessed)


def test_software_is_known_by_what_http_says() -> None:
    assert looked_for("https://a.example/", **{"composed-by": "SPIP 4 @ www.spip.net"})
    assert looked_for("https://a.example/", **{"x-generator": "Drupal 9"})
    assert looked_for("https://a.example/latest", **{"x-discourse-route": "list/latest"})
    assert not looked_for("https://a.example/", server="nginx")


def test_a_channel_is_found_in_its_page() -> None:
    for html in (
        f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">',
        f'{{"externalId":"{CHANNEL}"}}',
        f'<meta itemprop="identifier" content="{CHANNEL}">',
        f'{{"channelId": "{CHANNEL}"}}',
    ):
        assert looked_for("https://www.youtube.com/@milk", html) == [f"{YOUTUBE}channel_id={CHANNEL}"]
    assert looked_for("https://www.youtube.com/@milk", "<title>Avant d'accéder à YouTube</title>") == []


def test_each_shape_says_where_it_is_from_and_each_address_can_be_filled() -> None:
    for platform in platforms():
        assert platform.source
        assert platform.hosts or platform.marks or platform.headers
        assert all(mark == mark.lower() for mark in platform.marks)
        for row in platform.rows:
            patterns = f"{row.at} {row.holds}"
            for address in (*row.entries, *row.comments):
                names = {name for _, name, _, _ in string.Formatter().parse(address) if name}
                assert all(f"(?P<{name}>" in patterns for name in names), (platform.name, address)


PIECES = (
    '"/',
    "'https://a.example/",
    "postid",
    ' class="',
    "rel='shortlink' ",
    "/feeds/1",
    '"feedUrl":"http://',
    "//a",
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_page_made_to_hurt_takes_no_time(piece: str) -> None:
    marks = "".join(mark for platform in platforms() for mark in platform.marks)
    began = time.process_time()
    for host in ("x.blogspot.com", "a.example", "www.youtube.com", "podcasts.apple.com"):
        looked_for(f"https://{host}/2010/03/x.html", marks + piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 4


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(max_size=60), st.sampled_from([platform.marks[0] for platform in platforms() if platform.marks]))
def test_no_address_makes_it_fall(path: str, mark: str) -> None:
    for guess in looked_for(f"https://a.example/{path}", mark):
        assert "://" in guess or not guess.strip("+|")

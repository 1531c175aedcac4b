"""URLs out of feeds: made absolute, kept only where they lead to the web. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from smwatch.text.clean import scrub

_LONGEST = 2_000  # code points; longer ones are no links that anybody follows
_ABSOLUTE = ("http://", "https://")
_PAGE = re.compile(r"/comment-page-\d{1,6}/?$")
# What a terminal or a reader's eye could be led astray by: blanks, controls, marks of writing direction.
_UNSAFE = re.compile("[\0-\x20\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
# Addresses that say themselves that a feed is there. Of the path: an ending, or a part with nothing but such words.
_FEED_PATH = re.compile(
    r"\.(?:rss2?|atom|rdf)$"
    r"|/(?:rss2?|atom|feeds?|flux|backend|syndication|jsonfeed)"
    r"(?:[._-](?:rss2?|atom|xml|json|php|aspx|all|full|news|actu\w{0,12}|feed))*+/?$"
    r"|/(?:index|posts|comments|blog-feed|news|actualites)\.(?:xml|rdf)$"
    r"|/(?:rss|feeds?)/(?:[^/]++/)*+[^/]*\.(?:xml|json)$"
    r"|/feeds?/(?:posts|comments|atom|rss2?|rdf|entries|category|tag)(?:/|$)|/comments/(?:feed|atom|rss|default)",
    re.IGNORECASE,
)
_FEED_QUERY = re.compile(
    r"(?:^|&)(?:(?:feed|format|alt|output|type|page|action)=(?:rss2?|atom|feed|rdf|backend|comments-\w{1,5}|jsonfeed)"
    r"|feed/|xml=rss)",
    re.IGNORECASE,
)


def web_url(url: object, base: str = "") -> str:
    """The URL, absolute and http(s), or "" where it leads nowhere on the web."""
    if not isinstance(url, str) or not url or len(url) > _LONGEST:
        return ""
    url = scrub(url)
    url = "".join(url.split()) if "\n" in url or "\t" in url else url.strip()
    try:
        absolute = urljoin(base, url) if base and not url.startswith(_ABSOLUTE) else url
        parts = urlsplit(absolute)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:  # an unclosed IPv6 bracket and the like
        return ""
    return _UNSAFE.sub(lambda sign: quote(sign[0]), absolute)


def without_login(url: str) -> str:
    """The URL without user name and password, as it may be shown."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def speaks_of_feed(url: str) -> bool:
    """Whether an absolute URL plainly is a feed's, by its path and query alone."""
    parts = urlsplit(url[:_LONGEST])
    return bool(_FEED_PATH.search(parts.path) or _FEED_QUERY.search(parts.query))


def post_of(url: str) -> str:
    """The URL of the entry that a comment's own URL stands under: no fragment, no page of comments.

    WordPress: /post/comment-page-2/#comment-12 -> /post/; Blogger: post.html?showComment=1#c1 -> post.html
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    path = _PAGE.sub("/", parts.path)
    query = parts.query
    if "showComment" in query:
        query = urlencode([(name, value) for name, value in parse_qsl(query) if name != "showComment"])
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def same_host(one: str, other: str) -> bool:
    """Whether both URLs have the same host and port."""
    return urlsplit(one).netloc.lower() == urlsplit(other).netloc.lower()

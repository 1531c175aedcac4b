"""URLs out of feeds: made absolute, kept only where they lead to the web. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_LONGEST = 2_000  # code points; longer ones are no links that anybody follows
_ABSOLUTE = ("http://", "https://")
_PAGE = re.compile(r"/comment-page-\d{1,6}/?$")


def web_url(url: object, base: str = "") -> str:
    """The URL, absolute and http(s), or "" where it leads nowhere on the web."""
    if not isinstance(url, str) or not url or len(url) > _LONGEST:
        return ""
    url = "".join(url.split()) if "\n" in url or "\t" in url else url.strip()
    try:
        absolute = urljoin(base, url) if base and not url.startswith(_ABSOLUTE) else url
        parts = urlsplit(absolute)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:  # an unclosed IPv6 bracket and the like
        return ""
    return absolute.replace(" ", "%20")


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

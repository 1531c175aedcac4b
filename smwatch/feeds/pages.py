"""Web pages: telling them from feeds, and the feeds that they name in their head. Pure; linear in the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from smwatch.feeds.encoding import to_text
from smwatch.feeds.links import web_url

MAX_HEAD: Final = 500_000  # bytes of a page that are looked at
MAX_LINKS: Final = 20

_PAGE = re.compile(rb"<!doctype\s{1,9}html|<html[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf|channel)[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<(link|base)\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]++)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]++))""")
_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}


@dataclass(frozen=True, slots=True)
class PageLink:
    """A feed as a page names it; nobody has looked whether it is there."""

    url: str
    title: str


def looks_like_page(body: bytes) -> bool:
    """Whether it is HTML that holds no feed."""
    return bool(_PAGE.search(body[:4_000])) and not _FEED.search(body)


def is_wordpress(body: bytes) -> bool:
    """Whether a page was made by WordPress."""
    head = body[:MAX_HEAD]
    return b"/wp-content/" in head or b'content="WordPress' in head


def feed_links(body: bytes, content_type: str, url: str) -> list[PageLink]:
    """The feeds that a page names by <link rel="alternate">, in its order; `url` is the page's own."""
    found: dict[str, PageLink] = {}
    base = url
    for tag in _TAG.finditer(to_text(body[:MAX_HEAD], content_type)):
        said = {name.lower(): unescape(one or two or three) for name, one, two, three in _ATTRIBUTE.findall(tag[2])}
        if tag[1].lower() == "base":
            base = web_url(said.get("href"), url) or url
            continue
        kind = said.get("type", "").partition(";")[0].strip().lower()
        if "alternate" not in said.get("rel", "").lower().split() or kind not in _TYPES:
            continue
        link = web_url(said.get("href"), base)
        if link:
            found.setdefault(link, PageLink(link, said.get("title", "")))
        if len(found) >= MAX_LINKS:
            break
    return list(found.values())

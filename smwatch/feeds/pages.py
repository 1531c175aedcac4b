"""Web pages: telling them from feeds, and the feeds that they and their HTTP headers name. Pure; linear in the page.

`<link rel="alternate">` is what the HTML standard has for it (4.6.7.1; https://www.rssboard.org/rss-autodiscovery says
how it is used), the `Link` header (RFC 8288) the same of HTTP. Pages that have neither may still link to a feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from smwatch.feeds.encoding import to_text
from smwatch.feeds.links import speaks_of_feed, web_url
from smwatch.feeds.markup import Tag, tags
from smwatch.protocols import Fetched

MAX_PAGE: Final = 2_000_000  # bytes of a page that are looked at; YouTube names its feed after a megabyte of script
MAX_LINKS: Final = 20
MAX_TAGS: Final = 20_000  # of those that may say something; pages with more are made to hurt
MAX_HEADER: Final = 16_000  # code points of a Link header

_PAGE = re.compile(rb"<!doctype\s{1,9}html|<html[\s>]", re.IGNORECASE)
# Types of feeds, and those that may be anything: there the title or the address has to speak of a feed.
_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
_TYPES |= {"application/x-rss+xml", "application/x-atom+xml", "text/rss+xml", "text/rss", "text/atom+xml"}
_VAGUE = {"", "application/json", "application/xml", "text/xml", "text/json"}
_TITLE = re.compile(r"\b(?:feeds?|rss|atom|flux|fils? (?:rss|atom|d.actu\w*)|syndication)\b", re.IGNORECASE)
_LINK = re.compile(r"<([^<>]{1,2000})>((?:[^,\"]++|\"[^\"]*+\")*+)")
_PARAMETER = re.compile(r";\s*+([\w*-]++)\s*+=\s*+(?:\"([^\"]*+)\"|([^\s;,\"]++))")
_REFRESH = re.compile(r"\s*+\d{0,5}[.\d]{0,5}\s*+[;,]\s*+(?:url\s*+=\s*+)?+[\"']?([^\"']++)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"https?(?::|%3a)", re.IGNORECASE)  # in the path or query: a service that is handed an address


@dataclass(frozen=True, slots=True)
class PageLink:
    """A feed as a page names it; nobody has looked whether it is there."""

    url: str
    title: str


class Page:
    """A web page, read as far as it is asked."""

    def __init__(self, answer: Fetched) -> None:
        """`answer` is what a server gave for it."""
        self.url, self.headers = answer.url, answer.headers
        self.text = to_text(answer.body[:MAX_PAGE], answer.headers.get("content-type", ""))

    @cached_property
    def small(self) -> str:
        """The text in lower case, for what is looked for in it."""
        return self.text.lower()

    @cached_property
    def tags(self) -> list[Tag]:
        """What says something about feeds and addresses."""
        return list(islice(tags(self.text, "link", "base", "a", "area", "meta"), MAX_TAGS))

    @cached_property
    def base(self) -> str:
        """Where relative addresses start: the first <base> that has one, else the page's own address."""
        found = (web_url(tag.said.get("href"), self.url) for tag in self.tags if tag.name == "base")
        return next(filter(None, found), self.url)

    @cached_property
    def named(self) -> list[PageLink]:
        """The feeds that the headers and the page's <link>s name, each once, at most MAX_LINKS."""
        header = _header_links(self.headers.get("link", "")[:MAX_HEADER], self.url)
        page = ((tag.said, web_url(_href(tag), self.base)) for tag in self.tags if tag.name == "link")
        return _unique(PageLink(url, said.get("title", "")) for said, url in (*header, *page) if _is_feed(said, url))

    @cached_property
    def linked(self) -> list[PageLink]:
        """The <a> links that plainly are feeds of this site, each once, at most MAX_LINKS."""
        anchors = ((tag.said, web_url(_href(tag), self.base)) for tag in self.tags if tag.name in {"a", "area"})
        return _unique(
            PageLink(url, said.get("title", ""))
            for said, url in anchors
            if url and (said.get("type", "").lower() in _TYPES or speaks_of_feed(url)) and _is_ours(url, self.url)
        )

    @cached_property
    def refresh(self) -> str:
        """Where <meta http-equiv="refresh"> sends on to, "" where it doesn't."""
        said = [tag.said for tag in self.tags if tag.name == "meta"]
        wanted = (meta.get("content", "") for meta in said if meta.get("http-equiv", "").lower() == "refresh")
        found = (web_url(match[1].strip(), self.base) for match in map(_REFRESH.match, wanted) if match)
        return next((url for url in found if url and url != self.url), "")


def is_page(body: bytes) -> bool:
    """Whether it begins as HTML."""
    return bool(_PAGE.search(body[:4_000]))


def _unique(links: Iterable[PageLink]) -> list[PageLink]:
    found: dict[str, PageLink] = {}
    for link in links:
        found.setdefault(link.url, link)
        if len(found) >= MAX_LINKS:
            break
    return list(found.values())


def _href(tag: Tag) -> str:
    """The address of a link; feed://site and feed:https://site are how it was once said that it is a feed."""
    href = tag.said.get("href", "").strip()
    if href[:5].lower() != "feed:":
        return href
    rest = href[5:]
    return f"https:{rest}" if rest.startswith("//") else rest


def _is_feed(said: Mapping[str, str], url: str) -> bool:
    """Whether a <link> with these attributes names a feed."""
    rels = said.get("rel", "").lower().split()
    kind = said.get("type", "").partition(";")[0].strip().lower()
    if not url or "stylesheet" in rels or not {"alternate", "feed"} & set(rels):
        return False
    if kind in _TYPES or "feed" in rels:
        return True
    vague = kind in _VAGUE and not ("hreflang" in said and not kind) and "media" not in said
    return vague and bool(_TITLE.search(said.get("title", "")[:200]) or speaks_of_feed(url))


def _is_ours(url: str, page: str) -> bool:
    """Whether a link stays on the page's site, or leads to a host that has nothing but feeds."""
    parts, mine = urlsplit(url), (urlsplit(page).hostname or "").removeprefix("www.")
    host = (parts.hostname or "").removeprefix("www.")
    if _ELSEWHERE.search(f"{parts.path}?{parts.query}"):
        return False
    near = host == mine or host.endswith(f".{mine}") or mine.endswith(f".{host}")
    return (near and "." in host) or host == mine or host.startswith(("feeds.", "feed.", "rss."))


def _header_links(header: str, url: str) -> Iterator[tuple[dict[str, str], str]]:
    """The links of a Link header, with their parameters as if they were attributes."""
    for link in islice(_LINK.finditer(header), 10 * MAX_LINKS):
        said = {name.lower(): one or two for name, one, two in _PARAMETER.findall(link[2])}
        yield said, web_url(link[1], url)

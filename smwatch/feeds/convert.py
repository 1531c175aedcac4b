"""What feedparser found, as our own Document: plain values, links made absolute, dates as times."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from smwatch.feeds.asks import asks_of
from smwatch.feeds.dates import readings
from smwatch.feeds.document import Document, Draft, text_in
from smwatch.feeds.links import speaks_of_feed, web_url
from smwatch.text.names import MOST, together

_Author = tuple[str, str, str]  # name, address, page; each may be ""
_NOBODY: _Author = ("", "", "")
MAX_NAMES = 1_000  # characters
_APART = r'\s<>(),;:"\[\]'  # what stands in no address
_ADDRESS = re.compile(  # behind a quote, too; but an account's page has one behind a slash
    rf"(?<![^'{_APART}])(?:mailto:)?([^@/'{_APART}][^@/{_APART}]{{0,63}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,9}})"
)
_EMPTY = re.compile(r"[(<\[]\s*[)>\]]")  # what is left around one
_BETWEEN = re.compile(r"\)\s*[,;]?\s*[^\s@()]{1,64}@[\w.-]{1,200}\s*\(")  # a@example.com (A B), b@example.com (C D)
_LINKED = re.compile(r"<a\s[^<>]{0,200}?href=[\"']([^\"'<>]{1,500})", re.IGNORECASE)

Raw = Mapping[str, Any]  # a FeedParserDict made plain: its own look-ups are slow and warn

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")


def document_of(version: str, feed: Raw, entries: Sequence[Raw], base: str, *, notes: tuple[str, ...] = ()) -> Document:
    """The document, its entries in their order; what links are left relative are taken from `base`."""
    feed = dict(feed)
    inherited = _author(feed, base) if version.startswith("atom") else _NOBODY  # RFC 4287, 4.2.1
    generator = text_in(feed, "generator") or str(feed.get("generator_detail", {}).get("href", ""))
    return Document(
        version=version,
        title=text_in(feed, "title"),
        url=web_url(feed.get("link"), base),
        generator=generator,
        drafts=tuple(_draft(dict(entry), base, inherited) for entry in entries),
        comment_feeds=_replies(feed, base),
        asks=asks_of(feed, generator),
        notes=notes,
    )


def _draft(raw: Raw, base: str, inherited: _Author) -> Draft:
    author, email, page = _author(raw, base)
    if not (author or email or page):
        author, email, page = inherited
    dates, doubtful = _dates(raw)
    return Draft(
        id=text_in(raw, "id"),
        url=_link(raw, base),
        title=text_in(raw, "title"),
        bodies=_bodies(raw),
        author=author,
        author_email=email,
        author_url=page,
        published=dates[0] if dates else None,
        or_published=tuple(dates[1:]),
        doubtful=doubtful,
        comment_feeds=_comment_feeds(raw, base),
        comment_count=_count(raw),
        answers=_answers(raw, base),
    )


def name_and_address(said: str) -> tuple[str, str]:
    """Both of "marie@a.quebec (Marie)" or "Marie <marie@a.quebec>"; an account, @marie@social.example, is a name."""
    found = None if said.lstrip().startswith("@") else _ADDRESS.search(said)
    if not found:
        return said, ""
    name = _EMPTY.sub("", said.replace(found[0], "")).strip()
    return (name[1:-1] if name.startswith("(") and name.endswith(")") else name), found[1]


def _author(raw: Raw, base: str) -> _Author:
    """Who wrote it: all names; address and page of the first, as the others' would be taken for his."""
    authors = [author for author in raw.get("authors") or () if author]
    detail = authors[0] if len(authors) > 1 else raw.get("author_detail") or {}
    name, email = _told(detail)
    if len(authors) > 1:
        name = together(_told(author)[0] for author in authors[:MOST])
    name = _BETWEEN.sub(", ", name[:MAX_NAMES]).strip()
    linked = _LINKED.search(name)
    page = detail.get("href") or (linked[1] if linked else name if name.startswith(("http://", "https://")) else "")
    return name, email, web_url(page, base)


def _told(detail: Raw) -> tuple[str, str]:
    """Name and address of an author; in Atom one may stand within the other."""
    name, email = str(detail.get("name") or "")[:MAX_NAMES], str(detail.get("email") or "")
    return (name, email) if email else name_and_address(name)


def _link(raw: Raw, base: str) -> str:
    """The entry's page; else its first link that isn't for something else (a file, its comments, itself)."""
    found = web_url(raw.get("link"), base)
    if found:
        return found
    links = (link for link in raw.get("links", ()) if link.get("rel", "alternate") == "alternate")
    return next(filter(None, (web_url(link.get("href"), base) for link in links)), "")


def _bodies(raw: Raw) -> tuple[str, ...]:
    """The contents, then the summary unless it is one of them."""
    found = [str(part.get("value") or "") for part in raw.get("content", ()) if _is_text(str(part.get("type") or ""))]
    found.append(text_in(raw, "summary"))
    return tuple(dict.fromkeys(filter(None, found)))


def _is_text(kind: str) -> bool:
    return not kind or kind.startswith("text/") or kind.endswith(("xml", "html", "xhtml", "octet-stream"))


def _dates(raw: Raw) -> tuple[list[datetime], bool]:
    """What the entry's dates may mean, in turn, and whether the first two are readings of one."""
    found = [read for name in ("published", "created", "updated") if (read := readings(raw.get(name)))]
    return [at for read in found for at in read], bool(found) and len(found[0]) > 1


def _replies(raw: Raw, base: str) -> tuple[str, ...]:
    """Feeds among the links that say they lead to replies (RFC 4685).

    One without a type is Atom by that standard. feedparser calls it HTML then, so the address has to speak of a feed.
    """
    links = [link for link in raw.get("links", ()) if link.get("rel") == "replies"]
    urls = ((link.get("type"), web_url(link.get("href"), base)) for link in islice(links, 100))
    return tuple(dict.fromkeys(url for kind, url in urls if url and (kind in FEED_TYPES or speaks_of_feed(url))))


def _comment_feeds(raw: Raw, base: str) -> tuple[str, ...]:
    """wfw:commentRss first, as it is one entry's for certain; then Atom's replies."""
    said = text_in(raw, "wfw_commentrss").strip()
    wfw = "" if " " in said else web_url(said, base)
    return tuple(dict.fromkeys(((wfw,) if wfw else ()) + _replies(raw, base)))


def _count(raw: Raw) -> int | None:
    """How many comments there are: slash:comments, thr:total, or thr:count of a replies link."""
    counts = [raw.get("slash_comments"), raw.get("thr_total")]
    counts += [link.get("thr:count") for link in raw.get("links", ()) if link.get("rel") == "replies"]
    for count in counts:
        if isinstance(count, str) and count.strip()[:9].isdecimal():
            return int(count.strip()[:9])
    return None


def _answers(raw: Raw, base: str) -> str:
    """thr:in-reply-to: the page (href), else the id where that is a URL."""
    said = raw.get("thr_in-reply-to")
    if not isinstance(said, Mapping):
        return ""
    return web_url(said.get("href"), base) or web_url(said.get("ref"))

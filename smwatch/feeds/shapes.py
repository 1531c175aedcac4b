"""What addresses a page's platform has for feeds, as platforms.toml tells them. Pure but for reading it; asks nobody.

An address is from the root of the host ("/feed"), from where the platform is installed ("feed/"), from the page's own
("./feed/", "./?format=rss"), or whole. {names} are groups of the row's patterns. Addresses with " | " between them
bring the same: the first that is a feed is enough.

Guessing is for where a page names no feed, or not that of its comments: most of these name their main feed themselves.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urljoin, urlsplit

from smwatch.feeds.links import web_url
from smwatch.feeds.pages import Page
from smwatch.models import FeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Feeds of some of a platform's pages. The first row that fits is taken, and of those without a condition all."""

    at: str = ""  # what the page's path and query begin with
    holds: str = ""  # what the page's text has somewhere
    entries: Sequence[str] = ()
    comments: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """What shows that a page is of a platform (any of the three), and where its feeds are."""

    name: str
    source: str  # who says so
    hosts: str = ""  # the whole host name
    marks: Sequence[str] = ()  # in the page, lower case
    headers: Sequence[tuple[str, str]] = ()  # a header's name, and what it has in it, lower case
    root: str = ""  # what the page's text has of where the platform is installed: a group "root"
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Guess:
    """Addresses that bring the same if they bring anything, the likeliest first."""

    urls: tuple[str, ...]
    kind: FeedKind | None = None  # None: not known beforehand


@cache
def platforms() -> tuple[Platform, ...]:
    """Every platform that is known, in the order in which they are asked."""
    found = tomllib.loads(files(__package__).joinpath("platforms.toml").read_text("utf-8"))["platform"]
    return tuple(Platform(**{**one, "rows": tuple(Row(**row) for row in one["rows"])}) for one in found)


def guesses(page: Page) -> Iterator[Guess]:
    """What the page's platforms have, likeliest first; nothing where it shows none."""
    for platform in platforms():
        if _is_of(page, platform):
            yield from _guesses(page, platform)


def _is_of(page: Page, platform: Platform) -> bool:
    host = urlsplit(page.url).hostname or ""
    if platform.hosts and _pattern(platform.hosts).fullmatch(host):
        return True
    said = any(name in page.headers and sign in page.headers[name].lower() for name, sign in platform.headers)
    return said or any(mark in page.small for mark in platform.marks)


def _guesses(page: Page, platform: Platform) -> Iterator[Guess]:
    roots = _roots(page, platform)
    fitting = [(row, _fit(row, page)) for row in platform.rows if row.at or row.holds]
    first = next(((row, groups) for row, groups in fitting if groups is not None), None)
    general = [(row, dict[str, str]()) for row in platform.rows if not row.at and not row.holds]
    for row, groups in (*((first,) if first else ()), *general):
        for kind, addresses in ((FeedKind.ENTRIES, row.entries), (FeedKind.COMMENTS, row.comments)):
            for address in addresses:
                yield Guess(tuple(_filled(address, groups, page.url, roots)), kind)


def _fit(row: Row, page: Page) -> dict[str, str] | None:
    """The groups of a row's patterns, None where it doesn't fit."""
    groups: dict[str, str] = {}
    if row.at:
        parts = urlsplit(page.url)
        at = _pattern(row.at).match(f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/")
        if not at:
            return None
        groups |= at.groupdict()
    if row.holds:
        holds = _pattern(row.holds).search(page.text)
        if not holds:
            return None
        groups |= holds.groupdict()
    return groups


def _filled(addresses: str, groups: dict[str, str], url: str, roots: Iterable[str]) -> Iterator[str]:
    """The absolute URLs of addresses as platforms.toml writes them."""
    own = urlsplit(url)._replace(query="", fragment="").geturl()
    for template in addresses.split(" | "):
        address = template.format(**groups)
        if address.startswith("./?"):
            yield web_url(own + address[2:])
        elif address.startswith("./"):
            yield web_url(f"{own.rstrip('/')}{address[1:]}")
        elif address.startswith("/") or "://" in address:
            yield web_url(address, url)
        else:
            yield from (web_url(root + address if root.endswith("?") else urljoin(root, address)) for root in roots)


def _roots(page: Page, platform: Platform) -> list[str]:
    """Where the platform may be installed: as its page says, else in the page's own folder or at the host's root."""
    host = urljoin(page.url, "/")
    said = _pattern(platform.root).search(page.text) if platform.root else None
    if said:
        root, script, _ = said["root"].partition("?")
        root = web_url(f"{root.rstrip('/')}/" if not script else root, page.url)
        if root and urlsplit(root).netloc == urlsplit(page.url).netloc:
            return [root + script]
    folder = urljoin(page.base, "./")
    near = [folder] if page.base != page.url or urlsplit(folder).path.count("/") <= 2 else []  # noqa: PLR2004 - /blog/
    return list(dict.fromkeys(url for url in (*near, host) if urlsplit(url).netloc == urlsplit(host).netloc))


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

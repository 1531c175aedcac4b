"""Which comment feeds there are: of entries, and of whole sites. Pure; who is followed is decided in scan.py.

A feed names them itself: wfw:commentRss, Atom's link rel="replies" (convert.py finds both). WordPress has more, at
places that are known: every entry's at `<entry>/feed/`, the site's at `<site>/comments/feed/`. Nothing is looked
for in feeds of comments, so that discovery ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from smwatch.feeds.document import Document, Draft
from smwatch.feeds.links import same_host
from smwatch.models import Entry, Feed, FeedKind, FeedSpec, Origin
from smwatch.text.links import untracked

# Comment feeds of entries found by one poll. What is beyond isn't found later: the feed hasn't changed by then.
# Feeds of posts hold ten to a hundred.
MOST: Final = 200


def site_comment_specs(feed: Feed, document: Document) -> tuple[FeedSpec, ...]:
    """The comment feed of the whole site, if the feed is one of posts: at most one."""
    if feed.spec.kind is FeedKind.COMMENTS or feed.spec.comments == "none":
        return ()
    guessed = _wordpress_site(feed.url, document.url) if document.wordpress else ""
    found = (url for url in (*document.comment_feeds, guessed) if url and url not in {feed.url, feed.spec.url})
    return tuple(_spec(feed, url) for url in islice(found, 1))


def comment_specs(feed: Feed, entries: Sequence[Entry]) -> tuple[FeedSpec, ...]:
    """The comment feeds of these entries: one each, the best; at most MOST."""
    if feed.spec.kind is FeedKind.COMMENTS or feed.spec.comments == "none":
        return ()
    return tuple(islice(_specs(feed, entries), MOST))


def _specs(feed: Feed, entries: Iterable[Entry]) -> Iterator[FeedSpec]:
    seen = {feed.url, feed.spec.url}
    for entry in entries:
        best = next((url for url in entry.comment_feeds if url not in seen), "")
        if best and entry.kind is FeedKind.ENTRIES:
            seen.update(entry.comment_feeds)
            yield _spec(feed, best, thread=untracked(entry.url))


def with_comment_feeds(document: Document, entries: Iterable[tuple[Entry, Draft]]) -> list[Entry]:
    """The entries with the comment feeds that the document names for them or, if it names none at all, WordPress's."""
    found = list(entries)
    named = document.kept_comment_feeds or any(draft.comment_feeds for draft in document.drafts)
    silent = document.wordpress and not named
    return [
        entry
        if entry.kind is FeedKind.COMMENTS
        else replace(entry, comment_feeds=_entry_feeds(entry, draft, guess=silent))
        for entry, draft in found
    ]


def comment_counts(feed: Feed, entries: Iterable[tuple[Entry, Draft]]) -> dict[str, int]:
    """How many comments the document says there are, by the feed of these comments."""
    if feed.spec.kind is FeedKind.COMMENTS or feed.spec.comments == "none":
        return {}
    return {
        entry.comment_feeds[0]: draft.comment_count
        for entry, draft in entries
        if entry.comment_feeds and draft.comment_count is not None
    }


def _entry_feeds(entry: Entry, draft: Draft, *, guess: bool) -> tuple[str, ...]:
    if draft.comment_feeds or not guess or draft.comment_count == 0 or not entry.url:
        return draft.comment_feeds
    return (_wordpress_entry(untracked(entry.url)),)


def _wordpress_entry(url: str) -> str:
    """/2010/03/post/ -> /2010/03/post/feed/; /?p=12 -> /?p=12&feed=rss2."""
    parts = urlsplit(url)
    if parts.query.startswith(("p=", "page_id=")):
        return urlunsplit((parts.scheme, parts.netloc, parts.path, f"{parts.query}&feed=rss2", ""))
    return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/feed/", "", ""))


def _wordpress_site(url: str, home: str) -> str:
    """The site's comment feed, from a posts' feed: /blog/feed/ -> /blog/comments/feed/, "" where the URL is unlike one.

    The feed names its site's front page, also when it is of one category; it is gone by if it is on the same host.
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if "feed=" in parts.query:
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "feed=comments-rss2", ""))
    if not path.endswith("/feed"):
        return ""
    root = path.removesuffix("feed")
    if home and same_host(home, url):
        front = f"{urlsplit(home).path.rstrip('/')}/"
        root = front if path.startswith(front) else root
    return urlunsplit((parts.scheme, parts.netloc, f"{root}comments/feed/", "", ""))


def _spec(feed: Feed, url: str, *, thread: str = "") -> FeedSpec:
    """A discovered feed; it inherits what the one that led there is about, and secrets only for the same host."""
    parent = feed.spec
    headers: Mapping[str, str] = parent.headers if same_host(url, parent.url) else {}
    return FeedSpec(
        url=url,
        source=parent.source,
        kind=FeedKind.COMMENTS,
        origin=Origin.DISCOVERED,
        about=parent.about,
        comments="none",
        every=parent.every,
        headers=headers,
        parent=parent.url,
        thread=thread,
    )

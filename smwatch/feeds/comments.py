"""Which comment feeds there are: of entries, and of whole sites. Pure; who is followed is decided in scan.py.

A feed names them itself: wfw:commentRss, Atom's link rel="replies" (convert.py finds both). Some platforms have more,
at places that are known (THREADS; WordPress has also the site's at `<site>/comments/feed/`). Nothing is looked for in
feeds of comments, and no feed is its own comments, however its address is spelt: so discovery ends.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from smwatch.feeds.document import Document, Draft
from smwatch.feeds.links import same_host, web_url
from smwatch.models import Entry, Feed, FeedKind, FeedSpec, Origin
from smwatch.text.links import same_address, same_link, untracked

# Comment feeds of entries found by one poll. What is beyond isn't found later: the feed hasn't changed by then.
# Feeds of posts hold ten to a hundred.
MOST: Final = 200
MOST_NAMED: Final = 5  # of one entry, and of one site


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Where a platform has the comments of one entry: the id and the link of the entry tell."""

    id: re.Pattern[str] = re.compile("")
    url: re.Pattern[str]
    place: str  # absolute; {names} are groups of both


THREADS: Final = (
    Thread(  # support.google.com/blogger/answer/97933; its Atom names them, its RSS doesn't
        id=re.compile(r"tag:blogger\.com,1999:blog-\d{1,25}\.post-(?P<post>\d{1,25})$"),
        url=re.compile(r"(?P<site>https?://[^/?#]+)/\d{4}/\d\d/"),
        place="{site}/feeds/{post}/comments/default",
    ),
    Thread(  # latest.rss of meta.discourse.org: <guid>meta.discourse.org-topic-407218</guid>
        id=re.compile(r"[\w.:-]{1,200}-topic-\d{1,15}$"),
        url=re.compile(r"(?P<topic>https?://[^?#]+/t/[^/?#]+/\d{1,15})(?:[/?#]|$)"),
        place="{topic}.rss",
    ),
    Thread(  # www.reddit.com/wiki/rss; t1_ are comments themselves
        id=re.compile(r"t3_\w{1,20}$"),
        url=re.compile(r"(?P<post>https?://(?:\w+\.)?reddit\.com/r/\w+/comments/\w+)/"),
        place="{post}/.rss",
    ),
    Thread(  # stackoverflow.com/feeds
        url=re.compile(
            r"(?P<site>https?://(?:[\w.-]+\.)?(?:stackexchange|stackoverflow|serverfault|superuser|askubuntu)\.com)"
            r"/q(?:uestions)?/(?P<question>\d{1,15})(?:/[\w-]*)?(?:\?[^#]*)?$"
        ),
        place="{site}/feeds/question/{question}",
    ),
)


def site_comment_specs(feed: Feed, document: Document) -> tuple[FeedSpec, ...]:
    """The comment feed of the whole site, if the feed is one of posts: at most one."""
    if _leads_nowhere(feed):
        return ()
    guessed = _wordpress_site(feed.url, document.url) if document.wordpress else ""
    own = {same_address(feed.url), same_address(feed.spec.url), ""}
    named = document.comment_feeds[:MOST_NAMED]
    found = (url for url in (*named, *_shared(document).values(), guessed) if same_address(url) not in own)
    return tuple(_spec(feed, url) for url in islice(found, 1))


def comment_specs(feed: Feed, entries: Sequence[Entry]) -> tuple[FeedSpec, ...]:
    """The comment feeds of these entries: one each, the best; at most MOST."""
    if _leads_nowhere(feed):
        return ()
    return tuple(islice(_specs(feed, entries), MOST))


def _specs(feed: Feed, entries: Iterable[Entry]) -> Iterator[FeedSpec]:
    seen = {same_address(feed.url), same_address(feed.spec.url)}
    for entry in entries:
        named = entry.comment_feeds[:MOST_NAMED]
        best = next((url for url in named if same_address(url) not in seen), "")
        if best and entry.kind is FeedKind.ENTRIES:
            seen.update(map(same_address, named))
            yield _spec(feed, best, thread=untracked(entry.url))


def with_comment_feeds(document: Document, entries: Iterable[tuple[Entry, Draft]]) -> list[Entry]:
    """The entries with the comment feeds that the document names for them or, if it names none at all, the platform's.

    One that is named for several entries isn't one entry's but the site's: site_comment_specs has it.
    """
    found = list(entries)
    silent = not document.kept_comment_feeds and not any(draft.comment_feeds for draft in document.drafts)
    shared = _shared(document)
    return [
        entry
        if entry.kind is FeedKind.COMMENTS
        else replace(entry, comment_feeds=_entry_feeds(entry, draft, document if silent else None, shared))
        for entry, draft in found
    ]


def comment_counts(feed: Feed, entries: Iterable[tuple[Entry, Draft]]) -> dict[str, int]:
    """How many comments the document says there are, by the feed of these comments."""
    if _leads_nowhere(feed):
        return {}
    return {
        entry.comment_feeds[0]: draft.comment_count
        for entry, draft in entries
        if entry.comment_feeds and draft.comment_count is not None
    }


def _leads_nowhere(feed: Feed) -> bool:
    return feed.spec.kind is FeedKind.COMMENTS or feed.spec.comments == "none"


def _shared(document: Document) -> dict[str, str]:
    """The comment feeds that are named for more than one entry, by same_address."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    urls: dict[str, str] = {}
    for draft in document.drafts:
        for url in draft.comment_feeds[:MOST_NAMED]:
            urls.setdefault(same_address(url), url)
            owners[same_address(url)].add(same_link(draft.url) or draft.id)
    elsewhere = {same_address(web_url(url)) for url in document.kept_comment_feeds}
    return {key: urls[key] for key, entries in owners.items() if len(entries) > 1 or key in elsewhere}


def _entry_feeds(entry: Entry, draft: Draft, silent: Document | None, shared: Mapping[str, str]) -> tuple[str, ...]:
    if draft.comment_feeds or not silent or draft.comment_count == 0 or not entry.url:
        return tuple(url for url in draft.comment_feeds[:MOST_NAMED] if same_address(url) not in shared)
    page = untracked(entry.url)
    guessed = _wordpress_entry(page) if silent.wordpress else _thread_feed(draft.id, page)
    return (guessed,) if guessed else ()


def _thread_feed(identity: str, url: str) -> str:
    """Where the entry's platform has its comments, "" where it shows none."""
    for thread in THREADS:
        of_id, of_url = thread.id.match(identity), thread.url.match(url)
        if of_id and of_url:
            return web_url(thread.place.format(**of_id.groupdict(), **of_url.groupdict()))
    return ""


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
    """A discovered feed; it inherits what the one that led there is about, and secrets only for the same host.

    Nor are they sent in the clear: not over http where the feed itself came over https.
    """
    parent = feed.spec
    safe = same_host(url, parent.url) and (not parent.url.startswith("https:") or url.startswith("https:"))
    headers: Mapping[str, str] = parent.headers if safe else {}
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

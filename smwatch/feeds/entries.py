"""A Draft out of a document becomes an Entry: cleaned, dated, and told apart as post or comment. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from smwatch.feeds.dates import trusted
from smwatch.feeds.document import Document, Draft
from smwatch.feeds.identity import digest
from smwatch.feeds.links import post_of, untracked
from smwatch.models import Entry, Feed, FeedKind
from smwatch.text.clean import clean, clean_line, scrub
from smwatch.text.language import detect

MAX_TEXT: Final = 200_000  # code points kept of an entry's text
MAX_HTML: Final = 5 * MAX_TEXT  # and read of its HTML
MAX_LINE: Final = 1_000  # of a title
MAX_NAME: Final = 200  # of an author, or an address
MAX_ID: Final = 2_000

_SPACE = r"[\s\u00a0\u202f]"
# What WordPress calls a comment, in its English and French: "By: X", "Comment on POST by X".
_BY = re.compile(rf"(?:by|par|auteur){_SPACE}?:{_SPACE}(?P<author>.*)", re.IGNORECASE | re.DOTALL)
_ON = re.compile(
    rf"(?:comments?{_SPACE}on|commentaires?{_SPACE}sur){_SPACE}.*{_SPACE}(?:by|par){_SPACE}(?P<author>.*)",
    re.IGNORECASE | re.DOTALL,
)
# What it, Blogger and others call a feed of comments.
_COMMENTS_TITLE = re.compile(rf"(?:comments{_SPACE}(?:on|for)\b|commentaires{_SPACE}(?:sur|pour|de)\b)", re.IGNORECASE)
_COMMENTS_URL = re.compile(r"/comments/(?:feed|default|atom|rss)\b|[?&]feed=comments-|/comments\.(?:rss|atom|xml)$")


def is_comment_feed(feed: Feed, document: Document) -> bool:
    """Whether its entries are comments: declared so, or by what its URL or its title says."""
    if feed.spec.kind is FeedKind.COMMENTS or feed.spec.thread:
        return True
    parts = urlsplit(feed.url)
    if _COMMENTS_URL.search(f"{parts.path}?{parts.query}" if parts.query else parts.path):
        return True
    return bool(_COMMENTS_TITLE.match(clean_line(document.title[:MAX_LINE])))


def read_entries(feed: Feed, drafts: Sequence[Draft], now: datetime) -> list[Entry]:
    """The entries, of the feed's kind, without key and language: those are only needed of new ones."""
    return [_entry(draft, feed, now) for draft in drafts]


def with_language(entry: Entry, languages: Sequence[str]) -> Entry:
    """The entry, and the language that it is in."""
    return replace(entry, lang=detect(f"{entry.title}\n{entry.text}", languages))


def _entry(draft: Draft, feed: Feed, now: datetime) -> Entry:
    comments = feed.spec.kind is FeedKind.COMMENTS
    title, author = clean_line(draft.title[:MAX_HTML])[:MAX_LINE], clean_line(draft.author[:MAX_LINE])[:MAX_NAME]
    if comments:
        title, author = _comment_title(title, author)
    text = _text(draft.bodies)
    url = untracked(draft.url)
    published, date_trust = trusted(draft.published, now)
    return Entry(
        key="",
        id=_plain_id(draft.id),
        url=url,
        title=title,
        text=text,
        author=author,
        author_email=clean_line(draft.author_email[:MAX_NAME]),
        author_url=draft.author_url,
        published=published,
        date_trust=date_trust,
        kind=feed.spec.kind,
        thread=_thread(draft, feed, url) if comments else "",
        digest=digest(title, text),
    )


def _plain_id(said: str) -> str:
    """The id on one line, without what could hurt a terminal; a long one told apart by its digest."""
    plain = scrub(said[:MAX_ID])
    plain = " ".join(plain.split("\n")) if "\n" in plain else plain
    return plain if len(said) <= MAX_ID else f"{plain}#{digest(said, '')}"


def _text(bodies: Sequence[str]) -> str:
    """The longest as a reader sees it; one that can't be longer isn't cleaned."""
    best = ""
    for body in bodies:
        if len(body) > len(best):
            best = max(best, clean(body[:MAX_HTML])[:MAX_TEXT], key=len)
    return best


def _comment_title(title: str, author: str) -> tuple[str, str]:
    """A comment's own title, and its author: a title that WordPress made up only names the author."""
    made_up = _BY.fullmatch(title) or _ON.fullmatch(title)
    if not made_up:
        return title, author
    return "", author or made_up["author"].strip()[:MAX_NAME]


def _thread(draft: Draft, feed: Feed, url: str) -> str:
    """URL of the entry that a comment answers: the feed's, as the comment says, or its own link's page."""
    return feed.spec.thread or post_of(untracked(draft.answers)) or post_of(url)

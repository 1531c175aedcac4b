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
from smwatch.feeds.edits import told
from smwatch.feeds.identity import digest
from smwatch.feeds.links import post_of
from smwatch.models import Entry, Feed, FeedKind
from smwatch.text.authors import address_in
from smwatch.text.clean import clean, clean_line, scrub
from smwatch.text.language import detect
from smwatch.text.links import untracked
from smwatch.text.names import plain_name

MAX_TEXT: Final = 200_000  # code points kept of an entry's text
MAX_HTML: Final = 5 * MAX_TEXT  # and read of its HTML
MAX_LINE: Final = 1_000  # of a title
MAX_NAME: Final = 200  # of an author, or an address
MAX_ID: Final = 2_000

_SPACE = r"[\s\u00a0\u202f]"
# What blogs call a comment: WordPress "By: X" and "Comment on POST by X" in the languages that it is read in, TypePad
# "X commented on POST", Movable Type "Comment from X on POST".
_MADE_UP = tuple(
    re.compile(shape.replace(" ", f"{_SPACE}{{1,3}}"), re.IGNORECASE | re.DOTALL)
    for shape in (
        rf"(?:by|par|auteur|von|por|di|door|av|af|autor){_SPACE}?:(?:{_SPACE}*(?P<author>.*))?",
        r"(?:comments? on|commentaires? sur) .* (?:by|par) (?P<author>.*)",
        r"(?:kommentare? zu .* von|comentarios? en .* por|coment[aá]rios? (?:sobre|em) .* por) (?P<author>.*)",
        r"(?:comment[oi] (?:su|a) .* di|reacties? op .* door) (?P<author>.*)",
        r"(?P<author>.{1,200}?) (?:commented on|a comment[eé]) .*",
        r"comment from (?P<author>.{1,200}?) on .*",
    )
)
# What they call a feed of comments.
_COMMENTS_TITLE = re.compile(
    rf"(?:comments{_SPACE}(?:on|for)\b|commentaires{_SPACE}(?:sur|pour|de)\b|kommentare{_SPACE}(?:zu|für)\b"
    rf"|comentarios{_SPACE}(?:en|de)\b|comentários{_SPACE}(?:sobre|em|para)\b|commenti{_SPACE}(?:a|su|per)\b"
    rf"|reacties{_SPACE}(?:op|voor)\b)",
    re.IGNORECASE,
)
_COMMENTS_URL = re.compile(
    r"/comments/(?:feed|default|atom|\.?rss)\b|[?&]feed=comments-|/comments\.(?:rss|atom|xml)$"
    r"|/feed/(?:atom|rss2?)/comments\b|[?&]page=comments-rss|/r/\w+/comments/|/t/[^/]+/\d+\.rss$|/feeds/question/\d"
)


def of_its_kind(feed: Feed, document: Document) -> Feed:
    """The feed, as one of comments where its document shows that it is."""
    if not is_comment_feed(feed, document):
        return feed
    return replace(feed, spec=replace(feed.spec, kind=FeedKind.COMMENTS))


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


def with_language(entry: Entry, languages: Sequence[str], feed_title: str = "") -> Entry:
    """The entry, and the language that it is in; where it is too short to tell, its feed's title helps.

    A comment's own words go first: its title is often that of the post, in the words of who wrote the post.
    """
    text = f"{entry.title}\n{entry.text}"
    own = detect(entry.text, languages) if entry.kind is FeedKind.COMMENTS and entry.title else ""
    return replace(entry, lang=own or detect(text, languages) or detect(f"{text}\n{feed_title}", languages))


def _entry(draft: Draft, feed: Feed, now: datetime) -> Entry:
    comments = feed.spec.kind is FeedKind.COMMENTS
    title, signed = clean_line(draft.title[:MAX_HTML])[:MAX_LINE], clean_line(draft.author[:MAX_LINE])
    author = plain_name(signed)[:MAX_NAME]
    if comments:
        title, author = _comment_title(title, author)
    text = told(draft.bodies, title)[:MAX_TEXT] if feed.spec.edits else _text(draft.bodies)
    dates = (draft.published, *draft.or_published) if draft.published else ()
    published, date_trust = trusted(dates, now, doubtful=draft.doubtful)
    return Entry(
        key="",
        id=_plain_id(draft.id),
        url=draft.url,
        title=title,
        text=text,
        author=author,
        author_email=clean_line(draft.author_email[:MAX_NAME]) or (address_in(signed) if signed[:1] != "@" else ""),
        author_url=draft.author_url,
        published=published,
        date_trust=date_trust,
        kind=feed.spec.kind,
        thread=_thread(draft, feed) if comments else "",
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
    for shape in _MADE_UP:
        if made_up := shape.fullmatch(title):
            return "", author or (made_up["author"] or "").strip()[:MAX_NAME]
    return title, author


def _thread(draft: Draft, feed: Feed) -> str:
    """URL of the entry that a comment answers: the feed's, as the comment says, or its own link's page."""
    return feed.spec.thread or post_of(untracked(draft.answers)) or post_of(untracked(draft.url))

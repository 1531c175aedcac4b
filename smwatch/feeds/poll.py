"""One poll of one feed: a value in, a value out; nothing kept in between, so any thread or machine can do it.

Fetches, asking only for what changed; parses; recognises; gives back new and edited entries and the comment feeds
found on the way: the site's in `comment_feeds`, those of its entries with each entry (comments.comment_specs makes
feeds of them). Which entries are mentions is found out by others.
"""

from __future__ import annotations

import hashlib
import heapq
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from smwatch.feeds.comments import site_comment_specs, with_comment_feeds
from smwatch.feeds.document import Document, Draft, UnreadableError
from smwatch.feeds.entries import MAX_LINE, is_comment_feed, read_entries, with_language
from smwatch.feeds.identity import recognise
from smwatch.feeds.pages import feed_links, looks_like_page
from smwatch.feeds.timing import not_before
from smwatch.locales import N_
from smwatch.models import FailureKind, Feed, FeedKind, Polled, PollFailed, PollResult, Validators
from smwatch.protocols import Fetched, Fetcher, FetchFailed
from smwatch.text.clean import clean_line

MAX_ENTRIES: Final = 10_000  # of one document: the newest
NOT_MODIFIED: Final = 304
_TOO_MANY = N_("the feed has more than 10,000 entries; the newest were read")

log = logging.getLogger(__name__)


def poll(
    feed: Feed, *, fetcher: Fetcher, now: datetime, languages: Sequence[str], headers: Mapping[str, str] | None = None
) -> PollResult:
    """What the feed brought at `now` (aware UTC), or why it brought nothing; never raises for what a server sends.

    `languages` are those to tell apart; `headers` go with the request, secrets resolved.
    """
    answer = fetcher.fetch(feed.url, {**_conditions(feed.validators), **(headers or {})})
    if isinstance(answer, FetchFailed):
        return _failed(feed, now, answer)
    digest = hashlib.blake2b(answer.body, digest_size=16).hexdigest()
    validators = _validators(feed.validators, answer, digest)
    if answer.status != NOT_MODIFIED and digest != feed.validators.body_digest:
        result = read(feed, answer, now, languages)
        return replace(result, validators=validators) if isinstance(result, Polled) else result
    return Polled(
        feed=feed,
        at=now,
        status=answer.status,
        unchanged=True,
        validators=validators,
        moved_to=answer.moved_to,
        not_before=not_before(now, answer.headers),
    )


def read(feed: Feed, answer: Fetched, now: datetime, languages: Sequence[str]) -> PollResult:
    """What an answer with a body brings, or why it can't be read."""
    try:
        return _read(feed, answer, now, languages)
    except UnreadableError as error:
        return PollFailed(
            feed=feed, at=now, kind=error.kind, status=answer.status, message=error.message, args=error.said
        )
    except Exception:  # what feedparser may do on nonsense; one feed must never stop the others
        log.info("reading %s", feed.url, exc_info=True)
        message = N_("the feed is so broken that it could not be read")
        return PollFailed(feed=feed, at=now, kind=FailureKind.MALFORMED, status=answer.status, message=message)


def document_in(answer: Fetched) -> Document:
    """The document of an answer; UnreadableError where it isn't one, with the feed that a web page offers."""
    if looks_like_page(answer.body):
        offered = feed_links(answer.body, answer.headers.get("content-type", ""), answer.url)
        if offered:
            message = N_("this is a web page, not a feed; the page's feed is {feed}")
            raise UnreadableError(FailureKind.NOT_A_FEED, message, feed=offered[0].url)
        raise UnreadableError(FailureKind.NOT_A_FEED, N_("this is a web page, not a feed"))
    from smwatch.feeds.parse import parse  # late: feedparser is slow to load, and most polls end with a 304

    document = parse(answer.body, answer.headers, answer.url)
    if not document.version and not document.drafts:  # with entries it is a feed, whatever it calls itself
        raise UnreadableError(FailureKind.NOT_A_FEED, N_("the answer is no feed"))
    return document


def _read(feed: Feed, answer: Fetched, now: datetime, languages: Sequence[str]) -> Polled:
    document = document_in(answer)
    here = replace(feed, url=answer.url)  # where the body came from: relative links start there
    if is_comment_feed(here, document):
        here = replace(here, spec=replace(feed.spec, kind=FeedKind.COMMENTS))
    drafts = _newest(document.drafts)
    entries = read_entries(here, drafts, now)
    new = recognise(with_comment_feeds(document, zip(entries, drafts, strict=True)), feed.known).new
    return Polled(
        feed=feed,
        at=now,
        status=answer.status,
        title=clean_line(document.title[:MAX_LINE]),
        seen=len(document.drafts),
        entries=tuple(with_language(entry, languages) for entry in new),
        moved_to=answer.moved_to,
        comment_feeds=site_comment_specs(here, document),
        not_before=not_before(now, answer.headers, None if document.asks.base else document.wait),
        asks=document.asks,
        notes=(*document.notes, _TOO_MANY) if len(drafts) < len(document.drafts) else document.notes,
    )


def _newest(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """The newest MAX_ENTRIES in the document's order; without dates its first ones."""
    if len(drafts) <= MAX_ENTRIES:
        return drafts
    newest = heapq.nsmallest(MAX_ENTRIES, range(len(drafts)), key=lambda at: (_age(drafts[at]), at))
    return [drafts[at] for at in sorted(newest)]


def _age(draft: Draft) -> float:
    return -draft.published.timestamp() if draft.published else 0.0


def _conditions(validators: Validators) -> dict[str, str]:
    """The headers that make a request conditional."""
    said = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in said.items() if value}


def _validators(before: Validators, answer: Fetched, digest: str) -> Validators:
    """Those of the answer; a 304 renews what it names (RFC 9111, 4.3.4) and keeps the rest."""
    etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
    if answer.status == NOT_MODIFIED:
        return replace(before, etag=etag or before.etag, last_modified=modified or before.last_modified)
    return Validators(etag=etag, last_modified=modified, body_digest=digest)


def _failed(feed: Feed, now: datetime, answer: FetchFailed) -> PollFailed:
    wait = timedelta(seconds=min(answer.retry_after, timedelta(days=1).total_seconds())) if answer.retry_after else None
    return PollFailed(
        feed=feed,
        at=now,
        kind=answer.kind,
        status=answer.status,
        message=answer.message,
        args=answer.args,
        not_before=now + wait if wait else None,
    )

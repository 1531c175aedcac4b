"""One poll of one feed, in two halves; nothing kept in between, so any thread, process or machine can do either.

    fetch(feed, ...) -> PollResult | Unread      asks only for what changed; mostly that is the end
    read(unread, languages) -> PollResult        parses and recognises what came

What is read gives new and edited entries and the comment feeds found on the way: the site's in `comment_feeds`, those
of its entries with each entry (comments.comment_specs makes feeds of them). Which entries are mentions is found out
by others.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from smwatch.feeds.asks import LATEST, not_before
from smwatch.feeds.comments import comment_counts, site_comment_specs, with_comment_feeds
from smwatch.feeds.document import Document, UnreadableError
from smwatch.feeds.entries import MAX_LINE, of_its_kind, read_entries, with_language
from smwatch.feeds.identity import recognise
from smwatch.feeds.pages import is_page
from smwatch.feeds.refusals import not_a_feed, refusal
from smwatch.feeds.split import in_line, marked
from smwatch.locales import N_
from smwatch.models import Entry, FailureKind, Feed, Polled, PollFailed, PollResult, Validators
from smwatch.protocols import Fetched, Fetcher, FetchFailed, Unread
from smwatch.text.clean import clean_line
from smwatch.text.links import masked

NOT_MODIFIED: Final = 304

log = logging.getLogger(__name__)


def poll(
    feed: Feed, *, fetcher: Fetcher, now: datetime, languages: Sequence[str], headers: Mapping[str, str] | None = None
) -> PollResult:
    """Both halves: what the feed brought at `now` (aware UTC), or why it brought nothing.

    `languages` are those to tell apart; `headers` go with the request, secrets resolved.
    """
    got = fetch(feed, fetcher=fetcher, now=now, headers=headers)
    return read(got, languages) if isinstance(got, Unread) else got


def fetch(
    feed: Feed, *, fetcher: Fetcher, now: datetime, headers: Mapping[str, str] | None = None
) -> PollResult | Unread:
    """A body that wasn't seen before, or the result where there is none; never raises for what a server does."""
    answer = fetcher.fetch(feed.url, {**_conditions(feed.validators), **(headers or {})})
    if isinstance(answer, FetchFailed):
        return _failed(feed, now, answer)
    digest = hashlib.blake2b(answer.body, digest_size=16).hexdigest()
    validators = _validators(feed.validators, answer, digest)
    if answer.status != NOT_MODIFIED and digest != feed.validators.body_digest:
        return Unread(feed=feed, at=now, answer=answer, validators=validators)
    return Polled(
        feed=feed,
        at=now,
        status=answer.status,
        unchanged=True,
        validators=validators,
        moved_to=answer.moved_to,
        not_before=not_before(now, answer.headers),
    )


def read(unread: Unread, languages: Sequence[str]) -> PollResult:
    """What a body brings, or why it can't be read."""
    try:
        return _read(unread, languages)
    except UnreadableError as error:
        return unreadable(unread, error.message, error.said, kind=error.kind)
    except MemoryError:
        raise  # whoever set a limit knows what it means
    except Exception:  # what feedparser may do on nonsense; one feed must never stop the others
        log.info("reading %s", masked(unread.feed.url), exc_info=True)
        return unreadable(unread, N_("the feed is so broken that it could not be read"))


def unreadable(
    unread: Unread, message: str, args: Mapping[str, str] | None = None, *, kind: FailureKind = FailureKind.MALFORMED
) -> PollFailed:
    """The failure of a poll that brought something, which nobody can read."""
    feed, status = unread.feed, unread.answer.status
    return PollFailed(feed=feed, at=unread.at, kind=kind, status=status, message=message, args=args or {})


def document_in(answer: Fetched, marks: bytes = b"", asked: str = "") -> Document:
    """The document of an answer; UnreadableError where it isn't one, with the feed that a web page offers.

    `marks`: those of the document before, whose entries need not be read again where they stand unchanged.
    `asked`: the URL that was asked for.
    """
    if refused := refusal(answer, asked):
        raise refused
    from smwatch.feeds.parse import parse  # late: feedparser is slow to load, and most polls end with a 304

    document = parse(answer.body, answer.headers, answer.url, marks)
    if not document.seen and (not document.version or is_page(answer.body)):
        raise not_a_feed(answer, asked)  # with entries it is a feed, whatever it calls itself
    return document


def _read(unread: Unread, languages: Sequence[str]) -> Polled:
    feed, answer = unread.feed, unread.answer
    document = document_in(answer, feed.marks, feed.url)
    here = of_its_kind(replace(feed, url=answer.url), document)  # where the body came from: relative links start there
    drafts = document.drafts
    entries = with_comment_feeds(document, zip(read_entries(here, drafts, unread.at), drafts, strict=True))
    line = in_line(document.marks, entries, feed.known)
    found = recognise(line, feed.known)
    keys = (key for entry, key in zip(line, found.keys, strict=True) if isinstance(entry, Entry))
    title = clean_line(document.title[:MAX_LINE])
    new = {entry.key for entry in found.new}
    return Polled(
        feed=feed,
        at=unread.at,
        status=answer.status,
        title=title,
        seen=document.seen,
        entries=tuple(with_language(entry, languages, title) for entry in found.new),
        validators=unread.validators,
        marks=marked(document.marks, keys),
        moved_to=answer.moved_to,
        comment_feeds=site_comment_specs(here, document),
        not_before=not_before(unread.at, answer.headers, None if document.asks.base else document.wait),
        asks=document.asks,
        edited=frozenset(new) & {entry.key for entry in feed.known},
        again=tuple(
            with_language(replace(entry, key=key), languages, title)
            for entry, key in zip(line, found.keys, strict=True)
            if feed.reread and isinstance(entry, Entry) and key and key not in new
        ),
        comment_counts=comment_counts(here, zip(entries, drafts, strict=True)),
        notes=document.notes,
    )


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
    asked = [now + timedelta(seconds=answer.retry_after)] if answer.retry_after else []
    asked += [answer.retry_at] if answer.retry_at and answer.retry_at > now else []
    return PollFailed(
        feed=feed,
        at=now,
        kind=answer.kind,
        status=answer.status,
        message=answer.message,
        args=answer.args,
        not_before=min(max(asked), now + LATEST) if asked else None,
    )

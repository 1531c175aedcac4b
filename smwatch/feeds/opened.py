"""Whatever a person hands over to try a query on (a feed, a web page, a text), as the entries that a scan would see.

    opened(answer, now=…, languages=…) -> Opened      UnreadableError where it is none of these, or empty
    lines_begin(head) -> bool                         whether it is JSON Lines, which aren't read here

What it is is told by its content, whatever its name. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from smwatch.feeds.document import UnreadableError
from smwatch.feeds.encoding import to_text
from smwatch.feeds.entries import MAX_HTML, MAX_LINE, MAX_TEXT, of_its_kind, read_entries, with_language
from smwatch.feeds.markup import names_of, text_of
from smwatch.feeds.pages import MAX_PAGE, is_page
from smwatch.feeds.poll import document_in
from smwatch.feeds.refusals import LOOKED_AT, is_binary, of_another_kind
from smwatch.locales import N_
from smwatch.models import DateTrust, Entry, FailureKind, Feed, FeedSpec
from smwatch.protocols import Fetched
from smwatch.text.clean import clean, clean_line
from smwatch.text.elements import KNOWN

HEAD: Final = 65_536
"""Bytes in which JSON Lines are told from a JSON Feed: the longest first line that is looked at."""

_BINARY = N_("this is neither text nor a feed, but data of another kind")
_BROKEN = N_("the feed is so broken that it could not be read")
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))
_STRAY: Final = 20
"""A text has less than one control character in so many bytes; what is packed or compiled has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What was in it."""

    entries: tuple[Entry, ...]  # a page or a text is one
    source: str = ""  # a feed's title
    is_feed: bool = False


def opened(answer: Fetched, *, now: datetime, languages: Sequence[str]) -> Opened:
    """The entries of a feed, or the one text that a page or a plain text is."""
    head = answer.body[:LOOKED_AT]
    if said := of_another_kind(head) or (_BINARY if _is_data(head) else ""):
        raise UnreadableError(FailureKind.NOT_A_FEED, said)
    try:
        return _feed(answer, now, languages)
    except UnreadableError:
        if not _is_text(answer):
            raise
        return _text(answer, now, languages)
    except MemoryError:
        raise
    except Exception as error:  # whatever feedparser does on nonsense
        raise UnreadableError(FailureKind.MALFORMED, _BROKEN) from error


def lines_begin(head: bytes) -> bool:
    """Whether a file that begins with `head` (HEAD bytes of it will do) is JSON Lines rather than a JSON Feed."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{") or b"\0" in start[:200]:
        return False
    first = start.partition(b"\n")[0].strip()
    with suppress(ValueError, RecursionError):
        row = json.loads(first)
        return "items" not in row or "text" in row
    return (first != b"{" or b"\n" not in start) and b"jsonfeed.org/version" not in start


def text_entry(text: str, *, now: datetime, languages: Sequence[str], title: str = "", url: str = "") -> Entry:
    """A text, HTML or not, as an entry."""
    entry = Entry(
        key="text",
        url=url,
        title=clean_line(title[:MAX_HTML])[:MAX_LINE],
        text=clean(text[:MAX_HTML])[:MAX_TEXT],
        published=now,
        date_trust=DateTrust.GUESSED,
    )
    return with_language(entry, languages)


def _feed(answer: Fetched, now: datetime, languages: Sequence[str]) -> Opened:
    document = document_in(answer)
    feed = of_its_kind(Feed(spec=FeedSpec(url=answer.url), url=answer.url), document)
    title = clean_line(document.title[:MAX_LINE])
    entries = read_entries(feed, document.drafts, now)
    return Opened(
        entries=tuple(with_language(entry, languages, title) for entry in entries), source=title, is_feed=True
    )


def _text(answer: Fetched, now: datetime, languages: Sequence[str]) -> Opened:
    text = to_text(answer.body[:MAX_PAGE], answer.headers.get("content-type", ""))
    entry = text_entry(text, now=now, languages=languages, title=text_of(text, "title"), url=answer.url)
    return Opened(entries=(entry,) if entry.title or entry.text else ())


def _is_text(answer: Fetched) -> bool:
    """Whether what is no feed is a page or a plain text, and no XML or JSON of another kind."""
    start = to_text(answer.body[:LOOKED_AT], answer.headers.get("content-type", "")).lstrip()
    if start.startswith("{"):
        return False
    first = next(names_of(start), "") if start.startswith("<") else ""
    return not first or first in KNOWN or first == "head" or is_page(answer.body)


def _is_data(head: bytes) -> bool:
    stray = len(head) - len(head.translate(None, _CONTROLS))
    wide = b"\0" in head and not is_binary(head[:200])  # UTF-16, which is half zeros
    return is_binary(head[:200]) or (not wide and stray * _STRAY > len(head))

"""What feedparser makes of a feed, cleaned as we clean, beside what we make of it."""

from __future__ import annotations

import calendar
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser

from smwatch.feeds.entries import MAX_LINE, MAX_NAME, MAX_TEXT, is_comment_feed, read_entries
from smwatch.feeds.parse import parse
from smwatch.models import DateTrust, Entry, Feed, FeedKind, FeedSpec
from smwatch.text.clean import clean, clean_line

NOW = datetime(2026, 11, 24, tzinfo=UTC)
URL = "https://feeds.example.com/feed/"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the two don't agree about an entry."""

    entry: int
    field: str
    theirs: Any
    ours: Any
    said: str = ""  # of a date: what the feed writes


def ours(body: bytes, content_type: str = "application/xml") -> list[Entry]:
    """The entries as they are stored, but for what only concerns a poll."""
    document = parse(body, {"content-type": content_type}, URL)
    feed = Feed(spec=FeedSpec(url=URL), url=URL)
    if is_comment_feed(feed, document):
        feed = Feed(spec=FeedSpec(url=URL, kind=FeedKind.COMMENTS), url=URL)
    return read_entries(feed, document.drafts, NOW)


def theirs(body: bytes, content_type: str = "application/xml") -> list[dict[str, Any]]:
    """The entries as feedparser has them by itself: sanitized, links resolved."""
    headers = {"content-type": content_type, "content-location": URL}
    with warnings.catch_warnings(action="ignore"):
        entries = feedparser.parse(io.BytesIO(body), response_headers=headers).entries
        return [_plain(entry) for entry in entries]


def _plain(entry: Any) -> dict[str, Any]:  # noqa: ANN401 - feedparser has no types
    detail = entry.get("author_detail") or {}
    bodies = [part.get("value", "") for part in entry.get("content", ())] + [entry.get("summary", "")]
    at = entry.get("published_parsed") or entry.get("created_parsed") or entry.get("updated_parsed")
    return {
        "id": entry.get("id", ""),
        "link": entry.get("link", ""),
        "title": clean_line(entry.get("title", ""))[:MAX_LINE],
        "said": str(entry.get("published") or entry.get("created") or entry.get("updated") or ""),
        "date": datetime.fromtimestamp(calendar.timegm(at), UTC) if at and at[0] > 0 else None,
        "author": clean_line(detail.get("name") or ("" if detail.get("email") else entry.get("author", "")))[:MAX_NAME],
        "text": max(map(clean, bodies), key=len)[:MAX_TEXT],
    }


def differences(body: bytes, content_type: str = "application/xml") -> Iterator[Difference]:
    """Entry by entry, field by field."""
    mine, others = ours(body, content_type), theirs(body, content_type)
    if len(mine) != len(others):
        yield Difference(-1, "entries", len(others), len(mine))
        return
    for number, (entry, other) in enumerate(zip(mine, others, strict=True)):
        said = {
            "id": entry.id,
            "link": entry.url,
            "title": entry.title,
            "date": entry.published.replace(microsecond=0) if entry.date_trust is DateTrust.FEED else None,
            "author": entry.author,
            "text": entry.text,
        }
        for name, value in said.items():
            if value != other[name]:
                yield Difference(number, name, other[name], value, other["said"] if name == "date" else "")

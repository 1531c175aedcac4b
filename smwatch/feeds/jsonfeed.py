"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) as a Document."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from smwatch.feeds.dates import read_date, readings
from smwatch.feeds.document import TOO_MANY, Document, Draft, UnreadableError, newest, text_in
from smwatch.feeds.links import web_url
from smwatch.locales import N_
from smwatch.models import FailureKind
from smwatch.text.names import MOST, together

Raw = Mapping[str, Any]  # an object of the document, whatever it holds


def read_json(text: str, url: str) -> Document:
    """The document; UnreadableError where it is no JSON, or JSON of another kind."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(FailureKind.MALFORMED, N_("the answer is JSON, but broken")) from error
    is_feed = isinstance(feed, Mapping) and "jsonfeed.org/version" in str(feed.get("version", ""))[:100]
    if not is_feed:
        raise UnreadableError(FailureKind.NOT_A_FEED, N_("the answer is JSON, but no JSON Feed"))
    found = feed.get("items")
    raws = [raw for raw in found if isinstance(raw, Mapping)] if isinstance(found, list) else []
    wanted = newest([_age(raw) for raw in raws])
    base = web_url(feed.get("home_page_url"), url)
    author = _author(feed)
    return Document(
        version="json",
        title=html.escape(text_in(feed, "title"), quote=False),
        url=base,
        drafts=tuple(_draft(raws[n], url, author) for n in wanted),
        notes=(TOO_MANY,) if len(wanted) < len(raws) else (),
        left_out=len(raws) - len(wanted),
    )


def _draft(raw: Raw, base: str, feed_author: tuple[str, str] | None) -> Draft:
    name, page = _author(raw) or feed_author or ("", "")
    content = text_in(raw, "content_html") or html.escape(text_in(raw, "content_text"), quote=False)
    bodies = (content, html.escape(text_in(raw, "summary"), quote=False))
    identity = raw.get("id")
    dates = [*readings(raw.get("date_published")), *readings(raw.get("date_modified"))]
    return Draft(
        id=str(identity)[:2_000] if isinstance(identity, str | int | float) and identity != "" else "",
        url=web_url(raw.get("url"), base) or web_url(raw.get("external_url"), base),
        title=html.escape(text_in(raw, "title"), quote=False),
        bodies=tuple(filter(None, bodies)),
        author=html.escape(name, quote=False),
        author_url=web_url(page, base),
        published=dates[0] if dates else None,
        or_published=tuple(dates[1:]),
        doubtful=len(readings(raw.get("date_published"))) > 1,
    )


def _author(raw: Raw) -> tuple[str, str] | None:
    """Names of all authors, page of the first (1.1 has `authors`, 1.0 `author`)."""
    said = raw.get("authors")
    found = said[:MOST] if isinstance(said, list) and said else [raw.get("author")]
    authors = [author for author in found if isinstance(author, Mapping)]
    return (together(text_in(author, "name") for author in authors), text_in(authors[0], "url")) if authors else None


def _age(raw: Raw) -> float:
    """When it was published, in seconds; 0 where that can't be read."""
    at = read_date(raw.get("date_published"))
    return at.timestamp() if at else 0.0

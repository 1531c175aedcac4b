from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from smwatch.feeds.document import Draft, UnreadableError
from smwatch.feeds.parse import parse
from smwatch.models import FailureKind

URL = "https://example.com/blog/feed.json"


def feed(*items: object, **rest: object) -> bytes:
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "A & B", "items": items, **rest}
    ).encode()


def only(item: object, **rest: object) -> Draft:
    (draft,) = parse(feed(item, **rest), {"content-type": "application/feed+json"}, URL).drafts
    return draft


def test_an_entry() -> None:
    draft = only(
        {
            "id": 12,
            "url": "/usine",
            "title": "a < b",
            "content_html": "<p>Long</p>",
            "summary": "Court",
            "date_published": "2010-03-24T10:00:00-04:00",
            "authors": [{"name": "Marie", "url": "https://example.com/marie"}],
        }
    )
    assert draft == Draft(
        id="12",
        url="https://example.com/usine",
        title="a &lt; b",
        bodies=("<p>Long</p>", "Court"),
        author="Marie",
        author_url="https://example.com/marie",
        published=datetime(2010, 3, 24, 14, tzinfo=UTC),
    )


def test_version_1_and_what_an_entry_takes_from_the_feed() -> None:
    draft = only({"content_text": "1 < 2"}, version="https://jsonfeed.org/version/1", author={"name": "Jean"})
    assert (draft.id, draft.author, draft.bodies) == ("", "Jean", ("1 &lt; 2",))


def test_the_feed_itself() -> None:
    document = parse(feed(home_page_url="https://example.com/"), {}, URL)
    assert (document.version, document.title, document.url) == ("json", "A &amp; B", "https://example.com/")


@pytest.mark.parametrize(
    "item",
    [
        {"id": None, "url": 5, "title": [], "content_html": {}, "authors": "x", "date_published": 2010},
        {"id": True, "authors": [], "author": [1], "url": "javascript:1"},
        {},
    ],
)
def test_nonsense_in_an_entry_costs_only_what_it_touches(item: object) -> None:
    draft = only(item)
    assert (draft.url, draft.title, draft.bodies, draft.author, draft.published) == ("", "", (), "", None)


def test_what_is_no_list_of_entries_is_none() -> None:
    assert parse(feed("x", 3, None, {"id": "a"}), {}, URL).drafts == (Draft(id="a"),)
    assert parse(b'{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}', {}, URL).drafts == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"error": "not found"}', FailureKind.NOT_A_FEED),
        (b'{"version": 1, "items": []}', FailureKind.NOT_A_FEED),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', FailureKind.MALFORMED),
        (b'{"a":' * 100_000, FailureKind.MALFORMED),
        (b'{"a": ' + b"9" * 10_000 + b"}", FailureKind.MALFORMED),
    ],
)
def test_json_that_is_no_feed(body: bytes, kind: FailureKind) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse(body, {}, URL)
    assert refused.value.kind is kind

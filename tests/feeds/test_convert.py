"""What feedparser found, as plain values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from smwatch.feeds.convert import document_of
from smwatch.feeds.document import Draft

BASE = "https://a.example/feed/"
ATOM = "application/atom+xml"
REPLIES = {"rel": "replies", "href": "/c", "type": ATOM}


def draft(version: str = "rss20", feed: dict[str, Any] | None = None, **raw: object) -> Draft:
    (found,) = document_of(version, feed or {}, [raw], BASE).drafts
    return found


def test_the_feed_itself() -> None:
    found = document_of("rss20", {"title": "Un fil", "link": "/", "generator": "X", "links": [REPLIES]}, [], BASE)
    assert (found.title, found.url, found.generator) == ("Un fil", "https://a.example/", "X")
    assert found.comment_feeds == ("https://a.example/c",)
    assert found.drafts == ()


def test_a_generator_may_be_told_by_its_address() -> None:
    assert document_of("rss20", {"generator_detail": {"href": "https://wordpress.org"}}, [], BASE).wordpress


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ({"link": "x"}, "https://a.example/feed/x"),
        ({"link": "javascript:1", "links": [{"href": "/y"}]}, "https://a.example/y"),
        ({"links": [{"rel": "self", "href": "/s"}, {"rel": "alternate", "href": "/y"}]}, "https://a.example/y"),
        ({"links": [{"rel": "enclosure", "href": "/f.mp3"}]}, ""),
        ({}, ""),
    ],
)
def test_the_page_of_an_entry(raw: dict[str, Any], url: str) -> None:
    assert draft(**raw).url == url


@pytest.mark.parametrize(
    ("raw", "bodies"),
    [
        ({"summary": "s"}, ("s",)),
        ({"content": [{"value": "c", "type": "text/html"}], "summary": "s"}, ("c", "s")),
        ({"content": [{"value": "c"}], "summary": "c"}, ("c",)),
        ({"content": [{"value": "c", "type": "image/png"}]}, ()),
        ({"content": [{"value": "c", "type": "application/xhtml+xml"}]}, ("c",)),
        ({"content": [{"value": ""}, {"value": None}], "summary": None}, ()),
    ],
)
def test_the_texts_of_an_entry_the_fullest_kind_first(raw: dict[str, Any], bodies: tuple[str, ...]) -> None:
    assert draft(**raw).bodies == bodies


@pytest.mark.parametrize(
    ("raw", "first", "others", "doubtful"),
    [
        ({}, None, 0, False),
        ({"published": "2010-03-24T10:00:00Z"}, 24, 0, False),
        ({"published": "2010-03-24T10:00:00Z", "updated": "2010-03-25T10:00:00Z"}, 24, 1, False),
        ({"published": "hier", "updated": "2010-03-25T10:00:00Z"}, 25, 0, False),
        ({"updated": "2010-03-25T10:00:00Z", "created": "2010-03-23T10:00:00Z"}, 23, 1, False),
        ({"published": "03/04/2010"}, 3, 1, True),
        ({"published": "24/03/2010"}, 24, 0, False),
    ],
)
def test_the_dates_of_an_entry_in_turn(raw: dict[str, Any], first: int | None, others: int, *, doubtful: bool) -> None:
    found = draft(**raw)
    assert (found.published and found.published.day) == first
    assert (len(found.or_published), found.doubtful) == (others, doubtful)


def test_a_date_is_utc() -> None:
    assert draft(published="Wed, 24 Mar 2010 10:00:00 -0500").published == datetime(2010, 3, 24, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "who"),
    [
        ({"author_detail": {"name": "Marie T. <mt@a.quebec>"}}, ("Marie T.", "mt@a.quebec", "")),
        (
            {"author_detail": {"name": "Marie T.", "email": "mt@a.example", "href": "/m"}},
            ("Marie T.", "mt@a.example", "https://a.example/m"),
        ),
        ({"author_detail": {"email": "mt@a.example"}}, ("", "mt@a.example", "")),
        ({"author_detail": {"name": "@marie@social.example"}}, ("@marie@social.example", "", "")),
        ({"authors": [{"name": "A"}, {"name": "B C"}]}, ("A; B C", "", "")),
        ({"authors": [{"name": "A B"}, {"name": "C D"}, {"name": "A B"}]}, ("A B, C D", "", "")),
        ({"author_detail": {"name": "<a href='/m'>Marie</a>"}}, ("<a href='/m'>Marie</a>", "", "https://a.example/m")),
        ({"author_detail": {"name": "https://m.example/"}}, ("https://m.example/", "", "https://m.example/")),
        ({}, ("", "", "")),
    ],
)
def test_who_wrote_an_entry(raw: dict[str, Any], who: tuple[str, str, str]) -> None:
    found = draft(**raw)
    assert (found.author, found.author_email, found.author_url) == who


def test_in_atom_an_entry_without_an_author_is_its_feed_s() -> None:
    feed = {"author_detail": {"name": "Marie"}}
    assert draft("atom10", feed).author == "Marie"
    assert draft("rss20", feed).author == ""
    assert draft("atom10", feed, author_detail={"name": "Luc"}).author == "Luc"


@pytest.mark.parametrize(
    ("raw", "feeds"),
    [
        ({"wfw_commentrss": "/c"}, ("/c",)),
        ({"wfw_commentrss": "/c", "links": [{"rel": "replies", "href": "/d", "type": ATOM}]}, ("/c", "/d")),
        ({"wfw_commentrss": "/c d"}, ()),
        ({"wfw_commentrss": "/c", "links": [{"rel": "replies", "href": "/c", "type": ATOM}]}, ("/c",)),
        ({"links": [{"rel": "replies", "href": "/d", "type": "text/html"}]}, ()),
        ({"links": [{"rel": "replies", "href": "/d/feed/", "type": "text/html"}]}, ("/d/feed/",)),
        ({"links": [{"rel": "alternate", "href": "/d", "type": ATOM}]}, ()),
    ],
)
def test_the_feeds_of_an_entry_s_comments_the_surest_first(raw: dict[str, Any], feeds: tuple[str, ...]) -> None:
    assert draft(**raw).comment_feeds == tuple(f"https://a.example{path}" for path in feeds)


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ({"slash_comments": "12"}, 12),
        ({"thr_total": " 3 "}, 3),
        ({"slash_comments": "0", "thr_total": "3"}, 0),
        ({"slash_comments": "beaucoup", "thr_total": "3"}, 3),
        ({"links": [{"rel": "replies", "thr:count": "7"}]}, 7),
        ({"links": [{"rel": "alternate", "thr:count": "7"}]}, None),
        ({"slash_comments": "-1"}, None),
        ({"slash_comments": "9" * 40}, 999_999_999),
        ({}, None),
    ],
)
def test_how_many_comments_there_are(raw: dict[str, Any], count: int | None) -> None:
    assert draft(**raw).comment_count == count


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ({"href": "/p"}, "https://a.example/p"),
        ({"ref": "https://b.example/p"}, "https://b.example/p"),
        ({"ref": "tag:b,2010:1"}, ""),
        ({"ref": "/p"}, ""),  # an id, which is of no base
        ("https://b.example/p", ""),
        (None, ""),
    ],
)
def test_what_an_entry_answers(said: str | dict[str, str] | None, url: str) -> None:
    raw: dict[str, Any] = {"thr_in-reply-to": said}
    assert draft(**raw).answers == url

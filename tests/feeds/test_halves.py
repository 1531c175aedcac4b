"""The two halves of a poll without a network: what is asked, what an answer leaves, what failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import pytest

from smwatch.feeds.poll import document_in, fetch, poll, read, unreadable
from smwatch.models import FailureKind, Feed, FeedKind, FeedSpec, Polled, PollFailed, Validators
from smwatch.protocols import Fetched, FetchFailed, Unread

URL = "https://a.example/feed/"
NOW = datetime(2010, 3, 24, 12, tzinfo=UTC)
BODY = b"<rss><channel><title>Un fil</title><item><title>Rappel</title><link>/1</link></item></channel></rss>"
KNOWN = Validators(etag='"a"', last_modified="Tue", body_digest="d")


@dataclass
class Answers:
    """A web of one answer; keeps what it was asked."""

    answer: Fetched | FetchFailed
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched | FetchFailed:
        self.asked.append((url, dict(headers or {})))
        return self.answer

    def close(self) -> None:
        """Nothing was opened."""


def feed(validators: Validators = KNOWN, **spec: str) -> Feed:
    return Feed(spec=FeedSpec(url=URL, **spec), url=URL, validators=validators)  # type: ignore[arg-type]  # by name


def answer(status: int = 200, body: bytes = BODY, url: str = URL, moved_to: str = "", **headers: str) -> Fetched:
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fetched(url=url, status=status, body=body, headers=said, moved_to=moved_to)


def got(found: Fetched | FetchFailed, one: Feed | None = None) -> Polled | PollFailed | Unread:
    return fetch(one or feed(), fetcher=Answers(found), now=NOW)


@pytest.mark.parametrize(
    ("validators", "asked"),
    [
        (KNOWN, {"If-None-Match": '"a"', "If-Modified-Since": "Tue"}),
        (Validators(etag='"a"'), {"If-None-Match": '"a"'}),
        (Validators(last_modified="Tue"), {"If-Modified-Since": "Tue"}),
        (Validators(), {}),
    ],
)
def test_only_what_changed_is_asked_for(validators: Validators, asked: dict[str, str]) -> None:
    web = Answers(answer())
    fetch(feed(validators), fetcher=web, now=NOW)
    assert web.asked == [(URL, asked)]


def test_the_caller_s_headers_go_along_and_win() -> None:
    web = Answers(answer())
    fetch(feed(), fetcher=web, now=NOW, headers={"Authorization": "x", "If-None-Match": '"b"'})
    assert web.asked[0][1] == {"If-None-Match": '"b"', "If-Modified-Since": "Tue", "Authorization": "x"}


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({}, KNOWN),
        ({"etag": '"b"'}, replace(KNOWN, etag='"b"')),
        ({"last_modified": "Wed"}, replace(KNOWN, last_modified="Wed")),
    ],
)
def test_an_answer_that_nothing_changed_renews_what_it_names(headers: dict[str, str], after: Validators) -> None:
    found = got(answer(304, b"", **headers))
    assert isinstance(found, Polled)
    assert (found.unchanged, found.status, found.validators) == (True, 304, after)


def test_a_body_that_was_seen_before_is_unchanged_whatever_is_said() -> None:
    digest = blake2b(BODY, digest_size=16).hexdigest()
    found = got(answer(etag='"b"'), feed(replace(KNOWN, body_digest=digest)))
    assert isinstance(found, Polled)
    assert (found.unchanged, found.status) == (True, 200)
    assert found.validators == Validators(etag='"b"', body_digest=digest), "the answer's own, and no others"


def test_a_new_body_is_there_to_be_read() -> None:
    found = got(answer(etag='"b"', last_modified="Wed"))
    assert isinstance(found, Unread)
    assert (found.at, found.answer.body) == (NOW, BODY)
    assert found.validators == Validators(
        etag='"b"', last_modified="Wed", body_digest=blake2b(BODY, digest_size=16).hexdigest()
    )


def test_what_an_answer_says_of_later_is_kept() -> None:
    found = got(answer(304, b"", moved_to="https://b.example/", retry_after="60"))
    assert isinstance(found, Polled)
    assert (found.moved_to, found.not_before) == ("https://b.example/", NOW + timedelta(seconds=60))


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("seconds", "at", "until"),
    [
        (None, None, None),
        (60.0, None, NOW + timedelta(seconds=60)),
        (None, NOW + HOUR, NOW + HOUR),
        (60.0, NOW + HOUR, NOW + HOUR),
        (7_200.0, NOW + HOUR, NOW + 2 * HOUR),
        (None, NOW - HOUR, None),  # that is over
        (86_400.0 * 9, None, NOW + 24 * HOUR),  # nobody silences us for longer than a day
        (None, NOW + 99 * HOUR, NOW + 24 * HOUR),
        (0.0, None, None),
    ],
)
def test_a_failure_says_until_when_to_stay_away(
    seconds: float | None, at: datetime | None, until: datetime | None
) -> None:
    found = got(
        FetchFailed(
            kind=FailureKind.THROTTLED,
            message="{host}",
            args={"host": "a"},
            status=429,
            retry_after=seconds,
            retry_at=at,
        )
    )
    assert isinstance(found, PollFailed)
    assert (found.kind, found.status, found.message, found.args) == (
        FailureKind.THROTTLED,
        429,
        "{host}",
        {"host": "a"},
    )
    assert found.not_before == until


def unread(body: bytes, url: str = URL) -> Unread:
    found = got(answer(body=body, url=url))
    assert isinstance(found, Unread)
    return found


def test_both_halves_make_a_poll() -> None:
    whole = poll(feed(), fetcher=Answers(answer()), now=NOW, languages=("fr",))
    assert whole == read(unread(BODY), ("fr",))
    assert isinstance(whole, Polled)
    assert [(entry.title, entry.url) for entry in whole.entries] == [("Rappel", "https://a.example/1")]


def test_links_begin_where_the_body_came_from() -> None:
    found = read(unread(BODY, url="https://b.example/fil/"), ("fr",))
    assert isinstance(found, Polled)
    assert found.entries[0].url == "https://b.example/1"
    assert found.feed.url == URL


def test_a_feed_of_comments_is_known_by_its_document() -> None:
    found = read(unread(BODY.replace(b"Un fil", b"Commentaires sur : Un fil")), ("fr",))
    assert isinstance(found, Polled)
    assert [entry.kind for entry in found.entries] == [FeedKind.COMMENTS]


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (b"", FailureKind.MALFORMED, "the answer is empty"),
        (b"%PDF-1.4", FailureKind.NOT_A_FEED, "this is a PDF document, not a feed"),
        (b"<html><title>Un site</title>", FailureKind.NOT_A_FEED, "this is a web page (“Un site”), not a feed"),
        (b'{"version": 1}', FailureKind.NOT_A_FEED, "the answer is JSON, but no JSON Feed"),
        (b"{", FailureKind.MALFORMED, "the answer is JSON, but broken"),
        (
            b"<sitemapindex/>",
            FailureKind.NOT_A_FEED,
            "this is a list of the site's pages for search engines (sitemap), not a feed",
        ),
    ],
)
def test_what_cannot_be_read_is_a_value(body: bytes, kind: FailureKind, message: str) -> None:
    found = read(unread(body), ("fr",))
    assert isinstance(found, PollFailed)
    assert (found.kind, found.message.format(**found.args), found.status) == (kind, message, 200)


def test_whoever_could_not_read_it_may_say_so() -> None:
    found = unreadable(unread(BODY), "took {seconds} s", {"seconds": "9"}, kind=FailureKind.TIMEOUT)
    assert (found.kind, found.message, found.args, found.at) == (
        FailureKind.TIMEOUT,
        "took {seconds} s",
        {"seconds": "9"},
        NOW,
    )
    assert unreadable(unread(BODY), "x").kind is FailureKind.MALFORMED


def test_a_feed_without_entries_is_a_feed_and_a_page_with_some_is_one_too() -> None:
    assert document_in(answer(body=b"<rss><channel><title>x</title></channel></rss>")).seen == 0
    assert document_in(answer(body=b"<html>" + BODY)).seen == 1

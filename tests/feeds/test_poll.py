from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from smwatch.feeds import document, split
from smwatch.feeds.fetch import HttpFetcher
from smwatch.feeds.poll import poll
from smwatch.models import (
    DateTrust,
    FailureKind,
    Feed,
    FeedKind,
    FeedSpec,
    KnownEntry,
    Polled,
    PollFailed,
    PollResult,
    Validators,
)
from tests.server import FeedServer

NOW = datetime(2010, 3, 24, 12, tzinfo=UTC)


def item(number: int, text: str = "Les employés de l’usine sont inquiets pour leur avenir.", more: str = "") -> str:
    return (
        f'<item><title>Billet {number}</title><link>/billet-{number}/</link><guid isPermaLink="false">g{number}</guid>'
        f"<pubDate>Tue, {number:02} Mar 2010 10:00:00 -0400</pubDate><description>{text}</description>{more}</item>"
    )


def rss(*items: str, title: str = "Blogue &amp; cie", channel: str = "") -> str:
    wfw = 'xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
    return f'<rss version="2.0" {wfw}><channel><title>{title}</title>{channel}{"".join(items)}</channel></rss>'


def feed(url: str, **spec: object) -> Feed:
    return Feed(spec=FeedSpec(url=url, **spec), url=url)  # type: ignore[arg-type]  # by name


def ask(one: Feed, fetcher: HttpFetcher, **headers: str) -> PollResult:
    return poll(one, fetcher=fetcher, now=NOW, languages=("fr", "en"), headers=headers)


def went_well(result: PollResult) -> Polled:
    assert isinstance(result, Polled), result
    return result


def went_wrong(result: PollResult) -> PollFailed:
    assert isinstance(result, PollFailed)
    return result


def later(polled: Polled) -> Feed:
    """The feed as it is due again, after a store has saved the poll."""
    known = {one.key: one for one in polled.feed.known}
    known |= {e.key: KnownEntry(key=e.key, id=e.id, url=e.url, digest=e.digest) for e in polled.entries}
    return replace(polled.feed, validators=polled.validators, known=tuple(known.values()))


def test_a_first_poll_brings_everything(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", rss(item(1), item(2)), etag='"1"', last_modified="Wed, 24 Mar 2010 09:00:00 GMT")
    polled = went_well(ask(feed(url), fetcher))
    assert (polled.title, polled.seen, polled.status, polled.unchanged) == ("Blogue & cie", 2, 200, False)
    first = polled.entries[0]
    assert (first.key, first.title, first.url) == ("g1", "Billet 1", server.url("/billet-1/"))
    assert (first.lang, first.date_trust, first.kind) == ("fr", DateTrust.FEED, FeedKind.ENTRIES)
    assert first.published == datetime(2010, 3, 1, 14, tzinfo=UTC)
    assert polled.validators.etag == '"1"'
    assert polled.mentions == ()


def test_an_unchanged_feed_moves_no_body(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", rss(item(1)), etag='"1"', last_modified="Wed, 24 Mar 2010 09:00:00 GMT")
    once = went_well(ask(feed(url), fetcher))
    server.reset()
    again = went_well(ask(later(once), fetcher))
    assert (again.status, again.unchanged, again.entries, server.bytes_sent) == (304, True, (), 0)
    assert again.validators == once.validators


def test_a_body_seen_before_is_not_read_again(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", rss(item(1)))
    once = went_well(ask(feed(url), fetcher))
    server.serve("/feed/", rss(item(1)), etag='"new"')
    again = went_well(ask(later(once), fetcher))
    assert (again.status, again.unchanged, again.validators.etag) == (200, True, '"new"')


def test_only_what_is_new_or_edited_comes(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", rss(item(2), item(1)))
    once = went_well(ask(feed(url), fetcher))
    server.serve("/feed/", rss(item(3), item(2, "Corrigé."), item(1)))
    again = went_well(ask(later(once), fetcher))
    assert ([entry.key for entry in again.entries], again.seen) == (["g3", "g2"], 3)
    server.serve("/feed/", rss(item(3), item(2, "Corrigé."), item(1), channel="<ttl>60</ttl>"))
    assert went_well(ask(later(again), fetcher)).entries == ()


def test_the_callers_headers_go_along(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", rss())
    ask(feed(url), fetcher, Authorization="Bearer x")
    assert server.seen[0].headers["authorization"] == "Bearer x"


def test_a_feed_that_moved_for_good_says_where(server: FeedServer, fetcher: HttpFetcher) -> None:
    new = server.serve("/nouveau/feed/", rss(item(1)))
    old = server.serve("/feed/", redirect=new, status=301)
    polled = went_well(ask(feed(old), fetcher))
    assert polled.moved_to == new
    assert polled.feed.url == old


def test_the_encoding_of_the_body_wins_over_the_header(server: FeedServer, fetcher: HttpFetcher) -> None:
    body = rss(item(1, "Les déçus de l’usine"))
    url = server.serve("/feed/", body.encode("cp1252"), content_type="text/xml; charset=utf-8", encoding="gzip")
    assert went_well(ask(feed(url), fetcher)).entries[0].text == "Les déçus de l’usine"


def test_comment_feeds_come_with_their_entries_and_the_sites_own_apart(
    server: FeedServer, fetcher: HttpFetcher
) -> None:
    more = f"<wfw:commentRss>{server.url('/billet-1/feed/')}</wfw:commentRss>"
    wordpress = "<generator>https://wordpress.org/?v=6</generator>"
    url = server.serve("/feed/", rss(item(1, more=more), item(2), channel=wordpress))
    polled = went_well(ask(feed(url, about=("Nordelait",)), fetcher))
    assert [entry.comment_feeds for entry in polled.entries] == [(server.url("/billet-1/feed/"),), ()]
    assert [(spec.url, spec.about, spec.thread) for spec in polled.comment_feeds] == [
        (server.url("/comments/feed/"), ("Nordelait",), "")
    ]


def test_a_comment_feed_brings_comments_and_no_feeds(server: FeedServer, fetcher: HttpFetcher) -> None:
    comment = "<item><title>Par : Jean</title><link>/usine/#comment-1</link><description>Honteux.</description></item>"
    wordpress = "<generator>https://wordpress.org/?v=6</generator>"
    url = server.serve("/usine/feed/", rss(comment, title="Commentaires sur : L’usine", channel=wordpress))
    polled = went_well(ask(feed(url), fetcher))
    (entry,) = polled.entries
    assert (entry.kind, entry.title, entry.author, entry.text) == (FeedKind.COMMENTS, "", "Jean", "Honteux.")
    assert entry.thread == server.url("/usine/")
    assert (polled.comment_feeds, entry.comment_feeds) == ((), ())
    assert polled.feed.spec.kind is FeedKind.ENTRIES  # as it was handed in


def test_a_server_that_asks_to_wait(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", rss(channel="<ttl>30</ttl>"), headers={"Cache-Control": "max-age=600"}, etag='"1"')
    once = went_well(ask(feed(url), fetcher))
    assert once.not_before == NOW + timedelta(minutes=30)
    assert went_well(ask(later(once), fetcher)).not_before == NOW + timedelta(minutes=10)


def test_a_web_page_names_its_feed(server: FeedServer, fetcher: HttpFetcher) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    url = server.serve("/", f"<!DOCTYPE html><html><head>{link}</head></html>", content_type="text/html")
    failed = went_wrong(ask(feed(url), fetcher))
    assert (failed.kind, failed.args) == (FailureKind.NOT_A_FEED, {"feed": server.url("/feed/")})
    assert "{feed}" in failed.message


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html><body>Bonjour</body></html>", FailureKind.NOT_A_FEED),
        ("<opml><body/></opml>", FailureKind.NOT_A_FEED),
        ("Bonjour", FailureKind.NOT_A_FEED),
        ("\x00\x01\x02", FailureKind.MALFORMED),
        ("", FailureKind.MALFORMED),
        ('<rss version="2.0"><channel><item ' + 'a="x" ' * 5_000 + "></item>", FailureKind.MALFORMED),
    ],
)
def test_what_is_no_feed_is_a_value(server: FeedServer, fetcher: HttpFetcher, body: str, kind: FailureKind) -> None:
    failed = went_wrong(ask(feed(server.serve("/feed/", body)), fetcher))
    assert (failed.kind, failed.status, bool(failed.message)) == (kind, 200, True)


def test_a_failed_fetch_is_a_value_with_when_to_come_back(server: FeedServer, fetcher: HttpFetcher) -> None:
    url = server.serve("/feed/", "no", status=429, headers={"Retry-After": "600"})
    failed = went_wrong(ask(feed(url), fetcher))
    assert (failed.kind, failed.status, failed.not_before) == (FailureKind.THROTTLED, 429, NOW + timedelta(minutes=10))


@pytest.mark.parametrize(("status", "hours", "minutes"), [(429, 3, 180), (503, 3, 180), (429, -3, 1), (429, 90, 1440)])
def test_a_date_to_come_back_at_is_kept_to_though_the_server_tells_no_time(
    server: FeedServer, fetcher: HttpFetcher, status: int, hours: int, minutes: int
) -> None:
    later = format_datetime(NOW + timedelta(hours=hours), usegmt=True)
    result = went_wrong(ask(feed(server.serve("/feed/", status=status, headers={"Retry-After": later})), fetcher))
    assert (result.kind, result.not_before) == (FailureKind.THROTTLED, NOW + timedelta(minutes=minutes))


def test_an_empty_feed_is_polled(server: FeedServer, fetcher: HttpFetcher) -> None:
    polled = went_well(ask(feed(server.serve("/feed/", rss())), fetcher))
    assert (polled.seen, polled.entries, polled.unchanged) == (0, (), False)


def test_of_too_many_entries_the_newest_are_read(
    server: FeedServer, fetcher: HttpFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "MAX_ENTRIES", 2)
    monkeypatch.setattr(split, "MAX_ENTRIES", 2)
    polled = went_well(ask(feed(server.serve("/feed/", rss(item(1), item(3), item(2)))), fetcher))
    assert ([entry.key for entry in polled.entries], polled.seen) == (["g3", "g2"], 3)
    assert polled.notes


def test_a_poll_can_travel_to_another_process_and_back(server: FeedServer, fetcher: HttpFetcher) -> None:
    one = feed(server.serve("/feed/", rss(item(1), item(2))))
    one = replace(one, validators=Validators(etag='"old"'), known=(KnownEntry(key="k", id="k", url="", digest="d"),))
    assert pickle.loads(pickle.dumps(one)) == one
    result = ask(one, fetcher)
    assert pickle.loads(pickle.dumps(result)) == result

"""Which feeds there are, which are due and with what, and how they are doing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smwatch.models import (
    Alert,
    AlertChange,
    Asks,
    Change,
    Failure,
    FailureKind,
    Feed,
    FeedKind,
    FeedSpec,
    Health,
    Origin,
    PollFailed,
    Role,
    Timing,
    Validators,
)
from smwatch.store import NEWCOMERS, Store, open_store
from smwatch.store.due import THREADS_SINCE
from tests.store.examining import changes, sqlite_of
from tests.store.examples import BLOG, GOOD, HOUR, MONDAY, NEWS, SOON, comments_of, entry, mention, polled, save

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
POST = "https://blog.example/post"
OF_POST = comments_of("https://blog.example/post/feed/", POST + "/")
OF_SITE = comments_of("https://blog.example/comments/feed/")


def fail(store: Store, spec: FeedSpec, kind: FailureKind = FailureKind.TIMEOUT, hours: int = 0) -> Failure:
    at = MONDAY + hours * HOUR
    failed = PollFailed(
        feed=Feed(spec=spec, url=spec.url), at=at, kind=kind, message="no answer in {time}", args={"time": "20 s"}
    )
    return store.save_failure(failed, Timing(at + HOUR, "backs off"))


def due(store: Store, hours: float = 0, **how: object) -> list[str]:
    return [feed.spec.url for feed in store.due(MONDAY + hours * HOUR, **how)]  # type: ignore[arg-type]  # passed on


def test_new_feeds_are_due_at_once_and_polled_ones_when_their_time_comes(store: Store) -> None:
    assert due(store) == [BLOG.url, NEWS.url]
    save(store, polled(BLOG), Timing(MONDAY + 2 * HOUR, ""))
    save(store, polled(NEWS), Timing(MONDAY + HOUR, ""))
    assert due(store) == []
    assert due(store, 1) == [NEWS.url]
    assert due(store, 2) == [NEWS.url, BLOG.url], "the longest overdue first"
    assert due(store, everything=True) == [NEWS.url, BLOG.url]
    assert due(store, only=[BLOG.url]) == [BLOG.url]
    assert store.enabled_count() == 2


def test_a_server_that_asks_to_wait_is_not_asked_a_moment_early(store: Store) -> None:
    save(store, polled(BLOG), Timing(MONDAY + timedelta(seconds=9, microseconds=1), ""))
    assert BLOG.url not in due(store, 9 / 3600)
    assert BLOG.url in due(store, 10 / 3600)


def test_everything_keeps_to_back_off_and_dead_feeds(store: Store) -> None:
    fail(store, BLOG)
    fail(store, NEWS, FailureKind.GONE)
    assert due(store, everything=True) == []
    assert due(store, 1, everything=True) == due(store, 1) == [BLOG.url]
    assert due(store, only=[NEWS.url]) == [NEWS.url], "asked for by name, it is tried"
    save(store, polled(NEWS))
    assert NEWS.url in due(store, 1), "and lives again when it answers"


def test_a_feed_comes_with_all_that_was_declared(tmp_path: Path) -> None:
    spec = FeedSpec(
        url="https://page.example/feed",
        source="Page",
        about=("Nestlé", "Kit Kat"),
        comments="all",
        every=timedelta(minutes=15),
        headers={"Authorization": "env:TOKEN"},
        author_role=Role.OFFICIAL,
        origin=Origin.SEARCH,
    )
    store = open_store(tmp_path / "smwatch.db")
    store.sync_feeds([spec], MONDAY)
    assert store.due(MONDAY) == [Feed(spec=spec, url=spec.url, added=MONDAY)]
    assert "TOKEN" not in "\n".join(sqlite_of(store).iterdump()), "secrets, and where they are, stay in the config"
    store.close()


def test_the_source_is_left_open_until_the_title_is_known(store: Store) -> None:
    assert [feed.spec.source for feed in store.due(MONDAY, only=[NEWS.url])] == [""]
    save(store, polled(NEWS, title="Le Devoir"))
    assert [feed.spec.source for feed in store.due(MONDAY, only=[NEWS.url])] == ["Le Devoir"]


@pytest.mark.parametrize(
    ("moved_to", "sent"),
    [
        ("https://blog.example/new", True),
        ("https://elsewhere.example/feed/", False),
        ("http://blog.example/feed/", False),
        ("https://blog.example:8443/feed/", False),
        ("https://blog.example:99999/", False),
    ],
)
def test_a_password_goes_to_the_site_it_is_for_only(store: Store, moved_to: str, sent: bool) -> None:
    store.sync_feeds([replace(BLOG, headers={"Authorization": "env:TOKEN"})], MONDAY)
    found = [comments_of("https://blog.example/c"), comments_of("https://comments.example/c")]
    save(store, polled(BLOG, moved_to=moved_to, comment_feeds=tuple(found)))
    save(store, polled(BLOG, moved_to=moved_to, at=MONDAY + HOUR))
    headers = {feed.spec.url: bool(feed.spec.headers) for feed in store.due(MONDAY + 2 * HOUR)}
    assert headers == {BLOG.url: sent, "https://blog.example/c": True, "https://comments.example/c": False}


def test_a_move_to_https_keeps_the_password(store: Store) -> None:
    plain = replace(BLOG, url="http://blog.example/feed/", headers={"Authorization": "env:TOKEN"})
    store.sync_feeds([plain], MONDAY)
    for hours in (0, 1):
        save(store, polled(plain, moved_to=BLOG.url, at=MONDAY + hours * HOUR))
    assert [(feed.url, feed.spec.headers) for feed in store.due(MONDAY + 2 * HOUR)] == [(BLOG.url, plain.headers)]


def test_what_the_config_drops_is_disabled_with_what_it_led_to_and_comes_back(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")], comment_feeds=(OF_SITE,)))
    save(store, polled(OF_SITE, comment_feeds=(comments_of("https://blog.example/deeper", parent=OF_SITE),)))
    store.sync_feeds([NEWS], MONDAY)
    assert [(f.url, f.status) for f in store.feeds() if f.enabled] == [(NEWS.url, Health.OK)]
    assert {f.status for f in store.feeds() if not f.enabled} == {Health.DISABLED}
    assert store.enabled_count() == 1
    assert sum(f.mentions for f in store.feeds()) == 1, "what it brought stays"
    store.sync_feeds([BLOG, replace(NEWS, enabled=False)], MONDAY)
    assert {f.url for f in store.feeds() if not f.enabled} == {NEWS.url}


def test_comment_feeds_stop_when_the_config_says_none(store: Store) -> None:
    save(store, polled(BLOG, comment_feeds=(OF_SITE,)))
    store.sync_feeds([replace(BLOG, comments="none"), NEWS], MONDAY)
    assert due(store, 9) == [NEWS.url, BLOG.url]
    store.sync_feeds([BLOG, NEWS], MONDAY)
    assert OF_SITE.url in due(store, 9)


def test_a_feed_found_on_the_way_may_be_declared_and_dropped_again(store: Store) -> None:
    save(store, polled(BLOG, comment_feeds=(OF_SITE,)))
    declared = FeedSpec(url=OF_SITE.url, kind=FeedKind.COMMENTS, source="Commentaires")
    origins = []
    for specs in ([BLOG, declared], [BLOG], []):
        store.sync_feeds(specs, MONDAY)
        origins += [(f.origin, f.enabled) for f in store.feeds() if f.url == OF_SITE.url]
    assert origins == [(Origin.CONFIG, True), (Origin.DISCOVERED, True), (Origin.DISCOVERED, False)]


def test_syncing_the_same_config_writes_nothing(store: Store) -> None:
    before = changes(store)
    store.sync_feeds([BLOG, NEWS], MONDAY)
    assert changes(store) == before


def test_comment_feeds_are_due_in_the_scan_that_finds_them_and_found_once(store: Store) -> None:
    spelt = [OF_SITE, replace(OF_SITE, url="http://blog.example/comments/feed#x"), replace(OF_SITE, url=NEWS.url)]
    save(store, polled(BLOG, comment_feeds=tuple(spelt)))
    assert due(store) == [NEWS.url, OF_SITE.url]
    (found,) = [f for f in store.feeds() if f.origin is Origin.DISCOVERED]
    assert (found.url, found.parent, found.kind, found.source) == (
        OF_SITE.url,
        BLOG.url,
        FeedKind.COMMENTS,
        "Le Blogue",
    )


def test_threads_of_a_comment_feed(store: Store) -> None:
    """One entry's comments know that entry, whoever brought it; a site's know the site's entries of late."""
    old, links = MONDAY - THREADS_SINCE - HOUR, {"url": POST}
    entries = [entry("post", **links), entry("other"), entry("silent"), entry("old", published=old)]
    named = [mention("post", "Dell"), mention("post"), mention("other"), mention("old")]
    save(store, polled(BLOG, entries, named, comment_feeds=(OF_POST, OF_SITE), at=old))
    save(store, polled(NEWS, [entry("n", url="http://blog.example/post#top")], [mention("n", "Yoplait")]))
    comment = entry("c", url=POST + "#comment-1", kind=FeedKind.COMMENTS, thread=POST)
    save(store, polled(OF_POST, [comment], [mention("c", "Kit Kat")]))
    now = MONDAY + HOUR
    threads = {feed.spec.url: store.know(feed, now).threads for feed in store.due(now)}
    assert threads == {
        BLOG.url: {},
        NEWS.url: {},
        OF_POST.url: {"blog.example/post": ("Dell", "Nestlé", "Yoplait")},
        OF_SITE.url: {"blog.example/post": ("Dell", "Nestlé"), "blog.example/other": ("Nestlé",)},
    }


def test_known_entries_are_the_newest_and_bounded_by_what_the_feed_shows(store: Store) -> None:
    for batch in range(5):
        entries = [entry(f"{batch}-{n}", id=f"tag:{n}") for n in range(50)]
        save(store, polled(BLOG, entries))
    (feed,) = store.due(MONDAY, only=[BLOG.url])
    assert feed.known == (), "asked for where there is something to read"
    known = store.know(feed, MONDAY).known
    assert len(known) == 200
    assert {k.key.split("-")[0] for k in known} == {"1", "2", "3", "4"}
    assert {(k.id, k.url, k.digest) for k in known if k.key == "4-7"} == {
        ("tag:7", "https://blog.example/4-7", "Titre 4-7|Du chocolat")
    }
    save(store, polled(BLOG, seen=100))
    assert len(store.know(feed, MONDAY).known) == 250, "a long document needs more of them"


def test_failures_are_counted_until_it_answers(store: Store) -> None:
    first, second, late = fail(store, BLOG), fail(store, BLOG, hours=3), fail(store, BLOG, hours=24)
    assert (first.since, first.next, first.persistent) == (MONDAY, MONDAY + HOUR, False)
    assert (second.since, second.next, second.persistent) == (MONDAY, MONDAY + 4 * HOUR, False)
    assert late.persistent
    assert fail(store, NEWS, FailureKind.GONE).persistent
    blog, news = store.feeds()
    assert (blog.status, blog.failures, blog.message) == (Health.FAILING, 3, "no answer in {time}")
    assert blog.args == {"time": "20 s"}
    assert news.status is Health.GONE
    assert store.due(MONDAY + 25 * HOUR)[0].failures == 3
    save(store, polled(BLOG, at=MONDAY + 26 * HOUR))
    blog, news = store.feeds()
    assert (blog.status, blog.failures, blog.message, blog.last_new) == (Health.OK, 0, "", None)
    assert fail(store, BLOG, hours=50).since == MONDAY + 50 * HOUR


@pytest.mark.parametrize("message", ["a {brace", "{0}", "{missing}", "{time.x}", "{time!z}"])
def test_a_failure_that_holds_braces_is_shown_as_it_is(store: Store, message: str) -> None:
    failed = PollFailed(feed=Feed(spec=BLOG, url=BLOG.url), at=MONDAY, kind=FailureKind.TLS, message=message)
    store.save_failure(failed, SOON)
    assert store.feeds()[0].message == message


def move(store: Store, spec: FeedSpec, to: str, *hours: float) -> list[str]:
    """Polls that were answered by a permanent redirect; where the feed is polled after each."""
    places = []
    for hour in hours:
        save(store, polled(spec, moved_to=to, at=MONDAY + hour * HOUR, validators=Validators(etag='"1"')))
        places += [feed.url for feed in store.due(MONDAY, only=[spec.url])]
    return places


def test_a_move_is_believed_when_it_is_told_twice_in_a_row(store: Store) -> None:
    new = "https://new.example/feed"
    assert move(store, BLOG, new, 1) == [BLOG.url]
    save(store, polled(BLOG, at=MONDAY + 2 * HOUR))
    assert move(store, BLOG, new, 3) == [BLOG.url], "it was not there any more, so it counts anew"
    assert move(store, BLOG, "https://other.example/", 4) == [BLOG.url]
    assert move(store, BLOG, new, 5, 5, 6) == [BLOG.url, BLOG.url, new], "one poll is not two"
    assert [row.moved_to for row in store.feeds() if row.url == BLOG.url] == [new], "its name stays the config's"


def test_a_move_that_fails_goes_back(store: Store) -> None:
    move(store, BLOG, "https://new.example/feed", 1, 2)
    assert fail(store, BLOG, FailureKind.DNS, hours=3)
    assert [feed.url for feed in store.due(MONDAY, only=[BLOG.url])] == ["https://new.example/feed"], "that may pass"
    fail(store, BLOG, FailureKind.GONE, hours=4)
    (back,) = store.due(MONDAY + 9 * HOUR, only=[BLOG.url])
    assert (back.url, back.validators.etag) == (BLOG.url, ""), "what the other server gave is of no use here"
    assert BLOG.url in due(store, 9), "it is not gone: its old address may still be there"
    move(store, BLOG, "https://new.example/feed", 10, 11)
    for hours in (12, 13, 14):
        fail(store, BLOG, FailureKind.TIMEOUT, hours=hours)
    assert [feed.url for feed in store.due(MONDAY, only=[BLOG.url])] == [BLOG.url]


def throttle(store: Store, spec: FeedSpec, status: int | None, hours: float = 1) -> Failure:
    failed = PollFailed(
        feed=Feed(spec=spec, url=spec.url),
        at=MONDAY,
        kind=FailureKind.THROTTLED,
        status=status,
        not_before=MONDAY + hours * HOUR,
    )
    return store.save_failure(failed, Timing(MONDAY + hours * HOUR, "asked", held=True))


def test_a_host_that_asks_for_a_pause_gets_it_from_all_its_feeds(store: Store) -> None:
    others = [f"https://blog.example/{n}/feed/" for n in range(20)] + ["http://marie@blog.example/feed"]
    strangers = ["https://blog.example.org/feed", "https://www.blog.example/feed", "https://blog.example2/feed"]
    store.sync_feeds([BLOG, NEWS, *(FeedSpec(url=url) for url in others + strangers)], MONDAY)
    move(store, NEWS, "https://blog.example/news", 0, 0.1)
    throttle(store, BLOG, 429, hours=2)
    assert set(due(store, 1)) == set(strangers)
    assert set(due(store, 1, everything=True)) == set(strangers), "--all keeps to it as well"
    assert not set(others) & set(due(store, 2)), "not all of them in the first moment after it"
    assert len(due(store, 2.25)) in range(len(strangers) + 5, len(strangers) + 20)
    assert set(others) < set(due(store, 3))
    feeds = {row.url: row for row in store.feeds()}
    assert feeds[NEWS.url].next_why == feeds[others[0]].next_why == "its host asked for a pause"
    assert {feeds[url].failures for url in others} == {0}
    save(store, polled(FeedSpec(url=others[0])), Timing(MONDAY + 9 * HOUR, ""))
    assert others[0] in due(store, 3, everything=True), "it answered: the pause is over"


def test_a_feed_that_was_not_asked_did_not_fail(store: Store) -> None:
    throttle(store, BLOG, None)
    (row,) = [row for row in store.feeds() if row.url == BLOG.url]
    assert (row.status, row.failures, row.last_poll) == (Health.OK, 0, None)
    assert BLOG.url not in due(store, 0.9, everything=True)
    assert BLOG.url in due(store, 1)


def test_a_clock_that_was_wrong_makes_no_feed_wait_for_years(store: Store) -> None:
    future = MONDAY + timedelta(days=4_000)
    save(store, polled(BLOG, at=future), Timing(future + HOUR, ""))
    save(store, polled(NEWS), Timing(MONDAY + HOUR, ""))
    fail(store, NEWS, FailureKind.GONE, hours=10**5)
    assert due(store) == [BLOG.url]
    save(store, polled(BLOG), Timing(MONDAY + HOUR, ""))
    assert due(store) == [], "polled once, not again and again"


def discovered(store: Store, count: int, host: str = "blog.example", prefix: str = "") -> list[str]:
    found = [comments_of(f"https://{host}/{prefix}{n}/feed/", f"https://{host}/{prefix}{n}") for n in range(count)]
    save(store, polled(BLOG, comment_feeds=tuple(found)))
    return [spec.url for spec in found]


def test_thousands_found_at_once_wait_their_turn(file_store: Store) -> None:  # a server lends some at a time
    for host in range(30):
        discovered(file_store, 100, f"h{host}.example")
    first = [feed for feed in file_store.due(MONDAY) if feed.newcomer]
    assert len(first) == NEWCOMERS[0]
    by_host = Counter(feed.url.split("/")[2] for feed in first)
    assert max(by_host.values()) <= NEWCOMERS[1]
    assert len(file_store.due(MONDAY, newcomers=(7, 2))) == 7 + 1, "one of the config doesn't wait"
    assert len(file_store.due(MONDAY, only=[feed.url for feed in first[:3]])) == 3
    save(file_store, polled(first[0].spec), SOON)
    assert not next(feed.newcomer for feed in file_store.due(MONDAY + 9 * HOUR) if feed.url == first[0].url)


def test_comments_of_negative_mentions_come_first(store: Store) -> None:
    posts = [entry(key) for key in ("dull", "nice", "awful")]
    found = [comments_of(f"https://blog.example/{e.key}/feed/", e.url) for e in posts]
    said = [mention("nice", sentiment=GOOD), mention("awful")]
    save(store, polled(BLOG, posts, said, comment_feeds=tuple(found)))
    newcomers = store.due(MONDAY, newcomers=(2, 9))
    assert {feed.url for feed in newcomers if feed.newcomer} == {found[2].url, found[1].url}
    assert [feed.worth for feed in newcomers if feed.newcomer] == [2, 1]
    assert [feed.worth for feed in store.due(MONDAY + timedelta(days=14), newcomers=(1, 1)) if feed.newcomer] == [1]


def test_comments_that_end_are_retired_and_come_back_when_there_are_more(store: Store) -> None:
    (url,) = discovered(store, 1)
    spec = comments_of(url, "https://blog.example/0")
    save(store, polled(BLOG, comment_counts={url: 3}, at=MONDAY + HOUR))
    save(store, polled(spec), Timing(NEVER, "nobody comments", retired=True))
    (row,) = [row for row in store.feeds() if row.url == url]
    assert (row.status, row.retired, row.next_poll) == (Health.OK, True, None)
    for hours in (9, 10**5):
        assert url not in due(store, hours, everything=True)
    save(store, polled(BLOG, comment_counts={url: 3}, at=MONDAY + 2 * HOUR))
    assert url not in due(store, 3), "no more than there were"
    save(store, polled(BLOG, comment_counts={url: 4}, at=MONDAY + 3 * HOUR))
    assert url in due(store, 3)
    save(store, polled(spec, at=MONDAY + 4 * HOUR), Timing(NEVER, "nobody comments", retired=True))
    discovered(store, 1)
    assert url in due(store, 5), "its entry was told of once more"


def test_more_comments_are_fetched_at_once_but_not_from_who_fails(store: Store) -> None:
    urls = discovered(store, 2)
    save(store, polled(BLOG, comment_counts=dict.fromkeys(urls, 1), at=MONDAY + HOUR))
    save(store, polled(comments_of(urls[0])), Timing(MONDAY + 90 * HOUR, "quiet"))
    fail(store, comments_of(urls[1]), hours=2)
    assert not set(urls) & set(due(store, 2.5))
    save(store, polled(BLOG, comment_counts=dict.fromkeys(urls, 2), at=MONDAY + 2 * HOUR))
    assert urls[0] in due(store, 2.5)
    assert urls[1] not in due(store, 2.5)


def test_what_was_learnt_of_a_feed_comes_back(store: Store) -> None:
    asks = Asks(wait=HOUR, base=MONDAY, hours=(1, 2), days=(6,))
    later = MONDAY + 30 * HOUR
    timing = Timing(SOON.at, "", rhythm=b"abc", silent_after=later)
    save(store, polled(BLOG, [entry("a")], [mention("a")], asks=asks), timing)
    (feed,) = store.due(MONDAY, only=[BLOG.url])
    assert (feed.asks, feed.rhythm, feed.silent_after, feed.silent) == (asks, b"abc", later, "")
    assert (feed.added, feed.last_poll, feed.worth, feed.alerting) == (MONDAY, MONDAY, 2, False)
    silent = Timing(SOON.at, "", silent="stopped", silent_since=MONDAY)
    save(store, polled(BLOG, unchanged=True, at=later), silent)
    (feed,) = store.due(MONDAY, only=[BLOG.url])
    assert (feed.asks, feed.rhythm, feed.silent_after, feed.silent) == (asks, b"abc", later, "stopped")
    (row,) = [row for row in store.feeds() if row.url == BLOG.url]
    assert (row.status, row.silent, row.silent_since) == (Health.SILENT, "stopped", MONDAY)
    save(store, polled(BLOG, [entry("b")], at=later + HOUR, asks=Asks()), SOON)
    (feed,) = store.due(MONDAY, only=[BLOG.url])
    assert (feed.asks, feed.silent) == (Asks(), "")


def test_feeds_that_mention_a_brand_in_an_alert_are_told(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a", "Dell")]))
    save(store, polled(NEWS, [entry("b")], [mention("b")]))
    alert = Alert(
        brand="Dell", opened=MONDAY, updated=MONDAY, window=HOUR, negatives=3, mentions=4, stories=3, authors=2,
        expected=0.5, probability=1e-4,
    )  # fmt: skip
    store.save_alerts([AlertChange(alert, Change.OPENED)])
    assert {feed.url: feed.alerting for feed in store.due(MONDAY + HOUR)} == {BLOG.url: True, NEWS.url: False}
    assert not any(feed.alerting for feed in store.due(MONDAY + timedelta(days=15)))


def test_a_failure_of_a_feed_nobody_knows_is_a_bug(store: Store) -> None:
    with pytest.raises(LookupError):
        fail(store, FeedSpec(url="https://unknown.example/"))


def test_feeds_are_listed_with_what_they_brought(store: Store) -> None:
    save(store, polled(BLOG, [entry("a"), entry("b")], [mention("a"), mention("a", "Dell")]))
    blog, news = store.feeds()
    assert (blog.entries, blog.mentions, news.entries, news.mentions) == (2, 2, 0, 0)
    assert (blog.last_poll, blog.last_new, blog.next_poll, blog.next_why) == (MONDAY, MONDAY, SOON.at, SOON.why)
    assert (news.last_poll, news.next_poll, news.next_why) == (None, None, "new: polled at once")

"""One feed's poll: whose turn it is, in which lane it is asked, with which secrets, what follows, and the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.config.settings import Company, Person
from smwatch.errors import NothingDoneError
from smwatch.feeds.timing import QUIET_FOR
from smwatch.models import (
    Entry,
    FailureKind,
    Feed,
    FeedKind,
    FeedSpec,
    Label,
    Origin,
    PollFailed,
    Role,
    ScanReport,
    Shift,
)
from smwatch.policy.roles import Roles
from smwatch.polling import Asking, Tally, Turns, follow, lanes, signed
from smwatch.protocols import Unread
from smwatch.store import NEWCOMERS, Store, open_store
from tests.fakes import FakeFetcher, Page
from tests.store.examples import BLOG, GOOD, HOUR, MONDAY, NEWS, SOON, entry, mention, polled

MOST, OF_A_HOST = NEWCOMERS
SITE = "https://blog.example"


def feed(url: str, *, newcomer: bool = False, **more: object) -> Feed:
    return Feed(spec=FeedSpec(url=url, **more), url=url, newcomer=newcomer)  # type: ignore[arg-type]


# whose turn it is


def test_a_feed_that_was_polled_before_has_its_turn_however_many_there_are() -> None:
    turns = Turns(NEWCOMERS, Counter({"blog.example": 10_000}))
    assert turns.has(feed(f"{SITE}/a"))
    assert turns.taken.total() == 10_000, "and takes nobody's"


def test_of_those_found_on_the_way_so_many_of_a_host_have_theirs() -> None:
    turns = Turns(NEWCOMERS)
    had = [turns.has(feed(f"{SITE}/{n}", newcomer=True)) for n in range(OF_A_HOST + 5)]
    assert had == [True] * OF_A_HOST + [False] * 5
    assert turns.has(feed("https://other.example/1", newcomer=True)), "other hosts are asked all the same"


def test_and_so_many_of_all_hosts() -> None:
    turns = Turns(NEWCOMERS)
    had = [turns.has(feed(f"https://h{n}.example/", newcomer=True)) for n in range(MOST + 3)]
    assert had == [True] * MOST + [False] * 3


# in which lane


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 4))
def test_lanes_hold_each_feed_once_and_no_host_in_more_than_it_may_be_asked_at_once(
    hosts: list[int], per_host: int
) -> None:
    feeds = [feed(f"https://h{host}.example/{n}") for n, host in enumerate(hosts)]
    found = lanes(feeds, per_host)
    assert sorted(one.url for lane in found for one in lane) == sorted(one.url for one in feeds)
    assert all(found), "none is empty"
    asked = Counter(lane[0].url.split("/")[2] for lane in found)
    assert all(count <= per_host for count in asked.values())
    for lane in found:
        assert len({one.url.split("/")[2] for one in lane}) == 1
        assert lane == sorted(lane, key=feeds.index), "in the order in which they were due"
    assert [len(lane) for lane in found] == sorted(map(len, found), reverse=True)


def test_a_host_with_its_port_is_a_server_of_its_own() -> None:
    found = lanes([feed("http://h:81/a"), feed("http://h:82/a"), feed("http://user:pw@h:81/b")], 1)
    assert [[one.url for one in lane] for lane in found] == [
        ["http://h:81/a", "http://user:pw@h:81/b"],
        ["http://h:82/a"],
    ]


# asking


def asking(fetcher: FakeFetcher, secrets: Mapping[str, str] | None = None) -> Asking:
    def _headers(spec: FeedSpec) -> Mapping[str, str]:
        if secrets is None:
            what = "the secret {name} of {feed} is missing"
            raise NothingDoneError(what, "set it", name="TOKEN", feed=spec.url)
        return {name: secrets[value] for name, value in spec.headers.items()}

    return Asking(fetcher=fetcher, clock=lambda: MONDAY, headers=_headers)


def test_a_body_that_is_new_has_yet_to_be_read() -> None:
    got = asking(FakeFetcher({f"{SITE}/feed": Page(body=b"<rss/>")}))(feed(f"{SITE}/feed"))
    assert isinstance(got, Unread)
    assert (got.answer.body, got.at) == (b"<rss/>", MONDAY)


def test_secrets_are_sent_and_never_kept_with_what_came() -> None:
    asked = feed(f"{SITE}/feed", headers={"X-Token": "env:TOKEN"})
    ask = asking(FakeFetcher({asked.url: Page(body=b"<rss/>")}), {"env:TOKEN": "s3cret"})
    ready = ask.ready(asked)
    assert isinstance(ready, Feed)
    assert ready.spec.headers == {"X-Token": "s3cret"}
    got = ask(asked)
    assert isinstance(got, Unread)
    assert got.feed is asked
    assert "s3cret" not in repr(got)


def test_a_secret_that_is_missing_fails_its_feed_alone_and_asks_nobody() -> None:
    fetcher = FakeFetcher({f"{SITE}/feed": Page(body=b"<rss/>")})
    got = asking(fetcher)(feed(f"{SITE}/feed", headers={"X-Token": "env:TOKEN"}))
    assert isinstance(got, PollFailed)
    assert (got.kind, got.status, got.at) == (FailureKind.UNAUTHORIZED, None, MONDAY)
    assert got.message.format(**got.args) == f"the secret TOKEN of {SITE}/feed is missing"
    assert fetcher.asked == []
    assert isinstance(asking(fetcher)(feed(f"{SITE}/feed")), Unread), "who needs none is asked"


def test_a_server_that_does_not_answer_is_a_value_and_no_exception() -> None:
    got = asking(FakeFetcher())(feed("https://dead.example/feed"))
    assert isinstance(got, PollFailed)
    assert got.kind is FailureKind.CONNECT


# what follows


COMMENTED = replace(entry("a"), comment_feeds=(f"{SITE}/a/feed",))
QUIET = replace(entry("b", "Rien"), comment_feeds=(f"{SITE}/b/feed",))
AGAIN = replace(entry("c", "Avant"), comment_feeds=(f"{SITE}/c/feed",))
OF_SITE = FeedSpec(url=f"{SITE}/comments/feed", kind=FeedKind.COMMENTS, origin=Origin.DISCOVERED)


@pytest.mark.parametrize(
    ("policy", "followed"),
    [
        ("none", []),
        ("mentions", [OF_SITE.url, f"{SITE}/a/feed"]),
        ("all", [OF_SITE.url, f"{SITE}/a/feed", f"{SITE}/b/feed", f"{SITE}/c/feed"]),
    ],
)
def test_comments_are_followed_as_the_feed_says(policy: str, followed: list[str]) -> None:
    poll = polled(replace(BLOG, comments=policy), [COMMENTED, QUIET], comment_feeds=(OF_SITE,), again=(AGAIN,))
    assert [spec.url for spec in follow(poll, {"a"})] == followed


def test_an_older_entry_that_is_a_mention_by_now_is_followed_too() -> None:
    poll = polled(BLOG, [QUIET], again=(AGAIN,))
    (spec,) = follow(poll, {"c"})
    assert (spec.url, spec.thread, spec.parent, spec.origin) == (
        f"{SITE}/c/feed",
        AGAIN.url,
        BLOG.url,
        Origin.DISCOVERED,
    )


def test_authors_who_are_known_are_told_in_new_entries_and_older_ones() -> None:
    def _by(key: str, email: str) -> Entry:
        return entry(key, author="Luc", author_email=email)

    poll = polled(BLOG, [_by("a", "luc@nordelait.example"), _by("b", "luc@ailleurs.example")])
    poll = replace(poll, again=(_by("c", "porte@nordelait.example"),))
    roles = Roles(
        Company(domains=("nordelait.example",)),
        [Person(name="P", email="porte@nordelait.example", role="spokesperson")],
    )
    told = signed(poll, roles)
    assert [one.author_role for one in told.entries] == [Role.EMPLOYEE, None]
    assert [one.author_role for one in told.again] == [Role.OFFICIAL]
    assert signed(poll, Roles()) is poll, "nobody is known"


# the sums


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "smwatch.db")
    opened.sync_feeds([BLOG, NEWS], MONDAY)
    yield opened
    opened.close()


def tally() -> Tally:
    return Tally(ScanReport(scan=1, started=MONDAY, seconds=0), QUIET_FOR)


def failed(spec: FeedSpec = BLOG, kind: FailureKind = FailureKind.TIMEOUT, **more: object) -> PollFailed:
    return PollFailed(feed=Feed(spec=spec, url=spec.url), at=MONDAY, kind=kind, message="no", **more)  # type: ignore[arg-type]


def test_what_polls_brought_is_added_up(store: Store) -> None:
    sums = tally()
    sums.add(
        store, polled(BLOG, [entry("a"), entry("b", "Du lait")], [mention("a", story="s"), mention("b", story="t")])
    )
    sums.add(store, polled(NEWS, [entry("c", url="https://news.example/c")], [mention("c", sentiment=GOOD, story="s")]))
    sums.add(store, polled(NEWS, unchanged=True, at=MONDAY + HOUR))
    r = sums.report
    assert (r.polled, r.unchanged, r.failed) == (3, 1, 0)
    assert (r.entries_seen, r.entries_new) == (3, 3)
    assert (r.mentions_new, r.mentions_negative, r.mentions_unscored) == (3, 2, 0)
    assert r.stories_new == len(sums.stories) == 2, "copies are one"
    assert sums.failures == []


def test_the_same_poll_again_adds_nothing_that_is_new(store: Store) -> None:
    sums, poll = tally(), polled(BLOG, [entry("a")], [mention("a", story="s")])
    sums.add(store, poll)
    sums.add(store, poll)
    r = sums.report
    assert (r.polled, r.entries_new, r.mentions_new, r.stories_new) == (2, 1, 1, 1)


def test_what_failed_is_told_and_what_was_put_off_is_no_failure(store: Store) -> None:
    sums = tally()
    sums.add(store, failed())
    sums.add(store, failed(NEWS, FailureKind.THROTTLED, not_before=MONDAY + HOUR))
    assert (sums.report.failed, sums.postponed) == (1, 1)
    assert [(one.feed, one.kind, one.since) for one in sums.failures] == [(BLOG.url, FailureKind.TIMEOUT, MONDAY)]


def test_a_comment_feed_that_was_guessed_and_never_was_there_is_no_failure(store: Store) -> None:
    guess = FeedSpec(url=f"{SITE}/comments/feed", kind=FeedKind.COMMENTS, origin=Origin.DISCOVERED, parent=BLOG.url)
    store.save_poll(polled(BLOG, comment_feeds=(guess,)), SOON)
    sums = tally()
    sums.add(store, failed(guess, FailureKind.GONE, status=404))
    assert (sums.report.failed, sums.failures, sums.postponed) == (0, [], 0)


@pytest.mark.parametrize(
    ("kinds", "answered", "offline"),
    [
        ([FailureKind.DNS, FailureKind.DNS], False, True),
        ([FailureKind.DNS, FailureKind.TIMEOUT], False, False),
        ([FailureKind.DNS, FailureKind.DNS], True, False),
        ([], False, False),
    ],
)
def test_where_not_one_name_was_found_this_machine_has_no_network(
    store: Store, kinds: list[FailureKind], answered: bool, offline: bool
) -> None:
    sums = tally()
    for spec, kind in zip((BLOG, NEWS), kinds, strict=False):
        sums.add(store, failed(spec, kind))
    if answered:
        sums.add(store, polled(NEWS))
    assert sums.offline == offline


def test_comments_that_came_before_what_they_answer_are_counted_once_they_are_mentions() -> None:
    sums = tally()
    sums.answers(
        [
            Shift("Nestlé", won=True, new=True, negative=True, story="s"),
            Shift("Nestlé", won=True, new=True, unscored=True, story="t"),
            Shift("Nestlé", won=True, story="u"),  # it was one before
            Shift("Dell", won=False),
        ]
    )
    r = sums.report
    assert (r.mentions_new, r.mentions_negative, r.mentions_unscored, r.stories_new) == (2, 1, 1, 2)


def test_what_became_of_workers_is_a_warning_of_no_brand() -> None:
    sums = tally()
    sums.tell("worker", "{who} can't be used", {"who": "tcp://b"}, MONDAY)
    (told,) = sums.warnings
    assert (told.kind, told.brand, told.feed, told.at) == ("worker", "", "", MONDAY)
    assert told.message.format(**told.args) == "tcp://b can't be used"


def test_a_label_is_what_makes_a_mention_negative(store: Store) -> None:
    sums = tally()
    sums.add(store, polled(BLOG, [entry("a")], [mention("a", sentiment=replace(GOOD, label=Label.NEUTRAL))]))
    assert (sums.report.mentions_new, sums.report.mentions_negative) == (1, 0)


def test_feeds_that_wait_for_their_turn_are_known_by_the_clock(store: Store) -> None:
    at = datetime(2010, 3, 22, 8, tzinfo=UTC)
    assert {one.url for one in store.due(at)} == {BLOG.url, NEWS.url}
    sums = tally()
    sums.add(store, replace(polled(BLOG), at=at))
    assert {one.url for one in store.due(at + timedelta(seconds=1))} == {NEWS.url}

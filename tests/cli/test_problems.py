"""Feeds that somebody should look at: the scan, the listing, the status and the digest tell of them, and what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desk import MORNING, Desk, item

DAY = timedelta(days=1)


def daily(desk: Desk, days: int, *, until: int = 0) -> str:
    """A page about the brand that has something each day, up to `until` days ago."""
    entries = (
        item(f"Jour {n}", "Bonjour", link=f"http://a.example/{n}", at=MORNING - (until + n) * DAY) for n in range(days)
    )
    return desk.feed("/page/", *entries, declared='about = ["Nordelait"]')


def stopped(desk: Desk) -> str:
    """It stopped twenty days ago, after a month of days."""
    url = daily(desk, 30)
    desk.runs("scan")
    desk.later(days=20)
    return url


def test_a_feed_that_stops_is_told_by_everyone(desk: Desk) -> None:
    url = stopped(desk)
    warned, deaf = desk.runs("scan --json").json["warnings"]
    assert (warned["kind"], warned["brand"], warned["feed"]) == ("silent", "Nordelait", url)
    assert "2010-03-17" in warned["message"]
    assert (deaf["kind"], deaf["brand"]) == ("deaf", "Nordelait"), "it is the only feed that tells of the brand"
    assert desk.runs("scan --all --json").json["warnings"] == [deaf], "the feed once, the brand as long as it lasts"
    (row,) = desk.runs("feeds --problems --json").json
    assert (row["url"], row["status"]) == (url, "silent")
    told = desk.runs("feeds --problems").out
    assert "against its habit" in told
    assert "smwatch feeds discover http://127.0.0.1:" in told
    assert "against its habit" in desk.runs("status").out
    assert "1 is silent" in desk.runs("status").out
    assert "against its habit" in desk.runs("digest").out


def test_a_scan_says_it_even_when_it_is_to_be_quiet(desk: Desk) -> None:
    url = stopped(desk)
    ran = desk.runs("scan --quiet")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"⚠ {url} (Nordelait): ")
    new = (item(f"Jour {n}", "Bonjour", link=f"http://a.example/n{n}", at=desk.now) for n in range(2))
    desk.feed("/page/", *new)
    desk.later(days=1)
    assert "something new again" in desk.runs("scan").err
    assert desk.runs("feeds --problems").out == ""


def test_a_feed_that_shrinks_is_told(desk: Desk) -> None:
    for day in range(6):
        daily(desk, 30 - day)
        desk.runs("scan")
        desk.later(hours=20)
    desk.feed("/page/")
    warnings = []
    for _ in range(4):
        warnings += desk.runs("scan --json").json["warnings"]
        desk.later(hours=20)
    assert [warned["kind"] for warned in warnings] == ["silent", "deaf", "deaf"]
    assert "far fewer entries" in warnings[0]["message"]
    assert "far fewer entries" in desk.runs("feeds --problems").out


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "headers"),
        (403, "let smwatch in"),
        (404, "smwatch feeds discover"),
        (503, "by itself"),
        (410, "remove it"),
    ],
)
def test_each_failure_comes_with_what_to_do(desk: Desk, status: int, advice: str) -> None:
    desk.feed("/feed/", status=status)
    desk.runs("scan")
    told = " ".join(desk.runs("feeds --problems").out.split())
    assert f"({status})" in told or status == 410
    assert advice in told.partition("→")[2]


def test_a_feed_that_moved_says_where_to(desk: Desk) -> None:
    url = desk.feed("/old/", status=301, redirect="/new/")
    new = desk.server.url("/new/")
    desk.feed("/new/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    desk.feeds.remove(new)
    desk.config = desk.config.replace(f'\n[[feeds]]\nurl = "{new}"\n\n', "")
    for _ in range(2):
        desk.runs("scan")
        assert desk.server.requests("/old/") == 1 + _
        desk.later(days=1)
    assert f"moved for good to {new}" in " ".join(desk.runs("feeds --problems").out.split())
    desk.runs("scan")
    assert desk.server.requests("/old/") == 2, "it is polled at its new address"
    desk.feed("/new/", status=404)
    desk.later(days=1).runs("scan")
    desk.later(days=1).runs("scan")
    assert desk.server.requests("/old/") == 3, "which is given up when it fails"
    assert {row["url"] for row in desk.runs("feeds --json").json} >= {url}


def test_a_host_that_wants_a_pause_is_left_alone_by_all_of_its_feeds(desk: Desk) -> None:
    for n in range(6):
        desk.feed(f"/{n}/", status=429, headers={"Retry-After": "7200"})
    first = desk.runs("scan --json").json
    asked = len(desk.server.seen)
    assert asked <= 2, "two at once"
    assert first["feeds"]["failed"] == asked
    assert first["feeds"]["skipped"] == 6 - asked
    again = desk.later(minutes=110).runs("scan --all --json").json
    assert (len(desk.server.seen), again["feeds"]["due"]) == (asked, 0)
    assert "its host asked for a pause" in desk.runs("feeds").out
    for n in range(6):
        desk.feed(f"/{n}/", item("Nordelait", "Bonjour", link=f"http://a.example/{n}"))
    firsts: list[set[str]] = []
    for _ in range(5):
        begun = len(desk.server.seen)
        desk.later(minutes=10).runs("scan --json")
        firsts.append({request.target for request in desk.server.seen[begun:]}.difference(*firsts))
    # Some are due again by the last rounds, all in one: it is when each was first asked that must be apart.
    assert sum(map(len, firsts)) == 6 > max(map(len, firsts)), "and then not by all at once"


def test_the_listing_says_when_and_why_then(desk: Desk) -> None:
    stopped(desk)
    desk.feed("/empty/")
    desk.runs("scan")
    told = desk.runs("feeds").out
    assert "Why then" in told
    assert "mentions: it mentions your brands, so it is asked more often" in told
    assert "empty so far: it has not brought anything yet" in told
    row = desk.runs("feeds --json").json[0]
    assert row["next_poll"] > row["last_poll"]
    assert row["next_why"]


def test_a_hundred_comment_feeds_found_at_once_are_no_stampede(desk: Desk) -> None:
    posts = [
        item(
            f"Nordelait {n}", "C'est honteux." if n == 99 else "Bonjour", link=desk.server.url(f"/{n}/"),
            more=f"<wfw:commentRss>{desk.server.url(f'/{n}/feed/')}</wfw:commentRss>",
        )
        for n in range(100)
    ]  # fmt: skip
    for n in range(100):
        desk.server.serve(f"/{n}/feed/", b"<rss version='2.0'><channel><title>C</title></channel></rss>")
    desk.feed("/blog/feed/", *posts)
    assert desk.runs("scan --json").json["feeds"]["polled"] == 51
    assert desk.server.requests("/99/feed/") == 1, "a negative mention's comments come first"
    desk.later(minutes=16)
    desk.runs("scan")
    assert all(desk.server.requests(f"/{n}/feed/") for n in range(100))


def test_a_night_without_a_network_is_no_fault_of_the_feeds(desk: Desk) -> None:
    for n in range(2):
        desk.config += f'\n[[feeds]]\nurl = "http://feed-{n}.invalid/feed/"\n'
    for _ in range(6):
        assert desk.later(minutes=15).runs("scan --strict").code == 4
    rows = desk.runs("feeds --json").json
    assert [row["failures"] for row in rows] == [0, 0]
    assert desk.later(minutes=16).runs("scan --json").json["feeds"]["failed"] == 2, "asked again at once"
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    assert desk.later(minutes=16).runs("scan --json").json["feeds"] == {
        "due": 3, "polled": 1, "unchanged": 0, "failed": 2, "skipped": 0,
    }  # fmt: skip
    assert {row["failures"] for row in desk.runs("feeds --json").json} == {0, 1}, "somebody answers: it is theirs"


def test_a_name_that_is_gone_is_not_taken_for_a_night_without_a_network_for_ever(desk: Desk) -> None:
    desk.config += '\n[[feeds]]\nurl = "http://gone.invalid/feed/"\n'
    for _ in range(2):
        desk.later(days=1).runs("scan")
        assert [row["failures"] for row in desk.runs("feeds --json").json] == [0]
    for failures in (1, 2):
        desk.later(days=2).runs("scan")
        assert [row["failures"] for row in desk.runs("feeds --json").json] == [failures]

"""What each kind of value takes; what it refuses stands in mistakes/."""

from __future__ import annotations

import pytest

from smwatch.config import kinds
from smwatch.config.kinds import Kind, is_network, is_web_address
from smwatch.config.spot import UNREAD, Spot
from smwatch.feeds.guard import parse_allowed


def read(kind: Kind, value: object) -> object:
    """What is read, once it is sure that UNREAD and a problem go together."""
    spot = Spot({})
    result = kind.read(value, spot)
    assert (result is UNREAD) == bool(spot.problems)
    return result


@pytest.mark.parametrize(
    ("text", "size"),
    [("10 MB", 10_000_000), ("500kB", 500_000), ("1 KiB", 1024), ("2 Mo", 2_000_000), ("3 mib", 3_145_728), ("7 B", 7)],
)
def test_sizes(text: str, size: int) -> None:
    assert read(kinds.SIZE, text) == size


@pytest.mark.parametrize("text", ["", "10", "MB", "0 MB", "-1 MB", "1.5 MB", "10 TB", 10, "9" * 500 + " MB"])
def test_no_sizes(text: object) -> None:
    assert read(kinds.SIZE, text) is UNREAD


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "127.0.0.0/8",
        "10.1.2.3:8080",
        "10.0.0.0/8:80",
        "::1",
        "fd00::/8",
        "[::1]",
        "[::1]:8080",
        "[fd00::/8]:80",
    ],
)
def test_networks(text: str) -> None:
    assert is_network(text)
    assert parse_allowed(text)  # what the guard makes of it


@pytest.mark.parametrize(
    "text",
    ["", "localhost", "10.0.0", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0.0/33", "[::1", "::1]:80", "10.0.0.1:", "*"],
)
def test_no_networks(text: str) -> None:
    assert not is_network(text)


@pytest.mark.parametrize("url", ["https://a.example", "http://a.example:8080/x?y=é", "https://[::1]/", "http://u:p@h/"])
def test_web_addresses(url: str) -> None:
    assert is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.example",
        "https://",
        "file:///etc/passwd",
        "https://a b/",
        "https://a/\n",
        "http://a:99999/",
        "http://[::1/",
    ],
)
def test_no_web_addresses(url: str) -> None:
    assert not is_web_address(url)


@pytest.mark.parametrize(
    ("wrong", "zone"),
    [
        ("Toronto", "America/Toronto"),
        ("America/Toronot", "America/Toronto"),
        ("Canada/Montréal", "America/Montreal"),
        ("Europe/London ", "Europe/London"),
        ("New York", "America/New_York"),
        ("america/vancouver", "America/Vancouver"),
    ],
)
def test_the_time_zone_that_was_meant(wrong: str, zone: str) -> None:
    spot = Spot({})
    if kinds.ZONE.read(wrong, spot) is UNREAD:  # a machine whose files don't heed case knows the last one
        assert spot.problems[0].arguments["guess"] == zone


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/passwd", "America", "a\x00b", "x" * 5000, "zone.tab"])
def test_what_no_time_zone_can_be_called(zone: str) -> None:
    assert read(kinds.ZONE, zone) is UNREAD


def test_a_time_zone_may_be_left_to_the_machine() -> None:
    assert read(kinds.ZONE, "") == ""


@pytest.mark.parametrize("text", ["daily 07:30", "daily 23:59", ""])
def test_times_of_day(text: str) -> None:
    assert read(kinds.WHEN, text) == text


@pytest.mark.parametrize("text", ["daily 7:30", "daily 24:00", "07:30", "daily 07:30 ", "daily"])
def test_no_times_of_day(text: str) -> None:
    assert read(kinds.WHEN, text) is UNREAD


@pytest.mark.parametrize("text", ["rp@example.com", "smwatch <rp@example.com>", '"Tremblay, Marie" <m@example.com>'])
def test_mail_addresses(text: str) -> None:
    assert read(kinds.MAIL, text) == text


@pytest.mark.parametrize("text", ["rp", "@example.com", "rp@", "a@b.c, d@e.f", "a@b.c\nBcc: d@e.f", ""])
def test_no_mail_addresses(text: str) -> None:
    assert read(kinds.MAIL, text) is UNREAD

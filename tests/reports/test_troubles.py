"""What is wrong with a feed, what to do about it, and how the feeds do."""

from __future__ import annotations

from typing import Any

import pytest

from smwatch.models import FailureKind, Health, Origin
from smwatch.reports.troubles import advice, counted, fault, has_moved, needs_a_look, told
from tests.cli.views.seen import EN, FR, NOW, plain
from tests.reports.story import feed

URL = "https://u:secret@a.example:8443/feed"


def row(status: Health, **changes: Any) -> Any:  # noqa: ANN401 - fields, and a FeedRow
    return feed(URL, status, **changes)


@pytest.mark.parametrize(
    ("one", "look"),
    [
        (row(Health.OK), False),
        (row(Health.DISABLED), False),
        (row(Health.FAILING), True),
        (row(Health.SILENT), True),
        (row(Health.GONE), True),
        (row(Health.FAILING, enabled=False), False),
        (row(Health.OK, moved_to="https://b.example"), True),
        (row(Health.OK, moved_to="https://b.example", origin=Origin.DISCOVERED), False),
    ],
)
def test_who_needs_a_look(one: Any, look: bool) -> None:  # noqa: ANN401 - a FeedRow
    assert needs_a_look(one) is look
    assert has_moved(one) is (bool(one.moved_to) and one.origin is not Origin.DISCOVERED)


@pytest.mark.parametrize(
    ("one", "english"),
    [
        (row(Health.OK), ""),
        (
            row(Health.SILENT, silent="shrunk", silent_since=NOW),
            "it shows far fewer entries than ever before, and nothing new since 24 March 2010 at 11:30",
        ),
        (row(Health.SILENT, silent_since=NOW), "nothing new since 24 March 2010 at 11:30, against its habit"),
        (row(Health.SILENT, last_new=NOW), "nothing new since 24 March 2010 at 11:30, against its habit"),
        (row(Health.SILENT, last_new=None), "nothing so far"),
        (row(Health.GONE), "gone for good, says its server"),
        (row(Health.FAILING, failures=1), "the last poll failed"),
        (row(Health.FAILING, failures=3, message="no {x}", args={"x": "a\nb"}), "the last 3 polls failed: no a b"),
        (row(Health.OK, moved_to="https://u:p@b.example"), "moved for good to https://***@b.example"),
        (row(Health.OK, moved_to="https://b.example", origin=Origin.DISCOVERED), ""),
    ],
)
def test_what_is_wrong(one: Any, english: str) -> None:  # noqa: ANN401 - a FeedRow
    assert fault(one, EN) == english
    assert bool(fault(one, FR)) is bool(english)


def failing(kind: FailureKind | None, status: int | None = None, **changes: Any) -> Any:  # noqa: ANN401 - likewise
    return row(Health.FAILING, failures=1, failure_kind=kind, failure_status=status, **changes)


AGAIN = "it is tried again by itself; if it lasts, see whether the site opens in a browser"
FIND = "look for its new address: smwatch feeds discover a.example:8443"


@pytest.mark.parametrize(
    ("one", "mend"),
    [
        (row(Health.OK), ""),
        (row(Health.OK, moved_to="https://b.example"), "give that address in the config"),
        (row(Health.GONE), "remove it from the config, or give its new address"),
        (
            row(Health.SILENT),
            "if the site shows something newer, look for another of its feeds: smwatch feeds discover a.example:8443",
        ),
        (row(Health.GONE, origin=Origin.DISCOVERED), ""),
        (failing(FailureKind.TIMEOUT, origin=Origin.DISCOVERED), ""),
        (failing(None), ""),
        (failing(FailureKind.TIMEOUT), AGAIN),
        (failing(FailureKind.STATUS, 503), AGAIN),
        (failing(FailureKind.STATUS, 403), AGAIN),
        (failing(FailureKind.STATUS, 404), FIND),
        (failing(FailureKind.STATUS, 499), FIND),
        (failing(FailureKind.REDIRECT), FIND),
        (failing(FailureKind.TOO_LARGE), ""),
        (failing(FailureKind.UNAUTHORIZED), "set it, or change headers in the config"),
        (
            failing(FailureKind.UNAUTHORIZED, 401),
            "give what it asks for with headers in the config, or remove the feed there",
        ),
        (
            failing(FailureKind.UNAUTHORIZED, 403),
            "ask the site to let smwatch in, or remove the feed from the config",
        ),
        (failing(FailureKind.NOT_A_FEED), "look for its feed: smwatch feeds discover a.example:8443"),
        (failing(FailureKind.NOT_A_FEED, args={"feed": "https://b.example"}), "put that address into the config"),
    ],
)
def test_what_to_do(one: Any, mend: str) -> None:  # noqa: ANN401 - a FeedRow
    assert advice(one, EN) == mend


def test_the_site_is_told_as_it_can_be_typed() -> None:
    old = feed("http://a.example/feed", Health.FAILING, failures=1, failure_kind=FailureKind.REDIRECT)
    assert advice(old, EN).endswith("discover http://a.example")
    odd = feed("https://[broken", Health.FAILING, failures=1, failure_kind=FailureKind.REDIRECT)
    assert advice(odd, EN).endswith("discover https://[broken")
    moved = failing(FailureKind.REDIRECT, moved_to="https://new.example/x")
    assert advice(moved, EN).endswith("discover new.example")


def test_both_stand_on_one_line() -> None:
    assert told(row(Health.GONE), EN) == (
        "gone for good, says its server; remove it from the config, or give its new address"
    )
    assert told(row(Health.OK), EN) == ""


@pytest.mark.parametrize(
    ("states", "english", "french"),
    [
        ({}, "0 feeds are fine", "0 fil va bien"),
        ({Health.OK: 1200, Health.DISABLED: 3}, "1,200 feeds are fine", "1 200 fils vont bien"),
        (
            {Health.OK: 1, Health.FAILING: 1, Health.SILENT: 2, Health.GONE: 3},
            "1 feed is fine, 1 is failing, 2 are silent, 3 are gone",
            "1 fil va bien, 1 est en panne, 2 sont muets, 3 ont disparu",
        ),
    ],
)
def test_how_the_feeds_do(states: dict[Health, int], english: str, french: str) -> None:
    assert (counted(states, EN), plain(counted(states, FR))) == (english, french)

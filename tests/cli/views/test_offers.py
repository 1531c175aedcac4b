"""How feeds look before they are followed, and what is said where there are none."""

from __future__ import annotations

from typing import Any

import pytest

from smwatch.cli.views.offers import (
    THROUGH,
    as_dicts,
    preview_dict,
    show_offers,
    show_preview,
    tell_failure,
    tell_nothing,
)
from smwatch.feeds.discover import Found, Offer
from smwatch.models import Entry, FailureKind, Feed, FeedKind, FeedSpec, Mention, Polled, Why
from smwatch.protocols import FetchFailed
from tests.cli.views.seen import NOW, seen

POSTS = Offer(url="https://u:secret@a.example/feed", title="Le blogue", kind=FeedKind.ENTRIES, entries=12)
TALK = Offer(url="https://a.example/comments", title="", kind=FeedKind.COMMENTS, entries=1)


def test_offers_stand_an_address_a_line_as_they_can_be_copied() -> None:
    told = seen(lambda terminal: show_offers(terminal, [POSTS, TALK]))
    assert told.out.splitlines() == [
        "https://***@a.example/feed",
        "    12 entries · Le blogue",
        "https://a.example/comments",
        "    1 comment",
    ]
    assert told.err == "To follow one: smwatch feeds add ADDRESS\n"
    assert seen(lambda terminal: show_offers(terminal, [POSTS], how=False)).err == ""


@pytest.mark.parametrize(("width", "most"), [(60, 56), (44, 40), (20, 36)])
def test_a_long_title_is_cut_to_the_screen(width: int, most: int) -> None:
    long = Offer(url="https://a.example/feed", title="é" * 200, kind=FeedKind.ENTRIES, entries=2)
    told = seen(lambda terminal: show_offers(terminal, [long]), width=width).out.splitlines()[1]
    assert len(told) == 4 + most
    assert told.endswith("é…")


def test_offers_for_scripts() -> None:
    assert as_dicts([POSTS]) == [
        {"url": "https://***@a.example/feed", "title": "Le blogue", "kind": "entries", "entries": 12}
    ]


def found(**changes: Any) -> Found:  # noqa: ANN401 - fields
    told: dict[str, Any] = {"offers": (), "tried": ()}
    return Found(**(told | changes))


def test_where_nothing_was_found_it_says_where_it_looked_and_what_to_do() -> None:
    tried = tuple(f"https://a.example/{name}" for name in ("", "feed/", "rss", "atom.xml?x=1", "5", "6", "7"))
    address = "https://u:secret@a.example"
    told = seen(lambda terminal: tell_nothing(terminal, address, found(tried=tried)), width=200).err
    assert told.splitlines() == [
        "No feed was found at https://***@a.example.",
        "Tried: /, /feed/, /rss, /atom.xml?x=1, /5, /6, …",
        "If the site has a link called RSS, Atom or feed, give its address.",
        "Otherwise a search may find what it says: `smwatch feeds presets` lists them.",
    ]


def failed(kind: FailureKind, **args: str) -> FetchFailed:
    return FetchFailed(kind=kind, message="{host} says no", args={"host": "a.example"} | args)


def test_where_the_page_could_not_be_had_the_reason_is_all() -> None:
    told = seen(lambda terminal: tell_nothing(terminal, "a.example", found(failed=failed(FailureKind.TIMEOUT)))).err
    assert told.splitlines() == ["No feed was found at a.example.", "The reason: a.example says no"]


@pytest.mark.parametrize(
    ("why", "mend"),
    [
        (failed(FailureKind.TIMEOUT), "see whether {url} opens in a browser"),
        (failed(FailureKind.FORBIDDEN_ADDRESS), "see whether {url} opens in a browser"),
        (failed(FailureKind.FORBIDDEN_ADDRESS, address="10.0.0.1"), THROUGH),
        (failed(FailureKind.STATUS), "if a browser opens it, give the address of its link called RSS, Atom or feed"),
        (failed(FailureKind.GONE), "if a browser opens it, give the address of its link called RSS, Atom or feed"),
    ],
)
def test_a_failure_says_how_to_get_there(why: FetchFailed, mend: str) -> None:
    error = tell_failure(why, "https://u:secret@a.example")
    assert (error.what, error.mend) == ("{host} says no", mend)
    assert error.arguments["url"] == "https://***@a.example"


def test_another_way_to_let_an_address_through_may_be_told() -> None:
    error = tell_failure(failed(FailureKind.FORBIDDEN_ADDRESS, address="10.0.0.1"), "a.example", opens="write it")
    assert error.mend == "write it"


SPEC = FeedSpec(url="https://u:secret@a.example/feed")
OLD, NEW = (
    Entry(key="1", url="https://a.example/1?token=abc", title="", text="An  old\nentry", published=NOW.replace(hour=1)),
    Entry(key="2", url="https://a.example/2", title="A new one", published=NOW),
)
POLLED = Polled(
    feed=Feed(spec=SPEC, url=SPEC.url), at=NOW, title="Le blogue", seen=2, entries=(OLD, NEW),
    mentions=(
        Mention(entry_key="2", brand="Nordelait", why=Why.NAMED),
        Mention(entry_key="2", brand="Rivale", why=Why.NAMED),
    ),
)  # fmt: skip


def test_a_preview_tells_the_newest_first_and_whom_they_mention() -> None:
    told = seen(lambda terminal: show_preview(terminal, POLLED))
    assert told.out.splitlines() == [
        "https://***@a.example/feed",
        "    Le blogue",
        "    2 entries, mentions among them now: Nordelait 1, Rivale 1",
        "    2010-03-24 11:30  [Nordelait, Rivale] A new one",
        "    2010-03-24 01:30  An old entry",
    ]
    assert told.err == "Nothing was stored. To follow it: smwatch feeds add https://***@a.example/feed\n"


def test_a_preview_for_scripts_has_every_entry() -> None:
    told = preview_dict(POLLED)
    assert told["newest"] == [
        {
            "url": "https://a.example/2",
            "title": "A new one",
            "published": "2010-03-24T11:30:00Z",
            "brands": ["Nordelait", "Rivale"],
        },
        {
            "url": "https://a.example/1?token=***",
            "title": "",
            "published": "2010-03-24T01:30:00Z",
            "brands": [],
        },
    ]
    assert (told["url"], told["title"], told["entries"]) == ("https://***@a.example/feed", "Le blogue", 2)
    assert told["mentions"] == {"Nordelait": 1, "Rivale": 1}

"""A desk with something on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from smwatch.models import Alert, AlertChange, AlertKind, Change, Count
from smwatch.store import open_store
from tests.desk import MORNING, Desk, Ready, item, rss

ALERT = Alert(
    brand="Rivale",  # a competitor: no scan moves it
    kind=AlertKind.CRISIS,
    opened=MORNING,
    updated=MORNING,
    window=timedelta(hours=6),
    negatives=12,
    mentions=15,
    stories=14,
    authors=11,
    expected=0.7,
    probability=1e-9,
    sources=(Count(name="La page", count=12),),
    terms=(Count(name="huile", count=7),),
    first_mention="1",
)


Answers = Callable[..., None]
"""Takes what somebody answers, one question after the other."""


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Somebody sits at the terminal."""

    def answering(*said: str) -> None:
        left = iter(said)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("typer.prompt", lambda *_, **__: next(left))

    return answering


def busy(desk: Desk) -> None:
    """A scan: five mentions in two languages, a comment feed, a dead feed."""
    post = desk.server.url("/post/")
    desk.feed(
        "/blog/feed/",
        item(
            "Nordelait ouvre",
            "Bravo à Nordelait, une belle usine.",
            link=post,
            author="Ève",
            more=f"<wfw:commentRss>{post}feed/</wfw:commentRss><slash:comments>2</slash:comments>",
        ),
        item("Rien à voir", "Il pleut.", link="http://a.example/2"),
        declared='source = "Le blogue"',
    )
    comments = [
        item("Par : Luc", "C'est honteux, dégoûtant et scandaleux.", link=f"{post}#comment-1", author="Luc"),
        item("Par : Zoé", "Merci.", link=f"{post}#comment-2", author="Zoé"),
    ]
    desk.server.serve("/post/feed/", rss(*comments, title="Commentaires"))
    desk.feed(
        "/news/feed/",
        item("Nordelait is shameful", "This is a terrible disgusting lie.", link="http://a.example/3", author="=cmd"),
        item("A new plant", "Nordelait opens a plant in the suburbs of the town.", link="http://a.example/4"),
        declared='source = "The Courier"',
    )
    desk.feed("/dead/feed/", status=503)
    desk.runs("scan")


@pytest.fixture
def busy_desk(readied: Callable[[Ready], Desk]) -> Desk:
    """A desk after that."""
    return readied(busy)


def raise_alert(desk: Desk) -> None:
    """An alert is open, of a competitor."""
    if "Rivale" not in desk.config:
        desk.config += '\n[[brands]]\nname = "Rivale"\nkind = "competitor"\n'
    store = open_store(desk.folder / "smwatch.db")
    store.save_alerts([AlertChange(ALERT, Change.OPENED)])
    store.close()

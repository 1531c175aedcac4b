"""Small values for the tests of the store: a feed, an entry, a mention, a poll, with what matters said at the call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from smwatch.models import (
    Entry,
    Feed,
    FeedKind,
    FeedSpec,
    Label,
    Letter,
    Mention,
    Origin,
    Polled,
    Post,
    Posted,
    Saved,
    Sentiment,
    Span,
    Timing,
    Why,
)
from smwatch.store import Store

MONDAY = datetime(2010, 3, 22, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BLOG = FeedSpec(url="https://blog.example/feed/", source="Le Blogue")
NEWS = FeedSpec(url="https://news.example/rss")
SOON = Timing(MONDAY + HOUR, "asked every hour")
BAD = Sentiment(score=-0.6, label=Label.NEGATIVE, scorer="vader/1", words=(("honte", -0.6),))
GOOD = Sentiment(score=0.5, label=Label.POSITIVE, scorer="vader/1")


def entry(key: str, text: str = "Du chocolat", **more: Any) -> Entry:  # noqa: ANN401 - any field of the model
    """An entry whose digest follows its text."""
    fields = {"url": f"https://blog.example/{key}", "published": MONDAY - HOUR, "title": f"Titre {key}", **more}
    return Entry(key=key, text=text, digest=f"{fields['title']}|{text}", **fields)


def mention(key: str, brand: str = "Nestlé", sentiment: Sentiment = BAD, **more: Any) -> Mention:  # noqa: ANN401 - any field of the model
    """A mention by name."""
    fields = {"why": Why.NAMED, "spans": (Span("text", 3, 9),), **more}
    return Mention(entry_key=key, brand=brand, sentiment=sentiment, **fields)


def comments_of(url: str, thread: str = "", parent: FeedSpec = BLOG) -> FeedSpec:
    """A comment feed that was found on the way."""
    return FeedSpec(url=url, kind=FeedKind.COMMENTS, origin=Origin.DISCOVERED, parent=parent.url, thread=thread)


def polled(spec: FeedSpec, entries: Sequence[Entry] = (), mentions: Sequence[Mention] = (), **more: Any) -> Polled:  # noqa: ANN401 - any field of the model
    """A poll of a feed as scan.py hands it over."""
    fields = {"at": MONDAY, "seen": len(entries), **more}
    return Polled(feed=Feed(spec=spec, url=spec.url), entries=tuple(entries), mentions=tuple(mentions), **fields)


def save(store: Store, poll: Polled, timing: Timing | None = None) -> Saved:
    """Store it; polled again an hour later."""
    return store.save_poll(poll, timing or replace(SOON, at=poll.at + HOUR))


def digest_of(name: str, until: datetime = MONDAY, content: bytes = b"Bonjour") -> Posted:
    """A digest that is to go out."""
    letter = Letter(
        to=("rp@nordelait.example",), message_id=f"<{until:%d%H}.{name}@nordelait.example>", content=content
    )
    return Posted(name=name, since=until - timedelta(days=1), until=until, letter=letter)


def send_digest(store: Store, name: str, until: datetime = MONDAY) -> Posted:
    """A digest that went out."""
    store.outbox.post(digest_of(name, until))
    waiting = take(store, name, until)
    assert waiting is not None
    store.outbox.settle(replace(waiting, state=Post.SENT, taken=waiting.letter.to), until)
    return waiting


def take(store: Store, name: str, now: datetime = MONDAY) -> Posted | None:
    """The oldest digest of this name that waits, to be tried."""
    waiting = next((one for one in store.outbox.waiting() if one.name == name), None)
    return store.outbox.take(waiting, now) if waiting else None

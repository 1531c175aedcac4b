"""A small first quarter of 2010 that analysts' questions are tried on: every answer can be counted on the fingers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from smwatch.models import FailureKind, Feed, FeedKind, FeedSpec, Label, PollFailed, Sentiment, Why
from smwatch.store import open_store
from tests.store.examples import BAD, BLOG, GOOD, NEWS, SOON, comments_of, entry, mention, polled, save, send_digest

NOW = datetime(2010, 3, 24, 8, 0, tzinfo=UTC)
POST = "https://blog.example/a"
FANS = comments_of(f"{POST}/feed/", POST)
DEAD = FeedSpec(url="https://dead.example/rss", source="Le Silence")
WORST = Sentiment(score=-0.9, label=Label.NEGATIVE, scorer="vader/1")

_TOLD = (  # feed, key, published, language, author, text, brand, sentiment, story
    (BLOG, "a", "2010-03-15T09:00", "fr", "Ève", "Du lait tourné", "Nordelait", BAD, "s1"),
    (BLOG, "b", "2010-03-21T23:00", "fr", "Ève", "C'est dégoûtant, et sans cœur", "Nordelait", BAD, "s2"),
    (NEWS, "c", "2010-03-22T08:00", "fr", "Rédaction", "Du lait tourné", "Nordelait", BAD, "s1"),
    (NEWS, "d", "2010-03-22T09:00", "en", "Newsroom", "Fine milk", "Nordelait", GOOD, "s3"),
    (NEWS, "e", "2010-02-10T09:00", "fr", "Rédaction", "Du bon fromage", "Rivale", GOOD, "s4"),
    (FANS, "x", "2010-03-23T09:00", "fr", "Luc", "Honteux", "Nordelait", BAD, "s5"),
    (FANS, "y", "2010-03-23T10:00", "en", "Zoé", "I like it", "Nordelait", GOOD, "s6"),
    (FANS, "z", "2010-03-23T11:00", "fr", "Luc", "Scandaleux", "Nordelait", WORST, "s7"),
)


def fill(path: Path) -> None:
    """The database at `path`: eight mentions, a ninth that is hidden, a digest that was sent, a decision."""
    store = open_store(path, who="Marie")
    store.sync_feeds([BLOG, NEWS, DEAD], NOW)
    for feed in (BLOG, NEWS, FANS):
        kind, thread = (FeedKind.COMMENTS, POST) if feed is FANS else (FeedKind.ENTRIES, "")
        why = Why.THREAD if feed is FANS else Why.NAMED
        told = [row for row in _TOLD if row[0] is feed]
        entries = [
            replace(entry(key, text), published=_at(at), lang=lang, author=author, kind=kind, thread=thread)
            for _, key, at, lang, author, text, *_ in told
        ]
        mentions = [mention(row[1], row[6], row[7], story=row[8], why=why) for row in told]
        found = (FANS,) if feed is BLOG else ()
        save(store, polled(feed, entries, mentions, at=NOW, title="Le Devoir" * (feed is NEWS), comment_feeds=found))
    save(store, polled(NEWS, [entry("h", published=_at("2010-03-22T08:00"))], [mention("h", "Nordelait")], at=NOW))
    save(store, polled(NEWS, [entry("h", "rien", published=_at("2010-03-22T08:00"))], at=NOW))  # names it no more
    down = PollFailed(feed=Feed(spec=DEAD, url=DEAD.url), at=NOW, kind=FailureKind.DNS, message="no such host")
    store.save_failure(down, SOON)
    send_digest(store, "matin", NOW)
    store.label_mentions([5], Label.POSITIVE, NOW)
    store.close()


def _at(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=UTC)

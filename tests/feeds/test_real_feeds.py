"""Feeds as they were found on the web, where a folder of them is at hand: SMWATCH_SHARED, or ../shared."""

from __future__ import annotations

import io
import os
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smwatch.feeds.poll import read
from smwatch.models import Feed, FeedKind, FeedSpec, KnownEntry, Polled, Validators
from smwatch.protocols import Fetched, Unread

FOLDER = Path(os.environ.get("SMWATCH_SHARED") or Path(__file__).parents[3] / "shared") / "data" / "feeds"
FEEDS = sorted(path for path in FOLDER.glob("*") if path.suffix in {".xml", ".json"}) if FOLDER.is_dir() else []
NOW = datetime(2026, 11, 24, tzinfo=UTC)
URL = "https://feeds.example.com/feed/"

CASES = sorted((Path(__file__).parent / "cases").iterdir())

needs_feeds = pytest.mark.skipif(not FEEDS, reason="no folder of real feeds here")


def answer(path: Path) -> Fetched:
    return Fetched(url=URL, status=200, body=path.read_bytes(), headers={"content-type": "application/xml"})


def polled(path: Path, known: tuple[KnownEntry, ...] = ()) -> Polled:
    feed = Feed(spec=FeedSpec(url=URL), url=URL, known=known)
    result = read(Unread(feed=feed, at=NOW, answer=answer(path), validators=Validators()), ("fr", "en"))
    assert isinstance(result, Polled), result
    return result


@needs_feeds
@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_as_many_entries_as_feedparser_finds_and_none_new_the_second_time(path: Path) -> None:
    once = polled(path)
    known = tuple(KnownEntry(key=e.key, id=e.id, url=e.url, digest=e.digest) for e in once.entries)
    assert polled(path, known).entries == ()
    assert len(once.entries) == once.seen  # none of these says the same twice
    if path.suffix == ".json":
        assert once.seen
        return
    import feedparser

    with warnings.catch_warnings(action="ignore"):
        theirs = feedparser.parse(io.BytesIO(path.read_bytes()))
    assert once.seen == len(theirs.entries)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_an_odd_feed_brings_nothing_new_the_second_time(path: Path) -> None:
    once = polled(path)
    assert once.entries
    assert len({entry.key for entry in once.entries}) == len(once.entries)
    known = tuple(KnownEntry(key=e.key, id=e.id, url=e.url, digest=e.digest) for e in once.entries)
    assert polled(path, known).entries == ()


@needs_feeds
@pytest.mark.parametrize("path", [path for path in FEEDS if "comments" in path.name], ids=lambda path: path.name)
def test_comments_have_a_thread_and_an_author_and_no_made_up_title(path: Path) -> None:
    for entry in polled(path).entries:
        assert entry.kind is FeedKind.COMMENTS
        assert entry.thread
        assert "#" not in entry.thread
        assert "comment-page" not in entry.thread
        assert entry.author
        assert entry.title == ""


@needs_feeds
@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_nearly_every_entry_is_in_a_language_that_is_spoken_somewhere(path: Path) -> None:
    langs = [entry.lang for entry in polled(path).entries]
    assert langs.count("") <= len(langs) / 10


@needs_feeds
def test_comment_feeds_which_never_say_so_are_in_the_language_of_their_readers() -> None:
    """The language of each feed was told by hand; French readers write to English blogs too, but seldom."""
    spoken = {"stargateuniverse": "fr", "desirelabs": "fr", "old-whizzy": "en"}
    for name, lang in spoken.items():
        paths = [path for path in FEEDS if path.name.startswith(name) and "comments" in path.name]
        langs = [entry.lang for path in paths for entry in polled(path).entries]
        assert langs.count(lang) / len(langs) > (0.75 if name == "old-whizzy" else 0.97), (name, langs)

"""Entries of real feeds hold the words that a reader sees, and are mentions of no other: a browser tells which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from smwatch.feeds.entries import read_entries
from smwatch.feeds.parse import parse
from smwatch.matching.evaluate import find
from smwatch.matching.leaves import parse_name
from smwatch.matching.subject import Reading, Subject
from smwatch.models import Feed, FeedSpec
from smwatch.text.clean import clean, scrub
from smwatch.text.entities import decode_entities
from smwatch.text.fold import fold
from smwatch.text.mojibake import mend
from tests.browser import needs_chromium, seen, words
from tests.feeds.test_real_feeds import FEEDS, NOW, URL, needs_feeds

FEWEST = 200  # entries that must be looked at, so that the test says something


@dataclass(frozen=True)
class Told:
    """An entry: its HTML, what we read of it, and what a browser shows of it."""

    name: str
    html: str
    title: str
    text: str
    title_seen: str
    text_seen: str


@cache
def told() -> list[Told]:
    """All entries of all feeds."""
    feed = Feed(spec=FeedSpec(url=URL), url=URL)
    drafts = [(path.name, draft) for path in FEEDS for draft in parse(path.read_bytes(), {}, URL).drafts]
    entries = read_entries(feed, [draft for _, draft in drafts], NOW)
    bodies = [
        next((body for body in draft.bodies if clean(body) == entry.text), "")
        for (_, draft), entry in zip(drafts, entries, strict=True)
    ]
    pages = list(dict.fromkeys([draft.title for _, draft in drafts] + bodies))
    shown = dict(zip(pages, map(_as_ours, seen(pages)), strict=True))
    return [
        Told(name, " ".join((draft.title, *draft.bodies)), entry.title, entry.text, shown[draft.title], shown[body])
        for (name, draft), entry, body in zip(drafts, entries, bodies, strict=True)
    ]


def _as_ours(text: str) -> str:
    """What a browser shows, mended where feeds are read with more good will than browsers have."""
    return scrub(mend(decode_entities(text)))


@needs_feeds
@needs_chromium
def test_the_words_of_an_entry_are_those_that_a_reader_sees() -> None:
    """All of them, no other, in the same order."""
    entries = told()
    assert len(entries) > FEWEST
    for entry in entries:
        assert words(entry.title) == words(entry.title_seen), entry.name
        assert words(entry.text) == words(entry.text_seen), entry.name


@needs_feeds
@needs_chromium
def test_no_entry_is_a_mention_of_a_word_that_a_reader_does_not_see() -> None:
    """Every word of its HTML that isn't shown (names of tags, classes, addresses, scripts …) is asked for."""
    asked = 0
    for entry in told():
        shown = f"{entry.title_seen} {entry.text_seen}"
        tags = " ".join(map(fold, re.findall(r"[#@]\w+", shown)))  # hold names inside of words
        reading = Reading(Subject(title=entry.title, text=entry.text))
        unseen = {fold(word) for word in _words(entry.html)} - {fold(word) for word in _words(shown)}
        for word in unseen:
            if word and word not in tags:
                asked += 1
                assert find(parse_name(word), reading) is None, (entry.name, word)
    assert asked > 100 * FEWEST


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)

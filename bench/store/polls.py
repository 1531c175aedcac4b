"""Polls as feeds bring them, made up and the same each time: so many feeds, entries, and entries that mention somebody.

    documents(feeds=300, entries=20, mentioning=2) -> [Polled]

Texts have the lengths of what feeds carry (a median of 700 characters, a few ten times as long) and words as frequent
as words are (Zipf), so that the full-text index grows as it does in life. One mention in six tells of two brands; one
text in ten is a copy of an earlier one, as press releases are.
"""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from smwatch.models import (
    Entry,
    Feed,
    FeedSpec,
    Label,
    Mention,
    Polled,
    Sentiment,
    Span,
    Timing,
    Validators,
    Why,
)
from smwatch.text.shingles import print_of, read_exact, story_id

MONDAY = datetime(2010, 3, 22, 8, 0, tzinfo=UTC)
BRANDS = ("Nestlé", "Dell", "Bombardier", "Air Canada", "Vidéotron", "Métro", "Ubisoft", "Saputo")
MIXES = {"nothing mentions": 0, "2 of 20 mention": 2, "all 20 mention": 20}

_SYLLABLES = (
    "a an au bi bou ca cha co da dé di é en fa fi ga gué in ja la le li lo ma mi mo na né no ou pa pi po ra ré ri ro "
    "sa sé si so ta té ti to u va vi vo œu"
).split()
_WORDS = 20_000


class Words:
    """Words that don't exist, some far more frequent than others."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(_WORDS)]
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(_WORDS)))

    def some(self, characters: int) -> str:
        """A text of about so many characters."""
        told = self._chance.choices(self._words, cum_weights=self._weights, k=max(characters // 6, 1))
        return " ".join(word + "." if at % 17 == 16 else word for at, word in enumerate(told))


def specs(feeds: int) -> list[FeedSpec]:
    """The feeds of the config."""
    return [FeedSpec(url=f"https://www.site{n}.example/feed/", source=f"Site {n}") for n in range(feeds)]


def documents(feeds: int, entries: int, mentioning: int, seed: int = 1) -> list[Polled]:
    """The first poll of each feed."""
    chance = random.Random(seed)
    words, copied = Words(chance), list[str]()
    return [_poll(chance, words, copied, spec, (n, entries, mentioning)) for n, spec in enumerate(specs(feeds))]


def _poll(
    chance: random.Random, words: Words, copied: list[str], spec: FeedSpec, numbers: tuple[int, int, int]
) -> Polled:
    feed, entries, mentioning = numbers
    told = [_entry(chance, words, copied, feed, n) for n in range(entries)]
    noted = chance.sample(told, mentioning)
    prints = {entry.key: print_of(entry.title, entry.text) for entry in noted}
    return Polled(
        feed=Feed(spec=spec, url=spec.url),
        at=MONDAY + timedelta(milliseconds=feed),
        title=f"Le site {feed}",
        seen=entries,
        entries=tuple(told),
        mentions=tuple(mention for entry in noted for mention in _mentions(chance, entry, prints[entry.key])),
        prints=prints,
        validators=Validators(etag=f'"{feed:x}"', body_digest=f"{feed:032x}"),
        marks=chance.randbytes(16 * entries),
    )


def _entry(chance: random.Random, words: Words, copied: list[str], feed: int, number: int) -> Entry:
    text = chance.choice(copied) if copied and chance.random() < 0.1 else words.some(_length(chance))
    copied.append(text)
    title, url = words.some(60), f"https://www.site{feed}.example/2010/03/{_slug(words.some(30))}-{number}/"
    return Entry(
        key=f"{url}?p={number}",
        id=f"https://www.site{feed}.example/?p={number}",
        url=url,
        title=title,
        text=text,
        author=words.some(14).title(),
        published=MONDAY - timedelta(minutes=chance.randint(1, 20_000)),
        lang=chance.choice(("fr", "fr", "fr", "en")),
        comment_feeds=(f"{url}feed/",),
        digest=hashlib.blake2b(f"{title}\n{text}".encode(), digest_size=16).hexdigest(),
    )


def _slug(title: str) -> str:
    """As blogs put a title into an address."""
    return re.sub("[^a-z]+", "-", unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode())


def _length(chance: random.Random) -> int:
    return min(int(chance.lognormvariate(6.55, 0.9)), 20_000)


def _mentions(chance: random.Random, entry: Entry, printed: bytes) -> list[Mention]:
    brands = chance.sample(BRANDS, 1 + (chance.random() < 1 / 6))
    return [
        Mention(
            entry_key=entry.key,
            brand=brand,
            why=Why.NAMED,
            spans=(Span("title", 3, 3 + len(brand)), Span("text", 40, 40 + len(brand))),
            sentiment=_sentiment(chance),
            story=story_id(read_exact(printed)),
        )
        for brand in brands
    ]


def _sentiment(chance: random.Random) -> Sentiment:
    score = round(chance.uniform(-1, 1), 4)
    label = Label.NEGATIVE if score < -0.1 else Label.POSITIVE if score > 0.1 else Label.NEUTRAL
    return Sentiment(score=score, label=label, worst=score, scorer="vader/1", words=(("déçu", -0.42), ("bravo", 0.3)))


def timing(poll: Polled) -> Timing:
    """When it is polled next."""
    return Timing(poll.at + timedelta(hours=1), "as often as it had something new", rhythm=b"\x01" * 24)

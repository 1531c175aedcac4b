"""The two halves of understanding: found where a document may hurt, scored where the encoder is; in batches."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from smwatch.config.settings import Config, SentimentSettings
from smwatch.matching.brands import compile_brands
from smwatch.models import Brand, Entry, Feed, FeedSpec, Polled, Sentiment, Validators
from smwatch.polling import Reading
from smwatch.protocols import Fetched, Passage, Unread
from smwatch.runners.limits import LOADED
from smwatch.runners.processes import Readers
from smwatch.sentiment.scorers import scorer_named
from smwatch.understand import BATCH, BATCH_TEXT, FLOOD, READ, Finding, Scoring, batches, within
from tests.desk import item, rss
from tests.runners.mindful import mindful

NOW = datetime(2010, 3, 24, tzinfo=UTC)
FEED = Feed(spec=FeedSpec(url="https://blog.example/feed/"), url="https://blog.example/feed/")
BRANDS = (Brand(name="Nordelait", names=("Nordelait",)), Brand(name="Val-Doré", names=("Val-Doré",)))
TEXTS = ("Nordelait est affreux.", "Rien à voir.", "Val-Doré est formidable. Nordelait, quelle honte!", "Nordelait")


def polled(texts: Sequence[str]) -> Polled:
    entries = tuple(Entry(key=f"{n}", text=text, lang="fr", published=NOW) for n, text in enumerate(texts))
    found = Polled(feed=FEED, at=NOW, entries=entries)
    return Reading(finding=Finding(matcher=compile_brands(BRANDS)), languages=("fr", "en")).understood(found)


class Slow:
    """Notes what it is asked, and by how many at once."""

    name = "slow"
    versions = frozenset(("slow/1",))

    def __init__(self) -> None:
        self.asked: list[int] = []

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        self.asked.append(len(passages))
        return [Sentiment(score=0.0, scorer=f"{one.brand} {len(one.text)}") for one in passages]


def test_what_is_found_is_scored_for_the_brand_that_it_is_about() -> None:
    found = polled(TEXTS)
    assert [(m.entry_key, m.brand, m.sentiment) for m in found.mentions] == [
        ("0", "Nordelait", Sentiment()),
        ("2", "Nordelait", Sentiment()),
        ("2", "Val-Doré", Sentiment()),
        ("3", "Nordelait", Sentiment()),
    ]
    assert set(found.prints) == {"0", "2", "3"}
    scored = Scoring(lambda: scorer_named("lexicon")).polled(found)
    signs = [(m.sentiment.score or 0.0) > 0 for m in scored.mentions]
    assert signs == [False, False, True, False]
    assert [m.story for m in scored.mentions] == [m.story for m in found.mentions]


def test_a_scorer_is_loaded_once_and_only_where_there_is_something_to_score() -> None:
    loaded = list[Slow]()

    def load() -> Slow:
        loaded.append(Slow())
        return loaded[-1]

    scoring = Scoring(load)
    assert scoring.polled(polled(["Rien", "Toujours rien"])).mentions == ()
    assert loaded == []
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(scoring.polled, [polled(TEXTS)] * 40))
    assert len(loaded) == 1
    assert sum(loaded[0].asked) == 160


def test_many_are_scored_in_batches_and_that_is_told() -> None:
    told, slow = list[tuple[int, int]](), Slow()
    scoring = Scoring(lambda: slow, lambda done, total: told.append((done, total)))
    scoring.polled(polled(TEXTS))
    assert told == [], "nobody waits for a few"
    many = scoring.polled(polled([f"Nordelait {'x' * n}" for n in range(500)]))
    assert [m.sentiment.scorer for m in many.mentions] == [f"Nordelait {n + 10}" for n in range(500)]
    assert told[0] == (BATCH, 500)
    assert told[-1] == (500, 500)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert max(slow.asked) == BATCH


def test_feeds_that_are_scored_at_once_are_counted_together() -> None:
    told, both = list[tuple[int, int]](), threading.Barrier(2)

    class Waiting(Slow):
        def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
            if not self.asked:
                both.wait(10)
            return super().score(passages)

    scorers = iter([Waiting()])
    scoring = Scoring(lambda: next(scorers), lambda done, total: told.append((done, total)))
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(scoring.polled, [polled(["Nordelait !"] * 200)] * 2))
    assert max(total for _, total in told) == 400
    assert told[-1][0] <= 400


def test_long_texts_make_small_batches() -> None:
    texts = [Passage(text="x" * (BATCH_TEXT if n == 3 else 10)) for n in range(200)]
    found = list(batches(texts))
    assert [passage for batch in found for passage in batch] == texts
    assert all(found)
    assert [len(batch) for batch in found] == [4, 64, 64, 64, 4]
    assert list(batches([])) == []


def test_processes_that_read_know_no_scorer() -> None:
    """Nor do they carry one that was in use when they were started: an encoder in each would fill the memory."""
    Scoring(lambda: scorer_named("auto")).score([Passage(text="Nordelait est affreux", lang="fr")])
    body = rss(item("Nordelait", "Nordelait est affreux", link="https://blog.example/1"))
    answer = Fetched(url=FEED.url, status=200, body=body)
    config = Config(brands=BRANDS, sentiment=SentimentSettings(), database=Path("smwatch.db"))
    with Readers(partial(mindful, config), 1) as read:
        result = read(Unread(feed=FEED, at=NOW, answer=answer, validators=Validators()))
    assert isinstance(result, Polled)
    assert [(m.brand, m.sentiment) for m in result.mentions] == [("Nordelait", Sentiment())]
    assert result.title == ""
    assert not [name for name in LOADED if "sentiment" in name]


def test_a_flood_of_mentions_is_left_to_the_spare() -> None:
    """What one document can cost an encoder is bounded: the rest is scored all the same, and says by what."""
    assert within([Passage(text="x" * 1_000)] * 10, 5_500) == 5
    assert within([Passage(text="x" * 1_000)] * 10, 100_000) == 10
    assert within([Passage(text="x" * 1_000_000)] * 3, 3 * READ) == 3, "no more is read of one"
    assert within([], 5) == 0
    slow = Slow()
    many = polled(["Nordelait est affreux. " * 200] * (FLOOD // 2_000))
    scored = Scoring(lambda: slow, spare=lambda: scorer_named("lexicon")).polled(many).mentions
    spared = [m for m in scored if m.sentiment.scorer == "vader-fr/2"]
    assert len(scored) == len(many.mentions) == sum(slow.asked) + len(spared)
    assert len(spared) > len(scored) // 2
    assert scored[-1].sentiment.score is not None

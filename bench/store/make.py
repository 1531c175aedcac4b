"""A database with a million mentions over ten years, invented from a seed: through the real schema and its triggers.

    make(Path("/tmp/bench-store/ten-years.db"), Shape()) -> Path

Words follow Zipf's law in French and in English, texts have lengths as feeds send them, copies are of one story, a few
hundred threads hold half of all comments, and as many entries mention nobody, whose text was given up by then.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from smwatch.models import FeedSpec, Rescoring
from smwatch.store import Store, open_store
from smwatch.store.polls import INSERT_MENTION
from smwatch.store.stories import CAUGHT_UP, join_stories
from smwatch.store.values import listed, stored
from smwatch.text.copies import WINDOW
from smwatch.text.links import same_link

NOW = datetime(2026, 3, 24, 7, 0, tzinfo=UTC)
BRANDS = (
    "Nordelait", "Rivale", "Œuvre d'Or", "Café Belmont", "Érablière Côté", "Polar", "Trans-Boréal", "Lumina",
    "Banque du Fleuve", "Chez Gaston", "Zéphyr", "Kanuk Air",
)  # fmt: skip
_AT_ONCE = 20_000  # entries a transaction
_SENTENCES = 30_000  # of a language, that texts are put together from
_COPIED = 0.15  # of entries are copies of one of the last days
_INSERT_ENTRY = """
INSERT INTO entries (feed_id, key, own_id, digest, url, link, kind, thread, thread_link, published, date_trust, fetched,
                     lang, author, author_url, title, text)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'feed', ?, ?, ?, ?, ?, ?)
"""
_FRENCH = "le la les de des un une et à en que qui dans pour sur pas au est ne ce plus par avec son se il elle nous été"
_ENGLISH = "the of and to a in is that for it as was with be on not he by are this at from but have an they which you"
_KNOWN = {  # words that searches ask for, by how common they are: their rank
    "fr": {
        40: "yogourt",
        90: "qualité",
        300: "rappel",
        301: "volontaire",
        900: "élève",
        2500: "dégoûtant",
        9000: "œuf",
    },
    "en": {40: "yogurt", 90: "quality", 300: "recall", 301: "voluntary", 900: "summer", 2500: "disgusting"},
}
_ACCENTS = {"e": "éèê", "a": "àâ", "i": "îï", "o": "ôœ", "u": "ùû", "c": "ç"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How much, over how long a time."""

    mentions: int = 1_000_000
    days: int = 3650
    feeds: int = 400
    threads: int = 300
    seed: int = 7
    brands: tuple[str, ...] = BRANDS


@dataclass(slots=True)
class _Said:
    """One entry on its way into the database."""

    feed: int
    thread: str
    fetched: datetime
    published: datetime
    lang: str
    title: str
    text: str
    story: str


def make(path: Path, shape: Shape) -> Path:
    """The database of this shape, made where there is none."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    for old in path.parent.glob(part.name + "*"):
        old.unlink()
    began, store = time.perf_counter(), open_store(part)
    db = store._connection
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -400000")
    _Maker(store, shape).run()
    db.execute("PRAGMA journal_mode = WAL")
    store.close()
    part.rename(path)
    print(f"{path} made in {time.perf_counter() - began:.0f} s")
    return path


def config_for(database: Path, brands: Sequence[str] = BRANDS) -> Path:
    """A config of the database and its brands, beside it."""
    config = database.with_suffix(".toml")
    tables = "".join(f'[[brands]]\nname = "{name}"\n' for name in brands)
    config.write_text(f"database = {str(database)!r}\ntimezone = 'UTC'\n{tables}", "utf-8")
    return config


class _Maker:
    """Puts it together."""

    def __init__(self, store: Store, shape: Shape) -> None:
        self.db, self.shape, self.rng = store._connection, shape, random.Random(shape.seed)
        self.start = NOW - timedelta(days=shape.days)
        self.sentences = {lang: self._pool(lang) for lang in ("fr", "en")}
        self.authors = [f"{self._name()} {self._name()}" for _ in range(max(100, shape.mentions // 15))]
        self.of_author = list(accumulate(1 / (n + 20) for n in range(len(self.authors))))
        self.of_feed = list(accumulate(1 / (n + 5) for n in range(shape.feeds)))
        self.of_brand = list(accumulate(1 / (n + 1) for n in range(len(shape.brands))))
        self.told: list[_Said] = []  # of the last days
        self.threads: list[tuple[int, str]] = []
        self.feeds = self._feeds(store)

    def run(self) -> None:
        """All of it, a transaction at a time, in the order in which it was fetched."""
        made, number = 0, 0
        per_entry = 1.08  # some entries are about two brands
        entries = round(self.shape.mentions / per_entry)
        step = timedelta(days=self.shape.days) / entries
        while made < entries:
            some = min(_AT_ONCE, entries - made)
            self.db.execute("BEGIN")
            said = [self._say(self.start + step * (made + n)) for n in range(some)]
            number = self._write(said, number)
            self.db.execute("DELETE FROM story_texts WHERE fetched < ?", (stored(said[-1].fetched - WINDOW),))
            self.db.execute("COMMIT")
            made += some
        self.db.execute("BEGIN")
        for _ in range(self.shape.mentions // 10 // CAUGHT_UP + 1):
            if not self.db.execute("SELECT 1 FROM story_texts WHERE print IS NULL LIMIT 1").fetchone():
                break
            join_stories(self.db, {}, NOW)
        odd = "CASE id % 3 WHEN 0 THEN 'assigned' WHEN 1 THEN 'answered' ELSE 'ignored' END"
        self.db.execute(f"UPDATE mentions SET status = {odd} WHERE id % 97 = 0")
        for name in self.shape.brands:
            self.db.execute("INSERT INTO brands (name, since) VALUES (?, ?)", (name, stored(self.start)))
        self.db.execute("COMMIT")

    def _feeds(self, store: Store) -> list[int]:
        """Those of the config, and one of comments for each of the threads."""
        specs = [FeedSpec(url=f"https://site-{n}.example/feed/", source=f"Source {n}") for n in range(self.shape.feeds)]
        store.sync_feeds(specs, self.start)
        ids = [row[0] for row in self.db.execute("SELECT id FROM feeds ORDER BY id")]
        for n in range(self.shape.threads):
            parent = self.rng.randrange(self.shape.feeds // 4 or 1)
            thread = f"https://site-{parent}.example/articles/{n}-hot/"
            made = self.db.execute(
                """INSERT INTO feeds (url, source, kind, origin, parent_id, thread, thread_link, added)
                   VALUES (?, ?, 'comments', 'discovered', ?, ?, ?, ?) RETURNING id""",
                (f"{thread}feed/", f"Source {parent}", ids[parent], thread, same_link(thread), stored(self.start)),
            ).fetchone()
            self.threads.append((made[0], thread))
        return ids

    def _say(self, fetched: datetime) -> _Said:
        rng = self.rng
        lang = "fr" if rng.random() < 0.6 else "en"
        if rng.random() < 0.45:  # a comment, mostly of the thread that is hot at the time
            at = (fetched - self.start) / timedelta(days=self.shape.days) * len(self.threads)
            feed, thread = self.threads[min(len(self.threads) - 1, int(abs(rng.gauss(at, 3))))]
            words, title = max(1, int(rng.lognormvariate(0.7, 0.7))), ""
        else:
            feed, thread = rng.choices(self.feeds, cum_weights=self.of_feed)[0], ""
            words, title = max(1, int(rng.lognormvariate(1.6, 0.7))), rng.choice(self.sentences[lang])[:80]
        lag = rng.expovariate(1 / 3600) if rng.random() < 0.97 else rng.uniform(0, 20 * 86400)
        published = fetched - timedelta(seconds=lag)
        if self.told and not thread and rng.random() < _COPIED:
            of = self.told[-rng.randint(1, min(len(self.told), 400))]
            return _Said(feed, "", fetched, published, of.lang, of.title, of.text, of.story)
        text = " ".join(rng.choices(self.sentences[lang], k=words))
        if rng.random() < 0.05:
            text += f" dossier {rng.randrange(10**6)}"
        said = _Said(feed, thread, fetched, published, lang, title, text, f"{rng.getrandbits(64):016x}")
        if not thread:
            self.told = [*self.told[-400:], said] if len(self.told) > 2000 else self.told
            self.told.append(said)
        return said

    def _write(self, said: Sequence[_Said], number: int) -> int:
        """Entries and their mentions, as many that mention nobody between them."""
        entries, mentions = [], []
        for one in said:
            for mentioned in (True, False):
                number += 1
                key = f"https://site-{one.feed}.example/?p={number}"
                digest = f"{number * 2654435761 % 2**128:032x}"
                fetched = stored(one.fetched)
                if not mentioned:
                    rest = ("", "", "entry", "", "", stored(one.published), fetched, one.lang, "", "", "", "")
                    entries.append((number, (one.feed, key, "", digest, *rest)))
                    continue
                entries.append((number, self._entry(one, number, key, digest)))
                mentions += self._mentions(one, number, fetched)
        self.db.executemany(_INSERT_ENTRY.replace("(feed_id", "(id, feed_id").replace("(?", "(?, ?", 1),
                            [(n, *row) for n, row in entries])  # fmt: skip
        self.db.executemany(INSERT_MENTION, mentions)
        return number

    def _entry(self, one: _Said, number: int, key: str, digest: str) -> tuple[object, ...]:
        url = one.thread + f"#comment-{number}" if one.thread else f"https://site-{one.feed}.example/articles/{number}/"
        author = self.rng.choices(self.authors, cum_weights=self.of_author)[0]
        page = f"https://people.example/{author.replace(' ', '-')}" if self.rng.random() < 0.2 else ""
        return (
            one.feed, key, key, digest, url, same_link(url), "comment" if one.thread else "entry", one.thread,
            same_link(one.thread) if one.thread else "", stored(one.published), stored(one.fetched),
            one.lang if self.rng.random() < 0.995 else self.rng.choice(("", "es", "de")), author, page, one.title,
            one.text,
        )  # fmt: skip

    def _mentions(self, one: _Said, number: int, fetched: str) -> Iterator[tuple[object, ...]]:
        brands = {
            self.rng.choices(self.shape.brands, cum_weights=self.of_brand)[0]
            for _ in range(1 + (self.rng.random() < 0.11))
        }
        for brand in brands:
            score, label = self._felt()
            words = listed([("honteux", -0.61), ("rappel", -0.22), ("merci", 0.31)]) if label else "[]"
            yield (
                number, brand, "comment" if one.thread else "entry", stored(one.published), fetched,
                "THREAD" if one.thread else "NAMED", score, label, "encoder/2", score, one.story,
                listed([("text", 12, 12 + len(brand))]), words,
            )  # fmt: skip

    def _felt(self) -> tuple[float | None, str | None]:
        found = self.rng.random()
        if found < 0.06:
            return None, None
        score = round(self.rng.uniform(-1, 1), 4)
        return score, "negative" if score < -0.4 else "positive" if score > 0.4 else "neutral"

    def _pool(self, lang: str) -> list[str]:
        """Sentences of a language, their words as common as Zipf says."""
        words = (_FRENCH if lang == "fr" else _ENGLISH).split()
        seen = set(words)
        while len(words) < 40_000:
            if (word := self._name(lang).lower()) not in seen:
                seen.add(word)
                words.append(word)
        for rank, word in _KNOWN[lang].items():
            words[rank] = word
        weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
        drawn = self.rng.choices(words, cum_weights=weights, k=_SENTENCES * 13)
        return [" ".join(drawn[13 * n : 13 * n + 13]).capitalize() + "." for n in range(_SENTENCES)]

    def _name(self, lang: str = "fr") -> str:
        rng = self.rng
        letters = "".join(rng.choice("bcdfglmnprstv") + rng.choice("aeiou") for _ in range(rng.randint(1, 4)))
        letters += rng.choice(("", "", "s", "r", "nt", "l"))
        if lang == "fr" and rng.random() < 0.3:
            at = rng.randrange(len(letters))
            letters = letters[:at] + rng.choice(_ACCENTS.get(letters[at], letters[at])) + letters[at + 1 :]
        return letters.capitalize()


RESCORING = Rescoring(scorers=frozenset({"encoder/2"}))
"""What the bench says by which its mentions are scored."""

"""Which brands entries are about, and how they feel about them: two halves, both without network and store.

    Finding     finds the mentions in entries       anywhere, also in a process that may be lost
    Scoring     asks a scorer how they feel         in the program's own process: an encoder is too large for each

Asked by scan.py for what a feed brought, and by rematch.py for what is stored when a query has changed.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from smwatch.matching.brands import Matcher
from smwatch.matching.mentions import find_mentions
from smwatch.matching.story import print_of_entry, story_of_print
from smwatch.models import Entry, Mention, Polled, Sentiment, Span
from smwatch.protocols import Passage, Scorer
from smwatch.text.changes import said

BATCH: Final = 64
"""Passages that are scored at a time: half a second by the encoder on two cores, ..."""

BATCH_TEXT: Final = 30_000
"""... or code points, as some are long. Then others have their turn, and the screen moves."""

FLOOD: Final = 100_000
"""Code points of mentions in one document that the scorer is given: half a minute of an encoder. A document may hold
any number of them; the rest is left to the spare."""

READ: Final = 5_000
"""Code points of one text, about as much as an encoder reads of the longest."""


class Found(NamedTuple):
    """An entry with its mentions, one a brand, and what its text is known by among its copies."""

    entry: Entry
    mentions: tuple[Mention, ...]
    printed: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The brands of a config, made ready."""

    matcher: Matcher

    @cached_property
    def names(self) -> frozenset[str]:
        """Of the brands."""
        return frozenset(brand.name for brand in self.matcher.brands)

    def find(self, entry: Entry, *, source: str, about: Iterable[str], thread_brands: Iterable[str]) -> Found:
        """The brands that an entry is about; a brand of an older config is none."""
        found = find_mentions(
            entry,
            matcher=self.matcher,
            source=source,
            about=[brand for brand in about if brand in self.names],
            thread_brands=[brand for brand in thread_brands if brand in self.names],
        )
        return Found(entry, tuple(found))


def with_story(found: Found) -> Found:
    """The same with the story that its mentions tell."""
    if not found.mentions:
        return found
    printed = print_of_entry(replace(found.entry, text=said(found.entry.text)))  # who takes a text away tells no copy
    story = story_of_print(printed)
    return Found(found.entry, tuple(replace(mention, story=story) for mention in found.mentions), printed)


Progress = Callable[[int, int], None]
"""Told after each batch where there is more than one: how many mentions are scored, how many there are to score."""


class Scoring:
    """Scores mentions in batches, for several feeds at once. Thread-safe."""

    def __init__(
        self, load: Callable[[], Scorer], progress: Progress | None = None, spare: Callable[[], Scorer] | None = None
    ) -> None:
        """`load` is called once, when there is something to score: most scans bring nothing.

        `spare` gives a quick scorer for what a document holds beyond a flood of mentions.
        """
        self._load, self._progress, self._spare = load, progress, spare
        self._scorer: Scorer | None = None
        self._lock = threading.Lock()
        self._done = self._total = 0  # of all that is being scored

    def polled(self, polled: Polled) -> Polled:
        """A poll with its mentions scored."""
        entries = {entry.key: entry for entry in (*polled.again, *polled.entries)}
        together = defaultdict[str, list[Mention]](list)
        for mention in polled.mentions:
            together[mention.entry_key].append(mention)
        passages = [passage(entries[m.entry_key], m, together[m.entry_key]) for m in polled.mentions]
        enough = within(passages, FLOOD) if self._spare else len(passages)
        feelings = self.score(passages[:enough])
        if self._spare and enough < len(passages):
            feelings += self._spare().score(passages[enough:])
        scored = zip(polled.mentions, feelings, strict=True)
        return replace(polled, mentions=tuple(replace(mention, sentiment=felt) for mention, felt in scored))

    def found(self, found: Sequence[Found]) -> list[Found]:
        """The same entries with every mention scored."""
        passages = [passage(one.entry, mention, one.mentions) for one in found for mention in one.mentions]
        feelings = iter(self.score(passages))
        return [
            Found(entry, tuple(replace(mention, sentiment=next(feelings)) for mention in mentions), printed)
            for entry, mentions, printed in found
        ]

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        """As many answers as passages, in their order."""
        if not passages:
            return []
        feelings, scorer = list[Sentiment](), self._loaded()
        self._tell(0, len(passages))
        for batch in batches(passages):
            feelings += scorer.score(batch)
            self._tell(len(batch), 0, quiet=len(batch) == len(passages))
        return feelings

    def _loaded(self) -> Scorer:
        with self._lock:
            self._scorer = self._scorer or self._load()
            return self._scorer

    def _tell(self, scored: int, more: int, *, quiet: bool = True) -> None:
        """So many more are done or to be done."""
        with self._lock:
            self._done, self._total = self._done + scored, self._total + more
            done, total = self._done, self._total
            if done == total:
                self._done = self._total = 0
        if self._progress and not quiet:
            self._progress(done, total)


def within(passages: Sequence[Passage], most: int) -> int:
    """How many of the passages, from the first, are no more text than this."""
    for at, size in enumerate(accumulate(min(READ, len(one.title) + len(one.text)) for one in passages)):
        if size > most:
            return at
    return len(passages)


def batches(passages: Sequence[Passage]) -> Iterator[Sequence[Passage]]:
    """The passages in their order, as many at a time as are scored in a moment."""
    start = size = 0
    for at, one in enumerate(passages):
        if at > start and (at - start == BATCH or size >= BATCH_TEXT):
            yield passages[start:at]
            start, size = at, 0
        size += len(one.text)
    if len(passages) > start:
        yield passages[start:]


def passage(entry: Entry, mention: Mention, together: Sequence[Mention]) -> Passage:
    """What is scored for a mention: the entry's text, where the brand is named in it, and where others are."""
    others = tuple(span for other in together if other.brand != mention.brand for span in other.spans)
    spans, text = mention.spans, said(entry.text)
    if text is not entry.text:  # a page's change: what was taken away is said by nobody
        spans, others = _still(spans, text), _still(others, text)
    return Passage(title=entry.title, text=text, lang=entry.lang, brand=mention.brand, spans=spans, others=others)


def _still(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    """Those of the names that still stand there."""
    return tuple(span for span in spans if span.part != "text" or text[span.start : span.end].strip())

"""Which brands entries are about, and how they feel about them. Without network and store.

Asked by scan.py for what a feed brought, and by rematch.py for what is stored when a query has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from smwatch.matching.brands import Matcher
from smwatch.matching.mentions import find_mentions
from smwatch.matching.story import print_of_entry, story_of_print
from smwatch.models import Entry, Mention
from smwatch.protocols import Passage, Scorer


class Found(NamedTuple):
    """An entry with its mentions, one a brand, and what its text is known by among its copies."""

    entry: Entry
    mentions: tuple[Mention, ...]
    printed: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """The brands of a config, made ready, and what scores them."""

    matcher: Matcher
    scorer: Scorer

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

    def score(self, found: Sequence[Found]) -> list[Found]:
        """The same with every mention scored, and with the story that it tells."""
        passages = [passage(one.entry, mention, one.mentions) for one in found for mention in one.mentions]
        feelings = iter(self.scorer.score(passages))
        scored = list[Found]()
        for entry, together, _ in found:
            printed = print_of_entry(entry) if together else b""
            story = story_of_print(printed)
            mentions = (replace(mention, sentiment=next(feelings), story=story) for mention in together)
            scored.append(Found(entry, tuple(mentions), printed))
        return scored


def passage(entry: Entry, mention: Mention, together: Sequence[Mention]) -> Passage:
    """What is scored for a mention: the entry's text, where the brand is named in it, and where others are."""
    others = tuple(span for other in together if other.brand != mention.brand for span in other.spans)
    return Passage(
        title=entry.title, text=entry.text, lang=entry.lang, brand=mention.brand, spans=mention.spans, others=others
    )

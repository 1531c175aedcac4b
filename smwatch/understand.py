"""Which brands entries are about, and how they feel about them. Without network and store.

Asked by scan.py for what a feed brought, and by rematch.py for what is stored when a query has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from smwatch.matching.brands import Matcher
from smwatch.matching.mentions import find_mentions
from smwatch.matching.story import story_of
from smwatch.models import Entry, Mention
from smwatch.protocols import Passage, Scorer

Found = tuple[Entry, tuple[Mention, ...]]
"""An entry with its mentions, one a brand."""


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
        """The brands that an entry is about, with the story it tells; a brand of an older config is none."""
        found = find_mentions(
            entry,
            matcher=self.matcher,
            source=source,
            about=[brand for brand in about if brand in self.names],
            thread_brands=[brand for brand in thread_brands if brand in self.names],
        )
        story = story_of(entry.title, entry.text) if found else ""
        return entry, tuple(replace(mention, story=story) for mention in found)

    def score(self, found: Sequence[Found]) -> list[Found]:
        """The same with every mention scored."""
        passages = [passage(entry, mention, together) for entry, together in found for mention in together]
        feelings = iter(self.scorer.score(passages))
        return [
            (entry, tuple(replace(mention, sentiment=next(feelings)) for mention in together))
            for entry, together in found
        ]


def passage(entry: Entry, mention: Mention, together: Sequence[Mention]) -> Passage:
    """What is scored for a mention: the entry's text, where the brand is named in it, and where others are."""
    others = tuple(span for other in together if other.brand != mention.brand for span in other.spans)
    return Passage(
        title=entry.title, text=entry.text, lang=entry.lang, brand=mention.brand, spans=mention.spans, others=others
    )

"""Which brands an entry is about, and why: its text names them, it answers a mention, or its feed is about them."""

from __future__ import annotations

from collections.abc import Sequence

from smwatch.matching.brands import Matcher
from smwatch.matching.subject import subject_of
from smwatch.models import Entry, Mention, Why


def find_mentions(
    entry: Entry, *, matcher: Matcher, source: str, about: Sequence[str], thread_brands: Sequence[str]
) -> list[Mention]:
    """One mention a brand, for the strongest reason: NAMED, else THREAD, else PAGE. Sentiment is left to others."""
    found = {
        each.brand: Mention(entry_key=entry.key, brand=each.brand, why=Why.NAMED, spans=each.spans)
        for each in matcher.find(subject_of(entry, source))
    }
    for why, brands in ((Why.THREAD, thread_brands), (Why.PAGE, about)):
        for brand in brands:
            found.setdefault(brand, Mention(entry_key=entry.key, brand=brand, why=why))
    return list(found.values())

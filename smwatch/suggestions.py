"""From what is stored to what a brand's config might say better: `smwatch brands suggest`.

    suggest_for(brand, store, unwanted=[12, 15]) -> Suggestions

Mentions that somebody marked `ignored` are unwanted, the others wanted; of copies of one text one counts. Only those
count that name the brand: no word can take out what is one because of where it stands.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.matching.brands import compile_brand
from smwatch.matching.subject import Subject, subject_of
from smwatch.matching.suggest import MOST_READ, Suggested, suggest
from smwatch.matching.variants import Spellings, Variant, names_in
from smwatch.models import Brand, MentionFilter, MentionRow, Why
from smwatch.store import Store

IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What is proposed, and from how much."""

    brand: Brand
    entries: int  # that were read for spellings
    unwanted: int  # mentions, of copies one
    wanted: int
    names: tuple[Variant, ...]
    words: Suggested


def suggest_for(
    brand: Brand, store: Store, *, unwanted: Collection[int] = (), since: datetime | None = None
) -> Suggestions:
    """Read what is stored, published `since` then. `unwanted`: mentions that count as ignored; else UsageError."""
    bad, good = _sides(brand, store, unwanted, since)
    entries, names = _names(brand, store, since)
    return Suggestions(
        brand=brand, entries=entries, unwanted=len(bad), wanted=len(good), names=names, words=suggest(brand, bad, good)
    )


def _sides(
    brand: Brand, store: Store, unwanted: Collection[int], since: datetime | None
) -> tuple[list[Subject], list[Subject]]:
    """The unwanted mentions and the wanted ones, the newest of each."""
    bad, good, left = dict[str, Subject](), dict[str, Subject](), set(unwanted)
    for row in store.mentions(MentionFilter(brand=brand.name, since=since)):
        if row.why is not Why.NAMED:
            continue
        side = bad if row.status == IGNORED or row.id in left else good
        left.discard(row.id)
        if len(side) < MOST_READ:
            side.setdefault(row.story or f"#{row.id}", _subject(row))
    if left:
        what, mend = (
            N_("there is no mention {number}, or it doesn't name {brand}"),
            N_("`{smwatch} mentions` lists them"),
        )
        raise UsageError(what, mend, number=min(left), brand=brand.name)
    return list(bad.values()), [subject for story, subject in good.items() if story not in bad]


def _subject(row: MentionRow) -> Subject:
    return Subject(title=row.title, text=row.text, author=row.author, source=row.source, url=row.url, lang=row.lang)


def _names(brand: Brand, store: Store, since: datetime | None) -> tuple[int, tuple[Variant, ...]]:
    """How many entries were read, and the spellings in them."""
    compiled = compile_brand(brand)
    named = [brand.name, *names_in(compiled.query)] if brand.query else brand.names or (brand.name,)
    seen, read = Spellings(named), 0
    for stored in store.entries(since=since):
        read += 1
        found = any(mention.brand == brand.name and mention.current for mention in stored.mentions)
        seen.read(subject_of(stored.entry, stored.source), found=found)
    return read, tuple(seen.variants())

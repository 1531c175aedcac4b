"""What is stored, matched again: when a query has changed, and when what a comment answers has come to be a mention.

    rematch(again, now) -> tuple[Rematched, ...]       before a scan polls; costs one small query where nothing changed
    settle(again) -> list[Shift]                       after it

All stored entries are gone through once for all changed brands together, in batches, one transaction each. A brand is
done when its new fingerprint is stored; a scan that is killed before goes on with the batch that it stopped at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from smwatch.feeds.comments import comment_specs
from smwatch.matching.brands import Matcher, compile_brands
from smwatch.matching.fingerprint import fingerprint
from smwatch.matching.subject import subject_of
from smwatch.models import (
    Brand,
    Feed,
    FeedSpec,
    Mention,
    Origin,
    Rematched,
    Shift,
    StoredEntry,
    Understood,
    Watched,
)
from smwatch.store import Store
from smwatch.understand import Finding, Found, Scoring, with_story

BATCH = 500  # entries a transaction: some ten milliseconds of writing, for which nobody waits
BATCH_TEXT = 1_000_000  # and code points, but for the last one

DEEPEST: Final = 50
"""How many answers to answers are followed in one scan; feeds may say that two comments answer each other."""

Progress = Callable[[int, int], None]
"""Told now and then: how many entries were read again, how many there are, at a guess."""


@dataclass(frozen=True, kw_only=True)
class Again:
    """What stored entries are matched with."""

    store: Store
    brands: tuple[Brand, ...]
    specs: tuple[FeedSpec, ...]  # of the config's feeds, and what its searches stand for
    load: Callable[[], Finding]  # of all the brands; only called where there is something to do
    scoring: Scoring

    @cached_property
    def finding(self) -> Finding:
        """Loaded once."""
        return self.load()

    @cached_property
    def names(self) -> frozenset[str]:
        """Of the brands that are looked for."""
        return frozenset(brand.name for brand in self.brands)

    @cached_property
    def by_url(self) -> dict[str, FeedSpec]:
        """The config's feeds."""
        return {spec.url: spec for spec in self.specs}

    def understood(self, entries: Iterable[StoredEntry]) -> list[Understood]:
        """Those of the entries that mention somebody else by now, or otherwise; only these are scored."""
        found = [(stored, self._found(stored)) for stored in entries]
        found = [(stored, one) for stored, one in found if self._differs(stored, one.mentions)]
        scored = self.scoring.found([with_story(one) for _, one in found])
        return [
            Understood(
                stored=stored,
                mentions=one.mentions,
                printed=one.printed,
                comment_feeds=self._comment_feeds(stored) if one.mentions else (),
            )
            for (stored, _), one in zip(found, scored, strict=True)
        ]

    def _found(self, stored: StoredEntry) -> Found:
        return self.finding.find(
            stored.entry, source=stored.source, about=stored.about, thread_brands=stored.thread_brands
        )

    def _differs(self, stored: StoredEntry, mentions: Sequence[Mention]) -> bool:
        before = {(m.brand, m.why, m.spans) for m in stored.mentions if m.current and m.brand in self.names}
        return before != {(mention.brand, mention.why, mention.spans) for mention in mentions}

    def _comment_feeds(self, stored: StoredEntry) -> tuple[FeedSpec, ...]:
        """Where people comment on it, as far as its feed's comments are followed."""
        spec = self.by_url.get(stored.feed)
        return comment_specs(Feed(spec=spec, url=spec.url), [stored.entry]) if spec else ()


def changed_brands(brands: Iterable[Brand], watched: dict[str, Watched]) -> dict[str, str]:
    """The brands whose stored mentions are of another query, or of none; with their fingerprints."""
    prints = {brand.name: fingerprint(brand) for brand in brands}
    return {
        name: mark
        for name, mark in prints.items()
        if (known := watched.get(name)) is None or known.fingerprint != mark or known.pending
    }


def rematch(again: Again, now: datetime, progress: Progress | None = None) -> tuple[Rematched, ...]:
    """Notice what has changed since the last scan, and match what is stored again; the caller holds the scan lock."""
    watched = again.store.watched()
    pending = changed_brands(again.brands, watched)
    gone = watched.keys() - again.names
    if not (pending or gone):
        return ()
    again.store.begin_rematch(pending, gone, now)
    if not pending:
        return ()
    _Pass(again, [brand for brand in again.brands if brand.name in pending], progress).run()
    done = again.store.watched()
    again.store.end_rematch(pending, spared(again.specs, pending))
    return tuple(
        _told(done[brand.name]) for brand in again.brands if brand.name in pending and done[brand.name].entries
    )


def _told(brand: Watched) -> Rematched:
    return Rematched(brand=brand.brand, reason=brand.reason, entries=brand.entries, won=brand.won, lost=brand.lost)


def spared(specs: Iterable[FeedSpec], changed: Iterable[str]) -> set[str]:
    """Searches for other brands: their feeds hold nothing that a changed query could find."""
    names, concerned, found = set(changed), set[str](), set[str]()
    for spec in specs:
        other = spec.origin is Origin.SEARCH and bool(spec.brand) and spec.brand not in names
        (found if other else concerned).add(spec.url)
    return found - concerned


class _Pass:
    """One way through all that is stored, for the brands that changed."""

    def __init__(self, again: Again, brands: Sequence[Brand], progress: Progress | None) -> None:
        self.again, self.store, self.progress = again, again.store, progress
        self.matcher: Matcher = compile_brands(brands)
        self.names = [brand.name for brand in brands]
        watched = self.store.watched()
        self.reached = {name: watched[name].reached for name in self.names}

    def run(self) -> None:
        """To the end, and then their answers."""
        done = 0
        total = 0
        if self.progress:
            total = next((entry.number for entry in self.store.entries(newest_first=True, limit=1)), 0)
        for batch in batches(self.store.entries(after=min(self.reached.values()))):
            understood = self.again.understood(entry for entry in batch if self._concerns(entry))
            self.store.save_again(understood, self.again.names, steps=lambda shifts, b=batch: self._steps(b, shifts))  # type: ignore[misc]
            self.reached = {name: max(at, batch[-1].number) for name, at in self.reached.items()}
            done += len(batch)
            if self.progress:
                self.progress(done, max(total, done))
        settle(self.again, lambda shifts: self._steps([], shifts))

    def _concerns(self, stored: StoredEntry) -> bool:
        """Whether a changed brand is or was in it, or may be."""
        told = {mention.brand for mention in stored.mentions}.union(stored.about, stored.thread_brands)
        return not told.isdisjoint(self.names) or bool(self.matcher.find(subject_of(stored.entry, stored.source)))

    def _steps(self, batch: Sequence[StoredEntry], shifts: Sequence[Shift]) -> list[Watched]:
        """How much further the batch brings each brand; what was done before a scan was killed counts once."""
        won = Counter(shift.brand for shift in shifts if shift.won)
        lost = Counter(shift.brand for shift in shifts if not shift.won)
        return [
            Watched(
                brand=name,
                reached=max(at, batch[-1].number) if batch else at,
                entries=sum(entry.number > at for entry in batch),
                won=won[name],
                lost=lost[name],
            )
            for name, at in self.reached.items()
        ]


def settle(again: Again, steps: Callable[[Sequence[Shift]], Sequence[Watched]] | None = None) -> list[Shift]:
    """Match the comments again whose entry has gained or lost a mention, and their answers; back with what changed."""
    shifts = list[Shift]()
    for _ in range(DEEPEST):
        after, any_ = 0, False
        while page := again.store.unsettled(after):
            any_, after = True, page[-1].number
            numbers = [entry.number for entry in page]
            shifts += again.store.save_again(again.understood(page), again.names, steps=steps, settled=numbers)
        if not any_:
            break
    return shifts


def batches(entries: Iterable[StoredEntry]) -> Iterator[list[StoredEntry]]:
    """The entries, as many at a time as one transaction takes."""
    batch, size = list[StoredEntry](), 0
    for entry in entries:
        batch.append(entry)
        size += len(entry.entry.text)
        if len(batch) >= BATCH or size >= BATCH_TEXT:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

"""A query or brands tried on entries, for a person who wonders what they catch. Pure.

    try_on(samples, matcher, speech, most) -> Trial      what matches and why, and why the rest doesn't
    verdicts(sample, matcher, speech)                    one entry: of each brand whether, where and why

`answer` makes of a sample what `lines.py` says of a line of JSON, and where it comes from.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from smwatch.locales import Speech
from smwatch.matching.brands import Found, Matcher, found_in
from smwatch.matching.explain import explain
from smwatch.matching.subject import Reading, Subject
from smwatch.models import Span

MOST_ASKED: Final = 500
"""Entries that don't match of which the reason is found out: it takes far longer than not to match."""

_UNDATED: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An entry that a query is tried on."""

    id: Any  # a number or a text, as its line of JSON has it
    subject: Subject
    published: datetime | None = None  # None: not told


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an entry is a mention of a brand by name, where, and the reason."""

    brand: str
    match: bool
    spans: tuple[Span, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Tried:
    """An entry with what is to be said of it."""

    sample: Sample
    verdicts: tuple[Verdict, ...]


class Newest:
    """The samples that were published last, as many as are wanted; the others are only counted."""

    def __init__(self, most: int | None) -> None:
        """None: all."""
        self.most, self.count = most, 0
        self._kept: list[tuple[datetime, int, Sample]] = []

    def add(self, sample: Sample) -> None:
        """One more; of those of one time the first."""
        entry = (sample.published or _UNDATED, -self.count, sample)
        self.count += 1
        if self.most is None or len(self._kept) < self.most:
            heapq.heappush(self._kept, entry)
        else:
            heapq.heappushpop(self._kept, entry)

    def samples(self) -> list[Sample]:
        """Newest first."""
        return [sample for _, _, sample in sorted(self._kept, reverse=True)]


@dataclass(slots=True)
class Trial:
    """What came of trying. Entries with the newest first."""

    tried: int = 0
    matching: int = 0
    shown: tuple[Tried, ...] = ()  # those that match, the newest of them
    brands: Counter[str] = field(default_factory=Counter)  # how many match, by brand
    reasons: Counter[str] = field(default_factory=Counter)  # why not: of one brand or query only
    asked: int = 0  # how many `reasons` speaks of


def try_on(
    samples: Iterable[Sample], matcher: Matcher, speech: Speech, most: int | None = None, *, reasons: bool = True
) -> Trial:
    """Try each; `most` of those that match are told of, and the rest counted."""
    trial, hits, misses = Trial(), Newest(most), Newest(MOST_ASKED)
    for sample in samples:
        trial.tried += 1
        found = matcher.find(sample.subject)
        trial.brands.update(each.brand for each in found)
        (hits if found else misses).add(sample)
    trial.matching = hits.count
    trial.shown = tuple(Tried(sample, hit_verdicts(sample, matcher, speech)) for sample in hits.samples())
    if reasons and len(matcher.compiled) == 1:
        for sample in misses.samples():
            trial.asked += 1
            trial.reasons[explain(matcher.compiled[0], Reading(sample.subject), speech)] += 1
    return trial


def verdicts(sample: Sample, matcher: Matcher, speech: Speech) -> tuple[Verdict, ...]:
    """Of each brand, in the order of the config."""
    reading = Reading(sample.subject)
    found = {each.brand: each for each in matcher.find(sample.subject)}
    return tuple(
        Verdict(brand.name, brand.name in found, _spans(found.get(brand.name)), explain(brand, reading, speech))
        for brand in matcher.compiled
    )


def hit_verdicts(sample: Sample, matcher: Matcher, speech: Speech) -> tuple[Verdict, ...]:
    """Of the brands that match; the others aren't asked why not, as there may be thousands."""
    reading, found = Reading(sample.subject), matcher.find(sample.subject)
    names = {each.brand: each for each in found}
    brands = (brand for brand in matcher.compiled if brand.name in names)
    return tuple(Verdict(b.name, True, names[b.name].spans, explain(b, reading, speech)) for b in brands)


def _spans(found: Found | None) -> tuple[Span, ...]:
    return found.spans if found else ()


def spans_of(tried: Tried) -> tuple[Span, ...]:
    """Everything that was found in an entry, in reading order."""
    spans = {span for verdict in tried.verdicts for span in verdict.spans}
    return found_in(tried.sample.subject, "", spans).spans


def answer(sample: Sample, judged: Sequence[Verdict], *, one: bool) -> dict[str, Any]:
    """An entry and its verdicts for --json; `one`: a query or a brand was tried, not all brands."""
    if one:
        (verdict,) = judged
        said: dict[str, Any] = {"match": verdict.match, "spans": as_lists(verdict.spans), "why": verdict.why}
    else:
        said = {"brands": [verdict.brand for verdict in judged if verdict.match]}
    return {"id": sample.id, **said, **facts(sample)}


def as_lists(spans: Sequence[Span]) -> list[list[str | int]]:
    """Spans for --json: [part, start, end]."""
    return [[span.part, span.start, span.end] for span in spans]


def facts(sample: Sample) -> dict[str, str | None]:
    """Where an entry comes from and what it says."""
    subject, at = sample.subject, sample.published
    published = at.astimezone(UTC).isoformat()[:19] + "Z" if at else None
    return {
        "published": published, "source": subject.source, "url": subject.url, "title": subject.title,
        "text": subject.text, "author": subject.author, "lang": subject.lang,
    }  # fmt: skip

"""A query against the one that it may replace: which entries a change would win, and which lose. Pure.

compare(samples, before, after, most) -> Compared
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from smwatch.locales import Speech
from smwatch.matching.brands import CompiledBrand, Matcher, compile_brands
from smwatch.matching.explain import explain
from smwatch.matching.subject import Reading
from smwatch.matching.trial import Newest, Sample, Tried, Verdict, as_lists, facts
from smwatch.models import Brand

_BEFORE: Final = "before"
_AFTER: Final = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a change would do. Entries with the newest first, as many as were wanted."""

    tried: int
    same: int  # both match
    won: tuple[Tried, ...]  # only the new query matches; found is what it found
    lost: tuple[Tried, ...]  # only the old one does; found is what that found, the reason why the new one doesn't
    all_won: int
    all_lost: int


def compare(samples: Iterable[Sample], before: Brand, after: Brand, speech: Speech, most: int | None) -> Compared:
    """Try both on each entry; `most` won and lost ones are told of. QueryError for the first that doesn't parse."""
    matcher = compile_brands([_named(before, _BEFORE), _named(after, _AFTER)])
    tried, same, won, lost = 0, 0, Newest(most), Newest(most)
    for sample in samples:
        tried += 1
        names = {found.brand for found in matcher.find(sample.subject)}
        if len(names) > 1:
            same += 1
        elif names:
            (won if _AFTER in names else lost).add(sample)
    new = matcher.compiled[1]
    return Compared(
        tried=tried,
        same=same,
        won=tuple(_told(sample, matcher, _AFTER, new, speech) for sample in won.samples()),
        lost=tuple(_told(sample, matcher, _BEFORE, new, speech) for sample in lost.samples()),
        all_won=won.count,
        all_lost=lost.count,
    )


def _named(brand: Brand, name: str) -> Brand:
    """The brand under another name, found by the same words."""
    return replace(brand, name=name, names=brand.names or (() if brand.query else (brand.name,)))


def _told(sample: Sample, matcher: Matcher, name: str, judge: CompiledBrand, speech: Speech) -> Tried:
    """What the one that matches found, and what the new one has to say of it."""
    spans = next(found.spans for found in matcher.find(sample.subject) if found.brand == name)
    return Tried(sample, (Verdict("", True, spans, explain(judge, Reading(sample.subject), speech)),))


def as_document(compared: Compared) -> dict[str, Any]:
    """For --json; `more` counts those that aren't listed."""
    return {
        "entries": compared.tried,
        "same": compared.same,
        "won": [_change(tried) for tried in compared.won],
        "lost": [_change(tried) for tried in compared.lost],
        "more": {"won": compared.all_won - len(compared.won), "lost": compared.all_lost - len(compared.lost)},
    }


def _change(tried: Tried) -> dict[str, Any]:
    (verdict,) = tried.verdicts
    return {"id": tried.sample.id, "spans": as_lists(verdict.spans), "why": verdict.why, **facts(tried.sample)}

"""A group of stories told as a theme: its name, its figures, how they compare, and in whose words.

tell(group, its stories, its stories before, (stories in all, stories before in all), readers) -> Theme
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from math import sqrt
from statistics import fmean

from smwatch.models import Count, Label
from smwatch.themes.gather import Readers, Story
from smwatch.themes.groups import Group
from smwatch.themes.naming import LOOKED, quotes, written
from smwatch.themes.terms import Finder, Term
from smwatch.themes.theme import Course, Theme

TERMS = 6
"""How many terms of a theme are told."""

LEAST = 2
"""Stories that a term is told for."""

GREW, SURE = 1.5, 1.6
"""A theme grows or fades by so many times, and by so many standard deviations of two counts that chance makes."""

WHOLE = 0.5
"""A theme may be called by a phrase that stands in so many of the stories of its loudest term."""


def tell(one: Group, now: Sequence[Story], past: Sequence[Story], totals: tuple[int, int], readers: Readers) -> Theme:
    """A group as a theme. `now`, `past`: its stories, the oldest first; `totals`: how many there are of any."""
    rows = sorted((row for story in now for row in story.rows), key=lambda row: (row.published, row.id))
    labels = Counter(row.label for row in rows)
    scores = [story.first.score for story in now if story.first.score is not None]
    ordered = _called(one.terms)
    finder = Finder(key for term in ordered for key in _keys(term))
    holds = [(story, finder.find(story)) for story in now]
    named = [_named(term, holds, readers) for term in _unlike(ordered)]
    central = [story for story, keys in holds if not keys.isdisjoint(_keys(ordered[0]))]
    return Theme(
        name=named[0].name,
        terms=tuple(count for at, count in enumerate(named) if not at or count.count >= LEAST),
        stories=len(now),
        mentions=len(rows),
        share=len(now) / totals[0],
        negative=labels[Label.NEGATIVE],
        neutral=labels[Label.NEUTRAL],
        positive=labels[Label.POSITIVE],
        score=fmean(scores) if scores else None,
        course=_course(len(now), len(past), totals[1]),
        before=len(past),
        before_mentions=sum(len(story.rows) for story in past),
        factor=len(now) / len(past) if past else None,
        quotes=quotes(central or now, _keys(ordered[0]), readers),
        ids=tuple(row.id for row in rows),
        langs=tuple(lang for lang, _ in Counter(row.lang for row in rows if row.lang).most_common()),
    )


def _called(found: Sequence[Term]) -> list[Term]:
    """The terms, the one that the theme is called by first: the loudest, or a phrase that is nearly as loud."""
    loudest = max(term.count for term in found)
    phrases = [term for term in found if " " in term.key and term.count >= WHOLE * loudest]
    name = max(phrases or found, key=lambda term: (term.count, term.z))
    return [name, *(term for term in found if term is not name)]


def _unlike(found: Sequence[Term]) -> list[Term]:
    """A few of the terms, no word in two of them."""
    kept, used = list[Term](), set[str]()
    for term in found:
        words = {word for key in _keys(term) for word in key.split()}
        if used.isdisjoint(words) and len(kept) < TERMS:
            kept.append(term)
            used |= words
    return kept


def _keys(term: Term) -> tuple[str, ...]:
    return term.key, *term.also


def _named(term: Term, holds: Sequence[tuple[Story, set[str]]], readers: Readers) -> Count:
    having = [story for story, keys in holds if not keys.isdisjoint(_keys(term))]
    return Count(name=written(_keys(term), islice(having, LOOKED), readers, name=term.name), count=len(having))


def _course(now: int, before: int, total: int) -> Course:
    """How two counts compare; with nothing stored of the period before, nothing is known."""
    if not total:
        return Course.UNKNOWN
    if not before:
        return Course.NEW
    sure = abs(now - before) >= SURE * sqrt(now + before)
    if sure and now >= GREW * before:
        return Course.GROWING
    return Course.FADING if sure and before >= GREW * now else Course.STEADY

"""The themes of a period.

    themes(mentions, before) -> tuple[Theme, ...]      the largest first

Stories are read (gather.py), terms that stand out are found (terms.py) and grouped (groups.py), and what is left is told
in people's words (naming.py). No chance is in it: the same mentions give the same themes, in any order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from math import sqrt
from statistics import fmean

from smwatch.models import Count, Label, MentionRow
from smwatch.themes.gather import Reading, Readers, Story
from smwatch.themes.groups import Group, Sharer, bridge, group
from smwatch.themes.naming import LOOKED, quotes, written
from smwatch.themes.terms import Finder, Term, terms
from smwatch.themes.theme import Course, Theme

MOST = 8
"""How many themes are told."""

TERMS = 6
"""How many terms of a theme are told."""

LEAST = 2
"""Stories that a theme needs."""

COMPANY, ROOT = 3, 4
"""Terms that make a theme surer, up to so many; and its least stories, in a part of the root of all: 3 of 150."""

GREW, SURE = 1.5, 1.6
"""A theme grows or fades by so many times, and by so many standard deviations of two counts that chance makes."""

WHOLE = 0.5
"""A theme may be called by a phrase that stands in so many of the stories of its loudest term."""


def themes(
    mentions: Iterable[MentionRow],
    before: Iterable[MentionRow] = (),
    *,
    names: Iterable[str] = (),
    most: int = MOST,
) -> tuple[Theme, ...]:
    """What these mentions talk about, the largest first; against `before`, those of the period before, as long.

    One brand's mentions or several's. `names`: by what else the brands are known; neither they nor what the queries
    mostly matched is a theme. A mention belongs to one theme at most; those of no theme are what `ids` leave out.
    """
    reading = Reading(mentions, before, names)
    groups = _groups(reading.sample(reading.now), reading.sample(reading.past), most)
    sharer = Sharer(groups)
    now, past = ([[] for _ in groups] for _ in range(2))
    for stories, into in ((reading.now, now), (reading.past, past)):
        for story, at in zip(stories, sharer.share(reading.holding(sharer.stubs, stories)), strict=True):
            if at is not None:
                into[at].append(story)
    totals = len(reading.now), len(reading.past)
    told = [_theme(one, now[at], past[at], totals, reading.readers) for at, one in enumerate(groups) if now[at]]
    large = [theme for theme in told if theme.stories >= LEAST]
    return tuple(sorted(large, key=lambda theme: (-theme.stories, -theme.mentions, theme.name)))


def _groups(now: Sequence[Story], past: Sequence[Story], most: int) -> list[Group]:
    """What these stories have in common."""
    langs = dict[str, int]()
    for at, story in enumerate(now):
        langs[story.first.lang] = langs.get(story.first.lang, 0) | 1 << at
    return _largest(bridge(group(terms(now, past), len(now)), langs, len(now)), now, past, most)


def _largest(groups: Sequence[Group], now: Sequence[Story], past: Sequence[Story], most: int) -> list[Group]:
    """The groups to tell: those that claim the most stories, more so if several terms say it or if they are news."""
    sharer = Sharer(groups)
    counts, before = (Counter(sharer.share(stories)) for stories in (now, past))
    scale = len(now) / max(1, len(past))
    least = max(LEAST, round(sqrt(len(now)) / ROOT))

    def weight(at: int) -> float:
        news = max(0.0, 1 - before[at] * scale / counts[at]) if past else 0.0
        return counts[at] * (1 + min(COMPANY, len(groups[at].terms))) * (1 + news / 2)

    large = [at for at in range(len(groups)) if counts[at] >= least]
    ranked = sorted(large, key=lambda at: (-weight(at), at))
    return [groups[at] for at in sorted(ranked[: max(0, most)])]


def _theme(one: Group, now: Sequence[Story], past: Sequence[Story], totals: tuple[int, int], readers: Readers) -> Theme:
    rows = sorted((row for story in now for row in story.rows), key=lambda row: (row.published, row.id))
    labels = Counter(row.label for row in rows)
    scores = [story.first.score for story in now if story.first.score is not None]
    ordered = _called(one.terms)
    finder = Finder(key for term in ordered for key in _keys(term))
    holds = [(story, finder.find(story)) for story in now]
    named = [_named(term, holds, readers) for term in ordered[:TERMS]]
    central = [story for story, keys in holds if not keys.isdisjoint(_keys(ordered[0]))]
    return Theme(
        name=named[0].name,
        terms=tuple(count for count in named if count.count),
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


def _keys(term: Term) -> tuple[str, ...]:
    return term.key, *term.also


def _named(term: Term, holds: Sequence[tuple[Story, set[str]]], readers: Readers) -> Count:
    having = [story for story, keys in holds if not keys.isdisjoint(_keys(term))]
    return Count(name=written(term.key, islice(having, LOOKED), readers, name=term.name), count=len(having))


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

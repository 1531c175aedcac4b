"""Mentions as they go by, counted: sources, authors, stories, and what the figures rest on. Pure.

tally = Tally(every=3)
for row in mentions: tally.take(row)       newest first; kept are counts, and every third row for its themes

What is kept of a story is a few numbers, so that a period of a million mentions fits into memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from smwatch.models import Count, Label, MentionRow, Role, Why
from smwatch.reports.quotes import quoted
from smwatch.reports.report.content import (
    MAX_AUTHORS,
    MAX_NEGATIVE,
    MAX_OTHERS,
    MAX_SOURCES,
    Method,
    Stories,
    StoryLine,
    ThemeLine,
    Voice,
    Voices,
)
from smwatch.text.links import plain_address
from smwatch.text.scorers import USER
from smwatch.themes.theme import Theme

_NEGATIVE = Label.NEGATIVE  # asked of each mention

Find = Callable[[int], MentionRow | None]
"""A mention by its number."""


@dataclass(slots=True)
class _Story:
    copies: int = 0
    negative: int = 0
    first: int = 0  # number of who told it first
    ignored: bool = False


class _Kind(NamedTuple):
    """What many mentions have in common: they are counted together first, as there are few kinds."""

    source: str
    feed: str  # its address, where it has no name
    why: Why
    lang: str
    label: Label | None
    scorer: str


@dataclass(slots=True)
class Tally:
    """Counts."""

    every: int = 1
    """Of so many mentions one is kept for themes."""
    kept: list[MentionRow] = field(default_factory=list)
    seen: int = 0
    _kinds: Counter[_Kind] = field(default_factory=Counter)
    _authors: Counter[str] = field(default_factory=Counter)
    _negative_authors: Counter[str] = field(default_factory=Counter)
    _roles: dict[str, Role] = field(default_factory=dict)
    _stories: dict[tuple[str, str], _Story] = field(default_factory=dict)

    def take(self, row: MentionRow) -> None:
        """The next one; each is older than those before. The company's own people are told among authors alone."""
        negative = row.label is _NEGATIVE
        if row.author:
            self._authors[row.author] += 1
            self._negative_authors[row.author] += negative
            self._roles.setdefault(row.author, row.author_role)
        if row.author_role.own:
            return
        if self.seen % self.every == 0:
            self.kept.append(row)
        self.seen += 1
        self._kinds[_Kind(row.source, "" if row.source else row.feed, row.why, row.lang, row.label, row.scorer)] += 1
        self._tell(row, negative=negative)

    def _tell(self, row: MentionRow, *, negative: bool) -> None:
        key = row.brand, row.story or f"mention {row.id}"
        story = self._stories.get(key)
        if story is None:
            story = self._stories[key] = _Story()
        story.copies += 1
        story.negative += negative
        story.first = row.id
        story.ignored = story.ignored or row.status == "ignored"

    def voices(self) -> Voices:
        """Who spoke most."""
        sources = self._summed(_source)
        negative = self._summed(_source, only=lambda kind: kind.label is Label.NEGATIVE)
        return Voices(
            sources=tuple(
                Voice(name=name, mentions=n, negative=negative[name]) for name, n in _loudest(sources, MAX_SOURCES)
            ),
            authors=tuple(
                Voice(name=name, mentions=n, negative=self._negative_authors[name], role=self._roles[name])
                for name, n in _loudest(self._authors, MAX_AUTHORS)
            ),
            total_sources=len(sources),
            total_authors=len(self._authors),
        )

    def stories(self, find: Find) -> Stories:
        """The most repeated ones, negative and others; what a person set to ignored is told in none."""
        told = [(key, story) for key, story in self._stories.items() if not story.ignored]
        negative = [(key, story) for key, story in told if story.negative]
        others = [(key, story) for key, story in told if not story.negative and story.copies > 1]
        return Stories(
            negative=_lines(negative, MAX_NEGATIVE, find),
            others=_lines(others, MAX_OTHERS, find),
            total=len(self._stories),
            total_negative=len(negative),
        )

    def method(self, **more: object) -> Method:
        """What the figures rest on; `more`: fields that a mention doesn't tell."""
        whys, langs = self._summed(lambda kind: kind.why), self._summed(lambda kind: kind.lang)
        scorers = self._summed(lambda kind: kind.scorer, only=lambda kind: kind.label is not None)
        return Method(
            scorers=tuple(sorted(scorers)),
            corrected=scorers[USER],
            named=whys[Why.NAMED],
            threads=whys[Why.THREAD],
            pages=whys[Why.PAGE],
            langs=tuple(Count(name=name, count=n) for name, n in _loudest(langs, 5)),
            sampled=self.every,
            **more,  # type: ignore[arg-type]  # each field's own
        )

    def _summed(self, part: Callable[[_Kind], str], *, only: Callable[[_Kind], bool] = lambda _: True) -> Counter[str]:
        """How many mentions have which part; `only`: of these kinds."""
        counts = Counter[str]()
        for kind, n in self._kinds.items():
            if only(kind):
                counts[part(kind)] += n
        return counts


def _source(kind: _Kind) -> str:
    return kind.source or plain_address(kind.feed)


def themed(themes: Iterable[Theme], rows: Iterable[MentionRow]) -> tuple[ThemeLine, ...]:
    """Themes with the brands of their mentions."""
    brands = {row.id: row.brand for row in rows}
    return tuple(
        ThemeLine(
            theme=theme,
            brands=tuple(
                Count(name=name, count=n) for name, n in Counter(map(brands.get, theme.ids)).most_common(3) if name
            ),
        )
        for theme in themes
    )


def _loudest(counts: Counter[str], most: int) -> Sequence[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]


def _lines(found: Sequence[tuple[tuple[str, str], _Story]], most: int, find: Find) -> tuple[StoryLine, ...]:
    loudest = sorted(found, key=lambda pair: (-pair[1].negative, -pair[1].copies, -pair[1].first))[:most]
    rows = ((key[0], story, find(story.first)) for key, story in loudest)
    return tuple(
        StoryLine(brand=brand, quote=quoted(row), copies=story.copies, negative=story.negative)
        for brand, story, row in rows
        if row
    )

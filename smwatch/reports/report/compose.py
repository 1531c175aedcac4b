"""Mentions as they go by, counted: sources, authors, stories, and what the figures rest on. Pure.

tally = Tally(every=3)
for row in mentions: tally.take(row)       newest first; kept are counts, and every third row for its themes

What is kept of a story is a few numbers, so that a period of a million mentions fits into memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from smwatch.models import Count, Label, MentionRow, Role, Why
from smwatch.reports.content import quoted
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

Find = Callable[[int], MentionRow | None]
"""A mention by its number."""


@dataclass(slots=True)
class _Story:
    copies: int = 0
    negative: int = 0
    first: int = 0  # number of who told it first
    ignored: bool = False


@dataclass(slots=True)
class Tally:
    """Counts."""

    every: int = 1
    """Of so many mentions one is kept for themes."""
    kept: list[MentionRow] = field(default_factory=list)
    seen: int = 0
    _sources: Counter[str] = field(default_factory=Counter)
    _negative_sources: Counter[str] = field(default_factory=Counter)
    _authors: Counter[str] = field(default_factory=Counter)
    _negative_authors: Counter[str] = field(default_factory=Counter)
    _roles: dict[str, Role] = field(default_factory=dict)
    _stories: dict[tuple[str, str], _Story] = field(default_factory=dict)
    _whys: Counter[Why] = field(default_factory=Counter)
    _langs: Counter[str] = field(default_factory=Counter)
    _scorers: Counter[str] = field(default_factory=Counter)

    def take(self, row: MentionRow) -> None:
        """The next one; each is older than those before. The company's own people are told among authors alone."""
        if row.author:
            self._authors[row.author] += 1
            self._negative_authors[row.author] += row.label is Label.NEGATIVE
            self._roles.setdefault(row.author, row.author_role)
        if row.author_role.own:
            return
        if self.seen % self.every == 0:
            self.kept.append(row)
        self.seen += 1
        negative = row.label is Label.NEGATIVE
        source = row.source or plain_address(row.feed)
        self._sources[source] += 1
        self._negative_sources[source] += negative
        self._whys[row.why] += 1
        self._langs[row.lang] += 1
        if row.label is not None:
            self._scorers[row.scorer] += 1
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
        return Voices(
            sources=tuple(
                Voice(name=name, mentions=n, negative=self._negative_sources[name])
                for name, n in _loudest(self._sources, MAX_SOURCES)
            ),
            authors=tuple(
                Voice(name=name, mentions=n, negative=self._negative_authors[name], role=self._roles[name])
                for name, n in _loudest(self._authors, MAX_AUTHORS)
            ),
            total_sources=len(self._sources),
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
        return Method(
            scorers=tuple(sorted(self._scorers)),
            corrected=self._scorers[USER],
            named=self._whys[Why.NAMED],
            threads=self._whys[Why.THREAD],
            pages=self._whys[Why.PAGE],
            langs=tuple(Count(name=name, count=n) for name, n in _loudest(self._langs, 5)),
            sampled=self.every,
            **more,  # type: ignore[arg-type]  # each field's own
        )


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

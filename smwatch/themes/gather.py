"""Mentions as stories that are read: copies are one, and what isn't said but printed around it is left out.

reading = Reading(mentions, before, names)      .now, .past: their stories
reading.sample(reading.now) -> list[Story]      with their words
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from smwatch.models import MentionRow
from smwatch.text.fold import fold_roughly
from smwatch.themes.words import BREAK, JOINS, WORD, Reader, Word

LENGTH, LEAST_LENGTH, BUDGET = 2_000, 200, 2_000_000
"""Signs that are read of a text: the first number; less where a period has more than the third, but not less than the
second. News say at their beginning what they are about, and comments are short."""

TITLE = 300
"""Signs that are read of a title."""

REPEATED, PART, LONG = 3, 0.4, 20
"""A sentence that stands in so many stories of a source, and in that part of them, is furniture, if it is so long."""

SHOUTED, FEW = 0.6, 4
"""Where so many of at least so many words begin with a capital, capitals make no names: English titles, shouting."""

MATCHED = 0.3
"""What queries matched in so many of a brand's stories is a name of it, and no theme."""

_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n")
_BREAK: Final = Word("", BREAK, name=False, cut=0)

_PARTED: Final = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))  # noqa: PLR2004 - ASCII

Sequences = dict[str, set[tuple[str, ...]]]


@dataclass(slots=True)
class Story:
    """What is told once or in copies."""

    rows: list[MentionRow]  # the oldest first
    words: list[Word] = field(default_factory=list)
    keys: frozenset[str] = frozenset()  # of its telling words

    @property
    def first(self) -> MentionRow:
        """Who told it first."""
        return self.rows[0]


class Readers(dict[str, Reader]):
    """One for each language."""

    def __missing__(self, lang: str) -> Reader:
        """Make it."""
        self[lang] = reader = Reader(lang)
        return reader


SAMPLE = 2_000
"""Stories in which themes are looked for, at most, evenly spread; counted they are in all. What a few thousand don't
talk about is no large theme."""


class Reading:
    """The stories of a period and of the one before; each is read when it is first asked for."""

    def __init__(self, mentions: Iterable[MentionRow], before: Iterable[MentionRow], names: Iterable[str]) -> None:
        """Edits of a mention and what is none any more are left out."""
        self.now, self.past = _stories(mentions), _stories(before)
        self.readers = Readers()
        self._length = max(LEAST_LENGTH, min(LENGTH, BUDGET // max(1, len(self.now), len(self.past))))
        self._own = _own(_some(self.now), names, self.readers)
        self._furniture = _furniture([*_some(self.now), *_some(self.past)], self._length)
        self._printed = _Printed()

    def sample(self, stories: Sequence[Story]) -> list[Story]:
        """Some of them, read, evenly over the time."""
        return [self.read(story) for story in _some(stories)]

    def read(self, story: Story) -> Story:
        """The story with its words."""
        if not story.words:
            row = story.first
            furniture = self._furniture.get(row.source, frozenset())
            _read(story, (self._own, self._printed[row]), furniture, self._length, self.readers[row.lang])
        return story

    def holding(self, stubs: Collection[bytes], stories: Sequence[Story]) -> list[Story | None]:
        """Those stories, read, that hold one of these beginnings of words (words.py); None for the others."""
        return [self._held(story, stubs) for story in stories]

    def _held(self, story: Story, stubs: Collection[bytes]) -> Story | None:
        if not story.words:
            text = fold_roughly(f" {story.first.title[:TITLE]} {story.first.text[: self._length]}").translate(_PARTED)
            if not any(stub in text for stub in stubs):
                return None
        return self.read(story)


def _some(stories: Sequence[Story]) -> Sequence[Story]:
    return stories[:: -(-len(stories) // SAMPLE) or 1]


class _Printed:
    """Names that are printed with a text: its source's, its authors'."""

    def __init__(self) -> None:
        self._reader = Reader("")
        self._known: dict[str, list[tuple[str, ...]]] = {}

    def __getitem__(self, row: MentionRow) -> list[tuple[str, ...]]:
        found = list[tuple[str, ...]]()
        for name in {row.source, row.author, *row.author.split(",", 5)[:5]}:
            if name not in self._known:
                self._known[name] = [keys for of in _sequences([name], self._reader).values() for keys in of]
            found += self._known[name]
        return found


def _stories(mentions: Iterable[MentionRow]) -> list[Story]:
    rows = sorted((r for r in mentions if r.kind != "edit" and r.current), key=lambda r: (r.published, r.id))
    found: dict[str, Story] = {}
    for row in rows:
        found.setdefault(row.story or f"mention {row.id}", Story([])).rows.append(row)
    return list(found.values())


def _own(stories: Sequence[Story], names: Iterable[str], readers: Readers) -> Sequences:
    """The brands' names as sequences of keys, by their first: as the config has them, and as they were matched."""
    total, matched = Counter[str](), dict[str, Counter[str]]()
    for story in stories:
        row = story.first
        total[row.brand] += 1
        parts = {"title": row.title, "text": row.text}
        found = {parts[span.part][span.start : span.end] for span in row.spans if span.part in parts}
        matched.setdefault(row.brand, Counter()).update(found)
    often = {said for brand, counts in matched.items() for said, n in counts.items() if n >= MATCHED * total[brand]}
    return _sequences({*names, *total, *often}, readers[""])


def _sequences(names: Iterable[str], reader: Reader) -> Sequences:
    found: Sequences = defaultdict(set)
    for name in names:
        keys = tuple(word.key for word in reader.words(name[:200]) if word.key)
        if keys and any(word.kind is not JOINS for word in reader.words(name[:200])):
            found[keys[0]].add(keys)
            if len(keys) > 1:
                found["".join(keys)].add(("".join(keys),))  # its hashtag
    return found


def _furniture(stories: Iterable[Story], length: int) -> dict[str, frozenset[str]]:
    """Sentences that a source prints with everything."""
    total, counts = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for story in stories:
        row = story.first
        if row.source and row.kind == "entry":
            total[row.source] += 1
            counts[row.source].update({s for s in _SENTENCE.split(row.text[:length]) if len(s) >= LONG})
    return {
        source: frozenset(s for s, n in found.items() if n >= max(REPEATED, PART * total[source]))
        for source, found in counts.items()
    }


def _read(
    story: Story,
    names: tuple[Sequences, list[tuple[str, ...]]],
    furniture: Collection[str],
    length: int,
    reader: Reader,
) -> None:
    row = story.first
    text = row.text[:length]
    if furniture:
        text = "\n".join(s for s in _SENTENCE.split(text) if s not in furniture)
    title = "" if row.kind == "comment" and row.text else row.title[:TITLE]  # it repeats what is answered
    words = _plain(reader.words(text))
    if title:
        words = [*_plain(reader.words(title)), _BREAK, *words]
    own, printed = names
    keys = {word.key for word in words}
    known = [of for first, all_of in own.items() if first in keys for of in all_of]
    if wanted := [of for of in (*known, *printed) if of[0] in keys and keys.issuperset(of)]:
        _blank(words, wanted)
    story.words = words
    story.keys = frozenset([word.key for word in words if word.kind == WORD])


def _plain(words: list[Word]) -> list[Word]:
    """The words; where most begin with a capital, none of them is a name for that."""
    telling = [word.name for word in words if word.kind == WORD]
    if len(telling) >= FEW and sum(telling) >= SHOUTED * len(telling):
        return [word._replace(name=False) if word.name else word for word in words]
    return words


def _blank(words: list[Word], names: Iterable[tuple[str, ...]]) -> None:
    """Put a break in the place of each name."""
    by_first = defaultdict[str, list[tuple[str, ...]]](list)
    for keys in sorted(names, key=lambda keys: (-len(keys), keys)):  # the longest that fits
        by_first[keys[0]].append(keys)
    for at, word in enumerate(words):
        for keys in by_first.get(word.key, ()):
            if tuple([w.key for w in words[at : at + len(keys)]]) == keys:
                words[at : at + len(keys)] = [_BREAK] * len(keys)

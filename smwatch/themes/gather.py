"""Mentions as stories that are read: copies are one, and what isn't said but printed around it is left out.

    gather(mentions, before, names) -> (stories of the period, stories of the one before)
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from smwatch.models import MentionRow
from smwatch.themes.words import Kind, Reader, Word

LENGTH, LEAST_LENGTH, BUDGET = 2_000, 300, 3_000_000
"""Signs that are read of a text: the first, but no less than the second, as long as a period isn't more than the third.
News say at their beginning what they are about, and comments are short."""

REPEATED, PART, LONG = 3, 0.4, 20
"""A sentence of so many signs that stands in so many stories of a source, and in that part of them, is its furniture."""

SHOUTED, FEW = 0.6, 4
"""Where so many of at least so many words begin with a capital, capitals make no names: English titles, shouting."""

MATCHED = 0.3
"""What queries matched in so many of a brand's stories is a name of it, and no theme."""

_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n")
_BREAK: Final = Word("", Kind.BREAK, name=False, cut=0)

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


def gather(
    mentions: Iterable[MentionRow], before: Iterable[MentionRow], names: Iterable[str], readers: Readers
) -> tuple[list[Story], list[Story]]:
    """The stories of both periods, read; edits of a mention and what is none any more left out."""
    now, past = _stories(mentions), _stories(before)
    length = max(LEAST_LENGTH, min(LENGTH, BUDGET // max(1, len(now), len(past))))
    own = _own(now, names, readers)
    furniture = _furniture([*now, *past], length)
    for story in (*now, *past):
        _read(story, own, furniture.get(story.first.source, frozenset()), length, readers[story.first.lang])
    return now, past


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
        if keys and any(word.kind is not Kind.JOINS for word in reader.words(name[:200])):
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


def _read(story: Story, own: Sequences, furniture: frozenset[str], length: int, reader: Reader) -> None:
    row = story.first
    text = row.text[:length]
    if furniture:
        text = "\n".join(s for s in _SENTENCE.split(text) if s not in furniture)
    title = "" if row.kind == "comment" and row.text else row.title[:LEAST_LENGTH]  # it repeats what is answered
    words = [*_plain(reader.words(title)), _BREAK, *_plain(reader.words(text))]
    _blank(words, own)
    _blank(words, _sequences([row.source, row.author, *row.author.split(",")[:5]], reader))
    story.words = words
    story.keys = frozenset([word.key for word in words if word.kind == Kind.WORD])


def _plain(words: list[Word]) -> list[Word]:
    """The words; where most begin with a capital, none of them is a name for that."""
    telling = [word.name for word in words if word.kind == Kind.WORD]
    if len(telling) >= FEW and sum(telling) >= SHOUTED * len(telling):
        return [word._replace(name=False) if word.name else word for word in words]
    return words


def _blank(words: list[Word], names: Sequences) -> None:
    """Put a break in the place of each name."""
    for at, word in enumerate(words):
        if word.key in names:
            for keys in names[word.key]:
                if tuple([w.key for w in words[at : at + len(keys)]]) == keys:
                    words[at : at + len(keys)] = [_BREAK] * len(keys)

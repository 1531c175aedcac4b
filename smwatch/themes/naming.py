"""What a theme is called, and in whose words it is told: as they are written, not as they are compared.

written(keys, stories, readers) -> "rappel de yogourts"
quotes(stories, terms, readers) -> tuple[ThemeQuote, ...]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Final

from smwatch.models import MentionRow
from smwatch.text.authors import key_by_name
from smwatch.text.clusters import border
from smwatch.text.sentences import sentences
from smwatch.themes.gather import LENGTH, TITLE, Readers, Story
from smwatch.themes.terms import runs
from smwatch.themes.theme import ThemeQuote
from smwatch.themes.words import DULL, Word

LOOKED = 20
"""Stories that are looked at for how a term is written."""

QUOTES: Final = 3
LONGEST: Final = 240
"""Signs of a quote."""

Place = tuple[Word, int, int]

SMALL = 1 / 4
"""In so many of its places a term must be written small to be told so: titles and beginnings write it large."""


def written(keys: Sequence[str], stories: Iterable[Story], readers: Readers, *, name: bool = False) -> str:
    """How a term is mostly written; a name with what stands before it in capitals: New York.

    `keys`: the term's, and those that it tells as well; the first that stands in the stories.
    """
    forms = {key: Counter[str]() for key in keys}
    for story in stories:
        row = story.first
        for text in (row.title[:TITLE], row.text[:LENGTH]):
            places = readers[row.lang].places(text)
            earlier = _in_front(text, places) if name else {}
            for start, end, key in _found(places, forms.keys()):
                forms[key][text[earlier.get(start, start) : end]] += 1
    return next((best for of in forms.values() if (best := _best(of))), keys[0])


def _best(forms: Counter[str]) -> str:
    """The most frequent form; small letters before large ones, unless it is a name."""
    even = Counter[str]()
    for form, n in forms.items():
        even[" ".join(form.split())] += n
    alike = Counter[str]()
    for form, n in even.items():
        alike[form.casefold()] += n
    if not alike:
        return ""
    main = min(alike, key=lambda form: (-alike[form], form))
    cased = {form: n for form, n in even.items() if form.casefold() == main}
    small = [form for form in cased if form == main and cased[form] >= SMALL * alike[main]]
    mixed = {form: n for form, n in cased.items() if not form.isupper() or len(form) <= 5}  # noqa: PLR2004 - SAQ, CHSLD
    most = mixed or cased
    return small[0] if small else min(most, key=lambda form: (-most[form], form))


def _found(places: Sequence[Place], keys: Collection[str]) -> list[tuple[int, int, str]]:
    """Where any of these terms stands in a text, and which."""
    found = [(start, end, word.key) for word, start, end in places if word.key in keys]
    if any(" " in key for key in keys):
        parts = frozenset(part for key in keys for part in key.split())
        words = [word for word, _, _ in places]
        found += [(places[a][1], places[z - 1][2], key) for a, z, key in runs(words, parts) if key in keys]
    return sorted(found)


def _in_front(text: str, places: Sequence[Place]) -> dict[int, int]:
    """Where a name that begins here really begins: with a word in capitals right before it."""
    return {
        start: first
        for (word, first, end), (_, start, _) in pairwise(places)
        if word.kind == DULL and text[first].isupper() and text[end:start] == " "
    }


def quotes(stories: Sequence[Story], keys: Sequence[str], readers: Readers) -> tuple[ThemeQuote, ...]:
    """Who told it first, then the strongest words; each by another author.

    `stories`: the oldest first. `keys`: of the terms that a quote should hold, the best ones first.
    """
    by_strength = sorted(stories, key=lambda s: (-abs(s.first.score or 0.0), s.first.published, s.first.id))
    told, authors = list[ThemeQuote](), set[str]()
    for story in (*stories[:1], *by_strength):
        row = story.first
        author = key_by_name(row.author, row.url, row.source) or f"?{row.id}"
        if author not in authors and len(told) < QUOTES and (text := _quote(row, keys, readers)):
            authors.add(author)
            told.append(ThemeQuote(said=row, text=text))
    return tuple(told)


def _quote(row: MentionRow, keys: Sequence[str], readers: Readers) -> str:
    """The first sentence in which one of these terms stands; or else how the mention begins."""
    wanted = set(keys)
    for text in (row.text[:LENGTH], row.title[:TITLE]):
        if places := _found(readers[row.lang].places(text), wanted):
            at = places[0][0]
            start, end = next(((a, z) for a, z in sentences(text) if a <= at < z), (0, len(text)))
            return _cut(text, start, end, at)
    text = row.text[:LENGTH] or row.title
    start, end = next(iter(sentences(text)), (0, 0))
    return _cut(text, start, end, start)


def _cut(text: str, start: int, end: int, at: int) -> str:
    """The sentence in one line, no longer than a quote may be, with what stands at `at`."""
    if end - start > LONGEST:
        first = start if at - start < LONGEST // 2 else border(text, at - LONGEST // 3)
        last = border(text, min(end, first + LONGEST - 2))
        piece = " ".join(text[first:last].split())
        return f"{'…' if first > start else ''}{piece}{'…' if last < end else ''}"
    return " ".join(text[start:end].split())

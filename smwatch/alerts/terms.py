"""Which words and phrases stand out in an alert, against what is usually said of the brand.

How far is reckoned in text/odds.py. A word counts once a story, so that a wire story's copies don't choose the words.

    telling_terms(loud, past, names) -> tuple[Count, ...]      best first, with in how many voices each stands
    terms_of(heard, names) -> frozenset[str]                   all that a mention could be told by
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from smwatch.alerts.voices import distinct
from smwatch.models import Count
from smwatch.text.odds import Odds
from smwatch.text.stopwords import LISTED, stop_words

if TYPE_CHECKING:
    from smwatch.models import Heard

MOST = 8
"""How many terms are told."""

LEAST = 2
"""Voices that a term must stand in."""

CLEAR = 1.0
"""z-score from which a term stands out; low, because terms are a hint and small alerts have few words."""

PAST = 2_000
"""Past mentions that are read for comparison, the latest ones; bounds the time it takes."""

LENGTH = 2_000
"""Characters of a text that are read."""

JOINERS = 2
"""Function words that may stand between the two words of a phrase: « rappel de l'usine »."""

SAME = 2 / 3
"""A word that stands in a phrase so often, of all its times, is told by the phrase."""

SHORTEST, LONGEST = 3, 30
"""Letters of a telling word."""

_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \t\n\u00a0\u202f]+|[-'’]")


def terms_of(heard: Heard, names: Iterable[str] = ()) -> frozenset[str]:
    """The distinct telling words and phrases of two: no stop words, no name of the brand."""
    own = frozenset(word for name in (heard.brand, *names) for word in _WORD.findall(name.casefold()))
    joining = stop_words(heard.lang) or _dull_anywhere()
    text = f"{heard.title}\n\n{heard.text[:LENGTH]}".casefold()  # no phrase reaches from the title into the text
    return frozenset(_terms(text, joining, own))


def _terms(text: str, joining: frozenset[str], own: frozenset[str]) -> Iterator[str]:
    """Each telling word, and each pair of them with nothing between but a few function words."""
    before, start, joined, end = False, 0, 0, 0  # is there a telling word before, where, how far back
    for found in _WORD.finditer(text):
        word, gap = found.group(), text[end : found.start()]
        before = before and bool(_GAP.fullmatch(gap)) and "\n\n" not in gap
        end = found.end()
        if word in own:
            before = False
        elif word in joining or len(word) < SHORTEST:
            joined += 1
        elif len(word) <= LONGEST:
            yield word
            if before and joined <= JOINERS:
                yield " ".join(text[start:end].split())
            before, start, joined = True, found.start(), 0


def telling_terms(loud: Sequence[Heard], past: Sequence[Heard], names: Iterable[str] = ()) -> tuple[Count, ...]:
    """The terms that stand out in `loud` against `past`, the most telling first. `names`: the brand's other ones."""
    own = tuple(names)
    now, before = _count(distinct(loud), own), _count(past[-PAST:], own)
    if not now:
        return ()
    odds = Odds(now.total(), before.total(), len(now.keys() | before.keys()))
    scored = [(odds.z(n, before[term]), term) for term, n in now.items() if n >= LEAST]
    clear = sorted((pair for pair in scored if pair[0] >= CLEAR), key=lambda p: (-p[0], len(p[1]), p[1]))
    return tuple(Count(name=term, count=now[term]) for term in _apart([term for _, term in clear], now)[:MOST])


def _apart(terms: Sequence[str], now: Counter[str]) -> list[str]:
    """The terms, each thing told once: by a phrase where a word is mostly said in it, and by the most telling one."""
    phrases, used, covered = set[str](), set[str](), set[str]()
    for term in terms:
        words = _ends(term)
        inside = {word for word in words if now[term] >= SAME * now[word]}
        if inside and used.isdisjoint(words):
            phrases.add(term)
            used |= words
            covered |= inside
    return [term for term in terms if term in phrases or not (_ends(term) or term in covered)]


def _ends(term: str) -> set[str]:
    """The two telling words of a phrase; none of a single word."""
    words = _WORD.findall(term)
    return {words[0], words[-1]} if len(words) > 1 else set()


def _count(mentions: Iterable[Heard], names: Iterable[str]) -> Counter[str]:
    counts = Counter[str]()
    for heard in mentions:
        counts.update(terms_of(heard, names))
    return counts


@cache
def _dull_anywhere() -> frozenset[str]:
    """The stop words of all languages, for a text in a language that isn't known."""
    return frozenset[str]().union(*map(stop_words, LISTED))

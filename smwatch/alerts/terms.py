"""Which words stand out in an alert, against what is usually said of the brand.

Log-odds ratio with an informative Dirichlet prior, as a z-score: B. Monroe, M. Colaresi and K. Quinn, "Fightin' Words",
Political Analysis 16 (2008), equations 16 to 22. The prior is the brand's own words, past and present. A word counts
once a story, so that a wire story's copies don't choose the words.

    telling_terms(loud, past) -> tuple[Count, ...]      best first, with in how many voices each stands
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from math import log, sqrt

from smwatch.alerts.voices import distinct
from smwatch.models import Count, Heard
from smwatch.text.stopwords import LISTED, stop_words

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

_WORD = re.compile(r"[^\W\d_]{3,30}")


def words(heard: Heard) -> frozenset[str]:
    """The distinct telling words of a mention: no stop words, no name of the brand."""
    dull = stop_words(heard.lang) or _dull_anywhere()
    found = _WORD.findall(f"{heard.title} {heard.text[:LENGTH]}".casefold())
    return frozenset(found) - dull - frozenset(_WORD.findall(heard.brand.casefold()))


def telling_terms(loud: Sequence[Heard], past: Sequence[Heard]) -> tuple[Count, ...]:
    """The terms that stand out in `loud` against `past`, the most telling first."""
    now, before = _count(distinct(loud)), _count(past[-PAST:])
    if not now:
        return ()
    prior = now + before
    n_now, n_before, n_prior = now.total(), before.total(), prior.total()

    def z(word: str) -> float:
        """The log-odds of the word now against before, in standard deviations; one other word keeps it finite."""
        i, j = now[word] + prior[word], before[word] + prior[word]
        odds = log(i / (n_now + n_prior - i + 1)) - log(j / (n_before + n_prior - j + 1))
        return odds / sqrt(1 / i + 1 / j)

    scored = sorted(((z(word), word) for word, n in now.items() if n >= LEAST), key=lambda pair: (-pair[0], pair[1]))
    return tuple(Count(name=word, count=now[word]) for value, word in scored[:MOST] if value >= CLEAR)


def _count(mentions: Iterable[Heard]) -> Counter[str]:
    counts = Counter[str]()
    for heard in mentions:
        counts.update(words(heard))
    return counts


@cache
def _dull_anywhere() -> frozenset[str]:
    """The stop words of all languages, for a text in a language that isn't known."""
    return frozenset[str]().union(*map(stop_words, LISTED))

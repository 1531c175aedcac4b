"""Spellings of a name that stand in texts and aren't found: « Nesltlé », « Nordelai ». Pure.

    seen = Spellings(["Nestlé"]); seen.read(subject, found=False) …; seen.variants() -> [Variant("Nesltlé", 3, 2)]

A spelling is at most one slip away from a name, two where the name is long; a slip is a letter too many, one missing,
one taken for another, or two that changed places (optimal string alignment distance). It is likely meant if it is
written as the name is, with a capital or without, and is rarer than the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from smwatch.matching.nodes import And, Near, Node, Or, Scope
from smwatch.matching.subject import Subject
from smwatch.matching.suggest import function_words
from smwatch.matching.terms import Term
from smwatch.text.fold import fold

SHORTEST: Final = 5
"""Letters of a name: one slip away from a shorter one are too many other words."""

LONG: Final = 8
"""Letters from which two slips still tell the name."""

MOST: Final = 10
LENGTH: Final = 20_000
"""Code points of a text that are read."""

CAPITALS: Final = 0.7
"""Share of entries in which a word has a capital, from which it counts as written with one."""

MOST_KNOWN: Final = 500_000
"""Other words that are remembered, so that they needn't be compared again."""

_WORD: Final = re.compile(r"[^\W\d_]{4,40}")


@dataclass(frozen=True, slots=True)
class Variant:
    """A spelling as it is mostly written, how many entries have it, and in how many the brand isn't found yet."""

    text: str
    entries: int
    new: int


@dataclass(slots=True)
class _Seen:
    """In how many entries a word stands, and how it is written there."""

    forms: Counter[str] = field(default_factory=Counter)
    new: int = 0

    @property
    def has_capital(self) -> bool:
        """Whether it is mostly written with one."""
        return sum(n for form, n in self.forms.items() if form[0].isupper()) >= CAPITALS * self.forms.total()


class Spellings:
    """Words of texts that are near to some names. Each word is compared once, however often it comes."""

    def __init__(self, names: Iterable[str]) -> None:
        """Names of one word are looked for; others, and shorter ones, are passed over."""
        folded = dict.fromkeys(fold(name) for name in names if _WORD.fullmatch(name))
        self._letters = {name: _letters(name) for name in folded if len(name) >= SHORTEST}
        lengths = [len(name) for name in self._letters] or [SHORTEST]
        self._word = re.compile(rf"\b\w{{{min(lengths) - 3},{max(lengths) + 3}}}\b")  # œ is two letters
        self._far: set[str] = set()  # words as written that are near to no name
        self._keys: dict[str, str] = {}  # those that are near, and the names themselves -> folded
        self._seen: dict[str, _Seen] = {}

    def read(self, subject: Subject, *, found: bool) -> None:
        """One more entry; `found`: the brand is already found in it."""
        here: dict[str, str] = {}
        words = {*self._word.findall(subject.title), *self._word.findall(subject.text[:LENGTH])}
        for word in words - self._far:
            if key := self._key(word):
                here[key] = min(word, here.get(key, word))
        for key, word in here.items():
            seen = self._seen.setdefault(key, _Seen())
            seen.forms[word] += 1
            seen.new += not found

    def variants(self) -> list[Variant]:
        """Those that are likely meant, the ones that would bring most first."""
        own = [seen for key, seen in self._seen.items() if key in self._letters]
        most = max((seen.forms.total() for seen in own), default=0)
        capital = any(seen.has_capital for seen in own)
        found = [
            Variant(min(seen.forms, key=lambda form: (-seen.forms[form], form)), seen.forms.total(), seen.new)
            for key, seen in self._seen.items()
            if key not in self._letters and seen.new and seen.forms.total() < most and seen.has_capital is capital
        ]
        return sorted(found, key=lambda each: (-each.new, -each.entries, each.text))[:MOST]

    def _key(self, word: str) -> str:
        if word in self._keys:
            return self._keys[word]
        key = fold(word)
        if key in self._letters or self._is_near(key):
            self._keys[word] = key
            return key
        if len(self._far) < MOST_KNOWN:
            self._far.add(word)
        return ""

    def _is_near(self, word: str) -> bool:
        letters = _letters(word)
        return word not in function_words() and any(
            abs(len(word) - len(name)) <= (slips := 2 if len(name) >= LONG else 1)
            and (letters ^ own).bit_count() <= 2 * slips  # quick, and right where it says no
            and distance(word, name) <= slips
            for name, own in self._letters.items()
        )


def names_in(query: Node) -> list[str]:
    """The words of a query that are written as names are: with a capital, and not after NOT."""
    match query:
        case Term(written=name):
            return [name] if name[:1].isupper() else []
        case And(parts) | Or(parts):
            return [name for part in parts for name in names_in(part)]
        case Near(operands):
            return [name for part in operands for name in names_in(part)]
        case Scope(_, inner):
            return names_in(inner)
        case _:
            return []


def distance(a: str, b: str) -> int:
    """How many slips lie between two words."""
    before, row = list[int](), list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before_that, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before_that[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _letters(word: str) -> int:
    """Which letters it has, as bits."""
    return sum({1 << (ord(letter) % 61) for letter in word})

"""The word lists as data: lines of word or phrase, valence and note, tab-separated; braces write endings at once.

fr.tsv      French words, from vaderSentiment-fr (MIT: LICENSE-vaderSentiment-fr), cleaned
fr-pr.tsv   what PR people meet in French, and Québec usage      written for smwatch
en-pr.tsv   what PR people meet in English                       written for smwatch

layer("fr-pr") -> {"honte à": -2.8, ...}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Line(NamedTuple):
    """A line of a layer, its braces written out."""

    words: str  # lower case, parted by one space
    valence: float  # -4 to 4
    note: str


@cache
def lines(name: str) -> tuple[Line, ...]:
    """Every line of a layer, in its order."""
    found: list[Line] = []
    for row in files(__name__).joinpath(f"{name}.tsv").read_text("utf-8").splitlines():
        if row and not row.startswith("# "):
            pattern, valence, *note = row.split("\t")
            found += [Line(words, float(valence), note[0] if note else "") for words in spell_out(pattern)]
    return tuple(found)


@cache
def layer(name: str) -> Mapping[str, float]:
    """Word or phrase -> valence."""
    return {line.words: line.valence for line in lines(name)}


@dataclass(frozen=True, eq=False)
class Layer:
    """Words laid over a language's own list: those of smwatch, those of a user, both, or none. Known by identity."""

    words: Mapping[str, float]  # lower case, parted by one space -> valence; 0 silences

    @staticmethod
    @cache
    def of(name: str = "", more: tuple[tuple[str, float], ...] = ()) -> Layer:
        """The layer of this name ("" for none), with `more` on top; the same object for the same question."""
        return Layer({**(layer(name) if name else {}), **dict(more)})


def spell_out(pattern: str) -> list[str]:
    """`mis{e,} à pied` is "mise à pied" and "mis à pied"; apostrophes are straight, as in texts that are read."""
    pattern = pattern.replace("’", "'")
    before, _, rest = pattern.partition("{")
    choices, closed, after = rest.partition("}")
    if not closed:
        return [pattern]  # no braces, or an emoticon
    return [before + choice + end for choice in choices.split(",") for end in spell_out(after)]


class Phrases:
    """Finds phrases in a row of tokens; a found one becomes one token. Linear: no phrase is longer than a few words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """`phrases` in lower case, words parted by one space; the longest that fits is taken."""
        self._starts: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted({tuple(phrase.split()) for phrase in phrases if " " in phrase}, key=len, reverse=True):
            self._starts.setdefault(words[0], []).append(words)
        self._second = {first: frozenset(words[1] for words in found) for first, found in self._starts.items()}

    def join(self, words: list[str]) -> list[str]:
        """The same words, those of a phrase joined by spaces."""
        lower = [word.lower() for word in words]
        second = self._second
        out: list[str] = []
        done = 0
        for at, word in enumerate(lower[:-1]):
            if word in second and lower[at + 1] in second[word] and at >= done:
                size = self._size(lower, at)
                if size > 1:
                    out += words[done:at]
                    out.append(" ".join(words[at : at + size]))
                    done = at + size
        return out + words[done:] if done else words

    def _size(self, lower: Sequence[str], at: int) -> int:
        """How many words the longest phrase at `at` has; 1 where there is none."""
        for phrase in self._starts[lower[at]]:
            if tuple(lower[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return 1

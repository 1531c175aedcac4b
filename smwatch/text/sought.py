"""What a person looks for, read once: for the full-text index to find, and for a page to show where it stands. Pure.

    read_search('yogourt "rappel volontaire" nestl* -concours').found(title, text) -> (Span("text", 10, 17), ...)

Words are parted and compared as the index does it (https://www.sqlite.org/fts5.html#unicode61_tokenizer): runs of
letters and digits, without case and accents, œ as oe. What has no spaces between its words (Chinese, Japanese, Thai) is
one word to it. No sign that is typed means anything but quotes, a star behind a word, and a minus in front of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from smwatch.models import Span

LONGEST: Final = 1_000
"""Characters of what is typed that are looked at: far more than anybody types."""
MOST_SHOWN: Final = 200
"""Finds that are told of one text: a page needs no more."""

_QUOTES: Final = '"«»“”„'
# a phrase, to the end where its quotes aren't closed, or a word; a minus counts where either begins, and not within
_PIECES: Final = re.compile(
    rf"((?<!\S)-)?[{_QUOTES}]([^{_QUOTES}]*)(?:[{_QUOTES}](\*?)|$)|((?<!\S)-)?([^\s{_QUOTES}]+)"
)
_WORD: Final = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")
LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
"""As the view entries_spelt writes them, which the index reads."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or several that stand one after the other."""

    said: tuple[str, ...]  # as they were typed: the index folds them by itself
    words: tuple[str, ...]  # folded
    begins: bool = False  # the last of them may go on
    unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """All of these pieces, and none of those that are unwanted."""

    pieces: tuple[Piece, ...] = ()

    @property
    def wanted(self) -> tuple[Piece, ...]:
        """What must be found; () where there is nothing to look for."""
        return tuple(piece for piece in self.pieces if not piece.unwanted)

    @property
    def unwanted(self) -> tuple[Piece, ...]:
        """What must not."""
        return tuple(piece for piece in self.pieces if piece.unwanted)

    def found(self, title: str, text: str) -> tuple[Span, ...]:
        """Where the pieces stand, in code points, the title's first; what overlaps is one."""
        spans = chain(self._in("title", title), self._in("text", text))
        return tuple(span for span, _ in zip(spans, range(MOST_SHOWN), strict=False))

    def _in(self, part: str, text: str) -> Iterator[Span]:
        words = [(fold_word(word[0]), word.start(), word.end()) for word in _WORD.finditer(text)]
        start = end = 0
        for begin, stop in sorted(place for piece in self.wanted for place in _places(piece, words)):
            if begin >= end:
                if end:
                    yield Span(part, start, end)
                start, end = begin, stop
            end = max(end, stop)
        if end:
            yield Span(part, start, end)


def _places(piece: Piece, words: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """Where a piece stands among a text's words."""
    *ahead, last = piece.words
    for at in range(len(ahead), len(words)):
        said, start, end = words[at]
        if said != last and not (piece.begins and said.startswith(last)):
            continue
        if all(words[at - len(ahead) + n][0] == word for n, word in enumerate(ahead)):
            yield (words[at - len(ahead)][1] if ahead else start), end


@lru_cache(20_000)
def fold_word(word: str) -> str:
    """A word as the index compares it."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFD", word.translate(LIGATURES))
    return "".join(letter for letter in letters if not "\u0300" <= letter <= "\u036f").lower()


@lru_cache(64)
def read_search(typed: str) -> Search:
    """The pieces of what was typed; what is no word is left out."""
    pieces = []
    for out, phrase, star, minus, word in _PIECES.findall(typed[:LONGEST]):
        said = phrase or word
        begins = bool(star) or said.rstrip().endswith("*")
        if told := tuple(_WORD.findall(said)):
            words = tuple(map(fold_word, told))
            pieces.append(Piece(told, words, begins=begins, unwanted=bool(out or minus)))
    return Search(tuple(dict.fromkeys(pieces)))

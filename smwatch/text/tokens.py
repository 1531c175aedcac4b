"""The words of a text, where they stand, and how many lie between two of them.

A token is a run of letters and digits; soft hyphens, zero-width characters and accents of their own belong to it, ™, ®
and footnote numbers don't. Apostrophes, dashes and underscores part tokens (d'|Yoplait, Coca|Cola). `&` and `+` are
tokens too, so that H&M and Canal+ are names. Counted as words, tokens that an apostrophe or an & joins are one
(d'Yoplait, Yoplait's, aujourd'hui, AT&T). A hashtag or handle is one word, and holds names (`tags.py`).
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from smwatch.text import tags
from smwatch.text.fold import APOSTROPHES, DASHES, HIDDEN, MARKS, SIGNS, fold

_APART: Final = "_ʼʻʹʽʾʿꞌ՚¹²³⁰⁴-⁹ᴹᴰᶜᵀ"  # letters and digits to Unicode, but not part of words
WORD: Final = rf"[^\W{_APART}](?:[^\W{_APART}]++|[{MARKS}{HIDDEN}]++)*+"
TAG_BODY: Final = rf"[^\W{_APART[1:]}](?:[^\W{_APART[1:]}]++|[{MARKS}{HIDDEN}]++)*+"
_PLAIN = re.compile(r"([A-Za-z0-9]+|[&+])")
_USUAL = re.compile(r"(\w+|[&+])")  # as _TOKEN where nothing of _UNUSUAL is, and much quicker
_UNUSUAL = re.compile(rf"[{_APART}{MARKS}{HIDDEN}]")
_TOKEN = re.compile(rf"({WORD}|[&+])")
_TOKEN_OR_TAG = re.compile(rf"((?<![^\W{_APART[1:]}])(?<![{MARKS}])[#@＃＠]{TAG_BODY}|{WORD}|[&+])")
_LOOKED_FIRST: Final = 24
_LONG: Final = 100_000  # tokens, from which on memory matters more than time
_AT_TAGS: Final = "#@＃＠"
_HIDDEN = re.compile(rf"[{HIDDEN}]")
_TRAILING_HIDDEN = re.compile(rf"[{HIDDEN}]+\Z")

ELISIONS: Final = frozenset(
    "l d j m n s t c z qu jusqu lorsqu puisqu quoiqu quelqu presqu parcequ entr dell all dall nell sull un".split()
)
"""What stands before an apostrophe without being part of the word after it: French, and the Italian of trade names.
After anything else an apostrophe is inside a word (aujourd'hui, O'Brien)."""

BLANKS: Final = rf"[\s_{DASHES[1:]}\-{SIGNS}{HIDDEN}]"
"""What a name's words may stand apart by: spaces, dashes, line breaks (a character class)."""
APOSTROPHE: Final = rf"[{APOSTROPHES}]"
_JOINT: Final = re.compile(rf"[{HIDDEN}]*+{APOSTROPHE}[{HIDDEN}]*+")
_LONGEST_JOINT: Final = 8  # characters; a bound, so that no run of hidden ones is read twice


class Place(NamedTuple):
    """Where something was found: code points of the text, and the indexes of its first and last token."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A hashtag or handle: its sign, where it stands (sign included), its letters folded, its token's index."""

    sign: str
    start: int
    end: int
    body: str
    index: int


class Words:
    """A text cut into tokens; everything is worked out when it is first asked for."""

    def __init__(self, text: str) -> None:
        """Take the text; cut it now."""
        self.text = text
        self._has_and = "&" in text
        self._found: dict[str, list[int]] = {}
        self.tags: list[Tag] = []
        has_tags = any(sign in text for sign in _AT_TAGS)
        # cut and measured without a loop of our own, which takes several times as long
        plain = not has_tags and text.isascii()
        unusual = not plain and _UNUSUAL.search(text) is not None
        cut = _PLAIN if plain else _TOKEN_OR_TAG if has_tags else _TOKEN if unusual else _USUAL
        parts = cut.split(text.lower() if plain else text)
        lengths = accumulate(map(len, parts))
        edges: array[int] | list[int] = array("q", lengths) if len(parts) > _LONG else list(lengths)
        self.starts, self.ends = edges[:-1:2], edges[1::2]
        pieces = parts[1::2]
        marked = [at for at, piece in enumerate(pieces) if piece[0] in _AT_TAGS] if has_tags else []
        for at in marked:
            self.starts[at] += 1
            pieces[at] = pieces[at][1:]
        if unusual and _HIDDEN.search(text):
            self._trim()
            pieces = [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        self.folds = pieces if plain else _fold_all(pieces)
        self.tags = [self._tag(at) for at in marked if self.ends[at] - self.starts[at] <= tags.LONGEST]

    def _trim(self) -> None:
        """What is hidden at the end of a word doesn't belong to it."""
        for at, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            if not self.text[end - 1].isalnum() and (hidden := _TRAILING_HIDDEN.search(self.text, start, end)):
                self.ends[at] = hidden.start()

    def _tag(self, at: int) -> Tag:
        start = self.starts[at]
        return Tag("#" if self.text[start - 1] in "#＃" else "@", start - 1, self.ends[at], self.folds[at], at)

    @cached_property
    def present(self) -> frozenset[str]:
        """All folded tokens."""
        return frozenset(self.folds)

    def where(self, word: str) -> list[int]:
        """Where in the list of tokens a folded one stands. For the first few, looking is quicker than an index."""
        if word not in self.present:
            return []
        found = self._found.get(word)
        if found is None:
            if len(self._found) == _LOOKED_FIRST:
                return self.index[word]
            found, at = [], -1
            with suppress(ValueError):
                while True:
                    at = self.folds.index(word, at + 1)
                    found.append(at)
            self._found[word] = found
        return found

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Folded token -> where in the list of tokens."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.folds):
            found[word].append(at)
        found.default_factory = None
        return found

    @cached_property
    def numbers(self) -> list[int] | range:
        """Token index -> number of the word; a token that counts for nothing has the number of the word before it."""
        text = self.text
        if not any(sign in text for sign in APOSTROPHES + "&+"):
            return range(len(self.starts))
        numbers, number = [], -1
        for at, word in enumerate(self.folds):
            number += word not in ("&", "+") and not self.is_joined(at) and not self.is_after_and(at)
            numbers.append(max(number, 0))
        return numbers

    def is_joined(self, at: int) -> bool:
        """Whether nothing but an apostrophe stands between this token and the one before it."""
        start, text = self.starts[at], self.text
        if at == 0 or start - self.ends[at - 1] > _LONGEST_JOINT:
            return False
        return _JOINT.fullmatch(text, self.ends[at - 1], start) is not None

    def is_after_and(self, at: int) -> bool:
        """Whether this token and the one before the last are joined by an &: the T of AT&T."""
        if at < 2 or self.folds[at - 1] != "&":  # noqa: PLR2004 - itself, the & and what stands before
            return False
        return self.ends[at - 2] == self.starts[at - 1] and self.ends[at - 1] == self.starts[at]

    def is_inside(self, at: int) -> bool:
        """Whether a word goes on here that began before: the "hui" of aujourd'hui, the "s" of Yoplait's."""
        return self.is_joined(at) and (self.folds[at - 1] not in ELISIONS or self.folds[at] == "s")

    def is_elision(self, at: int) -> bool:
        """Whether this token is only the l' of l'usine."""
        if at + 1 >= len(self.folds) or self.folds[at] not in ELISIONS or self.folds[at + 1] == "s":
            return False
        return self.is_joined(at + 1)

    def is_initial(self, at: int) -> bool:
        """Whether this token is a letter or two of R&D, H&M or the like, and so no word by itself."""
        start, end, text = self.starts[at], self.ends[at], self.text
        if not self._has_and:
            return False
        return end - start <= 2 and (text[end : end + 1] == "&" or (start > 0 and text[start - 1] == "&"))  # noqa: PLR2004 - said above

    @cached_property
    def tag_names(self) -> dict[str, list[Place]]:
        """Names in hashtags and handles, folded and run together -> where they stand."""
        found: defaultdict[str, list[Place]] = defaultdict(list)
        for tag in self.tags:
            body = tag.start + 1
            for name, start, end in tags.names(self.text[body : tag.end]):
                found[name].append(Place(body + start, body + end, tag.index, tag.index))
        found.default_factory = None
        return found


def _fold_all(pieces: list[str]) -> list[str]:
    """All folded at once, which is much faster than one by one."""
    folds = fold(" ".join(pieces)).split(" ") if pieces else []
    return folds if len(folds) == len(pieces) else [fold(piece) for piece in pieces]

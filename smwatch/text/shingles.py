"""What a text is known by among its copies: runs of words, as numbers, of long texts a fixed share. Pure.

    print_of(title, text) -> bytes      a few hundred, the same wherever and whenever it is asked; b"" without a word
    read_print(bytes) -> Print          to be compared: likeness(a, b)

Each run of SHINGLE words (a shingle: Broder 1997, On the resemblance and containment of documents) becomes a number. A
short text keeps them all; a longer one those that end in enough zeros, so that an excerpt and the whole keep the same
ones wherever the excerpt was cut (0 mod p: Manber 1994; beside other ways: Schleimer, Wilkerson and Aiken 2003,
Winnowing). Two texts are copies when enough of the smaller one stands in the other. What texts share without being
copies counts less: words between quotation marks stand in many an article; lines that sell a newsletter are left out.
"""

from __future__ import annotations

import re
import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import Final, NamedTuple
from zlib import crc32

from smwatch.text.fold import fold

SHINGLE: Final = 6
"""Words of a run. Fewer are said by chance ("de la direction de la santé"); more are lost to each changed word."""

SHORT: Final = 120
"""Folded letters and digits: a shorter text ("Lire la suite", "Merci!") says too little without its title."""

ANYBODY: Final = 20
"""Letters without a title that anybody may have said: "Merci!", "Bravo à tous"."""

WORDS: Final = 20_000
"""Words of a text that are looked at: a book's chapter is known by its beginning."""

LEAST: Final = 12
"""Shingles that copies share at least: 17 words in a row. The copies of a shorter text are alike letter by letter."""

SHARES: Final = ((12, 0.62), (25, 0.55), (60, 0.5), (150, 0.38))
"""How much of the smaller text its copy has, by how many shingles that is: a long run of words is said by nobody else,
while a standing phrase of twenty words may be half of a brief."""

QUOTED: Final = 8
"""A run of words between quotation marks counts an eighth."""

ONE_SITE: Final = (80, 0.92)
"""Of two texts on one site, up to so many shingles in common are what the site hangs on everything, unless they are so
much of one of them."""

RESEMBLANCE: Final = 0.8
"""A comment that quotes a text isn't a copy of it: of two comments, as much of the longer one must be in the other."""

_WORD = re.compile(r"[^\W_]+")
_NO_LETTERS = bytes(code for code in range(128) if not _WORD.match(chr(code)))
_BREAK: Final = "\x02"  # stands for a line's end, which folding would make a blank
_QUOTE = re.compile(r'«[^«»\x02]{1,600}»|“[^“”\x02]{1,600}”|(?<![^\s(-])"[^\s"][^"\x02]{0,600}"')
_LINK = re.compile(r"https?://\S+|www\.\S+")
_REPOST = re.compile(r"\A[\s\"“«♻️]*(?:[rm]t|via|repost)\s*+:?\s*+@[\w.@-]+\s*:?", re.IGNORECASE)
_TAGS_BEFORE = re.compile(r"\A(?:\s*#\w+)+(?=\s)")
_TAG = re.compile(r"#\w+")
_SOURCE = re.compile(r"@[\w.@-]+")  # after "via"
_AFTER_TAGS: Final = "".join(filter(str.isspace, map(chr, range(0x3001)))) + ".…"

# lines that a site hangs on whatever it prints; folded
_STOCK: Final = (
    "apparu en premier sur", "appeared first on", "lire la suite", "lire aussi", "lire egalement", "read more",
    "read also", "continue reading", "keep reading", "click here", "cliquez ici", "infolettre", "newsletter",
    "droits reserves", "rights reserved", "cookies", "abonnez-vous", "inscrivez-vous", "sign up", "subscribe",
    "photo :", "photo:", "photo credit", "credit photo", "partagez cet", "share this", "suivez-nous", "follow us",
)  # fmt: skip
_STOCK_LINE: Final = (6, 160)  # characters of such a line, at least and at most
_ENDS = re.compile(r"[.!?…\x02]+")

_HEAD = struct.Struct("<qB")  # what the exact text is known by; level, and whether it is a comment
_COMMENT = 0x80
_LOWEST: Final = 0 if sys.byteorder == "little" else 3  # of a mark's four bytes
_ODD: Final = bytes(range(1, 256, 2))


def print_of(title: str, text: str, *, comment: bool = False) -> bytes:
    """What it is known by, without links, "RT @name:" and the hashtags around it; b"" where it says too little."""
    heading, folded = fold(_bare(title)), fold(_bare(text).replace("\n", _BREAK))
    stock = _has_stock(folded)
    words, quoted = _words(_BREAK.join(_other_lines(folded)) if stock else folded)
    exact = _exact("".join(_WORD.findall(folded) if stock else words), heading)
    if not exact:
        return b""
    marks = set(_marks(words[:WORDS], quoted))
    marks.update(_marks(_WORD.findall(heading), ()))  # it says what a teaser is about
    level = _level(len(marks))
    if level:
        zeros = ((1 << level) - 1) << 1
        marks = {mark for mark in marks if not mark & zeros}
    numbers = array("I", sorted(marks) if len(marks) >= LEAST or level else ())
    return _HEAD.pack(exact, level | (_COMMENT if comment else 0)) + numbers.tobytes()


def exact_of(title: str, text: str) -> int:
    """What letter-by-letter copies share (the beginning of their prints); 0 where there is too little to share."""
    letters = _letters(fold(_bare(text)))
    return _exact(letters, fold(_bare(title)) if len(letters) < SHORT else "")


def story_id(exact: int) -> str:
    """The same in 16 hexadecimal digits; "" for 0."""
    return f"{exact & (2**64 - 1):016x}" if exact else ""


def read_exact(printed: bytes) -> int:
    """What `exact_of` says of the text; 0 for an empty print."""
    return int(_HEAD.unpack_from(printed)[0]) if printed else 0


class Extent(NamedTuple):
    """How much a text says, and how many zeros end the marks that an index looks it up by."""

    shingles: int
    step: int


def extent_of(printed: bytes) -> Extent:
    """That of a print, told without taking its marks apart: most texts that share a phrase with one differ too much."""
    lowest = printed[_HEAD.size + _LOWEST :: 4]
    said = len(lowest.translate(None, _ODD))
    return _extent(len(lowest) + (QUOTED - 1) * said, _HEAD.unpack_from(printed)[1] & ~_COMMENT)


def _extent(weight: int, level: int) -> Extent:
    shingles = (weight << level) // QUOTED
    # by ten marks or so of a paragraph, which is enough to find its copies
    return Extent(shingles, max(level, 1 if shingles <= 48 else 2 if shingles <= 96 else 3))  # noqa: PLR2004


class Print:
    """A print, ready to be compared."""

    __slots__ = ("comment", "exact", "extent", "keys", "level", "marks", "site", "weight")

    def __init__(self, exact: int, marks: Iterable[int], level: int = 0, *, comment: bool = False, site: str) -> None:
        """`marks` end in `level` zeros, but for the lowest bit, which says whether it is quoted. `site`: "" is none."""
        self.exact, self.level, self.comment, self.site = exact, level, comment, site
        self.marks = frozenset(marks)
        said = [mark for mark in self.marks if not mark & 1]
        self.weight = len(self.marks) + (QUOTED - 1) * len(said)
        self.extent = _extent(self.weight, level)
        zeros = ((1 << self.extent.step) - 1) << 1
        worth = said if len(said) << level >= LEAST else self.marks  # what somebody said is quoted by many
        self.keys = tuple([mark for mark in worth if not mark & zeros])


def read_print(printed: bytes, site: str = "") -> Print:
    """The print of which these are the bytes, and where the text was published."""
    exact, flags = _HEAD.unpack_from(printed)
    marks = array("I")
    marks.frombytes(printed[_HEAD.size :])
    return Print(exact, marks, flags & ~_COMMENT, comment=bool(flags & _COMMENT), site=site)


def alike(a: Print, b: Print) -> bool:
    """Whether two texts are copies of one, or one an excerpt of the other."""
    return likeness(a, b) > 0


def likeness(a: Print, b: Print) -> float:
    """How much of the larger text stands in its copy, from 0 to about 1; 0 where they are no copies of one."""
    if a.exact == b.exact:
        return 1.0
    if a.comment is not b.comment:
        return 0.0
    level = max(a.level, b.level)
    shared = a.marks & b.marks  # of the coarser one's level, as both have them
    if len(shared) << level < LEAST or (amount := (_weight(shared) << level) / QUOTED) < LEAST:
        return 0.0
    smaller, larger = sorted((_size(a, level), _size(b, level)))
    return amount / max(larger, amount) if amount >= _asked(a, b, amount, smaller, larger) else 0.0


def _asked(a: Print, b: Print, amount: float, smaller: float, larger: float) -> float:
    """So many shingles two texts must share to be copies, of which `amount` are shared."""
    if a.comment:
        return RESEMBLANCE * larger
    few, most = ONE_SITE
    if amount < few and a.site and a.site == b.site:
        return most * smaller
    # few marks of a long text are a rough measure: two standard deviations of a binomial are asked on top
    level = max(a.level, b.level)
    doubt = (smaller * (1 << level)) ** 0.5 if level else 0.0
    return min(_share(amount) * smaller + doubt, 0.95 * smaller)


def _size(of: Print, level: int) -> float:
    """How many shingles it has, as far as its marks of that level tell; those between quotation marks count less."""
    if level == of.level:
        return (of.weight << level) / QUOTED
    zeros = ((1 << level) - 1) << 1
    return (_weight([mark for mark in of.marks if not mark & zeros]) << level) / QUOTED


def _weight(marks: frozenset[int] | list[int]) -> int:
    return QUOTED * len(marks) - (QUOTED - 1) * sum([mark & 1 for mark in marks])


def _share(amount: float) -> float:
    """SHARES, on straight lines between its points."""
    (before, most), *_ = SHARES
    for at, share in SHARES[1:]:
        if amount < at:
            return most - (most - share) * (amount - before) / (at - before)
        before, most = at, share
    return most


def _level(n: int) -> int:
    """How many zeros the marks of a text of so many shingles end in."""
    if n <= 192:  # noqa: PLR2004 - some 200 words: every shingle, so that comparing is exact
        return 0
    if n <= 384:  # noqa: PLR2004
        return 1
    return max(2, (n // 512).bit_length())


def _letters(folded: str) -> str:
    """The words of a folded text without what parts them; several times as fast where it is ASCII."""
    if folded.isascii():
        return folded.encode().translate(None, _NO_LETTERS).decode()
    return "".join(_WORD.findall(folded))


def _exact(letters: str, heading: str) -> int:
    """Of a text's letters and its folded title, which counts where the text is short."""
    if len(letters) < SHORT:
        title = _letters(heading)
        if not letters.startswith(title):
            letters = f"{title} {letters}".strip()
        elif len(letters) < ANYBODY:
            return 0
    digest = blake2b(letters.encode("utf-8", "replace"), digest_size=8).digest() if letters else b""
    return int.from_bytes(digest, "big", signed=True)


def _bare(text: str) -> str:
    """The text without what is added where it is passed on: RT @name:, links, hashtags before and after."""
    if "@" in text[:100]:
        text = _REPOST.sub("", text, count=1)
    if "://" in text or "www." in text:
        text = _LINK.sub("", text)
    if "#" in text or "@" in text[-60:]:
        text = _without_tags_after(_TAGS_BEFORE.sub("", text, count=1)) or text
    return text


def _without_tags_after(text: str) -> str:
    """Without the hashtags and "via @name" at its end, told word by word from there: time goes with the length."""
    bare = text.rstrip(_AFTER_TAGS)
    if not any(last[0] in "#@" for last in bare.rsplit(None, 1)[-1:]):
        return text
    words, tags = bare.split(), 0
    while tags < len(words):
        word = words[-1 - tags]
        if _TAG.fullmatch(word):
            tags += 1
        elif tags + 1 < len(words) and words[-2 - tags].lower() == "via" and _SOURCE.fullmatch(word):
            tags += 2
        else:
            break
    if tags == len(words):
        if bare[0].isspace():
            return ""
        tags -= 1 + (words[0].lower() == "via")  # what a text begins with is no tag after it
    return bare.rsplit(None, tags)[0] if tags else text


def _marks(words: list[str], quoted: Sequence[tuple[int, int]]) -> list[int]:
    """A number for each run of words, in order; the lowest bit is set where it is quoted."""
    if len(words) < SHINGLE:
        return []
    line = " ".join(words).encode()
    data = words if len(line) == sum(map(len, words)) + len(words) - 1 else [word.encode() for word in words]
    ends = list(accumulate([len(word) + 1 for word in data]))
    marks = [crc32(line[a : b - 1]) & 0xFFFFFFFE for a, b in zip((0, *ends), ends[SHINGLE - 1 :], strict=False)]
    for first, last in quoted:
        for at in range(first, last - SHINGLE + 1):
            marks[at] |= 1
    return marks


def _words(folded: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The words, and from which to which of them somebody is quoted."""
    if '"' not in folded and "«" not in folded and "“" not in folded:
        return _WORD.findall(folded), []
    words, quoted, at = list[str](), list[tuple[int, int]](), 0
    for quote in _QUOTE.finditer(folded):
        words += _WORD.findall(folded, at, quote.start())
        first = len(words)
        words += _WORD.findall(folded, quote.start(), quote.end())
        if len(words) - first >= SHINGLE:
            quoted.append((first, len(words)))
        at = quote.end()
    words += _WORD.findall(folded, at)
    return words, [(first, last) for first, last in quoted if last <= WORDS]


def _has_stock(folded: str) -> bool:
    for sign in _STOCK:  # noqa: SIM110 - every text comes by here: twice as quick as any()
        if sign in folded:
            return True
    return False


def _other_lines(folded: str) -> Iterator[str]:
    """The sentences but for those that a site hangs on everything."""
    at, (least, most) = 0, _STOCK_LINE
    for end in (*(found.end() for found in _ENDS.finditer(folded)), len(folded)):
        line = folded[at:end]
        if not least <= len(line) <= most or not _has_stock(line):
            yield line
        at = end

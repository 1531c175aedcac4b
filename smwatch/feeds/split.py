"""Which entries of a document must be read at all: those that weren't in it last time, byte for byte.

feedparser takes most of the time that a poll takes, and most of a document was there before. A fast XML reader finds
where each entry begins and ends; those whose bytes are known are cut out before feedparser sees the rest. Whatever is
odd (not well-formed, entries in odd places) isn't cut, and read as a whole.

Marks are what is remembered of a document, MARK bytes an entry: first a digest of the entry's bytes and of what they
stand in (prolog, root and channel tag, which declare namespaces, base and language), then one of its key.
Pure; linear in the document.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final
from xml.parsers import expat

from smwatch.feeds.dates import read_date
from smwatch.feeds.document import ENTRIES_TAGS, MAX_ENTRIES, newest
from smwatch.models import Entry, KnownEntry

HALF: Final = 8  # bytes; one in 10^19 pairs of entries is taken for one another
MARK: Final = 2 * HALF

_ENTRIES = {"item", "entry"}
MAX_DEPTH: Final = 200  # tags in one another, of any kind
_DEEPEST = 3  # rss > channel > item; rdf > item, feed > entry
_START = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s/>]")
_COMMENT_FEED = re.compile(
    rb"<[\w.:-]{0,40}commentrss[^<>]{0,200}>\s{0,99}(?:<!\[CDATA\[\s{0,99})?([^\s<\]]{1,2000})"
    rb"|<[\w.:-]{0,40}link\s([^<>]{0,3000}\breplies\b[^<>]{0,3000})>",
    re.IGNORECASE,
)
_HREF = re.compile(rb"\bhref\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,2000})", re.IGNORECASE)
_DATE = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:pubdate|published|date|issued|created|updated|modified)\b[^>]{0,200}>\s{0,99}"
    rb"(?:<!\[CDATA\[)?([^<\]]{8,60})",
    re.IGNORECASE,
)


Span = tuple[int, int]
"""Where an entry stands in the document's bytes, end not included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A document, or what is left of it to be read."""

    data: bytes
    surplus: int = 0  # entries that were cut out because there are more than MAX_ENTRIES
    marks: tuple[bytes, ...] = ()  # of the others in order: whole ones of those known and cut out, else first halves
    comment_feeds: frozenset[str] = frozenset()  # URLs that those cut out name as feeds of their comments

    @property
    def known(self) -> int:
        """How many entries were cut out because they are known."""
        return sum(len(mark) == MARK for mark in self.marks)


def split(data: bytes, marks: bytes) -> Cut:
    """The document (UTF-8) without the entries that `marks` knows, and without all but the newest MAX_ENTRIES."""
    places = _places(data)
    if places is None:
        return _first(data)
    prolog = data[: places.begin]
    context = hashlib.blake2b(prolog + repr(places.around).encode("utf-8", "replace"), digest_size=16).digest()
    spans = _newest(data, places.spans, places.tags)
    digests = [hashlib.blake2b(data[start:end], digest_size=HALF, key=context).digest() for start, end in spans]
    known = {marks[at : at + HALF]: marks[at : at + MARK] for at in range(0, len(marks), MARK)}
    unread = [span for span, half in zip(spans, digests, strict=True) if half in known]
    return Cut(
        data=b"".join(_pieces(data, places.spans, {*spans}.difference(unread))),
        surplus=len(places.spans) - len(spans),
        marks=tuple(known.get(half, half) for half in digests),
        comment_feeds=frozenset(url for span in unread for url in _comment_feeds(data, span)),
    )


def _comment_feeds(data: bytes, span: Span) -> Iterator[str]:
    """The comment feeds that an entry names, in a way that is quick to see."""
    for found in _COMMENT_FEED.finditer(data, *span):
        href = _HREF.search(found[2] or b"")
        if said := found[1] or (href and href[1]):
            yield unescape(said.decode("utf-8", "replace"))


def in_line(marks: Sequence[bytes], entries: Sequence[Entry], known: Iterable[KnownEntry]) -> list[Entry | KnownEntry]:
    """The document's entries in their order: those that were read, and what is stored of those that weren't."""
    if not marks:
        return [*entries]
    stored, read = {_of_key(entry.key): entry for entry in known}, iter(entries)
    line = [next(read) if len(mark) == HALF else stored.get(mark[HALF:]) for mark in marks]
    return [entry for entry in line if entry]


def marked(marks: Sequence[bytes], keys: Iterable[str]) -> bytes:
    """What to remember of the document; `keys`: of those that were read, "" where they aren't known for certain."""
    keys = iter(keys)
    whole = (mark if len(mark) == MARK else mark + _of_key(key) if (key := next(keys)) else b"" for mark in marks)
    return b"".join(whole)


def _of_key(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=HALF).digest()


class _Places:
    """Where the entries of a document stand, as expat tells it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.spans: list[tuple[int, int]] = []
        self.tags: list[int] = []  # that each of them has
        self.begin = 0  # of the root
        self.around: list[object] = []  # the tags that entries stand in, and their attributes
        self._depth, self._start, self._count = 0, -1, 0
        self._reader = expat.ParserCreate("utf-8")
        self._reader.StartElementHandler, self._reader.EndElementHandler = self._opened, self._closed

    def find(self) -> None:
        """Read the document; ExpatError where it isn't well-formed."""
        self._reader.Parse(self.data, True)

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ValueError(name)  # expat remembers each of them
        if self._start >= 0 or self._depth > _DEEPEST:
            self._count += 1
            return
        if self._depth == 1:
            self.begin = self._reader.CurrentByteIndex
        if self._depth > 1 and name.rpartition(":")[2].lower() in _ENTRIES:
            self._start, self._level = self._reader.CurrentByteIndex, self._depth
        elif not self.spans and (self._depth == 1 or name.rpartition(":")[2].lower() == "channel"):
            self.around.append((name, attributes))

    def _closed(self, _: str) -> None:
        if self._start >= 0 and self._depth == self._level:
            self.spans.append((self._start, self.data.index(b">", self._reader.CurrentByteIndex) + 1))
            self.tags.append(self._count)
            self._start, self._count = -1, 0
        self._depth -= 1


def _places(data: bytes) -> _Places | None:
    """Where the entries stand; None where the document is not well-formed."""
    places = _Places(data)
    try:
        places.find()
    except (expat.ExpatError, ValueError):
        return None
    return places


def _pieces(data: bytes, spans: Iterable[Span], wanted: Collection[Span]) -> Iterator[bytes]:
    """The document without the spans that aren't wanted."""
    at = 0
    for span in spans:
        if span not in wanted:
            yield data[at : span[0]]
            at = span[1]
    yield data[at:]


def _newest(data: bytes, spans: list[Span], tags: list[int]) -> list[Span]:
    """The newest that may be read, in the document's order; its first ones where no dates can be.

    One without a date is as old as the one before it.
    """
    if len(spans) <= MAX_ENTRIES and sum(tags) <= ENTRIES_TAGS:
        return spans
    times: list[float] = []
    for span in spans:
        times.append(_date(data, *span) or (times[-1] if times else 0.0))
    return [spans[n] for n in newest(times, tags)]


def _date(data: bytes, start: int, end: int) -> float:
    """An entry's date in seconds, 0 where it has none."""
    found = _DATE.search(data, start, end)
    at = read_date(found[1].decode("utf-8", "replace").strip()) if found else None
    return at.timestamp() if at else 0.0


def _first(data: bytes) -> Cut:
    """Of a document that is not well-formed, the first MAX_ENTRIES."""
    starts = [found.start() for found in _START.finditer(data)]
    if len(starts) <= MAX_ENTRIES:
        return Cut(data=data)
    return Cut(data=data[: starts[MAX_ENTRIES]], surplus=len(starts) - MAX_ENTRIES)

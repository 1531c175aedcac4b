"""A feed's body in, a Document out: RSS 0.9x, 1.0 and 2.0 and Atom by feedparser, JSON Feed by jsonfeed.py.

The only file that imports feedparser. Its parsers are driven here instead of by `feedparser.parse`, which does the
same but takes quadratic time, hours for some megabytes, on feeds made to hurt: by white space or declarations before
the first tag, attributes, namespaces, categories, and authors without a blank. What feedparser would then sanitize
and make absolute inside of texts is left out: text/clean.py drops it anyway, and parsing takes half the time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final
from xml.parsers import expat

from feedparser import FeedParserDict, mixin
from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.sanitizer import replace_doctype

from smwatch.feeds.convert import document_of, name_and_address
from smwatch.feeds.direct import Direct
from smwatch.feeds.document import MAX_ENTRIES, MAX_TAGS, TOO_MANY, Document, UnreadableError
from smwatch.feeds.encoding import to_utf8
from smwatch.feeds.jsonfeed import read_json
from smwatch.feeds.split import split
from smwatch.locales import N_
from smwatch.models import FailureKind

MAX_ATTRIBUTES: Final = 1_000  # on one tag
MAX_DEPTH: Final = 200  # tags in one another; well-formed documents only: in others tags are left open by mistake
MAX_NAMESPACES: Final = 100
MAX_ENTRY_TAGS: Final = 10_000  # of one entry, or between two
MAX_ENTRY_PIECES: Final = 50_000  # of text and references, likewise
MAX_PROLOG: Final = 32_000  # bytes before the first tag, runs of white space counted as one
MAX_ENTITIES: Final = 300  # declared ones; HTML 4 has 252
MAX_ENTITY: Final = 64  # bytes that one stands for: more blow a text up
MAX_AUTHOR: Final = 200  # code points of what is said of one, where it has no tags of its own
MAX_SKIPS: Final = 24  # hours or days that a feed asks to be left alone at

_FIRST_TAG = re.compile(rb"<\w")
_ENTITY = re.compile(rb'<!ENTITY\s+\w+\s+"([^"]*)"')
_UNESCAPED = re.compile(r"<(?=[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}>)")
"""Before an address in pointed brackets, which is no tag: <author>Marie <marie@example.com></author>."""
_LENIENT = N_("the feed is not well-formed XML; it was read as far as possible")
_IN_PART = N_("the feed has more tags than any feed needs; it was read up to there")


def parse(body: bytes, headers: Mapping[str, str], url: str, marks: bytes = b"") -> Document:
    """The document; relative links are taken from `url`. `headers` with names in lower case; `marks`: see split.py.

    UnreadableError where it can't be read as a feed. What else feedparser raises on nonsense goes through.
    """
    data = to_utf8(body, headers.get("content-type", ""))
    if not data:
        raise UnreadableError(FailureKind.MALFORMED, N_("the answer is empty"))
    if data.startswith(b"{"):
        return read_json(data.decode(), url)
    version, data, entities = replace_doctype(_bounded_prolog(data))
    how = _How(url, headers.get("content-language"), version or "", entities)
    cut = split(data, marks)
    parser, flawed = _run(cut.data, how)
    if len(parser.entries) + cut.known != len(cut.marks):  # it sees entries elsewhere than we do
        if cut.known:
            cut = split(data, b"")
            parser, flawed = _run(cut.data, how)
        cut = replace(cut, marks=())
    surplus = cut.surplus + max(0, len(parser.entries) - MAX_ENTRIES)
    notes = ((_LENIENT,) if flawed else ()) + ((TOO_MANY,) if surplus else ())
    notes += () if parser.is_whole else (_IN_PART,)
    document = document_of(parser.version, parser.feeddata, parser.entries[:MAX_ENTRIES], url, notes=notes)
    return replace(document, left_out=cut.known + surplus, marks=cut.marks, kept_comment_feeds=cut.comment_feeds)


@dataclass(frozen=True, slots=True)
class _How:
    """What feedparser is told beside the document."""

    url: str
    lang: str | None
    version: str  # as the document type says; mostly ""
    entities: Mapping[str, str]


def _run(data: bytes, how: _How) -> tuple[Any, bool]:  # Any: feedparser has no types
    """The parser that has read the document, and whether it is flawed; the strict one, if that fails the loose."""
    parser = _Strict(how.url, how.lang, "utf-8")
    flawed = False
    try:
        parser.read(data)
    except _EnoughError:
        parser.is_whole = False
    except expat.ExpatError:
        flawed = True
        parser = _Loose(how.url, how.lang, "utf-8", how.entities)
        try:
            parser.feed(_UNESCAPED.sub("&lt;", data.decode("utf-8", "replace")))
        except _EnoughError:
            parser.is_whole = False
    parser.version = how.version or parser.version
    return parser, flawed


def _bounded_prolog(data: bytes) -> bytes:
    """The document with what stands before its first tag made short, or UnreadableError where that can't be."""
    first = _FIRST_TAG.search(data)
    end = first.start() if first else len(data)
    prolog = b"\n".join(data[:end].split(None, MAX_PROLOG))
    if len(prolog) > MAX_PROLOG:
        raise _hostile(N_("the document has {count} bytes before its first tag"), len(prolog))
    values = _ENTITY.findall(prolog)
    if prolog.count(b"<!ENTITY") > MAX_ENTITIES or any(len(value) > MAX_ENTITY for value in values):
        raise _hostile(N_("the document declares too many or too long entities ({count})"), len(values))
    return prolog + b"\n" + data[end:]


def _hostile(message: str, count: int) -> UnreadableError:
    return UnreadableError(FailureKind.MALFORMED, message, count=count)


class _EnoughError(Exception):
    """What was read until now will do: the rest would take too long."""


# asked for each tag, whose base is nearly always that of the tag around it
mixin.make_safe_absolute_uri = lru_cache(1_024)(mixin.make_safe_absolute_uri)
# what stays itself, which else costs a look-up that fails for each character of a text that isn't ASCII
mixin._cp1252 = {code: code for code in (*range(0x250), *range(0x2000, 0x20D0))} | mixin._cp1252  # noqa: SLF001


class _Flat(FeedParserDict):  # type: ignore[misc]  # feedparser has no types
    """What feedparser notes of a content: keys that have no other names, and nothing that a deep copy goes into."""

    __getitem__, __contains__, get = dict.__getitem__, dict.__contains__, dict.get

    def __deepcopy__(self, _: object) -> _Flat:
        """For each content once."""
        return _Flat(self)


class _Bounded:
    """What both of feedparser's parsers are held to, and what they needn't do here."""

    resolve_relative_uris = sanitize_html = False
    namespaces_in_use: dict[str, str]
    is_whole = True  # the document was read to its end
    entries: list[object]
    _counted_in = _tags = _all_tags = _pieces = 0  # how many entries there were, and what came since

    contentparams: FeedParserDict

    def count(self, *, tags: int = 0, pieces: int = 0) -> None:
        """Count what takes time; _EnoughError where it is too much."""
        if self._counted_in != len(self.entries):
            self._counted_in, self._tags, self._pieces = len(self.entries), 0, 0
        self._tags, self._all_tags, self._pieces = self._tags + tags, self._all_tags + tags, self._pieces + pieces
        if self._tags > MAX_ENTRY_TAGS or self._all_tags > MAX_TAGS or self._pieces > MAX_ENTRY_PIECES:
            raise _EnoughError

    @staticmethod
    def looks_like_html(_: str) -> bool:
        """Whether a plain text is none is told by text/clean.py."""
        return False

    def push_content(self, *about: object) -> None:
        """Begin a content."""
        super().push_content(*about)  # type: ignore[misc]  # feedparser's, by inheritance
        self.contentparams = _Flat(self.contentparams)

    def unknown_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        """Refuse what takes quadratic time."""
        self.count(tags=1)
        if len(attrs) > MAX_ATTRIBUTES:
            raise _hostile(N_("the document has {count} attributes on one tag"), len(attrs))
        super().unknown_starttag(tag, attrs)  # type: ignore[misc]  # feedparser's, by inheritance

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """Likewise: each tag is looked up in all of them."""
        if len(self.namespaces_in_use) > MAX_NAMESPACES:
            raise _hostile(N_("the document has more than {count} namespaces"), MAX_NAMESPACES)
        super().track_namespace(prefix, uri)  # type: ignore[misc]  # feedparser's, by inheritance

    def _end_hour(self) -> None:
        """One of skipHours: feedparser keeps the last one only."""
        self._skips("hour")

    def _end_day(self) -> None:
        """One of skipDays."""
        self._skips("day")

    def _skips(self, name: str) -> None:
        said = self.pop(name)  # type: ignore[attr-defined]  # feedparser's, by inheritance
        skipped = self.feeddata.setdefault(f"skipped_{name}s", [])  # type: ignore[attr-defined]  # likewise
        if isinstance(said, str) and len(skipped) < MAX_SKIPS:
            skipped.append(said)

    def _add_tag(self, *_: object) -> None:
        """Categories aren't used, and each new one is compared with all before."""
        self._get_context().setdefault("tags", [])  # type: ignore[attr-defined]  # feedparser's, by inheritance

    def _sync_author_detail(self, key: str = "author") -> None:
        """Name and address of an author, from the beginning of what is said, where they have no tags of their own."""
        context = self._get_context()  # type: ignore[attr-defined]  # feedparser's, by inheritance
        said, detail = dict.get(context, key), (dict.get(context, f"{key}s") or [FeedParserDict()])[-1]
        if detail or not isinstance(said, str) or not said:
            return
        name, address = name_and_address(said[:MAX_AUTHOR])
        context.setdefault(f"{key}_detail", detail)
        detail.update({"name": name, "email": address})


class _Strict(_Bounded, Direct, StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    """feedparser's parser of well-formed XML, bounded."""

    def admit(self, attributes: int) -> None:
        """Refuse before feedparser looks at the attributes, one by one among all."""
        if attributes > MAX_ATTRIBUTES:
            raise _hostile(N_("the document has {count} attributes on one tag"), attributes)
        if len(self.basestack) > MAX_DEPTH:
            raise _hostile(N_("the document has more than {count} tags inside one another"), MAX_DEPTH)

    def declared(self, _: str, parameter: int, value: str | None, *__: object) -> None:
        """Entities are only those that `_bounded_prolog` let through."""
        if parameter or value is None or len(value) > MAX_ENTITY:
            raise _hostile(N_("the document declares too many or too long entities ({count})"), 1)


class _Loose(_Bounded, LooseFeedParser):  # type: ignore[misc]  # feedparser has no types
    """feedparser's parser of everything else, bounded."""

    def handle_data(self, text: str, escape: int = 1) -> None:
        """Some text; each piece of it costs."""
        self.count(pieces=1)
        super().handle_data(text, escape)

    def handle_entityref(self, ref: str) -> None:
        """Likewise a reference."""
        self.count(pieces=1)
        super().handle_entityref(ref)

    def handle_charref(self, ref: str) -> None:
        """A character by its number, where there is one of that number."""
        self.count(pieces=1)
        with suppress(ValueError, OverflowError):
            super().handle_charref(ref)

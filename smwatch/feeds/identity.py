"""Which entries of a document are known already, which were edited, and which are new. Pure.

Feeds change ids, reuse them, leave them out, move to https or another host, put what they like into links. So an entry
is known again by the first of these that holds, and each known entry is taken once:

    same content (nothing to do)
    1. same id; without an id: same link
    2. id or link under another scheme or host but with the same path: the site moved
    3. same link, whatever the id: the feed makes up ids. Of short texts only where the link is one entry's alone
    4. a long text under a link that differs in its query only, or where one of the two has no link that tells
    5. half of the document's texts: the site gave everything new names
    other content (edited)
    6. same id, where it is one entry's alone; with the same link too where it isn't, or where ids are numbers that
       pass from one entry to the next
    7. same link, where it is one entry's alone and one of the two has no id, or ids are found not to last
    8. same path, where 2 has shown that the site moved

Content is the digest of cleaned title and text. Polling one document twice finds everything known. Entries that are
still in the document, byte for byte, needn't be read to be known (split.py): they come as `kept`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from urllib.parse import urlsplit

from smwatch.models import DateTrust, Entry, KnownEntry
from smwatch.text.links import untracked

_SEVERAL = 3  # entries that come back under new names at once, before it is no chance
LONG = 40  # characters that nobody writes twice by chance; two people may well say « Merci ! »
_RANK = re.compile(r"\d{1,3}")  # an id that is a place in a list rather than a name
_VISIT = re.compile(r"(?:^|(?<=&))(?:sid|session)=[^&]*&?", re.IGNORECASE)  # besides what only tracks
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)


def digest(title: str, text: str) -> str:
    """Hex digest of an entry's content, 16 bytes."""
    return hashlib.blake2b(f"{title}\0{text}".encode("utf-8", "replace"), digest_size=16).hexdigest()


Shown = Entry | KnownEntry
"""An entry of a document: as it was read or, where its bytes are known (split.py), as it is stored."""

Sign = Callable[[Shown], Hashable]
"""What must agree for two entries to be one; None where this one can't be told by it."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What has been found out about the entries of a document."""

    new: tuple[Entry, ...]  # new and edited ones, in order, with their keys: an edited one has that of the known entry
    keys: tuple[str, ...]  # of all, in order; "" for one that isn't stored as it is: under another id or link


def distinct(entries: Iterable[Shown]) -> list[Shown]:
    """The entries without those that say the same twice: same id (or link, without an id), same content."""
    seen: dict[Hashable, Shown] = {}
    for entry in entries:
        seen.setdefault(_exactly(entry), entry)
    return list(seen.values())


def recognise(document: Sequence[Shown], known: Sequence[KnownEntry]) -> Recognised:
    """Which of a document's entries are new or edited, and the keys of all."""
    found = distinct(document)
    book = _Book(found, known)
    book.match_contents()
    book.match_names()
    new = tuple(book.outcome())
    told = {entry.key for entry in new}
    stored = {(_exactly(entry), entry.url) for entry in known}
    sure = {
        _exactly(entry): key
        for entry, key in zip(found, book.keys, strict=True)
        if key in told or (_exactly(entry), entry.url) in stored
    }
    return Recognised(new, tuple(sure.get(_exactly(entry), "") for entry in document))


def _id(entry: Shown) -> str:
    """The id, without the blanks that only its file has."""
    return " ".join(entry.id.split()) if " " in entry.id or "\n" in entry.id or "\t" in entry.id else entry.id


def _exactly(entry: Shown) -> Hashable:
    return (_id(entry) or entry.url, entry.digest)


def _linked(entry: Shown) -> Hashable:
    return (entry.url, entry.digest) if _tells(entry.url) else None


def _moved_id(entry: Shown) -> Hashable:
    return (name.casefold(), entry.digest) if (name := _path(entry.id) or _id(entry)) else None


def _moved_link(entry: Shown) -> Hashable:
    return (path, entry.digest) if (path := _path(entry.url)) else None


def _page(entry: Shown) -> Hashable:
    path, mark, rest = _path(entry.url).partition("?")
    return (path, rest.partition("#")[2], entry.digest) if path and mark else None


def _unlinked(entry: Shown) -> Hashable:
    return None if _tells(entry.url) else entry.digest


def _content(entry: Shown) -> Hashable:
    return entry.digest


def _is_long(entry: Shown) -> bool:
    return isinstance(entry, KnownEntry) or len(entry.title) + len(entry.text) >= LONG


def _time(entry: Shown) -> str:
    """When it was published, as it is stored; "" where its feed doesn't tell."""
    if isinstance(entry, KnownEntry):
        return entry.published
    if entry.date_trust is not DateTrust.FEED:
        return ""
    return entry.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_titled(entry: Shown) -> bool:
    """Whether its id is but its title, and changes with it."""
    return isinstance(entry, Entry) and _id(entry) == entry.title


def _path(url: str) -> str:
    """What is left of a URL when its site moves; "" for what is no URL, or a site's front page."""
    if not url.startswith(("http://", "https://")):
        return ""
    try:
        parts = urlsplit(untracked(url))
    except ValueError:
        return ""
    query = _VISIT.sub("", parts.query).rstrip("&") if parts.query else ""
    rest = "?".join(filter(None, (_SESSION.sub("", parts.path).strip("/"), query)))
    return f"{rest}#{parts.fragment}" if rest and parts.fragment else rest


def _unsigned(said: Hashable) -> Hashable:
    """The same of what is stored without its author, as it was let go."""
    return (said[0], None, *said[2:]) if isinstance(said, tuple) else None


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.") if _path(url) else ""


def _tells(url: str) -> bool:
    """Whether a link can tell entries apart: that of a front page can't."""
    return bool(_path(url))


def _spelling(url: str) -> str:
    """A name without what may change while it stays the same: https, www, a closing slash; visits."""
    path = _path(url)
    return f"{_host(url)}/{path}" if path else url


class _Book:
    """Who is matched with whom, while it is being found out."""

    def __init__(self, found: Sequence[Shown], known: Sequence[KnownEntry]) -> None:
        self.found, self.known = found, known
        self.open = dict.fromkeys(range(len(found)))  # entries not yet matched, in order
        self.free = dict.fromkeys(range(len(known)))  # known ones not yet matched
        self.keys = [""] * len(found)
        self.edited: set[int] = set()
        self.ids = {_id(entry) for entry in known}
        self.lasting = False  # its ids are found to last
        self.fleeting = False  # they are found not to: an entry came back under another
        self.passed_on = False  # they are found to go from one entry to the next
        self.moved = False  # its links are found to have another host

    def match_contents(self) -> None:
        """Match what says the same.

        What decides here must be in the document or hold for good, as nothing of these matches is stored: the same
        document polled again must find the same.
        """
        said = {entry.digest for entry in self.found}
        pool = [place for place in self.free if self.known[place].digest in said]
        exact = self.match(_exactly, _exactly, pool)
        self.lasting = any(self.found[number].id for number, _ in exact)
        if not self.open or not pool:
            return
        shared = _shared(self.found, self.known, lambda entry: _path(entry.url))

        def is_proof(entry: Shown) -> bool:
            """Whether the same content at one place is the same entry, though its id differs."""
            return _is_long(entry) or _path(entry.url) not in shared

        self.learn(self.match(_moved_id, _moved_id, pool))
        self.learn(self.match(_linked, _linked, pool, is_proof))
        self.learn(self.match(_moved_link, _moved_link, pool, is_proof))
        self.learn(self.match(_page, _page, pool, _is_long))
        self.learn(self.match(_content, _unlinked, pool, _is_long))
        self.learn(self.match(_unlinked, _content, pool, _is_long))
        once = {d for d, n in Counter(entry.digest for entry in self.found).items() if n == 1}
        once &= {d for d, n in Counter(self.known[place].digest for place in pool).items() if n == 1}
        again = {self.found[number].digest for number in self.open} & once
        if len(again) >= _SEVERAL and 2 * len(again) >= len(self.found):
            self.learn(self.match(_content, _content, pool, lambda entry: entry.digest in again))

        self.match_short(pool)

    def match_short(self, pool: Sequence[int]) -> None:
        """Match what is too short to be anybody's for certain, and came back under another name.

        By the same author at the same place, and at the same time; where there is no time, when the name that it had
        is gone from the document. Two who say « Merci ! » stay two, as far as anything tells them apart.
        """
        shown = {_id(entry) for entry in self.found}

        def dated(entry: Shown) -> Hashable:
            """Content, author, place and time."""
            at = _time(entry)
            return (entry.digest, entry.author, _path(entry.url), at) if at else None

        def signed(entry: Shown) -> Hashable:
            """Content, author and place, of what bears no time."""
            return None if _time(entry) else (entry.digest, entry.author, _path(entry.url))

        renamed = [place for place in pool if _id(self.known[place]) not in shown]
        self.learn(self.match(dated, dated, pool))
        self.learn(self.match(signed, signed, renamed))
        if let_go := [place for place in pool if self.known[place].author is None]:
            self.learn(self.match(lambda entry: _unsigned(dated(entry)), dated, let_go))
            let_go = [place for place in renamed if self.known[place].author is None]
            self.learn(self.match(lambda entry: _unsigned(signed(entry)), signed, let_go))

    def match_names(self) -> None:
        """Match what goes by the same name but says something else: edits."""
        if not self.open or not self.free:
            return
        ids = _shared(self.found, self.known, lambda entry: _spelling(_id(entry)))
        links = _shared(self.found, self.known, lambda entry: _spelling(entry.url) if _tells(entry.url) else "")

        def by_id(entry: Shown) -> Hashable:
            """The id; with the link where it alone may be another's."""
            name = _spelling(_id(entry))
            if name in ids or self.passed_on:
                link = _spelling(entry.url)
                return (name, link) if name and _tells(entry.url) and link != name else None
            return (name, _path(entry.url)) if _RANK.fullmatch(name) else name or None

        def by_link(entry: Shown) -> Hashable:
            """The link that no other has."""
            link = _spelling(entry.url)
            return link if _tells(entry.url) and link not in links else None

        def by_link_alone(entry: Shown) -> Hashable:
            """The same where there is no id."""
            return None if entry.id else by_link(entry)

        def by_path(entry: Shown) -> Hashable:
            """What is left of the name when the site moves."""
            return _path(entry.id) if entry.id else _path(entry.url) or None

        pool = list(self.free)
        self.edits(by_id, by_id, pool)
        self.edits(by_link_alone, by_link, pool)
        self.edits(by_link, by_link_alone, pool)
        self.edits(by_link, by_link, pool, lambda entry: self.fleeting or _is_titled(entry))
        if self.moved and not _shared(self.found, self.known, lambda entry: str(by_path(entry) or "")):
            self.edits(by_path, by_path, pool)

    def learn(self, pairs: Sequence[tuple[int, int]]) -> None:
        """What entries that came back under other names tell of the feed's names."""
        for number, place in pairs:
            entry, before = self.found[number], self.known[place]
            if entry.id and before.id and _spelling(_id(entry)) != _spelling(_id(before)):
                self.fleeting = self.fleeting or (not self.lasting and not _path(entry.id))
                self.passed_on = self.passed_on or _id(entry) in self.ids
            self.moved = self.moved or _host(entry.url) != _host(before.url)

    def match(
        self, sign: Sign, its: Sign, pool: Iterable[int], allowed: Callable[[Shown], bool] = bool
    ) -> list[tuple[int, int]]:
        """Match what is left where the entry's sign agrees with the known one's, first come first served."""
        pairs: list[tuple[int, int]] = []
        places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        if not self.open:
            return pairs
        for place in pool:
            if place in self.free and (seen := its(self.known[place])) is not None:
                places[seen].append(place)
        for number in list(self.open) if places else ():
            entry = self.found[number]
            mark = sign(entry)
            if mark is None or not places.get(mark) or not allowed(entry):
                continue
            place = places[mark].popleft()
            del self.open[number], self.free[place]
            self.keys[number] = self.known[place].key
            pairs.append((number, place))
        return pairs

    def edits(self, sign: Sign, its: Sign, pool: Iterable[int], allowed: Callable[[Shown], bool] = bool) -> None:
        """The same of what was edited."""
        self.edited.update(number for number, _ in self.match(sign, its, pool, allowed))

    def outcome(self) -> Iterator[Entry]:
        """New and edited entries with their keys."""
        taken = {entry.key for entry in self.known}
        for number, entry in enumerate(self.found):
            if isinstance(entry, KnownEntry):  # that it is known is sure
                continue
            if number in self.open:
                self.keys[number] = _new_key(entry, taken)
                taken.add(self.keys[number])
            if number in self.open or number in self.edited:
                yield replace(entry, key=self.keys[number])


def _shared(found: Sequence[Shown], known: Sequence[KnownEntry], name: Callable[[Entry | KnownEntry], str]) -> set[str]:
    """Names that more than one entry of the document, or more than one known entry, goes by."""
    counts = (Counter(map(name, found)), Counter(map(name, known)))
    return {said for count in counts for said, times in count.items() if said and times > 1}


def _new_key(entry: Entry, taken: set[str]) -> str:
    """Its id, else its link; with the digest where that is taken; with a number where even that is."""
    name = _id(entry) or (entry.url if _tells(entry.url) else "")
    key = name or entry.digest
    if key not in taken:
        return key
    key = f"{name}#{entry.digest}"
    number = 2
    while key in taken:
        key, number = f"{name}#{entry.digest}#{number}", number + 1
    return key

"""Which entries of a document are known already, which were edited, and which are new. Pure.

Feeds change ids, reuse them, leave them out, move to https or another host. So an entry is known again by the first
of these that holds, and each known entry is taken once:

    1. same id, same content; without an id: same link, same content
    2. same id, other content: edited (where the id is one entry's alone, or the link agrees too)
    3. other id, same link, same content: the feed makes up ids at every poll
    4. id or link under another scheme or host but with the same path, and same content: the site moved
    5. same link, other content, no ids: edited (where the link is one entry's alone)

Content is the digest of cleaned title and text. Polling one document twice finds everything known. Entries that are
still in the document, byte for byte, needn't be read to be known (split.py): they come as `kept`.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from smwatch.models import Entry, KnownEntry

Sign = Callable[["Entry | KnownEntry"], Hashable]
"""What must agree for two entries to be one; None where this one can't be told by it."""


def digest(title: str, text: str) -> str:
    """Hex digest of an entry's content, 16 bytes."""
    return hashlib.blake2b(f"{title}\0{text}".encode("utf-8", "replace"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Recognised:
    """What has been found out about the entries of a document."""

    new: tuple[Entry, ...]  # new and edited ones, in order, with their keys: an edited one has that of the known entry
    keys: tuple[str, ...]  # of every entry that was asked about, in order; copies of one another share theirs


def distinct(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without those that say the same twice: same id (or link, without an id), same content."""
    seen: dict[Hashable, Entry] = {}
    for entry in entries:
        seen.setdefault(_exactly(entry), entry)
    return list(seen.values())


def recognise(entries: Sequence[Entry], known: Sequence[KnownEntry], kept: Collection[str] = frozenset()) -> Recognised:
    """Which entries are new or edited, and the keys of all. `kept`: keys of known ones that still stand elsewhere."""
    copied = {_exactly(entry): entry.key for entry in known if entry.key in kept} if kept else {}
    found = [entry for entry in distinct(entries) if _exactly(entry) not in copied]
    book = _Book(found, known, kept)
    for sign, edits in book.signs():
        book.match(sign, edits=edits)
    new = tuple(book.outcome())
    by_content = copied | dict(zip(map(_exactly, found), book.keys, strict=True))
    return Recognised(new, tuple(by_content[_exactly(entry)] for entry in entries))


def _name(entry: Entry | KnownEntry) -> str:
    return entry.id or entry.url


def _exactly(entry: Entry | KnownEntry) -> Hashable:
    return (_name(entry), entry.digest)


def _linked(entry: Entry | KnownEntry) -> Hashable:
    return (entry.url, entry.digest) if _tells(entry.url) else None


def _moved_id(entry: Entry | KnownEntry) -> Hashable:
    return (path, entry.digest) if (path := _path(entry.id)) else None


def _moved_link(entry: Entry | KnownEntry) -> Hashable:
    return (path, entry.digest) if (path := _path(entry.url)) else None


def _path(url: str) -> str:
    """What is left of a URL when its site moves; "" for what is no URL, or a site's front page."""
    if not url.startswith(("http://", "https://")):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    rest = "?".join(filter(None, (parts.path.strip("/"), parts.query)))
    return f"{rest}#{parts.fragment}" if rest and parts.fragment else rest


def _tells(url: str) -> bool:
    """Whether a link can tell entries apart: that of a front page can't."""
    return bool(_path(url))


class _Book:
    """Who is matched with whom, while it is being found out."""

    def __init__(self, found: Sequence[Entry], known: Sequence[KnownEntry], kept: Collection[str]) -> None:
        self.found, self.known = found, known
        self.open = dict.fromkeys(range(len(found)))  # entries not yet matched, in order
        self.free = dict.fromkeys(n for n, entry in enumerate(known) if entry.key not in kept)  # not yet matched
        self.keys = [""] * len(found)
        self.edited: set[int] = set()

    def signs(self) -> Iterator[tuple[Sign, bool]]:
        """What to match by, in turn, and whether a match means an edit."""
        yield _exactly, False
        shared_ids = _shared(self.found, self.known, lambda entry: entry.id)
        shared_links = _shared(self.found, self.known, lambda entry: "" if entry.id else entry.url)

        def by_id(entry: Entry | KnownEntry) -> Hashable:
            """The id; with the link where several entries share it."""
            if entry.id in shared_ids:
                return (entry.id, entry.url) if _tells(entry.url) and entry.url != entry.id else None
            return entry.id or None

        def by_link(entry: Entry | KnownEntry) -> Hashable:
            """The link of an entry without an id, where no other has it."""
            return entry.url if not entry.id and _tells(entry.url) and entry.url not in shared_links else None

        yield _linked, False
        yield _moved_id, False
        yield _moved_link, False
        yield by_id, True
        yield by_link, True

    def match(self, sign: Sign, *, edits: bool) -> None:
        """Match what is left where the sign agrees, first come first served."""
        if not self.open or not self.free:
            return
        places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for place in self.free:
            if (seen := sign(self.known[place])) is not None:
                places[seen].append(place)
        for number in list(self.open):
            mark = sign(self.found[number])
            if mark is None or not places.get(mark):
                continue
            place = places[mark].popleft()
            del self.open[number], self.free[place]
            self.keys[number] = self.known[place].key
            if edits:
                self.edited.add(number)

    def outcome(self) -> Iterator[Entry]:
        """New and edited entries with their keys."""
        taken = {entry.key for entry in self.known}
        for number, entry in enumerate(self.found):
            if number in self.open:
                self.keys[number] = _new_key(entry, taken)
                taken.add(self.keys[number])
            if number in self.open or number in self.edited:
                yield replace(entry, key=self.keys[number])


def _shared(found: Sequence[Entry], known: Sequence[KnownEntry], name: Callable[[Entry | KnownEntry], str]) -> set[str]:
    """Names that more than one entry of the document, or more than one known entry, goes by."""
    counts = (Counter(map(name, found)), Counter(map(name, known)))
    return {said for count in counts for said, times in count.items() if said and times > 1}


def _new_key(entry: Entry, taken: set[str]) -> str:
    """Its id, else its link; with the digest where that is taken; with a number where even that is."""
    name = entry.id or (entry.url if _tells(entry.url) else "")
    key = name or entry.digest
    if key not in taken:
        return key
    key = f"{name}#{entry.digest}"
    number = 2
    while key in taken:
        key, number = f"{name}#{entry.digest}#{number}", number + 1
    return key

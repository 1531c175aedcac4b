"""What a poll brings and isn't to be kept: entries of people who asked to be forgotten, and mentions let go long ago.

A forgotten author's entry leaves a row without anything of theirs (`let_go` is 'author'), whose key is a print: so it
is known when its feed shows it again, edited or not. Where nobody was ever forgotten, that costs a look at an empty
table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from smwatch.models import FeedKind
from smwatch.store.sql import Connection, Record
from smwatch.store.values import listed, plain, stored
from smwatch.text.authors import Signed, signs_of
from smwatch.text.blot import INK
from smwatch.text.links import untracked
from smwatch.text.names import persons, several

if TYPE_CHECKING:
    from smwatch.models import Entry, Polled

PRINTED: Final = "forgotten:"
"""How a key begins that is a print."""

_LET_GO = "SELECT id FROM entries WHERE id IN (SELECT value FROM json_each(?)) AND let_go IS NOT NULL"
_LONG_AGO = """
SELECT key FROM entries
WHERE feed_id = ? AND key IN (SELECT value FROM json_each(?)) AND let_go IN ('mention', 'author')
"""
_PRINTED = "SELECT key, let_go FROM entries WHERE feed_id = ? AND key IN (SELECT value FROM json_each(?))"
_TOMBSTONE = """
INSERT OR IGNORE INTO entries (feed_id, key, digest, kind, published, date_trust, fetched, let_go)
VALUES (?, ?, '', ?, ?, ?, ?, 'author')
"""
_THEIRS = "SELECT id FROM entries WHERE feed_id = ? AND key IN (SELECT value FROM json_each(?))"


class Prints:
    """Prints of names, addresses and keys, which this database alone can make."""

    def __init__(self, connection: Connection) -> None:
        self._salt: bytes = connection.execute("SELECT salt FROM forgotten_salt").fetchone()[0]
        self._connection = connection

    def of(self, said: str) -> bytes:
        """What stands for it."""
        return blake2b(said.encode("utf-8", "replace"), key=self._salt, digest_size=16).digest()

    def key(self, key: str) -> str:
        """The key of an entry that is known by its print."""
        return key if key.startswith(PRINTED) else PRINTED + self.of(f"key:{key}").hex()

    def known(self, signs: Iterable[str]) -> bool:
        """Whether any of these is a forgotten person's."""
        return any(map(self._request, signs))

    def requests(self, signs: Iterable[str]) -> set[int]:
        """The requests that told of these."""
        return {row[0] for row in map(self._request, signs) if row}

    def _request(self, sign: str) -> Record | None:
        look = "SELECT forgotten_id FROM forgotten_signs WHERE print = ?"
        found: Record | None = self._connection.execute(look, (self.of(sign),)).fetchone()
        return found


def let_go(connection: Connection, entries: Iterable[int]) -> set[int]:
    """Those of these entries whose text isn't kept any more."""
    return {row[0] for row in connection.execute(_LET_GO, (listed([*entries]),))}


def own_signs(entry_id: str, url: str) -> list[str]:
    """What an entry alone bears, whichever feed brings it: an id that is one in the world, the address of a comment."""
    signs = [f"id:{entry_id}"] if "://" in entry_id or entry_id.startswith(("tag:", "urn:")) else []
    return signs + ([f"url:{untracked(url)}"] if "#" in url else [])


def keepable(connection: Connection, feed: Record, polled: Polled) -> Polled:
    """The poll without what isn't to be kept, of which only rows without text are stored."""
    if polled.again:
        keys = listed([plain(entry.key) for entry in polled.again])
        polled = _without(polled, {row[0] for row in connection.execute(_LONG_AGO, (feed["id"], keys))})
    if not polled.entries and not polled.again:
        return polled
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM forgotten)").fetchone()[0]:
        return polled
    return _without_forgotten(connection, feed, polled)


def _without(polled: Polled, keys: set[str]) -> Polled:
    """The poll without the entries of these keys, and all that hangs on them."""
    if not keys:
        return polled
    pages = {untracked(e.url) for e in (*polled.entries, *polled.again) if plain(e.key) in keys} - {""}
    return replace(
        polled,
        entries=tuple(entry for entry in polled.entries if plain(entry.key) not in keys),
        again=tuple(entry for entry in polled.again if plain(entry.key) not in keys),
        mentions=tuple(mention for mention in polled.mentions if plain(mention.entry_key) not in keys),
        prints={key: printed for key, printed in polled.prints.items() if plain(key) not in keys},
        comment_feeds=tuple(spec for spec in polled.comment_feeds if spec.thread not in pages),
    )


def _without_forgotten(connection: Connection, feed: Record, polled: Polled) -> Polled:
    """The poll without entries of forgotten people; those that are known by a print have it as their key."""
    prints, entries = Prints(connection), (*polled.entries, *polled.again)
    keys = {plain(entry.key): prints.key(plain(entry.key)) for entry in entries}
    known = dict(connection.execute(_PRINTED, (feed["id"], listed([*keys.values()]))).fetchall())
    source = polled.feed.spec.source or polled.title or feed["source"]
    theirs = [
        entry
        for entry in entries
        if known.get(keys[plain(entry.key)]) == "author" or prints.known(_signs(entry, source))
    ]
    if theirs:
        gone = {plain(entry.key): keys[plain(entry.key)] for entry in theirs}
        _entomb(connection, feed["id"], theirs, gone, stored(polled.at))
        polled = _without(polled, set(gone))
    return _renamed(polled, {key: print_ for key, print_ in keys.items() if print_ in known}, prints)


def _signs(entry: Entry, source: str) -> list[str]:
    """What may be a forgotten person's, of an entry that is to be stored; what several signed is the others' too."""
    if several(entry.author):
        return own_signs(entry.id, entry.url)
    author = Signed(entry.author, entry.author_email, entry.author_url, entry.url, source)
    return [*signs_of(author), *own_signs(entry.id, entry.url)]


def _entomb(connection: Connection, feed: int, theirs: Sequence[Entry], keys: dict[str, str], at: str) -> None:
    """Rows without anything of theirs; in the place of what was stored before its feed told the author."""
    from smwatch.store.forgetting import entomb  # late: it knows this module

    before = [row[0] for row in connection.execute(_THEIRS, (feed, listed([*keys])))]
    if before:
        entomb(connection, before)
    rows = [
        (
            feed,
            keys[plain(entry.key)],
            "comment" if entry.kind is FeedKind.COMMENTS else "entry",
            stored(entry.published),
            entry.date_trust.value,
            at,
        )
        for entry in theirs
    ]
    connection.executemany(_TOMBSTONE, rows)


def _renamed(polled: Polled, keys: dict[str, str], prints: Prints) -> Polled:
    """The poll with these keys instead, and no forgotten name among several authors of an entry."""

    def _key(key: str) -> str:
        return keys.get(plain(key), key)

    return replace(
        polled,
        entries=tuple(replace(_blotted(e, prints), key=_key(e.key)) for e in polled.entries),
        again=tuple(replace(_blotted(e, prints), key=_key(e.key)) for e in polled.again),
        mentions=tuple(replace(mention, entry_key=_key(mention.entry_key)) for mention in polled.mentions),
        prints={_key(key): printed for key, printed in polled.prints.items()},
    )


def _blotted(entry: Entry, prints: Prints) -> Entry:
    """An entry of several without those of them that are forgotten; one alone was looked at already."""
    names, author = persons(entry.author), entry.author
    if len(names) < 2:  # noqa: PLR2004 - one is no several
        return entry
    for name in names:
        if prints.known(sign for sign in signs_of(Signed(name)) if not sign.endswith(" @ ")):
            author = author.replace(name, "".join(INK if sign.isalnum() else sign for sign in name))
    email = "" if prints.known(signs_of(Signed(email=entry.author_email))) else entry.author_email
    page = Signed(link=entry.author_url, page=entry.url)
    url = "" if prints.known(signs_of(page)) else entry.author_url
    blotted = replace(entry, author=author, author_email=email, author_url=url)
    return blotted if blotted == entry else replace(blotted, author_role=None)

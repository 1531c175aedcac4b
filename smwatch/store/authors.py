"""What stands in the store under one author's name, address or page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from smwatch.store.sql import Connection
from smwatch.text.authors import Signed, address_in, goes_by, known_everywhere, personal, profile
from smwatch.text.fold import fold

_AUTHORS = """
SELECT DISTINCT author, author_email, author_url FROM entries
WHERE id IN (SELECT entry_id FROM mentions) AND (author <> '' OR author_email <> '' OR author_url <> '')
"""

_NAMES = """
SELECT author FROM entries WHERE id IN (SELECT entry_id FROM mentions) AND author <> ''
GROUP BY author ORDER BY count(*) DESC, author
"""
MOST_LIKE = 3
"""Names that are proposed in the place of one that nobody bears."""

_Row = tuple[str, str, str]  # author, address, page, as they are stored


def names_of(connection: Connection, wanted: str) -> list[_Row]:
    """Author, address and page of all mentions by whoever is asked for; case and accents make no difference.

    A full name, an address or a page finds what else its bearer signs with, too; a first name or an office only itself.
    """
    signed = {(author, email, url): Signed(author, email, url) for author, email, url in connection.execute(_AUTHORS)}
    found = {row for row, author in signed.items() if is_asked_for(author, wanted)}
    if known_everywhere(wanted) or address_in(wanted) or "/" in wanted:
        found |= _with_them(signed.values(), found)
    return sorted(found)


def names_like(connection: Connection, wanted: str) -> tuple[str, ...]:
    """The names that hold the one that is asked for, those of the most mentions first; none where somebody bears it."""
    part = fold(wanted.strip())
    if not part or names_of(connection, wanted):
        return ()
    found = (name for (name,) in connection.execute(_NAMES) if part in fold(name))
    return tuple(islice(found, MOST_LIKE))


def _with_them(authors: Iterable[Signed], found: Iterable[_Row]) -> set[_Row]:
    """Whoever has an address or a page in common with those who are found, or with whom that leads to."""
    rows = defaultdict[str, list[_Row]](list)
    for author in authors:
        for sign in _signs(author.email, author.link):
            rows[sign].append((author.name, author.email, author.link))
    reached, waiting = set[_Row](), list(found)
    while waiting:
        _, email, link = waiting.pop()
        for sign in _signs(email, link):
            waiting += (more := rows.pop(sign, []))
            reached.update(more)
    return reached


def _signs(email: str, link: str) -> Iterator[str]:
    """An author's own address, and his page unless it is a site's front page."""
    if address := personal(email):
        yield address
    if link and "/" in (page := profile(link)):
        yield page


def is_asked_for(author: Signed, wanted: str) -> bool:
    """Whether an author is asked for: as the feed writes him, or by name, address or page."""
    if wanted.casefold() in {author.name.casefold(), author.email.casefold()}:
        return True
    if address := address_in(wanted):
        return address_in(author.email) == address or personal(address) in {
            personal(author.email) or "?",
            personal(author.name) or "?",
        }
    if "/" in wanted and author.link and profile(author.link) == profile(wanted):
        return True
    return goes_by(author) != "" and goes_by(author) == goes_by(Signed(wanted))

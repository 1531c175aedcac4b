"""What stands in the store under one author's name, address or page."""

from __future__ import annotations

import sqlite3

from smwatch.text.authors import Signed, address_in, goes_by, known_everywhere, personal, profile

_AUTHORS = """
SELECT DISTINCT author, author_email, author_url FROM entries
WHERE id IN (SELECT entry_id FROM mentions) AND (author <> '' OR author_email <> '' OR author_url <> '')
"""


def names_of(connection: sqlite3.Connection, wanted: str) -> list[tuple[str, str, str]]:
    """Author, address and page of all mentions by whoever is asked for; case and accents make no difference.

    A full name, an address or a page finds what else its bearer signs with, too; a first name or an office only itself.
    """
    rows = [tuple(row) for row in connection.execute(_AUTHORS)]
    signed = {(author, email, url): Signed(author, email, url) for author, email, url in rows}
    found = {row for row, author in signed.items() if _is(author, wanted)}
    if not (known_everywhere(wanted) or address_in(wanted) or "/" in wanted):
        return sorted(found)
    emails = {email for row in found if (email := personal(row[1]))}
    pages = {profile(row[2]) for row in found if "/" in profile(row[2])}
    return sorted(
        row for row in signed if row in found or personal(row[1]) in emails or (row[2] and profile(row[2]) in pages)
    )


def _is(author: Signed, wanted: str) -> bool:
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

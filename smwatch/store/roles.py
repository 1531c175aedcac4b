"""Who authors are to the company: kept beside the entries of those who are known, told anew by another config.

    told(connection, {entry: role})      in the transaction that keeps the entries

Nothing is kept of anybody whose role is what their feed declares. How a role is found is told in policy/roles.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from smwatch.models import Role, Signature
from smwatch.store.mentions import numbered
from smwatch.store.outbox import put
from smwatch.store.sql import Connection, Kept
from smwatch.store.values import listed

if TYPE_CHECKING:
    from smwatch.models import MentionRow, Posted

PAGE: Final = 2_000  # entries that are read, or written, at once
_SIGNATURE = "SELECT e.id, e.author, e.author_email, e.author_url, e.url, e.kind = 'comment', r.role"
_SIGNED = f"""{_SIGNATURE}
FROM entries AS e LEFT JOIN author_roles AS r ON r.entry_id = e.id
WHERE e.id > ? AND (e.author <> '' OR e.author_email <> '' OR e.author_url <> '' OR e.url <> '')
ORDER BY e.id LIMIT {PAGE}
"""
_KNOWN = f"""{_SIGNATURE}
FROM author_roles AS r CROSS JOIN entries AS e ON e.id = r.entry_id
WHERE r.entry_id > ? ORDER BY r.entry_id LIMIT {PAGE}
"""
_TELL = """
INSERT INTO author_roles (entry_id, role) VALUES (?, ?) ON CONFLICT (entry_id) DO UPDATE SET role = excluded.role
"""
_TELL_BY_KEY = """
INSERT INTO author_roles (entry_id, role) SELECT id, ?3 FROM entries WHERE feed_id = ?1 AND key = ?2 AND let_go IS NULL
ON CONFLICT (entry_id) DO UPDATE SET role = excluded.role
"""
_UNTELL = "DELETE FROM author_roles WHERE entry_id IN (SELECT value FROM json_each(?))"
_DONE = "SELECT value FROM roles_done WHERE name = ?"
_DO = "INSERT INTO roles_done (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_LAST = "SELECT coalesce(max(id), 0) FROM mentions"
_SPOKEN = """
SELECT m.id FROM mentions AS m
WHERE m.id > :after AND m.id <= :last AND m.current AND coalesce(
  (SELECT role FROM author_roles WHERE entry_id = m.entry_id),
  (SELECT f.author_role FROM feeds AS f JOIN entries AS e ON e.feed_id = f.id WHERE e.id = m.entry_id)) = 'employee'
ORDER BY m.id LIMIT :most
"""


def told(connection: Connection, roles: Mapping[int, Role | None], known: Sequence[int] = ()) -> None:
    """Keep who wrote these entries, in the caller's transaction. `known`: those that may have had another author."""
    had = set(known)
    gone = [entry for entry, role in roles.items() if role is None and entry in had]
    if gone:
        connection.execute(_UNTELL, (listed(gone),))
    connection.executemany(_TELL, [(entry, role.value) for entry, role in roles.items() if role])


def told_by_key(connection: Connection, feed: int, roles: Mapping[str, Role | None]) -> None:
    """The same of entries of a feed by their keys, where one of them has a role of its own."""
    known = [(feed, key, role.value) for key, role in roles.items() if role]
    connection.executemany(_TELL_BY_KEY, known)


class RolesKept(Kept):
    """Authors' roles, by the entries that they signed."""

    def told_by(self) -> str:
        """The fingerprint of the config by which roles were told last; "" where nobody is known."""
        with self._reading():
            return self._done("told")

    def signatures(self, after: int, *, known: bool = False) -> list[Signature]:
        """Some of the signed entries with a higher number, in order; `known`: only those with a role of their own."""
        with self._reading():
            rows = self._connection.execute(_KNOWN if known else _SIGNED, (after,)).fetchall()
        return [
            Signature(number, author, email, url, page, bool(comment), Role(role) if role else None)
            for number, author, email, url, page, comment, role in rows
        ]

    def tell(self, roles: Sequence[tuple[int, Role | None]], fingerprint: str | None = None) -> None:
        """These entries' authors are these by now; None: what the feed declares. `fingerprint`: and all is told."""
        with self._writing():
            told(self._connection, dict(roles), [entry for entry, _ in roles])
            if fingerprint is not None:
                self._connection.execute(_DO, ("told", fingerprint))

    def spoken(self, most: int) -> tuple[list[MentionRow], int, int]:
        """Mentions by employees that are new since the last `noted`, up to which that was, and the last mention of all.

        The first time (0) none are: what was said before is no news.
        """
        with self._reading():
            (last,) = self._connection.execute(_LAST).fetchone()
            after = int(self._done("noted") or 0)
            if not after:
                return [], 0, last
            asked = {"after": after, "last": last, "most": most}
            found = [number for (number,) in self._connection.execute(_SPOKEN, asked)]
            return numbered(self._connection, found), after, last

    def noted(self, since: int, upto: int, letters: Sequence[Posted]) -> bool:
        """All up to this mention were looked at, and this is to go out about them; together, or not at all.

        False, and nothing is kept, where somebody else has looked since.
        """
        with self._writing():
            if int(self._done("noted") or 0) != since:
                return False
            put(self._connection, letters)
            self._connection.execute(_DO, ("noted", str(upto)))
            return True

    def _done(self, name: str) -> str:
        row = self._connection.execute(_DONE, (name,)).fetchone()
        return str(row["value"]) if row else ""

"""Who is meant by somebody's name, address or page: all that they signed, and all that tells them elsewhere.

    look(connection, "Marie Tremblay") -> Found

Entries that mention nobody are looked through too. Nothing is written here.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from smwatch.models import Person
from smwatch.store.authors import is_asked_for
from smwatch.store.sql import Connection, Record, is_file, stream
from smwatch.store.unkept import Prints, own_signs
from smwatch.store.values import listed
from smwatch.text.authors import Signed, address_in, people, personal, profile, signs_of
from smwatch.text.blot import Blotter, traces
from smwatch.text.fold import fold
from smwatch.text.names import in_order, persons, read_name, several

AT_ONCE: Final = 1_000  # rows that are read together

_HOST = "substr(e.link, 1, instr(e.link || '/', '/') - 1)"
_HAS_AUTHOR = "(e.author <> '' OR e.author_email <> '' OR e.author_url <> '')"
_AUTHORS = f"""
SELECT DISTINCT e.author, e.author_email, e.author_url, {_HOST}, f.source
FROM entries AS e JOIN feeds AS f ON f.id = e.feed_id WHERE {_HAS_AUTHOR}
"""  # noqa: S608 - constants of this module
_THEIRS = f"""
SELECT e.id, e.own_id, e.url FROM entries AS e JOIN feeds AS f ON f.id = e.feed_id
WHERE {_HAS_AUTHOR} AND (e.author, e.author_email, e.author_url, {_HOST}, f.source) IN (
  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
    json_extract(value, '$[3]'), json_extract(value, '$[4]') FROM json_each(?))
"""  # noqa: S608 - likewise
_OTHERS_IDS = """
SELECT own_id, url FROM entries WHERE id NOT IN (SELECT value FROM json_each(?1))
  AND (own_id IN (SELECT value FROM json_each(?2)) OR url IN (SELECT value FROM json_each(?3)))
"""
KEPT: Final = frozenset({"entries", "feeds", "brands", "audit", "backups", "hourly", "listening", "story_marks"})
"""Tables whose texts have a way of their own, or none; names of brands are the config's, and audit only grows."""
MESSAGES: Final = "SELECT message, id, state FROM outbox WHERE message IS NOT NULL"
ENTRY_TEXTS = "title, text, author, author_email, author_url"
ENTRY_LINKS = "key, own_id, url, thread, comment_feeds"
_ENTRIES = f"SELECT id, {ENTRY_TEXTS}, {ENTRY_LINKS} FROM entries WHERE id > ? ORDER BY id LIMIT {AT_ONCE}"  # noqa: S608 - likewise
_JSON = re.compile(r"json_valid\s*\((\w+)\)")


@dataclass(frozen=True)
class Found:
    """A person, and where they stand."""

    asked: str
    rows: tuple[Signed, ...]  # what they signed with; the page is the host that it stands on
    ids: frozenset[int]  # their entries
    signs: frozenset[str]  # theirs alone: what entries to come are told by
    pages: tuple[str, ...]  # theirs alone, as they stand in the rows
    others: tuple[int, ...] = ()  # other people's entries that tell them
    elsewhere: int = 0  # texts in other tables that do

    @cached_property
    def names(self) -> tuple[str, ...]:
        """As they stand."""
        return tuple(sorted({row.name for row in self.rows} - {""}))

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Likewise; an office's is nobody's."""
        said = {row.email for row in self.rows} | {self.asked}
        return tuple(sorted(one for one in said if personal(one)))

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """Names that are somebody's anywhere, as they stand, each alone."""
        keys = {read_name(row.name).key for row in self.rows if in_order(row.name)}
        keys |= {read_name(self.asked).key} if in_order(self.asked) and not address_in(self.asked) else set()
        said = [self.asked, *(part for name in self.names for part in (name, *persons(name)))]
        return tuple(sorted({one.strip() for one in said if in_order(one) and read_name(one).key in keys}))

    @cached_property
    def blotter(self) -> Blotter:
        """Finds them in texts."""
        handles = [name for name in self.names if name[:1] in {"@", "/"} or name[:2] == "u/"]
        pages = [*self.pages, *([self.asked] if "/" in self.asked and not handles else [])]
        return Blotter(traces((*self.full_names, *handles), self.addresses, pages))

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """What the bytes of the database are read through for, as it stood in the rows."""
        return tuple(sorted({*self.full_names, *self.addresses, *self.pages}))

    @cached_property
    def asked_signs(self) -> frozenset[str]:
        """What one may ask by, to take it back."""
        return _asked({self.asked, *self.names, *self.addresses, *self.pages})

    @cached_property
    def typed_signs(self) -> frozenset[str]:
        """What was asked by now."""
        return _asked({self.asked})


def _asked(said: Iterable[str]) -> frozenset[str]:
    keys = {key for one in said for key in (fold(one.strip()), read_name(one).key) if key}
    return frozenset(f"asked:{key}" for key in keys)


def look(connection: Connection, wanted: str) -> Found:
    """Everything that they signed alone; others' texts aren't looked through yet, nor what they signed with others."""
    rows = [row for row in map(Signed._make, stream(connection, _AUTHORS)) if not several(row.name)]
    keys = people(rows)
    asked = {row for row in rows if is_asked_for(row, wanted)}
    theirs = {key for row, key in zip(rows, keys, strict=True) if row in asked and key}
    found = tuple(sorted(row for row, key in zip(rows, keys, strict=True) if row in asked or key in theirs))
    told = connection.execute(_THEIRS, (listed([list(row) for row in found]),)).fetchall()
    ids = frozenset(row["id"] for row in told)
    of_others = {sign for row in set(rows) - set(found) for sign in signs_of(row)}
    signs = {sign for row in found for sign in signs_of(row)} | set(signs_of(Signed(wanted)))
    signs |= {f"page:{profile(wanted)}"} if "/" in wanted else set()
    signs = {sign for sign in signs - of_others if not sign.endswith(" @ ")}
    own = _own_signs(connection, ids, told)
    pages = tuple(sorted({row.link for row in found if row.link and _is_own(row, of_others)}))
    return Found(asked=wanted, rows=found, ids=ids, signs=frozenset(signs | own), pages=pages)


def _is_own(row: Signed, of_others: set[str]) -> bool:
    """Whether the page of a row is this person's alone."""
    return any(sign.startswith("page:") and sign not in of_others for sign in signs_of(row))


def _own_signs(connection: Connection, ids: Iterable[int], told: Sequence[Record]) -> set[str]:
    """What their entries bear that no other's do."""
    signs = {sign for row in told for sign in own_signs(row["own_id"], row["url"])}
    if not signs:
        return set()
    asked = listed(sorted(ids)), listed([row["own_id"] for row in told]), listed([row["url"] for row in told])
    shared = {sign for row in connection.execute(_OTHERS_IDS, asked) for sign in own_signs(row[0], row[1])}
    return signs - shared


def with_others(connection: Connection, found: Found) -> Found:
    """The same, with the entries of other people that tell them."""
    blotter, after, others = found.blotter, 0, list[int]()
    if not blotter.anchors:
        return found
    while rows := connection.execute(_ENTRIES, (after,)).fetchall():
        after = rows[-1]["id"]
        others += [row["id"] for row in rows if row["id"] not in found.ids and _tells(blotter, row)]
    return replace(found, others=tuple(others), elsewhere=_elsewhere(connection, blotter))


def _elsewhere(connection: Connection, blotter: Blotter) -> int:
    """Texts in other tables that tell them, and messages that wait."""
    told = sum(blotter.tells(message_text(row[0])) for row in stream(connection, MESSAGES))
    for table, known_by, texts in columns(connection):
        if table in KEPT - {"feeds"} or table.startswith(("forgotten", "_")):
            continue
        names = [name for name in texts if name != "brand"]
        for row in rows_of(connection, table, known_by, names) if names else ():
            told += sum(tells_in(blotter, row[name]) for name in names if row[name])
    return told


def tells_in(blotter: Blotter, text: str) -> bool:
    """Whether a text, or an address that may be all of it, tells them."""
    return blotter.tells(text) or ("/" in text and " " not in text and blotter.link_tells(text))


def message_text(message: bytes) -> str:
    """What a message says, however it is encoded."""
    parts = [message.decode("utf-8", "replace")]
    for part in email.message_from_bytes(message, policy=email.policy.default).walk():
        parts += [str(value) for value in part.values()]
        with suppress(LookupError, ValueError, KeyError):
            content = part.get_content() if part.get_content_maintype() == "text" else ""
            parts.append(re.sub(r"<[^>]*>", "", content) + content)
    return "\n".join(parts)


def _tells(blotter: Blotter, row: Record) -> bool:
    texts, links = [*row][1:6], [*row][6:]
    if not blotter.may_tell("\n".join((*texts, *links))):
        return False
    author = texts.pop(2)
    return (
        blotter.of_author(author).tells(author) or any(map(blotter.tells, texts)) or any(map(blotter.link_tells, links))
    )


def person_of(connection: Connection, found: Found) -> Person:
    """Who that is, in figures."""
    count = "SELECT count(*) FROM mentions WHERE entry_id IN (SELECT value FROM json_each(?))"
    labels = f"SELECT count(*) FROM labels WHERE mention_id IN (SELECT id FROM ({count.replace('count(*)', 'id')}))"  # noqa: S608 - made of constants
    ids = (listed(sorted(found.ids)),)
    return Person(
        names=found.names,
        addresses=found.addresses,
        pages=found.pages,
        entries=len(found.ids),
        mentions=connection.execute(count, ids).fetchone()[0],
        others=len(found.others),
        labels=connection.execute(labels, ids).fetchone()[0],
        elsewhere=found.elsewhere,
        known=Prints(connection).known(found.asked_signs),
        signs=bool(found.signs),
        full=bool(found.blotter.anchors),
    )


def columns(connection: Connection) -> Iterator[tuple[str, str, dict[str, bool]]]:
    """Every table with the column that its rows are known by, and its columns of text: whether they hold JSON.

    As the schema has them, so that none is forgotten. The full-text index holds no text of its own.
    """
    if not is_file(connection):
        from smwatch.store.postgres import letting_go

        yield from letting_go.columns(connection)
        return
    tables = """SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                AND name NOT LIKE 'entries\\_search%' ESCAPE '\\' ORDER BY name"""
    for name, sql in connection.execute(tables).fetchall():
        json_ones = set(_JSON.findall(sql))
        texts = {
            row["name"]: row["name"] in json_ones
            for row in connection.execute(f'PRAGMA table_xinfo("{name}")')
            if row["type"] == "TEXT" and not row["hidden"]
        }
        if texts:
            yield name, "" if "WITHOUT ROWID" in sql else "rowid", texts


def rows_of(connection: Connection, table: str, known_by: str, names: list[str]) -> Iterator[Record]:
    """The rows of a table, a page at a time where they have numbers."""
    if not is_file(connection):
        from smwatch.store.postgres import letting_go

        yield from letting_go.rows_of(connection, table, names)
        return
    wanted = ", ".join(f'"{name}"' for name in names)
    if not known_by:
        yield from connection.execute(f'SELECT {wanted} FROM "{table}"')  # noqa: S608 - names of the schema
        return
    page = f'SELECT rowid AS place, {wanted} FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT {AT_ONCE}'  # noqa: S608 - likewise
    after = -(2**63)
    while rows := connection.execute(page, (after,)).fetchall():
        yield from rows
        after = rows[-1]["place"]


def blotted_json(blotter: Blotter, text: str) -> str:
    """JSON without the person in any of its texts."""
    if not blotter.may_tell(text):
        return text
    return json.dumps(_blotted(blotter, json.loads(text)), ensure_ascii=False, separators=(",", ":"))


def blotted(blotter: Blotter, text: str) -> str:
    """A text without the person; nothing of one that is a link that tells them."""
    return "" if "/" in text and " " not in text and blotter.link_tells(text) else blotter.blot(text)


def _blotted(blotter: Blotter, value: object) -> object:
    if isinstance(value, str):
        return "" if blotter.link_tells(value) and "://" in value else blotter.blot(value)
    if isinstance(value, list):
        return [_blotted(blotter, one) for one in value]
    if isinstance(value, dict):
        return {key: _blotted(blotter, one) for key, one in value.items()}
    return value

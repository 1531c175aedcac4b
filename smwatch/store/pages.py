"""Which mentions a page of a listing holds: their numbers, newest first, found by the road that is shortest.

    numbers(connection, Wanted({"brand": "m.brand = :brand"}, {"brand": "Nestlé"}), 50) -> [8123, 8119, ...]

Whatever road is taken, it finds what a walk over all mentions would find, in the same order; only that a million of
them needn't be walked over:

    author, thread, story, status      few have the same, and an index tells which; likewise of roles but the public's
    language, source, label            the counts by the hour (hourly.py) tell in which hours there are some
    what came after a number          numbers rise as mentions are stored
    words that few have                the full-text index tells all of them
    words that many have               the newest mentions, some at a time, are looked up in that index
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from smwatch.store.hourly import cells
from smwatch.store.sql import Connection
from smwatch.store.values import listed

if TYPE_CHECKING:
    from smwatch.store.values import Row

MANY: Final = 5_000
"""Finds of a search from which on not all of them are looked at: some 20 ms."""
MANY_COUNTED: Final = 15_000
"""Likewise, where other filters leave little by little only: the newest are longer looked through in vain."""
MANY_OF_FEEDS: Final = 4_000
"""Entries of a source, likewise."""
FIRST: Final = 200
"""Mentions that are looked up in the full-text index at first; then twice as many, each time."""
ENOUGH: Final = 12_000
"""Mentions after which that is given up: the words stand in older ones, and all finds are looked at, however many."""
_LONGER: Final = 2
_RANGES: Final = 30  # of entries, that the full-text index is asked for at a time, at most
_APART: Final = 5_000  # entries between two ranges, at least: to ask again costs as much as some finds more
_END: Final = "~"  # after every time that begins alike
_BEGINNING: Final = '" *'  # in a full-text query: to look for those costs as much each time
_ALL: Final = -1  # SQLite's word for "no limit"
_TITLE: Final = 10  # times as much counts a word in the title

_CURRENT, _LOST = "m.current", "m.current = 0"
_NEWEST_FIRST = "m.published DESC, m.id DESC"
_JOINED = "CROSS JOIN entries AS e ON e.id = m.entry_id"
_OF_ENTRIES = {"source", "lang", "author", "role", "waits"}
"""Fields whose conditions are of the entry."""
_COUNTED = {"source", "lang", "label", "unscored"}
"""Fields by which mentions are counted; and by brand."""
_FEW = {"author", "thread", "story", "fetched_since", "after"}
"""Fields that leave few mentions, however many there are."""


class Place(NamedTuple):
    """Where mentions are looked for, in SQL."""

    tables: str
    condition: str = "1"
    order: str = _NEWEST_FIRST


_FULL_TEXT = Place(
    """(SELECT rowid FROM entries_search WHERE entries_search MATCH :search) AS s
       CROSS JOIN mentions AS m ON m.entry_id = s.rowid"""
)
_BEST_FIRST = Place(
    "entries_search AS s CROSS JOIN mentions AS m ON m.entry_id = s.rowid",
    "s.entries_search MATCH :search",
    f"bm25(s.entries_search, {_TITLE}, 1), {_NEWEST_FIRST}",
)
_OF_FEEDS = Place(
    """(SELECT id FROM entries WHERE feed_id IN (SELECT value FROM json_each(:source))) AS t
       CROSS JOIN mentions AS m ON m.entry_id = t.id"""
)
_OF_ROLES = Place(
    """(SELECT entry_id AS id FROM author_roles WHERE role = :role
        UNION ALL
        SELECT id FROM entries WHERE feed_id IN (SELECT id FROM feeds WHERE author_role = :role)
          AND id NOT IN (SELECT entry_id FROM author_roles)) AS t
       CROSS JOIN mentions AS m ON m.entry_id = t.id"""
)
_MOST_HAVE: Final = "public"
_OF_HOURS = Place(
    """json_each(:hours) AS h CROSS JOIN mentions AS m INDEXED BY mentions_by_brand_published
       ON m.brand = h.value ->> 0 AND m.published >= h.value ->> 1 AND m.published < h.value ->> 2"""
)
_AFTER = Place("mentions AS m", "m.published BETWEEN :since AND :at AND (m.published, m.id) < (:at, :number)")
_FETCHED = Place(
    "mentions AS m INDEXED BY mentions_by_brand_fetched",
    """m.brand IN (
         WITH RECURSIVE known (brand) AS (
           SELECT min(brand) FROM mentions
           UNION ALL
           SELECT (SELECT min(brand) FROM mentions WHERE brand > known.brand) FROM known WHERE known.brand IS NOT NULL)
         SELECT brand FROM known WHERE brand IS NOT NULL)""",  # one seek a brand
)
_HOLDING = """
SELECT rowid FROM entries_search WHERE entries_search MATCH :search AND rowid BETWEEN :low AND :high
  AND +rowid IN (SELECT value FROM json_each(:some))
"""
_UP_TO_MANY = (
    f"SELECT count(*) FROM (SELECT 1 FROM entries_search WHERE entries_search MATCH :search LIMIT {MANY_COUNTED + 1})"  # noqa: S608
)
_UP_TO_MANY_ENTRIES = f"""
SELECT count(*) FROM (
  SELECT 1 FROM entries WHERE feed_id IN (SELECT value FROM json_each(:source)) LIMIT {MANY_OF_FEEDS + 1})
"""  # noqa: S608 - a constant of this module


class One(NamedTuple):
    """A mention, as far as its place in a listing needs to be known."""

    published: str
    number: int
    entry: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: conditions by the field of the filter that asks, and the values that they name."""

    conditions: Mapping[str, str]
    values: Row
    which: str = _CURRENT

    @property
    def short(self) -> bool:
        """Whether there is a way to all of it that is shorter than a walk over all mentions."""
        narrow = {"search", *_FEW} & self.conditions.keys()
        return bool(narrow) or self.values.get("status", "new") != "new" or self.of_few

    @property
    def of_few(self) -> bool:
        """Whether it is by authors of a role that few have."""
        return bool(self.values.get("role", _MOST_HAVE) != _MOST_HAVE)

    @property
    def unsought(self) -> Wanted:
        """The same without the search."""
        kept = {name: condition for name, condition in self.conditions.items() if name != "search"}
        return replace(self, conditions=kept)

    @property
    def loose(self) -> Wanted:
        """The same, but that no index is looked through from `since` to `until`: by the + that SQLite knows."""
        times = {name: f"+{self.conditions[name]}" for name in ("since", "until") if name in self.conditions}
        return replace(self, conditions={**self.conditions, **times})


def numbers(connection: Connection, wanted: Wanted, limit: int | None, *, hidden: bool = False) -> list[int]:
    """The numbers of the mentions that are wanted, newest published first, `limit` at most; `hidden`: lost ones too."""
    most = _ALL if limit is None else limit
    found = _found(connection, wanted, most)
    if hidden:
        found += _found(connection, replace(wanted, which=_LOST), most)
        found = sorted(found, reverse=True)[:limit]
    return [one.number for one in found]


def best(connection: Connection, wanted: Wanted, limit: int | None, *, hidden: bool = False) -> list[int]:
    """The numbers of those that fit the search best, the title counting more; where that is alike, the newest first."""
    asked = replace(wanted.unsought, which="1") if hidden else wanted.unsought
    return [one.number for one in _read(connection, asked, _ALL if limit is None else limit, _BEST_FIRST)]


def _found(connection: Connection, wanted: Wanted, most: int) -> list[One]:
    if "search" in wanted.conditions:
        return _searched(connection, wanted, most)
    if most != _ALL and _counted(connection, wanted):
        return _enough(_of_hours(connection, wanted, most), most)
    return _read(connection, wanted, most, _place(connection, wanted))


def _enough(batches: Iterator[list[One]], most: int) -> list[One]:
    found = list[One]()
    while len(found) < most and (batch := next(batches, None)) is not None:
        found += batch
    return found[:most]


def _read(connection: Connection, wanted: Wanted, most: int, place: Place, values: Row | None = None) -> list[One]:
    """The first of a place that are wanted."""
    joined = _JOINED if _OF_ENTRIES & wanted.conditions.keys() else ""
    where = " AND ".join([wanted.which, place.condition, *wanted.conditions.values()])
    sql = f"""SELECT m.published, m.id, m.entry_id FROM {place.tables} {joined} WHERE {where}
              ORDER BY {place.order} LIMIT :most"""  # noqa: S608 - constants of this package
    return [One(*row) for row in connection.execute(sql, wanted.values | (values or {}) | {"most": most})]


def _place(connection: Connection, wanted: Wanted) -> Place:
    """Where mentions are looked for that aren't searched by words: the index that leaves fewest."""
    asked = wanted.conditions.keys()
    if "after" in asked:
        return Place("mentions AS m NOT INDEXED")  # by their numbers
    if "story" in asked:
        return Place("mentions AS m INDEXED BY mentions_by_story")
    if {"thread", "author"} & asked:
        return Place("mentions AS m INDEXED BY sqlite_autoindex_mentions_1")
    if wanted.values.get("status", "new") != "new":
        return Place("mentions AS m INDEXED BY mentions_by_status", "m.status <> 'new'")  # as the index says
    return _OF_ROLES if wanted.of_few else _wide(connection, wanted)


def _wide(connection: Connection, wanted: Wanted) -> Place:
    """Likewise, where many may be left."""
    if "fetched_since" in wanted.conditions:
        return _FETCHED._replace(condition="1") if "brand" in wanted.conditions else _FETCHED
    if wanted.which == _LOST:
        return Place("mentions AS m INDEXED BY mentions_by_scorer")
    return _OF_FEEDS if _few_of_feeds(connection, wanted) else Place("mentions AS m")


def _few_of_feeds(connection: Connection, wanted: Wanted) -> bool:
    if "source" not in wanted.conditions:
        return False
    return int(connection.execute(_UP_TO_MANY_ENTRIES, wanted.values).fetchone()[0]) <= MANY_OF_FEEDS


def _counted(connection: Connection, wanted: Wanted) -> bool:
    """Whether the counts by the hour tell best where mentions are."""
    if wanted.short or wanted.which != _CURRENT or not _COUNTED & wanted.conditions.keys():
        return False
    return not _few_of_feeds(connection, wanted)


def _of_hours(connection: Connection, wanted: Wanted, some: int) -> Iterator[list[One]]:
    """What is wanted of the hours that hold some, newest first; in batches, ever larger."""
    hours, ahead = list[list[str]](), 0
    for (day, hour), told in groupby(cells(connection, wanted.values), key=lambda cell: (cell.day, cell.hour)):
        for cell in told:
            hours.append([cell.brand, f"{day}T{hour:02}", f"{day}T{hour:02}{_END}"])
            ahead += cell.number
        if ahead >= some:
            yield _read(connection, wanted.loose, _ALL, _OF_HOURS, {"hours": listed(hours)})
            hours, ahead, some = [], 0, some * _LONGER
    if hours:
        yield _read(connection, wanted.loose, _ALL, _OF_HOURS, {"hours": listed(hours)})


def _one_after_the_other(connection: Connection, wanted: Wanted, size: int) -> Iterator[list[One]]:
    """What is wanted, newest first; in batches, ever larger."""
    if _counted(connection, wanted):
        yield from _of_hours(connection, wanted, size)
        return
    if (place := _place(connection, wanted)).tables != _AFTER.tables:  # few enough to be had at once
        all_, at = _read(connection, wanted, _ALL, place), 0
        while at < len(all_):
            yield all_[at : at + size]
            at, size = at + size, size * _LONGER
        return
    last = One(wanted.values.get("until", _END), 0, 0)
    while batch := _read(
        connection,
        wanted.loose,
        size,
        _AFTER,
        {"since": "", **wanted.values, "at": last.published, "number": last.number},
    ):
        yield batch
        last, size = batch[-1], size * _LONGER


def _searched(connection: Connection, wanted: Wanted, most: int) -> list[One]:
    """The newest of those that hold the words."""
    rest, found, seen = wanted.unsought, list[One](), 0
    many = MANY_COUNTED if _counted(connection, rest) else MANY
    if most == _ALL or connection.execute(_UP_TO_MANY, wanted.values).fetchone()[0] <= many:
        return _read(connection, rest, most, _FULL_TEXT)
    first = FIRST * _LONGER if _BEGINNING in wanted.values["search"] else FIRST
    for batch in _one_after_the_other(connection, rest, first):
        holding = _matching(connection, wanted.values["search"], sorted({one.entry for one in batch}))
        found += [one for one in batch if one.entry in holding]
        if len(found) >= most:
            return found[:most]
        seen += len(batch)
        if seen > ENOUGH and not rest.short:
            return _read(connection, rest, most, _FULL_TEXT)
    return found


def _matching(connection: Connection, search: str, entries: Sequence[int]) -> set[int]:
    """Those of the entries that hold the words: the index is asked for ranges that these are in."""
    found, whole = set[int](), _BEGINNING in search
    for some in _ranges(entries, whole=whole):
        asked = {"search": search, "low": some[0], "high": some[-1], "some": listed(some)}
        found.update(number for (number,) in connection.execute(_HOLDING, asked))
    return found


def _ranges(entries: Sequence[int], *, whole: bool) -> Iterator[list[int]]:
    """These in a few parts, of which each is near by."""
    apart = max(_APART, (entries[-1] - entries[0]) // _RANGES, whole * entries[-1]) if entries else 0
    some = list[int]()
    for entry in entries:
        if some and entry - some[-1] > apart:
            yield some
            some = []
        some.append(entry)
    if some:
        yield some

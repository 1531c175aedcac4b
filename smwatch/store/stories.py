"""Copies of one text are one story: found as they are stored, by marks that their texts share (text/shingles.py).

    join_stories(connection, {entry id: print}, at) -> {story: the story that it is part of now}

A text that is like two stories makes them one, so that the order in which copies come doesn't matter. What is looked
through are the texts of the last weeks (text/copies.WINDOW); what is older is forgotten here, and its story stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from smwatch.store.sql import Connection, Record
from smwatch.store.values import listed, read, stored
from smwatch.text.copies import CROWD, WINDOW, Met, Shelf, closest, near, partners, worth_comparing
from smwatch.text.fold import fold
from smwatch.text.groups import Groups
from smwatch.text.links import host_of
from smwatch.text.shingles import extent_of, likeness, print_of, read_print, story_id

if TYPE_CHECKING:
    from smwatch.text.shingles import Print

AT_ONCE: Final = 500
"""Texts that are worked on together."""

DATE: Final = """
UPDATE mentions SET published = (SELECT published FROM entries WHERE id = entry_id)
WHERE published <> (SELECT published FROM entries WHERE id = entry_id)
"""
"""Mentions are dated as their entries."""
LOST_MARKS: Final = "FROM story_marks WHERE entry_id NOT IN (SELECT entry_id FROM story_texts)"
"""Marks that lead nowhere."""

DROP_MARKS: Final = f"DELETE {LOST_MARKS}"

CAUGHT_UP: Final = 500
"""Stored texts whose prints are made with a poll that brings mentions: a tenth of a second."""

_COLUMNS = "t.entry_id, t.print, t.fetched, e.url, e.link, e.feed_id, e.kind, e.title"
_TEXTS = f"""
SELECT {_COLUMNS}, max(m.story) AS story, min(m.story) = '' AS untold
FROM story_texts AS t JOIN entries AS e ON e.id = t.entry_id JOIN mentions AS m ON m.entry_id = t.entry_id
WHERE t.entry_id IN (SELECT value FROM json_each(?)) AND t.fetched >= ? GROUP BY t.entry_id, e.id
"""  # noqa: S608 - a constant of this module
_TO_MAKE = """
SELECT e.id, e.title, e.text, e.kind FROM story_texts AS t JOIN entries AS e ON e.id = t.entry_id
WHERE t.print IS NULL ORDER BY t.fetched DESC LIMIT ?
"""
_KEPT = f"SELECT {_COLUMNS}, '' AS story, 0 AS untold FROM story_texts AS t JOIN entries AS e ON e.id = t.entry_id "  # noqa: S608 - likewise
_OLD = f"{_KEPT}WHERE t.fetched < ? ORDER BY t.fetched LIMIT ?"
_LEAVING = f"{_KEPT}WHERE t.entry_id IN (SELECT value FROM json_each(?))"  # noqa: S608 - likewise
_PRINTS = """
SELECT entry_id, print FROM story_texts
WHERE entry_id IN (SELECT value FROM json_each(?)) AND fetched >= ?
"""
_SHARED = "SELECT mark, entry_id FROM story_marks WHERE mark IN (SELECT value FROM json_each(?))"

# "story <> ''" is what the index on stories holds: without it, all mentions would be walked through
_OLDEST = """
SELECT story FROM mentions WHERE story IN (SELECT value FROM json_each(?)) AND story <> ''
GROUP BY story ORDER BY min(id) LIMIT 1
"""
_TELL = "UPDATE mentions SET story = ? WHERE entry_id = ? AND story = ''"
_SPAN = """
SELECT story, min(entry_id), max(entry_id) FROM mentions
WHERE story IN (SELECT value FROM json_each(?)) AND story <> '' GROUP BY story
"""
_RENAME = "UPDATE mentions SET story = ? WHERE story = ? AND story <> ''"
_RENAME_LABELS = "UPDATE labels SET story = ? WHERE story = ?"


class _Text:
    """A text that may be a copy."""

    __slots__ = ("feed", "fetched", "id", "page", "print", "story", "title", "untold")

    def __init__(self, row: Record, printed: bytes) -> None:
        self.id, self.feed, self.title = int(row["entry_id"]), int(row["feed_id"]), str(row["title"])
        self.print: Print = read_print(printed, host_of(row["url"]))
        self.story, self.untold = str(row["story"]) or story_id(self.print.exact), bool(row["untold"])
        self.fetched = read(row["fetched"])
        self.page = _page(row["link"]) if row["kind"] == "entry" else 0

    @property
    def certain(self) -> tuple[int, ...]:
        """What one is enough of to be found by, below 0 as no shingle is: its letters, and the page it stands on."""
        letters = -1 - (self.print.exact & (2**63 - 1))
        return (letters, self.page) if self.page else (letters,)

    @property
    def marks(self) -> tuple[int, ...]:
        """All that it is found by."""
        return (*self.print.keys, *self.certain)

    def met(self, other: _Text) -> bool:
        """Whether the older one could still be joined when the other was fetched."""
        return abs(self.fetched - other.fetched) <= WINDOW


def join_stories(connection: Connection, prints: Mapping[int, bytes], at: datetime) -> dict[str, str]:
    """Give new mentions the story that they belong to; which stories were found to be parts of others.

    `prints`: of entries that are new or edited, of which the first was fetched `at`. Those that were stored without a
    print get theirs by and by.
    """
    since, merged = stored(at - WINDOW), dict[str, str]()
    _forget(connection, since, max(CAUGHT_UP, 2 * len(prints)))
    for some in _parts(prints):
        _join(connection, some, since, merged)
    late = {
        row["id"]: print_of(row["title"], row["text"], comment=row["kind"] == "comment")
        for row in connection.execute(_TO_MAKE, (CAUGHT_UP,))
    }
    _join(connection, late, since, merged)
    return {story: _end(story, merged) for story in merged}


def _end(story: str, merged: Mapping[str, str]) -> str:
    """What became of a story that was joined to one that was joined to another."""
    seen = {story}
    while (further := merged.get(story, story)) not in seen:
        seen.add(story := further)
    return story


def _parts(prints: Mapping[int, bytes]) -> Iterator[dict[int, bytes]]:
    ids = list(prints)
    for at in range(0, len(ids), AT_ONCE):
        yield {each: prints[each] for each in ids[at : at + AT_ONCE]}


def _join(connection: Connection, prints: Mapping[int, bytes], since: str, merged: dict[str, str]) -> None:
    """Compare some texts with those that are stored and with one another; keep them for those to come."""
    if not prints:
        return
    rows = connection.execute(_TEXTS, (listed(sorted(prints)), since)).fetchall()
    _take_back(connection, (_Text(row, row["print"]) for row in rows if row["print"]))  # the text was edited
    texts = [_Text(row, prints[row["entry_id"]]) for row in rows if prints[row["entry_id"]]]
    sharing, marks = defaultdict[int, list[int]](list), {mark for text in texts for mark in text.marks}
    for mark, entry in connection.execute(_SHARED, (listed(sorted(marks)),)):
        sharing[mark].append(entry)
    compared = _compared(connection, texts, sharing, since)
    sure = {each for text in texts for mark in text.certain for each in sharing.get(mark, ())}
    near_by = _texts(connection, sure.union(*compared.values()), since)
    untold = [(text.story, text.id) for text in (*near_by.values(), *texts) if text.untold]
    if untold:
        connection.executemany(_TELL, untold)
    if near_by or len(marks) < sum(len(text.marks) for text in texts):  # else none of them shares anything
        merged.update(_merge(connection, _grouped(texts, near_by, compared, _sizes(connection, near_by.values()))))
    connection.executemany(
        "UPDATE story_texts SET print = ? WHERE entry_id = ?", [(printed, each) for each, printed in prints.items()]
    )
    connection.executemany("INSERT OR IGNORE INTO story_marks VALUES (?, ?)", sorted(_new_marks(texts, sharing)))


def _compared(
    connection: Connection, texts: Iterable[_Text], sharing: Mapping[int, list[int]], since: str
) -> dict[int, list[int]]:
    """The stored texts that each of these is worth comparing with: a few of the many that share a phrase with it."""
    met = {text.id: near(text.print, sharing) for text in texts}
    ids = sorted({each for found in met.values() for each in found})
    rows = connection.execute(_PRINTS, (listed(ids), since)) if ids else ()
    extents = {entry: extent_of(printed) for entry, printed in rows if printed}
    return {
        text.id: closest(
            {
                each: n
                for each, n in met[text.id].items()
                if each in extents and worth_comparing(text.print.extent, extents[each], n)
            }
        )
        for text in texts
    }


def _texts(connection: Connection, ids: Collection[int], since: str) -> dict[int, _Text]:
    """Stored texts, by entry."""
    rows = connection.execute(_TEXTS, (listed(sorted(ids)), since)) if ids else ()
    return {row["entry_id"]: _Text(row, row["print"]) for row in rows if row["print"]}


def _sizes(connection: Connection, texts: Iterable[_Text]) -> Counter[str]:
    """How many entries tell the stories of these texts: one, or more than one."""
    stories = listed(sorted({text.story for text in texts}))
    return Counter({story: 2 if last > first else 1 for story, first, last in connection.execute(_SPAN, (stories,))})


def _grouped(
    texts: list[_Text], stored_texts: Mapping[int, _Text], compared: Mapping[int, list[int]], sizes: Counter[str]
) -> Iterable[set[str]]:
    """The stories that are one, as far as these texts tell."""
    groups, everyone = Groups[int | str](), (*stored_texts.values(), *texts)
    _join_by_page_and_letter(groups, everyone)
    members = Counter[int | str]()  # of a group that is led by this one
    for story, size in sizes.items():
        members[groups.top(story)] += size
    for text in texts:
        members[groups.top(text.id)] += 1
    shelf, by_id = Shelf[int](), {text.id: text for text in everyone}
    for text in texts:
        printed, found_like = text.print, list[Met[int, int | str]]()
        before = (other for other in compared[text.id] if other in stored_texts)
        for other in dict.fromkeys((*before, *shelf.near(printed))):
            another, top = by_id[other], groups.top(other)
            if text.met(another) and (like := likeness(printed, another.print)):
                found_like.append(Met(other, another.print, top, like, alone=members[top] == 1))
        for one in partners(found_like):
            top, own = groups.top(one.id), groups.top(text.id)
            if groups.join(one.id, text.id):
                members[top] += members.pop(own)
        shelf.put(text.id, printed)
    stories = defaultdict[int | str, set[str]](set)
    for text in everyone:
        if text.story:
            stories[groups.top(text.id)].add(text.story)
    return [some for some in stories.values() if len(some) > 1]


def _join_by_page_and_letter(groups: Groups[int | str], texts: Iterable[_Text]) -> None:
    """What needs no closer look: the story they are of, the same letters, the same page in several feeds."""
    pages, letters = defaultdict[int, list[_Text]](list), dict[int, int]()
    for text in texts:
        groups.join(text.story or text.id, text.id)
        groups.join(letters.setdefault(text.print.exact, text.id), text.id)
        if text.page:
            pages[text.page].append(text)
    for same in pages.values():
        if 1 < len(same) <= CROWD:
            for some in _editions(same):
                for text in some:
                    groups.join(some[0].id, text.id)


def _editions(same: list[_Text]) -> Iterator[list[_Text]]:
    """Of texts on one page those that resemble one another: what is different may stand there by turns.

    Unless they are of one feed: it may give the address, and even the title, to all its entries.
    """
    groups = Groups[int]()
    for at, text in enumerate(same):
        for other in same[:at]:
            if text.feed != other.feed and text.met(other) and _resemble(text, other):
                groups.join(other.id, text.id)
    found = defaultdict[int, list[_Text]](list)
    for text in same:
        found[groups.top(text.id)].append(text)
    return (some for some in found.values() if len({text.feed for text in some}) == len(some))


def _resemble(text: _Text, other: _Text) -> bool:
    """Whether two excerpts of a page may be of one article: they share a run of words, or half of the shorter title."""
    if not text.print.marks.isdisjoint(other.print.marks):
        return True
    one, two = (set(fold(title).split()) for title in (text.title, other.title))
    return 2 * len(one & two) >= min(len(one), len(two)) > 0


def _new_marks(texts: Iterable[_Text], sharing: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """What finds these texts from now on, but for marks that find a crowd already."""
    held = Counter({mark: len(ids) for mark, ids in sharing.items()})
    for text in texts:
        for mark in text.marks:
            if held[mark] < CROWD:
                held[mark] += 1
                yield mark, text.id


def _merge(connection: Connection, groups: Iterable[set[str]]) -> dict[str, str]:
    """Make each group one story: that of the oldest mention, so that what was told of it stays true."""
    merged = dict[str, str]()
    for stories in groups:
        oldest = connection.execute(_OLDEST, (listed(sorted(stories)),)).fetchone()[0]
        merged.update(dict.fromkeys(stories - {oldest}, oldest))
    rename(connection, merged)
    return merged


def rename(connection: Connection, merged: Mapping[str, str]) -> None:
    """Give stories the names of others; their labels first, so that no mention is without its own meanwhile."""
    renamed = [(kept, story) for story, kept in merged.items()]
    for sql in (_RENAME_LABELS, _RENAME) if renamed else ():
        connection.executemany(sql, renamed)


def leave(connection: Connection, entries: Iterable[int]) -> None:
    """No copy joins these any more; to be said while their texts and links are still there."""
    _drop(connection, connection.execute(_LEAVING, (listed(sorted(entries)),)).fetchall())


def _forget(connection: Connection, before: str, most: int) -> None:
    """Drop what no copy can join any more; some at a time, so that it never takes long."""
    _drop(connection, connection.execute(_OLD, (before, most)).fetchall())


def _drop(connection: Connection, rows: list[Record]) -> None:
    if not rows:
        return
    _take_back(connection, (_Text(row, row["print"]) for row in rows if row["print"]))
    connection.executemany("DELETE FROM story_texts WHERE entry_id = ?", [(row["entry_id"],) for row in rows])


def _take_back(connection: Connection, texts: Iterable[_Text]) -> None:
    """Nobody is to find these by their marks any more."""
    gone = [(mark, text.id) for text in texts for mark in text.marks]
    if gone:
        connection.executemany("DELETE FROM story_marks WHERE mark = ? AND entry_id = ?", gone)


def _page(link: str) -> int:
    """What entries of the same page share; 0 for a link that leads to a whole site."""
    if "/" not in link:
        return 0
    return -1 - (int.from_bytes(blake2b(b"page " + link.encode(), digest_size=8).digest(), "big") >> 1)

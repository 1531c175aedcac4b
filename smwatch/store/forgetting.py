"""A person taken out of every table, in one transaction; from then on unkept.py keeps them out.

What they wrote becomes a row without anything of theirs. What others wrote stays, and what tells the person in it is
blotted out, letter by letter. That nothing is left is proved in proof.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from smwatch.models import IMPORTED
from smwatch.store import audit, places, stories, threads
from smwatch.store.person import KEPT, MESSAGES, Found, blotted, blotted_json, columns, message_text, rows_of
from smwatch.store.sql import Connection
from smwatch.store.unkept import Prints
from smwatch.store.values import counts, listed, stored
from smwatch.text.blot import Blotter
from smwatch.text.fold import fold

_AMONG = "(SELECT value FROM json_each(?1))"
_EMPTY = """
UPDATE entries SET key = ?, own_id = '', digest = '', url = '', link = '', thread = '', thread_link = '', lang = '',
  author = '', author_email = '', author_url = '', comment_feeds = '[]', title = '', text = '', let_go = 'author'
WHERE id = ?
"""
# a label that holds for copies by others goes on doing so: it is one of theirs now
_HAND_ON = f"""
UPDATE labels SET (mention_id, title, text, lang, spans, others) = (
  SELECT m.id, e.title, e.text, e.lang, m.spans, '[]' FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id
  WHERE m.story = labels.story AND m.story <> '' AND m.brand = labels.brand AND m.current
    AND m.entry_id NOT IN {_AMONG} ORDER BY m.id LIMIT 1)
WHERE removed IS NULL AND mention_id IN (SELECT id FROM mentions WHERE entry_id IN {_AMONG}) AND EXISTS (
  SELECT 1 FROM mentions AS m WHERE m.story = labels.story AND m.story <> '' AND m.brand = labels.brand AND m.current
    AND m.entry_id NOT IN {_AMONG})
"""  # noqa: S608 - constants of this module
_THEIR_LABELS = f"""
SELECT l.id FROM labels AS l WHERE l.mention_id IN (SELECT id FROM mentions WHERE entry_id IN {_AMONG})
  OR l.mention_id IS NULL AND EXISTS (
    SELECT 1 FROM entries AS e WHERE e.id IN {_AMONG} AND e.text <> '' AND e.text = l.text AND e.title = l.title)
"""  # noqa: S608 - likewise
_OTHER = """
UPDATE entries SET key = :key, own_id = :own_id, url = :url, link = :link, thread = :thread,
  thread_link = :thread_link, comment_feeds = :comment_feeds, title = :title, text = :text, author = :author,
  author_email = :author_email, author_url = :author_url
WHERE id = :id
"""
_FEED = """
UPDATE feeds SET url = :url, link = '', moved_to = '', moving_to = '', etag = '', last_modified = '', marks = x'',
  failure = '', failure_args = '{}', thread = :thread, thread_link = :thread, gone = 1
WHERE id = :id
"""


def entomb(connection: Connection, entries: Collection[int]) -> None:
    """Nothing is left of these entries, nor of their mentions, but that they were there."""
    ids, prints = listed(sorted(entries)), Prints(connection)
    stories.leave(connection, entries)
    connection.execute(_HAND_ON, (ids,))
    drop_labels(connection, [row[0] for row in connection.execute(_THEIR_LABELS, (ids,))])
    connection.execute(f"DELETE FROM mentions WHERE entry_id IN {_AMONG}", (ids,))  # noqa: S608 - likewise
    threads.follow(connection, entries)
    connection.execute(f"DELETE FROM unsettled WHERE entry_id IN {_AMONG}", (ids,))  # noqa: S608 - likewise
    keys = connection.execute(f"SELECT id, key FROM entries WHERE id IN {_AMONG}", (ids,)).fetchall()  # noqa: S608 - likewise
    connection.executemany(_EMPTY, [(prints.key(key), number) for number, key in keys])


def drop_labels(connection: Connection, labels: Collection[int]) -> None:
    """Labels are gone, with the texts that they were given to; first taken back, so that mentions are told."""
    ids = (listed([*labels]),)
    take_back = f"UPDATE labels SET removed = at WHERE removed IS NULL AND id IN {_AMONG}"  # noqa: S608 - constants of this module
    connection.execute(take_back, ids)
    connection.execute(f"DELETE FROM labels WHERE id IN {_AMONG}", ids)  # noqa: S608 - likewise


def forget(
    connection: Connection, found: Found, who: str, now: datetime, declared: Collection[str]
) -> tuple[int, int, int]:
    """Take a person out; the number of the request, messages thrown away, feeds given up.

    `declared`: URLs of the config's feeds, which aren't touched. The caller holds the transaction, and the scan lock.
    """
    number = _remember(connection, found, now)
    words = {part for words in found.blotter.traces.names for word in words for part in _terms(word)}
    pages = _pages(connection, found.ids)
    entomb(connection, found.ids)
    if found.blotter.anchors:
        places.forget(connection, found.blotter)
        _blot_entries(connection, found)
        _blot_tables(connection, found.blotter)
    feeds = _leave_feeds(connection, found.blotter, declared)
    _mend_alerts(connection, found.blotter, words, pages)
    messages = give_up(connection, found.blotter.tells)
    became = listed({"entries": len(found.ids), "others": len(found.others)})
    who = "" if found.blotter.tells(who) else who  # who is forgotten isn't noted, even by themselves
    audit.note(connection, who, now, what="forget", subject="author", number=number, became=became)
    return number, messages, feeds


def take_back(connection: Connection, found: Found, who: str, now: datetime) -> int:
    """Entries that come from now on are kept again; the number of the request, 0 where there was none."""
    prints = Prints(connection)
    numbers = sorted(prints.requests(found.asked_signs | found.signs))
    for number in numbers:
        connection.execute("DELETE FROM forgotten_signs WHERE forgotten_id = ?", (number,))
        connection.execute("UPDATE forgotten SET undone = ? WHERE id = ?", (stored(now), number))
        audit.note(connection, who, now, what="undo forget", subject="author", number=number)
    return int(numbers[-1]) if numbers else 0


def _remember(connection: Connection, found: Found, now: datetime) -> int:
    """The number of this request, with prints of what they sign with.

    Whoever was forgotten before, and is asked for again, has one number, so that one --undo takes back all of it.
    """
    prints = Prints(connection)
    before = prints.requests(found.signs | found.typed_signs)
    number = min(before, default=0)
    if not number:
        number = int(connection.execute("INSERT INTO forgotten (at) VALUES (?)", (stored(now),)).lastrowid or 0)
    move = "UPDATE forgotten_signs SET forgotten_id = ? WHERE forgotten_id = ?"
    connection.executemany(move, [(number, other) for other in before - {number}])
    rows = [(prints.of(sign), number) for sign in sorted(found.signs | found.asked_signs)]
    connection.executemany("INSERT INTO forgotten_signs VALUES (?, ?) ON CONFLICT DO NOTHING", rows)
    return number


def _terms(word: str) -> set[str]:
    """A word of a name as a term of an alert may have it."""
    return {word, word.replace("'", ""), *(part for part in word.split("'") if len(part) > 1)}


def _pages(connection: Connection, entries: Iterable[int]) -> set[str]:
    """Where their entries stand, as alerts name threads."""
    rows = connection.execute(f"SELECT url, link FROM entries WHERE id IN {_AMONG}", (listed(sorted(entries)),))  # noqa: S608 - likewise
    return {place for row in rows for place in row if place}


def _blot_entries(connection: Connection, found: Found) -> None:
    """Other people's entries: their texts without the person.

    Links that tell them are prints, by which answers go on finding what they answer.
    """
    prints, blotter = Prints(connection), found.blotter
    rows = connection.execute(f"SELECT * FROM entries WHERE id IN {_AMONG}", (listed([*found.others]),)).fetchall()  # noqa: S608 - likewise

    def _link(said: str) -> str:
        return prints.key(said) if blotter.link_tells(said) else said

    for row in rows:
        texts = {part: blotter.blot(row[part]) for part in ("title", "text", "author_email", "author_url")}
        texts["author"] = blotter.of_author(row["author"]).blot(row["author"])
        links = {name: _link(row[name]) for name in ("key", "link", "thread_link")}
        links["own_id"] = "" if blotter.link_tells(row["own_id"]) else row["own_id"]
        links["url"] = "" if blotter.link_tells(row["url"]) else row["url"]
        links["thread"] = links["thread_link"] if blotter.link_tells(row["thread"]) else row["thread"]
        feeds = listed([url for url in json.loads(row["comment_feeds"]) if not blotter.link_tells(url)])
        connection.execute(_OTHER, {"id": row["id"], "comment_feeds": feeds, **texts, **links})


def _blot_tables(connection: Connection, blotter: Blotter) -> None:
    """Every other column of text that the schema has."""
    for table, known_by, texts in columns(connection):
        names = [name for name in texts if name != "brand"]
        if table in KEPT or not known_by or table.startswith(("forgotten", "_")) or not names:
            continue
        for row in rows_of(connection, table, known_by, names):
            told = {name: row[name] for name in names if row[name] and blotter.may_tell(row[name])}
            mended = {
                name: blotted_json(blotter, text) if texts[name] else blotted(blotter, text)
                for name, text in told.items()
            }
            if changed := {name: text for name, text in mended.items() if text != row[name]}:
                sets = ", ".join(f"{name} = ?" for name in changed)
                connection.execute(f"UPDATE {table} SET {sets} WHERE {known_by} = ?", (*changed.values(), row["place"]))  # noqa: S608 - names of the schema


def _leave_feeds(connection: Connection, blotter: Blotter, declared: Collection[str]) -> int:
    """Feeds that the config doesn't name, and whose address tells the person, are polled no more; how many."""
    prints, left = Prints(connection), 0
    for row in connection.execute("SELECT * FROM feeds").fetchall():
        if row["url"] in declared:
            continue
        told = {name: blotter.blot(row[name]) for name in ("source", "title")}
        notes = blotted_json(blotter, row["notes"])
        connection.execute(
            "UPDATE feeds SET source = :source, title = :title, notes = :notes WHERE id = :id",
            {**told, "notes": notes, "id": row["id"]},
        )
        links = (row[name] for name in ("url", "thread", "moved_to", "moving_to", "failure_args"))
        if not any(map(blotter.link_tells, links)):
            continue
        thread = prints.key(row["thread_link"]) if blotter.link_tells(row["thread"]) else ""
        kind = IMPORTED if row["url"].startswith(IMPORTED) else ""  # it is no feed, as before
        connection.execute(_FEED, {"id": row["id"], "url": kind + prints.key(row["url"]), "thread": thread})
        left += 1
    return left


def _mend_alerts(connection: Connection, blotter: Blotter, words: set[str], pages: set[str]) -> None:
    """Alerts without terms of the person's name, and without threads of theirs."""
    for row in connection.execute("SELECT id, terms, threads FROM alerts").fetchall():
        terms = [
            term
            for term in counts(row["terms"])
            if term.name and fold(term.name) not in words and not blotter.tells(term.name)
        ]
        there = counts(row["threads"])
        there = tuple(one for one in there if one.name and one.name not in pages and not blotter.link_tells(one.name))
        said = [listed([(one.name, one.count) for one in some]) for some in (terms, there)]
        connection.execute("UPDATE alerts SET terms = ?, threads = ? WHERE id = ?", (*said, row["id"]))


def give_up(connection: Connection, told: Callable[[str], bool]) -> int:
    """Messages that tell it are never sent; how many still waited."""
    rows = [row for row in connection.execute(MESSAGES).fetchall() if told(message_text(row["message"]))]
    drop = "UPDATE outbox SET message = NULL, state = iif(state = 'waiting', 'given up', state) WHERE id = ?"
    connection.executemany(drop, [(row["id"],) for row in rows])
    return sum(row["state"] == "waiting" for row in rows)

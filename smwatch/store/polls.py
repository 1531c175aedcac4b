"""What a poll brought, stored in one transaction: entries, mentions, comment feeds, and how the feed is doing.

Saving the same poll again finds everything in its place and adds nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from smwatch.models import FeedKind, Label, Origin, Saved
from smwatch.store import roles, threads
from smwatch.store.due import faded
from smwatch.store.feeds import COMMENTED, asked, count_comments, discover
from smwatch.store.scores import machine
from smwatch.store.sql import Connection, Record
from smwatch.store.stories import join_stories
from smwatch.store.unkept import keepable
from smwatch.store.values import (
    listed,
    listed_texts,
    plain,
    plain_row,
    read_or_none,
    stored,
    stored_later,
    stored_or_none,
)
from smwatch.text.changes import is_change
from smwatch.text.links import same_link, untracked

if TYPE_CHECKING:
    from smwatch.models import Entry, FeedSpec, Mention, Polled, Timing
    from smwatch.store.values import (
        Row,
    )

_COLUMNS = (
    "key published date_trust kind own_id url link title text author author_email author_url lang thread thread_link"
    " comment_feeds digest"
).split()
_PUBLISHED, _KIND, _TEXT = (_COLUMNS.index(name) for name in ("published", "kind", "text"))

# numbers of what one statement inserts follow one another: nobody else writes (https://www.sqlite.org/autoinc.html)
_LAST_ENTRY = "SELECT coalesce(max(id), 0) FROM entries"
_INSERT_ENTRY = f"""
INSERT INTO entries (feed_id, fetched, {", ".join(_COLUMNS)})
VALUES (?, ?{", ?" * len(_COLUMNS)}) ON CONFLICT (feed_id, key) DO NOTHING
"""  # noqa: S608 - constants of this module
# an edit may mend a date that could not be believed, but moves no mention to another day otherwise
_UPDATE_ENTRY = """
UPDATE entries SET edited = :at,
  published = CASE WHEN date_trust <> 'feed' AND :date_trust = 'feed' THEN :published ELSE published END,
  date_trust = CASE WHEN :date_trust = 'feed' THEN 'feed' ELSE date_trust END,
  own_id = :own_id, url = :url, link = :link, title = :title, text = :text, author = :author,
  author_email = :author_email, author_url = :author_url, lang = :lang, thread = :thread,
  thread_link = :thread_link, comment_feeds = :comment_feeds, digest = :digest, let_go = NULL
WHERE id = :id
"""
_FILL_IN = """
UPDATE entries SET title = :title, text = :text, author = :author, author_email = :author_email,
  author_url = :author_url, lang = :lang, comment_feeds = :comment_feeds, let_go = NULL
WHERE feed_id = :feed AND key = :key AND title = '' AND text = ''
"""
INSERT_MENTION = """
INSERT INTO mentions (entry_id, brand, kind, published, fetched,
  why, machine_score, machine_label, machine_scorer, worst, story, spans, words)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# nothing is written where nothing changed; an edition of an article is of the same story
UPDATE_MENTION = """
UPDATE mentions SET edited = max(edited, ?1), current = 1,
  why = ?2, machine_score = ?3, machine_label = ?4, machine_scorer = ?5, worst = ?6,
  story = iif(story = '', ?7, story), spans = ?8, words = ?9
WHERE entry_id = ?10 AND brand = ?11
  AND (max(edited, ?1), 1, ?2, ?3, ?4, ?5, ?6, iif(story = '', ?7, story), ?8, ?9)
  IS NOT (edited, current, why, machine_score, machine_label, machine_scorer, worst, story, spans, words)
"""
_TOLD = "SELECT entry_id, brand, current FROM mentions WHERE entry_id IN (SELECT value FROM json_each(?))"
HIDE = "UPDATE mentions SET current = 0, edited = max(edited, ?) WHERE entry_id = ? AND brand = ? AND current"
_FEED = """
SELECT id, url, source, origin, enabled, named, title, last_poll, moved_to, moving_to, worth, worth_at
FROM feeds WHERE url = ?
"""
_ENTRIES = """
SELECT key, id, iif(substr(text, 1, 4) IN ('[−] ', '[+] ', '[~] '), 'edit', kind) AS kind, digest, published, fetched
FROM entries
WHERE feed_id = ? AND key IN (SELECT value FROM json_each(?))
"""
_NEW = """
SELECT label, iif(story = '', 'of entry ' || entry_id, story) FROM json_each(?) AS c
CROSS JOIN mentions AS m ON m.entry_id = c.value ->> 0 AND m.brand = c.value ->> 1
"""
_SOURCES = "UPDATE feeds SET source = ? WHERE parent_id = ? AND NOT named AND source <> ?"


class _Kept(NamedTuple):
    """A stored entry, as far as its mentions need to know it."""

    id: int
    kind: str  # of a mention that it gains now
    published: str
    edited: bool = False  # by this poll
    new: bool = False
    fetched: str = ""  # of a mention that it gains now, where that isn't news; "": now


def save_poll(connection: Connection, polled: Polled, timing: Timing) -> Saved:
    """Store a poll; the caller holds the transaction. LookupError when the feed was never made known."""
    feed = connection.execute(_FEED, (plain(polled.feed.spec.url),)).fetchone()
    if feed is None:
        raise LookupError(polled.feed.spec.url)
    polled = keepable(connection, feed, polled)
    kept = _save_entries(connection, feed["id"], polled)
    if new_roles := {kept[plain(e.key)].id: e.author_role for e in polled.entries}:
        roles.told(connection, new_roles, [entry.id for entry in kept.values() if not entry.new])
    if polled.again:
        _fill_in(connection, feed["id"], polled)
        roles.told_by_key(connection, feed["id"], {plain(e.key): e.author_role for e in polled.again})
    new = _save_mentions(connection, feed["id"], polled, kept)
    came = {kept[plain(e.key)].id: plain(e.thread) for e in polled.entries if e.kind is FeedKind.COMMENTS}
    if came:
        threads.came(connection, feed["id"], came, COMMENTED)
    first = (entry.published for entry in polled.entries) if polled.history else ()
    joined = join_stories(connection, _prints(polled, kept), min(first, default=polled.at)) if polled.mentions else {}
    told = connection.execute(_NEW, (listed(new),)).fetchall() if new else []
    saved = Saved(
        entries=sum(entry.new for entry in kept.values()),
        edited=sum(entry.edited for entry in kept.values()),
        mentions=len(new),
        negative=sum(label == Label.NEGATIVE.value for label, _ in told),
        unscored=sum(label is None for label, _ in told),
        stories=frozenset(story for _, story in told),
        joined=joined,
    )
    if polled.history:
        return saved
    source = _save_health(connection, feed, polled, timing, saved)
    if source != feed["source"]:
        connection.execute(_SOURCES, (source, feed["id"], source))
    if polled.comment_feeds:
        parent = connection.execute(_FEED, (feed["url"],)).fetchone()
        discover(connection, parent, polled.comment_feeds, polled.at, _worths(polled))
    if polled.comment_counts:
        count_comments(connection, polled.comment_counts)
    return saved


def _prints(polled: Polled, kept: dict[str, _Kept]) -> dict[int, bytes]:
    """What the texts of new and edited entries are known by, by entry."""
    prints = {plain(key): printed for key, printed in polled.prints.items()}
    return {e.id: prints[key] for key, e in kept.items() if key in prints and (e.new or e.edited)}


def _worths(polled: Polled) -> dict[str, float]:
    """What the entries that mention a brand are worth, by their URL."""
    urls = {entry.key: untracked(entry.url) for entry in polled.entries}
    worth = defaultdict[str, float](float)
    for mention in polled.mentions:
        said = 1.0 + (mention.sentiment.label is Label.NEGATIVE)
        for place in {urls.get(mention.entry_key, ""), ""}:  # "": the comments of the whole site
            worth[place] += said
    return worth


def _save_entries(connection: Connection, feed: int, polled: Polled) -> dict[str, _Kept]:
    """Insert new entries, update edited ones; all of the poll's entries by key.

    Most polls bring nothing but new ones, and inserting them tells that: only if not, it is asked which are known.
    """
    rows = {row[0]: row for row in (_row(entry, polled.feed.spec) for entry in polled.entries)}
    if not rows:
        return {}
    at = stored(polled.at)
    told = [(feed, row[_PUBLISHED] if polled.history else at, *row) for row in rows.values()]
    last = connection.execute(_LAST_ENTRY).fetchone()[0]
    added = connection.executemany(_INSERT_ENTRY, told).rowcount
    if added == len(rows):
        first = connection.execute(_LAST_ENTRY).fetchone()[0] - added + 1
        return {
            key: _Kept(number, _kind(row), row[_PUBLISHED], new=True)
            for number, (key, row) in enumerate(rows.items(), first)
        }
    asked = (feed, listed([*rows]))
    known = connection.execute(_ENTRIES, asked).fetchall()
    new = {row["key"] for row in known if row["id"] > last}
    edited = {row["key"]: row["id"] for row in known if row["key"] not in new and row["digest"] != rows[row["key"]][-1]}
    if edited:
        connection.executemany(
            _UPDATE_ENTRY, [{"id": number, "at": at} | _by_name(rows[key]) for key, number in edited.items()]
        )
        known = connection.execute(_ENTRIES, asked).fetchall()
    return {
        row["key"]: _Kept(
            row["id"],
            "edit" if row["key"] in edited else _kind(rows[row["key"]]),
            row["published"],
            edited=row["key"] in edited,
            new=row["key"] in new,
        )
        for row in known
    }


def _kind(row: tuple[str, ...]) -> str:
    """What its mentions are: what tells a change of a page is an edit."""
    return "edit" if is_change(row[_TEXT]) else row[_KIND]


def _fill_in(connection: Connection, feed: int, polled: Polled) -> None:
    """Entries that mention somebody after all, and whose text was given up by then, have it again: no edit."""
    rows = [{"feed": feed} | _by_name(_row(entry, polled.feed.spec)) for entry in polled.again]
    connection.executemany(_FILL_IN, [row for row in rows if row["title"] or row["text"]])


def _row(entry: Entry, spec: FeedSpec) -> tuple[str, ...]:
    """An entry as _COLUMNS have it."""
    thread = (entry.thread or spec.thread).partition("#")[0]
    return plain_row(
        (
            entry.key,
            stored(entry.published),
            entry.date_trust.value,
            "comment" if entry.kind is FeedKind.COMMENTS else "entry",
            entry.id,
            entry.url,
            same_link(entry.url),
            entry.title,
            entry.text,
            entry.author,
            entry.author_email,
            entry.author_url,
            entry.lang,
            thread,
            same_link(thread) if thread else "",
            listed_texts(entry.comment_feeds),
            entry.digest or _digest(entry),
        )
    )


def _by_name(row: tuple[str, ...]) -> Row:
    return dict(zip(_COLUMNS, row, strict=True))


def _digest(entry: Entry) -> str:
    """What changes when an entry is edited, made here where the entry brings none."""
    both = f"{entry.title}\n{entry.text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(both, digest_size=16).hexdigest()


def _save_mentions(connection: Connection, feed: int, polled: Polled, kept: dict[str, _Kept]) -> list[tuple[int, str]]:
    """Insert new mentions, rescore the others, hide those that an edit took away; entry and brand of the new ones."""
    if not polled.mentions and all(entry.new for entry in kept.values()):
        return []
    where = kept | _elsewhere(connection, feed, polled, kept)
    told = defaultdict[int, dict[str, bool]](dict)
    old = [entry.id for entry in where.values() if not entry.new]
    if old:
        for entry, brand, current in connection.execute(_TOLD, (listed(old),)):
            told[entry][brand] = bool(current)
    at, new, again, touched = stored(polled.at), [], [], set[int]()
    wanted = {(plain(mention.entry_key), plain(mention.brand)): mention for mention in polled.mentions}
    comments = [(where[key], brand) for key, brand in wanted] if polled.feed.spec.kind is FeedKind.COMMENTS else []
    first = [(entry.id, brand) for entry, brand in comments if not entry.edited and brand not in told[entry.id]]
    twins = threads.twins(connection, first)
    for (key, brand), mention in wanted.items():
        entry, felt = where[key], feeling(mention)
        if brand in told[entry.id]:
            if not told[entry.id].pop(brand) or entry.edited:
                touched.add(entry.id)
            again.append((entry.edited, *felt, entry.id, brand))
        elif (entry.id, brand) not in twins:
            fetched = entry.published if polled.history else entry.fetched or at
            new.append((entry.id, brand, entry.kind, entry.published, fetched, *felt))
    gone = [(e.edited, e.id, brand) for e in kept.values() for brand, current in told[e.id].items() if current]
    for sql, rows in ((INSERT_MENTION, new), (UPDATE_MENTION, again), (HIDE, gone)):
        if rows:
            connection.executemany(sql, rows)
    threads.changed(connection, touched | {row[0] for row in new} | {entry for _, entry, _ in gone})
    return [(row[0], row[1]) for row in new]


def _elsewhere(connection: Connection, feed: int, polled: Polled, kept: dict[str, _Kept]) -> dict[str, _Kept]:
    """Mentions may be of entries that were stored before and that this poll doesn't carry again."""
    missing = {plain(mention.entry_key) for mention in polled.mentions} - kept.keys()
    if not missing:
        return {}
    rows = connection.execute(_ENTRIES, (feed, listed(sorted(missing))))
    found = {row["key"]: _Kept(row["id"], row["kind"], row["published"], fetched=row["fetched"]) for row in rows}
    if unknown := missing - found.keys():
        raise LookupError(f"mentions of entries that were never stored: {sorted(unknown)}")
    return found


def feeling(mention: Mention) -> tuple[str, float | None, str | None, str, float | None, str, str, str]:
    """Why, score, label, scorer, worst, story, spans, words: what a mention is told anew when its entry changes."""
    return (
        mention.why.value,
        *machine(mention.sentiment),
        mention.story,
        listed([(span.part, span.start, span.end) for span in mention.spans]),
        plain(listed(mention.sentiment.words)),
    )


def _save_health(connection: Connection, feed: Record, polled: Polled, timing: Timing, saved: Saved) -> str:
    """The feed answered: no failure any more, its validators, when it is polled next. Back with its source."""
    title = plain(polled.title) or feed["title"]
    fixed = feed["named"] or feed["origin"] == Origin.DISCOVERED or not title  # it keeps the source it has
    source = feed["source"] if fixed else title
    values = _answered(polled) | _habits(feed, polled, timing, saved) | _address(feed, polled)
    connection.execute(_HEALTH, values | {"id": feed["id"], "title": title, "source": source})
    return str(source)


_HEALTH = """
UPDATE feeds SET failures = 0, failing_since = NULL, failure_kind = '', failure_status = NULL, failure = '',
  failure_args = '{}', gone = 0, held = 0, polls = polls + (last_poll IS NOT :at),
  unchanged = unchanged + (:unchanged AND last_poll IS NOT :at),
  reread = CASE WHEN :unchanged THEN reread ELSE 0 END,
  last_poll = :at, last_new = CASE WHEN :brought THEN :at ELSE last_new END,
  next_poll = :next, next_why = :why, retired = :retired, title = :title, source = :source,
  moved_to = :moved_to, moving_to = :moving_to,
  seen = CASE WHEN :unchanged THEN seen ELSE :seen END,
  marks = CASE WHEN :unchanged THEN marks ELSE :marks END,
  notes = CASE WHEN :unchanged THEN notes ELSE :notes END,
  asks = coalesce(:asks, asks),
  silent = :silent, silent_since = :silent_since,
  silent_after = CASE WHEN :rhythm = x'' THEN silent_after ELSE :silent_after END,
  rhythm = CASE WHEN :rhythm = x'' THEN rhythm ELSE :rhythm END,
  worth = coalesce(:worth, worth), worth_at = CASE WHEN :worth IS NULL THEN worth_at ELSE :at END,
  etag = CASE WHEN :unchanged AND :etag = '' THEN etag ELSE :etag END,
  last_modified = CASE WHEN :unchanged AND :last_modified = '' THEN last_modified ELSE :last_modified END,
  body_digest = CASE WHEN :unchanged AND :body_digest = '' THEN body_digest ELSE :body_digest END
WHERE id = :id
"""


def _answered(polled: Polled) -> Row:
    """What the answer said, by column."""
    validators = polled.validators
    return {
        "at": stored(polled.at),
        "unchanged": polled.unchanged,
        "seen": polled.seen,
        "marks": polled.marks,
        "notes": plain(listed(polled.notes)),
        "asks": None if polled.asks is None else asked(polled.asks),
        "etag": plain(validators.etag),
        "last_modified": plain(validators.last_modified),
        "body_digest": validators.body_digest,
    }


def _habits(feed: Record, polled: Polled, timing: Timing, saved: Saved) -> Row:
    """What is known of its habits by now, by column; its worth grows with what it mentions."""
    had = faded(feed["worth"], read_or_none(feed["worth_at"]), polled.at)
    return {
        "brought": saved.entries > 0,
        "next": stored_later(timing.at),
        "why": plain(timing.why),
        "retired": timing.retired,
        "rhythm": timing.rhythm,
        "silent": timing.silent,
        "silent_since": stored_or_none(timing.silent_since),
        "silent_after": stored_or_none(timing.silent_after),
        "worth": had + saved.mentions + saved.negative if saved.mentions else None,
    }


def _address(feed: Record, polled: Polled) -> Row:
    """Where it is polled from now on: a permanent redirect is believed when it is there twice in a row."""
    moved, now = feed["moved_to"], plain(polled.moved_to)
    if feed["last_poll"] == stored(polled.at):  # it is this very poll
        return {"moved_to": moved, "moving_to": feed["moving_to"]}
    if now and now == feed["moving_to"]:
        return {"moved_to": "" if now == feed["url"] else now, "moving_to": ""}
    return {"moved_to": moved, "moving_to": now}

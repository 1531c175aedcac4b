"""What a poll brought, stored in one transaction: entries, mentions, comment feeds, and how the feed is doing.

Saving the same poll again finds everything in its place and adds nothing.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass

from smwatch.models import Entry, FeedKind, FeedSpec, Label, Mention, Origin, Polled, Saved, Timing
from smwatch.store import threads
from smwatch.store.due import faded
from smwatch.store.feeds import COMMENTED, asked, count_comments, discover
from smwatch.store.labels import labels_of
from smwatch.store.scores import machine
from smwatch.store.stories import join_stories
from smwatch.store.unkept import keepable
from smwatch.store.values import Row, listed, plain, read_or_none, stored, stored_later, stored_or_none
from smwatch.text.links import same_link, untracked

_INSERT_ENTRY = """
INSERT INTO entries (feed_id, key, fetched, published, date_trust, kind, own_id, url, link, title, text, author,
                     author_email, author_url, lang, thread, thread_link, comment_feeds, digest)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# an edit may mend a date that could not be believed, but moves no mention to another day otherwise
_UPDATE_ENTRY = """
UPDATE entries SET edited = :at,
  published = CASE WHEN date_trust <> 'feed' AND :trust = 'feed' THEN :published ELSE published END,
  date_trust = CASE WHEN :trust = 'feed' THEN 'feed' ELSE date_trust END,
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
SELECT key, id, kind, digest, published, fetched FROM entries
WHERE feed_id = ? AND key IN (SELECT value FROM json_each(?))
"""
_STORIES = """
SELECT DISTINCT iif(story = '', 'of entry ' || entry_id, story) FROM mentions
WHERE entry_id IN (SELECT value FROM json_each(?))
"""
_SOURCES = "UPDATE feeds SET source = ? WHERE parent_id = ? AND NOT named AND source <> ?"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A stored entry, as far as its mentions need to know it."""

    id: int
    kind: str  # of a mention that it gains now
    published: str
    edited: bool = False  # by this poll
    new: bool = False
    fetched: str = ""  # of a mention that it gains now, where that isn't news; "": now


def save_poll(connection: sqlite3.Connection, polled: Polled, timing: Timing) -> Saved:
    """Store a poll; the caller holds the transaction. LookupError when the feed was never made known."""
    feed = connection.execute(_FEED, (plain(polled.feed.spec.url),)).fetchone()
    if feed is None:
        raise LookupError(polled.feed.spec.url)
    polled = keepable(connection, feed, polled)
    kept = _save_entries(connection, feed["id"], polled)
    _fill_in(connection, feed["id"], polled)
    new = _save_mentions(connection, feed["id"], polled, kept)
    came = {kept[plain(e.key)].id: plain(e.thread) for e in polled.entries if e.kind is FeedKind.COMMENTS}
    threads.came(connection, feed["id"], came, COMMENTED)
    joined = join_stories(connection, _prints(polled, kept), polled.at) if polled.mentions else {}
    labels = Counter(labels_of(connection, new).values())
    saved = Saved(
        entries=sum(entry.new for entry in kept.values()),
        edited=sum(entry.edited for entry in kept.values()),
        mentions=len(new),
        negative=labels[Label.NEGATIVE],
        unscored=labels[None],
        stories=_told(connection, [entry for entry, _ in new]) if new else frozenset(),
        joined=joined,
    )
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


def _told(connection: sqlite3.Connection, entries: list[int]) -> frozenset[str]:
    """The stories of the entries of which this poll brought mentions."""
    return frozenset(row[0] for row in connection.execute(_STORIES, (listed(entries),)))


def _worths(polled: Polled) -> dict[str, float]:
    """What the entries that mention a brand are worth, by their URL."""
    urls = {entry.key: untracked(entry.url) for entry in polled.entries}
    worth = defaultdict[str, float](float)
    for mention in polled.mentions:
        said = 1.0 + (mention.sentiment.label is Label.NEGATIVE)
        for place in {urls.get(mention.entry_key, ""), ""}:  # "": the comments of the whole site
            worth[place] += said
    return worth


def _save_entries(connection: sqlite3.Connection, feed: int, polled: Polled) -> dict[str, _Kept]:
    """Insert new entries, update edited ones; all of the poll's entries by key."""
    entries = {plain(entry.key): entry for entry in polled.entries}
    if not entries:
        return {}
    before = {row["key"]: row for row in connection.execute(_ENTRIES, (feed, listed(list(entries))))}
    at, digests = stored(polled.at), {key: _digest(entry) for key, entry in entries.items()}
    new = [key for key in entries if key not in before]
    edited = {key for key in before if before[key]["digest"] != digests[key]}
    spec = polled.feed.spec
    connection.executemany(
        _INSERT_ENTRY, [(feed, key, at, *_columns(entries[key], spec, digests[key]).values()) for key in new]
    )
    connection.executemany(
        _UPDATE_ENTRY,
        [{"id": before[key]["id"], "at": at, **_columns(entries[key], spec, digests[key])} for key in edited],
    )
    after = connection.execute(_ENTRIES, (feed, listed(list(entries)))).fetchall() if new or edited else before.values()
    return {
        row["key"]: _Kept(
            id=row["id"],
            kind=_mention_kind(entries[row["key"]], edited=row["key"] in edited),
            published=row["published"],
            edited=row["key"] in edited,
            new=row["key"] not in before,
        )
        for row in after
    }


def _fill_in(connection: sqlite3.Connection, feed: int, polled: Polled) -> None:
    """Entries that mention somebody after all, and whose text was given up by then, have it again: no edit."""
    rows = [{"feed": feed, "key": plain(e.key), **_columns(e, polled.feed.spec, "")} for e in polled.again]
    connection.executemany(_FILL_IN, [row for row in rows if row["title"] or row["text"]])


def _columns(entry: Entry, spec: FeedSpec, digest: str) -> dict[str, str]:
    """An entry by column, in the order of the insert."""
    thread = (entry.thread or spec.thread).partition("#")[0]
    return {
        "published": stored(entry.published),
        "trust": entry.date_trust.value,
        "kind": "comment" if entry.kind is FeedKind.COMMENTS else "entry",
        "own_id": plain(entry.id),
        "url": plain(entry.url),
        "link": plain(same_link(entry.url)),
        "title": plain(entry.title),
        "text": plain(entry.text),
        "author": plain(entry.author),
        "author_email": plain(entry.author_email),
        "author_url": plain(entry.author_url),
        "lang": entry.lang,
        "thread": plain(thread),
        "thread_link": plain(same_link(thread)) if thread else "",
        "comment_feeds": plain(listed(entry.comment_feeds)),
        "digest": digest,
    }


def _digest(entry: Entry) -> str:
    """What changes when an entry is edited, made here where the entry brings none."""
    if entry.digest:
        return plain(entry.digest)
    both = f"{entry.title}\n{entry.text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(both, digest_size=16).hexdigest()


def _mention_kind(entry: Entry, *, edited: bool) -> str:
    if edited:
        return "edit"
    return "comment" if entry.kind is FeedKind.COMMENTS else "entry"


def _save_mentions(
    connection: sqlite3.Connection, feed: int, polled: Polled, kept: dict[str, _Kept]
) -> list[tuple[int, str]]:
    """Insert new mentions, rescore the others, hide those that an edit took away; entry and brand of the new ones."""
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
            new.append((entry.id, brand, entry.kind, entry.published, entry.fetched or at, *felt))
    connection.executemany(INSERT_MENTION, new)
    connection.executemany(UPDATE_MENTION, again)
    gone = [(e.edited, e.id, brand) for e in kept.values() for brand, current in told[e.id].items() if current]
    connection.executemany(HIDE, gone)
    threads.changed(connection, touched | {row[0] for row in new} | {entry for _, entry, _ in gone})
    return [(row[0], row[1]) for row in new]


def _elsewhere(connection: sqlite3.Connection, feed: int, polled: Polled, kept: dict[str, _Kept]) -> dict[str, _Kept]:
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


def _save_health(
    connection: sqlite3.Connection, feed: sqlite3.Row, polled: Polled, timing: Timing, saved: Saved
) -> str:
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


def _habits(feed: sqlite3.Row, polled: Polled, timing: Timing, saved: Saved) -> Row:
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


def _address(feed: sqlite3.Row, polled: Polled) -> Row:
    """Where it is polled from now on: a permanent redirect is believed when it is there twice in a row."""
    moved, now = feed["moved_to"], plain(polled.moved_to)
    if feed["last_poll"] == stored(polled.at):  # it is this very poll
        return {"moved_to": moved, "moving_to": feed["moving_to"]}
    if now and now == feed["moving_to"]:
        return {"moved_to": "" if now == feed["url"] else now, "moving_to": ""}
    return {"moved_to": moved, "moving_to": now}

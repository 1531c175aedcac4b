"""Mentions read back: listed and searched by people and scripts, heard by the detector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from smwatch.models import DateTrust, Label, MentionRow, Role, Why
from smwatch.store.pages import Wanted, best, numbers
from smwatch.store.sql import Connection, Record, stream
from smwatch.store.values import decoded, listed, plain, read, spans, stored
from smwatch.text.links import same_link

if TYPE_CHECKING:
    from smwatch.models import Heard, MentionFilter
    from smwatch.store.values import Row
    from smwatch.text.authors import Signed

_ROWS = """
SELECT m.id, m.brand, m.why, m.published, m.fetched, e.date_trust, f.source, f.url AS feed, e.url, e.title, e.text,
       e.author, coalesce(r.role, f.author_role) AS author_role, e.lang, m.score, m.label, m.scorer, m.story, e.thread,
       m.status, m.assignee, m.tags,
       m.kind, m.edited, m.current, m.worst, m.machine_score, m.machine_label, m.machine_scorer, m.spans, m.words,
       e.author_email, e.author_url
FROM mentions AS m CROSS JOIN entries AS e ON e.id = m.entry_id CROSS JOIN feeds AS f ON f.id = e.feed_id
LEFT JOIN author_roles AS r ON r.entry_id = e.id
"""  # CROSS: always from the mentions on, newest first by their index
_NEWEST_FIRST = "ORDER BY m.published DESC, m.id DESC"
_NUMBERED = (
    _ROWS.replace("FROM mentions AS m", "FROM json_each(?) AS c CROSS JOIN mentions AS m ON m.id = c.value")
    + "ORDER BY c.key"
)
AT_ONCE: Final = 200
"""Mentions that are read together, by their numbers."""
_ASKS = "label IS NOT 'negative' AND (instr(title || text, '?') OR instr(title || text, '？'))"
_BRIEF = f"""
id, brand, why, published, source, feed, author, author_role, lang, label, scorer, story, status, kind, current,
iif({_ASKS}, title, ''), iif({_ASKS}, text, ''), iif({_ASKS}, spans, '[]')
"""
_HEARD = "m.brand = ? AND m.fetched >= ? AND m.current"
_NEW = "m.id > ? AND +m.brand = ? AND +m.fetched >= ? AND m.current"
_IN_ORDER = "ORDER BY m.fetched, m.id"
_FEEDS = "SELECT id FROM feeds WHERE source = :source COLLATE NOCASE OR url = :source"
_THREAD = """
m.entry_id IN (
  SELECT id FROM entries WHERE link = :link AND link <> ''
  UNION ALL
  SELECT id FROM entries WHERE thread_link = :link AND thread_link <> '')
"""
_CONDITIONS = {  # field of the filter -> what it asks for; the value stands under the field's own name
    "brand": "m.brand = :brand",
    "since": "m.published >= :since",
    "until": "m.published < :until",
    "fetched_since": "m.fetched >= :fetched_since",
    "fetched_until": "m.fetched < :fetched_until",
    "after": "m.id > :after",
    "up_to": "m.id <= :up_to",
    "source": "e.feed_id IN (SELECT value FROM json_each(:source))",
    "lang": "e.lang = :lang",
    "label": "m.label = :label",
    "unscored": "m.label IS NULL",
    "waits": """(m.label = 'negative' OR m.status <> 'new' OR instr(e.title || e.text, '?')
      OR instr(e.title || e.text, '？'))""",
    "author": """(e.author, e.author_email, e.author_url) IN (
      SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
      FROM json_each(:author))""",
    "role": """coalesce((SELECT role FROM author_roles WHERE entry_id = e.id),
      (SELECT author_role FROM feeds WHERE id = e.feed_id)) = :role""",
    "status": "m.status = :status",
    "story": "m.story = :story AND m.story <> ''",
    "thread": _THREAD,
    "search": "m.entry_id IN (SELECT rowid FROM entries_search WHERE entries_search MATCH :search)",
    "gone": "m.brand NOT IN (SELECT value FROM json_each(:gone))",
}


def listing(connection: Connection, wanted: MentionFilter) -> Iterator[MentionRow]:
    """The mentions that are wanted, newest published first, as they are read."""
    asked: Row = {name: _value(value) for name in _CONDITIONS if (value := getattr(wanted, name))}
    if "search" in asked:
        from smwatch.store.search import match_text  # late, and names_of: most lists are of whatever is new

        asked["search"] = match_text(wanted.search)
        if not asked["search"]:
            return  # nothing that could be looked for
    if "author" in asked:
        from smwatch.store.authors import names_of

        asked["author"] = listed(names_of(connection, wanted.author))
    if wanted.hidden:
        asked.pop("gone", None)
    if "source" in asked:
        asked["source"] = listed([number for (number,) in connection.execute(_FEEDS, asked)])
    page = Wanted({name: _CONDITIONS[name] for name in asked}, asked)
    if "thread" in asked:
        asked["link"] = plain(same_link(wanted.thread))
    if wanted.limit is None and not page.short:
        yield from _walk(connection, page, wanted)
        return
    find = best if wanted.best and "search" in asked else numbers
    found = find(connection, page, wanted.limit, hidden=wanted.hidden)
    for at in range(0, len(found), AT_ONCE):
        some = (listed(found[at : at + AT_ONCE]),)
        if wanted.brief:
            yield from map(_brief, connection.execute(f"SELECT {_BRIEF} FROM ({_NUMBERED})", some))  # noqa: S608 - constants
        else:
            yield from map(_bare if wanted.bare else _mention, connection.execute(_NUMBERED, some))


def _walk(connection: Connection, page: Wanted, wanted: MentionFilter) -> Iterator[MentionRow]:
    """All of them in one go, where much is wanted; `brief`: in a third of the time, as far as one counts."""
    conditions = " AND ".join([*page.conditions.values(), "1" if wanted.hidden else "m.current"])
    rows = f"{_ROWS} WHERE {conditions} {_NEWEST_FIRST}"
    if wanted.brief:
        yield from map(_brief, stream(connection, f"SELECT {_BRIEF} FROM ({rows})", page.values))  # noqa: S608 - constants
    else:
        yield from map(_bare if wanted.bare else _mention, stream(connection, rows, page.values))


def _value(value: object) -> object:
    """A field of the filter as it stands in the columns."""
    if isinstance(value, datetime):
        return stored(value)
    if isinstance(value, tuple):
        return listed(value)
    if isinstance(value, int):
        return value
    return value.value if isinstance(value, Label | Role) else plain(str(value))


def numbered(connection: Connection, numbers: Sequence[int]) -> list[MentionRow]:
    """Those with these numbers, in their order."""
    return [*map(_mention, connection.execute(_NUMBERED, (listed(numbers),)))]


def one(connection: Connection, number: int) -> MentionRow | None:
    """A mention by its number, hidden or not."""
    row = connection.execute(f"{_ROWS} WHERE m.id = ?", (number,)).fetchone()
    return _mention(row) if row else None


# a tenth of the time that it takes to ask the enumeration
_WHYS = {one.value: one for one in Why}
_TRUSTS = {one.value: one for one in DateTrust}
_ROLES = {one.value: one for one in Role}
_LABELS: dict[str | None, Label | None] = {None: None, "": None, **{one.value: one for one in Label}}


def _bare(row: Record) -> MentionRow:
    return _mention(row, explained=False)


def _mention(row: Record, *, explained: bool = True) -> MentionRow:
    # in the order of _ROWS: to ask a row of so many columns for each by its name takes as long as all the rest
    number, brand, why, published, fetched, trust, source, feed, url, title, text, *others = row
    author, role, lang, score, label, scorer, story, thread, status, assignee, tags, *rest = others
    kind, edited, current, worst, machine_score, machine_label, machine_scorer, found, words, _, _ = rest
    return MentionRow(
        id=number,
        brand=brand,
        why=_WHYS[why],
        published=read(published),
        fetched=read(fetched),
        date_trust=_TRUSTS[trust],
        source=source,
        feed=feed,
        url=url,
        title=title,
        text=text,
        author=author,
        author_role=_ROLES[role],
        lang=lang,
        score=score,
        label=_LABELS[label],
        scorer=scorer,
        story=story,
        thread=thread,
        status=status,
        assignee=assignee,
        tags=() if tags == "[]" else tuple(decoded(tags)),
        kind=kind,
        edited=bool(edited),
        current=bool(current),
        worst=worst,
        machine_score=machine_score,
        machine_label=_LABELS[machine_label],
        machine_scorer=machine_scorer,
        spans=spans(found) if explained else (),
        words=tuple([(word, share) for word, share in decoded(words)]) if explained and words != "[]" else (),
    )


def _brief(row: Record) -> MentionRow:
    number, brand, why, published, source, feed, author, role, lang, label, scorer, story, status, *rest = row
    kind, current, title, text, found = rest
    at = read(published)
    return MentionRow(
        id=number,
        brand=brand,
        why=_WHYS[why],
        published=at,
        fetched=at,
        date_trust=DateTrust.FEED,
        source=source,
        feed=feed,
        url="",
        title=title,
        text=text,
        author=author,
        author_role=_ROLES[role],
        lang=lang,
        score=None,
        label=_LABELS[label],
        scorer=scorer,
        story=story,
        thread="",
        status=status,
        kind=kind,
        current=bool(current),
        spans=spans(found),
    )


def heard(connection: Connection, brand: str, since: datetime) -> list[Heard]:
    """The brand's mentions that were fetched since then and still count, oldest first."""
    return _heard(connection.execute(f"{_ROWS} WHERE {_HEARD} {_IN_ORDER}", (brand, stored(since))).fetchall())


def heard_after(connection: Connection, brand: str, since: datetime, number: int) -> list[Heard]:
    """Those of them that have a higher number; found by it, as they are few."""
    rows = connection.execute(f"{_ROWS} WHERE {_NEW} {_IN_ORDER}", (number, brand, stored(since)))
    return _heard(rows.fetchall())


def _heard(rows: list[Record]) -> list[Heard]:
    from smwatch.text.authors import Signed, people  # late: lists tell no authors apart

    signed = [Signed(row["author"], row["author_email"], row["author_url"], row["url"], row["source"]) for row in rows]
    return list(map(_hear, rows, signed, people(signed)))


def _hear(row: Record, author: Signed, person: str) -> Heard:
    from smwatch.models import Heard
    from smwatch.text.authors import author_key

    # in the order of _ROWS, as _mention
    number, brand, why, published, fetched, _, source, _, url, title, text, name, role, lang, *others = row
    score, label, scorer, story, thread, *_ = others
    return Heard(
        id=str(number),
        brand=brand,
        fetched=read(fetched),
        published=read(published),
        score=score,
        label=_LABELS[label],
        scorer=scorer,
        source=source,
        author=name,
        thread=thread,
        story=story,
        title=title,
        text=text,
        url=url,
        lang=lang,
        why=_WHYS[why],
        role=_ROLES[role],
        person=person,
        sign="" if name else author_key(author),
    )

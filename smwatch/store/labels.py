"""What people say that mentions feel: kept, and held against whatever scorers say, for all of a story.

That their word wins is the schema's doing (steps/008_labels.sql): what the scorer says and what a person says stand in
columns apart, and triggers tell each mention which label holds for it. Here labels are given, taken back and read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from smwatch.models import Label, Relabelled, UserLabel
from smwatch.store.audit import note
from smwatch.store.sql import Connection, Record
from smwatch.store.values import listed, read, spans, stored

_ONE = """
SELECT m.id, m.entry_id, m.brand, m.story, m.spans, m.machine_score, m.machine_label, m.machine_scorer,
       e.title, e.text, e.lang, l.label AS held, l.mention_id AS held_by, l.title AS held_title, l.text AS held_text
FROM mentions AS m CROSS JOIN entries AS e ON e.id = m.entry_id LEFT JOIN labels AS l ON l.id = m.label_id
WHERE m.id = ?
"""
# itself, hidden or not, and the copies of its story that count
_TOGETHER = """
SELECT id, label FROM mentions WHERE id = :id
UNION ALL
SELECT id, label FROM mentions WHERE story = :story AND story <> '' AND +brand = :brand AND id <> :id AND current
"""
_OTHERS = "SELECT spans FROM mentions WHERE entry_id = ? AND id <> ? AND current ORDER BY id"
_TAKE_BACK = """
UPDATE labels SET removed = :now
WHERE removed IS NULL AND (mention_id = :id OR (brand = :brand AND story = :story AND story <> ''))
"""
_GIVE = """
INSERT INTO labels (mention_id, brand, story, label, at, title, text, lang, spans, others,
                    machine_score, machine_label, machine_scorer)
VALUES (:id, :brand, :story, :label, :now, :title, :text, :lang, :spans, :others,
        :machine_score, :machine_label, :machine_scorer)
"""
_GIVEN = "SELECT * FROM labels WHERE removed IS NULL AND id > ? ORDER BY id LIMIT ?"
_HELD = "SELECT l.* FROM mentions AS m JOIN labels AS l ON l.id = m.label_id WHERE m.id = ?"
_LABELS = """
SELECT m.entry_id, m.brand, m.label FROM json_each(?) AS c
CROSS JOIN mentions AS m ON m.entry_id = c.value ->> 0 AND m.brand = c.value ->> 1
"""
_PAGE = 200


def give(
    connection: Connection, numbers: Sequence[int], label: Label | None, now: datetime, who: str
) -> list[Relabelled]:
    """Label these mentions and their stories, or with None take the labels back; LookupError for one there isn't."""
    done = [_give(connection, number, label, now) for number in dict.fromkeys(numbers)]
    for one, was in done:
        if not one.kept:
            what, became = "label" if label else "unlabel", one.label or ""
            note(connection, who, now, what=what, subject="mention", number=one.mention, was=was or "", became=became)
    return [one for one, _ in done]


def _give(connection: Connection, number: int, label: Label | None, now: datetime) -> tuple[Relabelled, Label | None]:
    """What became of one, and what it counted as before."""
    row = connection.execute(_ONE, (number,)).fetchone()
    if row is None:
        raise LookupError(number)
    asked = {**dict(row), "now": stored(now)}
    before = _labels(connection, asked)
    kept = _holds(row, label)
    if not kept:
        connection.execute(_TAKE_BACK, asked)
        if label:
            others = [
                span for (one,) in connection.execute(_OTHERS, (row["entry_id"], number)) for span in json.loads(one)
            ]
            connection.execute(_GIVE, asked | {"label": label.value, "others": listed(others)})
    done = Relabelled(
        mention=number,
        brand=row["brand"],
        label=_labels(connection, asked)[number],
        before=Counter(before.values()),
        copies=len(before) - 1,
        kept=kept,
        removed=label is None,
    )
    return done, before[number]


def _labels(connection: Connection, asked: dict[str, object]) -> dict[int, Label | None]:
    return {number: Label(label) if label else None for number, label in connection.execute(_TOGETHER, asked)}


def _holds(row: Record, label: Label | None) -> bool:
    """Whether that is so already. The same label, given again after the text changed, is said of the new text."""
    other_text = row["held_by"] == row["id"] and (row["held_title"], row["held_text"]) != (row["title"], row["text"])
    return row["held"] == (label.value if label else None) and not (label and other_text)


def given(connection: Connection) -> Iterator[UserLabel]:
    """Every label that wasn't taken back, the oldest first; streamed."""
    after = 0
    while rows := connection.execute(_GIVEN, (after, _PAGE)).fetchall():
        yield from map(_user_label, rows)
        after = rows[-1]["id"]


def held(connection: Connection, number: int) -> UserLabel | None:
    """The label that holds for a mention: its own, or that of its story."""
    row = connection.execute(_HELD, (number,)).fetchone()
    return _user_label(row) if row else None


def _user_label(row: Record) -> UserLabel:
    return UserLabel(
        id=row["id"],
        mention=row["mention_id"],
        brand=row["brand"],
        story=row["story"],
        label=Label(row["label"]),
        at=read(row["at"]),
        title=row["title"],
        text=row["text"],
        lang=row["lang"],
        spans=spans(row["spans"]),
        others=spans(row["others"]),
        machine_score=row["machine_score"],
        machine_label=Label(row["machine_label"]) if row["machine_label"] else None,
        machine_scorer=row["machine_scorer"],
    )


def labels_of(connection: Connection, told: Collection[tuple[int, str]]) -> dict[tuple[int, str], Label | None]:
    """Of mentions, by entry and brand, what they count as, whoever says so."""
    rows = connection.execute(_LABELS, (listed(list(told)),)) if told else ()
    return {(entry, brand): Label(label) if label else None for entry, brand, label in rows}

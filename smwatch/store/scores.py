"""Stored mentions that are scored again: which those are, a page at a time, and what the scorer says by now.

Where that was stopped needs no noting: what is left is what still carries an old scorer's name. Only where every one
is scored again (`everything`), how far it has come is written with each page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from smwatch.models import Label, Mention, Rescorable, Why
from smwatch.store.entries import COLUMNS, entry_of, page_of
from smwatch.store.outdated import asked_for
from smwatch.store.sql import Connection, Record
from smwatch.store.values import listed, plain, spans, stored

if TYPE_CHECKING:
    from smwatch.models import Rescoring, Sentiment

PAGE: Final = 200
"""Mentions a transaction: with an encoder some three seconds' work, which a kill costs at most."""

_ROWS = COLUMNS.format(
    more="m.id AS mention_id, m.label, m.user_label, m.brand,",
    from_="mentions AS m CROSS JOIN entries AS e ON e.id = m.entry_id",
)
_TOGETHER = """
SELECT entry_id, brand, why, spans FROM mentions
WHERE entry_id IN (SELECT value FROM json_each(?1)) AND (current OR id IN (SELECT value FROM json_each(?2))) ORDER BY id
"""
_SAVE = """
UPDATE mentions SET machine_score = ?1, machine_label = ?2, machine_scorer = ?3, worst = ?4, words = ?5
WHERE id = ?6 AND (?1, ?2, ?3, ?4, ?5) IS NOT (machine_score, machine_label, machine_scorer, worst, words)
"""
_REACHED = """
INSERT INTO rescoring (scope, reached) VALUES (?1, ?2) ON CONFLICT (scope) DO UPDATE SET reached = ?2
"""


def page(connection: Connection, wanted: Rescoring, after: int) -> list[Rescorable]:
    """The next of them, by number."""
    conditions, asked = asked_for(wanted, after)
    found = connection.execute(f"{_ROWS} WHERE {conditions} ORDER BY m.id LIMIT {PAGE}", asked)
    return _rescorables(connection, page_of(found))


def one(connection: Connection, number: int) -> Rescorable | None:
    """The mention of this number, hidden or not; None where there is none."""
    rows = connection.execute(f"{_ROWS} WHERE m.id = ?", (number,)).fetchall()
    return next(iter(_rescorables(connection, rows)), None)


def _rescorables(connection: Connection, rows: Sequence[Record]) -> list[Rescorable]:
    """Mentions with all that their entries mention."""
    together = _together(connection, rows)
    return [
        Rescorable(
            number=row["mention_id"],
            entry=entry_of(row),
            mention=next(one for one in together[row["id"]] if one.brand == row["brand"]),
            together=tuple(together[row["id"]]),
            label=Label(row["label"]) if row["label"] else None,
            corrected=row["user_label"] is not None,
        )
        for row in rows
    ]


def _together(connection: Connection, rows: Sequence[Record]) -> dict[int, list[Mention]]:
    """What the entries mention, by entry; these mentions among it, though they be hidden."""
    keys, found = {row["id"]: row["key"] for row in rows}, defaultdict[int, list[Mention]](list)
    asked = listed([*keys]), listed([row["mention_id"] for row in rows])
    for entry, brand, why, names in connection.execute(_TOGETHER, asked):
        found[entry].append(Mention(entry_key=keys[entry], brand=brand, why=Why(why), spans=spans(names)))
    return found


def save(connection: Connection, scored: Sequence[tuple[int, Sentiment]], wanted: Rescoring) -> None:
    """What the scorer says of these by now; labels that people gave stay what they are."""
    rows = [(*machine(sentiment), plain(listed(sentiment.words)), number) for number, sentiment in scored]
    connection.executemany(_SAVE, rows)
    if wanted.everything and scored:
        connection.execute(_REACHED, (_scope(wanted), scored[-1][0]))


def machine(sentiment: Sentiment) -> tuple[float | None, str | None, str, float | None]:
    """Score, label, scorer and worst, as they stand in columns."""
    label = sentiment.label.value if sentiment.label else None
    return sentiment.score, label, plain(sentiment.scorer), sentiment.worst


def reached(connection: Connection, wanted: Rescoring) -> int:
    """The last mention that was scored when that was stopped; 0: it begins."""
    row = connection.execute("SELECT reached FROM rescoring WHERE scope = ?", (_scope(wanted),)).fetchone()
    return int(row[0]) if row and wanted.everything else 0


def end(connection: Connection, wanted: Rescoring) -> None:
    """All of these are done."""
    connection.execute("DELETE FROM rescoring WHERE scope = ?", (_scope(wanted),))


def _scope(wanted: Rescoring) -> str:
    """What is to be scored, and by what: the next run goes on with the same only."""
    since = stored(wanted.since) if wanted.since else ""
    return listed([plain(wanted.brand), since, sorted(wanted.scorers)])

"""What people decide about alerts: who sees to one, what they note, that it is over or was none.

A person's word wins over a scan that runs meanwhile: what they closed stays closed (journal.save_alerts).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from smwatch.models import Alert, AlertNote, Answer
from smwatch.store import audit
from smwatch.store.journal import alert
from smwatch.store.values import plain, read, stored

STRONGER = {"acknowledged": ("assigned", "false", "done"), "assigned": ("false", "done")}
"""What a status doesn't take the place of: a verdict is only changed by another."""

_ANSWER = """
UPDATE alerts SET status = :status, assignee = :assignee WHERE id = :id
"""
_CLOSE = """
UPDATE alerts SET level = 'closed', closed = max(:now, opened), updated = max(:now, opened)
WHERE id = :id AND level <> 'closed'
"""
_NOTE = "INSERT INTO alert_notes (alert_id, at, who, text) VALUES (?, ?, ?, ?)"


def give(
    connection: sqlite3.Connection, numbers: Sequence[int], answer: Answer, now: datetime, who: str
) -> list[Alert]:
    """Answer these alerts; back as they are now, without those that there are not."""
    return [done for number in dict.fromkeys(numbers) if (done := _one(connection, number, answer, now, who))]


def _one(connection: sqlite3.Connection, number: int, answer: Answer, now: datetime, who: str) -> Alert | None:
    was = alert(connection, number)
    if was is None:
        return None
    stays = answer.status is None or was.status in STRONGER.get(answer.status, ())
    status = was.status if stays or answer.status is None else answer.status
    assignee = was.assignee if answer.assignee is None else answer.assignee
    connection.execute(_ANSWER, {"id": number, "status": status, "assignee": plain(assignee)})
    if answer.over:
        connection.execute(_CLOSE, {"id": number, "now": stored(now)})
    if answer.note:
        connection.execute(_NOTE, (number, stored(now), plain(who), plain(answer.note)))
    change = (was.status, status) if status != was.status or answer.over else ("", "")
    audit.note(connection, who, now, what=answer.what, subject="alert", number=number, was=change[0], became=change[1])
    return alert(connection, number)


def notes(connection: sqlite3.Connection, number: int) -> list[AlertNote]:
    """What was noted about an alert, the oldest first."""
    rows = connection.execute("SELECT * FROM alert_notes WHERE alert_id = ? ORDER BY at, id", (number,))
    return [AlertNote(alert=row["alert_id"], at=read(row["at"]), who=row["who"], text=row["text"]) for row in rows]

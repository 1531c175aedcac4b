"""The work on mentions and alerts: who sees to one, what is noted, that it is answered, ignored or over.

Each decision makes a version. It is read, judged and written in one transaction, so of two at once the second sees the
first; where it would undo that, it is refused, unless whoever decides has seen it. A person's word wins over a scan
that runs meanwhile: what they closed stays closed (journal.save_alerts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from smwatch.errors import MovedError
from smwatch.later import Later
from smwatch.locales import N_
from smwatch.models import Answer, Note, Task
from smwatch.store.moves import become, takes_away
from smwatch.store.sql import Connection, Kept, Location, Record
from smwatch.store.values import listed, plain, read, read_or_none, stored, stored_or_none

if TYPE_CHECKING:
    from smwatch.models import MentionRow
    from smwatch.store import audit, heeding
else:
    audit = Later("smwatch.store.audit")
    heeding = Later("smwatch.store.heeding")

_MENTIONS: Final = """
SELECT m.id, m.status, m.assignee, t.version, t.assigned, t.due, t.answered, t.answer, t.found, t.reopened
FROM json_each(?) AS c CROSS JOIN mentions AS m ON m.id = c.value LEFT JOIN tasks AS t ON t.mention_id = m.id
"""
_ALERTS: Final = """
SELECT a.id, a.status, a.assignee, a.version, NULL AS assigned, a.due, NULL AS answered, '' AS answer, 0 AS found,
       NULL AS reopened
FROM json_each(?) AS c CROSS JOIN alerts AS a ON a.id = c.value
"""
_SAVE_MENTION: Final = "UPDATE mentions SET status = :status, assignee = :assignee WHERE id = :id"
_SAVE_TASK: Final = """
INSERT INTO tasks (mention_id, version, assigned, due, answered, answer, found, answer_id, reopened)
VALUES (:id, :version, :assigned, :due, :answered, :answer, :found, :answer_id, :reopened)
ON CONFLICT (mention_id) DO UPDATE SET version = excluded.version, assigned = excluded.assigned, due = excluded.due,
  answered = excluded.answered, answer = excluded.answer, found = excluded.found, answer_id = excluded.answer_id,
  reopened = excluded.reopened
"""
_SAVE_ALERT: Final = """
UPDATE alerts SET status = :status, assignee = :assignee, version = :version, due = :due WHERE id = :id
"""
_CLOSE: Final = """
UPDATE alerts SET level = 'closed', closed = max(:now, opened), updated = max(:now, opened)
WHERE id = :id AND level <> 'closed'
"""
_NOTE: Final = {
    "mention": "INSERT INTO mention_notes (mention_id, at, who, text) VALUES (?, ?, ?, ?)",
    "alert": "INSERT INTO alert_notes (alert_id, at, who, text) VALUES (?, ?, ?, ?)",
}
_NOTES: Final = {
    "mention": "SELECT mention_id AS number, at, who, text FROM mention_notes WHERE mention_id = ? ORDER BY at, id",
    "alert": "SELECT alert_id AS number, at, who, text FROM alert_notes WHERE alert_id = ? ORDER BY at, id",
}


class Tasks(Kept):
    """Who sees to which mention (`subject` "mention") or alert ("alert"), and what became of it."""

    def __init__(self, connection: Connection, path: Location, who: Callable[[], str]) -> None:
        """`who` says who decides, and is asked where something is decided alone."""
        super().__init__(connection, path)
        self._asked = who

    @cached_property
    def _who(self) -> str:
        return plain(self._asked())

    def of(self, subject: str, numbers: Iterable[int]) -> dict[int, Task]:
        """How far these have come; without those that aren't stored."""
        with self._reading():
            return tasks(self._connection, subject, numbers)

    def decide(
        self,
        subject: str,
        numbers: Sequence[int],
        answer: Answer | Mapping[int, Answer],
        now: datetime,
        seen: Mapping[int, int] | None = None,
    ) -> list[Task]:
        """Keep what a person decides about these, the same or of each another; back as they are now.

        Each has a line in the journal. All or none: LookupError for a number that isn't stored, and MovedError where it
        would undo what somebody else decided, unless `seen` says that this is known: by number, the version that one
        has seen.
        """
        numbers, _ = list(dict.fromkeys(numbers)), self._who
        with self._writing():
            found = tasks(self._connection, subject, numbers)
            if unknown := [number for number in numbers if number not in found]:
                raise LookupError(unknown[0])
            wanted = dict.fromkeys(numbers, answer) if isinstance(answer, Answer) else answer
            for number in numbers:
                if not self._knows(found[number], seen or {}) and takes_away(found[number], wanted[number]):
                    raise moved(found[number])
            for number in numbers:
                self._one(found[number], wanted[number], now)
            return list(tasks(self._connection, subject, numbers).values())

    def notes(self, subject: str, number: int) -> list[Note]:
        """What people noted about it, the oldest first."""
        with self._reading():
            rows = self._connection.execute(_NOTES[subject], (number,)).fetchall()
        return [Note(number=row["number"], at=read(row["at"]), who=row["who"], text=row["text"]) for row in rows]

    def heed(self, speaks: Callable[[MentionRow], bool], now: datetime) -> list[Task]:
        """Look through the mentions that came since the last time for answers by the company's own voice.

        What was said before one in its thread is answered by it; back with what is answered now. What a person
        decided is left alone.
        """
        answered = list[int]()
        while True:
            with self._writing():
                page = heeding.page(self._connection)
                if not page:
                    break
                for found in heeding.found(self._connection, page, speaks):
                    task = tasks(self._connection, "mention", [found.mention])[found.mention]
                    became = heeding.answered(task, found)
                    if became != task:
                        save(self._connection, task, became, what="found", who="", now=now, answer_id=found.answer)
                        answered.append(found.mention)
        return list(self.of("mention", dict.fromkeys(answered)).values())

    def _knows(self, task: Task, seen: Mapping[int, int]) -> bool:
        """Whether who decides has seen how it stands: they say so, or decided it themselves, or were given it."""
        if task.number in seen:
            return seen[task.number] == task.version
        if not task.version:
            return True
        mine = bool(self._who) and task.what == "assign" and task.assignee == self._who
        return mine or (task.who == self._who and task.what != "found")

    def _one(self, task: Task, answer: Answer, now: datetime) -> None:
        became = become(task, answer, now)
        if answer.over:
            self._connection.execute(_CLOSE, {"id": task.number, "now": stored(now)})
        if answer.note:
            text = plain(answer.note)
            self._connection.execute(_NOTE[task.subject], (task.number, stored(now), self._who, text))
        if became != task or answer.over:
            save(self._connection, task, became, what=answer.what, who=self._who, now=now)
        elif answer.note or task.subject == "alert":
            audit.note(self._connection, self._who, now, what=answer.what, subject=task.subject, number=task.number)


def moved(task: Task) -> MovedError:
    """That somebody else decided something about it."""
    return MovedError(
        N_("somebody else decided something about number {number} since you looked"),
        N_("look at it again, and decide then"),
        subject=task.subject, number=task.number, status=task.status, assignee=task.assignee, version=task.version,
        decision=task.what, who=task.who, at=task.at,
    )  # fmt: skip


def tasks(connection: Connection, subject: str, numbers: Iterable[int]) -> dict[int, Task]:
    """How far these have come, in their order."""
    rows = connection.execute(_ALERTS if subject == "alert" else _MENTIONS, (listed(list(numbers)),)).fetchall()
    return {row["id"]: _task(connection, subject, row) for row in rows}


def _task(connection: Connection, subject: str, row: Record) -> Task:
    task = Task(
        subject=subject,
        number=row["id"],
        status=row["status"],
        assignee=row["assignee"],
        version=row["version"] or 0,
        assigned=read_or_none(row["assigned"]),
        due=read_or_none(row["due"]),
        answered=read_or_none(row["answered"]),
        link=row["answer"] or "",
        found=bool(row["found"]),
        reopened=read_or_none(row["reopened"]),
    )
    if not task.version or (last := audit.last(connection, subject, task.number)) is None:
        return task
    at, who, what = last
    return replace(task, at=at, who=who, what=what)


def save(  # noqa: PLR0913 - keywords but for what it was and is
    connection: Connection,
    was: Task,
    became: Task,
    *,
    what: str,
    who: str,
    now: datetime,
    answer_id: int | None = None,
) -> None:
    """Keep one more version of a task, with a line in the journal; the caller holds the transaction."""
    row = {
        "id": was.number,
        "status": became.status,
        "assignee": plain(became.assignee),
        "version": was.version + 1,
        "assigned": stored_or_none(became.assigned),
        "due": stored_or_none(became.due),
        "answered": stored_or_none(became.answered),
        "answer": plain(became.link),
        "found": int(became.found),
        "answer_id": answer_id,
        "reopened": stored_or_none(became.reopened),
    }
    if was.subject == "alert":
        connection.execute(_SAVE_ALERT, {name: row[name] for name in ("id", "status", "assignee", "version", "due")})
    else:
        connection.execute(_SAVE_MENTION, {name: row[name] for name in ("id", "status", "assignee")})
        connection.execute(_SAVE_TASK, {name: row[name] for name in row if name not in {"status", "assignee"}})
    audit.note(
        connection, who, now, what=what, subject=was.subject, number=was.number, was=was.status, became=became.status,
        version=was.version + 1, whom=(was.assignee, became.assignee),
    )  # fmt: skip

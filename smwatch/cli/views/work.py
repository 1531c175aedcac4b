"""How the work on mentions looks: what was just decided, how one stands, and what somebody has to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.locales import N_, Speech
from smwatch.models import Answer, Note, Task
from smwatch.reports.todo import THINGS, TodoPart, due_short
from smwatch.reports.values import Values, iso

DONE = {
    "assign": N_("{brand}: {name} answers mention {number}."),
    "note": N_("{brand}: noted with mention {number}."),
    "answer": N_("{brand}: mention {number} is answered."),
    "ignore": N_("{brand}: mention {number} is ignored: it needs no answer."),
    "reopen": N_("{brand}: mention {number} is open again."),
}
BY = N_("{brand}: {name} answers mention {number}, by {when}.")
STATUS = {
    "new": N_("Nobody has it."),
    "assigned": N_("{name} has it."),
    "ignored": N_("It is ignored: it needs no answer."),
    "answered": N_("It was answered on {when}."),
}


def show_decided(terminal: Terminal, tasks: Sequence[Task], brands: Mapping[int, str], answer: Answer) -> None:
    """A line for each."""
    for task in tasks:
        by = task.due if answer.what == "assign" else None
        terminal.note(
            BY if by else DONE[answer.what],
            brand=brands[task.number],
            name=task.assignee,
            number=task.number,
            when=terminal.speech.when(by) if by else "",
        )


def task_dict(task: Task) -> Values:
    """How it stands, as JSON."""
    return {
        "status": task.status,
        "assignee": task.assignee,
        "assigned": iso(task.assigned),
        "due": iso(task.due),
        "answered": iso(task.answered),
        "answer": task.link,
        "found": task.found,
        "version": task.version,
    }


def version_dict(task: Task) -> Values:
    """What an alert has besides, as JSON."""
    return {"due": iso(task.due), "version": task.version}


def work_dict(task: Task, notes: Sequence[Note]) -> Values:
    """The work on one mention, and what was noted, as JSON."""
    told = {name: value for name, value in task_dict(task).items() if name not in {"status", "assignee"}}
    return told | {"notes": [{"at": iso(note.at), "who": note.who, "text": note.text} for note in notes]}


def show_work(terminal: Terminal, task: Task, now: datetime) -> None:
    """How it stands, where anything was done about it."""
    if task.version or task.status != "new":
        tell(terminal.out, " ".join(_standing(task, now, terminal.speech)))


def _standing(task: Task, now: datetime, speech: Speech) -> list[str]:
    when = speech.when(task.answered) if task.answered else ""
    said = [speech.say(STATUS[task.status], name=task.assignee, when=when)]
    if task.status == "assigned" and task.due:
        late = now - task.due
        if late.total_seconds() > 0:
            said.append(speech.say(N_("It is overdue by {time}."), time=speech.span(late)))
        else:
            said.append(speech.say(N_("It is due on {when}."), when=speech.when(task.due)))
    if task.status == "answered" and task.found:
        said.append(speech.say(N_("smwatch found the answer in its thread.")))
    if task.link:
        said.append(task.link)
    said.append(speech.say(N_("(version {version})"), version=task.version))
    return said


def show_todo(terminal: Terminal, parts: Sequence[TodoPart], now: datetime, *, everybody: bool) -> None:
    """A line each: what, by when, whose."""
    speech, say = terminal.speech, terminal.speech.say
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column(say(N_("What")), no_wrap=True)
    table.add_column(say(N_("Due")), no_wrap=True)
    if everybody:
        table.add_column(say(N_("Who")), no_wrap=True, max_width=26, overflow="ellipsis")
    several = len({part.brand for part in parts}) > 1
    if several:
        table.add_column(say(N_("Brand")), no_wrap=True, max_width=12, overflow="ellipsis")
    table.add_column(say(N_("What was said")), no_wrap=True, overflow="ellipsis", ratio=1)
    for part in parts:
        cells = [say(THINGS[part.subject], number=part.number), due_short(part, now, speech)]
        if everybody:
            cells.append(whose(part, speech))
        late = part.overdue(now).total_seconds() > 0
        cells += [part.brand] if several else []
        table.add_row(*map(Text, (*cells, said(part, speech))), style="bold red" if late else "")
    terminal.out.print(table)


def whose(part: TodoPart, speech: Speech) -> str:
    """Whose it is; by the playbook where nobody assigned it."""
    if not part.who:
        return speech.say(N_("nobody"))
    return speech.say(N_("{name} (playbook)"), name=part.who) if part.planned else part.who


def said(part: TodoPart, speech: Speech) -> str:
    """A mention's words, or how loud an alert is."""
    if part.quote is None:
        return speech.count("{n} negative voice", "{n} negative voices", part.negatives)
    words = part.quote.title or part.quote.text
    more = speech.count("{n} more copy", "{n} more copies", part.copies - 1) if part.copies > 1 else ""
    return f"{words} ({more})" if more else words


def todo_dict(part: TodoPart, now: datetime) -> dict[str, Any]:
    """The same as JSON."""
    quote = part.quote
    return {
        "subject": part.subject,
        "id": part.number,
        "brand": part.brand,
        "person": part.who,
        "planned": part.planned,
        "status": part.status,
        "due": iso(part.due),
        "overdue_seconds": round(part.overdue(now).total_seconds()),
        "since": iso(part.since),
        "copies": part.copies,
        "title": quote.title if quote else "",
        "text": quote.text if quote else "",
        "source": quote.source if quote else "",
        "url": quote.url if quote else "",
        "version": part.version,
    }

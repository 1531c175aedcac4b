"""How many of those who asked or complained were answered, and how soon. Pure.

    answered(rows, tasks, ours) -> Answered

An answer is wanted to what is negative or asks something, and to whatever was given to somebody; not to what the
company's own people say, nor to what a person set to ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from smwatch.models import Label, MentionRow, Role, Task
from smwatch.reports.questions import question

OWN: Final = frozenset({Role.OFFICIAL, Role.EMPLOYEE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Mentions of a brand and period that want an answer, and how many have one."""

    wanted: int = 0
    answered: int = 0
    median: timedelta | None = None  # from when one was published until its answer was; None: there is none

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.answered / self.wanted if self.wanted else 0.0


def wants_an_answer(row: MentionRow) -> bool:
    """Whether a mention is to be answered, whoever has it."""
    if row.kind == "edit" or not row.current or row.author_role in OWN or row.status == "ignored":
        return False
    return row.label is Label.NEGATIVE or bool(question(row))


def answered(
    rows: Iterable[MentionRow], tasks: Mapping[int, Task], ours: Callable[[MentionRow], bool] = lambda _: False
) -> Answered:
    """Of these. `tasks`: what was done about them; `ours`: whether one is by the company's own voice."""
    wanted, times = 0, list[float]()
    for row in rows:
        task = tasks.get(row.id)
        given = bool(task and task.assigned and row.current and row.status != "ignored")
        if ours(row) or not (given or wants_an_answer(row)):
            continue
        wanted += 1
        if task and task.answered:
            times.append(max((task.answered - row.published).total_seconds(), 0.0))
    return Answered(wanted=wanted, answered=len(times), median=timedelta(seconds=median(times)) if times else None)

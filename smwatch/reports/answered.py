"""How many of those who asked or complained were answered, and how soon. Pure.

waiting = Waiting(ours=team.speaks)
for row in mentions: waiting.take(row)
waiting.answered(tasks of waiting.touched) -> dict[str, Answered]      by brand

An answer is wanted to what is negative or asks something, and to whatever was given to somebody; not to what the
company's own people say, nor to what a person set to ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from smwatch.locales import N_
from smwatch.models import Label
from smwatch.reports.questions import question

if TYPE_CHECKING:
    from smwatch.locales import Speech
    from smwatch.models import MentionRow, Task

MEANS_SOMETHING: Final = 10
"""Of fewer mentions no percentage is told: one more or less would make too much of a difference."""


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
    if row.kind == "edit" or not row.current or row.author_role.own or row.status == "ignored":
        return False
    return row.label is Label.NEGATIVE or bool(question(row))


@dataclass(slots=True)
class Waiting:
    """Mentions as they go by; kept are counts, and a few numbers of those that something was done about."""

    ours: Callable[[MentionRow], bool] = lambda _: False  # whether one is by the company's own voice
    touched: dict[int, tuple[str, datetime, bool]] = field(default_factory=dict)  # brand, published, wants an answer
    _untouched: Counter[str] = field(default_factory=Counter)

    def take(self, row: MentionRow) -> None:
        """The next one."""
        if not row.current or row.status == "ignored":
            return
        wanted = wants_an_answer(row)
        if (wanted or row.status != "new") and not self.ours(row):
            if row.status == "new":
                self._untouched[row.brand] += 1
            else:
                self.touched[row.id] = row.brand, row.published, wanted

    def answered(self, tasks: Mapping[int, Task]) -> dict[str, Answered]:
        """Of these, by brand, without brands of which nobody wants an answer. `tasks`: of what was touched."""
        wanted, times = self._untouched.copy(), dict[str, list[float]]()
        for number, (brand, published, wants) in self.touched.items():
            task = tasks.get(number)
            if not (wants or (task and task.assigned)):
                continue
            wanted[brand] += 1
            if task and task.answered:
                times.setdefault(brand, []).append(max((task.answered - published).total_seconds(), 0.0))
        return {brand: _of(n, times.get(brand, [])) for brand, n in sorted(wanted.items())}


def _of(wanted: int, times: list[float]) -> Answered:
    from statistics import median  # late: heavy, and nothing to do where nobody answered

    middle = timedelta(seconds=median(times)) if times else None
    return Answered(wanted=wanted, answered=len(times), median=middle)


def answered_said(found: Answered, speech: Speech) -> str:
    """In a sentence."""
    many = speech.count("{n} mention wants an answer", "{n} mentions want an answer", found.wanted)
    if found.median is None:
        none = N_("{many}; none has one yet.") if found.wanted > 1 else N_("{many}; it has none yet.")
        return speech.say(none, many=many)
    have = speech.count("{n} has one", "{n} have one", found.answered)
    if found.wanted >= MEANS_SOMETHING:
        have = f"{have} ({speech.percent(found.share)})"
    said = (
        N_("{many}; {have}, half of them within {time}.") if found.answered > 1 else N_("{many}; {have}, after {time}.")
    )
    return speech.say(said, many=many, have=have, time=speech.span(found.median))

"""What the store promises of the work on mentions and alerts: nobody undoes unseen what somebody else decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from smwatch.models import Answer, MentionRow, Note, Task


class Tasks(Protocol):
    """Who sees to which mention (`subject` "mention") or alert ("alert"), and what became of it."""

    def of(self, subject: str, numbers: Iterable[int]) -> dict[int, Task]:
        """How far these have come; without those that aren't stored."""
        ...

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
        ...

    def notes(self, subject: str, number: int) -> list[Note]:
        """What people noted about it, the oldest first."""
        ...

    def heed(self, speaks: Callable[[MentionRow], bool], now: datetime) -> list[Task]:
        """Look through the mentions that came since the last time for answers by the company's own voice.

        What was said before one in its thread is answered by it; back with what is answered now. What a person
        decided is left alone.
        """
        ...

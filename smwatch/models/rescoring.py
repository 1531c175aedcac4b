"""What is stored, scored again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.models.entries import Entry, Mention
    from smwatch.models.words import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescoring:
    """Which mentions are to be scored again: those that no scorer of today scored, or every one."""

    scorers: frozenset[str]  # of today, as "vader/1"
    brand: str = ""
    since: datetime | None = None  # published at or after
    everything: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescorable:
    """A stored mention with what it takes to score it again."""

    number: int
    entry: Entry
    mention: Mention
    together: tuple[Mention, ...]  # all that the entry mentions, this one too
    label: Label | None  # what it is by now
    corrected: bool = False  # and a person said so


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescored:
    """What came of scoring mentions again."""

    mentions: int  # that were scored
    changes: Mapping[tuple[Label | None, Label | None], int] = field(default_factory=dict)  # from what to what
    corrected: int = 0  # that keep the label that a person gave them
    went_on: bool = False  # from where scoring everything had been stopped; what is left needs no such mark

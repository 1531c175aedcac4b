"""What people say that mentions feel, what is learnt from it, and mentions that are scored again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.models.entries import Entry, Mention
    from smwatch.models.spans import Span
    from smwatch.models.words import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class UserLabel:
    """A person's word on how a mention feels about its brand, with the text that it was said of."""

    id: int
    mention: int | None  # that it was given to; None: that is stored no more
    brand: str
    story: str  # for all of which it holds
    label: Label
    at: datetime
    title: str = ""
    text: str = ""
    lang: str = ""
    spans: tuple[Span, ...] = ()  # of the brand's names, as in protocols.Passage
    others: tuple[Span, ...] = ()  # of other brands
    machine_score: float | None = None  # what the scorer had said by itself, before it could learn from this
    machine_label: Label | None = None
    machine_scorer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabelled:
    """What a person's word, or its removal, made of a mention and of the copies of its story."""

    mention: int
    brand: str
    label: Label | None  # what it is now
    before: Mapping[Label | None, int]  # what it and the copies were, and how many of them
    copies: int = 0
    kept: bool = False  # there was nothing to do: it was labelled so, or had no label to remove
    removed: bool = False  # a label was to be taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a scorer learnt from labels. Only the scorer knows what its data mean."""

    version: int = 0  # 0: not stored yet
    scorer: str  # that it belongs to, with its version: "encoder/1"
    made_at: datetime
    labels: int  # how many it learnt from
    data: bytes
    figures: str = "{}"  # JSON: what it was worth on them, before and after
    active: bool = True  # it scores
    removed: bool = False  # its data are gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Relearnt:
    """What came of fitting a scorer's head again with people's labels; F1 as means over the labels, from 0 to 1."""

    version: int  # that it is kept as
    texts: int  # labelled ones that it learnt from
    before: float  # F1 without it,
    after: float  # and with it, on texts that it hadn't seen
    helps: bool
    active: bool  # it scores from now on
    chosen: bool = False  # a person chose what is in use, so this one waits


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

"""What people say that mentions feel, what is learnt from it, and mentions that are scored again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.models.words import Label, Span


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

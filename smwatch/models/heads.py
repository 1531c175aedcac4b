"""What scorers learn from labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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

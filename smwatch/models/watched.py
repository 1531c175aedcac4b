"""How far a brand's query has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is stored of a brand: which query its mentions are of, and how far a new one has come."""

    brand: str
    fingerprint: str = ""  # of the query that everything stored was matched with; "": none, or that of an older program
    pending: str = ""  # of the query that entries are being matched with; "": there is nothing left to do
    reason: str = ""  # for that: new | query | program
    reached: int = 0  # the number of the last entry that was matched with it
    entries: int = 0  # matched with it so far
    won: int = 0  # mentions
    lost: int = 0

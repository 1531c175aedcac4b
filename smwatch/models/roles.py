"""What the store tells of authors, for whoever works out their roles."""

from __future__ import annotations

from dataclasses import dataclass

from smwatch.models.words import Role


@dataclass(frozen=True, slots=True)
class Signature:
    """How a stored entry is signed, and what its author was taken for."""

    number: int  # of the entry
    author: str
    email: str
    url: str  # the author's own page
    page: str  # where the entry stands
    comment: bool
    role: Role | None  # None: what the feed declares

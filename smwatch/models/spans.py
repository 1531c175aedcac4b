"""Where something stands in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in an entry's cleaned text: code points, end not included."""

    part: str  # "title" or "text"
    start: int
    end: int

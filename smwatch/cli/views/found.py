"""Where mentions hold what was searched for: told to scripts, lit for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from smwatch.models import MentionRow, Span
    from smwatch.reports.values import Values

FOUND = "reverse"
"""How a find is lit: not as a name is, which may stand in it."""


def finds(row: MentionRow, search: str) -> tuple[Span, ...]:
    """Where its title and text hold what was typed; () for no search."""
    if not search:
        return ()
    from smwatch.text.sought import read_search

    return read_search(search).found(row.title, row.text)


def mention_with_finds(row: MentionRow, search: str) -> Values:
    """One of `mentions list --json`; with a search where it was found, in code points."""
    from smwatch.reports.values import mention_dict

    told = mention_dict(row)
    if search:
        told["found"] = [[span.part, span.start, span.end] for span in finds(row, search)]
    return told


def light(found: Iterable[Span], part: str, text: Text, start: int = 0) -> Text:
    """The text, which begins at `start` of the entry's part, with what was found in it lit."""
    for span in found:
        if span.part == part and span.end > start:
            text.stylize(FOUND, max(0, span.start - start), span.end - start)
    return text

"""Which story an entry tells: copies of one text, under whatever headline, share an id.

An id says which texts are letter-by-letter copies, but for case, accents, punctuation and blanks. Which texts are
copies though they were cut and dressed shows when they are compared by their prints, where they are kept
(store/stories.py; `Stories` for data without a store).
"""

from __future__ import annotations

from smwatch.models import Entry, FeedKind
from smwatch.text.shingles import print_of, story_id

__all__ = ["print_of_entry", "story_id", "story_of"]


def print_of_entry(entry: Entry) -> bytes:
    """What the entry's text is known by among its copies; b"" where it says too little to be copied."""
    return print_of(entry.title, entry.text, comment=entry.kind is FeedKind.COMMENTS)


def story_of(title: str, text: str) -> str:
    """16 hexadecimal digits, the same wherever and whenever it is asked; "" for a text that says too little."""
    return story_id(print_of(title, text))

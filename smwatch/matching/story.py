"""Which story an entry tells: copies of one text, under whatever headline, share an id.

An id says which texts are letter-by-letter copies, but for case, accents, punctuation and blanks. Which texts are
copies though they were cut and dressed shows when they are compared by their prints: where they are stored
(store/stories.py), or as they come:

    Stories(window).story_of(title, text, source, at) -> the id of the story that it tells
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import Final

from smwatch.models import Entry, FeedKind
from smwatch.text.copies import WINDOW, Met, Shelf, partners
from smwatch.text.shingles import Print, exact_of, likeness, print_of, read_exact, read_print, story_id

LONG: Final = 60
"""Words from which texts that come a million at a time are compared; shorter ones are copies letter by letter, and by
how they begin (alerts/voices.py): comparing them would take longer than all the rest."""


MOST: Final = 10_000
"""Texts that are kept to be compared, the latest, some 14 kB each: the copies of a story come within hours."""


def print_of_entry(entry: Entry) -> bytes:
    """What the entry's text is known by among its copies; b"" where it says too little to be copied."""
    return print_of(entry.title, entry.text, comment=entry.kind is FeedKind.COMMENTS)


def story_of_print(printed: bytes) -> str:
    """The id of a text of which this is the print."""
    return story_id(read_exact(printed))


def story_of(title: str, text: str) -> str:
    """16 hexadecimal digits, the same wherever and whenever it is asked; "" for a text that says too little."""
    return story_id(exact_of(title, text))


class _Story:
    """A story, and the texts by which it can still be joined."""

    __slots__ = ("first", "id", "texts")

    def __init__(self, name: str, first: int) -> None:
        self.id, self.first, self.texts = name, first, {first}


class Stories:
    """Stories of texts as they come, oldest first; holds what came within the window, and no more."""

    def __init__(self, window: timedelta = WINDOW) -> None:
        self._window = window
        self._shelf = Shelf[int]()
        self._of: dict[int, _Story] = {}
        self._same: dict[int, int] = {}  # letter by letter -> the text that came first
        self._order = deque[tuple[datetime, int, int]]()
        self._shelved = deque[int]()
        self._count = 0

    def story_of(self, title: str, text: str, source: str, at: datetime) -> str:
        """The id of the story that it tells: that of the oldest copy, as far as is known by now."""
        self._forget(at - self._window)
        if text.count(" ") < LONG:
            printed, exact = b"", exact_of(title, text)
        else:
            printed = print_of(title, text)
            exact = read_exact(printed)
        if not exact:
            return ""
        if (same := self._same.get(exact)) is not None:
            return self._of[same].id
        if not printed:  # its copies have the same id, whoever asks, and when
            return story_id(exact)
        self._count = number = self._count + 1
        self._of[number] = _Story(story_id(exact), number)
        self._same[exact] = number
        self._order.append((at, number, exact))
        self._compare(number, read_print(printed, source))
        return self._of[number].id

    def _compare(self, number: int, printed: Print) -> None:
        """Join the stories of the texts that are like it."""
        met = list[Met[int, int]]()
        for other in self._shelf.near(printed):
            like, story = likeness(printed, self._shelf.prints[other]), self._of[other]
            if like:
                met.append(Met(other, self._shelf.prints[other], id(story), like, alone=len(story.texts) == 1))
        for one in partners(met):
            self._join(self._of[one.id], self._of[number])
        self._shelf.put(number, printed)
        self._shelved.append(number)
        while len(self._shelved) > MOST:
            self._take_down(self._shelved.popleft())

    def _join(self, one: _Story, other: _Story) -> None:
        """Both are one; it has the older one's id."""
        if one is other:
            return
        kept, gone = (one, other) if len(one.texts) >= len(other.texts) else (other, one)
        for text in gone.texts:
            self._of[text] = kept
        kept.texts |= gone.texts
        if gone.first < kept.first:
            kept.first, kept.id = gone.first, gone.id

    def _forget(self, before: datetime) -> None:
        while self._order and self._order[0][0] < before:
            _, number, exact = self._order.popleft()
            self._of.pop(number).texts.discard(number)
            del self._same[exact]
            self._take_down(number)

    def _take_down(self, number: int) -> None:
        if number in self._shelf.prints:
            self._shelf.drop(number)

"""What is matched: an entry's parts, and their words once somebody asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from smwatch.matching.anchors import prepare
from smwatch.models import Entry, Span
from smwatch.text.tokens import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An entry as a query sees it: cleaned text, and where it comes from."""

    title: str = ""
    text: str = ""
    author: str = ""
    source: str = ""
    url: str = ""
    lang: str = ""


def subject_of(entry: Entry, source: str) -> Subject:
    """An entry of a feed whose source has this name."""
    return Subject(
        title=entry.title, text=entry.text, author=entry.author, source=source, url=entry.url, lang=entry.lang
    )


LONG: Final = 100_000
"""Characters from which on a text's beginning is looked at first: a book. Whoever sends one may mean harm."""
HEAD: Final = 10_000
"""Characters of that beginning."""


class Reading:
    """A subject while it is matched: each part is cut into words once, and only when a brand may be in it."""

    def __init__(self, subject: Subject) -> None:
        """Nothing is cut yet."""
        self.subject = subject
        self._words: dict[str, Words] = {}
        self._heads: dict[str, Words] = {}
        self.known: dict[int, tuple[object, set[Span] | None]] = {}  # what was found, by the id of who looked for it

    @cached_property
    def prepared(self) -> bytes:
        """Title and text for a first look at what may be in them."""
        return prepare(self.subject.title, self.subject.text)

    def text(self, part: str) -> str:
        """One part as text; a link without its %-escapes."""
        text: str = getattr(self.subject, part)
        return unquote(text) if part == "url" and "%" in text else text

    def head(self, part: str) -> Words | None:
        """The words of a very long part's beginning, the last perhaps cut in two; None if it isn't so long."""
        text = self.text(part)
        if len(text) < LONG:
            return None
        if part not in self._heads:
            self._heads[part] = Words(text[:HEAD])
        return self._heads[part]

    def words(self, part: str) -> Words:
        """One part's words."""
        if part not in self._words:
            self._words[part] = Words(self.text(part))
        return self._words[part]

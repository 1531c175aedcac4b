"""Where a text names a brand, for whoever has its name and no query: `smwatch sentiment score` with "brand".

Whatever the case, accents and apostrophes; a possessive, and the name run together in a handle or a hashtag, too.

    spans_of("Nord-Lait", "", "Chez Nord Lait") == (Span("text", 5, 14),)      linear in the text
    passage_of("", "Chez Nord Lait", "fr", "Nord-Lait") -> Passage
"""

from __future__ import annotations

import re
from typing import Final

from smwatch.models import Span
from smwatch.protocols import Passage
from smwatch.text.fold import APOSTROPHES
from smwatch.text.tokens import BLANKS, Words

LONGEST: Final = 1_000_000  # characters read of a part: longer than any book
MOST: Final = 1_000  # places told of a part

_APART: Final = re.compile(rf"(?:{BLANKS}|[{APOSTROPHES}.]){{0,4}}")  # what may stand between the words of a name


def passage_of(title: str, text: str, lang: str, brand: str) -> Passage:
    """A text with the places where it names the brand; where it names it nowhere, all of it counts."""
    return Passage(title=title, text=text, lang=lang, brand=brand, spans=spans_of(brand, title, text))


def spans_of(brand: str, title: str, text: str) -> tuple[Span, ...]:
    """Every place where the brand is named, of the title first; () where it isn't, or where there is no brand."""
    name = Words(brand.strip().lstrip("@#")).folds
    if not name:
        return ()
    return tuple(
        Span(part, start, end)
        for part, whole in (("title", title), ("text", text))
        for start, end in _places(name, whole[:LONGEST])
    )


def _places(name: list[str], text: str) -> list[tuple[int, int]]:
    """Where the words of the name stand one after the other, and the tags that hold it."""
    words = Words(text)
    found = {
        (words.starts[at], words.ends[at + len(name) - 1])
        for at in words.where(name[0])
        if words.folds[at : at + len(name)] == name and _together(words, at, len(name))
    }
    found.update((place.start, place.end) for place in words.tag_names.get("".join(name), ()))
    return sorted(found)[:MOST]


def _together(words: Words, at: int, many: int) -> bool:
    """Whether nothing but blanks, dashes and apostrophes parts these words, and none of them is only half of one."""
    return not (words.is_inside(at) or (many == 1 and words.is_initial(at))) and all(
        _APART.fullmatch(words.text, words.ends[before], words.starts[before + 1])
        for before in range(at, at + many - 1)
    )

"""Where sentences begin and end, in French and English; one pass, linear.

A sentence ends at . ! ? … and at the line's end, with the quotes and brackets that close after it. Abbreviations
(M., Dr., Inc., p. ex.), initials, numbers and addresses don't end one, nor does a full stop before a small letter.

    sentences("M. Roy est parti. Ouf !") -> [(0, 17), (18, 23)]     code points, end not included
"""

from __future__ import annotations

import re
from typing import Final

_END = re.compile(r"[.!?…。！？]+|\n")
_CLOSERS: Final = frozenset("\"'’”»)]}*")
_SPACES: Final = frozenset(" \u00a0\u202f\u2009\t")
_TITLE_WORDS: Final = "m mm mr mrs ms mme mmes mlle dr drs dre mgr prof st ste gen gov hon"
_SHORT_WORDS: Final = """
inc ltd ltée ltee co corp cie llc jr sr etc al vs no nos tél tel art p pp vol ch env ex cf av ave boul bd approx dept
fig sept oct nov dec déc janv févr
"""
_TITLES: Final = frozenset(_TITLE_WORDS.split())  # a name follows: never the end of a sentence
_ABBREVIATIONS: Final = frozenset(_SHORT_WORDS.split())  # the end of a sentence only before a capital
_LONGEST: Final = 12  # letters looked back: no abbreviation is longer


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, in order; everything but white space is in one of them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if end.start() < start or (end.group() != "\n" and not _ends(text, end.start(), end.end())):
            continue
        stop = _after_closers(text, end.end())
        _add(spans, text, start, stop)
        start = stop
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, stop: int) -> None:
    """Keep the span without white space around it, if anything is left."""
    piece = text[start:stop]
    if bare := piece.strip():
        start += len(piece) - len(piece.lstrip())
        spans.append((start, start + len(bare)))


def _after_closers(text: str, at: int) -> int:
    """Where the quotes and brackets after the end mark stop; a French closing quote may stand after a space."""
    while at < len(text):
        if text[at] in _CLOSERS:
            at += 1
        elif text[at] in _SPACES and text[at + 1 : at + 2] == "»":
            at += 2
        else:
            break
    return at


def _ends(text: str, at: int, after: int) -> bool:
    """Whether the marks text[at:after] end a sentence."""
    stop = _after_closers(text, after)
    if stop < len(text) and not text[stop].isspace():
        return text[at] in "。！？"  # 3.5, example.com, Yahoo!-like names
    following = _next_letter(text, stop)
    marks = text[at:after]
    if following.islower():
        # « Honte ! » dit-elle; "vs. them"; but people write on in small letters after ! and ?
        return stop == after and ("!" in marks or "?" in marks)
    if marks != ".":
        return True
    word = _word_before(text, at)
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False  # initials: J. K. Rowling
    if word.lower() in _TITLES:
        return False
    return word.lower() not in _ABBREVIATIONS or following.isupper() or not following


def _next_letter(text: str, at: int) -> str:
    """The first character after white space and opening marks on the same line; "" at the end."""
    while at < len(text) and (text[at] in _SPACES or text[at] in "\"'“«([-–—"):
        at += 1
    return text[at : at + 1]


def _word_before(text: str, at: int) -> str:
    """The letters and digits right before, as many as an abbreviation may have."""
    start = at
    while start > 0 and at - start < _LONGEST and text[start - 1].isalnum():
        start -= 1
    return text[start:at]

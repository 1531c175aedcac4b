"""A word or a phrase: made from what is written in a query or a brand's names, and found in a text.

A term is a row of words with what may stand between them. Between words of a query that a blank or a dash parts, a
text may have blanks, dashes and line breaks; where the query has an apostrophe, so must the text; other signs
(Amazon.ca) are taken as they are, but for those before a blank (Dr. Oetker, Yahoo! Mail), which a text may leave out,
and quotes, which it may have of any kind or leave out. Run together, the words are also a name in hashtags and handles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from smwatch.text.fold import DASHES, HIDDEN, SIGNS, as_written, fold
from smwatch.text.tokens import APOSTROPHE, BLANKS, WORD, Place, Words

_PIECE: Final = re.compile(rf"(?:{WORD}|[*?])+|[&+]")
_PLAIN: Final = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ÿ]+(?:[ -][A-Za-z0-9À-ÖØ-öø-ÿ]+)*")
_NOT_WORDS: Final = frozenset("&+")
SPACE: Final = rf"{BLANKS}+"
ASKED: Final = "？"
"""A question mark that is no wildcard but part of a name (Guess? Inc), until it is spelt out again."""
_QUOTES: Final = '"“”„‟«»‹›'


@dataclass(frozen=True, slots=True)
class Term:
    """Words in a row. `words` are folded; one with * or ? is a pattern for a word."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]  # what may stand between a word and the next: regular expressions
    written: str  # without quotes
    exact: bool = False  # case and accents count
    forms: tuple[str, ...] = field(default=(), compare=False)  # the words with their case and accents

    @property
    def joined(self) -> str:
        """The words run together, as in a hashtag; "" where there is no such form."""
        return "" if "+" in self.words else "".join(word for word in self.words if word != "&")


def make_term(text: str, *, exact: bool = False) -> Term | None:
    """The term that some text stands for; None if there is no word in it."""
    if _PLAIN.fullmatch(text):  # most names; the rest takes ten times as long
        spaced = text.replace("-", " ")
        words = tuple(fold(spaced).split(" "))
        return Term(words, (SPACE,) * (len(words) - 1), text, exact, tuple(as_written(spaced).split(" ")))
    pieces = [piece for piece in _PIECE.finditer(text) if _is_word(piece[0])]
    while pieces and pieces[0][0] in _NOT_WORDS:
        del pieces[0]
    while pieces and pieces[-1][0] == "&":
        pieces.pop()
    if not pieces:
        return None
    forms = tuple(piece[0] for piece in pieces)
    gaps = tuple(_gap(text[a.end() : b.start()], a[0], b[0]) for a, b in pairwise(pieces))
    spelt = text[pieces[0].start() : pieces[-1].end()]
    written = "".join(" " if char in _QUOTES else char for char in spelt).replace(ASKED, "?")
    return Term(tuple(map(fold, forms)), gaps, written, exact, tuple(map(as_written, forms)))


def _is_word(piece: str) -> bool:
    return piece in _NOT_WORDS or any(char.isalnum() for char in piece)


def _gap(between: str, left: str, right: str) -> str:
    """What may stand in a text where a query has `between`."""
    if right == "+":
        return rf"{BLANKS}*" if between.strip() != between else rf"[{HIDDEN}]*"
    if left in _NOT_WORDS or right in _NOT_WORDS:
        return rf"{BLANKS}*"
    if re.fullmatch(SPACE, between):
        return SPACE
    if re.fullmatch(rf"{APOSTROPHE}[\s{HIDDEN}]*", between):
        return rf"[{HIDDEN}]*{APOSTROPHE}[\s{HIDDEN}]*"
    return _gap_of_signs(between)


def _gap_of_signs(between: str) -> str:
    """The same where there are signs: quotes or none, a full stop before a blank or none, others as such."""
    if re.fullmatch(rf"[{_QUOTES}\s_{DASHES[1:]}\-]+", between):
        return rf"[{_QUOTES}\s_{DASHES[1:]}\-{SIGNS}{HIDDEN}]+"
    if ending := re.fullmatch(rf"([.!{ASKED}]+)\s+", between):
        return rf"(?:[{HIDDEN}]*{re.escape(ending[1]).replace(ASKED, f'[?{ASKED}]')})?{SPACE}"
    return "".join(SPACE if part.isspace() else re.escape(part) for part in re.split(r"(\s+)", between) if part)


@lru_cache(4096)
def _gap_pattern(gap: str) -> re.Pattern[str]:
    return re.compile(gap)


@lru_cache(4096)
def word_pattern(word: str) -> re.Pattern[str]:
    """What a folded word with wildcards stands for: * any letters, ? one."""
    return re.compile(re.escape(word).replace(r"\*", r"[^\W_]*").replace(r"\?", r"[^\W_]"))


def is_pattern(word: str) -> bool:
    """Whether a term's word has wildcards."""
    return "*" in word or "?" in word


def places(term: Term, words: Words) -> list[Place]:
    """Where a text has the term, in order: in its words, and run together in its hashtags and handles."""
    if not words.tags:
        found_in_order = _in_words(term, words)
        return list(_exactly(term, words, found_in_order) if term.exact else found_in_order)
    found = {(place.start, place.end): place for place in _in_words(term, words)}
    if term.joined:
        for place in _in_tags(term, words):
            found.setdefault((place.start, place.end), place)
    kept = list(_exactly(term, words, found.values()) if term.exact else found.values())
    kept.sort()
    return _shortest(kept) if any(map(is_pattern, term.words)) else kept


def _exactly(term: Term, words: Words, found: Iterable[Place]) -> Iterator[Place]:
    """Those with the case and accents of the query; each spelling is looked at once."""
    known: dict[str, bool] = {}
    for place in found:
        written = words.text[place.start : place.end]
        if written not in known:
            known[written] = _is_exact(term, written)
        if known[written]:
            yield place


def _shortest(found: list[Place]) -> list[Place]:
    """Of the names that begin at one place of a tag (Rappel, RappelNordelait) the first."""
    return [place for at, place in enumerate(found) if at == 0 or found[at - 1].start != place.start]


def _positions(word: str, words: Words) -> list[int]:
    if not is_pattern(word):
        return words.where(word)
    fits = word_pattern(word).fullmatch
    return sorted(at for known, ats in words.index.items() if fits(known) for at in ats)


def may_stand(term: Term, words: Words) -> bool:
    """Whether a text has all of the term's words; where there are tags they may be in one."""
    return bool(words.tags) or all(word in words.present for word in term.words if not is_pattern(word))


def _in_words(term: Term, words: Words) -> Iterator[Place]:
    """Start from the word that is rarest in this text, and look at its neighbours."""
    if any(word not in words.present for word in term.words if not is_pattern(word)):
        return
    candidates = [_positions(word, words) for word in term.words]
    if len(term.words) == 1:
        for at in candidates[0]:
            if not words.is_initial(at) and not words.is_inside(at) and not words.is_elision(at):
                yield Place(words.starts[at], words.ends[at], at, at)
        return
    rarest = min(range(len(candidates)), key=lambda i: len(candidates[i]))
    others = [set(ats) if is_pattern(word) else None for word, ats in zip(term.words, candidates, strict=True)]
    for at in candidates[rarest]:
        first, last = at - rarest, at - rarest + len(term.words) - 1
        if first < 0 or last >= len(words.folds) or not _stands(term, words, first, others):
            continue
        if words.is_inside(first) or words.is_elision(last):
            continue
        yield Place(words.starts[first], words.ends[last], first, last)


def _stands(term: Term, words: Words, first: int, patterns: list[set[int] | None]) -> bool:
    for offset, (word, fitting) in enumerate(zip(term.words, patterns, strict=True)):
        at = first + offset
        if (at not in fitting) if fitting is not None else (words.folds[at] != word):
            return False
    text, starts, ends = words.text, words.starts, words.ends
    return all(
        _gap_pattern(gap).fullmatch(text, ends[first + offset], starts[first + offset + 1])
        for offset, gap in enumerate(term.gaps)
    )


def _in_tags(term: Term, words: Words) -> list[Place]:
    if not is_pattern(term.joined):
        return words.tag_names.get(term.joined, [])
    fits = word_pattern(term.joined).fullmatch
    return [place for name, found in words.tag_names.items() if fits(name) for place in found]


def _is_exact(term: Term, found: str) -> bool:
    """Whether what was found has the case and accents of the query."""
    forms = [word_pattern(form) for form in term.forms]
    have = [as_written(piece[0]) for piece in re.finditer(rf"{WORD}|[&+]", found)]
    if len(have) == len(forms):
        return all(form.fullmatch(word) for form, word in zip(forms, have, strict=True))
    return word_pattern("".join(form for form in term.forms if form != "&")).fullmatch(as_written(found)) is not None

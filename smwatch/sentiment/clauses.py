"""Which clauses of a sentence are about the brand, where somebody else has a share in it.

« Lumina a tout réglé, contrairement à Mirabo qui ment » holds two judgements, and only one of them is Lumina's. A
sentence is cut at words of contrast and at semicolons (`parties.py` has the words); a clause is set aside only where it
plainly has another party and not the brand, and where something is left. In doubt a sentence stays whole.

    marked(text, start, end, ours, theirs) -> str     a sentence with each name as signs, as long as before
    about_us(sentence) -> [(start, end), …]           what of it is about the brand: mostly all of it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from smwatch.sentiment import parties
from smwatch.sentiment.parties import OURS, THEIRS, cleared, names_somebody

LONGEST: Final = 1_500  # characters of a sentence that is cut; what is longer is a list, or has no full stops
_ODD: Final = re.compile(rf"[^\S ]|[{OURS}{THEIRS}]")  # blanks that are no spaces, and letters that mean a name here
_COMMA: Final = re.compile(r",(?!\d)(?! (?:who|which|whose|qui|que|dont|où)\b)|;")  # « Mirabo, qui ment, … » goes on
_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_FEW: Final = 3  # words beside the first
_TITLED: Final = 0.6  # of the long words have a capital: an English headline, in which capitals tell nothing

Clause = tuple[int, int]


def marked(text: str, start: int, end: int, ours: Iterable[Clause], theirs: Iterable[Clause]) -> str:
    """The sentence text[start:end], with every letter of the brand's name as OURS and of another's as THEIRS."""
    sentence = text[start:end]
    if _ODD.search(sentence):
        sentence = _ODD.sub(" ", sentence)
    if not ours and not theirs:
        return sentence
    letters = list(sentence)
    for sign, places in ((THEIRS, theirs), (OURS, ours)):
        for first, last in places:
            letters[first - start : last - start] = sign * (min(last, end) - first)
    return "".join(letters)


def about_us(sentence: str) -> list[Clause]:
    """What of a marked sentence is about the brand; all of it, unless a part plainly is about somebody else."""
    whole = [(0, len(sentence))]
    if len(sentence) > LONGEST:
        return whole
    if found := cleared(sentence):
        chunks = list(_between(sentence, [comma.end() for comma in _COMMA.finditer(sentence)]))
        return [(a, b) for a, b in chunks if OURS in sentence[a:b] or a < found.end() <= b] or whole
    clauses = list(_clauses(sentence))
    if (found := parties.UNAFFECTED.search(sentence)) and names_somebody(sentence[: found.start()]):
        clauses = [(a, b, theirs or b <= found.start()) for a, b, theirs in clauses]
    ours = [(a, b) for a, b, theirs in clauses if not theirs]
    if len(ours) == len(clauses) or not any(_says(sentence[a:b]) for a, b in ours):
        return whole
    if OURS in sentence and not any(OURS in sentence[a:b] for a, b in ours):
        return whole
    return ours


def is_about_another(sentence: str, *, cleared_us: bool) -> bool:
    """Whether a sentence without the brand's name is about somebody else, as far as words can tell.

    `cleared_us`: the text says that the brand is not to blame, so what it says of carriers isn't meant for it either.
    """
    if OURS in sentence:
        return False
    if parties.BESIDE_YOU.search(sentence):
        return False
    if THEIRS in sentence or parties.BEGINS_WITH_SOMEBODY.match(sentence):
        return True
    if not cleared_us or parties.ADDRESSED.search(sentence):
        return False
    return parties.CARRIERS.search(sentence) is not None and not cleared(sentence)


def stands_by(before: str, sentence: str) -> bool:
    """Whether a sentence says that the brand isn't touched by what the one before it tells of somebody else."""
    return OURS not in before and names_somebody(before) and parties.UNAFFECTED.search(sentence) is not None


def _clauses(sentence: str) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether another party has it, of each clause."""
    names = not _is_titled(sentence)
    cuts: dict[int, bool] = {}  # where a clause begins -> another party has it, whatever it says
    for found in parties.BREAK.finditer(sentence):
        cuts.setdefault(found.start(), False)
    for words, to_comma in ((parties.UNLIKE, True), (parties.WHILE, False)):
        for found in words.finditer(sentence):
            known = sentence[found.end() : found.end() + 1] in (OURS, THEIRS)
            if not names and not known:
                continue
            cuts[found.start()] = True
            leads = not sentence[: found.start()].strip(" «\"“'‘(")
            if (to_comma or leads) and (comma := _COMMA.search(sentence, found.end())):
                cuts.setdefault(comma.end(), False)
    if (parties.AFTER.match(sentence)) and (comma := _COMMA.search(sentence)):
        cuts.setdefault(comma.end(), False)
        part = sentence[: comma.start()]
        cuts[0] = names and parties.ME.search(part) is not None and parties.DEALT_WITH.search(part) is not None
    for start, end in _between(sentence, sorted(cuts)):
        part = sentence[start:end]
        yield start, end, OURS not in part and (cuts.get(start, False) or parties.SOMEBODY.search(part) is not None)


def _between(sentence: str, cuts: Iterable[int]) -> Iterator[Clause]:
    start = 0
    for cut in (*cuts, len(sentence)):
        if sentence[start:cut].strip():
            yield start, cut
            start = cut


def _is_titled(sentence: str) -> bool:
    words = _LONG_WORD.findall(sentence)[1:]
    return len(words) >= _FEW and sum(word[0].isupper() for word in words) > _TITLED * len(words)


def _says(part: str) -> bool:
    return any(map(str.isalnum, part)) or OURS in part

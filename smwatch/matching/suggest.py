"""What would tell a brand's unwanted mentions from the wanted ones: text to `exclude`, words of `context`. Pure.

    suggest(brand, unwanted, wanted) -> Suggested

Whether a word or phrase goes with one side is told by the log-odds ratio with an informative Dirichlet prior, as a
z-score: B. Monroe, M. Colaresi and K. Quinn, "Fightin' Words", Political Analysis 16 (2008), equations 16 to 22; the
prior is what both sides say together, and a word counts once a mention. What is proposed was tried: each figure is
what the brand with the proposal matches.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache
from math import log, sqrt
from typing import Final

from smwatch.matching.brands import CompiledBrand, compile_brand
from smwatch.matching.leaves import parse_name
from smwatch.matching.nodes import written
from smwatch.matching.subject import Reading, Subject
from smwatch.models import Brand, Span
from smwatch.text.fold import fold
from smwatch.text.stopwords import LISTED, stop_words
from smwatch.text.tokens import BLANKS, Words

ENOUGH: Final = 3
"""Mentions of each side, without which nothing is proposed."""

LEAST: Final = 2
"""Mentions that a phrase or word must stand in."""

CLEAR: Final = 1.0
"""z-score from which it goes with one side; low, because what is proposed is tried, and somebody reads it."""

FEW: Final = 0.1
"""Share of the other side that may have it too."""

KEPT: Final = 0.9
"""Share of the wanted mentions that must have one of the context words, else none are proposed."""

MOST_PHRASES: Final = 8
MOST_WORDS: Final = 12
MOST_READ: Final = 5_000
"""Mentions of a side that are read, and code points of each."""

_BETWEEN: Final = re.compile(rf"{BLANKS}+")
_WORD: Final = re.compile(r"[^\W\d_]{3,30}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A phrase or a word, and in how many mentions of each side it stands."""

    text: str
    unwanted: int
    wanted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What was found. `takes`: how many unwanted and wanted mentions the brand would lose with all of the proposals."""

    exclude: tuple[Proposal, ...] = ()
    exclude_takes: tuple[int, int] = (0, 0)
    context: tuple[Proposal, ...] = ()
    context_takes: tuple[int, int] = (0, 0)


Pieces = Callable[[Reading, AbstractSet[Span]], Iterator[str]]
"""What is counted of a mention in which the name stands at these places."""


@dataclass(slots=True)
class Stand:
    """In which mentions of each side something stands, and how it is written there first."""

    written: str
    unwanted: set[int] = field(default_factory=set)
    wanted: set[int] = field(default_factory=set)


def suggest(brand: Brand, unwanted: Sequence[Subject], wanted: Sequence[Subject]) -> Suggested:
    """Proposals that were tried; none where there are too few mentions to learn from."""
    unwanted, wanted = unwanted[:MOST_READ], wanted[:MOST_READ]
    if min(len(unwanted), len(wanted)) < ENOUGH:
        return Suggested()
    exclude = _exclude(brand, unwanted, wanted)
    context = _context(brand, unwanted, wanted)
    return Suggested(
        exclude=exclude,
        exclude_takes=_taken(with_exclude(brand, [each.text for each in exclude]), unwanted, wanted),
        context=context,
        context_takes=_taken(with_context(brand, [each.text for each in context]), unwanted, wanted),
    )


def with_names(brand: Brand, names: Sequence[str]) -> Brand:
    """The brand found by more names."""
    if brand.query:
        return replace(brand, query=" OR ".join([f"({brand.query})", *_written(names)])) if names else brand
    return replace(brand, names=(*(brand.names or (brand.name,)), *names)) if names else brand


def with_exclude(brand: Brand, texts: Sequence[str]) -> Brand:
    """The brand with more text that doesn't count."""
    if brand.query:
        return replace(brand, query=f"({brand.query}) NOT ({' OR '.join(_written(texts))})") if texts else brand
    return replace(brand, exclude=(*brand.exclude, *texts))


def with_context(brand: Brand, words: Sequence[str]) -> Brand:
    """The brand with words one of which must be there; with those that it has."""
    if brand.query:
        return replace(brand, query=f"({brand.query}) ({' OR '.join(_written(words))})") if words else brand
    return replace(brand, context=(*brand.context, *words))


def _written(names: Sequence[str]) -> list[str]:
    """As they stand in a query."""
    return [written(parse_name(name)) for name in names]


def _taken(brand: Brand, unwanted: Sequence[Subject], wanted: Sequence[Subject]) -> tuple[int, int]:
    compiled = compile_brand(brand)
    lost = [sum(compiled.find(Reading(subject)) is None for subject in side) for side in (unwanted, wanted)]
    return lost[0], lost[1]


def _exclude(brand: Brand, unwanted: Sequence[Subject], wanted: Sequence[Subject]) -> tuple[Proposal, ...]:
    """Phrases that hold the name, as each takes out the name with it."""
    stands = _stands(compile_brand(brand), unwanted, wanted, phrases)
    scores = z_scores(stands)
    fitting = [
        (key, stand)
        for key, stand in stands.items()
        if len(stand.unwanted) >= LEAST and scores[key] >= CLEAR and len(stand.wanted) <= FEW * len(stand.unwanted)
    ]
    fitting.sort(key=lambda pair: (-len(pair[1].unwanted), len(pair[1].wanted), len(pair[0]), pair[0]))
    covered, chosen = set[int](), list[Stand]()
    for _, stand in fitting:
        if len(chosen) < MOST_PHRASES and not stand.unwanted <= covered:
            chosen.append(stand)
            covered |= stand.unwanted
    return tuple(_proposal(stand) for stand in chosen)


def _context(brand: Brand, unwanted: Sequence[Subject], wanted: Sequence[Subject]) -> tuple[Proposal, ...]:
    """The fewest words of which nearly every wanted mention has one, and hardly an unwanted one."""
    stands = _stands(compile_brand(brand), unwanted, wanted, other_words)
    scores = z_scores(stands)
    left = {
        key: stand
        for key, stand in stands.items()
        if len(stand.wanted) >= LEAST and scores[key] <= -CLEAR and len(stand.unwanted) <= FEW * len(unwanted)
    }
    covered, chosen = set[int](), list[Stand]()
    while left and len(chosen) < MOST_WORDS:
        key = max(left, key=lambda each: (len(left[each].wanted - covered), -len(left[each].unwanted), each))
        stand = left.pop(key)
        if len(stand.wanted - covered) < LEAST:
            break
        chosen.append(stand)
        covered |= stand.wanted
    return tuple(map(_proposal, chosen)) if len(covered) >= KEPT * len(wanted) else ()


def _proposal(stand: Stand) -> Proposal:
    return Proposal(stand.written, len(stand.unwanted), len(stand.wanted))


def _stands(
    compiled: CompiledBrand, unwanted: Sequence[Subject], wanted: Sequence[Subject], pieces: Pieces
) -> dict[str, Stand]:
    """By its folded form, where each piece stands."""
    stands: dict[str, Stand] = {}
    for is_wanted, side in ((False, unwanted), (True, wanted)):
        for number, subject in enumerate(side):
            reading = Reading(replace(subject, text=subject.text[:MOST_READ]))
            for piece in pieces(reading, compiled.find(reading) or set()):
                stand = stands.setdefault(fold(piece), Stand(piece))
                (stand.wanted if is_wanted else stand.unwanted).add(number)
    return stands


def z_scores(stands: Mapping[str, Stand]) -> dict[str, float]:
    """How far each goes with a side, as a z-score: above 0 with the unwanted, below with the wanted."""
    n_un = sum(len(stand.unwanted) for stand in stands.values())
    n_want = sum(len(stand.wanted) for stand in stands.values())
    prior = n_un + n_want

    def z(stand: Stand) -> float:
        """One other piece keeps it finite."""
        both = len(stand.unwanted) + len(stand.wanted)
        i, j = len(stand.unwanted) + both, len(stand.wanted) + both
        return (log(i / (n_un + prior - i + 1)) - log(j / (n_want + prior - j + 1))) / sqrt(1 / i + 1 / j)

    return {key: z(stand) for key, stand in stands.items()}


def phrases(reading: Reading, spans: AbstractSet[Span]) -> Iterator[str]:
    """The names that were found with a word or two before or after them: what `exclude` can take out."""
    for span in spans:
        words = reading.words(span.part)
        first, last = bisect_left(words.starts, span.start), bisect_left(words.starts, span.end) - 1
        for before, after in ((1, 0), (0, 1), (2, 0), (0, 2), (1, 1)):
            start, end = first - before, last + after
            if start < 0 or end >= len(words.starts) or not _is_phrase(words, start, end, first, last):
                continue
            others = {*words.folds[start:first], *words.folds[last + 1 : end + 1]}
            if not others <= function_words():
                yield words.text[words.starts[start] : words.ends[end]]


def _is_phrase(words: Words, start: int, end: int, first: int, last: int) -> bool:
    """Whether nothing but blanks stands between the words that were added; within the name anything may."""
    gaps = (at for at in range(start, end) if not first <= at < last)
    return all(_BETWEEN.fullmatch(words.text, words.ends[at], words.starts[at + 1]) for at in gaps)


def other_words(reading: Reading, spans: AbstractSet[Span]) -> Iterator[str]:
    """Telling words that aren't the name."""
    subject = reading.subject
    texts = {"title": subject.title, "text": subject.text}
    named = {fold(word) for span in spans for word in _WORD.findall(texts[span.part][span.start : span.end])}
    seen: dict[str, str] = {}
    for text in texts.values():
        for word in _WORD.findall(text.lower()):
            seen.setdefault(fold(word), word)
    yield from (word for key, word in seen.items() if key not in named and key not in function_words())


@cache
def function_words() -> frozenset[str]:
    """Those of all languages that there are lists for, folded."""
    return frozenset(fold(word) for lang in LISTED for word in stop_words(lang))

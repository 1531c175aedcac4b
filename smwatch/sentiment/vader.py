"""VADER's rules over any lexicon, linear in the text; English scores equal the vaderSentiment package's exactly.

Between a text and its score; `french.py` puts French rules on the same engine, `lexicons/` fills both.
Pure but for reading the package's two data files; the package itself is never imported (it loads requests).

    polarity_scores(text) -> {"neg", "neu", "pos", "compound"}      as the package, to the last digit
    read(text, rules) -> Reading                                    the same with each word's valence

Source of the rules and constants: C.J. Hutto and E.E. Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment
Analysis of Social Media Text", ICWSM 2014, and the package (MIT). Its oddities are kept on purpose, and named as such.
"""

from __future__ import annotations

import heapq
import math
import string
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from smwatch.errors import SmwatchError
from smwatch.locales import N_

BOOST: Final = 0.293  # what a degree adverb adds; the paper's mean over raters
CAPITALS: Final = 0.733  # what capitals among small letters add
NEGATION: Final = -0.74  # what a negation multiplies by
EXCLAMATION: Final = 0.292  # each "!", four at most
_DISTANCE: Final = (1.0, 0.95, 0.9)  # a booster's share one, two and three words away
_ALPHA: Final = 15  # the paper's approximation of the highest expected sum
_EMOTICON: Final = 2  # a token that shrinks to so few characters without its punctuation is an emoticon

NEGATIONS: Final = frozenset(
    """aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't couldn't daren't didn't doesn't dont hadnt
    hasnt havent isnt mightnt mustnt neither don't hadn't hasn't haven't isn't mightn't mustn't neednt needn't never
    none nope nor not nothing nowhere oughtnt shant shouldnt uhuh wasnt werent oughtn't shan't shouldn't uh-uh wasn't
    weren't without wont wouldnt won't wouldn't rarely seldom despite""".split()
)
_UP: Final = """absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous
enormously entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking
fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible incredibly
intensely major majorly more most particularly purely quite really remarkably so substantially thoroughly total totally
tremendous tremendously uber unbelievably unusually utter utterly very"""
_DOWN: Final = """almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally
partly scarce scarcely slight slightly somewhat sorta sortof sort-of"""
BOOSTERS: Final[Mapping[str, float]] = {
    **dict.fromkeys(_UP.split(), BOOST),
    **dict.fromkeys([*_DOWN.split(), "just enough", "kind of", "sort of"], -BOOST),
}
IDIOMS: Final[Mapping[str, float]] = {
    "the shit": 3.0,
    "the bomb": 3.0,
    "bad ass": 1.5,
    "badass": 1.5,
    "bus stop": 0.0,
    "yeah right": -2.0,
    "kiss of death": -1.5,
    "to die for": 3.0,
    "beating heart": 3.5,
}
_REACH: Final = 3  # words back that change a word's valence
_SO: Final = frozenset(("so", "this"))
_EVEN_MORE: Final = 1.25  # what "never so" multiplies by
_FACTORS: Final[Mapping[float, tuple[str, ...]]] = {1.0: (), _EVEN_MORE: ("degree",), NEGATION: ("negation",)}
_IDIOM_MARKS: Final = frozenset(  # a word of each phrase, the longest: where none stands, no phrase does
    max(phrase.split(), key=len) for phrase in [*IDIOMS, *BOOSTERS] if " " in phrase
)

HEEDED: Final = frozenset((*BOOSTERS, *_SO, *_IDIOM_MARKS, "no", "least", "kind"))  # beside negations


class Reading(NamedTuple):
    """A text as the rules read it: words as written, the valence of each (0 for most), and the four scores."""

    words: Sequence[str]
    values: Sequence[float]
    neg: float = 0.0  # shares of the text, 0 to 1
    neu: float = 0.0
    pos: float = 0.0
    compound: float = 0.0  # -1 to 1
    rules: frozenset[str] = frozenset()  # names of rules that fired, where the language tells them


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a language brings to the engine."""

    lexicon: Mapping[str, float]  # lower case -> valence, about -4 to 4
    emojis: Mapping[str, str] = field(default_factory=dict)  # one character -> its name in words
    tokens: Callable[[str], list[str]]
    negations: frozenset[str] = NEGATIONS
    heeds: frozenset[str] = frozenset((*NEGATIONS, *HEEDED))  # words that may change the valence of another near them


def polarity_scores(text: str) -> dict[str, float]:
    """The package's four scores of an English text, equal in every digit."""
    reading = read(text, english())
    return {"neg": reading.neg, "neu": reading.neu, "pos": reading.pos, "compound": reading.compound}


def read(text: str, rules: Rules) -> Reading:
    """Score a text by VADER's English rules over the lexicon of `rules`."""
    text = spell_emojis(text, rules.emojis).strip()
    words = rules.tokens(text)
    return total(words, weigh(words, lower_all(words), rules), text)


def weigh(words: Sequence[str], lower: Sequence[str], rules: Rules, fired: set[str] | None = None) -> list[float]:
    """Each word's valence among its neighbours; 0 for most. The names of rules that fired go into `fired`."""
    lexicon, fired = rules.lexicon, set() if fired is None else fired
    values: list[float] = [0] * len(words)
    if found := [i for i, word in enumerate(lower) if word in lexicon]:
        mixed = capitals_stand_out(words)
        heeds, contracted = rules.heeds, "n't" in " ".join(lower)
        for i in found:
            if not contracted and heeds.isdisjoint(lower[i - _REACH if i > _REACH else 0 : i + _REACH]):
                values[i] = lexicon[lower[i]]  # nothing near changes it: so it is with most words
                if mixed and words[i].isupper():
                    values[i] += CAPITALS if values[i] > 0 else -CAPITALS
                    fired.add("capitals")
            elif lower[i] not in BOOSTERS and not (lower[i] == "kind" and lower[i + 1 : i + 2] == ["of"]):
                values[i] = _valence(words, lower, i, rules, mixed, fired)
        if "but" in lower:
            _weigh_but(values, lower.index("but"))
            fired.add("contrast")
    return values


def spell_emojis(text: str, emojis: Mapping[str, str]) -> str:
    """Emojis become words. A space is put before, none after: as the package does it."""
    if text.isascii() or _is_latin(text) or emojis.keys().isdisjoint(text):
        return text
    out: list[str] = []
    after_space = True
    for char in text:
        if char in emojis:
            out.append(emojis[char] if after_space else " " + emojis[char])
            after_space = False
        else:
            out.append(char)
            after_space = char == " "
    return "".join(out)


def _is_latin(text: str) -> bool:
    """Whether accents are all that it holds beyond ASCII, without the two emojis of Latin-1; quicker to tell."""
    return len(text.encode("latin-1", "ignore")) == len(text) and "©" not in text and "®" not in text


def split(text: str) -> list[str]:
    """The package's tokens: between white space, punctuation stripped, but from what would shrink to an emoticon."""
    return [
        raw if raw.isalnum() or len(bare := raw.strip(string.punctuation)) <= _EMOTICON else bare
        for raw in text.split()
    ]


def lower_all(words: Sequence[str]) -> list[str]:
    """Each word in small letters; at once, which is quicker. No word holds a line break."""
    return "\n".join(words).lower().split("\n") if words else []


def capitals_stand_out(words: Sequence[str]) -> bool:
    """Whether some words are all capitals, and not every word is."""
    return 0 < sum(map(str.isupper, words)) < len(words)


def total(words: Sequence[str], values: list[float], text: str, rules: frozenset[str] = frozenset()) -> Reading:
    """Add the valences up, with the emphasis of ! and ?, to the four scores (rounded as the package does)."""
    felt = list(filter(None, values))
    if not felt:
        return Reading(words, values, neu=1.0 if values else 0.0, rules=rules)
    emphasis = emphasis_of(text)
    whole = float(sum(felt))
    if whole > 0:
        whole += emphasis
    elif whole < 0:
        whole -= emphasis
    compound = whole / math.sqrt(whole * whole + _ALPHA)
    positive = negative = 0.0
    for value in felt:  # one is added to each, for neutral words count one each
        if value > 0:
            positive += value + 1
        else:
            negative += value - 1
    neutral = len(values) - len(felt)
    if positive > -negative:
        positive += emphasis
    elif positive < -negative:
        negative -= emphasis
    share = positive - negative + neutral
    return Reading(
        words,
        values,
        round(abs(negative / share), 3),
        round(abs(neutral / share), 3),
        round(abs(positive / share), 3),
        round(max(-1.0, min(1.0, compound)), 4),
        rules,
    )


def emphasis_of(text: str) -> float:
    """What the exclamation and question marks of a text add to its sum, away from 0."""
    return min(text.count("!"), 4) * EXCLAMATION + _question_emphasis(text.count("?"))


def _question_emphasis(count: int) -> float:
    if count <= 1:
        return 0
    return count * 0.18 if count <= 3 else 0.96  # noqa: PLR2004 - the paper's steps: two or three, four and more


def _valence(  # noqa: PLR0913, PLR0917 - asked of each word, where keywords would cost time
    words: Sequence[str], lower: Sequence[str], i: int, rules: Rules, mixed: bool, fired: set[str]
) -> float:
    """The valence of lexicon word `i` among its neighbours."""
    lexicon, negations = rules.lexicon, rules.negations
    word = lower[i]
    value = lexicon[word]
    if _after_no(lower, i):
        value *= NEGATION
        fired.add("negation")
    elif word == "no" and i + 1 < len(lower) and lower[i + 1] in lexicon:
        value = 0.0  # it negates its neighbour and says nothing itself
    if mixed and words[i].isupper():
        value += CAPITALS if value > 0 else -CAPITALS
        fired.add("capitals")
    for back in range(1, min(i, _REACH) + 1):
        before = lower[i - back]
        if before in lexicon:
            continue
        if before in BOOSTERS:
            value += _boost(words[i - back], BOOSTERS[before], value, mixed) * _DISTANCE[back - 1]
            fired.add("degree")
        if before in negations or "n't" in before or lower[i - 1] in _SO:
            factor = _negation(lower, i, back, negations)
            value *= factor
            fired.update(_FACTORS[factor])
        # idioms are looked for once, when all three words back have been seen
        if back == _REACH and not _IDIOM_MARKS.isdisjoint(lower[i - 3 : i + 3]):
            value = _idioms(lower, i, value, fired)
    if _after_least(lower, i):
        value *= NEGATION
        fired.add("negation")
    return value


def _after_least(lower: Sequence[str], i: int) -> bool:
    """Whether "least" stands right before, but not "at least" or "very least"."""
    return i > 0 and lower[i - 1] == "least" and (i == 1 or lower[i - 2] not in ("at", "very"))


def _after_no(lower: Sequence[str], i: int) -> bool:
    return (
        (i > 0 and lower[i - 1] == "no")
        or (i > 1 and lower[i - 2] == "no")
        or (i > 2 and lower[i - 3] == "no" and lower[i - 1] in ("or", "nor"))  # noqa: PLR2004 - three words back
    )


def _boost(written: str, boost: float, value: float, mixed: bool) -> float:
    """What a degree adverb adds to a valence, before its distance is counted."""
    if value < 0:
        boost = -boost
    if mixed and written.isupper():
        boost += CAPITALS if value > 0 else -CAPITALS
    return boost


def _negation(lower: Sequence[str], i: int, back: int, negations: Container[str]) -> float:
    """What the word `back` places before multiplies the valence by: 1, a negation, or "never so" (1.25)."""
    before = lower[i - back]
    between = lower[i - back + 1 : i]
    if back > 1:
        # an oddity of the package: three words back, "so" or "this" right before counts without "never"
        if (before == "never" and not _SO.isdisjoint(between)) or (back == _REACH and lower[i - 1] in _SO):
            return _EVEN_MORE
        if before == "without" and "doubt" in between:
            return 1.0
    return NEGATION if before in negations or "n't" in before else 1.0


def _idioms(lower: Sequence[str], i: int, value: float, fired: set[str]) -> float:
    """Idioms around word `i` (three words stand before it) replace its valence; two-word boosters add to it."""
    alone = value
    three, two, one, zero = lower[i - 3 : i + 1]
    for idiom in (f"{one} {zero}", f"{two} {one} {zero}", f"{two} {one}", f"{three} {two} {one}", f"{three} {two}"):
        if idiom in IDIOMS:
            value = IDIOMS[idiom]
            break
    following = lower[i + 1 : i + 3]
    for size in range(1, len(following) + 1):
        value = IDIOMS.get(" ".join([zero, *following[:size]]), value)
    for booster in (f"{three} {two} {one}", f"{three} {two}", f"{two} {one}"):
        value += BOOSTERS.get(booster, 0)
    if value != alone:
        fired.add("idiom")
    return value


def _weigh_but(values: list[float], but: int) -> None:
    """Halve what stands before the first "but", and add half to what stands after, in place.

    An oddity of the package: it looks each valence up by its value, so of equal ones the first that is still unchanged
    is weighed, and what was weighed may be met again. Kept exactly; a heap of places a value makes it n log n.
    """
    places: dict[float, list[int]] = {}
    for i, value in enumerate(values):
        places.setdefault(value, []).append(i)
    for i in range(len(values)):
        value = values[i]
        if value == 0:
            continue  # weighing a zero changes nothing
        heap = places[value]
        while values[heap[0]] != value:
            heapq.heappop(heap)
        first = heap[0]
        if first != but:
            values[first] = value * (0.5 if first < but else 1.5)
            heapq.heappush(places.setdefault(values[first], []), first)


@cache
def english() -> Rules:
    """The package's own lexicon and emoji names."""
    return Rules(lexicon=stock_lexicon(), emojis=stock_emojis(), tokens=split)


@cache
def stock_lexicon() -> Mapping[str, float]:
    """The package's English lexicon: word or emoticon -> mean valence of ten raters, -4 to 4."""
    return {word: float(mean) for word, mean in _table("vader_lexicon.txt")}


@cache
def stock_emojis() -> Mapping[str, str]:
    """The package's emojis of one character, with their English names."""
    return {emoji: name for emoji, name in _table("emoji_utf8_lexicon.txt") if len(emoji) == 1}


def _table(name: str) -> list[list[str]]:
    """The first two columns of a data file of the vaderSentiment package, found without importing it."""
    found = find_spec("vaderSentiment")
    if found is None or not found.submodule_search_locations:
        raise SmwatchError(
            N_("the word list for English is missing: the package vaderSentiment is not installed"),
            N_("install smwatch again, or run: pip install vaderSentiment"),
        )
    text = (Path(found.submodule_search_locations[0]) / name).read_text("utf-8")
    return [line.strip().split("\t")[:2] for line in text.split("\n") if line.strip()]

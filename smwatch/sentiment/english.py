"""English as PR people meet it: VADER's rules, its lexicon, and a layer of words on top; `lexicons/en-pr.tsv` is one.

    read_english(text) -> Reading            with the names of the rules that fired
    read_by(layer) -> reader                 the same with another layer

What is added to VADER's rules: more that negates ("no longer", "far from"); a negation that turns no word counts itself
("they never called back"); good words of a question count nothing ("is it any good?").
"""

from __future__ import annotations

import string
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache
from typing import Final

from smwatch.sentiment.lexicons import Layer, Phrases
from smwatch.sentiment.tokens import plain, set_apart, shorten
from smwatch.sentiment.vader import (
    HEEDED,
    NEGATIONS,
    Reading,
    Rules,
    lower_all,
    spell_emojis,
    stock_emojis,
    stock_lexicon,
    total,
    weigh,
)

_PUNCTUATION: Final = string.punctuation + "…«»"
_CLOSING: Final = "\"'»)]”"
_ENDS: Final = frozenset(".!?…")
_MORE_NEGATIONS: Final = frozenset(("no longer", "far from", "anything but", "lack of", "nobody", "no one"))
ALONE_WORDS: Final = frozenset(  # negations that say something where they turn no word
    (*(word for word in NEGATIONS if word.endswith(("nt", "n't"))), "not", "never", "none", "nothing", "cannot")
) | frozenset(("no longer", "nobody", "no one"))
_REACH: Final = 3  # words that a negation turns


@cache
def read_by(own: Layer) -> Callable[[str], Reading]:
    """A reader of English with these words over VADER's."""
    alone = {word: valence for word, valence in own.words.items() if word in ALONE_WORDS and valence}
    lexicon = {**stock_lexicon(), **{word: valence for word, valence in own.words.items() if word not in ALONE_WORDS}}
    negations = NEGATIONS | _MORE_NEGATIONS
    phrases = Phrases([*own.words, *_MORE_NEGATIONS])
    emojis = frozenset(word for word in own.words if len(word) == 1 and not word.isascii())
    signs = frozenset(word for word in emojis if own.words[word])
    rules = Rules(
        lexicon={word: valence for word, valence in lexicon.items() if valence},
        emojis={emoji: name for emoji, name in stock_emojis().items() if emoji not in emojis},
        tokens=lambda text: phrases.join([_bare(raw, lexicon) for raw in text.split()]),
        negations=negations,
        heeds=negations | HEEDED,
    )

    def read(text: str) -> Reading:
        """Score an English text."""
        text = spell_emojis(set_apart(plain(text), emojis), rules.emojis).strip()
        words = rules.tokens(text)
        lower, fired = lower_all(words), set[str]()
        values = weigh(words, lower, rules, fired)
        if signs and not signs.isdisjoint(lower):
            for i in [i for i, word in enumerate(lower) if word in signs]:
                values[i] = lexicon[lower[i]]  # “they never called 😡”: no negation turns a face round
        if alone and not alone.keys().isdisjoint(lower) and _weigh_alone(lower, values, alone):
            fired.add("negation")
        if "?" in text and _hush_questions(text.split(), words, values):
            fired.add("question")
        return total(words, values, text, frozenset(fired))

    return read


def read_english(text: str) -> Reading:
    """Score an English text with the layer for PR."""
    return read_by(Layer.of("en-pr"))(text)


def _weigh_alone(lower: Sequence[str], values: list[float], alone: Mapping[str, float]) -> bool:
    """A negation with nothing after it to turn says something itself. In place; whether there is one."""
    told = [i for i, word in enumerate(lower) if word in alone and not any(values[i : i + _REACH + 1])]
    for i in told:
        values[i] = alone[lower[i]]
    return bool(told)


def _hush_questions(raws: Sequence[str], words: Sequence[str], values: list[float]) -> bool:
    """Who asks whether it is good does not praise: its good words count nothing. In place; whether any did."""
    asked = [False] * len(raws)
    start = 0
    for i, raw in enumerate(raws):
        bare = raw.rstrip(_CLOSING)
        if bare[-1:] in _ENDS:
            asked[start : i + 1] = [bare.endswith(("?", "?!"))] * (i + 1 - start)
            start = i + 1
    at = 0
    hushed = False
    for i, word in enumerate(words):
        if values[i] > 0 and asked[at]:
            values[i], hushed = 0, True
        at += word.count(" ") + 1
    return hushed


def _bare(raw: str, lexicon: Container[str]) -> str:
    """A token without the punctuation around it; emoticons stay whole. Unlike VADER's, « 'no » is "no"."""
    if raw.lower() in lexicon:
        return raw
    return shorten(raw.strip(_PUNCTUATION) or raw, lexicon)

"""English as PR people meet it: VADER's rules, its lexicon, and a layer of words on top; `lexicons/en-pr.tsv` is one.

    read_english(text) -> Reading
    read_by(layer) -> reader                 the same with another layer

What is added to VADER's rules: more that negates ("no longer", "far from"), and a negation that turns no word counts
itself ("they never called back").
"""

from __future__ import annotations

import string
from collections.abc import Callable, Container, Sequence
from functools import cache
from typing import Final

from smwatch.sentiment.lexicons import ALONE, Layer, Phrases
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
_MORE_NEGATIONS: Final = frozenset(("no longer", "far from", "anything but", "lack of", "nobody", "no one"))
_ALONE: Final = frozenset(  # negations that say something where they turn no word
    (*(word for word in NEGATIONS if word.endswith(("nt", "n't"))), "not", "never", "none", "nothing", "cannot")
) | frozenset(("no longer", "nobody", "no one"))
_REACH: Final = 3  # words that a negation turns


@cache
def read_by(own: Layer) -> Callable[[str], Reading]:
    """A reader of English with these words over VADER's."""
    lexicon = {**stock_lexicon(), **own.words}
    negations = NEGATIONS | _MORE_NEGATIONS
    phrases = Phrases([*own.words, *_MORE_NEGATIONS])
    emojis = frozenset(word for word in own.words if len(word) == 1 and not word.isascii())
    alone = own.words.get(ALONE, 0.0)
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
        lower = lower_all(words)
        values = weigh(words, lower, rules)
        if alone and not _ALONE.isdisjoint(lower):
            _weigh_alone(lower, values, alone)
        return total(words, values, text)

    return read


def read_english(text: str) -> Reading:
    """Score an English text with the layer for PR."""
    return read_by(Layer.of("en-pr"))(text)


def _weigh_alone(lower: Sequence[str], values: list[float], alone: float) -> None:
    """A negation with nothing after it to turn says something itself. In place."""
    told = [i for i, word in enumerate(lower) if word in _ALONE and not any(values[i : i + _REACH + 1])]
    for i in told:
        values[i] = alone


def _bare(raw: str, lexicon: Container[str]) -> str:
    """A token without the punctuation around it; emoticons stay whole. Unlike VADER's, « 'no » is "no"."""
    if raw.lower() in lexicon:
        return raw
    return shorten(raw.strip(_PUNCTUATION) or raw, lexicon)

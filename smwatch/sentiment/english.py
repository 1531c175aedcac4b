"""English as PR people meet it: VADER's rules, its lexicon, and the layer `lexicons/en-pr.tsv` on top.

read_english(text) -> Reading
"""

from __future__ import annotations

import string
from collections.abc import Container
from functools import cache
from typing import Final

from smwatch.sentiment.lexicons import Phrases, layer
from smwatch.sentiment.tokens import plain, set_apart, shorten
from smwatch.sentiment.vader import Reading, Rules, read, stock_emojis, stock_lexicon

_PUNCTUATION: Final = string.punctuation + "…«»"


def read_english(text: str) -> Reading:
    """Score an English text."""
    return read(set_apart(plain(text), _own_emojis()), _rules())


@cache
def _rules() -> Rules:
    own = layer("en-pr")
    lexicon = {**stock_lexicon(), **own}
    phrases = Phrases(own)
    return Rules(
        lexicon={word: valence for word, valence in lexicon.items() if valence},
        emojis={emoji: name for emoji, name in stock_emojis().items() if emoji not in own},
        tokens=lambda text: phrases.join([_bare(raw, lexicon) for raw in text.split()]),
    )


def _bare(raw: str, lexicon: Container[str]) -> str:
    """A token without the punctuation around it; emoticons stay whole. Unlike VADER's, « 'no » is "no"."""
    if raw.lower() in lexicon:
        return raw
    return shorten(raw.strip(_PUNCTUATION) or raw, lexicon)


@cache
def _own_emojis() -> frozenset[str]:
    """Emojis that the layer values itself, instead of by their English names."""
    return frozenset(word for word in layer("en-pr") if len(word) == 1 and not word.isascii())

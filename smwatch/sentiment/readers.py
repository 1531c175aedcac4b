"""The lexicon readers, with the layers that a config asks for.

    reader("fr") -> Reader                                    the list of the language, and smwatch's layer over it
    reader("fr", layers=False)                                the list alone
    reader("fr", words={"rappel volontaire": -1.5})           a user's words over both; 0 silences a word
    entries("fr", words=...) -> list[Entry]                   all of these as they are read, to be shown

Pure but for the word lists, read once. The same question gets the same reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from smwatch.sentiment import english, french
from smwatch.sentiment.lexicons import Layer, layer, lines
from smwatch.sentiment.tokens import plain
from smwatch.sentiment.vader import Reading, stock_lexicon

Reader = Callable[[str], Reading]

LANGUAGES: Final = ("en", "fr")
LAYERS: Final[Mapping[str, str]] = {"en": "en-pr", "fr": "fr-pr"}  # smwatch's own, over the list of the language


class Entry(NamedTuple):
    """A word or phrase that a reader knows, and where from."""

    word: str
    valence: float  # -4 to 4; 0: it is silenced
    layer: str  # base | pr | own
    note: str = ""


def reader(lang: str, *, layers: bool = True, words: Mapping[str, float] | None = None) -> Reader:
    """The reader of this language ("en" or "fr") with these layers."""
    own = Layer.of(LAYERS[lang] if layers else "", tuple(sorted(_tidy(words or {}).items())))
    return french.read_by(own) if lang == "fr" else english.read_by(own)


def entries(lang: str, *, layers: bool = True, words: Mapping[str, float] | None = None) -> list[Entry]:
    """Every word that the reader knows, once, in the layer that wins; in alphabetical order."""
    base = layer("fr") if lang == "fr" else stock_lexicon()
    found = {word: Entry(word, valence, "base") for word, valence in base.items()}
    if layers:
        found |= {line.words: Entry(line.words, line.valence, "pr", line.note) for line in lines(LAYERS[lang])}
    found |= {word: Entry(word, valence, "own") for word, valence in _tidy(words or {}).items()}
    return [found[word] for word in sorted(found)]


def _tidy(words: Mapping[str, float]) -> dict[str, float]:
    """Words as the lists write them: small letters, straight apostrophes, one space."""
    return {" ".join(plain(word).lower().split()): valence for word, valence in words.items()}

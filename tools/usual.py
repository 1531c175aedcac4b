"""Counts in how many texts of the corpus each word stands: `python tools/usual.py` writes smwatch/themes/usual/.

What themes stand out against where a brand has no past. The hands of the corpus that are for choosing and for the last
measure aren't read. The same corpus gives the same lists.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Final

from smwatch.themes.words import Kind, Reader

ROOT: Final = Path(__file__).parent.parent
OUT: Final = ROOT / "smwatch/themes/usual"
SEEN: Final = 3  # texts that a word must be in
SAID: Final = (
    "# How many texts of the corpus a word stands in, of {n} in all; tools/usual.py counts. Licence: the corpus's."
)


def texts(lang: str) -> list[tuple[str, str]]:
    """Texts in a language, each with its brand."""
    hands = set(tomllib.loads((ROOT / "corpus/splits.toml").read_text("utf-8"))["train"])
    paths = [p for p in sorted((ROOT / "corpus/texts").glob("*.jsonl")) if p.name[:3] in hands]
    paths += sorted((ROOT / "corpus/start").glob("*.jsonl"))
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    return [(row["text"], row["brand"]) for row in rows if row["lang"] == lang]


def main() -> None:
    """A line for each count: the count, then the words that have it."""
    for lang in ("fr", "en"):
        reader, counts, rows = Reader(lang), Counter[str](), texts(lang)
        telling = 0
        for text, brand in rows:
            own = {word.key for word in reader.words(brand)}
            keys = {word.key for word in reader.words(text) if word.kind is Kind.WORD} - own
            counts.update(keys)
            telling += len(keys)
        kept = sorted(((n, word) for word, n in counts.items() if n >= SEEN), key=lambda pair: (-pair[0], pair[1]))
        lines = [SAID.format(n=len(rows)), f"* {len(rows)} {telling}"]
        lines += [" ".join([str(n), *(word for _, word in of)]) for n, of in groupby(kept, key=lambda pair: pair[0])]
        OUT.joinpath(f"{lang}.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()

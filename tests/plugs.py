"""Packages that bring plug-ins, as pip would install them: a module and a .dist-info with entry points.

install(folder, "acme", ACME, scorers="acme:scorer")       folder is to be on sys.path, or in PYTHONPATH
"""

from __future__ import annotations

from pathlib import Path

ACME = '''
"""A scorer and an encoder, as small as they can be."""

from collections.abc import Sequence
from zlib import crc32

from smwatch.models import Label, Sentiment
from smwatch.protocols import Passage
from smwatch.sentiment.about import pieces


class Scorer:
    """Likes what is long."""

    name = "acme"
    versions = frozenset({"acme/1"})

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        return [self._score(" ".join(piece.text for piece in pieces(passage))) for passage in passages]

    def _score(self, text: str) -> Sentiment:
        if not text:
            return Sentiment(scorer="acme/1")
        if "slow" in text:
            return Sentiment(score=-0.5, label=Label.NEGATIVE, worst=-0.5, scorer="acme/1", words=(("slow", -1.0),))
        return Sentiment(score=0.25, label=Label.POSITIVE, worst=0.25, scorer="acme/1")


class Trigrams:
    """How often trigrams occur, by 32 remainders of their checksums: knows spelling, and nothing else."""

    name = "trigrams/1"

    def vectors(self, texts: Sequence[str]) -> list[list[float]]:
        return [self._vector(text.lower()) for text in texts]

    def _vector(self, text: str) -> list[float]:
        counts = [0.0] * 32
        for at in range(len(text)):
            counts[crc32(text[at : at + 3].encode("utf-8", "replace")) % 32] += 1
        return counts


def scorer() -> Scorer:
    return Scorer()


def encoder() -> Trigrams:
    return Trigrams()
'''


def install(folder: Path, name: str, source: str, *, scorers: str = "", encoders: str = "", presets: str = "") -> None:
    """`scorers`, `encoders`, `presets`: lines of entry points, as "acme = acme:scorer"."""
    (folder / f"{name}.py").write_text(source, "utf-8")
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    groups = {"smwatch.scorers": scorers, "smwatch.encoders": encoders, "smwatch.presets": presets}
    (info / "entry_points.txt").write_text("".join(f"[{name}]\n{lines}\n" for name, lines in groups.items()), "utf-8")

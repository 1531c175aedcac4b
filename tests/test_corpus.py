"""The corpus of labelled mentions is what its README says: whole, well formed, coded twice, split by hand."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

FOLDER: Final = Path(__file__).parent.parent / "corpus"
LABELS: Final = frozenset(("negative", "neutral", "positive"))
VARIETIES: Final = {"fr": {"qc", "fr", "be", "ch", "af"}, "en": {"ca", "us", "uk", "ie", "au", "in"}}
KEYS: Final = frozenset(("id", "writer", "lang", "variety", "brand", "kind", "text", "label"))


def rows_of(file: Path) -> list[dict[str, Any]]:
    """A file's lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def texts() -> list[dict[str, Any]]:
    """Every text, by writer."""
    return [row for file in sorted((FOLDER / "texts").glob("*.jsonl")) for row in rows_of(file)]


@pytest.fixture(scope="module")
def readme() -> str:
    """What is said of the corpus."""
    return (FOLDER / "README.md").read_text(encoding="utf-8")


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa of two coders (J. Cohen, 1960)."""
    firsts, seconds = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    same = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(firsts[label] * seconds[label] for label in LABELS) / len(pairs) ** 2
    return (same - chance) / (1 - chance)


def test_every_text_is_well_formed(texts: list[dict[str, Any]]) -> None:
    """Keys, kinds and labels are those of the guide; each text and id is there once, in its writer's file."""
    guide = (FOLDER / "GUIDE.md").read_text(encoding="utf-8")
    for row in texts:
        assert row.keys() - {"title"} == KEYS, row["id"]
        assert row["label"] in LABELS, row["id"]
        assert row["variety"] in VARIETIES[row["lang"]], row["id"]
        assert f"`{row['kind']}`" in guide, row["id"]
        assert row["id"].startswith(f"{row['writer']}-"), row["id"]
        assert row["text"].strip() == row["text"] != "", row["id"]
    assert len({row["id"] for row in texts}) == len({row["text"] for row in texts}) == len(texts) >= 3_000


def test_the_start_is_well_formed(texts: list[dict[str, Any]], readme: str) -> None:
    """The older texts have the same keys but two, and repeat none of the others."""
    start = [row for file in sorted((FOLDER / "start").glob("*.jsonl")) for row in rows_of(file)]
    assert f"{len(start)} older texts" in readme
    for row in start:
        assert row.keys() == KEYS - {"writer", "variety"}, row["id"]
        assert row["label"] in LABELS, row["id"]
        assert row["lang"] in VARIETIES, row["id"]
    both = [row["id"] for row in [*texts, *start]], [row["text"] for row in [*texts, *start]]
    assert len(set(both[0])) == len(set(both[1])) == len(texts) + len(start)


def test_the_readme_counts_right(texts: list[dict[str, Any]], readme: str) -> None:
    """Its figures are those of the files."""
    labels, langs = Counter(row["label"] for row in texts), Counter(row["lang"] for row in texts)
    quebec = sum(row["variety"] == "qc" for row in texts)
    for said in (
        f"{len(texts):,} brand mentions",
        f"{langs['fr']:,} French ({quebec:,} of Québec), {langs['en']:,} English",
        f"{len({row['writer'] for row in texts})} voices",
        f"in {len({row['kind'] for row in texts})} registers",
        f"negative {labels['negative']:,} · neutral {labels['neutral']:,} · positive {labels['positive']:,}",
        f"{len({row['brand'] for row in texts}):,}, all invented",
    ):
        assert said in readme


def test_the_agreement_is_as_told(texts: list[dict[str, Any]], readme: str) -> None:
    """Every text has a second label, and the README gives the agreement that the two have."""
    second = {row["id"]: row["label"] for row in rows_of(FOLDER / "second-coder.jsonl")}
    assert second.keys() == {row["id"] for row in texts}
    same = sum(second[row["id"]] == row["label"] for row in texts)
    assert f"{same:,} of {len(texts):,} texts" in readme
    for lang in ("", "fr", "en"):
        value = kappa([(row["label"], second[row["id"]]) for row in texts if lang in {"", row["lang"]}])
        assert f"{value:.3f}".lstrip("0") in readme, f"{lang or 'all'}: {value:.3f}"


def test_hands_are_in_one_split_each(texts: list[dict[str, Any]]) -> None:
    """And each split has both languages."""
    splits = tomllib.loads((FOLDER / "splits.toml").read_text(encoding="utf-8"))
    hands = [hand for split in splits.values() for hand in split]
    assert Counter(hands) == Counter({row["writer"][:3] for row in texts})
    for name, split in splits.items():
        assert {row["lang"] for row in texts if row["writer"][:3] in split} == {"fr", "en"}, name

"""Thousands of brands cost little more than a few: coarse, so that a busy machine passes and a mishap doesn't."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from statistics import median

from smwatch.matching.brands import Matcher
from smwatch.matching.lines import answer_all
from smwatch.models import Brand

SYLLABLES = "ba bel cor da del el fa gra hu jo ka lan mé na or pel qué ro sa tal u ver wes yo zé bri cla dro".split()


def word(rand: random.Random) -> str:
    return "".join(rand.choice(SYLLABLES) for _ in range(rand.randint(2, 4)))


def brand(rand: random.Random, number: int) -> Brand:
    name = f"{word(rand).capitalize()}x {word(rand).capitalize()}"
    tag = name.replace(" ", "")
    names = (name, f"@{tag}", f"#{tag}")
    return Brand(name=f"{name} {number}", names=names, exclude=(f"rue {name}",), context=("marque", "brand"))


def texts(rand: random.Random, brands: Sequence[Brand]) -> list[str]:
    rows = []
    for i in range(400):
        words = [rand.choice(("l’usine", "the", "modèle", "œuvre", word(rand))) for _ in range(300)]
        if i % 10 == 0:
            words += [brands[i // 10 % 20].names[0], "marque"]
        rows.append(json.dumps({"id": i, "text": f"<p>{' '.join(words)}</p>"}))
    return rows


def test_two_thousand_brands_cost_little_more_than_twenty() -> None:
    rand = random.Random(5)
    brands = [brand(rand, i) for i in range(2_000)]
    lines = texts(rand, brands)
    few, many = Matcher(brands[:20]), Matcher(brands)
    ratios = []
    for _ in range(3):
        costs = []
        for matcher in (few, many):
            started = time.process_time()
            found = [row["id"] for row in answer_all(lines, matcher) if row["brands"]]
            costs.append(time.process_time() - started)
            assert found == list(range(0, 400, 10))
        ratios.append(costs[1] / costs[0])
    assert median(ratios) < 2.5

"""People who talk about a brand, made up for the tests of this folder."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from smwatch.models import Alert, Heard, Label

MONDAY = datetime(2010, 3, 1, tzinfo=UTC)
NEGATIVE, NEUTRAL, POSITIVE = -0.6, 0.0, 0.6
LABELS: dict[float | None, Label | None] = {
    None: None,
    NEGATIVE: Label.NEGATIVE,
    NEUTRAL: Label.NEUTRAL,
    POSITIVE: Label.POSITIVE,
}


def an_alert(**more: Any) -> Alert:  # noqa: ANN401 - any field of the dataclass, by name
    """An alert, alike but for what is given."""
    given: dict[str, Any] = {
        "brand": "Nordelait", "opened": MONDAY, "updated": MONDAY, "window": timedelta(hours=6), "negatives": 37,
        "mentions": 50, "stories": 30, "authors": 30, "expected": 1.2, "probability": 1 / 4000,
    }  # fmt: skip
    return Alert(**{**given, **more})


def say(
    number: int,
    at: datetime,
    score: float | None = NEGATIVE,
    *,
    brand: str = "Nordelait",
    late: timedelta = timedelta(minutes=10),
    **more: Any,  # noqa: ANN401 - any field of the dataclass, by name
) -> Heard:
    """One mention, by somebody of its own in words of its own unless told otherwise."""
    given = {"id": f"m{number}", "author": f"author {number}", "text": f"Number {number} speaks.", "source": "blog"}
    return Heard(
        brand=brand,
        published=at,
        fetched=at + late,
        score=score,
        label=LABELS[score],
        **{**given, **more},
    )


def ordinary_days(
    days: int, a_day: float, *, seed: int = 1, share: float = 0.15, start: datetime = MONDAY
) -> list[Heard]:
    """Days on which nothing happens: mentions at random, a share of them negative."""
    dice, at, out = random.Random(seed), start, list[Heard]()
    while (at := at + timedelta(days=dice.expovariate(a_day))) < start + timedelta(days=days):
        score = NEGATIVE if dice.random() < share else dice.choice((NEUTRAL, NEUTRAL, POSITIVE))
        out.append(say(len(out), at, score))
    return out


def burst(
    n: int,
    start: datetime,
    hours: float,
    score: float | None = NEGATIVE,
    *,
    first: int = 100_000,
    **more: Any,  # noqa: ANN401 - any field of the dataclass, by name
) -> list[Heard]:
    """So many mentions, evenly over some hours, by as many people."""
    return [say(first + i, start + timedelta(hours=hours * i / n), score, **more) for i in range(n)]

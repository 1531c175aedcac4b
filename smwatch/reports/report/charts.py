"""Charts of a report as the template draws them: paths in units of their own, and the same in words and in numbers.

A chart is stretched to the width of the page, so what is written in it is placed in percents and not stretched. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 160
"""A chart's own units."""

ROOM = 6
"""Units above the highest bar."""

GAP = 0.15
"""What part of a bar's width is left free."""

NARROWEST = 4.0
"""Units that a mark is wide at least, so that an hour is seen among years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of a chart that is marked."""

    kind: str  # a class of the style sheet
    number: int
    x: str
    width: str
    left: str  # percents, where its number stands
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A chart in numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn, and told for those who don't see it."""

    name: str  # for ids
    title: str
    told: str
    scale: str
    axis: tuple[str, ...]
    paths: tuple[tuple[str, str], ...]  # class, and what is drawn
    marks: tuple[Mark, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()  # class and words of the legend
    table: Table


def bars(values: Sequence[float], top: float, base: Sequence[float] | None = None) -> str:
    """A path of bars; `base`: what each stands on."""
    if not values:
        return ""
    step, drawn = WIDTH / len(values), list[str]()
    wide = step * (1 - GAP)
    for at, value in enumerate(values):
        if value > 0:
            left, below, tall = at * step + step * GAP / 2, height_of(base[at] if base else 0, top), _tall(value, top)
            drawn.append(f"M{left:.1f} {below}v-{tall}h{wide:.1f}v{tall}z")
    return "".join(drawn)


def line(values: Sequence[float], top: float) -> str:
    """A path of steps."""
    if not values:
        return ""
    step = WIDTH / len(values)
    steps = "".join(f"V{height_of(value, top)}H{(at + 1) * step:.1f}" for at, value in enumerate(values))
    return f"M0 {height_of(values[0], top)}{steps}"


def mark(kind: str, number: int, span: tuple[float, float], title: str) -> Mark:
    """A mark from one place to another, both from 0 to 1."""
    start = min(span[0] * WIDTH, WIDTH - NARROWEST)
    wide = max(NARROWEST, span[1] * WIDTH - start)
    return Mark(
        kind=kind,
        number=number,
        x=f"{start:.1f}",
        width=f"{min(wide, WIDTH - start):.1f}",
        left=f"{min(98.0, 100 * start / WIDTH + 0.2):.1f}%",
        title=title,
    )


def percents(counts: Iterable[tuple[str, int]], whole: int) -> tuple[tuple[str, str, str], ...]:
    """A bar that lies: class, beginning and length in percents of `whole`."""
    found, at = list[tuple[str, str, str]](), 0.0
    for name, n in counts:
        if n > 0 and whole:
            wide = 100 * n / whole
            found.append((name, f"{at:.2f}", f"{wide:.2f}"))
            at += wide
    return tuple(found)


def height_of(value: float, top: float) -> str:
    """How far down a value stands."""
    return f"{HEIGHT - value * (HEIGHT - ROOM) / top:.1f}"


def _tall(value: float, top: float) -> str:
    return f"{value * (HEIGHT - ROOM) / top:.1f}"

"""An alert reckoned again by somebody who has read docs/explanation/alerts.md, and `mentions list --json`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import comb, exp, floor, lgamma, log, log10, sinh, sqrt
from pathlib import Path
from typing import Any

Row = dict[str, Any]
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "alerts.md"


def constants() -> dict[str, float]:
    """Those of the page's table."""
    found = dict[str, float]()
    for names, values in re.findall(r"^\| (`[a-z_`, ]+) \| ([\d., ]+) \|", PAGE.read_text("utf-8"), re.MULTILINE):
        found |= zip(re.findall(r"`(\w+)`", names), map(float, values.split(", ")), strict=True)
    return found


C = constants()


def hours(at: str | None) -> float:
    """Hours since 1970."""
    assert at
    return datetime.fromisoformat(at).timestamp() / 3600


@dataclass(frozen=True)
class Usual:
    """Steps 2 to 4 and the beginning of 6."""

    first: int
    end: int
    calm: list[int]
    alert: set[int]
    negatives: int
    mentions: int
    weight: float
    rate: float
    shape: float
    week: list[float]
    a: float
    b: float

    def busy(self, since: float, until: float) -> float:
        """Average hours in a stretch."""
        total, at = 0.0, since
        while at < until:
            end = min(until, floor(at) + 1)
            total += (end - at) * self.week[(floor(at) + 72) % 168]
            at = end
        return total


class ByHand:
    """One alert, the rows of its `reckoning.filter`, and the brand's other alerts."""

    def __init__(self, alert: Row, rows: list[Row], others: Iterable[Row] = ()) -> None:
        self.alert, self.rows, self.others = alert, rows, list(others)
        self.crisis = alert["kind"] == "crisis"
        self.author = {n: f"p{i}" for i, group in enumerate(alert["reckoning"]["one_author"]) for n in group}
        self.at = hours(alert["reckoning"]["found_until"])
        self.began = self.at - alert["reckoning"]["window_hours"]
        self.heard = self.found(alert["reckoning"]["found_since"], alert["reckoning"]["found_until"])

    def found(self, since: str, until: str) -> list[Row]:
        """Step 1, its first half."""
        rows = [r for r in self.rows if hours(since) <= hours(r["fetched"]) <= hours(until)]
        rows = [r for r in rows if r["author_role"] not in {"official", "employee"}]
        rows = [r for r in rows if hours(r["fetched"]) - hours(r["published"]) <= C["late"]]
        return sorted(rows, key=lambda r: (r["fetched"], r["published"], r["text"], r["title"], r["author"], r["url"]))

    def voices(self, rows: Iterable[Row], memory: float) -> list[Row]:
        """Step 1, its second half."""
        last, told = dict[str, float](), list[Row]()
        for row in rows:
            at, words = hours(row["published"]), row["text"].casefold().split()
            names = ["a " + self.author.get(row["id"], f"alone {row['id']}")]
            if len(words) >= C["opening"]:
                names.append("t " + " ".join(words[: int(C["opening"])]).rstrip(".…"))
            if row["story"] and not (len(words) < C["opening"] and row["thread"]):
                names.append("s " + row["story"])
            new = [name for name in names if name not in last or abs(at - last[name]) >= memory]
            if new == names:
                told.append(row)
            last |= {name: at for name in new if new == names or name != names[0]}
        return told

    def speaks(self, row: Row) -> bool:
        return bool((row["label"] == "negative") is self.crisis)

    def loud(self, rows: list[Row]) -> list[float]:
        """When voices of the alert's kind spoke."""
        return sorted(hours(r["published"]) for r in self.voices(filter(self.speaks, rows), C["memory"]))

    def judged(self, rows: list[Row]) -> list[float]:
        some = self.voices((r for r in rows if r["label"]), C["memory_of_all"])
        return sorted(hours(r["published"]) for r in some)

    def unscored(self, rows: list[Row]) -> list[float]:
        some = self.voices((r for r in rows if not r["label"]), C["memory_of_all"])
        return sorted(hours(r["published"]) for r in some)

    @property
    def looks(self) -> float:
        """Step 5: of a year, through this window."""
        return float(C["looks"] / max(1.0, self.at - self.began))

    def inside(self, times: Iterable[float]) -> int:
        """How many in the window."""
        return sum(self.began < at <= self.at for at in times)

    def stretch(self) -> tuple[float, float] | None:
        """The time of the alert that was the latest when this one was loudest."""
        opened = hours(self.alert["opened"])
        if self.at > opened:
            return opened, float("inf")
        before = [a for a in self.others if hours(a["opened"]) < opened]
        if not before:
            return None
        last = max(before, key=lambda a: hours(a["opened"]))
        return hours(last["opened"]), hours(last["closed"])

    def usual(self, rows: list[Row], at: float, stretch: tuple[float, float] | None) -> Usual:
        """Steps 2 to 4."""
        loud, judged = self.loud(rows), self.judged(rows)
        end = floor((at - C["recent"]) / 24)
        first = max(end - int(C["days"]), -floor(-hours(self.alert["reckoning"]["listening_since"]) / 24))
        left = set[int]()
        if stretch:
            opened, over = stretch[0], min(stretch[1], stretch[0] + C["lasting"])
            left = {d for d in range(first, end) if 24 * d < over and 24 * (d + 1) > opened - 24}
        weight = {d: 0.5 ** ((end - d) / C["half_life"]) for d in range(first, end)}
        of_day, all_of_day = Counter(floor(t / 24) for t in loud), Counter(floor(t / 24) for t in judged)
        calm = list(self.calm([d for d in range(first, end) if d not in left], of_day, weight))
        v = C["prior_voices"] + sum(weight[d] * of_day[d] for d in calm)
        d = C["prior_days"] + sum(weight[day] for day in calm)
        hits = sum(weight[day] * of_day[day] for day in calm)
        everyone = max(hits, sum(weight[day] * all_of_day[day] for day in calm))
        a, b = C["prior_negative"] + hits, C["prior_other"] + everyone - hits
        less = min(1, C["sure_share"] / (a + b))
        return Usual(
            first, end, calm, left, sum(of_day[x] for x in calm), sum(all_of_day[x] for x in calm),
            sum(weight[x] for x in calm), v / d, min(v, C["sure_rate"]), week(judged, calm), a * less, b * less,
        )  # fmt: skip

    def calm(self, days: list[int], of_day: Counter[int], weight: dict[int, float]) -> Iterator[int]:
        """Step 3."""
        v, d = C["prior_voices"], C["prior_days"]
        for i, day in enumerate(sorted(days, key=lambda day: (of_day[day], day))):
            n, shape = of_day[day], min(v, C["sure_rate"])
            if 3 * i >= 2 * len(days) and n > 2 * v / d:
                point, tail = exp(rate_point(n, v / d, shape)), 10 ** rate_tail_log10(n, v / d, shape)
                if point < C["odd"] and tail < C["odd"]:
                    return
            yield day
            v, d = v + weight[day] * n, d + weight[day]

    def doubling(self, times: list[float], since: float, until: float) -> tuple[float, float, float] | None:
        """Step 7, by Newton's method on the likelihood's own terms instead of bisection."""
        inside, length = [t - since for t in times if since < t <= until], until - since
        n, t = len(inside), sum(inside) / max(1, len(inside)) / length
        if n < 8 or (t - 0.5) * sqrt(12 * n) < 1.645:
            return None
        g = 6 * (t - 0.5) * 2
        for _ in range(500):
            off = 1 / (1 - exp(-g)) - 1 / g - t
            g -= off / (1 / g**2 - exp(-g) / (1 - exp(-g)) ** 2)
        error = 1 / sqrt(n * (1 / g**2 - 1 / (4 * sinh(g / 2) ** 2)))
        unit = length * log(2)
        return unit / g, unit / (g + 1.645 * error), unit / max(g - 1.645 * error, g / 10)


def week(judged: list[float], days: list[int]) -> list[float]:
    """How busy each hour of a week is, from Monday 00:00 on; the average is 1."""
    times = [t for t in judged if floor(t / 24) in set(days)]
    if not times:
        return [1.0] * 168
    by_hour, by_day = Counter(floor(t) % 24 for t in times), Counter((floor(t / 24) + 3) % 7 for t in times)
    such, n, pull = Counter((d + 3) % 7 for d in days), len(times), C["pull"]
    smooth = [(by_hour[(h - 1) % 24] + by_hour[h] + by_hour[(h + 1) % 24]) / 3 for h in range(24)]
    weights = [
        (by_day[day] + pull) / (n * such[day] / len(days) + pull) * (smooth[hour] + pull) / (n / 24 + pull)
        for day in range(7)
        for hour in range(24)
    ]
    return [w * 168 / sum(weights) for w in weights]


def rate_point(k: int, m: float, s: float) -> float:
    """Step 5, the logarithm of one term."""
    return lgamma(k + s) - lgamma(k + 1) - lgamma(s) + s * log(s / (m + s)) + k * log(m / (m + s))


def rate_tail_log10(k: int, m: float, s: float) -> float:
    """Step 5, summed up term by term from the first on."""
    terms = [rate_point(i, m, s) for i in range(k, k + 20_000)]
    most = max(terms)
    return (most + log(sum(exp(t - most) for t in terms))) / log(10)


def share_tail(k: int, n: int, a: float, b: float) -> float:
    """Step 6."""

    def beta(x: float, y: float) -> float:
        return lgamma(x) + lgamma(y) - lgamma(x + y)

    return sum(comb(n, i) * exp(beta(i + a, n - i + b) - beta(a, b)) for i in range(k, n + 1))


def binomial_at_least(k: int, n: int, share: float) -> float:
    """The chance of k or more of n."""
    return sum(comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k, n + 1))


def day_name(day: int) -> str:
    """As in 2010-03-24."""
    return (datetime(1970, 1, 1) + timedelta(days=day)).date().isoformat()  # noqa: DTZ001 - a date


def loudest(rows: Iterable[Row], field: str) -> Counter[str]:
    """How often each is named."""
    counts = defaultdict[str, int](int)
    for row in rows:
        if row[field]:
            counts[row[field]] += 1
    return Counter(counts)


__all__ = ["ByHand", "C", "binomial_at_least", "day_name", "log10", "loudest", "rate_tail_log10", "share_tail"]

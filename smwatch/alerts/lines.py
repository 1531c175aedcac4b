"""JSON Lines and CSV in and out, for who works on data instead of on the database (interface: alerts backtest).

    read_mentions(lines, score, story) -> Iterator[Heard]       one JSON object a line, in the order of fetching
    read_feed_events(lines) -> Iterator[FeedEvent]
    alert_line(alert) -> str                                    one JSON object, without its line end
    series_rows(lines) -> Iterator[(timestamp, value, score)]   a CSV of counts, each with its anomaly score

A line that can't be read raises UsageError with its number. Unknown keys are ignored.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, count, islice
from typing import Any, NamedTuple

from smwatch.alerts.backtest import FeedEvent
from smwatch.alerts.series import Series
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.models import Alert, Heard, Label, Role

NEGATIVE, POSITIVE = -0.05, 0.05
"""A given sentiment from which a mention is negative or positive (VADER's own thresholds)."""

BATCH = 256
"""Lines that are read, and if need be scored, at a time."""

YEARS = range(100, 9_800)
"""Of fetching: nearer to where dates begin and end there is no room to reckon with a tick of a century."""

AHEAD = timedelta(hours=1)
"""A mention's date is believed though it is so much later than its fetching: clocks run fast (feeds/dates.py)."""

LABELS, ROLES = frozenset(map(str, Label)), frozenset(map(str, Role))


class Unscored(NamedTuple):
    """A mention that came without a sentiment."""

    title: str
    text: str
    lang: str
    brand: str


Felt = tuple[float | None, Label | None]
"""A score in [-1, 1] and what it amounts to, or (None, None) where nothing could be scored."""

ScoreTexts = Callable[[Sequence[Unscored]], Sequence[Felt]]
"""As many answers as mentions, in their order."""

StoryOf = Callable[[str, str, str, datetime], str]
"""(title, text, source, when it was fetched) -> what copies of that story share, as far as they came before."""


def label_of(score: float | None) -> Label | None:
    """What a score amounts to."""
    if score is None:
        return None
    return Label.NEGATIVE if score <= NEGATIVE else Label.POSITIVE if score >= POSITIVE else Label.NEUTRAL


def read_mentions(
    lines: Iterable[str], *, score: ScoreTexts | None = None, story: StoryOf | None = None
) -> Iterator[Heard]:
    """Mentions as the detector hears them. Those without a `sentiment` are scored by `score`, else left unscored.

    What smwatch exports of its own (`score` and `label`) is taken as it stands there.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line and not line.isspace())
    while batch := list(islice(numbered, BATCH)):
        rows, unreadable = _objects(batch)
        felt = _felt(rows, score)
        for number, row in rows:
            try:
                yield _heard(row, number, felt.get(number, (None, None)), story)
            except (KeyError, TypeError, ValueError, OverflowError) as wrong:
                raise _unreadable(number, wrong) from wrong
        if unreadable:
            raise unreadable


def _objects(lines: Iterable[tuple[int, str]]) -> tuple[list[tuple[int, dict[str, Any]]], UsageError | None]:
    """The objects of the lines, up to the first that can't be read, and what is wrong with that."""
    rows = list[tuple[int, dict[str, Any]]]()
    for number, line in lines:
        try:
            rows.append((number, _object(line, number)))
        except UsageError as unreadable:
            return rows, unreadable
    return rows, None


def _felt(rows: Iterable[tuple[int, dict[str, Any]]], score: ScoreTexts | None) -> dict[int, Felt]:
    """By number of the line, how those feel that came without a sentiment."""
    silent = {number: row for number, row in rows if _is_silent(row)} if score else {}
    told = [Unscored(*(_text(row, key) for key in Unscored._fields)) for row in silent.values()]
    return dict(zip(silent, score(told), strict=True)) if score and silent else {}


def _is_silent(row: dict[str, Any]) -> bool:
    """Whether a line says nothing of how it feels, not even that nothing could tell."""
    return row.get("sentiment") is None and not _is_ours(row)


def _is_ours(row: dict[str, Any]) -> bool:
    """Whether it was exported from a database: what others call a label is no label of ours."""
    return {"score", "label", "scorer"} <= row.keys() and (row["label"] is None or str(row["label"]) in LABELS)


def _own(row: dict[str, Any]) -> Felt:
    """What the database says that it was exported from."""
    score, label = row["score"], row["label"]
    return None if score is None else float(score), Label(label) if label else None


def _text(row: dict[str, Any], key: str) -> str:
    """A field as text; "" where it is not told."""
    return str(row.get(key) or "")


def _heard(row: dict[str, Any], number: int, felt: Felt, story: StoryOf | None) -> Heard:
    title, text, brand, source = (_text(row, key) for key in ("title", "text", "brand", "source"))
    if not brand:
        raise ValueError("brand")
    given = row.get("sentiment")
    if given is not None:
        given = float(given)
        if not -1 <= given <= 1:
            given = _between(given)
    value, label = (felt if _is_silent(row) else _own(row)) if given is None else (given, label_of(given))
    fetched = _of_now(row["fetched"])
    return Heard(
        id=str(row.get("id", number)),
        brand=brand,
        fetched=fetched,
        published=_believed(when(row["published"]), fetched) if row.get("published") else fetched,
        score=value,
        label=label,
        source=source,
        author=_text(row, "author"),
        thread=_text(row, "thread"),
        story=_text(row, "story") or (story(title, text, source, fetched) if story else ""),
        title=title,
        text=text,
        url=_text(row, "url"),
        lang=_text(row, "lang"),
        role=Role(role) if (role := _text(row, "author_role")) in ROLES else Role.PUBLIC,
    )


def _between(given: float) -> float:
    """A sentiment, cut to [-1, 1]; ValueError for what is no number."""
    if math.isnan(given):
        raise ValueError(given)
    return max(-1.0, min(1.0, given))


def _of_now(text: str) -> datetime:
    """A time at which something can have happened to smwatch; ValueError for one that can't be reckoned with."""
    at = when(text)
    if at.year not in YEARS:
        raise ValueError(text)
    return at


def _believed(published: datetime, fetched: datetime) -> datetime:
    """When it was published; when it was fetched, if that was much later: as a feed's dates are read."""
    return published if published - fetched <= AHEAD else fetched


def read_feed_events(lines: Iterable[str]) -> Iterator[FeedEvent]:
    """What happened to feeds."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _object(line, number)
            try:
                yield FeedEvent(_of_now(row["at"]), str(row["source"]), str(row["event"]))
            except (KeyError, TypeError, ValueError, OverflowError) as wrong:
                raise _unreadable(number, wrong) from wrong


def alert_line(alert: Alert) -> str:
    """One alert as the interface says."""
    return json.dumps(
        {
            "brand": alert.brand,
            "kind": alert.kind.value,
            "opened": stamp(alert.opened),
            "confirmed": stamp(alert.confirmed),
            "closed": stamp(alert.closed),
            "level": alert.level.value,
            "negatives": alert.negatives,
            "expected": round(alert.expected, 3),
            "probability": float(f"{alert.probability:.3g}"),
            "first_mention": alert.first_mention,
        },
        ensure_ascii=False,
    )


def when(text: str) -> datetime:
    """A time as written in ISO 8601; without a zone it is UTC."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is UTC:
        return at
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def stamp(at: datetime | None) -> str | None:
    """A time as JSON has it: ISO 8601 UTC with Z."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _constant(name: str) -> float | None:
    """What JSON doesn't know and many write: what is not a number is none."""
    return None if name == "NaN" else float(name)


_JSON = json.JSONDecoder(parse_constant=_constant)  # json.loads would make one for each line


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        said = line.strip(" \t\r\n")
        row, end = _JSON.raw_decode(said)  # `decode` looks for blanks around it first, which is slow
        if end != len(said):
            _JSON.decode(said)  # says what is wrong with the rest
    except (ValueError, RecursionError) as wrong:
        raise _unreadable(number, wrong) from wrong
    if not isinstance(row, dict):
        raise _unreadable(number, TypeError(type(row).__name__))
    return row


def _unreadable(number: int, wrong: Exception) -> UsageError:
    return UsageError(
        N_("line {number} can't be read: {problem}"),
        N_("give one JSON object a line, with at least fetched and brand; times as 2010-03-17T09:30:00Z"),
        number=number,
        problem=f"{type(wrong).__name__}: {wrong}",
    )


def series_rows(lines: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    """A CSV of `timestamp,value` with a header, as (timestamp, value, anomaly score), the first two as written.

    Raises UsageError for a row without a number.
    """
    rows = _numbers(lines)
    first = list(islice(rows, 2))
    series = Series(_step([timestamp for timestamp, _, _ in first]))
    for timestamp, written, value in chain(first, rows):
        yield timestamp, written, series.take(value)


def _numbers(lines: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    """Timestamp and value as written, and the value; what is no count counts as 0."""
    rows = csv.DictReader(lines)
    for number in count(2):
        try:
            row = next(rows)
            value = float(row["value"])
            told = row["timestamp"], row["value"], max(0.0, value) if math.isfinite(value) else 0.0
        except StopIteration:
            return
        except (KeyError, TypeError, ValueError, csv.Error) as wrong:
            raise _unreadable_row(number, wrong) from wrong
        yield told


def _step(timestamps: Sequence[str]) -> timedelta | None:
    """The time between the first two; None where that can't be told."""
    try:
        first, second = (when(timestamp) for timestamp in timestamps)
    except (TypeError, ValueError, OverflowError):  # a row without a timestamp; a single row; the edge of dates
        return None
    return second - first


def _unreadable_row(number: int, wrong: Exception) -> UsageError:
    return UsageError(
        N_("row {number} can't be read: {problem}"),
        N_("give a header timestamp,value and one number a row"),
        number=number,
        problem=f"{type(wrong).__name__}: {wrong}",
    )

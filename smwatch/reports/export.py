"""Mentions, alerts and daily figures for other tools: CSV, CSV as French Excel expects it, JSON Lines.

    mentions(store.mentions(wanted), out, "excel-csv") -> how many rows were written

Rows are taken one at a time and written at once: memory stays bounded however many there are (daily figures keep
one row a day, brand, language and source). `out` is open as UTF-8 with newline="": the formats bring their own.

CSV: RFC 4180, lines end with CRLF. Empty stands for null. A text that a spreadsheet would run as a formula gets an
apostrophe in front (OWASP, "CSV Injection"); numbers stay numbers. Several values in a cell stand as "a | b", counted
ones as "Le Devoir (12) | r/montreal (3)".
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC
from typing import TextIO

from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.models import Alert, Label, MentionRow
from smwatch.reports.values import Values, alert_dict, mention_dict

FORMATS = ("csv", "excel-csv", "ndjson")

MENTION_COLUMNS = (
    *("id", "brand", "why", "published", "fetched", "date_trust", "source", "feed", "url", "title", "text", "author"),
    *("author_role", "lang", "score", "label", "scorer", "story", "thread", "status", "assignee", "tags", "kind"),
    *("edited", "current", "worst", "machine_score", "machine_label", "machine_scorer"),
)
ALERT_COLUMNS = (
    *("id", "brand", "kind", "level", "opened", "confirmed", "peak", "closed", "negatives", "mentions", "stories"),
    *("authors", "expected", "probability", "threads", "sources", "terms", "first_mention", "status", "assignee"),
    *("previous", "unheard"),
)
DAILY_COLUMNS = ("day", "brand", "lang", "source", "mentions", "negative", "neutral", "positive", "score", "unscored")

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""What makes Excel, LibreOffice or Google Sheets run a cell; the wide forms count in East Asian settings."""

BOM = "\ufeff"


def mentions(rows: Iterable[MentionRow], out: TextIO, form: str = "csv") -> int:
    """Mentions, with the columns of `mentions list --json`; how many there were."""
    return _write(map(mention_dict, rows), MENTION_COLUMNS, out, form)


def alerts(rows: Iterable[Alert], out: TextIO, form: str = "csv") -> int:
    """Alerts, with the columns of `alerts list --json`; how many there were."""
    return _write(map(alert_dict, rows), ALERT_COLUMNS, out, form)


def daily(rows: Iterable[MentionRow], out: TextIO, form: str = "csv") -> int:
    """Figures by day, made from mentions, with the columns of the database's view `daily`; how many there were."""
    days = daily_figures(rows)
    return _write(({f.name: getattr(day, f.name) for f in fields(day)} for day in days), DAILY_COLUMNS, out, form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """What one source said about one brand in one language on one day (UTC). `score` is the mean of scored ones."""

    day: str  # 2010-03-24
    brand: str
    lang: str
    source: str
    mentions: int
    negative: int
    neutral: int
    positive: int
    score: float | None  # -1 to 1; None where nothing was scored
    unscored: int  # neither negative nor neutral nor positive: another language, too short


def daily_figures(rows: Iterable[MentionRow]) -> list[Daily]:
    """Mentions added up by day, brand, language and source, in that order. Edits count with what they edit."""
    sums: dict[tuple[str, str, str, str], _Sum] = {}
    for row in rows:
        if row.kind != "edit":
            key = (row.published.astimezone(UTC).date().isoformat(), row.brand, row.lang, row.source)
            sums.setdefault(key, _Sum()).add(row)
    return [
        Daily(
            day=day,
            brand=brand,
            lang=lang,
            source=source,
            mentions=total.mentions,
            negative=total.labels[Label.NEGATIVE],
            neutral=total.labels[Label.NEUTRAL],
            positive=total.labels[Label.POSITIVE],
            score=round(total.score / total.scored, 4) if total.scored else None,
            unscored=total.mentions - sum(total.labels.values()),
        )
        for (day, brand, lang, source), total in sorted(sums.items())
    ]


class _Sum:
    """A day's figures while they grow."""

    __slots__ = ("labels", "mentions", "score", "scored")

    def __init__(self) -> None:
        self.mentions, self.scored, self.score = 0, 0, 0.0
        self.labels = dict.fromkeys(Label, 0)

    def add(self, row: MentionRow) -> None:
        """Count one mention."""
        self.mentions += 1
        if row.label is not None:
            self.labels[row.label] += 1
        if row.score is not None:
            self.scored += 1
            self.score += row.score


def defuse(text: str) -> str:
    """The text as a cell that no spreadsheet runs: an apostrophe in front where it would.

    One is added before apostrophes too that already stand so; taking one off always gives the text back (`restore`).
    """
    return "'" + text if text.lstrip("'")[:1] in FORMULA_STARTS else text


def restore(cell: str) -> str:
    """The text that a cell was made from."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in FORMULA_STARTS else cell


def _write(rows: Iterable[Values], columns: Sequence[str], out: TextIO, form: str) -> int:
    if form not in FORMATS:
        raise UsageError(
            N_("there is no format {form}"), N_("choose one of {formats}"), form=form, formats=", ".join(FORMATS)
        )
    return _write_ndjson(rows, out) if form == "ndjson" else _write_csv(rows, columns, out, excel=form == "excel-csv")


def _write_ndjson(rows: Iterable[Values], out: TextIO) -> int:
    count = 0
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_csv(rows: Iterable[Values], columns: Sequence[str], out: TextIO, *, excel: bool) -> int:
    if excel:
        out.write(BOM)
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow(columns)
    count, cell = 0, _excel_cell if excel else _cell
    for row in rows:
        writer.writerow([cell(value) for value in row.values()])
        count += 1
    return count


def _cell(value: object) -> str:
    match value:
        case str():
            return defuse(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return defuse(" | ".join(_part(part) for part in value))
        case _:
            return str(value)


def _excel_cell(value: object) -> str:
    return str(value).replace(".", ",") if isinstance(value, float) else _cell(value)


def _part(part: object) -> str:
    match part:
        case {"name": name, "count": count}:
            return f"{name} ({count})"
        case {"source": source, "how": how}:  # a feed that was silent or failing
            return f"{source} ({how})"
        case _:
            return str(part)

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.errors import UsageError
from smwatch.locales import Speech
from smwatch.models import Count, Label, MentionRow, Unheard
from smwatch.reports import exports
from smwatch.reports.exports.cells import FORMULA_STARTS, defuse, restore
from smwatch.reports.exports.columns import ALERTS, MENTIONS
from smwatch.reports.exports.days import daily_figures
from smwatch.reports.exports.syndication import Head, atom, json_feed, of_mention
from smwatch.reports.exports.xlsx import Book
from tests.reports import story

NEAR_FORMULAS = st.text(st.sampled_from("'=+-@\t\r\n＝ ab\",;|é"), max_size=12) | st.text()
DIALECTS = [("csv", ","), ("excel-csv", ";")]


def written(rows: list[MentionRow], form: str = "csv") -> str:
    out = io.BytesIO()
    assert exports.mentions(rows, out, form) == exports.Written(len(rows))
    return out.getvalue().decode()


def read(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True))


@pytest.mark.parametrize(("form", "delimiter"), DIALECTS)
@given(title=NEAR_FORMULAS, text=NEAR_FORMULAS, author=NEAR_FORMULAS)
def test_any_text_comes_back_and_no_cell_is_a_formula(
    form: str, delimiter: str, title: str, text: str, author: str
) -> None:
    row = story.mention(1, title=title, text=text, author=author)
    (cells,) = read(written([row], form), delimiter)
    assert [restore(cells[name]) for name in ("title", "text", "author")] == [title, text, author]
    assert not {cells[name][:1] for name in ("title", "text", "author")} & FORMULA_STARTS


@given(NEAR_FORMULAS)
def test_defusing_touches_only_what_would_run(text: str) -> None:
    cell = defuse(text)
    seen = "".join(char for char in text if not char.isspace() and char not in "'\u200b\ufeff")
    assert cell == text or cell == "'" + text
    if seen and seen[0] in FORMULA_STARTS:
        assert cell[:1] == "'"
    assert restore(cell) == text


@pytest.mark.parametrize(
    "attack",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "﹦1",
        " =1",
        "\u00a0\u200b@x",
        "\ufeff=1",
        '=HYPERLINK("x")',
    ],
)
def test_what_a_spreadsheet_would_run_is_defused(attack: str) -> None:
    (cells,) = read(written([story.mention(1, source=attack, tags=(attack,))]))
    assert cells["source"] == cells["tags"] == "'" + attack


def test_feeds_that_an_alert_did_without_are_named() -> None:
    missed = Unheard(feed="https://a.example/feed/", source="Le Silence", how="silent")
    out = io.BytesIO()
    assert (
        exports.alerts([replace(story.CRISIS, unheard=(missed, replace(missed, source="R", how="failing")))], out).rows
        == 1
    )
    assert read(out.getvalue().decode())[0]["unheard"] == "Le Silence (silent) | R (failing)"


def test_numbers_stay_numbers() -> None:
    assert read(written([story.mention(1)]))[0]["score"] == "-0.72"
    assert read(written([story.mention(1)], "excel-csv"), ";")[0]["score"] == "-0,72"


def test_excel_csv_says_that_it_is_utf8() -> None:
    assert written([], "excel-csv").encode().startswith(b"\xef\xbb\xbfid;brand;")
    assert written([]).encode().startswith(b"id,brand,")


def test_null_empty_lists_and_booleans() -> None:
    (cells,) = read(written([story.mention(1, None, tags=("rappel", "été"), edited=True)]))
    assert (cells["score"], cells["label"]) == ("", "")
    assert (cells["tags"], cells["edited"], cells["current"]) == ("rappel | été", "true", "true")


def test_times_are_utc_whatever_the_zone() -> None:
    at = datetime(2010, 3, 24, 10, 5, 7, 999, tzinfo=timezone(timedelta(hours=-4)))
    assert read(written([story.mention(1, published=at)]))[0]["published"] == "2010-03-24T14:05:07Z"


def test_counts_stand_with_their_names() -> None:
    out = io.BytesIO()
    sources = (Count(name="=evil", count=2), Count(name="b", count=1))
    named = replace(story.CRISIS, probability=1e-9, sources=sources)
    exports.alerts([named], out)
    (cells,) = read(out.getvalue().decode())
    assert cells["sources"] == "'=evil (2) | b (1)"
    assert float(cells["probability"]) == 1e-9
    assert tuple(cells) == ALERTS.names


def test_json_lines_hold_one_document_a_line() -> None:
    rows = [story.mention(1, text="two\nlines \u2028 and « é »"), story.mention(2, None)]
    lines = written(rows, "ndjson").split("\n")
    assert lines.pop() == ""
    first, second = map(json.loads, lines)
    assert (first["text"], second["label"]) == (rows[0].text, None)
    assert tuple(first) == MENTIONS.names
    assert "é" in lines[0]


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as caught:
        written([], "pdf")
    assert caught.value.arguments["formats"] == "csv, excel-csv, xlsx, ndjson, parquet"


def test_days_are_added_up() -> None:
    late = datetime(2010, 3, 24, 23, 59, tzinfo=UTC)
    rows = [
        story.mention(1, published=late),
        story.mention(2, Label.POSITIVE, published=late),
        story.mention(3, None, published=late),
        story.mention(4, published=late + timedelta(minutes=1)),
        story.mention(5, published=late, source="r/montreal"),
        story.mention(6, published=late, kind="edit"),  # an edit that brought the brand's name counts, as in the view
    ]
    first, second, third = daily_figures(rows)
    assert (first.day, first.source, first.mentions, first.negative, first.positive) == (
        "2010-03-24",
        "Page Nordelait",
        4,
        2,
        1,
    )
    assert first.score == pytest.approx((-0.72 - 0.72 + 0.61) / 3)
    assert (second.source, second.score) == ("r/montreal", -0.72)
    assert third.day == "2010-03-25"


def test_a_day_on_which_nothing_could_be_scored_has_no_score() -> None:
    (day,) = daily_figures([story.mention(1, None)])
    assert (day.mentions, day.score) == (1, None)


class Nowhere(io.BytesIO):
    """Takes everything and keeps nothing."""

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever holds bytes
        return len(data)


@pytest.mark.parametrize("form", ["csv", "excel-csv", "ndjson", "xlsx", "jsonfeed", "atom"])
def test_rows_are_written_as_they_come(form: str, tmp_path: Path) -> None:
    text = "x" * 30_000

    def rows() -> Iterator[MentionRow]:
        return (story.mention(number, text=text + str(number)) for number in range(400))  # 12 MB in all

    def write() -> int:
        items, head = (of_mention(row, Speech()) for row in rows()), Head(title="t", key="k", now=story.UNTIL)
        if form in {"jsonfeed", "atom"}:
            return (json_feed if form == "jsonfeed" else atom)(items, head, Nowhere())
        return exports.mentions(rows(), Nowhere(), form, Book(tmp_path, story.UNTIL, Speech())).rows

    tracemalloc.start()
    try:
        assert write() == 400
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()

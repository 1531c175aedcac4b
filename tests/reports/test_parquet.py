"""Parquet, and CSV beside it, read back by those who will: pyarrow, pandas, DuckDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smwatch.models import Unheard
from smwatch.reports import exports
from smwatch.reports.exports import parquet
from smwatch.reports.exports.cells import restore
from smwatch.reports.exports.columns import ALERTS, MENTIONS
from tests.reports import story

pytest.importorskip("pyarrow", reason="writes Parquet: pip install pyarrow")
TEXTS = ["", "=1+1", "two\nlines\r\u2028 « é » 😀", 'a, "b"; c', "\x1b[31m", "NULL", "nan", "007", "  blanks "]
ROWS = [story.mention(number, title=text, tags=("rappel", text)) for number, text in enumerate(TEXTS)]
ROWS += [story.mention(50, None, published=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))]


def write(path: Path, form: str) -> Path:
    with path.open("wb") as out:
        assert exports.mentions(ROWS, out, form).rows == len(ROWS)
    return path


def read(path: Path) -> Any:  # noqa: ANN401 - pyarrow has no types
    from pyarrow import parquet as reading

    return reading.read_table(path)


def test_values_have_the_kind_of_their_column(tmp_path: Path) -> None:
    table = read(write(tmp_path / "m.parquet", "parquet"))
    assert tuple(table.column_names) == MENTIONS.names
    first = table.to_pylist()[1]
    assert (first["id"], first["score"], first["current"], first["tags"]) == (1, -0.72, True, ["rappel", "=1+1"])
    assert first["published"] == ROWS[1].published
    assert [row["title"] for row in table.to_pylist()[:-1]] == TEXTS
    assert table.to_pylist()[-1]["label"] is None
    assert table.schema.field("score").metadata[b"description"].startswith(b"how it feels")


def test_lists_of_an_alert_stay_lists(tmp_path: Path) -> None:
    missed = Unheard(feed="https://a.example/feed/", source="S \ud800", how="silent", since=story.SINCE)
    with (tmp_path / "a.parquet").open("wb") as out:
        exports.alerts([replace(story.CRISIS, unheard=(missed,), first_mention="odd"), story.BUZZ], out, "parquet")
    table = read(tmp_path / "a.parquet")
    first, second = table.to_pylist()
    assert tuple(table.column_names) == ALERTS.names
    assert first["sources"] == [{"name": "Page Nordelait", "count": 3}, {"name": "The Eastern Post", "count": 1}]
    assert first["unheard"][0] | {"since": None} == {
        "feed": missed.feed,
        "source": "S ?",
        "how": "silent",
        "since": None,
    }
    assert first["unheard"][0]["since"] == story.SINCE
    assert (first["first_mention"], second["unheard"], second["closed"]) == (None, [], None)


def test_days_are_dates_and_rows_come_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 3)
    rows = [story.mention(number, published=story.SINCE + timedelta(days=number)) for number in range(8)]
    with (tmp_path / "d.parquet").open("wb") as out:
        assert exports.daily(rows, out, "parquet").rows == 8
    table = read(tmp_path / "d.parquet")
    assert [row["day"] for row in table.to_pylist()] == [date(2010, 3, 23) + timedelta(days=n) for n in range(8)]

    from pyarrow import parquet as reading

    assert reading.ParquetFile(tmp_path / "d.parquet").metadata.num_row_groups == 3


def test_nothing_at_all_is_a_table_too(tmp_path: Path) -> None:
    with (tmp_path / "n.parquet").open("wb") as out:
        assert exports.alerts([], out, "parquet").rows == 0
    assert tuple(read(tmp_path / "n.parquet").column_names) == ALERTS.names


def test_pandas_reads_csv_and_parquet_alike(tmp_path: Path) -> None:
    pandas: Any = pytest.importorskip("pandas", reason="reads them back: pip install pandas")
    of_csv = pandas.read_csv(write(tmp_path / "m.csv", "csv"), keep_default_na=False, na_values={"score": [""]})
    of_parquet = pandas.read_parquet(write(tmp_path / "m.parquet", "parquet"))
    assert list(of_csv.columns) == list(of_parquet.columns) == list(MENTIONS.names)
    for name in ("id", "score", "current"):
        assert [str(v) for v in of_csv[name]] == [str(v) for v in of_parquet[name]]
    for name in ("title", "text", "author", "brand", "url"):
        assert [restore(v) for v in of_csv[name]] == list(of_parquet[name])
    near = slice(0, -1)  # pandas counts in nanoseconds as far as 2262
    assert list(pandas.to_datetime(of_csv["fetched"][near])) == list(of_parquet["fetched"][near])


def test_duckdb_reads_csv_and_parquet_alike(tmp_path: Path) -> None:
    duckdb: Any = pytest.importorskip("duckdb", reason="reads them back: pip install duckdb")
    write(tmp_path / "m.csv", "csv")
    write(tmp_path / "m.parquet", "parquet")
    names = "id, score, label, title, text, epoch(published), epoch(fetched), current"
    with duckdb.connect() as db:
        of_csv = db.execute(
            f"SELECT {names} FROM read_csv('{tmp_path}/m.csv', nullstr='', quote='\"', escape='\"', header=true,"
            " types={'title': 'VARCHAR', 'published': 'TIMESTAMPTZ', 'fetched': 'TIMESTAMPTZ', 'label': 'VARCHAR'})"
        ).fetchall()
        of_parquet = db.execute(f"SELECT {names} FROM '{tmp_path}/m.parquet'").fetchall()
    assert len(of_parquet) == len(ROWS)
    assert [[restore(v) if isinstance(v, str) else v for v in row] for row in of_csv] == [
        [v or None if isinstance(v, str) else v for v in row] for row in of_parquet
    ]

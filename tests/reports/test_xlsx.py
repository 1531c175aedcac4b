"""Workbooks, read back by who reads them: openpyxl, and LibreOffice where it is installed."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smwatch.locales import Speech
from smwatch.models import MentionRow
from smwatch.reports import exports
from smwatch.reports.exports.columns import MENTIONS
from smwatch.reports.exports.xlsx import LONGEST, Book
from smwatch.text.clean import scrub
from tests.reports import story
from tests.thorough import cases

openpyxl: Any = pytest.importorskip("openpyxl", reason="reads workbooks back: pip install openpyxl")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TORONTO = ZoneInfo("America/Toronto")
HOSTILE = [
    "=1+1", "@SUM(A1)", "<r><t>rich</t></r>", "<r></c></row></r>", "a & b < c > d \"e\" 'f'", "]]>", "_x0041_ _x000D_",
    "https://a.example/", "internal:Sheet1!A1", "mailto:a@b.example", " blanks ", "two\nlines", "00123", "1e5", "TRUE",
    "2010-03-24", "é « ça » \u00a0\u202f œ 日本 😀", "#REF!", "{=1}", "'quoted",
]  # fmt: skip
WILD = st.text(st.sampled_from("<>&r/t=_x0041\u202e\x1b\ud800\x00\r\n\t\ufffe é😀"), max_size=20)


def book(tmp_path: Path, rows: Sequence[MentionRow], most_rows: int = 1_000) -> tuple[Any, exports.Written]:
    out = io.BytesIO()
    spool = tmp_path / "spool"
    spool.mkdir(exist_ok=True)
    how = Book(spool, datetime(2010, 3, 24, tzinfo=UTC), Speech("fr", TORONTO), most_rows)
    written = exports.mentions(rows, out, "xlsx", how)
    assert list(spool.iterdir()) == [], "nothing is left there"
    (tmp_path / "out.xlsx").write_bytes(out.getvalue())
    return openpyxl.load_workbook(io.BytesIO(out.getvalue())), written


def cells(sheet: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - openpyxl has no types
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_cells_have_the_kind_of_their_column(tmp_path: Path) -> None:
    at = datetime(2010, 7, 1, 3, 30, 5, tzinfo=UTC)
    made, written = book(tmp_path, [story.mention(7, published=at, tags=("a", "b")), story.mention(8, None)])
    assert written == exports.Written(2)
    first, second = cells(made["mentions"])
    assert tuple(first) == MENTIONS.names
    assert first["published"] == datetime(2010, 6, 30, 23, 30, 5), "as the clocks of Toronto showed it"  # noqa: DTZ001 - a cell has no zone
    assert (first["id"], first["score"], first["edited"], first["tags"]) == (7, -0.72, False, "a | b")
    assert (second["score"], second["label"], second["title"]) == (None, None, None)


def test_the_last_sheet_tells_columns_and_zone(tmp_path: Path) -> None:
    made, _ = book(tmp_path, [])
    *_, about = made.worksheets
    said = [[cell for cell in row if cell] for row in about.iter_rows(values_only=True)]
    assert [row[0] for row in said[1 : len(MENTIONS.columns) + 1]] == list(MENTIONS.names)
    assert "America/Toronto" in said[-1][0]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_a_text_whatever_it_looks_like(text: str, tmp_path: Path) -> None:
    made, _ = book(tmp_path, [story.mention(1, title=text, author=text, url=text)])
    sheet = made["mentions"]
    for name in ("title", "author", "url"):
        cell = sheet.cell(2, MENTIONS.names.index(name) + 1)
        assert (cell.data_type, cell.hyperlink) == ("s" if cell.data_type == "s" else "inlineStr", None)
        assert unescaped(cell.value) == text
    markup = zipfile.ZipFile(tmp_path / "out.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in markup
    assert b"<r>" not in markup
    assert b"hyperlink" not in markup


def unescaped(text: str) -> str:
    """As Excel and LibreOffice read it; openpyxl leaves escapes in texts of their own as they are."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


@settings(max_examples=cases(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WILD)
def test_any_text_gives_a_sound_workbook(tmp_path: Path, text: str) -> None:
    made, _ = book(tmp_path, [story.mention(1, title=text)])
    assert unescaped(cells(made["mentions"])[0]["title"] or "") == scrub(text)


def test_what_is_longer_than_a_cell_is_cut_and_told(tmp_path: Path) -> None:
    fits, long = "😀" * (LONGEST // 2) + "x", "é" + "😀" * (LONGEST // 2 + 1)
    made, written = book(tmp_path, [story.mention(1, text=fits, title=long)])
    (row,) = cells(made["mentions"])
    assert row["text"] == fits
    assert row["title"] == long[: LONGEST // 2] + "…"
    assert written.cut == 1


def test_what_is_more_than_a_sheet_gets_another(tmp_path: Path) -> None:
    made, written = book(tmp_path, [story.mention(number) for number in range(7)], most_rows=3)
    assert made.sheetnames == ["mentions", "mentions 2", "mentions 3", "colonnes"]
    assert [row["id"] for sheet in made.worksheets[:3] for row in cells(sheet)] == list(range(7))
    assert written.rows == 7


def test_a_date_that_excel_doesnt_know_is_a_text(tmp_path: Path) -> None:
    made, _ = book(tmp_path, [story.mention(1, published=datetime(1, 1, 1, tzinfo=UTC))])
    assert cells(made["mentions"])[0]["published"] == "0001-01-01T00:00:00Z"


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    book(tmp_path, [story.mention(1)])
    before = (tmp_path / "out.xlsx").read_bytes()
    book(tmp_path, [story.mention(1)])
    assert (tmp_path / "out.xlsx").read_bytes() == before


@pytest.mark.skipif(not OFFICE, reason="LibreOffice isn't installed: apt-get install libreoffice-calc-nogui")
def test_libreoffice_opens_it_with_the_same_cells(tmp_path: Path) -> None:
    rows = [story.mention(number, title=text, tags=("a",)) for number, text in enumerate(HOSTILE)]
    book(tmp_path, rows)
    as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(OFFICE), profile, "--headless", "--convert-to", as_shown, "--outdir", str(tmp_path), "out.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    read = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"), newline="")))
    assert [row["title"] for row in read] == HOSTILE
    assert [row["id"] for row in read] == [str(row.id) for row in rows]
    assert [row["published"] for row in read] == [
        f"{row.published.astimezone(TORONTO):%Y-%m-%d %H:%M:%S}" for row in rows
    ]
    assert {row["score"] for row in read} == {"-0.72"}

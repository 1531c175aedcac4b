"""An analyst attaches the database to DuckDB: the views have kinds, and their answers are SQLite's."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smwatch.cli import run
from smwatch.models import MentionFilter
from smwatch.reports.values import mention_dict
from smwatch.store import open_store
from tests.pages import DOCS
from tests.store import quarter
from tests.store.test_ask import ENGLISH, FRENCH

WHY = "DuckDB and its extension for SQLite are large: pip install duckdb-extension-sqlite-scanner"
duckdb: Any = pytest.importorskip("duckdb", reason=WHY)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quarter") / "smwatch.db"
    quarter.fill(path)
    return path


@pytest.fixture
def db(path: Path) -> Any:  # noqa: ANN401 - DuckDB has no types of its own
    """DuckDB with the database attached; its extension comes from a package, as nothing is to be downloaded."""
    package = pytest.importorskip(
        "duckdb_extension_sqlite_scanner",
        reason="its extension for SQLite: pip install duckdb-extension-sqlite-scanner",
    )
    (extension,) = Path(package.__file__).parent.rglob("*.duckdb_extension")
    with duckdb.connect(config={"allow_unsigned_extensions": "true"}) as connection:
        connection.load_extension(str(extension))
        connection.execute(f"ATTACH '{path}' AS smwatch (TYPE sqlite, READ_ONLY)")
        yield connection


@pytest.mark.parametrize("page", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_what_the_page_shows_answers(db: Any, page: Path) -> None:  # noqa: ANN401 - likewise
    (shown,) = re.findall(r"^```duckdb\n.*?(?=^SELECT)(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert db.execute(shown).fetchall() == [
        (date(2010, 3, 15), "Le Blogue", 2),
        (date(2010, 3, 22), "Le Blogue", 2),
        (date(2010, 3, 22), "Le Devoir", 1),
    ]


@pytest.mark.parametrize("view", ["mentions_flat", "daily", "share_of_voice"])
def test_a_view_holds_what_it_holds_in_sqlite(db: Any, path: Path, view: str) -> None:  # noqa: ANN401 - likewise
    with closing(sqlite3.connect(path)) as sqlite:
        there = sqlite.execute(f"SELECT * FROM {view}").fetchall()
    key = str
    assert sorted(db.execute(f"SELECT * FROM smwatch.{view}").fetchall(), key=key) == sorted(there, key=key)


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("mentions_flat.score", "DOUBLE"),
        ("mentions_flat.label", "VARCHAR"),
        ("mentions_flat.current", "BIGINT"),
        ("mentions_flat.feed", "VARCHAR"),
        ("daily.negative", "BIGINT"),
        ("daily.score", "DOUBLE"),
        ("share_of_voice.share", "DOUBLE"),
    ],
)
def test_numbers_are_numbers(db: Any, column: str, kind: str) -> None:  # noqa: ANN401 - likewise
    view, _, name = column.partition(".")
    assert dict(row[:2] for row in db.execute(f"DESCRIBE smwatch.{view}").fetchall())[name] == kind


def test_without_the_extension_it_reads_what_was_exported(path: Path, tmp_path: Path) -> None:
    """As `smwatch export mentions --format ndjson` writes it."""
    store, file = open_store(path), tmp_path / "mentions.ndjson"
    with file.open("w", encoding="utf-8") as out:
        for one in store.mentions(MentionFilter()):
            out.write(json.dumps(mention_dict(one)) + "\n")
    store.close()
    sql = f"SELECT brand, count(*), CAST(min(published) AS DATE), count(score) FROM '{file}' GROUP BY brand ORDER BY 2"
    assert duckdb.sql(sql).fetchall() == [("Rivale", 1, date(2010, 2, 10), 1), ("Nordelait", 7, date(2010, 3, 15), 7)]


@pytest.mark.parametrize(("page", "days"), [("how-to/duckdb.md", "daily"), ("fr/duckdb.md", "jours")])
def test_what_the_page_on_exports_shows_answers(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, days: str
) -> None:
    pytest.importorskip("pyarrow")
    monkeypatch.chdir(tmp_path)
    brands = '[[brands]]\nname = "Nordelait"\n[[brands]]\nname = "Rivale"\n'
    Path("smwatch.toml").write_text(f"database = '{path}'\n{brands}", "utf-8")
    assert run(["export", "mentions", "-o", "mentions.parquet"]) == 0
    assert run(["export", "daily", "-o", f"{days}.parquet"]) == 0
    shown = re.findall(r"^```duckdb\n(.*?)^```$", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    answers = [duckdb.sql(sql).fetchall() for sql in shown]
    assert [bool(answer) for answer in answers] == [True] * 5

"""`smwatch export`: every content in every format, read back by what will read it."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import feedparser
import pytest

from smwatch.cli.destination import Place, destination
from smwatch.errors import ExitCode, NothingDoneError
from smwatch.locales import Speech
from smwatch.models import MentionRow
from smwatch.reports import exports
from smwatch.reports.exports.syndication import Head, atom, json_feed, of_mention
from smwatch.reports.exports.xlsx import Book
from tests.cli.conftest import raise_alert
from tests.cli.test_listings import KEYS
from tests.desk import Desk
from tests.reports import story
from tests.store.disks import no_longer_than

DAILY = "day brand lang source mentions negative neutral positive score unscored"
COLUMNS = {"mentions": KEYS["mentions"].split(), "alerts": KEYS["alerts"].split(), "daily": DAILY.split()}
ROWS = {"mentions": 5, "alerts": 1, "daily": 2}


def rows_of(text: str, form: str) -> list[dict[str, str]]:
    """What a program that reads the format finds in it."""
    if form == "ndjson":
        return [json.loads(line) for line in text.splitlines()]
    if form == "excel-csv":
        assert text.startswith("\ufeff")
        text = text[1:]
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if form == "excel-csv" else ","))


@pytest.mark.parametrize("form", ["csv", "excel-csv", "ndjson"])
@pytest.mark.parametrize("what", COLUMNS)
def test_every_content_in_every_format(busy_desk: Desk, what: str, form: str) -> None:
    raise_alert(busy_desk)
    file = busy_desk.folder / "out"
    ran = busy_desk.runs(f"export {what} --format {form} -o {file}")
    assert (ran.code, ran.out) == (0, "")
    assert str(file) in ran.err
    written = file.read_bytes().decode()
    rows = rows_of(written, form)
    assert len(rows) == ROWS[what]
    assert all(list(row) == COLUMNS[what] for row in rows)
    assert busy_desk.runs(f"export {what} --format {form}").out == written, "stdout gets the same bytes"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_a_spreadsheet_would_run_is_made_harmless(busy_desk: Desk) -> None:
    rows = rows_of(busy_desk.runs("export mentions").out, "csv")
    assert "'=cmd" in {row["author"] for row in rows}
    assert "=cmd" in {row["author"] for row in rows_of(busy_desk.runs("export --format ndjson").out, "ndjson")}


def test_numbers_are_written_as_their_readers_read_them(busy_desk: Desk) -> None:
    plain = [row["score"] for row in rows_of(busy_desk.runs("export").out, "csv")]
    french = [row["score"] for row in rows_of(busy_desk.runs("export --format excel-csv").out, "excel-csv")]
    assert [float(score) for score in plain] == [float(score.replace(",", ".")) for score in french]
    assert any("," in score for score in french)


def test_filters_are_those_of_the_listing(busy_desk: Desk) -> None:
    for filters in ("--label negative", "--lang en", "--search plant", "--source 'Le blogue'", "--until yesterday"):
        listed = {str(row["id"]) for row in busy_desk.runs(f"mentions {filters} --json").json}
        assert {row["id"] for row in rows_of(busy_desk.runs(f"export {filters}").out, "csv")} == listed


def test_alerts_are_chosen_by_when_they_were_open(busy_desk: Desk) -> None:
    raise_alert(busy_desk)
    busy_desk.later(days=3)
    assert len(rows_of(busy_desk.runs("export alerts --since 24h").out, "csv")) == 1, "it is open still"
    assert rows_of(busy_desk.runs("export alerts --until 7d").out, "csv") == []


def test_a_mistake_leaves_an_earlier_export_as_it_was(busy_desk: Desk) -> None:
    file = busy_desk.folder / "mentions.csv"
    busy_desk.runs(f"export -o {file}")
    before = file.read_bytes()
    assert busy_desk.runs(f"export --since jamais -o {file}").code == 2
    assert busy_desk.runs(f"export --brand Inconnu -o {file}").code == 2
    (busy_desk.folder / "smwatch.db").write_bytes(b"no database" * 100)
    assert busy_desk.runs(f"export -o {file}").code == 4
    assert busy_desk.runs(f"export daily --format atom -o {file}").code == 2
    assert file.read_bytes() == before


def test_a_script_is_told_where_and_how_much(busy_desk: Desk) -> None:
    file = busy_desk.folder / "x.ndjson"
    told = busy_desk.runs(f"export --format ndjson -o {file} --json")
    assert told.json == {"file": str(file), "format": "ndjson", "rows": 5}
    assert busy_desk.runs("export --json").code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["csv", "xlsx", "ndjson", "atom"])
def test_a_full_disk_is_told(busy_desk: Desk, form: str) -> None:
    typed = [*f"-m smwatch --config {busy_desk.write_config()} export --format {form} -o /dev/full".split()]
    ran = subprocess.run([sys.executable, *typed], capture_output=True, text=True, check=False)
    assert ran.returncode == 4
    assert "/dev/full can't be written: No space left" in ran.stderr
    assert "Traceback" not in ran.stderr  # nor when the process ends


def test_a_disk_that_is_full_leaves_the_last_export_or_none(tmp_path: Path) -> None:
    file = tmp_path / "mentions.csv"

    def on_a_full_disk() -> None:
        told = pytest.raises(NothingDoneError, match=r"mentions\.csv can't be written")
        with no_longer_than(100), told, destination(file) as place:
            place.out.write(b"a row\r\n" * 10_000)

    on_a_full_disk()
    assert list(tmp_path.iterdir()) == []
    file.write_text("the last one", "utf-8")
    on_a_full_disk()
    assert file.read_text("utf-8") == "the last one"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_replaced_keeps_its_readers_and_what_is_no_file_stays_what_it_is(busy_desk: Desk) -> None:
    file, link = busy_desk.folder / "mentions.csv", busy_desk.folder / "link.csv"
    file.write_text("the last one", "utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    assert busy_desk.runs(f"export -o {link}").code == ExitCode.DONE
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert len(rows_of(file.read_bytes().decode(), "csv")) == ROWS["mentions"]
    assert busy_desk.runs("export -o /dev/null").code == ExitCode.DONE
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.csv", b"id,brand,"), ("a.XLSX", b"PK"), ("a.ndjson", b'{"id":'), ("a.jsonl", b'{"id":'), ("a.txt", b"id,"),
        ("a.atom", b"<?xml"), ("a.json", b'{"version": "https://jsonfeed.org'),
    ],
)  # fmt: skip
def test_a_files_name_says_its_format(busy_desk: Desk, name: str, begins: bytes) -> None:
    file = busy_desk.folder / name
    told = busy_desk.runs(f"export mentions -o {file} --json")
    assert (told.code, told.json["rows"]) == (0, 5)
    assert file.read_bytes().startswith(begins)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in busy_desk.folder.glob(".smwatch-draft*")] == []


def test_daily_figures_are_those_of_the_view(busy_desk: Desk) -> None:
    rows = [json.loads(line) for line in busy_desk.runs("export daily --format ndjson").out.splitlines()]
    with closing(sqlite3.connect(busy_desk.folder / "smwatch.db")) as db:
        db.row_factory = sqlite3.Row
        assert rows == [dict(row) for row in db.execute("SELECT * FROM daily ORDER BY day, brand, lang, source")]


def test_filters_of_the_listing_that_few_ask_for(busy_desk: Desk) -> None:
    story = busy_desk.runs("mentions --json").json[0]["story"]
    for filters in ("--author Luc", "--status new", f"--story '{story}'", "--limit 2", "--all"):
        listed = [row["id"] for row in busy_desk.runs(f"mentions {filters} --json").json]
        out = busy_desk.runs(f"export {filters} --format ndjson").out
        assert [json.loads(line)["id"] for line in out.splitlines()] == listed, filters


def test_a_feed_of_ones_own_holds_the_newest(busy_desk: Desk) -> None:
    raise_alert(busy_desk)
    file = busy_desk.folder / "nordelait.atom"
    busy_desk.runs(f"export --limit 3 -o {file}")
    read, listed = feedparser.parse(file.read_bytes()), busy_desk.runs("mentions --limit 3 --json").json
    assert [entry.get("author", "") for entry in read.entries] == [row["author"] for row in listed]
    assert f'href="{file.resolve().as_uri()}" />' in file.read_text("utf-8"), "it tells where it is"
    told = busy_desk.runs("export alerts --format jsonfeed --url https://a.example/alerts.json").out
    assert json.loads(told)["feed_url"] == "https://a.example/alerts.json"
    assert "12 negative voices in 6 hours" in json.loads(told)["items"][0]["content_text"]


def test_ids_of_a_feed_stay_in_a_copy_of_the_database(busy_desk: Desk) -> None:
    def ids() -> list[str]:
        return [item["id"] for item in json.loads(busy_desk.runs("export --format jsonfeed").out)["items"]]

    before = ids()
    busy_desk.runs(f"db backup {busy_desk.folder}/copy.db")
    (busy_desk.folder / "copy.db").replace(busy_desk.folder / "smwatch.db")
    assert ids() == before
    assert len(before) == 5


@pytest.mark.parametrize(
    "typed",
    [
        "daily --format jsonfeed", "daily --limit 3", "mentions --url https://a.example/", "alerts --author Luc",
        "--format atom --url javascript:x", "--format pdf",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told(busy_desk: Desk, typed: str) -> None:
    assert busy_desk.runs(f"export {typed}").code == ExitCode.USAGE


@pytest.mark.parametrize("command", ["export", "export --format ndjson", "digest --html"])
def test_a_dash_is_stdout_as_for_a_report(busy_desk: Desk, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(busy_desk.folder)
    told = busy_desk.runs(f"{command} -o -")
    assert (told.code, told.out) == (0, busy_desk.runs(command).out)
    assert not Path("-").exists()


@pytest.mark.parametrize("what", COLUMNS)
def test_columns_are_told_in_their_order(busy_desk: Desk, what: str) -> None:
    told = busy_desk.runs(f"export {what} --columns --json").json
    assert [column["column"] for column in told] == COLUMNS[what]
    said = busy_desk.runs(f"--lang fr export {what} --columns").out
    assert [line.split()[0] for line in said.splitlines()] == COLUMNS[what]
    assert "\N{NO-BREAK SPACE}: son numéro" in said or what == "daily"
    assert not re.search(r"[^\N{NO-BREAK SPACE}]: ", said), "French typography"


def test_who_has_no_pyarrow_is_told_how_to_get_it(busy_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    file = busy_desk.folder / "m.parquet"
    told = busy_desk.runs(f"export -o {file}")
    assert (told.code, file.exists()) == (ExitCode.USAGE, False)
    assert 'pip install "smwatch[parquet]"' in told.err


def write_many(place: Place, form: str) -> None:
    """Some 200 kB."""
    rows = [story.mention(number, text="é" * 500) for number in range(200)]
    head = Head(title="t", key="k", now=story.UNTIL)
    if form in {"atom", "jsonfeed"}:
        items = (of_mention(row, Speech()) for row in rows)
        (atom if form == "atom" else json_feed)(items, head, place.out)
    else:
        exports.mentions(rows, place.out, form, Book(place.spool, story.UNTIL, Speech()))


@pytest.mark.parametrize("form", ["csv", "excel-csv", "xlsx", "parquet", "ndjson", "atom", "jsonfeed"])
def test_a_full_disk_leaves_the_last_export_in_every_format(tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow", reason="writes Parquet: pip install pyarrow")
    file = tmp_path / f"last.{form}"
    with destination(file) as place:
        write_many(place, form)
    before = file.read_bytes()
    told = pytest.raises(NothingDoneError, match="can't be written")
    with no_longer_than(min(2_000, len(before) // 2)), told, destination(file) as place:
        write_many(place, form)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("form", ["csv", "xlsx", "atom"])
def test_who_stops_it_leaves_the_last_export(tmp_path: Path, form: str) -> None:
    file = tmp_path / f"last.{form}"
    file.write_text("the last one", "utf-8")

    def stopped() -> Iterator[MentionRow]:
        yield story.mention(1)
        raise KeyboardInterrupt

    def write() -> None:
        with destination(file) as place:
            if form == "atom":
                head = Head(title="t", key="k", now=story.UNTIL)
                atom((of_mention(row, Speech()) for row in stopped()), head, place.out)
            else:
                exports.mentions(stopped(), place.out, form, Book(place.spool, story.UNTIL, Speech()))

    with pytest.raises(KeyboardInterrupt):
        write()
    assert file.read_text("utf-8") == "the last one"
    assert list(tmp_path.iterdir()) == [file]

"""`smwatch export`: every content in every format, read back by what will read it."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest

from smwatch.cli import run
from smwatch.cli.destination import destination
from smwatch.errors import ExitCode, NothingDoneError
from tests.cli.conftest import raise_alert
from tests.cli.test_listings import KEYS
from tests.desk import Desk
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
    assert file.read_bytes() == before


def test_a_script_is_told_where_and_how_much(busy_desk: Desk) -> None:
    file = busy_desk.folder / "x.ndjson"
    told = busy_desk.runs(f"export --format ndjson -o {file} --json")
    assert told.json == {"file": str(file), "format": "ndjson", "rows": 5}
    assert busy_desk.runs("export --json").code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told(busy_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    config = busy_desk.write_config()
    assert run(["--config", str(config), "export", "-o", "/dev/full"]) == 4
    assert "/dev/full can't be written: No space left" in capsys.readouterr().err


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

"""`smwatch report`: one page, of what is stored, where it was asked for."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from smwatch.models import AlertChange, AlertKind, Change, Count, Level, MentionFilter
from smwatch.store import open_store
from tests.cli.conftest import ALERT, raise_alert
from tests.desk import MORNING, Desk, item
from tests.reports.test_report import read


def page_of(desk: Desk, typed: str = "") -> str:
    """What the command writes."""
    ran = desk.runs(f"report -o - {typed}")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_it_writes_a_page_that_its_owner_only_may_read(busy_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(busy_desk.folder)
    ran = busy_desk.runs("report")
    file = busy_desk.folder / "smwatch-report-2010-03-17.html"
    assert (ran.code, ran.out) == (0, "")
    assert "Report on 5 mentions written to smwatch-report-2010-03-17.html" in ran.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    page = read(file.read_text("utf-8"))
    assert "What was said of Nordelait" in page.text
    assert busy_desk.runs("report --brand Nordelait --quiet").err == ""
    assert (busy_desk.folder / "smwatch-report-nordelait-2010-03-17.html").is_file()


def test_its_numbers_are_those_of_the_listing(busy_desk: Desk) -> None:
    page = read(page_of(busy_desk))
    listed = busy_desk.runs("mentions --since 30d --json").json
    negative = sum(row["label"] == "negative" for row in listed)
    assert f"{len(listed)} mentions" in page.text
    row = re.search(r"Nordelait\s*(\d)(\d)(\d)(\d)(\d)(\d)", re.sub(r"\s+", "", page.text.partition("Not scored")[2]))
    assert row
    told = [int(n) for n in row.groups()]
    assert told[:3] == [len(listed), 0, negative]
    assert sum(told[2:]) == len(listed)
    for said in ("Le blogue", "The Courier", "Luc", "Zoé", "Nordelait is shameful"):
        assert said in page.text
    assert "1 needs a look" in page.text, "the dead feed"


def test_it_tells_of_a_period_and_compares_with_the_one_before(busy_desk: Desk) -> None:
    busy_desk.later(days=10)
    busy_desk.feed(
        "/blog/feed/", item("Encore", "Nordelait déçoit encore.", link="http://a.example/9", at=busy_desk.now)
    )
    busy_desk.runs("scan")
    text = page_of(busy_desk, "--since 9d")
    assert "1 mention; 5 in the period before, which can&#39;t be compared" in text
    assert "5 mentions; 0 in the period before" in page_of(busy_desk, "--until 2010-03-20")
    assert "Nothing was said in this period." in page_of(busy_desk, "--since 2010-01-01 --until 2010-01-02")


def test_an_alert_has_a_page(busy_desk: Desk) -> None:
    raise_alert(busy_desk)
    page = page_of(busy_desk.later(hours=2))
    text = read(page).text
    assert 'class="alert crisis" aria-labelledby="alert-1"' in page
    assert "12 negative voices in 6 hours, 0.7 expected; by chance less than once in a million years." in text
    assert "How this was reckoned" in text
    assert "competitor" in text
    assert "1 crisis in this period." not in read(page_of(busy_desk, "--brand Nordelait")).text


def test_of_many_alerts_the_gravest_have_a_page_and_a_false_one_is_called_so(busy_desk: Desk) -> None:
    raise_alert(busy_desk)
    store = open_store(busy_desk.folder / "smwatch.db")
    for n in range(15):
        closed = MORNING - timedelta(days=n)
        kind = AlertKind.BUZZ if n == 3 else AlertKind.CRISIS
        begun, terms = closed - timedelta(hours=9), (Count(name="nulle part", count=3),)
        alert = replace(
            ALERT, kind=kind, level=Level.CLOSED, opened=begun, closed=closed, negatives=20 + n, terms=terms
        )
        store.save_alerts([AlertChange(alert, Change.OPENED)])
    store.close()
    busy_desk.runs("alerts close 16 --false")
    text = page_of(busy_desk)
    assert text.count("<article") == 12
    assert "15 crises" in text or "14 crises" in text
    assert "1 was a false alarm." in text
    assert "Rivale: false alarm" in text
    assert "nulle part" not in text, "nobody says so any more"


def test_it_speaks_french(busy_desk: Desk) -> None:
    raise_alert(busy_desk)
    page = page_of(busy_desk, "--lang fr")
    assert '<html lang="fr">' in page
    assert "le 17 mars 2010" in page
    english = "What|Between|mentions that|The |negative voices|Closed|feeds"
    assert not re.search(rf"^(?:<[^>]+>)*(?:{english})\b", page.replace("The Courier", ""), re.MULTILINE)


def test_a_desk_without_anything_gets_a_page(desk: Desk) -> None:
    text = read(page_of(desk)).text
    assert "Nothing was said in this period." in text
    assert "No feed is polled, so nothing can be heard." in text


def test_a_brand_that_the_config_left_out_is_no_part_of_it(busy_desk: Desk) -> None:
    busy_desk.config = busy_desk.config.replace('name = "Nordelait"', 'name = "Autre"', 1)
    assert "0 mentions" in page_of(busy_desk)


def test_a_script_is_told_what_was_written(busy_desk: Desk) -> None:
    file = busy_desk.folder / "x.html"
    told = busy_desk.runs(f"report -o {file} --since 2d --json").json
    assert told == {
        "file": str(file),
        "since": "2010-03-15T08:00:00Z",
        "until": "2010-03-17T08:00:00Z",
        "brands": ["Nordelait"],
        "mentions": 5,
        "alerts": 0,
        "bytes": file.stat().st_size,
    }


@pytest.mark.parametrize(
    "typed",
    [
        "-o - --json",
        "-o - --open",
        "--brand Nobody",
        "--since tomorrow",
        "--since 2010-03-20",
        "--until 2001-01-01 --since 7d",
    ],
)
def test_a_mistake_writes_nothing(busy_desk: Desk, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(busy_desk.folder)
    assert busy_desk.runs(f"report {typed}").code == 2
    assert list(busy_desk.folder.glob("*.html")) == []


@pytest.mark.parametrize("command", ["report -o -", "digest", "mentions themes"])
@pytest.mark.parametrize("since", ["2010-03-20", "9999-12-30"])
def test_a_period_that_lies_ahead_is_a_mistake(busy_desk: Desk, command: str, since: str) -> None:
    ran = busy_desk.runs(f"{command} --since {since}")
    assert (ran.code, ran.out) == (2, "")
    assert "the period ends before it begins, or lies ahead" in ran.err


@pytest.mark.parametrize("command", ["report -o -", "digest", "mentions themes", "export", "mentions"])
def test_a_beginning_before_all_time_means_everything(busy_desk: Desk, command: str) -> None:
    assert busy_desk.runs(f"{command} --since 0900-01-01").code == 0


@pytest.mark.parametrize("command", ["report -o -", "mentions themes", "export", "mentions"])
def test_an_end_after_all_time_means_now(busy_desk: Desk, command: str) -> None:
    typed = f"{command} --since 2010-03-10"
    ran = busy_desk.runs(f"{typed} --until 9999-12-31")
    assert (ran.code, ran.out) == (0, busy_desk.runs(typed).out)


def test_an_end_before_all_time_is_a_period_without_mentions(busy_desk: Desk) -> None:
    assert "Nothing was said in this period." in page_of(busy_desk, "--until 0002-01-01")


def test_what_can_not_be_written_leaves_the_last_one(busy_desk: Desk) -> None:
    file = busy_desk.folder / "report.html"
    busy_desk.runs(f"report -o {file}")
    before = file.read_bytes()
    (busy_desk.folder / "smwatch.db").write_bytes(b"no database" * 100)
    assert busy_desk.runs(f"report -o {file}").code == 4
    assert file.read_bytes() == before
    assert busy_desk.runs("report -o /nowhere/at/all.html").code == 4


@pytest.mark.skipif(sys.platform == "win32", reason="BROWSER is for Unix")
def test_it_opens_in_the_browser(busy_desk: Desk) -> None:
    browser, seen = busy_desk.folder / "browser", busy_desk.folder / "seen"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}\n', "utf-8")
    browser.chmod(0o700)
    command = [sys.executable, "-m", "smwatch", "--config", str(busy_desk.write_config()), "report", "--open"]
    environ = os.environ | {"BROWSER": f"{browser} %s"}
    subprocess.run(command, cwd=busy_desk.folder, env=environ, check=True, capture_output=True, timeout=60)
    (page,) = busy_desk.folder.glob("smwatch-report-*.html")
    assert seen.read_text("utf-8").strip() == page.as_uri()
    none = environ | {"BROWSER": "/nowhere/%s", "PATH": "", "DISPLAY": ""}
    ran = subprocess.run(
        command, cwd=busy_desk.folder, env=none, check=False, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 4
    assert f"open {page.name} in one" in " ".join(ran.stderr.split())


def test_themes_of_much_are_looked_for_in_a_part_of_it(busy_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smwatch.reporting.SAMPLE", 2)
    text = page_of(busy_desk)
    said = "Found in one mention of 3" in text
    assert said or "No theme stands out" in text
    store = open_store(busy_desk.folder / "smwatch.db")
    assert len(list(store.mentions(MentionFilter()))) == 5
    store.close()
    assert "5 mentions" in text, "but everything is counted"


def test_a_name_that_no_file_can_have_is_left_out(busy_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(busy_desk.folder)
    busy_desk.config += '\n[[brands]]\nname = "../Où ça? 日本"\n'
    busy_desk.runs("report --brand '../Où ça? 日本'")
    assert [Path(file).name for file in busy_desk.folder.glob("*.html")] == [
        "smwatch-report-ou-ca-日本-2010-03-17.html"
    ]

"""What a screen reader is given; and that NO_COLOR and COLUMNS are kept to."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import raise_alert
from tests.desk import Desk

SCREENS = ("status", "mentions", "alerts", "alerts show 1", "mentions show 1", "feeds", "brands", "check", "scan --all")
DRAWN = re.compile(r"[\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\x1b]")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("typed", SCREENS)
def test_plain_has_no_signs_columns_or_padding(busy_desk: Desk, typed: str, lang: str) -> None:
    raise_alert(busy_desk)
    ran = busy_desk.runs(f"--lang {lang} --plain {typed}")
    told = ran.out + ran.err
    assert told
    assert DRAWN.findall(told) == []
    assert [line for line in told.splitlines() if re.search(r"\S {3,}\S", line)] == []


def test_a_table_is_told_cell_by_cell(busy_desk: Desk) -> None:
    rows = busy_desk.runs("mentions --plain").out.split("\n\n")
    assert len(rows) == 5
    assert all(len(re.findall(r"^(?:Brand|Source): ", row, re.MULTILINE)) >= 1 for row in rows), rows[0]


@pytest.mark.parametrize("typed", ["status", "mentions", "feeds", "alerts"])
def test_no_color_and_columns_are_kept_to(busy_desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    raise_alert(busy_desk)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    coloured = busy_desk.runs(typed).out
    assert "\x1b[" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    told = busy_desk.runs(typed).out
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", told), "bold may stay; colours don't"
    assert [
        line for line in re.sub(r"\x1b\[[0-9;]*m", "", told).splitlines() if len(line) > 60 and "http" not in line
    ] == []

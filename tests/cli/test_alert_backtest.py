"""`alerts backtest` without a file: what is stored is played, and gives the alerts that the scans gave."""

from __future__ import annotations

import gc
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_alert_show import angry_desk as angry_desk  # noqa: PLC0414 - a fixture
from tests.desk import Desk


class Pipe(io.TextIOWrapper):
    """Something on stdin."""

    def __init__(self, text: str) -> None:
        super().__init__(io.BytesIO(text.encode()))


def lines(desk: Desk, typed: str) -> list[dict[str, Any]]:
    ran = desk.runs(typed)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_what_is_stored_is_played_where_nothing_is_given(angry_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (live,) = angry_desk.runs("alerts list --json").json
    monkeypatch.setattr(sys, "stdin", None)
    (played,) = lines(angry_desk, "alerts backtest")
    same = "brand kind opened confirmed closed level negatives".split()
    assert {key: played[key] for key in same} == {key: live[key] for key in same}
    assert played["first_mention"] == str(live["first_mention"])
    monkeypatch.setattr(sys, "stdin", Pipe(""))
    assert lines(angry_desk, "alerts backtest") == [], "a pipe in which there is nothing"


def test_a_brand_or_a_time_can_be_chosen(angry_desk: Desk) -> None:
    assert len(lines(angry_desk, "alerts backtest --brand nordelait")) == 1
    assert len(lines(angry_desk, "alerts backtest --since 2010-03-17")) == 1
    assert lines(angry_desk, "alerts backtest --since 2010-03-18") == []
    assert angry_desk.runs("alerts backtest --brand Inconnue").code == 2


def test_the_configs_sensitivity_is_taken_unless_one_is_named(angry_desk: Desk) -> None:
    assert lines(angry_desk, "alerts backtest --brand Nordelait --sensitivity high")
    angry_desk.config = angry_desk.config.replace("[sentiment]", '[alerts]\nsensitivity = "wild"\n[sentiment]')
    assert angry_desk.runs("alerts backtest --brand Nordelait").code == 78


def test_mentions_on_stdin_are_played_and_not_what_is_stored(angry_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Pipe('{"fetched": "2010-01-01T00:00:00Z", "brand": "B", "sentiment": -1}\n'))
    assert lines(angry_desk, "alerts backtest") == []


def test_a_filter_of_what_is_stored_fits_no_file(angry_desk: Desk) -> None:
    ran = angry_desk.runs("alerts backtest --input x.jsonl --brand Nordelait")
    assert ran.code == 2
    assert "for what is stored" in ran.err


@pytest.mark.parametrize("ending", ["html", "SVG"])
def test_it_is_drawn_as_well(angry_desk: Desk, ending: str) -> None:
    file = angry_desk.folder / f"plot.{ending}"
    ran = angry_desk.runs(f"alerts backtest --brand Nordelait --plot {file}")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1
    assert f"Drawn in {file}." in ran.err
    text = file.read_text(encoding="utf-8")
    negatives = json.loads(ran.out)["negatives"]
    assert text.count('class="alert"') == 1
    assert f"{negatives} negative voices, at most {negatives} in one day" in text


@pytest.mark.parametrize("file", ["plot.png", "plot", ".html", "html"])
def test_an_ending_that_nothing_is_known_of_is_refused_before_anything_is_played(angry_desk: Desk, file: str) -> None:
    ran = angry_desk.runs(f"alerts backtest --brand Nordelait --plot {angry_desk.folder / file}")
    assert (ran.code, ran.out) == (2, "")
    assert "neither in .html nor in .svg" in ran.err
    assert not (angry_desk.folder / file).exists()


def test_a_folder_that_is_not_there_is_told(angry_desk: Desk) -> None:
    ran = angry_desk.runs("alerts backtest --brand Nordelait --plot /nowhere/plot.html")
    assert ran.code == 4
    assert "can't be written" in ran.err


def test_counts_are_not_drawn(angry_desk: Desk) -> None:
    assert angry_desk.runs("alerts backtest --series x.csv --plot x.html").code == 2


def test_mentions_and_counts_are_not_played_together(angry_desk: Desk) -> None:
    assert angry_desk.runs("alerts backtest --input x.jsonl --series counts.csv").code == 2


def test_a_file_may_begin_with_a_bom(angry_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line, counts = '\ufeff{"fetched": "2010-01-01T00:00:00Z", "brand": "B", "sentiment": -1}\n', tmp_path / "counts.csv"
    counts.write_text('\ufefftimestamp,value\n"a,b",3\n', encoding="utf-8")
    (tmp_path / "mentions.jsonl").write_text(line, encoding="utf-8")
    assert lines(angry_desk, f"alerts backtest --input {tmp_path / 'mentions.jsonl'}") == []
    monkeypatch.setattr(sys, "stdin", Pipe(line))
    assert lines(angry_desk, "alerts backtest") == []
    ran = angry_desk.runs(f"alerts backtest --series {counts}")
    assert ran.out.splitlines() == ["timestamp,value,anomaly_score", '"a,b",3,0.000000']


def test_the_collector_is_as_it_was_afterwards(desk: Desk) -> None:
    before = gc.get_threshold()
    file = desk.folder / "mentions.jsonl"
    file.write_text('{"fetched": "2010-03-17T09:30:00Z", "brand": "Nordelait", "text": "Bof.", "sentiment": 0}\n')
    assert desk.runs(f"alerts backtest --input {file}").code == 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)

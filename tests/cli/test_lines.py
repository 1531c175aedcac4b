"""Lines of JSON in and out: `sentiment score`, `brands test` and `alerts backtest`, needing no config."""

from __future__ import annotations

import io
import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from smwatch.cli import run
from smwatch.sentiment.installed import installed
from tests.desk import Desk

BOUNDARY = [
    {"id": 1, "text": "Nordelait est honteux et dégoûtant.", "lang": "fr"},
    {"id": "deux", "text": "Nord-Lait is great, I love it."},
    {"id": 3, "text": "Il pleut rue Nordelait."},
]


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The lines on stdin, in a folder without a config."""
    text = "\n".join(json.dumps(line) for line in BOUNDARY) + "\n\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("SMWATCH_CONFIG", raising=False)


def lines(typed: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What a command answers, a line each."""
    assert run(shlex.split(typed)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return [json.loads(line) for line in out.splitlines()]


def test_texts_are_scored_in_order(piped: None, capsys: pytest.CaptureFixture[str]) -> None:
    answers = lines("sentiment score", capsys)
    assert [list(answer) for answer in answers] == [["id", "lang", "score", "label", "scorer", "scored"]] * 3
    assert [(a["id"], a["lang"], a["label"]) for a in answers][:2] == [
        (1, "fr", "negative"),
        ("deux", "en", "positive"),
    ]


@pytest.mark.parametrize("scorer", ["auto", "lexicon", "vader", "vader-fr", "vader-stock"])
def test_every_scorer_of_the_interface_is_there(piped: None, capsys: pytest.CaptureFixture[str], scorer: str) -> None:
    answers = lines(f"sentiment score --scorer {scorer}", capsys)
    assert [answer["id"] for answer in answers] == [1, "deux", 3]
    assert all(-1 <= a["score"] <= 1 and a["label"] in {"negative", "neutral", "positive"} for a in answers)


def test_a_query_is_tried_without_a_config(piped: None, capsys: pytest.CaptureFixture[str]) -> None:
    answers = lines("brands test --query 'nordelait NOT rue'", capsys)
    assert [list(answer) for answer in answers] == [["id", "match", "spans", "why"]] * 3
    assert [answer["match"] for answer in answers] == [True, False, False]
    assert answers[0]["spans"] == [["text", 0, 9]]
    assert all(answer["why"] for answer in answers)


def test_the_brands_of_a_config_are_tried(piped: None, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.config = (
        '[[brands]]\nname = "Nordelait"\nnames = ["Nordelait", "Nord-Lait"]\nexclude = ["rue Nordelait"]\n'
        '[[brands]]\nname = "Pluie"\nquery = "pleut"\n'
    )
    config = desk.write_config()
    file = desk.folder / "lines.jsonl"
    file.write_text("\ufeff" + "\n".join(json.dumps(line) for line in BOUNDARY), encoding="utf-8")
    found = lines(f"--config {config} brands test --input {file}", capsys)
    assert found == [
        {"id": 1, "brands": ["Nordelait"]},
        {"id": "deux", "brands": ["Nordelait"]},
        {"id": 3, "brands": ["Pluie"]},
    ]
    one = lines(f"--config {config} brands test --brand pluie --input {file}", capsys)
    assert [answer["match"] for answer in one] == [False, False, True]
    assert [answer["match"] for answer in lines(f"brands test --brand Nordelait --config {config}", capsys)] == [
        *(True, True, False)
    ]


def flood() -> list[dict[str, Any]]:
    """Thirty quiet days of a mention each, then a day of anger."""
    quiet = [(f"2010-01-{day:02}T08:00:00Z", "Bonjour Nordelait", 0.1) for day in range(1, 31)]
    angry = [(f"2010-01-31T{8 + n // 6:02}:{n % 6}0:00Z", f"Honte {n}!", -0.8) for n in range(30)]
    rows = [{"fetched": at, "text": text, "sentiment": score} for at, text, score in quiet + angry]
    common = {"brand": "Nordelait", "source": "La page", "thread": "", "lang": "fr", "title": ""}
    return [
        {"id": str(n), "published": row["fetched"], "author": f"Auteur {n}"} | common | row
        for n, row in enumerate(rows)
    ]


def test_the_detector_is_played_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mentions.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in flood()), encoding="utf-8")
    (alert,) = lines(f"alerts backtest --input {file}", capsys)
    assert list(alert) == (
        "brand kind opened confirmed closed level negatives expected probability first_mention".split()
    )
    assert alert["kind"] == "crisis"
    assert alert["opened"] > "2010-01-31T08:00:00Z"
    assert lines(f"alerts backtest --input {file} --kind buzz", capsys) == []
    assert lines(f"alerts backtest --input {file} --kind all --sensitivity low --tick 1h", capsys)


@pytest.mark.parametrize("scorer", ["auto", "lexicon"])
def test_texts_that_come_without_a_sentiment_are_scored_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scorer: str
) -> None:
    file = tmp_path / "mentions.jsonl"
    rows = [row | {"sentiment": None, "text": row["text"] + " C'est affreux" * ("!" in row["text"])} for row in flood()]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run(shlex.split(f"--lang en alerts backtest --input {file} --scorer {scorer}")) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["negatives"] >= 20
    encoder = scorer == "auto" and installed()
    assert ("Scored by the encoder" in err, "--scorer lexicon" in err) == (encoder, encoder)
    assert ("Scored by word lists only (vader" in err) is not encoder
    assert run(shlex.split(f"alerts backtest --input {file} --scorer {scorer} --quiet")) == 0
    assert capsys.readouterr().err == ""
    assert run(shlex.split(f"alerts backtest --input {file} --scorer nobody")) == 2
    assert "nobody" in capsys.readouterr().err

"""The figures page: what is measured is readable, and the pages on disk are what came."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench.figures.measure import Probe, Row, figure, measured, probes, words
from bench.figures.page import KEPT, NB, PAGES, number, page
from tests.locales.test_voice import ENGLISH, FRENCH, slips

ROW = Row(what={"en": "seconds", "fr": "secondes"}, got=r"took ([\d.]+) s", bar="<= 2", unit="s")


@pytest.mark.parametrize("lang", PAGES)
def test_a_page_is_what_was_measured(lang: str) -> None:
    kept = json.loads(KEPT.read_text("utf-8"))
    assert PAGES[lang].read_text("utf-8") == page(words()[lang], probes(), kept), "run: python -m bench.figures --page"


def test_each_probe_has_a_name_of_its_own_and_each_row_two_languages_and_patterns_with_a_group() -> None:
    table = probes()
    assert len({probe.name for probe in table}) == len(table) > 30
    for probe in table:
        assert probe.what.keys() == PAGES.keys(), probe.name
        assert len({row.what["en"] for row in probe.rows}) == len(probe.rows), "figures are kept under these"
        for row in probe.rows:
            assert row.what.keys() == PAGES.keys(), row
            assert all(said.keys() in (PAGES.keys(), set()) for said in (row.peer, row.why)), row
            for pattern in filter(None, (*row.got.split(" / "), *row.beside.split(" / "))):
                assert pattern.startswith("$.") or re.compile(pattern).groups == 1, pattern
            if row.bar:
                row.keeps(0.0)


@pytest.mark.parametrize("lang", PAGES)
def test_a_page_of_any_figures_speaks_as_the_others_do(lang: str) -> None:
    """Also what only a measured, or a missed, row shows."""
    for value in (0.0, 1e9):
        came = {"at": "2026-01-02", "commit": "abc", "minutes": 3.5, "beside": {}}
        got = {probe.name: came | {"got": {row.what["en"]: [value] for row in probe.rows}} for probe in probes()}
        machine = {"cores": 2, "model": "M", "memory": 8, "python": "3.12"}
        said = page(words()[lang], probes(), {"machine": machine, "probes": got})
        assert slips([(str(value), said)], {"en": ENGLISH, "fr": FRENCH}[lang]) == []


def test_sizes_are_octets_in_french() -> None:
    row = Row(what={"en": "size", "fr": "taille"}, got="", unit="MB/s")
    probe = Probe(name="one", what={"en": "One", "fr": "Un"}, command="", rows=(row,), runs=1)
    came = {"at": "2026-01-02", "commit": "abc", "minutes": 1, "beside": {}, "got": {"size": [12]}}
    kept = {"machine": {"cores": 2, "model": "M", "memory": 8, "python": "3.12"}, "probes": {"one": came}}
    for lang, wanted in (("en", "MB/s"), ("fr", "Mo/s")):
        assert f"| 12{NB}{wanted} |" in page(words()[lang], [probe], kept)


@pytest.mark.parametrize("probe", probes(), ids=lambda probe: probe.name)
def test_what_is_run_is_there(probe: Probe) -> None:
    root = Path(__file__).parent.parent
    for module in re.findall(r"-m ((?:bench|tests)\.[\w.]+)", probe.command):
        at = root / module.replace(".", "/")
        assert at.with_suffix(".py").exists() or (at / "__main__.py").exists(), module
    for script in re.findall(r"(?<=python )(?:tools|tests)/\S+|(?<= )tests/\S+\.py", probe.command):
        assert (root / script).exists(), script


@pytest.mark.parametrize(
    ("pattern", "said", "wanted"),
    [
        (r"took ([\d.]+) s", "it took 1.5 s", 1.5),
        (r"found ([\d,]+) of", "found 12,345 of", 12345),
        (r"^ours (\d+)", "theirs 1\nours 2", 2),
        (r"took ([\d.]+) s", "it failed", None),
        ("$.cold.wall", 'noise\n{"cold": {"wall": 3.25}}\nmore', 3.25),
        ("$.missed", '{"missed": null}', None),
        ("$.a.b", "it failed", None),
        ("$.a.b", '{"c": 1}', None),
        ("$.a / $.b", '{"a": 3, "b": 4}', 0.75),
        (r"a (\d+) / b (\d+)", "a 6, b 4", 1.5),
        (r"a (\d+) / b (\d+)", "a 6, b 0", None),
        (r"a (\d+) / b (\d+)", "a 6", None),
    ],
)
def test_a_figure_is_read_from_what_a_command_said(pattern: str, said: str, wanted: float | None) -> None:
    assert figure(pattern, said) == wanted


@pytest.mark.parametrize(
    ("bar", "kept", "missed"), [("<= 2", 2, 2.01), (">= .86", 0.86, 0.859), ("= 0", 0, 1), ("= 100", 100, 99.9)]
)
def test_a_bar_is_kept_up_to_its_edge(bar: str, kept: float, missed: float) -> None:
    row = Row(what={}, got="", bar=bar)
    assert row.keeps(kept)
    assert not row.keeps(missed)


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (1234.5, "1,234", f"1{NB}234"),
        (0.0712, "0.0712", "0,0712"),
        (2, "2", "2"),
        (99.96, "100", "100"),
        (1.8666, "1.87", "1,87"),
    ],
)
def test_a_number_is_written_as_its_language_does(value: float, english: str, french: str) -> None:
    assert number(value, "en") == english
    assert number(value, "fr") == french


def test_a_command_is_run_so_often_and_all_its_figures_are_kept() -> None:
    probe = Probe(name="one", what={"en": "One", "fr": "Un"}, command="echo took {run}.5 s", rows=(ROW,), runs=2)
    came = measured(probe, 2)
    assert came["got"] == {"seconds": [1.5, 2.5]}
    assert came["beside"] == {}


def test_a_figure_that_is_not_there_is_told_with_what_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    probe = Probe(name="one", what={"en": "One", "fr": "Un"}, command="echo no luck; exit 3", rows=(ROW,), runs=1)
    assert measured(probe, 1)["got"] == {"seconds": []}
    assert "exit 3" in (told := capsys.readouterr().out)
    assert "no luck" in told


def test_a_page_tells_bars_kept_and_missed_with_spread_peer_and_reason() -> None:
    why = {"en": "It is slow.", "fr": "C’est lent."}
    missed = Row(
        what={"en": "more", "fr": "plus"}, got="", bar=">= 10", peer={"en": "theirs", "fr": "le leur"}, why=why
    )
    probe = Probe(name="one", what={"en": "One", "fr": "Un"}, command="do it", rows=(ROW, missed))
    other = Probe(name="two", what={"en": "Two", "fr": "Deux"}, command="do that", rows=(ROW,))
    came = {"at": "2026-01-02", "commit": "abc", "minutes": 3.5, "beside": {"more": [4.0]}}
    kept = {
        "machine": {"cores": 2, "model": "M", "memory": 8, "python": "3.12"},
        "probes": {"one": came | {"got": {"seconds": [1.0, 1.5, 2.5], "more": [9.0]}}},
    }
    said = page(words()["en"], (probe, other), kept)
    assert "**1 of 2 bars are kept.**" in said
    assert f"| seconds | ≤{NB}2 | 1.5{NB}s | 1 – 2.5 | kept |  |" in said
    assert f"| more | ≥{NB}10 | 9 |  | **missed** | theirs: 4 |" in said
    assert "*Missed, more*: It is slow." in said
    assert "## Two\n\n```sh\ndo that\n```\n\nNot measured yet." in said
    french = page(words()["fr"], (probe, other), kept)
    assert f"| seconds | ≤{NB}2 | 1,5{NB}s | 1 – 2,5 | tenu |  |".replace("seconds", "secondes") in french
    assert f"**manqué** | le leur{NB}: 4 |" in french
    assert f"*Manqué, plus*{NB}: C’est lent." in french

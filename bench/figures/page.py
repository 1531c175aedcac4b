"""What came of measuring, as a page in two languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures.measure import ROOT, Probe, Row

KEPT = Path(__file__).with_name("measured.json")
PAGES = {"en": ROOT / "docs/explanation/figures.md", "fr": ROOT / "docs/fr/chiffres.md"}
NB = "\u00a0"
OCTETS = {"kB": "ko", "MB": "Mo", "MB/s": "Mo/s"}
"""Units that French writes otherwise."""


def page(said: Mapping[str, str], table: Sequence[Probe], kept: Mapping[str, Any]) -> str:
    """The whole of it: for each command what came, or that nothing did yet."""
    verdicts = [row.keeps(got) for probe in table for row, got in _medians(probe, kept) if row.bar]
    parts = [said["intro"].format(**kept["machine"]), said["bars"].format(sum(verdicts), len(verdicts)) + "\n"]
    for probe in table:
        parts.append(f"## {probe.what[said['lang']]}\n\n```sh\n{probe.command.strip()}\n```\n")
        parts += _measured(said, probe, kept) if probe.name in kept["probes"] else [said["never"] + "\n"]
    return "\n".join(parts)


def _medians(probe: Probe, kept: Mapping[str, Any]) -> Iterator[tuple[Row, float]]:
    came = kept["probes"].get(probe.name, {"got": {}})
    for row in probe.rows:
        if got := came["got"].get(row.what["en"]):
            yield row, median(got)


def _measured(said: Mapping[str, str], probe: Probe, kept: Mapping[str, Any]) -> Iterator[str]:
    lang, came = said["lang"], kept["probes"][probe.name]
    lines = [said["head"], "|---" * 6 + "|"]
    for row, got in _medians(probe, kept):
        runs, beside = came["got"][row.what["en"]], came["beside"].get(row.what["en"])
        spread = f"{number(min(runs), lang)} – {number(max(runs), lang)}" if min(runs) < max(runs) else ""
        verdict = said["kept" if row.keeps(got) else "missed"] if row.bar else ""
        peer = row.peer.get(lang, "") + (f"{said['colon']}{number(median(beside), lang)}" if beside else "")
        unit = OCTETS.get(row.unit, row.unit) if lang == "fr" else row.unit
        value = f"{number(got, lang)}{NB}{unit}".strip(NB)
        lines.append(f"| {' | '.join((row.what[lang], _bar(row.bar, lang), value, spread, verdict, peer))} |")
    yield "\n".join(lines) + "\n"
    for row, got in _medians(probe, kept):
        if row.bar and row.why and not row.keeps(got):
            yield said["why"].format(row.what[lang], row.why[lang]) + "\n"
    runs = max(map(len, came["got"].values()))
    yield said["runs"].format(runs, number(came["minutes"], lang), came["at"], came["commit"]) + "\n"


def _bar(bar: str, lang: str) -> str:
    how, _, value = bar.partition(" ")
    return f"{ {'<=': '≤', '>=': '≥', '=': '='}[how] }{NB}{number(float(value), lang)}" if bar else ""


def number(value: float, lang: str) -> str:
    """Three digits that count, as the language writes them."""
    told = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return told.replace(",", NB).replace(".", ",") if lang == "fr" else told

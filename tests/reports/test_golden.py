"""What the digest and the exports look like, kept as files. SMWATCH_UPDATE_GOLDEN=1 writes them anew: read the diff."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from smwatch.locales import LANGUAGES, Speech
from smwatch.reports import digest, exports
from smwatch.reports.report.page import html as report
from smwatch.reports.review.page import markdown
from tests.reports import debrief, paper, story

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("SMWATCH_UPDATE_GOLDEN") == "1"
MENTIONS = (story.VIDEO, *story.COMMENTS, *story.OTHERS[2:3])
DAYS = (*story.BEFORE, *story.OTHERS)


def subjects(speech: Speech) -> str:
    return (
        "\n".join(digest.subject(content, speech) for content in (story.bad_day(speech.lang), story.quiet_day())) + "\n"
    )


DIGESTS: dict[str, Callable[[Speech], str]] = {
    "digest.{lang}.txt": lambda speech: digest.text(story.bad_day(speech.lang), speech),
    "digest.{lang}.html": lambda speech: digest.html(story.bad_day(speech.lang), speech),
    "nothing.{lang}.txt": lambda speech: digest.text(story.quiet_day(), speech),
    "nothing.{lang}.html": lambda speech: digest.html(story.quiet_day(), speech),
    "subjects.{lang}.txt": subjects,
    "report.{lang}.html": lambda speech: report(paper.bad_day(speech.lang), speech),
    "review.{lang}.md": lambda speech: markdown(debrief.debrief(speech.lang), speech),
}
EXPORTS: dict[str, tuple[int, Callable[[io.BytesIO], exports.Written]]] = {  # how many rows, and what writes them
    "mentions.csv": (5, lambda out: exports.mentions(MENTIONS, out)),
    "mentions.excel.csv": (5, lambda out: exports.mentions(MENTIONS, out, "excel-csv")),
    "mentions.ndjson": (5, lambda out: exports.mentions(MENTIONS, out, "ndjson")),
    "alerts.csv": (2, lambda out: exports.alerts([story.CRISIS, story.BUZZ], out)),
    "alerts.ndjson": (2, lambda out: exports.alerts([story.CRISIS, story.BUZZ], out, "ndjson")),
    "daily.csv": (3, lambda out: exports.daily(DAYS, out)),
    "daily.excel.csv": (3, lambda out: exports.daily(DAYS, out, "excel-csv")),
}


def compare(name: str, said: bytes) -> None:
    path = GOLDEN / name
    if UPDATE:
        path.write_bytes(said)
    assert path.exists(), f"{path} is missing: look at what SMWATCH_UPDATE_GOLDEN=1 writes, and keep it"
    assert said.decode() == path.read_bytes().decode()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DIGESTS)
def test_a_digest_looks_as_it_did(name: str, lang: str) -> None:
    compare(name.format(lang=lang), DIGESTS[name](Speech(lang, story.MONTREAL)).encode())


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_looks_as_it_did(name: str) -> None:
    out = io.BytesIO()
    rows, write = EXPORTS[name]
    assert write(out).rows == rows
    compare(name, out.getvalue())

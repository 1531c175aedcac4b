"""A scan whose workers were lost ends with 4 and says so, also to who wants to read of little."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from smwatch.cli.scan import exit_code
from smwatch.cli.views.scan import must_be_read, warning_line
from smwatch.errors import ExitCode
from smwatch.locales import Speech
from smwatch.models import ScanReport, Warned
from smwatch.runners.batches import GONE
from smwatch.runners.dask import OTHER

NOW = datetime(2010, 3, 24, tzinfo=UTC)
REPORT = ScanReport(scan=1, started=NOW, seconds=1.0, polled=25)
LOST = Warned(kind="lost", brand="", feed="", message=GONE, args={"where": "dask://a:1", "count": "75"}, at=NOW)
WORKER = replace(LOST, kind="worker", message=OTHER, args={"worker": "tcp://b:2", "theirs": "1", "ours": "2"})


def test_it_ends_with_4_whatever_was_stored() -> None:
    assert exit_code(REPORT, strict=False, fail_on_alert=False) == ExitCode.DONE
    lost = replace(REPORT, warnings=(LOST,))
    assert exit_code(lost, strict=False, fail_on_alert=False) == ExitCode.NOTHING_DONE
    assert exit_code(replace(lost, alerting=1), strict=False, fail_on_alert=True) == ExitCode.ALERT
    assert exit_code(replace(REPORT, warnings=(WORKER,)), strict=False, fail_on_alert=False) == ExitCode.DONE


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "⚠ the way to dask://a:1 was lost; feeds left for the next scan: 75"),
        ("fr", "⚠ le lien avec dask://a:1 est perdu; fils remis à la prochaine relève\u00a0: 75"),
    ],
)
def test_it_says_so_in_both_languages(lang: str, line: str) -> None:
    assert warning_line(LOST, Speech(lang)) == line
    assert must_be_read(LOST, REPORT)
    assert not must_be_read(WORKER, REPORT)

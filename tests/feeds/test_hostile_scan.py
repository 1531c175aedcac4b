"""Hostile and good feeds in one scan: every good one is stored, in time, within memory."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.case import MB
from tests.hostile.together import together


def test_the_good_ones_are_stored_whatever_the_others_do(tmp_path: Path) -> None:
    came = together(tmp_path, 25, 6, size=MB // 5, timeout="2s")
    assert came.code == 0, came.said
    assert (came.stored, came.trapped) == (6, 0)
    assert came.seconds < 60
    assert came.memory < 400

"""What `scan --quiet` says by night: each trouble once, when it begins; nothing while it lasts."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from smwatch.store import open_store
from tests.delivery.server import Postbox, serving
from tests.desk import MAIL, MORNING, Desk, item

DIGEST = '\n[[digests]]\nname = "matin"\nto = ["rp@nordelait.example"]\n'


def night(desk: Desk, hours: float) -> list[str]:
    """What cron would mail, a scan every quarter of an hour."""
    told = list[str]()
    for _ in range(round(hours * 4)):
        ran = desk.later(minutes=15).runs("scan --quiet")
        told += (ran.out + ran.err).splitlines()
    return told


def test_a_night_of_timeouts_and_new_mentions_is_silent(desk: Desk) -> None:
    desk.feed("/good/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    desk.feed("/bad/", status=503)
    desk.feed("/page/", item("x", "y", link="http://a.example/2"))
    desk.server.serve("/page/", b"<html><body>no feed</body></html>")
    assert night(desk, 8) == []


def test_a_feed_that_fails_for_good_is_told_once(desk: Desk) -> None:
    desk.feed("/good/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    dead = desk.feed("/dead/", status=503)
    gone = desk.feed("/gone/", status=410)
    desk.runs("scan --quiet")
    desk.later(hours=1)
    told = night(desk, 0.25)
    for _ in range(6):
        desk.later(hours=12)
        told += night(desk, 0.25)
    assert sum(dead in line for line in told) == 1
    assert sum(gone in line for line in told) == 0, "it was told by the first scan"
    assert len(told) == 1
    desk.server.serve("/dead/", b"", status=503)


def test_what_is_gone_is_told_at_once(desk: Desk) -> None:
    gone = desk.feed("/gone/", status=410)
    assert gone in desk.runs("scan --quiet").err
    assert night(desk, 1) == []


def test_a_feed_that_comes_back_and_fails_again_is_told_again(desk: Desk) -> None:
    dead = desk.feed("/dead/", status=503)
    told = list[str]()
    for status in (503, 503, 503, 200, 503, 503, 503):
        desk.feed("/dead/", status=status)
        told += desk.later(hours=25).runs("scan --quiet").err.splitlines()
    assert sum(dead in line for line in told) == 2


def test_a_message_that_cannot_leave_is_told_when_it_is_first_tried_and_when_it_is_given_up(desk: Desk) -> None:
    with serving(Postbox(answer="451 later")) as port:
        desk.config += MAIL.format(port=port) + DIGEST
        desk.runs("digest --send --quiet")
        assert night(desk, 3) == []
        assert "has not left" in " ".join(desk.later(hours=4).runs("scan").err.split())
        told = [line for _ in range(8) for line in desk.later(hours=25).runs("scan --quiet").err.splitlines()]
    assert len(told) == 1
    assert "is given up" in told[0]


def test_a_scan_under_way_is_not_joined_nor_spoken_of(desk: Desk) -> None:
    desk.runs("scan")
    store = open_store(desk.folder / "smwatch.db")
    lock = next(desk.folder.glob("*.lock"))
    with store.scanning():
        os.utime(lock, ((MORNING - timedelta(hours=5)).timestamp(),) * 2)
        ran = desk.runs("scan --quiet")
        assert (ran.code, ran.out, ran.err) == (5, "", "")
        assert "another scan" in desk.runs("scan").err
        assert desk.runs("scan --quiet --json").json["error"]["kind"] == "busy"
        os.utime(lock, ((MORNING - timedelta(hours=7)).timestamp(),) * 2)
        ran = desk.runs("scan --quiet")
        assert ran.code == 5
        assert "another scan or rescore is running" in ran.err, "it hangs: somebody must look"
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="as cron starts it")
def test_two_of_cron_s_scans_at_once(desk: Desk) -> None:
    for n in range(3):
        desk.feed(f"/{n}/", item("Nordelait", "Bonjour", link=f"http://a.example/{n}"), delay=2)
    typed = [sys.executable, "-m", "smwatch", "--config", str(desk.write_config()), "scan", "--quiet"]
    runs = [subprocess.Popen(typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(3)]
    said = [run.communicate(timeout=60)[0] for run in runs]
    assert sorted(run.returncode for run in runs) == [0, 5, 5]
    assert said == ["", "", ""]
    assert len(desk.server.seen) == 3, "each feed was asked once"

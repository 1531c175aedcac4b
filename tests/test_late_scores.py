"""Scores that come late, feeds that fail and people's answers, told with the command line only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.desk import MORNING, Desk
from tests.test_story import ANGER, comment

PAGE = 'source = "La page"\nabout = ["Nordelait"]'
QUIET = [comment(n, text, -24.0 * (10 - n)) for n, text in enumerate(["Bonjour tout le monde", "Merci!"] * 5)]


@pytest.fixture
def heard(desk: Desk) -> Desk:
    """Ten quiet days on the page; a second feed is about the brand, too, and fails from the ninth day on."""
    for day in range(1, 11):
        desk.feed("/page/feed/", *QUIET[:day], declared=PAGE)
        desk.feed("/blog/feed/", declared='source = "Le blogue"\nabout = ["Nordelait"]', status=200 if day < 9 else 503)
        desk.now = MORNING - timedelta(days=10 - day)
        assert desk.runs("scan --all --json").json["alerts"] == []
    return desk


def crises(heard: Desk) -> list[dict[str, str]]:
    """What a scan tells of alarms: nine calm remarks are a buzz."""
    return [change for change in heard.runs("scan --all --json").json["alerts"] if change["kind"] == "crisis"]


def test_labels_open_no_alert_on_the_past_and_what_is_said_then_does(heard: Desk) -> None:
    calm = [comment(100 + n, f"Le magasin numéro {n} ouvre à neuf heures.", 1 + n / 4) for n in range(9)]
    heard.feed("/page/feed/", *QUIET, *calm)
    heard.now = MORNING + timedelta(hours=4)
    assert crises(heard) == []
    assert [one["kind"] for one in heard.runs("alerts --json").json] == ["buzz"]
    ids = " ".join(str(row["id"]) for row in heard.runs("mentions --since 2010-03-17 --json").json)
    assert len(ids.split()) == 9
    heard.runs(f"mentions label {ids} negative")
    for minutes in (30, 60, 24 * 60):
        heard.now = MORNING + timedelta(hours=4, minutes=minutes)
        assert crises(heard) == [], "nothing was said since"
    heard.feed("/page/feed/", *QUIET, *calm, comment(200, ANGER[0], 28))
    heard.now = MORNING + timedelta(hours=28, minutes=30)
    (opened,) = crises(heard)
    assert opened["change"] == "opened"


def test_an_alert_says_what_it_did_without_and_stays_closed_while_its_wave_goes_on(heard: Desk) -> None:
    flood = [comment(100 + n, text, 1 + n / 4) for n, text in enumerate(ANGER)]
    heard.feed("/page/feed/", *QUIET, *flood[:8])
    heard.now = MORNING + timedelta(hours=3)
    heard.runs("scan --all --quiet")
    (alert,) = heard.runs("alerts --json").json
    assert [(one["source"], one["how"]) for one in alert["unheard"]] == [("Le blogue", "failing")]
    heard.later(minutes=5).runs("alerts close 1 --reason 'Nous avons répondu.'")
    heard.feed("/page/feed/", *QUIET, *flood)
    heard.now = MORNING + timedelta(hours=5)
    scan = heard.runs("scan --all --json --fail-on-alert")
    assert (scan.code, scan.json["alerts"]) == (0, [])
    assert [one["status"] for one in heard.runs("alerts --json").json] == ["done"]

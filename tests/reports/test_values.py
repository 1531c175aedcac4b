from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from smwatch.locales import Speech
from smwatch.models import AlertChange, Change, Failure, FailureKind, Health, Relearnt, Rematched, ScanReport
from smwatch.reports import values
from smwatch.reports.exports.columns import ALERTS, MENTIONS
from tests.reports import story

AT = datetime(2010, 3, 24, 14, 5, tzinfo=UTC)


def test_a_mention_has_the_fields_of_the_interface_in_its_order() -> None:
    mention = values.mention_dict(story.mention(7, None, tags=("a",)))
    assert " ".join(mention) == (
        "id brand why published fetched date_trust source feed url title text author author_role lang score label"
        " scorer story thread status assignee tags kind edited current worst machine_score machine_label machine_scorer"
    )
    assert tuple(mention) == MENTIONS.names
    assert (mention["why"], mention["tags"], mention["score"], mention["label"]) == ("NAMED", ["a"], None, None)


def test_an_alert_has_the_fields_of_the_interface_in_its_order() -> None:
    alert = values.alert_dict(story.CRISIS)
    assert " ".join(alert) == (
        "id brand kind level opened confirmed peak closed negatives mentions stories authors expected probability"
        " threads sources terms first_mention status assignee previous unheard"
    )
    assert tuple(alert) == ALERTS.names
    assert (alert["closed"], alert["first_mention"], alert["probability"]) == (None, 2, 2.8e-06)
    assert alert["sources"] == [{"name": "Page Nordelait", "count": 3}, {"name": "The Eastern Post", "count": 1}]


def test_a_feed_has_the_fields_of_the_interface_in_its_order() -> None:
    feed = values.feed_dict(story.feed("https://a.example/", Health.SILENT, last_new=None), Speech())
    assert " ".join(feed) == (
        "url source kind origin parent enabled last_poll last_new next_poll next_why status failures message entries"
        " mentions tags"
    )
    assert (feed["status"], feed["last_new"], feed["last_poll"]) == ("silent", None, "2010-03-24T11:30:00Z")


def test_a_scan_is_the_document_of_the_interface() -> None:
    failure = Failure(
        feed="https://a.example/", kind=FailureKind.STATUS, status=503, message="the server answers {status}",
        args={"status": "503"}, since=AT - timedelta(hours=2), next=AT + timedelta(hours=1),
    )  # fmt: skip
    changes = (AlertChange(story.CRISIS, Change.OPENED), AlertChange(story.BUZZ, Change.GREW))
    report = ScanReport(
        scan=12, started=AT, seconds=3.2, due=40, polled=38, unchanged=30, failed=2, skipped=5, entries_seen=900,
        entries_new=44, mentions_new=7, mentions_negative=3, mentions_unscored=2, stories_new=5, alerts=changes,
        failures=(failure,),
        rematched=(Rematched(brand="Nordelait", reason="query", entries=1240, won=12, lost=3),),
        relearnt=Relearnt(version=3, texts=212, before=0.61234, after=0.68, helps=True, active=True),
        scorers=("encoder/1",),
    )  # fmt: skip
    assert values.scan_dict(report, Speech("en")) == {
        "scan": 12,
        "started": "2010-03-24T14:05:00Z",
        "seconds": 3.2,
        "feeds": {"due": 40, "polled": 38, "unchanged": 30, "failed": 2, "skipped": 5},
        "entries": {"seen": 900, "new": 44},
        "mentions": {"new": 7, "negative": 3, "stories": 5, "unscored": 2},
        "alerts": [{"id": 3, "brand": "Nordelait", "kind": "crisis", "level": "confirmed", "change": "opened"}],
        "warnings": [],
        "failures": [
            {
                "feed": "https://a.example/",
                "kind": "status",
                "status": 503,
                "message": "the server answers 503",
                "since": "2010-03-24T12:05:00Z",
                "next": "2010-03-24T15:05:00Z",
            }
        ],
        "rematched": [{"brand": "Nordelait", "reason": "query", "entries": 1240, "won": 12, "lost": 3}],
        "scorers": ["encoder/1"],
        "learnt": {"version": 3, "texts": 212, "before": 0.6123, "after": 0.68, "helps": True, "in_use": True},
    }


@pytest.mark.parametrize(
    "made",
    [
        values.mention_dict(story.VIDEO),
        values.alert_dict(story.BUZZ),
        values.feed_dict(story.FEEDS[0], Speech("fr")),
        values.scan_dict(ScanReport(scan=1, started=AT, seconds=0), Speech("en")),
    ],
)
def test_everything_is_plain_json(made: values.Values) -> None:
    assert json.loads(json.dumps(made)) == made
    assert all(type(value) in (str, int, float, bool, list, dict, type(None)) for value in made.values())

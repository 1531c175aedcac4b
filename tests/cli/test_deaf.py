"""A brand that nothing is heard of: scan, status and digest say so instead of peace."""

from __future__ import annotations

from tests.desk import Desk, item

ABOUT = 'source = "La page"\nabout = ["Nordelait"]'


def test_a_brand_all_of_whose_feeds_fail_is_no_peace(desk: Desk) -> None:
    desk.feed("/page/", item("Bonjour", "Bonjour.", link="http://page.example/1"), declared=ABOUT)
    desk.feed("/news/", item("Autre", "Rien.", link="http://news.example/1"), declared='source = "Le Soir"')
    assert desk.runs("scan --json").json["warnings"] == []
    assert "Nothing is burning" in desk.runs("status").out
    assert desk.runs("status --json").json["warnings"] == []

    desk.feed("/page/", declared=ABOUT, status=503)
    (warned,) = desk.later(hours=1).runs("scan --all --json").json["warnings"]
    assert (warned["kind"], warned["brand"], warned["feed"]) == ("deaf", "Nordelait", "")
    assert "La page" in warned["message"]
    told = desk.runs("status").out
    assert "Nothing is burning" not in told
    assert "Nordelait: none of the feeds" in told
    assert desk.runs("status --json").json["warnings"] == [warned]
    assert "none of the feeds" in " ".join(desk.runs("digest").out.split())

    assert "none of the feeds" in desk.later(hours=1).runs("scan --all").err
    assert "none of the feeds" not in desk.later(minutes=1).runs("scan --quiet").err, "not by each quiet scan"
    assert "none of the feeds" in desk.later(days=2).runs("scan --all --quiet").err, "but while it fails for good"


def test_one_feed_that_is_fine_is_enough(desk: Desk) -> None:
    desk.feed("/page/", declared=ABOUT, status=503)
    desk.feed("/news/", item("Nordelait", "Nordelait ouvre.", link="http://news.example/1"))
    assert desk.runs("scan --json").json["warnings"] == []


def test_a_feed_that_is_switched_off_doesn_t_count(desk: Desk) -> None:
    desk.feed("/page/", declared=ABOUT + "\nenabled = false")
    desk.feed("/news/", status=503, declared='about = ["Nordelait"]')
    assert [one["kind"] for one in desk.runs("scan --json").json["warnings"]] == ["deaf"]

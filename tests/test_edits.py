"""An edited entry from the feed to what a person is told: its newest text, scored anew, as an edit, once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk import Desk, item

SAID = "Nordelait rappelle des fromages"
LINK = "http://example.com/rappel/"


def mentions(desk: Desk) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = desk.runs("mentions list --json").json
    return listed


def scan(desk: Desk) -> tuple[int, int]:
    """How many entries and mentions were new."""
    ran = desk.later(hours=25).runs("scan --json").json
    assert ran["failures"] == []
    return ran["entries"]["new"], ran["mentions"]["new"]


def test_an_edit_keeps_the_newest_text_scores_it_and_says_so(desk: Desk) -> None:
    desk.feed("/feed/", item(SAID, "Bravo, merci, c’est excellent : j’adore.", link=LINK))
    assert scan(desk) == (1, 1)
    (before,) = mentions(desk)
    assert (before["label"], before["kind"], before["edited"]) == ("positive", "entry", False)

    desk.feed("/feed/", item(SAID, "C’est honteux, dégoûtant et dangereux. Boycott!", link=LINK))
    assert scan(desk) == (0, 0)
    (after,) = mentions(desk)
    assert (after["id"], after["label"], after["edited"], after["current"]) == (before["id"], "negative", True, True)
    assert after["text"].startswith("C’est honteux")
    assert after["published"] == before["published"]
    assert scan(desk) == (0, 0)  # and no more of it


def test_an_edit_that_first_names_the_brand_is_told_as_an_edit(desk: Desk) -> None:
    desk.feed("/feed/", item("Un rappel", "On ne sait pas de qui.", link=LINK))
    assert scan(desk) == (1, 0)
    desk.feed("/feed/", item("Un rappel", "C’est Nordelait.", link=LINK))
    assert scan(desk) == (0, 1)
    assert [one["kind"] for one in mentions(desk)] == ["edit"]


def test_the_same_id_twice_is_two_and_stays_two(desk: Desk) -> None:
    first, second = item(SAID, "Un lot.", link=LINK), item(SAID, "Un autre lot.", link=LINK)
    desk.feed("/feed/", first, second)
    assert scan(desk) == (2, 2)
    desk.feed("/feed/", second, first)
    assert scan(desk) == (0, 0)
    assert not any(one["edited"] for one in mentions(desk))


def test_an_id_is_only_its_own_feeds(desk: Desk) -> None:
    desk.feed("/one/", item(SAID, "Un texte.", link=LINK))
    desk.feed("/two/", item(SAID, "Un tout autre texte.", link=LINK))
    assert scan(desk) == (2, 2)
    assert {one["text"] for one in mentions(desk)} == {"Un texte.", "Un tout autre texte."}
    assert scan(desk) == (0, 0)


@pytest.mark.parametrize("date", ["", "<pubDate>hier</pubDate>", "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"])
def test_a_date_that_was_guessed_stays_where_it_was_first_put(desk: Desk, date: str) -> None:
    undated = f"<item><title>{SAID}</title><link>{LINK}</link>{date}<description>{{}}</description></item>"
    desk.feed("/feed/", undated.format("un"))
    assert scan(desk) == (1, 1)
    (before,) = mentions(desk)
    assert before["date_trust"] in {"guessed", "clamped"}
    for text in ("deux", "trois"):
        desk.feed("/feed/", undated.format(text))
        assert scan(desk) == (0, 0)
    (after,) = mentions(desk)
    assert (after["published"], after["edited"]) == (before["published"], True)


def test_ids_and_links_that_change_with_each_poll_bring_nothing_new(desk: Desk) -> None:
    text = "Un texte assez long pour qu’on le reconnaisse à ce qu’il dit, quoi qu’on en fasse."
    for visit in ("a1", "b2", "c3"):
        link = f"http://example.com/rappel/?PHPSESSID={visit}"
        more = f"<guid>{visit}</guid>"
        desk.feed("/feed/", item(SAID, text, link=link).replace(f"<guid>{link}</guid>", more))
        scan(desk)
    assert len(mentions(desk)) == 1

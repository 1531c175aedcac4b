"""Answers are mentions because of what they answer, in whatever order they come, for as long as somebody speaks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk import Desk, item, rss

SAID = "Nordelait rappelle du lait"


def scan(desk: Desk, **wait: float) -> dict[str, Any]:
    told: dict[str, Any] = desk.later(**wait or {"hours": 25}).runs("scan --json").json
    assert told["failures"] == []
    return told


def whys(desk: Desk, typed: str = "") -> dict[str, str]:
    """Text -> why, of the current mentions."""
    rows: list[dict[str, Any]] = desk.runs(f"mentions list --json {typed}").json
    return {row["text"]: row["why"] for row in rows}


def post(desk: Desk, title: str = SAID, text: str = "Un article.", number: int = 1, more: str = "") -> str:
    return item(title, text, link=desk.server.url(f"/{number}/"), at=desk.now, more=more)


def comment(desk: Desk, text: str, name: str, number: int = 1) -> str:
    link = desk.server.url(f"/{number}/") + f"#comment-{name}"
    return item("", text, link=link, at=desk.now, author=name)


@pytest.mark.parametrize("first", ["entry", "comments"])
def test_the_order_of_arrival_does_not_matter(desk: Desk, first: str) -> None:
    """The site's comment feed may be polled before the feed of its entries."""
    comments = "/comments/feed/"
    if first == "entry":
        desk.feed("/feed/", post(desk))
        scan(desk)
        desk.feed(comments, comment(desk, "Quelle honte!", "Luc"), comment(desk, "Ailleurs.", "Zoé", 2))
    else:
        desk.feed(comments, comment(desk, "Quelle honte!", "Luc"), comment(desk, "Ailleurs.", "Zoé", 2))
        assert scan(desk)["mentions"]["new"] == 0
        desk.feed("/feed/", post(desk))
    told = scan(desk)
    assert (told["mentions"]["new"], told["mentions"]["negative"]) == (1 + (first != "entry"), 1)
    assert whys(desk) == {"Un article.": "NAMED", "Quelle honte!": "THREAD"}
    assert scan(desk)["mentions"]["new"] == 0


def test_both_in_one_scan(desk: Desk) -> None:
    desk.feed("/comments/feed/", comment(desk, "Quelle honte!", "Luc"))
    desk.feed("/feed/", post(desk))
    assert scan(desk)["mentions"] == {"new": 2, "negative": 1, "stories": 2, "unscored": 0}
    assert whys(desk) == {"Un article.": "NAMED", "Quelle honte!": "THREAD"}


def test_an_entry_that_is_edited_to_name_the_brand_takes_its_answers_along_and_back(desk: Desk) -> None:
    desk.feed("/feed/", post(desk, "Un rappel"))
    desk.feed("/comments/feed/", comment(desk, "Quelle honte!", "Luc"))
    scan(desk)
    assert whys(desk) == {}
    desk.feed("/feed/", post(desk, SAID, "C’est confirmé."))
    scan(desk)
    assert whys(desk) == {"C’est confirmé.": "NAMED", "Quelle honte!": "THREAD"}
    desk.feed("/feed/", post(desk, "Un rappel", "Ce n’était pas eux."))
    scan(desk)
    assert whys(desk) == {}
    assert len(whys(desk, "--all")) == 2


def test_an_answer_that_names_another_brand_is_named_for_that_one_and_thread_for_the_other(desk: Desk) -> None:
    desk.config += '\n[[brands]]\nname = "Rivale"\n'
    desk.feed("/feed/", post(desk))
    desk.feed("/comments/feed/", comment(desk, "J’achète du Rivale.", "Luc"))
    scan(desk)
    assert whys(desk, "--brand Rivale") == {"J’achète du Rivale.": "NAMED"}
    assert whys(desk, "--brand Nordelait") == {"Un article.": "NAMED", "J’achète du Rivale.": "THREAD"}


ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">'
    "<id>urn:comments</id><title>Comments for Le Blogue</title><updated>2010-03-17T08:00:00Z</updated>{entries}</feed>"
)


def answer(desk: Desk, text: str, own: str, to: str) -> str:
    """A comment with a page of its own."""
    return (
        f"<entry><id>urn:{own}</id><title/><link href='{desk.server.url(own)}'/><updated>2010-03-17T08:00:00Z</updated>"
        f"<author><name>{own}</name></author><content>{text}</content>"
        f"<thr:in-reply-to ref='urn:{to}' href='{desk.server.url(to)}'/></entry>"
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_answers_to_answers_inherit(desk: Desk, order: tuple[int, ...]) -> None:
    desk.feed("/feed/", post(desk))
    some = [
        answer(desk, "Premier.", "/c1/", "/1/"),
        answer(desk, "Réponse.", "/c2/", "/c1/"),
        answer(desk, "Réponse à la réponse.", "/c3/", "/c2/"),
    ]
    path = "/comments/feed/atom/"
    desk.feed(path)
    desk.server.serve(path, ATOM.format(entries="".join(some[n] for n in order)))
    scan(desk)
    assert set(whys(desk)) == {"Un article.", "Premier.", "Réponse.", "Réponse à la réponse."}
    desk.feed("/feed/", post(desk, "Rien", "Une erreur."))
    scan(desk)
    assert whys(desk) == {}


def test_two_comments_that_say_they_answer_each_other_come_to_an_end(desk: Desk) -> None:
    path = "/comments/feed/atom/"
    desk.feed(path)
    some = [answer(desk, "Nordelait!", "/c1/", "/c2/"), answer(desk, "Ah.", "/c2/", "/c1/")]
    desk.server.serve(path, ATOM.format(entries="".join(some)))
    scan(desk)
    assert whys(desk) == {"Nordelait!": "NAMED", "Ah.": "THREAD"}


def feed_of(desk: Desk, path: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = desk.runs("feeds list --json").json
    return next(row for row in rows if row["url"].endswith(path))


def thread(desk: Desk, *comments: str, text: str = "Un article.", count: int | None = None) -> None:
    """A post with a comment feed of its own."""
    more = f"<wfw:commentRss>{desk.server.url('/1/feed/')}</wfw:commentRss>"
    more += "" if count is None else f"<slash:comments>{count}</slash:comments>"
    posted = item(SAID, text, link=desk.server.url("/1/"), more=more)
    desk.feed("/feed/", posted)
    desk.server.serve("/1/feed/", rss(*comments))


def polls(desk: Desk, days: int) -> int:
    """How often the comment feed is asked for in so many days."""
    desk.server.reset()
    for _ in range(days):
        scan(desk)
    return desk.server.requests("/1/feed/")


def test_comments_are_followed_until_they_have_been_quiet_for_thirty_days(desk: Desk) -> None:
    thread(desk)
    scan(desk)
    assert polls(desk, 20) == 20
    thread(desk, comment(desk, "Quelle honte!", "Luc"))
    assert polls(desk, 28) == 28, "counted from the last comment"
    assert polls(desk, 10) <= 3
    assert polls(desk, 5) == 0


def test_how_long_that_is_stands_in_the_config(desk: Desk) -> None:
    desk.config = '[threads]\nquiet = "5d"\n' + desk.config
    thread(desk)
    scan(desk)
    assert polls(desk, 4) == 4
    assert polls(desk, 5) <= 2
    assert polls(desk, 5) == 0


@pytest.mark.parametrize("life", ["count", "edit", "site"])
def test_comments_that_rest_are_woken_when_somebody_speaks(desk: Desk, life: str) -> None:
    desk.config = '[threads]\nquiet = "5d"\n' + desk.config
    thread(desk, count=0)
    site = desk.feed("/comments/feed/")
    scan(desk)
    polls(desk, 12)
    assert polls(desk, 3) == 0
    said = comment(desk, "Quelle honte!", "Luc")
    if life == "count":
        thread(desk, said, count=1)
    elif life == "edit":
        thread(desk, said, text="Un article, mis à jour.", count=0)
    else:
        thread(desk, said, count=0)
        desk.server.serve("/comments/feed/", rss(said))
    assert site.endswith("/comments/feed/")
    assert polls(desk, 3) >= 2
    assert whys(desk)["Quelle honte!"] == "THREAD"
    assert len(desk.runs("mentions list --json").json) == 2, "the same comment in two feeds is one mention"


def test_the_comments_of_an_entry_that_is_edited_away_are_followed_no_more(desk: Desk) -> None:
    thread(desk)
    scan(desk)
    assert polls(desk, 2) == 2
    gone = f"<wfw:commentRss>{desk.server.url('/1/feed/')}</wfw:commentRss>"
    desk.feed("/feed/", item("Rien", "Une erreur.", link=desk.server.url("/1/"), more=gone))
    scan(desk)
    assert polls(desk, 3) == 0
    assert feed_of(desk, "/1/feed/")["next_why"] == "its entry mentions none of your brands any more"

"""A PR person's week, told with the command line only: the best introduction to the project."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from tests.desk import MORNING, Desk, item, rss

ANGER = (
    "Honte à vous, c'est dégoûtant.",
    "Boycott! Plus jamais un de vos produits.",
    "You lied to us. Disgusting and shameful.",
    "Quel mépris pour vos clients, c'est lamentable.",
    "Terrible answer. I hate what you have become.",
    "Vous effacez les commentaires? Scandaleux.",
    "Horrible company, awful behaviour.",
    "Très déçue et fâchée. C'est fini.",
    "Shame on you. Worst crisis response ever.",
    "Mensonges et arrogance. Je suis dégoûtée.",
    "This is vile and cruel.",
    "Minable. Vous avez perdu ma confiance.",
)


def comment(number: int, text: str, hours: float) -> str:
    """A comment on the fan page, which doesn't name the brand."""
    at = MORNING + timedelta(hours=hours)
    return item("", text, link=f"http://page.example/c{number}", at=at, author=f"Client {number}")


def test_the_morning_the_fan_page_turned(desk: Desk) -> None:
    """A quiet month; then the comments turn; the alert says why; the digest leads with it; it closes."""
    page = 'source = "La page"\nabout = ["Nordelait"]'
    quiet = [comment(n, text, -24.0 * (28 - n)) for n, text in enumerate(["Bonjour tout le monde", "Merci!"] * 14)]
    for day in range(1, 29):
        desk.feed("/page/feed/", *quiet[:day][-20:], declared=page)
        desk.now = MORNING - timedelta(days=28 - day)
        assert desk.runs("scan --all --fail-on-alert").code == 0
    assert "Nothing is burning" in desk.runs("status").out

    flood = [comment(100 + n, text, 1 + n / 4) for n, text in enumerate(ANGER)]
    desk.feed("/page/feed/", *quiet[-5:], *flood)
    desk.now = MORNING + timedelta(hours=4, minutes=30)
    scan = desk.runs("scan --all --json --fail-on-alert")
    assert scan.code == 10
    (opened,) = scan.json["alerts"]
    assert (opened["brand"], opened["kind"], opened["change"]) == ("Nordelait", "crisis", "opened")

    told = desk.runs("alerts show 1").out
    assert "negative" in told
    assert "La page" in told
    assert "Nordelait" in desk.runs("digest").out
    assert desk.runs("mentions --label negative --json").json[0]["why"] == "PAGE"

    for hours in range(6, 24 * 5, 6):
        desk.now = MORNING + timedelta(hours=hours)
        desk.runs("scan --all --quiet")
    assert desk.runs("alerts list --json").json[0]["level"] == "closed"


def test_a_post_about_three_brands_and_its_five_comments(desk: Desk) -> None:
    """Where it all began: a French WordPress post about three brands, its comments in a feed of their own."""
    desk.config = "".join(f'[[brands]]\nname = "{name}"\n\n' for name in ("Nestlé", "Dell", "Yoplait"))
    link = desk.server.url("/2010/03/medias-sociaux/")
    post = item(
        "Les gestionnaires et la peur des médias sociaux",
        "On cite Nestlé et sa page d'admirateurs, mais aussi Dell, qui a su écouter, et Yoplait, qui hésite encore.",
        link=link,
        more=f"<wfw:commentRss>{link}feed/</wfw:commentRss><slash:comments>5</slash:comments>",
    )
    desk.feed("/feed/", post, declared='source = "Un blogue"')
    texts = (
        "Très bon billet, merci.",
        "Ouf, pas beau à voir la page Facebook de Nestlé.",
        "N'importe qui du bureau pourra modifier notre profil?",
        "Il faut une politique claire : qui dit quoi, qui fait quoi.",
        "Chez nous, c'est le patron qui a peur.",
    )
    comments = [
        item(f"Par : Lecteur {n}", text, link=f"{link}#comment-{n}", author=f"Lecteur {n}")
        for n, text in enumerate(texts)
    ]
    desk.server.serve("/2010/03/medias-sociaux/feed/", rss(*comments, title="Commentaires sur : Les gestionnaires"))
    desk.runs("scan --quiet")
    rows = desk.runs("mentions list --json --limit 100").json
    named = {row["brand"] for row in rows if row["kind"] == "entry" and row["why"] == "NAMED"}
    assert named == {"Nestlé", "Dell", "Yoplait"}
    (ugly,) = [row for row in rows if "pas beau" in row["text"] and row["brand"] == "Nestlé"]
    assert (ugly["why"], ugly["label"]) == ("NAMED", "negative")
    threads = [row for row in rows if row["why"] == "THREAD" and row["brand"] == "Dell"]
    assert len(threads) == 5
    assert all(row["thread"] == link for row in threads)
    assert not [row for row in threads if "pas beau" in row["text"] and row["label"] == "negative"]


def test_a_comment_that_comes_by_two_feeds_is_one_mention(desk: Desk) -> None:
    """WordPress gives each comment twice: in the feed of its post and in that of the whole site."""
    link = desk.server.url("/2010/03/billet/")
    comment = item("Par : Ève", "Honteux, tout simplement.", link=f"{link}#comment-7", author="Ève")
    more = f"<wfw:commentRss>{link}feed/</wfw:commentRss>"
    desk.feed("/feed/", item("Nordelait", "Un billet.", link=link, more=more))
    desk.server.serve("/2010/03/billet/feed/", rss(comment, title="Commentaires sur : Nordelait"))
    desk.feed("/comments/feed/", comment)
    desk.runs("scan --quiet")
    desk.later(hours=1).runs("scan --all --quiet")
    assert [row["author"] for row in desk.runs("mentions --json").json if row["kind"] == "comment"] == ["Ève"]


def test_a_second_scan_stores_nothing_and_moves_no_body(desk: Desk) -> None:
    """Conditional requests: what the server says hasn't changed is not sent again."""
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"), etag='"1"')
    desk.runs("scan")
    before = desk.server.bytes_sent
    again = desk.later(hours=5).runs("scan --all --json").json
    assert again["feeds"]["unchanged"] == 1
    assert again["entries"]["new"] == 0
    assert desk.server.bytes_sent == before


def test_one_dead_feed_stops_nothing_and_is_told(desk: Desk) -> None:
    """A failing feed is reported with its reason; the others are stored; --strict makes it the exit code."""
    desk.feed("/good/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    dead = desk.feed("/dead/", status=500)
    scan = desk.runs("scan --json --strict")
    assert scan.code == 3
    assert scan.json["mentions"]["new"] == 1
    (failure,) = scan.json["failures"]
    assert (failure["feed"], failure["kind"], failure["status"]) == (dead, "status", 500)
    assert dead in desk.runs("feeds list").out


def test_a_comment_feed_out_of_order_is_told_but_one_that_never_was_is_not(desk: Desk) -> None:
    """What a post names and can't be had is a failure; a place without comments is none."""
    links = [desk.server.url(f"/{name}/") for name in ("broken", "missing")]
    posts = [item("Nordelait", "Bonjour", link=u, more=f"<wfw:commentRss>{u}feed/</wfw:commentRss>") for u in links]
    desk.feed("/feed/", *posts)
    desk.server.serve("/broken/feed/", status=500)
    scan = desk.runs("scan --json --strict")
    assert scan.code == 3
    assert [failure["feed"] for failure in scan.json["failures"]] == [f"{links[0]}feed/"]
    assert scan.json["feeds"]["failed"] == 1


def test_an_analyst_opens_the_database_with_anything(desk: Desk) -> None:
    """The view that the interface promises, read by plain sqlite3."""
    desk.feed("/feed/", item("Nordelait ment", "C'est honteux, Nordelait.", link="http://a.example/1"))
    desk.runs("scan")
    path = desk.runs("db path").out.strip()
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT brand, why, label FROM mentions_flat").fetchall()
    db.close()
    assert rows == [("Nordelait", "NAMED", "negative")]


@pytest.mark.parametrize("typed", ["mentions", "alerts", "feeds", "brands", "status", "digest", "export mentions"])
def test_before_the_first_scan_nothing_breaks(desk: Desk, typed: str) -> None:
    """Every listing works on a database that is empty."""
    assert desk.runs(typed).code == 0

"""A query that changes between two scans: what is stored is matched again, feeds are read once more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

from smwatch.models import FeedSpec, Origin
from smwatch.rematch import spared
from tests.desk import MORNING, Desk, item, rss

NAMES = '[[brands]]\nname = "Nordelait"\nnames = [{names}]\n'
STREET = "rue Nordelait"


def names(desk: Desk, *some: str, more: str = "") -> Desk:
    """The brand is looked for by these names from now on."""
    feeds = desk.config[desk.config.index("\n[[feeds]]") :] if "[[feeds]]" in desk.config else ""
    desk.config = NAMES.format(names=", ".join(f'"{name}"' for name in some)) + more + feeds
    return desk


def scan(desk: Desk, typed: str = "") -> dict[str, Any]:
    told: dict[str, Any] = desk.later(hours=25).runs(f"scan --json {typed}").json
    assert told["failures"] == []
    return told


def listed(desk: Desk, typed: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = desk.runs(f"mentions list --json {typed}").json
    return rows


def in_database(desk: Desk, query: str) -> list[Any]:
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db:
        return db.execute(query).fetchall()


def three(desk: Desk) -> Desk:
    """A feed with an entry that names the dairy, one that names the street, and one that names the cheese."""
    desk.feed(
        "/feed/",
        item("Nordelait rappelle du lait", "Quelle honte, c’est dégoûtant.", link="http://example.com/1/"),
        item("Travaux", "Rien ne va rue Nordelait.", link="http://example.com/2/"),
        item("Le Doré du fleuve", "Un fromage excellent, bravo.", link="http://example.com/3/"),
    )
    return desk


def test_a_changed_query_wins_and_loses_among_what_is_stored(desk: Desk) -> None:
    three(desk)
    first = scan(desk)
    assert (first["mentions"]["new"], first["rematched"]) == (2, [])
    before = {row["title"]: row for row in listed(desk)}
    names(desk, "Nordelait", "Doré du fleuve", more=f'exclude = ["{STREET}"]\n')
    told = scan(desk)
    assert told["rematched"] == [{"brand": "Nordelait", "reason": "query", "entries": 3, "won": 1, "lost": 1}]
    assert (told["entries"]["new"], told["mentions"]["new"]) == (0, 0)
    assert {row["title"] for row in listed(desk)} == {"Nordelait rappelle du lait", "Le Doré du fleuve"}
    every = {row["title"]: row for row in listed(desk, "--all")}
    assert {title: row["current"] for title, row in every.items()} == {
        "Nordelait rappelle du lait": True,
        "Travaux": False,
        "Le Doré du fleuve": True,
    }
    assert every["Nordelait rappelle du lait"] == before["Nordelait rappelle du lait"], "nothing of it has changed"
    won = every["Le Doré du fleuve"]
    assert (won["label"], won["why"], won["kind"], won["edited"]) == ("positive", "NAMED", "entry", False)
    assert won["fetched"] == before["Travaux"]["fetched"], "it is no news: its entry came with the others"
    assert scan(desk)["rematched"] == [], "and that is that"


def test_what_no_longer_matches_comes_back_with_what_was_noted_on_it(desk: Desk) -> None:
    scan(three(desk))
    street = next(row for row in listed(desk) if row["title"] == "Travaux")
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db, db:
        db.execute(
            "UPDATE mentions SET status = 'answered', assignee = 'Marie', tags = '[\"rue\"]' WHERE id = ?",
            (street["id"],),
        )
    names(desk, "Nordelait", more=f'exclude = ["{STREET}"]\n')
    scan(desk)
    hidden = next(row for row in listed(desk, "--all") if not row["current"])
    assert (hidden["status"], hidden["assignee"], hidden["tags"]) == ("answered", "Marie", ["rue"])
    names(desk, "Nordelait")
    assert scan(desk)["rematched"] == [{"brand": "Nordelait", "reason": "query", "entries": 3, "won": 1, "lost": 0}]
    back = next(row for row in listed(desk) if row["title"] == "Travaux")
    assert back == {**street, "status": "answered", "assignee": "Marie", "tags": ["rue"]}


def test_it_is_told_in_words(desk: Desk) -> None:
    scan(three(desk))
    names(desk, "Nordelait", "Doré du fleuve", more=f'exclude = ["{STREET}"]\n')
    assert "its query has changed" in desk.runs("check").out
    told = desk.later(hours=25).runs("scan --lang fr").out
    assert "Nordelait\u00a0: requête modifiée, 3 publications relues, 1 mention gagnée, 1 perdue" in told
    assert "its query has changed" not in desk.runs("check").out


def test_a_new_brand_finds_what_is_stored_and_is_history(desk: Desk) -> None:
    three(desk)
    scan(desk)
    day = listed(desk)[0]["fetched"]
    names(desk, "Nordelait", more='\n[[brands]]\nname = "Doré du fleuve"\n')
    told = desk.later(days=30).runs("scan --json").json
    assert told["rematched"] == [{"brand": "Doré du fleuve", "reason": "new", "entries": 3, "won": 1, "lost": 0}]
    (row,) = listed(desk, '--brand "Doré du fleuve"')
    assert row["fetched"] == day
    assert told["alerts"] == []


def test_a_brand_that_is_taken_out_keeps_its_mentions_and_is_new_when_it_comes_back(desk: Desk) -> None:
    three(desk)
    names(desk, "Nordelait", more='\n[[brands]]\nname = "Doré du fleuve"\n')
    scan(desk)
    names(desk, "Nordelait")
    assert len(listed(desk)) == 2, "at once"
    assert scan(desk)["rematched"] == []
    assert (len(listed(desk)), len(listed(desk, "--all"))) == (2, 3)
    desk.feed("/feed/", item("Encore", "Du Doré du fleuve.", link="http://example.com/4/"))
    scan(desk)
    names(desk, "Nordelait", more='\n[[brands]]\nname = "Doré du fleuve"\n')
    assert scan(desk)["rematched"] == [{"brand": "Doré du fleuve", "reason": "new", "entries": 4, "won": 2, "lost": 0}]
    assert len(listed(desk)) == 4


def test_names_in_another_order_and_a_query_in_other_lines_are_no_change(desk: Desk) -> None:
    three(desk)
    names(desk, "Nordelait", "Nord-Lait")
    scan(desk)
    names(desk, "Nord-Lait", "Nordelait", "Nordelait")
    assert scan(desk)["rematched"] == []


def test_a_mention_by_its_page_stays_one_when_it_is_no_longer_named(desk: Desk) -> None:
    desk.feed(
        "/page/",
        item("Rien", "On attend toujours, rue Nordelait.", link="http://example.com/1/"),
        declared='about = ["Nordelait"]',
    )
    scan(desk)
    assert [row["why"] for row in listed(desk)] == ["NAMED"]
    names(desk, "Nordelait", more=f'exclude = ["{STREET}"]\n')
    assert scan(desk)["rematched"][0]["lost"] == 0
    assert [row["why"] for row in listed(desk)] == ["PAGE"]


def test_the_feeds_concerned_are_read_whole_once(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Du lait.", link="http://example.com/1/"), etag='"1"')
    scan(desk)
    assert scan(desk)["feeds"]["unchanged"] == 1
    names(desk, "Nordelait", "Doré du fleuve")
    desk.server.reset()
    assert [scan(desk)["feeds"]["unchanged"] for _ in range(3)] == [0, 1, 1]
    assert ["if-none-match" in request.headers for request in desk.server.seen] == [False, True, True]


def test_a_search_for_another_brand_is_not_concerned() -> None:
    specs = [
        FeedSpec(url="https://s.example/r", origin=Origin.SEARCH, brand="Rivale"),
        FeedSpec(url="https://s.example/n", origin=Origin.SEARCH, brand="Nordelait"),
        FeedSpec(url="https://s.example/both", origin=Origin.SEARCH, brand="Rivale"),
        FeedSpec(url="https://s.example/both", origin=Origin.SEARCH, brand="Nordelait"),
        FeedSpec(url="https://s.example/feed"),
    ]
    assert spared(specs, ["Nordelait"]) == {"https://s.example/r"}
    assert spared(specs, ["Nordelait", "Rivale"]) == set()


def test_a_text_that_is_no_longer_kept_is_found_in_the_feed_again(desk: Desk) -> None:
    three(desk)
    scan(desk)
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db, db:
        db.execute("UPDATE entries SET title = '', text = '' WHERE id NOT IN (SELECT entry_id FROM mentions)")
    names(desk, "Nordelait", "Doré du fleuve")
    told = scan(desk)
    assert told["rematched"] == [{"brand": "Nordelait", "reason": "query", "entries": 3, "won": 0, "lost": 0}]
    assert (told["entries"]["new"], told["mentions"]["new"]) == (0, 1)
    won = next(row for row in listed(desk) if row["title"] == "Le Doré du fleuve")
    assert (won["edited"], won["kind"], won["text"]) == (False, "entry", "Un fromage excellent, bravo.")
    assert won["fetched"] == listed(desk)[-1]["fetched"]
    assert in_database(desk, "SELECT count(*) FROM entries WHERE edited IS NOT NULL") == [(0,)]


def comments(desk: Desk, path: str) -> str:
    return f"<wfw:commentRss>{desk.server.url(path)}</wfw:commentRss>"


def test_comments_of_a_mention_that_is_won_are_followed_and_of_one_that_is_lost_no_more(desk: Desk) -> None:
    one, two = desk.server.url("/1/"), desk.server.url("/2/")
    desk.feed(
        "/feed/",
        item("Nordelait", "Du lait.", link=one, more=comments(desk, "/1/feed/")),
        item("Doré du fleuve", "Du fromage.", link=two, more=comments(desk, "/2/feed/")),
    )
    desk.server.serve("/1/feed/", rss(item("", "Dégoûtant!", link=one + "#c1", author="Luc")))
    desk.server.serve("/2/feed/", rss(item("", "Excellent!", link=two + "#c1", author="Zoé")))
    scan(desk)
    assert {row["text"] for row in listed(desk)} == {"Du lait.", "Dégoûtant!"}
    names(desk, "Doré du fleuve")
    told = scan(desk)
    assert told["rematched"] == [{"brand": "Nordelait", "reason": "query", "entries": 3, "won": 1, "lost": 2}]
    assert told["mentions"]["new"] == 1
    assert {row["text"]: row["why"] for row in listed(desk)} == {"Du fromage.": "NAMED", "Excellent!": "THREAD"}
    desk.server.reset()
    scan(desk)
    assert {request.target for request in desk.server.seen} == {"/feed/", "/2/feed/"}
    names(desk, "Nordelait")
    scan(desk)
    assert {row["text"] for row in listed(desk)} == {"Du lait.", "Dégoûtant!"}


def test_what_is_no_longer_a_mention_is_hidden_and_marked_where_all_is_asked_for(desk: Desk) -> None:
    scan(three(desk))
    street = next(row for row in listed(desk) if row["title"] == "Travaux")
    names(desk, "Nordelait", more=f'exclude = ["{STREET}"]\n')
    scan(desk)
    assert "Travaux" not in desk.runs("mentions").out
    every = desk.runs("mentions --all").out
    head, *rows, legend = every.splitlines()
    (lost,) = (row for row in rows if "Travaux" in row)
    assert lost.split()[:2] == [str(street["id"]), "✗"]
    assert legend == "✗ no longer a mention"
    assert head.index("What was said") == lost.index("Travaux"), "what was said is there to be read"
    assert "of Nordelait: its query doesn't find it" in desk.runs(f"mentions show {street['id']}").out
    assert in_database(desk, "SELECT sum(mentions) FROM daily") == [(1,)]


def test_a_new_brand_raises_no_alarm_by_arriving_all_at_once(desk: Desk) -> None:
    """Three angry entries a day for three weeks are usual, though they are all found on one day."""
    said = [
        item(f"Rivale {day} {n}", f"Rivale, numéro {day}-{n} : c’est dégoûtant, quelle honte!", author=f"a{day}-{n}",
             link=f"http://example.com/{day}/{n}/", at=desk.now + timedelta(days=day, hours=n))
        for day in range(21) for n in range(3)
    ]  # fmt: skip
    for day in range(21):
        desk.feed("/feed/", *said[3 * day : 3 * day + 3])
        desk.now = MORNING + timedelta(days=day, hours=4)
        desk.runs("scan --all")
    names(desk, "Nordelait", more='\n[[brands]]\nname = "Rivale"\n')
    told = desk.later(hours=1).runs("scan --json").json
    assert told["rematched"] == [{"brand": "Rivale", "reason": "new", "entries": 63, "won": 63, "lost": 0}]
    assert told["alerts"] == []
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db, db:
        db.execute("UPDATE mentions SET fetched = (SELECT max(fetched) FROM mentions)")
    angry = item("Rivale", "Rivale, c’est dégoûtant!", author="z", link="http://example.com/0/", at=desk.now)
    desk.feed("/feed/", angry)
    assert desk.later(minutes=1).runs("scan --all --json").json["alerts"], "as it would, had they come that day"


def test_a_lost_comment_says_that_what_it_answers_is_no_mention(desk: Desk) -> None:
    post = desk.server.url("/post/")
    desk.server.serve("/post/feed/", rss(item("Par Luc", "Vraiment honteux.", link=f"{post}#comment-1", author="Luc")))
    more = f"<wfw:commentRss>{post}feed/</wfw:commentRss><slash:comments>1</slash:comments>"
    desk.feed("/feed/", item("Travaux rue Nordelait", "Rien ne va.", link=post, more=more))
    desk.feed("/page/", item("Bonjour", "Merci à tous.", link="http://b.example/1"), declared='about = ["Nordelait"]')
    scan(desk)
    whys = {row["why"]: row["id"] for row in listed(desk)}
    assert whys.keys() == {"NAMED", "THREAD", "PAGE"}
    names(desk, "Nordelait", more=f'exclude = ["{STREET}"]\n')
    desk.config = desk.config.replace('about = ["Nordelait"]', "")
    scan(desk)
    assert listed(desk) == []
    told = {why: desk.runs(f"mentions show {number}").out for why, number in whys.items()}
    assert "its query doesn't find it" in told["NAMED"]
    assert "what it answers is none any more" in told["THREAD"]
    assert "its feed isn't about it any more" in told["PAGE"]


def test_what_fits_and_is_lost_is_told_where_nothing_else_fits(desk: Desk) -> None:
    desk.feed(
        "/feed/",
        item("Travaux", "Rien ne va rue Nordelait.", link="http://example.com/2/", author="Jean Côté"),
        item("Bris rue Nordelait", "Quelle honte.", link="http://example.com/3/", author="Marie Tremblay"),
        item("Nordelait", "Du lait.", link="http://example.com/4/", author="Marie Tremblay"),
    )
    scan(desk)
    names(desk, "Nordelait", more=f'exclude = ["{STREET}"]\n')
    scan(desk)
    told = desk.runs("mentions --author 'Jean Côté'").err
    assert "1 that fits is no mention any more: --all shows it" in told
    assert " scan`" not in told
    assert "1 that fits" not in desk.runs("mentions --author 'Jean Côté' --all").err
    assert "2 that fit are" in desk.runs("mentions --search 'rue'").err
    assert "Did you mean “Marie Tremblay”?" in desk.runs("mentions --author tremblay").err
    assert "Did you mean" not in desk.runs("mentions --author 'Marie Tremblay' --label positive").err
    assert f"`{desk.smwatch} scan`" in desk.runs("mentions --author Inconnu").err


def test_lost_copies_are_not_counted_as_mentions(desk: Desk) -> None:
    wire = "L’usine de Saint-Hyacinthe ferme ses portes demain matin, annonce la direction de Nordelait aux employés."
    desk.feed(
        "/feed/",
        *(item("Nordelait", wire, link=f"http://example.com/{n}/", author=f"Auteur {n}") for n in range(3)),
        item("Travaux", "Rien ne va rue Nordelait.", link="http://example.com/9/"),
    )
    scan(desk)
    names(desk, "Nordelait", more=f'exclude = ["{STREET}"]\n')
    scan(desk)
    assert "3 mentions, 1 story" in desk.runs("mentions --all").err

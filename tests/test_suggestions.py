"""`smwatch brands suggest` on what a desk has stored: spellings, text to exclude, context, and what is missing."""

from __future__ import annotations

import sqlite3
import tomllib
from contextlib import closing

import pytest

from smwatch.config.load import load_text
from tests.desk import Desk, item

STREETS = (
    "Accident rue Nordelait hier soir", "Un feu, 12 rue Nordelait, fait deux blessés", "Travaux à la rue Nordelait",
    "La rue  Nordelait rouvre", "Vol dans une maison de la rue Nordelait",
)  # fmt: skip
FIRM = (
    "Nordelait lance un yogourt", "Le yogourt de Nordelait plaît", "Rappel de lait chez Nordelait",
    "Nordelait baisse le prix du lait", "Nordelait et son yogourt nature", "Du lait bio pour Nordelait",
)  # fmt: skip
MISSPELT = ("Nordelai rappelle des lots", "Chez Nordelai, on se tait", "NORDLEAIT ment")


@pytest.fixture
def heard(desk: Desk) -> Desk:
    """A desk that has heard of a firm, of a street of its name, and of the firm misspelt."""
    texts = [*STREETS, *FIRM, *MISSPELT, "Il fait beau", "la nordelaise"]
    posts = [item(text, "Bref.", link=f"http://a.example/{n}") for n, text in enumerate(texts)]
    desk.feed("/feed/", *posts)
    desk.runs("scan")
    return desk


def ignore_streets(desk: Desk) -> None:
    """What an outside tool may do."""
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db:
        db.execute(
            "UPDATE mentions SET status = 'ignored' WHERE entry_id IN (SELECT id FROM entries WHERE title LIKE '%rue%')"
        )
        db.commit()


def test_what_is_proposed_can_be_pasted_and_does_what_it_says(heard: Desk) -> None:
    ignore_streets(heard)
    ran = heard.runs("brands suggest nordelait")
    assert (ran.code, max(map(len, ran.out.splitlines())) <= 80) == (0, True)
    lines = tomllib.loads(ran.out)
    assert lines["names"] == ["Nordelait", "Nordelai", "NORDLEAIT"]
    assert lines["exclude"] == ["rue Nordelait"]
    assert set(lines["context"]) == {"yogourt", "lait"}
    assert "# 2 entries have “Nordelai”; 2 of them aren't found yet" in ran.out
    assert "Without this text, 5 of 5 unwanted mentions would go, and 0 of 6 wanted ones." in ran.out
    assert load_text(f'[[brands]]\nname = "Nordelait"\n{ran.out}', heard.folder / "x.toml").brands
    heard.config = heard.config.replace('name = "Nordelait"\n', f'name = "Nordelait"\n{ran.out}')
    answers = heard.runs("brands test --brand nordelait --stored --json").json
    assert {each["title"] for each in answers} == set(FIRM), "a misspelt name without context is not one"


def test_mentions_can_be_named_one_by_one(heard: Desk) -> None:
    streets = [row["id"] for row in heard.runs("mentions --json").json if "rue" in row["title"]]
    numbers = " ".join(f"--unwanted {number}" for number in streets)
    found = heard.runs(f"brands suggest Nordelait {numbers} --json").json
    assert (found["unwanted"], found["wanted"], found["entries"]) == (5, 6, 16)
    assert found["exclude"] == [{"text": "rue Nordelait", "unwanted": 5, "wanted": 0}]
    assert found["exclude_takes"] == {"unwanted": 5, "wanted": 0}
    assert found["context_takes"] == {"unwanted": 5, "wanted": 0}
    assert found["names"][0] == {"name": "Nordelai", "entries": 2, "new": 2}
    ran = heard.runs("brands suggest Nordelait --unwanted 999")
    assert ran.code == 2
    assert "there is no mention 999, or it doesn't name Nordelait" in ran.err


def test_a_brand_with_a_query_gets_a_query(heard: Desk) -> None:
    heard.config = heard.config.replace('name = "Nordelait"\n', 'name = "Nordelait"\nquery = "Nordelait OR lait"\n')
    heard.runs("scan")
    ignore_streets(heard)
    query = tomllib.loads(heard.runs("brands suggest Nordelait").out)["query"]
    assert query == '((Nordelait OR lait) OR Nordelai OR NORDLEAIT) NOT ("rue Nordelait")'
    heard.config = heard.config.replace('"Nordelait OR lait"', f"'{query}'")
    assert "rue" not in heard.runs("brands test --stored --brand nordelait").out.partition("\n\n")[0]


def test_too_little_says_how_to_get_more(heard: Desk) -> None:
    ran = heard.runs("brands suggest Nordelait")
    assert list(tomllib.loads(ran.out)) == ["names"]
    assert "under [[brands]] of Nordelait, put these lines in the place of its names, or add them" in ran.err
    assert "it takes 3 mentions of Nordelait that aren't meant: 0 so far" in ran.err
    assert "--unwanted 12 --unwanted 15" in ran.err
    heard.config += '\n[[brands]]\nname = "Inconnue"\n'
    ran = heard.runs("brands suggest inconnue")
    assert ran.out == ""
    assert "No other spelling was seen." in ran.err
    assert "3 that aren't meant; so far there are 0 wanted and 0 unwanted (copies count once)." in ran.err
    assert "--unwanted" not in ran.err, "there is none to be named"
    heard.config += '\n[[brands]]\nname = "yogourt"\n'
    heard.runs("scan")
    ran = heard.runs("brands suggest yogourt")
    assert "so far there are 3 wanted and 0 unwanted (copies count once)." in ran.err
    assert "--unwanted 12" in ran.err
    assert "did you mean" in heard.runs("brands suggest Nordelais").err


def test_nothing_stored_says_what_to_do(desk: Desk) -> None:
    ran = desk.runs("brands suggest Nordelait")
    assert (ran.code, ran.out) == (0, "")
    assert f"`{desk.smwatch} scan`" in ran.err
    assert desk.runs("brands suggest Nordelait --json").json["entries"] == 0

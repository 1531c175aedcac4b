"""An analyst opens the database with Datasette, and docs/metadata.yml tells what everything is."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.pages import DOCS
from tests.store import quarter

pytest.importorskip("datasette", reason="Datasette isn't installed: make install")
pytestmark = pytest.mark.filterwarnings("ignore")  # what Datasette and what it stands on are warned of

PUBLIC = [
    *("alert_notes", "alerts", "audit", "backups", "colleagues", "entries", "feeds", "hourly", "mention_notes"),
    *("mentions", "outbox", "scans", "tasks"),
]
ANSWERS = {
    "negative_a_week": [
        {"week": "2010-03-22", "source": "Le Blogue", "negative": 2},
        {"week": "2010-03-22", "source": "Le Devoir", "negative": 1},
        {"week": "2010-03-15", "source": "Le Blogue", "negative": 2},
    ],
    "share_by_month": [
        {"month": "2010-03", "brand": "Nordelait", "mentions": 7, "percent": 100.0},
        {"month": "2010-02", "brand": "Rivale", "mentions": 1, "percent": 100.0},
    ],
    "loudest_authors": [
        {"author": "Luc", "mentions": 2, "negative": 2, "last": "2010-03-23T11:00:00Z"},
        {"author": "Ève", "mentions": 2, "negative": 2, "last": "2010-03-21T23:00:00Z"},
        {"author": "Newsroom", "mentions": 1, "negative": 0, "last": "2010-03-22T09:00:00Z"},
        {"author": "Rédaction", "mentions": 1, "negative": 1, "last": "2010-03-22T08:00:00Z"},
        {"author": "Zoé", "mentions": 1, "negative": 0, "last": "2010-03-23T10:00:00Z"},
    ],
    "threads_on_fire": [
        {
            "thread": quarter.POST,
            "brand": "Nordelait",
            "comments": 3,
            "negative": 2,
            "last": "2010-03-23T11:00:00Z",
        }
    ],
    "feeds_that_fail": [
        {
            "source": "Le Silence",
            "status": "failing",
            "failures": 1,
            "failure_kind": "dns",
            "failure": "no such host",
            "since": "2010-03-24T08:00:00Z",
            "url": "https://dead.example/rss",
        }
    ],
    "copied_most": [
        {"title": "Titre a", "brand": "Nordelait", "copies": 2, "sources": 2, "first": "2010-03-15T09:00:00Z"}
    ],
}


class Browser:
    """Datasette in this process, with the metadata, on the small quarter."""

    def __init__(self, path: Path) -> None:
        from datasette.app import Datasette
        from datasette.utils import parse_metadata

        metadata = parse_metadata((DOCS / "metadata.yml").read_text("utf-8"))
        self.metadata = metadata["databases"]["smwatch"]
        self._datasette = Datasette([str(path)], metadata=metadata)

    def page(self, path: str) -> str:
        answer = asyncio.run(self._datasette.client.get(path))
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def json(self, path: str) -> Any:  # noqa: ANN401 - whatever Datasette says
        answer = asyncio.run(self._datasette.client.get(path))
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quarter") / "smwatch.db"
    quarter.fill(path)
    return path


@pytest.fixture
def browser(path: Path) -> Browser:
    return Browser(path)


def test_tables_for_everybody_are_shown_and_the_programs_own_hidden(browser: Browser) -> None:
    told = browser.json("/smwatch.json")
    assert [table["name"] for table in told["tables"] if not table["hidden"]] == PUBLIC
    views = {view["name"] for view in told["views"]}
    assert views - {"entries_spelt"} == {"mentions_flat", "daily", "share_of_voice"}, "it can't hide views"
    assert {query["name"] for query in told["queries"]} == ANSWERS.keys()


def test_mentions_have_their_facets(browser: Browser) -> None:
    facets = browser.json("/smwatch/mentions_flat.json?current=1")["facet_results"]
    counts = {name: {one["value"]: one["count"] for one in facet["results"]} for name, facet in facets.items()}
    assert counts == {
        "brand": {"Nordelait": 7, "Rivale": 1},
        "label": {"negative": 5, "positive": 3},
        "source": {"Le Blogue": 5, "Le Devoir": 3},
        "lang": {"fr": 6, "en": 2},
        "why": {"NAMED": 5, "THREAD": 3},
        "kind": {"entry": 5, "comment": 3},
        "status": {"new": 8},
    }


def test_the_newest_come_first(browser: Browser) -> None:
    told = browser.json("/smwatch/mentions_flat.json?_shape=objects")["rows"]
    assert [row["published"] for row in told] == sorted((row["published"] for row in told), reverse=True)


@pytest.mark.parametrize("typed", ["degoutant", "DÉGOÛTANT", "coeur", '"sans coeur"'])
def test_a_search_minds_no_accents(browser: Browser, typed: str) -> None:
    (row,) = browser.json(f"/smwatch/mentions_flat.json?_shape=array&_search={typed}")
    assert row["title"] == "Titre b"


@pytest.mark.parametrize("query", ANSWERS)
def test_a_question_can_be_clicked(browser: Browser, query: str) -> None:
    assert browser.json(f"/smwatch/{query}.json?_shape=array&brand=Nordelait") == ANSWERS[query]
    assert " · " in browser.metadata["queries"][query]["title"], "in English and French"


@pytest.mark.parametrize("name", [*PUBLIC, "mentions_flat", "daily", "share_of_voice"])
def test_every_column_says_what_it_holds(browser: Browser, path: Path, name: str) -> None:
    said = browser.metadata["tables"][name]["columns"]
    with closing(sqlite3.connect(path)) as db:
        columns = [row[1] for row in db.execute(f"PRAGMA table_xinfo({name})")]
        (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    own = set(columns[columns.index("named") :]) if name == "feeds" else {"label_id", "thread_link", "let_go"}
    assert [column for column in columns if column not in own] == list(said)
    assert all(said.values()), "none without words"
    assert "--" in sql
    page = browser.page(f"/smwatch/{name}")
    assert browser.metadata["tables"][name].get("title", name) in page


def test_the_metadata_names_nothing_that_is_not_there(browser: Browser, path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        there = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        assert browser.metadata["tables"].keys() <= there
        for name, told in browser.metadata["tables"].items():
            columns = {row[1] for row in db.execute(f"PRAGMA table_xinfo({name})")}
            named = [told.get(key) for key in ("sort", "sort_desc", "label_column", "fts_pk")]
            assert {column for column in [*named, *told.get("facets", ())] if column} <= columns, name

"""The questions that docs/how-to/ask-the-database.md answers, asked of a database whose answers are known."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from smwatch.models import FeedKind, Sentiment
from smwatch.store import open_store
from tests.pages import DOCS
from tests.store import quarter
from tests.store.examples import entry, mention, polled, save

ENGLISH = DOCS / "how-to" / "ask-the-database.md"
FRENCH = DOCS / "fr" / "interroger-la-base.md"
_ASKED = re.compile(
    r"^\*\*(?P<question>.+?)\*\*[^\n]*\n\n(?:<!--[^\n]*\n)?```sql\n(?P<sql>.*?)^```$", re.MULTILINE | re.DOTALL
)

ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "How many negative mentions a week, by source, for a brand?": [
        ("2010-03-15", "Le Blogue", 2),
        ("2010-03-22", "Le Blogue", 2),
        ("2010-03-22", "Le Devoir", 1),
    ],
    "Our share of voice last quarter?": [("Nordelait", 7, 87.5), ("Rivale", 1, 12.5)],
    "And month by month?": [("2010-02", "Rivale", 100.0), ("2010-03", "Nordelait", 100.0)],
    "Which were the worst days?": [
        ("2010-03-23", 2, 3),
        ("2010-03-15", 1, 1),
        ("2010-03-21", 1, 1),
        ("2010-03-22", 1, 2),
    ],
    "What is the worst that was said?": [
        ("2010-03-23T11:00:00Z", "Le Blogue", "Luc", "Scandaleux", "https://blog.example/z"),
        ("2010-03-23T09:00:00Z", "Le Blogue", "Luc", "Honteux", "https://blog.example/x"),
    ],
    "Which stories are copied most?": [
        ("Titre a", 2, 2, "2010-03-15T09:00:00Z"),
        ("Titre b", 1, 1, "2010-03-21T23:00:00Z"),
        ("Titre d", 1, 1, "2010-03-22T09:00:00Z"),
        ("Titre x", 1, 1, "2010-03-23T09:00:00Z"),
        ("Titre y", 1, 1, "2010-03-23T10:00:00Z"),
        ("Titre z", 1, 1, "2010-03-23T11:00:00Z"),
    ],
    "Who writes most about us?": [
        ("Luc", 2, 2),
        ("Ève", 2, 2),
        ("Newsroom", 1, 0),
        ("Rédaction", 1, 1),
        ("Zoé", 1, 0),
    ],
    "In which language do people answer?": [("fr", 2, 2), ("en", 1, 0)],
    "What did a thread set off?": [(quarter.POST, 3, 2, -0.33, "2010-03-23T09:00:00Z", "2010-03-23T11:00:00Z")],
    "Where does a word stand?": [
        ("2010-03-21T23:00:00Z", "Le Blogue", "Titre b", "C'est dégoûtant, et sans cœur"),
    ],
    "What was sent, and to whom?": [
        (
            "2010-03-24T08:00:00Z",
            "matin",
            "2010-03-23T08:00:00Z",
            "2010-03-24T08:00:00Z",
            '["rp@nordelait.example"]',
            "[]",
        )
    ],
    "Who decided what?": [("2010-03-24T08:00:00Z", "Marie", "label", "mention", 5, "positive", "positive")],
}


@pytest.fixture(scope="module")
def analyst(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("quarter") / "smwatch.db"
    quarter.fill(path)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        yield db


def asked(page: Path = ENGLISH) -> dict[str, str]:
    return {found["question"]: found["sql"] for found in _ASKED.finditer(page.read_text("utf-8"))}


@pytest.mark.parametrize("question", ANSWERS)
def test_a_question_has_its_answer(question: str, analyst: sqlite3.Connection) -> None:
    found = analyst.execute(asked()[question]).fetchall()
    if question == "What is the worst that was said?":  # equal scores come in any order
        assert found[0] == ANSWERS[question][0]
        assert sorted(found) == sorted(ANSWERS[question])
    else:
        assert found == ANSWERS[question]


def test_what_has_no_story_or_score_misleads_nobody(tmp_path: Path) -> None:
    quarter.fill(tmp_path / "smwatch.db")
    store = open_store(tmp_path / "smwatch.db")
    published = quarter.NOW - timedelta(hours=20)
    entries = [replace(entry(key, "!!"), title="", published=published, kind=FeedKind.COMMENTS) for key in "st"]
    mentions = [mention(key, "Nordelait", Sentiment(), story="") for key in "st"]
    save(store, polled(quarter.FANS, entries, mentions, at=quarter.NOW))
    store.close()
    with closing(sqlite3.connect(tmp_path / "smwatch.db")) as db:
        for question in ("What is the worst that was said?", "Which stories are copied most?"):
            assert db.execute(asked()[question]).fetchall() == ANSWERS[question]


def test_every_question_is_tried() -> None:
    assert asked().keys() == ANSWERS.keys()


def test_queries_are_short_and_ask_views() -> None:
    for question, sql in asked().items():
        assert len(sql.splitlines()) <= 3, question
        assert re.search(r"FROM (daily|share_of_voice|mentions_flat|outbox|audit)\b", sql), question


def test_the_french_page_asks_the_same() -> None:
    assert list(asked(FRENCH).values()) == list(asked().values())

"""Who decided what is told once, in the transaction that does it, and stays; it holds nobody's words and no names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from smwatch.models import Alert, AlertChange, Answer, Change, Decision, Head, Label, Limits, Request
from smwatch.store import Store, open_store
from tests.store.examining import file_of
from tests.store.examples import BLOG, HOUR, MONDAY, entry, mention, polled, save

MARK = "Zzyzx"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "smwatch.db", who="Zoé")
    opened.sync_feeds([BLOG], MONDAY)
    story = [mention(key, story="s") for key in "ab"]
    entries = [replace(entry(key, f"{MARK} a dit"), author=MARK, author_email=f"{MARK}@a.example") for key in "ab"]
    save(opened, polled(BLOG, entries, story))
    yield opened
    opened.close()


def decided(store: Store) -> list[Decision]:
    return [one for one in reversed(list(store.journal())) if isinstance(one, Decision)]


def brief(store: Store) -> list[tuple[str, int | None, str, str]]:
    return [(one.what, one.number, one.was, one.became) for one in decided(store)]


def test_labels_that_are_given_and_taken_back(store: Store) -> None:
    store.label_mentions([1], Label.POSITIVE, MONDAY)
    store.label_mentions([2], Label.NEUTRAL, MONDAY + HOUR)
    store.unlabel_mentions([1], MONDAY + 2 * HOUR)
    first = Decision(at=MONDAY, who="Zoé", what="label", subject="mention", number=1, was="negative", became="positive")
    assert decided(store)[0] == first
    assert brief(store)[1:] == [("label", 2, "positive", "neutral"), ("unlabel", 1, "neutral", "negative")]


def test_what_changes_nothing_is_no_decision(store: Store) -> None:
    store.unlabel_mentions([1], MONDAY)
    store.label_mentions([1], Label.POSITIVE, MONDAY)
    store.label_mentions([1, 2], Label.POSITIVE, MONDAY)
    store.refuse_heads(MONDAY, refused=False)
    assert not store.remove_head(7, MONDAY)
    assert len(decided(store)) == 1


def test_who_agrees_with_the_scorer_decides_all_the_same(store: Store) -> None:
    store.label_mentions([1], Label.NEGATIVE, MONDAY)
    assert brief(store) == [("label", 1, "negative", "negative")]


def test_a_decision_that_is_not_carried_out_is_not_told(store: Store) -> None:
    with pytest.raises(LookupError):
        store.label_mentions([1, 77], Label.POSITIVE, MONDAY)
    assert decided(store) == []


def test_heads_that_people_choose_and_not_those_that_come_by_themselves(store: Store) -> None:
    for _ in range(2):
        store.save_head(Head(scorer="encoder/1", made_at=MONDAY, labels=50, data=b"x"))
    store.use_head("encoder/1", None)
    assert decided(store) == [], "smwatch itself"
    store.use_head("encoder/1", 1, MONDAY)
    store.use_head("encoder/1", 2, MONDAY)
    store.refuse_heads(MONDAY, refused=True)
    store.refuse_heads(MONDAY, refused=False)
    store.remove_head(1, MONDAY)
    assert brief(store) == [
        ("use", 1, "", "1"), ("use", 2, "1", "2"), ("refuse", None, "", ""), ("allow", None, "", ""),
        ("remove", 1, "", ""),
    ]  # fmt: skip
    assert {one.subject for one in decided(store)} == {"head"}


@pytest.mark.parametrize(
    "sql", ["DELETE FROM audit", "UPDATE audit SET who = 'nobody'", "REPLACE INTO audit SELECT * FROM audit"]
)
def test_it_only_grows(store: Store, sql: str) -> None:
    store.label_mentions([1], Label.POSITIVE, MONDAY)
    with pytest.raises(sqlite3.IntegrityError, match="audit only grows"):
        store._connection.execute(sql)
    assert len(decided(store)) == 1


def test_nobodys_words_or_name_are_in_it(store: Store) -> None:
    store.label_mentions([1], Label.POSITIVE, MONDAY)
    store.unlabel_mentions([2], MONDAY)
    rows = [tuple(row) for row in store._connection.execute("SELECT * FROM audit")]
    assert len(rows) == 2
    assert MARK not in str(rows)
    with suppress(sqlite3.OperationalError):
        store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert MARK.encode() in file_of(store).read_bytes(), "or this proves nothing"


def test_a_name_that_no_text_can_hold_is_cleaned(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "other.db", who="Zo\udcff\0é")
    opened.sync_feeds([BLOG], MONDAY)
    save(opened, polled(BLOG, [entry("a")], [mention("a")]))
    opened.label_mentions([1], Label.POSITIVE, MONDAY)
    assert decided(opened)[0].who == "Zo?é"
    opened.close()


CHANGES = [
    "DELETE FROM {audit}",
    "UPDATE {audit} SET who = 'nobody'",
    "UPDATE {audit} SET id = id + 100",
    "UPDATE OR REPLACE {audit} SET id = 2 WHERE id = 1",
    "REPLACE INTO {audit} (id, at, who, what, subject) VALUES (1, '', '', '', '')",
    "INSERT OR REPLACE INTO {audit} SELECT * FROM {audit}",
    "INSERT INTO {audit} (id, at, who, what, subject) VALUES (1, '', '', '', '') ON CONFLICT DO UPDATE SET who = ''",
]


@pytest.mark.parametrize("recursive", [0, 1])
@pytest.mark.parametrize("sql", CHANGES)
@pytest.mark.parametrize("from_elsewhere", [False, True])
def test_no_other_program_changes_it_either(
    store: Store, tmp_path: Path, sql: str, recursive: int, *, from_elsewhere: bool
) -> None:
    """With SQLite alone, the database opened or attached, whatever is said of triggers and foreign keys."""
    store.label_mentions([1], Label.POSITIVE, MONDAY)
    store.label_mentions([2], Label.NEUTRAL, MONDAY)
    before = [tuple(row) for row in store._connection.execute("SELECT * FROM audit")]
    with closing(sqlite3.connect(tmp_path / "other.db" if from_elsewhere else file_of(store))) as db:
        db.execute(f"PRAGMA recursive_triggers = {recursive}")
        db.execute("PRAGMA foreign_keys = OFF")
        if from_elsewhere:
            db.execute("ATTACH ? AS theirs", (str(store.path),))
        with pytest.raises(sqlite3.IntegrityError, match="audit only grows"):
            db.execute(sql.format(audit="theirs.audit" if from_elsewhere else "audit"))
        db.rollback()
    assert [tuple(row) for row in store._connection.execute("SELECT * FROM audit")] == before


def test_each_row_points_at_what_is_there_or_is_told_as_gone(store: Store) -> None:
    """Whatever smwatch takes away: a person, a brand, what is past its time."""
    store.save_head(Head(scorer="encoder/1", made_at=MONDAY, labels=50, data=b"x"))
    store.use_head("encoder/1", 1, MONDAY)
    store.label_mentions([1, 2], Label.POSITIVE, MONDAY)
    alert = Alert(
        brand="Nestlé", opened=MONDAY, updated=MONDAY, window=HOUR, negatives=3, mentions=3, stories=3, authors=3,
        expected=0.1, probability=1e-6,
    )  # fmt: skip
    store.save_alerts([AlertChange(alert, Change.OPENED)])
    store.work.decide("alert", [1], Answer(what="assign", status="assigned", assignee="Eve"), MONDAY)
    store.work.decide("mention", [2], Answer(what="assign", status="assigned", assignee="Eve"), MONDAY)
    rows = [tuple(row) for row in store._connection.execute("SELECT * FROM audit ORDER BY id")]
    with store.scanning():
        store.forget_person(Request(author=MARK), MONDAY)
    store.remove_head(1, MONDAY)
    store.forget_brand("Nestlé", MONDAY)
    store.prune(Limits(mentions=MONDAY + HOUR, entries=MONDAY + HOUR, sure=True), MONDAY)
    assert [tuple(row) for row in store._connection.execute("SELECT * FROM audit ORDER BY id")][: len(rows)] == rows
    table = {"mention": "mentions", "alert": "alerts", "head": "heads", "author": "forgotten"}
    known = {"head": "version"}
    for one in decided(store):
        assert one.who == "Zoé"
        if one.number is not None:
            where = f"SELECT 1 FROM {table[one.subject]} WHERE {known.get(one.subject, 'id')} = ?"
            assert (store._connection.execute(where, (one.number,)).fetchone() is None) is one.gone, one
    assert {one.subject for one in decided(store) if one.gone} == {"mention", "alert"}

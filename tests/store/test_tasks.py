"""The work on mentions: who has what, what became of it, and that two people undo nothing of each other unseen."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest

from smwatch.errors import MovedError
from smwatch.models import Answer, Decision, FeedKind, MentionFilter, MentionRow, Request, Task, Why
from smwatch.store import Store, open_store
from smwatch.store.moves import become, takes_away
from tests.store.examining import file_of
from tests.store.examples import BLOG, HOUR, MONDAY, comments_of, entry, mention, polled, save

KEYS = "abcd"
TO_EVE = Answer(what="assign", status="assigned", assignee="Ève", due=MONDAY + 2 * HOUR)
TO_ZOE = replace(TO_EVE, assignee="Zoé")
ANSWERED = Answer(what="answer", link="https://blog.example/a#reponse")
IGNORED = Answer(what="ignore", note="Ce n'est pas nous.")
REOPENED = Answer(what="reopen")


def opened(path: Path, who: str) -> Store:
    return open_store(path, who=who)


@pytest.fixture
def zoe(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path / "smwatch.db", "Zoé")
    store.sync_feeds([BLOG], MONDAY)
    save(store, polled(BLOG, [entry(key) for key in KEYS], [mention(key) for key in KEYS]))
    yield store
    store.close()


@pytest.fixture
def eve(zoe: Store) -> Iterator[Store]:
    store = opened(file_of(zoe), "Ève")
    yield store
    store.close()


def one(store: Store, number: int = 1) -> Task:
    return store.work.of("mention", [number])[number]


def decided(store: Store) -> list[Decision]:
    return [each for each in reversed(list(store.journal())) if isinstance(each, Decision)]


def test_a_mention_goes_from_hand_to_hand_and_the_journal_tells_it(zoe: Store) -> None:
    assert one(zoe) == Task(subject="mention", number=1)
    (given,) = zoe.work.decide("mention", [1], TO_EVE, MONDAY)
    assert (given.status, given.assignee, given.assigned, given.due) == ("assigned", "Ève", MONDAY, MONDAY + 2 * HOUR)
    zoe.work.decide("mention", [1], ANSWERED, MONDAY + HOUR)
    done = one(zoe)
    assert (done.status, done.answered, done.link, done.assignee) == (
        "answered", MONDAY + HOUR, ANSWERED.link, "Ève",
    )  # fmt: skip
    row = zoe.mention(1)
    assert row
    assert (row.status, row.assignee) == ("answered", "Ève"), "as it is listed and exported"
    zoe.work.decide("mention", [1], REOPENED, MONDAY + 2 * HOUR)
    zoe.work.decide("mention", [1], IGNORED, MONDAY + 3 * HOUR)
    assert [(d.what, d.was, d.became, d.version, d.whom_was, d.whom) for d in decided(zoe)] == [
        ("assign", "new", "assigned", 1, "", "Ève"),
        ("answer", "assigned", "answered", 2, "Ève", "Ève"),
        ("reopen", "answered", "assigned", 3, "Ève", "Ève"),
        ("ignore", "assigned", "ignored", 4, "Ève", "Ève"),
    ]
    assert [(note.who, note.text) for note in zoe.work.notes("mention", 1)] == [("Zoé", "Ce n'est pas nous.")]


def test_what_changes_nothing_is_no_version(zoe: Store) -> None:
    for answer in (TO_EVE, TO_EVE, ANSWERED, ANSWERED, replace(ANSWERED, link="")):
        zoe.work.decide("mention", [1], answer, MONDAY)
    assert one(zoe).version == 2
    assert one(zoe).link == ANSWERED.link
    assert len(decided(zoe)) == 2


def test_a_note_is_added_whatever_happened(zoe: Store, eve: Store) -> None:
    zoe.work.decide("mention", [1], TO_EVE, MONDAY)
    eve.work.decide("mention", [1], Answer(what="note", note="Vu."), MONDAY, seen={1: 0})
    assert one(zoe).version == 1
    assert [(d.what, d.who, d.version) for d in decided(zoe)][1:] == [("note", "Ève", None)]


def test_what_somebody_else_decided_is_not_undone_unseen(zoe: Store, eve: Store) -> None:
    zoe.work.decide("mention", [1], TO_ZOE, MONDAY)
    with pytest.raises(MovedError) as refused:
        eve.work.decide("mention", [1], TO_EVE, MONDAY + HOUR)
    told = refused.value.arguments
    assert (told["who"], told["assignee"], told["at"], told["version"]) == ("Zoé", "Zoé", MONDAY, 1)
    with pytest.raises(MovedError):
        eve.work.decide("mention", [1], TO_EVE, MONDAY + HOUR, seen={1: 0})
    assert one(zoe).assignee == "Zoé"
    eve.work.decide("mention", [1], TO_EVE, MONDAY + HOUR, seen={1: 1})
    assert one(zoe).assignee == "Ève", "she has seen it"


def test_what_is_my_own_work_or_decision_i_know(zoe: Store, eve: Store) -> None:
    zoe.work.decide("mention", [1, 2], TO_EVE, MONDAY)
    eve.work.decide("mention", [1], IGNORED, MONDAY)
    assert one(zoe).status == "ignored", "it was hers"
    zoe.work.decide("mention", [2], TO_ZOE, MONDAY)
    assert one(zoe, 2).assignee == "Zoé", "she had decided it herself"


def test_of_several_all_or_none(zoe: Store, eve: Store) -> None:
    zoe.work.decide("mention", [2], TO_ZOE, MONDAY)
    with pytest.raises(MovedError):
        eve.work.decide("mention", [1, 2, 3], TO_EVE, MONDAY)
    with pytest.raises(LookupError):
        eve.work.decide("mention", [1, 77], TO_EVE, MONDAY)
    assert {one(zoe, number).version for number in (1, 3)} == {0}


def test_an_answer_adds_to_what_others_decided(zoe: Store, eve: Store) -> None:
    zoe.work.decide("mention", [1], TO_ZOE, MONDAY)
    eve.work.decide("mention", [1], ANSWERED, MONDAY, seen={1: 0})
    assert (one(zoe).status, one(zoe).assignee) == ("answered", "Zoé")
    with pytest.raises(MovedError):
        zoe.work.decide("mention", [1], replace(ANSWERED, link="https://blog.example/autre"), MONDAY)


# -- two people at once ---------------------------------------------------------------------------------------------


@dataclass
class Person:
    store: Store
    name: str
    seen: dict[int, int] = field(default_factory=dict)  # what they saw last

    def look(self, number: int) -> None:
        self.seen[number] = one(self.store, number).version


DECISIONS = (TO_EVE, TO_ZOE, ANSWERED, replace(ANSWERED, link="https://blog.example/b"), IGNORED, REOPENED)


@dataclass
class Model:
    """What should be stored: each decision in its turn, or refused; and how many were."""

    tasks: dict[int, Task]
    refused: int = 0

    def decides(self, person: Person, number: int, answer: Answer, now: datetime) -> None:
        """It is kept as a serial run would have it, or refused where it would undo what they haven't seen."""
        was, seen = self.tasks[number], person.seen.get(number, 0)
        if seen != was.version and takes_away(was, answer):
            with pytest.raises(MovedError) as refused:
                person.store.work.decide("mention", [number], answer, now, {number: seen})
            assert refused.value.arguments["version"] == was.version
            self.refused += 1
            return
        became = become(was, answer, now)
        if became != was:
            version = was.version + 1
            became = replace(became, version=version, who=person.name, at=now, what=answer.what)
        assert person.store.work.decide("mention", [number], answer, now, {number: seen}) == [became]
        self.tasks[number] = became


def test_a_thousand_interleavings_of_two_people_lose_no_update(zoe: Store, eve: Store) -> None:
    """What is stored in the end is what the journal tells in its order; nobody undid what they hadn't seen."""
    people, rnd = (Person(zoe, "Zoé"), Person(eve, "Ève")), random.Random(20100317)
    model = Model(zoe.work.of("mention", range(1, len(KEYS) + 1)))
    for turn in range(1_000):
        for _ in range(rnd.randrange(1, 4)):
            person, number = rnd.choice(people), rnd.randrange(1, len(KEYS) + 1)
            if rnd.random() < 0.5:
                person.look(number)
            else:
                model.decides(person, number, rnd.choice(DECISIONS), MONDAY + timedelta(minutes=turn))
    assert eve.work.of("mention", model.tasks) == model.tasks
    assert model.refused > 100, "or nothing was at stake"
    for number, task in model.tasks.items():
        told = [d for d in decided(zoe) if d.number == number and d.version is not None]
        assert [d.version for d in told] == list(range(1, task.version + 1)), "each is there, in its order"
        assert all(a.became == b.was and a.whom == b.whom_was for a, b in pairwise(told))
        assert (told[-1].became, told[-1].whom) == (task.status, task.assignee)


def test_two_at_the_very_same_time_are_one_after_the_other(zoe: Store) -> None:
    """Each adds forty, having looked; who is refused, or was forestalled, looks again. None is lost."""

    def _works(name: str) -> None:
        with closing(opened(file_of(zoe), name)) as mine:
            done = 0
            while done < 40:
                seen = one(mine)
                answer = IGNORED if seen.status == "new" else REOPENED
                with suppress(MovedError):
                    (kept,) = mine.work.decide("mention", [1], answer, MONDAY, {1: seen.version})
                    done += kept.who == name and kept.version > seen.version  # not what the other did already

    threads = [Thread(target=_works, args=(name,)) for name in ("Ève", "Luc")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [d for d in decided(zoe) if d.version is not None]
    assert [d.version for d in told] == list(range(1, one(zoe).version + 1))
    assert {name: sum(d.who == name for d in told) for name in ("Ève", "Luc")} == {"Ève": 40, "Luc": 40}


# -- the journal ----------------------------------------------------------------------------------------------------

WAYS_ROUND = [
    "DELETE FROM audit",
    "DELETE FROM audit WHERE id = 1",
    "UPDATE audit SET who = 'nobody'",
    "UPDATE OR REPLACE audit SET id = 1 WHERE id = 2",
    "UPDATE OR IGNORE audit SET who = 'nobody'",
    "UPDATE audit SET rowid = 99 WHERE id = 1",
    "REPLACE INTO audit SELECT * FROM audit",
    "INSERT OR REPLACE INTO audit (id, at, who, what, subject) VALUES (1, '', '', '', '')",
    "INSERT OR REPLACE INTO audit (rowid, at, who, what, subject) VALUES ('1', '', '', '', '')",
    "INSERT OR REPLACE INTO audit (id, at, who, what, subject) VALUES (1.0, '', '', '', '')",
    "INSERT INTO audit (id, at, who, what, subject) VALUES (1, '', '', '', '') ON CONFLICT (id) DO UPDATE SET who = ''",
    "INSERT INTO audit (id, at, who, what, subject) VALUES (1, '', '', '', '') ON CONFLICT DO UPDATE SET who = ''",
    "WITH w AS (SELECT 1) DELETE FROM audit WHERE id IN (SELECT * FROM w)",
    "UPDATE audit SET who = c.name FROM colleagues AS c WHERE c.id = audit.whom",
]


@pytest.mark.parametrize("recursive", [0, 1])
@pytest.mark.parametrize("sql", WAYS_ROUND)
def test_the_journal_only_grows_whatever_is_tried(zoe: Store, sql: str, recursive: int) -> None:
    zoe.work.decide("mention", [1, 2], TO_EVE, MONDAY)
    before = [tuple(row) for row in zoe._connection.execute("SELECT * FROM audit")]
    with sqlite3.connect(file_of(zoe)) as other:  # any tool
        other.execute(f"PRAGMA recursive_triggers = {recursive}")
        with pytest.raises(sqlite3.IntegrityError, match="audit only grows"):
            other.execute(sql)
    other.close()
    assert [tuple(row) for row in zoe._connection.execute("SELECT * FROM audit")] == before


def test_of_whoever_is_forgotten_the_journal_stays_whole(zoe: Store) -> None:
    """An author is forgotten who was a colleague too: rows name what is gone, and a name that is blotted out."""
    said = replace(entry("m"), author="Marie Tremblay", author_email="marie.tremblay@a.example")
    save(zoe, polled(BLOG, [said], [mention("m")]))
    number = len(KEYS) + 1
    to_marie = replace(TO_EVE, assignee="Marie Tremblay")
    zoe.work.decide("mention", [1, number], to_marie, MONDAY)
    zoe.work.decide("mention", [number], replace(ANSWERED, link="https://x.example/marie.tremblay"), MONDAY)
    zoe.work.decide("mention", [1], Answer(what="answer", link="https://blog.example/Marie%20Tremblay"), MONDAY)
    zoe.work.decide("mention", [1], Answer(what="note", note="Marie Tremblay s'en charge."), MONDAY)
    before = [tuple(row) for row in zoe._connection.execute("SELECT * FROM audit")]
    with zoe.scanning():
        done = zoe.forget_person(Request(author="Marie Tremblay"), MONDAY + HOUR)
    assert done.left == ()
    assert [tuple(row) for row in zoe._connection.execute("SELECT * FROM audit")][: len(before)] == before
    assert b"Marie Tremblay" not in file_of(zoe).read_bytes()
    stored = {row.id for row in zoe.mentions(MentionFilter(hidden=True))}
    for each in decided(zoe):
        if each.subject == "mention":
            assert each.gone == (each.number not in stored)
        if each.version:
            assert each.whom == "█████ ████████"
    assert {each.number for each in decided(zoe) if each.gone} == {number}
    left = one(zoe)
    assert (left.status, left.assignee, left.link) == ("answered", "█████ ████████", "")


def test_work_goes_with_its_mention_and_the_journal_stays(zoe: Store) -> None:
    zoe.work.decide("mention", [1], IGNORED, MONDAY)
    zoe.forget_brand("Nestlé", MONDAY + HOUR)
    for table in ("tasks", "mention_notes"):
        assert zoe._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    assert [(each.what, each.gone) for each in decided(zoe)] == [("ignore", True), ("forget", False)]


# -- answers that are found -------------------------------------------------------------------------------------------

THREAD = "https://blog.example/a"
COMMENTS = comments_of("https://blog.example/a/feed/", THREAD)


def official(row: MentionRow) -> bool:
    return row.author == "Nordelait"


def comment(key: str, author: str, minutes: int) -> tuple[object, object]:
    at = MONDAY + timedelta(minutes=minutes)
    more = {"kind": FeedKind.COMMENTS, "thread": THREAD, "author": author, "published": at}
    return entry(key, f"Nestlé {key}", url=f"{THREAD}#{key}", **more), mention(key, why=Why.THREAD)


def comes(store: Store, *said: tuple[str, str, int], at: timedelta = HOUR) -> list[Task]:
    pairs = [comment(*each) for each in said]
    entries, mentions = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    save(store, polled(COMMENTS, entries, mentions, at=MONDAY + at))  # type: ignore[arg-type]
    return store.work.heed(official, MONDAY + at)


@pytest.fixture
def thread(zoe: Store) -> Store:
    zoe.sync_feeds([BLOG, COMMENTS], MONDAY)
    save(zoe, polled(BLOG, comment_feeds=(COMMENTS,)))
    return zoe


def test_an_answer_in_the_thread_answers_what_was_said_before_it(thread: Store) -> None:
    found = comes(thread, ("early", "Ève", 10), ("reply", "Nordelait", 25), ("late", "Luc", 40))
    assert [(task.number, task.answered, task.link, task.found) for task in found] == [
        (1, MONDAY + timedelta(minutes=25), f"{THREAD}#reply", True),
        (5, MONDAY + timedelta(minutes=25), f"{THREAD}#reply", True),
    ]
    assert [one(thread, n).status for n in (1, 2, 5, 6, 7)] == ["answered", "new", "answered", "new", "new"]
    assert thread.work.heed(official, MONDAY) == [], "once"
    assert [(d.what, d.who, d.was, d.became) for d in decided(thread)] == [("found", "", "new", "answered")] * 2


def test_what_comes_after_its_answer_is_answered_too_and_the_first_answer_counts(thread: Store) -> None:
    comes(thread, ("reply", "Nordelait", 25))
    (late,) = comes(thread, ("early", "Ève", 10), at=2 * HOUR)
    assert late.answered == MONDAY + timedelta(minutes=25)
    comes(thread, ("earlier", "Nordelait", 15), at=3 * HOUR)
    assert one(thread).answered == MONDAY + timedelta(minutes=15)
    comes(thread, ("again", "Nordelait", 50), at=4 * HOUR)
    assert one(thread).answered == MONDAY + timedelta(minutes=15)


def test_what_was_looked_at_is_not_looked_at_again_unless_that_was_lost(thread: Store) -> None:
    looked = list[int]()

    def _speaks(row: MentionRow) -> bool:
        looked.append(row.id)
        return official(row)

    comes(thread, ("reply", "Nordelait", 25))
    thread.work.heed(_speaks, MONDAY)
    assert looked == []
    thread._connection.execute("DELETE FROM heeded")  # as a file that was recovered may have it
    before = one(thread)
    assert thread.work.heed(_speaks, MONDAY) == []
    assert looked == [5], "comments alone can be answers"
    assert one(thread) == before


def test_a_persons_word_wins_over_what_is_found(thread: Store) -> None:
    thread.work.decide("mention", [1], IGNORED, MONDAY)
    comes(thread, ("early", "Ève", 10), ("reply", "Nordelait", 25))
    assert one(thread).status == "ignored"
    thread.work.decide("mention", [5], REOPENED, MONDAY + HOUR)
    assert one(thread, 5).status == "new", "that was no answer"
    comes(thread, ("early", "Ève", 10), ("reply", "Nordelait", 25), ("more", "Luc", 26), at=2 * HOUR)
    assert one(thread, 5).status == "new"
    comes(thread, ("better", "Nordelait", 90), at=3 * HOUR)
    assert one(thread, 5).link == f"{THREAD}#better"


def test_what_is_assigned_is_answered_by_what_is_found_and_stays_theirs(thread: Store) -> None:
    thread.work.decide("mention", [1], TO_EVE, MONDAY)
    comes(thread, ("reply", "Nordelait", 25))
    assert (one(thread).status, one(thread).assignee) == ("answered", "Ève")


def test_an_answer_that_goes_away_was_given_all_the_same(thread: Store) -> None:
    comes(thread, ("reply", "Nordelait", 25))
    with thread.scanning():
        thread.forget_person(Request(author="Nordelait"), MONDAY + HOUR)
    assert (one(thread).status, one(thread).found) == ("answered", True)

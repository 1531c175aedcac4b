"""Who wrote what is kept beside it, wherever mentions are read, and goes with whatever proved it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from smwatch.models import FeedKind, Limits, MentionFilter, Request, Role
from smwatch.store import Store, open_store
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, entry, mention, polled, save

BRAND = "Nestlé"
LATER = MONDAY + timedelta(days=1)
PAUL: dict[str, Any] = {"author": "Paul Roy", "author_email": "paul@nestle.example", "author_role": Role.EMPLOYEE}


def opened(path: Path) -> Store:
    store = open_store(path / "smwatch.db", who="rp")
    store.sync_feeds([BLOG, replace(NEWS, author_role=Role.OFFICIAL)], MONDAY)
    store.begin_scan(MONDAY)
    store.begin_rematch({BRAND: "1:a"}, [], MONDAY)
    return store


def fill(store: Store) -> None:
    """Jo's and Paul's on the blog, the company's in the news."""
    save(store, polled(BLOG, [entry("a", author="Jo"), entry("b", **PAUL)], [mention("a"), mention("b")]))
    save(store, polled(NEWS, [entry("c", author="Nestlé")], [mention("c")]))


def roles(store: Store, wanted: MentionFilter = MentionFilter()) -> dict[int, Role]:  # noqa: B008 - frozen
    return {row.id: row.author_role for row in store.mentions(wanted)}


def kept(store: Store) -> list[tuple[int, str]]:
    return [*map(tuple, store._connection.execute("SELECT entry_id, role FROM author_roles ORDER BY 1"))]


def test_wherever_mentions_are_read_their_authors_have_roles(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        fill(store)
        told = {1: Role.PUBLIC, 2: Role.EMPLOYEE, 3: Role.OFFICIAL}
        assert roles(store) == told
        assert {int(h.id): h.role for h in store.heard(BRAND, MONDAY - HOUR)} == told
        assert (row := store.mention(2)) is not None
        assert row.author_role is Role.EMPLOYEE
        flat = store._connection.execute("SELECT id, author_role FROM mentions_flat").fetchall()
        assert {number: Role(role) for number, role in flat} == told
        assert kept(store) == [(2, "employee")]  # of nobody else more than their feed


def test_mentions_are_listed_by_the_role_of_their_authors(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        fill(store)
        for limit in (None, 10):
            for role, numbers in ((Role.PUBLIC, [1]), (Role.EMPLOYEE, [2]), (Role.OFFICIAL, [3]), (Role.PRESS, [])):
                assert [*roles(store, MentionFilter(role=role, limit=limit))] == numbers
        assert [*roles(store, MentionFilter(role=Role.EMPLOYEE, lang="fr", limit=5))] == []
        assert [*roles(store, MentionFilter(role=Role.EMPLOYEE, search="chocolat", fetched_since=MONDAY, limit=5))] == [
            2
        ]


def test_an_edit_by_somebody_else_is_somebody_elses(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        fill(store)
        edited = replace(entry("b", "Du chocolat noir", author="Jo"), author_role=None)
        save(store, polled(BLOG, [edited], [mention("b")], at=MONDAY + HOUR))
        assert kept(store) == []
        save(store, polled(BLOG, [replace(edited, text="x", digest="x", **PAUL)], [mention("b")], at=LATER))
        assert kept(store) == [(2, "employee")]


def test_voices_are_shared_among_others_than_the_companys_own(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        fill(store)
        save(store, polled(BLOG, [entry("d", author="Ann")], [mention("d", "Dell")]))
        save(store, polled(BLOG, [entry("e", **PAUL)], [mention("e", "Dell")]))
        shares = store.share_of_voice(MONDAY - timedelta(days=1), LATER)
        assert {(one.brand, one.mentions, one.share) for one in shares} == {(BRAND, 1, 0.5), ("Dell", 1, 0.5)}
        flat = store._connection.execute("SELECT brand, mentions, share FROM share_of_voice").fetchall()
        assert {*map(tuple, flat)} == {(BRAND, 1, 0.5), ("Dell", 1, 0.5)}
        (hour,) = store.counts(BRAND, MONDAY - timedelta(days=1), LATER)
        assert (hour.mentions, hour.negative, hour.own) == (1, 1, 2)


def test_what_was_heard_is_heard_again_where_a_role_changes(tmp_path: Path) -> None:
    def listening() -> int:
        return int(store._connection.execute("SELECT count(*) FROM listening WHERE state <> x''").fetchone()[0])

    def listen() -> None:
        heard = store.listen(BRAND, MONDAY - HOUR)
        store.save_alerts([], {BRAND: MONDAY}, [replace(heard, state=b"known", heard=())])
        assert listening() == 1

    with closing(opened(tmp_path)) as store:
        fill(store)
        for told in ((1, Role.EMPLOYEE), (1, Role.OFFICIAL), (1, None)):
            listen()
            store.roles.tell([told])
            assert listening() == 0
        listen()
        store.roles.tell([(2, Role.EMPLOYEE)])  # as it was
        assert listening() == 1


def test_nothing_is_left_of_who_is_forgotten(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        fill(store)
        store.forget_person(Request(author="paul@nestle.example"), LATER)
        assert kept(store) == []
        assert sorted(roles(store)) == [1, 3]
        save(store, polled(BLOG, [entry("f", **PAUL)], [mention("f")], at=LATER))
        assert kept(store) == []


def test_a_text_that_is_let_go_leaves_no_role(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        save(store, polled(BLOG, [entry("a", **PAUL)]))
        assert kept(store) == [(1, "employee")]
        store.prune(Limits(entries=LATER), MONDAY + timedelta(days=9))
        assert kept(store) == []


def test_what_is_read_once_more_has_its_author_again(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        save(store, polled(BLOG, [entry("a", **PAUL)]))
        store.prune(Limits(entries=LATER), MONDAY + timedelta(days=9))
        again = polled(BLOG, again=(entry("a", **PAUL),), mentions=[mention("a")], at=MONDAY + timedelta(days=9))
        save(store, again)
        assert kept(store) == [(1, "employee")]


def test_pages_of_signatures_hold_every_signed_entry_once(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        comment = entry("c", author="Jo", kind=FeedKind.COMMENTS, thread="https://blog.example/a")
        save(store, polled(BLOG, [entry("a", **PAUL), entry("b", url=""), comment]))
        (paul, jo) = store.roles.signatures(0)
        assert (paul.number, paul.email, paul.comment, paul.role) == (1, "paul@nestle.example", False, Role.EMPLOYEE)
        assert (jo.number, jo.author, jo.comment, jo.role) == (3, "Jo", True, None)
        assert store.roles.signatures(3) == []
        assert store.roles.signatures(0, known=True) == [paul]


def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        fill(store)
        try:
            store._connection.execute("INSERT INTO author_roles VALUES (1, 'boss')")
        except sqlite3.IntegrityError:
            return
    raise AssertionError

"""Only what is past its time goes; what stays is known again, and a scan beside it hardly waits."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.errors import NothingDoneError
from smwatch.feeds.identity import recognise
from smwatch.models import (
    Feed,
    FeedKind,
    FeedSpec,
    Label,
    Limits,
    MentionFilter,
    Pruned,
    Request,
    Saved,
    Understood,
    Why,
)
from smwatch.store import Store, open_store, retention
from tests.store.examining import file_of, is_whole
from tests.store.examples import BLOG, GOOD, HOUR, MONDAY, NEWS, comments_of, entry, mention, polled, save
from tests.store.test_privacy import entry as hashed

ALL = MentionFilter(hidden=True)
DAY = timedelta(days=1)
NOW = MONDAY + 40 * DAY
MONTH = Limits(entries=NOW - 30 * DAY, sure=True)
YEAR = Limits(mentions=NOW - 30 * DAY, entries=NOW - 30 * DAY, sure=True)


def text_of(store: Store, key: str) -> tuple[str, str, str, str | None]:
    sql = "SELECT title, text, author, let_go FROM entries WHERE key = ?"
    return tuple(store._connection.execute(sql, (key,)).fetchone())


@pytest.fixture
def filled(store: Store) -> Store:
    """A mention, a hidden one, an entry that mentions nobody; the same of yesterday."""
    for age, at in (("old", MONDAY), ("new", NOW - DAY)):
        entries = [
            entry(f"{age}-{kind}", f"Nestlé {age}", author="Jean Roy", published=at)
            for kind in ("told", "lost", "none")
        ]
        save(store, polled(BLOG, entries, [mention(f"{age}-told"), mention(f"{age}-lost")], at=at))
        store._connection.execute(
            "UPDATE mentions SET current = 0 WHERE entry_id IN (SELECT id FROM entries WHERE key LIKE '%lost')"
        )
    return store


def test_texts_that_mention_nobody_go_and_what_knows_them_stays(filled: Store) -> None:
    would = filled.prune(Limits(entries=MONTH.entries, dry_run=True), NOW)
    assert (would.mentions, would.entries) == (0, 1)
    assert text_of(filled, "old-none")[:2] == ("Titre old-none", "Nestlé old")
    done = filled.prune(MONTH, NOW)
    assert (done.mentions, done.entries) == (0, 1)
    assert text_of(filled, "old-none") == ("", "", "", "entry")
    for key in ("old-told", "old-lost", "new-told", "new-lost", "new-none"):
        assert text_of(filled, key)[1:] == (f"Nestlé {key[:3]}", "Jean Roy", None)
    (known,) = [one for one in filled.know(Feed(spec=BLOG, url=BLOG.url), NOW).known if one.key == "old-none"]
    assert (known.url, known.digest) == ("https://blog.example/old-none", "Titre old-none|Nestlé old")
    assert filled.prune(MONTH, NOW) == Pruned(free=filled.prune(MONTH, NOW).free)
    assert is_whole(filled)


def test_for_ever_is_for_ever(filled: Store) -> None:
    texts = filled._connection.execute("SELECT * FROM entries").fetchall()
    done = filled.prune(Limits(sure=True), NOW)
    assert (done.mentions, done.entries) == (0, 0)
    assert filled._connection.execute("SELECT * FROM entries").fetchall() == texts
    assert len(list(filled.mentions(ALL))) == 4


def test_old_mentions_go_with_the_text_of_their_entries_and_the_index(filled: Store) -> None:
    done = filled.prune(YEAR, NOW)
    assert (done.mentions, done.entries) == (2, 1)
    assert {m.title for m in filled.mentions(ALL)} == {"Titre new-told", "Titre new-lost"}
    assert text_of(filled, "old-told") == text_of(filled, "old-lost") == ("", "", "", "mention")
    assert [m.title for m in filled.mentions(MentionFilter(search="old", hidden=True))] == []
    for table in ("story_texts", "story_marks"):
        left = f"SELECT count(*) FROM {table} WHERE entry_id NOT IN (SELECT entry_id FROM mentions)"
        assert filled._connection.execute(left).fetchone()[0] == 0
    row = filled._connection.execute("SELECT what, subject, became FROM audit").fetchone()
    assert tuple(row) == ("prune", "database", '{"mentions":2,"texts":1,"labels":0}')
    assert is_whole(filled)


@pytest.mark.parametrize(
    ("published", "fetched", "goes"),
    [
        (MONDAY - 900 * DAY, NOW - DAY, False),  # an old article, found yesterday
        (NOW - DAY, MONDAY, False),
        (NOW + 900 * DAY, NOW - DAY, False),
        (NOW + 900 * DAY, MONDAY, True),  # its feed dates wrongly: it came long ago
        (MONDAY, NOW + 900 * DAY, True),  # a clock was wrong when it came
        (NOW + 900 * DAY, NOW + 900 * DAY, False),  # nobody knows how old that is
        (MONDAY, MONDAY, True),
    ],
)
def test_what_lies_in_the_future_tells_no_age(store: Store, published: datetime, fetched: datetime, goes: bool) -> None:
    save(store, polled(BLOG, [entry("a", "Nestlé", published=published)], [mention("a")], at=fetched))
    assert store.prune(YEAR, NOW).mentions == goes


def test_a_clock_that_jumped_deletes_nothing_unless_it_is_said_to_be_right(filled: Store) -> None:
    filled.begin_scan(NOW)
    wrong = NOW + 400 * DAY
    limits = Limits(mentions=wrong - 365 * DAY, entries=wrong - 30 * DAY)
    with pytest.raises(NothingDoneError) as error:
        filled.prune(limits, wrong)
    assert error.value.exit_code == 4
    assert len(list(filled.mentions(ALL))) == 4
    assert filled.prune(Limits(mentions=NOW - 30 * DAY), NOW).mentions == 2


def test_an_unchanged_feed_brings_nothing_anew_and_an_edit_is_an_edit(filled: Store) -> None:
    filled.prune(YEAR, NOW)
    feed = filled.know(Feed(spec=BLOG, url=BLOG.url), NOW)
    shown = [
        entry(f"old-{kind}", "Nestlé old", author="Jean Roy", published=MONDAY) for kind in ("told", "lost", "none")
    ]
    assert recognise(shown, feed.known).new == ()
    assert save(filled, polled(BLOG, shown, at=NOW)) == Saved()
    assert text_of(filled, "old-none") == ("", "", "", "entry")
    edited = entry("old-none", "Nestlé, ajout : quelle honte")
    assert [one.key for one in recognise([edited], feed.known).new] == ["old-none"]
    assert save(filled, polled(BLOG, [edited], [mention("old-none")], at=NOW)) == Saved(
        edited=1, mentions=1, negative=1
    )
    assert text_of(filled, "old-none") == ("Titre old-none", "Nestlé, ajout : quelle honte", "", None)
    assert [m.kind for m in filled.mentions(MentionFilter(search="ajout"))] == ["edit"]
    assert is_whole(filled)


def test_a_short_comment_under_a_new_id_is_known_without_its_author(store: Store) -> None:
    spec = comments_of("https://blog.example/comments")
    save(store, polled(BLOG, comment_feeds=(spec,)))
    both = [
        entry(
            f"id-{n}",
            "Merci",
            title="",
            author=name,
            kind=FeedKind.COMMENTS,
            id=f"id-{n}",
            url="https://blog.example/a",
            published=MONDAY + n * HOUR,
        )
        for n, name in enumerate(("Ana", "Bob"))
    ]
    save(store, polled(spec, both))
    store.prune(MONTH, NOW)
    known = store.know(Feed(spec=spec, url=spec.url), NOW).known
    again = [
        entry(
            f"new-{n}",
            "Merci",
            title="",
            author=one.author,
            kind=FeedKind.COMMENTS,
            id=f"new-{n}",
            url=one.url,
            published=one.published,
        )
        for n, one in enumerate(both)
    ]
    assert recognise(again, known).new == ()


def test_a_changed_query_finds_neither_what_was_let_go_nor_what_was_pruned_while_it_was_matched(
    filled: Store,
) -> None:
    before = list(filled.entries())
    filled.prune(YEAR, NOW)
    assert [one.entry.key for one in filled.entries()] == ["new-told", "new-lost", "new-none"]
    late = [Understood(stored=one, mentions=(mention(one.entry.key, why=Why.PAGE, spans=()),)) for one in before]
    shifts = filled.save_again(late, {"Nestlé"})
    assert len(shifts) == 2, "new-lost comes back, new-none is new"
    assert {m.title[6:9] for m in filled.mentions(ALL)} == {"new"}
    assert is_whole(filled)


def test_a_document_that_is_read_once_more_fills_in_texts_but_brings_no_pruned_mention_back(
    filled: Store,
) -> None:
    filled.prune(YEAR, NOW)
    shown = [entry(f"old-{kind}", "Nestlé old", author="Jean Roy") for kind in ("told", "none")]
    poll = polled(BLOG, [], [mention("old-told"), mention("old-none")], again=tuple(shown), at=NOW)
    assert save(filled, poll) == Saved(mentions=1, negative=1)
    assert text_of(filled, "old-none") == ("Titre old-none", "Nestlé old", "Jean Roy", None)
    assert text_of(filled, "old-told") == ("", "", "", "mention")
    assert is_whole(filled)


def test_answers_find_what_they_answer_and_what_they_answer_stays_with_them(store: Store) -> None:
    save(
        store,
        polled(BLOG, [entry("a", "Nestlé"), entry("b", "Nestlé"), entry("c", "Rien")], [mention("a"), mention("b")]),
    )
    spec = comments_of("https://blog.example/comments")
    save(store, polled(BLOG, comment_feeds=(spec,)))
    on = {"kind": FeedKind.COMMENTS, "published": NOW - DAY}
    first = entry(
        "c1", "Honte", thread="https://blog.example/a", **{**on, "published": MONDAY, "url": "https://blog.example/c1"}
    )
    save(store, polled(spec, [first], [mention("c1", why=Why.THREAD, spans=())]))
    second = entry("c2", "Oui", thread="https://blog.example/c1", **on)
    third = entry("c3", "Ah", thread="https://blog.example/c", **on)
    save(store, polled(spec, [second, third], [mention("c2", why=Why.THREAD, spans=())], at=NOW - DAY))
    assert store.prune(YEAR, NOW).mentions == 1
    assert {m.title for m in store.mentions(ALL)} == {"Titre a", "Titre c1", "Titre c2"}, "b has no answers"
    (found,) = [one for one in store.entries() if one.entry.key == "c2"]
    assert set(found.thread_brands) == {"Nestlé"}
    assert store.mentions(MentionFilter(thread="https://blog.example/a")) is not None
    link = "SELECT c.key FROM entries AS p JOIN entries AS c ON c.thread_link = p.link WHERE p.key = 'c'"
    assert [row[0] for row in store._connection.execute(link)] == ["c3"], (
        "it has no text any more, and is answered still"
    )


@pytest.mark.parametrize("labels", [False, True])
def test_labels_keep_their_texts_unless_they_are_to_go(filled: Store, labels: bool) -> None:
    numbers = {m.title: m.id for m in filled.mentions(ALL)}
    filled.label_mentions([numbers["Titre old-told"], numbers["Titre new-told"]], Label.NEUTRAL, NOW)
    done = filled.prune(Limits(mentions=YEAR.mentions, labels=labels, sure=True), NOW)
    assert (done.labels, done.labels_kept) == ((1, 0) if labels else (0, 1))
    assert [label.text for label in filled.labels()] == (["Nestlé new"] if labels else ["Nestlé old", "Nestlé new"])
    assert is_whole(filled)


def test_deleted_text_is_overwritten(file_store: Store) -> None:
    save(file_store, polled(NEWS, [hashed("x", "Nestlé horripilant " * 50, published=MONDAY)], [mention("x")]))
    file_store.prune(YEAR, NOW)
    file_store.close()
    assert b"horripilant" not in file_of(file_store).read_bytes()


def test_stopped_anywhere_it_goes_on(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 1)

    def stop(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            filled.prune(YEAR, NOW, stop)
        assert is_whole(filled)
        assert not filled._connection.in_transaction  # type: ignore[attr-defined]  # both have it
    done = filled.prune(YEAR, NOW)
    assert (done.mentions, done.entries) == (0, 0)
    assert len(list(filled.mentions(ALL))) == 2


FEEDS = [FeedSpec(url=f"https://{n}.example/feed") for n in range(40)]


def write(path: Path) -> None:
    """Polls beside a pruning, each said with how long it waited."""
    store = open_store(path)
    for number, spec in enumerate(FEEDS):
        began = time.monotonic()
        entries = [entry(f"{number}-{n}", f"Nestlé {n} " * 20, published=NOW) for n in range(20)]
        save(store, polled(spec, entries, [mention(one.key) for one in entries[:5]], at=NOW))
        sys.stdout.write(f"{time.monotonic() - began:.3f}\n")
        sys.stdout.flush()
        time.sleep(0.01)
    store.close()


def test_a_scan_beside_it_hardly_waits_and_neither_loses_anything(tmp_path: Path) -> None:
    store = open_store(tmp_path / "smwatch.db")
    store.sync_feeds([BLOG, *FEEDS], MONDAY)
    for n in range(10):
        entries = [entry(f"{n}-{k}", f"Nestlé {n} {k} " * 20) for k in range(500)]
        save(store, polled(BLOG, entries, [mention(one.key) for one in entries[:250]]))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.test_retention", str(store.path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        waits = [float(writer.stdout.readline())]
        done = store.prune(YEAR, NOW)
        waits += [float(line) for line in writer.stdout]
    assert (done.mentions, done.entries) == (2_500, 2_500)
    assert len(waits) == len(FEEDS)
    assert max(waits) < 5, "a transaction is short, and there is a rest after each"
    assert len(list(store.mentions(ALL))) == 5 * len(FEEDS)
    assert is_whole(store)
    store.close()


STEP = st.sampled_from(["poll", "edit", "prune", "prune texts", "forget", "label", "brand", "unfollow"])


@given(steps=st.lists(st.tuples(STEP, st.integers(0, 3)), max_size=10))
@settings(max_examples=25, deadline=None)
def test_any_order_leaves_counts_and_index_right(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    store = open_store(tmp_path_factory.mktemp("any") / "smwatch.db")
    store.sync_feeds([BLOG, NEWS], MONDAY)
    forgotten = False
    for number, (step, which) in enumerate(steps):
        now = MONDAY + number * 20 * DAY
        keys = [f"{which}-{n}" for n in range(3)]
        if step in {"poll", "edit"}:
            text = f"Nestlé et Marie Tremblay, cœur {number * (step == 'edit')}"
            entries = [
                hashed(k, text, author=("Marie Tremblay", "Jean Roy", "")[n], published=now) for n, k in enumerate(keys)
            ]
            save(
                store,
                polled((BLOG, NEWS)[which % 2], entries, [mention(keys[0]), mention(keys[1], "Dell", GOOD)], at=now),
            )
        elif step.startswith("prune"):
            store.prune(
                Limits(mentions=now - 30 * DAY if step == "prune" else None, entries=now - 30 * DAY, sure=True), now
            )
        elif step == "forget":
            forgotten = True
            with store.scanning():
                assert store.forget_person(Request(author="Marie Tremblay"), now).left == ()
        elif step == "label":
            store.label_mentions([m.id for m in store.mentions(ALL)][:which], Label.POSITIVE, now)
        elif step == "brand":
            store.forget_brand("Dell", now)
        else:
            store.begin_rematch({}, ["Dell"], now)
        assert is_whole(store)
        assert not forgotten or not [m for m in store.mentions(ALL) if m.author == "Marie Tremblay"]
    store.close()


def test_batches_are_short(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[tuple[int, int]]()
    monkeypatch.setattr(retention, "BATCH", 1)
    filled.prune(YEAR, NOW, lambda done, whole: told.append((done, whole)))
    assert [done for done, _ in told] == [1, 2, 3]
    assert all(one[0] < two[0] for one, two in pairwise(told))


def test_a_brand_is_deleted_whole_and_others_are_left_alone(filled: Store) -> None:
    save(
        filled,
        polled(
            NEWS,
            [entry("x", "Nestlé et Dell"), entry("y", "Dell")],
            [mention("x"), mention("x", "Dell"), mention("y", "Dell", GOOD)],
        ),
    )
    (number, *_) = (m.id for m in filled.mentions(MentionFilter(brand="Dell")))
    filled.label_mentions([number], Label.NEGATIVE, NOW)
    would = filled.forget_brand("Dell", NOW, dry_run=True)
    assert (would.mentions, would.labels) == (2, 1)
    assert filled.forget_brand("Dell", NOW) == would
    assert {m.brand for m in filled.mentions(ALL)} == {"Nestlé"}
    assert [m.title for m in filled.mentions(MentionFilter(search="dell"))] == ["Titre x"]
    assert list(filled.labels()) == []
    assert filled._connection.execute("SELECT count(*) FROM hourly WHERE brand = 'Dell'").fetchone()[0] == 0
    assert tuple(filled._connection.execute("SELECT what, subject, was FROM audit ORDER BY id DESC").fetchone()) == (
        "forget",
        "brand",
        "Dell",
    )
    assert is_whole(filled)


if __name__ == "__main__":
    with closing(sqlite3.connect(sys.argv[1])):
        write(Path(sys.argv[1]))

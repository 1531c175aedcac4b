"""Somebody who asks to be forgotten is taken out everywhere, stays out, and that is proved."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from smwatch.errors import NothingDoneError
from smwatch.models import (
    Alert,
    AlertChange,
    AlertKind,
    Answer,
    Change,
    Count,
    Entry,
    FeedKind,
    Forgotten,
    Label,
    Level,
    MentionFilter,
    Request,
    Saved,
    Server,
    Why,
)
from smwatch.store import Store, open_store, proof
from smwatch.store.person import columns
from smwatch.text.blot import Blotter, Traces
from tests.store import examples
from tests.store.examining import bytes_of, everything, file_of, is_whole
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, comments_of, mention, polled, save

ALL = MentionFilter(hidden=True)
MARIE = {
    "author": "Marie Tremblay",
    "author_email": "marie.t@fournisseur.example",
    "author_url": "https://x.com/marie_t",
}
JEAN = {"author": "Jean Roy"}
OTHER = (
    "Je réponds à MARIE  TREMBLAY (@Marie_T, marie.t@fournisseur.example) : Nestlé exagère, Rosemarie Tremblay aussi."
)
BLOTTED = (
    "Je réponds à █████  ████████ (@███████, █████.█@███████████.███████) : Nestlé exagère, Rosemarie Tremblay aussi."
)
COMMENTS = comments_of("https://blog.example/comments/feed/")
LATER = MONDAY + timedelta(days=1)


def entry(key: str, text: str, **more: Any) -> Entry:  # noqa: ANN401 - any field of the model
    """An entry with a digest as feeds have it."""
    made = examples.entry(key, text, **more)
    return replace(made, digest=hashlib.blake2b(made.digest.encode(), digest_size=16).hexdigest())


def said_by_marie(key: str, text: str = "Nestlé, quelle honte, vous m'avez perdue", **more: Any) -> Entry:  # noqa: ANN401 - likewise
    return entry(key, text, **{**MARIE, **more})


@pytest.fixture
def told(store: Store) -> Store:
    """Two entries of hers, one of which mentions nobody, and one by somebody else who names her."""
    entries = [
        said_by_marie("m1"),
        said_by_marie("m2", "Rien à voir"),
        entry("j1", OTHER, **JEAN),
        entry("j2", "Marie est une sainte, dit la rédaction de Nestlé", **JEAN),
    ]
    save(store, polled(BLOG, entries, [mention("m1"), mention("j1"), mention("j2")]))
    return store


def forget(store: Store, who: str = "Marie Tremblay") -> Forgotten:
    with store.scanning():
        return store.forget_person(Request(author=who), LATER)


@contextmanager
def reading(place: Path | Server, table: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program that has read a table, and may go on with what it saw."""
    if isinstance(place, Path):
        with closing(sqlite3.connect(place)) as reader:
            reader.execute("BEGIN")
            reader.execute(f"SELECT count(*) FROM {table}").fetchone()
            yield
        return
    import psycopg

    from smwatch.store.postgres import letting_go

    monkeypatch.setattr(letting_go, "PATIENCE", 0.2)
    with psycopg.connect(place.url) as other:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute(f"SELECT count(*) FROM {table}")
        yield


def let_go(store: Store) -> int:
    count = "SELECT count(*) FROM entries WHERE let_go = 'author'"
    return int(store._connection.execute(count).fetchone()[0])


def test_first_it_is_said_who_that_is_and_nothing_is_changed(told: Store) -> None:
    before = everything(told)
    found = told.person("marie tremblay")
    assert (found.names, found.addresses, found.pages) == (
        ("Marie Tremblay",),
        ("marie.t@fournisseur.example",),
        ("https://x.com/marie_t",),
    )
    assert (found.entries, found.mentions, found.others) == (2, 1, 1)
    assert everything(told) == before


@pytest.mark.parametrize("asked", ["Marie Tremblay", "TREMBLAY, Marie", "marie.t@fournisseur.example", "x.com/marie_t"])
def test_nothing_is_left_of_them_in_tables_index_and_bytes(told: Store, asked: str) -> None:
    assert b"Marie Tremblay" in bytes_of(told)
    done = forget(told, asked)
    assert (done.left, done.person.entries) == ((), 2)
    assert done.out_of_reach != isinstance(told.path, Path)
    if isinstance(told.path, Path):
        files = file_of(told).parent.glob("smwatch.db*")
        assert done.read == sum(path.stat().st_size for path in files if path.suffix != ".lock")
    raw = bytes_of(told).lower()
    for needle in (b"marie tremblay", b"marie_t", b"fournisseur", b"perdue", b"marie  tremblay"):
        assert (needle in raw) == (needle == b"marie tremblay"), needle  # Rosemarie Tremblay is somebody else
    assert b"Marie Tremblay" not in bytes_of(told)
    assert is_whole(told)
    assert list(told.mentions(MentionFilter(search='"marie tremblay"', hidden=True))) == []
    assert list(told.mentions(MentionFilter(author="Marie Tremblay", hidden=True))) == []


def test_what_others_said_stays_letter_by_letter(told: Store) -> None:
    before = {m.id: m for m in told.mentions(ALL)}
    forget(told)
    after = list(told.mentions(ALL))
    assert sorted(m.title for m in after) == ["Titre j1", "Titre j2"]
    for m in after:
        assert m == replace(before[m.id], text=BLOTTED if m.title == "Titre j1" else before[m.id].text)
    assert len(BLOTTED) == len(OTHER)


@pytest.mark.parametrize(
    "text", ["Nestlé, quelle honte, vous m'avez perdue", "Autre chose sur Nestlé, tout autre chose"]
)
def test_the_same_poll_again_or_an_edited_one_brings_nothing_back(told: Store, text: str) -> None:
    forget(told)
    before = let_go(told)
    again = polled(BLOG, [said_by_marie("m1", text), said_by_marie("m3", text)], [mention("m1"), mention("m3")])
    assert save(told, again) == Saved()
    assert save(told, again) == Saved()
    assert "perdue" not in everything(told)
    assert "Marie Tremblay" not in everything(told)
    assert len(list(told.mentions(ALL))) == 2
    assert let_go(told) == before + 1, "m3 is known by a print"
    assert is_whole(told)


def test_an_entry_whose_author_the_feed_no_longer_tells_is_known_by_its_key(told: Store) -> None:
    forget(told)
    edit = entry("m1", "Nestlé, encore une honte")
    assert save(told, polled(BLOG, [edit], [mention("m1")], at=LATER)) == Saved()
    assert len(list(told.mentions(ALL))) == 2


def test_the_same_comment_by_the_other_feed_of_the_site(store: Store) -> None:
    comment = {"kind": FeedKind.COMMENTS, "url": "https://blog.example/a#comment-7", "thread": "https://blog.example/a"}
    save(store, polled(BLOG, [entry("a", "Nestlé")], [mention("a")], comment_feeds=(COMMENTS,)))
    save(store, polled(COMMENTS, [said_by_marie("c7", **comment)], [mention("c7", why=Why.THREAD, spans=())]))
    forget(store)
    unsigned = entry("other-7", "Nestlé, quelle honte, vous m'avez perdue", **comment)
    signed = said_by_marie("else-8", **{**comment, "url": "https://blog.example/a#comment-8", "author_email": ""})
    poll = polled(NEWS, [unsigned, signed], [mention("other-7"), mention("else-8")])
    assert save(store, poll) == Saved()
    assert [m.title for m in store.mentions(ALL)] == ["Titre a"]
    assert "perdue" not in everything(store)


def test_others_go_on_and_an_edit_of_theirs_is_an_edit(told: Store) -> None:
    forget(told)
    same = polled(BLOG, [entry("j1", OTHER, **JEAN)], [mention("j1")], at=LATER)
    assert save(told, same) == Saved()
    assert BLOTTED in {m.text for m in told.mentions(ALL)}
    edit = polled(
        BLOG,
        [entry("j1", "Nestlé a répondu", **JEAN), entry("j9", "Nestlé", **JEAN)],
        [mention("j1"), mention("j9")],
        at=LATER,
    )
    assert save(told, edit) == Saved(entries=1, edited=1, mentions=1, negative=1)


def test_undone_what_comes_later_is_kept(told: Store) -> None:
    forget(told)
    assert told.remember_person("Marie Tremblay", LATER) == 1
    assert told.remember_person("Marie Tremblay", LATER) == 0
    poll = polled(BLOG, [said_by_marie("m1"), said_by_marie("m5")], [mention("m1"), mention("m5")], at=LATER)
    assert save(told, poll) == Saved(entries=1, mentions=1, negative=1), "m1 stays what it is"
    rows = told._connection.execute("SELECT what, subject, number, was, became FROM audit").fetchall()
    assert [tuple(row)[:3] for row in rows] == [("forget", "author", 1), ("undo forget", "author", 1)]
    assert not any("Marie" in str([*row]) for row in rows)


def test_labels_alerts_feeds_and_waiting_messages_tell_them_no_more(told: Store) -> None:
    rows = {m.title: m for m in told.mentions(ALL)}
    told.label_mentions([rows["Titre m1"].id, rows["Titre j1"].id], Label.NEUTRAL, MONDAY)
    alert = Alert(
        id=0, brand="Nestlé", kind=AlertKind.CRISIS, level=Level.CONFIRMED, opened=MONDAY, updated=MONDAY,
        window=timedelta(hours=1), negatives=5, mentions=6, stories=5, authors=4, expected=0.5, probability=1e-6,
        sources=(Count(name="Le blogue de Marie Tremblay", count=3),),
        threads=(Count(name="https://blog.example/m1", count=2), Count(name="https://x.com/marie_t", count=1),
                 Count(name="https://blog.example/j1", count=1)),
        terms=(Count(name="tremblay", count=4), Count(name="huile", count=3)),
        first_mention=str(rows["Titre m1"].id),
    )  # fmt: skip
    (raised,) = told.save_alerts([AlertChange(alert=alert, change=Change.OPENED)])
    noted = Answer(what="note", note="Marie Tremblay a commencé; on la rappelle.")
    told.work.decide("alert", [raised.alert.id], noted, MONDAY)
    spec = comments_of("https://blog.example/marie-tremblay/feed/", "https://blog.example/auteurs/Marie%20Tremblay")
    save(told, polled(BLOG, comment_feeds=(spec,), at=MONDAY + HOUR))
    message = EmailMessage()
    message["Subject"] = "Nestlé : ce que dit Marie Tremblay"
    message.set_content("Marie Tremblay : « quelle honte »\n", cte="base64")
    add = "INSERT INTO outbox (kind, name, until, state, message) VALUES ('digest', '', '2010', 'waiting', ?)"
    told._connection.execute(add, (message.as_bytes(),))
    done = forget(told)
    assert (done.left, done.messages, done.feeds) == ((), 1, 1)
    (label,) = told.labels()
    assert (label.text, label.mention) == (BLOTTED, rows["Titre j1"].id)
    (kept,) = told.alerts()
    assert [one.name for one in kept.threads] == ["https://blog.example/j1"], "nor an empty one"
    assert [one.name for one in kept.terms] == ["huile"]
    assert [one.name for one in kept.sources] == ["Le blogue de █████ ████████"]
    assert kept.first_mention == ""
    (note,) = told.work.notes("alert", kept.id)
    assert note.text == "█████ ████████ a commencé; on la rappelle."
    assert not any("marie" in feed.url for feed in told.feeds())
    assert told._connection.execute("SELECT state, message FROM outbox").fetchone()[:] == ("given up", None)
    assert is_whole(told)


def test_links_of_others_that_tell_them_are_prints_and_answers_go_on_finding_what_they_answer(
    store: Store,
) -> None:
    page = "https://news.example/2010/marie-tremblay-quitte-nestle"
    save(
        store,
        polled(
            NEWS,
            [
                said_by_marie("m1", url="https://blog.example/x"),
                entry(page, "Nestlé perd Marie Tremblay", url=page, id=page),
            ],
            [mention(page)],
        ),
    )
    answer = entry("c1", "Bon débarras", kind=FeedKind.COMMENTS, thread=page, url=f"{page}#c1")
    save(store, polled(BLOG, [answer], [mention("c1", why=Why.THREAD, spans=())]))
    done = forget(store)
    assert done.left == ()
    assert "tremblay" not in everything(store).lower()
    threads = store._connection.execute(
        "SELECT link, thread_link FROM entries WHERE let_go IS NULL ORDER BY id"
    ).fetchall()
    assert threads[0]["link"] == threads[1]["thread_link"]
    assert threads[0]["link"].startswith("forgotten:")
    again = entry(page, "Nestlé perd Marie Tremblay", url=page, id=page)
    assert save(store, polled(NEWS, [again], [mention(page)], at=LATER)) == Saved(), "its feed knows it again"


def test_a_first_name_or_an_office_is_blotted_nowhere(store: Store) -> None:
    entries = [entry("a", "Nestlé", author="Admin"), entry("b", "L'Admin de Nestlé répond", **JEAN)]
    save(store, polled(BLOG, entries, [mention("a"), mention("b")]))
    found = store.person("Admin")
    assert (found.entries, found.others, found.full) == (1, 0, False)
    forget(store, "Admin")
    assert [m.text for m in store.mentions(ALL)] == ["L'Admin de Nestlé répond"]
    elsewhere = polled(NEWS, [entry("z", "Nestlé", author="Admin", url="https://news.example/z")], [mention("z")])
    assert save(store, elsewhere).mentions == 1, "another site's office is somebody else"
    here = polled(BLOG, [entry("y", "Nestlé", author="Admin")], [mention("y")])
    assert save(store, here) == Saved()


def test_several_authors_under_one_address_are_not_taken_along(store: Store) -> None:
    desk = {"author_email": "lucie@journal.example"}
    names = ["Lucie Morin", "Paul Roy", "Anne Ek", "Luc Bois", "Zoé Fay"]
    save(store, polled(BLOG, [entry(str(n), "Nestlé", author=name, **desk) for n, name in enumerate(names)]))
    assert store.person("Lucie Morin").names == ("Lucie Morin",)


@pytest.mark.parametrize("table", ["entries", "scans"])
def test_while_another_program_reads_it_is_said_so_and_run_again_it_is_proved(
    told: Store, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    impatient = open_store(told.path, patience=0.2)
    with reading(told.path, table, monkeypatch), pytest.raises(NothingDoneError) as error:
        forget(impatient)
    assert error.value.exit_code == 4
    assert told.person("Marie Tremblay").known
    assert forget(impatient).left == ()
    assert b"Marie Tremblay" not in bytes_of(told)
    impatient.close()


def test_copies_beside_the_database_are_named_and_those_made_by_us_deleted(file_store: Store) -> None:
    told = file_store
    save(told, polled(BLOG, [said_by_marie("m1")], [mention("m1")]))
    ours, migrated, theirs = (
        file_of(told).with_name(name) for name in ("copy.db", "smwatch.db.before-schema-9", "smwatch.db.backup")
    )
    for path in (ours, migrated, theirs):
        path.write_bytes(b"Marie Tremblay")
    told._connection.execute("INSERT INTO backups (at, path) VALUES ('2010', ?)", (str(ours),))
    told._connection.execute("INSERT INTO backups (at, path) VALUES ('2010', '/nowhere/gone.db')")
    assert forget(told).backups == (ours, migrated, theirs)
    with told.scanning():
        done = told.forget_person(Request(author="Marie Tremblay", delete_backups=True), LATER)
    assert (done.backups, done.backups_deleted) == ((theirs,), (ours, migrated))
    assert theirs.exists()
    assert not ours.exists()


def test_the_copies_that_were_made_are_named_wherever_it_is_kept(told: Store, tmp_path: Path) -> None:
    ours = tmp_path / "copy.db"
    ours.write_bytes(b"Marie Tremblay")
    told._connection.execute("INSERT INTO backups (at, path) VALUES ('2010', ?)", (str(ours),))
    assert forget(told).backups == (ours,)
    with told.scanning():
        assert told.forget_person(Request(author="Marie Tremblay", delete_backups=True), LATER).backups_deleted
    assert not ours.exists()


def test_a_feed_of_the_config_that_tells_them_is_named(store: Store) -> None:
    hers = replace(BLOG, url="https://marietremblay.example/feed/", source="Marie Tremblay")
    store.sync_feeds([BLOG, hers], MONDAY)
    save(store, polled(BLOG, [said_by_marie("m1")], [mention("m1")]))
    with store.scanning():
        done = store.forget_person(Request(author="Marie Tremblay", declared=frozenset({BLOG.url, hers.url})), LATER)
    assert {left.feed for left in done.left} == {hers.url}


def test_every_column_of_text_is_looked_at(told: Store) -> None:
    """Whatever column a later schema adds: what stands there is found, unless it is a brand's name."""
    made = "CREATE TABLE notes (id INTEGER PRIMARY KEY, said TEXT NOT NULL, words TEXT CHECK ({valid}(words)))"
    valid = "json_valid" if isinstance(told.path, Path) else "smwatch_json_valid"
    told._connection.execute(made.format(valid=valid))
    told._connection.execute("""INSERT INTO notes VALUES (1, 'Rappeler Marie Tremblay', '["x","Marie Tremblay"]')""")
    assert "notes" in {table for table, _, _ in columns(told._connection)}
    assert forget(told).left == ()
    assert tuple(told._connection.execute("SELECT said, words FROM notes").fetchone()) == (
        "Rappeler █████ ████████",
        '["x","█████ ████████"]',
    )


def test_a_deleted_text_leaves_no_trace_even_if_it_was_edited_before(store: Store, tmp_path: Path) -> None:
    long = "Nestlé " + "quelle horreur indicible " * 400
    save(store, polled(BLOG, [said_by_marie("m1", long)], [mention("m1")]))
    save(store, polled(BLOG, [said_by_marie("m1", "Nestlé, court")], [mention("m1")], at=MONDAY + HOUR))
    forget(store)
    assert b"indicible" not in bytes_of(store)
    assert b"court" not in bytes_of(store)


APOSTROPHE = "Marc L’Heureux"


@pytest.mark.parametrize("asked", ["Marc L'Heureux", "Marc L’Heureux"])
def test_a_name_with_an_apostrophe_is_found_in_every_spelling(store: Store, asked: str) -> None:
    page = "https://news.example/3/marc-l-heureux"
    entries = [
        entry("m", "Nestlé", author="Marc L'Heureux"),
        entry("o", f"Nestlé : {APOSTROPHE}, marc l'heureux", author=f"{APOSTROPHE}, Jean Roy", title=APOSTROPHE),
        entry(page, "Nestlé", url=page, id=page, **JEAN),
    ]
    save(store, polled(BLOG, entries, [mention("m"), mention("o"), mention(page)]))
    done = forget(store, asked)
    assert (done.left, done.person.entries, done.person.others) == ((), 1, 2)
    for spelling in ("heureux", "Heureux"):
        assert spelling not in everything(store)


@pytest.mark.parametrize(
    "said",
    ["Marc L'Heureux", "MARC L’HEUREUX", "marc-l-heureux", "Marc%20L%27Heureux", "marc+l’heureux", "Marc_LHeureux"],
)
def test_the_proof_finds_what_is_not_blotted_out(said: str) -> None:
    """By the bytes alone, whatever the pattern that blots out is blind to."""
    blind, needles = Blotter(Traces()), proof._spellings(["Marc L'Heureux"])
    assert proof._look(blind, needles, f"Nestlé : {said} a tort", is_author=False)[0]
    for text in (f"Nestlé : Jean-{said} a tort", f"Nestlé : {said}-Roy", f"Nestlé : de{said}"):
        theirs, inside = proof._look(blind, needles, text, is_author=False)
        assert not theirs
        assert inside, "that is somebody else, and known when the bytes are read"


def test_other_people_stay_as_they_are(store: Store) -> None:
    texts = [
        "Nestlé : Anne-Marie Tremblay a tort",
        "Nestlé : Luc Tremblay, Marie Gagnon et moi. M. Tremblay. Marie est contente.",
        "Nestlé : Marie Tremblay-Gagnon",
    ]
    entries = [
        entry(str(n), text, author=name)
        for n, (text, name) in enumerate(
            zip(texts, ("Anne-Marie Tremblay", "Jean Marie Tremblay", "Marie Zoé Tremblay"), strict=True)
        )
    ]
    save(store, polled(BLOG, [said_by_marie("m1"), *entries], [mention(str(n)) for n in range(3)]))
    done = forget(store)
    assert (done.left, done.person.others) == ((), 0)
    assert sorted(m.text for m in store.mentions(ALL)) == sorted(texts)
    assert sorted(m.author for m in store.mentions(ALL)) == sorted(e.author for e in entries)


def test_encoded_and_glued_forms_in_texts_of_others(told: Store) -> None:
    said = (
        "Nestlé : https://fr.wikipedia.example/wiki/Marie%20Tremblay #MarieTremblay marie.t%40fournisseur.example"
        " twitter.com/marie_t"
    )
    save(told, polled(NEWS, [entry("e", said, **JEAN)], [mention("e")]))
    assert forget(told).left == ()
    (row,) = [m for m in told.mentions(ALL) if m.title == "Titre e"]
    assert [word for word in ("arie", "rembla", "fournisseur") if word in row.text] == []


@pytest.mark.parametrize("byline", ["Marie Tremblay, Jean Roy", "Jean Roy et Marie Tremblay"])
def test_what_somebody_wrote_with_others_stays_and_is_blotted(store: Store, byline: str) -> None:
    joint = entry("j", "Nestlé, notre enquête", author=byline)
    save(store, polled(BLOG, [said_by_marie("m1"), joint], [mention("m1"), mention("j")]))
    done = forget(store)
    assert (done.left, done.person.entries, done.person.others) == ((), 1, 1)
    later = entry("k", "Nestlé, la suite", author=byline, author_email=MARIE["author_email"])
    save(store, polled(BLOG, [later], [mention("k")], at=LATER))
    blotted = byline.replace("Marie Tremblay", "█████ ████████")
    assert {(m.title, m.author) for m in store.mentions(ALL)} == {("Titre j", blotted), ("Titre k", blotted)}
    assert "fournisseur" not in everything(store)


@pytest.mark.parametrize("second", ["Marie Tremblay", "marie.t@fournisseur.example", "https://x.com/marie_t"])
def test_asked_for_twice_and_taken_back_once(told: Store, second: str) -> None:
    assert forget(told).number == forget(told, second).number
    assert told.remember_person(second, LATER)
    bare = dict.fromkeys(("author", "author_url"), "")
    entries = [said_by_marie("m7", **bare), said_by_marie("m8", author_email="", author_url="")]
    save(told, polled(BLOG, entries, [mention("m7"), mention("m8")], at=LATER))
    assert {"Titre m7", "Titre m8"} <= {m.title for m in told.mentions(ALL)}
    assert told._connection.execute("SELECT count(*) FROM forgotten_signs").fetchone()[0] == 0


def test_two_of_one_name_are_two_requests(store: Store) -> None:
    """Taking back the one doesn't take back the other."""
    one, other = (said_by_marie(key, author_email=f"{key}@a.example", author_url="") for key in ("one", "two"))
    save(store, polled(BLOG, [one, other]))
    assert forget(store, "one@a.example").number != forget(store, "two@a.example").number
    assert store.remember_person("two@a.example", LATER)
    save(store, polled(NEWS, [replace(one, key="x"), replace(other, key="y")], [mention("x"), mention("y")], at=LATER))
    assert [m.title for m in store.mentions(ALL)] == ["Titre two"]

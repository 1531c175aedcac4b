"""What is stored is matched again to the end, whatever stops it on the way, and comes to the same by any way."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch import rematch as module
from smwatch.matching.brands import compile_brands
from smwatch.models import Brand, FeedKind, FeedSpec, MentionFilter, Origin, Rematched, Watched
from smwatch.rematch import Again, changed_brands, rematch, settle
from smwatch.sentiment.scorers import scorer_named
from smwatch.store import Store, open_store
from smwatch.understand import Finding, Scoring, with_story
from tests.matching.press import Press, copies
from tests.store.examining import sqlite_of
from tests.store.examples import HOUR, MONDAY, comments_of, entry, polled, save
from tests.thorough import cases

FEEDS = [FeedSpec(url=f"https://{n}.example/feed", source="Le Blogue") for n in range(20)]
EACH = 20
OLD, NEW = (
    Brand(name="Nordelait"),
    Brand(name="Nordelait", names=("Nordelait", "Doré du fleuve"), exclude=("rue Nordelait",)),
)
ALL = MentionFilter(hidden=True)


def text_of(number: int) -> str:
    """One in four names the dairy, one the street, one the cheese."""
    said = ("Nordelait, quelle honte.", "Rue Nordelait, rien.", "Du Doré du fleuve, excellent.", "Rien.")
    return f"{said[number % 4]} {number}"


def fill(store: Store) -> None:
    """Twenty feeds of twenty entries, as scanned before any brand was watched."""
    store.sync_feeds(FEEDS, MONDAY)
    for n, spec in enumerate(FEEDS):
        save(store, polled(spec, [entry(f"{n}-{k}", text_of(k), lang="fr") for k in range(EACH)]))


def again(store: Store, *brands: Brand, specs: tuple[FeedSpec, ...] = ()) -> Again:
    def load() -> Finding:
        return Finding(matcher=compile_brands(brands))

    return Again(store=store, brands=brands, specs=specs, load=load, scoring=Scoring(lambda: scorer_named("lexicon")))


def state(store: Store) -> list[tuple[object, ...]]:
    return sorted((m.url, m.brand, m.why, m.current, m.spans, m.score, m.kind, m.fetched) for m in store.mentions(ALL))


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "smwatch.db")
    fill(store)
    yield store
    store.close()


def test_each_brand_is_noticed_once(full: Store) -> None:
    assert rematch(again(full, OLD), MONDAY) == (
        Rematched(brand="Nordelait", reason="new", entries=400, won=200, lost=0),
    )
    assert rematch(again(full, OLD), MONDAY) == ()
    other = Brand(name="Rivale")
    assert [one.brand for one in rematch(again(full, OLD, other), MONDAY)] == ["Rivale"]
    assert changed_brands([replace(OLD, alerts=False, kind="competitor")], full.watched()) == {}


def test_a_scan_without_changes_asks_one_small_query(full: Store) -> None:
    rematch(again(full, OLD), MONDAY)
    asked = list[str]()
    sqlite_of(full).set_trace_callback(asked.append)
    rematch(again(full, OLD), MONDAY)
    sqlite_of(full).set_trace_callback(None)
    assert asked == ["SELECT * FROM brands"]


def test_a_program_that_matches_otherwise_matches_all_again(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rematch(again(full, OLD), MONDAY)
    monkeypatch.setattr("smwatch.matching.fingerprint.VERSION", 99)
    assert [one.reason for one in rematch(again(full, OLD), MONDAY)] == ["program"]


def test_the_first_scan_of_all_has_nothing_to_say(tmp_path: Path) -> None:
    store = open_store(tmp_path / "smwatch.db")
    assert rematch(again(store, OLD), MONDAY) == ()
    assert rematch(again(store, OLD), MONDAY) == ()
    assert store.watched()["Nordelait"].pending == ""
    store.close()


def stop_after(batches: int) -> Callable[[int, int], None]:
    """Ctrl-C once so many batches are stored."""
    seen = list[int]()

    def progress(done: int, _: int) -> None:
        seen.append(done)
        if len(seen) == batches:
            raise KeyboardInterrupt

    return progress


def test_ctrl_c_loses_nothing_and_it_goes_on_from_there(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 30)
    rematch(again(full, OLD), MONDAY)
    with pytest.raises(KeyboardInterrupt):
        rematch(again(full, NEW), MONDAY, stop_after(4))
    half = full.watched()["Nordelait"]
    assert (half.entries, half.pending != "", half.reached > 0) == (120, True, True)
    assert rematch(again(full, NEW), MONDAY) == (
        Rematched(brand="Nordelait", reason="query", entries=400, won=100, lost=100),
    )
    assert {m.text.split()[0] for m in full.mentions(MentionFilter())} == {"Nordelait,", "Du"}


def test_a_query_that_is_changed_back_in_the_midst_begins_anew(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 30)
    rematch(again(full, OLD), MONDAY)
    before = state(full)
    with pytest.raises(KeyboardInterrupt):
        rematch(again(full, NEW), MONDAY, stop_after(4))
    (told,) = rematch(again(full, OLD), MONDAY)
    assert told.entries == 400
    current = [row for row in state(full) if row[3]]
    assert current == before


def test_one_that_is_under_way_and_one_that_is_new_are_matched_together(
    full: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 30)
    with pytest.raises(KeyboardInterrupt):
        rematch(again(full, OLD), MONDAY, stop_after(4))
    cheese = Brand(name="Doré", names=("Doré du fleuve",))
    assert rematch(again(full, OLD, cheese), MONDAY) == (
        Rematched(brand="Nordelait", reason="new", entries=400, won=200, lost=0),
        Rematched(brand="Doré", reason="new", entries=400, won=100, lost=0),
    )


def test_a_kill_at_any_moment_doubles_and_loses_nothing(tmp_path: Path) -> None:
    path, chance, stopped = tmp_path / "smwatch.db", random.Random(7), 0
    store = open_store(path)
    fill(store)
    rematch(again(store, OLD), MONDAY)
    store.close()
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-m", "tests.test_rematch", str(path)], stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            run.stdout.readline()
            time.sleep(chance.random() * 0.05)
            run.kill()
            stopped += b"done" not in run.stdout.read()
    assert stopped, "the kills came too late to prove anything"
    store = open_store(path)
    rematch(again(store, NEW), MONDAY)
    assert [row[3] for row in state(store)].count(True) == 200
    assert len(state(store)) == 300
    assert store.watched()["Nordelait"].pending == ""
    store.close()


def test_memory_stays_bounded(tmp_path: Path) -> None:
    store = open_store(tmp_path / "smwatch.db")
    store.sync_feeds(FEEDS, MONDAY)
    long = "Du lait de la ferme, et rien d’autre. " * 3_000
    for n in range(10):
        save(store, polled(FEEDS[n], [entry(f"{n}-{k}", f"{long}{n} {k}", lang="fr") for k in range(40)]))
    work = again(store, OLD)
    assert work.finding
    tracemalloc.start()
    (told,) = rematch(work, MONDAY)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told.entries == 400
    assert most < 24_000_000, "of 91 MB of text"
    store.close()


BLOG = FEED = FeedSpec(url="https://blog.example/feed/", source="Le Blogue")
SITE = comments_of("https://blog.example/comments/feed/")
QUERIES = ["nordelait", "doré", "nordelait OR doré", "lait NOT nordelait", "rue", "title:titre"]
WORDS = st.lists(st.sampled_from(["Nordelait", "Doré", "lait", "rue", "honte", "bravo"]), min_size=1, max_size=4)


def scanned(path: Path, posts: list[list[str]], answers: list[tuple[int, list[str]]], late: bool) -> Store:
    """A blog and its comments, stored in one order or the other."""
    store = open_store(path)
    store.sync_feeds([replace(BLOG, about=("Page",))], MONDAY)
    save(store, polled(BLOG, comment_feeds=(SITE,)))
    said = [entry(f"p{n}", " ".join(words), lang="fr") for n, words in enumerate(posts)]
    under = [
        entry(f"c{n}", " ".join(words), title="", kind=FeedKind.COMMENTS, url=f"https://blog.example/p{to}#c{n}",
              thread=f"https://blog.example/p{to}", author=f"a{n}", published=MONDAY)
        for n, (to, words) in enumerate(answers)
    ]  # fmt: skip
    steps = [polled(BLOG, said, at=MONDAY + HOUR), polled(SITE, under, at=MONDAY + HOUR)]
    for step in steps[::-1] if late else steps:
        save(store, step)
    return store


@given(
    posts=st.lists(WORDS, min_size=1, max_size=3),
    answers=st.lists(st.tuples(st.integers(0, 3), WORDS), max_size=4),
    before=st.sampled_from(QUERIES),
    after=st.sampled_from(QUERIES),
)
@settings(max_examples=cases(15), deadline=None)
def test_by_any_way_it_comes_to_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    posts: list[list[str]],
    answers: list[tuple[int, list[str]]],
    before: str,
    after: str,
) -> None:
    """Whatever was looked for before, and whichever came first, the entries or their comments."""
    folder, outcomes = tmp_path_factory.mktemp("ways"), []
    for late in (False, True):
        for way in ([after], [before, after]):
            store = scanned(folder / f"{late}{len(way)}.db", posts, answers, late)
            for query in way:
                rematch(again(store, Brand(name="Nordelait", query=query), Brand(name="Page", query="nulle")), MONDAY)
            outcomes.append([row for row in state(store) if row[3]])
            assert settle(again(store, Brand(name="Nordelait", query=after))) == []
            store.close()
    assert outcomes[0] == outcomes[1] == outcomes[2] == outcomes[3]


def test_a_resumed_brand_knows_what_it_did(full: Store) -> None:
    full.begin_rematch({"Nordelait": "1:x"}, (), MONDAY)
    full.save_again(
        [], ["Nordelait"], steps=lambda _: [Watched(brand="Nordelait", reached=7, entries=3, won=2, lost=1)]
    )
    full.begin_rematch({"Nordelait": "1:x"}, (), MONDAY)
    known = full.watched()["Nordelait"]
    assert (known.reached, known.entries, known.won, known.lost, known.reason) == (7, 3, 2, 1, "new")
    assert SITE.origin is Origin.DISCOVERED


if __name__ == "__main__":
    module.BATCH = 10

    def tell(done: int, _: int) -> None:
        """That a batch is stored."""
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()

    rematch(again(open_store(Path(sys.argv[1])), NEW), MONDAY, tell)
    sys.stdout.write("done\n")


@pytest.mark.parametrize("days", [(0, 10, 40), (0, 20, 40), (40, 10, 0), (0, 40, 41)])
def test_copies_are_the_stories_that_polls_would_have_joined(tmp_path: Path, days: tuple[int, ...]) -> None:
    texts = [
        entry(f"c{n}", f"{piece.text} Nordelait", title=f"T{n}", url=f"https://c{n}.example/a")
        for n, piece in enumerate(copies(Press(1, "fr"), 120, len(days)))
    ]
    found = []
    for brand_first in (True, False):
        with closing(open_store(tmp_path / f"{brand_first}.db")) as store:
            store.sync_feeds(FEEDS, MONDAY)
            asked = again(store, OLD)
            for at, one in sorted(zip(days, texts, strict=True), key=lambda pair: pair[0]):
                poll = polled(FEEDS[0], [one], at=MONDAY + timedelta(days=at))
                if brand_first:
                    told = asked.finding.find(one, source="Le Blogue", about=(), thread_brands=())
                    (told,) = asked.scoring.found([with_story(told)])
                    poll = replace(poll, mentions=told.mentions, prints={one.key: told.printed})
                save(store, poll)
            if not brand_first:
                rematch(asked, MONDAY + timedelta(days=42))
            found.append({m.title: m.story for m in store.mentions(ALL)})
    assert found[0] == found[1]
    assert len(set(found[0].values())) == (1 if days == (0, 20, 40) else 2)

"""Whatever road a listing takes, it lists what a walk over all mentions would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.models import Label, MentionFilter, MentionRow, Sentiment
from smwatch.reports.answered import wants_an_answer
from smwatch.store import Store, open_store, pages
from smwatch.text.sought import fold_word, read_search
from tests.store.examining import plans_of
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, entry, mention, polled, save
from tests.thorough import cases

WORDS = ("lait", "Lait cru", "usine à lait", "Œufs frais", "oeuf", "rappel volontaire", "volontaire rappel", "rappelé")
SEARCHES = ("", "lait", "rappel", "rappel*", '"rappel volontaire"', "volontaire -rappel", "oeuf*", "absent")
LABELS = (*Label, None)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two hundred mentions of two brands and feeds over weeks, in an order that isn't theirs; some lost."""
    store = open_store(tmp_path_factory.mktemp("search") / "smwatch.db")
    store.sync_feeds([BLOG, NEWS], MONDAY)
    for at in range(20):
        feed = (BLOG, NEWS)[at % 3 == 0]
        entries = [
            entry(
                f"{at}-{n}",
                f"{WORDS[(at + n) % 8]} {WORDS[n * at % 8]}",
                title=WORDS[(at * n) % 8] if n % 2 else "Titre",
                lang=("fr", "en", "es")[(at + n) % 3 - (n == 7)],
                published=MONDAY - timedelta(hours=(at * 37 + n * 11) % 400),
                author=("Ève", "Luc")[n % 2],
            )
            for n in range(8)
        ]
        felt = [Sentiment(score=0.1, label=label) if (label := LABELS[n % 4]) else Sentiment() for n in range(8)]
        mentions = [mention(e.key, ("Nestlé", "Dell")[n % 3 == 1], felt[n]) for n, e in enumerate(entries)]
        save(store, polled(feed, entries, [*mentions, mention(f"{at}-2", "Dell")], at=MONDAY + at * HOUR))
    db = store._connection
    db.execute("UPDATE mentions SET status = 'assigned' WHERE id % 7 = 0")
    db.execute("UPDATE mentions SET current = 0 WHERE id % 11 = 0")
    yield store
    store.close()


@pytest.fixture(autouse=True)
def _short_roads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is much for a million mentions, made much for two hundred."""
    short = {"MANY": 12, "MANY_COUNTED": 16, "MANY_OF_FEEDS": 60, "FIRST": 3, "ENOUGH": 40, "_APART": 2, "_RANGES": 3}
    for name, size in short.items():
        monkeypatch.setattr(pages, name, size)


def naive(row: MentionRow, wanted: MentionFilter) -> bool:
    """Whether a mention is wanted, read by read as the filter says it."""
    words = [[fold_word(w) for w in part.replace("'", " ").split()] for part in (row.title, row.text)]
    return (
        (wanted.hidden or row.current)
        and wanted.brand in {"", row.brand}
        and (not wanted.since or row.published >= wanted.since)
        and (not wanted.until or row.published < wanted.until)
        and (not wanted.fetched_since or row.fetched >= wanted.fetched_since)
        and wanted.source in {"", row.source}
        and wanted.lang in {"", row.lang}
        and (not wanted.label or row.label == wanted.label)
        and (not wanted.unscored or row.label is None)
        and wanted.author in {"", row.author}
        and wanted.status in {"", row.status}
        and wanted.story in {"", row.story}
        and (not wanted.search or holds(words, wanted.search))
    )


def holds(parts: list[list[str]], search: str) -> bool:
    """All that is wanted, nothing that isn't."""

    def _in(words: tuple[str, ...], begins: bool) -> bool:
        return any(
            said[at : at + len(words) - 1] == list(words[:-1])
            and (said[at + len(words) - 1] == words[-1] or (begins and said[at + len(words) - 1].startswith(words[-1])))
            for said in parts
            for at in range(len(said) - len(words) + 1)
        )

    return all(_in(p.words, p.begins) is not p.unwanted for p in read_search(search).pieces)


times = st.none() | st.integers(0, 420).map(lambda hours: MONDAY - hours * HOUR)
wanteds = st.builds(
    MentionFilter,
    brand=st.sampled_from(("", "", "Nestlé", "Dell", "Nobody")),
    since=times,
    until=times,
    fetched_since=st.sampled_from((None, None, MONDAY + 5 * HOUR)),
    source=st.sampled_from(("", "", BLOG.source, NEWS.source, "none")),
    lang=st.sampled_from(("", "", "fr", "en", "es", "de")),
    label=st.sampled_from((None, None, *Label)),
    unscored=st.sampled_from((False, False, False, True)),
    author=st.sampled_from(("", "", "Luc")),
    status=st.sampled_from(("", "", "new", "assigned")),
    search=st.sampled_from(SEARCHES),
    hidden=st.booleans(),
    limit=st.sampled_from((None, 0, 1, 5, 50)),
)


@given(wanted=wanteds)
@settings(max_examples=cases(100), deadline=None, suppress_health_check=[])
def test_a_listing_is_what_a_walk_would_find(filled: Store, wanted: MentionFilter) -> None:
    everything = list(filled.mentions(MentionFilter(hidden=True)))
    assert everything == sorted(everything, key=lambda row: (row.published, row.id), reverse=True)
    expected = [row.id for row in everything if naive(row, wanted)][: wanted.limit]
    assert [row.id for row in filled.mentions(wanted)] == expected
    if wanted.search:
        best = [row.id for row in filled.mentions(replace(wanted, best=True, limit=None))]
        assert sorted(best) == sorted(row.id for row in everything if naive(row, wanted))


def test_a_brief_listing_tells_what_is_counted_as_a_whole_one_does(filled: Store) -> None:
    wanted = MentionFilter(since=MONDAY - 300 * HOUR)
    counted = ("id", "brand", "why", "published", "source", "feed", "author", "author_role", "lang", "label", "scorer",
               "story", "status", "kind", "current")  # fmt: skip
    whole, brief = (list(filled.mentions(replace(wanted, brief=one))) for one in (False, True))
    assert len(whole) > 20
    assert [[getattr(row, name) for name in counted] for row in whole] == [
        [getattr(row, name) for name in counted] for row in brief
    ]
    asked = [[wants_an_answer(row) for row in rows] for rows in (whole, brief)]
    assert asked[0] == asked[1]
    assert len({row.text for row in brief}) < len({row.text for row in whole}) / 2


@pytest.mark.parametrize("limit", [None, 7])
def test_a_bare_listing_lacks_only_what_explains_a_mention(filled: Store, limit: int | None) -> None:
    whole, bare = (list(filled.mentions(MentionFilter(bare=one, limit=limit))) for one in (False, True))
    assert any(row.spans for row in whole)
    assert bare == [replace(row, spans=(), words=()) for row in whole]


def noted(road: Callable[..., object], taken: list[str]) -> Callable[..., object]:
    """The same, and that it was taken."""

    def _road(*given: object) -> object:
        taken.append(road.__name__)
        return road(*given)

    return _road


def test_every_road_is_taken(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = list[str]()
    for name in ("_of_hours", "_one_after_the_other", "_matching"):
        monkeypatch.setattr(pages, name, noted(getattr(pages, name), taken))
    list(filled.mentions(MentionFilter(search="lait", limit=1)))
    assert {"_one_after_the_other", "_matching"} <= {*taken}
    list(filled.mentions(MentionFilter(lang="fr", limit=1)))
    assert "_of_hours" in taken


def test_what_few_have_is_found_without_a_walk_over_all_mentions(filled: Store) -> None:
    """The plans: of the roads that a page takes, none goes over the table of mentions or of entries."""
    wanted = (
        MentionFilter(search="oeuf", limit=5),
        MentionFilter(story="s", limit=5),
        MentionFilter(thread="https://blog.example/1-1", limit=5),
        MentionFilter(status="assigned", limit=5),
        MentionFilter(fetched_since=MONDAY + 15 * HOUR),
        MentionFilter(source=NEWS.source, lang="fr", limit=5),
        MentionFilter(label=Label.NEGATIVE, lang="es", limit=5),
        MentionFilter(hidden=True, limit=5),
    )
    plans = plans_of(filled, lambda: [list(filled.mentions(one)) for one in wanted])
    pages = {sql: plan for sql, plan in plans.items() if sql.startswith("SELECT m.")}
    assert len(pages) > 8
    for sql, plan in pages.items():
        assert not [step for step in plan if step in {"SCAN m", "SCAN e", "SCAN entries", "SCAN mentions"}], (sql, plan)


def test_best_first_is_by_the_title_then_by_how_much_then_the_newest(store: Store) -> None:
    texts = {"a": "du lait", "b": "lait lait lait", "c": "rien de tel", "d": "du lait", "e": "rien"}
    entries = [
        entry(key, text, title="Le lait" if key == "c" else "Titre", published=MONDAY - n * HOUR)
        for n, (key, text) in enumerate(texts.items())
    ]
    save(store, polled(BLOG, entries, [mention(key) for key in texts]))
    found = store.mentions(MentionFilter(search="lait", best=True))
    assert [row.url[-1] for row in found] == ["c", "b", "a", "d"]
    assert [row.url[-1] for row in store.mentions(MentionFilter(search="lait", best=True, limit=2))] == ["c", "b"]


HOSTILE = (
    *('"', "'", "a\0b", "NEAR(a, b)", "a OR b", "title : a", "{title} : a", "a AND NOT b", "^a", "a" * 10_000, "((("),
    *("-", "--", '-"', "🎉", "*", "**", "\ud800", "a* b* c*", "%_", "a;DROP TABLE mentions", "\u202e", "日本 العربية"),
)


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("best", [False, True])
def test_no_search_ever_raises(filled: Store, typed: str, best: bool) -> None:
    assert all(isinstance(row, MentionRow) for row in filled.mentions(MentionFilter(search=typed, best=best, limit=5)))


def test_a_search_finds_what_the_full_text_index_would_not_part(store: Store) -> None:
    """Where no spaces stand between words, a word is found from its beginning only."""
    save(store, polled(BLOG, [entry("a", "北京市政府, шоколад и кофе")], [mention("a")]))
    found = {typed: len(list(store.mentions(MentionFilter(search=typed)))) for typed in ("北京*", "市政府", "ШОКОЛАД")}
    assert found == {"北京*": 1, "市政府": 0, "ШОКОЛАД": 1}


def test_what_may_want_an_answer_is_found_by_a_short_road_and_all_of_it(filled: Store) -> None:
    lately = MentionFilter(fetched_since=MONDAY + 5 * HOUR, brief=True)
    whole, some = list(filled.mentions(lately)), list(filled.mentions(replace(lately, waits=True)))
    may = [row.id for row in whole if wants_an_answer(row) or row.status != "new"]
    assert 20 < len(may) < len(whole)
    assert {row.id for row in some} >= set(may)
    assert [row.id for row in some] == [row.id for row in whole if row.label == "negative" or row.status != "new"]

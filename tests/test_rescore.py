"""Scored again, stored mentions are scored as a scan would; what was stopped goes on; a person's word stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from smwatch.config.settings import SentimentSettings
from smwatch.errors import BusyError
from smwatch.matching.brands import compile_brands
from smwatch.models import Brand, Entry, Feed, Label, MentionFilter, MentionRow, Polled, Rescored, Rescoring, Sentiment
from smwatch.polling import Reading
from smwatch.protocols import Passage, Scorer
from smwatch.rescore import rescore
from smwatch.sentiment.scorers import build_scorer
from smwatch.store import Store, entries, open_store, scores
from smwatch.understand import Finding, Scoring
from tests.store.examining import plans_of, sqlite_of
from tests.store.examples import BLOG, HOUR, MONDAY, entry, save

BRANDS = (Brand(name="Nestlé"), Brand(name="Dell"))
TEXTS = (
    (
        "fr",
        "Nestlé est une honte. Dell est une entreprise excellente, bravo à Dell. Il pleut. Il neige. Il vente.",
    ),
    ("en", "Nestlé is awful and terrible. I love Dell! It rains. It snows. A day like any other. Nothing more."),
    ("en", "Dell opened a shop in Chambly."),
    ("de", "Nestlé ist furchtbar schlecht."),
    ("", "Nestlé bof"),
)


class Stopping:
    """A scorer that is stopped by Ctrl-C at its nth batch."""

    def __init__(self, scorer: Scorer, at: int) -> None:
        self.scorer, self.left, self.name = scorer, at, scorer.name
        self.asked: list[int] = []

    @property
    def versions(self) -> frozenset[str]:
        return self.scorer.versions

    def score(self, passages: Sequence[Passage]) -> list[Sentiment]:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt
        self.asked.append(len(passages))
        return self.scorer.score(passages)


@pytest.fixture
def scorer() -> Scorer:
    return build_scorer(SentimentSettings())


@pytest.fixture
def store(tmp_path: Path, scorer: Scorer) -> Iterator[Store]:
    opened = open_store(tmp_path / "smwatch.db")
    opened.sync_feeds([BLOG], MONDAY)
    told(opened, scorer, [entry(f"e{n}", text, lang=lang) for n, (lang, text) in enumerate(TEXTS)])
    yield opened
    opened.close()


def told(store: Store, scorer: Scorer, entries: Sequence[Entry], brands: Sequence[Brand] = BRANDS) -> None:
    """Stored as a scan stores them."""
    reading = Reading(finding=Finding(matcher=compile_brands(brands)), languages=("fr", "en"))
    poll = Polled(feed=Feed(spec=BLOG, url=BLOG.url), at=MONDAY, seen=len(entries), entries=tuple(entries))
    save(store, Scoring(lambda: scorer).polled(reading.understood(poll)))


def forget(store: Store, where: str = "1") -> None:
    """As if an older program had scored them, and otherwise."""
    sqlite_of(store).execute(
        "UPDATE mentions SET machine_score = 0.9, machine_label = 'positive', machine_scorer = 'vader/0', worst = 0.9,"
        f" words = '[]' WHERE {where}"
    )


def rows(store: Store) -> list[MentionRow]:
    return list(store.mentions(MentionFilter(hidden=True)))


def again(store: Store, scorer: Scorer, **wanted: object) -> Rescored:
    asked = Rescoring(scorers=scorer.versions, **wanted)  # type: ignore[arg-type]  # passed on
    return rescore(store, scorer, asked, names={brand.name for brand in BRANDS})


def test_it_scores_as_a_scan_would_and_tells_what_changed(store: Store, scorer: Scorer) -> None:
    before = rows(store)
    assert len(before) == 7
    assert {row.label for row in before} >= {Label.NEGATIVE, Label.POSITIVE, None}
    forget(store)
    done = again(store, scorer)
    assert rows(store) == before
    changed = [row for row in before if row.label is not Label.POSITIVE]
    assert (done.mentions, sum(done.changes.values()), done.went_on) == (7, len(changed), False)
    assert done.changes[Label.POSITIVE, None] == 1
    assert again(store, scorer) == Rescored(mentions=0), "what can't be scored isn't tried for ever"


def test_a_brand_of_an_older_config_is_scored_but_is_nobody_elses_other(store: Store, scorer: Scorer) -> None:
    alone = {row.title: row for row in rows(store) if row.brand == "Nestlé"}
    with_dell = alone["Titre e0"].score
    told(store, scorer, [replace(entry("x", TEXTS[0][1], lang="fr"))], BRANDS[:1])
    expected = next(row.score for row in rows(store) if row.title == "Titre x")
    forget(store)
    rescore(store, scorer, Rescoring(scorers=scorer.versions), names={"Nestlé"})
    scored = {(row.title, row.brand): row for row in rows(store)}
    assert scored["Titre e0", "Nestlé"].score == expected
    assert scored["Titre e0", "Dell"].scorer in scorer.versions
    assert with_dell != expected


def test_a_persons_word_stays(store: Store, scorer: Scorer) -> None:
    store.label_mentions([1], Label.POSITIVE, MONDAY)
    forget(store)
    done = again(store, scorer)
    (row,) = [row for row in rows(store) if row.id == 1]
    assert (row.label, row.scorer, row.machine_label) == (Label.POSITIVE, "user", Label.NEGATIVE)
    assert (done.mentions, done.corrected) == (7, 1)


def test_only_what_is_wanted(store: Store, scorer: Scorer) -> None:
    forget(store)
    assert again(store, scorer, brand="Dell").mentions == 3
    assert again(store, scorer, since=MONDAY).mentions == 0
    assert again(store, scorer, since=MONDAY - HOUR).mentions == 4
    assert again(store, scorer).mentions == 0
    assert again(store, scorer, everything=True).mentions == 7
    save(store, Polled(feed=Feed(spec=BLOG, url=BLOG.url), at=MONDAY + HOUR, entries=(entry("e2", "rien"),)))
    forget(store)
    assert again(store, scorer).mentions == 6, "a hidden one waits until it comes back"


@pytest.mark.parametrize("everything", [False, True])
def test_stopped_it_goes_on_where_it_was(
    store: Store, scorer: Scorer, everything: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scores, "PAGE", 2)
    before = rows(store)
    forget(store)
    with pytest.raises(KeyboardInterrupt):
        again(store, Stopping(scorer, at=3), everything=everything)
    assert sum(row.machine_scorer == "vader/0" for row in rows(store)) == 3
    if everything:
        done = again(store, scorer, everything=True, brand="Dell")
        assert (done.mentions, done.went_on) == (3, False), "that is another matter"
    rest = Stopping(scorer, at=9)
    done = again(store, rest, everything=everything)
    assert (rest.asked, done.went_on) == ([2, 1], everything)
    assert rows(store) == before
    assert again(store, scorer, everything=everything).mentions == (7 if everything else 0)


def test_a_longer_text_makes_a_smaller_page(store: Store, scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "PAGE_TEXT", 50)
    forget(store)
    counted = Stopping(scorer, at=99)
    assert again(store, counted).mentions == 7
    assert len(counted.asked) > 3


def test_not_while_a_scan_runs(store: Store, scorer: Scorer) -> None:
    with closing(open_store(store.path)) as other, other.scanning(), pytest.raises(BusyError):
        again(store, scorer)


def test_how_many_there_are_is_known_beforehand(store: Store, scorer: Scorer) -> None:
    wanted = Rescoring(scorers=scorer.versions)
    assert store.count_to_rescore(wanted) == 0
    forget(store, "id < 4")
    assert store.count_to_rescore(wanted) == 3
    assert store.count_to_rescore(replace(wanted, brand="Dell")) == 1
    assert store.count_to_rescore(replace(wanted, everything=True)) == 7
    assert store.count_to_rescore(replace(wanted, everything=True), after=3) == 4
    seen: list[tuple[int, int]] = []
    rescore(store, scorer, wanted, names=set(), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(3, 3)]


def test_one_walk_finds_them_and_an_index_counts_them(store: Store) -> None:
    wanted = Rescoring(scorers=frozenset({"vader/1"}), brand="Dell", since=MONDAY)
    plans = plans_of(store, lambda: store.to_rescore(wanted))
    (walk,) = (plan for plan in plans.values() if any("m USING INTEGER PRIMARY KEY (rowid>?)" in step for step in plan))
    assert not any("TEMP B-TREE" in step for step in walk), walk
    (counted,) = plans_of(store, lambda: store.count_to_rescore(Rescoring(scorers=frozenset({"vader/1"})))).values()
    assert any("COVERING INDEX mentions_by_scorer" in step for step in counted), counted

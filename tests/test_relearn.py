"""Which head is in use: the one that helps, unless a person chose; and when it is time to learn again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smwatch.errors import UsageError
from smwatch.models import Head as Kept
from smwatch.models import Label, Relearnt
from smwatch.store import Store, open_store

pytest.importorskip("numpy")

from smwatch import relearn
from smwatch.sentiment import corpus
from smwatch.sentiment.learning import Learnt, Said, Why

MONDAY = datetime(2010, 3, 15, 8, tzinfo=UTC)
RIGHT = Said([(Label.NEGATIVE, Label.NEGATIVE), (Label.NEUTRAL, Label.NEUTRAL)])
ODD = Said([(Label.NEGATIVE, Label.NEUTRAL), (Label.NEUTRAL, Label.NEUTRAL)])
BETTER = Learnt(
    counts={Label.NEGATIVE: 30, Label.NEUTRAL: 30},
    unheard=0,
    before=ODD,
    after=RIGHT,
    head=corpus.head(),
    why=Why.HELPS,
)
WORSE = replace(BETTER, before=RIGHT, after=ODD, why=Why.WORSE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "smwatch.db")
    yield opened
    opened.close()


def keep(store: Store, learnt: Learnt, labels: int = 60) -> Relearnt:
    given = relearn.Given(range(1, labels + 1), ())
    return relearn.keep(store, learnt, given, MONDAY)


def used(store: Store) -> int | None:
    head = store.head(relearn.shipped())
    return head.version if head else None


def version(store: Store) -> str | None:
    head = relearn.in_use(store)
    return head.version if head else None


def test_what_helps_is_used_and_what_does_not_is_kept(store: Store) -> None:
    assert version(store) is None
    first = keep(store, BETTER)
    assert (first.version, first.active, first.chosen) == (1, True, False)
    assert (first.before, first.after) == (ODD.measures.macro, RIGHT.measures.macro)
    assert version(store) == f"{corpus.head().version}+1"
    second = keep(store, WORSE)
    assert (second.version, second.active, second.helps) == (2, False, False)
    assert version(store) is None, "nor is the older one, which was found on fewer labels"
    assert keep(store, BETTER).active, "and one that helps again is used by itself"
    assert used(store) == 3
    assert [head.version for head in store.heads()] == [3, 2, 1]


def test_who_wants_none_has_none(store: Store) -> None:
    keep(store, BETTER)
    relearn.stop(store, MONDAY)
    waiting = keep(store, BETTER)
    assert (waiting.active, waiting.chosen) == (False, True)
    keep(store, WORSE)
    assert used(store) is None
    relearn.use(store, 2, MONDAY)
    assert used(store) == 2


def test_none_holds_whatever_is_removed_until_one_is_chosen(store: Store) -> None:
    relearn.stop(store, MONDAY)
    assert keep(store, BETTER).chosen, "said before there was one"
    store.remove_head(1, MONDAY)
    assert keep(store, BETTER).chosen
    store.remove_head(2, MONDAY)
    assert keep(store, BETTER).chosen
    assert used(store) is None
    relearn.use(store, 3, MONDAY)
    assert keep(store, BETTER).active


def test_what_is_removed_chooses_nothing(store: Store) -> None:
    keep(store, BETTER)
    store.remove_head(1, MONDAY)
    assert keep(store, BETTER).active, "the one in use"
    keep(store, BETTER)
    relearn.use(store, 2, MONDAY)
    store.remove_head(3, MONDAY)
    assert keep(store, BETTER).active, "2 had become the newest that there is"
    relearn.use(store, 2, MONDAY)
    assert keep(store, BETTER).chosen
    store.remove_head(2, MONDAY)
    assert keep(store, BETTER).active, "the older one that was chosen is gone"


def test_what_is_removed_is_not_learnt_again(store: Store) -> None:
    keep(store, BETTER, 60)
    store.remove_head(1, MONDAY)
    newest = relearn.newest_of(store)
    assert newest is not None
    assert (newest.data, newest.removed, relearn.changed(range(1, 61), newest)) == (b"", True, 0)
    assert relearn.in_use(store) is None
    assert list(relearn.unusable(store)) == []
    with pytest.raises(UsageError):
        relearn.use(store, 1, MONDAY)


def test_who_wants_an_older_one_keeps_it(store: Store) -> None:
    keep(store, BETTER)
    keep(store, BETTER)
    relearn.use(store, 1, MONDAY)
    assert keep(store, BETTER).chosen
    assert keep(store, WORSE).chosen
    assert used(store) == 1
    assert keep(store, BETTER).chosen
    relearn.use(store, 5, MONDAY)
    assert keep(store, BETTER).active, "back at the newest, all goes by itself again"


def test_who_insists_on_what_does_not_help_has_it(store: Store) -> None:
    keep(store, WORSE)
    relearn.use(store, 1, MONDAY)
    keep(store, WORSE)
    keep(store, BETTER)
    assert used(store) == 1


def test_what_changed_is_counted(store: Store) -> None:
    keep(store, BETTER, 60)
    newest = relearn.newest_of(store)
    assert newest is not None
    assert relearn.changed(range(1, 61), newest) == 0
    assert relearn.changed(range(1, 64), newest) == 3, "given"
    assert relearn.changed(range(5, 61), newest) == 4, "taken back"
    assert relearn.changed([*range(2, 61), 61], newest) == 2, "one in the place of another"
    spoilt = replace(newest, figures="[]")
    assert relearn.changed(range(1, 61), spoilt) == 60, "all, where nobody knows"
    assert relearn.figures_of(replace(newest, figures="{")) == {}


def test_heads_that_cannot_be_used_are_told(store: Store) -> None:
    assert list(relearn.unusable(store)) == []
    store.save_head(Kept(scorer="encoder/0", made_at=MONDAY, labels=60, data=b"{}"))
    assert [(head.version, other) for head, other in relearn.unusable(store)] == [(1, True)]
    keep(store, BETTER)
    assert list(relearn.unusable(store)) == [], "it has been learnt anew"
    store.save_head(Kept(scorer=relearn.shipped(), made_at=MONDAY + timedelta(1), labels=60, data=b"{}"))
    assert [(head.version, other) for head, other in relearn.unusable(store)] == [(3, False)]
    assert relearn.in_use(store) is None

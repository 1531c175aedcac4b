"""What scorers learnt: versions, of which one of a scorer's at most is in use, and none where somebody wants none."""

from __future__ import annotations

import pytest

from smwatch.models import Head
from smwatch.store import Store
from tests.store.examples import HOUR, MONDAY

ENCODER, OTHER = "encoder/1", "encoder/2"


def head(*, scorer: str = ENCODER, active: bool = True, data: bytes = b"weights") -> Head:
    return Head(scorer=scorer, made_at=MONDAY, labels=60, data=data, figures='{"why":"helps"}', active=active)


def used(store: Store, scorer: str = ENCODER) -> int | None:
    found = store.head(scorer)
    return found.version if found else None


def test_a_head_comes_back_as_it_was_with_its_number(store: Store) -> None:
    kept = store.save_head(head())
    assert (kept.version, store.head(ENCODER)) == (1, kept)
    assert store.heads() == [kept]


def test_a_new_one_takes_the_place_of_the_one_in_use_unless_it_waits(store: Store) -> None:
    store.save_head(head())
    store.save_head(head())
    assert used(store) == 2
    store.save_head(head(active=False))
    assert used(store) == 2
    assert [(one.version, one.active) for one in store.heads()] == [(3, False), (2, True), (1, False)]


def test_each_scorer_has_its_own(store: Store) -> None:
    store.save_head(head())
    store.save_head(head(scorer=OTHER))
    assert (used(store), used(store, OTHER)) == (1, 2)
    store.use_head(OTHER, None)
    assert (used(store), used(store, OTHER)) == (1, None)


@pytest.mark.parametrize(
    ("scorer", "version", "then"), [(ENCODER, 1, 1), (ENCODER, None, None), (ENCODER, 9, None), (OTHER, 1, 2)]
)
def test_which_is_used_is_chosen_among_its_own(
    store: Store, scorer: str, version: int | None, then: int | None
) -> None:
    store.save_head(head())
    store.save_head(head())
    store.use_head(scorer, version)
    assert used(store) == then
    assert used(store, OTHER) is None


def test_of_a_removed_one_the_data_go_and_that_it_was_stays(store: Store) -> None:
    store.save_head(head())
    assert store.remove_head(1, MONDAY)
    (gone,) = store.heads()
    assert (gone.data, gone.active, gone.removed, gone.labels, gone.figures) == (
        b"",
        False,
        True,
        60,
        '{"why":"helps"}',
    )
    assert used(store) is None
    assert not store.remove_head(1, MONDAY), "once"
    assert not store.remove_head(7, MONDAY)
    store.use_head(ENCODER, 1)
    assert used(store) is None, "nothing is left to be used"


def test_who_wants_none_has_none_until_they_want_one(store: Store) -> None:
    store.save_head(head())
    store.save_head(head(scorer=OTHER))
    assert not store.heads_refused()
    store.refuse_heads(MONDAY, refused=True)
    store.refuse_heads(MONDAY, refused=True)
    assert store.heads_refused()
    assert (used(store), used(store, OTHER)) == (None, None)
    store.refuse_heads(MONDAY + HOUR, refused=False)
    assert not store.heads_refused()
    assert used(store) is None, "which one is chosen apart"

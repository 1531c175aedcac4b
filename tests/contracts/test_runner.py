"""What every Runner promises: each item's result once, few under way at a time, and a mistake that is not swallowed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smwatch.protocols import Runner
from smwatch.runners import Here, Threads

RUNNERS = {"here": Here(), "one thread": Threads(1), "four threads": Threads(4), "no threads": Threads(0)}


@pytest.fixture(params=RUNNERS.values(), ids=list(RUNNERS))
def runner(request: pytest.FixtureRequest) -> Runner:
    found: Runner = request.param
    return found


def test_each_item_gets_its_result_once(runner: Runner) -> None:
    assert sorted(runner.map(lambda n: n * n, range(100))) == [n * n for n in range(100)]


def test_nothing_in_nothing_out(runner: Runner) -> None:
    assert list(runner.map(str, [])) == []


def test_equal_items_are_worked_on_each(runner: Runner) -> None:
    assert sorted(runner.map(str, ["a", "a", "b"])) == ["a", "a", "b"]


def test_a_long_list_is_not_read_ahead(runner: Runner) -> None:
    """A million feeds are no million tasks in memory."""
    taken = []

    def _endless() -> Iterator[int]:
        for n in range(1_000_000):
            taken.append(n)
            yield n

    results = iter(runner.map(lambda n: n, _endless()))
    for _ in range(5):
        next(results)
    close = getattr(results, "close", None)
    if close:
        close()
    assert len(taken) <= 5 + 3 * 4


def test_a_mistake_in_the_work_comes_out(runner: Runner) -> None:
    """Work turns what feeds do into values; what it raises all the same is a bug, and must be seen."""

    def _work(n: int) -> int:
        return 1 // n

    with pytest.raises(ZeroDivisionError):
        list(runner.map(_work, [1, 0, 1]))

import pytest

from smwatch.sentiment.english import read_english
from smwatch.sentiment.signs import Signs, signs


def said(*texts: str) -> Signs:
    return signs([(read_english(text), 1.0) for text in texts])


def test_nothing_said_is_told_as_silence() -> None:
    assert said() == said("The table.", "A chair.") == (0, 0, 0, 1, 0, 0, 0, 0)


def test_the_worst_sentence_counts_twice() -> None:
    bad, good = read_english("This is awful.").compound, read_english("This is good.").compound
    found = said("This is awful.", "This is good.", "A chair.")
    assert found.mean == pytest.approx((2 * bad + good) / 3)
    assert (found.worst, found.best, found.silent) == (bad, good, 0)


def test_each_side_is_told_apart() -> None:
    bad, good = said("awful"), said("wonderful")
    assert bad.bad > 0 == bad.good
    assert good.good > 0 == good.bad
    assert said("awful " + "chair " * 20).dense_bad < bad.dense_bad


def test_a_heavier_sentence_counts_more() -> None:
    readings = [(read_english("This is awful."), 1.0), (read_english("This is good."), 1.0)]
    heavier = [readings[0], (readings[1][0], 4.0)]
    assert signs(heavier).mean > signs(readings).mean

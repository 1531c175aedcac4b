from smwatch.models import Label
from smwatch.sentiment.measures import interval, measure

BAD, NONE, GOOD = Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE
PAIRS = (
    [(BAD, BAD)] * 6 + [(BAD, NONE)] * 2 + [(NONE, NONE)] * 3 + [(NONE, BAD)] * 2 + [(GOOD, GOOD)] * 4 + [(GOOD, NONE)]
)


def test_figures_as_one_works_them_out_by_hand() -> None:
    found = measure(PAIRS)
    assert found.texts == 18
    assert (found.precision, found.recall) == (6 / 8, 6 / 8)
    assert found.f1 == 0.75
    neutral, positive = 2 * 3 / (6 + 5), 2 * 4 / (4 + 5)
    assert abs(found.macro - (0.75 + neutral + positive) / 3) < 1e-12


def test_only_labels_that_occur_count() -> None:
    assert measure([(BAD, BAD), (GOOD, GOOD), (GOOD, NONE)]).macro == (1 + 2 / 3) / 2
    assert measure([]) == (0, 0.0, 0.0, 0.0, 0.0)
    assert measure([(GOOD, GOOD)]).recall == 0.0


def test_an_interval_holds_the_figure_and_narrows_with_more_texts() -> None:
    few, many = (interval(PAIRS * n, lambda some: measure(some).macro) for n in (1, 20))
    assert few == interval(PAIRS, lambda some: measure(some).macro), "the same each time"
    assert few[0] < many[0] < measure(PAIRS).macro < many[1] < few[1]

"""What is wrong in a config that its file doesn't show: each mistake once, with its line; those of plug-ins never."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from smwatch.config.lines import TEXT
from smwatch.config.load import load_text
from smwatch.errors import ConfigError, NothingDoneError, Problem, UsageError
from smwatch.mistakes import check, of_document, preset_problems, query_problems, scorer_problems, wrong_scorers

BRAND = '[[brands]]\nname = "Nordelait"\n'
LINES: Mapping[str, int] = {
    "brands.0": 1,
    "brands.0.query": 3,
    "brands.0.names": 4,
    "brands.0.names.1": 5,
    "brands.1.query": 9,
    "searches.0": 11,
    "searches.0.preset": 12,
    "searches.1.preset": 16,
    "sentiment": 20,
    "sentiment.en": 21,
    "sentiment.fr": 22,
}


def told(problems: list[Problem]) -> list[tuple[int, str]]:
    return [(problem.line, problem.key) for problem in problems]


# queries


@pytest.mark.parametrize(
    ("brands", "found"),
    [
        ([{"query": "nordelait AND"}], [(3, "brands.0.query")]),
        ([{"query": "nordelait"}, {"query": "(lait"}], [(9, "brands.1.query")]),
        ([{"names": ["Nordelait", '"']}], [(5, "brands.0.names.1")]),
        ([{"query": "nordelait OR fromage"}], []),
        ([{"names": ["Nordelait"], "query": ""}], []),
        ([{"query": 7, "names": "Nordelait"}, "no table", None], []),  # of a wrong type: told elsewhere
        (None, []),
        ("brands", []),
        ({"query": "("}, []),
    ],
)
def test_each_query_that_can_not_be_read_is_told_with_its_line(brands: object, found: list[tuple[int, str]]) -> None:
    assert told(query_problems(brands, LINES)) == found


def test_a_mistake_on_a_later_line_of_a_query_is_told_with_that_line() -> None:
    (problem,) = query_problems(
        [{"query": "nordelait OR\nfromage OR\n(lait"}], {"brands.0.query": 3, f"brands.0.query{TEXT}": 4}
    )
    assert problem.line == 6
    assert "^" in problem.picture


def test_that_a_query_is_empty_is_not_said_twice() -> None:
    brands = [{"query": "  "}]
    assert told(query_problems(brands, LINES)) == [(3, "brands.0.query")]
    assert query_problems(brands, LINES, {"brands.0.query"}) == []


def test_a_query_of_which_something_else_is_told_is_told_with_its_picture() -> None:
    found = of_document({"brands": [{"query": "(lait"}]}, LINES, {"brands.0.query"})
    assert told(found) == [(3, "brands.0.query")]


# searches


@pytest.mark.parametrize(
    ("searches", "found"),
    [
        ([{"preset": "gogle-news", "brand": "Nordelait"}], [(12, "searches.0.preset")]),
        ([{"preset": "google-news", "brand": "Nordelait"}], []),
        ([{"preset": ""}, {"preset": 7}, {}], []),
        ([{"preset": "google-news", "brand": "N"}, {"preset": "nope"}], [(16, "searches.1.preset")]),
        (None, []),
    ],
)
def test_each_preset_that_there_is_not_is_told_with_its_line(searches: object, found: list[tuple[int, str]]) -> None:
    assert told(preset_problems(searches, LINES)) == found


def test_a_preset_that_is_nearly_one_is_proposed() -> None:
    (problem,) = preset_problems([{"preset": "gogle-news"}], LINES)
    assert "google-news" in problem.mend.format(**problem.arguments)


# scorers


@pytest.mark.parametrize(
    ("sentiment", "found"),
    [
        ({"en": "vadder", "fr": "lexicon"}, [(21, "sentiment.en")]),
        ({"en": "vadder", "fr": "lexikon"}, [(21, "sentiment.en"), (22, "sentiment.fr")]),
        ({"en": "lexicon"}, []),
        ({"en": 7, "fr": " "}, []),
        ("lexicon", []),
        (None, []),
    ],
)
def test_each_scorer_that_there_is_not_is_told_with_its_line(sentiment: object, found: list[tuple[int, str]]) -> None:
    assert told(scorer_problems(sentiment, LINES)) == found


def test_a_scorer_that_can_not_be_made_is_a_mistake_of_the_config_though_no_name_is_wrong() -> None:
    config = load_text(BRAND + '[sentiment]\nen = "lexicon"\nfr = "lexicon"\n', Path("smwatch.toml"))
    error = wrong_scorers(config, UsageError("no {what}", "install it", what="encoder"))
    assert isinstance(error, ConfigError)
    assert Path(error.file).name == "smwatch.toml"
    (problem,) = error.problems
    assert (problem.line, problem.key, problem.what, problem.mend) == (3, "sentiment", "no {what}", "install it")
    assert problem.arguments == {"what": "encoder"}


# all together


def test_what_is_wrong_anywhere_is_told_together() -> None:
    document = {"brands": [{"query": "("}], "searches": [{"preset": "nope"}], "sentiment": {"fr": "lexikon"}}
    assert told(of_document(document, LINES)) == [
        (3, "brands.0.query"),
        (12, "searches.0.preset"),
        (22, "sentiment.fr"),
    ]
    assert told(of_document(document, LINES, {"searches.0.preset", "sentiment.fr"})) == [(3, "brands.0.query")]
    assert of_document({}, {}) == []


def makes(*problems: Problem) -> object:
    def _made() -> None:
        if problems:
            raise ConfigError("smwatch.toml", [*problems])

    return _made


def test_all_that_making_the_parts_shows_is_told_by_line() -> None:
    config = load_text(BRAND, Path("smwatch.toml"))
    with pytest.raises(ConfigError) as caught:
        check(config, [makes(Problem(9, "b", "two")), makes(), makes(Problem(3, "a", "one"))])  # type: ignore[list-item]
    assert told(caught.value.problems) == [(3, "a"), (9, "b")]
    assert Path(caught.value.file).name == "smwatch.toml"


def test_what_is_no_mistake_of_the_config_is_told_by_whoever_needs_the_part() -> None:
    def _fails() -> None:
        raise NothingDoneError("the database is damaged")

    def _crashes() -> None:
        raise RuntimeError

    check(load_text(BRAND, Path("smwatch.toml")), [_fails, _crashes, makes()])  # type: ignore[list-item]

import json
from collections.abc import Iterator

import pytest

from smwatch.errors import UsageError
from smwatch.sentiment.lines import BATCH, TEXT, batches, score_lines
from smwatch.sentiment.scorers import scorer_named


def answers(*lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in score_lines(lines, scorer_named("lexicon"))]


def test_a_line_in_a_line_out_in_order() -> None:
    told = answers(
        '{"id": "a", "text": "Quelle honte, plus jamais"}',
        "",
        '{"id": 2, "text": "I love it", "lang": "en-CA", "title": null, "brand": "X"}\r\n',
        '{"text": "La table est dans la cuisine"}',
    )
    assert [(row["id"], row["lang"], row["label"]) for row in told] == [
        ("a", "fr", "negative"),
        (2, "en", "positive"),
        (None, "fr", "neutral"),
    ]
    assert [row["scorer"] for row in told] == ["vader-fr/2", "vader/2", "vader-fr/2"]
    assert set(told[0]) == {"id", "lang", "score", "label", "scorer", "scored"}


def test_what_cannot_be_scored_is_neutral_and_says_so() -> None:
    told = answers(
        '{"id": 1, "text": "これはひどい"}', '{"id": 2, "text": ""}', '{"id": 3, "text": "ok", "lang": "ja"}'
    )
    assert all((row["label"], row["score"], row["scored"]) == ("neutral", 0, False) for row in told)
    assert told[0]["lang"] == "ja"


def test_a_title_counts_too() -> None:
    assert answers('{"id": 1, "title": "Scandale chez Nordelait", "text": "La suite lundi."}')[0]["label"] == "negative"


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[1]",
        '"text"',
        "{}",
        '{"text": 3}',
        '{"text": null}',
        '{"text": "x", "lang": 3}',
        '{"text": "x", "title": ["y"]}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named(bad: str) -> None:
    with pytest.raises(UsageError) as told:
        answers('{"id": 1, "text": "ok"}', bad)
    assert str(told.value).startswith("line 2")
    assert told.value.mend.format(**told.value.arguments) == 'each line is like {"id": 1, "text": "…"}'


def test_what_a_line_holds_cannot_break_the_answer() -> None:
    told = list(score_lines(['{"id": "\\ud800\\n{x}", "text": "\\ud800 nul \\u0000"}'], scorer_named("auto")))
    assert len(told) == 1
    told[0].encode("ascii")


def test_answers_come_before_the_input_ends() -> None:
    read = 0

    def endless() -> Iterator[str]:
        nonlocal read
        while True:
            read += 1
            yield '{"id": 1, "text": "bon"}'

    assert json.loads(next(score_lines(endless(), scorer_named("auto"))))["id"] == 1
    assert read == BATCH


def test_a_language_that_is_not_known_is_found() -> None:
    for lang in ("und", " ", "zxx", " FR ", "fr-CA"):
        (told,) = answers(json.dumps({"id": 1, "text": "Quelle honte, plus jamais", "lang": lang}))
        assert (told["lang"], told["scored"]) == ("fr", True), lang


def test_long_lines_are_held_a_few_at_a_time() -> None:
    line = (1, "x" * (TEXT // 2))
    assert [len(batch) for batch in batches([line] * 5)] == [2, 2, 1]
    assert [len(batch) for batch in batches([(1, "x")] * (BATCH + 1))] == [BATCH, 1]
    assert list(batches([])) == []


def test_an_answer_is_json_whatever_the_id() -> None:
    (line,) = score_lines(['{"id": 1e999, "text": "Bravo"}'], scorer_named("lexicon"))
    assert "Infinity" not in line

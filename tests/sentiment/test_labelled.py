"""A user's labels as JSON Lines, and what is said of a line that is none."""

from __future__ import annotations

import json

import pytest

from smwatch.errors import UsageError
from smwatch.models import Label, Span
from smwatch.sentiment.labelled import label_lines


def line(**more: object) -> str:
    return json.dumps({"text": "Ce yogourt est infect.", "label": "negative", **more})


def told(*lines: str) -> str:
    """What is said of these lines, with what to do about it."""
    with pytest.raises(UsageError) as caught:
        label_lines(lines, "labels.jsonl")
    error = caught.value
    return f"{error.what}|{error.mend}".format(**error.arguments)


def test_a_line_is_a_text_with_its_label_and_number() -> None:
    first, second = label_lines(
        [line(), "", " \n", line(label="Positive", text="Good stuff, thanks to all of them.")], "f"
    )
    assert (first.number, first.label, first.passage.lang) == (1, Label.NEGATIVE, "fr")
    assert (second.number, second.label, second.passage.lang) == (4, Label.POSITIVE, "en")
    assert first.passage.text == "Ce yogourt est infect."


def test_a_language_that_is_told_holds() -> None:
    (one,) = label_lines([line(lang="EN-ca")], "f")
    assert one.passage.lang == "en"


def test_a_text_that_names_its_brand_says_where() -> None:
    (one,) = label_lines([line(title="Chez Nordelait", brand="Nordelait")], "f")
    assert one.passage.spans == (Span("title", 5, 14),)
    assert (one.passage.title, one.passage.brand) == ("Chez Nordelait", "Nordelait")


def test_what_is_null_is_not_told() -> None:
    (one,) = label_lines([line(title=None, lang=None, brand=None)], "f")
    assert (one.passage.title, one.passage.brand, one.passage.lang) == ("", "", "fr")


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("{", "line 2 of labels.jsonl is not JSON"),
        ("[" * 100_000, "line 2 of labels.jsonl is not JSON"),
        ("[1]", "line 2 of labels.jsonl is not a JSON object"),
        ('{"label": "negative"}', 'line 2 of labels.jsonl: "text" is missing or is no text'),
        ('{"text": "Nul"}', 'line 2 of labels.jsonl: "label" is missing or is no text'),
        (line(text=None), 'line 2 of labels.jsonl: "text" is missing or is no text'),
        (line(title=3), 'line 2 of labels.jsonl: "title" is missing or is no text'),
        (line(label="bad"), "line 2 of labels.jsonl: “bad” is no label; labels are negative, neutral, positive"),
        (
            line(label="une\nphrase " + "x" * 90),
            "line 2 of labels.jsonl: “une phrase " + "x" * 29 + "” is no label; labels are negative, neutral, positive",
        ),
    ],
)
def test_a_bad_line_is_named_with_how_it_should_be(bad: str, what: str) -> None:
    mend = 'each line is like {"text": "…", "lang": "fr", "label": "negative"}'
    assert told(line(), bad) == f"{what}|{mend}"


def test_a_file_without_labels_says_how_to_have_some() -> None:
    command = "smwatch sentiment export-labels -o labels.jsonl"
    assert told() == told("", "\n") == f"labels.jsonl holds no label|write your labels with: {command}"

"""Whatever smwatch notes as decided, the journal has words for, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import smwatch
from smwatch.cli.views.journal import DECIDED, WORDS, line
from smwatch.locales import LANGUAGES, Speech
from smwatch.models import Decision
from smwatch.reports.review.timeline import DONE
from smwatch.reports.review.words import EVENTS
from tests.desk import MORNING

NOTED_BY = {"Answer", "note", "save", "noted", "_noted", "_decided", "_note"}
"""What is called with the word of a decision."""


def decided() -> Iterator[str]:
    """Every word for a decision that stands in the code."""
    for path in sorted(Path(smwatch.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in NOTED_BY:
                for keyword in call.keywords:
                    if keyword.arg == "what":
                        yield from _constants(keyword.value)


def _constants(said: ast.expr) -> Iterator[str]:
    for node in [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_word_for_a_decision_is_told() -> None:
    words = set(decided())
    assert words >= {"acknowledge", "assign", "answer", "found", "ignore", "reopen", "close", "forget", "prune"}
    assert words - {what for what, _ in DECIDED} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("what", "subject"), DECIDED)
def test_a_decision_is_a_sentence_with_its_number(what: str, subject: str, lang: str) -> None:
    counts = '{"mentions": 1, "texts": 2, "labels": 3, "entries": 4, "others": 5, "alerts": 6}'
    became = counts if what in {"forget", "prune"} else "positive" if "label" in what else "done"
    one = Decision(
        at=MORNING,
        who="Zoé",
        what=what,
        subject=subject,
        number=7,
        was="negative",
        became=became,
        whom="Marie",
        gone=True,
    )
    said, english = line(one, Speech(lang)), line(one, Speech("en"))
    assert said.startswith("Zoé: " if lang == "en" else "Zoé\u00a0: ")
    assert "{" not in said
    assert (said == english) is (lang == "en")
    for word in {"negative", "positive", "done"} - ({"negative", "positive", "done"} if lang == "en" else set()):
        assert f" {word}" not in said
    assert WORDS.keys() >= {"new", "assigned", "answered", "ignored", "false", "done"}


def test_a_debrief_has_words_for_what_is_done_about_alerts_and_mentions() -> None:
    about = {key for key in DECIDED if key[1] in {"alert", "mention"}}
    assert about - EVENTS.keys() == set()
    assert {what for what, _ in about} <= DONE

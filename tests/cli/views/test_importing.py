"""An import, as it is shown before anything is stored, and after."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from smwatch.cli.views.importing import MOST, outcome_dict, show_look, show_stored
from smwatch.importing import Outcome
from smwatch.imports.entries import NO_DATE, Said, Shape, Trouble
from smwatch.imports.services import BRANDWATCH
from smwatch.locales import Speech
from smwatch.models import Entry, Saved
from tests.cli.views.seen import NOW, seen

HEADER = ("Date", "Title", "Full Text", "Sentiment", "Reach", "")
SHAPE = Shape(
    service=BRANDWATCH,
    header=HEADER,
    places={"published": (0,), "title": (1,), "text": (2, 1)},
    zone=ZoneInfo("America/Toronto"),
)


def outcome(**changes: Any) -> Outcome:  # noqa: ANN401 - of an outcome
    fields: dict[str, Any] = {"shape": SHAPE, "encoding": "utf-8-sig", "sign": "\t", "rows": 3, "read": 2}
    return Outcome(**(fields | changes))


def sample(number: int, text: str = "Nordelait\n  again") -> Said:
    url = f"https://a.example/{number}"
    return Said(number, Entry(key=url, url=url, text=text, author="Eve", published=NOW), "a.example")


def test_what_was_understood_is_told_before_it_is_stored() -> None:
    found = outcome(first=NOW, last=NOW, samples=[sample(2)], brands=Counter({"Nordelait": 1}), nobody=1, known=1)
    told = seen(lambda terminal: show_look(terminal, found))
    assert told.out == (
        "Brandwatch export, UTF-8, parted by tabs.\n"
        "field      columns\n"
        "published  Date\n"
        "title      Title\n"
        "text       Full Text, Title\n"
        "Left out: Sentiment. smwatch scores by its own scorer, so that all mentions can be compared.\n"
        "Nothing is read from: Reach.\n"
        "From 24 March 2010 until 24 March 2010 (dates without a zone are America/Toronto).\n"
        "3 rows.\n"
        "1 is stored already.\n"
        "Nordelait: 1 mention.\n"
        "1 row names no brand of yours; --brand NAME says that all are about one.\n"
        "published         source     author  what was said\n"
        "2010-03-24 11:30  a.example  Eve     Nordelait again\n"
    )
    assert told.err == ""


def test_what_nobody_could_confirm_or_tell_is_a_warning() -> None:
    shape = replace(SHAPE, service=replace(BRANDWATCH, experimental=True, left=()))
    told = seen(lambda terminal: show_look(terminal, outcome(shape=shape, doubtful=True, sign=";")), width=200)
    assert told.out.startswith("Brandwatch export, UTF-8, parted by ;.\n")
    assert "Experimental: how Brandwatch names its columns could not be confirmed." in told.err
    assert "--dates month-first" in told.err
    assert "Nothing is read from: Sentiment, Reach." in told.out


def test_of_many_columns_some_are_named() -> None:
    header = ("Date", *(f"c{n}" for n in range(MOST + 3)))
    shape = replace(SHAPE, header=header, places={"published": (0,)})
    told = seen(lambda terminal: show_look(terminal, outcome(shape=shape)), width=200)
    assert f"c{MOST - 1}, …." in told.out
    assert f"c{MOST}" not in told.out


def test_rows_that_can_not_be_read_are_told_the_first_of_them() -> None:
    troubles = [Trouble(4, NO_DATE, {"said": "soon"})]
    told = seen(lambda terminal: show_look(terminal, outcome(unread=3, troubles=troubles)))
    assert told.err == "3 rows can't be read:\nline 4: it has no date that can be read: “soon”\n… and 2 more\n"
    french = seen(lambda terminal: show_look(terminal, outcome(unread=1, troubles=troubles)), "fr")
    assert french.err.count("\n") == 2
    assert "« soon »" in french.err


@pytest.mark.parametrize(
    ("saved", "said"),
    [
        (Saved(), "Stored: 0 new mentions (0 negative).\n"),
        (Saved(entries=3, mentions=2, negative=1), "Stored: 2 new mentions (1 negative).\n"),
    ],
)
def test_what_was_stored_is_told_and_is_no_news(saved: Saved, said: str) -> None:
    told = seen(lambda terminal: show_stored(terminal, outcome(saved=saved, nobody=2)))
    assert told.out.endswith("3 rows.\n2 rows name no brand of yours.\n" + said)
    assert ("They are history" in told.err) is bool(saved.mentions)


def test_json_has_all_of_it() -> None:
    found = outcome(
        first=NOW, last=NOW, samples=[sample(2, "x" * 500)], brands=Counter({"B": 1, "A": 2}), doubtful=True,
        unread=1, troubles=[Trouble(4, NO_DATE, {"said": "soon"})], saved=Saved(entries=2, mentions=1),
    )  # fmt: skip
    told = outcome_dict(found, Speech(), stored=True)
    assert told["month_first"] is None
    assert outcome_dict(outcome(), Speech(), stored=False)["month_first"] is False
    assert list(told["brands"]) == ["A", "B"]
    assert told["columns"] == {"published": ["Date"], "title": ["Title"], "text": ["Full Text", "Title"]}
    assert told["rows"] == {"all": 3, "read": 2, "unreadable": 1, "known": 0}
    assert told["troubles"] == [{"line": 4, "message": "it has no date that can be read: “soon”"}]
    assert "«\N{NO-BREAK SPACE}soon" in outcome_dict(found, Speech("fr"), stored=True)["troubles"][0]["message"]
    assert len(told["samples"][0]["text"]) == 240
    assert (told["stored"], told["entries"], told["mentions"]) == (True, {"new": 2}, {"new": 1, "negative": 0})
    assert outcome_dict(outcome(), Speech(), stored=False)["mentions"] == {"new": 0, "negative": 0}

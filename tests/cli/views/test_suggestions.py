"""Suggestions for a brand, as lines to paste, and what is missing for more."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from smwatch.cli.views.suggestions import WIDTH, show_suggestions
from smwatch.matching.suggest import Proposal, Suggested
from smwatch.matching.variants import Variant
from smwatch.models import Brand
from smwatch.suggestions import Suggestions
from tests.cli.views.seen import Seen, seen

APPLE = Brand(name="Apple", names=("Apple",), context=("iPhone",))
NAMES = (Variant("Aple", 12, 3), Variant("Apple's", 1, 1))


def proposals(*words: str) -> tuple[Proposal, ...]:
    return tuple(Proposal(word, 3, 0) for word in words)


def show(lang: str = "en", **changes: Any) -> Seen:  # noqa: ANN401 - of suggestions
    fields: dict[str, Any] = {
        "brand": APPLE,
        "entries": 40,
        "unwanted": 4,
        "wanted": 1200,
        "names": (),
        "words": Suggested(),
    }
    found = Suggestions(**(fields | changes))
    return seen(lambda terminal: show_suggestions(terminal, found), lang, width=400)


def test_spellings_become_names_with_what_they_rest_on() -> None:
    assert show(names=NAMES).out == (
        "# 12 entries have “Aple”; 3 of them aren't found yet\n"
        "# 1 entry has “Apple's”; 1 of them isn't found yet\n"
        'names = ["Apple", "Aple", "Apple\'s"]\n'
    )


def test_words_keep_those_that_are_there_and_are_toml() -> None:
    words = Suggested(
        exclude=proposals("pie", "apple tart"), exclude_takes=(3, 0), context=proposals("Mac"), context_takes=(4, 1)
    )
    told = show(names=NAMES, words=words)
    assert tomllib.loads(told.out) == {
        "names": ["Apple", "Aple", "Apple's"],
        "exclude": ["pie", "apple tart"],
        "context": ["iPhone", "Mac"],
    }
    said = " ".join(told.out.replace("\n# ", " ").split())
    assert "Without this text, 3 of 4 unwanted mentions would go, and 0 of 1,200 wanted ones." in said
    assert "Only where one of these words stands too, 4 of 4 unwanted mentions would go, and 1 of 1,200" in said
    assert told.err == (
        "To take them over: under [[brands]] of Apple, put these lines in the place of its names, exclude, context, "
        "or add them; what else stands there stays.\n"
    )


def test_a_query_is_told_as_a_whole() -> None:
    brand = Brand(name="Apple", query="apple NOT pie")
    told = show(brand=brand, names=NAMES[:1], words=Suggested(exclude=proposals("tart"), exclude_takes=(3, 0)))
    assert list(tomllib.loads(told.out)) == ["query"]
    assert "the place of its query, or" in told.err


def test_comments_fit_the_screen() -> None:
    told = show("fr", words=Suggested(context=proposals("Mac"), context_takes=(4, 1)))
    comments = [line for line in told.out.split("\n") if line.startswith("#")]
    assert len(comments) > 1
    assert all(len(line) <= WIDTH + 2 for line in comments)


NONE = "No other spelling was seen."
NUMBERS = "Give their numbers, as `smwatch mentions` lists them: --unwanted 12 --unwanted 15 --unwanted 31"
BOTH = "To propose words it takes 3 mentions of Apple that are meant and 3 that aren't meant; so far there are "


@pytest.mark.parametrize(
    ("wanted", "unwanted", "lines"),
    [
        (3, 3, ["Nothing to propose: no other spelling was seen, and no words part the mentions."]),
        (0, 0, [NONE, BOTH + "0 wanted and 0 unwanted (copies count once)."]),
        (2, 9, [NONE, BOTH + "2 wanted and 9 unwanted (copies count once)."]),
        (1, 2, [NONE, BOTH + "1 wanted and 2 unwanted (copies count once).", NUMBERS]),
        (9, 2, [NONE, "To propose words it takes 3 mentions of Apple that aren't meant: 2 so far.", NUMBERS]),
    ],
)
def test_what_is_missing_is_told(wanted: int, unwanted: int, lines: list[str]) -> None:
    told = show(wanted=wanted, unwanted=unwanted)
    assert (told.out, told.err.rstrip().split("\n")) == ("", lines)


def test_without_entries_there_is_nothing_to_read() -> None:
    told = show(entries=0, wanted=3, unwanted=3)
    assert told.err == "No entry is stored, or none of that time. `smwatch scan` polls the feeds.\n"

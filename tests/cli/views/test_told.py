"""The pieces of an alert's screen: its curve, the sentences that are quoted, the commands that list it."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from smwatch.alerts.told import Case, Curve, Told, tell
from smwatch.cli.arguments import Globals
from smwatch.cli.views.told import around, command, commands, everything, show_command, show_told, sparkline
from smwatch.config.settings import Play
from smwatch.models import AlertKind, Note
from tests.cli.views.seen import EN, NOW, seen
from tests.reports.story import CRISIS


def curve(*voices: int) -> Curve:
    return Curve(since=NOW, step=1, voices=voices, expected=(0.0,) * len(voices))


@pytest.mark.parametrize(
    ("voices", "drawn"),
    [((0, 1, 8), " ▁█"), ((0, 0), "  "), ((3, 3), "██"), ((1, 1000), "▁█"), ((4, 8, 2), "▄█▂")],
)
def test_the_most_is_the_fullest_bar_and_one_is_seen(voices: tuple[int, ...], drawn: str) -> None:
    assert sparkline(curve(*voices)) == drawn


SENTENCE = "It all began when a video was shown in which forest is burnt so that palm oil can grow there, cheaply."


@pytest.mark.parametrize("longest", [30, 40, 60, 90])
def test_as_much_of_a_sentence_as_may_be_is_quoted_around_the_term(longest: int) -> None:
    found = around(SENTENCE, "palm oil", longest)
    assert "palm oil" in found
    assert len(found) <= longest
    assert found.startswith("…") is (longest < 90)


@pytest.mark.parametrize(
    ("text", "term", "longest", "quoted"),
    [
        ("Short enough.", "enough", 20, "Short enough."),
        (SENTENCE, "it all", 20, "It all began when a…"),
        (SENTENCE, "nowhere", 20, "It all began when a…"),
    ],
)
def test_else_it_is_quoted_from_its_start(text: str, term: str, longest: int, quoted: str) -> None:
    assert around(text, term, longest) == quoted


def told(**changes: object) -> Told:
    return tell(Case(alert=replace(CRISIS, **changes), heard=[], now=NOW, since=None))  # type: ignore[arg-type]


def test_commands_list_what_speaks_in_the_window() -> None:
    found = told(brand="L’Étoile d'or")
    line = " ".join(command(found.alert, found.window)).replace("\\ ", "")
    words = shlex.split(line)
    assert words[:7] == ["smwatch", "mentions", "list", "--brand", "L’Étoile d'or", "--label", "negative"]
    assert words[7::2] == ["--since", "--until"]
    buzz = told(kind=AlertKind.BUZZ)
    assert "--label" not in " ".join(command(buzz.alert, buzz.window))
    assert "--label" not in " ".join(everything(found))
    assert len(list(commands(found, EN))) == 2


def test_a_command_is_one_for_the_same_config() -> None:
    lines = ("smwatch mentions list --brand A \\", "--since x")
    plain = seen(lambda terminal: show_command(terminal, "All:", lines))
    assert plain.out == "All:\n  smwatch mentions list --brand A \\\n  --since x\n"
    given = Globals(config=Path("my own.toml"))
    own = seen(lambda terminal: show_command(terminal, "All:", lines), given=given)
    assert own.out == "All:\n  smwatch --config 'my own.toml' \\\n  mentions list --brand A \\\n  --since x\n"


@pytest.mark.parametrize(
    ("play", "english", "french"),
    [
        (Play(), "The playbook says: nobody is named\n", "Le plan de réponse dit : personne n’y est nommé\n"),
        (
            Play(who="Eve", within=timedelta(hours=1), say="We look into it."),
            "The playbook says: Eve, within 1 hour\n  “We look into it.”\n",
            "Le plan de réponse dit : Eve, en moins d’une heure\n  « We look into it. »\n",
        ),
    ],
)
def test_the_playbook_is_on_the_screen(play: Play, english: str, french: str) -> None:
    found = replace(told(), play=play)
    notes = [Note(number=1, at=NOW, who="", text="Called the lawyer.")]
    told_of = seen(lambda terminal: show_told(terminal, found, notes), width=200).out
    assert english in told_of
    assert "Note by ?, 2010-03-24 11:30: Called the lawyer.\n" in told_of
    assert french in seen(lambda terminal: show_told(terminal, found), "fr", width=200).out

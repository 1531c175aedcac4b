"""What a French-speaking person sees holds no English: every page of help, and what commands say about a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import typer

from smwatch.cli import run
from smwatch.cli.commands import COMMANDS, program
from tests.desk import Desk, item
from tests.french import english


def pages(command: object, *path: str) -> Iterator[tuple[str, ...]]:
    """Every command and group, by the words that ask for it."""
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from pages(inner, *path, name)


UNFILLED = re.compile(r"\{[a-z_]+\}")
"""A place in a message where nothing was put."""

HELP = sorted(pages(typer.main.get_command(program(COMMANDS))))


@pytest.mark.parametrize("path", HELP, ids=[" ".join(path) for path in HELP])
def test_help_is_french(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "fr", *path, "--help"]) == 0
    told = re.sub(r"(?m)^  [a-z-]+(?:, -\w)? ", " ", capsys.readouterr().out)  # names of commands, at the left
    assert "Afficher cette aide" in told
    assert english(told) == {}


@pytest.fixture
def french_desk(desk: Desk) -> Desk:
    """Feeds that speak French only, one of which is dead; somebody answers for the brand."""
    desk.feed(
        "/fil/",
        item("Nordelait ouvre", "Bravo à Nordelait, une belle usine.", link="http://a.example/1", author="Ève"),
        item("Honte à Nordelait", "Nordelait ment : c’est dégoûtant.", link="http://a.example/2", author="Luc"),
        declared='source = "Le Journal"',
    )
    desk.feed("/mort/", status=503)
    desk.config = f'language = "fr"\n{desk.config}\n[[people]]\nname = "Marie Tremblay"\nrole = "spokesperson"\n'
    return desk


SAID = (
    *(
        "scan",
        "scan",
        "scan --all",
        "status",
        "mentions",
        "mentions show 1",
        "mentions themes",
        "alerts",
        "alerts stats",
    ),
    *("todo", "mentions assign 1 --to Marie", "mentions note 1 appelée", "mentions answer 2", "todo", "people"),
    *("people policy", "feeds", "feeds --problems", "brands", "brands suggest Nordelait", "brands test Nordelait"),
    *("digest", "sentiment explain 2", "sentiment words ment", "sentiment evaluate", "sentiment rescore"),
    *("mentions label 1 positif", "sentiment words", "check", "schedule --cron", "db path", "db check", "db journal"),
    *("mentions --brand Nestlé", "mentions --since jamais", "alerts show 9", "scna", "scan --stirct"),
)


def test_a_french_desk_is_french(french_desk: Desk) -> None:
    heard = {
        typed: "\n".join((ran := french_desk.runs(typed)).out.splitlines() + ran.err.splitlines()) for typed in SAID
    }
    assert {typed: found for typed, text in heard.items() if (found := english(text))} == {}
    assert [place for text in heard.values() for place in UNFILLED.findall(text)] == []
    assert sum(map(len, heard.values())) > 5_000  # they did speak

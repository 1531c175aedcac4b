"""However much there is to tell of a day, it fits on one screen."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from smwatch.app import App
from smwatch.cli.terminal import Terminal
from smwatch.cli.views import fitting
from smwatch.cli.views import status as view
from smwatch.cli.wrapping import Screen
from smwatch.config.settings import Config
from smwatch.locales import Speech
from smwatch.models import FeedKind, FeedRow, Health, Label, News, Origin, Place, Warned
from smwatch.reports.answered import Answered
from smwatch.reports.todo import TodoPart
from tests.cli.conftest import ALERT
from tests.thorough import cases

NOW = datetime(2026, 3, 24, 7, 0, tzinfo=UTC)
FEED = FeedRow(
    url="https://blogue.example/feed/", source="Le blogue", kind=FeedKind.ENTRIES, origin=Origin.CONFIG, parent="",
    enabled=True, last_poll=NOW, last_new=NOW, next_poll=NOW, next_why="", status=Health.FAILING, failures=3,
    message="no such host, and this is said at some length so that it takes more than a row", entries=9, mentions=1,
)  # fmt: skip
NAMES = st.text("aéœ 漢", min_size=1, max_size=60)
FEW = st.integers(0, 40)


def screen(columns: int = 80, rows: int = 24, lang: str = "fr") -> Terminal:
    terminal = Terminal()
    terminal.app = App(config=Config(database=Path("nowhere.db")), lang=lang)
    terminal.out = Screen(
        file=io.StringIO(), force_terminal=True, width=columns, height=rows, color_system=None, highlight=False
    )
    return terminal


def figure(name: str, n: int) -> dict[str, Any]:
    labels = {str(label): n for label in Label}
    return {"brand": name, "mentions": 4 * n, "stories": n, **labels, "unscored": n, "own": n, "share_of_voice": 0.123}


def told(terminal: Terminal, n: dict[str, int], name: str) -> list[str]:
    """The rows of a day with so much of everything."""
    speech = Speech(terminal.app.lang, UTC)
    warned = Warned(kind="unsent", brand="", feed="", message=f"{name} has not left " * 9, args={}, at=NOW)
    mine = [
        TodoPart(subject="alert", number=i, brand=name, who=name, since=NOW, due=NOW - timedelta(hours=i - 3))
        for i in range(n["todo"])
    ]
    answer = view.todo(mine, n["others"], NOW, speech)
    replies = {
        f"{name} {i}": Answered(wanted=9, answered=i % 9, median=timedelta(hours=3)) for i in range(n["replies"])
    }
    place = Place(reached=1, at=NOW)
    fitting.show(
        terminal,
        [
            view.burning([replace(ALERT, id=i + 1, brand=name) for i in range(n["alerts"])], [], speech),
            view.new(
                terminal,
                [figure(f"{i} {name}", 10 ** (i % 6)) for i in range(n["brands"])],
                place,
                News(mentions=n["others"], negative=n["todo"], complete=False),
            ),
            answer,
            view.replies(replies, speech, close=not answer.empty),
            *view.health([FEED] * n["feeds"], None, [warned] * n["unsent"], speech),
            view.notes(terminal, ["encoder/1"], n["others"]),
        ],
    )
    assert isinstance(terminal.out.file, io.StringIO)
    return terminal.out.file.getvalue().splitlines()


NUMBERS = st.fixed_dictionaries(
    dict.fromkeys(("alerts", "brands", "todo", "others", "replies", "feeds", "unsent"), FEW)
)


@settings(max_examples=cases(12), deadline=None)
@given(NUMBERS, NAMES, st.sampled_from(["fr", "en"]))
def test_any_day_fits_on_one_screen(numbers: dict[str, int], name: str, lang: str) -> None:
    rows = told(screen(lang=lang), numbers, name)
    assert len(rows) <= 23, "and the prompt"
    assert max(map(cell_len, rows)) <= 80


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_left_out_is_counted_with_the_command_that_shows_it(lang: str) -> None:
    many = {"alerts": 10, "brands": 9, "todo": 10, "others": 3, "replies": 0, "feeds": 12, "unsent": 0}
    text = "\n".join(told(screen(lang=lang), many, "Nordelait"))
    for command in ("smwatch alerts", "smwatch report", "smwatch todo", "smwatch feeds --problems"):
        assert command in text
    tall = "\n".join(told(screen(200, 90, lang), many, "Nordelait"))
    assert "smwatch feeds --problems" not in tall, "there is room for all"
    assert "smwatch alerts" not in tall


def test_a_calm_day_is_told_whole() -> None:
    calm = {"alerts": 0, "brands": 1, "todo": 0, "others": 0, "replies": 0, "feeds": 0, "unsent": 0}
    rows = told(screen(lang="en"), calm, "Nordelait")
    assert rows[0] == "Nothing is burning."
    assert not any("…" in row for row in rows)

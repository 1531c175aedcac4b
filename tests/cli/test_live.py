"""The live screen of `smwatch watch`: its rows at any size, and the whole of it in a pseudo-terminal."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from rich.text import Text

from smwatch.cli.views.live import DAY, PLAIN, Figures, View, frame, heard, spark
from smwatch.locales import Speech
from smwatch.models import DateTrust, Health, HourCount, Label, MentionRow, Role, Why
from tests.cli.conftest import ALERT
from tests.cli.test_process import PROGRAM
from tests.desk import MORNING, Desk, item

if sys.platform != "win32":
    from tests.pseudo import Pseudo

on_posix = pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
SIZES = [(80, 24), (200, 50), (40, 10), (20, 5), (10, 2), (1, 1), (80, 3)]


def row(number: int, title: str = "Nordelait est honteux", label: Label | None = Label.NEGATIVE) -> MentionRow:
    return MentionRow(
        id=number, brand="Nordelait", why=Why.NAMED, published=MORNING, fetched=MORNING, date_trust=DateTrust.FEED,
        source="Le Courrier du grand fleuve", feed="http://a.example/", url="http://a.example/1", title=title, text="",
        author="Ève", author_role=Role.PUBLIC, lang="fr", score=-0.7, label=label, scorer="x", story="", thread="",
    )  # fmt: skip


def view(mentions: int = 60, alerts: int = 2, brands: int = 3) -> View:
    counts = [HourCount(hour=MORNING - timedelta(hours=n), mentions=n % 5, negative=n % 3) for n in range(DAY)]
    return View(
        figures=Figures(
            now=MORNING,
            brands=tuple(heard(f"Marque {'é' * n}", counts, MORNING) for n in range(brands)),
            alerts=tuple(replace(ALERT, id=n + 1) for n in range(alerts)),
            rows=tuple(row(n) for n in range(mentions)),
            feeds={Health.OK: 12, Health.FAILING: 1, Health.SILENT: 2},
            last=MORNING - timedelta(days=3),
        ),
        next=MORNING + timedelta(minutes=5),
        message=Text("日本語 " * 60),
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("many", [(60, 2, 3), (0, 0, 0), (300, 40, 40), (1, 1, 1)], ids=str)
def test_each_row_fits_and_there_are_as_many_as_the_screen_has(
    size: tuple[int, int], many: tuple[int, int, int], lang: str
) -> None:
    width, height = size
    shown = view(*many)
    for chosen in (None, ("mention", 59), ("alert", 2), ("mention", 0)):
        shown.chosen = chosen
        rows = frame(shown, width, height, Speech(lang))
        assert len(rows) == height
        assert {one.cell_len for one in rows} == {width}
        assert not any("\n" in one.plain for one in rows)


def test_the_chosen_one_is_seen_wherever_it_stands() -> None:
    shown = view(mentions=300, alerts=30)
    for item_ in shown.figures.items:
        shown.chosen = item_
        assert sum(one.plain.startswith("›") for one in frame(shown, 80, 24, Speech("en"))) == 1, item_


def test_it_stays_chosen_when_others_come_and_the_first_is_where_it_went() -> None:
    shown = view(mentions=5, alerts=0)
    shown.chosen = ("mention", 3)
    shown.figures = replace(shown.figures, rows=(row(90), *shown.figures.rows))
    assert shown.item == ("mention", 3)
    shown.figures = replace(shown.figures, rows=(row(91),))
    assert shown.item == ("mention", 91)


def test_negative_ones_stand_out_without_colours_too() -> None:
    shown = view(alerts=0)
    shown.figures = replace(shown.figures, rows=(row(1), row(2, "Bravo", Label.POSITIVE)))
    bad, good = (one for one in frame(shown, 80, 24, Speech("en")) if "Courrier" in one.plain)
    assert bad.plain[2] == "−"
    assert good.plain[2] == "+"
    assert any("red" in str(span.style) for span in bad.spans)


MANY = ((0, 8), (1, 4), (23, 1))


def test_a_sparkline_is_as_high_as_the_busiest_hour_makes_it() -> None:
    counts = [
        HourCount(hour=MORNING - timedelta(hours=n), mentions=m, negative=0) for n, m in ((0, 8), (1, 4), (23, 1))
    ]
    one = heard("Nordelait", counts, MORNING)
    assert spark(one).plain == "▁" + " " * 21 + "▄█"
    assert spark(one, PLAIN).plain == "." + " " * 21 + "=#"


def live(desk: Desk, *typed: str, columns: int = 80, rows: int = 24, **environ: str) -> Pseudo:
    command = [sys.executable, "-c", PROGRAM, "--config", str(desk.write_config()), *typed, "watch"]
    return Pseudo(command, columns=columns, rows=rows, environ=environ)


@pytest.fixture
def talk(desk: Desk) -> Desk:
    """Three mentions, one of them negative, and two people."""
    desk.feed(
        "/feed/",
        item("Nordelait ouvre", "Bonjour.", link="http://a.example/1"),
        item("Nordelait honteux", "C'est honteux, dégoûtant et scandaleux.", link="http://a.example/2"),
        item("Nordelait ferme", "Au revoir.", link="http://a.example/3", at=MORNING + timedelta(hours=1)),
    )
    desk.config += '[[people]]\nname = "Marie"\nrole = "spokesperson"\n[[people]]\nname = "Bob"\nrole = "employee"\n'
    return desk


@on_posix
def test_it_shows_what_comes_and_gives_the_terminal_back(talk: Desk) -> None:
    with live(talk) as screen:
        screen.wait("3 new mentions")
        assert len(screen.shown) == 24
        assert "1 feed is fine" in screen.text
        screen.types("q")
        assert screen.ended() == 0
        assert screen.echoes
    assert screen.raw.rindex("\x1b[?1049l") > screen.raw.rindex("\x1b[?1049h"), "the screen before comes back"
    assert "Nothing is lost" in screen.raw


@on_posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 0)])
def test_signals_end_it_with_the_terminal_as_it_was(talk: Desk, number: int, code: int) -> None:
    with live(talk) as screen:
        screen.wait("3 new mentions")
        screen.signal(number)
        assert screen.ended() == code
        assert screen.echoes


@on_posix
def test_ctrl_c_waits_for_feeds_under_way_and_a_second_one_does_not(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"), delay=60)
    with live(desk) as screen:
        screen.wait("polling now")
        while not desk.server.seen:
            time.sleep(0.02)
        screen.types("\x03")
        screen.wait("stopping after the feeds under way")
        screen.types("\x03")
        assert screen.ended(5) == 130
        assert screen.echoes
        assert screen.raw.rstrip().endswith("\x1b[0m")


@on_posix
def test_one_opens_labels_assigns_and_ignores_from_the_list(talk: Desk) -> None:
    with live(talk) as screen:
        screen.wait("3 new mentions")
        screen.types("\r")
        screen.wait("A mention of Nordelait")
        assert "Nordelait ferme" in screen.text
        screen.types("\x1b")
        screen.wait("q quit")
        screen.types("ln")
        screen.wait("is negative now")
        screen.types("a")
        screen.wait("Bob (employee)")
        screen.types("j\r")
        screen.wait("Bob doesn't answer for the company")
        screen.types("a\r")
        screen.wait("→ Marie:")
        screen.types("ji")
        screen.wait("Why does it need no answer?")
        screen.types("déjà dit\r")
        screen.wait("is ignored")
        screen.types("?")
        screen.wait("your word is kept")
        screen.types("qq")
        assert screen.ended() == 0
    rows = {one["title"]: one for one in talk.runs("mentions --json").json}
    assert (rows["Nordelait ferme"]["assignee"], rows["Nordelait ferme"]["label"]) == ("Marie", "negative")
    assert sorted(one["status"] for one in rows.values()) == ["assigned", "ignored", "new"]


@on_posix
@pytest.mark.parametrize(("lang", "columns", "rows"), [("fr", 80, 24), ("en", 200, 50)])
def test_it_fits_in_both_languages_and_follows_the_window(talk: Desk, lang: str, columns: int, rows: int) -> None:
    with live(talk, "--lang", lang, columns=columns, rows=rows, NO_COLOR="1") as screen:
        screen.wait("Nordelait honteux")
        assert (len(screen.shown), {len(row) for row in screen.shown}) == (rows, {columns})
        assert "\x1b[31m" not in screen.raw
        assert "\x1b[1;31m" not in screen.raw
        screen.resize(60, 20)
        until = time.monotonic() + 10
        while {len(row) for row in screen.shown} != {60}:
            screen.read(0.1)
            assert time.monotonic() < until, screen.text
        screen.types("q")
        assert screen.ended() == 0


@on_posix
def test_a_mistake_of_ours_leaves_no_broken_terminal_behind(talk: Desk) -> None:
    program = "import smwatch.cli.live as live\nlive.frame = lambda *_: 1 / 0\n" + PROGRAM
    command = [sys.executable, "-c", program, "--config", str(talk.write_config()), "watch"]
    with Pseudo(command) as screen:
        assert screen.ended() == 1
        assert screen.echoes
    assert "ZeroDivisionError" in screen.raw.rpartition("\x1b[?1049l")[2]


@on_posix
def test_a_config_that_is_edited_shows(talk: Desk) -> None:
    program = "import smwatch.agenda as agenda\nagenda.LONGEST_NAP = 0.3\n" + PROGRAM
    with Pseudo([sys.executable, "-c", program, "--config", str(talk.write_config()), "watch"]) as screen:
        screen.wait("3 new mentions")
        talk.config += '\n[[brands]]\nname = "Rivale"\n'
        talk.write_config()
        screen.wait("Rivale")
        screen.types("q")
        assert screen.ended() == 0


@on_posix
def test_log_lines_can_be_had_in_a_terminal_too(talk: Desk) -> None:
    command = [sys.executable, "-c", PROGRAM, "--config", str(talk.write_config()), "watch", "--lines"]
    with Pseudo(command) as screen:
        screen.wait("3 new mentions")
        assert "\x1b[?1049h" not in screen.raw
        screen.types("\x03")
        assert screen.ended() == 130

"""Lines on a narrow screen: broken between words, and « stays with its word."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from smwatch.cli.wrapping import Screen, rows, tell
from tests.desk import Desk, item

QUOTED = "aucun n’y est\u00a0: «\u00a0santé\u00a0», «\u00a0maladie\u00a0», «\u00a0allergie\u00a0», «\u00a0eau\u00a0»"


def screen(width: int, *, terminal: bool = True) -> Screen:
    return Screen(file=StringIO(), width=width, force_terminal=terminal, color_system=None, highlight=False)


def shown(console: Screen) -> list[str]:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize("width", range(24, 70, 3))
def test_a_quotation_mark_is_never_torn_from_its_word(width: int) -> None:
    console, table = screen(width), Table(box=None, pad_edge=False)
    table.add_column()
    table.add_row(QUOTED)
    console.print(QUOTED)
    console.print(Padding(Text(QUOTED), (0, 0, 0, 2)))
    console.print(table)
    tell(console, QUOTED)
    lines = shown(console) + [row.plain for row in rows(Text(QUOTED), console, width)]
    stripped = [line.strip(" ") for line in lines if line.strip()]
    assert not [line for line in stripped if line.endswith(("«", "\u00a0")) or line.startswith(("»", ":"))]
    assert " ".join(stripped) == " ".join([QUOTED] * 5), "and no space has become another"


def test_what_is_lit_stays_lit() -> None:
    text = Text("«\u00a0Nordelait\u00a0» répond")
    text.stylize("bold", 2, 11)
    (row,) = rows(text, screen(40), 40)
    assert [row.plain[span.start : span.end] for span in row.spans] == ["Nordelait"]


def test_a_message_hangs_and_a_query_keeps_its_caret() -> None:
    query = "nordelait AND (lait OR fromage OR beurre OR"
    said = "smwatch: the query ends too early, something must come after it"
    message = f"{said}\n{query}\n{' ' * 41}^\n  → close what is open"
    console = screen(30)
    tell(console, message)
    assert shown(console) == [
        "smwatch: the query ends too",
        "  early, something must come",
        "  after it",
        query,
        " " * 41 + "^",
        "  → close what is open",
    ]
    pipe = screen(30, terminal=False)
    tell(pipe, message)
    assert shown(pipe) == message.splitlines(), "a pipe gets a line as a line"


def test_commands_and_addresses_stay_whole_and_what_follows_an_arrow_stands_under_it() -> None:
    console, address = screen(32), "http://an-address.example/longer/than/the/screen"
    tell(console, f"  → some words come first `smwatch brands test --help` lists the rest of {address} it")
    assert shown(console) == [
        "  → some words come first",
        "    `smwatch brands test --help`",
        "    lists the rest of",
        f"    {address}",
        "    it",
    ]


@pytest.mark.parametrize("typed", ["mentions show 99999999", "mentions --label joyful", "mentions", "check --offline"])
def test_a_terminal_gets_whole_words(desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    desk.feed("/feed/", item("Rien", "Il pleut.", link="http://a.example/1"))
    desk.feed("/un-chemin-plus-long-que-les-autres/feed/", status=503)
    piped = desk.runs(f"--lang fr {typed}")
    for name, value in (("FORCE_COLOR", "1"), ("NO_COLOR", "1"), ("TERM", "xterm"), ("COLUMNS", "50")):
        monkeypatch.setenv(name, value)
    ran = desk.runs(f"--lang fr {typed}")
    told = (ran.out + ran.err).replace("\u00a0", " ")
    assert " ".join(told.split()) == " ".join((piped.out + piped.err).replace("\u00a0", " ").split())
    assert all(len(line) <= 50 or len(line.replace(" :", "").split()) <= 2 for line in told.splitlines()), told


NASTY = "C’est \x1b[31m\x1b[2Jnul\x00 \abad\x9b2J \x1b]0;PWN\afin\u202etéc"
OBEYED = set("\x00\x07\x1b\x7f\x9b\u202e\u2066\r")


def test_no_text_reaches_the_screen_that_a_terminal_would_obey() -> None:
    console, table = screen(200), Table(box=None, pad_edge=False)
    table.add_column()
    table.add_row(NASTY)
    table.add_row(Text(NASTY))
    console.print(NASTY)
    console.print(Text(NASTY), soft_wrap=True)
    console.print(Padding(Text.assemble(("lit ", "bold"), NASTY), (0, 0, 0, 2)))
    console.print(table)
    tell(console, NASTY)
    console.print(*rows(Text(NASTY), console, 200))
    assert isinstance(console.file, StringIO)
    said = console.file.getvalue()
    assert not OBEYED & set(said)
    assert said.count("C’est nul bad fin") >= 3, "and what stands around it is shown"


def test_a_screen_s_own_colours_stay_and_what_is_lit_moves_along() -> None:
    console = Screen(file=StringIO(), width=80, force_terminal=True, color_system="standard", highlight=False)
    lit = Text(f"{NASTY} Nordelait")
    lit.stylize("bold", len(lit) - len("Nordelait"))
    console.print(lit)
    assert isinstance(console.file, StringIO)
    assert console.file.getvalue().endswith("\x1b[1mNordelait\x1b[0m\n")
    (row,) = rows(lit, console, 80)
    assert [row.plain[span.start : span.end] for span in row.spans] == ["Nordelait"]


@pytest.mark.parametrize(
    "typed",
    [
        f"sentiment explain '{NASTY}, quelle honte'",
        f"sentiment explain '{NASTY}, quelle honte' --json",
        f"sentiment explain --scorer '{NASTY}' bonjour",
        f"sentiment words --search '{NASTY}'",
        f"sentiment explain --brand '{NASTY}' '{NASTY} est affreux.'",
        f"brands test '{NASTY}' --query '{NASTY}'",
        f"mentions show '{NASTY}'",
        f"'{NASTY}'",
    ],
)
def test_no_command_passes_on_what_a_terminal_would_obey(desk: Desk, typed: str) -> None:
    desk.config += '\n[sentiment]\nen = "lexicon"\nfr = "lexicon"\n'
    ran = desk.runs(typed)
    assert not OBEYED & set(ran.out + ran.err)


def test_json_says_it_all_the_same(desk: Desk) -> None:
    desk.config += '\n[sentiment]\nen = "lexicon"\nfr = "lexicon"\n'
    assert desk.runs(f"sentiment explain '{NASTY}, quelle honte' --json").json["parts"][0]["text"].startswith(NASTY[:8])


def test_the_config_s_words_are_shown_without(desk: Desk) -> None:
    desk.config += '\n[sentiment.words.fr]\n"zut\\u009b2J" = -1.5\n'
    ran = desk.runs("sentiment words --layer own")
    assert not OBEYED & set(ran.out + ran.err)
